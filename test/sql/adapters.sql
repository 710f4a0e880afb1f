--
-- adapters: what parameter-efficient fine-tuning trains and stores
--
CREATE EXTENSION traincost;
-- Llama-3.1-8B, rank 16
SELECT t AS targets, traincost.lora_params(32, 4096, 32, 16, 8, ffn_size => 14336, targets => t) AS params,
       traincost.lora_params(32, 4096, 32, 16, 8, ffn_size => 14336, targets => t, dora => true) AS dora
FROM unnest('{q_v,attention,mlp,all_linear}'::text[]) AS t;
SELECT traincost.quantized_bytes(1e9) AS nf4, traincost.quantized_bytes(1e9, 4, false) AS single, traincost.quantized_bytes(1e9, 8) AS int8;
SELECT traincost.adapter_params(12, 768, 64) AS bottleneck, traincost.prefix_params(24, 1024, 200) AS prefix, traincost.prompt_params(4096, 20) AS prompt;
SELECT traincost.task_storage_gb(100, 7e9) AS copies, traincost.task_storage_gb(100, 7e9, 4.2e6) AS adapters;
SELECT traincost.lora_params(32, 4096, 32, 0);
SELECT traincost.lora_params(32, 4096, 32, 16, 5);
SELECT traincost.lora_params(32, 4096, 32, 16, targets => 'qkv');
SELECT traincost.prompt_params(4096, 1.5);
DROP EXTENSION traincost;
