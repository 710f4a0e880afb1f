--
-- views: plans and answers
-- If this fails, what BI tools read is wrong or cannot be read.
--
CREATE EXTENSION traincost;
-- nothing wrong as shipped
SELECT * FROM traincost.catalog_problem;
SELECT relname, (SELECT count(*) FROM traincost.gpu_price_current) FROM pg_class WHERE oid = 'traincost.gpu_price_current'::regclass;
-- the four-stage assistant, whose stages sum to the plan
SELECT stage_no, stage, method, flop, gpus, round(days::numeric, 3) AS days, round(total_usd, 2) AS total_usd
FROM traincost.stage_estimate WHERE pipeline = 'assistant-100B' ORDER BY stage_no;
SELECT p.pipeline, p.stages, p.unpriced_stages, abs(p.flop - s.flop) <= 1e-12 * p.flop AS flop, p.gpus = s.gpus AS peak,
       abs(p.total_usd - s.total_usd) < 0.001 AS usd
FROM traincost.pipeline_estimate AS p
JOIN (SELECT pipeline, sum(flop) AS flop, max(gpus) AS gpus, sum(total_usd) AS total_usd FROM traincost.stage_estimate GROUP BY pipeline) AS s USING (pipeline)
ORDER BY pipeline COLLATE "C";
-- every method's FLOP, and a missing input
SELECT s.method, f.flop, f.generation_flop, f.tokens, f.mfu_class, f.problem
FROM (SELECT (jsonb_populate_record(NULL::traincost.pipeline_stage, jsonb_build_object('params', 1e9, 'method', m, 'examples', 1000, 'comparisons', 1000,
      'prompts', 1000, 'prompt_tokens', 100, 'response_tokens', 400, 'samples_per_prompt', 4, 'epochs', 2))).*
      FROM unnest('{sft,lora,qlora,reward_model,dpo,ppo,grpo,rloo}'::text[]) AS m) AS r, jsonb_populate_record(NULL::traincost.pipeline_stage, to_jsonb(r)) AS s, traincost._stage_flop(s) AS f;
SELECT m AS method, num_nonnulls(f.flop, f.generation_flop, f.tokens, f.steady_gpu_hours) AS known, array_to_string(traincost._method_missing(s), ', ') AS missing
FROM unnest('{sft,lora,qlora,reward_model,dpo,ppo,grpo,rloo,null}'::text[]) AS m,
     jsonb_populate_record(NULL::traincost.pipeline_stage, jsonb_build_object('params', 1e9, 'method', m)) AS s, traincost._stage_flop(s) AS f;
-- every input of a plan that train_estimate takes reaches it: the estimate of a row is the call with its columns
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, exact, seq_len, gpus, restart_seconds, region, ownership, usd_per_gpu, data_usd, as_of)
VALUES ('check', 1, 'pre-training', 'Llama-3.1-8B', true, 4096, 1024, 600, 'aws/us-east-1', 'amortize', 25000, 1234.56, '2026-09-01');
SELECT e = traincost.train_estimate(model => 'Llama-3.1-8B', exact => true, seq_len => 4096, gpus => 1024, restart_seconds => 600,
           region => 'aws/us-east-1', ownership => 'amortize', usd_per_gpu => 25000, data_usd => 1234.56, as_of => '2026-09-01') AS same
FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e WHERE pipeline = 'check';
SELECT a AS argument_without_column FROM pg_proc AS p, unnest(p.proargnames) AS a
WHERE p.proname = 'train_estimate' AND NOT EXISTS (SELECT FROM pg_attribute AS c WHERE c.attrelid = 'traincost.pipeline_stage'::regclass AND c.attname = a) AND a <> 'missing_ok' ORDER BY a COLLATE "C";
-- published runs: ours beside theirs
SELECT model, round(flop_ratio::numeric, 3) AS flop, round(gpu_hours_ratio::numeric, 2) AS hours, round(mfu_from_hours::numeric, 3) AS mfu,
       round(energy_ratio::numeric, 3) AS energy, round(co2e_ratio::numeric, 3) AS co2e
FROM traincost.model_estimate
WHERE model IN ('GPT-3-175B', 'T5-11B', 'LLaMA-65B', 'BLOOM-176B', 'PaLM-540B', 'Gopher-280B', 'OPT-175B', 'Llama-3.1-405B')
ORDER BY model COLLATE "C";
SELECT count(*) AS rows, count(flop) AS flop, count(gpu_hours) AS hours, count(energy_mwh) AS energy, count(co2e_tonnes) AS co2e FROM traincost.model_estimate;
-- catalog_problem finds what it is for
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('Nothing', 'me', 'spot', 1000, '2024-01-01');
INSERT INTO traincost.gpu (name, vendor, bf16_tflops, tf32_tflops) VALUES ('a10', 'NVIDIA', 1000, 100);
INSERT INTO traincost.cloud_region (provider, region, grid_region) VALUES ('me', 'here', 'Nowhere');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, gpu, region, provider) VALUES ('p', 1, 's', 'None', 'No', 'Not', 'Nobody');
UPDATE traincost.assumption SET value = 0.9 WHERE name = 'mfu';
SELECT * FROM traincost.catalog_problem ORDER BY problem COLLATE "C", table_name COLLATE "C", row_key COLLATE "C", detail COLLATE "C";
DROP EXTENSION traincost;
