--
-- method_memory: memory of preference and reinforcement learning
-- If this fails, a policy is thought to fit beside its reference, critic or
-- rollout engine, or not to.
--
CREATE EXTENSION traincost;
-- pairs double the tokens; the reference is 2 bytes a parameter, none with LoRA or cached log-probabilities
SELECT name, round(m.frozen_gb::numeric, 2) AS frozen_gb, round(m.activations_gb::numeric, 2) AS activations_gb, round(m.logits_gb::numeric, 2) AS logits_gb, round(m.total_gb::numeric, 2) AS total_gb, m.fits
FROM (VALUES ('dpo', 'dpo', NULL::boolean, false, 0), ('cached', 'dpo', true, true, 0), ('no reference', 'dpo', false, false, 0), ('SimPO', 'simpo', NULL, false, 0), ('ORPO', 'orpo', NULL, false, 0), ('KTO', 'kto', NULL, false, 0), ('LoRA', 'dpo', true, false, 41943040), ('reward model', 'reward_model', true, false, 0)) AS x (name, method, reference, cached, adapters),
    traincost.preference_memory('Llama-3.1-8B', seq_len => 2048, method => method, reference => reference, cached_reference => cached, trainable_params => adapters, stack => 'transformers', mixed => 'pure', recompute => 'full') AS m;
SELECT p.total_gb - p.frozen_gb = t.total_gb AS as_two_sequences, p.frozen_gb = 2 * 8.030261248 AS reference
FROM traincost.preference_memory_at(2048, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, mixed => 'pure') AS p,
     traincost.train_memory(2048, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, mixed => 'pure', micro_batch => 2) AS t;
-- rollouts on the same GPUs: engine weights and KV cache beside the trained state
SELECT method, adapters > 0 AS lora, round(m.frozen_gb::numeric, 2) AS frozen_gb, round(m.engine_gb::numeric, 2) AS engine_gb, round(m.kv_cache_gb::numeric, 2) AS kv_cache_gb,
       round(m.training_gb::numeric, 2) AS training_gb, round(m.rollout_gb::numeric, 2) AS rollout_gb, m.peak_phase, m.total_gb = greatest(m.training_gb, m.rollout_gb) AS greater
FROM (VALUES ('grpo', 0), ('rloo', 0), ('dapo', 0), ('online_dpo', 0), ('ppo', 0), ('grpo', 41943040), ('ppo', 41943040)) AS x (method, adapters),
    traincost.rl_memory('Llama-3.1-8B', prompt_tokens => 512, response_tokens => 1536, method => method, trainable_params => adapters, sequences => 256, stack => 'transformers', mixed => 'pure', zero => 3, dp => 8, recompute => 'full') AS m;
SELECT m.kv_cache_gb = 256.0 * 2048 * 131072 / 8e9 AS cache, m.engine_gb = 2 * 8.030261248 / 8 AS engine
FROM traincost.rl_memory_at(512, 1536, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, sequences => 256, zero => 3, dp => 8, mixed => 'pure', engine_sleeps => false, engine_tp => 0) AS m WHERE m.peak_phase = 'rollout';
-- what each switch does
SELECT name, round(m.training_gb::numeric, 2) AS training_gb, round(m.rollout_gb::numeric, 2) AS rollout_gb, round(m.total_gb::numeric, 2) AS total_gb
FROM (VALUES ('as it is', true, false, true, true, 1, NULL::float8, NULL::float8), ('offload in rollout', true, true, true, true, 1, NULL, NULL), ('engine awake', true, false, false, true, 1, NULL, NULL),
             ('own GPUs', false, false, true, true, 2, NULL, NULL), ('engine of all eight', true, false, true, true, 0, NULL, NULL), ('no reference', true, false, true, false, 1, NULL, NULL), ('small critic and reward model', true, false, true, true, 1, 1e9, 1e9), ('engine of two', true, false, true, true, 2, NULL, NULL)) AS x (name, colocated, leaves, sleeps, reference, engine_tp, critic, reward),
    traincost.rl_memory('Llama-3.1-8B', prompt_tokens => 512, response_tokens => 1536, method => 'ppo', critic_params => critic, reward_params => reward, reference => reference, colocated => colocated, offload_in_rollout => leaves,
                        engine_sleeps => sleeps, engine_tp => engine_tp, sequences => 256, stack => 'transformers', mixed => 'pure', zero => 3, dp => 8, recompute => 'full') AS m;
-- the parts add up
SELECT abs(weights_gb + gradients_gb + optimizer_gb + activations_gb + logits_gb + workspace_gb + frozen_gb + engine_gb + kv_cache_gb - total_gb) < 1e-9 AS adds_up FROM traincost.rl_memory('Llama-3.1-8B');
-- contradictions
SELECT traincost.rl_memory('Llama-3.1-8B', method => 'grpo', critic_params => 1e9);
SELECT traincost.rl_memory('Llama-3.1-8B', engine_tp => 5);
SELECT traincost.rl_memory('Llama-3.1-8B', engine_tp => 4);
SELECT traincost.rl_memory('Llama-3.1-8B', method => 'dpo');
SELECT traincost.rl_memory('Llama-3.1-8B', response_tokens => 0);
SELECT traincost.preference_memory('Llama-3.1-8B', reference => false, cached_reference => true);
SELECT traincost.preference_memory('Llama-3.1-8B', method => 'ppo');
SELECT traincost.preference_memory(NULL) IS NULL AS a, traincost.rl_memory('Llama-3.1-8B', sequences => NULL) IS NULL AS b,
       traincost.preference_memory_at(NULL, 32, 4096, 32, 128256) IS NULL AS c, traincost.rl_memory_at(512, 512, 32, 4096, 32, NULL) IS NULL AS d;
DROP EXTENSION traincost;
