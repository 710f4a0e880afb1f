# Make what follows from src/estimate/inputs.def, one product a call:
#
#     awk -v product=NAME -f tools/inputs.awk data/assumption.tsv src/estimate/inputs.def
#
#     header      src/estimate/inputs.h
#     arguments   of train_estimate and train_cost
#     numbers     arguments of train_estimate_at
#     columns     of pipeline_stage, with their CHECKs
#     comments    of these columns
#     mapping     from a stage s, its work f and its terms r to train_estimate's arguments
#     resolved    the numbers an estimate works with, as columns of a type
#     about       comments of these columns
#     passed      the arguments of explain_estimate to a function of the same ones
#     handed      the arguments of a function to another of the same ones
#     handed_numbers  as much for those of train_estimate_at
#     assumed     the domains of the rows of assumption behind them, as branches of a CASE
#     document    the rows of the table in doc/estimate.md
BEGIN {
    FS = "\t"
    check["AMOUNT"] = "%s = 0 OR %s BETWEEN 1e-30 AND 1e30"
    check["POSITIVE"] = "%s BETWEEN 1e-30 AND 1e30"
    check["FRACTION"] = "%s BETWEEN 1e-30 AND 1"
    check["SHARE"] = "%s = 0 OR %s BETWEEN 1e-30 AND 1"
    check["PART"] = "%s = 0 OR (%s >= 1e-30 AND %s < 1)"
    check["FACTOR"] = "%s BETWEEN 1 AND 1e30"
}

FILENAME ~ /assumption\.tsv$/ { shipped[$1] = $2; next }
/^#/ || /^name\t/ || /^$/ { next }

NF != 10 {
    printf "%s:%d: %d cells, expected 10\n", FILENAME, FNR, NF > "/dev/stderr"
    exit failed = 1
}

{
    name[++n] = $1; type[n] = $2; field[n] = $3; at[n] = $4; column[n] = $5
    stage[n] = $6; assumes[n] = $7; null[n] = $8; unit[n] = $9; meaning[n] = $10
    number[n] = type[n] in check
    by_name[n] = stage[n] != "-"
    if (at[n] == "assumed") {
        if (!(assumes[n] in shipped)) {
            printf "%s:%d: data/assumption.tsv has no row \"%s\"\n", FILENAME, FNR, assumes[n] > "/dev/stderr"
            exit failed = 1
        }
        at[n] = shipped[assumes[n]]
    }
}

function quoted(text) { gsub(/'/, "''", text); return "'" text "'" }
function underscored(words) { gsub(/ /, "_", words); return words }
function sql_type(i) { return number[i] ? "float8" : type[i] ~ /\|/ ? "text" : type[i] }
function offset(i) { return field[i] == "estimate" ? "INPUT(" name[i] ")" : field[i] == "request" ? "FIELD(" name[i] ")" : "" }
function words(i, form, joiner,    word, count, k, result) {
    count = split(type[i], word, "|")
    for (k = 1; k <= count; k++)
        result = result (k > 1 ? joiner : "") sprintf(form, word[k])
    return result
}
function in_domain(i, value,    domain) {
    domain = check[type[i]]
    gsub(/%s/, value, domain)
    return domain
}
# a name of at most 63 bytes, of whole words
function listed(name) {
    if (length(name) > 63) {
        name = substr(name, 1, 60)
        sub(/ [^ ]*$/, " ...", name)
    }
    return name
}
function requirement(i,    domain) {
    if (type[i] ~ /\|/)
        return sprintf(" CONSTRAINT \"%s\" CHECK (%s)", listed(name[i] ": " words(i, "%s", " ")), words(i, name[i] " = '%s'", " OR "))
    if (!number[i])
        return ""
    domain = column[i] ~ /^numeric/ ? name[i] " >= 0 AND " name[i] " < 'NaN'" : in_domain(i, name[i])
    return " CHECK (" domain ")"
}

function header(    i, position) {
    print "/*\n * inputs.h: the inputs of an estimate\n *\n * Made from inputs.def by tools/inputs.awk: do not edit.\n */"
    print "#ifndef TC_INPUTS_H\n#define TC_INPUTS_H\n"
    print "/* arguments of train_estimate and train_cost, in SQL order */\ntypedef enum NamedArgument\n{"
    for (i = 1; i <= n; i++)
        if (by_name[i])
            printf "\tARG_%s,\n", toupper(name[i])
    print "\tNAMED_ARGUMENTS\n} NamedArgument;\n"
    print "/* fields of EstimateInput; NaN where the input is unknown */\n#define ESTIMATE_FIELDS \\"
    for (i = 1; i <= n; i++)
        if (field[i] == "estimate")
            printf "\tdouble\t\t%s; \\\n", name[i]
    print "\n/* fields of Run: from them fields of the estimate are worked out */\n#define REQUEST_FIELDS \\"
    for (i = 1; i <= n; i++)
        if (field[i] == "request")
            printf "\tdouble\t\t%s; \\\n", name[i]
    print "\n/* numbers by name, by position, and those for which an assumption stands in */\n#define NAMED_NUMBERS \\"
    for (i = 1; i <= n; i++)
        if (number[i] && by_name[i])
            printf "\t{ARG_%s, %s, %s, \"%s\"}, \\\n", toupper(name[i]), offset(i), type[i], name[i]
    print "\n#define POSITIONED_NUMBERS \\"
    for (i = 1; i <= n; i++)
        if (at[i] != "-")
            printf "\t{%d, %s, %s, \"%s\"}, \\\n", position++, offset(i), type[i], name[i]
    print "\n#define ASSUMED_NUMBERS \\"
    for (i = 1; i <= n; i++)
        if (assumes[i] != "-")
            printf "\t{%s, %s, \"%s\"}, \\\n", offset(i), type[i], assumes[i]
    print "\n/* DEFAULT_NUMBER(field, value) of each that NULL makes this value, by name as by number */\n#define DEFAULT_NUMBERS \\"
    for (i = 1; i <= n; i++)
        if (field[i] == "estimate" && by_name[i] && assumes[i] == "-" && at[i] ~ /^[0-9.]+$/)
            printf "\tDEFAULT_NUMBER(%s, %s) \\\n", name[i], at[i]
    print "\n/* of each argument its name and type, and where a stage of a plan has it from */\n#define STAGE_ARGUMENTS \\"
    for (i = 1; i <= n; i++)
        if (by_name[i])
            printf "\t{\"%s\", %sOID, STAGE_%s}, \\\n", name[i], toupper(sql_type(i) == "boolean" ? "bool" : sql_type(i)),
                stage[i] == "=" ? "AS_GIVEN" : toupper(underscored(stage[i]))
    print "\n/* every number, in the order of type _resolved_inputs */\n#define RESOLVED_NUMBERS \\"
    for (i = 1; i <= n; i++)
        if (number[i])
            printf "\t%s, \\\n", offset(i)
    print ""
    for (i = 1; i <= n; i++)
        if (type[i] ~ /\|/)
            printf "#define %s_WORDS\t{%s, NULL}\n", toupper(name[i]), words(i, "\"%s\"", ", ")
    print "\n#endif"
}

# of train_estimate or of train_estimate_at
function in_list(line, i) { return line ~ /numbers$/ ? at[i] != "-" : by_name[i] }

function list(line,    i, first, value) {
    for (i = 1; i <= n; i++)
        if (in_list(line, i)) {
            value = line == "numbers" ? at[i] : type[i] == "boolean" ? "false" : "NULL"
            printf "%s    %s %s%s", first++ ? ",\n" : "", name[i], sql_type(i), value == "required" ? "" : " DEFAULT " value
        }
    print ""
}

function handed(line,    i, first) {
    for (i = 1; i <= n; i++)
        if (in_list(line, i))
            printf "%s        %s => %s", first++ ? ",\n" : "", name[i], name[i]
    print ""
}

function each(form,    i, first) {
    for (i = 1; i <= n; i++)
        if (form ~ /=>/ ? by_name[i] : number[i]) {
            printf "%s", first++ ? ",\n" : ""
            printf form, name[i], name[i]
        }
    print ""
}

function cast(i) { return "s." name[i] (column[i] ~ /^numeric/ ? "::pg_catalog.float8" : "") }
# what a stage passes on, in SQL; stage.c does the same
function passed(i) {
    if (stage[i] == "=") return cast(i)
    if (stage[i] == "unless method") return "CASE WHEN s.method IS NULL THEN " cast(i) " END"
    if (stage[i] == "else work") return "coalesce(" cast(i) ", f." name[i] ")"
    if (stage[i] == "else terms") return "coalesce(" cast(i) ", r." name[i] ")"
    if (stage[i] == "terms else") return "coalesce(r." name[i] ", " cast(i) ")"
    return stage[i]
}
function mapping(    i, first) {
    for (i = 1; i <= n; i++)
        if (by_name[i])
            printf "%s        %s => %s", first++ ? ",\n" : "", name[i], passed(i)
    print ""
}

END {
    if (failed)
        exit 1
    if (product == "header")
        header()
    else if (product == "arguments" || product == "numbers")
        list(product)
    else if (product == "handed" || product == "handed_numbers")
        handed(product)
    else if (product == "mapping")
        mapping()
    else if (product == "resolved")
        each("    %s float8")
    else if (product == "passed")
        each("        %s => explain_estimate.%s")
    else if (product == "about")
        for (i = 1; i <= n; i++) {
            if (number[i])
                printf "COMMENT ON COLUMN traincost._resolved_inputs.%s IS\n%s;\n", name[i], quoted(meaning[i])
        }
    else if (product == "columns")
        for (i = 1; i <= n; i++) {
            if (column[i] != "-")
                printf "    %s %s%s,\n", name[i], column[i], requirement(i)
        }
    else if (product == "comments")
        for (i = 1; i <= n; i++) {
            if (column[i] != "-")
                printf "COMMENT ON COLUMN traincost.pipeline_stage.%s IS\n%s;\n", name[i], quoted(meaning[i])
        }
    else if (product == "assumed")
        for (i = 1; i <= n; i++) {
            if (assumes[i] != "-")
                printf "        WHEN '%s' THEN %s\n", assumes[i], in_domain(i, "value")
        }
    else if (product == "document") {
        print "| argument | unit or words | NULL means | what it is |\n| --- | --- | --- | --- |"
        for (i = 1; i <= n; i++) {
            if (by_name[i])
                printf "| `%s` | %s | %s | %s |\n", name[i], type[i] ~ /\|/ ? words(i, "%s", " ") : unit[i], null[i], meaning[i]
        }
    }
    else {
        printf "tools/inputs.awk: no product \"%s\"\n", product > "/dev/stderr"
        exit 1
    }
}
