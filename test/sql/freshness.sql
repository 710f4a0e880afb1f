--
-- freshness: how old the facts are
-- If this fails, an old price is taken for today's.
--
CREATE EXTENSION traincost;
\pset null ~
SELECT table_name, facts > 0 AS some, dated_facts <= facts AS dated, newest >= '2025-12-01' AS recent, median_age_days > 0 AS aged, old_share BETWEEN 0 AND 1 AS share
FROM traincost.catalog_age_on('2026-11-26') ORDER BY table_name;
SELECT count(*) FROM traincost.catalog_age WHERE old_share < 0 OR median_age_days < 0;

-- by hand: four prices 10, 180, 181 and 1000 days old, and one of tomorrow
DELETE FROM traincost.gpu_price;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on)
SELECT 'H100-80GB-SXM', 'mine', 'on_demand', 2, date '2030-01-01' - days FROM unnest(ARRAY[10, 180, 181, 1000, -1]) AS days;
SELECT facts, dated_facts, newest, median_age_days, old_share FROM traincost.catalog_age_on('2030-01-01') WHERE table_name = 'gpu_price';
SELECT traincost.gpu_price_observed_on('h100 80gb sxm', as_of => '2030-01-01') AS near_name, traincost.gpu_price_observed_on('H100-80GB-SXM', 'mine', as_of => '2029-01-01') AS earlier,
       traincost.gpu_price_observed_on('H100-80GB-SXM', 'other') AS other, traincost.gpu_price_observed_on('H100-80GB-SXM', price_kind => 'purchase') AS bought;

-- the line of a plan says when its price is over 180 days older than the plan
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, gpu, gpus, as_of, ownership, acquired_on, usd_per_gpu_hour)
SELECT 'aged', no, stage, 7e9, 1e12, 'H100 SXM 80GB', 64, as_of, ownership, acquired_on, own
FROM (VALUES (1, 'fresh', date '2030-01-01', 'rent', NULL::date, NULL::numeric), (2, 'a day short', '2030-07-01', 'rent', NULL, NULL),
             (3, 'old', '2030-07-02', 'rent', NULL, NULL), (4, 'its own price', '2031-01-01', 'rent', NULL, 2),
             (5, 'launch price', '2031-01-01', 'buy', NULL, NULL)) AS v (no, stage, as_of, ownership, acquired_on, own);
SELECT stage, note FROM traincost.pipeline_bill WHERE pipeline = 'aged' AND item LIKE 'GPUs%' ORDER BY stage_no;
SELECT newest, median_age_days, old_share FROM traincost.catalog_age_on('infinity') WHERE table_name = 'gpu_price';
DROP EXTENSION traincost;
