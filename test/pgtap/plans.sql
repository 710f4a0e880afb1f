-- The best plan equals brute force on random small problems, and what a budget buys costs the budget.
BEGIN;
SELECT plan(13);
SELECT setseed(0.25);

INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, source)
SELECT 'Card ' || i, 100 + 900 * random(), 300 + 900 * random(), (ARRAY[24, 40, 80, 141])[i], 'test' FROM generate_series(1, 4) AS i;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on, source)
SELECT 'Card ' || i, p, 'on_demand', 1 + 5 * random(), '2026-01-01', 'test' FROM generate_series(1, 4) AS i, unnest('{a,b,c}'::text[]) AS p WHERE random() < 0.7;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on, source) VALUES ('Card 1', 'a', 'spot', 2, '2026-01-01', 'test');

CREATE TEMPORARY TABLE problem AS
SELECT i AS no, 1e20 * 10 ^ (2 * random()) AS flop, CASE WHEN random() < 0.7 THEN 1 + 60 * random() END AS deadline_days, CASE WHEN random() < 0.7 THEN 500 * 10 ^ (2 * random()) END AS budget_usd,
       CASE WHEN random() < 0.3 THEN 100 * 10 ^ (2 * random()) END AS max_co2e_kg, 1 + floor(24 * random()) AS max_gpus, (ARRAY['usd', 'days', 'co2e_kg', 'energy_kwh'])[1 + floor(4 * random())] AS objective,
       CASE WHEN random() < 0.3 THEN 2000 + 50000 * random() END AS gpu_hours_per_failure
FROM generate_series(1, 200) AS i;
CREATE TEMPORARY TABLE answer AS
SELECT p.no, a.* FROM problem AS p, traincost.train_plans(flop => p.flop, deadline_days => p.deadline_days, budget_usd => p.budget_usd, max_co2e_kg => p.max_co2e_kg, max_gpus => p.max_gpus, objective => p.objective,
    gpus_of => 'Card 1,Card 2,Card 3,Card 4', regions => 'FR,US', gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01') AS a;
-- every count, card, provider and region
CREATE TEMPORARY TABLE brute AS
SELECT p.no, g.gpu, n AS gpus, g.provider, r AS region, e.days, e.total_usd, e.energy_kwh, e.co2e_location_kg,
       CASE p.objective WHEN 'usd' THEN e.total_usd WHEN 'days' THEN e.days WHEN 'co2e_kg' THEN e.co2e_location_kg ELSE e.energy_kwh END AS goal
FROM problem AS p CROSS JOIN traincost.gpu_price AS g CROSS JOIN LATERAL generate_series(1, p.max_gpus::int) AS n CROSS JOIN unnest('{FR,US}'::text[]) AS r
CROSS JOIN LATERAL traincost.train_estimate(flop => p.flop, gpu => g.gpu, gpus => n, provider => g.provider, region => r, gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01', missing_ok => true) AS e
WHERE g.gpu LIKE 'Card %' AND g.kind = 'on_demand'
  AND NOT coalesce(e.days > p.deadline_days, false) AND NOT coalesce(e.total_usd > p.budget_usd, false) AND NOT coalesce(e.co2e_location_kg > p.max_co2e_kg, false) AND e.days IS NOT NULL;

SELECT cmp_ok((SELECT count(DISTINCT no) FROM brute), '>', 100::bigint, 'many problems have an answer, and');
SELECT cmp_ok((SELECT count(DISTINCT no) FROM brute), '<', 200::bigint, 'some have none');
SELECT is_empty($$SELECT p.no, b.goal, a.goal FROM problem AS p
    LEFT JOIN (SELECT no, min(goal) AS goal FROM brute GROUP BY no) AS b ON b.no = p.no
    LEFT JOIN (SELECT a.no, CASE q.objective WHEN 'usd' THEN a.total_usd WHEN 'days' THEN a.days WHEN 'co2e_kg' THEN a.co2e_location_kg ELSE a.energy_kwh END AS goal
               FROM answer AS a JOIN problem AS q ON q.no = a.no WHERE a.rank = 1) AS a ON a.no = p.no
    WHERE (b.goal IS NULL) <> (a.goal IS NULL) OR abs(a.goal / b.goal - 1) > 1e-9$$, 'the first plan is as good as brute force finds');
SELECT is_empty($$SELECT a.no FROM answer AS a WHERE NOT EXISTS (SELECT FROM brute AS b WHERE b.no = a.no AND b.gpu = a.gpu AND b.gpus = a.gpus AND b.provider = a.provider AND b.region = a.region AND b.total_usd = a.total_usd AND b.days = a.days)$$,
    'every plan is one of brute force''s');
SELECT is_empty($$SELECT a.no FROM answer AS a WHERE a.pareto = EXISTS (SELECT FROM brute AS b WHERE b.no = a.no AND b.total_usd <= a.total_usd AND b.days <= a.days AND b.co2e_location_kg <= a.co2e_location_kg
    AND (b.total_usd < a.total_usd OR b.days < a.days OR b.co2e_location_kg < a.co2e_location_kg))$$, 'pareto is right against every plan there is');
SELECT is_empty($$SELECT p.no FROM problem AS p WHERE EXISTS (SELECT FROM brute AS b WHERE b.no = p.no) = EXISTS (SELECT FROM traincost.plan_obstacle(flop => p.flop, deadline_days => p.deadline_days, budget_usd => p.budget_usd, max_co2e_kg => p.max_co2e_kg,
    max_gpus => p.max_gpus, objective => p.objective, gpus_of => 'Card 1,Card 2,Card 3,Card 4', regions => 'FR,US', gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01'))$$, 'something stands in the way exactly where nothing is feasible');

-- the ways out are the smallest sets of limits without which something is feasible: brute force over all sets
CREATE TEMPORARY TABLE way AS
SELECT p.no, m AS lifted, (m & 1) + (m >> 1 & 1) + (m >> 2 & 1) + (m >> 3 & 1) AS size
FROM problem AS p CROSS JOIN generate_series(0, 15) AS m
WHERE p.no <= 40 AND m & (CASE WHEN p.deadline_days IS NULL THEN 0 ELSE 1 END + CASE WHEN p.budget_usd IS NULL THEN 0 ELSE 2 END + CASE WHEN p.max_co2e_kg IS NULL THEN 0 ELSE 4 END + 8) = m
  AND NOT EXISTS (SELECT FROM brute AS b WHERE b.no = p.no)
  AND EXISTS (SELECT FROM traincost.train_plans(flop => p.flop, deadline_days => CASE WHEN m & 1 = 0 THEN p.deadline_days END, budget_usd => CASE WHEN m & 2 = 0 THEN p.budget_usd END, max_co2e_kg => CASE WHEN m & 4 = 0 THEN p.max_co2e_kg END,
    max_gpus => CASE WHEN m & 8 = 0 THEN p.max_gpus WHEN m & 1 = 1 THEN p.max_gpus * 65536 END, gpus_of => 'Card 1,Card 2,Card 3,Card 4', regions => 'FR,US', gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01'));
SELECT set_eq($$SELECT w.no, w.lifted FROM way AS w WHERE w.size = (SELECT min(o.size) FROM way AS o WHERE o.no = w.no)$$,
    $$SELECT p.no, sum(array_position('{deadline_days,budget_usd,NULL,max_co2e_kg,NULL,NULL,NULL,max_gpus}'::text[], o.limit_name))::integer FROM problem AS p, traincost.plan_obstacle(flop => p.flop, deadline_days => p.deadline_days, budget_usd => p.budget_usd,
        max_co2e_kg => p.max_co2e_kg, max_gpus => p.max_gpus, objective => p.objective, gpus_of => 'Card 1,Card 2,Card 3,Card 4', regions => 'FR,US', gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01') AS o WHERE p.no <= 40 GROUP BY p.no, o.way$$,
    'the ways out are the smallest sets of limits that have to give');

-- of GPUs that fail often the fastest count may be any, far from the fewest; so may the last that a budget buys
CREATE TEMPORARY TABLE harsh AS
SELECT i AS no, 1e21 * 10 ^ random() AS flop, CASE WHEN i % 2 = 0 THEN 20000 * 10 ^ random() END AS budget_usd, CASE WHEN i % 3 = 0 THEN 1000 * 10 ^ random() END AS max_co2e_kg, 400 + floor(400 * random()) AS max_gpus, 40 * 10 ^ random() AS gpu_hours_per_failure
FROM generate_series(1, 16) AS i;
CREATE TEMPORARY TABLE quickest AS
SELECT p.no, min(e.days) AS days, (array_agg(n ORDER BY e.days))[1] AS gpus
FROM harsh AS p CROSS JOIN traincost.gpu_price AS g CROSS JOIN LATERAL generate_series(1, p.max_gpus::int) AS n
CROSS JOIN LATERAL traincost.train_estimate(flop => p.flop, gpu => g.gpu, gpus => n, provider => g.provider, region => 'FR', gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01', missing_ok => true) AS e
WHERE g.gpu LIKE 'Card %' AND g.kind = 'on_demand' AND NOT coalesce(e.total_usd > p.budget_usd, false) AND NOT coalesce(e.co2e_location_kg > p.max_co2e_kg, false) GROUP BY p.no;
SELECT cmp_ok((SELECT count(*) FROM quickest AS q JOIN harsh AS p ON p.no = q.no WHERE q.gpus > 64 AND q.gpus < p.max_gpus), '>', 5::bigint, 'GPUs that fail often have a fastest count between the few and the most, and');
SELECT is_empty($$SELECT p.no, q.gpus, q.days, b.gpus, b.days FROM harsh AS p LEFT JOIN quickest AS q ON q.no = p.no LEFT JOIN LATERAL traincost.best_plan(flop => p.flop, budget_usd => p.budget_usd, max_co2e_kg => p.max_co2e_kg, max_gpus => p.max_gpus, objective => 'days',
    gpus_of => 'Card 1,Card 2,Card 3,Card 4', regions => 'FR', gpu_hours_per_failure => p.gpu_hours_per_failure, as_of => '2026-02-01') AS b ON true WHERE b.days IS DISTINCT FROM q.days AND NOT coalesce(abs(b.days / q.days - 1) <= 1e-9, false)$$, 'it is found');

-- memory: every tensor, pipeline and data-parallel degree
CREATE TEMPORARY TABLE fitting AS
SELECT g AS gpu, tp * pp * dp AS gpus FROM unnest('{Card 2,Card 3,Card 4}'::text[]) AS g, unnest('{1,2,4,8}'::float8[]) AS tp, generate_series(1, 16) AS pp, generate_series(1, 16) AS dp, unnest('{none,full}'::text[]) AS r, unnest('{1,3}'::float8[]) AS z
CROSS JOIN LATERAL traincost.model_memory('Llama-3.2-3B', g, 4096, tp => tp, pp => pp, dp => dp, zero => z, sequence_parallel => true, recompute => r) AS m
WHERE tp * pp * dp <= 16 AND m.fits GROUP BY 1, 2;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on, source) VALUES ('Card 2', 'd', 'on_demand', 3, '2026-01-01', 'test');
SELECT is_empty($$SELECT n, b.gpus, f.gpus FROM generate_series(1, 16) AS n
    LEFT JOIN LATERAL (SELECT min(t.gpus) AS gpus FROM fitting AS t WHERE t.gpu = 'Card 2' AND t.gpus >= n) AS f ON true
    LEFT JOIN LATERAL (SELECT min(p.gpus) AS gpus FROM traincost.train_plans(model => 'Llama-3.2-3B', seq_len => 4096, flop => 5e18 * n, mfu => 0.4, gpus_of => 'Card 2', deadline_days => (SELECT 5e18 / (0.4 * bf16_tflops * 1e12 * 86400) * (1 + 1e-12) FROM traincost.gpu WHERE name = 'Card 2'), max_gpus => 16, as_of => '2026-02-01') AS p) AS b ON true
    WHERE b.gpus IS DISTINCT FROM f.gpus$$, 'the fewest GPUs that fit and keep the deadline are found');

-- and those without any bound are the fewest within a wide one, on each GPU
SELECT is_empty($$
    SELECT w.gpu, w.gpus, f.gpus FROM
    (SELECT p.gpu, min(p.gpus) AS gpus FROM traincost.train_plans(model => 'DeepSeek-V3', tokens => 14.8e12, deadline_days => 60, max_gpus => 20000, as_of => '2026-09-01') AS p GROUP BY p.gpu) AS w
    LEFT JOIN (SELECT p.gpu, min(p.gpus) AS gpus FROM traincost.train_plans(model => 'DeepSeek-V3', tokens => 14.8e12, deadline_days => 60, as_of => '2026-09-01') AS p GROUP BY p.gpu) AS f USING (gpu)
    WHERE f.gpus IS DISTINCT FROM w.gpus$$, 'without max_gpus the fewest of all layouts are found, too');

-- what a budget buys
SELECT is_empty($$SELECT b FROM generate_series(1, 60) AS i, LATERAL (SELECT 10 ^ (3 + i / 10.0) AS b) AS x, traincost.affordable(budget_usd => b::float8, gpus => 8 * i, gpu_hours_per_failure => 40000, run_multiplier => 1.3, as_of => '2026-02-01') AS a,
    traincost.train_cost(flop => a.flop, gpus => 8 * i, gpu_hours_per_failure => 40000, run_multiplier => 1.3, as_of => '2026-02-01') AS c WHERE abs(c / b::float8 - 1) > 0.001$$, 'what is affordable costs the budget');
SELECT is_empty($$SELECT * FROM (SELECT b, params, lag(params) OVER (ORDER BY b) AS before FROM generate_series(1, 200) AS i, LATERAL (SELECT 1e4 * 1.05 ^ i AS b) AS x,
    traincost.affordable(budget_usd => b::float8, days => 20, gpu_hours_per_failure => 40000, serve_tokens => 1e10, as_of => '2026-02-01') AS a WHERE basis = 'best with serving') AS y WHERE params < before * (1 - 1e-5)$$, 'more budget never buys a smaller model');
SELECT * FROM finish();
ROLLBACK;
