-- The shipped rows once more, kept aside: what an override or a DELETE hides is still
-- there for restore_shipped, and own_row believes a row shipped only if it is here.
CREATE TABLE traincost.shipped_row (
    table_name text,
    key        jsonb,
    name       text  NOT NULL,
    facts      jsonb NOT NULL,
    PRIMARY KEY (table_name, key)
);
COMMENT ON TABLE traincost.shipped_row IS
'The rows of the reference tables as the extension brought them, whatever became of them: restore_shipped brings them back. Nobody edits it.';
COMMENT ON COLUMN traincost.shipped_row.table_name IS
'Reference table of the row.';
COMMENT ON COLUMN traincost.shipped_row.key IS
'Primary key of the row: a JSON object of its columns.';
COMMENT ON COLUMN traincost.shipped_row.name IS
'First column of the key: the GPU of a price, the region of a grid, the plan of a stage.';
COMMENT ON COLUMN traincost.shipped_row.facts IS
'The whole row as a JSON object.';
