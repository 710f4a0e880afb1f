--
-- spelling: names as people type them in public issues, driver reports and price lists
-- If this fails, a run is priced on the wrong card, or not at all.
--
CREATE EXTENSION traincost;
\pset null ~
-- a name resolves to one row, or lists the rows it may mean
CREATE TABLE typed (no bigint GENERATED ALWAYS AS IDENTITY, kind text, name text);
INSERT INTO typed (kind, name) VALUES
    ('gpu', 'H100'),
    ('gpu', 'H100 80GB'),
    ('gpu', 'NVIDIA H100 80GB HBM3'),
    ('gpu', 'H100 SXM'),
    ('gpu', 'H100-SXM5-80GB'),
    ('gpu', 'h100 pcie'),
    ('gpu', 'NVIDIA H100 PCIe'),
    ('gpu', 'H100 NVL'),
    ('gpu', 'A100'),
    ('gpu', 'A100 80GB'),
    ('gpu', 'A100-80G'),
    ('gpu', 'A100 80GB SXM4'),
    ('gpu', 'NVIDIA A100-SXM4-80GB'),
    ('gpu', 'NVIDIA A100 80GB PCIe'),
    ('gpu', 'A100-SXM4-40GB'),
    ('gpu', 'a100 40gb'),
    ('gpu', 'V100'),
    ('gpu', 'Tesla V100-SXM2-32GB'),
    ('gpu', 'Tesla V100-PCIE-16GB'),
    ('gpu', 'Tesla T4'),
    ('gpu', 'Tesla P100-PCIE-16GB'),
    ('gpu', 'NVIDIA A10G'),
    ('gpu', 'NVIDIA L4'),
    ('gpu', 'NVIDIA L40S'),
    ('gpu', 'NVIDIA A40'),
    ('gpu', 'RTX 3090'),
    ('gpu', 'NVIDIA GeForce RTX 3090'),
    ('gpu', '3090'),
    ('gpu', 'rtx4090'),
    ('gpu', 'NVIDIA GeForce RTX 4090'),
    ('gpu', '4090 24GB'),
    ('gpu', 'RTX 3060 12GB'),
    ('gpu', 'RTX 4060 Ti 16GB'),
    ('gpu', 'GeForce RTX 4070 Laptop GPU'),
    ('gpu', 'NVIDIA GeForce RTX 3080 Ti'),
    ('gpu', 'RTX 5090'),
    ('gpu', 'A6000'),
    ('gpu', 'NVIDIA RTX A6000'),
    ('gpu', 'RTX 6000 Ada'),
    ('gpu', 'NVIDIA RTX 6000 Ada Generation'),
    ('gpu', 'RTX 6000'),
    ('gpu', 'RTX PRO 6000'),
    ('gpu', 'RTX A5000'),
    ('gpu', 'H200'),
    ('gpu', 'NVIDIA H200 141GB'),
    ('gpu', 'GH200'),
    ('gpu', 'GB200 NVL72'),
    ('gpu', 'B200'),
    ('gpu', 'MI300X'),
    ('gpu', 'AMD Instinct MI300X'),
    ('gpu', 'MI250'),
    ('gpu', 'TPU v4'),
    ('gpu', 'TPU v5e'),
    ('gpu', 'v5p'),
    ('gpu', 'v6e'),
    ('gpu', 'M2 Max'),
    ('gpu', 'Apple M3 Max'),
    ('gpu', 'M1'),
    ('gpu', 'DGX Spark'),
    ('gpu', 'p4d.24xlarge'),
    ('gpu', 'p4de.24xlarge'),
    ('gpu', 'p5.48xlarge'),
    ('gpu', 'p5'),
    ('gpu', 'g5.12xlarge'),
    ('gpu', 'g5'),
    ('gpu', 'ml.p4d.24xlarge'),
    ('gpu', 'a2-ultragpu'),
    ('gpu', 'a2-highgpu-1g'),
    ('gpu', 'a3-highgpu-8g'),
    ('gpu', 'Standard_ND96asr_v4'),
    ('gpu', 'ND96amsr_A100_v4'),
    ('gpu', 'NC24ads A100 v4'),
    ('gpu', 'trn1.32xlarge'),
    ('gpu', 'H1OO'),
    ('gpu', 'RTX 9090'),
    ('model', 'meta-llama/Llama-3.1-8B'),
    ('model', 'meta-llama/Meta-Llama-3.1-8B-Instruct'),
    ('model', 'meta-llama/Llama-2-7b-hf'),
    ('model', 'meta-llama/Llama-2-70b-chat-hf'),
    ('model', 'llama3:8b'),
    ('model', 'Llama 3 8B'),
    ('model', 'llama-3.1-70b'),
    ('model', 'llama3.3 70b'),
    ('model', 'Llama-3.1'),
    ('model', 'decapoda-research/llama-7b-hf'),
    ('model', 'huggyllama/llama-7b'),
    ('model', 'mistralai/Mistral-7B-v0.1'),
    ('model', 'mistralai/Mixtral-8x7B-Instruct-v0.1'),
    ('model', 'mixtral'),
    ('model', 'Qwen/Qwen2.5-7B-Instruct'),
    ('model', 'qwen2.5 0.5b'),
    ('model', 'Qwen/Qwen3-8B'),
    ('model', 'Qwen/Qwen3-30B-A3B-Instruct-2507'),
    ('model', 'Qwen3-235B'),
    ('model', 'google/gemma-3-27b-it'),
    ('model', 'gemma3:4b'),
    ('model', 'google/gemma-2-9b'),
    ('model', 'microsoft/phi-4'),
    ('model', 'microsoft/Phi-3-mini-4k-instruct'),
    ('model', 'openai/gpt-oss-20b'),
    ('model', 'gpt-oss 120B'),
    ('model', 'gpt2'),
    ('model', 'gpt2-xl'),
    ('model', 'EleutherAI/gpt-neox-20b'),
    ('model', 'EleutherAI/pythia-1.4b'),
    ('model', 'bigscience/bloom'),
    ('model', 'facebook/opt-175b'),
    ('model', 'tiiuae/falcon-40b'),
    ('model', 'deepseek-ai/DeepSeek-V3'),
    ('model', 'deepseek-ai/DeepSeek-R1'),
    ('model', 'deepseek-v2'),
    ('model', 'moonshotai/Kimi-K2-Instruct'),
    ('model', 'zai-org/GLM-4.5-Air'),
    ('model', 'HuggingFaceTB/SmolLM2-1.7B'),
    ('model', 'TinyLlama/TinyLlama-1.1B-Chat-v1.0'),
    ('model', 'unsloth/Llama-3.2-1B-bnb-4bit'),
    ('model', 'allenai/OLMo-2-1124-7B'),
    ('model', 'bert-large-uncased'),
    ('model', 't5-11b'),
    ('model', 'lama-65b'),
    ('gpu', 'A100 80 G'),
    ('gpu', '24gb a10'),
    ('gpu', 'GTX 3090'),
    ('gpu', 'h100sxm5'),
    ('gpu', '16G A4000'),
    ('model', 'TechxGenus/Meta-Llama-3-70B-Instruct-GPTQ'),
    ('model', 'llama-65b-hf'),
    ('gpu', 'A100:8'),
    ('gpu', 'H100:4'),
    ('gpu', 'Habana Gaudi'),
    ('gpu', 'NVIDIA RTX PRO 6000 Blackwell Workstation Edition'),
    ('gpu', 'NC40ads_H100_v5'),
    ('gpu', 'a3-edgegpu-8g'),
    ('gpu', '910B4'),
    ('gpu', '9070xt'),
    ('gpu', '8*80g a100'),
    ('gpu', 'A800(80G)'),
    ('gpu', 'ml.p3.16xlarge'),
    ('gpu', 'p3dn.24xlarge'),
    ('gpu', 'GTX 1060'),
    ('model', 'Qwen3_(4B)'),
    ('model', 'stepfun-ai/Step-3.5-Flash'),
    ('model', 'nvidia/Llama-3_3-Nemotron-Super-49B-v1'),
    ('model', 'MiniMaxAI/MiniMax-M3'),
    ('model', 'qwen2vl-7b'),
    ('model', 'UNSLOTH/META-LLAMA-3.1-8B-BNB-4bit'),
    ('model', 'unsloth/gemma-4-26B-A4B'),
    ('model', 'moonshotai/Moonlight-16B-A3B-Instruct'),
    ('model', 'PY007/TinyLlama-1.1B-step-50K-105b');
-- as typed in issues of vLLM, LLaMA-Factory, ms-swift, axolotl, DeepSpeed, TensorRT-LLM, ROCm, SageMaker and others, gathered in November 2026
INSERT INTO typed (kind, name) VALUES
    ('gpu', 'L20'), ('gpu', '8 A800 80 GPU'), ('gpu', 'A800-SXM4-80GB'), ('gpu', 'NVIDIA A800-SXM4-80GB'),
    ('gpu', '8xNVIDIA-H200'), ('gpu', 'NVIDIA V100 32GB'), ('gpu', '4x NVIDIA V100 32GB'), ('gpu', 'NVIDIA RTX A2000 12GB'),
    ('gpu', 'Nvidia 3090 cards'), ('gpu', '2x RTX 3090'), ('gpu', 'Titan RTX'), ('gpu', 'A100s'),
    ('gpu', 'A10g'), ('gpu', '8*24G A10g'), ('gpu', 'A100 80G'), ('gpu', '8*A100 (80G)'),
    ('gpu', 'NVIDIA B200'), ('gpu', 'NVIDIA H100 SXM'), ('gpu', 'NVIDIA RTX 6000 Ada'), ('gpu', 'TPU Trillium (v6)'),
    ('gpu', 'Trillium'), ('gpu', 'g4dn'), ('gpu', 'g6'), ('gpu', 'p3'),
    ('gpu', 'p4d'), ('gpu', 'p6'), ('gpu', '4090*4（24G）'), ('gpu', 'RTX4090 24G'),
    ('gpu', '4090-24G'), ('gpu', 'A40 * 4'), ('gpu', '8*A40'), ('gpu', '4*A800'),
    ('gpu', '8*H800'), ('gpu', 'RTX 6000 PRO'), ('gpu', 'RTX_PRO_6000'), ('gpu', 'RTX PRO 6000 Server Edition Blackwell'),
    ('gpu', 'RTX Pro 6000 Blackwell'), ('gpu', 'Blackwell RTX 6000 Pro'), ('gpu', 'nvidia-rtx-6000'), ('gpu', 'MI325X'),
    ('gpu', 'AMD Instinct MI350X'), ('gpu', 'AMD Instinct MI300X OAM'), ('gpu', '1xMI300X'), ('gpu', 'MI 250X'),
    ('gpu', '4 MI 250X GPUs'), ('gpu', 'Intel Gaudi2'), ('gpu', 'Gaudi3'), ('gpu', '4x Tesla T4'),
    ('gpu', 'ml.g4dn.12xlarge'), ('gpu', 'ml.g4dn.xlarge'), ('gpu', 'ml.p4de.24xlarge'), ('gpu', 'ml.g5.48xlarge'),
    ('gpu', 'ml.p3dn.24xlarge'), ('gpu', 'ml.p3.2xlarge'), ('gpu', 'g5.12xlarge instance'), ('gpu', '4x H100 FP8'),
    ('gpu', 'l4'), ('gpu', 'h200'), ('gpu', 'GB200'), ('gpu', 'ml.g5.24xlarge'),
    ('gpu', 'RTX 5080'), ('gpu', 'A100-80GB'), ('gpu', 'H20'), ('gpu', '910B'),
    ('gpu', 'Ascend 910B'), ('gpu', 'V100-SXM2-32GB'), ('gpu', 'RTX 2080Ti'), ('gpu', 'RTX 4060Ti'),
    ('gpu', '3060 12G'), ('gpu', 'P40'), ('gpu', 'Tesla M40 24GB'), ('gpu', '2x24GB Titan RTX'),
    ('gpu', 'NVIDIA H100 80GB HBM3 (SXM)'), ('gpu', 'RTX 5070Ti'), ('gpu', 'M4 Pro'), ('gpu', 'Mac Studio M3 Ultra'),
    ('gpu', 'Strix Halo'), ('gpu', 'AI Max+ 395'), ('gpu', '7900XTX'), ('gpu', 'RX 7900 XTX'),
    ('gpu', 'Jetson AGX Orin'), ('gpu', 'Standard_NC24ads_A100_v4'), ('gpu', 'a3-megagpu-8g'), ('gpu', 'v5litepod-8'),
    ('gpu', 'v4-8'), ('gpu', 'NC40ads H100 v5'), ('model', 'nvidia/NVIDIA-Nemotron-Nano-9B-v2'), ('model', 'Qwen2.5-VL-72B-GPTQ-Int4'),
    ('model', 'llama3.1 70gb gptq'), ('model', 'llama3 70gb gptq'), ('model', 'DeepSeek-R1-Q2'), ('model', 'DeepSeek-R1'),
    ('model', 'Mixtral 8x7b'), ('model', 'meta-llama/Meta-Llama-3-8B'), ('model', 'Mistral v0.2'), ('model', 'Llama 3 8b'),
    ('model', 'llama2-70B-chat'), ('model', 'Qwen3.5-122B-A10B-NVFP4'), ('model', 'Qwen/Qwen3-VL-4B-Instruct'), ('model', 'qwen2.5-32B'),
    ('model', 'Qwen1.5-14B-Chat'), ('model', 'qwen1.5 14b'), ('model', 'Qwen14B'), ('model', 'Qwen/Qwen1.5-14B'),
    ('model', 'qwen2.5-14B-Instruct'), ('model', 'Qwen2-VL-2B-Instruct'), ('model', 'Qwen2-VL-72B-Instruct'), ('model', 'qwen2vl-72B'),
    ('model', 'GLM4-9B'), ('model', 'chatglm3-6b'), ('model', 'THUDM/chatglm3-6b'), ('model', 'Qwen2.5-VL-3B-Instruct'),
    ('model', '千问2.5-32B'), ('model', 'llama-7B/13B'), ('model', 'Gemma 27b'), ('model', 'Gemma 7b'),
    ('model', 'gemma-3n'), ('model', 'GPT OSS 20B'), ('model', 'Llama-2 7b'), ('model', 'TinyLlama'),
    ('model', 'CodeLlama 34b'), ('model', 'Zephyr'), ('model', 'unsloth/mistral-7b-bnb-4bit'), ('model', 'llama2-7b base'),
    ('model', 'LLAMA2-13b'), ('model', 'MPT-7B'), ('model', 'gpt-j-6b'), ('model', 'deepseek-r1-distilled-qwen-32b'),
    ('model', 'GPT-2 XL 1.5B'), ('model', 'Qwen2.5-72B-Instruct-GPTQ-Int4'), ('model', 'DeepSeek-Coder-V2-Lite-Instruct'), ('model', 'Llama 2 70B Chat'),
    ('model', 'RoBERTa-large'), ('model', 'LLama3.1-8B-LoRA'), ('model', 'LLama3.1-70B'), ('model', 'zai-org/GLM-4.6-FP8'),
    ('model', 'GLM4.6-FP8'), ('model', 'nvidia/Qwen3.6-27B-NVFP4'), ('model', 'NVIDIA-Nemotron-3-Super-120B-A12B'), ('model', 'Qwen/Qwen3.8-Flash-Next-FP8'),
    ('model', 'Kimi K2.5'), ('model', 'MiniMax M2.5'), ('model', 'Qwen3vl 235B-A22B-Instruct'), ('model', 'Qwen/Qwen3-VL-235B-A22B-Instruct'),
    ('model', 'llama-3.3-70b-instruct'), ('model', 'llama-4-scout-17b-16e-instruct'), ('model', 'qwen3_32b'), ('model', 'gemma3_1b_it'),
    ('model', 'qwen2_5_math_1_5b_instruct'), ('model', 'nanov3_30BA3B'), ('model', 'llama3_2_1b'), ('model', 'Qwen3-Coder-480B-A35B-Instruct-FP8'),
    ('model', 'Kimi-K2-Thinking'), ('model', 'MiniMax-M2'), ('model', 'google/gemma-4-31B-it'), ('model', 'gemma-4-E4B-it'),
    ('model', 'meta-llama/Llama-3.2-11B-Vision-Instruct'), ('model', 'mistralai/Mistral-Small-3.1-24B-Instruct-2503'), ('model', 'mistralai/Devstral-Small-2507'), ('model', 'Qwen/QwQ-32B'),
    ('model', 'deepseek-ai/DeepSeek-R1-Distill-Llama-70B'), ('model', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B'), ('model', 'nvidia/Llama-3.1-Nemotron-70B-Instruct-HF'), ('model', 'ibm-granite/granite-4.0-h-small'),
    ('model', 'deepseek-ai/DeepSeek-V3.2'), ('model', 'deepseek-ai/DeepSeek-V3.2-Exp'), ('model', 'openai/gpt-oss-120b'), ('model', 'microsoft/Phi-4-mini-instruct'),
    ('model', 'unsloth/gemma-3-4b-it-unsloth-bnb-4bit'), ('model', 'bartowski/Llama-3.2-3B-Instruct-GGUF'), ('model', 'TheBloke/Llama-2-13B-chat-GPTQ'), ('model', 'moonshotai/Kimi-K3'),
    ('model', 'zai-org/GLM-5'), ('model', 'XiaomiMiMo/MiMo-V2-Flash');
SELECT t.kind, t.name, string_agg(c.name, ', ' ORDER BY c.no) AS meant, min(c.how) AS how
FROM typed AS t LEFT JOIN LATERAL traincost.name_candidates(t.kind, t.name) WITH ORDINALITY AS c (name, spelling, how, no) ON c.no <= 3
GROUP BY t.no, t.kind, t.name ORDER BY t.no;
-- what resolves to no row is refused with the rows that it may mean; a count in a name is no part of it
CREATE FUNCTION pg_temp.refusal(kind text, name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    PERFORM CASE kind WHEN 'gpu' THEN traincost.gpu_name(name) ELSE traincost.model_name(name) END;
    RETURN NULL;
EXCEPTION WHEN undefined_object THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN hint;
END $$;
SELECT t.name, pg_temp.refusal(t.kind, t.name) AS hint FROM typed AS t WHERE pg_temp.refusal(t.kind, t.name) IS NOT NULL ORDER BY t.no;
-- each function reads names by the one rule: one row resolves, several or none are unknown
SELECT count(*) AS names, count(*) FILTER (WHERE c.rows = 1) AS one, count(*) FILTER (WHERE c.rows > 1) AS several, count(*) FILTER (WHERE c.rows = 0) AS none,
       bool_and((CASE t.kind WHEN 'gpu' THEN traincost.gpu_name(t.name, true) ELSE traincost.model_name(t.name, true) END IS NOT NULL) = (c.rows = 1)) AS one_rule
FROM typed AS t CROSS JOIN LATERAL (SELECT count(*) AS rows FROM traincost.name_candidates(t.kind, t.name)) AS c;
SELECT traincost.gpu_tdp_w('H100 SXM5') AS watts, traincost.gpu_peak_tflops('rtx4090') AS peak,
       traincost.gpu_price_usd_per_hour('h100 sxm', as_of => '2026-09-01') = traincost.gpu_price_usd_per_hour('H100-80GB-SXM', as_of => '2026-09-01') AS rent,
       traincost.gpu_price_usd('DGX Spark') AS launch_price,
       traincost.train_cost(model => 'meta-llama/Llama-3.1-8B', gpu => 'p5.48xlarge', gpus => 8, as_of => '2026-09-01')
       = traincost.train_cost(model => 'Llama-3.1-8B', gpu => 'H100-80GB-SXM', gpus => 8, as_of => '2026-09-01') AS estimate,
       traincost.model_params('llama3.1:8b') AS params;
-- a plan shows what its names resolve to
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, tokens, gpu, gpus, as_of) VALUES
    ('typed', 1, 'one', 'Qwen/Qwen3-8B', 1e9, 'NVIDIA GeForce RTX 4090', 8, '2026-09-01'),
    ('typed', 2, 'several', 'Llama-3.1', 1e9, 'A100', 8, '2026-09-01');
SELECT stage, model, gpu, tdp_w, flop, round(total_usd, 2) AS usd FROM traincost.stage_estimate WHERE pipeline = 'typed' ORDER BY stage_no;
SELECT stage, detail FROM traincost.stage_problem WHERE pipeline = 'typed' ORDER BY stage, detail;
-- instance types: which accelerator, and how many
SELECT * FROM traincost.instance_gpus('P5.48XLARGE');
SELECT provider, gpus FROM traincost.instance_gpus('a2-ultragpu-8g', 'gcp');
SELECT count(*) AS unknown FROM traincost.instance_gpus('p99.48xlarge');
-- names of one's own, a row that no longer is
INSERT INTO traincost.alias (kind, alias, name) VALUES ('gpu', 'the fast ones', 'B300'), ('gpu', 'The Fast Ones!', 'B200'), ('model', 'our base', 'Llama-3.1-8B');
SELECT traincost.model_name('Our base') AS model, traincost.gpu_name('the fast ones', true) AS two_meanings;
SELECT traincost.gpu_name('the fast ones');
DELETE FROM traincost.alias WHERE alias = 'The Fast Ones!';
SELECT traincost.gpu_name('the fast ones') AS gpu;
INSERT INTO traincost.alias (kind, alias, name) VALUES ('gpu', 'dangling', 'no such card');
SELECT traincost.gpu_tdp_w('dangling');
SELECT traincost.gpu_name('dangling', true) AS dangling;
-- nothing in common, nothing, too much
SELECT traincost.gpu_name('');
SELECT traincost.gpu_name('!!!', true) AS nothing, traincost.gpu_name(repeat('h100 ', 500), true) AS long, traincost.gpu_name(NULL) AS null_in;
SELECT traincost.model_name(repeat('x', 300));
SELECT traincost.name_candidates('cpu', 'x');
DROP TABLE typed;
DROP EXTENSION traincost;
