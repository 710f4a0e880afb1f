# Make the INSERT statement of a reference table from its file of facts.
#
#     awk -f tools/tsv_to_sql.awk data/gpu.tsv
#
# The table has the file's name, the first line names the columns, an empty
# cell is NULL.  Values are quoted literals; the server gives them the columns'
# types.  With -v values_only=1 it makes the rows of VALUES alone.
BEGIN { FS = "\t" }

FNR == 1 {
    table = FILENAME
    sub(/.*\//, "", table)
    sub(/\.tsv$/, "", table)
    columns = NF
    names = $1
    for (i = 2; i <= NF; i++)
        names = names ", " $i
    if (!values_only)
        printf "\nINSERT INTO traincost.%s (%s) VALUES", table, names
    next
}

{
    if (NF != columns) {
        printf "%s:%d: %d cells, expected %d\n", FILENAME, FNR, NF, columns > "/dev/stderr"
        exit 1
    }
    printf "%s\n(", (FNR > 2 ? "," : "")
    for (i = 1; i <= NF; i++) {
        gsub(/'/, "''", $i)
        printf "%s%s", (i > 1 ? ", " : ""), ($i == "" ? "NULL" : "'" $i "'")
    }
    printf ")"
}

END { print (values_only ? "" : ";") }
