--
-- altered: the extension's objects after a superuser changed them
-- If this fails, a column added to a type or table, a rule or a trigger ends in
-- an internal error or a wrong number, not in an answer or an error that says so.
--
CREATE EXTENSION traincost;
SET client_min_messages = warning;
CREATE FUNCTION views_that_fail() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    v regclass;
BEGIN
    FOR v IN SELECT oid FROM pg_class WHERE relnamespace = 'traincost'::regnamespace AND relkind = 'v' ORDER BY relname COLLATE "C" LOOP
        BEGIN
            EXECUTE format('SELECT count(x::text) FROM %s AS x', v);
        EXCEPTION WHEN OTHERS THEN
            RETURN NEXT v || ': ' || SQLSTATE || ' ' || SQLERRM;
        END;
    END LOOP;
END $$;
-- a column more at the end of every table: nothing changes
DO $$
DECLARE
    t regclass;
BEGIN
    FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'traincost'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %s ADD COLUMN remark text', t);
    END LOOP;
END $$;
-- with a default the server refuses it, from 14 on, where a view reads the rows whole
DO $$
BEGIN
    ALTER TABLE traincost.pipeline_stage ADD COLUMN other text DEFAULT 'mine';
    ALTER TABLE traincost.pipeline_stage DROP COLUMN other;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END $$;
SELECT views_that_fail();
SELECT round(traincost.train_cost(flop => 1e21, as_of => '2026-09-01')) > 0 AS priced;
INSERT INTO traincost.gpu (name, bf16_tflops, remark) VALUES ('A100-80GB-SXM', 311, 'slower') RETURNING shipped, remark;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, usd_per_gpu_hour, remark) VALUES ('p', 1, 's', 1e21, 8, 2, 'r');
SELECT (e).gpus, round((e).compute_usd) FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e WHERE s.pipeline = 'p';
-- an attribute more in the types: the aggregate reads old rows and new ones
CREATE TABLE kept AS SELECT traincost.train_estimate_at(1e20 * i, 100, gpus => 8, usd_per_gpu_hour => 2) AS e FROM generate_series(1, 3) AS i;
SELECT (traincost.pipeline_total(e)).total_usd FROM kept \gset
BEGIN;
ALTER TYPE traincost.total ADD ATTRIBUTE remark text;
SELECT (traincost.pipeline_total(e)).total_usd = :total_usd AS same, (traincost.pipeline_total(e)).remark FROM kept;
ALTER TYPE traincost.estimate ADD ATTRIBUTE remark text;
SELECT (traincost.pipeline_total(e)).total_usd = :total_usd AS same FROM kept;
INSERT INTO kept SELECT traincost.train_estimate_at(1e20, 100, gpus => 8, usd_per_gpu_hour => 2);
SELECT (traincost.pipeline_total(e)).stages, (traincost.pipeline_total(e)).total_usd > :total_usd AS more, (traincost.train_estimate(flop => 1e20)).remark FROM kept;
SELECT views_that_fail();
ALTER TYPE traincost.estimate DROP ATTRIBUTE remark;
SELECT views_that_fail();
ROLLBACK;
-- another type of a column is refused by name, by the server where a view reads it
BEGIN;
ALTER TABLE traincost.gpu ALTER COLUMN fp64_tflops TYPE numeric;
SELECT traincost.gpu_peak_tflops('A100-80GB-SXM', 'fp64');
ROLLBACK;
BEGIN;
-- which of the views that read it is named differs by server
\set VERBOSITY terse
ALTER TABLE traincost.assumption ALTER COLUMN value TYPE numeric;
\set VERBOSITY default
ROLLBACK;
-- rules and triggers of others' on our tables
BEGIN;
CREATE TABLE log (name text);
CREATE RULE log AS ON INSERT TO traincost.gpu DO ALSO INSERT INTO log VALUES (new.name);
INSERT INTO traincost.gpu (name) VALUES ('A10'), ('mine');
SELECT * FROM log ORDER BY 1;
SELECT name, shipped FROM traincost.gpu WHERE name = 'A10' OR name = 'mine' ORDER BY 1;
CREATE RULE nothing AS ON UPDATE TO traincost.gpu DO INSTEAD NOTHING;
UPDATE traincost.gpu SET tdp_w = 1;
CREATE FUNCTION upper_name() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.name := upper(new.name); RETURN new; END $$;
CREATE TRIGGER a_first BEFORE INSERT ON traincost.gpu FOR EACH ROW EXECUTE FUNCTION upper_name();
INSERT INTO traincost.gpu (name) VALUES ('l4') RETURNING name, shipped;
CREATE FUNCTION keep_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER keep BEFORE DELETE ON traincost.gpu FOR EACH ROW EXECUTE FUNCTION keep_row();
INSERT INTO traincost.gpu (name) VALUES ('T4');
ROLLBACK;
DROP TABLE kept;
DROP FUNCTION views_that_fail();
DROP EXTENSION traincost;
