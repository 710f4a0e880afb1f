CREATE FUNCTION traincost._ask_nodes(command text) RETURNS TABLE (node text, answer text)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    success boolean;
BEGIN
    FOR node, success, answer IN
        EXECUTE 'SELECT concat_ws('':'', r.nodename, r.nodeport), r.success, r.result FROM run_command_on_workers($1) AS r' USING command
    LOOP
        IF success IS NOT TRUE THEN
            RAISE EXCEPTION 'node % failed: %', node, answer
                USING ERRCODE = 'object_not_in_prerequisite_state',
                      HINT = 'Mend the node, or remove it with SELECT citus_remove_node(...), then SELECT * FROM traincost.sync_nodes().';
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION traincost._ask_nodes(text) IS
'Runs a command on every node of a Citus cluster but the coordinator. An error names the node that failed.';

CREATE FUNCTION traincost._check_versions() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours text := (SELECT e.extversion FROM pg_extension AS e WHERE e.extname = 'traincost');
    library text := traincost._traincost_library_version();
    other record;
BEGIN
    FOR other IN SELECT * FROM traincost._ask_nodes('SELECT (SELECT e.extversion FROM pg_extension AS e WHERE e.extname = ''traincost'')') LOOP
        IF other.answer IS NULL OR other.answer = '' THEN
            RAISE EXCEPTION 'node % has no extension traincost', other.node
                USING ERRCODE = 'object_not_in_prerequisite_state',
                    HINT
                    = 'Citus creates it on a node that is added: SELECT citus_drain_node(...), then citus_remove_node(...), then citus_add_node(...).';
        ELSIF other.answer <> ours THEN
            RAISE EXCEPTION 'node % has version % of traincost, the coordinator %', other.node, other.answer, ours
                USING ERRCODE = 'object_not_in_prerequisite_state',
                      HINT = format('Where it is not %s: ALTER EXTENSION traincost UPDATE', greatest(ours, other.answer));
        END IF;
    END LOOP;
    FOR other IN SELECT * FROM traincost._ask_nodes('SELECT traincost._traincost_library_version()') LOOP
        IF other.answer <> library THEN
            RAISE EXCEPTION 'node % has loaded the library of traincost %, the coordinator that of %', other.node, other.answer, library
                USING ERRCODE = 'object_not_in_prerequisite_state',
                      HINT = 'Install the same package of traincost on every node, and connect anew.';
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION traincost._check_versions() IS
'An error that names the node of a Citus cluster without the extension, or with another version of it or its library.';

CREATE FUNCTION traincost._take_rows(table_name name, instead boolean, facts json) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reference record;
    written bigint;
BEGIN
    SELECT * INTO reference FROM traincost._catalog_tables() AS t WHERE t.name = table_name;
    IF instead THEN
        EXECUTE format('DELETE FROM traincost.%I', reference.name);
    END IF;
    -- own_row marks those as shipped again that are as they were shipped
    EXECUTE format('INSERT INTO traincost.%I (%s) SELECT %s FROM json_populate_recordset(NULL::traincost.%I, $1)',
                   reference.name, reference.columns, reference.columns, reference.name) USING facts;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;
COMMENT ON FUNCTION traincost._take_rows(name, boolean, json) IS
'Adds rows to a table of facts, or puts them in the place of all of its rows (instead): what sync_nodes calls on a node. Returns how many.';

CREATE FUNCTION traincost._write_to_nodes(table_name name) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp
SET extra_float_digits = 1 AS $$
DECLARE
    reference record;
    part record;
    instead boolean := true;
    ours text := traincost.catalog_fingerprint(table_name);
    written bigint := 0;
BEGIN
    SELECT * INTO reference FROM traincost._catalog_tables() AS t WHERE t.name = table_name;
    IF (SELECT bool_and(n.answer = ours) FROM traincost._ask_nodes(format('SELECT traincost.catalog_fingerprint(%L)', table_name)) AS n) THEN
        RETURN 0;
    END IF;
    FOR part IN
        EXECUTE format('SELECT count(*) AS rows, json_agg(to_json(n)) AS facts
                        FROM (SELECT t.*, row_number() OVER () AS traincost_row FROM traincost.%I AS t) AS n
                        GROUP BY n.traincost_row / 10000 ORDER BY n.traincost_row / 10000', table_name)
    LOOP
        PERFORM traincost._ask_nodes(format('SELECT traincost._take_rows(%L, %L, %L)', table_name, instead, part.facts));
        instead := false;
        written := written + part.rows;
    END LOOP;
    IF instead THEN
        PERFORM traincost._ask_nodes(format('SELECT traincost._take_rows(%L, true, ''[]'')', table_name));
    END IF;
    RETURN written;
END $$;
COMMENT ON FUNCTION traincost._write_to_nodes(name) IS
'Writes a table of facts to every node of a Citus cluster in place of theirs, 10,000 rows at a time; returns how many rows. 0: all nodes had them, or there are none.';

CREATE FUNCTION traincost.sync_nodes() RETURNS TABLE (node text, rows_written bigint, fingerprint text)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reference record;
    group_no CONSTANT int := traincost._citus_group();
    ours text;
    written bigint := 0;
BEGIN
    IF group_no IS NULL THEN
        RAISE EXCEPTION 'this database is no node of a Citus cluster'
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Logical replication keeps other servers alike: see doc/scale.md.';
    END IF;
    IF group_no <> 0 THEN
        RAISE EXCEPTION 'this node is not the coordinator'
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Connect to the coordinator, whose rows every node shall have.';
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'sync_nodes cannot run in an isolation level above READ COMMITTED'
            USING ERRCODE = 'active_sql_transaction', HINT = 'It would write rows as they were when the transaction began.';
    END IF;
    PERFORM traincost._check_versions();

    -- nobody changes the catalog until this is committed
    FOR reference IN SELECT * FROM traincost._catalog_tables() LOOP
        EXECUTE format('LOCK TABLE traincost.%I IN SHARE MODE', reference.name);
    END LOOP;
    EXECUTE 'SELECT create_reference_table(''traincost.synced_catalog'')
             WHERE NOT EXISTS (SELECT FROM pg_dist_partition AS p WHERE p.logicalrelid = ''traincost.synced_catalog''::regclass)';
    EXECUTE 'SELECT replicate_reference_tables(''block_writes'')';
    FOR reference IN SELECT * FROM traincost._catalog_tables() LOOP
        written := written + traincost._write_to_nodes(reference.name);
    END LOOP;

    ours := traincost.catalog_fingerprint();
    DELETE FROM traincost.synced_catalog;
    INSERT INTO traincost.synced_catalog (fingerprint, synced_at) VALUES (ours, now());
    FOR node, fingerprint IN SELECT * FROM traincost._ask_nodes('SELECT traincost._hold_catalog()') LOOP
        IF fingerprint <> ours THEN
            RAISE EXCEPTION 'node % holds another catalog than the coordinator wrote to it', node
                USING ERRCODE = 'object_not_in_prerequisite_state',
                      HINT
                      = 'Nobody may change reference tables on that node, and their columns must be the coordinator''s; then SELECT * FROM traincost.sync_nodes().';
        END IF;
        rows_written := written;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION traincost.sync_nodes() IS
'Writes the coordinator''s catalog to every other node of a Citus cluster.
Writes the coordinator''s catalog, shipped and own rows, to every other node of a Citus cluster, so that estimates by name over distributed rows are the coordinator''s to the last bit. A row for each node: rows written to it, fingerprint of what it holds.
Call it on the coordinator after every change of reference tables, and after a node was added: until then estimates by name on a node fail, saying so. Plans are not written. It needs the rights to edit the tables, and the first time those of their owner.';
