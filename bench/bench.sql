\set QUIET on
\pset footer off
CREATE EXTENSION IF NOT EXISTS traincost;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET client_min_messages = warning;

-- inputs, and the sixteen columns their estimates have, as stored numbers
CREATE UNLOGGED TABLE what_if AS
SELECT i AS id,
       1e21::float8 * (1 + i % 997) AS flop,
       (ARRAY['H100-80GB-SXM', 'A100-80GB-SXM', 'H200-SXM', 'A100-40GB-SXM'])[1 + i % 4] AS gpu,
       (ARRAY['WORLD', 'FR', 'US', 'aws/us-east-1'])[1 + i / 4 % 4] AS region,
       100 + 150.0::float8 * (i % 3) AS tflops_per_gpu,
       (8 * (1 + i % 512))::float8 AS gpus,
       1.5::float8 + 0.01::float8 * (i % 200) AS usd_per_gpu_hour,
       700::float8 AS gpu_watts,
       400::float8 AS gco2e_per_kwh
FROM generate_series(1, :rows) AS i;

CREATE UNLOGGED TABLE stored AS
SELECT (traincost.train_estimate_at(flop, tflops_per_gpu, gpus, usd_per_gpu_hour => usd_per_gpu_hour,
        gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300)).*
FROM what_if;
VACUUM ANALYZE what_if;
VACUUM ANALYZE stored;
CREATE EXTENSION IF NOT EXISTS pg_prewarm;
SELECT FROM (SELECT pg_prewarm('what_if'), pg_prewarm('stored')) AS warm;

-- CPU seconds of this backend: what other work on the machine does not change much
CREATE FUNCTION cpu_seconds() RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
    -- reading the one brings the other up to date, which else lags behind by some milliseconds
    PERFORM pg_read_file('/proc/self/stat');
    RETURN split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::float8 / 1e9;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;
-- seconds and CPU seconds are the least of three runs, worst the most CPU seconds
CREATE TABLE bench (no serial, name text, seconds float8, cpu float8, worst float8);
CREATE PROCEDURE measure(name text, query text) LANGUAGE plpgsql AS $$
DECLARE
    best float8 := 'Infinity';
    least_cpu float8 := 'Infinity';
    most_cpu float8 := 0;
    started timestamptz;
    cpu float8;
BEGIN
    FOR i IN 1..3 LOOP
        started := clock_timestamp();
        cpu := cpu_seconds();
        EXECUTE query;
        cpu := cpu_seconds() - cpu;
        best := least(best, extract(epoch FROM clock_timestamp() - started));
        least_cpu := least(least_cpu, cpu);
        most_cpu := greatest(most_cpu, cpu);
    END LOOP;
    INSERT INTO bench (name, seconds, cpu, worst) VALUES (name, best, nullif(least_cpu, 'Infinity'), most_cpu);
END $$;

CALL measure('scan', 'SELECT count(flop) FROM what_if');
CALL measure('sixteen sums', $$
    SELECT sum(flop), sum(gpus), sum(days), sum(gpu_hours), sum(energy_kwh), sum(co2e_location_kg),
           sum(co2e_market_kg), sum(co2e_embodied_kg), sum(water_l), sum(compute_usd),
           sum(other_hardware_usd), sum(datacenter_usd), sum(energy_usd), sum(data_usd), sum(labor_usd),
           sum(total_usd) FROM stored $$);
CALL measure('by number', $$
    SELECT traincost.pipeline_total(traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh,
           market_gco2e_per_kwh => 300)) FROM what_if $$);
CALL measure('by name, constants', $$
    SELECT traincost.pipeline_total(traincost.train_estimate(flop => flop, gpu => 'H100-80GB-SXM', gpus => gpus,
           region => 'FR', market_gco2e_per_kwh => 300)) FROM what_if $$);
CALL measure('by name, columns', $$
    SELECT traincost.pipeline_total(traincost.train_estimate(flop => flop, gpu => gpu, gpus => gpus,
           region => region, market_gco2e_per_kwh => 300)) FROM what_if $$);
SET jit = on;
SET jit_above_cost = 0;
CALL measure('by name, columns, everything compiled', $$
    SELECT traincost.pipeline_total(traincost.train_estimate(flop => flop, gpu => gpu, gpus => gpus,
           region => region, market_gco2e_per_kwh => 300)) FROM what_if $$);
RESET jit_above_cost;
SET jit = off;
CALL measure('the same in plain SQL', $$
    SELECT sum(flop), max(gpus), sum(gpu_hours / gpus / 24), sum(gpu_hours), sum(kwh), sum(kwh * gco2e_per_kwh / 1000),
           sum(kwh * 300 / 1000), sum(gpu_hours / (3 * 8760) * (164 + 5700 / 8.0)),
           sum(kwh / 1.25 * (0.36 + 1.25 * 4.52)), sum(gpu_hours * usd_per_gpu_hour), sum(0::float8),
           sum(0::float8), sum(0::float8), sum(0::float8), sum(0::float8), sum(gpu_hours * usd_per_gpu_hour)
    FROM (SELECT *, gpu_hours * gpu_watts * 0.75 * 1.8 * 1.25 / 1000 AS kwh
          FROM (SELECT *, flop / (tflops_per_gpu * 1e12 * 3600) AS gpu_hours FROM what_if OFFSET 0) AS a OFFSET 0) AS b $$);
-- a row of an estimate's columns: in FROM, in a subquery of its own, and as (f()).*, which calls f for each column
CALL measure('row: total_usd in FROM', $$
    SELECT sum(e.total_usd) FROM what_if, traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300) AS e $$);
CALL measure('row: sixteen columns in FROM', $$
    SELECT count(r) FROM (SELECT e.* FROM what_if, traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300) AS e OFFSET 0) AS r $$);
CALL measure('row: total_usd as (f()).total_usd', $$
    SELECT sum((traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300)).total_usd) FROM what_if $$);
CALL measure('row: three columns, subquery with OFFSET 0', $$
    SELECT sum((l.e).total_usd), sum((l.e).days), sum((l.e).energy_kwh) FROM (SELECT traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300) AS e FROM what_if OFFSET 0) AS l $$);
CALL measure('row: sixteen columns, subquery with OFFSET 0', $$
    SELECT count(r) FROM (SELECT (l.e).* FROM (SELECT traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300) AS e FROM what_if OFFSET 0) AS l OFFSET 0) AS r $$);
CALL measure('row: sixteen columns as stored', 'SELECT count(r) FROM (SELECT * FROM stored OFFSET 0) AS r');
-- the server takes a SQL function apart: mine into a call for each column, train_estimate_rows_at into one call in a subquery
CREATE FUNCTION mine(flop float8, tflops float8, gpus float8, usd float8, watts float8, gco2e float8) RETURNS SETOF traincost.estimate LANGUAGE sql STABLE AS $$
    SELECT (traincost.train_estimate_at(flop, tflops, gpus, usd_per_gpu_hour => usd, gpu_watts => watts, gco2e_per_kwh => gco2e, market_gco2e_per_kwh => 300)).* $$;
\set mine 'mine(w.flop, w.tflops_per_gpu, w.gpus, w.usd_per_gpu_hour, w.gpu_watts, w.gco2e_per_kwh) AS e'
\set each_row 'traincost.train_estimate_rows_at(w.flop, w.tflops_per_gpu, w.gpus, usd_per_gpu_hour => w.usd_per_gpu_hour, gpu_watts => w.gpu_watts, gco2e_per_kwh => w.gco2e_per_kwh, market_gco2e_per_kwh => 300) AS e'
\set one 'SELECT sum(e.total_usd) FROM what_if AS w, '
\set three 'SELECT sum(e.total_usd), sum(e.days), sum(e.energy_kwh) FROM what_if AS w, '
CALL measure('row: total_usd, own function in FROM', :'one' || :'mine');
CALL measure('row: three columns, own function in FROM', :'three' || :'mine');
CALL measure('row: total_usd, train_estimate_rows_at', :'one' || :'each_row');
CALL measure('row: three columns, train_estimate_rows_at', :'three' || :'each_row');
CALL measure('row: sixteen columns, train_estimate_rows_at', 'SELECT count(r) FROM (SELECT e.* FROM what_if AS w, ' || :'each_row' || ' OFFSET 0) AS r');
CALL measure('row: total_usd, train_estimate_rows by name', :'one' || 'traincost.train_estimate_rows(flop => w.flop, gpu => w.gpu, gpus => w.gpus, region => w.region, market_gco2e_per_kwh => 300) AS e');
CALL measure('row: (f()).*', $$
    SELECT count(r) FROM (SELECT (traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh, market_gco2e_per_kwh => 300)).* FROM what_if OFFSET 0) AS r $$);
SET max_parallel_workers_per_gather = 1;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
CALL measure('by number, two processes', $$
    SELECT traincost.pipeline_total(traincost.train_estimate_at(flop, tflops_per_gpu, gpus,
           usd_per_gpu_hour => usd_per_gpu_hour, gpu_watts => gpu_watts, gco2e_per_kwh => gco2e_per_kwh,
           market_gco2e_per_kwh => 300)) FROM what_if $$);

\qecho :rows; the least of three, and by how many percent the most CPU seconds of the three were more (CPU: of the leader alone)
SELECT name, round(seconds::numeric, 2) AS seconds, round(cpu::numeric, 2) AS "CPU seconds", round((100 * (worst / cpu - 1))::numeric) AS "spread, %",
       round((cpu / (SELECT cpu FROM bench WHERE name = 'sixteen sums'))::numeric, 2) AS "CPU x sixteen sums",
       round((cpu / (SELECT cpu FROM bench WHERE name = 'by number'))::numeric, 2) AS "CPU x by number"
FROM bench ORDER BY no;

-- what-if configurations: microseconds a call above the bare query
TRUNCATE bench RESTART IDENTITY;
CREATE FUNCTION measure_call(name text, expression text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CALL measure(name, format('SELECT sum(%s) FROM generate_series(1, 1000000) AS i', expression));
END $$;
SET max_parallel_workers_per_gather = 0;
\set llama '32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true'
SELECT measure_call('bare query', 'i::float8'),
       measure_call('train_flops', 'traincost.train_flops(i, 1e9)'),
       measure_call('transformer_params', 'traincost.transformer_params(i, 4096, 32, 128256)'),
       measure_call('transformer_flops', 'traincost.transformer_flops(i, 8192, ' || :'llama' || ')'),
       measure_call('step_seconds', 'traincost.step_seconds(63 + i, 8192, 989, ' || :'llama' || ')'),
       measure_call('model_state_memory', '(traincost.model_state_memory(i)).total_gb'),
       measure_call('train_memory', '(traincost.train_memory(i, ' || :'llama' || ')).total_gb'),
       measure_call('train_memory, by phases', '(traincost.train_memory(i, ' || :'llama' || $x$, mixed => 'pure')).total_gb$x$),
       measure_call('rl_memory_at', '(traincost.rl_memory_at(512, i, ' || :'llama' || ')).total_gb'),
       measure_call('lora_params', 'traincost.lora_params(32, 4096, 32, i)'),
       measure_call('chinchilla_optimal_params', 'traincost.chinchilla_optimal_params(i)'),
       measure_call('goodput', 'traincost.goodput(i, 0.1)'),
       measure_call('gpu_price_usd_per_hour, by name', $x$traincost.gpu_price_usd_per_hour('A100-80GB-SXM') + i$x$),
       measure_call('model_flops, by name', $x$traincost.model_flops('Llama-3.1-8B', i)$x$) \g /dev/null
\qecho a million calls of each
SELECT name, round((seconds - (SELECT seconds FROM bench WHERE name = 'bare query'))::numeric, 2) AS "us a call",
       round((cpu - (SELECT cpu FROM bench WHERE name = 'bare query'))::numeric, 2) AS "CPU us a call"
FROM bench WHERE name <> 'bare query' ORDER BY no;
