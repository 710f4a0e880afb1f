-- A row of a table gives what a call of its own gives, whatever the row before was.
BEGIN;
SELECT plan(25);
-- the same random rows each time; a tenth of most numbers is NULL, so that neighbours often differ in values alone
SELECT 1 FROM setseed(0.5);
CREATE FUNCTION pg_temp.pick(VARIADIC anyarray) RETURNS anyelement LANGUAGE sql VOLATILE AS 'SELECT $1[1 + floor(random() * array_length($1, 1))]';
CREATE TEMPORARY TABLE argument AS
SELECT i AS id,
       pg_temp.pick(1e21, NULL, 3e22)::float8 AS flop,
       pg_temp.pick('H100-80GB-SXM'::text, 'H100-80GB-SXM', NULL, 'no such card') AS gpu,
       CASE WHEN random() < 0.95 THEN pg_temp.pick(8, 512, 10000000) END AS gpus,
       CASE WHEN random() < 0.95 THEN 7e9 * random() END AS params,
       CASE WHEN random() < 0.95 THEN 2e12 * random() END AS tokens,
       pg_temp.pick(NULL, NULL, 'Llama-3.1-8B'::text) AS model,
       pg_temp.pick('rent'::text, NULL, 'buy', 'amortize') AS ownership,
       CASE WHEN random() < 0.95 THEN 6 * random() END AS useful_life_years,
       pg_temp.pick(NULL, date '2024-01-01', date '2026-09-01', date '2030-01-01') AS acquired_on,
       pg_temp.pick('FR'::text, 'FR', 'aws/us-east-1', 'nowhere') AS region,
       CASE WHEN random() < 0.95 THEN 1 + random() END AS pue,
       CASE WHEN random() < 0.95 THEN 0.1 + 0.8 * random() END AS mfu,
       CASE WHEN random() < 0.1 THEN 0.9 END AS goodput,
       CASE WHEN random() < 0.95 THEN pg_temp.pick(50000, 10) END AS gpu_hours_per_failure,
       pg_temp.pick(NULL, 'fp8'::text, 'bf16') AS dtype,
       pg_temp.pick(NULL, 'finetune_mfu'::text) AS mfu_class,
       pg_temp.pick(NULL, 'price_decay'::text) AS depreciation,
       CASE WHEN random() < 0.95 THEN 100 * random() END AS data_usd,
       CASE WHEN random() < 0.95 THEN 0.3 * random() END AS interconnect_share
FROM generate_series(1, 150) AS i;
-- what excludes each other
UPDATE argument SET gpu_hours_per_failure = NULL WHERE goodput IS NOT NULL OR gpus IS NULL;

-- the function over all rows at once, and over each alone, where they differ; "also" are further arguments
CREATE FUNCTION pg_temp.compare(function text, also text DEFAULT '') RETURNS TABLE (id int, together text, alone text) LANGUAGE plpgsql AS $$
DECLARE
    call text := format('traincost.%s(flop => a.flop, gpu => a.gpu, gpus => a.gpus, params => a.params, tokens => a.tokens, model => a.model,
        region => a.region, pue => a.pue, mfu => a.mfu, goodput => a.goodput, gpu_hours_per_failure => a.gpu_hours_per_failure,
        data_usd => a.data_usd, as_of => date ''2026-10-01'', missing_ok => true %s)::text', function, also);
    row record;
BEGIN
    FOR row IN EXECUTE format('SELECT a, %s AS together FROM argument AS a ORDER BY a.id', call) LOOP
        EXECUTE format('SELECT %s FROM argument AS a WHERE a.id = $1', call) INTO alone USING (row.a).id;
        id := (row.a).id;
        together := row.together;
        IF together IS DISTINCT FROM alone THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
SELECT is_empty($$ SELECT * FROM pg_temp.compare('train_estimate') $$, 'rented');
SELECT is_empty($$ SELECT * FROM pg_temp.compare('train_cost') $$, 'the cost alone');
SELECT is_empty($$ SELECT * FROM pg_temp.compare('_estimate_gaps') $$, 'why something is unknown');
SELECT is_empty($$ SELECT * FROM pg_temp.compare('train_estimate', ', dtype => a.dtype, mfu_class => a.mfu_class') $$, 'words that vary');
SELECT is_empty($$ SELECT * FROM pg_temp.compare('train_estimate', ', ownership => ''amortize'', acquired_on => date ''2024-01-01'', useful_life_years => a.useful_life_years') $$, 'owned');
SELECT is_empty($$ SELECT * FROM pg_temp.compare('train_estimate', ', ownership => a.ownership, acquired_on => a.acquired_on,
    depreciation => a.depreciation, interconnect_share => a.interconnect_share') $$, 'both');

-- an error in a row leaves nothing behind for the next
CREATE FUNCTION pg_temp.costs() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text := '';
    tokens float8;
BEGIN
    FOREACH tokens IN ARRAY ARRAY[1e12, -1, 1e12, NULL, 1e12] LOOP
        BEGIN
            said := said || coalesce(round(traincost.train_cost(params => 7e9, tokens => tokens, gpus => 8, usd_per_gpu_hour => 2))::text, '-') || ' ';
        EXCEPTION WHEN invalid_parameter_value THEN
            said := said || 'error ';
        END;
    END LOOP;
    RETURN said;
END $$;
SELECT matches(pg_temp.costs(), '^(\d+ )error \1- \1$', 'a refused row among others');
-- an aggregate over calls has the rows that a table of them has, though each call may come back in the same memory
CREATE FUNCTION pg_temp.totals(aggregate text, form text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    call text := 'traincost.train_estimate(flop => flop, gpu => gpu, gpus => gpus, pue => pue, data_usd => data_usd, as_of => date ''2026-10-01'', missing_ok => true)';
    calls text[];
    rows text[];
BEGIN
    DROP TABLE IF EXISTS made;
    EXECUTE format('CREATE TEMPORARY TABLE made AS SELECT *, %s AS e FROM argument', call);
    EXECUTE format('SELECT array_agg(t::text ORDER BY t::text) FROM (SELECT ' || form || ') AS t', format(aggregate, call)) INTO calls;
    EXECUTE format('SELECT array_agg(t::text ORDER BY t::text) FROM (SELECT ' || form || ') AS t', format(aggregate, 'e')) INTO rows;
    IF calls IS DISTINCT FROM rows THEN
        RETURN NEXT format(form, format(aggregate, call));
    END IF;
END $$;
SELECT is_empty($$
    SELECT t FROM unnest(ARRAY['traincost.pipeline_total(%s)', 'traincost.pipeline_rollup(%s)', 'traincost.pipeline_rollup(%s ORDER BY id)',
            'traincost.pipeline_total(DISTINCT %s)', 'traincost.pipeline_total(%1$s) FILTER (WHERE id %% 3 = 0), traincost.pipeline_rollup(%1$s)',
            'traincost.pipeline_total(%1$s), array_agg(%1$s ORDER BY id), (array_agg(%1$s ORDER BY id))[1:2]']) AS aggregate,
        unnest(ARRAY['%s FROM made', 'ownership, %s FROM made GROUP BY ownership', 'ownership, region, %s FROM made GROUP BY CUBE (ownership, region)']) AS form,
        pg_temp.totals(aggregate, form) AS t$$, 'totals of calls are those of a table');
SET LOCAL enable_hashagg = off;
SELECT is_empty($$ SELECT pg_temp.totals('traincost.pipeline_total(%s)', 'ownership, %s FROM made GROUP BY ownership') $$, 'sorted, too');
RESET enable_hashagg;
SELECT is_empty($$ SELECT pg_temp.totals('traincost.pipeline_rollup(%s) OVER (ORDER BY id ROWS 3 PRECEDING)', '%s FROM made') $$, 'and in frames');
-- elsewhere two rows of one call are two: the sort behind CLUSTER holds both beside each other
CREATE TEMPORARY TABLE sorted AS SELECT flop * random() AS flop FROM argument WHERE flop IS NOT NULL;
CREATE INDEX sorted_estimate ON sorted (traincost.train_estimate_at(flop, 100, gpus => 8));
SET LOCAL enable_indexscan = off;
CLUSTER sorted USING sorted_estimate;
RESET enable_indexscan;
SELECT results_eq('SELECT flop FROM sorted ORDER BY ctid', 'SELECT flop FROM sorted ORDER BY flop', 'two rows of one call side by side');
-- how often a row calls the function, in each form of doc/scale.md
CREATE FUNCTION pg_temp.calls(query text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    line text;
    counted int := 0;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
        counted := counted + (SELECT count(*) FROM regexp_matches(line, 'train_estimate_at\(', 'g'));
    END LOOP;
    RETURN counted;
END $$;
CREATE FUNCTION pg_temp.mine(flop float8, gpus float8) RETURNS SETOF traincost.estimate LANGUAGE sql STABLE
AS 'SELECT (traincost.train_estimate_at(flop, 400, gpus => gpus, usd_per_gpu_hour => 2)).*';
SELECT is(pg_temp.calls('SELECT (traincost.train_estimate_at(flop, 400, gpus)).* FROM argument'), 16, '(f()).*: a call for each column');
SELECT is(pg_temp.calls('SELECT e.* FROM argument, traincost.train_estimate_at(flop, 400, gpus) AS e'), 1, 'FROM: one');
SELECT is(pg_temp.calls('SELECT (s.e).* FROM (SELECT traincost.train_estimate_at(flop, 400, gpus) AS e FROM argument OFFSET 0) AS s'), 1, 'OFFSET 0: one');
SELECT is(pg_temp.calls('SELECT e.total_usd FROM argument AS a, pg_temp.mine(a.flop, a.gpus) AS e'), 1, 'a function of one''s own in FROM: one for each column asked for');
-- train_estimate_rows and train_estimate_rows_at: the same arguments, the same rows, one call, nothing kept
SELECT results_eq(format('SELECT pg_get_function_arguments(%L::regproc)', 'traincost.' || f[2]), format('SELECT pg_get_function_arguments(%L::regproc)', 'traincost.' || f[1]), f[2] || ' has the arguments of ' || f[1])
FROM (VALUES (ARRAY['train_estimate', 'train_estimate_rows']), (ARRAY['train_estimate_at', 'train_estimate_rows_at'])) AS t (f);
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    lines text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
        lines := lines || line || E'\n';
    END LOOP;
    RETURN lines;
END $$;
\set named 'flop => a.flop, gpu => a.gpu, gpus => a.gpus, params => a.params, tokens => a.tokens, model => a.model, region => a.region, pue => a.pue, mfu => a.mfu, as_of => date ''2026-10-01'', missing_ok => true'
\set at 'coalesce(a.flop, 1e20), 400, gpus => a.gpus, pue => a.pue, data_usd => a.data_usd'
SELECT results_eq(format('SELECT a.id, e::text FROM argument AS a, traincost.train_estimate_rows(%s) AS e', :'named'), format('SELECT a.id, traincost.train_estimate(%s)::text FROM argument AS a', :'named'), 'train_estimate_rows gives the rows of train_estimate');
SELECT results_eq(format('SELECT a.id, e::text FROM argument AS a, traincost.train_estimate_rows_at(%s) AS e', :'at'), format('SELECT a.id, traincost.train_estimate_at(%s)::text FROM argument AS a', :'at'), 'and train_estimate_rows_at those of train_estimate_at');
SELECT results_eq(format('SELECT a.id, e.total_usd FROM argument AS a LEFT JOIN LATERAL traincost.train_estimate_rows_at(%s) AS e ON e.gpus > 100', :'at'),
    format('SELECT a.id, CASE WHEN a.gpus > 100 THEN traincost.train_cost_at(%s) END FROM argument AS a', :'at'), 'in an outer join with a condition, too');
SELECT is((SELECT count(*) FROM traincost.train_estimate_rows_at(1e21 * (1 + random()), 400) AS e WHERE e.flop >= 1e21), 1::bigint, 'with an argument that is VOLATILE');
-- the same row a hundred times: where the planner would keep answers, were it allowed to
CREATE TEMPORARY TABLE repeated AS SELECT 1e21 AS flop, 'H100-80GB-SXM'::text AS gpu FROM generate_series(1, 100);
ANALYZE repeated;
CREATE TEMPORARY TABLE row_plan AS
SELECT q AS function, pg_temp.plan_of('SELECT sum(e.total_usd), sum(e.days), sum(e.gpus) FROM repeated AS r, traincost.' || q || ' AS e') AS plan
FROM unnest(ARRAY['train_estimate_rows(flop => r.flop, gpu => r.gpu)', 'train_estimate_rows_at(r.flop, 400)']) AS q;
SELECT doesnt_match(plan, 'Function Scan|Memoize', function || ': no table, and nothing is kept') FROM row_plan;
SELECT matches(plan, '-> +Result\n +Output: traincost\.train_estimate(_at)?\([^\n]*\)\n*$', function || ': one call a row') FROM row_plan;
SELECT * FROM finish();
ROLLBACK;
