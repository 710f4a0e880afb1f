# Make what follows from src/estimate/columns.def, one product a call:
#
#     awk -v product=NAME -f tools/columns.awk src/estimate/columns.def
#
#     header          src/estimate/columns.h
#     attributes      of type estimate; total_attributes: of type total
#     comments        of type estimate; total_comments: of type total
#     stage_view      columns of stage_estimate, of e
#     row             columns of e in the type's order, for a row of them
#     pipeline_sums   of pipeline_estimate: money, rounded in every stage and added
#     pipeline_known  of pipeline_estimate: stages without a price, and what the others come to
#     pipeline_view   columns of pipeline_estimate, of t
#     summary_table   columns of pipeline_summary; names: their list; summary: of a row e;
#                     update: of an upsert
#     length          of type pipeline_state
#     dictionary      names and meanings as rows of VALUES
BEGIN { FS = "\t" }
/^#/ || /^name\t/ || /^$/ { next }
NF != 8 {
    printf "%s:%d: %d cells, expected 8\n", FILENAME, FNR, NF > "/dev/stderr"
    exit failed = 1
}
{
    name[++n] = $1; kind[n] = $2; scale[n] = $3; money[n] = $4; stage[n] = $5; unit[n] = $6; meaning[n] = $7; total[n] = $8
    kept[n] = kind[n] != "RATE"
}

function quoted(text) { gsub(/'/, "''", text); return "'" text "'" }
function rounded(expression) { return expression "::numeric(20,4)" }
# a money column of a stage e as views show it: rounded once, a total from its rounded parts
function shown(i, e,    k, sum) {
    if (money[i] == "part")
        return rounded(e "." name[i])
    for (k = 1; k <= n; k++)
        if (money[k] == "part")
            sum = sum (sum ? " + " : "") rounded(e "." name[k])
    return rounded("(" sum ")")
}

function header(    i, k, count, added) {
    print "/*\n * columns.h: the columns of an estimate\n *\n * Made from columns.def by tools/columns.awk: do not edit.\n */"
    print "#ifndef TC_COLUMNS_H\n#define TC_COLUMNS_H\n"
    print "/* the columns of type traincost.estimate, in its order; for ever from 1.0 on */\ntypedef enum EstimateColumn\n{"
    for (i = 1; i <= n; i++)
        printf "\tEST_%s,\n", toupper(name[i])
    print "\tEST_COLUMNS\n} EstimateColumn;\n"
    print "#define COLUMN_NAMES \\"
    for (i = 1; i <= n; i++)
        printf "\t\"%s\", \\\n", name[i]
    print "\n#define COLUMN_UNITS \\"
    for (i = 1; i <= n; i++)
        printf "\t\"%s\", \\\n", unit[i]
    print "\n/* SUM_COLUMN(column, in the total, scale of its sum) of each that adds up, PEAK_COLUMN(column) of each whose total is the greatest */\n#define SUM_COLUMNS \\"
    for (i = 1; i <= n; i++)
        if (kind[i] == "SUM")
            printf "\tSUM_COLUMN(EST_%s, TOTAL_%s, %s) \\\n", toupper(name[i]), toupper(name[i]), scale[i]
    print "\n#define PEAK_COLUMNS \\"
    for (i = 1; i <= n; i++)
        if (kind[i] == "PEAK")
            printf "\tPEAK_COLUMN(EST_%s) \\\n", toupper(name[i])
    print "\n/* STAGE_ADDED(column, what) of each amount that a stage of a plan adds to a column */\n#define STAGE_AMOUNTS \\"
    for (i = 1; i <= n; i++) {
        count = stage[i] == "-" ? 0 : split(stage[i], added, " ")
        for (k = 1; k <= count; k++)
            printf "\tSTAGE_ADDED(EST_%s, %s) \\\n", toupper(name[i]), added[k]
    }
    print "\n/* the columns of type traincost.total that an estimate has too, sums and peaks, in its order */\ntypedef enum TotalColumn\n{"
    for (i = 1; i <= n; i++)
        if (kept[i])
            printf "\tTOTAL_%s,\n", toupper(name[i])
    print "\tKEPT_COLUMNS\n} TotalColumn;\n"
    print "/* of each its column in the estimate, its name and the scale of its sum, 0 for a peak */\n#define TOTAL_COLUMN_LINES \\"
    for (i = 1; i <= n; i++)
        if (kept[i])
            printf "\t[TOTAL_%s] = {EST_%s, \"%s\", %s}, \\\n", toupper(name[i]), toupper(name[i]), name[i], kind[i] == "SUM" ? scale[i] : 0
    print "\n#endif"
}

# bytes of a PipelineState: its head, and a count and a sum for each column it keeps
function length_of_state(    i, columns) {
    for (i = 1; i <= n; i++)
        columns += kept[i]
    return 32 + 24 * columns
}

# what one product says of column i; "" for nothing
function line(i) {
    if (product == "attributes") return "    " name[i] " float8" (i < n ? "," : "")
    if (product == "comments") return "COMMENT ON COLUMN traincost.estimate." name[i] " IS\n" quoted(meaning[i]) ";"
    if (product == "row") return "                                e." name[i] (i < n ? "," : "")
    if (product == "length" && i == n) return "    INTERNALLENGTH = " length_of_state() ","
    if (product == "stage_view") return "       " (money[i] == "-" ? "e." name[i] : shown(i, "e")) " AS " name[i] ","
    if (product == "dictionary") return "(" quoted(name[i]) ", " quoted(meaning[i]) "),"
    if (!kept[i]) return ""
    if (product == "total_attributes") return "    " name[i] " float8,"
    if (product == "total_comments")
        return "COMMENT ON COLUMN traincost.total." name[i] " IS\n" quoted(total[i] == "-" ? "Sum over the stages. " meaning[i] : total[i]) ";"
    if (product == "pipeline_sums" && money[i] != "-")
        return "             CASE WHEN count((s.estimate)." name[i] ") = count(*) THEN sum(" shown(i, "(s.estimate)") ") END AS " name[i] ","
    if (product == "pipeline_known" && money[i] == "total")
        return "             count(*) - count((s.estimate)." name[i] ") AS unpriced_stages, coalesce(sum(" shown(i, "(s.estimate)") "), 0) AS known_usd,"
    if (product == "pipeline_view")
        return "       " (money[i] == "-" ? "(t.total)." name[i] : rounded("(CASE WHEN t." name[i] " < 1e16 THEN t." name[i] " END)")) " AS " name[i] ","
    if (product == "summary_table") return "    " name[i] " " (money[i] == "-" ? "float8" : "numeric(20,4)") ","
    if (product == "names") return "            " name[i] ","
    if (product == "summary") return "            e." name[i] ","
    if (product == "update") return "            " name[i] " = excluded." name[i] ","
    return ""
}

END {
    if (failed)
        exit 1
    if (product == "header")
        header()
    else
        for (i = 1; i <= n; i++) {
            text = line(i)
            if (text != "") {
                print text
                said = 1
            }
        }
    if (product != "header" && !said) {
        printf "tools/columns.awk: no product \"%s\"\n", product > "/dev/stderr"
        exit 1
    }
}
