-- Memory per GPU by number (formula/memory*.c); GB are 1e9 bytes

CREATE FUNCTION traincost.model_state_memory(
    params float8, dp float8 DEFAULT 1, tp float8 DEFAULT 1, pp float8 DEFAULT 1, zero float8 DEFAULT 0,
    dtype text DEFAULT 'bf16', grad_bytes float8 DEFAULT 0, optimizer text DEFAULT 'adamw',
    largest_layer_params float8 DEFAULT 0, offload text DEFAULT 'none', extra_gb float8 DEFAULT 0,
    mixed text DEFAULT 'master', moment_bytes float8 DEFAULT 0,
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT workspace_gb float8,
    OUT total_gb float8, OUT host_gb float8
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION traincost.model_state_memory IS
'Memory in GB per GPU of weights, gradients and optimizer state, by tensor, pipeline and data parallelism and ZeRO stage zero (3: fully sharded). mixed: master (fp32 master copy), autocast (fp32 weights), pure (everything in dtype). dtype fp32, bf16, fp16, fp8; optimizer adamw, adam8bit, adafactor, sgd, sgd_momentum, lion, muon; grad_bytes 0: of mixed (master and autocast 4, pure a weight''s); moment_bytes 0: of the optimizer. offload none, optimizer or gradients (both leave), all (the weights too; host_gb per GPU, 1.5 x for pinned buffers), paged (optimizer state alone). Source: arXiv:1910.02054.';

CREATE FUNCTION traincost.train_memory(
    seq_len float8, layers float8, hidden_size float8, heads float8, vocab_size float8, kv_heads float8 DEFAULT 0,
    head_dim float8 DEFAULT 0, ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT false,
    tied_embeddings boolean DEFAULT false, learned_positions float8 DEFAULT 0, experts float8 DEFAULT 0,
    experts_per_token float8 DEFAULT 0, shared_experts float8 DEFAULT 0, expert_ffn_size float8 DEFAULT 0,
    dense_layers float8 DEFAULT 0, moe_every float8 DEFAULT 1, q_lora_rank float8 DEFAULT 0,
    kv_lora_rank float8 DEFAULT 0, qk_nope_head_dim float8 DEFAULT 0, qk_rope_head_dim float8 DEFAULT 0,
    v_head_dim float8 DEFAULT 0, sliding_window float8 DEFAULT 0, sliding_layers float8 DEFAULT 0,
    mtp_modules float8 DEFAULT 0, biases text DEFAULT 'none',
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
    OUT total_gb float8, OUT host_gb float8, OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 6;
COMMENT ON FUNCTION traincost.train_memory IS
'Memory in GB per GPU of training, of the first or last pipeline stage, whichever needs more, by part at its peak; peak_phase is forward, loss, backward or optimizer, and a part that is not there then is 0; host_gb is what offload moves. stack: megatron (NULL, unless mixed is autocast or pure: fused blocks, everything stands at once), transformers (eager modules), compiled (torch.compile). mixed: master (NULL with megatron: 16-bit weights, fp32 master copy), autocast (NULL else: fp32 weights, 16-bit copies; Hugging Face Trainer with bf16, FSDP2), pure (everything in dtype). optimizer adamw, adam8bit, adafactor, sgd, sgd_momentum, lion, muon; moment_bytes and grad_bytes 0: theirs and of mixed. grads_resident NULL: only with several micro_batches or a pipeline (megatron: always); optimizer_in_backward: one layer''s gradients at a time; foreach_step false: fused, as trainers run it. loss eager (fp32 copies of the logits), fused, chunked (loss_chunk_tokens at a time). activation gelu_new for GPT-2 and GPT-J, NULL: silu of a gated, gelu of a plain block. recompute none, selective (attention core), ops (every second product is kept), layers (the first recompute_layers of a stage), full. zero 0 to 3 (3: FSDP), reshard after forward (NULL: unless there is a pipeline); tp, pp, dp, cp (context), ep (expert), etp (expert tensor) degrees. trainable_params > 0: LoRA on targets (all_linear, attention, q_v, mlp, or a list of q, k, v, o, gate, up, down); base_bits > 0: QLoRA. offload none, optimizer, gradients, all, paged. 0 means derive. The allocator''s reserve is not included. Source: arXiv:2205.05198, generalised; arXiv:1910.02054; arXiv:2305.14314; the phases are derived operation by operation and checked on table measured_run.';

CREATE FUNCTION traincost.kv_bytes_per_token(
    layers float8, hidden_size float8, heads float8, kv_heads float8 DEFAULT 0, head_dim float8 DEFAULT 0,
    kv_lora_rank float8 DEFAULT 0, qk_rope_head_dim float8 DEFAULT 0, sliding_window float8 DEFAULT 0,
    sliding_layers float8 DEFAULT 0, context_tokens float8 DEFAULT 0, bytes_per_value float8 DEFAULT 2
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.kv_bytes_per_token(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8) IS
'Bytes of keys and values that decoding keeps per token of context = bytes_per_value x 2 x kv_heads x head_dim x layers; with multi-head latent attention (kv_lora_rank > 0) bytes_per_value x (kv_lora_rank + qk_rope_head_dim) x layers. Layers with a sliding window keep no more tokens than the window: the average over a context of context_tokens (0: none longer than the window). 0 means derive, as in transformer_params. Source: arXiv:2305.13245; arXiv:2405.04434.';
