-- Adapters (formula/adapters.c)

CREATE FUNCTION traincost.lora_params(
    layers float8, hidden_size float8, heads float8, rank float8, kv_heads float8 DEFAULT 0, head_dim float8 DEFAULT 0,
    ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT true, targets text DEFAULT 'attention',
    dora boolean DEFAULT false, experts float8 DEFAULT 0, shared_experts float8 DEFAULT 0,
    expert_ffn_size float8 DEFAULT 0, dense_layers float8 DEFAULT 0, moe_every float8 DEFAULT 1,
    q_lora_rank float8 DEFAULT 0, kv_lora_rank float8 DEFAULT 0, qk_nope_head_dim float8 DEFAULT 0,
    qk_rope_head_dim float8 DEFAULT 0, v_head_dim float8 DEFAULT 0
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION traincost.lora_params IS
'Trainable parameters of LoRA, from a model''s shape.
Trainable parameters of LoRA = rank x (in + out) for each target matrix of each layer; targets q_v, attention (q, k, v, o), mlp, all_linear, or a list of q, k, v, o, gate, up, down with commas. Every routed expert has adapters of its own, the shared experts of a layer are one block, the router has none; with latent attention q, k and v stand for the matrices down to and up from the latents. dora adds one magnitude per output. 0 means derive, as in transformer_params. Source: arXiv:2106.09685; arXiv:2402.09353.';

CREATE FUNCTION traincost.quantized_bytes(
    params float8, bits float8 DEFAULT 4, double_quant boolean DEFAULT true
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.quantized_bytes(float8, float8, boolean) IS
'Bytes of quantised weights, block constants included.
Bytes of quantised weights, block constants included: at 4 bits 0.127 bits a parameter with double quantisation, else 0.5. Source: arXiv:2305.14314.';

CREATE FUNCTION traincost.adapter_params(
    layers float8, hidden_size float8, bottleneck float8, adapters_per_layer float8 DEFAULT 2
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.adapter_params(float8, float8, float8, float8) IS
'Parameters of bottleneck adapters.
Parameters of bottleneck adapters = layers x adapters_per_layer x (2 x hidden_size x bottleneck + bottleneck + hidden_size). Source: arXiv:1902.00751.';

CREATE FUNCTION traincost.prefix_params(
    layers float8, kv_dim float8, prefix_tokens float8
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.prefix_params(float8, float8, float8) IS
'Parameters of a learned prefix = 2 x layers x kv_dim x prefix_tokens; kv_dim = kv_heads x head_dim.
Source: arXiv:2101.00190.';

CREATE FUNCTION traincost.prompt_params(
    hidden_size float8, prompt_tokens float8
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.prompt_params(float8, float8) IS
'Parameters of a learned prompt = hidden_size x prompt_tokens.
Source: arXiv:2104.08691.';

CREATE FUNCTION traincost.task_storage_gb(
    tasks float8, params float8, trainable_params float8 DEFAULT 0, bytes_per_param float8 DEFAULT 2
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.task_storage_gb(float8, float8, float8, float8) IS
'Storage of fine-tuned tasks in GB, as full copies or as adapters.
Storage of fine-tuned tasks in GB: full copies (trainable_params 0), or one base and an adapter for each task.';
