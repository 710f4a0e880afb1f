-- One catalog on every node of a Citus cluster.  Citus' own functions are called by
-- EXECUTE, since without Citus there are none.

CREATE FUNCTION traincost._catalog_tables() RETURNS TABLE (name name, columns text)
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 25 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C")
    FROM pg_class AS c
    JOIN pg_trigger AS t ON t.tgrelid = c.oid AND t.tgname = 'catalog_change'
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = 'traincost'::regnamespace
    GROUP BY c.relname ORDER BY c.relname COLLATE "C"
$$;
COMMENT ON FUNCTION traincost._catalog_tables() IS
'The reference tables that hold facts, not plans, with their columns in order of name: what estimates by name read.';

CREATE FUNCTION traincost.catalog_fingerprint(table_name text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000
SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1 SET datestyle = 'ISO, YMD' AS $$
DECLARE
    reference record;
    part text;
    parts text;
BEGIN
    -- two 64-bit sums of hashes: the order of rows does not matter, and no sort is needed
    FOR reference IN SELECT * FROM traincost._catalog_tables() AS t WHERE $1 IS NULL OR t.name = $1 LOOP
        EXECUTE format('SELECT concat_ws('' '', %L, count(*), sum(hashtextextended(r.facts, 0)), sum(hashtextextended(r.facts, 1)))
                        FROM (SELECT ROW(%s)::text AS facts FROM traincost.%I OFFSET 0) AS r',
                       reference.name, reference.columns, reference.name) INTO part;
        parts := concat_ws(',', parts, part);
    END LOOP;
    IF parts IS NULL THEN
        RAISE EXCEPTION 'table "%" is no reference table of facts', traincost._shown(table_name)
            USING ERRCODE = 'undefined_object',
                  HINT = 'It is one of ' || (SELECT string_agg(t.name, ', ') FROM traincost._catalog_tables() AS t) || '.';
    END IF;
    RETURN md5((SELECT e.extversion FROM pg_extension AS e WHERE e.extname = 'traincost') || ',' || parts);
END $$;
COMMENT ON FUNCTION traincost.catalog_fingerprint IS
'32 hexadecimal digits of the reference tables of facts, to compare two servers.
32 hexadecimal digits that two servers share just where they have the same version of traincost and the same rows, shipped and own, in the reference tables of facts (in one of them: table_name). Plans do not count. It reads all of these rows.';

CREATE FUNCTION traincost._hold_catalog() RETURNS text
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reference record;
    found text;
BEGIN
    -- a change that is under way would not be counted
    FOR reference IN SELECT * FROM traincost._catalog_tables() LOOP
        EXECUTE format('LOCK TABLE traincost.%I IN SHARE MODE', reference.name);
    END LOOP;
    found := traincost.catalog_fingerprint();
    DELETE FROM traincost.held_catalog;
    INSERT INTO traincost.held_catalog (fingerprint) VALUES (found);
    RETURN found;
END $$;
COMMENT ON FUNCTION traincost._hold_catalog() IS
'Notes in held_catalog what this node holds, for sync_nodes, and returns it.';

CREATE FUNCTION traincost._citus_group() RETURNS int
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    group_no int;
BEGIN
    IF to_regclass('pg_catalog.pg_dist_local_group') IS NOT NULL THEN
        EXECUTE 'SELECT g.groupid FROM pg_dist_local_group AS g' INTO group_no;
    END IF;
    RETURN group_no;
END $$;
COMMENT ON FUNCTION traincost._citus_group() IS
'The group of this database among the nodes of its Citus cluster, 0 on the coordinator. NULL: it is no node of one.';

CREATE FUNCTION traincost._forget_sync() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    group_no CONSTANT int := traincost._citus_group();
    synced boolean;
BEGIN
    IF group_no IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM traincost.held_catalog;
    EXECUTE 'SELECT EXISTS (SELECT FROM pg_dist_partition AS p WHERE p.logicalrelid = ''traincost.synced_catalog''::regclass)' INTO synced;
    IF group_no = 0 AND synced AND EXISTS (SELECT FROM traincost.synced_catalog) THEN
        -- what this transaction asks the nodes from now on must see the change: over the
        -- connection that made it, and no other
        PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true);
        DELETE FROM traincost.synced_catalog;
    END IF;
END $$;
COMMENT ON FUNCTION traincost._forget_sync() IS
'The catalog of this node of a Citus cluster changes: what was written to the nodes no longer holds. For the trigger catalog_change.';

CREATE FUNCTION traincost._node_fault() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 500 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    group_no CONSTANT int := traincost._citus_group();
    node text;
    shard text;
    synced text;
BEGIN
    IF coalesce(group_no, 0) = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE 'SELECT concat_ws('':'', n.nodename, n.nodeport) FROM pg_dist_node AS n WHERE n.groupid = $1' INTO node USING group_no;
    -- the reference table itself cannot be asked from within a query on a shard; its copy here can
    EXECUTE 'SELECT max(s.shardid)::text FROM pg_dist_shard AS s WHERE s.logicalrelid = ''traincost.synced_catalog''::regclass' INTO shard;
    IF to_regclass('traincost.synced_catalog_' || shard) IS NOT NULL THEN
        EXECUTE format('SELECT s.fingerprint FROM traincost.%I AS s', 'synced_catalog_' || shard) INTO synced;
    END IF;
    IF EXISTS (SELECT FROM traincost.held_catalog AS h WHERE h.fingerprint = synced) THEN
        RETURN NULL;
    END IF;
    node := coalesce(node, 'of group ' || group_no);
    RETURN CASE WHEN shard IS NULL THEN 'the catalog was never written to node ' || node
                WHEN synced IS NULL THEN 'the coordinator''s catalog has changed since it was written to node ' || node
                ELSE 'node ' || node || ' holds another catalog than the coordinator' END;
END $$;
COMMENT ON FUNCTION traincost._node_fault() IS
'Why the catalog of this node of a Citus cluster may not answer for the coordinator''s. NULL: it may.';

CREATE FUNCTION traincost._check_node() RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._check_node() IS
'true, or on a node of a Citus cluster the error that says why its catalog may not answer for the coordinator''s: for look-ups that are written in SQL.';

CREATE FUNCTION traincost._check_plans() RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 500 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    group_no CONSTANT int := traincost._citus_group();
    found text;
BEGIN
    IF group_no IS NULL THEN
        RETURN;
    END IF;
    IF group_no <> 0 THEN
        RAISE EXCEPTION 'plans are worked out on the coordinator, and this is another node of the Citus cluster'
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  DETAIL = 'The tables of plans on this node hold what came with the extension, and none of your rows.',
                  HINT = 'Ask the coordinator; for a query of distributed rows write what plans come to to a table first: CREATE TEMPORARY TABLE ... AS SELECT ....';
    END IF;
    EXECUTE 'SELECT min(c.relname) FROM pg_dist_partition AS p JOIN pg_class AS c ON c.oid = p.logicalrelid
             WHERE c.relnamespace = ''traincost''::regnamespace AND c.relname <> ''synced_catalog''' INTO found;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'table "%" of traincost is distributed', found
            USING ERRCODE = 'feature_not_supported',
                  DETAIL = 'Plans are worked out on the coordinator, from tables of its own.',
                  HINT = format('Save your rows with pg_dump --data-only --extension=traincost --schema=traincost, SELECT citus_drop_all_shards(%L, '''', ''''), DROP EXTENSION traincost CASCADE, CREATE EXTENSION traincost, and load them again; doc/scale.md says more. Plans by the million belong in a table of your own, estimated by name.', 'traincost.' || found);
    END IF;
END $$;
COMMENT ON FUNCTION traincost._check_plans() IS
'An error where a Citus cluster would work out other plans than the coordinator''s: on another node, and where a table of plans is distributed.';

CREATE FUNCTION traincost._plans_are_here_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._plans_are_here_support(internal) IS
'For the planner: asks _plans_are_here() before Citus plans a query, and leaves it out of the plan.';

CREATE FUNCTION traincost._plans_are_here() RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 1 SUPPORT traincost._plans_are_here_support;
COMMENT ON FUNCTION traincost._plans_are_here() IS
'true, or the error of _check_plans(): a condition of the views that read tables of plans.';

CREATE FUNCTION traincost._stays_here() RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NULL;
END $$;
COMMENT ON FUNCTION traincost._stays_here() IS
'Does nothing: Citus distributes no table that has a trigger, and those of plans stay on the coordinator.';
