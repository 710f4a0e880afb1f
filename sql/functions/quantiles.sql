-- Ranges of an estimate, and what they come from (sqlcall/quantiles.c, formula/uncertainty.c)

CREATE FUNCTION traincost.train_quantiles(
-- @inputs arguments
    , ranges text DEFAULT NULL
) RETURNS TABLE (quantity text, unit text, p10 float8, p50 float8, p90 float8)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10000 ROWS 16;
COMMENT ON FUNCTION traincost.train_quantiles IS
'Percentiles of every column of train_estimate with the same arguments, a row each.
Percentiles of every column of train_estimate with the same arguments, a row each: the estimate at 4096 points of its uncertain inputs, so 80 percent of the cases lie between p10 and p90. Uncertain is every assumption that stands in for a NULL argument and has low and high; the price, where it is the median over providers, by their p10 and p90; and what ranges says: name=low..high, parted by commas, as 90 percent intervals whose median is the value in use, or name=assumption for the interval of another row of table assumption. Everything else is certain. NULL: unknown, or without end because the run may never finish. Same inputs, same bits. Errors as train_estimate; 22023 for ranges that are none, or the wrong way round.';

CREATE FUNCTION traincost.train_sensitivity(
-- @inputs arguments
    , ranges text DEFAULT NULL, quantity text DEFAULT 'total_usd'
) RETURNS TABLE (input text, low float8, high float8, total_at_low float8, total_at_high float8, swing float8,
                 source text)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 500 ROWS 10;
COMMENT ON FUNCTION traincost.train_sensitivity IS
'What the range of a quantity comes from, a row per uncertain input: a tornado chart.
What the range of a quantity (a column of train_estimate, total_usd by default) comes from, a row per uncertain input, the one that matters most first: a tornado chart. low and high: 10th and 90th percentile of the input; total_at_low and total_at_high: the quantity there, with the other inputs at their medians; swing: their difference; source: where the interval comes from. Inputs that decide no column are left out. Other arguments as train_quantiles.';

CREATE FUNCTION traincost._uncertain_run(
-- @inputs arguments
    , ranges text DEFAULT NULL, stage text DEFAULT NULL, more_data_usd float8 DEFAULT 0,
    more_labor_usd float8 DEFAULT 0, data_usd_per_day float8 DEFAULT 0, unused_commitment_usd float8 DEFAULT 0
) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION traincost._uncertain_run IS
'A run of train_quantiles'' arguments with its uncertain inputs, for _plan_quantiles and _plan_sensitivity in the same query; not to be stored. stage: its name; more_data_usd, more_labor_usd, data_usd_per_day: lines of a plan besides data_usd and labor_usd; unused_commitment_usd: besides the rent. NULL: unknown.';

CREATE FUNCTION traincost._plan_quantiles(runs bytea[], missing_ok boolean DEFAULT false)
RETURNS TABLE (quantity text, unit text, p10 float8, p50 float8, p90 float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30000 ROWS 16;
COMMENT ON FUNCTION traincost._plan_quantiles(bytea[], boolean) IS
'train_quantiles of runs of _uncertain_run, one after the other: everything adds, gpus is the peak. Prices, the grid and what an assumption stands for are drawn once for all of them. More than 64 uncertain inputs are an error (54000), or no rows if missing_ok.';

CREATE FUNCTION traincost._plan_sensitivity(runs bytea[], quantity text DEFAULT 'total_usd')
RETURNS TABLE (input text, low float8, high float8, total_at_low float8, total_at_high float8, swing float8,
               source text)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10;
COMMENT ON FUNCTION traincost._plan_sensitivity(bytea[], text) IS
'train_sensitivity of runs of _uncertain_run, one after the other.';

-- Hours of rollouts come from a roofline that published runs meet within a factor, not from a utilisation.
CREATE FUNCTION traincost._stage_ranges(ranges text, own_hours float8, method_hours float8) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $2 IS NULL AND $3 > 0 AND coalesce($1, '') !~ E'(^|[,;])\\s*steady_gpu_hours\\s*=' THEN
        RETURN concat_ws(',', (SELECT 'steady_gpu_hours=' || $3 * a.low || '..' || $3 * a.high FROM traincost.assumption AS a
                               WHERE a.name = 'rl_hours_ratio' AND a.low > 0 AND a.low <= 1 AND a.high >= 1 AND a.high < 'Infinity'), $1);
    END IF;
    RETURN $1;
END $$;
COMMENT ON FUNCTION traincost._stage_ranges(text, float8, float8) IS
'Ranges of a stage: the plan''s, and that of the hours its method gives by assumption_value(''rl_hours_ratio'').';

-- A deadline takes more or fewer GPUs as their speed is drawn.  A stage that buys all
-- that it needs buys so many; what one buys besides GPUs that are there stays as it is.
CREATE FUNCTION traincost._uncertain_purchase(stage traincost.pipeline_stage, terms traincost._terms) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF stage.days IS NOT NULL
       AND stage.bought_gpus IS NULL
       AND terms.bought_gpus >= (SELECT e.gpus FROM traincost._estimate_stage(stage, terms) AS e) THEN
        RETURN NULL;
    END IF;
    RETURN terms.bought_gpus;
END $$;
COMMENT ON FUNCTION traincost._uncertain_purchase(traincost.pipeline_stage, traincost._terms) IS
'GPUs that a stage buys in every draw of its range: as given; NULL, all that it needs in the draw, where it buys all that its deadline asks for.';

-- Inlined into the query as estimate_stage is; storage lasts as long as the run, unless the plan says
-- how long.
CREATE FUNCTION traincost._stage_run(stage traincost.pipeline_stage, terms traincost._terms) RETURNS TABLE (run bytea)
LANGUAGE sql STABLE PARALLEL SAFE COST 250 ROWS 1 AS $$
    SELECT traincost._uncertain_run(
-- @inputs mapping
        , ranges => traincost._stage_ranges(s.ranges, s.steady_gpu_hours, f.steady_gpu_hours), stage => s.stage,
        more_data_usd => x.data_usd, more_labor_usd => x.labor_usd,
        data_usd_per_day => CASE WHEN s.storage_gb IS NOT NULL AND s.storage_months IS NULL
            THEN s.storage_gb
                 OPERATOR(pg_catalog.*) coalesce(s.usd_per_gb_month, traincost._assumption_or_null('usd_per_gb_month'))
                 OPERATOR(pg_catalog./) (365.25::pg_catalog.float8 OPERATOR(pg_catalog./) 12)
            ELSE 0 END,
        unused_commitment_usd => r.unused_commitment_usd)
    FROM (SELECT ($1).*) AS s
    CROSS JOIN LATERAL traincost._stage_flop(CASE WHEN s.method IS NOT NULL THEN $1 END) AS f
    CROSS JOIN (SELECT ($2).*) AS t
    CROSS JOIN LATERAL (SELECT t.usd_per_gpu_hour, t.usd_per_gpu,
                               traincost._uncertain_purchase(CASE WHEN t.bought_gpus OPERATOR(pg_catalog.>) 0
                                                                  THEN $1 END,
                                                             $2) AS bought_gpus,
                               t.other_hardware_share, t.interconnect_share, t.residual_share, t.useful_life_years,
                               t.cluster_utilization, t.unused_commitment_usd) AS r
    CROSS JOIN LATERAL (SELECT traincost._stage_has_extra($1) AS extra) AS h
    CROSS JOIN LATERAL traincost._stage_extra_usd(CASE WHEN h.extra THEN $1 END, 0) AS u
    CROSS JOIN LATERAL (SELECT CASE WHEN h.extra THEN u.data_usd ELSE 0 END AS data_usd,
                               CASE WHEN h.extra THEN u.labor_usd ELSE 0 END AS labor_usd) AS x
$$;
COMMENT ON FUNCTION traincost._stage_run(traincost.pipeline_stage, traincost._terms) IS
'_uncertain_run of a row of pipeline_stage, one row.';

CREATE FUNCTION traincost._require_pipeline(pipeline text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $1 IS NOT NULL
       AND NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s
                       WHERE s.pipeline = $1 AND traincost._plans_are_here()) THEN
        RAISE EXCEPTION 'unknown pipeline "%"', traincost._shown($1)
            USING ERRCODE = 'undefined_object',
                  HINT = coalesce((SELECT 'Did you mean "' || traincost._near_name($1, array_agg(DISTINCT s.pipeline))
                                          || '"?'
                                   FROM traincost.pipeline_stage AS s),
                                  (SELECT 'Pipelines: ' || string_agg(p.pipeline, ', ')
                                          || CASE WHEN count(*) = 20 THEN ', ...' ELSE '.' END
                                   FROM (SELECT DISTINCT s.pipeline FROM traincost.pipeline_stage AS s
                                         ORDER BY s.pipeline
                                         LIMIT 20) AS p
                                   HAVING count(*) > 0),
                                  'Table traincost.pipeline_stage has no plans.');
    END IF;
END $$;
COMMENT ON FUNCTION traincost._require_pipeline(text) IS
'The error 42704 with a near plan or the names of plans, unless pipeline_stage has this plan or it is NULL.';

CREATE FUNCTION traincost.pipeline_quantiles(pipeline text)
RETURNS TABLE (quantity text, unit text, p10 float8, p50 float8, p90 float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 50000 ROWS 16 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1);
    RETURN QUERY
        SELECT q.* FROM (VALUES ($1)) AS n (pipeline)
        CROSS JOIN LATERAL (SELECT array_agg(u.run ORDER BY s.stage_no) AS runs
-- @arguments stages
                            CROSS JOIN LATERAL traincost._stage_run(s, r) AS u) AS p
        CROSS JOIN LATERAL traincost._plan_quantiles(p.runs) AS q;
END $$;
COMMENT ON FUNCTION traincost.pipeline_quantiles(text) IS
'Percentiles of every column of a plan''s total, a row each.
Percentiles of every column of a plan''s total, a row each, as train_quantiles: its stages one after the other, with one draw of prices, grid, PUE and each class''s utilisation for all of them, and each stage''s own ranges (pipeline_stage.ranges). An unknown plan is an error (42704).';

CREATE FUNCTION traincost.stage_quantiles(pipeline text)
RETURNS TABLE (stage_no bigint, stage text, quantity text, unit text, p10 float8, p50 float8, p90 float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 50000 ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1);
    RETURN QUERY
        SELECT p.stage_no, p.stage, q.* FROM (VALUES ($1)) AS n (pipeline)
        CROSS JOIN LATERAL (SELECT s.stage_no, s.stage, u.run
-- @arguments stages
                            CROSS JOIN LATERAL traincost._stage_run(s, r) AS u) AS p
        CROSS JOIN LATERAL traincost._plan_quantiles(ARRAY[p.run]) AS q ORDER BY p.stage_no;
END $$;
COMMENT ON FUNCTION traincost.stage_quantiles(text) IS
'pipeline_quantiles of each stage of a plan by itself.
The percentiles of stages do not add up to those of the plan. An unknown plan is an error (42704).';

CREATE FUNCTION traincost.pipeline_sensitivity(pipeline text, quantity text DEFAULT 'total_usd')
RETURNS TABLE (input text, low float8, high float8, total_at_low float8, total_at_high float8, swing float8,
               source text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1);
    RETURN QUERY
        SELECT t.* FROM (VALUES ($1)) AS n (pipeline)
        CROSS JOIN LATERAL (SELECT array_agg(u.run ORDER BY s.stage_no) AS runs
-- @arguments stages
                            CROSS JOIN LATERAL traincost._stage_run(s, r) AS u) AS p
        CROSS JOIN LATERAL traincost._plan_sensitivity(p.runs, coalesce($2, 'total_usd')) AS t;
END $$;
COMMENT ON FUNCTION traincost.pipeline_sensitivity(text, text) IS
'What the range of a plan''s quantity comes from, a row per uncertain input.
What the range of a plan''s quantity (total_usd by default) comes from, as train_sensitivity: a row per uncertain input, drawn for all stages or of one stage. low and high are NULL where stages have other values of one input. An unknown plan is an error (42704).';
