-- Take overrides and deletions of shipped rows back.
CREATE FUNCTION traincost.restore_shipped(table_name text, key text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    columns text;
    facts text;
    same_key text;
    wanted text := 's.table_name = $1';
    edited bigint;
    deleted bigint;
BEGIN
    IF table_name IS NULL THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM traincost.shipped_row AS s WHERE s.table_name = $1) THEN
        RAISE EXCEPTION 'table "%" has no shipped rows', traincost._shown(table_name)
            USING ERRCODE = 'undefined_object',
                  HINT = 'It is one of ' || (SELECT string_agg(DISTINCT s.table_name, ', ') FROM traincost.shipped_row AS s) || '.';
    END IF;
    IF key LIKE '{%' THEN
        wanted := wanted || ' AND s.key @> $2::jsonb';
    ELSIF key IS NOT NULL THEN
        wanted := wanted || ' AND s.name = $2';
    END IF;
    EXECUTE format('SELECT count(*) FROM traincost.shipped_row AS s WHERE %s', wanted) INTO edited USING table_name, key;
    IF edited = 0 THEN
        RAISE EXCEPTION 'table "%" has no shipped row "%"', table_name, traincost._shown(key)
            USING ERRCODE = 'undefined_object',
                  HINT = format('List them with: SELECT DISTINCT name FROM traincost.shipped_row WHERE table_name = %L', table_name);
    END IF;

    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
           string_agg('f.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
    INTO columns, facts
    FROM pg_attribute AS a
    WHERE a.attrelid = format('traincost.%I', table_name)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
    SELECT string_agg(format('t.%I = f.%I', k.name, k.name), ' AND ') INTO same_key
    FROM (SELECT jsonb_object_keys((SELECT s.key
                                    FROM traincost.shipped_row AS s
                                    WHERE s.table_name = $1
                                    LIMIT 1)) AS name) AS k;
    -- an UPDATE, since a DELETE could take rows along that refer to this one
    EXECUTE format('UPDATE traincost.%I AS t SET (%s) = ROW(%s)
                    FROM traincost.shipped_row AS s, jsonb_populate_record(NULL::traincost.%I, s.facts) AS f
                    WHERE %s AND %s AND NOT t.shipped',
                   table_name, columns, facts, table_name, wanted, same_key) USING table_name, key;
    GET DIAGNOSTICS edited = ROW_COUNT;
    EXECUTE format('INSERT INTO traincost.%I (%s) SELECT %s
                    FROM traincost.shipped_row AS s, jsonb_populate_record(NULL::traincost.%I, s.facts) AS f
                    WHERE %s AND NOT EXISTS (SELECT FROM traincost.%I AS t WHERE %s)',
                   table_name, columns, facts, table_name, wanted, table_name, same_key) USING table_name, key;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN edited + deleted;
END $$;
COMMENT ON FUNCTION traincost.restore_shipped IS
'Brings shipped rows back and returns how many came: those that were edited, replaced or deleted.
key names them by the first column of the table''s key (mfu in assumption, a GPU in gpu_price, a plan in pipeline_stage), or by a JSON object of key columns ({"region": "FR", "year": 2025}). NULL: all of the table. Rows of your own keys stay. It needs UPDATE and INSERT on the table.';
