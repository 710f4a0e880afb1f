-- What refresh_summary keeps is what the views say, and it works out changed plans alone.
BEGIN;
SELECT plan(19);
SET LOCAL track_functions = 'all';
SET LOCAL max_parallel_workers_per_gather = 0;
INSERT INTO traincost.pipeline_stage
SELECT (jsonb_populate_record(s, jsonb_build_object('pipeline', 'kept ' || i, 'run_multiplier', 1 + i % 7, 'provider', CASE WHEN i % 3 = 0 THEN 'lambda' END, 'as_of', CASE WHEN i % 2 = 0 THEN '2026-09-01' END))).*
FROM traincost.pipeline_stage AS s, generate_series(1, 40) AS i WHERE s.pipeline = 'assistant-100B';
INSERT INTO traincost.plan (pipeline, team, status) SELECT 'kept ' || i, 'team ' || i % 3, CASE WHEN i % 10 = 0 THEN 'cancelled' END FROM generate_series(1, 40) AS i;

-- how many stages with a method a refresh works out: two views ask of each
CREATE FUNCTION pg_temp.asked() RETURNS bigint LANGUAGE sql AS $$
    SELECT coalesce(sum(f.calls), 0)::bigint FROM pg_stat_xact_user_functions AS f WHERE f.schemaname = 'traincost' AND f.funcname = '_stage_flop'
$$;
-- what is kept and not said, or said and not kept; floating-point sums are of one order a plan
CREATE VIEW pg_temp.wrong AS
SELECT 'calendar' AS what, to_jsonb(d) AS line
FROM ((SELECT c.* FROM traincost.calendar_summary AS c EXCEPT SELECT p.pipeline, p.stage_no, p.stage, p.month, p.gpu_hours, p.usd, p.cash_usd, p.unpriced_charges, p.energy_kwh, p.co2e_location_kg, p.co2e_market_kg, p.co2e_embodied_kg, p.grid_basis FROM traincost.plan_calendar AS p)
      UNION ALL
      (SELECT p.pipeline, p.stage_no, p.stage, p.month, p.gpu_hours, p.usd, p.cash_usd, p.unpriced_charges, p.energy_kwh, p.co2e_location_kg, p.co2e_market_kg, p.co2e_embodied_kg, p.grid_basis FROM traincost.plan_calendar AS p EXCEPT SELECT c.* FROM traincost.calendar_summary AS c)) AS d
UNION ALL
SELECT 'summary', to_jsonb(e) FROM traincost.pipeline_estimate AS e
WHERE NOT EXISTS (SELECT FROM traincost.pipeline_summary AS s WHERE s.day = (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date AND s.pipeline = e.pipeline AND to_jsonb(s) - 'day' <@ to_jsonb(e))
UNION ALL
SELECT 'no plan', to_jsonb(s) FROM traincost.pipeline_summary AS s
WHERE s.day = (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date AND NOT EXISTS (SELECT FROM traincost.pipeline_stage AS p WHERE p.pipeline = s.pipeline);

SELECT is((SELECT count(*) FROM traincost.stale_plans() WHERE reason = 'never worked out'), (SELECT count(*) FROM traincost.pipeline_name), 'before the first refresh every plan is stale');
SELECT is(traincost.refresh_summary(), (SELECT count(*) FROM traincost.pipeline_name), 'the first refresh works all plans out');
SELECT is_empty('TABLE pg_temp.wrong', 'and keeps what the views say');
SELECT results_eq($$SELECT team, month, plans, usd, cash_usd, known_usd, gpu_hours, grid_basis, reporting_cost FROM traincost.team_month ORDER BY team, month$$,
                  $$SELECT team, month, plans, usd, cash_usd, known_usd, gpu_hours, grid_basis, reporting_cost FROM traincost.team_month_summary ORDER BY team, month$$, 'teams by month are the same');
SELECT is_empty('SELECT * FROM traincost.stale_plans()', 'then no plan is stale');
CREATE TEMPORARY TABLE before AS SELECT pg_temp.asked() AS calls;
SELECT is(traincost.refresh_summary(), 0::bigint, 'a second refresh works no plan out');
SELECT is(pg_temp.asked(), (SELECT calls FROM before), 'not a stage of one');

-- one plan each changes by another table
UPDATE traincost.pipeline_stage SET run_multiplier = 9 WHERE pipeline = 'kept 1' AND stage_no = 2;
INSERT INTO traincost.plan_pause (pipeline, stage, stopped_on, resumed_on)
SELECT 'kept 2', s.stage, '2026-09-03', '2026-10-20' FROM traincost.pipeline_stage AS s WHERE s.pipeline = 'kept 2' AND s.stage_no = 1;
INSERT INTO traincost.plan_commitment (pipeline, commitment, share) VALUES ('kept 3', 'a contract', 0.5);
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'kept 4';
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'kept 5' AND stage_no > 2;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, as_of) VALUES ('kept 41', 1, 'pre-training', 1e20, 'no such GPU', '2026-01-01');
SELECT set_eq('SELECT * FROM traincost.stale_plans()', $$VALUES ('kept 1', 'the plan was changed'), ('kept 2', 'the plan was changed'), ('kept 3', 'the plan was changed'),
    ('kept 4', 'the plan was deleted'), ('kept 5', 'the plan was changed'), ('kept 41', 'never worked out')$$, 'changed, new and deleted plans are stale, and no others');
UPDATE before SET calls = pg_temp.asked();
SELECT is(traincost.refresh_summary(), 5::bigint, 'they are worked out');
SELECT cmp_ok(pg_temp.asked() - (SELECT calls FROM before), '<=', 5 * 4 * 8::bigint, 'and no others');
SELECT is_empty('TABLE pg_temp.wrong', 'and the deleted one is gone');

-- tomorrow: plans without a day of their own are other plans then
UPDATE traincost.pipeline_summary SET day = day - 1;
UPDATE traincost.plan_refresh SET day = day - 1;
SELECT is((SELECT count(*) FROM traincost.stale_plans()), (SELECT count(DISTINCT pipeline) FROM traincost.pipeline_stage WHERE as_of IS NULL), 'on another day plans that follow the day are stale');
SELECT is(traincost.refresh_summary(), (SELECT count(DISTINCT pipeline) FROM traincost.pipeline_stage WHERE as_of IS NULL), 'and are worked out');
SELECT is_empty('TABLE pg_temp.wrong', 'the others have their row of today');

-- a fact concerns whom it may; a row of the day that somebody deletes comes back
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on) VALUES ('A100-80GB-SXM', 'lambda', 'on_demand', '', 0.5, '2026-08-31');
SELECT is(traincost.refresh_summary(), (SELECT count(*) FROM traincost.pipeline_name), 'a new price works all plans out');
SELECT is_empty('TABLE pg_temp.wrong', 'by that price');
DELETE FROM traincost.pipeline_summary WHERE pipeline = 'kept 6';
SELECT is(traincost.refresh_summary(), 1::bigint, 'a row of today that was deleted comes back');
SELECT is(traincost.refresh_summary(everything => true), (SELECT count(*) FROM traincost.pipeline_name), 'everything: all of them');
SELECT is_empty('TABLE pg_temp.wrong', 'and still what the views say');
SELECT * FROM finish();
ROLLBACK;
