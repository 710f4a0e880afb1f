-- Memory of preference and reinforcement learning by number (formula/memory_method.c)

CREATE FUNCTION traincost.preference_memory_at(
    seq_len float8,
-- @arguments architecture
    method text DEFAULT 'dpo', reference boolean DEFAULT NULL, cached_reference boolean DEFAULT false,
-- @arguments layout
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8, OUT frozen_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 7;
COMMENT ON FUNCTION traincost.preference_memory_at IS
'Memory in GB per GPU of training on pairs, as train_memory, with frozen_gb of the reference.
method dpo (two sequences a pair, a frozen reference), orpo and simpo (pairs without reference), kto (single sequences, a reference) or reward_model (pairs, a scalar head, no logits). A reference takes 2 bytes a parameter; none with LoRA, whose base is the reference, nor with cached_reference, whose log-probabilities are computed beforehand. reference NULL: as the method has it. Arguments from micro_batch on as in train_memory. Source: arXiv:2305.18290.';

CREATE FUNCTION traincost.rl_memory_at(
    prompt_tokens float8, response_tokens float8,
-- @arguments architecture
    method text DEFAULT 'grpo', critic_params float8 DEFAULT NULL, reward_params float8 DEFAULT NULL,
    reference boolean DEFAULT NULL, sequences float8 DEFAULT 64, colocated boolean DEFAULT true,
    offload_in_rollout boolean DEFAULT false, engine_sleeps boolean DEFAULT true, engine_tp float8 DEFAULT 1,
    engine_bytes float8 DEFAULT 2, kv_value_bytes float8 DEFAULT 2,
-- @arguments layout
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8,
    OUT frozen_gb float8, OUT engine_gb float8, OUT kv_cache_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT training_gb float8, OUT rollout_gb float8,
    OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION traincost.rl_memory_at IS
'Memory in GB per GPU of reinforcement learning: the greater of training and rollouts, by part.
method ppo (a critic is trained too, reference and reward model are frozen; critic_params and reward_params NULL: as large as the policy), grpo, rloo, dapo or online_dpo (no critic; reward_params NULL: rules). reference NULL: none with dapo; false: no KL term; with LoRA the base is the reference. The rollout engine holds its weights (engine_bytes each over engine_tp GPUs, 0: as many as there are, up to 8; a LoRA base is shared as far as it stands there) and the KV cache of sequences at once (64 unless told otherwise) of prompt and response. colocated: on the GPUs that train, where offload_in_rollout moves optimizer state and gradients out meanwhile and engine_sleeps frees the engine while training; else each side has its own GPUs and the greater is the peak. Arguments from micro_batch on as in train_memory. Source: arXiv:2203.02155; arXiv:2402.03300.';
