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
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_each, observed_on) VALUES ('A10', 'x', 'spot', 1, '2024-01-01');
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
-- the trigger refuses to be anything else
CREATE TABLE other (a int);
CREATE TRIGGER t AFTER INSERT ON other FOR EACH ROW EXECUTE FUNCTION traincost.own_row('a');
INSERT INTO other VALUES (1);
DROP TRIGGER t ON other;
INSERT INTO other VALUES (1);
ALTER TABLE other ADD COLUMN shipped text;
CREATE TRIGGER t BEFORE UPDATE ON other FOR EACH ROW EXECUTE FUNCTION traincost.own_row('a');
UPDATE other SET a = 2;
ALTER TABLE other DROP COLUMN shipped, ADD COLUMN shipped boolean;
DROP TRIGGER t ON other;
CREATE TRIGGER t BEFORE INSERT ON other FOR EACH ROW EXECUTE FUNCTION traincost.own_row('b');
INSERT INTO other VALUES (1);
DROP TRIGGER t ON other;
CREATE TRIGGER t BEFORE INSERT ON other FOR EACH ROW EXECUTE FUNCTION traincost.own_row();
INSERT INTO other VALUES (1);
DROP TABLE other;
-- another extension's or nobody's: what was dropped comes back as shipped
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
SELECT name, tdp_w, shipped FROM traincost.gpu WHERE name = 'A40';
DROP EXTENSION traincost;
