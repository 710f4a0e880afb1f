CREATE TABLE traincost.focus_rule (
    rule          text,
    part          smallint CHECK (part > 0),
    first_version text     NOT NULL,
    last_version  text,
    level         text     NOT NULL
        CONSTRAINT "level: MUST, MUST NOT, SHOULD, SHOULD NOT"
        CHECK (level = 'MUST' OR level = 'MUST NOT' OR level = 'SHOULD' OR level = 'SHOULD NOT'),
    column_name   text,
    requirement   text     NOT NULL,
    argument      text,
    only_where    text,
    source        text,
    shipped       boolean  NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    CONSTRAINT rule_that_can_be_asked
        CHECK (traincost._focus_rule_fits(requirement, column_name, argument, only_where)),
    PRIMARY KEY (rule, part)
);
COMMENT ON TABLE traincost.focus_rule IS
'The rules of FOCUS that focus_check asks of a cost table, as data: which column, in which rows, must be what.';
COMMENT ON COLUMN traincost.focus_rule.rule IS
'The specification''s own id of the rule, which its requirements model gives since 1.2; 1.3 and later write CAU- before it. x-: traincost''s own.';
COMMENT ON COLUMN traincost.focus_rule.part IS
'A rule of several conditions has several rows: a row of data breaks it if it breaks one of them.';
COMMENT ON COLUMN traincost.focus_rule.first_version IS
'First version of FOCUS that has the rule, or its column: 1.0 to 1.4.';
COMMENT ON COLUMN traincost.focus_rule.last_version IS
'Last version that has it. NULL: it still stands.';
COMMENT ON COLUMN traincost.focus_rule.level IS
'MUST, MUST NOT, SHOULD or SHOULD NOT, as the specification has it.';
COMMENT ON COLUMN traincost.focus_rule.column_name IS
'Column of FOCUS in snake_case. NULL: the rule is of the whole table or row.';
COMMENT ON COLUMN traincost.focus_rule.requirement IS
'What the column must be: present, null, not null, one of, not one of, number, number format, time, time format, text, unit, json, json object, json path, keys, currency format, not negative, zero, same, equal, product, after, one per, service pair.';
COMMENT ON COLUMN traincost.focus_rule.argument IS
'Values, with | between them; another column; price*quantity; or a predicate of jsonpath that holds.';
COMMENT ON COLUMN traincost.focus_rule.only_where IS
'In which rows: column=value|value or column!=value, joined by &. NULL is a value, of a column that is not there, too; EMPTY is the NULL of a column that is there. No text: in all rows.';
