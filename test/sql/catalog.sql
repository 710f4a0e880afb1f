--
-- catalog: every member of the extension, as it should be
-- Fails on an object or column without comment, a function without marks, a
-- member outside the schema, a foreign key, a table without primary key.
--
CREATE EXTENSION traincost;
CREATE TEMPORARY VIEW member AS
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'traincost') AND deptype = 'e';
-- members outside the schema (17 lists row and array types too: their schema is their table's)
SELECT pg_describe_object(classid, objid, 0) FROM member AS m
WHERE NOT EXISTS (SELECT FROM pg_class AS c WHERE m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relnamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_proc AS p WHERE m.classid = 'pg_proc'::regclass AND p.oid = m.objid AND p.pronamespace = 'traincost'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_type AS t WHERE m.classid = 'pg_type'::regclass AND t.oid = m.objid AND t.typnamespace = 'traincost'::regnamespace)
  AND NOT (m.classid = 'pg_namespace'::regclass AND m.objid = 'traincost'::regnamespace);
-- objects without comment
SELECT pg_describe_object(classid, objid, 0) FROM member AS m
WHERE (classid = 'pg_proc'::regclass OR classid = 'pg_class'::regclass OR classid = 'pg_namespace'::regclass
       OR (classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type AS t WHERE t.oid = m.objid AND t.typelem = 0
           AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class AS c WHERE c.oid = t.typrelid AND c.relkind = 'c')))))
  AND NOT EXISTS (SELECT FROM pg_class AS c WHERE m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relkind IN ('c', 'i'))
  AND coalesce(obj_description(objid, (SELECT relname FROM pg_class WHERE oid = classid)), '') = '';
-- columns without comment
SELECT c.relname, a.attname
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind IN ('r', 'v', 'c') AND coalesce(col_description(c.oid, a.attnum), '') = '';
-- functions: volatility, strictness, parallel mark and cost; a name twice; polymorphic arguments
SELECT p.proname, p.provolatile AS v, p.proisstrict AS strict, p.proparallel AS parallel, p.procost AS cost
FROM pg_proc AS p WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' ORDER BY p.proname COLLATE "C";
SELECT proname FROM pg_proc WHERE pronamespace = 'traincost'::regnamespace GROUP BY proname HAVING count(*) > 1;
SELECT proname FROM pg_proc AS p WHERE pronamespace = 'traincost'::regnamespace
  AND EXISTS (SELECT FROM unnest(p.proargtypes) AS t WHERE format_type(t, NULL) LIKE '%any%');
SELECT proname FROM pg_proc WHERE pronamespace = 'traincost'::regnamespace AND prokind = 'f'
  AND (proparallel <> 's' OR procost <= 0) AND proname NOT IN ('own_row', 'refresh_summary');
-- shared C symbols have the names of their functions
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'traincost'::regnamespace AND probin IS NOT NULL AND proname <> prosrc;
-- tables: primary key, no foreign key, trigger always on, dumped by filter, granted to readers
SELECT c.relname, count(*) FILTER (WHERE k.contype = 'p') AS primary_keys, count(*) FILTER (WHERE k.contype = 'f') AS foreign_keys,
       (SELECT string_agg(t.tgname || ' ' || t.tgenabled::text, ', ') FROM pg_trigger AS t WHERE t.tgrelid = c.oid) AS trigger,
       (SELECT e.extcondition[array_position(e.extconfig, c.oid)] FROM pg_extension AS e WHERE e.extname = 'traincost') AS dumped,
       has_table_privilege('public', c.oid, 'SELECT') AS public_reads, has_table_privilege('public', c.oid, 'INSERT') AS public_writes
FROM pg_class AS c LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r' GROUP BY c.oid, c.relname ORDER BY c.relname COLLATE "C";
-- the shipped rows, all with a source
SELECT 'gpu' AS table_name, count(*), count(*) FILTER (WHERE source IS NULL) AS without_source FROM traincost.gpu
UNION ALL SELECT 'gpu_price', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.gpu_price
UNION ALL SELECT 'model', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.model
UNION ALL SELECT 'grid', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.grid
UNION ALL SELECT 'cloud_region', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.cloud_region
UNION ALL SELECT 'pue', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.pue
UNION ALL SELECT 'api_price', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.api_price
UNION ALL SELECT 'assumption', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.assumption
UNION ALL SELECT 'published_claim', count(*), 0 FROM traincost.published_claim
UNION ALL SELECT 'pipeline_stage', count(*), count(*) FILTER (WHERE source IS NULL) FROM traincost.pipeline_stage;
-- argument names that are SQL keywords or lack a unit would show here
SELECT DISTINCT a FROM pg_proc AS p, unnest(p.proargnames) AS a JOIN pg_get_keywords() AS k ON k.word = a
WHERE p.pronamespace = 'traincost'::regnamespace AND k.catcode = 'R';
DROP EXTENSION traincost;
