--
-- hybrid: models whose layers are not all of one kind
-- If this fails, a new architecture is counted as what it is not.
--
CREATE EXTENSION traincost;
\pset null ~
-- public counts to the parameter and to the FLOP: all norms counted, full attention, as their training code counts
SELECT traincost.model_params('DeepSeek-V4-Flash') = 290942278866 AS v4_flash_params,
       traincost.model_flops('DeepSeek-V4-Flash', 1, 4096, causal => false, vectors => true) = 92762352876 AS v4_flash_flop,
       traincost.model_params('DeepSeek-V4-Pro') = 1598837325086 AS v4_pro_params,
       traincost.model_params('Qwen3-Next-80B-A3B') = 79674391296 AS qwen3_next_params,
       traincost.model_active_params('Qwen3-Next-80B-A3B') = 3874929408 AS qwen3_next_active;
-- mixtures of experts at 4096, the router aside: 48 and 94 layers of hidden_size x 128.  2.30063e10 and 1.48035e11 by hand;
-- 1.48038e11, quoted elsewhere, is what a vocabulary padded to 152064 gives: its head costs 6 x 128 x 4096 FLOP more
SELECT round((traincost.model_flops('Qwen3-30B-A3B', 1, 4096) - 6 * 48 * 2048.0 * 128)::numeric / 1e5) / 1e5 AS e10,
       round((traincost.model_flops('Qwen3-235B-A22B', 1, 4096) - 6 * 94 * 4096.0 * 128)::numeric / 1e6) / 1e5 AS e11,
       round((traincost.model_flops('Qwen3-235B-A22B', 1, 4096) - 6 * 94 * 4096.0 * 128 + 6 * 128 * 4096)::numeric / 1e6) / 1e5 AS e11_padded;
-- every listed model beside what is published
SELECT m.name, m.params AS published, traincost.model_params(m.name) AS ours, round((100 * (traincost.model_params(m.name) / m.params - 1))::numeric, 2) AS percent,
       m.active_params AS published_active, traincost.model_active_params(m.name) AS active, traincost.model_flops(m.name, 1, 4096) AS flop
FROM traincost.model AS m WHERE EXISTS (SELECT FROM traincost.model_layer AS l WHERE l.model = m.name) ORDER BY m.name COLLATE "C";
-- the groups add up to the model: embedding, head, last norm, the joints of the prediction layer and the head of the streams beside them
SELECT c.model, traincost.model_params(c.model) - sum(c.params) AS around
FROM traincost.model_layer_count AS c WHERE c.part <> 'vision' AND c.model IN ('Qwen3-Next-80B-A3B', 'DeepSeek-V4-Flash', 'Nemotron-H-8B') GROUP BY c.model ORDER BY c.model COLLATE "C";
SELECT 2 * 151936 * 2048 + 2048 AS qwen3_next, 2 * 129280 * 4096 + 4096 + 2 * (4 * 4 * 4096 + 5) + 2 * 4096 * 4096 + 3 * 4096 AS v4_flash, 2 * 131072 * 4096 + 4096 AS nemotron;
-- a listed model of one plain group is the transformer that the columns of table model count
CREATE TABLE plain AS SELECT * FROM traincost.model WHERE name IN ('Llama-3.1-8B', 'Qwen3-30B-A3B', 'DeepSeek-V3');
INSERT INTO traincost.model (name, hidden_size, vocab_size, tied_embeddings) SELECT 'listed ' || name, hidden_size, vocab_size, tied_embeddings FROM plain;
INSERT INTO traincost.model_layer (model, group_no, layers, mixer, heads, kv_heads, head_dim, v_head_dim, q_lora_rank, kv_lora_rank, qk_rope_head_dim, ffn_size, gated_ffn, experts, experts_per_token, shared_experts, expert_ffn_size)
SELECT 'listed ' || p.name, g.no, CASE WHEN g.no = 1 THEN coalesce(p.dense_layers, CASE WHEN p.experts IS NULL THEN p.layers ELSE 0 END) ELSE p.layers - coalesce(p.dense_layers, 0) END,
       CASE WHEN p.kv_lora_rank > 0 THEN 'latent' ELSE 'attention' END, p.heads, p.kv_heads, coalesce(p.qk_nope_head_dim, p.head_dim), p.v_head_dim, p.q_lora_rank, p.kv_lora_rank, p.qk_rope_head_dim,
       CASE WHEN g.no = 1 THEN p.ffn_size END, true, CASE WHEN g.no = 2 THEN p.experts END, CASE WHEN g.no = 2 THEN p.experts_per_token END, p.shared_experts, CASE WHEN g.no = 2 THEN p.expert_ffn_size END
FROM plain AS p, generate_series(1, 2) AS g (no) WHERE CASE g.no WHEN 1 THEN p.experts IS NULL OR p.dense_layers > 0 ELSE p.experts IS NOT NULL END;
SELECT p.name, traincost.model_params('listed ' || p.name) = traincost.model_params(p.name) AS params, traincost.model_active_params('listed ' || p.name) = traincost.model_active_params(p.name) AS active,
       bool_and(abs(traincost.model_flops('listed ' || p.name, 1, s, causal => c, recompute => r, phase => f, vectors => v) / traincost.model_flops(p.name, 1, s, causal => c, recompute => r, phase => f, vectors => v) - 1) < 1e-14) AS flop,
       traincost.model_cache_bytes('listed ' || p.name, 4096) = traincost.model_cache_bytes(p.name, 4096) AS cache
FROM plain AS p, unnest('{1,4096,100000}'::float8[]) AS s, unnest('{t,f}'::boolean[]) AS c, unnest('{none,selective,full}'::text[]) AS r, unnest('{train,forward,frozen}'::text[]) AS f, unnest('{t,f}'::boolean[]) AS v
GROUP BY p.name ORDER BY p.name COLLATE "C";
-- kinds of layers by hand: a window, an indexer, a state
SELECT l.what, l.flops_per_token = l.by_hand AS flop, l.cache_bytes = l.kept AS cache
FROM (SELECT 'window' AS what, c.*, 6 * (1024 * 3072 + 1024 * 1024)::float8 + 3 * 2 * 2 * 1024 * 128::float8 AS by_hand, 2 * 2 * 1024 * 128 AS kept
      FROM traincost.layer_count(1024, heads => 8, sliding_window => 128, seq_len => 8192, causal => false) AS c
      UNION ALL
      SELECT 'state', c.*, 6 * (1024 * (2 * 512 + 2 * 1024 + 2 * 8) + 1024 * 1024)::float8 + 3 * 6 * 8 * 128 * 128, 4 * 8 * 128 * 128 + 3 * 2048 * 2
      FROM traincost.layer_count(1024, 'gated_delta', heads => 8, kv_heads => 4, head_dim => 128, conv_kernel => 4, seq_len => 8192) AS c
      UNION ALL
      SELECT 'state space', c.*, 6 * (1024 * (2 * 2048 + 2 * 64 + 32) + 2048 * 1024)::float8 + 3 * 4 * 32 * 64 * 64, 4 * 32 * 64 * 64 + 3 * (2 * 64 + 2048) * 2
      FROM traincost.layer_count(1024, 'mamba2', heads => 32, kv_heads => 1, head_dim => 64, conv_kernel => 4) AS c
      UNION ALL
      SELECT 'indexer', c.*, 6 * (1024 * 256 + 256 * 8 * 192 + 1024 * (512 + 64) + 512 * 8 * 256 + 8 * 128 * 1024 + 256 * 4 * 64 + 1024 * 4 + 1024 * 64)::float8
             + 3 * (2 * 8 * (192 + 128) * 512 + 2 * 4 * 64 * 4096)::float8, 2 * 4096 * (512 + 64 + 64)
      FROM traincost.layer_count(1024, 'latent', heads => 8, head_dim => 128, q_lora_rank => 256, kv_lora_rank => 512, qk_rope_head_dim => 64,
                                 index_heads => 4, index_head_dim => 64, index_topk => 512, causal => false) AS c
      UNION ALL
      SELECT 'indexer beside grouped queries', c.*, 6 * (1024 * 1024 * 2 + 1024 * 2 * 256 + 1024 * 4 * 64 + 1024 * 64)::float8 + 3 * (2 * 8 * 256 * 512 + 2 * 4 * 64 * 4096)::float8, 2 * 4096 * (2 * 256 + 64)
      FROM traincost.layer_count(1024, heads => 8, kv_heads => 2, index_heads => 4, index_head_dim => 64, index_topk => 512, causal => false) AS c) AS l;
-- causal: less than full, the same where a query sees one key; an indexer of all keys leaves the core as it is
SELECT (traincost.layer_count(1024, heads => 8)).flops_per_token < (traincost.layer_count(1024, heads => 8, causal => false)).flops_per_token AS causal_less,
       (traincost.layer_count(1024, 'none', ffn_size => 4096)).flops_per_token = 6 * 2 * 1024 * 4096 AS ffn_alone,
       (traincost.layer_count(1024, 'lightning', heads => 8, phase => 'forward')).flops_per_token = 2 * 5 * 1024 * 1024 + 4 * 8 * 128 * 128 AS lightning,
       (traincost.layer_count(1024, heads => 8, attention_gate => 'element')).params - (traincost.layer_count(1024, heads => 8)).params = 1024 * 1024 AS gate_element,
       (traincost.layer_count(1024, heads => 8, attention_gate => 'head')).params - (traincost.layer_count(1024, heads => 8)).params = 1024 * 8 AS gate_head,
       (traincost.layer_count(1024, 'kda', heads => 8, conv_kernel => 4)).params = 1024 * (3 * 1024 + 8 + 2 * 128) + 128 * 2048 + 1024 * 1024 + 3072 * 4 + 8 + 2048 + 128 + 1024 AS kda,
       (traincost.layer_count(1024, 'kda', heads => 8, attention_gate => 'element')).params - (traincost.layer_count(1024, 'kda', heads => 8)).params = 1024 * 1024 - 128 * (1024 + 1024) AS kda_gate_of_one_matrix,
       (traincost.layer_count(1024, 'latent', heads => 8, kv_lora_rank => 64, attention_gate => 'element')).params - (traincost.layer_count(1024, 'latent', heads => 8, kv_lora_rank => 64)).params = 1024 * 1024 AS latent_gate;
-- keys that are the values save a matrix, an earlier layer's keys both and all that is kept; the scores stay
SELECT own.params - shared.params = 1024 * 2 * 128 AS one_matrix, shared.cache_bytes = own.cache_bytes AS kept, own.params - earlier.params = 2 * 1024 * 2 * 128 AS none, earlier.cache_bytes,
       own.flops_per_token - shared.flops_per_token = 6 * 1024 * 2 * 128 AS flop_of_one, own.flops_per_token - earlier.flops_per_token = 6 * 2 * 1024 * 2 * 128 AS flop_of_both
FROM traincost.layer_count(1024, heads => 8, kv_heads => 2) AS own, traincost.layer_count(1024, heads => 8, kv_heads => 2, kv_from => 'shared') AS shared,
     traincost.layer_count(1024, heads => 8, kv_heads => 2, kv_from => 'earlier') AS earlier;
-- an earlier layer's indexer: its keys without its matrices, its scores and what it keeps
SELECT own.params - other.params = 256 * 4 * 64 + 1024 * 4 + 1024 * 64 + 2 * 64 AS indexer, own.flops_per_token - other.flops_per_token = 6 * (256 * 4 * 64 + 1024 * 4 + 1024 * 64) + 3 * 2 * 4 * 64 * 2048 AS flop,
       own.cache_bytes - other.cache_bytes = 4096 * 64 * 2 AS kept
FROM traincost.layer_count(1024, 'latent', heads => 8, head_dim => 128, q_lora_rank => 256, kv_lora_rank => 512, index_heads => 4, index_head_dim => 64, index_topk => 512) AS own,
     traincost.layer_count(1024, 'latent', heads => 8, head_dim => 128, q_lora_rank => 256, kv_lora_rank => 512, index_topk => 512) AS other;
-- experts of a narrower input: one matrix into it, one out of it, shared experts as wide as the stream
SELECT c.params = 1024 * 16 + 16 * 3 * 256 * 512 + 3 * 1024 * 512 + 2 * 1024 * 256 + 1024 AS params, c.active_params = 1024 * 16 + 2 * 3 * 256 * 512 + 3 * 1024 * 512 + 2 * 1024 * 256 + 1024 AS active
FROM traincost.layer_count(1024, 'none', gated_ffn => true, experts => 16, experts_per_token => 2, shared_experts => 1, expert_ffn_size => 512, expert_hidden_size => 256) AS c;
-- estimates and plans take listed models; step time says that it cannot; memory takes them as so many like layers
SELECT (traincost.train_estimate(model => 'Qwen3-Next-80B-A3B', exact => true, seq_len => 4096)).flop = traincost.model_flops('Qwen3-Next-80B-A3B', seq_len => 4096) AS exact_estimate,
       traincost.model_cache_bytes('DeepSeek-V4-Flash', 1048576) AS v4_cache_of_a_million, traincost.model_cache_bytes('Llama-3.1-8B', 1) AS llama, traincost.model_cache_bytes('no model', NULL) AS null_in;
SELECT model, abs(m.weights_gb * 1e9 / 4 - traincost.model_params(model)) < 1 AS all_parameters, round(m.activations_gb::numeric, 1) AS activations_gb, m.peak_phase
FROM unnest('{Qwen3-Next-80B-A3B,Nemotron-H-8B,MiniMax-Text-01,DeepSeek-V4-Flash,Granite-4.0-H-Small,Gemma-4-E2B,Kimi-K3,Nemotron-3-Super-120B-A12B}'::text[]) AS model, traincost.model_memory(model, seq_len => 4096, stack => 'transformers', mixed => 'autocast') AS m;
SELECT round(m.kv_cache_gb::numeric, 3) AS kv_cache_gb, round((traincost.model_cache_bytes('Qwen3-Next-80B-A3B', 1536) * 65536 / 1e9)::numeric, 3) AS counted FROM traincost.rl_memory('Qwen3-Next-80B-A3B', trainable_params => 1e7, colocated => false, sequences => 65536) AS m WHERE m.peak_phase = 'rollout';
SELECT traincost.model_step('Qwen3-Next-80B-A3B');
SELECT g.gpus, g.tp, g.pp, g.dp, g.ep FROM traincost.min_gpus('Qwen3-Next-80B-A3B', seq_len => 4096) AS g;
SELECT traincost.model_cache_bytes('T5-11B', 1);
SELECT traincost.model_cache_bytes('Llama-3.1-8B', -1);
-- bad input by numbers and in rows
SELECT traincost.layer_count(1024);
SELECT traincost.layer_count(1024, 'hyena', 8);
SELECT traincost.layer_count(1024, heads => 8, kv_heads => 3);
SELECT traincost.layer_count(1024, 'latent', heads => 8);
SELECT traincost.layer_count(1024, 'compressed', heads => 8);
SELECT traincost.layer_count(1024, 'latent', heads => 8, kv_lora_rank => 8, index_topk => 4, index_heads => 4);
SELECT traincost.layer_count(1024, 'latent', heads => 8, kv_lora_rank => 8, index_heads => 4, index_head_dim => 64);
SELECT traincost.layer_count(1024, 'latent', heads => 8, kv_lora_rank => 8, kv_from => 'shared');
SELECT traincost.layer_count(1024, heads => 8, kv_from => 'nowhere');
SELECT traincost.layer_count(1024, heads => 8, expert_hidden_size => 256);
SELECT traincost.layer_count(1024, heads => 8, experts => 4);
SELECT traincost.layer_count(1024, heads => 8, experts_per_token => 4);
SELECT traincost.layer_count(1024, heads => 8, attention_gate => 'often');
SELECT traincost.layer_count(1024, heads => 8, seq_len => 0);
INSERT INTO traincost.model_layer (model, group_no, layers, mixer, heads, kv_lora_rank, kv_from) VALUES ('listed Llama-3.1-8B', 3, 1, 'latent', 8, 8, 'earlier');
INSERT INTO traincost.model_layer (model, group_no, layers, mixer) VALUES ('listed Llama-3.1-8B', 3, 1, 'attention'), ('nobody''s', 1, 1, 'none');
SELECT model, group_no, params FROM traincost.model_layer_count WHERE model IN ('listed Llama-3.1-8B', 'nobody''s') ORDER BY model COLLATE "C", group_no;
SELECT traincost._model_has_shape('listed Llama-3.1-8B') AS shaped;
SELECT traincost.model_params('listed Llama-3.1-8B');
SELECT table_name, row_key, detail FROM traincost.catalog_problem WHERE table_name IN ('model', 'model_layer') ORDER BY table_name, row_key COLLATE "C", detail COLLATE "C";
INSERT INTO traincost.model_layer (model, group_no, layers, mixer, ffn_size) SELECT 'listed Llama-3.1-8B', no, 1, 'none', 8 FROM generate_series(10, 40) AS no;
SELECT traincost.model_params('listed Llama-3.1-8B');
UPDATE traincost.model SET vocab_size = NULL WHERE name = 'Qwen3-Next-80B-A3B';
SELECT traincost.model_params('Qwen3-Next-80B-A3B');
DROP TABLE plain;
DROP EXTENSION traincost;
