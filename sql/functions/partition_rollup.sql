-- Totals of a partitioned table, a partition at a time: so foreign partitions are totalled
-- on their servers, which postgres_fdw does for no aggregate over all of them at once.

CREATE FUNCTION traincost._partition_rollup_query(run_table regclass, estimate text, group_by text,
                                                  condition text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF num_nulls(run_table, estimate) > 0 THEN
        RETURN NULL;
    END IF;
    -- what a server cannot be asked, the partition's name and the cast, stands outside: a
    -- part is then one foreign scan and nothing else, and all of them run at once
    RETURN (
        SELECT format('SELECT (%L::regclass[])[u.n], u.g::text, u.state FROM (%s) AS u', array_agg(p.leaf ORDER BY p.n),
                      string_agg(format('SELECT %s AS n, %s AS g, traincost.pipeline_rollup(%s) AS state FROM %s AS run WHERE %s%s',
                                        p.n, coalesce(group_by, 'NULL::text'), estimate, p.leaf,
                                        coalesce(condition, 'true'), ' GROUP BY ' || group_by),
                                 ' UNION ALL ' ORDER BY p.n))
        FROM (SELECT t.relid AS leaf, row_number() OVER (ORDER BY t.relid::text) AS n
              FROM (SELECT t.relid FROM pg_partition_tree(run_table) AS t WHERE t.isleaf
                    UNION ALL SELECT run_table WHERE NOT EXISTS (SELECT FROM pg_partition_tree(run_table))) AS t) AS p
        HAVING count(*) > 0);
END $$;
COMMENT ON FUNCTION traincost._partition_rollup_query(regclass, text, text, text) IS
'The statement that partition_rollup runs: a UNION ALL of one pipeline_rollup for each partition.';

CREATE FUNCTION traincost.partition_rollup(run_table regclass, estimate text, group_by text DEFAULT NULL,
                                           condition text DEFAULT NULL)
RETURNS TABLE (part regclass, group_key text, state traincost.pipeline_state)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    query text := traincost._partition_rollup_query(run_table, estimate, group_by, condition);
BEGIN
    IF query IS NULL THEN
        RETURN;
    END IF;
    IF row_security_active(run_table) THEN
        RAISE EXCEPTION 'table % has row security, which its partitions would not ask', run_table
            USING ERRCODE = 'feature_not_supported', HINT = 'Ask the table itself: SELECT traincost.pipeline_total(...) FROM it.';
    END IF;
    RETURN QUERY EXECUTE query;
END $$;
COMMENT ON FUNCTION traincost.partition_rollup IS
'A pipeline_rollup for each partition of a table of runs.
A pipeline_rollup for each partition of a table of runs, and for each value of group_by in it, as text: foreign partitions are totalled where they are, all of their servers at once if these are async_capable. pipeline_merge of the states is pipeline_total over the table, to the last bit. A table without partitions is one.
estimate, group_by, condition: SQL expressions of the table''s columns, run with the caller''s rights, their functions written with their schema: traincost.train_estimate_at(flop, 400, gpus => gpus). The caller needs SELECT on the partitions; a table with row security is refused.';
