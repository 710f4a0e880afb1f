-- How long texts may be, in every table that people write.  A name is written out in many
-- lines, in each of a thousand months, and joined with others; a remark goes along with its
-- row in arrays: longer ones would be more than one value can hold, which is 1 GB, and one
-- row would stop the views of all plans.
DO $$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT c.relname AS name,
               string_agg(format('octet_length(%I)', a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE NOT r.is_remark) AS names,
               string_agg(format('octet_length(%I::text)', a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE r.is_remark) AS remarks
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
             AND a.atttypid OPERATOR(pg_catalog.=) ANY ('{text,jsonb}'::pg_catalog.regtype[])
        CROSS JOIN LATERAL (SELECT a.attname OPERATOR(pg_catalog.=) ANY ('{note,price_note,source,memory_source,shape_source,license,meaning,reason,row_key,requirement,argument,only_where,tags}'::name[]) AS is_remark) AS r
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace AND c.relkind OPERATOR(pg_catalog.=) 'r'
          AND c.relname OPERATOR(pg_catalog.<>) ALL ('{shipped_row,_kept}'::name[])
        GROUP BY c.relname ORDER BY c.relname
    LOOP
        IF reference.names IS NOT NULL THEN
            EXECUTE format('ALTER TABLE traincost.%I ADD CONSTRAINT names_of_a_kilobyte CHECK (greatest(%s) <= 1000)',
                           reference.name, reference.names);
        END IF;
        IF reference.remarks IS NOT NULL THEN
            EXECUTE format('ALTER TABLE traincost.%I ADD CONSTRAINT remarks_of_100_kilobytes CHECK (greatest(%s) <= 100000)',
                           reference.name, reference.remarks);
        END IF;
    END LOOP;
END $$;
