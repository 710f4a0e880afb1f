-- Properties of rollouts and steps of reinforcement learning, on random runs.
BEGIN;
SELECT plan(18);
-- the same random runs each time
SELECT 1 FROM setseed(0.25);
CREATE TEMPORARY TABLE run AS
SELECT i, params, CASE WHEN experts > 0 THEN params * (0.03 + 0.9 * random()) ELSE params END AS active, experts, least(experts, 8) AS k,
       kv, gpus, prompts, samples, prompt, response, response * (1 + 4 * random()) AS cap, peak, gbps, gb, turns, added, env, accepted
FROM (SELECT i, 10 ^ (8.5 + 3 * random()) AS params, CASE WHEN random() < 0.5 THEN 8 + floor(248 * random()) ELSE 0 END AS experts,
             10 ^ (3.5 + 2.5 * random()) AS kv, floor(2 ^ (10 * random())) AS gpus, floor(1 + 1000 * random()) AS prompts, floor(1 + 32 * random()) AS samples,
             10 ^ (1 + 3 * random()) AS prompt, 10 ^ (1 + 3.5 * random()) AS response, 100 + 2400 * random() AS peak, 1000 + 7000 * random() AS gbps,
             24 + 264 * random() AS gb, CASE WHEN random() < 0.5 THEN 1 ELSE ceil(20 * random()) END AS turns, 500 * random() AS added,
             CASE WHEN random() < 0.5 THEN 0 ELSE 30 * random() END AS env, CASE WHEN random() < 0.5 THEN 1 ELSE 0.2 + 0.8 * random() END AS accepted
      FROM generate_series(1, 3000) AS i) AS x;
-- those that can run: the engine fits the GPUs, and has room for a sequence
DELETE FROM run WHERE gpus < 2 ^ ceil(log(2, greatest(2 * params / (0.6 * gb * 1e9), 1)::numeric)::float8)
    OR (0.9 - 0.6) * gb * 1e9 <= kv * (prompt + response + (turns - 1) * added);
CREATE FUNCTION pg_temp.step(r run, OUT seconds float8, OUT generation float8, OUT hours float8, factor float8 DEFAULT 1, asynchronous boolean DEFAULT false, gbps float8 DEFAULT 1, peak float8 DEFAULT 1, gpus float8 DEFAULT 1, overhead float8 DEFAULT 0.015, rollout_gpus float8 DEFAULT 0)
LANGUAGE sql AS $$
    SELECT s.step_seconds, s.generation_seconds, s.gpu_hours
    FROM traincost.rl_step_at(r.params, r.kv, r.gpus * $6, r.prompts, r.prompt, r.response, r.peak * $5, r.gbps * $4, r.gb, r.samples * $2, r.cap, r.active, experts => r.experts,
             experts_per_token => r.k, turns => r.turns, added_tokens_per_turn => r.added, environment_seconds => r.env, accepted_share => r.accepted, asynchronous => $3,
             decode_step_seconds => overhead, rollout_gpus => $8) AS s
$$;
SELECT cmp_ok((SELECT count(*) FROM run), '>', 500::bigint, 'enough runs are possible');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r) AS s, pg_temp.step(r, asynchronous => true) AS a WHERE a.seconds > s.seconds * (1 + 1e-12)', 'asynchronous is never slower than synchronous on the same GPUs');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r, rollout_gpus => gpus, gpus => 2) AS s, pg_temp.step(r, asynchronous => true, rollout_gpus => gpus, gpus => 2) AS a WHERE a.seconds > s.seconds * (1 + 1e-12)', 'nor with the same GPUs set apart');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r) AS s, pg_temp.step(r, 2) AS d WHERE d.seconds > 2 * s.seconds * (1 + 1e-12) OR d.seconds < s.seconds', 'more samples a prompt cost less than proportionally, and never less');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r, asynchronous => true) AS s, pg_temp.step(r, 1.1, asynchronous => true) AS d WHERE d.seconds > 1.1 * s.seconds * (1 + 1e-4) OR d.seconds < s.seconds * (1 - 1e-4)', 'asynchronous too');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r, overhead => 0) AS s, pg_temp.step(r, overhead => 0, gbps => 2) AS d WHERE d.generation > s.generation OR d.generation < s.generation / 2 * (1 - 1e-12)', 'twice the bandwidth: up to twice as fast');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r, overhead => 0) AS s, pg_temp.step(r, overhead => 0, gbps => 2, peak => 2) AS d WHERE env = 0 AND abs(d.generation * 2 / s.generation - 1) > 1e-9', 'twice the bandwidth and the peak: twice as fast');
SELECT is_empty('SELECT FROM run AS r, LATERAL (SELECT gpus AS engine) AS e, traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, response, engine_gpus => engine) AS s, traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, response, engine_gpus => engine, rollout_bytes_per_param => 1) AS d WHERE d > s * (1 + 1e-12)', 'quantised rollouts on the same engines are no slower');
SELECT is_empty('SELECT FROM run AS r, pg_temp.step(r) AS s, pg_temp.step(r, gpus => 2) AS d WHERE d.seconds > s.seconds * (1 + 1e-12) OR d.hours < s.hours * (1 - 1e-12)', 'twice the GPUs: no slower, and no fewer GPU-hours');
SELECT is_empty('SELECT FROM run AS r, traincost.rl_step_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples) AS s, traincost.rl_step_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, active_params => params) AS d WHERE s <> d', 'all parameters active is dense');
SELECT is_empty('SELECT FROM run AS r, traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, experts => 64, experts_per_token => 64) AS s, traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples) AS d WHERE abs(s / d - 1) > 1e-12', 'so are all experts');
SELECT is_empty('SELECT FROM run AS r, traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, active_params => active, experts => experts, experts_per_token => k) AS s, traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples) AS d WHERE s > d * (1 + 1e-12)', 'a mixture of experts decodes no slower than a dense model of its size');
SELECT is_empty('SELECT FROM run AS r, traincost.rl_step_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, cap) AS s, traincost.rl_flops(params, prompts, prompt, response, samples) AS f WHERE abs(s.training_seconds * gpus * 0.3 * peak * 1e12 / f.training_flop - 1) > 1e-9 OR abs(s.scoring_seconds * gpus * 0.3 * peak * 1e12 / f.scoring_flop - 1) > 1e-9', 'scoring and training are rl_flops at their utilisation');
SELECT is_empty('SELECT FROM run AS r, traincost.rl_step_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, cap) AS s WHERE s.generation_seconds <> traincost.rollout_seconds_at(params, kv, gpus, prompts, prompt, response, peak, gbps, gb, samples, cap)', 'generation is rollout_seconds_at');
-- the same of stages of plans, for models and cards of the catalog
CREATE TEMPORARY TABLE planned AS
SELECT jsonb_populate_record(NULL::traincost.pipeline_stage, jsonb_build_object('pipeline', 'random ' || i, 'stage_no', 1, 'stage', 'rl', 'method', method, 'model', model, 'gpu', gpu, 'gpus', 8 * 2 ^ floor(4 * random()), 'steps', 100,
           'prompts', ceil(100 * 200 * random()), 'samples_per_prompt', ceil(16 * random()), 'prompt_tokens', 300, 'response_tokens', ceil(5000 * random()), 'max_response_tokens', 16000, 'as_of', '2026-09-01')) AS s
FROM generate_series(1, 20) AS i, unnest('{ppo,grpo,dapo,online_dpo}'::text[]) AS method,
     LATERAL (SELECT (ARRAY['Llama-3.1-8B', 'Qwen3-32B', 'Qwen3-30B-A3B'])[1 + (i % 3)] AS model, (ARRAY['H100-80GB-SXM', 'A100-80GB-SXM', 'B200', 'H200-SXM'])[1 + (i % 4)] AS gpu) AS x;
SELECT is_empty('SELECT FROM planned, traincost._stage_flop(s) AS f WHERE f.problem IS NOT NULL OR f.steady_gpu_hours IS NULL', 'stages of known models on known cards take rl_step');
SELECT is_empty('SELECT FROM planned, traincost.estimate_stage(s) AS e, jsonb_populate_record(s, ''{"asynchronous": true}'') AS a, traincost.estimate_stage(a) AS f WHERE f.gpu_hours > e.gpu_hours * (1 + 1e-9)', 'an asynchronous stage takes no more than a synchronous one');
SELECT is_empty('SELECT FROM planned AS p, traincost.estimate_stage(p.s) AS e, jsonb_populate_record(p.s, jsonb_build_object(''samples_per_prompt'', 2 * (p.s).samples_per_prompt)) AS a, traincost.estimate_stage(a) AS f WHERE f.gpu_hours > 2 * e.gpu_hours * (1 + 1e-9) OR f.gpu_hours < e.gpu_hours', 'twice the samples take at most twice the hours');
INSERT INTO traincost.pipeline_stage SELECT (s).* FROM planned ON CONFLICT DO NOTHING;
SELECT is_empty('SELECT pipeline FROM traincost.stage_estimate AS s JOIN traincost.pipeline_bill AS b USING (pipeline, stage_no) WHERE pipeline LIKE ''random %'' GROUP BY pipeline, stage_no, s.total_usd, s.gpu_hours HAVING sum(b.amount_usd) <> s.total_usd OR abs(sum(b.quantity) / s.gpu_hours - 1) > 1e-9', 'generation, scoring and training sum to the stage, to the last digit');
SELECT * FROM finish();
ROLLBACK;
