--
-- variance: estimate against actual
-- If this fails, the effects that a budget talk is about do not add up, or a
-- row that only one side has is lost.
--
SET DateStyle = ISO;
CREATE EXTENSION traincost;
-- by hand: 100 hours at 2 planned, 110 at 2.5 used: 50 + 20 + 5 = 275 - 200
SELECT * FROM traincost.variance_effects(200, 100, 275, 110);
-- no quantity: all of the cost is other; no cost known: nothing is
SELECT * FROM traincost.variance_effects(10, NULL, 12, 3);
SELECT * FROM traincost.variance_effects(10, 0, 12, 0);
-- a price below what numeric holds is 0
SELECT trim_scale(est_price) AS est_price, trim_scale(actual_price) AS actual_price FROM traincost._pair_effects(1e-1000, 1e1000, 3, 1, 0, 0);
SELECT * FROM traincost.variance_effects(1e-1000, 1e1000, 3, 1);
-- of next to no quantity there is no price
SELECT actual_price, price_effect, quantity_effect, joint_effect, rounding_effect, other_effect FROM traincost.variance_effects(100, 1e6, 1e8, 1e-9);
SELECT * FROM traincost.variance_effects(NULL, 5, 12, 3);
SELECT * FROM traincost.variance_effects(10, 5, 'NaN', 3);
-- a plan of three months and its invoice: cheaper, longer, an unplanned month, a tag instead of a column, tax
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, provider, usd_per_gpu_hour, region, as_of) VALUES
    ('run-7', 1, 'pre-training', 1e24, 'H100-80GB-SXM', 512, 'lambda', 2.5, 'aws/us-east-1', '2026-09-15'),
    ('run-8', 1, 'unpriced', 1e22, 'H100-80GB-SXM', 512, 'lambda', NULL, NULL, '1999-09-15');
CREATE TABLE invoice (
    "EffectiveCost" float8, "PricingQuantity" numeric, "PricingUnit" text, "BillingCurrency" text, "ChargePeriodStart" timestamp,
    "ProviderName" text, "SkuPriceId" text, "RegionId" text, "Tags" jsonb);
INSERT INTO invoice VALUES
    (480000,    200000,   'GPU-Hours', 'USD', '2026-09-15 00:00', 'lambda', 'H100-80GB-SXM/lambda/on_demand', 'us-east-1', '{"run_id": "run-7", "team": "research"}'),
    (500000.10, 200000,   'GPU-Hours', 'USD', '2026-10-01 00:00', 'lambda', 'H100-80GB-SXM/lambda/on_demand', 'us-east-1', '{"run_id": "run-7"}'),
    (450000,    180000.5, 'GPU-Hours', 'USD', '2026-10-15 00:00', 'lambda', 'H100-80GB-SXM/lambda/on_demand', 'us-east-1', '{"run_id": "run-7"}'),
    (12345.67,  5000,     'GPU-Hours', 'USD', '2026-12-01 00:00', 'lambda', 'H100-80GB-SXM/lambda/on_demand', 'us-east-1', '{"run_id": "run-7"}'),
    (99.99,     NULL,     NULL,        'USD', '2026-09-30 00:00', 'lambda', NULL,                             NULL,        '{"run_id": "run-7"}'),
    (1000,      10,       'GPU-Hours', 'USD', '2026-09-01 00:00', 'lambda', 'H100-80GB-SXM/lambda/on_demand', NULL,        '{"run_id": "run-8"}');
SELECT match, sku_price_id, region, month, run_id, unit, est_cost, actual_cost, est_quantity, actual_quantity, est_price, actual_price
FROM traincost.variance('invoice') WHERE run_id LIKE 'run%' ORDER BY run_id, month, sku_price_id, match;
SELECT match, month, run_id, price_effect, quantity_effect, joint_effect, rounding_effect, other_effect, explanation,
       price_effect + quantity_effect + joint_effect + rounding_effect + other_effect = actual_cost - est_cost AS exact
FROM traincost.variance('invoice') WHERE run_id LIKE 'run%' ORDER BY run_id, month, sku_price_id, match;
-- nothing is lost: each side's sum is its table's
SELECT sum(v.actual_cost) = (SELECT sum("EffectiveCost"::numeric) FROM invoice) AS actual,
       sum(v.est_cost) = (SELECT sum(effective_cost) FROM traincost.focus_estimate WHERE x_scenario <> ALL (ARRAY(SELECT pipeline FROM traincost.pipeline_stage WHERE shipped))) AS estimate FROM traincost.variance('invoice') AS v;
-- the same in another time zone
SET TimeZone = 'Pacific/Chatham';
SELECT month, sum(actual_cost) FROM traincost.variance('invoice') WHERE run_id = 'run-7' GROUP BY month ORDER BY month;
RESET TimeZone;
-- another estimate than the plans; a column instead of a tag; times as FOCUS text; any order of columns
CREATE VIEW plan AS
SELECT 'run-7'::text AS run_id, '2026-09-01T00:00:00Z'::text AS charge_period_start, 470000::numeric AS effective_cost, 200000::numeric AS pricing_quantity,
       'GPU-Hours'::text AS pricing_unit, 'USD'::text AS billing_currency, 'lambda'::text AS service_provider_name,
       'H100-80GB-SXM/lambda/on_demand'::text AS sku_price_id, 'us-east-1'::text AS region_id;
SELECT match, month, est_cost, actual_cost, price_effect, quantity_effect FROM traincost.variance('invoice', 'plan') ORDER BY month, sku_price_id, run_id;
SELECT match, month, est_cost, actual_cost FROM traincost.variance(estimate => 'invoice', actual => 'plan') WHERE month = '2026-09-01' ORDER BY sku_price_id, run_id;
-- what cannot be compared
SELECT * FROM traincost.variance('traincost.gpu');
SELECT * FROM traincost.variance('plan', 'traincost.gpu_price');
SELECT count(*) FROM traincost.variance(NULL);
CREATE TABLE broken AS SELECT run_id, charge_period_start, effective_cost::text, pricing_quantity, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id FROM plan;
UPDATE broken SET effective_cost = '1,000.00';
SELECT * FROM traincost.variance('broken');
UPDATE broken SET effective_cost = '1000.00', charge_period_start = '01/09/2026';
SELECT * FROM traincost.variance('broken');
UPDATE broken SET charge_period_start = '2026-02-30';
SELECT * FROM traincost.variance('broken');
CREATE TABLE reversed AS SELECT *, charge_period_start AS charge_period_end FROM plan;
UPDATE reversed SET charge_period_end = '2026-08-31T00:00:00Z';
SELECT * FROM traincost.variance('reversed');
CREATE TABLE endless AS SELECT run_id, timestamptz 'infinity' AS charge_period_start, 'NaN'::float8 AS effective_cost, pricing_quantity, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id FROM plan;
SELECT * FROM traincost.variance('endless');
UPDATE endless SET charge_period_start = '2026-09-01';
SELECT * FROM traincost.variance('endless');
SELECT * FROM traincost.variance('invoice', cost => 'amortized');
SELECT * FROM traincost.variance('invoice', cost => 'billed');
SELECT * FROM traincost.variance('invoice', through => 'infinity');
SELECT * FROM traincost.variance('invoice', reporting_currency => 'euro');
-- spelled otherwise: each lacking name once, the nearest beside it; another number is another run
CREATE TABLE spelled AS SELECT * FROM invoice;
UPDATE spelled SET "Tags" = '{"run_id": "RUN_7"}' WHERE "ChargePeriodStart" = '2026-09-15';
UPDATE spelled SET "SkuPriceId" = 'H100-80GB-SXM/Lambda/on-demand' WHERE "ChargePeriodStart" = '2026-10-01';
UPDATE spelled SET "RegionId" = 'us-esat-1' WHERE "ChargePeriodStart" = '2026-10-15';
UPDATE spelled SET "PricingUnit" = 'gpu hours' WHERE "ChargePeriodStart" = '2026-12-01';
UPDATE spelled SET "Tags" = '{"run_id": "run-9"}' WHERE "ChargePeriodStart" = '2026-09-01';
SELECT run_id, month, charge, match, explanation FROM traincost.variance('spelled') WHERE run_id ILIKE 'run%' ORDER BY month, run_id COLLATE "C", match, explanation COLLATE "C";
-- tags that are no JSON name no run; null written as a word is NULL
CREATE TABLE words AS SELECT "EffectiveCost"::text AS effective_cost, coalesce("PricingQuantity"::text, 'NULL') AS pricing_quantity, "PricingUnit" AS pricing_unit, "BillingCurrency" AS billing_currency,
    to_char("ChargePeriodStart", 'YYYY-MM-DD HH24:MI:SS') AS charge_period_start, "ProviderName" AS provider_name, coalesce("SkuPriceId", 'null') AS sku_price_id, "RegionId" AS region_id, replace("Tags"::text, '"team"', 'run_id') AS tags FROM invoice;
SELECT run_id, sum(actual_cost), count(sku_price_id) FROM traincost.variance('words', 'plan') GROUP BY run_id ORDER BY run_id;
-- a rate in either direction, by day; the row in this direction counts first
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2026-01-01', 1.25), ('USD', 'EUR', '2026-02-01', 0.5), ('EUR', 'USD', '2026-02-01', 1.6);
SELECT d::date, traincost.exchange_rate('EUR', 'USD', d::date) AS eur, traincost.exchange_rate('USD', 'EUR', d::date) AS usd, traincost.exchange_rate('USD', 'USD', d::date) AS same
FROM unnest('{2025-12-31,2026-01-01,2026-02-01}'::date[]) AS d;
SELECT traincost.exchange_rate('EUR', 'CHF', '2026-02-01') AS none;
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', 'infinity', 1);
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'EUR', '2026-01-01', 1);
DROP TABLE words;
DROP VIEW plan;
DROP TABLE broken, reversed, endless, spelled, invoice;
-- tags as clouds write them
SELECT tags, traincost._tag_of_list(tags, 'run_id') AS run_id
FROM unnest(ARRAY['[{"key": "run_id", "value": "run-1"}, {"key": "team", "value": "x"}]', '"team": "x","run_id": "run-1"', ' {"run_id": "run-1"}', '[1, {"run_id": "run-1"}, {"key": "run_id"}]', '[{"key": "run_id", "value": "run-1"}', 'run_id', '"run_id"', '[]']) AS t (tags);
CREATE TEMPORARY TABLE tagged (charge_period_start timestamptz, effective_cost numeric, pricing_quantity numeric, pricing_unit text, billing_currency text, service_provider_name text, sku_price_id text, region_id text, tags text);
INSERT INTO tagged SELECT '2026-09-01 00:00Z', 10, 4, 'GPU-Hours', CASE n WHEN 4 THEN 'usd' ELSE 'USD' END, 'aws', 'k', 'r', t FROM unnest(ARRAY['{"run_id": "run-1"}', '[{"key": "run_id", "value": "run-1"}]', '"run_id": "run-1"', '{"run_id": "run-1"}', '{"run_id": ["run-1"']) WITH ORDINALITY AS t (t, n);
SELECT match, run_id, currency, actual_cost, est_cost, explanation FROM traincost.variance('tagged', 'tagged') ORDER BY run_id, currency COLLATE "C";
CREATE TEMPORARY TABLE tagged_plan AS SELECT t.*, 'run-1' AS run_id FROM tagged AS t LIMIT 1;
SELECT match, run_id, currency, explanation FROM traincost.variance('tagged', 'tagged_plan') ORDER BY run_id, currency COLLATE "C";
DROP EXTENSION traincost;
