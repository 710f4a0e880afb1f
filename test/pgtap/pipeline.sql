-- Properties of totals, on random stages with random gaps.
BEGIN;
SELECT plan(6);
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
SELECT * FROM finish();
ROLLBACK;
