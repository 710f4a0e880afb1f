--
-- affordable: what a budget, a cluster's time or an amount of CO2e buys
-- If this fails, people plan a model that they cannot pay, or a smaller one than they could.
--
CREATE EXTENSION traincost;
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, source) VALUES ('Card', 100, 1000, 80, 'test');
-- 1 USD a GPU-hour, half of the peak: a million USD are 1.8e23 FLOP
SELECT basis, tokens_per_param::numeric(8,2), params::numeric(14,0), tokens::numeric(16,0), flop::numeric(28,0), gpus, days::numeric(8,3), gpu_hours::numeric(12,2), total_usd::numeric(12,2), loss::numeric(6,4)
FROM traincost.affordable(budget_usd => 1e6, usd_per_gpu_hour => 1, gpu => 'Card', mfu => 0.5, gpus => 1000, tokens_per_param => '20,200 1000');
SELECT traincost.chinchilla_optimal_params(1.8e23)::numeric(14,0) AS optimal, traincost.chinchilla_loss(3e10, 1e12)::numeric(6,4) AS loss_nearby;
-- what is asked back costs the budget
SELECT b, o, bool_and(abs(e.total_usd / b - 1) < 0.001) AS within, count(*) FROM unnest('{1e3, 1e5, 1e9}'::float8[]) AS b, unnest('{rent, amortize}'::text[]) AS o,
    traincost.affordable(budget_usd => b, ownership => o, gpus => 64, gpu_hours_per_failure => 50000, run_multiplier => 1.5, data_usd => 500, as_of => '2026-02-01') AS a,
    traincost.train_estimate(flop => a.flop, ownership => o, gpus => 64, gpu_hours_per_failure => 50000, run_multiplier => 1.5, data_usd => 500, as_of => '2026-02-01') AS e
GROUP BY b, o ORDER BY b, o;
-- whole GPUs bought: the most that the budget allows
SELECT a.gpus, a.total_usd, e.total_usd AS with_a_little_more FROM traincost.affordable(budget_usd => 100000, ownership => 'buy', usd_per_gpu => 9000, other_hardware_share => 0, datacenter_share => 0, usd_per_kwh => 0, gpu => 'Card', mfu => 0.5, days => 10, tokens_per_param => '') AS a,
    traincost.train_estimate(flop => a.flop * 1.001, ownership => 'buy', usd_per_gpu => 9000, other_hardware_share => 0, datacenter_share => 0, usd_per_kwh => 0, gpu => 'Card', mfu => 0.5, days => 10) AS e;
-- a cluster for some days, CO2e, and whichever ends first
SELECT basis, days::numeric(6,3), gpu_hours::numeric(10,2), co2e_location_kg::numeric(10,2) FROM traincost.affordable(gpus => 10, days => 30, gpu => 'Card', mfu => 0.5, gco2e_per_kwh => 100, pue => 1, host_overhead => 1, power_fraction => 1, tokens_per_param => NULL);
SELECT basis, days::numeric(6,3), gpu_hours::numeric(10,2), co2e_location_kg::numeric(10,2) FROM traincost.affordable(gpus => 10, days => 30, co2e_kg => 360, gpu => 'Card', mfu => 0.5, gco2e_per_kwh => 100, pue => 1, host_overhead => 1, power_fraction => 1, tokens_per_param => NULL);
SELECT basis, days::numeric(6,3), total_usd FROM traincost.affordable(gpus => 10, days => 30, budget_usd => 2400, co2e_kg => 360, gpu => 'Card', mfu => 0.5, usd_per_gpu_hour => 1, gco2e_per_kwh => 100, pue => 1, host_overhead => 1, power_fraction => 1, tokens_per_param => NULL);
-- serving makes models smaller, and training and serving cost the budget together
SELECT s, basis, tokens_per_param::numeric(10,1), (params / 1e9)::numeric(8,3) AS billions, a.total_usd::numeric(12,2), e.total_usd::numeric(12,2) AS again, loss::numeric(6,4)
FROM unnest('{1e9, 1e12, 1e14}'::float8[]) AS s, traincost.affordable(budget_usd => 1e6, usd_per_gpu_hour => 1, gpu => 'Card', mfu => 0.5, generation_mfu => 0.1, tokens_per_param => NULL, serve_tokens => s) AS a,
    traincost.train_estimate(flop => a.flop, generation_flop => CASE WHEN basis = 'best with serving' THEN 2 * params * s END, usd_per_gpu_hour => 1, gpu => 'Card', mfu => 0.5, generation_mfu => 0.1) AS e
WHERE basis <> 'compute-optimal' OR s = 1e9;
-- more never buys less
SELECT bool_and(params >= before) AS grows, count(*) FROM (SELECT params, lag(params, 1, 0::float8) OVER (ORDER BY b) AS before FROM generate_series(1, 200) AS i, LATERAL (SELECT 1000 * 1.07 ^ i AS b) AS x,
    traincost.affordable(budget_usd => b::float8, gpu => 'Card', usd_per_gpu_hour => 1, days => 20, restart_seconds => 600, tokens_per_param => '') AS a) AS y;
-- nothing, and no question
SELECT count(*) FROM traincost.affordable(budget_usd => 100, labor_usd => 1000, usd_per_gpu_hour => 1);
SELECT FROM traincost.affordable();
SELECT FROM traincost.affordable(gpus => 8);
SELECT FROM traincost.affordable(budget_usd => 0);
SELECT FROM traincost.affordable(budget_usd => 1e300, usd_per_gpu_hour => 1);
SELECT FROM traincost.affordable(budget_usd => 100, co2e_kg => -1);
SELECT FROM traincost.affordable(budget_usd => 100, tokens => 1e12);
SELECT FROM traincost.affordable(budget_usd => 100, exact => true);
SELECT FROM traincost.affordable(budget_usd => 100, gpu => 'Card');
SELECT FROM traincost.affordable(co2e_kg => 100, gpu => 'no such', missing_ok => true);
SELECT FROM traincost.affordable(gpus => 1, days => 1, gpu => 'no such', missing_ok => true);
SELECT FROM traincost.affordable(budget_usd => 100, usd_per_gpu_hour => 1, law => 'moore');
SELECT FROM traincost.affordable(budget_usd => 100, usd_per_gpu_hour => 1, law => 'hoffmann1', serve_tokens => 1e9);
SELECT FROM traincost.affordable(budget_usd => 100, usd_per_gpu_hour => 1, tokens_per_param => '20, -3');
SELECT FROM traincost.affordable(budget_usd => 1e6, usd_per_gpu_hour => 1, gpus => 1e9, gpu_hours_per_failure => 100);
DROP EXTENSION traincost;
