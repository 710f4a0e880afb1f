--
-- explain: each number of an estimate can be worked out again from the rows above it
-- If this fails, nobody can say where a figure comes from.
--
CREATE EXTENSION traincost;
-- in this order; others may stand between them
SELECT quantity, value::numeric(40,4) AS value, unit, origin, formula IS NOT NULL AS derived
FROM traincost.explain_estimate(model => 'Llama-3.1-405B', gpus => 16384, region => 'SE', run_multiplier => 1.5, market_gco2e_per_kwh => 20, as_of => '2026-09-01')
WHERE quantity IN (
     'params', 'tokens', 'flops_per_param_token', 'training_flop', 'flop', 'peak_tflops', 'mfu', 'tflops_per_gpu', 'ideal_gpu_hours', 'run_overhead',
     'gpus', 'goodput', 'run_multiplier', 'gpu_hours', 'days', 'gpu_watts', 'power_fraction', 'host_overhead', 'pue', 'energy_kwh', 'usd_per_gpu_hour',
     'compute_usd', 'cluster_utilization', 'other_hardware_usd', 'datacenter_usd', 'energy_usd', 'data_usd', 'labor_usd', 'total_usd', 'gco2e_per_kwh',
     'co2e_location_kg', 'market_gco2e_per_kwh', 'co2e_market_kg', 'gpu_embodied_kg', 'server_embodied_kg', 'embodied_life_years', 'co2e_embodied_kg',
     'wue_site_l_per_kwh', 'wue_source_l_per_kwh', 'water_l')
ORDER BY step;
SELECT quantity, origin, source IS NOT NULL AS sourced
FROM traincost.explain_estimate(flop => 1e22, days => 10, gpu => 'A100-80GB-SXM', ownership => 'Amortize', depreciation => 'PRICE_DECAY', acquired_on => '2025-09-01', grid_basis => 'direct', as_of => '2026-09-01')
WHERE origin <> 'formula' AND quantity IN (
     'training_flop', 'peak_tflops', 'mfu', 'run_overhead', 'days_wanted', 'goodput', 'run_multiplier', 'gpu_watts', 'power_fraction', 'host_overhead',
     'pue', 'usd_per_gpu_new', 'age_years', 'price_decay_oom_per_year', 'cluster_utilization', 'other_hardware_share', 'interconnect_share',
     'datacenter_share', 'usd_per_kwh', 'data_usd', 'labor_usd', 'gco2e_per_kwh', 'co2e_market_kg', 'gpu_embodied_kg', 'server_embodied_kg',
     'embodied_life_years', 'wue_site_l_per_kwh', 'wue_source_l_per_kwh');
-- what is unknown stays in its place, NULL
SELECT quantity, value, origin FROM traincost.explain_estimate(model => 'GPT-4', gpu => 'No such', region => 'Atlantis', missing_ok => true) WHERE value IS NULL AND origin <> 'formula';
-- the errors are train_estimate's
\set VERBOSITY terse
SELECT * FROM traincost.explain_estimate(flop => 1e22, gpus => 8, days => 3);
SELECT * FROM traincost.explain_estimate(flop => 1e22, gpu => 'A100');

\set VERBOSITY default
-- worked out again: formulas over the values of the rows above
CREATE FUNCTION pg_temp.again(arguments text) RETURNS TABLE (quantity text, said float8, formula text, worked_out float8) LANGUAGE plpgsql AS $$
DECLARE
    line record;
    known jsonb := '{}';
    expression text;
    name text;
BEGIN
    FOR line IN EXECUTE 'SELECT * FROM traincost.explain_estimate(' || arguments || ') ORDER BY step' LOOP
        IF line.formula IS NOT NULL THEN
            expression := line.formula;
            FOR name IN SELECT k FROM jsonb_object_keys(known) AS k LOOP
                -- not a function's name, which follows its schema
                expression := regexp_replace(expression, '(^|[^.\w])' || name || '(?!\w)', '\1(' || coalesce(known ->> name, 'NULL') || ')::float8', 'g');
                expression := regexp_replace(expression, '(^|[^.\w])' || name || '(?!\w)', '\1(' || coalesce(known ->> name, 'NULL') || ')::float8', 'g');
            END LOOP;
            quantity := line.quantity; said := line.value; formula := expression;
            EXECUTE 'SELECT (' || expression || ')::float8' INTO worked_out;
            RETURN NEXT;
        END IF;
        known := known || jsonb_build_object(line.quantity, line.value);
    END LOOP;
END $$;
CREATE FUNCTION pg_temp.origin(arguments text, name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    EXECUTE format('SELECT origin FROM traincost.explain_estimate(%s) WHERE quantity = %L', arguments, name) INTO found;
    RETURN found;
END $$;
-- a random call: each argument given or not
CREATE FUNCTION pg_temp.random_call() RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(', ',
        CASE WHEN random() < 0.4 THEN format('flop => %s', 10 ^ (20 + 5 * random())) WHEN random() < 0.5 THEN format('params => %s, tokens => %s', 10 ^ (9 + 2 * random()), 10 ^ (10 + 3 * random()))
             ELSE format('model => %L, exact => %s', (SELECT name FROM traincost.model WHERE name IN ('Llama-3.1-8B', 'GPT-3-175B', 'DeepSeek-V3', 'LLaMA-65B', 'Mixtral-8x7B') ORDER BY random() LIMIT 1), CASE WHEN random() < 0.5 THEN 'true' ELSE 'false' END) END,
        CASE WHEN random() < 0.3 THEN format('generation_flop => %s', 10 ^ (18 + 4 * random())) END,
        format('gpu => %L', (SELECT name FROM traincost.gpu WHERE bf16_tflops IS NOT NULL AND tdp_w IS NOT NULL ORDER BY random() LIMIT 1)),
        CASE WHEN random() < 0.6 THEN format('gpus => %s', ceil(10 ^ (4 * random()))) WHEN random() < 0.7 THEN format('days => %s', 1 + 300 * random()) ELSE 'gpus => 64' END,
        CASE WHEN random() < 0.3 THEN format('mfu => %s', 0.2 + 0.3 * random()) END,
        CASE WHEN random() < 0.2 THEN format('goodput => %s', 0.5 + 0.5 * random()) WHEN random() < 0.3 THEN format('restart_seconds => %s', 600 * random()) END,
        CASE WHEN random() < 0.3 THEN format('run_multiplier => %s', 1 + 2 * random()) END,
        CASE floor(5 * random()) WHEN 0 THEN 'ownership => ''buy''' WHEN 1 THEN format('ownership => ''amortize'', useful_life_years => %s', 2 + 6 * random())
                                 WHEN 2 THEN 'ownership => ''amortize'', depreciation => ''price_decay'', acquired_on => ''2025-03-01''' WHEN 3 THEN format('usd_per_gpu_hour => %s', 4 * random()) END,
        CASE WHEN random() < 0.7 THEN format('region => %L', (SELECT r FROM (SELECT region FROM traincost.grid UNION SELECT provider || '/' || region FROM traincost.cloud_region) AS x (r) ORDER BY random() LIMIT 1)) END,
        CASE WHEN random() < 0.3 THEN 'grid_basis => ''direct''' END, CASE WHEN random() < 0.2 THEN 'pue => 1.3' END, CASE WHEN random() < 0.3 THEN 'market_gco2e_per_kwh => 12' END,
        CASE WHEN random() < 0.3 THEN 'data_usd => 1e5, labor_usd => 2e6' END, 'as_of => ''2026-09-01''')
$$;
SELECT setseed(0.25);
CREATE TEMPORARY TABLE call AS SELECT i, pg_temp.random_call() AS arguments FROM generate_series(1, 100) AS i;
SELECT count(*) > 1500 AS many, count(*) FILTER (WHERE abs(said - worked_out) > 1e-9 * abs(said)) AS differ, count(*) FILTER (WHERE (said IS NULL) <> (worked_out IS NULL)) AS unknown_one_way
FROM call, LATERAL pg_temp.again(arguments);
SELECT i, arguments, quantity, said, worked_out, formula FROM call, LATERAL pg_temp.again(arguments) WHERE abs(said - worked_out) > 1e-9 * abs(said) OR (said IS NULL) <> (worked_out IS NULL) LIMIT 3;
-- each number that train_estimate takes, given to a run that is rented, bought or amortised: no formula forgets it
CREATE FUNCTION pg_temp.forgotten(argument text, basis text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    forgotten text;
BEGIN
    FOR i IN 1 .. 2 LOOP
        BEGIN
            SELECT string_agg(a.quantity, ', ') INTO forgotten
            FROM pg_temp.again(concat_ws(', ', CASE WHEN argument NOT IN ('flop', 'params', 'tokens') THEN 'flop => 1e21' WHEN argument <> 'flop' THEN 'params => 1e9, tokens => 1e11' END,
                                         CASE WHEN argument NOT IN ('gpus', 'days', 'steady_gpu_hours') THEN 'gpus => 8' END,
                                         CASE WHEN argument <> ALL ('{flop,params,tokens}') THEN format('%I => %s', argument, i * i * 0.5) ELSE 'flops_per_param_token => 8' END, basis)) AS a
            WHERE abs(a.said - a.worked_out) > 1e-9 * abs(a.said) OR (a.said IS NULL) <> (a.worked_out IS NULL);
            RETURN forgotten;
        EXCEPTION WHEN invalid_parameter_value THEN
            -- 0.5 and 2: one is in the domain of each
        END;
    END LOOP;
    RETURN NULL;
END $$;
SELECT a.name AS argument, b.basis, pg_temp.forgotten(a.name, b.basis) AS forgotten_in
FROM pg_proc AS p, unnest(p.proargnames) WITH ORDINALITY AS a (name, i), unnest('{ownership => ''rent'',ownership => ''buy'',ownership => ''amortize''}'::text[]) AS b (basis)
WHERE p.oid = 'traincost.train_estimate'::regproc AND p.proargtypes[a.i - 1] = 'float8'::regtype AND pg_temp.forgotten(a.name, b.basis) IS NOT NULL;
-- every column of the estimate is there, with its value
CREATE FUNCTION pg_temp.columns_missing(arguments text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    missing text;
BEGIN
    EXECUTE 'SELECT string_agg(c.key, '', '') FROM traincost.train_estimate(' || arguments || ') AS e, LATERAL jsonb_each(to_jsonb(e)) AS c
             WHERE NOT EXISTS (SELECT FROM traincost.explain_estimate(' || arguments || ') AS x WHERE x.quantity = c.key AND to_jsonb(x.value) IS NOT DISTINCT FROM nullif(c.value, ''null''))' INTO missing;
    RETURN missing;
END $$;
SELECT DISTINCT pg_temp.columns_missing(arguments) AS columns_missing FROM call WHERE i <= 20 AND pg_temp.columns_missing(arguments) IS NOT NULL;
-- an argument is called so, and nothing else is
SELECT count(*) FILTER (WHERE arguments LIKE '%' || q || ' =>%') > 0 AS some_given, count(*) FILTER (WHERE (arguments LIKE '% ' || q || ' =>%') <> (x.origin = 'argument')) AS differ
FROM call, unnest('{mfu,goodput,run_multiplier,usd_per_gpu_hour,market_gco2e_per_kwh,data_usd}'::text[]) AS q,
     LATERAL pg_temp.origin(arguments, q) AS x (origin) WHERE i <= 20 AND x.origin IS NOT NULL;
DROP FUNCTION pg_temp.again, pg_temp.random_call, pg_temp.columns_missing, pg_temp.origin;
DROP EXTENSION traincost;
