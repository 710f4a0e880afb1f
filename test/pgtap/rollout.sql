-- Properties of rollouts and steps of reinforcement learning, on random runs.
BEGIN;
SELECT plan(14);
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
SELECT * FROM finish();
ROLLBACK;
