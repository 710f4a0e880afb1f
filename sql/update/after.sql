-- Put the user's rows back.

-- what was renamed since 0.1.0
UPDATE traincost._kept AS k
SET kept = (k.kept OPERATOR(pg_catalog.-) r.old_name)
           OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_object(r.new_name, k.kept OPERATOR(pg_catalog.->) r.old_name)
FROM (VALUES ('gpu_price', 'usd_each', 'usd_per_gpu')) AS r (table_name, old_name, new_name)
WHERE k.table_name OPERATOR(pg_catalog.=) r.table_name::pg_catalog.name AND k.kept OPERATOR(pg_catalog.?) r.old_name;

-- a plan at the latest prices is one without as_of
UPDATE traincost._kept AS k
SET kept = k.kept OPERATOR(pg_catalog.||) '{"as_of": null}'
WHERE k.table_name OPERATOR(pg_catalog.=) 'pipeline_stage'::pg_catalog.name
  AND k.kept OPERATOR(pg_catalog.->>) 'as_of' OPERATOR(pg_catalog.=) 'infinity';

DO $$
DECLARE
    reference record;
    homeless text;
BEGIN
    -- a value that has no place any more is not dropped in silence
    SELECT format('%s.%s', k.table_name, v.key) INTO homeless
    FROM traincost._kept AS k, LATERAL jsonb_each(k.kept) AS v
    WHERE v.value OPERATOR(pg_catalog.<>) 'null'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
                      WHERE a.attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(format('traincost.%I', k.table_name))
                        AND a.attname OPERATOR(pg_catalog.=) v.key::pg_catalog.name AND NOT a.attisdropped)
    ORDER BY 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'cannot update traincost because your rows hold values of %, which this version does not have', homeless
            USING ERRCODE = 'feature_not_supported',
                  HINT = 'Copy those rows to a table of your own, delete them, and update.';
    END IF;

    FOR reference IN
        SELECT k.table_name AS name,
               (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                FROM pg_catalog.pg_attribute AS a
                WHERE a.attrelid OPERATOR(pg_catalog.=) k.table_oid
                  AND a.attnum OPERATOR(pg_catalog.>) 0
                  AND NOT a.attisdropped
                  AND k.one_row OPERATOR(pg_catalog.?) a.attname::text) AS columns,
               (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                FROM pg_catalog.pg_index AS i
                JOIN pg_catalog.pg_attribute AS a
                    ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) ANY (i.indkey)
                WHERE i.indrelid OPERATOR(pg_catalog.=) k.table_oid AND i.indisprimary) AS key,
               EXISTS (SELECT FROM pg_catalog.pg_trigger AS g
                       WHERE g.tgrelid OPERATOR(pg_catalog.=) k.table_oid
                         AND g.tgname OPERATOR(pg_catalog.=) 'own_row') AS has_owner
        FROM (SELECT table_name, pg_catalog.to_regclass(format('traincost.%I', table_name))::pg_catalog.oid AS table_oid,
                     (pg_catalog.array_agg(kept))[1] AS one_row
              FROM traincost._kept GROUP BY table_name) AS k
    LOOP
        -- own_row takes rows of an extension's script for shipped ones
        IF reference.has_owner THEN
            EXECUTE format('ALTER TABLE traincost.%I DISABLE TRIGGER own_row', reference.name);
        END IF;
        EXECUTE format('DELETE FROM traincost.%I WHERE (%s) IN (SELECT %s FROM traincost._kept AS k, LATERAL jsonb_populate_record(NULL::traincost.%I, k.kept) WHERE k.table_name OPERATOR(pg_catalog.=) %L)',
                       reference.name, reference.key, reference.key, reference.name, reference.name);
        EXECUTE format('INSERT INTO traincost.%I (%s) SELECT %s FROM traincost._kept AS k, LATERAL jsonb_populate_record(NULL::traincost.%I, k.kept) WHERE k.table_name OPERATOR(pg_catalog.=) %L',
                       reference.name, reference.columns, reference.columns, reference.name, reference.name);
        IF reference.has_owner THEN
            EXECUTE format('ALTER TABLE traincost.%I ENABLE ALWAYS TRIGGER own_row', reference.name);
        END IF;
    END LOOP;
END $$;
DROP TABLE traincost._kept;
