-- Rollouts and steps of reinforcement learning, by number (formula/rollout.c)

CREATE FUNCTION traincost.rollout_seconds_at(
    params float8, kv_bytes_per_token float8, gpus float8, prompts float8, prompt_tokens float8, response_tokens float8,
    peak_tflops float8, bandwidth_gbps float8, memory_gb float8, samples_per_prompt float8 DEFAULT 1,
    max_response_tokens float8 DEFAULT 0, active_params float8 DEFAULT 0, routed_params float8 DEFAULT 0,
    experts float8 DEFAULT 0, experts_per_token float8 DEFAULT 0, engine_gpus float8 DEFAULT 0, turns float8 DEFAULT 1,
    added_tokens_per_turn float8 DEFAULT 0, environment_seconds float8 DEFAULT 0, accepted_share float8 DEFAULT 1,
    rollout_bytes_per_param float8 DEFAULT 2, asynchronous boolean DEFAULT false,
    decode_bandwidth_efficiency float8 DEFAULT 0.7,
    decode_compute_efficiency float8 DEFAULT 0.5, decode_step_seconds float8 DEFAULT 0.015,
    rollout_tail float8 DEFAULT 3,
    rollout_memory_share float8 DEFAULT 0.9
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION traincost.rollout_seconds_at IS
'Seconds in which GPUs sample the sequences of one step, bound by memory bandwidth.
Seconds in which gpus sample the sequences of one step, bound by memory bandwidth: waves x (response_tokens x tau(b) + turns x environment_seconds) + (longest - response_tokens) x tau(max(b/10, 1/engine_gpus)) + reading, where tau(b) = max((W/engine_gpus + b x kv_bytes_per_token x context)/(decode_bandwidth_efficiency x bandwidth), 2 x active_params x b/(decode_compute_efficiency x peak)) + decode_step_seconds for b sequences a GPU, W the bytes of weights that a token step reads. Sequences beyond rollout_memory_share of memory follow in waves. longest: rollout_tail x response_tokens, at most the cap; the mean if asynchronous. params: all of the policy; active_params: those one token meets (0: all); of a mixture of experts also experts and experts_per_token, and routed_params of all routed experts (0: from the others). kv_bytes_per_token: of keys and values (function kv_bytes_per_token). gpus hold engines of engine_gpus each (0: the fewest, a power of two, whose weights take 60 percent of memory), with rollout_bytes_per_param (2; 1 if quantised). prompts and samples_per_prompt of one step; accepted_share of the sampled sequences is trained on (dynamic sampling). response_tokens: mean over all turns; max_response_tokens: the cap (0: none). turns: added_tokens_per_turn are read between two, environment_seconds pass in each. peak_tflops, bandwidth_gbps, memory_gb: dense peak, memory bandwidth and memory of the GPU. Defaults of the last five equal the rows of table assumption as shipped. Source: published runs, view rl_validation.';

CREATE FUNCTION traincost.rl_step_at(
    params float8, kv_bytes_per_token float8, gpus float8, prompts float8, prompt_tokens float8, response_tokens float8,
    peak_tflops float8, bandwidth_gbps float8, memory_gb float8, samples_per_prompt float8 DEFAULT 1,
    max_response_tokens float8 DEFAULT 0, active_params float8 DEFAULT 0, routed_params float8 DEFAULT 0,
    experts float8 DEFAULT 0, experts_per_token float8 DEFAULT 0, engine_gpus float8 DEFAULT 0, turns float8 DEFAULT 1,
    added_tokens_per_turn float8 DEFAULT 0, environment_seconds float8 DEFAULT 0, accepted_share float8 DEFAULT 1,
    rollout_bytes_per_param float8 DEFAULT 2, asynchronous boolean DEFAULT false,
    decode_bandwidth_efficiency float8 DEFAULT 0.7,
    decode_compute_efficiency float8 DEFAULT 0.5, decode_step_seconds float8 DEFAULT 0.015,
    rollout_tail float8 DEFAULT 3,
    rollout_memory_share float8 DEFAULT 0.9, rollout_gpus float8 DEFAULT 0, reference boolean DEFAULT true,
    old_logprobs boolean DEFAULT true, reward_params float8 DEFAULT 0, critic_params float8 DEFAULT 0,
    epochs float8 DEFAULT 1,
    pretraining_tokens float8 DEFAULT 0, frozen_base boolean DEFAULT false, training_mfu float8 DEFAULT 0,
    OUT generation_seconds float8, OUT scoring_seconds float8, OUT training_seconds float8, OUT step_seconds float8,
    OUT gpu_hours float8, OUT tokens_per_gpu_second float8, OUT waves float8
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION traincost.rl_step_at IS
'One optimizer step of reinforcement learning, from numbers alone.
One optimizer step of reinforcement learning on gpus: generation_seconds of rollout_seconds_at; scoring_seconds (reference and old_logprobs, reward_params, critic_params) and training_seconds from the FLOP of rl_flops at training_mfu of the peak (0: 0.30, of a mixture of experts 0.05), pretraining_tokens of PPO-ptx included; step_seconds; gpu_hours of all gpus; tokens_per_gpu_second: prompt and response tokens trained on, a GPU and second; waves: times that memory is filled. Synchronous: the sum, on all gpus, or with generation on rollout_gpus and the rest on the others. Asynchronous: the greater of generation and the rest, each on its GPUs (rollout_gpus 0: the best split). params: all of the policy; active_params: those one token meets (0: all); of a mixture of experts also experts and experts_per_token, and routed_params of all routed experts (0: from the others). kv_bytes_per_token: of keys and values (function kv_bytes_per_token). gpus hold engines of engine_gpus each (0: the fewest, a power of two, whose weights take 60 percent of memory), with rollout_bytes_per_param (2; 1 if quantised). prompts and samples_per_prompt of one step; accepted_share of the sampled sequences is trained on (dynamic sampling). response_tokens: mean over all turns; max_response_tokens: the cap (0: none). turns: added_tokens_per_turn are read between two, environment_seconds pass in each. peak_tflops, bandwidth_gbps, memory_gb: dense peak, memory bandwidth and memory of the GPU. Source: published runs, view rl_validation.';
