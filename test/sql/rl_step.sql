--
-- rl_step: a step of reinforcement learning by name, and published runs beside it
-- If this fails, a plan takes another model's or card's figures, or guesses in silence.
--
CREATE EXTENSION traincost;
-- by name is by number with the catalog's and the assumptions' figures
SELECT s.step_seconds = a.step_seconds AS same_step, s.gpu_hours = a.gpu_hours AS same_hours, s.engine_size, s.gpus_used, s.generation_gpus, s.mfu, s.mfu_source, s.problem
FROM traincost.rl_step('Llama-3.1-8B', gpus => 16, prompts => 64, samples_per_prompt => 32, prompt_tokens => 127, response_tokens => 1019, max_response_tokens => 4096) AS s,
     traincost.model AS m, traincost.gpu AS g,
     LATERAL traincost.rl_step_at(m.params, traincost.kv_bytes_per_token(m.layers, m.hidden_size, m.heads, m.kv_heads), 16, 64, 127, 1019, g.bf16_tflops, g.memory_bandwidth_gbps, g.memory_gb, 32, 4096) AS a
WHERE m.name = 'Llama-3.1-8B' AND g.name = 'H100-80GB-SXM';
-- a mixture of experts: experts and the parameters of all routed ones from the shape
SELECT round((s.step_seconds / a.step_seconds)::numeric, 2) AS about_the_same, s.engine_size, s.mfu, s.mfu_source
FROM traincost.rl_step('Qwen3-30B-A3B', 'GB200', gpus => 16, prompts => 64, samples_per_prompt => 32, prompt_tokens => 99, response_tokens => 3199, max_response_tokens => 4096) AS s,
     traincost.rl_step_at(30.5e9, 98304, 16, 64, 99, 3199, 2500, 8000, 186, 32, 4096, active_params => 3.3e9, experts => 128, experts_per_token => 8) AS a;
-- a dense model whose shape counts a few parameters less than are published is no mixture of experts
INSERT INTO traincost.model (name, params, layers, hidden_size, heads, kv_heads, ffn_size, vocab_size, gated_ffn, tied_embeddings) VALUES ('biased', 8.1e9, 32, 4096, 32, 8, 14336, 128256, true, false);
SELECT mfu, mfu_source FROM traincost.rl_step('biased', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
-- what is given counts: size, card, utilisation, judgement
SELECT a.step_seconds = b.step_seconds AS all_given, a.mfu, a.mfu_source
FROM traincost.rl_step(gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000, samples_per_prompt => 8, params => 8e9, kv_bytes_per_token => 1e5, peak_tflops => 500, bandwidth_gbps => 2000, memory_gb => 80, training_mfu => 0.2,
                       decode_bandwidth_efficiency => 0.6, decode_compute_efficiency => 0.4, decode_step_seconds => 0.01, rollout_tail => 2, rollout_memory_share => 0.8) AS a,
     traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 500, 2000, 80, 8, training_mfu => 0.2,
                       decode_bandwidth_efficiency => 0.6, decode_compute_efficiency => 0.4, decode_step_seconds => 0.01, rollout_tail => 2, rollout_memory_share => 0.8) AS b;
-- by number the defaults are the shipped assumptions
SELECT name, value FROM traincost.assumption
WHERE name IN ('decode_bandwidth_efficiency', 'decode_compute_efficiency', 'decode_step_seconds', 'rollout_tail', 'rollout_memory_share', 'rl_training_mfu', 'moe_rl_training_mfu') ORDER BY name COLLATE "C";
BEGIN;
UPDATE traincost.assumption SET value = 0.10 WHERE name = 'rl_training_mfu';
SELECT mfu, mfu_source FROM traincost.rl_step('Llama-3.1-8B', gpus => 16, prompts => 64, prompt_tokens => 127, response_tokens => 1019);
ROLLBACK;
-- no GPUs named: the fewest that hold all sequences at once, in whole engines
SELECT gpus_used, engine_size, waves FROM traincost.rl_step('Llama-3.1-70B', prompts => 64, samples_per_prompt => 32, prompt_tokens => 127, response_tokens => 1019);
-- FP8 rollouts and an FP8 trainer
SELECT f.generation_seconds < b.generation_seconds AS faster_rollouts, f.training_seconds * 2 = b.training_seconds AS faster_training
FROM traincost.rl_step('Llama-3.1-8B', gpus => 16, engine_gpus => 1, prompts => 64, prompt_tokens => 127, response_tokens => 1019, rollout_bytes_per_param => 1, dtype => 'fp8', peak_tflops => 1978.8) AS f,
     traincost.rl_step('Llama-3.1-8B', gpus => 16, engine_gpus => 1, prompts => 64, prompt_tokens => 127, response_tokens => 1019, peak_tflops => 989.4) AS b;
-- what nobody knows has a name, and no guess: a model without shape, a card without bandwidth, an encoder-decoder
INSERT INTO traincost.model (name, params) VALUES ('shapeless', 7e9);
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('Novelty', 500);
SELECT step_seconds, problem FROM traincost.rl_step('shapeless', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
SELECT step_seconds, problem FROM traincost.rl_step('Llama-3.1-8B', 'Novelty', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
SELECT step_seconds, problem FROM traincost.rl_step('T5-11B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
SELECT problem FROM traincost.rl_step();
SELECT problem IS NULL AS given FROM traincost.rl_step('shapeless', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000, kv_bytes_per_token => 1e5);
-- unknown names and contradictions: an error, or a problem
SELECT problem FROM traincost.rl_step('Llama-3.1-8X', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
SELECT problem FROM traincost.rl_step('Llama-3.1-8B', 'H100', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
SELECT problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000, max_response_tokens => 500);
SELECT problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 1e300, prompt_tokens => 100, response_tokens => 1e300);
SELECT problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => -1, prompt_tokens => 100, response_tokens => 1000);
SELECT problem FROM traincost.rl_step('Llama-3.1-8X', 'H100', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000, missing_ok => true);
SELECT step_seconds, problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000, max_response_tokens => 500, missing_ok => true);
SELECT step_seconds, problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 1e300, prompt_tokens => 100, response_tokens => 1e300, missing_ok => true);
ALTER TABLE traincost.assumption DROP CONSTRAINT in_domain;
UPDATE traincost.assumption SET value = 2 WHERE name = 'decode_bandwidth_efficiency';
SELECT problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
DELETE FROM traincost.assumption WHERE name = 'decode_bandwidth_efficiency';
SELECT problem FROM traincost.rl_step('Llama-3.1-8B', gpus => 8, prompts => 64, prompt_tokens => 100, response_tokens => 1000);
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
-- the published runs: the distribution of ours over theirs
SELECT class, count(*) AS runs, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio))::numeric, 2) AS median, count(*) FILTER (WHERE ratio BETWEEN 0.5 AND 2) AS within_two, count(problem) AS problems
FROM traincost.rl_validation GROUP BY ROLLUP (class) ORDER BY class COLLATE "C";
SELECT count(*) AS stated, round(avg((ratio BETWEEN 0.5 AND 2)::integer), 2) AS within_two FROM traincost.rl_validation WHERE response_tokens_are <> 'inferred';
-- a run of one's own: what it leaves open is named; an impossible one does not stop the view
INSERT INTO traincost.rl_run (run, model, gpu, gpus, steps, responses, samples_per_prompt, prompt_tokens, response_tokens, asynchronous, gpu_hours)
VALUES ('ours', 'Llama-3.1-8B', 'H100-80GB-SXM', 16, 10, 20480, 32, 127, 1019, true, 3), ('odd', 'Llama-3.1-405B', 'H100-80GB-SXM', 1, 10, 20480, 32, 127, 1019, false, 3), ('bare', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT run, round(ratio::numeric, 1) AS ratio, inferred, problem FROM traincost.rl_validation WHERE run IN ('ours', 'odd', 'bare') ORDER BY run COLLATE "C";
DROP EXTENSION traincost;
