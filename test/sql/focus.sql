--
-- focus: plans as FOCUS cost rows
-- If this fails, estimates stand beside invoices with other sums, months or
-- signs than the plan's bill has, or an importer refuses the export.
--
SET DateStyle = ISO;
CREATE EXTENSION traincost;
-- rented over three months, bought and amortised, unpriced, no length, nothing to pay, the latest prices
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, ownership, usd_per_gpu, data_usd, labor_usd, acquisition_usd, cleaning_usd,
    annotation_items, annotation_hours_per_item, annotation_usd_per_hour, storage_gb, storage_months, people, people_months, usd_per_person_month, as_of) VALUES
    ('own', 1, 'pre-training', 1e24, 512, 'buy', 30000, 12.34, 2e6, 1000, 500.55, 333, 0.1, 17.77, 4749, 3, 2.5, 4, 15000, '2026-09-01'),
    ('own', 2, 'tuning', 1e21, 64, 'amortize', 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1234, NULL, NULL, NULL, NULL, '2026-09-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, ownership, provider, price_kind, usd_per_gpu_hour, usd_per_gpu, region, as_of) VALUES
    ('rent', 1, 'pre-training', 1e24, 'H100-80GB-SXM', 512, NULL, 'lambda', NULL, 2.345678, NULL, 'aws/us-east-1', '2026-09-15'),
    ('rent', 2, 'tuning', 1e21, 'H100-80GB-SXM', NULL, NULL, 'lambda', 'spot', 1.1, NULL, 'US', '2026-09-15'),
    ('rent', 3, 'nothing', 0, 'H100-80GB-SXM', 8, NULL, 'lambda', NULL, 2, NULL, NULL, '2026-09-15'),
    ('gaps', 1, 'unpriced', 1e21, 'H100-80GB-SXM', 8, NULL, NULL, NULL, NULL, NULL, NULL, '1999-09-15'),
    ('gaps', 2, 'unpriced and unknown', NULL, 'H100-80GB-SXM', 8, NULL, NULL, NULL, NULL, NULL, NULL, '1999-09-15'),
    ('gaps', 3, 'bought, work unknown', NULL, 'H100-80GB-SXM', 8, 'buy', NULL, NULL, NULL, 30000, NULL, '1999-09-15'),
    ('long', 1, 'for ever', 1e28, 'H100-80GB-SXM', 1, NULL, NULL, NULL, 2, NULL, NULL, '2026-09-15'),
    ('long', 2, 'after it', 1e20, 'H100-80GB-SXM', 1, NULL, NULL, NULL, 2, NULL, NULL, '2026-09-15'),
    ('moments', 1, 'of a second', 1e12, 'H100-80GB-SXM', 1, NULL, NULL, NULL, 2, NULL, NULL, '2026-09-30'),
    ('latest', 1, 'prices', 1e21, 'H100-80GB-SXM', 8, NULL, NULL, NULL, 2, NULL, NULL, NULL);
SELECT charge_period_start AT TIME ZONE 'UTC' AS from, charge_period_end AT TIME ZONE 'UTC' AS to, charge_category, charge_description, pricing_quantity, pricing_unit, list_unit_price, billed_cost, effective_cost
FROM traincost.focus_estimate WHERE x_scenario = 'rent' ORDER BY charge_period_start;
SELECT charge_period_start AT TIME ZONE 'UTC' AS from, charge_category, sku_price_id, pricing_quantity, pricing_unit, list_unit_price, billed_cost, effective_cost
FROM traincost.focus_estimate WHERE x_scenario = 'own' ORDER BY charge_period_start, sku_price_id COLLATE "C", charge_category;
-- the whole of a row, and what the other columns hold
\x on
SELECT * FROM traincost.focus_estimate_export WHERE "x_Scenario" = 'rent' AND "ChargePeriodStart" = '2026-09-15T00:00:00Z';
\x off
SELECT DISTINCT service_category, service_subcategory, service_name, sku_id, pricing_category, region_id, charge_frequency
FROM traincost.focus_estimate WHERE x_scenario IN ('own', 'rent') ORDER BY 1, 2, 3, 4, 5, 6, 7;
-- no length, ten years, a moment: one row until the end of a month; unknown work is bought but not used
SELECT charge_period_start AT TIME ZONE 'UTC' AS from, charge_period_end AT TIME ZONE 'UTC' AS to, charge_category, charge_description, pricing_quantity, effective_cost
FROM traincost.focus_estimate WHERE x_scenario IN ('gaps', 'long', 'moments') ORDER BY x_scenario, charge_period_start, charge_description COLLATE "C", charge_category;
SELECT x_estimate_id = 'latest@' || to_char((now() AT TIME ZONE 'UTC')::date, 'YYYY-MM-DD') AS today, x_as_of = (now() AT TIME ZONE 'UTC')::date AS prices FROM traincost.focus_estimate WHERE x_scenario = 'latest';
-- both costs sum exactly to the plan's total
SELECT p.pipeline, p.total_usd, sum(f.effective_cost) - p.total_usd AS effective, sum(f.billed_cost) - p.total_usd AS billed,
       bool_and(f.list_unit_price * f.pricing_quantity = f.list_cost AND f.contracted_unit_price * f.pricing_quantity = f.contracted_cost) AS identity
FROM traincost.pipeline_estimate AS p JOIN traincost.focus_estimate AS f ON f.x_scenario = p.pipeline
GROUP BY p.pipeline, p.total_usd ORDER BY p.pipeline COLLATE "C";
-- list cost is that of a row's share but for its own rounding
SELECT count(*) FILTER (WHERE abs(list_cost - greatest(billed_cost, effective_cost)) > list_unit_price * 0.0001 + pricing_quantity * 0.0000005 + 0.00015) AS too_far, count(list_cost) AS priced
FROM traincost.focus_estimate;
SELECT * FROM traincost.focus_coverage ORDER BY pipeline COLLATE "C";
-- every time zone gives the same file
SELECT md5(string_agg(e::text, E'\n' ORDER BY e::text)) AS utc FROM traincost.focus_estimate_export AS e WHERE "x_Scenario" <> 'latest' \gset
SET TimeZone = 'America/New_York';
SELECT md5(string_agg(e::text, E'\n' ORDER BY e::text)) = :'utc' AS same FROM traincost.focus_estimate_export AS e WHERE "x_Scenario" <> 'latest';
SET TimeZone = 'Pacific/Chatham';
SELECT md5(string_agg(e::text, E'\n' ORDER BY e::text)) = :'utc' AS same FROM traincost.focus_estimate_export AS e WHERE "x_Scenario" <> 'latest';
RESET TimeZone;
-- the account and the company are the user's
SET traincost.billing_account = 'Acme AI';
SET traincost.company = 'Acme';
SELECT DISTINCT billing_account_id, billing_account_name, service_provider_name, sku_price_id FROM traincost.focus_estimate WHERE x_scenario = 'own' AND sku_id = 'electricity';
RESET traincost.billing_account;
RESET traincost.company;
-- a period at its months
SELECT m.month_start AT TIME ZONE 'UTC' AS month, m.period_start AT TIME ZONE 'UTC' AS from, m.period_end AT TIME ZONE 'UTC' AS to, round(m.since, 4) AS since, round(m.until, 4) AS until
FROM traincost.month_share('2026-01-31 12:00+00', '2026-03-01 00:00+00') AS m;
SELECT count(*) FROM traincost.month_share('2026-01-31', '2026-01-31'), LATERAL (SELECT) AS nothing
UNION ALL SELECT count(*) FROM traincost.month_share('2026-01-31', 'infinity') UNION ALL SELECT count(*) FROM traincost.month_share('-infinity', '2026-01-31');
-- the checks find nothing in either view
SELECT count(*) AS rules, count(bad_rows) AS checked, sum(bad_rows) AS bad_rows FROM traincost.focus_check('traincost.focus_estimate');
SELECT count(*) AS rules, sum(bad_rows) AS bad_rows FROM traincost.focus_check('traincost.focus_estimate_export');
-- a requirement reads as a sentence would: no word twice
SELECT rule, requirement FROM traincost.focus_check('traincost.focus_estimate') WHERE requirement ~ '\m(\w+) \1\M';
-- other tables: lacking columns, columns of other types and casings, odd names, no table at all
CREATE TABLE "It's ""odd""" AS
SELECT "EffectiveCost"::float8 AS effectivecost, "ChargePeriodStart"::timestamptz AS "chargeperiodstart", "Tags"::jsonb AS tags, 'x'::text AS note FROM traincost.focus_estimate_export WHERE "x_Scenario" = 'rent';
SELECT rule, level, bad_rows, money, example FROM traincost.focus_check('"It''s ""odd"""') WHERE bad_rows > 0;
SELECT rule, requirement, example FROM traincost.focus_check('"It''s ""odd"""') WHERE bad_rows IS NULL AND rule LIKE 'List%';
SELECT count(*) AS rules, sum(bad_rows) AS bad FROM traincost.focus_check('"It''s ""odd"""');
CREATE TABLE empty ();
SELECT rule, bad_rows FROM traincost.focus_check('empty') WHERE bad_rows > 0 ORDER BY rule COLLATE "C" LIMIT 3;
SELECT count(*) FROM traincost.focus_check(NULL);
SELECT * FROM traincost.focus_check('traincost.gpu_pkey');
SELECT * FROM traincost.focus_check('nothing of the kind');
SELECT value, traincost._focus_mask('j', value) = 0 AS kept FROM (VALUES ('{}'), ('{"a": "b", "c":1.5e3 ,"d":null}'), ('{"a": "\u00e9\""}'), ('{"a": {}}'), ('{"a": [1]}'), ('{"a": 1,}'), ('{a: 1}'), ('[1]'), ('1'), ('')) AS j (value);
-- which values break which forms; what is no text is asked whether it is null, and finite
SELECT v.form, string_agg(v.value, ', ' ORDER BY v.no) FILTER (WHERE traincost._focus_mask(v.form, v.value) = 1) AS breaks, string_agg(v.value, ', ' ORDER BY v.no) FILTER (WHERE traincost._focus_mask(v.form, v.value) = 0) AS keeps
FROM (SELECT f.form, w.* FROM unnest('{b,n,a,t,j,p,e}'::text[]) AS f (form),
      unnest('{"", " ", "1", "-1.5e-3", "+2", " 3 ", ".5", "1,000.00", "1e", "2026-02-28T23:59:59Z", "2026-02-29T00:00:00Z", "{\"a\": 1}", "N/A", "-"}'::text[]) WITH ORDINALITY AS w (value, no)) AS v
GROUP BY v.form ORDER BY v.form;
SELECT traincost._focus_mask('effffff', NULL::int, NULL::numeric, 'NaN'::numeric, 1.5, 'infinity'::timestamptz, 'NaN'::float8, '-infinity'::date) AS mask, traincost._focus_mask(NULL, 1) AS unknown;
SELECT traincost._focus_mask('x', 'a'::text);
SELECT traincost._focus_mask('n', 1);
SELECT traincost._focus_mask('n', 'a'::text, 'b'::text);
SELECT traincost._focus_mask('n', VARIADIC '{a}'::text[]);
SELECT value, traincost._focus_number(value) FROM unnest('{1.50, " +2e3 ", -.5, "", abc, 1e400, NaN}'::text[]) AS n (value);
SELECT traincost._finite_number('NaN') AS nan, traincost._finite_number(2.50) AS finite;
-- as the caller
CREATE ROLE traincost_clerk;
SET ROLE traincost_clerk;
-- before 14 the context has another query
\set SHOW_CONTEXT never
SELECT * FROM traincost.focus_check('empty');
\set SHOW_CONTEXT errors
RESET ROLE;
DROP ROLE traincost_clerk;
DROP TABLE "It's ""odd""", empty;
-- stages of one name, of which one has no known hours; a tiny one; a free one
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, bought_gpus, ownership, as_of) VALUES
    ('edge', 1, 'tune', 1e21, 'H100-80GB-SXM', 64, NULL, 'buy', '2026-09-01'), ('edge', 2, 'tune', NULL, 'H100-80GB-SXM', 64, 64, 'buy', '2026-09-01'),
    ('edge', 3, 'tiny', 1e15, 'H100-80GB-SXM', 1000, 1000, 'buy', '2026-09-01'), ('edge', 4, 'tinier', 1e6, 'H100-80GB-SXM', 1000, 1000, 'buy', '2026-09-01'),
    ('free', 1, 'nothing', 0, NULL, NULL, NULL, 'rent', '2026-09-01');
SET standard_conforming_strings = off;
SELECT rule, bad_rows, example FROM traincost.focus_check('traincost.focus_estimate') WHERE bad_rows > 0;
RESET standard_conforming_strings;
SELECT pipeline, rows > 0 AS rows, exported_usd FROM traincost.focus_coverage WHERE pipeline IN ('edge', 'free') ORDER BY pipeline;
SELECT x_workload_phase, sum(billed_cost) AS billed, sum(effective_cost) AS effective FROM traincost.focus_estimate WHERE x_scenario = 'edge' AND x_workload_phase LIKE 'tin%' GROUP BY 1 ORDER BY 1;
-- all runs, not the final one alone, fill the days that are charged
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, usd_per_gpu_hour, run_multiplier, as_of)
VALUES ('many runs', 1, 'pre-training', 1e23, 256, 2, 3, '2026-09-01'), ('many runs', 2, 'tuning', 1e22, 64, 2, NULL, '2026-09-01');
SELECT s.stage, round((s.all_runs_days / s.days)::numeric, 9) AS runs, round((s.gpu_hours / s.gpus / 24 / s.all_runs_days)::numeric, 9) AS same,
       round((extract(epoch FROM max(f.charge_period_end) - min(f.charge_period_start)) / 86400 / s.all_runs_days::numeric)::numeric, 4) AS charged
FROM traincost.stage_estimate AS s JOIN traincost.focus_estimate AS f ON f.x_scenario = s.pipeline AND f.x_workload_phase = s.stage
WHERE s.pipeline = 'many runs' GROUP BY s.stage_no, s.stage, s.all_runs_days, s.days, s.gpu_hours, s.gpus ORDER BY s.stage_no;
SELECT round((p.all_runs_days - sum(s.all_runs_days))::numeric, 9) = 0 AS adds_up FROM traincost.pipeline_estimate AS p JOIN traincost.stage_estimate AS s USING (pipeline)
WHERE pipeline = 'many runs' GROUP BY p.all_runs_days;
DROP EXTENSION traincost;
