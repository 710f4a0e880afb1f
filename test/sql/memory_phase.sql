--
-- memory_phase: the peak of a step by its phases, as a card reports it
-- If this fails, a run that fits is refused, or one is started that does not
-- fit.  Worked values of the reference, and peaks measured on an H100.
--
CREATE EXTENSION traincost;
CREATE FUNCTION pg_temp.llama_1b(mixed text DEFAULT 'autocast', micro_batch float8 DEFAULT 4, recompute text DEFAULT 'none', stack text DEFAULT 'transformers') RETURNS TABLE (total_gb numeric, peak_phase text)
LANGUAGE sql AS $$SELECT round(m.total_gb::numeric, 4), m.peak_phase FROM traincost.train_memory(2048, 16, 2048, 32, 128256, 8, ffn_size => 8192, gated_ffn => true, tied_embeddings => true,
    stack => stack, mixed => mixed, micro_batch => micro_batch, recompute => recompute) AS m$$;
SELECT 47.0055 AS worked, * FROM pg_temp.llama_1b()
UNION ALL SELECT 35.4669, * FROM pg_temp.llama_1b(stack => 'compiled')
UNION ALL SELECT 65.3479, round(total_gb::numeric, 4), peak_phase FROM traincost.train_memory(2048, 24, 2048, 32, 49152, ffn_size => 8192, gated_ffn => true, tied_embeddings => true, mixed => 'pure', micro_batch => 8)
UNION ALL SELECT 31.5878, round(total_gb::numeric, 4), peak_phase FROM traincost.train_memory(2048, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, stack => 'transformers', micro_batch => 4, recompute => 'full', trainable_params => 41943040)
UNION ALL SELECT 52.3469, round(total_gb::numeric, 4), peak_phase FROM traincost.train_memory(2048, 28, 3072, 24, 128256, 8, 128, 8192, true, true, mixed => 'autocast', micro_batch => 2, recompute => 'full')
UNION ALL SELECT 50.8090, round(total_gb::numeric, 4), peak_phase FROM traincost.train_memory(1024, 48, 1600, 25, 50257, tied_embeddings => true, learned_positions => 2048, biases => 'all', mixed => 'autocast', micro_batch => 4, activation => 'gelu_new')
UNION ALL SELECT 55.8396, round(total_gb::numeric, 4), peak_phase FROM traincost.train_memory(2048, 16, 2048, 16, 50304, ffn_size => 1024, gated_ffn => true, experts => 64, experts_per_token => 8, mixed => 'pure', micro_batch => 2, recompute => 'full');
-- every shipped run: mean and greatest error in percent
SELECT stack, count(*), round(avg(abs(error_percent))::numeric, 1) AS mean, round(max(abs(error_percent))::numeric, 1) AS most
FROM traincost.memory_validation WHERE quantity = 'peak' AND shipped GROUP BY stack ORDER BY stack COLLATE "C";
-- a small batch peaks in the optimizer's step: 72.97 GB measured at batch 4 and 8, half on two FSDP ranks (36.76)
SELECT ranks, batch, round(m.total_gb::numeric, 2) AS total_gb, m.peak_phase FROM unnest('{1,1,2}'::int[], '{4,8,4}'::int[]) AS x (ranks, batch),
    traincost.model_memory('Mistral-7B', seq_len => 4096, micro_batch => batch, mixed => 'pure', dtype => 'fp16', recompute => 'full', foreach_step => true, zero => 3 * (ranks - 1), dp => ranks) AS m;
-- an 8B run that is known to train on a 24-GB card; the parts add up
SELECT round(total_gb::numeric, 2) AS total_gb, round(host_gb::numeric, 2) AS host_gb, peak_phase, round(gpu_memory_gb::numeric, 2) AS gpu_memory_gb, context_gb, fits, tight,
       abs(weights_gb + gradients_gb + optimizer_gb + activations_gb + logits_gb + workspace_gb - total_gb) < 1e-9 AS adds_up, abs(headroom_gb - (gpu_memory_gb - context_gb - total_gb)) < 1e-9 AS rest
FROM traincost.model_memory('Llama-3.1-8B', 'RTX-4090', 2048, 2, mixed => 'pure', optimizer => 'adam8bit', offload => 'paged', optimizer_in_backward => true, loss => 'chunked', loss_chunk_tokens => 1024, recompute => 'full');
-- Qwen2.5-14B with ZeRO-2 on eight 80-GB cards: only without gaps in the allocator
SELECT fits, tight FROM traincost.model_memory('Qwen2.5-14B', seq_len => 8192, stack => 'transformers', mixed => 'master', zero => 2, dp => 8, recompute => 'full');
-- what each setting does to the same run
SELECT name, round(m.total_gb::numeric, 2) AS total_gb, m.peak_phase FROM (VALUES
    ('as it is', 'eager', 0, 'none', 0, 'none', false, NULL::boolean, true), ('fused loss', 'fused', 0, 'none', 0, 'none', false, NULL, true), ('chunked loss', 'chunked', 512, 'none', 0, 'none', false, NULL, true),
    ('half the layers recomputed', 'eager', 0, 'layers', 14, 'none', false, NULL, true), ('ops', 'eager', 0, 'ops', 0, 'none', false, NULL, true), ('full', 'eager', 0, 'full', 0, 'none', false, NULL, true),
    ('selective frees nothing', 'eager', 0, 'selective', 0, 'none', false, NULL, true), ('selective without flash', 'eager', 0, 'selective', 0, 'none', false, NULL, false), ('eager attention', 'eager', 0, 'none', 0, 'none', false, NULL, false),
    ('gradients resident', 'eager', 0, 'none', 0, 'none', false, true, true), ('optimizer offloaded', 'eager', 0, 'none', 0, 'optimizer', false, NULL, true), ('gradients too', 'eager', 0, 'none', 0, 'gradients', false, NULL, true),
    ('all', 'eager', 0, 'none', 0, 'all', false, NULL, true), ('paged', 'eager', 0, 'none', 0, 'paged', false, NULL, true), ('optimizer in backward', 'eager', 0, 'none', 0, 'none', true, NULL, true)) AS x (name, loss, chunk, recompute, recompute_layers, offload, in_backward, resident, flash),
    traincost.model_memory('Llama-3.2-3B', seq_len => 2048, mixed => 'pure', loss => loss, loss_chunk_tokens => chunk, recompute => recompute, recompute_layers => recompute_layers, offload => offload,
                           optimizer_in_backward => in_backward, grads_resident => resident, flash_attention => flash) AS m;
-- inputs that adapters keep
SELECT targets, round(m.total_gb::numeric, 3) AS total_gb FROM unnest('{all_linear,attention,q_v,mlp,"q,k,v",down}'::text[]) AS targets,
    traincost.model_memory('Llama-3.1-8B', seq_len => 2048, stack => 'transformers', trainable_params => 1e7, targets => targets) AS m;
-- QLoRA on one card: 4 bits, and the fp32 of what is not quantised
SELECT round(total_gb::numeric, 1) AS total_gb, peak_phase, fits FROM traincost.model_memory('LLaMA-65B', 'RTX-A6000', 512, stack => 'transformers', recompute => 'full', trainable_params => 8e8, base_bits => 4, optimizer => 'adam8bit');
-- FSDP: with a pipeline the gathered weights of the stage stay
SELECT pp, reshard, round(m.total_gb::numeric, 2) AS total_gb FROM (VALUES (1, NULL::boolean), (1, false), (2, NULL), (2, true)) AS x (pp, reshard),
    traincost.model_memory('Llama-3.1-8B', seq_len => 4096, stack => 'compiled', mixed => 'autocast', zero => 3, dp => 8, pp => pp, reshard => reshard, recompute => 'full') AS m;
-- latent attention, shared experts, LayerNorm, dropout
SELECT name, round(m.total_gb::numeric, 2) AS total_gb FROM (VALUES ('DeepSeek-V2', false), ('Mixtral-8x7B', false), ('Pythia-12B', true)) AS x (name, dropout),
    traincost.model_memory(name, seq_len => 2048, stack => 'transformers', zero => 3, dp => 8, recompute => 'none', dropout => dropout) AS m;
-- contradictions
SELECT traincost.model_memory('Llama-3.1-8B', mixed => 'pure', grad_bytes => 4);
SELECT traincost.model_memory('Llama-3.1-8B', loss => 'chunked');
SELECT traincost.model_memory('Llama-3.1-8B', loss_chunk_tokens => 512);
SELECT traincost.model_memory('Llama-3.1-8B', recompute => 'layers');
SELECT traincost.model_memory('Llama-3.1-8B', recompute_layers => 4);
SELECT traincost.model_memory('Llama-3.1-8B', recompute => 'layers', recompute_layers => 33);
SELECT traincost.model_memory('Llama-3.1-8B', activation => 'gelu_new');
SELECT traincost.model_memory('Llama-3.1-8B', pp => 33);
SELECT traincost.model_memory('Llama-3.1-8B', pp => 8, interleave => 8);
SELECT traincost.model_memory('Llama-3.1-8B', mixed => 'autocast', dtype => 'fp32');
SELECT traincost.model_memory('Llama-3.1-8B', optimizer_in_backward => true, grads_resident => true);
SELECT traincost.model_memory('Llama-3.1-8B', optimizer_in_backward => true, micro_batches => 4);
SELECT traincost.model_memory('Llama-3.1-8B', optimizer_in_backward => true, pp => 4);
SELECT traincost.model_memory('Llama-3.1-8B', stack => 'jax');
SELECT traincost.model_memory('Llama-3.1-8B', trainable_params => 1e7, targets => 'q,router');
SELECT traincost.model_memory('Llama-3.1-8B', micro_batch => 1e300);
SELECT traincost.model_memory('Llama-3.1-8B', recompute => NULL) IS NULL AS unknown;
DROP EXTENSION traincost;
