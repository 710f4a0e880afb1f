-- Parameters and FLOP from the architecture (formula/architecture.c).  The
-- arguments <arch> are the same, in the same order, in every function.

CREATE FUNCTION traincost.transformer_params(
-- @arguments architecture last
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION traincost.transformer_params(float8, float8, float8, float8, float8, float8, float8, boolean,
                                                 boolean, float8, float8, float8, float8, float8, float8, float8,
                                                 float8, float8, float8, float8, float8, float8, float8, float8,
                                                 text) IS
'All parameters of a transformer.
0 means derive (kv_heads: heads; head_dim: hidden_size / heads; ffn_size: 4 x hidden_size; expert_ffn_size: ffn_size) or absent. ffn_size is the width of one matrix; gated_ffn: three matrices instead of two. experts, experts_per_token, shared_experts, dense_layers, moe_every: mixture of experts. kv_lora_rank > 0: multi-head latent attention. biases: none, qkv, all (also LayerNorm). vocab_size 0: blocks only. Exact for published Llama, Mistral, Mixtral, DeepSeek-V3. Source: arXiv:2405.04434 and the models'' configurations.';

CREATE FUNCTION traincost.transformer_active_params(
-- @arguments architecture last
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION traincost.transformer_active_params(float8, float8, float8, float8, float8, float8, float8, boolean,
                                                        boolean, float8, float8, float8, float8, float8, float8, float8,
                                                        float8, float8, float8, float8, float8, float8, float8, float8,
                                                        text) IS
'Parameters of a transformer that one token meets.
Parameters that one token meets: transformer_params with experts_per_token instead of experts routed experts.';

CREATE FUNCTION traincost.transformer_flops(
    tokens float8, seq_len float8,
-- @arguments architecture
    causal boolean DEFAULT true, logits boolean DEFAULT true,
    input_embedding boolean DEFAULT false, recompute text DEFAULT 'none', phase text DEFAULT 'train',
    core_recompute_passes float8 DEFAULT 1
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION traincost.transformer_flops(float8, float8, float8, float8, float8, float8, float8, float8, float8,
                                                boolean, boolean, float8, float8, float8, float8, float8, float8,
                                                float8, float8, float8, float8, float8, float8, float8, float8, float8,
                                                text, boolean, boolean, boolean, text, text, float8) IS
'FLOP of a transformer over tokens in sequences of seq_len.
FLOP of a transformer over tokens in sequences of seq_len (packed or ragged: sum of squares over sum of lengths). causal: half of attention; logits: count the head; input_embedding: count the look-up as 6N rules do; recompute none, selective, full (then hardware FLOP); phase train, forward, frozen (LoRA); core_recompute_passes 3 is the convention of arXiv:2205.05198. Conventions and who counts so: doc/transformers.md. Source: arXiv:2104.04473.';

CREATE FUNCTION traincost.encdec_params(
    encoder_layers float8, decoder_layers float8, hidden_size float8, heads float8, vocab_size float8,
    head_dim float8 DEFAULT 0, ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT false,
    tied_embeddings boolean DEFAULT true
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION traincost.encdec_params(float8, float8, float8, float8, float8, float8, float8, boolean, boolean) IS
'Parameters of an encoder-decoder as T5.
Source: arXiv:1910.10683.';

CREATE FUNCTION traincost.encdec_flops(
    encoder_tokens float8, decoder_tokens float8, encoder_seq_len float8, decoder_seq_len float8,
    encoder_layers float8, decoder_layers float8, hidden_size float8, heads float8, vocab_size float8,
    head_dim float8 DEFAULT 0, ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT false, causal boolean DEFAULT true,
    logits boolean DEFAULT true, passes float8 DEFAULT 3
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION traincost.encdec_flops(float8, float8, float8, float8, float8, float8, float8, float8, float8,
                                           float8, float8, boolean, boolean, boolean, float8) IS
'FLOP of an encoder-decoder as T5; passes 3 training, 1 forward.
Cross-attention''s keys and values act on encoder tokens. Source: arXiv:1910.10683.';
