-- Comments of recurring columns.  data/column.tsv, and src/estimate/columns.def for those
-- of an estimate, say what a column of this name holds; they speak wherever the object's
-- own file says nothing else.
DO $$
DECLARE
    silent record;
BEGIN
    FOR silent IN
        SELECT c.relname, a.attname, d.meaning
        FROM (VALUES
-- @columns dictionary
-- @dictionary
        ) AS d (name, meaning)
        JOIN pg_catalog.pg_attribute AS a ON a.attname OPERATOR(pg_catalog.=) d.name
        JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace
          AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,v,c}'::"char"[])
          AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
          AND pg_catalog.col_description(c.oid, a.attnum) IS NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN traincost.%I.%I IS %L', silent.relname, silent.attname, silent.meaning);
    END LOOP;
END $$;
