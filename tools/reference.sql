-- The reference, made from the COMMENTs of the installed extension: psql -XAtq -f this file.
-- doc/reference.md is its output; test/t/reference.pl compares the two.
SET search_path = pg_catalog, pg_temp;
SELECT E'# Reference\n\nMade from the COMMENTs of the extension by `make reference`, so that it cannot differ from what `\\df+` and a BI tool show.\nUnits stand in the names. Names with a leading underscore are nobody''s interface and are left out.\n';

SELECT E'## Functions\n';
SELECT format(E'### %s\n\n```\n%s(%s) → %s\n```\n\n%s %s\n', p.proname, p.proname,
              regexp_replace(pg_get_function_arguments(p.oid), 'double precision', 'float8', 'g'),
              regexp_replace(pg_get_function_result(p.oid), 'double precision', 'float8', 'g'),
              obj_description(p.oid, 'pg_proc'),
              CASE p.provolatile WHEN 'i' THEN '*From numbers alone: IMMUTABLE.*' WHEN 's' THEN '*Reads the catalog: STABLE.*' ELSE '*Writes: VOLATILE.*' END)
FROM pg_proc AS p
WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND p.proname !~ '^_|^pipeline_state_|^own_row$'
ORDER BY p.proname COLLATE "C";

SELECT E'## Aggregates\n';
SELECT format(E'### %s\n\n```\n%s(%s) → %s\n```\n\n%s\n', p.proname, p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), obj_description(p.oid, 'pg_proc'))
FROM pg_proc AS p WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'a' ORDER BY p.proname COLLATE "C";

SELECT CASE kind WHEN 'c' THEN E'## Types\n' WHEN 'r' THEN E'## Tables\n\nIn each of them a name is at most 1,000 bytes, and a remark or a source 100,000.\n' ELSE E'## Views\n' END
    || string_agg(format(E'\n### %s\n\n%s\n\n| column | type | what it holds |\n| --- | --- | --- |\n%s\n%s', name, about, columns, checks), '' ORDER BY name COLLATE "C")
FROM (SELECT CASE WHEN c.relkind = 'r' OR c.relkind = 'p' THEN 'r' ELSE c.relkind END AS kind, c.relname AS name,
             coalesce(obj_description(c.oid, 'pg_class'), obj_description(c.reltype, 'pg_type')) AS about,
             (SELECT string_agg(format('| `%s` | %s | %s |', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'double precision', 'float8'),
                                       replace(col_description(c.oid, a.attnum), '|', '\|')), E'\n' ORDER BY a.attnum)
              FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
             -- without the casts, and with the ends of domains as people write them
             (SELECT E'\nChecks: ' || string_agg('`' || regexp_replace(replace(replace(regexp_replace(pg_get_constraintdef(k.oid, true),
                     '^CHECK |::(text|numeric|date|double precision)\M', '', 'g'), '0.000000000000000000000000000001', '1e-30'), '''1000000000000000000000000000000''', '1e30'),
                     '\s+', ' ', 'g') || '`', ', ' ORDER BY k.conname COLLATE "C") || E'.\n'
              FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'c'
                AND k.conname NOT IN ('names_of_a_kilobyte', 'remarks_of_100_kilobytes')) AS checks
      FROM pg_class AS c
      WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind IN ('c', 'r', 'p', 'v') AND c.relname !~ '^_') AS r
GROUP BY kind ORDER BY position(kind::text IN 'crv');
