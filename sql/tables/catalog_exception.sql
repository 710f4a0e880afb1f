CREATE TABLE traincost.catalog_exception (
    table_name text    NOT NULL,
    row_key    text    NOT NULL,
    about      text    NOT NULL,
    reason     text    NOT NULL,
    source     text,
    shipped    boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (table_name, row_key, about)
);
COMMENT ON TABLE traincost.catalog_exception IS
'Rows that catalog_problem would name, and the reason why they are right.';
COMMENT ON COLUMN traincost.catalog_exception.table_name IS
'Table of the row.';
COMMENT ON COLUMN traincost.catalog_exception.row_key IS
'Primary key of the row, as catalog_problem writes it.';
COMMENT ON COLUMN traincost.catalog_exception.about IS
'How the detail begins that is no problem here.';
COMMENT ON COLUMN traincost.catalog_exception.reason IS
'Why the row is right.';
COMMENT ON COLUMN traincost.catalog_exception.source IS
'Where that stands.';
