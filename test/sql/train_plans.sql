--
-- train_plans: which GPUs, how many, of whom; and what stands in the way
-- If this fails, the best plan is not the best, or breaks a limit.
--
\set SHOW_CONTEXT never
CREATE EXTENSION traincost;
UPDATE traincost.assumption SET value = n.value FROM (VALUES ('power_fraction', 0.75), ('run_overhead', 1), ('mfu', 0.4)) AS n (name, value) WHERE assumption.name = n.name;
-- two cards: a fast one and a slow one, cheap by the hour
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, memory_bandwidth_gbps, source) VALUES ('Fast', 1000, 1000, 80, 3000, 'test'), ('Slow', 100, 500, 40, 1000, 'test');
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, usd_per_gpu, observed_on, source) VALUES
    ('Fast', 'one', 'on_demand', 4, NULL, '2026-01-01', 'test'), ('Fast', 'two', 'on_demand', 5, NULL, '2026-01-01', 'test'), ('Fast', 'two', 'spot', 2, NULL, '2026-01-01', 'test'),
    ('Slow', 'one', 'on_demand', 0.3, NULL, '2026-01-01', 'test'), ('Slow', 'gone', 'on_demand', 0.1, NULL, '2024-01-01', 'test'), ('Slow', 'one', 'purchase', NULL, 3000, '2026-01-01', 'test');
-- 3.6e21 FLOP at half of the peak: 2000 hours of Fast, 20000 of Slow
SELECT rank, gpu, gpus, days::numeric(10,3), total_usd, provider, price_kind, region, pareto FROM traincost.train_plans(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', as_of => '2026-02-01');
SELECT rank, gpu, gpus, days::numeric(10,3), total_usd, provider, region, pareto FROM traincost.train_plans(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast, Slow', deadline_days => 20, max_gpus => 50, regions => 'FR,WORLD', as_of => '2026-02-01');
-- each objective
SELECT o, b.gpu, b.gpus, b.days::numeric(10,3), b.total_usd::numeric(12,2), b.provider, b.price_kind FROM unnest('{usd,days,co2e_kg,energy_kwh}'::text[]) AS o,
    traincost.best_plan(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', deadline_days => 100, max_gpus => 40, price_kinds => 'on_demand, spot', objective => o, as_of => '2026-02-01') AS b;
-- owned GPUs, amortised
SELECT gpu, gpus, total_usd::numeric(12,2), price_kind FROM traincost.train_plans(flop => 3.6e21, mfu => 0.5, gpus_of => 'Slow', price_kinds => 'purchase', deadline_days => 30, as_of => '2026-02-01');
-- a plan meets its limits when it is asked back
SELECT bool_and(e.days <= 20 * (1 + 1e-9) AND e.total_usd <= 9000 AND e.total_usd = p.total_usd AND e.days = p.days AND e.co2e_location_kg = p.co2e_location_kg) AS kept, count(*) > 0 AS some
FROM traincost.train_plans(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', deadline_days => 20, budget_usd => 9000, max_gpus => 64, gpu_hours_per_failure => 5000, price_kinds => 'on_demand,spot', as_of => '2026-02-01') AS p,
    traincost.train_estimate(flop => 3.6e21, mfu => 0.5, gpu => p.gpu, gpus => p.gpus, provider => p.provider, price_kind => p.price_kind, gpu_hours_per_failure => 5000, as_of => '2026-02-01') AS e;
-- memory: a model of the catalog needs more of the small card
SELECT gpu, gpus, layout, fits, total_usd::numeric(12,2) FROM traincost.train_plans(model => 'Llama-3.1-8B', tokens => 1e9, gpus_of => 'Fast,Slow', as_of => '2026-02-01');
SELECT m, gpu, gpus, layout FROM unnest('{sft,lora,qlora,dpo}'::text[]) AS m, traincost.best_plan(model => 'Llama-3.1-8B', method => m, tokens => 1e9, gpus_of => 'Slow', as_of => '2026-02-01') ORDER BY m;
-- time by steps instead of utilisation
SELECT gpus, layout, days::numeric(8,3), step_seconds::numeric(8,3) FROM traincost.train_plans(model => 'Llama-3.1-8B', tokens => 1e11, gpus_of => 'Fast', providers => 'one', batch => 64, max_gpus => 32, deadline_days => 60, as_of => '2026-02-01') ORDER BY gpus;
-- 28 heads, which 8 does not divide; names as people write them; every card there is, also those without a peak
SELECT gpu, gpus, layout FROM traincost.train_plans(model => 'qwen 2.5 7b', tokens => 1e9, gpus_of => 'fast', max_gpus => 64, as_of => '2026-02-01') ORDER BY gpus;
SELECT (SELECT total_usd FROM traincost.best_plan(model => 'llama-3.1-8b', gpus_of => 'FAST', batch => 64, max_gpus => 32, as_of => '2026-02-01'))
     = (SELECT total_usd FROM traincost.best_plan(model => 'Llama-3.1-8B', gpus_of => 'Fast', batch => 64, max_gpus => 32, as_of => '2026-02-01')) AS same;
SELECT count(*) > 0 AS some FROM traincost.train_plans(model => 'Llama-3.1-8B', tokens => 1e10, batch => 64, max_gpus => 32, as_of => '2026-02-01');
-- what has no one stack of layers is not known to fit
SELECT gpu, gpus, layout, fits FROM traincost.train_plans(model => 'T5-3B', tokens => 1e9, gpus_of => 'Fast', providers => 'one', as_of => '2026-02-01');
-- reinforcement learning: hours of rollouts, by the step
SELECT gpu, gpus, days::numeric(8,3), total_usd::numeric(12,2), step_seconds::numeric(8,1), flop, memory_gb::numeric(6,1) FROM traincost.train_plans(model => 'Llama-3.2-3B', method => 'grpo', prompts => 8000, prompt_tokens => 512,
    response_tokens => 1024, samples_per_prompt => 8, gpus_of => 'Fast', providers => 'one', deadline_days => 0.4, max_gpus => 8, as_of => '2026-02-01') ORDER BY gpus;
-- nothing is feasible: no rows, and why
SELECT count(*) FROM traincost.train_plans(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', deadline_days => 10, budget_usd => 5000, max_gpus => 8, as_of => '2026-02-01');
SELECT way, limit_name, given, needed::numeric(12,3), note FROM traincost.plan_obstacle(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', deadline_days => 10, budget_usd => 5000, max_gpus => 1000, as_of => '2026-02-01');
SELECT way, limit_name, given, needed::numeric(12,3), note FROM traincost.plan_obstacle(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', deadline_days => 10, budget_usd => 9000, max_gpus => 8, as_of => '2026-02-01');
SELECT way, limit_name, given, needed::numeric(12,3), note FROM traincost.plan_obstacle(flop => 3.6e21, mfu => 0.5, gpus_of => 'Fast,Slow', deadline_days => 10, budget_usd => 5000, max_co2e_kg => 1, max_gpus => 8, as_of => '2026-02-01');
-- too few GPUs for the memory, for the time, and too little money: no single way out
SELECT way, limit_name, given, needed::numeric(12,3), note FROM traincost.plan_obstacle(model => 'Llama-3.1-8B', tokens => 1e10, mfu => 0.4, gpus_of => 'Slow', deadline_days => 1, budget_usd => 100, max_gpus => 1, as_of => '2026-02-01');
SELECT limit_name, note FROM traincost.plan_obstacle(flop => 1e20, gpus_of => 'Fast', price_kinds => 'reserved_1y', as_of => '2026-02-01');
SELECT limit_name, note FROM traincost.plan_obstacle(flop => 1e20, dtype => 'fp4', gpus_of => 'Fast', as_of => '2026-02-01');
SELECT limit_name, note FROM traincost.plan_obstacle(model => 'Llama-3.1-405B', tokens => 1e9, micro_batch => 1e6, gpus_of => 'Slow', as_of => '2026-02-01');
SELECT limit_name, note FROM traincost.plan_obstacle(model => 'no such', gpus_of => 'Fast', as_of => '2026-02-01');
SELECT count(*) FROM traincost.plan_obstacle(flop => 1e20, gpus_of => 'Fast', as_of => '2026-02-01');
-- bad requests
SELECT FROM traincost.train_plans(flop => 1e20, objective => 'speed');
SELECT FROM traincost.train_plans(flop => 1e20, method => 'rlhf');
SELECT FROM traincost.train_plans(flop => 1e20, budget_usd => 0);
-- also what another argument makes superfluous, and where nothing is offered
SELECT FROM traincost.train_plans(flop => 1e20, params => -1);
SELECT FROM traincost.train_plans(flop => 1e20, micro_batch => 0);
SELECT FROM traincost.train_plans(flop => 1e20, seq_len => 'NaN');
SELECT FROM traincost.train_plans(flop => 1e20, goodput => 2, as_of => '1950-01-01');
SELECT FROM traincost.train_plans(flop => 1e20, goodput => 0.9, gpu_hours_per_failure => 1000, as_of => '1950-01-01');
SELECT FROM traincost.train_plans(flop => 1e20, dtype => 'bf17', as_of => '1950-01-01');
-- a list without a name is no list of all
SELECT FROM traincost.train_plans(flop => 1e20, gpus_of => '');
SELECT FROM traincost.train_plans(flop => 1e20, providers => ' , ');
SELECT FROM traincost.train_plans(flop => 1e20, regions => '');
SELECT FROM traincost.plan_obstacle(flop => 1e20, price_kinds => ',');
-- GPUs that never finish
SELECT limit_name, note FROM traincost.plan_obstacle(flop => 1e20, gpus_of => 'Fast', gpu_hours_per_failure => 0.001, budget_usd => 1000, as_of => '2026-02-01');
SELECT FROM traincost.train_plans(flop => 1e20, deadline_days => -1);
SELECT FROM traincost.train_plans(flop => 1e20, max_gpus => 'NaN');
SELECT FROM traincost.train_plans(flop => 1e20, price_kinds => 'on_demand,free');
SELECT FROM traincost.train_plans(flop => 1e20, gpus_of => 'Fasst');
SELECT FROM traincost.train_plans(flop => 1e20, providers => 'onee');
SELECT FROM traincost.train_plans(flop => 1e20, regions => 'WORLDS');
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', method => 'grpo');
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', method => 'grpo', tokens => 1e9, prompts => 1e4, prompt_tokens => 1, response_tokens => 1);
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', method => 'sft', prompts => 1e4, prompt_tokens => 1, response_tokens => 1);
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', method => 'grpo', prompts => 1e4, prompt_tokens => 0, response_tokens => 1);
SELECT FROM traincost.train_plans(max_gpus => 8);
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8', max_gpus => 8);
SELECT FROM traincost.train_plans(flop => 1e20, batch => 64);
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', tokens => -1);
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', method => 'sft', tokens => 'NaN');
SELECT FROM traincost.train_plans(flop => 'Infinity', gpus_of => 'Fast');
SELECT FROM traincost.train_plans(flop => 1e20, mfu => 40, gpus_of => 'Fast');
SELECT FROM traincost.train_plans(flop => 1e20, dtype => 'bf61', gpus_of => 'Fast');
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', seq_len => -1, gpus_of => 'Fast');
SELECT FROM traincost.train_plans(flop => 1e20, data_usd => -1, gpus_of => 'Fast');
-- counts beyond whole numbers
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', batch => 1e30, max_gpus => 8, deadline_days => 1);
SELECT FROM traincost.train_plans(model => 'Llama-3.1-8B', batch => 1024, max_gpus => 1e300, deadline_days => 1);
SELECT traincost._plan_fewest(s, 'H100-80GB-SXM', 8, 1, 1, 1, 1e300, 'full', fewest, 1e300, 1, 1) FROM unnest('{-Infinity,1}'::float8[]) AS fewest, traincost.pipeline_stage AS s WHERE s.pipeline = 'assistant-100B' AND s.stage_no = 1;
-- the default GPU is not needed where others are asked for
UPDATE traincost.gpu SET bf16_tflops = NULL WHERE name = 'H100-80GB-SXM';
SELECT count(*) > 0 AS found FROM traincost.train_plans(params => 7e9, tokens => 1e12, gpus_of => 'Fast', as_of => '2026-02-01');
DROP EXTENSION traincost;
