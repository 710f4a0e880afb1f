-- Properties of totals, on random stages with random gaps.
BEGIN;
SELECT plan(10);
CREATE TEMPORARY TABLE stage AS
SELECT i, (random() * 9)::int AS grp, traincost.train_estimate_at(10 ^ (30 * random()), 10 ^ (4 * random()), gpus => CASE WHEN random() < 0.9 THEN ceil(1000 * random()) END,
       usd_per_gpu_hour => CASE WHEN random() < 0.9 THEN 10 * random() END, gpu_watts => 1000 * random(), data_usd => 1e12 * random(), market_gco2e_per_kwh => random()) AS e
FROM generate_series(1, 3000) AS i;

SELECT is((SELECT traincost.pipeline_total(e ORDER BY random())::text FROM stage), (SELECT traincost.pipeline_total(e)::text FROM stage), 'order does not matter');
SELECT is((SELECT traincost.pipeline_merge(s)::text FROM (SELECT traincost.pipeline_rollup(e) AS s FROM stage GROUP BY grp) AS r), (SELECT traincost.pipeline_total(e)::text FROM stage), 'nor does splitting');
SELECT is((SELECT (traincost.pipeline_total(e)).gpus FROM stage WHERE (e).gpus IS NOT NULL), (SELECT max((e).gpus) FROM stage), 'gpus is the peak');
SELECT is((SELECT (traincost.pipeline_total(e)).unpriced_stages FROM stage), (SELECT count(*) FROM stage WHERE (e).total_usd IS NULL), 'unpriced stages are counted');
SELECT ok((SELECT abs((traincost.pipeline_total(e)).known_usd / sum((e).total_usd) - 1) < 1e-12 FROM stage), 'known_usd sums the priced ones');
SELECT is_empty($$
    SELECT * FROM (SELECT traincost.pipeline_rollup(e) OVER (ORDER BY i ROWS BETWEEN 20 PRECEDING AND CURRENT ROW)::text AS plain,
                          traincost.pipeline_total(e) OVER (ORDER BY i ROWS BETWEEN 20 PRECEDING AND CURRENT ROW)::text AS moving FROM stage) AS f
    WHERE traincost.pipeline_state_total(plain::traincost.pipeline_state)::text <> moving$$, 'moving frames equal computing anew');
-- a refresh writes every column of a plan that has changed anew
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, ownership, market_gco2e_per_kwh, data_usd, labor_usd, as_of) VALUES ('kept', 1, 'a', 1e22, 64, 'amortize', 100, 10, 20, '2026-09-01');
DO $$BEGIN PERFORM traincost.refresh_summary(); END$$;
UPDATE traincost.pipeline_stage SET flop = 2e22, gpus = 128, data_usd = 30, labor_usd = 40 WHERE pipeline = 'kept';
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, ownership, as_of) VALUES ('kept', 2, 'b', 1e20, 'H100-80GB-SXM', 8, 'rent', '2000-01-01');
DO $$BEGIN PERFORM traincost.refresh_summary(); END$$;
SELECT is_empty($$
    SELECT k.key, k.value, e.value FROM traincost.pipeline_summary AS s CROSS JOIN LATERAL jsonb_each(to_jsonb(s)) AS k
    JOIN traincost.pipeline_estimate AS p ON p.pipeline = s.pipeline CROSS JOIN LATERAL jsonb_each(to_jsonb(p)) AS e
    WHERE s.pipeline = 'kept' AND e.key = k.key AND e.value IS DISTINCT FROM k.value$$, 'a refresh writes every column anew');
-- and one of a plan that has not changed since yesterday, whatever its row of today says
UPDATE traincost.plan_refresh SET day = day - 1 WHERE pipeline = 'kept';
INSERT INTO traincost.pipeline_summary SELECT y.* FROM traincost.pipeline_summary AS s, jsonb_populate_record(s, jsonb_build_object('day', s.day - 1)) AS y WHERE s.pipeline = 'kept';
CREATE TEMPORARY TABLE wrong AS SELECT y.* FROM traincost.pipeline_summary AS s,
    jsonb_populate_record(s, (SELECT jsonb_object_agg(k.key, 7) FROM jsonb_each(to_jsonb(s)) AS k WHERE jsonb_typeof(k.value) = 'number')) AS y WHERE s.pipeline = 'kept' AND s.day = (now() AT TIME ZONE 'UTC')::date;
DELETE FROM traincost.pipeline_summary AS s USING wrong AS w WHERE s.pipeline = w.pipeline AND s.day = w.day;
INSERT INTO traincost.pipeline_summary SELECT * FROM wrong;
DO $$BEGIN PERFORM traincost.refresh_summary(); END$$;
SELECT is_empty($$
    SELECT k.key, k.value, e.value FROM traincost.pipeline_summary AS s CROSS JOIN LATERAL jsonb_each(to_jsonb(s)) AS k
    JOIN traincost.pipeline_estimate AS p ON p.pipeline = s.pipeline CROSS JOIN LATERAL jsonb_each(to_jsonb(p)) AS e
    WHERE s.pipeline = 'kept' AND e.key = k.key AND e.value IS DISTINCT FROM k.value$$, 'nor keeps one of a plan that has not');
-- the goodput that a stage shows is the one its hours were worked out with, however seldom or often it fails
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, as_of, gpu_hours_per_failure, checkpoint_seconds, restart_seconds)
SELECT 'failing', row_number() OVER (), format('every %s h, %s s, %s s', h, c, r), 1e22, 'H100-80GB-SXM', 1000, '2026-09-01', h, c, r
FROM unnest('{1,100,1000,5e4,1e6,1e12,1e20}'::float8[]) AS h, unnest('{1e-8,1,3000,1e10,NULL}'::float8[]) AS c, unnest('{0,600,NULL}'::float8[]) AS r;
SELECT is_empty($$
    SELECT e.stage, e.goodput, e.gpu_hours FROM traincost.stage_estimate AS e, traincost.train_estimate(flop => 1e22, gpus => 1000, goodput => 1) AS u
    WHERE e.pipeline = 'failing' AND ((e.goodput IS NULL) <> (e.gpu_hours IS NULL) OR abs(e.gpu_hours * e.goodput / u.gpu_hours - 1) > 1e-12)$$, 'the goodput of a stage is that of its GPU-hours');
SELECT cmp_ok((SELECT count(goodput) FROM traincost.stage_estimate WHERE pipeline = 'failing'), '>', 50::bigint, 'and most of these stages have one');
SELECT * FROM finish();
ROLLBACK;
