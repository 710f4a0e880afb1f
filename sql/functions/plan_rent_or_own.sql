-- Rent or own, for the GPUs that a plan has at work at a time.
CREATE FUNCTION traincost.plan_rent_or_own(pipeline text, horizon_years float8 DEFAULT NULL,
                                           resale_share float8 DEFAULT NULL)
RETURNS TABLE (gpu text, gpus float8, gpu_hours float8, utilization float8, rent_usd float8, own_usd float8,
               cheaper text, break_even_gpu_hours float8, break_even_utilization float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 50000 ROWS 2 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1);
    RETURN QUERY
    WITH stage AS MATERIALIZED (
        SELECT e.stage_no, e.gpu, e.gpus, e.gpu_hours, e.compute_usd::float8 AS usd, e.ownership, e.as_of, e.region,
               s.provider, s.price_kind
        FROM traincost.stage_estimate AS e
        JOIN traincost.pipeline_stage AS s ON s.pipeline = e.pipeline AND s.stage_no = e.stage_no
        WHERE e.pipeline = $1
    ), run AS MATERIALIZED (
        SELECT r.stage_no, g.gpu, r.gpus, r.starts_at, r.ends_at
        FROM traincost.stage_run AS r
        JOIN stage AS g ON g.stage_no = r.stage_no
        WHERE r.pipeline = $1
    ), need AS (
        SELECT a.gpu, p.peak_gpus AS gpus
        FROM (SELECT r.gpu,
                     array_agg(r.starts_at ORDER BY r.stage_no, r.starts_at) AS starts,
                     array_agg(r.ends_at ORDER BY r.stage_no, r.starts_at) AS ends,
                     array_agg(r.gpus ORDER BY r.stage_no, r.starts_at) AS gpus,
                     array_agg(r.gpu ORDER BY r.stage_no, r.starts_at) AS names FROM run AS r GROUP BY r.gpu) AS a
        CROSS JOIN LATERAL traincost._peak(a.starts, a.ends, a.gpus, a.names) AS p
    ), work AS (
        SELECT s.gpu, CASE WHEN count(s.gpu_hours) = count(*) THEN sum(s.gpu_hours) END AS gpu_hours,
               -- what its rented stages pay on average, else the price of the first one's provider
               sum(s.usd) FILTER (WHERE s.ownership = 'rent')
               / nullif(sum(s.gpu_hours) FILTER (WHERE s.ownership = 'rent' AND s.usd IS NOT NULL), 0) AS rent,
               (array_agg(s.provider ORDER BY s.stage_no))[1] AS provider,
               (array_agg(s.region ORDER BY s.stage_no))[1] AS region, max(s.as_of) AS as_of
        FROM stage AS s GROUP BY s.gpu
    )
    SELECT w.gpu, n.gpus, w.gpu_hours, w.gpu_hours / c.life_hours, c.rent_usd, c.own_usd,
           CASE WHEN c.rent_usd < c.own_usd THEN 'rent'
                WHEN c.rent_usd > c.own_usd THEN 'own'
                WHEN c.rent_usd = c.own_usd THEN 'equal' END,
           c.break_even_gpu_hours, c.break_even_utilization
    FROM work AS w LEFT JOIN need AS n ON n.gpu = w.gpu
    LEFT JOIN LATERAL (
        -- both curves are straight lines: their two ends say all
        SELECT max(o.gpu_hours) AS life_hours, w.gpu_hours * max(o.rent_usd) / max(o.gpu_hours) AS rent_usd,
               min(o.own_usd) + w.gpu_hours * (max(o.own_usd) - min(o.own_usd)) / max(o.gpu_hours) AS own_usd,
               min(o.break_even_gpu_hours) AS break_even_gpu_hours,
               min(o.break_even_utilization) AS break_even_utilization
        FROM traincost.rent_or_own(gpu => w.gpu, gpus => n.gpus,
                                   provider => CASE WHEN w.rent IS NULL THEN w.provider END, usd_per_gpu_hour => w.rent,
                                   region => w.region, as_of => w.as_of, horizon_years => $2, resale_share => $3) AS o
        WHERE EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = w.gpu)) AS c ON true
    ORDER BY w.gpu;
END $$;
COMMENT ON FUNCTION traincost.plan_rent_or_own(text, float8, float8) IS
'Renting against buying what a plan needs, a row per GPU.
Renting against buying what a plan needs, a row per GPU: the GPUs that its calendar has at work at a time (stage_run), its GPU-hours and the share of horizon_years (NULL: the useful life) that they are; USD rented, at the mean price of the plan''s rented stages, else that of gpu_price; USD owned, as rent_or_own with resale_share works it out; which is cheaper; and from how many GPU-hours on owning is. NULL: a length, number or price is unknown. An unknown plan is an error (42704).';
