-- Which assumptions a plan takes: those that explain_estimate names for its stages, and
-- what rollouts, storage and clusters take besides.

CREATE FUNCTION traincost.plan_assumptions(pipeline text)
RETURNS TABLE (assumption text, value float8, low float8, high float8, unit text, whose text, stages text, source text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 50000 ROWS 15 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1);
    RETURN QUERY
    WITH taken AS (
        SELECT c.*
        FROM (VALUES ($1)) AS n (pipeline)
        CROSS JOIN LATERAL (
            SELECT s.stage_no, s.stage, a.name
-- @arguments stages
            CROSS JOIN LATERAL traincost._stage_flop(CASE WHEN s.method IS NOT NULL THEN s END) AS f
            CROSS JOIN LATERAL (
                SELECT substring(x.origin FROM '^assumption (.*)$') AS name
                FROM traincost.explain_estimate(
-- @inputs mapping
                ) AS x
                -- the hours of a roofline are of no utilisation
                WHERE x.quantity NOT IN ('mfu', 'generation_mfu') OR num_nonnulls(s.steady_gpu_hours, f.steady_gpu_hours) = 0
                UNION ALL SELECT u
                FROM unnest('{decode_bandwidth_efficiency,decode_compute_efficiency,decode_step_seconds,rollout_tail,rollout_memory_share}'::text[]) AS u
                WHERE f.steady_gpu_hours IS NOT NULL
                UNION ALL SELECT CASE WHEN f.mfu_class LIKE 'moe%' THEN 'moe_rl_training_mfu' ELSE 'rl_training_mfu' END
                WHERE f.steady_gpu_hours IS NOT NULL AND s.mfu IS NULL AND s.mfu_class IS NULL
                UNION ALL SELECT 'rl_step_sequences' WHERE f.steps IS NOT NULL AND s.steps IS NULL
                UNION ALL SELECT CASE WHEN f.mfu_class LIKE 'moe%' THEN 'moe_generation_mfu'
                                      WHEN s.response_tokens > 4000 THEN 'long_generation_mfu'
                                      ELSE 'generation_mfu' END
                WHERE f.generation_mfu IS NOT NULL
                UNION ALL SELECT 'usd_per_gb_month' WHERE s.storage_gb IS NOT NULL AND s.usd_per_gb_month IS NULL
            ) AS a) AS c
    )
    SELECT t.name, a.value, a.low, a.high, a.unit,
           CASE WHEN a.shipped THEN 'shipped' WHEN a.name IS NOT NULL THEN 'yours' END, t.stages, a.source
    FROM (SELECT d.name,
                 CASE WHEN count(*) = (SELECT count(*) FROM traincost.pipeline_stage AS p WHERE p.pipeline = $1)
                      THEN 'all'
                      ELSE string_agg(d.stage, ', ' ORDER BY d.stage_no) END AS stages
          FROM (SELECT DISTINCT k.name, k.stage_no, k.stage FROM taken AS k WHERE k.name IS NOT NULL) AS d
          GROUP BY d.name) AS t
    LEFT JOIN traincost.assumption AS a ON a.name = t.name
    ORDER BY t.name COLLATE "C";
END $$;
COMMENT ON FUNCTION traincost.plan_assumptions(text) IS
'The assumptions in force in a plan, a row each.
The assumptions in force in a plan, a row each: those of table assumption that a stage takes because it leaves an input open, with the 90 percent interval, unit and source; whose: shipped, or yours; stages: which take it, or all. value NULL: its row was deleted. An unknown plan is an error (42704).';
