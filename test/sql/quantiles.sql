--
-- quantiles: ranges of an estimate and of a plan, and what they come from
-- If this fails, a budget's range is too wide, too narrow, or for another reason than it says.
--
CREATE EXTENSION traincost;
-- whatever is shipped: intervals of this test
UPDATE traincost.assumption SET low = NULL, high = NULL, source = 'test of ' || name;
UPDATE traincost.assumption AS a SET value = n.value, low = n.low, high = n.high
FROM (VALUES ('mfu', 0.40, 0.2, 0.55), ('run_overhead', 1, NULL::float8, NULL::float8), ('finetune_mfu', 0.35, 0.15, 0.5), ('generation_mfu', 0.10, 0.03, 0.3), ('power_fraction', 0.75, 0.56, 1), ('host_overhead', 1.8, 1.3, 2.1),
             ('pue', 1.25, 1.08, 1.56), ('usd_per_kwh', 0.08, 0.05, 0.14), ('useful_life_years', 6, 3, 6), ('price_decay_oom_per_year', 0.14, 0.1, 0.18)) AS n (name, value, low, high)
WHERE a.name = n.name;
-- one uncertain input: the percentiles are exact.  17 providers: a price p10 .. p90
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, source) VALUES ('Card', 100, 1000, 80, 'test');
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on, source)
SELECT 'Card', 'provider ' || i, 'on_demand', i, '2026-01-01', 'test' FROM generate_series(1, 11) AS i;
CREATE VIEW pg_temp.run AS
SELECT 'given' AS mfu, q.* FROM traincost.train_quantiles(flop => 3.6e20, gpu => 'Card', gpus => 10, mfu => 0.5, pue => 1, power_fraction => 1, host_overhead => 1, as_of => '2026-02-01') AS q
UNION ALL
SELECT 'assumed', q.* FROM traincost.train_quantiles(flop => 3.6e20, gpu => 'Card', gpus => 10, pue => 1, power_fraction => 1, host_overhead => 1, usd_per_gpu_hour => 2, as_of => '2026-02-01') AS q;
SELECT mfu, quantity, unit, p10::numeric(12,3), p50::numeric(12,3), p90::numeric(12,3) FROM pg_temp.run WHERE quantity IN ('days', 'gpu_hours', 'energy_kwh', 'total_usd', 'co2e_market_kg') ORDER BY mfu, quantity;
-- expected hours of the assumption: 1000 at MFU 1, so 1000 / 0.2369, / 0.4, / 0.5167 (uncertain_value)
SELECT p, (1000 / traincost.uncertain_value(0.40, 0.2, 0.55, 1 - p, true))::numeric(12,3) AS gpu_hours FROM unnest('{0.1, 0.5, 0.9}'::float8[]) AS p;
SELECT input, low::numeric(8,4), high::numeric(8,4), total_at_low::numeric(10,2), total_at_high::numeric(10,2), swing::numeric(10,2), left(source, 45) AS source
FROM traincost.train_sensitivity(flop => 3.6e20, gpu => 'Card', gpus => 10, as_of => '2026-02-01');
SELECT input, total_at_low::numeric(10,2), total_at_high::numeric(10,2) FROM traincost.train_sensitivity(flop => 3.6e20, gpu => 'Card', gpus => 10, as_of => '2026-02-01', quantity => 'energy_kwh');
-- a contract is certain, and so is what a range is given for at one point
SELECT quantity, p10, p50, p90 FROM traincost.train_quantiles(flop => 3.6e20, gpu => 'Card', gpus => 10, provider => 'provider 3', ranges => 'mfu=0.5..0.5, power_fraction=1..1; host_overhead=1..1, pue = 1 .. 1', as_of => '2026-02-01')
WHERE quantity IN ('days', 'energy_kwh', 'total_usd');
-- the median of a range: the argument, else the value in use, else the middle
SELECT r, p10::numeric(12,3), p50::numeric(12,3), p90::numeric(12,3) FROM unnest('{"mfu=0.3..0.45", "mfu=0.5..0.8", "mfu=finetune_mfu", "tokens=1e9..4e9,mfu=0.4..0.4", "run_multiplier=1.2..4,mfu=0.4..0.4", ""}'::text[]) AS r,
    traincost.train_quantiles(params => 1e9, tokens => CASE WHEN r NOT LIKE 'tokens%' THEN 1e10 END, gpu => 'Card', gpus => 10, usd_per_gpu_hour => 1, ranges => r) AS q WHERE quantity = 'gpu_hours';
-- whole GPUs, decay, failures, exact FLOP: the whole estimate at each point
SELECT quantity, p10::numeric(14,2), p50::numeric(14,2), p90::numeric(14,2) FROM traincost.train_quantiles(flop => 1e21, days => 10, gpu => 'Card', ownership => 'amortize', depreciation => 'price_decay', usd_per_gpu => 10000, acquired_on => '2025-01-01', ranges => 'goodput=0.8..0.99', as_of => '2026-02-01') WHERE quantity IN ('gpus', 'days', 'gpu_hours', 'energy_kwh', 'co2e_location_kg', 'co2e_market_kg', 'co2e_embodied_kg', 'water_l',
    'compute_usd', 'other_hardware_usd', 'datacenter_usd', 'energy_usd', 'data_usd', 'labor_usd', 'total_usd');
SELECT quantity, p10::numeric(30,2), p50::numeric(30,2), p90::numeric(30,2) FROM traincost.train_quantiles(model => 'Llama-3.1-8B', exact => true, gpus => 1024, ranges => 'tokens=1e12..2e13, gpu_hours_per_failure=20000..100000', as_of => '2026-02-01') WHERE quantity IN ('flop', 'gpu_hours', 'days');
-- in some cases the run never finishes: no number says how much it takes
SELECT quantity, p10::numeric(14,2), p50::numeric(14,2), p90 FROM traincost.train_quantiles(flop => 1e21, gpu => 'Card', gpus => 10000, mfu => 0.4, usd_per_gpu_hour => 1, ranges => 'gpu_hours_per_failure=300..30000', restart_seconds => 3600) WHERE quantity IN ('gpu_hours', 'gpus', 'total_usd', 'energy_usd');
-- nothing known, nothing told
SELECT count(*) > 10 AS every_quantity, count(p10), count(p50), count(p90) FROM traincost.train_quantiles(gpu => 'no such', missing_ok => true);
SELECT input, swing FROM traincost.train_sensitivity(flop => 1e20, gpu => 'Card', as_of => '2025-01-01') WHERE input = 'mfu';
-- a stale interval says nothing about the value in use
UPDATE traincost.assumption SET value = 0.6 WHERE name = 'mfu';
SELECT quantity, p10, p90 FROM traincost.train_quantiles(flop => 2.16e20, gpu => 'Card', usd_per_gpu_hour => 1) WHERE quantity = 'total_usd';
DELETE FROM traincost.assumption WHERE name = 'mfu';
SELECT quantity, p10, p90 FROM traincost.train_quantiles(flop => 2.16e20, gpu => 'Card', usd_per_gpu_hour => 1, missing_ok => true) WHERE quantity = 'total_usd';
SELECT quantity, p10, p90 FROM traincost.train_quantiles(flop => 2.16e20, gpu => 'Card', usd_per_gpu_hour => 1) WHERE quantity = 'total_usd';
SELECT quantity, p50 FROM traincost.train_quantiles(flop => 2.16e20, gpu => 'Card', usd_per_gpu_hour => 1, ranges => 'mfu=0.6..0.6') WHERE quantity = 'total_usd';
INSERT INTO traincost.assumption (name, value, low, high) VALUES ('mfu', 0.4, 0.2, 0.55);
-- ranges that are none
\set VERBOSITY default
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=0.45..0.3');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=40..50');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'data_usd=0..50');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=0.3..x');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=0.3');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=0.3..0.4, mfu=0.3..0.4');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=0.3..0.4,,pue=1.1..1.2');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfus=0.3..0.4');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=finetune');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'mfu=useful_life_years');
SELECT FROM traincost.train_quantiles(flop => 1e20, mfu => 0.6, ranges => 'mfu=0.3..0.4');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => 'usd_per_gpu=1..2');
SELECT FROM traincost.train_quantiles(flop => 1e20, gpus => 8, ranges => 'days=1..2');
SELECT FROM traincost.train_quantiles(flop => 1e20, ownership => 'amortize', ranges => 'price_decay_oom_per_year=0.1..0.2');
SELECT FROM traincost.train_quantiles(flop => 1e20, ranges => repeat('mfu=0.3..0.4,', 100));
\set VERBOSITY terse
SELECT FROM traincost.train_sensitivity(flop => 1e20, quantity => 'usd');
\set VERBOSITY default
SELECT FROM traincost._plan_quantiles(ARRAY['\x00'::bytea]);
SELECT FROM traincost._plan_quantiles(ARRAY[NULL::bytea]);
-- bytes hold the layers of their run, not where they lay: what was packed before says the same after others were
CREATE TEMPORARY TABLE packed AS SELECT m AS model, traincost._uncertain_run(model => m, exact => m IS NOT NULL, flop => CASE WHEN m IS NULL THEN 1e20 END, gpus => 512, seq_len => 4096, tokens => 1e12, as_of => '2026-02-01', ranges => 'mfu=0.3..0.5') AS run
FROM unnest('{Qwen3-Next-80B-A3B,Kimi-Linear-48B-A3B,Llama-3.1-8B,NULL}'::text[]) AS m;
SELECT p.model, count(*) AS columns, count(*) FILTER (WHERE (q.p10, q.p50, q.p90) IS DISTINCT FROM (d.p10, d.p50, d.p90)) AS differ
FROM packed AS p, traincost._plan_quantiles(ARRAY[p.run]) AS q
JOIN LATERAL traincost.train_quantiles(model => p.model, exact => p.model IS NOT NULL, flop => CASE WHEN p.model IS NULL THEN 1e20 END, gpus => 512, seq_len => 4096, tokens => 1e12, as_of => '2026-02-01', ranges => 'mfu=0.3..0.5') AS d ON d.quantity = q.quantity
GROUP BY p.model ORDER BY p.model;
-- and what says to have more layers than there are holds no run
SELECT FROM packed AS w, packed AS o, traincost._plan_quantiles(ARRAY[set_byte(w.run, octet_length(o.run), 255)]) WHERE w.model LIKE 'Qwen%' AND o.model IS NULL;
DROP TABLE packed;
SELECT count(*) > 10 AS every_quantity FROM traincost._plan_quantiles('{}') AS q;
\set VERBOSITY default
-- plans: one draw of what their stages share
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, usd_per_gpu_hour, data_usd, as_of, ranges) VALUES
    ('shared', 1, 'a', 3.6e20, 'Card', 10, 0.5, NULL, 100, '2026-02-01', NULL), ('shared', 2, 'b', 3.6e20, 'Card', 10, 0.5, NULL, NULL, '2026-02-01', NULL),
    ('apart', 1, 'a', 3.6e20, 'Card', 10, 0.5, 6, NULL, '2026-02-01', 'flop=1e20..1e21'), ('apart', 2, 'b', 3.6e20, 'Card', 10, 0.5, 6, NULL, '2026-02-01', 'flop=1e20..1e21');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, method, examples, prompt_tokens, response_tokens, gpu, gpus, storage_gb, as_of) VALUES
    ('method', 1, 'sft', 7e9, 'sft', 1e6, 100, 900, 'Card', 8, 1000, '2026-02-01');
SELECT stage, p10::numeric(12,2), p50::numeric(12,2), p90::numeric(12,2) FROM traincost.stage_quantiles('shared') WHERE quantity = 'total_usd'
UNION ALL SELECT 'both', p10::numeric(12,2), p50::numeric(12,2), p90::numeric(12,2) FROM traincost.pipeline_quantiles('shared') WHERE quantity = 'total_usd'
UNION ALL SELECT 'apart ' || stage, p10::numeric(12,2), p50::numeric(12,2), p90::numeric(12,2) FROM traincost.stage_quantiles('apart') WHERE quantity = 'total_usd'
UNION ALL SELECT 'apart both', p10::numeric(12,2), p50::numeric(12,2), p90::numeric(12,2) FROM traincost.pipeline_quantiles('apart') WHERE quantity = 'total_usd';
SELECT input, low::numeric(24,2), high::numeric(24,2), swing::numeric(12,2), source FROM traincost.pipeline_sensitivity('apart');
SELECT input, swing::numeric(12,2), left(source, 24) AS source FROM traincost.pipeline_sensitivity('method') ORDER BY swing DESC, input LIMIT 2;
SELECT p.pipeline, p.total_usd_p10::numeric(12,2), p.total_usd_p50::numeric(12,2), p.total_usd_p90::numeric(12,2), e.total_usd::numeric(12,2)
FROM traincost.pipeline_range AS p JOIN traincost.pipeline_estimate AS e USING (pipeline) WHERE pipeline IN ('shared', 'apart', 'method') ORDER BY pipeline COLLATE "C";
-- a deadline takes so many GPUs as each case asks for, and so many are bought
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, days, mfu, ownership, usd_per_gpu, as_of, ranges) VALUES ('deadline', 1, 'a', 1e22, 'Card', 30, 0.4, 'buy', 10000, '2026-02-01', 'mfu=0.2..0.5');
SELECT p.quantity, p.p10::numeric(14,2), p.p50::numeric(14,2), p.p90::numeric(14,2), (p.p10, p.p50, p.p90) IS NOT DISTINCT FROM (q.p10, q.p50, q.p90) AS as_by_itself
FROM traincost.pipeline_quantiles('deadline') AS p
JOIN traincost.train_quantiles(flop => 1e22, gpu => 'Card', days => 30, mfu => 0.4, ownership => 'buy', usd_per_gpu => 10000, as_of => '2026-02-01', ranges => 'mfu=0.2..0.5') AS q ON q.quantity = p.quantity
WHERE p.quantity IN ('gpus', 'compute_usd', 'total_usd');
SELECT count(*) FROM traincost.pipeline_quantiles(NULL);
SELECT FROM traincost.pipeline_quantiles('no such');
SELECT FROM traincost.stage_quantiles('no such');
SELECT FROM traincost.pipeline_sensitivity('no such');
SELECT FROM traincost.pipeline_quantiles('Assistant-100b ');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, ranges) VALUES ('bad', 1, 'a', 'mfu=2..1');
-- what contradicts the plan is left out of its ranges
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, ranges) VALUES ('bad', 1, 'a', 'mfu=finetune_mfu');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, goodput, ranges) VALUES
    ('odd', 1, 'a', 1e20, 'Card', 10, 0.5, 0.9, 'days=1..2, mfu=0.6..0.7, gpu_hours_per_failure=1..2, usd_per_gpu=1..2, residual_share=0.1..0.2, price_decay_oom_per_year=0.1..0.2, params=1..2');
SELECT total_usd_p10 < total_usd_p90 AS only_the_price, gpu_hours_p10 = gpu_hours_p90 AS no_range FROM traincost.pipeline_range WHERE pipeline = 'odd';
-- the same bits on every server and processor, and in a worker as in the session's own process
CREATE VIEW pg_temp.bits AS
SELECT q.quantity, encode(float8send(q.p10), 'hex') AS p10, encode(float8send(q.p50), 'hex') AS p50, encode(float8send(q.p90), 'hex') AS p90
FROM traincost.train_quantiles(flop => 1e23, gpu => 'Card', days => 30, ownership => 'amortize', usd_per_gpu => 10000,
    ranges => 'flop=0.5e23..3e23', as_of => '2026-02-01') AS q WHERE q.quantity IN ('gpus', 'gpu_hours', 'energy_kwh', 'total_usd')
UNION ALL SELECT 'plan ' || q.quantity, encode(float8send(q.p10), 'hex'), encode(float8send(q.p50), 'hex'), encode(float8send(q.p90), 'hex') FROM traincost.pipeline_quantiles('shared') AS q WHERE q.quantity IN ('total_usd', 'energy_kwh');
SELECT * FROM pg_temp.bits ORDER BY quantity COLLATE "C";
CREATE TABLE many AS SELECT i, 1e20 * i AS flop FROM generate_series(1, 20) AS i;
ALTER TABLE many SET (parallel_workers = 2);
CREATE VIEW range_of_many AS SELECT md5(string_agg(q.text, ' ' ORDER BY q.text COLLATE "C")) AS bits, count(*)
FROM (SELECT m.i || ' ' || r.quantity || ' ' || r.p10 || ' ' || r.p90 AS text FROM many AS m CROSS JOIN LATERAL traincost.train_quantiles(flop => m.flop, gpu => 'Card', as_of => '2026-02-01') AS r WHERE r.p10 IS NOT NULL) AS q;
SET max_parallel_workers_per_gather = 0;
SELECT bits, count FROM range_of_many \gset alone_
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT bits = :'alone_bits' AS same_bits, count = :alone_count AND count >= 260 AS same_count FROM range_of_many;
RESET ALL;
DROP VIEW range_of_many;
DROP TABLE many;
-- 65 dimensions are one too many
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, usd_per_gpu_hour, mfu, pue, power_fraction, host_overhead, ranges)
SELECT 'wide', i, 's' || i, 1e20, 'Card', 1, 1, 0.5, 1, 1, 1, 'flop=0.5e20..2e20' FROM generate_series(1, 64) AS i;
SELECT p10::numeric(12,2), p50::numeric(12,2), p90::numeric(12,2) FROM traincost.pipeline_quantiles('wide') WHERE quantity = 'total_usd';
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, ranges) VALUES ('wide', 65, 'last', 1e20, 'Card', 'flop=0.5e20..2e20');
-- 13 names less in the context
\set SHOW_CONTEXT never
SELECT FROM traincost.pipeline_quantiles('wide');
\set SHOW_CONTEXT errors
SELECT stages, total_usd_p50 FROM traincost.pipeline_range WHERE pipeline = 'wide';
DROP EXTENSION traincost CASCADE;
