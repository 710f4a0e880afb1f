# What psql's HTML leaves to be wished for, in each table that has a head: the head stands
# over what it names, numbers right and texts left; each cell knows its column's name, so
# that a narrow screen can show a row as a list; a long text may wrap; and what is no
# number (NaN), a sum without meaning, is left blank.  Of a table without rows is said that
# it has none.
/^<table/ { within = 1; n = 0 }
!within { print; next }
{ line[++n] = $0 }
/^<\/table>/ {
    within = heads = rows = 0
    for (i = 1; i <= n; i++) {
        if (line[i] ~ /^ *<tr/)
            column = row_head = 0
        if (line[i] ~ /^ *<th/) {
            row_head = 1
            if (line[i - 1] ~ /^ *<tr/ && line[i + 1] ~ /^ *<td/)
                continue    # psql's expanded form, whose rows have their own heads
            at[++heads] = i
            label[heads] = line[i]
            gsub(/^ *<th[^>]*>|<\/th>.*$/, "", label[heads])
            gsub(/"/, "\\&quot;", label[heads])
        }
        if (line[i] ~ /^ *<td/ && heads && !row_head) {
            column++
            rows = 1
            if (line[i] ~ /align="right"/)
                right[column] = 1
            sub(/>NaN</, ">\\&nbsp;<", line[i])
            sub(/<td/, "<td" (line[i] ~ />&nbsp; ?</ ? " class=\"none\"" : length(line[i]) > 60 ? " class=\"long\"" : "") " data-label=\"" label[column] "\"", line[i])
        }
    }
    for (column = 1; column <= heads; column++)
        sub(/align="center"/, "align=\"" (column in right ? "right" : "left") "\"", line[at[column]])
    if (heads && !rows)
        print "<p>None.</p>"
    else
        for (i = 1; i <= n; i++)
            print line[i]
    split("", right)
    split("", at)
}
