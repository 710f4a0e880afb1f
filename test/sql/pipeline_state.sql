--
-- pipeline_state: the type of a total's state
-- Lossless text and binary forms; a malformed one is refused, never believed.
--
CREATE EXTENSION traincost;
SELECT traincost.pipeline_rollup(e) AS state FROM (VALUES (traincost.train_estimate_at(1e30, 1e6, gpus => 1000.5, usd_per_gpu_hour => 0.1, data_usd => 1e18)),
    (traincost.train_estimate_at(3, 1))) AS v (e) \gset
SELECT :'state'::traincost.pipeline_state::text = :'state' AS round_trip, :'state' AS state;
-- binary, through COPY to a table
CREATE TABLE s (state traincost.pipeline_state);
INSERT INTO s VALUES (:'state');
SELECT length(traincost.pipeline_state_send(state)) AS bytes, pg_column_size(state) AS stored FROM s;
\copy s TO 'results/pipeline_state.bin' (FORMAT binary)
\copy s FROM 'results/pipeline_state.bin' (FORMAT binary)
SELECT count(*), count(DISTINCT state::text) FROM s;
DROP TABLE s;
-- malformed text
\set VERBOSITY terse
SELECT ''::traincost.pipeline_state;
SELECT 'v2 stages=0'::traincost.pipeline_state;
SELECT (:'state' || ' ')::traincost.pipeline_state;
SELECT replace(:'state', 'stages=2', 'stages=1')::traincost.pipeline_state;
SELECT replace(:'state', 'stages=2', 'stages=-2')::traincost.pipeline_state;
SELECT replace(:'state', 'gpus=1000.5*1', 'gpus=1000.5*3')::traincost.pipeline_state;
SELECT replace(:'state', 'gpus=1000.5*1', 'gpus=inf*1')::traincost.pipeline_state;
SELECT replace(:'state', 'gpus=1000.5*1', 'gpus=1e999*1')::traincost.pipeline_state;
SELECT replace(:'state', 'days=', 'days=99999999999999999999999999999999999999999999')::traincost.pipeline_state;
SELECT replace(:'state', '/1 co2e', '/1 x')::traincost.pipeline_state;
SELECT regexp_replace(:'state', 'co2e_market_kg=0', 'co2e_market_kg=5')::traincost.pipeline_state;
-- every prefix, and every text with one character changed: an error of class 22 or a sound state
DO $$
DECLARE
    good text := (SELECT traincost.pipeline_rollup(e)::text FROM (VALUES (traincost.train_estimate_at(1e30, 1e6, gpus => 10, usd_per_gpu_hour => 0.1))) AS v (e));
    bad text;
    refused int := 0;
    accepted int := 0;
BEGIN
    FOR i IN 0 .. length(good) - 1 LOOP
        FOREACH bad IN ARRAY ARRAY[left(good, i), overlay(good placing '9' from i + 1), overlay(good placing 'x' from i + 1),
                                   overlay(good placing '-' from i + 1), overlay(good placing '' from i + 1 for 1)] LOOP
            BEGIN
                PERFORM traincost.pipeline_state_total(bad::traincost.pipeline_state);
                accepted := accepted + 1;
            EXCEPTION WHEN invalid_text_representation THEN
                refused := refused + 1;
            END;
        END LOOP;
    END LOOP;
    RAISE NOTICE 'refused more than accepted: %, all decided: %', refused > accepted, refused + accepted = 5 * length(good);
END $$;
\set VERBOSITY default
-- the algebra of states: neutral, commutative, associative, inverse
CREATE TABLE part AS
SELECT k, traincost.pipeline_rollup(traincost.train_estimate_at(1e20 * i, 100, gpus => 8 * (i % 5 + 1), usd_per_gpu_hour => 1 + i / 7.0)) AS s
FROM generate_series(1, 60) AS i, LATERAL (SELECT i % 3 AS k) AS x GROUP BY k ORDER BY k;
SELECT traincost.pipeline_state_merge(a.s, b.s)::text = traincost.pipeline_state_merge(b.s, a.s)::text AS commutative,
       traincost.pipeline_state_merge(traincost.pipeline_state_merge(a.s, b.s), c.s)::text
       = traincost.pipeline_state_merge(a.s, traincost.pipeline_state_merge(b.s, c.s))::text AS associative,
       traincost.pipeline_state_merge(NULL, a.s)::text = a.s::text AND traincost.pipeline_state_merge(a.s, NULL)::text = a.s::text AS neutral
FROM part AS a, part AS b, part AS c WHERE a.k = 0 AND b.k = 1 AND c.k = 2;
SELECT traincost.pipeline_state_remove(traincost.pipeline_state_add(s, e), e)::text = s::text AS inverse
FROM part, (SELECT traincost.train_estimate_at(1e30, 7, gpus => 8, usd_per_gpu_hour => 1.37) AS e) AS x;
SELECT traincost.pipeline_state_remove(s, traincost.train_estimate_at(1, 1)) FROM part WHERE k = 0;
-- the smallest number of GPUs comes back, too; no count of stages wraps around
SELECT s::text::traincost.pipeline_state::text = s::text AS same FROM (SELECT traincost.pipeline_rollup(traincost.train_estimate_at(0, 1, gpus => 5e-324)) AS s) AS x;
SELECT traincost.pipeline_state_add(replace(s::text, 'stages=1', 'stages=9223372036854775807')::traincost.pipeline_state, traincost.train_estimate_at(1, 1))
FROM (SELECT traincost.pipeline_rollup(traincost.train_estimate_at(1, 1, gpus => 1)) AS s) AS x;
DROP TABLE part;
DROP EXTENSION traincost;
