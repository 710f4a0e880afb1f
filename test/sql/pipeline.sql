--
-- pipeline: the total of stages
-- Identical bits in any order, with any number of workers, split and merged,
-- and in any frame.  If this fails, a total depends on the plan.
--
CREATE EXTENSION traincost;
SET client_min_messages = warning;
CREATE TABLE run AS
SELECT i, traincost.train_estimate_at(1e19 * (1 + (i * 7919) % 9973), 100 + i % 37, gpus => CASE WHEN i % 11 > 0 THEN 8 + (i * 31) % 509 END,
           usd_per_gpu_hour => CASE WHEN i % 97 > 0 THEN 1.1 + (i % 13) / 7.0 END, gpu_watts => 700, gco2e_per_kwh => 10 + i % 400,
           market_gco2e_per_kwh => i % 50, data_usd => i / 3.0) AS e
FROM generate_series(1, 20000) AS i;
CREATE TABLE wanted AS SELECT traincost.pipeline_total(e) AS total FROM run;
SELECT (total).stages, (total).unpriced_stages, (total).total_usd IS NULL AS total_unknown, (total).gpus IS NULL AS gpus_unknown,
       (total).known_usd > 0 AS known, (total).flop > 0 AS flop FROM wanted;
-- against numeric
SELECT (total).flop = (SELECT sum(((e).flop)::numeric)::float8 FROM run) AS flop,
       round((total).data_usd::numeric, 4) = round((SELECT sum(((e).data_usd)::numeric) FROM run), 4) AS data_usd,
       (total).known_usd = (SELECT round(sum(round(((e).total_usd)::numeric, 9)), 9)::float8 FROM run) AS known_usd
FROM wanted;
-- order
SELECT count(DISTINCT t::text) AS answers FROM (
    SELECT traincost.pipeline_total(e) AS t FROM (SELECT e FROM run ORDER BY i DESC) AS a
    UNION ALL SELECT traincost.pipeline_total(e) FROM (SELECT e FROM run ORDER BY (e).flop) AS b
    UNION ALL SELECT traincost.pipeline_total(e ORDER BY md5(i::text)) FROM run
    UNION ALL SELECT total FROM wanted) AS x;
-- workers
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 4;
EXPLAIN (COSTS OFF) SELECT traincost.pipeline_total(e) FROM run;
SELECT traincost.pipeline_total(e)::text = (SELECT total::text FROM wanted) AS same FROM run;
SET parallel_leader_participation = off;
SELECT traincost.pipeline_total(e)::text = (SELECT total::text FROM wanted) AS same FROM run;
RESET parallel_leader_participation;
-- by name in workers too
SELECT traincost.pipeline_total(traincost.train_estimate(flop => 1e20 + i, gpu => 'A100-80GB-SXM', region => 'FR', as_of => '2026-01-01'))::text
       = (SELECT traincost.pipeline_total(x)::text FROM (SELECT traincost.train_estimate(flop => 1e20 + i, gpu => 'A100-80GB-SXM', region => 'FR', as_of => '2026-01-01') AS x FROM generate_series(1, 20000) AS i) AS s) AS same FROM run;
SET max_parallel_workers_per_gather = 0;
-- split, stored, merged
CREATE TABLE rollup AS SELECT i % 17 AS k, traincost.pipeline_rollup(e) AS state FROM run GROUP BY 1;
SELECT traincost.pipeline_merge(state)::text = (SELECT total::text FROM wanted) AS same FROM rollup;
SELECT traincost.pipeline_merge(state::text::traincost.pipeline_state)::text = (SELECT total::text FROM wanted) AS through_text FROM rollup;
-- frames: each equals the plain aggregate of the same rows
CREATE FUNCTION frames_differ(frame text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (
        SELECT traincost.pipeline_total(e) OVER w AS t, array_agg(i) OVER w AS members
        FROM run WHERE i <= 400 WINDOW w AS (ORDER BY i %s)) AS f
        WHERE t::text IS DISTINCT FROM (SELECT traincost.pipeline_total(e)::text FROM run WHERE i <= 400 AND i = ANY (members))', frame) INTO n;
    RETURN n;
END $$;
SELECT frame, frames_differ(frame) FROM (VALUES ('ROWS BETWEEN 3 PRECEDING AND CURRENT ROW'), ('ROWS BETWEEN 5 PRECEDING AND 2 FOLLOWING'),
    ('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'), ('ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
    ('RANGE BETWEEN 7 PRECEDING AND 1 PRECEDING'), ('GROUPS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW'),
    ('ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING')) AS v (frame);
DROP FUNCTION frames_differ;
-- a large stage that enters and leaves a frame takes nothing with it
SELECT (traincost.pipeline_total(e) OVER (ORDER BY i ROWS 1 PRECEDING)).flop
FROM (SELECT i, traincost.train_estimate_at(flop, 1) AS e FROM (VALUES (1, 1::float8), (2, 1e30), (3, 2), (4, 3)) AS v (i, flop)) AS s;
-- an unknown addend makes the column unknown, never smaller; a NULL estimate is a stage
SELECT (t).stages, (t).unpriced_stages, (t).total_usd, (t).known_usd, (t).flop, (t).gpus
FROM (SELECT traincost.pipeline_total(e) AS t FROM (VALUES (traincost.train_estimate_at(1e20, 100, gpus => 8, usd_per_gpu_hour => 3.6)),
      (traincost.train_estimate_at(2e20, 100, gpus => 16))) AS v (e)) AS s;
SELECT (t).stages, (t).unpriced_stages, (t).known_usd, (t).flop
FROM (SELECT traincost.pipeline_total(e) AS t FROM (VALUES (traincost.train_estimate_at(1e20, 100, usd_per_gpu_hour => 3.6)), (NULL)) AS v (e)) AS s;
-- nothing is not 0 dollars
SELECT traincost.pipeline_total(e) IS NULL AS no_rows FROM run WHERE false;
SELECT count(*) AS groups FROM (SELECT traincost.pipeline_total(e) FROM run WHERE false GROUP BY i) AS g;
-- the whole is each single: rounding to 1e-9 keeps a stage's own figures
SELECT count(*) AS differ FROM (SELECT e, traincost.pipeline_total(e) AS t FROM run WHERE i <= 500 GROUP BY i, e) AS s
WHERE abs((t).known_usd - (e).total_usd) > 1e-9 OR (t).flop <> (e).flop OR (t).gpus <> (e).gpus;
-- what does not fit is refused
CREATE FUNCTION pg_temp.altered(change jsonb) RETURNS traincost.estimate LANGUAGE sql AS $$
    SELECT jsonb_populate_record(traincost.train_estimate_at(1e20, 100, gpus => 8, usd_per_gpu_hour => 1), change)
$$;
SELECT traincost.pipeline_total(pg_temp.altered('{"flop": "NaN"}'));
SELECT traincost.pipeline_total(pg_temp.altered('{"gpus": "Infinity"}'));
SELECT traincost.pipeline_total(pg_temp.altered('{"compute_usd": 1e30}'));
SELECT traincost.pipeline_total(pg_temp.altered('{"flop": 1.6e38}')) FROM generate_series(1, 2);
-- credits subtract, and the zero of either sign is one zero
SELECT (traincost.pipeline_total(pg_temp.altered(jsonb_build_object('gpus', g, 'total_usd', u)))).total_usd,
       (traincost.pipeline_rollup(pg_temp.altered(jsonb_build_object('gpus', g, 'total_usd', u))))::text LIKE '%gpus=0*2%' AS peak
FROM (VALUES (100.25, '"-0"'::jsonb), (-50, '0')) AS v (u, g);
DROP FUNCTION pg_temp.altered(jsonb);
DROP TABLE run, wanted, rollup;
DROP EXTENSION traincost;
