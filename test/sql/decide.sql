--
-- api_cost, train_or_api, assert_budget, run_failures, rent_or_own's residual
-- If this fails, a budget passes that should not.
--
CREATE EXTENSION traincost;
\set SHOW_CONTEXT never
SELECT traincost.api_cost('davinci', 1e6, 1e6, as_of => d::date) AS usd FROM unnest('{2021-01-01,2022-01-01,2023-01-01}'::text[]) AS d;
SELECT traincost.api_cost('davinci', 1e6, 0, 'Nobody');
SELECT traincost.api_cost('no such model', 1e6, 0);
SELECT traincost.api_cost('davinc', 1e6, 0);
SELECT traincost.api_cost('davinci', -1, 0);
SELECT traincost.api_cost(NULL, 1e6, 0) IS NULL AS unknown;
-- one's own contract; the median over providers of the latest; a price long gone does not count
INSERT INTO traincost.api_price (model, provider, usd_per_mtok_input, usd_per_mtok_output, observed_on, kind) VALUES
    ('x', 'a', 1, 2, '2026-01-01', 'contract'), ('x', 'b', 3, NULL, '2026-02-01', 'contract'), ('x', 'c', 100, 100, '2020-01-01', 'contract');
SELECT traincost.api_cost('x', 1e6, 0, as_of => '2026-03-01') AS median, traincost.api_cost('x', 1e6, 1e6, 'b', '2026-03-01') AS unknown,
       traincost.api_cost('x', 1e6, 0, 'b', '2026-03-01') AS no_output, traincost.api_cost('x', 1e6, 1e6, 'c', '2026-03-01') AS named;
SELECT * FROM traincost.train_or_api(1e6, 'davinci', 0.5, 4, as_of => '2023-01-01');
-- at the break-even both cost the same
SELECT abs(1e6 + (4 - t.api_usd_per_mtok) * t.break_even_tokens / 1e6) < 1e-6 AS equal FROM traincost.train_or_api(1e6, 'davinci', 0.5, 4, as_of => '2023-01-01') AS t;
SELECT break_even_tokens IS NULL AS never FROM traincost.train_or_api(1e6, 'davinci', 0.5, 20, as_of => '2023-01-01');
SELECT traincost.train_or_api(1e6, 'davinci', 1.5);
SELECT traincost.assert_budget(10, 10);
\set VERBOSITY sqlstate
SELECT traincost.assert_budget(10.01, 10);
SELECT traincost.assert_budget(NULL, 10);
SELECT traincost.assert_budget(10, NULL);
SELECT traincost.assert_budget(1, -1);
SELECT traincost.assert_budget((SELECT total_usd::float8 FROM traincost.pipeline_estimate WHERE pipeline = 'none'), 1e9);
\set VERBOSITY default
-- failures: the article of Llama 3 names 419 interruptions in 54 days and above 90 percent of useful time
SELECT round(mtbf_hours::numeric, 3) AS mtbf, round(interval_hours::numeric, 4) AS interval, round(goodput::numeric, 4) AS goodput, round(failures::numeric) AS failures
FROM traincost.run_failures(16384, 54 * 0.92, checkpoint_seconds => 5, restart_seconds => 600);
-- without an optimal interval: the simple arithmetic, rate x (restart + half an interval)
SELECT round((f.lost_gpu_hours - traincost.lost_gpu_hours(f.failures, 1000, 2, 0, 0.5))::numeric, 9) AS difference, f.checkpoint_gpu_hours,
       f.failures - f.wall_days * 24 / f.mtbf_hours AS failures
FROM traincost.run_failures(1000, 10, checkpoint_seconds => 0, restart_seconds => 1800, checkpoint_interval_hours => 2, gpu_hours_per_failure => 50000, method => 'first_order') AS f;
-- dollars, energy and carbon of the lost hours are those of any GPU-hours; checkpoints are stored
SELECT abs(f.lost_usd / e.total_usd - 1) < 1e-12 AS usd, abs(f.lost_kwh / e.energy_kwh - 1) < 1e-12 AS kwh,
       abs(f.lost_co2e_kg / e.co2e_location_kg - 1) < 1e-12 AS kg, f.checkpoint_gb, round(f.storage_usd::numeric, 4) AS storage_usd
FROM traincost.run_failures(1024, 30, params => 70e9, kept_checkpoints => 3, region => 'FR', as_of => '2026-09-01') AS f,
     traincost.train_estimate(flop => f.lost_gpu_hours * 3.6e15, peak_tflops => 1, mfu => 1, region => 'FR', as_of => '2026-09-01') AS e;
-- the same goodput as the estimate derives
SELECT abs(e.gpu_hours * f.goodput / (1024 * 30 * 24) - 1) < 1e-12 AS same
FROM traincost.run_failures(1024, 30, checkpoint_seconds => 60) AS f,
     traincost.train_estimate(flop => 1024 * 30 * 24 * 3.6e15, peak_tflops => 1, mfu => 1, gpus => 1024, checkpoint_seconds => 60) AS e;
SELECT traincost.run_failures(5e6, 30);
SELECT traincost.run_failures(NULL, 30) IS NULL AS no_row;
-- owned hardware leaves a residual
SELECT DISTINCT round((a.break_even_gpu_hours / b.break_even_gpu_hours)::numeric, 6) AS ratio
FROM traincost.rent_or_own(as_of => '2026-09-01', residual_share => 0.25) AS a, traincost.rent_or_own(as_of => '2026-09-01') AS b;
DROP EXTENSION traincost;
