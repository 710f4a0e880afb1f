--
-- missing_ok: what no table has is an error, or NULL for what depends on it
-- If this fails, one misspelt plan stops every dashboard, or is priced as something else.
--
CREATE EXTENSION traincost;
\pset null ~
\set VERBOSITY terse

-- strict and lenient calls
CREATE TABLE call (name text, model text, gpu text, region text, provider text, dtype text, exact boolean);
INSERT INTO call VALUES
    ('all known', 'LLaMA-65B', NULL, 'FR', 'aws', 'bf16', true),
    ('model', 'LLaMa-66B', NULL, NULL, NULL, NULL, false),
    ('model, exact', 'LLaMa-66B', NULL, NULL, NULL, NULL, true),
    ('shape', 'T5-11B', NULL, NULL, NULL, NULL, true),
    ('gpu', 'LLaMA-65B', 'H100', NULL, NULL, NULL, false),
    ('dtype', 'LLaMA-65B', NULL, NULL, NULL, 'fp4', false),
    ('region', 'LLaMA-65B', NULL, 'Mars', NULL, NULL, false),
    ('provider', 'LLaMA-65B', NULL, NULL, 'nobody', NULL, false);
SELECT c.name, e.flop, e.gpus, round(e.days) AS days, round(e.energy_kwh) AS kwh, round(e.co2e_location_kg) AS kg, round(e.total_usd) AS usd
FROM call AS c, traincost.train_estimate(model => c.model, gpu => c.gpu, gpus => 1024, region => c.region, provider => c.provider, dtype => c.dtype,
                                         exact => c.exact, as_of => '2026-09-01', missing_ok => true) AS e;
-- row by row the same as in one query: what one row lacks is not remembered for another
SELECT count(*) AS calls, count(*) FILTER (WHERE a IS DISTINCT FROM b) AS differ
FROM (SELECT traincost.train_estimate(model => c.model, gpu => c.gpu, gpus => 1024, region => c.region, provider => c.provider, dtype => c.dtype,
                                      exact => c.exact, as_of => '2026-09-01', missing_ok => true)::text AS a,
             traincost.train_estimate(model => c.model, gpu => c.gpu, gpus => 1024, region => c.region, provider => c.provider, dtype => c.dtype,
                                      exact => c.exact, as_of => '2026-09-01', missing_ok => c.name IS NOT NULL)::text AS b
      FROM call AS c CROSS JOIN generate_series(1, 3)) AS x;
CREATE FUNCTION strict_call(call) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN traincost.train_cost(model => $1.model, gpu => $1.gpu, gpus => 1024, region => $1.region, provider => $1.provider, dtype => $1.dtype,
                                exact => $1.exact, as_of => '2026-09-01');
EXCEPTION WHEN invalid_parameter_value OR undefined_object THEN
    RETURN sqlerrm;
END $$;
SELECT c.name, CASE c.name WHEN 'all known' THEN 'a price' ELSE strict_call(c) END AS strict FROM call AS c;

-- a number given does without the name
SELECT round(traincost.train_cost(flop => 1e21, gpu => 'mine', peak_tflops => 1000, mfu => 0.5, usd_per_gpu_hour => 2, missing_ok => true)) AS priced,
       traincost.train_cost(flop => 1e21, gpu => 'mine', peak_tflops => 1000, mfu => 0.5, missing_ok => true) AS unpriced,
       round((traincost.train_estimate(flop => 1e21, region => 'mine', pue => 1.1, gco2e_per_kwh => 100, missing_ok => true)).co2e_location_kg) AS kg;

-- hardware not there yet, or no more
SELECT o AS ownership, d AS depreciation, a AS acquired_on, e.gpu_hours > 0 AS hours, e.energy_usd > 0 AS power, e.compute_usd, e.total_usd
FROM unnest('{buy,amortize}'::text[]) AS o, unnest('{straight_line,price_decay}'::text[]) AS d, unnest('{2015-01-01,2027-01-01,-infinity}'::date[]) AS a,
     traincost.train_estimate(flop => 1e21, gpus => 8, ownership => o, depreciation => d, acquired_on => a, usd_per_gpu => 30000, as_of => '2026-09-01', missing_ok => true) AS e
WHERE NOT (o = 'buy' AND a = '2015-01-01') AND NOT (d = 'price_decay' AND a = '2015-01-01');

-- what contradicts itself stays an error
SELECT traincost.train_cost(flop => 1e21, gpus => 8, days => 3, missing_ok => true);
SELECT traincost.train_cost(flop => 1e21, usd_per_gpu => 3, missing_ok => true);
SELECT traincost.train_cost(flop => -1, missing_ok => true);
SELECT traincost.train_cost(flop => 1e21, ownership => 'lease', missing_ok => true);

-- one stage of one plan that names what no table has neither stops the views of plans nor loses its row
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, flop, gpu, gpus, region, provider, price_region, exact, method, params, examples, prompt_tokens, response_tokens, dtype) VALUES
    ('x', 1, 'known', NULL, 1e21, NULL, 64, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 2, 'gpu', NULL, 1e21, 'H100', 64, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 3, 'region', NULL, 1e21, NULL, 64, 'Mars', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 4, 'model', 'Lama', NULL, NULL, 64, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 5, 'shape', 'T5-11B', NULL, NULL, 64, NULL, NULL, NULL, true, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 6, 'provider', NULL, 1e21, NULL, 64, NULL, 'nobody', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 7, 'price region', NULL, 1e21, NULL, 64, NULL, NULL, 'moon', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('x', 8, 'dtype', NULL, 1e21, NULL, 64, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'fp4'),
    ('x', 9, 'model of a method', 'Lama', NULL, NULL, 64, NULL, NULL, NULL, NULL, 'sft', 7e9, 1e5, 500, 500, NULL),
    -- not the 1.4e12 tokens of LLaMA's own pre-training
    ('x', 10, 'inputs of a method', 'LLaMA-65B', NULL, NULL, 64, NULL, NULL, NULL, NULL, 'sft', NULL, NULL, 500, 500, NULL);
UPDATE traincost.pipeline_stage SET as_of = '2026-09-01' WHERE pipeline = 'x';
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, ownership, acquired_on, as_of) VALUES
    ('x', 11, 'written off', 1e21, 64, 'amortize', '2015-01-01', '2026-09-01'),
    ('x', 12, 'not there yet', 1e21, 64, 'buy', '9999-01-01', NULL);
INSERT INTO traincost.cloud_region (provider, region, grid_region, source) VALUES ('one', 'twice', 'FR', 'test'), ('two', 'twice', 'DE', 'test');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, region, as_of) VALUES ('x', 13, 'ambiguous', 1e21, 64, 'twice', '2026-09-01');
SELECT stage, flop, gpus, round(days::numeric, 2) AS days, round(energy_kwh) AS kwh, round(co2e_location_kg) AS kg, round(total_usd) AS usd
FROM traincost.stage_estimate WHERE pipeline = 'x' ORDER BY stage_no;
SELECT stages, unpriced_stages, flop, total_usd, round(known_usd) AS known_usd FROM traincost.pipeline_estimate WHERE pipeline = 'x';
SELECT stage, item, amount_usd IS NOT NULL AS priced, regexp_replace(note, '\d{4}-\d\d-\d\d$', 'today') AS note FROM traincost.bill('x') WHERE amount_usd IS NULL;
SELECT stage_no, stage, regexp_replace(detail, '\d{4}-\d\d-\d\d$', 'today') AS detail FROM traincost.stage_problem ORDER BY 1;
SELECT count(*) AS listed_there_too FROM traincost.catalog_problem WHERE table_name = 'pipeline_stage' AND detail IN (SELECT detail FROM traincost.stage_problem);
SELECT stage, grid_region, gco2e_per_kwh, pue, left(pue_source, 20) AS pue_source FROM traincost.carbon_statement WHERE pipeline = 'x' AND stage IN ('known', 'region', 'ambiguous') ORDER BY stage_no;
SELECT count(*) FILTER (WHERE pipeline = 'x') AS rows, count(*) > 13 AS others_too FROM traincost.carbon_statement;
SELECT priced_rows > 0 AS some, unpriced_rows > 0 AS not_all FROM traincost.focus_coverage WHERE pipeline = 'x';
DROP EXTENSION traincost;
