--
-- architecture: parameters, FLOP and step time of a transformer
-- If this fails, clusters are sized for another model.  Counts are those that
-- the models' cards print.
--
CREATE EXTENSION traincost;
-- exact parameter counts
SELECT traincost.transformer_params(32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true) = 8030261248 AS llama_3_1_8b,
       traincost.transformer_params(80, 8192, 64, 128256, 8, ffn_size => 28672, gated_ffn => true) = 70553706496 AS llama_3_1_70b,
       traincost.transformer_params(126, 16384, 128, 128256, 8, ffn_size => 53248, gated_ffn => true) = 405853388800 AS llama_3_1_405b,
       traincost.transformer_params(28, 3584, 28, 152064, 4, ffn_size => 18944, gated_ffn => true, biases => 'qkv') = 7615616512 AS qwen_2_5_7b,
       traincost.transformer_params(44, 6144, 64, 50432, biases => 'all') = 20554567680 AS gpt_neox_20b,
       traincost.transformer_params(12, 768, 12, 50257, tied_embeddings => true, learned_positions => 1024, biases => 'all') = 124439808 AS gpt_2_small;
-- mixture of experts, multi-head latent attention
SELECT traincost.transformer_params(32, 4096, 32, 32000, 8, ffn_size => 14336, gated_ffn => true, experts => 8, experts_per_token => 2) AS mixtral,
       traincost.transformer_active_params(32, 4096, 32, 32000, 8, ffn_size => 14336, gated_ffn => true, experts => 8, experts_per_token => 2) AS active;
SELECT traincost.transformer_params(61, 7168, 128, 129280, ffn_size => 18432, gated_ffn => true, experts => 256, experts_per_token => 8,
           shared_experts => 1, expert_ffn_size => 2048, dense_layers => 3, q_lora_rank => 1536, kv_lora_rank => 512,
           qk_nope_head_dim => 128, qk_rope_head_dim => 64, v_head_dim => 128) AS deepseek_v3,
       traincost.transformer_active_params(61, 7168, 128, 129280, ffn_size => 18432, gated_ffn => true, experts => 256, experts_per_token => 8,
           shared_experts => 1, expert_ffn_size => 2048, dense_layers => 3, q_lora_rank => 1536, kv_lora_rank => 512,
           qk_nope_head_dim => 128, qk_rope_head_dim => 64, v_head_dim => 128) AS active;
-- FLOP per token under each convention
SELECT c.convention, traincost.transformer_flops(1, 8192, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true,
           causal => c.causal, logits => c.logits, input_embedding => c.input_embedding, recompute => c.recompute, phase => c.phase) AS flop
FROM (VALUES ('default: causal, logits', true, true, false, 'none', 'train'), ('full attention', false, true, false, 'none', 'train'),
             ('without logits', true, false, false, 'none', 'train'), ('with input embedding', true, true, true, 'none', 'train'),
             ('selective recomputation', true, true, false, 'selective', 'train'), ('full recomputation', true, true, false, 'full', 'train'),
             ('forward', true, true, false, 'full', 'forward'), ('frozen base', true, true, false, 'none', 'frozen')) AS c (convention, causal, logits, input_embedding, recompute, phase);
-- 72BLsh²(1 + s/3h + V/12hL) of 2205.05198 and its hardware FLOP, GPT-3's shape, batch 1
SELECT traincost.transformer_flops(2048, 2048, 96, 12288, 96, 51200, causal => false)
       / (72 * 96 * 2048 * 12288.0 ^ 2 * (1 + 2048 / (6 * 12288.0) + 51200 / (12 * 12288.0 * 96))) AS model_flop_ratio,
       traincost.transformer_flops(2048, 2048, 96, 12288, 96, 51200, causal => false, recompute => 'selective', core_recompute_passes => 3)
       / (72 * 96 * 2048 * 12288.0 ^ 2 * (1 + 2048 / (3 * 12288.0) + 51200 / (12 * 12288.0 * 96))) AS hardware_flop_ratio;
-- windows: a query sees w - w²/2s keys; a window as long as the sequence is none
SELECT traincost.transformer_flops(1, 8192, 1, 64, 1, 0, sliding_window => 4096, phase => 'forward') - traincost.transformer_flops(1, 8192, 1, 64, 1, 0, sliding_window => 2048, phase => 'forward')
       = 2 * 128 * ((4096 - 4096.0 ^ 2 / 16384) - (2048 - 2048.0 ^ 2 / 16384)) AS window_keys,
       traincost.transformer_flops(1, 4096, 2, 64, 1, 0, sliding_window => 4096) = traincost.transformer_flops(1, 4096, 2, 64, 1, 0) AS no_window;
SELECT traincost.encdec_params(24, 24, 1024, 128, 32128, 128, 65536) AS t5_11b,
       traincost.encdec_flops(1, 1, 512, 114, 24, 24, 1024, 128, 32128, 128, 65536) > 0 AS flops;
SELECT round(traincost.step_seconds(64, 8192, 989, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, tp => 2, pp => 2, dp => 2)::numeric, 5) AS step_seconds;
-- what is impossible
SELECT traincost.transformer_params(0, 4096, 32, 1000);
SELECT traincost.transformer_params(1.5, 4096, 32, 1000);
SELECT traincost.transformer_params(32, -4096, 32, 1000);
SELECT traincost.transformer_params(32, 4096, 32, 1000, 7);
SELECT traincost.transformer_params(32, 4096, 32, 1000, 64);
SELECT traincost.transformer_params(32, 4096, 32, 1000, experts => 8, experts_per_token => 9);
SELECT traincost.transformer_params(32, 4096, 32, 1000, experts_per_token => 2);
SELECT traincost.transformer_params(32, 4096, 32, 1000, dense_layers => 33);
SELECT traincost.transformer_params(32, 4096, 32, 1000, sliding_window => 8, sliding_layers => 33);
SELECT traincost.transformer_params(32, 4096, 32, 1000, kv_lora_rank => 512);
SELECT traincost.transformer_params(32, 4096, 32, 1000, kv_lora_rank => 512, qk_nope_head_dim => 128);
SELECT traincost.transformer_params(32, 4096, 32, 1000, biases => 'some');
SELECT traincost.transformer_flops(1, 0, 32, 4096, 32, 1000);
SELECT traincost.transformer_flops(1, 1, 32, 4096, 32, 1000, recompute => 'partial');
SELECT traincost.transformer_flops(1, 1, 32, 4096, 32, 1000, phase => 'backward');
SELECT traincost.step_seconds(2, 8192, 989, 32, 4096, 32, 1000, dp => 4);
SELECT traincost.step_seconds(64, 8192, 989, 32, 4096, 32, 1000, tp => 3);
SELECT traincost.step_seconds(64, 8192, 989, 32, 4096, 32, 1000, pp => 33);
\set VERBOSITY sqlstate
SELECT traincost.transformer_params('NaN', 4096, 32, 1000);
SELECT traincost.transformer_params(32, 'Infinity', 32, 1000);
SELECT traincost.transformer_flops(1e308, 1e10, 32, 4096, 32, 1000);
SELECT traincost.transformer_params(NULL, 4096, 32, 1000) IS NULL AS unknown;
DROP EXTENSION traincost;
