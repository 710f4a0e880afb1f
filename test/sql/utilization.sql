--
-- utilization: which utilisation an estimate takes, and what a whole run takes beside
-- If this fails, a mixture of experts is priced as if it were dense, or overhead is counted twice or never.
--
CREATE EXTENSION traincost;
-- hours at the utilisation that is chosen over hours at 1
CREATE FUNCTION pg_temp.utilization(e traincost.estimate) RETURNS numeric LANGUAGE sql AS 'SELECT round((traincost.gpu_hours_at(($1).flop, 989.4) / ($1).gpu_hours)::numeric, 4)';
SELECT name, value, low, high, source IS NOT NULL AS evidence FROM traincost.assumption
WHERE name = 'run_overhead' OR name LIKE '%mfu' ORDER BY name COLLATE "C";
SELECT what, pg_temp.utilization(e) AS utilization, round(by_hand, 4) AS by_hand FROM (VALUES
    ('dense: steady, and the whole run on top', traincost.train_estimate(flop => 1e23), 0.40 / 1.4),
    ('a model of the catalog', traincost.train_estimate(model => 'Llama-3.1-405B'), 0.40 / 1.4),
    ('a mixture of experts: of whole runs', traincost.train_estimate(model => 'DeepSeek-V2'), 0.20),
    ('trained in FP8, where the GPU has it', traincost.train_estimate(model => 'DeepSeek-V3', gpu => 'H800-80GB-SXM'), 0.20 * 2),
    ('and in bf16 where it has none', traincost.train_estimate(model => 'DeepSeek-V3', gpu => 'A100-80GB-SXM'), 0.20 * 312 / 989.4),
    ('or as asked for', traincost.train_estimate(model => 'DeepSeek-V3', gpu => 'H800-80GB-SXM', dtype => 'bf16'), 0.20),
    ('as asked for', traincost.train_estimate(flop => 1e23, mfu_class => 'moe_mfu'), 0.20),
    ('fine-tuning', traincost.train_estimate(flop => 1e23, mfu_class => 'finetune_mfu'), 0.25),
    ('padded', traincost.train_estimate(flop => 1e23, mfu_class => 'finetune_padded_mfu'), 0.12),
    ('LoRA', traincost.train_estimate(flop => 1e23, mfu_class => 'lora_mfu'), 0.30),
    ('LoRA, recomputed', traincost.train_estimate(flop => 1e23, mfu_class => 'lora_recompute_mfu'), 0.23),
    ('RL', traincost.train_estimate(flop => 1e23, mfu_class => 'rl_training_mfu'), 0.30),
    ('RL of a mixture of experts', traincost.train_estimate(flop => 1e23, mfu_class => 'moe_rl_training_mfu'), 0.05),
    ('given: of the whole run', traincost.train_estimate(flop => 1e23, mfu => 0.5), 0.5),
    ('given for a mixture of experts', traincost.train_estimate(model => 'DeepSeek-V2', mfu => 0.3), 0.3),
    ('given with overhead', traincost.train_estimate(flop => 1e23, mfu => 0.5, run_overhead => 1.1), 0.5 / 1.1),
    ('overhead given', traincost.train_estimate(flop => 1e23, run_overhead => 1.1), 0.40 / 1.1),
    ('overhead of a mixture of experts', traincost.train_estimate(model => 'DeepSeek-V2', run_overhead => 1.1), 0.20 / 1.1),
    ('goodput says what is lost', traincost.train_estimate(flop => 1e23, goodput => 0.9), 0.40 * 0.9),
    ('and more is lost beside', traincost.train_estimate(flop => 1e23, goodput => 0.9, run_overhead => 1.1), 0.40 * 0.9 / 1.1),
    ('other runs are no overhead', traincost.train_estimate(flop => 1e23, run_multiplier => 2), 0.40 / 1.4 / 2)) AS v (what, e, by_hand);
-- hours of one's own stand as they are; FLOP stay
SELECT flop, gpu_hours, days FROM traincost.train_estimate(flop => 1e21, steady_gpu_hours => 960, gpus => 8);
SELECT gpu_hours FROM traincost.train_estimate(flop => 1e21, steady_gpu_hours => 960, gpus => 8, run_overhead => 1.25, goodput => 0.5);
SELECT gpu_hours FROM traincost.train_estimate_at(1e21, 400, steady_gpu_hours => 960, run_overhead => 1.25);
SELECT round((traincost.train_estimate_at(1e21, 400, run_overhead => 1.25)).gpu_hours / traincost.gpu_hours_at(1e21, 400)) AS by_number;
-- the derived days keep the days given
SELECT days <= 10 AS in_time, gpus FROM traincost.train_estimate(flop => 1e23, days => 10);
-- failures derived: no overhead beside, unless it is given
SELECT round((a.gpu_hours / b.gpu_hours)::numeric, 6) AS same FROM traincost.train_estimate(flop => 1e23, gpus => 512, restart_seconds => 600) AS a, traincost.train_estimate(flop => 1e23, gpus => 512, restart_seconds => 600, run_overhead => 1) AS b;
SELECT traincost.train_cost(flop => 1e23, run_overhead => 0.9);
SELECT traincost.train_cost(flop => 1e23, mfu_class => 'dense');
UPDATE traincost.assumption SET value = 1.1 WHERE name = 'run_overhead';
SELECT pg_temp.utilization(traincost.train_estimate(flop => 1e23)) AS changed;
ALTER TABLE traincost.assumption DROP CONSTRAINT in_domain;
UPDATE traincost.assumption SET value = 40 WHERE name = 'moe_mfu';
SELECT traincost.train_cost(flop => 1e23);
DELETE FROM traincost.assumption WHERE name = 'moe_mfu';
SELECT traincost.train_cost(model => 'DeepSeek-V3') IS NULL AS unknown_without_it;
DROP FUNCTION pg_temp.utilization(traincost.estimate);
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
-- a plan says which row it took
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, params, tokens, method, examples, prompts, prompt_tokens, response_tokens, mfu, mfu_class, goodput, steady_gpu_hours, gpus) VALUES
    ('u', 1, 'dense', NULL, 7e9, 1e12, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 64),
    ('u', 2, 'sparse', 'DeepSeek-V3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2048),
    ('u', 3, 'goodput', NULL, 7e9, 1e12, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.9, NULL, 64),
    ('u', 4, 'own', NULL, 7e9, 1e12, NULL, NULL, NULL, NULL, NULL, 0.5, NULL, NULL, NULL, 64),
    ('u', 5, 'hours', NULL, 7e9, 1e12, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1000, 64),
    ('u', 6, 'fine-tuning', 'Llama-3.1-8B', NULL, NULL, 'sft', 1e5, NULL, 500, 500, NULL, NULL, NULL, NULL, 8),
    ('u', 7, 'fine-tuning of experts', 'Mixtral-8x7B', NULL, NULL, 'sft', 1e5, NULL, 500, 500, NULL, NULL, NULL, NULL, 8),
    ('u', 8, 'LoRA, recomputed', 'Llama-3.1-8B', NULL, NULL, 'lora', 1e5, NULL, 500, 500, NULL, 'lora_recompute_mfu', NULL, NULL, 8),
    ('u', 9, 'RL', 'Llama-3.1-8B', NULL, NULL, 'grpo', NULL, 1e5, 500, 500, NULL, NULL, NULL, NULL, 8);
SELECT stage, mfu, mfu_source, run_overhead, round((gpu_hours / traincost.gpu_hours_at(flop, 989.4 * mfu) )::numeric, 3) AS hours_over_theirs FROM traincost.stage_estimate WHERE pipeline = 'u' ORDER BY stage_no;
-- published runs at the defaults
SELECT validation, class, runs, round(median_ratio::numeric, 2) AS median, round(p10_ratio::numeric, 2) AS p10, round(p90_ratio::numeric, 2) AS p90, round(within_1_25_share::numeric, 2) AS within_1_25,
       round(within_35_percent_share::numeric, 2) AS within_35_percent, round(within_2_share::numeric, 2) AS within_2
FROM traincost.validation_summary ORDER BY validation COLLATE "C", class COLLATE "C";
SELECT count(*) AS beside FROM traincost.model_validation WHERE quantity LIKE 'default_gpu_hours: %';
SELECT split_part(convention, ': ', 2) AS class, count(*) AS runs, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ours / published))::numeric, 2) AS median, round(avg((ours / published BETWEEN 1 / 1.5 AND 1.5)::int), 2) AS within_1_5
FROM traincost.model_validation WHERE quantity = 'default_gpu_hours' GROUP BY class ORDER BY min(convention) COLLATE "C";
-- every published run that is no pre-training has its class, and hours of ours or what is not published
SELECT class, count(*) AS runs, count(ratio) AS predicted, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio))::numeric, 2) AS median, min(problem COLLATE "C") AS problem, max(problem COLLATE "C") AS other_problem
FROM traincost.posttraining_validation GROUP BY class ORDER BY class COLLATE "C";
-- pre-training whose source states no tokens stands nowhere
SELECT m.name AS nowhere FROM traincost.model AS m WHERE coalesce(m.gpu_hours, m.gpu_count * m.train_days * 24) > 0
  AND NOT EXISTS (SELECT FROM traincost.posttraining_validation AS p WHERE p.run = m.name AND (p.our_gpu_hours IS NULL) = (p.problem IS NOT NULL))
  AND NOT EXISTS (SELECT FROM traincost.model_validation AS v WHERE v.model = m.name AND v.quantity LIKE 'default_gpu_hours%') ORDER BY m.name COLLATE "C";
-- an FP8 run held against the bf16 peak is found out; what is not known is named
INSERT INTO traincost.pretraining_run (run, kind, params, tokens, gpu, dtype, gpu_hours) VALUES
    ('fp8 as bf16', 'benchmark', 405e9, 2264924160, 'H200-SXM', 'bf16', 1788.5), ('bare', 'whole run', NULL, NULL, NULL, NULL, NULL),
    ('no peak', 'whole run', 1e9, 1e12, 'A100-80GB-SXM', 'fp4', 10000);
SELECT run, round(ratio::numeric, 2) AS ratio, round(implied_mfu::numeric, 2) AS implied_mfu, problem FROM traincost.pretraining_validation WHERE problem IS NOT NULL ORDER BY run COLLATE "C";
DROP EXTENSION traincost;
