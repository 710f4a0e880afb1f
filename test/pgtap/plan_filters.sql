-- A few plans asked for among many: a filter or a join reaches their stages, and no others are worked out.
BEGIN;
SELECT plan(17 + 3 * (SELECT count(DISTINCT c.oid)::int FROM pg_class AS c
                        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname IN ('pipeline', 'x_scenario')
                        WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'v'));
SET LOCAL track_functions = 'all';
SET LOCAL max_parallel_workers_per_gather = 0;
INSERT INTO traincost.pipeline_stage
SELECT (jsonb_populate_record(s, jsonb_build_object('pipeline', 'filtered ' || i, 'run_multiplier', 1 + i % 7, 'provider', CASE WHEN i % 3 = 0 THEN 'lambda' END, 'as_of', '2026-09-01'))).*
FROM traincost.pipeline_stage AS s, generate_series(1, 400) AS i WHERE s.pipeline = 'assistant-100B';
CREATE TEMPORARY TABLE purchase_order AS SELECT n, 'filtered ' || (7 + n % 3) AS pipeline FROM generate_series(1, 30) AS n;
ANALYZE purchase_order;
CREATE TEMPORARY TABLE stages AS SELECT s.pipeline, s.method IS NOT NULL AS has_method FROM traincost.pipeline_stage AS s;
CREATE TEMPORARY TABLE alone AS SELECT e.* FROM unnest('{filtered 7,filtered 8,filtered 9}'::text[]) AS p (pipeline), LATERAL (SELECT * FROM traincost.pipeline_estimate AS e WHERE e.pipeline = p.pipeline) AS e;

-- how many stages were worked out since the last time: _stage_flop is asked of each once
CREATE TEMPORARY TABLE seen AS SELECT 0::bigint AS calls;
CREATE FUNCTION pg_temp.worked_out(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    calls bigint;
BEGIN
    EXECUTE 'CREATE TEMPORARY TABLE answer AS ' || query;
    DROP TABLE answer;
    SELECT sum(f.calls) INTO calls FROM pg_stat_xact_user_functions AS f WHERE f.schemaname = 'traincost' AND f.funcname = '_stage_flop';
    RETURN calls - (SELECT s.calls FROM seen AS s);
END $$;
CREATE FUNCTION pg_temp.looked_at() RETURNS void LANGUAGE sql AS $$
    UPDATE seen SET calls = (SELECT coalesce(sum(f.calls), 0) FROM pg_stat_xact_user_functions AS f WHERE f.schemaname = 'traincost' AND f.funcname = '_stage_flop')
$$;
SELECT pg_temp.looked_at();
SELECT cmp_ok(pg_temp.worked_out('SELECT * FROM traincost.pipeline_estimate'), '>=', (SELECT count(*) FROM stages WHERE has_method), 'the count of what is worked out counts every stage');
SELECT pg_temp.looked_at();
SELECT cmp_ok(pg_temp.worked_out('SELECT o.n, e.* FROM purchase_order AS o JOIN traincost.pipeline_estimate AS e ON e.pipeline = o.pipeline'), '<=', 30 * 4::bigint, 'a join works out the plans that are joined');
SELECT pg_temp.looked_at();
SELECT cmp_ok(pg_temp.worked_out('SELECT * FROM traincost.pipeline_estimate AS e WHERE e.pipeline IN (SELECT o.pipeline FROM purchase_order AS o)'), '<=', 12::bigint, 'IN (SELECT ...) those that are selected');
SELECT pg_temp.looked_at();
SELECT cmp_ok(pg_temp.worked_out($$SELECT * FROM traincost.pipeline_estimate AS e WHERE e.pipeline = 'filtered 7'$$), '<=', 4::bigint, 'a name the one that it names');
SELECT pg_temp.looked_at();
SELECT cmp_ok(pg_temp.worked_out('SELECT * FROM traincost.stage_estimate AS e WHERE e.pipeline = ANY (ARRAY(SELECT o.pipeline FROM purchase_order AS o))'), '<=', 12::bigint, '= ANY (ARRAY(SELECT ...)) the stages of those selected');
SELECT pg_temp.looked_at();
SELECT cmp_ok(pg_temp.worked_out('SELECT * FROM traincost.pipeline_bill AS b WHERE b.pipeline = ANY (ARRAY(SELECT o.pipeline FROM purchase_order AS o))'), '<=', 24::bigint, 'and the lines of their bills');
SELECT set_eq('SELECT e.* FROM (SELECT DISTINCT pipeline FROM purchase_order) AS o JOIN traincost.pipeline_estimate AS e ON e.pipeline = o.pipeline', 'SELECT * FROM alone', 'joined, a plan is what it is alone');
SELECT set_eq('SELECT * FROM traincost.pipeline_estimate AS e WHERE e.pipeline IN (SELECT o.pipeline FROM purchase_order AS o)', 'SELECT * FROM alone', 'and so is one selected');
SELECT set_eq($$SELECT pipeline, total_usd, gpu_hours FROM traincost.pipeline_estimate WHERE pipeline LIKE 'filtered %' AND right(pipeline, 1) IN ('7', '8', '9') AND length(pipeline) = 10$$,
              'SELECT pipeline, total_usd, gpu_hours FROM alone', 'and one among all');

-- every view of plans: joined or selected, three plans cost three times one, whatever others there are
CREATE TEMPORARY TABLE few AS SELECT 'filtered ' || n AS pipeline FROM generate_series(7, 9) AS n;
ANALYZE few;
CREATE FUNCTION pg_temp.cost_of(query text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.looked_at();
    RETURN pg_temp.worked_out(query);
END $$;
CREATE TEMPORARY TABLE cost AS
SELECT v.view, pg_temp.cost_of(format('SELECT e.* FROM traincost.%I AS e WHERE e.%I = ''filtered 7''', v.view, v.name)) AS one,
       pg_temp.cost_of(format('SELECT e.* FROM few JOIN traincost.%I AS e ON e.%I = few.pipeline', v.view, v.name)) AS joined,
       pg_temp.cost_of(format('SELECT e.* FROM traincost.%I AS e WHERE e.%I IN (SELECT few.pipeline FROM few)', v.view, v.name)) AS selected
FROM (SELECT c.relname, min(a.attname) FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname IN ('pipeline', 'x_scenario')
      WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'v' GROUP BY c.relname) AS v (view, name);
SELECT cmp_ok(c.joined, '<=', 3 * c.one, 'a join with ' || c.view || ' works out the plans that are joined') FROM cost AS c ORDER BY c.view;
SELECT cmp_ok(c.selected, '<=', 3 * c.one, 'and IN (SELECT ...) in ' || c.view || ' those that are selected') FROM cost AS c ORDER BY c.view;

-- what a bill looks up it remembers from stage to stage
CREATE FUNCTION pg_temp.asked_of_prices() RETURNS bigint LANGUAGE sql AS $$
    SELECT coalesce(sum(f.calls), 0)::bigint FROM pg_stat_xact_user_functions AS f WHERE f.schemaname = 'traincost' AND f.funcname IN ('_price_words', '_price_age_words')
$$;
CREATE TEMPORARY TABLE asked AS SELECT pg_temp.asked_of_prices() AS before;
CREATE TEMPORARY TABLE bills AS SELECT * FROM traincost.pipeline_bill WHERE pipeline LIKE 'filtered %';
SELECT cmp_ok((SELECT pg_temp.asked_of_prices() - before FROM asked), '<=', 40::bigint, 'the bills of 400 plans ask where their prices come from a few times');
SELECT is((SELECT sum(amount_usd) FROM bills), (SELECT sum(total_usd) FROM traincost.pipeline_estimate WHERE pipeline LIKE 'filtered %'), 'and sum to the plans');

-- statistics on an expression: the planner then knows how many stages a filter on it leaves
CREATE FUNCTION pg_temp.explained(query text, item text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    explained json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO explained;
    RETURN (explained -> 0 -> 'Plan' ->> item)::float8;
END $$;
CREATE FUNCTION pg_temp.filtered_rows(object text) RETURNS float8 LANGUAGE sql AS $$
    SELECT pg_temp.explained(format('SELECT * FROM traincost.%I WHERE left(pipeline, 8) = ''filtered''', object), 'Plan Rows')
$$;
-- the number of rows that an ANALYZE counts outlives its transaction: not another test's
ANALYZE traincost.pipeline_stage;
CREATE TEMPORARY TABLE guess AS SELECT pg_temp.filtered_rows('pipeline_stage') AS stages, pg_temp.filtered_rows('pipeline_estimate') AS plans;
SELECT current_setting('server_version_num')::int >= 140000 AS on_expressions \gset
\if :on_expressions
CREATE STATISTICS traincost.left_of_pipeline ON (left(pipeline, 8)) FROM traincost.pipeline_stage;
ANALYZE traincost.pipeline_stage;
SELECT cmp_ok((SELECT stages FROM guess), '<', 40::float8, 'without statistics on an expression the planner thinks it leaves few of 1600 stages');
SELECT cmp_ok(pg_temp.filtered_rows('pipeline_stage'), '>', 1500::float8, 'with them, all of them');
SELECT cmp_ok(pg_temp.filtered_rows('pipeline_estimate'), '>', (SELECT plans FROM guess), 'and more plans');
\else
SELECT skip('statistics on expressions are of 14', 3);
\endif

-- one plan of thirty stages among 400 is not worth compiling in the planner's eyes, whichever view it is asked of
INSERT INTO traincost.pipeline_stage
SELECT (jsonb_populate_record(s, jsonb_build_object('stage_no', n, 'stage', 'again ' || n))).*
FROM traincost.pipeline_stage AS s, generate_series(5, 30) AS n WHERE s.pipeline LIKE 'filtered %' AND s.stage_no = 1;
ANALYZE traincost.pipeline_stage;
SELECT cmp_ok(pg_temp.explained(format('SELECT * FROM traincost.%I WHERE %I = ''filtered 7''', v.view, v.name), 'Total Cost'), '<', 100000::float8,
              'one plan of ' || v.view || ' is not worth compiling in the planner''s eyes')
FROM (SELECT c.relname, min(a.attname) FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname IN ('pipeline', 'x_scenario')
      WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'v' GROUP BY c.relname) AS v (view, name) ORDER BY v.view;
-- what the planner expects of a stage: a view that it thinks far longer than it is gets compiled for many seconds in
-- which no cancel is heard
CREATE FUNCTION pg_temp.expected_rows(view text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT json) SELECT * FROM traincost.%I', view) INTO plan;
    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;
SELECT is_empty($$SELECT v.view, pg_temp.expected_rows(v.view) / pg_temp.expected_rows('stage_estimate')
                  FROM (VALUES ('pipeline_bill', 12), ('focus_estimate', 100), ('plan_calendar', 12), ('stage_run', 10)) AS v (view, most)
                  WHERE pg_temp.expected_rows(v.view) > v.most * pg_temp.expected_rows('stage_estimate')$$, 'the planner expects few lines, charges, months and runs of a stage');
-- the same stages, written in another order, whose sums would differ in the last bit
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, usd_per_gpu_hour, region, as_of)
SELECT p.pipeline, n, 'part ' || n, 1e20 * (1 + sin(n) / 3), 'H100-80GB-SXM', 8, 0.4, 2 + n / 7.0, 'FR', '2026-01-01'
FROM (VALUES ('order up', 1), ('order down', -1)) AS p (pipeline, sign), generate_series(1, 40) AS n
ORDER BY p.sign * n;
INSERT INTO traincost.plan (pipeline, team) SELECT p, p FROM unnest('{order up,order down}'::text[]) AS p;
SELECT is_empty($$SELECT stage_no FROM traincost.stage_estimate WHERE pipeline IN ('order up', 'order down')
    GROUP BY stage_no HAVING count(DISTINCT (usd_share, energy_share, co2e_share)) > 1$$, 'shares have the same bits wherever the stages lie');
SELECT is_empty($$SELECT month FROM traincost.team_month WHERE team IN ('order up', 'order down')
    GROUP BY month HAVING count(DISTINCT (energy_kwh, co2e_location_kg)) > 1$$, 'so have the sums of a team''s month');
SELECT * FROM finish();
ROLLBACK;
