--
-- training_method: how a stage's FLOP and hours follow from its method
-- A method is a row.  If this fails, a stage of post-training is priced by another
-- method's rule, or one that nobody knows is priced in silence.
--
CREATE EXTENSION traincost;
-- by hand, over the FLOP of one pass of its training
\set by_hand '{dpo,kto,orpo,simpo,dapo,grpo,on_policy_distillation,online_dpo,ppo,rloo,distillation,lora,qlora,reward_model,sft,continued_pretraining}'
CREATE FUNCTION pg_temp.stage(inputs jsonb) RETURNS traincost.pipeline_stage LANGUAGE sql AS $$
    SELECT jsonb_populate_record(NULL::traincost.pipeline_stage, '{"params": 1e9, "prompt_tokens": 100, "response_tokens": 400, "gpus": 8, "as_of": "2026-09-01"}' || inputs)
$$;
SELECT m.method, f.flop / (6 * 1e9 * 500 * 1000) AS flop, f.generation_flop / (6 * 1e9 * 500 * 1000) AS generation, f.tokens / (500 * 1000) AS tokens, f.mfu_class
FROM traincost.training_method AS m,
     traincost._stage_flop(pg_temp.stage(jsonb_build_object('method', m.method, m.items, CASE WHEN m.items = 'tokens' THEN 500 * 1000 ELSE 1000 END))) AS f WHERE m.method = ANY (:'by_hand') ORDER BY m.method COLLATE "C";
-- inputs of a plan against the method's own: teacher, reference, samples, epochs, padding, tools, pre-training tokens
SELECT what, f.flop / (6 * 1e9 * 500 * 1000) AS flop, f.generation_flop / (6 * 1e9 * 500 * 1000) AS generation, f.tokens / (500 * 1000) AS tokens
FROM (VALUES ('a teacher of ten times the size', '{"method": "distillation", "examples": 1000, "reward_params": 1e10}'::jsonb),
             ('padded to four times the length', '{"method": "sft", "examples": 1000, "padded_tokens": 2000}'),
             ('padded pairs', '{"method": "orpo", "comparisons": 1000, "padded_tokens": 1000}'),
             ('a cached reference, two epochs', '{"method": "dpo", "comparisons": 1000, "epochs": 2, "cached_reference": true}'),
             ('no reference', '{"method": "kto", "examples": 1000, "reference": false}'),
             ('eight samples', '{"method": "grpo", "prompts": 125, "samples_per_prompt": 8}'),
             ('half of them rejected', '{"method": "dapo", "prompts": 125, "samples_per_prompt": 8, "accepted_share": 0.5}'),
             ('five turns of 100 more tokens', '{"method": "grpo", "prompts": 1000, "turns": 6, "added_tokens_per_turn": 100}'),
             ('the same of every other prompt', '{"method": "grpo", "prompts": 1000, "samples_per_prompt": 0.5, "turns": 6, "added_tokens_per_turn": 100}'),
             ('pre-training tokens mixed in', '{"method": "ppo", "prompts": 1000, "pretraining_tokens": 5e5}')) AS v (what, inputs), traincost._stage_flop(pg_temp.stage(v.inputs)) AS f;
-- every method is priced, and what it lacks has a name; a method that no table has too, and its plan is unpriced
SELECT m.method AS without_estimate FROM traincost.training_method AS m,
     traincost.estimate_stage(pg_temp.stage(jsonb_build_object('method', m.method, m.items, CASE WHEN m.items = 'tokens' THEN 500 * 1000 ELSE 1000 END))) AS e
WHERE e.flop > 0 IS NOT TRUE OR e.total_usd > 0 IS NOT TRUE;
SELECT m.method AS lacks_nothing FROM traincost.training_method AS m WHERE m.items <> ALL (traincost._method_missing(pg_temp.stage(jsonb_build_object('method', m.method))));
SELECT m.items, array_to_string(traincost._method_missing(pg_temp.stage(jsonb_build_object('method', m.method))), ', ') AS missing FROM traincost.training_method AS m WHERE m.method IN ('sft', 'dpo', 'grpo', 'continued_pretraining') ORDER BY m.items COLLATE "C";
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, method, params, examples, prompt_tokens, response_tokens, gpus, as_of) VALUES ('p', 1, 'tuning', 'grpoo', 7e9, 1000, 100, 400, 8, '2026-09-01');
SELECT flop, total_usd FROM traincost.stage_estimate WHERE pipeline = 'p';
SELECT item, amount_usd, note FROM traincost.bill('p');
SELECT concerns, detail FROM traincost.stage_problem;
-- until its row is there: a method is a row
INSERT INTO traincost.training_method (method, formula, items, sequences, reference, mfu_class, moe_mfu_class) VALUES ('grpoo', 'preference', 'examples', 3, true, 'finetune_mfu', 'moe_mfu');
SELECT flop = (6 + 2) * 7e9 * 3 * 1000 * 500 AS by_its_row, mfu, left(mfu_source, 23) AS from, total_usd > 0 AS priced FROM traincost.stage_estimate WHERE pipeline = 'p';
SELECT count(*) AS problems FROM traincost.stage_problem;
INSERT INTO traincost.training_method (method, formula, items, mfu_class, moe_mfu_class) VALUES ('x', 'rollouts', 'examples', 'mfu', 'mfu');
INSERT INTO traincost.training_method (method, formula, items, mfu_class, moe_mfu_class) VALUES ('x', 'sequences', 'examples', 'my own', 'mfu');
-- tokens belong to continued pre-training, not beside another method's data
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, method, params, tokens, gpus, as_of) VALUES ('p', 2, 'more', 'continued_pretraining', 7e9, 1e10, 64, '2026-09-01');
SELECT flop, mfu, run_overhead FROM traincost.stage_estimate WHERE pipeline = 'p' AND stage_no = 2;
\set VERBOSITY terse
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, method, params, tokens, examples) VALUES ('p', 3, 'both', 'sft', 7e9, 1e10, 1000);
\set VERBOSITY default
-- a mixture of experts has its own utilisation, an encoder-decoder half the FLOP
SELECT f.mfu_class, f.flop / (6 * 37e9 * 500 * 1000) AS flop FROM traincost._stage_flop(pg_temp.stage('{"params": null, "model": "DeepSeek-V3", "method": "sft", "examples": 1000}')) AS f;
SELECT f.mfu_class, f.flop / (6 * 11e9 * 500 * 1000) AS flop FROM traincost._stage_flop(pg_temp.stage('{"params": null, "model": "T5-11B", "method": "sft", "examples": 1000}')) AS f;
INSERT INTO traincost.model (name, params, active_params) VALUES ('shapeless', 30e9, 3e9);
-- a stage that samples takes the hours of rl_step: steps of it, whose parts are lines of the bill
CREATE TEMPORARY TABLE run AS SELECT pg_temp.stage('{"pipeline": "rl", "stage_no": 1, "stage": "rl", "params": null, "model": "Llama-3.1-8B", "method": "grpo", "prompts": 6400, "samples_per_prompt": 8, "steps": 100, "max_response_tokens": 2000}') AS s;
SELECT round((e.gpu_hours / (100 * r.gpu_hours))::numeric, 9) AS hours, round((e.days / (100 * r.step_seconds / 86400))::numeric, 9) AS days, e.flop = f.flop + f.generation_flop AS flop
FROM run, traincost.estimate_stage(s) AS e, traincost._stage_flop(s) AS f,
     traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 400, samples_per_prompt => 8, max_response_tokens => 2000) AS r;
INSERT INTO traincost.pipeline_stage SELECT (s).* FROM run;
SELECT b.item, round((b.quantity / (100 * 8 * CASE b.line_no WHEN 1 THEN r.generation_seconds WHEN 2 THEN r.scoring_seconds ELSE r.training_seconds END / 3600))::numeric, 9) AS share, sum(b.amount_usd) OVER () = t.total_usd AS exact
FROM traincost.pipeline_bill AS b JOIN traincost.pipeline_estimate AS t USING (pipeline),
     traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 400, samples_per_prompt => 8, max_response_tokens => 2000) AS r
WHERE b.pipeline = 'rl' ORDER BY b.line_no;
-- asynchronous: each side's GPUs; FOCUS has the same sum
UPDATE traincost.pipeline_stage SET asynchronous = true, rollout_gpus = 6 WHERE pipeline = 'rl';
SELECT b.item, round((b.quantity / sum(b.quantity) OVER ())::numeric, 6) AS share FROM traincost.pipeline_bill AS b WHERE pipeline = 'rl' ORDER BY line_no;
SELECT (SELECT sum(effective_cost) FROM traincost.focus_estimate WHERE x_scenario = 'rl') = total_usd AS exact FROM traincost.pipeline_estimate WHERE pipeline = 'rl';
-- every input of sampling tells
SELECT i.key AS input, round((e.gpu_hours / o.gpu_hours)::numeric, 3) AS times
FROM run, jsonb_each('{"steps": 200, "turns": 4, "environment_seconds": 30, "accepted_share": 0.5, "asynchronous": true, "rollout_gpus": 4, "engine_gpus": 4, "rollout_bytes_per_param": 1, "kv_bytes_per_token": 1e6, "pretraining_tokens": 1e8, "mfu": 0.1, "mfu_class": "lora_mfu", "max_response_tokens": 400, "reward_params": 7e9, "epochs": 2, "gpus": 64, "reference": false, "dtype": "fp8"}') AS i,
     LATERAL (SELECT jsonb_populate_record(s, jsonb_build_object(i.key, i.value)) AS s) AS n, traincost.estimate_stage(n.s) AS e, traincost.estimate_stage(run.s) AS o ORDER BY i.key COLLATE "C";
-- where shape or bandwidth are unknown a utilisation stands in, and the bill and stage_problem say so
UPDATE traincost.pipeline_stage SET model = NULL, params = 8e9, asynchronous = NULL, rollout_gpus = NULL WHERE pipeline = 'rl';
SELECT item, quantity > 0 AS hours, note FROM traincost.bill('rl');
SELECT concerns, detail FROM traincost.stage_problem WHERE pipeline = 'rl';
SELECT round((e.gpu_hours / (traincost.gpu_hours_at(f.generation_flop, 989.4 * 0.03) + traincost.gpu_hours_at(f.flop, 989.4 * 0.30)))::numeric, 9) AS by_utilization
FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e, traincost._stage_flop(s) AS f WHERE pipeline = 'rl';
-- of its class: long responses, a mixture of experts
SELECT what, f.generation_mfu, f.problem FROM (VALUES ('long', '{"params": 8e9, "response_tokens": 8000}'::jsonb), ('experts', '{"params": null, "model": "shapeless"}')) AS v (what, inputs),
     traincost._stage_flop(pg_temp.stage(v.inputs || '{"method": "grpo", "prompts": 100}')) AS f;
-- and so does a contradiction; a utilisation of one's own stands as it is
UPDATE traincost.pipeline_stage SET kv_bytes_per_token = 131072, engine_gpus = 16 WHERE pipeline = 'rl';
SELECT concerns, detail FROM traincost.stage_problem WHERE pipeline = 'rl';
UPDATE traincost.pipeline_stage SET generation_mfu = 0.05 WHERE pipeline = 'rl';
SELECT count(*) AS problems FROM traincost.stage_problem WHERE pipeline = 'rl';
SELECT item FROM traincost.bill('rl');
DROP FUNCTION pg_temp.stage(jsonb);
DROP EXTENSION traincost CASCADE;
