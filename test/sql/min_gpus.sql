--
-- min_gpus: the fewest GPUs on which training fits, and the layout that does it
-- If this fails, more GPUs are bought than are needed, or too few.
--
CREATE EXTENSION traincost;
SELECT m.* FROM traincost.min_gpus('Llama-3.1-8B') AS m;
-- what people run on one card, on one node
SELECT model, gpu, method, g.gpus, g.tp, g.pp, g.dp, g.recompute, round(g.total_gb::numeric, 1) AS total_gb, g.tight FROM (VALUES
    ('Llama-3.1-8B', 'RTX-4090', 'qlora', 2048), ('Llama-3.1-8B', 'RTX-4090', 'lora', 2048), ('Llama-2-70B', 'RTX-3090', 'qlora', 512), ('LLaMA-65B', 'RTX-A6000', 'qlora', 512), ('Mistral-7B', 'A100-80GB-SXM', 'dpo', 1024),
    ('Llama-3.1-8B', 'H100-80GB-SXM', 'sft', 4096), ('Llama-3.1-8B', 'H100-80GB-SXM', 'reward_model', 2048), ('Llama-3.1-8B', 'H100-80GB-SXM', 'ppo', 2048), ('Llama-3.1-8B', 'H100-80GB-SXM', 'grpo', 2048), ('Llama-3.1-8B', 'H100-80GB-SXM', 'rloo', 2048)) AS x (model, gpu, method, seq_len),
    traincost.min_gpus(model, gpu, seq_len, method) AS g;
-- one card that does: pure bf16, 8-bit paged Adam, optimizer in the backward pass
SELECT g.gpus, g.recompute FROM traincost.min_gpus('Llama-3.1-8B', 'RTX-4090', 2048, 'sft', mixed => 'pure', optimizer => 'adam8bit', offload => 'paged', optimizer_in_backward => true, loss => 'chunked', loss_chunk_tokens => 1024) AS g;
-- the degrees make the count, within their limits, and a smaller count does not fit
SELECT model, g.gpus, g.gpus = g.tp * g.pp * g.dp * g.cp AS product, g.ep, mod((g.dp * g.cp * g.tp)::int, g.ep::int) = 0 AS experts_parted, g.total_gb <= 85.52 - 3.4 AS fits
FROM unnest('{Llama-3.1-405B,Mixtral-8x7B,DeepSeek-V3,Qwen3-235B-A22B}'::text[]) AS model, traincost.min_gpus(model, seq_len => 4096) AS g;
-- what is given is kept
SELECT g.* FROM traincost.min_gpus('Mixtral-8x7B', 'H200-SXM', ep => 3, zero => 3, recompute => 'full') AS g;
SELECT g.gpus, g.tp, g.pp, g.dp, g.cp FROM traincost.min_gpus('Llama-3.1-8B', tp => 4, pp => 2, dp => 3, cp => 2) AS g;
-- parted sequences only where nothing fits else
SELECT g.gpus, g.cp, g.recompute FROM traincost.min_gpus('Llama-3.1-8B', seq_len => 1048576, stack => 'compiled', mixed => 'autocast', loss => 'chunked', loss_chunk_tokens => 1024, tp => 1, pp => 1) AS g;
-- more room never takes more GPUs
SELECT count(*) FROM (SELECT name FROM traincost.model AS n
                      WHERE traincost._model_has_shape(name) AND decoder_layers IS NULL AND NOT EXISTS (SELECT FROM traincost.model_layer AS l WHERE l.model = n.name) OFFSET 0) AS m,
     traincost.min_gpus(m.name, 'A100-40GB-SXM', 2048) AS a, traincost.min_gpus(m.name, 'A100-80GB-SXM', 2048) AS b
WHERE a.gpus < b.gpus;
SELECT traincost.min_gpus('Llama-3.1-405B', 'L4', micro_batch => 64, tp => 1, pp => 1) IS NULL AS never_fits, traincost.min_gpus('Llama-3.1-8B', NULL) IS NULL AS unknown;
-- a card whose memory nobody published
INSERT INTO traincost.gpu (name) VALUES ('mine');
SELECT traincost.min_gpus('Llama-3.1-8B', 'mine') IS NULL AS not_known;
-- what no layout cures
SELECT traincost.min_gpus('Llama-3.1-8B', zero => 4);
SELECT traincost.min_gpus('Llama-3.1-8B', tp => 3);
SELECT traincost.min_gpus('Llama-3.1-8B', loss => 'chunked');
SELECT traincost.min_gpus('Llama-3.1-8B', method => 'distillation');
SELECT traincost.min_gpus('T5-11B');
-- adapters by name: routed experts have their own (Qwen3-235B-A22B, rank 8, all linear: 1.65e9)
SELECT traincost.model_lora_params('Qwen3-235B-A22B', 8) AS qwen3, traincost.model_lora_params('Llama-3.1-8B', 16, 'attention') AS llama, traincost.model_lora_params('DeepSeek-V3', 16, 'q,o') AS latent,
       traincost.model_lora_params('Llama-3.1-8B', 16, 'q, v') = traincost.model_lora_params('Llama-3.1-8B', 16, 'q_v') AS same;
DROP EXTENSION traincost;
