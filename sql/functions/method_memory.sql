-- Memory of preference and reinforcement learning by number (formula/memory_method.c)

CREATE FUNCTION traincost.preference_memory_at(
    seq_len float8, layers float8, hidden_size float8, heads float8, vocab_size float8, kv_heads float8 DEFAULT 0,
    head_dim float8 DEFAULT 0, ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT false,
    tied_embeddings boolean DEFAULT false, learned_positions float8 DEFAULT 0, experts float8 DEFAULT 0,
    experts_per_token float8 DEFAULT 0, shared_experts float8 DEFAULT 0, expert_ffn_size float8 DEFAULT 0,
    dense_layers float8 DEFAULT 0, moe_every float8 DEFAULT 1, q_lora_rank float8 DEFAULT 0,
    kv_lora_rank float8 DEFAULT 0, qk_nope_head_dim float8 DEFAULT 0, qk_rope_head_dim float8 DEFAULT 0,
    v_head_dim float8 DEFAULT 0, sliding_window float8 DEFAULT 0, sliding_layers float8 DEFAULT 0,
    mtp_modules float8 DEFAULT 0, biases text DEFAULT 'none',
    method text DEFAULT 'dpo', reference boolean DEFAULT NULL, cached_reference boolean DEFAULT false,
    micro_batch float8 DEFAULT 1, stack text DEFAULT NULL,
    mixed text DEFAULT NULL, activation text DEFAULT NULL, fused_ffn boolean DEFAULT NULL,
    grads_resident boolean DEFAULT NULL, reshard boolean DEFAULT NULL, recompute text DEFAULT 'none',
    zero float8 DEFAULT 0, tp float8 DEFAULT 1, pp float8 DEFAULT 1, dp float8 DEFAULT 1, cp float8 DEFAULT 1,
    ep float8 DEFAULT 1, etp float8 DEFAULT 1, interleave float8 DEFAULT 1, micro_batches float8 DEFAULT 0,
    sequence_parallel boolean DEFAULT false, dtype text DEFAULT 'bf16', optimizer text DEFAULT 'adamw',
    grad_bytes float8 DEFAULT 0, moment_bytes float8 DEFAULT 0, optimizer_in_backward boolean DEFAULT false,
    foreach_step boolean DEFAULT false, activation_bytes float8 DEFAULT 0, loss text DEFAULT 'eager',
    loss_chunk_tokens float8 DEFAULT 0, logit_bytes float8 DEFAULT 0, recompute_layers float8 DEFAULT 0,
    flash_attention boolean DEFAULT true, dropout boolean DEFAULT false, trainable_params float8 DEFAULT 0,
    targets text DEFAULT 'all_linear', adapter_bytes float8 DEFAULT 4, base_bits float8 DEFAULT 0,
    double_quant boolean DEFAULT true, unquantized_bytes float8 DEFAULT 4, offload text DEFAULT 'none',
    extra_gb float8 DEFAULT 0,
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8, OUT frozen_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 7;
COMMENT ON FUNCTION traincost.preference_memory_at IS
'Memory in GB per GPU of training on pairs, as train_memory, with frozen_gb of the reference. method dpo (two sequences a pair, a frozen reference), orpo and simpo (pairs without reference), kto (single sequences, a reference) or reward_model (pairs, a scalar head, no logits). A reference takes 2 bytes a parameter; none with LoRA, whose base is the reference, nor with cached_reference, whose log-probabilities are computed beforehand. reference NULL: as the method has it. Arguments from micro_batch on as in train_memory. Source: arXiv:2305.18290.';

CREATE FUNCTION traincost.rl_memory_at(
    prompt_tokens float8, response_tokens float8, layers float8, hidden_size float8, heads float8, vocab_size float8, kv_heads float8 DEFAULT 0,
    head_dim float8 DEFAULT 0, ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT false,
    tied_embeddings boolean DEFAULT false, learned_positions float8 DEFAULT 0, experts float8 DEFAULT 0,
    experts_per_token float8 DEFAULT 0, shared_experts float8 DEFAULT 0, expert_ffn_size float8 DEFAULT 0,
    dense_layers float8 DEFAULT 0, moe_every float8 DEFAULT 1, q_lora_rank float8 DEFAULT 0,
    kv_lora_rank float8 DEFAULT 0, qk_nope_head_dim float8 DEFAULT 0, qk_rope_head_dim float8 DEFAULT 0,
    v_head_dim float8 DEFAULT 0, sliding_window float8 DEFAULT 0, sliding_layers float8 DEFAULT 0,
    mtp_modules float8 DEFAULT 0, biases text DEFAULT 'none',
    method text DEFAULT 'grpo', critic_params float8 DEFAULT NULL, reward_params float8 DEFAULT NULL,
    reference boolean DEFAULT NULL, sequences float8 DEFAULT 64, colocated boolean DEFAULT true,
    offload_in_rollout boolean DEFAULT false, engine_sleeps boolean DEFAULT true, engine_tp float8 DEFAULT 1,
    engine_bytes float8 DEFAULT 2, kv_value_bytes float8 DEFAULT 2,
    micro_batch float8 DEFAULT 1, stack text DEFAULT NULL,
    mixed text DEFAULT NULL, activation text DEFAULT NULL, fused_ffn boolean DEFAULT NULL,
    grads_resident boolean DEFAULT NULL, reshard boolean DEFAULT NULL, recompute text DEFAULT 'none',
    zero float8 DEFAULT 0, tp float8 DEFAULT 1, pp float8 DEFAULT 1, dp float8 DEFAULT 1, cp float8 DEFAULT 1,
    ep float8 DEFAULT 1, etp float8 DEFAULT 1, interleave float8 DEFAULT 1, micro_batches float8 DEFAULT 0,
    sequence_parallel boolean DEFAULT false, dtype text DEFAULT 'bf16', optimizer text DEFAULT 'adamw',
    grad_bytes float8 DEFAULT 0, moment_bytes float8 DEFAULT 0, optimizer_in_backward boolean DEFAULT false,
    foreach_step boolean DEFAULT false, activation_bytes float8 DEFAULT 0, loss text DEFAULT 'eager',
    loss_chunk_tokens float8 DEFAULT 0, logit_bytes float8 DEFAULT 0, recompute_layers float8 DEFAULT 0,
    flash_attention boolean DEFAULT true, dropout boolean DEFAULT false, trainable_params float8 DEFAULT 0,
    targets text DEFAULT 'all_linear', adapter_bytes float8 DEFAULT 4, base_bits float8 DEFAULT 0,
    double_quant boolean DEFAULT true, unquantized_bytes float8 DEFAULT 4, offload text DEFAULT 'none',
    extra_gb float8 DEFAULT 0,
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8,
    OUT frozen_gb float8, OUT engine_gb float8, OUT kv_cache_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT training_gb float8, OUT rollout_gb float8,
    OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION traincost.rl_memory_at IS
'Memory in GB per GPU of reinforcement learning: the greater of training and rollouts, by part. method ppo (a critic is trained too, reference and reward model are frozen; critic_params and reward_params NULL: as large as the policy), grpo, rloo, dapo or online_dpo (no critic; reward_params NULL: rules). reference NULL: none with dapo; false: no KL term; with LoRA the base is the reference. The rollout engine holds its weights (engine_bytes each over engine_tp GPUs, 0: as many as there are, up to 8; a LoRA base is shared as far as it stands there) and the KV cache of sequences at once (64 unless told otherwise) of prompt and response. colocated: on the GPUs that train, where offload_in_rollout moves optimizer state and gradients out meanwhile and engine_sleeps frees the engine while training; else each side has its own GPUs and the greater is the peak. Arguments from micro_batch on as in train_memory. Source: arXiv:2203.02155; arXiv:2402.03300.';
