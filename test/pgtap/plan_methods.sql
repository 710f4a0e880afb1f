-- Plans of every method: each, asked back as a stage of a plan, has the same figures, keeps its limits and fits its GPUs,
-- and the first is as good as brute force finds.
BEGIN;
SELECT plan(9);
SELECT setseed(0.5);

INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, memory_bandwidth_gbps, source)
SELECT 'Card ' || i, 100 + 900 * random(), 300 + 900 * random(), (ARRAY[24, 48, 80])[i], 600 + 3000 * random(), 'test' FROM generate_series(1, 3) AS i;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, usd_per_gpu, observed_on, source)
SELECT 'Card ' || i, p, k, CASE WHEN k <> 'purchase' THEN 1 + 5 * random() END, CASE WHEN k = 'purchase' THEN 5000 + 20000 * random() END, '2026-01-01', 'test'
FROM generate_series(1, 3) AS i, unnest('{a,b}'::text[]) AS p, unnest('{on_demand,spot,purchase}'::text[]) AS k WHERE random() < 0.8;

CREATE TEMPORARY TABLE problem AS
SELECT row_number() OVER () AS no, t.method, m.model, t.formula, CASE WHEN t.formula <> 'rollouts' THEN 1e7 * 10 ^ (2 * random()) END AS tokens,
       CASE WHEN t.formula = 'rollouts' THEN ceil(200 * 10 ^ (2 * random())) END AS prompts, CASE WHEN t.formula = 'rollouts' THEN 256 * ceil(4 * random()) END AS prompt_tokens,
       CASE WHEN t.formula = 'rollouts' THEN 256 * ceil(8 * random()) END AS response_tokens, CASE WHEN t.formula = 'rollouts' AND random() < 0.7 THEN ceil(16 * random()) END AS samples_per_prompt,
       CASE WHEN t.formula = 'rollouts' AND random() < 0.3 THEN ceil(50 * random()) END AS steps,
       CASE WHEN random() < 0.5 THEN 0.05 * 10 ^ (2 * random()) END AS deadline_days, CASE WHEN random() < 0.5 THEN 5 * 10 ^ (2 * random()) END AS budget_usd,
       CASE WHEN random() < 0.3 THEN 1 * 10 ^ (2 * random()) END AS max_co2e_kg, ceil(24 * random()) AS max_gpus, (ARRAY['usd', 'days', 'co2e_kg', 'energy_kwh'])[ceil(4 * random())] AS objective,
       CASE WHEN random() < 0.3 THEN 3000 + 50000 * random() END AS gpu_hours_per_failure, CASE WHEN random() < 0.3 THEN 1 + random() END AS run_multiplier,
       CASE WHEN random() < 0.3 THEN round((100 * random())::numeric, 2)::float8 END AS data_usd
FROM generate_series(1, 2) AS i CROSS JOIN traincost.training_method AS t CROSS JOIN unnest('{Llama-3.2-1B,Qwen2.5-1.5B,Llama-3.2-3B}'::text[]) AS m (model);

CREATE TEMPORARY TABLE answer AS
SELECT p.no, a.* FROM problem AS p, traincost.train_plans(model => p.model, method => p.method, tokens => p.tokens, prompts => p.prompts, prompt_tokens => p.prompt_tokens, response_tokens => p.response_tokens,
    samples_per_prompt => p.samples_per_prompt, steps => p.steps, seq_len => CASE WHEN p.tokens IS NOT NULL THEN 2048 END, deadline_days => p.deadline_days, budget_usd => p.budget_usd, max_co2e_kg => p.max_co2e_kg, max_gpus => p.max_gpus,
    objective => p.objective, gpus_of => 'Card 1,Card 2,Card 3', regions => 'FR,US', price_kinds => 'on_demand,spot,purchase', gpu_hours_per_failure => p.gpu_hours_per_failure,
    run_multiplier => p.run_multiplier, data_usd => p.data_usd, as_of => '2026-02-01') AS a;

-- a stage of a plan that trains this on so many such GPUs
CREATE FUNCTION pg_temp.as_stage(p problem, gpu text, gpus float8, provider text, price_kind text, region text) RETURNS traincost.pipeline_stage LANGUAGE sql AS $$
    SELECT jsonb_populate_record(NULL::traincost.pipeline_stage, jsonb_build_object('pipeline', 'x', 'stage_no', 1, 'stage', 'x', 'method', p.method, 'model', p.model, 'gpu', gpu, 'gpus', gpus,
        'provider', provider, 'price_kind', price_kind, 'region', region, 'ownership', CASE WHEN price_kind = 'purchase' THEN 'amortize' END, 'as_of', '2026-02-01'::text,
        'tokens', CASE WHEN p.formula = 'tokens' THEN p.tokens END, 'examples', CASE WHEN p.formula IN ('sequences', 'preference') THEN 1 END, 'comparisons', CASE WHEN p.formula IN ('sequences', 'preference') THEN 1 END,
        'prompts', p.prompts, 'prompt_tokens', coalesce(p.prompt_tokens, p.tokens / (SELECT t.sequences FROM traincost.training_method AS t WHERE t.method = p.method)), 'response_tokens', coalesce(p.response_tokens, 0),
        'samples_per_prompt', p.samples_per_prompt, 'steps', p.steps, 'gpu_hours_per_failure', p.gpu_hours_per_failure, 'run_multiplier', p.run_multiplier, 'data_usd', p.data_usd))
$$;
-- whether so many GPUs hold it: in a layout of the fewest for a number of copies, or in the one of an answer, which is asked for its memory below
CREATE TEMPORARY TABLE fitting AS
SELECT q.model, q.method, q.seq_len, c.gpu, n AS gpus
FROM (SELECT DISTINCT p.model, p.method, coalesce(p.prompt_tokens + p.response_tokens, 2048) AS seq_len FROM problem AS p) AS q
CROSS JOIN unnest('{Card 1,Card 2,Card 3}'::text[]) AS c (gpu) CROSS JOIN generate_series(1, 24) AS n CROSS JOIN unnest('{1,2,3,4,5,6,7,8,9,10,11,12}'::float8[]) AS d (degrees)
CROSS JOIN LATERAL traincost.min_gpus(q.model, c.gpu, seq_len => q.seq_len, method => traincost._plan_memory_method(q.method), dp => n / d.degrees) AS f
WHERE n % d.degrees::integer = 0 AND f.gpus = n
UNION
SELECT p.model, p.method, coalesce(p.prompt_tokens + p.response_tokens, 2048), a.gpu, a.gpus FROM answer AS a JOIN problem AS p ON p.no = a.no;
CREATE TEMPORARY TABLE brute AS
SELECT p.no, o.gpu, n AS gpus, o.provider, o.kind AS price_kind, r AS region, e.days, e.total_usd, e.energy_kwh, e.co2e_location_kg,
       CASE p.objective WHEN 'usd' THEN e.total_usd WHEN 'days' THEN e.days WHEN 'co2e_kg' THEN e.co2e_location_kg ELSE e.energy_kwh END AS goal
FROM problem AS p CROSS JOIN traincost.gpu_price AS o CROSS JOIN LATERAL generate_series(1, p.max_gpus::integer) AS n CROSS JOIN unnest('{FR,US}'::text[]) AS r
CROSS JOIN LATERAL traincost.estimate_stage(pg_temp.as_stage(p, o.gpu, n, o.provider, o.kind, r)) AS e
WHERE o.gpu LIKE 'Card %' AND p.no % 3 = 0 AND EXISTS (SELECT FROM fitting AS f WHERE f.model = p.model AND f.method = p.method AND f.gpu = o.gpu AND f.gpus = n AND f.seq_len = coalesce(p.prompt_tokens + p.response_tokens, 2048))
  AND NOT coalesce(e.days > p.deadline_days, false) AND NOT coalesce(e.total_usd > p.budget_usd, false) AND NOT coalesce(e.co2e_location_kg > p.max_co2e_kg, false) AND e.days IS NOT NULL;

SELECT cmp_ok((SELECT count(DISTINCT p.method) FROM problem AS p JOIN answer AS a ON a.no = p.no), '=', (SELECT count(*) FROM traincost.training_method), 'every method has answers, and');
SELECT cmp_ok((SELECT count(*) FROM problem AS p WHERE NOT EXISTS (SELECT FROM answer AS a WHERE a.no = p.no)), '>', 5::bigint, 'some problems have none');
SELECT is_empty($$SELECT p.no, p.method, a.gpu, a.gpus, a.days, e.days, a.total_usd, e.total_usd FROM problem AS p JOIN answer AS a ON a.no = p.no
    CROSS JOIN LATERAL traincost.estimate_stage(pg_temp.as_stage(p, a.gpu, a.gpus, a.provider, a.price_kind, a.region)) AS e
    WHERE (a.flop, a.days, a.total_usd, a.energy_kwh, a.co2e_location_kg, a.gpu_hours) IS DISTINCT FROM (e.flop, e.days, e.total_usd, e.energy_kwh, e.co2e_location_kg, e.gpu_hours)$$, 'a stage of the same inputs has the same figures');
SELECT is_empty($$SELECT a.no FROM answer AS a JOIN problem AS p ON p.no = a.no WHERE a.gpus > p.max_gpus OR a.days > p.deadline_days * (1 + 1e-9) OR a.total_usd > p.budget_usd OR a.co2e_location_kg > p.max_co2e_kg OR NOT a.fits$$,
    'every plan keeps every limit');
SELECT is_empty($$SELECT a.no, p.method, a.gpu, a.layout, a.memory_gb, coalesce(t.total_gb, r.total_gb, y.total_gb) FROM answer AS a JOIN problem AS p ON p.no = a.no
    CROSS JOIN LATERAL (SELECT traincost._plan_memory_method(p.method) AS method) AS k
    LEFT JOIN LATERAL traincost.model_memory(p.model, a.gpu, 2048, tp => a.tp, pp => a.pp, dp => a.dp, cp => a.cp, ep => a.ep, zero => a.zero, recompute => a.recompute, sequence_parallel => true,
        stack => CASE WHEN k.method = 'continued_pretraining' THEN 'megatron' ELSE 'transformers' END, trainable_params => CASE WHEN k.method IN ('lora', 'qlora') THEN traincost.model_lora_params(p.model, 16) ELSE 0 END,
        base_bits => CASE k.method WHEN 'qlora' THEN 4 ELSE 0 END) AS t ON k.method IN ('continued_pretraining', 'sft', 'lora', 'qlora')
    LEFT JOIN LATERAL traincost.preference_memory(p.model, a.gpu, 2048, CASE WHEN k.method IN ('reward_model', 'dpo', 'orpo', 'simpo', 'kto') THEN k.method ELSE 'dpo' END, dp => a.dp, tp => a.tp, cp => a.cp, zero => a.zero, recompute => a.recompute, sequence_parallel => true, stack => 'transformers') AS r ON k.method IN ('reward_model', 'dpo', 'orpo', 'simpo', 'kto')
    LEFT JOIN LATERAL traincost.rl_memory(p.model, a.gpu, 0, p.prompt_tokens + p.response_tokens, CASE WHEN p.formula = 'rollouts' THEN k.method ELSE 'grpo' END, engine_tp => 0, dp => a.dp, tp => a.tp, cp => a.cp, zero => a.zero, recompute => a.recompute, sequence_parallel => true, stack => 'transformers') AS y ON p.formula = 'rollouts'
    WHERE NOT coalesce(t.fits, r.fits, y.fits, false) OR a.memory_gb <> coalesce(t.total_gb, r.total_gb, y.total_gb) OR a.gpus <> a.tp * a.pp * a.cp * a.dp$$, 'the layout of every plan fits, with the memory that it says');
SELECT cmp_ok((SELECT count(DISTINCT no) FROM brute), '>', 15::bigint, 'brute force has answers, too');
SELECT is_empty($$SELECT p.no, p.method, b.goal, a.goal FROM problem AS p
    LEFT JOIN (SELECT no, min(goal) AS goal FROM brute GROUP BY no) AS b ON b.no = p.no
    LEFT JOIN (SELECT a.no, CASE q.objective WHEN 'usd' THEN a.total_usd WHEN 'days' THEN a.days WHEN 'co2e_kg' THEN a.co2e_location_kg ELSE a.energy_kwh END AS goal
               FROM answer AS a JOIN problem AS q ON q.no = a.no WHERE a.rank = 1) AS a ON a.no = p.no
    WHERE p.no % 3 = 0 AND ((b.goal IS NULL) <> (a.goal IS NULL) OR abs(a.goal / b.goal - 1) > 1e-9)$$, 'the first plan is as good as brute force finds');
SELECT is_empty($$SELECT a.no, a.gpu, a.gpus FROM answer AS a WHERE a.no % 3 = 0 AND a.pareto = EXISTS (SELECT FROM brute AS b WHERE b.no = a.no AND b.total_usd <= a.total_usd AND b.days <= a.days AND b.co2e_location_kg <= a.co2e_location_kg
    AND (b.total_usd < a.total_usd OR b.days < a.days OR b.co2e_location_kg < a.co2e_location_kg))$$, 'pareto is right against every plan there is');
-- what stands in the way: each way out is enough, and no less is
CREATE TEMPORARY TABLE obstacle AS
SELECT p.no, o.* FROM problem AS p, traincost.plan_obstacle(model => p.model, method => p.method, tokens => p.tokens, prompts => p.prompts, prompt_tokens => p.prompt_tokens, response_tokens => p.response_tokens,
    samples_per_prompt => p.samples_per_prompt, steps => p.steps, seq_len => CASE WHEN p.tokens IS NOT NULL THEN 2048 END, deadline_days => p.deadline_days, budget_usd => p.budget_usd, max_co2e_kg => p.max_co2e_kg, max_gpus => p.max_gpus,
    objective => p.objective, gpus_of => 'Card 1,Card 2,Card 3', regions => 'FR,US', price_kinds => 'on_demand,spot,purchase', gpu_hours_per_failure => p.gpu_hours_per_failure,
    run_multiplier => p.run_multiplier, data_usd => p.data_usd, as_of => '2026-02-01') AS o;
SELECT is_empty($$SELECT w.*, x.factor, y.plans FROM (SELECT o.no, o.way, count(*) AS size, max(needed) FILTER (WHERE limit_name = 'deadline_days') AS d, max(needed) FILTER (WHERE limit_name = 'budget_usd') AS b, max(needed) FILTER (WHERE limit_name = 'max_co2e_kg') AS c, max(needed) FILTER (WHERE limit_name = 'max_gpus') AS g
                   FROM obstacle AS o GROUP BY 1, 2) AS w JOIN problem AS p ON p.no = w.no CROSS JOIN unnest('{1, 0.999999}'::float8[]) AS x (factor)
    CROSS JOIN LATERAL (SELECT count(*) AS plans FROM traincost.train_plans(model => p.model, method => p.method, tokens => p.tokens, prompts => p.prompts, prompt_tokens => p.prompt_tokens, response_tokens => p.response_tokens,
        samples_per_prompt => p.samples_per_prompt, steps => p.steps, seq_len => CASE WHEN p.tokens IS NOT NULL THEN 2048 END, deadline_days => coalesce(d * x.factor, p.deadline_days), budget_usd => coalesce(b * x.factor, p.budget_usd), max_co2e_kg => coalesce(c * x.factor, p.max_co2e_kg), max_gpus => coalesce(g * x.factor, p.max_gpus),
        gpus_of => 'Card 1,Card 2,Card 3', regions => 'FR,US', price_kinds => 'on_demand,spot,purchase', gpu_hours_per_failure => p.gpu_hours_per_failure, run_multiplier => p.run_multiplier, data_usd => p.data_usd, as_of => '2026-02-01')) AS y
    WHERE (x.factor = 1) <> (y.plans > 0) AND (x.factor = 1 OR w.size = 1)$$, 'each way out of no plan is enough, and where it is one limit no less is');
SELECT * FROM finish();
ROLLBACK;
