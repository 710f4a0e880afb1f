-- What is affordable costs the budget, and more never buys less.
BEGIN;
SELECT plan(8);
SELECT setseed(0.125);
CREATE TEMPORARY TABLE question AS
SELECT i AS no, 10 ^ (3.5 + 4 * random()) AS budget_usd, g AS gpu, (ARRAY['rent', 'amortize'])[1 + floor(1.3 * random())] AS ownership, CASE WHEN random() < 0.5 THEN ceil(10 ^ (3 * random())) END AS gpus, CASE WHEN random() < 0.5 THEN 1 + 100 * random() END AS days,
       CASE WHEN random() < 0.4 THEN 5000 + 80000 * random() END AS gpu_hours_per_failure, CASE WHEN random() < 0.4 THEN 1 + random() END AS run_multiplier, CASE WHEN random() < 0.3 THEN round((2000 * random())::numeric, 2)::float8 END AS data_usd,
       CASE WHEN random() < 0.3 THEN round((1000 * random())::numeric, 2)::float8 END AS labor_usd, CASE WHEN random() < 0.4 THEN 0.1 + 0.5 * random() END AS mfu, CASE WHEN random() < 0.3 THEN 10 ^ (9 + 4 * random()) END AS serve_tokens,
       (ARRAY['besiroglu', 'hoffmann3', 'hoffmann3_tex'])[1 + floor(3 * random())] AS law
FROM generate_series(1, 200) AS i CROSS JOIN LATERAL (SELECT (ARRAY['H100-80GB-SXM', 'A100-80GB-SXM', 'H200-SXM', 'L40S', 'B200'])[ceil(5 * random()) + 0 * i] AS g) AS x;
-- gpus and days together are a limit of their own
UPDATE question SET days = NULL WHERE gpus IS NOT NULL;
UPDATE question SET gpus = 64 WHERE gpus IS NULL AND days IS NULL AND gpu_hours_per_failure IS NOT NULL;
CREATE TEMPORARY TABLE answer AS
SELECT q.no, a.* FROM question AS q, traincost.affordable(budget_usd => q.budget_usd, gpu => q.gpu, ownership => q.ownership, usd_per_gpu => CASE WHEN q.ownership = 'amortize' THEN 25000 END, gpus => q.gpus, days => q.days, gpu_hours_per_failure => q.gpu_hours_per_failure, run_multiplier => q.run_multiplier,
    data_usd => q.data_usd, labor_usd => q.labor_usd, mfu => q.mfu, serve_tokens => q.serve_tokens, law => q.law, as_of => '2026-06-01') AS a;
SELECT cmp_ok((SELECT count(DISTINCT no) FROM answer), '>', 190::bigint, 'nearly every budget buys something');
SELECT is_empty($$SELECT q.*, a.total_usd, e.total_usd FROM question AS q JOIN answer AS a ON a.no = q.no CROSS JOIN LATERAL traincost.train_estimate(flop => a.flop, generation_flop => CASE a.basis WHEN 'best with serving' THEN 2 * a.params * q.serve_tokens END,
    gpu => q.gpu, ownership => q.ownership, usd_per_gpu => CASE WHEN q.ownership = 'amortize' THEN 25000 END, gpus => q.gpus, days => q.days, gpu_hours_per_failure => q.gpu_hours_per_failure, run_multiplier => q.run_multiplier, data_usd => q.data_usd, labor_usd => q.labor_usd, mfu => q.mfu, as_of => '2026-06-01') AS e
    WHERE abs(e.total_usd / q.budget_usd - 1) > 0.001 OR e.total_usd > q.budget_usd OR abs(a.total_usd / e.total_usd - 1) > 1e-12$$, 'the estimate of what is affordable costs the budget');
SELECT is_empty($$SELECT * FROM answer WHERE abs(flop / (6 * params * tokens) - 1) > 1e-9 OR abs(tokens / params / tokens_per_param - 1) > 1e-9 OR basis LIKE '% tokens per parameter' AND abs(tokens_per_param / split_part(basis, ' ', 1)::float8 - 1) > 1e-9$$, 'parameters, tokens and FLOP agree, at the ratio asked for');
SELECT is_empty($$SELECT a.no FROM answer AS a JOIN answer AS o ON o.no = a.no AND o.basis = 'compute-optimal' WHERE a.basis ~ 'tokens per' AND a.loss < o.loss * (1 - 1e-9)$$, 'no ratio has less loss than the optimum');
SELECT is_empty($$SELECT a.no, a.basis, a.params, m.params FROM question AS q JOIN answer AS a ON a.no = q.no, LATERAL traincost.affordable(budget_usd => q.budget_usd * 1.07, gpu => q.gpu, ownership => q.ownership, usd_per_gpu => CASE WHEN q.ownership = 'amortize' THEN 25000 END, gpus => q.gpus, days => q.days, gpu_hours_per_failure => q.gpu_hours_per_failure, run_multiplier => q.run_multiplier,
    data_usd => q.data_usd, labor_usd => q.labor_usd, mfu => q.mfu, serve_tokens => q.serve_tokens, law => q.law, as_of => '2026-06-01') AS m WHERE m.basis = a.basis AND m.params < a.params * (1 - 1e-5)$$, 'more budget never buys a smaller model');
-- a cluster's time, and CO2e
SELECT is_empty($$SELECT q.no, a.days, e.days FROM question AS q, LATERAL traincost.affordable(gpu => q.gpu, gpus => ceil(q.no / 2.0), days => q.no, gpu_hours_per_failure => q.gpu_hours_per_failure, mfu => q.mfu, as_of => '2026-06-01') AS a,
    traincost.train_estimate(flop => a.flop, gpu => q.gpu, gpus => ceil(q.no / 2.0), gpu_hours_per_failure => q.gpu_hours_per_failure, mfu => q.mfu, as_of => '2026-06-01') AS e WHERE abs(e.days / q.no - 1) > 0.001 OR e.days > q.no OR a.gpus <> ceil(q.no / 2.0)$$, 'so many GPUs take the days that they have');
SELECT is_empty($$SELECT q.no, a.co2e_location_kg, e.co2e_location_kg FROM question AS q, LATERAL traincost.affordable(co2e_kg => 100 * q.no, region => 'US', gpu => q.gpu, gpus => q.gpus, days => q.days, gpu_hours_per_failure => q.gpu_hours_per_failure, run_multiplier => q.run_multiplier, mfu => q.mfu, as_of => '2026-06-01') AS a,
    traincost.train_estimate(flop => a.flop, region => 'US', gpu => q.gpu, gpus => q.gpus, days => q.days, gpu_hours_per_failure => q.gpu_hours_per_failure, run_multiplier => q.run_multiplier, mfu => q.mfu, as_of => '2026-06-01') AS e WHERE abs(e.co2e_location_kg / (100 * q.no) - 1) > 0.001 OR e.co2e_location_kg > 100 * q.no$$, 'CO2e is used up');
-- several limits: the tightest decides
SELECT is_empty($$SELECT q.no FROM question AS q CROSS JOIN LATERAL (SELECT max(a.flop) AS f FROM traincost.affordable(budget_usd => q.budget_usd, co2e_kg => 300 * q.no, gpus => 64, days => q.no, gpu => q.gpu, region => 'US', tokens_per_param => '', as_of => '2026-06-01') AS a) AS t
    CROSS JOIN LATERAL (SELECT max(a.flop) AS f FROM traincost.affordable(budget_usd => q.budget_usd, gpus => 64, gpu => q.gpu, region => 'US', tokens_per_param => '', as_of => '2026-06-01') AS a) AS u
    CROSS JOIN LATERAL (SELECT max(a.flop) AS f FROM traincost.affordable(co2e_kg => 300 * q.no, gpus => 64, gpu => q.gpu, region => 'US', tokens_per_param => '', as_of => '2026-06-01') AS a) AS c
    CROSS JOIN LATERAL (SELECT max(a.flop) AS f FROM traincost.affordable(gpus => 64, days => q.no, gpu => q.gpu, region => 'US', tokens_per_param => '', as_of => '2026-06-01') AS a) AS d
    WHERE abs(t.f / least(u.f, c.f, d.f) - 1) > 1e-9$$, 'of several limits the tightest decides');
SELECT * FROM finish();
ROLLBACK;
