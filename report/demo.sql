-- The main report: what a manager wants to see first.
\pset footer off
\pset null '-'
\pset border 1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS traincost;

\echo
\echo '==============================================================================='
\echo ' traincost: what it takes to train a language model'
\echo '==============================================================================='
SELECT traincost.traincost_version() AS "version", CURRENT_DATE AS "printed on",
       (SELECT max(observed_on) FROM traincost.gpu_price) AS "newest price of",
       current_setting('TimeZone') AS "time zone";

\echo '1. The bill of a 100B-parameter assistant in four stages, GPUs rented'
\echo '   (1e11 parameters, 3e11 tokens within 10 days on A100-80GB-SXM; median rent'
\echo '    of all providers; world-average grid; energy with servers and PUE)'
\echo
CREATE TEMPORARY VIEW money AS
SELECT s.stage_no, s.stage, o.ownership, traincost.estimate_stage(
           jsonb_populate_record(s, jsonb_build_object('ownership', o.ownership))) AS e
FROM traincost.pipeline_stage AS s,
     (VALUES ('rent'), ('amortize'), ('buy')) AS o (ownership)
WHERE s.pipeline = 'assistant-100B';

SELECT coalesce(stage, 'TOTAL') AS "stage",
       to_char(flop, '9.99EEEE') AS "FLOP",
       gpus AS "GPUs",
       round(days::numeric, 2) AS "days",
       to_char(gpu_hours, 'FM999,999,990') AS "GPU-hours",
       to_char(total_usd, 'FM999,999,990') AS "USD",
       to_char(energy_kwh / 1000, 'FM999,990.00') AS "MWh",
       to_char(co2e_location_kg / 1000, 'FM999,990.00') AS "t CO2e",
       to_char(water_l / 1000, 'FM999,990.0') AS "m3 water"
FROM (SELECT stage_no, stage, (e).flop, (e).gpus, (e).days, (e).gpu_hours, (e).total_usd, (e).energy_kwh,
             (e).co2e_location_kg, (e).water_l
      FROM money WHERE ownership = 'rent'
      UNION ALL
      SELECT NULL, NULL, (t).flop, (t).gpus, (t).days, (t).gpu_hours, (t).total_usd, (t).energy_kwh,
             (t).co2e_location_kg, (t).water_l
      FROM (SELECT traincost.pipeline_total(e) AS t FROM money WHERE ownership = 'rent') AS total) AS bill
ORDER BY stage_no NULLS LAST;

\echo '2. The same, rented or owned, in USD'
\echo '   (amortize: the used share of hardware that lives six years; buy: the whole'
\echo '    purchase charged to this run; owned GPUs also pay servers, building, power)'
\echo
SELECT coalesce(stage, 'TOTAL') AS "stage",
       to_char(rent, 'FM999,999,990') AS "rented",
       to_char(amortize, 'FM999,999,990') AS "owned, amortised",
       to_char(buy, 'FM999,999,990') AS "bought for this run"
FROM (SELECT stage_no, stage,
             max((e).total_usd) FILTER (WHERE ownership = 'rent') AS rent,
             max((e).total_usd) FILTER (WHERE ownership = 'amortize') AS amortize,
             max((e).total_usd) FILTER (WHERE ownership = 'buy') AS buy
      FROM money GROUP BY stage_no, stage
      UNION ALL
      SELECT NULL, NULL,
             (traincost.pipeline_total(e) FILTER (WHERE ownership = 'rent')).total_usd,
             (traincost.pipeline_total(e) FILTER (WHERE ownership = 'amortize')).total_usd,
             (traincost.pipeline_total(e) FILTER (WHERE ownership = 'buy')).total_usd
      FROM money) AS bill
ORDER BY stage_no NULLS LAST;

\echo '3. The shipped plans in total'
\echo
SELECT pipeline AS "plan", stages AS "stages", to_char(flop, '9.99EEEE') AS "FLOP", gpus AS "peak GPUs",
       round(days::numeric, 1) AS "days", to_char(gpu_hours, 'FM999,999,990') AS "GPU-hours",
       to_char(total_usd, 'FM999,999,990') AS "USD, rented", to_char(energy_kwh / 1000, 'FM999,990.0') AS "MWh",
       to_char(co2e_location_kg / 1000, 'FM999,990.0') AS "t CO2e"
FROM traincost.pipeline_estimate ORDER BY pipeline;

\echo '4. Published runs: our recomputation against what was published'
\echo '   (FLOP: 6 x parameters x tokens, encoder-decoders 3; GPU-hours at the published'
\echo '    utilisation; energy from published hours and power; ratio = published / ours)'
\echo
SELECT m.name AS "run",
       CASE WHEN e.model IS NULL THEN 'undisclosed' ELSE to_char(e.flop, '9.99EEEE') END AS "FLOP, ours",
       to_char(e.published_flop, '9.99EEEE') AS "published", round(e.flop_ratio::numeric, 2) AS "ratio",
       to_char(e.gpu_hours, 'FM99,999,990') AS "GPU-hours, ours",
       to_char(e.published_gpu_hours, 'FM99,999,990') AS "published ",
       round(e.gpu_hours_ratio::numeric, 2) AS "ratio ",
       round(e.mfu_from_hours::numeric, 3) AS "MFU from hours",
       round(e.energy_mwh::numeric, 1) AS "MWh, ours", round(e.published_energy_mwh::numeric, 1) AS "published  ",
       round(e.co2e_tonnes::numeric, 1) AS "t CO2e, ours", round(e.published_co2e_tonnes::numeric, 1) AS "published   "
FROM unnest(ARRAY['GPT-3-175B', 'T5-11B', 'BERT-base', 'BERT-large', 'OPT-175B', 'BLOOM-176B', 'LLaMA-7B', 'LLaMA-13B',
                  'LLaMA-33B', 'LLaMA-65B', 'Llama-2-70B', 'Falcon-7B', 'Falcon-40B', 'Falcon-180B', 'Baichuan-7B', 'Baichuan2-13B', 'Alpaca-7B',
                  'Vicuna-13B', 'MOSS-003-base', 'ChatGLM-6B', 'Gopher-280B', 'Chinchilla-70B', 'PaLM-540B', 'Llama-3.1-8B',
                  'Llama-3.1-70B', 'Llama-3.1-405B', 'DeepSeek-V3', 'GPT-3.5-turbo', 'GPT-4']) WITH ORDINALITY AS n (name, i)
JOIN traincost.model AS m ON m.name = n.name
LEFT JOIN traincost.model_estimate AS e ON e.model = m.name
ORDER BY n.i;

\echo '   Fine-tuning runs without published token counts have hours and dollars only:'
\echo
SELECT name AS "run", gpu AS "GPU", gpu_count AS "GPUs", gpu_count * train_days * 24 AS "GPU-hours",
       round((gpu_count * train_days * 24 * traincost.gpu_price_usd_per_hour(gpu))::numeric, 0) AS "USD at the latest rent",
       cost_usd AS "USD, published", cost_basis AS "basis"
FROM traincost.model WHERE name = 'Alpaca-7B' OR name = 'Vicuna-13B' OR name = 'Koala-13B' ORDER BY name;

\echo '5. The claims of the overview article (2023), recomputed'
\echo
SELECT claim_id AS "claim", subject AS "subject", quantity AS "quantity", claimed_text || ' ' || claimed_unit AS "claimed",
       CASE WHEN recomputed IS NULL THEN NULL
            WHEN abs(recomputed) >= 1e9 THEN trim(to_char(recomputed, '9.999EEEE')) || ' ' || recomputed_unit
            ELSE trim_scale(round(recomputed::numeric, 3)) || ' ' || recomputed_unit END AS "recomputed",
       verdict AS "verdict"
FROM traincost.article_claim ORDER BY claim_id;

SELECT verdict AS "verdict", count(*) AS "claims" FROM traincost.article_claim GROUP BY verdict ORDER BY count(*) DESC, verdict;
