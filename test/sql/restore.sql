--
-- restore: an override of a shipped row, or its deletion, can be taken back
-- If this fails, a user who tried a number out cannot return to the published one.
--
CREATE EXTENSION traincost;
CREATE TEMPORARY TABLE before AS SELECT table_name, md5(string_agg(facts::text, ',' ORDER BY facts::text COLLATE "C")) AS facts FROM traincost.shipped_row GROUP BY table_name;
-- everything kept aside, as it is in the tables
SELECT r.table_name AS not_whole
FROM (SELECT table_name, count(*) AS rows FROM traincost.shipped_row GROUP BY table_name) AS r,
     LATERAL query_to_xml(format('SELECT count(*) AS n FROM traincost.%I', r.table_name), false, true, '') AS x
WHERE r.rows::text <> (xpath('//n/text()', x))[1]::text;
-- edited, replaced and deleted
UPDATE traincost.assumption SET value = 0.5 WHERE name = 'mfu';
INSERT INTO traincost.assumption (name, value) VALUES ('pue', 1.1), ('mine', 1);
DELETE FROM traincost.assumption WHERE name = 'useful_life_years';
SELECT name, shipped FROM traincost.assumption WHERE NOT shipped ORDER BY name COLLATE "C";
SELECT traincost.restore_shipped('assumption', 'mfu') AS came;
SELECT traincost.restore_shipped('assumption', 'mfu') AS came_again;
SELECT traincost.restore_shipped('assumption') AS came;
SELECT name, shipped FROM traincost.assumption WHERE NOT shipped ORDER BY name COLLATE "C";
-- by the first column of a key, and by some of its columns
UPDATE traincost.grid SET gco2e_per_kwh = 1 WHERE region IN ('FR', 'DE') AND year >= 2024;
DELETE FROM traincost.gpu_price WHERE gpu = 'A10';
UPDATE traincost.pipeline_stage SET data_usd = 7 WHERE pipeline = 'assistant-100B';
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'assistant-100B' AND stage_no = 3;
SELECT traincost.restore_shipped('grid', '{"region": "FR", "year": 2024}') AS france_2024, traincost.restore_shipped('grid', 'FR') AS france_after;
SELECT traincost.restore_shipped('gpu_price', 'A10') = count(*) AS prices FROM traincost.shipped_row WHERE table_name = 'gpu_price' AND name = 'A10';
SELECT traincost.restore_shipped('pipeline_stage', 'assistant-100B') AS stages;
SELECT count(*) AS german_overrides FROM traincost.grid WHERE NOT shipped;
SELECT traincost.restore_shipped('grid') AS german;
-- all tables are as they were, and every row is shipped again
SELECT b.table_name FROM before AS b,
       LATERAL query_to_xml(format('SELECT md5(string_agg(to_jsonb(t)::text, '','' ORDER BY to_jsonb(t)::text COLLATE "C")) AS facts FROM traincost.%I AS t WHERE t.shipped', b.table_name),
                            false, true, '') AS x
WHERE (xpath('//facts/text()', x))[1]::text IS DISTINCT FROM b.facts;
-- shipped is not believed of anything else
INSERT INTO traincost.assumption (name, value, source, shipped) SELECT name, value + 1, source, true FROM traincost.assumption WHERE name = 'pue' RETURNING name, shipped;
UPDATE traincost.assumption SET shipped = true WHERE name = 'pue' RETURNING name, shipped;
UPDATE traincost.assumption SET value = value - 1, shipped = true WHERE name = 'pue' RETURNING name, value, shipped;
SELECT traincost.restore_shipped('assumption', 'pue') AS came;
-- rows of others that refer to it stay
CREATE TABLE fleet (gpu text REFERENCES traincost.gpu ON DELETE CASCADE);
INSERT INTO fleet VALUES ('L4');
UPDATE traincost.gpu SET tdp_w = 1 WHERE name = 'L4';
SELECT traincost.restore_shipped('gpu', 'L4') AS came;
SELECT f.gpu, g.tdp_w, g.shipped FROM fleet AS f JOIN traincost.gpu AS g ON g.name = f.gpu;
DROP TABLE fleet;
-- errors, and nothing asked
\set VERBOSITY terse
SELECT traincost.restore_shipped('prices');
\set VERBOSITY default
SELECT traincost.restore_shipped('assumption', 'mine');
SELECT traincost.restore_shipped('grid', '{"region": "Atlantis"}');
\set VERBOSITY terse
SELECT traincost.restore_shipped('grid', '{');
\set VERBOSITY default
SELECT traincost.restore_shipped(NULL) AS nothing;
-- a deleted default names itself and the way back; where the argument is given, and in plans, it stops nothing
DELETE FROM traincost.assumption WHERE name IN ('mfu', 'wue_site_l_per_kwh');
DELETE FROM traincost.gpu WHERE name = 'H100-80GB-SXM';
DELETE FROM traincost.grid WHERE region = 'WORLD';
SELECT traincost.train_cost(flop => 1e21, gpu => 'L4', region => 'FR');
SELECT traincost.train_cost(flop => 1e21, gpu => 'L4', region => 'FR', mfu => 0.4);
SELECT traincost.train_cost(flop => 1e21, gpu => 'L4', region => 'FR', mfu => 0.4, wue_site_l_per_kwh => 1) > 0 AS known;
SELECT traincost.gpu_hours(1e21, 'L4');
SELECT traincost.assumption_value('mfu');
SELECT traincost.train_cost(flop => 1e21);
SELECT traincost.train_cost(flop => 1e21, gpu => 'L4', mfu => 0.4, wue_site_l_per_kwh => 1);
SELECT total_usd IS NOT NULL AS known, water_l IS NULL AS unknown FROM traincost.stage_estimate WHERE pipeline = 'assistant-100B' AND stage_no = 1;
SELECT row_key, detail FROM traincost.catalog_problem WHERE problem = 'missing default' ORDER BY row_key COLLATE "C";
SELECT traincost.restore_shipped('assumption') AS assumptions, traincost.restore_shipped('gpu') AS gpus, traincost.restore_shipped('grid', 'WORLD') > 0 AS world;
-- as the caller: who may not edit may not restore
CREATE ROLE restore_reader;
SET ROLE restore_reader;
\set VERBOSITY terse
SELECT traincost.restore_shipped('assumption', 'mfu');
DELETE FROM traincost.shipped_row;
RESET ROLE;
\set VERBOSITY default
DROP ROLE restore_reader;
DROP EXTENSION traincost;
