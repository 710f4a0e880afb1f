-- A step of reinforcement learning by name (sqlcall/rl_step.c)

CREATE FUNCTION traincost.rl_step(
    model text DEFAULT NULL, gpu text DEFAULT NULL, gpus float8 DEFAULT NULL, prompts float8 DEFAULT NULL,
    prompt_tokens float8 DEFAULT NULL, response_tokens float8 DEFAULT NULL, samples_per_prompt float8 DEFAULT NULL,
    max_response_tokens float8 DEFAULT NULL, engine_gpus float8 DEFAULT NULL, rollout_gpus float8 DEFAULT NULL,
    turns float8 DEFAULT NULL, added_tokens_per_turn float8 DEFAULT NULL, environment_seconds float8 DEFAULT NULL,
    accepted_share float8 DEFAULT NULL, rollout_bytes_per_param float8 DEFAULT NULL, reward_params float8 DEFAULT NULL,
    critic_params float8 DEFAULT NULL, epochs float8 DEFAULT NULL, pretraining_tokens float8 DEFAULT NULL,
    training_mfu float8 DEFAULT NULL, params float8 DEFAULT NULL, active_params float8 DEFAULT NULL,
    routed_params float8 DEFAULT NULL, experts float8 DEFAULT NULL, experts_per_token float8 DEFAULT NULL,
    kv_bytes_per_token float8 DEFAULT NULL, peak_tflops float8 DEFAULT NULL, bandwidth_gbps float8 DEFAULT NULL,
    memory_gb float8 DEFAULT NULL, decode_bandwidth_efficiency float8 DEFAULT NULL,
    decode_compute_efficiency float8 DEFAULT NULL,
    decode_step_seconds float8 DEFAULT NULL, rollout_tail float8 DEFAULT NULL, rollout_memory_share float8 DEFAULT NULL,
    asynchronous boolean DEFAULT NULL, reference boolean DEFAULT NULL, old_logprobs boolean DEFAULT NULL,
    frozen_base boolean DEFAULT NULL, missing_ok boolean DEFAULT false, dtype text DEFAULT NULL,
    OUT generation_seconds float8, OUT scoring_seconds float8, OUT training_seconds float8, OUT step_seconds float8,
    OUT gpu_hours float8, OUT tokens_per_gpu_second float8, OUT waves float8,
    OUT gpus_used float8, OUT generation_gpus float8, OUT engine_size float8, OUT mfu float8, OUT mfu_source text,
    OUT problem text
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION traincost.rl_step IS
'One optimizer step of reinforcement learning for a model and a GPU of the catalog.
rl_step_at for a model and a GPU (default H100-80GB-SXM) of the catalog: parameters, experts and KV cache from the model''s shape, peak for dtype (default bf16), bandwidth and memory from the GPU, utilisations from table assumption; any of them may be given instead. gpus NULL: the fewest that hold all sequences of the step at once. gpus_used: those reckoned with; generation_gpus of them generate, in engines of engine_size; mfu of scoring and training, mfu_source: its row of table assumption, or given. What nobody knows makes the answer NULL, and problem names it. An unknown name is an error, a contradiction too; with missing_ok they are a problem. Model: kv_bytes_per_token in bf16, mean over the context.';
