--
-- range: numbers far from any that is real
-- If this fails, one row of a user's stops a view for all, a column that holds
-- nothing says 0, or infinity leaves a function.
--
CREATE EXTENSION traincost;
SET client_min_messages = warning;
-- what no table takes
\set VERBOSITY sqlstate
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens) VALUES ('far', 1, 's', 1e200, 1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop) VALUES ('far', 1, 's', 1e36);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, people) VALUES ('far', 1, 's', 1, 1e300);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop) VALUES ('far', 1, 's', 5e-324);
INSERT INTO traincost.model (name, params) VALUES ('far', 1e200);
INSERT INTO traincost.model (name, layers) VALUES ('far', 9223372036854775807);
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('far', 5e-324);
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('A10', 'far', 'spot', 1, '5874897-12-31');
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('A10', 'far', 'spot', 1, '0044-03-15 BC');
UPDATE traincost.assumption SET value = 'NaN' WHERE name = 'pue';
UPDATE traincost.assumption SET value = 7 WHERE name = 'mfu';
UPDATE traincost.assumption SET value = 0.5 WHERE name = 'pue';
\set VERBOSITY default
-- no text is so long that lines of many months could not hold it: of every table that people write, every column
SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype)
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r' AND c.relname <> 'shipped_row'
  AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.conname IN ('names_of_a_kilobyte', 'remarks_of_100_kilobytes') AND a.attnum = ANY (k.conkey));
\set VERBOSITY terse
INSERT INTO traincost.gpu (name) VALUES (repeat('x', 1001));
INSERT INTO traincost.alias (kind, alias, name) VALUES ('gpu', 'short', repeat('long ', 200000));
INSERT INTO traincost.plan (pipeline, team) VALUES ('far', repeat('x', 1001));
INSERT INTO traincost.plan (pipeline, tags) VALUES ('far', jsonb_build_object('x', repeat('x', 100000)));
INSERT INTO traincost.plan_pause (pipeline, stage, stopped_on, resumed_on, note) VALUES ('far', 's', '2026-09-01', '2026-09-02', repeat('x', 100001));
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, note) VALUES ('far', 1, 's', 1, repeat('x', 100001));
\set VERBOSITY default
-- what they take and a plan does not show is unknown, and named
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, gpus, gpu, as_of) VALUES ('far', 1, 'much work', 1e20, 1e20, 8, 'A100-80GB-SXM', '2026-09-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu_watts, as_of) VALUES ('far', 2, 'much power', 1e20, 1e30, '2026-09-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, people, people_months, usd_per_person_month, as_of) VALUES ('far', 3, 'many people', 1e20, 1e30, 1e30, 1e6, '2026-09-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, acquisition_usd, cleaning_usd, data_usd, storage_gb, usd_per_gb_month, storage_months, as_of)
VALUES ('far', 4, 'dear data', 1e20, 99999999999999, 99999999999999, 99999999999999, 9e14, 1, 1, '2026-09-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, as_of) VALUES ('far', 5, 'near', 1e20, '2026-09-01');
-- up to the columns of water and of the total; later ones may follow
SELECT stage_no, stage, concerns, regexp_replace(detail, '(out of range: .*total_usd|out of range: .*water_l).*', '\1') AS detail FROM traincost.stage_problem WHERE pipeline = 'far' ORDER BY stage_no;
SELECT table_name, row_key, problem, regexp_replace(detail, '(out of range: .*total_usd|out of range: .*water_l).*', '\1') AS detail FROM traincost.catalog_problem WHERE row_key LIKE 'far%' ORDER BY row_key;
SELECT stage, flop, round(gpu_hours) AS gpu_hours, energy_kwh, round(compute_usd) AS compute_usd, round(data_usd) AS data_usd, round(labor_usd) AS labor_usd, round(total_usd) AS total_usd
FROM traincost.stage_estimate WHERE pipeline = 'far' ORDER BY stage_no;
SELECT stages, unpriced_stages, round(known_usd) AS known_usd, total_usd, flop IS NULL AS flop_unknown FROM traincost.pipeline_estimate WHERE pipeline = 'far';
SELECT line_no, stage, item, quantity, round(unit_usd, 2) AS unit_usd, round(amount_usd) AS amount_usd, regexp_replace(note, '(out of range: .*total_usd|out of range: .*water_l).*', '\1') AS note FROM traincost.bill('far');
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'far';
-- very many stages of the greatest work and price: their sum is no number of a view
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, data_usd, labor_usd, acquisition_usd, cleaning_usd, usd_per_gpu_hour)
SELECT 'many', i, 's', 1e30, 99999999999999.99, 99999999999999.99, 99999999999999.99, 99999999999999.99, 0 FROM generate_series(1, 40) AS i;
SELECT stages, unpriced_stages, known_usd, total_usd, data_usd, flop FROM traincost.pipeline_estimate WHERE pipeline = 'many';
SELECT count(*), sum(amount_usd) > 1e16 AS beyond FROM traincost.pipeline_bill WHERE pipeline = 'many';
SELECT * FROM traincost.catalog_problem WHERE row_key = 'many';
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'many';
-- no default left
BEGIN;
DELETE FROM traincost.assumption;
SELECT count(*) > 0 AS answered, count(e.total_usd) AS priced FROM traincost.stage_estimate AS e;
SELECT count(*) > 0 AS answered FROM traincost.pipeline_bill;
SELECT count(*) >= 0 AS answered FROM traincost.carbon_statement;
ROLLBACK;
-- no NaN and no infinity leaves, whatever comes in
CREATE FUNCTION answer(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE call INTO result;
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT a AS argument, value,
       answer(format('SELECT (f.*)::text FROM traincost.run_failures(%s%I => %L, method => NULL) AS f',
                     CASE a WHEN 'gpus' THEN 'ideal_days => 3, ' WHEN 'ideal_days' THEN 'gpus => 8, ' ELSE 'gpus => 8, ideal_days => 3, ' END, a, value))
FROM unnest('{gpus,ideal_days,gpu_hours_per_failure,checkpoint_seconds,restart_seconds,checkpoint_interval_hours,kept_checkpoints,params}'::text[]) AS a,
     unnest('{NaN,Infinity,-1}'::text[]) AS value;
SELECT item, quantity, unit_usd, amount_usd, missing
FROM jsonb_populate_record(NULL::traincost.pipeline_stage, '{"annotation_items": "NaN", "annotation_usd_per_item": 1, "storage_gb": "Infinity", "people": "-Infinity", "people_months": 1, "usd_per_person_month": "NaN", "acquisition_usd": "NaN"}') AS s,
     traincost._stage_extra(s, 1);
SELECT item, quantity, amount_usd FROM jsonb_populate_record(NULL::traincost.pipeline_stage, '{"storage_gb": 1, "usd_per_gb_month": 1}') AS s,
     unnest('{NaN,Infinity}'::float8[]) AS d (days), traincost._stage_extra(s, d.days);
-- a plan at the latest prices is of today, and of its grid's latest year
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, region, as_of) VALUES ('latest', 1, 's', 1e20, 'FR', NULL);
SELECT as_of = (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date AS today, grid_year = (SELECT max(year) FROM traincost.grid WHERE region = 'FR' AND basis <> 'residual') AS latest_year, co2e_location_kg > 0 AS known FROM traincost.carbon_statement WHERE pipeline = 'latest';
SELECT count(*) FROM traincost.stage_problem WHERE pipeline = 'latest';
DROP FUNCTION answer(text);
DROP EXTENSION traincost;
