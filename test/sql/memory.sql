--
-- memory: what one GPU holds in training
-- If this fails, runs are planned that do not fit.  Values are the worked ones
-- of the reference.
--
CREATE EXTENSION traincost;
SELECT * FROM traincost.train_memory(8192, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, zero => 3, dp => 8, recompute => 'full');
SELECT * FROM traincost.train_memory(8192, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, tp => 2, pp => 2, dp => 2, zero => 1, sequence_parallel => true, logit_bytes => 6);
SELECT * FROM traincost.train_memory(2048, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, trainable_params => 13631488, base_bits => 4, optimizer => 'adam8bit', activation_bytes => 4, fused_ffn => false, recompute => 'full');
-- Korthikanti's closed form, sbh(34 + 5as/h) bytes a layer, with dropout and without flash attention: GPT-3's layer
SELECT round(((traincost.train_memory(2048, 1, 12288, 96, 0, flash_attention => false, dropout => true)).activations_gb * 1e9
       / (2048 * 12288 * (34 + 5 * 96 * 2048 / 12288.0)))::numeric, 4) AS ratio;
-- the same with tensor and sequence parallelism of 8, and selective recomputation: 34/t
SELECT round(((traincost.train_memory(2048, 1, 12288, 96, 0, flash_attention => false, dropout => true, tp => 8, sequence_parallel => true, recompute => 'selective')).activations_gb * 1e9
       / (2048 * 12288 * 34 / 8.0))::numeric, 4) AS ratio;
-- ZeRO (1910.02054): 16 bytes a parameter, of which 12, then 14, then all are sharded
SELECT zero, m.* FROM generate_series(0, 3) AS zero, traincost.model_state_memory(7.5e9, 64, zero => zero, grad_bytes => 2) AS m;
SELECT o AS optimizer, (traincost.model_state_memory(1e9, optimizer => o)).optimizer_gb FROM unnest('{adamw,adam8bit,adafactor,sgd,sgd_momentum,lion,muon}'::text[]) AS o;
-- formats: bytes of weight, gradient and optimizer state
SELECT x AS mixed, m.weights_gb, m.gradients_gb, m.optimizer_gb FROM unnest('{master,autocast,pure}'::text[]) AS x, traincost.model_state_memory(1e9, mixed => x) AS m;
SELECT o AS optimizer, round((traincost.model_state_memory(6.738e9, mixed => 'pure', grad_bytes => 2, optimizer => o)).total_gb::numeric, 1) AS total_gb FROM unnest('{sgd,adamw,adam8bit}'::text[]) AS o;
SELECT (traincost.model_state_memory(1e9, moment_bytes => 4)).optimizer_gb AS bf16_moments, (traincost.model_state_memory(1e9, mixed => 'pure', dtype => 'fp32')).total_gb AS all_fp32;
SELECT d AS dtype, m.weights_gb, m.optimizer_gb FROM unnest('{fp32,bf16,fp16,fp8}'::text[]) AS d, traincost.model_state_memory(1e9, dtype => d) AS m;
SELECT o AS offload, m.* FROM unnest('{none,optimizer,gradients,all,paged}'::text[]) AS o, traincost.model_state_memory(1e9, offload => o, extra_gb => 2) AS m;
-- mixture of experts over expert-parallel ranks
SELECT ep, round(m.weights_gb::numeric, 3) AS weights_gb, round(m.optimizer_gb::numeric, 3) AS optimizer_gb
FROM unnest('{1,2,8}'::float8[]) AS ep, traincost.train_memory(4096, 32, 4096, 32, 32000, 8, ffn_size => 14336, gated_ffn => true, experts => 8, experts_per_token => 2, dp => 8, ep => ep, zero => 1) AS m;
-- by name
SELECT * FROM traincost.model_memory('Llama-3.1-8B', zero => 3, dp => 8, recompute => 'full');
-- what is impossible
SELECT traincost.model_state_memory(1e9, zero => 4);
SELECT traincost.model_state_memory(1e9, optimizer => 'adam');
SELECT traincost.model_state_memory(1e9, dtype => 'int8');
SELECT traincost.model_state_memory(1e9, dp => 0);
SELECT traincost.train_memory(4096, 32, 4096, 32, 32000, tp => 5);
SELECT traincost.train_memory(4096, 32, 4096, 32, 32000, pp => 64);
SELECT traincost.train_memory(4096, 32, 4096, 32, 32000, experts => 8, experts_per_token => 2, ep => 3);
SELECT traincost.train_memory(4096, 32, 4096, 32, 32000, base_bits => 4);
SELECT traincost.train_memory(4096, 32, 4096, 32, 32000, offload => 'disk');
SELECT traincost.model_state_memory(1e9, mixed => 'pure', grad_bytes => 4);
SELECT traincost.model_state_memory(1e9, mixed => 'autocast', dtype => 'fp32');
SELECT traincost.model_state_memory(1e9, moment_bytes => 12);
SELECT traincost.model_state_memory(1e9, moment_bytes => 8, optimizer => 'sgd');
SELECT traincost.model_memory('GPT-4');
SELECT traincost.model_memory('Llama-3.1-8B', 'H100');
SELECT traincost.train_memory(NULL, 32, 4096, 32, 32000) IS NULL AS unknown;
-- keys and values of a token: grouped-query, latent attention, a sliding window in half of the layers
SELECT traincost.kv_bytes_per_token(32, 4096, 32, 8) AS llama_3_1_8b,
       traincost.kv_bytes_per_token(61, 7168, 128, kv_lora_rank => 512, qk_rope_head_dim => 64) AS deepseek_v3,
       traincost.kv_bytes_per_token(42, 3584, 16, 8, 256, sliding_window => 4096, sliding_layers => 21, context_tokens => 8192) AS gemma_2_9b,
       traincost.kv_bytes_per_token(42, 3584, 16, 8, 256, sliding_window => 4096, sliding_layers => 21) AS gemma_2_9b_short,
       traincost.kv_bytes_per_token(32, 4096, 32, 8, bytes_per_value => 1) AS fp8,
       traincost.kv_bytes_per_token(32, 4096, 32, NULL) IS NULL AS unknown;
SELECT traincost.kv_bytes_per_token(32, 4096, 32, 5);
SELECT traincost.kv_bytes_per_token(32, 4096, 32, 8, bytes_per_value => 0);
DROP EXTENSION traincost;
