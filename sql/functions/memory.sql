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
'Memory in GB per GPU of weights, gradients and optimizer state.
Memory in GB per GPU of weights, gradients and optimizer state, by tensor, pipeline and data parallelism and ZeRO stage zero (3: fully sharded). mixed: master (fp32 master copy), autocast (fp32 weights), pure (everything in dtype). dtype fp32, bf16, fp16, fp8; optimizer adamw, adam8bit, adafactor, sgd, sgd_momentum, lion, muon; grad_bytes 0: of mixed (master and autocast 4, pure a weight''s); moment_bytes 0: of the optimizer. offload none, optimizer or gradients (both leave), all (the weights too; host_gb per GPU, 1.5 x for pinned buffers), paged (optimizer state alone). Source: arXiv:1910.02054.';

CREATE FUNCTION traincost.train_memory(
    seq_len float8,
-- @arguments architecture
-- @arguments layout
    OUT weights_gb float8, OUT gradients_gb float8, OUT optimizer_gb float8, OUT activations_gb float8,
    OUT logits_gb float8, OUT workspace_gb float8,
    OUT total_gb float8, OUT host_gb float8, OUT peak_phase text
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 6;
COMMENT ON FUNCTION traincost.train_memory IS
'Memory in GB per GPU of training, by part at its peak.
Memory in GB per GPU of training, of the first or last pipeline stage, whichever needs more, by part at its peak; peak_phase is forward, loss, backward or optimizer, and a part that is not there then is 0; host_gb is what offload moves. stack: megatron (NULL, unless mixed is autocast or pure: fused blocks, everything stands at once), transformers (eager modules), compiled (torch.compile). mixed: master (NULL with megatron: 16-bit weights, fp32 master copy), autocast (NULL else: fp32 weights, 16-bit copies; Hugging Face Trainer with bf16, FSDP2), pure (everything in dtype). optimizer adamw, adam8bit, adafactor, sgd, sgd_momentum, lion, muon; moment_bytes and grad_bytes 0: theirs and of mixed. grads_resident NULL: only with several micro_batches or a pipeline (megatron: always); optimizer_in_backward: one layer''s gradients at a time; foreach_step false: fused, as trainers run it. loss eager (fp32 copies of the logits), fused, chunked (loss_chunk_tokens at a time). activation gelu_new for GPT-2 and GPT-J, NULL: silu of a gated, gelu of a plain block. recompute none, selective (attention core), ops (every second product is kept), layers (the first recompute_layers of a stage), full. zero 0 to 3 (3: FSDP), reshard after forward (NULL: unless there is a pipeline); tp, pp, dp, cp (context), ep (expert), etp (expert tensor) degrees. trainable_params > 0: LoRA on targets (all_linear, attention, q_v, mlp, or a list of q, k, v, o, gate, up, down); base_bits > 0: QLoRA. offload none, optimizer, gradients, all, paged. 0 means derive. The allocator''s reserve is not included. Source: arXiv:2205.05198, generalised; arXiv:1910.02054; arXiv:2305.14314; the phases are derived operation by operation and checked on table measured_run.';

CREATE FUNCTION traincost.kv_bytes_per_token(
    layers float8, hidden_size float8, heads float8, kv_heads float8 DEFAULT 0, head_dim float8 DEFAULT 0,
    kv_lora_rank float8 DEFAULT 0, qk_rope_head_dim float8 DEFAULT 0, sliding_window float8 DEFAULT 0,
    sliding_layers float8 DEFAULT 0, context_tokens float8 DEFAULT 0, bytes_per_value float8 DEFAULT 2
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.kv_bytes_per_token(float8, float8, float8, float8, float8, float8, float8, float8, float8,
                                                 float8, float8) IS
'Bytes of keys and values that decoding keeps per token of context.
Bytes of keys and values that decoding keeps per token of context = bytes_per_value x 2 x kv_heads x head_dim x layers; with multi-head latent attention (kv_lora_rank > 0) bytes_per_value x (kv_lora_rank + qk_rope_head_dim) x layers. Layers with a sliding window keep no more tokens than the window: the average over a context of context_tokens (0: none longer than the window). 0 means derive, as in transformer_params. Source: arXiv:2305.13245; arXiv:2405.04434.';
