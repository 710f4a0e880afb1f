-- Keep the shipped rows aside, in table shipped_row.
DO $$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT c.relname AS name, k.first,
               k.columns
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_trigger AS t ON t.tgrelid OPERATOR(pg_catalog.=) c.oid AND t.tgname OPERATOR(pg_catalog.=) 'own_row'
        CROSS JOIN LATERAL (
            SELECT (array_agg(a.attname ORDER BY i.position))[1] AS first,
                   string_agg(format('%L, t.%I', a.attname, a.attname), ', ' ORDER BY i.position) AS columns
            FROM pg_catalog.pg_index AS x
            CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS i (attnum, position)
            JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.=) i.attnum
            WHERE x.indrelid OPERATOR(pg_catalog.=) c.oid AND x.indisprimary) AS k
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace
        ORDER BY c.relname
    LOOP
        EXECUTE format('INSERT INTO traincost.shipped_row (table_name, key, name, facts)
                        SELECT %L, jsonb_build_object(%s), t.%I, to_jsonb(t) FROM traincost.%I AS t',
                       reference.name, reference.columns, reference.first, reference.name);
    END LOOP;
END $$;
