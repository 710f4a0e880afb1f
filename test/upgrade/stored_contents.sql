-- What stored.sql stored, as text: the same before and after.
SELECT format('SELECT %L || t::text FROM %s AS t ORDER BY t::text COLLATE "C"', c.oid::regclass || ' ', c.oid::regclass)
FROM pg_class AS c
WHERE c.relkind IN ('r', 'm') AND (c.relnamespace = 'public'::regnamespace OR c.oid IN (SELECT unnest(extconfig) FROM pg_extension WHERE extname = 'traincost'))
ORDER BY c.relname COLLATE "C"
\gexec
SELECT * FROM priced;
SELECT traincost.pipeline_merge(state), traincost.pipeline_total(e) FROM book;
SET enable_seqscan = off;
SELECT i FROM book WHERE traincost.gpu_hours_at(i * 1e20, 100) = hours ORDER BY i;
SELECT count(*) FROM book WHERE traincost.gpu_hours_at(i * 1e20, 100) BETWEEN 1000 AND 3000;
SELECT count(*) FROM traincost.stage_estimate;
SELECT relname, pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_class AS c ON c.oid = adrelid WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
SELECT pg_get_indexdef('book_hours'::regclass);
