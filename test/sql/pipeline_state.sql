--
-- pipeline_state: the type of a total's state
-- Lossless text and binary forms; a malformed one is refused, never believed.
--
CREATE EXTENSION traincost;
SELECT traincost.pipeline_rollup(e) AS state FROM (VALUES (traincost.train_estimate_at(1e30, 1e6, gpus => 1000.5, usd_per_gpu_hour => 0.1, data_usd => 1e18)),
    (traincost.train_estimate_at(3, 1))) AS v (e) \gset
SELECT :'state'::traincost.pipeline_state::text = :'state' AS round_trip, substring(:'state' FROM '^.* gpu_hours=\S+') AS begins;
-- binary, through COPY to a table
CREATE TABLE s (state traincost.pipeline_state);
INSERT INTO s VALUES (:'state');
SELECT pg_column_size(state) - length(traincost.pipeline_state_send(state)) AS padding FROM s;
\copy s TO 'results/pipeline_state.bin' (FORMAT binary)
\copy s FROM 'results/pipeline_state.bin' (FORMAT binary)
SELECT count(*), count(DISTINCT state::text) FROM s;
-- the ends of 128 bits come back from text and binary, a dump's way; one more is refused
SELECT sign || text AS flop, regexp_replace(:'state', 'flop=[0-9]+', 'flop=' || sign || text)::traincost.pipeline_state::text
       = regexp_replace(:'state', 'flop=[0-9]+', 'flop=' || sign || text) AS comes_back
FROM (VALUES ('', '170141183460469231731687303715884105727'), ('-', '170141183460469231731687303715884105728')) AS v (sign, text);
SELECT t.flop, t.gpus, t.days, t.gpu_hours, t.co2e_embodied_kg, t.data_usd, t.total_usd, t.stages, t.unpriced_stages, t.known_usd
FROM traincost.pipeline_state_total(regexp_replace(:'state', 'flop=[0-9]+', 'flop=-170141183460469231731687303715884105728')::traincost.pipeline_state) AS t;
\set VERBOSITY sqlstate
SELECT regexp_replace(:'state', 'flop=[0-9]+', 'flop=170141183460469231731687303715884105728')::traincost.pipeline_state;
SELECT regexp_replace(:'state', 'flop=[0-9]+', 'flop=-170141183460469231731687303715884105729')::traincost.pipeline_state;
\set VERBOSITY default
TRUNCATE s;
INSERT INTO s SELECT v::traincost.pipeline_state FROM (VALUES (:'state'), (:'state'), (regexp_replace(:'state', 'flop=[0-9]+', 'flop=-170141183460469231731687303715884105728'))) AS x (v);
\copy s TO 'results/pipeline_state.bin' (FORMAT binary)
\copy s FROM 'results/pipeline_state.bin' (FORMAT binary)
-- equality: grouped, distinct, joined by hash, in a hash index and a hash partition; -0 GPUs are 0
SELECT state::text = :'state' AS first, count(*) FROM s GROUP BY state ORDER BY 1;
SELECT count(*) FROM (SELECT DISTINCT state FROM s) AS d;
SELECT count(*), count(*) FILTER (WHERE a.state OPERATOR(traincost.<>) b.state) AS unequal FROM s AS a JOIN s AS b ON a.state OPERATOR(traincost.=) b.state;
SELECT a.* IS NOT DISTINCT FROM b.* AS same FROM s AS a, s AS b ORDER BY 1 LIMIT 1;
CREATE INDEX ON s USING hash (state);
CREATE TABLE parted (state traincost.pipeline_state) PARTITION BY HASH (state);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT state FROM s;
SELECT count(*) FROM parted WHERE state OPERATOR(traincost.=) :'state';
DROP TABLE parted;
SELECT replace(:'state', 'gpus=1000.5*1', 'gpus=-0*1')::traincost.pipeline_state OPERATOR(traincost.=) replace(:'state', 'gpus=1000.5*1', 'gpus=0*1')::traincost.pipeline_state AS zeros;
SELECT e.state OPERATOR(traincost.=) f.state AS same_in_any_order, e.state OPERATOR(traincost.=) g.state AS other
FROM (SELECT traincost.pipeline_rollup(e ORDER BY i) AS state FROM (SELECT i, traincost.train_estimate_at(1e20 * i, 100, gpus => i) AS e FROM generate_series(1, 50) AS i) AS x) AS e,
     (SELECT traincost.pipeline_rollup(e ORDER BY -i) AS state FROM (SELECT i, traincost.train_estimate_at(1e20 * i, 100, gpus => i) AS e FROM generate_series(1, 50) AS i) AS x) AS f,
     (SELECT traincost.pipeline_rollup(e) AS state FROM (SELECT i, traincost.train_estimate_at(1e20 * i, 100, gpus => i) AS e FROM generate_series(1, 49) AS i) AS x) AS g;
DROP TABLE s;
-- malformed text
CREATE FUNCTION pg_temp.error_of(state text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'accepted: ' || state::traincost.pipeline_state::text;
EXCEPTION WHEN data_exception THEN
    RETURN SQLSTATE || ' ' || regexp_replace(SQLERRM, '"v1 .*"$', '"…"');
END $$;
SELECT what, pg_temp.error_of(state) FROM (VALUES
    ('nothing', ''),
    ('another version', 'v2 stages=0'),
    ('a space behind it', :'state' || ' '),
    ('stages=1', replace(:'state', 'stages=2', 'stages=1')),
    ('stages=-2', replace(:'state', 'stages=2', 'stages=-2')),
    ('gpus=1000.5*3', replace(:'state', 'gpus=1000.5*1', 'gpus=1000.5*3')),
    ('gpus=inf*1', replace(:'state', 'gpus=1000.5*1', 'gpus=inf*1')),
    ('gpus=1e999*1', replace(:'state', 'gpus=1000.5*1', 'gpus=1e999*1')),
    ('more than 128 bits', replace(:'state', 'days=', 'days=99999999999999999999999999999999999999999999')),
    ('another name', replace(:'state', ' water_l=', ' water=')),
    ('co2e_market_kg=5', regexp_replace(:'state', 'co2e_market_kg=0', 'co2e_market_kg=5'))) AS v (what, state);
\set VERBOSITY terse
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
