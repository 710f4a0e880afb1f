--
-- basis: what a price and a carbon intensity are made of can be read beside them
-- If this fails, figures are compared across bases, or a region is priced elsewhere, in silence.
--
CREATE EXTENSION traincost;
-- a price is the median of its quotes, whatever is asked; of each kind, provider and day that the catalog has
WITH asked AS (
    SELECT DISTINCT p.gpu, v.provider, p.kind, v.region, d.as_of
    FROM traincost.gpu_price AS p, LATERAL (VALUES (NULL, NULL), (p.provider, NULL), (NULL, p.region), (p.provider, p.region)) AS v (provider, region),
         LATERAL (VALUES ('2026-09-01'::date), (p.observed_on - 1)) AS d (as_of) WHERE p.kind <> 'purchase')
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE q.usd IS DISTINCT FROM traincost.gpu_price_usd_per_hour(a.gpu, a.provider, a.kind, a.region, a.as_of)) AS differ,
       count(*) FILTER (WHERE (q.usd IS NULL) <> (traincost.price_source(a.gpu, a.provider, a.kind, a.region, NULL, a.as_of) IS NULL)) AS unsaid
FROM asked AS a,
     LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY m.usd) AS usd
              FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY p.usd) AS usd FROM traincost.price_quotes(a.gpu, a.provider, a.kind, a.region, NULL, a.as_of) AS p GROUP BY p.quote_provider) AS m) AS q;
-- a cloud region prices at its provider: there, elsewhere at it, or at the median; only within the year
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('Priced', 100, 400);
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on) VALUES
    ('Priced', 'aws', 'on_demand', 'us-east-1', 5, '2026-01-01'), ('Priced', 'aws', 'on_demand', 'eu-west-1', 6, '2026-06-01'), ('Priced', 'aws', 'on_demand', 'eu-west-1', 7, '2026-07-01'),
    ('Priced', 'gcp', 'on_demand', 'global', 4, '2025-05-01'), ('Priced', 'lambda', 'on_demand', 'global', 2, '2026-07-10'), ('Priced', 'runpod', 'on_demand', 'global', 1, '2026-07-20');
SELECT region, provider, price_region, e.compute_usd / e.gpu_hours AS usd_per_gpu_hour, traincost.price_source('Priced', provider, NULL, price_region, region, as_of) AS source
FROM (VALUES ('aws/us-east-1', NULL, NULL, '2026-08-01'::date), ('us-east-1', NULL, NULL, '2026-08-01'), ('aws/eu-west-1', NULL, NULL, '2026-08-01'), ('aws/us-east-2', NULL, NULL, '2026-08-01'),
             ('gcp/europe-west4', NULL, NULL, '2026-08-01'), ('gcp/europe-west4', NULL, NULL, '2025-08-01'), ('azure/eastus', NULL, NULL, '2026-08-01'), ('FR', NULL, NULL, '2026-08-01'),
             (NULL, NULL, NULL, '2026-08-01'), ('aws/us-east-1', 'lambda', NULL, '2026-08-01'), ('aws/us-east-1', NULL, 'eu-west-1', '2026-08-01'), ('aws/us-east-1', NULL, NULL, '2024-01-01')) AS v (region, provider, price_region, as_of),
     traincost.train_estimate(flop => 1e21, gpu => 'Priced', region => region, provider => provider, price_region => price_region, as_of => as_of) AS e;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, region, grid_basis, as_of, usd_per_gpu_hour, gco2e_per_kwh) VALUES
    ('priced', 1, 'at the provider', 1e21, 'Priced', 8, 'aws/us-east-1', 'direct', '2026-08-01', NULL, NULL),
    ('priced', 2, 'median', 1e21, 'Priced', 8, 'FR', 'direct', '2026-08-01', NULL, NULL),
    ('priced', 3, 'own', 1e21, 'Priced', 8, 'FR', NULL, '2026-08-01', 3, 50);
SELECT stage, price_source, grid_basis FROM traincost.stage_estimate WHERE pipeline = 'priced' ORDER BY stage_no;
SELECT item, source FROM traincost.bill('priced');
SELECT DISTINCT x_workload_phase, service_provider_name FROM traincost.focus_estimate WHERE x_scenario = 'priced' ORDER BY 1;
SELECT grid_basis FROM traincost.pipeline_estimate WHERE pipeline = 'priced';
SELECT stage, grid_basis, gco2e_per_kwh, grid_year FROM traincost.carbon_statement WHERE pipeline = 'priced' ORDER BY stage_no;
-- the figure beside each intensity: every region, basis and year
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE f.gco2e_per_kwh IS DISTINCT FROM traincost.grid_gco2e_per_kwh(r.region, d.as_of, b.basis)) AS differ,
       count(*) FILTER (WHERE f.basis <> b.basis AND EXISTS (SELECT FROM traincost.grid AS g WHERE g.region = f.grid_region AND g.basis = b.basis AND g.year <= extract(year FROM d.as_of))) AS stands_in_without_need
FROM (SELECT DISTINCT region FROM traincost.grid UNION SELECT provider || '/' || region FROM traincost.cloud_region) AS r (region),
     (VALUES (NULL), ('lifecycle'), ('operational'), ('direct')) AS b (basis), (VALUES ('2026-09-01'::date), ('2020-01-01'), ('1950-01-01')) AS d (as_of)
LEFT JOIN LATERAL traincost.grid_figure(r.region, d.as_of, b.basis) AS f ON true;
SELECT region, asked, f.basis, f.year, round(e.co2e_location_kg::numeric, 1) AS kg
FROM (VALUES ('US', NULL), ('US', 'direct'), ('SRVC', 'lifecycle'), ('SRVC', 'DIRECT')) AS v (region, asked),
     traincost.grid_figure(region, '2026-09-01', lower(asked)) AS f, traincost.train_estimate(flop => 1e21, region => region, grid_basis => asked, as_of => '2026-09-01') AS e;
-- words in any letter case; errors list them, CHECKs too
SELECT traincost.train_cost(flop => 1e21, ownership => 'Rent', price_kind => 'SPOT', dtype => 'BF16', as_of => '2026-09-01') = traincost.train_cost(flop => 1e21, ownership => 'rent', price_kind => 'spot', dtype => 'bf16', as_of => '2026-09-01') AS same;
SELECT traincost.train_cost(flop => 1e21, grid_basis => 'residual');
\set VERBOSITY terse
UPDATE traincost.pipeline_stage SET ownership = 'lease' WHERE pipeline = 'priced';
UPDATE traincost.pipeline_stage SET grid_basis = 'residual' WHERE pipeline = 'priced';
DROP EXTENSION traincost;
