--
-- catalog: every member of the extension, as it should be
-- Shows functions whose marks are not the usual ones, tables unlike the reference tables,
-- and members outside the schema.  Every mark is given: tools/lint_sql.  Comments,
-- signatures and keys are checked in test/t/expectations.pl.
--
CREATE EXTENSION traincost;
\pset footer off
CREATE TEMPORARY VIEW member AS
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'traincost') AND deptype = 'e';
-- members outside the schema (17 lists row and array types too: their schema is their table's)
SELECT pg_describe_object(classid, objid, 0) FROM member AS m
WHERE NOT EXISTS (SELECT FROM pg_class AS c WHERE m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relnamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_proc AS p WHERE m.classid = 'pg_proc'::regclass AND p.oid = m.objid AND p.pronamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_type AS t WHERE m.classid = 'pg_type'::regclass AND t.oid = m.objid AND t.typnamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_operator AS o WHERE m.classid = 'pg_operator'::regclass AND o.oid = m.objid AND o.oprnamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_opclass AS o WHERE m.classid = 'pg_opclass'::regclass AND o.oid = m.objid AND o.opcnamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_opfamily AS o WHERE m.classid = 'pg_opfamily'::regclass AND o.oid = m.objid AND o.opfnamespace = 'traincost'::regnamespace)
  AND NOT (m.classid = 'pg_namespace'::regclass AND m.objid = 'traincost'::regnamespace);
-- functions are safe in parallel workers; these write, or make statements of their own
SELECT p.proname, p.provolatile AS v, p.proparallel AS parallel FROM pg_proc AS p
WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind IN ('f', 'a') AND (p.provolatile = 'v' OR p.proparallel <> 's' OR p.procost <= 0) ORDER BY p.proname COLLATE "C";
-- what is written in C is strict, unless NULL is what an argument is by default; of these it knows NULL all the same
SELECT p.proname, p.proisstrict AS strict FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND l.lanname = 'c'
  AND p.proisstrict = (coalesce(pg_get_expr(p.proargdefaults, 0), '') ~ '\mNULL\M') ORDER BY p.proname COLLATE "C";
-- \df+ shows the first line of a comment first: what the function gives, in 100 characters at most; the rest stands below
SELECT p.proname, pg_catalog.length(pg_catalog.split_part(d.comment, E'\n', 1)) AS characters
FROM pg_catalog.pg_proc AS p, LATERAL (SELECT pg_catalog.obj_description(p.oid, 'pg_proc')) AS d (comment)
WHERE p.pronamespace = 'traincost'::pg_catalog.regnamespace AND p.proname !~ '^_' AND pg_catalog.split_part(d.comment, E'\n', 1) !~ '^.{1,99}[.:]$' ORDER BY p.proname COLLATE "C";
-- shared C symbols have the names of their functions
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'traincost'::regnamespace AND probin IS NOT NULL AND proname <> prosrc;
-- tables: triggers always on, dumped by filter, granted to readers; reference tables are alike, these are not
SELECT * FROM (
    SELECT c.relname,
           (SELECT string_agg(t.tgname || ' ' || t.tgenabled::text, ', ' ORDER BY t.tgname) FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS trigger,
           (SELECT e.extcondition[array_position(e.extconfig, c.oid)] FROM pg_extension AS e WHERE e.extname = 'traincost') AS dumped,
           has_table_privilege('public', c.oid, 'SELECT') AS public_reads, has_table_privilege('public', c.oid, 'INSERT') AS public_writes
    FROM pg_class AS c
    WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r') AS r
WHERE (trigger, dumped, public_reads, public_writes) IS DISTINCT FROM ('catalog_change A, catalog_truncate A, own_row A', 'WHERE NOT shipped', true, false) ORDER BY relname COLLATE "C";
-- tables without rows as shipped, or with a shipped row that has no source
SELECT c.relname
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'shipped',
     LATERAL query_to_xml(format('SELECT count(*) AS rows, count(*) FILTER (WHERE source IS NULL) AS without_source FROM traincost.%I WHERE shipped', c.relname), false, true, '') AS x
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r'
  AND ((xpath('//rows/text()', x))[1]::text = '0' OR (xpath('//without_source/text()', x))[1]::text <> '0');
-- a column of words is checked by a constraint that lists them, in as many words as a name holds: the error does, too
SELECT c.conrelid::regclass AS tbl, c.conname, w.list
FROM pg_constraint AS c,
     LATERAL (SELECT a.attname || ': ' AS named, string_agg(m[1], ' ' ORDER BY m.n) AS list
              FROM pg_attribute AS a, regexp_matches(pg_get_constraintdef(c.oid), '[( ]' || a.attname || ' = ''([^'']*)''::text', 'g') WITH ORDINALITY AS m (m, n)
              WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1] GROUP BY a.attname) AS w
WHERE c.contype = 'c' AND c.connamespace = 'traincost'::regnamespace AND cardinality(c.conkey) = 1 AND w.list LIKE '% %'
  AND w.named || w.list <> replace(c.conname, ',', '')
  AND NOT (c.conname LIKE '% ...' AND starts_with(w.named || w.list, rtrim(c.conname, '.')) AND length(w.named || w.list) > 63);
-- argument names that are SQL keywords or lack a unit would show here
SELECT DISTINCT a FROM pg_proc AS p, unnest(p.proargnames) AS a JOIN pg_get_keywords() AS k ON k.word = a
WHERE p.pronamespace = 'traincost'::regnamespace AND k.catcode = 'R';
DROP EXTENSION traincost;
