--
-- required: what a row of each table must say, and what it may not say
-- If this fails, rows get in that nothing can be estimated from, or are refused without need.
--
CREATE EXTENSION traincost;
-- unaligned, so that a new line changes no other
\pset format unaligned
\pset footer off
CREATE TEMPORARY VIEW relation AS
SELECT oid, relname::text AS name FROM pg_class WHERE relnamespace = 'traincost'::regnamespace AND relkind = 'r';
-- by which columns a row is known, and which else it must have
SELECT r.name,
       (SELECT string_agg(a.attname, ' ' ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = r.oid AND i.indisprimary) AS primary_key,
       (SELECT string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_attribute AS a
        WHERE a.attrelid = r.oid AND a.attnum > 0 AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = r.oid AND i.indisprimary AND a.attnum = ANY (i.indkey))) AS required
FROM relation AS r ORDER BY r.name COLLATE "C";
-- what stands there if a row does not say it
SELECT r.name, a.attname, pg_get_expr(d.adbin, d.adrelid) AS default FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid JOIN pg_attrdef AS d ON d.adrelid = r.oid AND d.adnum = a.attnum
WHERE a.attname <> 'shipped' ORDER BY r.name COLLATE "C", a.attnum;
-- CHECKs of words and of several columns; the test objects asks after those of a number or a day, inputs after those of an estimate's inputs, range after the length of texts
SELECT r.name, k.conname, (SELECT string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = r.oid AND a.attnum = ANY (k.conkey)) AS columns
FROM relation AS r JOIN pg_constraint AS k ON k.conrelid = r.oid AND k.contype = 'c'
WHERE NOT EXISTS (SELECT FROM pg_attribute AS a
                  WHERE a.attrelid = r.oid AND array_length(k.conkey, 1) = 1 AND a.attnum = k.conkey[1]
                    AND (format_type(a.atttypid, NULL) = ANY ('{double precision,numeric,integer,bigint,date,timestamp with time zone}')
                         OR r.name = 'pipeline_stage' AND a.attname = ANY ((SELECT proargnames FROM pg_proc WHERE oid = 'traincost.train_estimate'::regproc)::text[])))
  AND k.conname NOT IN ('names_of_a_kilobyte', 'remarks_of_100_kilobytes')
  AND pg_get_constraintdef(k.oid) <> 'CHECK (((NOT shipped) OR (source IS NOT NULL)))'
  -- of every table, and the test range asks after them
  AND k.conname NOT IN ('names_of_a_kilobyte', 'remarks_of_100_kilobytes')
ORDER BY r.name COLLATE "C", k.conname COLLATE "C";
DROP EXTENSION traincost CASCADE;
