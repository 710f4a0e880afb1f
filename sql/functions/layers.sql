-- Layers that are not all of one kind (formula/layers.c): one by its numbers, and
-- what a sequence keeps in all of a model's.

CREATE FUNCTION traincost.layer_count(
    hidden_size float8, mixer text DEFAULT 'attention', heads float8 DEFAULT 0, kv_heads float8 DEFAULT 0,
    head_dim float8 DEFAULT 0,
    v_head_dim float8 DEFAULT 0, q_lora_rank float8 DEFAULT 0, kv_lora_rank float8 DEFAULT 0,
    qk_rope_head_dim float8 DEFAULT 0,
    sliding_window float8 DEFAULT 0, compress_ratio float8 DEFAULT 0, index_heads float8 DEFAULT 0,
    index_head_dim float8 DEFAULT 0,
    index_topk float8 DEFAULT 0, o_groups float8 DEFAULT 0, o_lora_rank float8 DEFAULT 0, conv_kernel float8 DEFAULT 0,
    attention_gate text DEFAULT 'none', kv_from text DEFAULT 'own', qk_norm boolean DEFAULT false,
    ffn_size float8 DEFAULT 0, gated_ffn boolean DEFAULT false,
    experts float8 DEFAULT 0, experts_per_token float8 DEFAULT 0, shared_experts float8 DEFAULT 0,
    expert_ffn_size float8 DEFAULT 0,
    expert_hidden_size float8 DEFAULT 0, shared_gate boolean DEFAULT false, streams float8 DEFAULT 0,
    extra_params float8 DEFAULT 0,
    seq_len float8 DEFAULT 4096, causal boolean DEFAULT true, phase text DEFAULT 'train', value_bytes float8 DEFAULT 2,
    OUT params float8, OUT active_params float8, OUT flops_per_token float8, OUT cache_bytes float8
)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.layer_count(float8, text, float8, float8, float8, float8, float8, float8, float8, float8,
                                          float8, float8, float8, float8, float8, float8, float8, text, text, boolean,
                                          float8, boolean, float8, float8, float8, float8, float8, boolean, float8,
                                          float8, float8, boolean, text, float8) IS
'What one layer holds, does and keeps: parameters, FLOP per token, bytes of cache.
One layer: its parameters, those a token meets, FLOP of a token in sequences of seq_len (causal: half of attention; phase train, forward or frozen; matrix products only, those with a linear attention''s state included: 4 heads head_dim v_head_dim a token, 6 with a delta rule), and bytes that a sequence of seq_len tokens keeps while it is decoded (keys, values and index keys of value_bytes each; a state in fp32). 0 means absent or derive (kv_heads: heads; head_dim: hidden_size / heads; v_head_dim: head_dim; expert_ffn_size: ffn_size; streams: 1). Arguments as the columns of table model_layer. Source: arXiv:2405.04434, arXiv:2412.06464, arXiv:2405.21060, arXiv:2501.08313, arXiv:2510.26692, DeepSeek-V3.2 and V4.';

CREATE FUNCTION traincost.model_cache_bytes(model text, context_tokens float8,
                                            value_bytes float8 DEFAULT 2) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.model_cache_bytes(text, float8, float8) IS
'Bytes that one sequence keeps while a model of the catalog decodes it.
Bytes that one sequence of context_tokens keeps while a model of the catalog decodes it: keys and values of value_bytes each in every layer that sees them all, at most the window where it slides, latents, index keys, and the states of linear attention in fp32. An error names the columns that are missing.';

-- What layer_count would refuse; the views leave such a row's counts unknown.
CREATE FUNCTION traincost._layer_is_possible(layer traincost.model_layer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2 SET search_path = pg_catalog, pg_temp AS $$
    SELECT (s.mixer = 'none' OR s.heads IS NOT NULL)
       AND (s.kv_heads IS NULL OR (s.heads >= s.kv_heads AND s.heads % s.kv_heads = 0))
       AND (s.mixer <> 'latent' OR coalesce(s.kv_lora_rank, 0) > 0)
       AND (s.mixer <> 'compressed' OR (coalesce(s.q_lora_rank, 0) > 0 AND num_nulls(s.o_groups, s.o_lora_rank) = 0))
       AND (s.index_topk IS NULL OR num_nulls(s.index_heads, s.index_head_dim) = 2
            OR ((coalesce(s.q_lora_rank, 0) > 0 OR s.mixer = 'attention') AND num_nulls(s.index_heads, s.index_head_dim) = 0))
       AND (s.index_topk IS NOT NULL OR num_nulls(s.index_heads, s.index_head_dim) = 2)
       AND (s.expert_hidden_size IS NULL OR s.experts IS NOT NULL)
       AND (s.experts IS NULL) = (s.experts_per_token IS NULL)
       AND (s.experts IS NULL OR s.experts >= s.experts_per_token)
    FROM (SELECT ($1).*) AS s
$$;
COMMENT ON FUNCTION traincost._layer_is_possible(traincost.model_layer) IS
'Whether a row of table model_layer does not contradict itself, so that layer_count can count it.';
