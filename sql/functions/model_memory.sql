-- Memory of a model of the catalog on a card of the catalog (sqlcall/model_memory.c, min_gpus.c)

CREATE FUNCTION traincost.model_memory(
    model text, gpu text DEFAULT 'H100-80GB-SXM', seq_len float8 DEFAULT 0,
-- @arguments layout
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT peak_phase text, OUT gpu_memory_gb float8, OUT context_gb float8,
    OUT headroom_gb float8, OUT reserved_gb float8, OUT fits boolean, OUT tight boolean
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION traincost.model_memory IS
'Memory in GB per GPU of training a model of the catalog, and whether it fits the card.
Memory in GB per GPU of training a model of the catalog: train_memory of its shape, and whether it fits the card. seq_len 0: that of its row. gpu_memory_gb is the card''s real memory (column memory_bytes, else memory_gb as GiB), context_gb what the driver''s context and, on several GPUs, communication buffers take of it, headroom_gb what is left, reserved_gb what the caching allocator will hold; fits: total_gb and context_gb are within the card; tight: they are, but only if the allocator leaves no gaps (rows cuda_context_gb, communication_buffer_gb, allocator_reserve and allocator_reserve_recompute of table assumption). Other arguments as in train_memory.';

CREATE FUNCTION traincost.preference_memory(
    model text, gpu text DEFAULT 'H100-80GB-SXM', seq_len float8 DEFAULT 0, method text DEFAULT 'dpo',
    reference boolean DEFAULT NULL, cached_reference boolean DEFAULT false,
-- @arguments layout
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8, OUT frozen_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT peak_phase text, OUT gpu_memory_gb float8, OUT context_gb float8,
    OUT headroom_gb float8, OUT reserved_gb float8, OUT fits boolean, OUT tight boolean
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION traincost.preference_memory IS
'Memory in GB per GPU of training a model of the catalog on pairs.
Memory in GB per GPU of training a model of the catalog on pairs: preference_memory_at of its shape, and whether it fits the card. The last six columns as in model_memory.';

CREATE FUNCTION traincost.rl_memory(
    model text, gpu text DEFAULT 'H100-80GB-SXM', prompt_tokens float8 DEFAULT 512,
    response_tokens float8 DEFAULT 1024, method text DEFAULT 'grpo', critic_params float8 DEFAULT NULL,
    reward_params float8 DEFAULT NULL,
    reference boolean DEFAULT NULL, sequences float8 DEFAULT 64, colocated boolean DEFAULT true,
    offload_in_rollout boolean DEFAULT false, engine_sleeps boolean DEFAULT true, engine_tp float8 DEFAULT 1,
    engine_bytes float8 DEFAULT 2, kv_value_bytes float8 DEFAULT 2,
-- @arguments layout
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8,
    OUT frozen_gb float8, OUT engine_gb float8, OUT kv_cache_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT training_gb float8, OUT rollout_gb float8,
    OUT peak_phase text, OUT gpu_memory_gb float8, OUT context_gb float8,
    OUT headroom_gb float8, OUT reserved_gb float8, OUT fits boolean, OUT tight boolean
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION traincost.rl_memory IS
'Memory in GB per GPU of reinforcement learning with a model of the catalog.
Memory in GB per GPU of reinforcement learning with a model of the catalog: rl_memory_at of its shape, and whether it fits the card. The last six columns as in model_memory.';

CREATE FUNCTION traincost.min_gpus(
    model text, gpu text DEFAULT 'H100-80GB-SXM', seq_len float8 DEFAULT 0,
    method text DEFAULT 'pretraining', lora_rank float8 DEFAULT 16, sequences float8 DEFAULT 64,
-- @arguments layout searched
    OUT gpus bigint, OUT total_gb float8, OUT tight boolean
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION traincost.min_gpus IS
'The fewest GPUs on which training a model fits, and a layout that does it.
The fewest GPUs on which training a model of the catalog fits, and a layout that does it: tensor (tp, up to 8), pipeline (pp, up to the layers; none where the stack is transformers), context (cp, up to 16), expert (ep, up to 64), then data parallelism (dp), with nothing recomputed if that takes no more GPUs. A degree, zero or recompute that is given is kept; zero NULL: 1 with megatron, else 3. method pretraining, continued_pretraining (stack megatron unless told otherwise), sft, lora, qlora (adapters of lora_rank on targets), reward_model, dpo, orpo, simpo, kto, ppo, grpo, rloo, dapo, online_dpo (engine on the same GPUs, so many sequences at once; stack transformers unless told otherwise). tight as in model_memory; other arguments too, but sequence parallelism by default. NULL: it fits on no layout of up to 65536 GPUs.';

CREATE FUNCTION traincost.model_lora_params(
    model text, rank float8, targets text DEFAULT 'all_linear', dora boolean DEFAULT false
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.model_lora_params IS
'Trainable parameters of LoRA on a model of the catalog: lora_params of its shape, experts included.
targets all_linear, attention, q_v, mlp, or a list of q, k, v, o, gate, up, down with commas.';

CREATE FUNCTION traincost._run_memory(
    model text, layers float8, dense_layers float8, seq_len float8,
-- @arguments layout
    OUT total_gb float8, OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION traincost._run_memory IS
'For view memory_validation: total_gb and peak_phase of train_memory for a model of the catalog, of a slice where layers and dense_layers are not NULL. NULL for a model without shape and for settings that contradict each other, which train_memory refuses.';
