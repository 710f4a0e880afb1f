# The table of the views in doc/bi.md, from a line of each view's file:
#
#     -- guide: one row is | unique by | days in | for
#
#     awk -f tools/guide.awk sql/views/*.sql
function finish() {
    if (view != "" && !said) {
        printf "%s has no line \"-- guide: one row is | unique by | days in | for\"\n", file > "/dev/stderr"
        exit failed = 1
    }
}
BEGIN { print "| view | one row is | unique by | days in | for |\n| --- | --- | --- | --- | --- |" }
FNR == 1 {
    finish()
    file = view = FILENAME
    gsub(/.*\/|\.sql$/, "", view)
    said = 0
}
sub(/^-- guide: /, "") {
    said = 1
    printf "| `%s` | %s |\n", view, $0
}
END { if (!failed) finish() }
