-- What every object of the extension has, asked of the catalog, so that a new one is asked
-- too: a comment, checks of its numbers, a source.  Beside expectation 8, descriptions in BI.
BEGIN;
SELECT no_plan();

CREATE TEMPORARY VIEW member AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS name FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'traincost') AND deptype = 'e';
CREATE TEMPORARY VIEW relation_column AS
SELECT c.relname, c.relkind, a.attrelid, a.attnum, a.attname, a.attnotnull, format_type(a.atttypid, NULL) AS type
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind IN ('r', 'v', 'c');

-- row and array types come with their tables and types, operator classes with a type
SELECT is_empty($$
    SELECT m.name FROM member AS m
    LEFT JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
    WHERE coalesce(obj_description(m.objid, m.classid::regclass::name), '') = ''
      AND m.classid = ANY ('{pg_class,pg_proc,pg_type,pg_namespace}'::regclass[])
      AND NOT (m.classid = 'pg_class'::regclass AND (SELECT relkind = 'c' FROM pg_class WHERE oid = m.objid))
      AND (t.oid IS NULL OR t.typelem = 0 AND (t.typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c'))$$,
    'expectation 8, descriptions in BI: no object of the extension without a comment');
SELECT is_empty($$SELECT relname, attname FROM relation_column WHERE coalesce(col_description(attrelid, attnum), '') = ''$$,
    'expectation 8, descriptions in BI: no column of a table, view or composite type without a comment');

-- what people write is checked; summaries, notes of a refresh, keys and fingerprints are written by functions alone
CREATE TEMPORARY VIEW written AS SELECT * FROM relation_column WHERE relkind = 'r' AND relname !~ '_(summary|refresh|row|catalog)$';
CREATE TEMPORARY VIEW column_check AS
SELECT w.relname, w.attname, w.type, k.conname, substr(pg_get_constraintdef(k.oid), length('CHECK ') + 1) AS condition
FROM written AS w JOIN pg_constraint AS k ON k.conrelid = w.attrelid AND k.contype = 'c' AND w.attnum = ANY (k.conkey);
SELECT is_empty($$
    SELECT relname, attname FROM written WHERE type IN ('double precision', 'numeric', 'integer', 'bigint', 'date', 'timestamp with time zone')
    EXCEPT SELECT relname, attname FROM column_check$$, 'each number and each day in a table has a CHECK');

-- a value that no number and no day may have, in a row that says no more than it must, fails one of them
CREATE FUNCTION pg_temp.passes(relation text, name text, condition text, value text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    result boolean;
BEGIN
    EXECUTE format('SELECT (%s) IS NOT FALSE FROM jsonb_populate_record(NULL::traincost.%I, %L || jsonb_build_object(%L, %L)) AS x', condition, relation,
                   (SELECT coalesce(jsonb_object_agg(w.attname, 1), '{}') FROM written AS w WHERE w.relname = relation AND w.attnotnull AND w.type = 'double precision'), name, value) INTO result;
    RETURN result;
EXCEPTION WHEN numeric_value_out_of_range THEN
    RETURN false;
END $$;
SELECT is_empty($$
    SELECT c.relname, c.attname, v.value
    FROM column_check AS c
    CROSS JOIN LATERAL unnest(CASE c.type WHEN 'double precision' THEN '{NaN,-1,Infinity}' WHEN 'numeric' THEN '{NaN,-1}' WHEN 'integer' THEN '{-1}' WHEN 'bigint' THEN '{-1}' WHEN 'date' THEN '{4714-11-24 BC,5874897-12-31}' END::text[]) AS v (value)
    -- an assumption has a domain by its name
    WHERE NOT (c.relname = 'assumption' AND v.value = '-1')
    GROUP BY c.relname, c.attname, v.value HAVING bool_and(pg_temp.passes(c.relname, c.attname, c.condition, v.value))$$,
    'no table takes NaN, an infinite or a negative number, or a day that no calendar has');

-- a shipped fact has a source
SELECT is_empty($$
    SELECT relname FROM written WHERE attname = 'shipped' AND relname <> 'pipeline_stage'
    EXCEPT SELECT relname FROM column_check WHERE condition = '(((NOT shipped) OR (source IS NOT NULL)))'$$, 'a shipped row of each reference table has a source');
SELECT is_empty($$
    SELECT r.conrelid::regclass, r.conname FROM pg_constraint AS r WHERE r.connamespace = 'traincost'::regnamespace AND NOT r.convalidated$$, 'every constraint holds for all rows');
SELECT * FROM finish();
ROLLBACK;
