-- What each group of layers holds, does and keeps.
-- guide: a group of equal layers of a model | model, group_no | | parameters, FLOP and cache of models whose layers differ
CREATE VIEW traincost.model_layer_count AS
SELECT l.model, l.group_no, l.part, l.layers, l.mixer, s.seq_len,
       l.layers * c.params AS params,
       l.layers * c.active_params AS active_params,
       l.layers * c.flops_per_token AS flops_per_token,
       CASE WHEN l.part <> 'vision' THEN l.layers * c.cache_bytes END AS cache_bytes
FROM traincost.model_layer AS l
LEFT JOIN traincost.model AS m ON m.name = l.model
CROSS JOIN LATERAL (SELECT CASE l.part
                                WHEN 'vision' THEN 4096
                                ELSE coalesce(m.train_seq_len, 4096) END::float8 AS seq_len) AS s
LEFT JOIN LATERAL traincost.layer_count(
    CASE WHEN traincost._layer_is_possible(l) THEN coalesce(l.hidden_size, m.hidden_size)::float8 END, l.mixer,
    coalesce(l.heads, 0)::float8, coalesce(l.kv_heads, 0)::float8, coalesce(l.head_dim, 0)::float8,
    coalesce(l.v_head_dim, 0)::float8, coalesce(l.q_lora_rank, 0)::float8, coalesce(l.kv_lora_rank, 0)::float8,
    coalesce(l.qk_rope_head_dim, 0)::float8,
    coalesce(l.sliding_window, 0)::float8, coalesce(l.compress_ratio, 0)::float8, coalesce(l.index_heads, 0)::float8,
    coalesce(l.index_head_dim, 0)::float8,
    coalesce(l.index_topk, 0)::float8, coalesce(l.o_groups, 0)::float8, coalesce(l.o_lora_rank, 0)::float8,
    coalesce(l.conv_kernel, 0)::float8,
    coalesce(l.attention_gate, 'none'), coalesce(l.kv_from, 'own'), coalesce(l.qk_norm, false),
    coalesce(l.ffn_size, 0)::float8, coalesce(l.gated_ffn, false),
    coalesce(l.experts, 0)::float8, coalesce(l.experts_per_token, 0)::float8, coalesce(l.shared_experts, 0),
    coalesce(l.expert_ffn_size, 0)::float8,
    coalesce(l.expert_hidden_size, 0)::float8, coalesce(l.shared_gate, false), coalesce(l.streams, 0)::float8,
    coalesce(l.extra_params, 0),
    seq_len => s.seq_len, causal => l.part <> 'vision') AS c ON true;
COMMENT ON VIEW traincost.model_layer_count IS
'What each group of layers in table model_layer holds, does per token in training (causal, matrix products only; of a vision tower per patch, all patches seen) and keeps of one sequence of seq_len tokens. NULL: the row contradicts itself, or the model is unknown.';
COMMENT ON COLUMN traincost.model_layer_count.model IS
'Model: a name in table model.';
COMMENT ON COLUMN traincost.model_layer_count.group_no IS
'Number of the group in the model.';
COMMENT ON COLUMN traincost.model_layer_count.part IS
'text, mtp or vision.';
COMMENT ON COLUMN traincost.model_layer_count.layers IS
'Equal layers in the group.';
COMMENT ON COLUMN traincost.model_layer_count.mixer IS
'How tokens see each other.';
COMMENT ON COLUMN traincost.model_layer_count.seq_len IS
'Sequence length taken: train_seq_len of the model, else 4096.';
COMMENT ON COLUMN traincost.model_layer_count.params IS
'Parameters of all layers of the group, without embedding and head.';
COMMENT ON COLUMN traincost.model_layer_count.active_params IS
'Parameters of them that a token meets.';
COMMENT ON COLUMN traincost.model_layer_count.flops_per_token IS
'Training FLOP of one token in all layers of the group.';
COMMENT ON COLUMN traincost.model_layer_count.cache_bytes IS
'Bytes that one sequence of seq_len tokens keeps in all layers of the group while it is decoded, 2 a value. NULL: a vision tower keeps none.';
