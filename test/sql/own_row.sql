--
-- own_row: whose is a reference row?
-- Shipped rows come with the extension; an INSERT or UPDATE makes one the user's.
-- Each case prints (name, shipped), so a wrong owner is a one-letter diff.
--
CREATE EXTENSION traincost;
SELECT count(*) FILTER (WHERE shipped) = count(*) AS all_shipped FROM traincost.gpu;
-- added, overriding, edited
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('Mine', 1) RETURNING name, shipped;
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('L40S', 300) RETURNING name, bf16_tflops, shipped;
UPDATE traincost.gpu SET tdp_w = 300 WHERE name = 'A40' RETURNING name, tdp_w, shipped;
SELECT count(*) FROM traincost.gpu WHERE name = 'L40S';
-- shipped cannot be forged
INSERT INTO traincost.gpu (name, shipped) VALUES ('Forged', true) RETURNING name, shipped;
UPDATE traincost.gpu SET shipped = true WHERE name = 'Forged' RETURNING name, shipped;
-- a user's row is not replaced
INSERT INTO traincost.gpu (name) VALUES ('Mine');
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('Mine', 7) ON CONFLICT (name) DO UPDATE SET tdp_w = excluded.tdp_w RETURNING name, tdp_w, shipped;
-- twice in one statement: the second is the user's own duplicate
INSERT INTO traincost.gpu (name) VALUES ('A10'), ('A10');
SELECT name, shipped FROM traincost.gpu WHERE name = 'A10';
-- ON CONFLICT DO NOTHING replaces: the trigger comes first
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('A10', 151) ON CONFLICT DO NOTHING RETURNING name, tdp_w, shipped;
-- a key of several columns, and COPY
INSERT INTO traincost.grid (region, year, gco2e_per_kwh, basis) VALUES ('US', 2023, 1, 'lifecycle') RETURNING region, year, gco2e_per_kwh, shipped;
COPY traincost.assumption (name, value) FROM stdin;
mfu	0.5
my_own	1
\.
SELECT name, value, shipped FROM traincost.assumption WHERE NOT shipped ORDER BY name COLLATE "C";
-- loaders that skip ordinary triggers
SET session_replication_role = replica;
INSERT INTO traincost.gpu (name) VALUES ('B200') RETURNING name, shipped;
RESET session_replication_role;
-- checks
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('Bad', 'NaN');
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('Bad', 0);
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu, observed_on) VALUES ('A10', 'x', 'spot', 1, '2024-01-01');
INSERT INTO traincost.gpu (name) VALUES (NULL);

-- foreign keys of the user's: NO ACTION lets an override through, the others refuse it; no row is lost
CREATE TABLE fleet (gpu text REFERENCES traincost.gpu, n int);
INSERT INTO fleet VALUES ('L4', 8);
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('L4', 73) RETURNING name, tdp_w, shipped;
TABLE fleet;
DROP TABLE fleet;
CREATE TABLE fleet (gpu text REFERENCES traincost.gpu ON DELETE CASCADE, n int);
INSERT INTO fleet VALUES ('L20', 8);
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('L20', 1);
INSERT INTO traincost.gpu (name) VALUES ('Another new one') RETURNING name, shipped;
UPDATE traincost.gpu SET tdp_w = 280 WHERE name = 'L20' RETURNING name, tdp_w, shipped;
TABLE fleet;
DROP TABLE fleet;
CREATE TABLE fleet (gpu text REFERENCES traincost.gpu ON DELETE SET NULL, n int);
INSERT INTO fleet VALUES ('T4', 8);
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('T4', 1);
TABLE fleet;
DROP TABLE fleet;
CREATE TABLE fleet (gpu text REFERENCES traincost.gpu ON DELETE RESTRICT, n int);
INSERT INTO fleet VALUES ('T4', 8);
\set VERBOSITY terse
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('T4', 1);
\set VERBOSITY default
TABLE fleet;
DROP TABLE fleet;
-- a new key takes no plan and no privilege: found in the index however many rows came before
BEGIN;
SELECT seq_scan AS scans, n_tup_del AS deleted FROM pg_stat_xact_user_tables WHERE relid = 'traincost.gpu'::regclass \gset
INSERT INTO traincost.gpu (name) SELECT 'New ' || i FROM generate_series(1, 2000) AS i;
SELECT seq_scan - :scans AS seq_scans, n_tup_del - :deleted AS deleted FROM pg_stat_xact_user_tables WHERE relid = 'traincost.gpu'::regclass;
ROLLBACK;
CREATE ROLE own_row_adds;
GRANT INSERT ON traincost.gpu TO own_row_adds;
REVOKE SELECT ON traincost.gpu FROM PUBLIC;
SET ROLE own_row_adds;
INSERT INTO traincost.gpu (name) VALUES ('Added');
INSERT INTO traincost.gpu (name) VALUES ('A2');
RESET ROLE;
GRANT SELECT ON traincost.gpu TO PUBLIC;
REVOKE ALL ON traincost.gpu FROM own_row_adds;
DROP ROLE own_row_adds;
-- a published table without replica identity takes INSERTs alone
BEGIN;
SET LOCAL client_min_messages = error;
CREATE PUBLICATION own_row_published FOR TABLE traincost.gpu;
ALTER TABLE traincost.gpu REPLICA IDENTITY NOTHING;
INSERT INTO traincost.gpu (name) VALUES ('Published') RETURNING name, shipped;
INSERT INTO traincost.gpu (name) VALUES ('A2');
ROLLBACK;
-- the trigger refuses to be anything else, and other tables
CREATE TABLE other (a int PRIMARY KEY, shipped boolean);
CREATE TRIGGER t BEFORE INSERT ON other FOR EACH ROW EXECUTE FUNCTION traincost.own_row('a');
INSERT INTO other VALUES (1);
DROP TABLE other;
SELECT traincost.own_row();
CREATE TABLE traincost.other (a int, b int, shipped text, PRIMARY KEY (a, b));
\set own_row 'FOR EACH ROW EXECUTE FUNCTION traincost.own_row'
CREATE TRIGGER t AFTER INSERT ON traincost.other :own_row('a', 'b');
INSERT INTO traincost.other VALUES (1, 1);
DROP TRIGGER t ON traincost.other;
CREATE TRIGGER t BEFORE INSERT ON traincost.other EXECUTE FUNCTION traincost.own_row('a', 'b');
INSERT INTO traincost.other VALUES (1, 1);
DROP TRIGGER t ON traincost.other;
CREATE TRIGGER t BEFORE TRUNCATE ON traincost.other EXECUTE FUNCTION traincost.own_row('a', 'b');
TRUNCATE traincost.other;
DROP TRIGGER t ON traincost.other;
INSERT INTO traincost.other VALUES (1, 1);
CREATE TRIGGER t BEFORE DELETE ON traincost.other :own_row('a', 'b');
DELETE FROM traincost.other;
DROP TRIGGER t ON traincost.other;
CREATE VIEW traincost.other_view AS SELECT * FROM traincost.other;
CREATE TRIGGER t INSTEAD OF INSERT ON traincost.other_view :own_row('a', 'b');
INSERT INTO traincost.other_view VALUES (1, 1);
DROP VIEW traincost.other_view;
CREATE TRIGGER t BEFORE UPDATE ON traincost.other :own_row('a', 'b');
UPDATE traincost.other SET b = 2;
ALTER TABLE traincost.other DROP COLUMN shipped, ADD COLUMN shipped boolean NOT NULL DEFAULT true;
UPDATE traincost.other SET b = 2 RETURNING *;
DROP TRIGGER t ON traincost.other;
UPDATE traincost.other SET shipped = true;
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON traincost.other :own_row();
INSERT INTO traincost.other VALUES (1, 2);
UPDATE traincost.other SET b = 2;
DROP TRIGGER t ON traincost.other;
CREATE TRIGGER t BEFORE INSERT ON traincost.other :own_row('a', 'c');
INSERT INTO traincost.other VALUES (1, 2);
DROP TRIGGER t ON traincost.other;
-- two on one table, in any order of the columns: each looks at its own arguments
CREATE TRIGGER t1 BEFORE INSERT ON traincost.other :own_row('b', 'a');
CREATE TRIGGER t2 BEFORE INSERT ON traincost.other :own_row('a', 'b');
INSERT INTO traincost.other VALUES (1, 2) RETURNING *;
CREATE TRIGGER t0 BEFORE INSERT ON traincost.other :own_row('a');
INSERT INTO traincost.other VALUES (1, 2);
DROP TRIGGER t0 ON traincost.other;
-- a key that changes under the session, and a row that a rule keeps
ALTER TABLE traincost.other DROP CONSTRAINT other_pkey;
INSERT INTO traincost.other VALUES (1, 2);
ALTER TABLE traincost.other ADD PRIMARY KEY (b, a);
DROP TRIGGER t1 ON traincost.other;
DROP TRIGGER t2 ON traincost.other;
UPDATE traincost.other SET shipped = true;
CREATE TRIGGER t BEFORE INSERT ON traincost.other :own_row('a', 'b');
CREATE RULE keep AS ON DELETE TO traincost.other DO INSTEAD NOTHING;
INSERT INTO traincost.other VALUES (1, 2);
INSERT INTO traincost.other VALUES (1, 3) RETURNING *;
DROP RULE keep ON traincost.other;
-- partitions, whose columns stand in another order
CREATE TABLE traincost.parent (shipped boolean, b int, a int, PRIMARY KEY (b, a)) PARTITION BY LIST (a);
ALTER TABLE traincost.parent ATTACH PARTITION traincost.other FOR VALUES IN (1);
INSERT INTO traincost.parent (a, b) VALUES (1, 2) RETURNING *;
INSERT INTO traincost.parent (a, b) VALUES (1, 2);
DROP TABLE traincost.parent;
-- another extension's or nobody's: what was dropped comes back as shipped
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
SELECT name, tdp_w, shipped FROM traincost.gpu WHERE name = 'A40';
DROP EXTENSION traincost;
