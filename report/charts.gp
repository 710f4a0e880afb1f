# The charts of the report, from the *.dat files of the working folder (report.sql).
#
# Three of Okabe and Ito's colours, which colour-blind people tell apart; shapes and dashes
# tell the series apart as well.  In the page they and black become its own colours, light
# or dark (see draw).  A chart without data is not drawn.

blue = 0x0072B2
vermillion = 0xD55E00
green = 0x009E73
faint = 0xC0808080    # a grid line, three quarters transparent

set encoding utf8
set datafile separator "\t"
set datafile missing "?"
set style data points
set border 1 lw 0.6
set tics nomirror scale 0.4
set grid x lt 1 lw 0.8 lc rgb faint
set key above left Left reverse samplen 1.5 height 0.3

canvas = 'set terminal svg noenhanced size 400,%d font "sans-serif,12" name "%s"; set output "%s.raw"'
rows(name) = int(system("wc -l < " . name . ".dat"))
start(name, height) = sprintf(canvas, height, name, name)

# where the money and the energy go: bars, filled and hollow; a line from the 10th to the 90th percentile of the money
if (rows("stage") > 0) {
    eval start("stage", 70 + 44 * rows("stage"))
    set lmargin at screen 0.40
    set rmargin 5
    set xrange [0:1.15 * system("awk -F '\t' 'BEGIN { most = 100 } $5 + 0 > most { most = $5 + 0 } END { print most }' stage.dat")]
    set yrange [-rows("stage") + 0.4:0.6]
    set format x "%g %%"
    set xtics 25
    set ytics scale 0
    set bars 0.5
    plot "stage.dat" using ($2 / 2):(-$0 + 0.18):($2 / 2):(0.15):ytic(1) with boxxyerror fs solid noborder lc rgb blue title "USD, with its 80 % range", \
         "" using 2:(-$0 + 0.18):4:5 with xerrorbars pt 0 lw 1.5 lc rgb "black" title "", \
         "" using ($3 / 2):(-$0 - 0.18):($3 / 2):(0.15) with boxxyerror fs empty border lw 1.5 lc rgb vermillion title "energy", \
         "" using ($5 > $2 ? $5 : $2):(-$0 + 0.18):(sprintf("%.1f", $2)) with labels left offset 0.5,0 font ",10" title "", \
         "" using 3:(-$0 - 0.18):(sprintf("%.1f", $3)) with labels left offset 0.5,0 font ",10" title ""
    set output
    set ytics auto scale 0.4
}

# what the total depends on: a bar for each input, from its 10th to its 90th percentile
if (rows("tornado") > 0) {
    eval start("tornado", 80 + 30 * rows("tornado"))
    set lmargin at screen 0.40
    set rmargin 5
    set xrange [*:*]
    set yrange [*:*]
    stats "tornado.dat" using 4 nooutput
    median = STATS_max
    stats "tornado.dat" using 2 nooutput
    least = STATS_min
    stats "tornado.dat" using 3 nooutput
    # three or four labels
    step = 10.0 ** floor(log10(STATS_max - least))
    if ((STATS_max - least) / step > 5) { step = step * 2 }
    if ((STATS_max - least) / step < 2) { step = step / 2 }
    set yrange [-rows("tornado") + 0.4:0.6]
    set format x "%'g"
    set xtics auto
    set xtics step
    set xlabel "thousand USD"
    set ytics scale 0
    set arrow 1 from median, graph 0 to median, graph 1 nohead lw 1.5 lc rgb green
    set key off
    plot "tornado.dat" using (($2 + $3) / 2):(-$0):(($3 - $2) / 2):(0.3):ytic(1) with boxxyerror fs solid noborder lc rgb blue title ""
    set output
    unset arrow 1
    set key on
    set ytics auto scale 0.4
    set xlabel
    set format x "%g %%"
    set xtics 25
}

# other GPUs: dollars over days, and what nothing beats
if (rows("choice") > 0) {
    eval start("pareto", 300)
    set lmargin at screen 0.16
    set rmargin 3.5
    set logscale xy
    set xrange [*:*]
    set yrange [*:*]
    set xlabel "days"
    set ylabel "thousand USD" offset 1
    set format y "%'g"
    set format x "%g"
    set xtics auto
    set ytics auto
    set grid y
    plot "choice.dat" using 1:($3 == 0 ? $2 : NaN) with points pt 6 ps 0.5 lc rgb blue title "a choice", \
         "" using 1:($3 == 1 ? $2 : NaN) with points pt 13 ps 1.1 lc rgb vermillion title "nothing beats it"
    set output
    unset logscale
    set xlabel
    set ylabel
    set format x "%g %%"
    set xtics 25
}

# rent or own
if (rows("own") > 0) {
    eval start("own", 300)
    set lmargin at screen 0.14
    set rmargin 3.5
    set xrange [0:100]
    set yrange [0:*]
    set xlabel "share of the useful life in use"
    set ylabel "thousand USD" offset 1
    set format y "%'g"
    set grid y
    plot "own.dat" using 1:2 with lines lw 2.5 lc rgb blue title "rented", \
         "" using 1:3 with lines lw 2.5 dt (8, 5) lc rgb vermillion title "owned", \
         "break_even.dat" using 1:2 with points pt 13 ps 1.1 lc rgb green title "break-even", \
         "" using 1:2:(sprintf("%.0f %%", $1)) with labels left offset 0.6,-0.8 title ""
    set output
}

# prices over time
if (rows("price") > 0) {
    eval start("price", 300)
    stats "median.dat" using (timecolumn(1, "%Y-%m-%d")) nooutput
    set xdata time
    set timefmt "%Y-%m-%d"
    year = 31557600
    years = (STATS_max - STATS_min) / year
    # the second of January, since a mean year drifts by some hours
    if (years > 2) { set xtics "1970-01-02", ceil(years / 6) * year; set format x "%Y" }
    else { set xtics auto; set xtics 365 * 86400 / 4; set format x "%b %Y" }
    set xrange [*:*]
    set xlabel
    set ylabel "USD per GPU-hour" offset 0
    plot "price.dat" using 1:2 with points pt 7 ps 0.5 lc rgb blue title "price of a provider", \
         "median.dat" using 1:2 with steps lw 2.5 lc rgb vermillion title "median that plans pay"
    set output
    set xdata
}

# published over ours: one row a quantity, logarithmic so that half and double are alike
if (rows("accuracy") > 0) {
    eval start("accuracy", 240)
    set lmargin at screen 0.22
    set logscale x 2
    set xrange [0.25:4]
    set yrange [0.4:4.6]
    set format x "%g"
    set xtics ("0.25" 0.25, "0.5" 0.5, "1" 1, "2" 2, "4" 4)
    set ytics ("FLOP" 4, "GPU-hours" 3, "energy" 2, "CO2e" 1) scale 0
    set xlabel "published ÷ ours"
    set ylabel
    unset grid
    set grid x lt 1 lw 0.8 lc rgb faint
    set arrow 1 from 1, 0.4 to 1, 4.6 nohead lw 1.5 lc rgb green
    set key off
    plot "accuracy.dat" using 2:1 with points pt 7 ps 0.6 lc rgb blue title ""
    set output
    unset arrow 1
    set key on
}

# the overview article's three charts: the same runs in the same order
if (rows("model") > 0) {
    set lmargin at screen 0.37
    set rmargin 2.5
    set logscale x 10
    set xrange [*:*]
    set xtics 100
    set yrange [-rows("model") + 0.4:0.6]
    set ytics auto scale 0
    set grid x y lt 1 lw 0.8 lc rgb faint
    do for [i = 1:3] {
        eval start(word("flop cost co2e", i), 66 + 18 * rows("model"))
        set format x word("1e%T %.0s%c %g", i)
        set xlabel i == 1 ? "FLOP" : i == 2 ? "USD" : "tonnes CO2e"
        plot "model.dat" using 2 * i:(-$0):ytic(1) with points pt 7 ps 0.7 lc rgb blue title "published", \
             "" using 2 * i + 1:(-$0) with points pt 4 ps 1 lw 2 lc rgb vermillion title (i == 2 ? "at the day's rents" : "recomputed")
        set output
    }
}
