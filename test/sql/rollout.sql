--
-- rollout: seconds of sampling, and of a step of reinforcement learning
-- If this fails, reinforcement learning is priced as if decoding were bound by
-- FLOP: mixtures of experts and long responses then come out many times too cheap.
--
CREATE EXTENSION traincost;
-- one token for a batch, measured on one H100 with a bare CUDA graph: 0.75 of the bandwidth and 0.5 ms a step
SELECT model, batch, context, round((seconds / measured)::numeric, 2) AS ratio
FROM (VALUES ('Llama-3.1-8B', 7504900000, 131072, 1, 1024, 0.007004), ('Llama-3.1-8B', 7504900000, 131072, 16, 1024, 0.007686),
             ('Llama-3.1-8B', 7504900000, 131072, 64, 1024, 0.010025), ('Llama-3.1-8B', 7504900000, 131072, 256, 1024, 0.020334),
             ('Llama-3.1-8B', 7504900000, 131072, 64, 4096, 0.018491), ('Llama-3.1-8B', 7504900000, 131072, 16, 16384, 0.018098),
             ('Llama-3.2-1B', 1235800000, 32768, 16, 1024, 0.001803), ('Llama-3.2-1B', 1235800000, 32768, 256, 1024, 0.004898),
             ('Llama-3.2-1B', 1235800000, 32768, 256, 4096, 0.013315), ('Mistral-7B', 7110650000, 131072, 128, 2048, 0.018683)) AS m (model, params, kv, batch, context, measured),
     -- two tokens behind a prompt, less the reading of the prompt
     LATERAL (SELECT (sum(traincost.rollout_seconds_at(m.params, m.kv, 1, m.batch, m.context - 1, tokens, 989, 3350, 80, max_response_tokens => tokens,
                  decode_bandwidth_efficiency => 0.75, decode_step_seconds => 0.0005) * (tokens - 1)) / 2) AS seconds
              FROM (VALUES (0), (2)) AS r (tokens)) AS t
ORDER BY model COLLATE "C", batch, context;
-- by hand: 4 GPUs, 100 sequences on each, one engine a GPU, bound by bandwidth; the longest is twice the mean
SELECT round(g.seconds::numeric, 9) = round((100 * ((2e9 + 100 * 1e4 * 60) / (0.7 * 1000 * 1e9) + 0.015) + 100 * ((2e9 + 10 * 1e4 * 60) / (0.7 * 1000 * 1e9) + 0.015)
                   + 2 * 1e9 * 100 * 10 / (4 * 0.5 * 1000 * 1e12))::numeric, 9) AS generation,
       round(r.scoring_seconds::numeric, 9) = round((2 * 2 * 1e9 * 400 * 110 / (4 * 0.3 * 1000 * 1e12))::numeric, 9) AS scoring,
       round(r.training_seconds::numeric, 9) = round((6 * 1e9 * 400 * 110 / (4 * 0.3 * 1000 * 1e12))::numeric, 9) AS training,
       r.generation_seconds = g.seconds AS same, r.step_seconds = r.generation_seconds + r.scoring_seconds + r.training_seconds AS in_turn,
       round((r.gpu_hours / (r.step_seconds * 4 / 3600))::numeric, 12) AS hours, round((r.tokens_per_gpu_second / (400 * 110 / (r.step_seconds * 4)))::numeric, 12) AS tokens, r.waves
FROM traincost.rollout_seconds_at(1e9, 1e4, 4, 100, 10, 100, 1000, 1000, 80, 4, 200) AS g (seconds),
     traincost.rl_step_at(1e9, 1e4, 4, 100, 10, 100, 1000, 1000, 80, 4, 200) AS r;
-- bound by the peak where the batch is large and the weights are active: then bandwidth does not matter
SELECT traincost.rollout_seconds_at(1e9, 0, 1, 10000, 0, 100, 100, 1000, 80, max_response_tokens => 100) = 100 * (2 * 1e9 * 10000 / (0.5 * 100 * 1e12) + 0.015) AS by_peak,
       traincost.rollout_seconds_at(1e9, 0, 1, 10000, 0, 100, 100, 1000, 80, max_response_tokens => 100) = traincost.rollout_seconds_at(1e9, 0, 1, 10000, 0, 100, 100, 8000, 80, max_response_tokens => 100) AS not_by_bandwidth;
-- a mixture of experts: one sequence reads its experts alone, many read all; routed parameters follow from the active ones
SELECT round((1e12 * 0.7 * (traincost.rollout_seconds_at(10e9, 0, 1, 1, 0, 1, 1e6, 1000, 80, max_response_tokens => 1, active_params => 2e9, experts => 10, experts_per_token => 1, decode_step_seconds => 0)) / 2)::numeric) AS one,
       round((1e12 * 0.7 * (traincost.rollout_seconds_at(10e9, 0, 1, 2, 0, 1, 1e6, 1000, 80, max_response_tokens => 1, active_params => 2e9, experts => 10, experts_per_token => 1, decode_step_seconds => 0)) / 2)::numeric) AS two,
       round((1e12 * 0.7 * (traincost.rollout_seconds_at(10e9, 0, 1, 1000, 0, 1, 1e6, 1000, 80, max_response_tokens => 1, active_params => 2e9, experts => 10, experts_per_token => 1, decode_step_seconds => 0)) / 2)::numeric) AS "all",
       round((1e12 * 0.7 * (traincost.rollout_seconds_at(10e9, 0, 1, 1, 0, 1, 1e6, 1000, 80, max_response_tokens => 1, active_params => 2e9, routed_params => 5e9, experts => 10, experts_per_token => 1, decode_step_seconds => 0)) / 2)::numeric) AS given,
       round((1e12 * 0.7 * (traincost.rollout_seconds_at(10e9, 0, 1, 1, 0, 1, 1e6, 1000, 80, max_response_tokens => 1, active_params => 10e9, experts => 10, experts_per_token => 10, decode_step_seconds => 0)) / 2)::numeric) AS every_expert;
-- it trains at its own utilisation, also where its experts are not known
SELECT round((m.training_seconds / d.training_seconds)::numeric, 6) AS times, n.training_seconds = m.training_seconds AS same, g.training_seconds = d.training_seconds AS as_given
FROM traincost.rl_step_at(30e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, active_params => 3e9, experts => 128, experts_per_token => 8) AS m,
     traincost.rl_step_at(3e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8) AS d,
     traincost.rl_step_at(30e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, active_params => 3e9) AS n,
     traincost.rl_step_at(30e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, active_params => 3e9, training_mfu => 0.30) AS g;
-- quantised weights are read in half the time, twice the bandwidth in half of it too; the peak changes nothing
SELECT b.s / a.s AS quantised, c.s / a.s AS bandwidth, d.s / a.s AS peak
FROM traincost.rollout_seconds_at(8e9, 0, 1, 1, 0, 1000, 989, 3350, 80, max_response_tokens => 1000, decode_step_seconds => 0) AS a (s),
     traincost.rollout_seconds_at(8e9, 0, 1, 1, 0, 1000, 989, 3350, 80, max_response_tokens => 1000, decode_step_seconds => 0, rollout_bytes_per_param => 1) AS b (s),
     traincost.rollout_seconds_at(8e9, 0, 1, 1, 0, 1000, 989, 6700, 80, max_response_tokens => 1000, decode_step_seconds => 0) AS c (s),
     traincost.rollout_seconds_at(8e9, 0, 1, 1, 0, 1000, 1978, 3350, 80, max_response_tokens => 1000, decode_step_seconds => 0) AS d (s);
-- more sequences than memory holds run in waves: engines fill a slot as it becomes free, so half a wave takes half of one
SELECT r.prompts, s.waves, round((s.generation_seconds / first_value(s.generation_seconds) OVER (ORDER BY r.prompts))::numeric, 3) AS times
FROM (VALUES (100), (150), (200), (201)) AS r (prompts),
     LATERAL traincost.rl_step_at(1e9, 1e6, 1, r.prompts, 0, 700, 1e6, 1000, 80, max_response_tokens => 700, rollout_memory_share => 0.9) AS s;
-- turns: each reads what tools add and waits for its environment; the rest of the episode decodes as before
SELECT round((t.s - o.s)::numeric, 6) AS environment_and_reading, round((10 * 5 + 2 * 1e9 * 8 * 9 * 100 / (0.5 * 1000 * 1e12))::numeric, 6) AS by_hand
FROM traincost.rollout_seconds_at(1e9, 0, 1, 8, 0, 1000, 1000, 1000, 80, max_response_tokens => 1000) AS o (s),
     traincost.rollout_seconds_at(1e9, 0, 1, 8, 0, 1000, 1000, 1000, 80, max_response_tokens => 1000, turns => 10, added_tokens_per_turn => 100, environment_seconds => 5) AS t (s);
-- rejected samples are generated, not trained on
SELECT h.generation_seconds = t.generation_seconds AS twice_the_prompts, h.training_seconds * 2 = t.training_seconds AS half_the_training
FROM traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, accepted_share => 0.5) AS h,
     traincost.rl_step_at(8e9, 1e5, 8, 128, 100, 1000, 989, 3350, 80, 8) AS t;
-- apart: the sum if synchronous, the greater side if not; the best split is no worse than one given
SELECT s.step_seconds = s.generation_seconds + s.scoring_seconds + s.training_seconds AS in_turn,
       a.step_seconds = greatest(a.generation_seconds, a.scoring_seconds + a.training_seconds) AS together,
       a.training_seconds = s.training_seconds AS on_the_others, b.step_seconds <= a.step_seconds AS best, c.step_seconds >= b.step_seconds AS colocated
FROM traincost.rl_step_at(8e9, 1e5, 16, 64, 100, 1000, 989, 3350, 80, 8, rollout_gpus => 12) AS s,
     traincost.rl_step_at(8e9, 1e5, 16, 64, 100, 1000, 989, 3350, 80, 8, rollout_gpus => 12, asynchronous => true) AS a,
     traincost.rl_step_at(8e9, 1e5, 16, 64, 100, 1000, 989, 3350, 80, 8, asynchronous => true) AS b,
     traincost.rl_step_at(8e9, 1e5, 16, 64, 100, 1000, 989, 3350, 80, 8) AS c;
-- where one engine takes all GPUs, both sides take turns, and nobody waits for the longest response
SELECT a.step_seconds = a.generation_seconds + a.scoring_seconds + a.training_seconds AS in_turn, a.generation_seconds < s.generation_seconds AS no_tail, a.training_seconds = s.training_seconds AS same_training
FROM traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, engine_gpus => 8, asynchronous => true) AS a,
     traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, engine_gpus => 8) AS s;
-- PPO-ptx: pre-training tokens mixed in take 6 FLOP per parameter each
SELECT round((p.training_seconds - o.training_seconds)::numeric, 6) = round((6 * 8e9 * 1e6 / (8 * 0.3 * 989e12))::numeric, 6) AS mixed_in
FROM traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8) AS o, traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, 8, pretraining_tokens => 1e6) AS p;
-- nothing to do takes no time; what is not known makes the answer unknown
SELECT * FROM traincost.rl_step_at(8e9, 1e5, 8, 0, 100, 1000, 989, 3350, 80);
SELECT traincost.rollout_seconds_at(NULL, 1e5, 8, 1, 100, 1000, 989, 3350, 80) IS NULL AS unknown, traincost.rl_step_at(8e9, 1e5, 8, 1, 100, 1000, 989, NULL, 80) IS NULL AS no_bandwidth;
-- no answer
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 5000, 989, 3350, 80, max_response_tokens => 4096);
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, engine_gpus => 16);
SELECT traincost.rollout_seconds_at(70e9, 3e5, 2, 64, 100, 1000, 989, 3350, 80);
SELECT traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, rollout_gpus => 4, engine_gpus => 8);
SELECT traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, rollout_gpus => 9);
SELECT traincost.rollout_seconds_at(32e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, rollout_memory_share => 0.5, engine_gpus => 1);
SELECT traincost.rollout_seconds_at(1e9, 1e6, 8, 64, 100, 1e6, 989, 3350, 80, engine_gpus => 1);
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, active_params => 9e9);
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, active_params => 1e9, experts => 8);
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, experts => 8, experts_per_token => 9);
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, experts => 8, experts_per_token => 2, routed_params => 9e9);
SELECT traincost.rollout_seconds_at(8e9, 1e5, 8, 64, 100, 1000, 989, 0, 80);
SELECT traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, training_mfu => 40);
SELECT traincost.rl_step_at(8e9, 1e5, 8, 64, 100, 1000, 989, 3350, 80, turns => 0);
SELECT traincost.rollout_seconds_at(8e9, 0, 8, 1e300, 100, 1e300, 989, 3350, 80);
DROP EXTENSION traincost;
