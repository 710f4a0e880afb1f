-- variance: whatever the bill holds, the effects of all rows are the whole
-- difference, and each kind of charge has its own cause.
BEGIN;
SELECT plan(63);

-- bills of 5,000 random charges: five categories, corrections, commitments, split
-- periods, two currencies, quantities missing, zero, negative; some in the plan's names
CREATE FUNCTION pg_temp.bill(seed float8, rows int) RETURNS TABLE (
    billed_cost numeric, effective_cost numeric, list_cost numeric, contracted_cost numeric, pricing_quantity numeric, pricing_unit text, billing_currency text,
    charge_period_start timestamptz, charge_period_end timestamptz, charge_category text, charge_class text, charge_frequency text,
    commitment_discount_id text, commitment_discount_status text, service_provider_name text, sku_price_id text, region_id text, tags jsonb)
LANGUAGE sql AS $$
    SELECT setseed($1);
    SELECT CASE WHEN n % 7 = 0 THEN 0 ELSE round((1000 * random() - 200)::numeric, 2 + n % 9) END, round((1000 * random() - 200)::numeric, n % 11),
           round((1000 * random())::numeric, 4), round((1000 * random())::numeric, 10),
           CASE WHEN n % 9 > 0 THEN round((100 * random() - CASE WHEN n % 11 = 0 THEN 100 ELSE 0 END)::numeric, n % 5) END,
           CASE WHEN random() < 0.8 THEN 'GPU-Hours' ELSE 'GPUs' END, CASE WHEN random() < 0.7 THEN 'USD' ELSE 'EUR' END, t.starts,
           CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN t.starts ELSE t.starts + interval '100 days' * random() END,
           (ARRAY['Usage', 'Usage', 'Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment', NULL, 'usage', 'Rent'])[1 + (10 * random())::int % 10],
           CASE WHEN random() < 0.1 THEN 'Correction' END, CASE WHEN random() < 0.1 THEN 'One-Time' ELSE 'Usage-Based' END,
           CASE WHEN random() < 0.3 THEN 'deal-1' END, CASE WHEN random() < 0.3 THEN (ARRAY['Used', 'Unused'])[1 + n % 2] END,
           (ARRAY['lambda', 'aws', NULL])[1 + (3 * random())::int % 3], 'sku-' || (5 * random())::int, (ARRAY['us-east-1', NULL])[1 + n % 2],
           CASE WHEN random() < 0.9 THEN jsonb_build_object('run_id', 'run-' || (6 * random())::int) END
    FROM generate_series(1, $2) AS n, LATERAL (SELECT timestamptz '2026-01-01 00:00+00' + interval '300 days' * random() + n * interval '0 second' AS starts) AS t
$$;
CREATE TEMPORARY TABLE actual AS SELECT * FROM pg_temp.bill(0.1, 5000);
CREATE TEMPORARY TABLE plan AS SELECT * FROM pg_temp.bill(0.2, 500);
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2025-12-01', 1.1), ('USD', 'EUR', '2026-03-17', 0.9), ('EUR', 'USD', '2026-06-01', 1.234567);

CREATE TEMPORARY TABLE result (cost text, currency text, rows bigint, unequal bigint, actual numeric, planned numeric, effects numeric, pairs bigint);
DO $$
DECLARE
    mode text;
    money text;
    last date;
BEGIN
    FOREACH mode IN ARRAY '{billed,effective,list,contracted}'::text[] LOOP
        FOREACH money IN ARRAY ARRAY[NULL, 'USD', 'EUR'] LOOP
            FOREACH last IN ARRAY ARRAY[NULL, '2026-05-13'::date] LOOP
                INSERT INTO result
                SELECT mode || coalesce(' through ' || last, ''), money, count(*),
                       count(*) FILTER (WHERE s.effects IS DISTINCT FROM v.actual_cost - v.est_cost), sum(v.actual_cost), sum(v.est_cost), sum(s.effects),
                       -- two effects of one row that undo each other though a side has no quantity
                       count(*) FILTER (WHERE v.match <> 'matched' AND (v.price_effect <> 0 OR v.joint_effect <> 0 OR v.rounding_effect <> 0))
                FROM traincost.variance('actual', 'plan', cost => mode, through => last, reporting_currency => money) AS v
                CROSS JOIN LATERAL (SELECT v.price_effect + v.quantity_effect + v.joint_effect + v.currency_effect + v.purchase_effect + v.commitment_effect + v.unused_commitment_effect + v.credit_effect
                                           + v.refund_effect + v.adjustment_effect + v.tax_effect + v.rounding_effect + v.other_effect AS effects) AS s;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;
SELECT is(sum(unequal), 0::numeric, 'the effects of every row sum exactly to its difference, in every mode, currency and cut') FROM result;
SELECT is(sum(pairs), 0::numeric, 'a charge without a partner has no effects that undo each other') FROM result;
SELECT is((SELECT actual FROM result WHERE cost = 'billed' AND currency IS NULL), (SELECT sum(billed_cost) FROM actual), 'billed cost: nothing is lost, split or not');
SELECT is((SELECT actual FROM result WHERE cost = 'effective' AND currency IS NULL), (SELECT sum(effective_cost) FROM actual), 'effective cost: nothing is lost');
SELECT is((SELECT actual FROM result WHERE cost = 'list' AND currency IS NULL), (SELECT sum(list_cost) FROM actual), 'list cost: nothing is lost');
SELECT is((SELECT planned FROM result WHERE cost = 'contracted' AND currency IS NULL), (SELECT sum(contracted_cost) FROM plan), 'contracted cost: nothing of the plan is lost');
SELECT is((SELECT count(*) FROM result WHERE actual IS NULL OR planned IS NULL), 0::bigint, 'every mode knows its sums');

-- a day's rate counts for a charge of that day
SELECT ok(abs((SELECT sum(actual_cost) FROM traincost.variance('actual', 'plan', cost => 'billed', reporting_currency => 'EUR') WHERE charge = 'purchase') -
          (SELECT sum(billed_cost * CASE WHEN billing_currency = 'EUR' THEN 1 WHEN charge_period_start < '2026-03-17 00:00+00' THEN round(1 / 1.1, 12)
                                         WHEN charge_period_start < '2026-06-01 00:00+00' THEN 0.9 ELSE round(1 / 1.234567, 12) END)
           FROM actual WHERE charge_category = 'Purchase' AND charge_class IS NULL AND commitment_discount_id IS NULL AND coalesce(commitment_discount_status, '') <> 'Unused')) < 1e-8,
          'currencies are converted at the rate of the charge''s day, to ten decimals of a row');
DELETE FROM traincost.currency_rate;
SELECT is((SELECT sum(charges) FROM traincost.variance_summary('actual', 'plan', reporting_currency => 'CHF') WHERE cause = 'unknown'),
          (SELECT count(*)::numeric FROM traincost.variance('actual', 'plan', reporting_currency => 'CHF')), 'without a rate all is unknown, never 1 : 1');
SELECT is((SELECT count(DISTINCT explanation) FROM traincost.variance('actual', 'plan', reporting_currency => 'CHF') WHERE explanation !~ '^no rate of (USD|EUR) in CHF on 202[67]'), 0::bigint, 'the missing rate is named');
SELECT results_eq('SELECT currency, sum(effect) FROM traincost.variance_summary(''actual'', ''plan'') GROUP BY currency ORDER BY currency',
                  $$SELECT c, (SELECT sum(effective_cost) FROM actual WHERE billing_currency = c) - (SELECT sum(effective_cost) FROM plan WHERE billing_currency = c) FROM unnest('{EUR,USD}'::text[]) AS c$$,
                  'currencies are kept apart, and the summary is the whole difference of each');

-- one charge of each kind on top of a bill that is as planned: one cause, the whole amount, its run and month
CREATE TEMPORARY TABLE as_planned AS
SELECT 'run-1'::text AS run_id, timestamptz '2026-09-01 00:00+00' AS charge_period_start, timestamptz '2026-10-01 00:00+00' AS charge_period_end, 2500::numeric AS billed_cost, 2500::numeric AS effective_cost,
       1000::numeric AS pricing_quantity, 'GPU-Hours'::text AS pricing_unit, 'USD'::text AS billing_currency, 'lambda'::text AS service_provider_name, 'H100/lambda/on_demand'::text AS sku_price_id,
       'us-east-1'::text AS region_id, 'Usage'::text AS charge_category, NULL::text AS charge_class, NULL::text AS commitment_discount_id, NULL::text AS commitment_discount_status;
CREATE FUNCTION pg_temp.causes(change text, cost text DEFAULT 'billed') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    causes text;
BEGIN
    CREATE TEMPORARY TABLE bill AS SELECT * FROM as_planned;
    EXECUTE change;
    SELECT string_agg(concat_ws(' ', cause, trim_scale(effect), to_char(month, 'MM')), ', ' ORDER BY month, cause) INTO causes
    FROM traincost.variance_summary('bill', 'as_planned', cost => $2);
    DROP TABLE bill;
    RETURN causes;
END $$;
SELECT is(pg_temp.causes(format('INSERT INTO bill SELECT run_id, charge_period_start, charge_period_end, %s FROM bill', c.row), c.mode), c.causes, c.what)
FROM (VALUES
    ('a credit with a quantity is a credit, no price cut and no fewer hours', '-100, -100, -40, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id, ''Credit'', NULL, NULL, NULL', 'billed', 'credit -100 09'),
    ('a refund', '-100, -100, -40, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id, ''Usage'', ''Correction'', NULL, NULL', 'billed', 'refund -100 09'),
    ('a tax', '250, 250, NULL, NULL, billing_currency, service_provider_name, NULL, NULL, ''Tax'', NULL, NULL, NULL', 'billed', 'tax 250 09'),
    ('an adjustment', '0.01, 0.01, NULL, NULL, billing_currency, service_provider_name, NULL, NULL, ''Adjustment'', NULL, NULL, NULL', 'billed', 'adjustment 0.01 09'),
    ('unused commitment hours are not worked', '0, 300, 150, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id, ''Usage'', NULL, ''deal'', ''Unused''', 'effective', 'unused commitment 300 09'),
    ('a commitment''s purchase, in cash', '900, 0, 1, ''Units'', billing_currency, service_provider_name, ''deal'', region_id, ''Purchase'', NULL, ''deal'', NULL', 'billed', 'commitment 900 09'),
    ('an unplanned purchase', '9000, 0, 3, ''GPUs'', billing_currency, service_provider_name, ''H100/own/purchase'', region_id, ''Purchase'', NULL, NULL, NULL', 'billed', 'purchase 9000 09'),
    ('more hours', '250, 250, 100, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id, ''Usage'', NULL, NULL, NULL', 'billed', 'quantity 250 09')
) AS c (what, row, mode, causes);
SELECT is(pg_temp.causes('UPDATE bill SET charge_period_end = ''2026-10-31 00:00+00'''), 'quantity -1250 09, quantity 1250 10', 'a row over two months counts in both, by its days');
SELECT is(pg_temp.causes('UPDATE bill SET billed_cost = 0, commitment_discount_id = ''deal'', commitment_discount_status = ''Used'''), 'commitment -2500 09', 'cash: hours that a commitment covers are no price cut');
SELECT is(pg_temp.causes('UPDATE bill SET billed_cost = 2000'), 'price -500 09', 'a lower price is a price effect');
SELECT is(pg_temp.causes('UPDATE bill SET pricing_quantity = NULL, billed_cost = 2400'), 'quantity -100 09', 'a quantity that is missing takes the plan''s price');
SELECT is(pg_temp.causes('INSERT INTO bill SELECT run_id, charge_period_start, timestamptz ''2026-10-31 00:00+00'', 600, 600, 1, ''Units'', billing_currency, service_provider_name, ''support'', region_id, ''Purchase'' FROM bill'),
          'purchase 600 09', 'what is bought at once is of the day it starts');
ALTER TABLE as_planned ADD charge_frequency text;
SELECT is(pg_temp.causes('INSERT INTO bill SELECT run_id, charge_period_start, timestamptz ''2026-10-31 00:00+00'', 600, 600, 1, ''Units'', billing_currency, service_provider_name, ''support'', region_id, ''Purchase'', NULL, NULL, NULL, ''Recurring'' FROM bill'),
          'purchase 300 09, purchase 300 10', 'what recurs is of its days');
-- one instance of eight GPUs is one hour on the bill
CREATE TEMPORARY TABLE by_instance AS SELECT * FROM as_planned;
UPDATE by_instance SET pricing_quantity = 130, billed_cost = 2600;
SELECT is((SELECT explanation FROM traincost.variance('by_instance', 'as_planned')), 'a unit costs 8 times the planned one: billed per instance of 8 GPUs?', 'a price per instance is said to look like one') ;
UPDATE by_instance SET pricing_quantity = 1100, billed_cost = 3600;
SELECT is((SELECT explanation FROM traincost.variance('by_instance', 'as_planned')), NULL, 'and no other');

-- amounts in cents are rounded ones: no other price
SELECT is(pg_temp.causes('UPDATE bill SET pricing_quantity = 999.998, billed_cost = 2500'), 'quantity -0.005 09, rounding 0.005 09', 'a bill in cents is rounded, not dearer');
SELECT is(pg_temp.causes('UPDATE bill SET billed_cost = 2500.008'), 'price 0.008 09', 'one that is not in cents is dearer by what the plan''s cents do not explain');
SELECT is(pg_temp.causes('UPDATE bill SET billed_cost = 2500.02'), 'price 0.02 09', 'two cents more are dearer');
-- rows too small for their cents: what rounding explains of each row is rounding, what it does not is dearer
CREATE FUNCTION pg_temp.small_rows(currency text, price numeric, digits int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    causes text;
BEGIN
    CREATE TEMPORARY TABLE planned AS SELECT * FROM as_planned;
    UPDATE planned SET billing_currency = $1;
    CREATE TEMPORARY TABLE bill AS
    SELECT p.run_id, p.charge_period_start + n * interval '120 s' AS charge_period_start, p.charge_period_start + n * interval '120 s' + interval '120 s' AS charge_period_end, q.hours AS pricing_quantity, p.pricing_unit,
           p.billing_currency, p.service_provider_name, p.sku_price_id, p.region_id, p.charge_category, round(q.hours * $2, $3) AS billed_cost
    FROM planned AS p, generate_series(0, 19999) AS n, LATERAL (SELECT round(0.03 + 0.04 * (n % 8) * (n % 8) / 49.0, 6) AS hours) AS q;
    UPDATE planned SET pricing_quantity = (SELECT sum(b.pricing_quantity) FROM bill AS b), billed_cost = 2.5 * (SELECT sum(b.pricing_quantity) FROM bill AS b);
    SELECT string_agg(s.cause, ', ' ORDER BY s.cause) INTO causes
    FROM traincost.variance_summary('bill', 'planned', cost => 'billed') AS s WHERE abs(s.effect) > 0.02;
    DROP TABLE bill, planned;
    RETURN causes;
END $$;
SELECT is(pg_temp.small_rows('USD', 2.5, 2), 'rounding', 'rows of a few cents are rounded one by one');
SELECT is(pg_temp.small_rows('USD', 2.75, 2), 'price', 'and what their rounding does not explain is a price, however many they are');
SELECT is(pg_temp.small_rows('JPY', 2.5, 0), 'rounding', 'an amount in yen is rounded to whole yen');
SELECT is(pg_temp.small_rows('KWD', 2.5, 3), 'rounding', 'one in dinars to a thousandth');
SELECT is(pg_temp.small_rows('KWD', 2.52, 3), 'price', 'which explains less');
-- a run under another spelling of the tag
CREATE TEMPORARY TABLE tagged AS SELECT charge_period_start, charge_period_end, billed_cost, pricing_quantity, pricing_unit, billing_currency, service_provider_name, sku_price_id, region_id, charge_category, ''::text AS tags FROM as_planned;
CREATE FUNCTION pg_temp.why_no_run(tags text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tagged SET tags = $1;
    RETURN (SELECT v.explanation FROM traincost.variance('tagged', 'as_planned', cost => 'billed') AS v WHERE v.match = 'actual only');
END $$;
SELECT is(pg_temp.why_no_run(t.tags), 'not planned: the row names no run' || t.more, 'tags ' || t.tags)
FROM (VALUES ('{"user:run_id": "run-1"}', ', but has a tag "user:run_id": run_tag may name it'), ('"RunId" : "run-1"', ', but has a tag "RunId": run_tag may name it'), ('{"team": "a", "lab\\run id": 1}', ', but has a tag "lab\\run id": run_tag may name it'), ('{"runner": "a"}', ''), ('', ''), ('[1,', '')) AS t (tags, more);
-- shipped examples are no plans of a company, unless the bill names one
CREATE TEMPORARY TABLE own_bill AS SELECT * FROM as_planned;
SELECT is((SELECT string_agg(DISTINCT run_id, ', ') FROM traincost.variance('own_bill', cost => 'billed')), 'run-1', 'an example that is shipped is not missing on a bill');
UPDATE own_bill SET run_id = 'assistant-100B';
SELECT is((SELECT sum(est_cost) FROM traincost.variance('own_bill', cost => 'billed')), (SELECT total_usd FROM traincost.pipeline_estimate WHERE pipeline = 'assistant-100B'), 'one that the bill names counts');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, provider, usd_per_gpu_hour, starts_on, as_of) VALUES ('own', 1, 'pre-training', 1e22, 'H100-80GB-SXM', 64, 0.4, 'lambda', 2.5, '2026-09-01', '2026-09-01');
SELECT is((SELECT string_agg(DISTINCT run_id, ', ') FROM traincost.variance('own_bill', cost => 'billed')), 'assistant-100B, own', 'and so does every plan of one''s own');
INSERT INTO traincost.plan (pipeline, status) VALUES ('own', 'cancelled');
SELECT is((SELECT string_agg(DISTINCT run_id, ', ') FROM traincost.variance('own_bill', cost => 'billed')), 'assistant-100B', 'but not one that is cancelled');
UPDATE own_bill SET run_id = 'own';
SELECT is((SELECT sum(est_cost) FROM traincost.variance('own_bill', cost => 'billed')), (SELECT total_usd FROM traincost.pipeline_estimate WHERE pipeline = 'own'), 'unless it was billed');
-- the table of budgets may be closed to those who read bills
CREATE ROLE reads_bills;
GRANT SELECT ON own_bill TO reads_bills;
REVOKE SELECT ON traincost.plan FROM PUBLIC;
CREATE FUNCTION pg_temp.rows_for_reader() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    rows bigint;
BEGIN
    SET LOCAL ROLE reads_bills;
    SELECT count(*) INTO rows FROM traincost.variance('own_bill', cost => 'billed');
    RESET ROLE;
    RETURN rows;
END $$;
SELECT ok(pg_temp.rows_for_reader() > 0, 'who may not read table plan has the variance of a bill all the same');
GRANT SELECT ON traincost.plan TO PUBLIC;
DELETE FROM traincost.plan WHERE pipeline = 'own';
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'own';
-- a plan names the grid, the world or nothing; the bill the cloud's region
CREATE FUNCTION pg_temp.places(planned text, billed text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    places text;
BEGIN
    CREATE TEMPORARY TABLE bill AS SELECT * FROM as_planned;
    CREATE TEMPORARY TABLE planned AS SELECT * FROM as_planned;
    UPDATE bill SET region_id = $2;
    UPDATE planned SET region_id = $1;
    SELECT string_agg(concat_ws(' ', v.match, coalesce(v.region, 'nowhere') || ':', v.explanation), '; ' ORDER BY v.match COLLATE "C") INTO places FROM traincost.variance('bill', 'planned', cost => 'billed') AS v;
    DROP TABLE bill, planned;
    RETURN places;
END $$;
SELECT is(pg_temp.places(c.planned, c.billed), c.places, concat_ws(' ', 'planned in', coalesce(c.planned, 'no region') || ', billed in', coalesce(c.billed, 'none')))
FROM (VALUES ('SE', 'eu-north-1', 'matched SE: billed in region "eu-north-1"'), ('SE', 'europe-north2', 'matched SE: billed in region "europe-north2"'), ('US', 'us-east-1', 'matched US: billed in region "us-east-1"'),
             ('WORLD', 'us-east-1', 'matched WORLD: billed in region "us-east-1"'), (NULL, 'nowhere-1', 'matched nowhere: billed in region "nowhere-1"'), ('us-east-1', NULL, 'matched us-east-1: billed without a region'),
             ('eu-north-1', 'eu-north-1', 'matched eu-north-1:'),
             ('FR', 'eu-north-1', 'actual only eu-north-1: not planned: no region "eu-north-1" but "FR"; estimate only FR: not billed: no region "FR" but "eu-north-1"')) AS c (planned, billed, places);
-- each name that differs is said, and what stands in its place
CREATE TEMPORARY TABLE renamed AS SELECT * FROM as_planned;
UPDATE renamed SET sku_price_id = 'gpu_1x_h100', region_id = 'eu-north-1', service_provider_name = 'lamda';
SELECT is((SELECT string_agg(explanation, chr(10) ORDER BY match COLLATE "C") FROM traincost.variance('renamed', 'as_planned', cost => 'billed')),
          $$not planned: no SKU price "gpu_1x_h100" but "H100/lambda/on_demand"; no region "eu-north-1" but "us-east-1"; no provider "lamda", spelled "lambda"?
not billed: no SKU price "H100/lambda/on_demand" but "gpu_1x_h100"; no region "us-east-1" but "eu-north-1"; no provider "lambda", spelled "lamda"?$$, 'a row that differs in three names says so');
-- rates that moved since the plan are a cause of their own
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2026-06-01', 1.25), ('EUR', 'USD', '2026-09-10', 1.5);
CREATE TEMPORARY TABLE in_euro AS SELECT * FROM as_planned;
UPDATE in_euro SET billing_currency = 'EUR', billed_cost = 2200, charge_period_start = '2026-09-15';
SELECT results_eq('SELECT cause, effect FROM traincost.variance_summary(''in_euro'', ''as_planned'', cost => ''billed'', reporting_currency => ''USD'') ORDER BY cause', $$VALUES ('currency', 550::numeric), ('price', 250)$$,
                  'a plan in dollars, a bill in euro: at the plan''s rate it is dearer, and the rate moved');
UPDATE as_planned SET billing_currency = 'EUR', billed_cost = 2200;
SELECT results_eq('SELECT cause, effect FROM traincost.variance_summary(''in_euro'', ''as_planned'', cost => ''billed'', reporting_currency => ''USD'') ORDER BY cause', $$VALUES ('currency', 550::numeric)$$,
                  'both in euro: the rate alone moved');
ALTER TABLE as_planned ADD x_as_of date;
UPDATE as_planned SET billing_currency = 'USD', billed_cost = 2750, x_as_of = '2026-07-01', charge_period_start = '2026-09-15';
SELECT results_eq('SELECT cause, effect FROM traincost.variance_summary(''in_euro'', ''as_planned'', cost => ''billed'', reporting_currency => ''USD'') ORDER BY cause', $$VALUES ('currency', 550::numeric)$$,
                  'the plan''s rate is that of the day of its prices');
DELETE FROM traincost.currency_rate;

-- a plan that buys its GPUs, against the seller's invoice
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, ownership, usd_per_gpu, other_hardware_share, datacenter_share, as_of)
VALUES ('own', 1, 'pre-training', 1e24, 512, 'buy', 30000, 0, 0, '2026-09-01');
CREATE TEMPORARY TABLE seller AS
SELECT charge_period_start, charge_period_end, 500 * 31000::numeric AS billed_cost, 500 * 31000::numeric AS effective_cost, 500::numeric AS pricing_quantity, pricing_unit, billing_currency,
       service_provider_name, sku_price_id, region_id, tags, charge_category
FROM traincost.focus_estimate WHERE x_scenario = 'own' AND charge_category = 'Purchase' AND billed_cost > 0;
SELECT results_eq('SELECT cause, effect FROM traincost.variance_summary(''seller'', cost => ''billed'') WHERE run_id = ''own'' AND charges = 1 AND abs(effect) > 1000 AND cause LIKE ''p%'' ORDER BY cause COLLATE "C"',
                  $$VALUES ('price', 512000::numeric), ('price and quantity', -12000)$$, 'a cluster''s invoice against its purchase: dearer by GPU, in cash');
SELECT results_eq('SELECT sum(effect) FROM traincost.variance_summary(''seller'') WHERE run_id = ''own'' AND cause = ''purchase''', 'SELECT 15500000::numeric',
                  'a cash invoice against accrual is a purchase, no price effect');
-- workers share the rows of a large table: the planner must see no limit and nothing unsafe
CREATE TABLE public.shared_bill AS SELECT * FROM actual;
CREATE FUNCTION pg_temp.steps(query text) RETURNS text LANGUAGE plpgsql
SET search_path = pg_catalog SET parallel_setup_cost = 0 SET parallel_tuple_cost = 0 SET min_parallel_table_scan_size = 0 SET enable_sort = off AS $$
DECLARE
    line text;
    steps text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP steps := steps || substring(line FROM '(Partial|Gather|Parallel Seq Scan|$)'); END LOOP;
    RETURN steps;
END $$;
-- 13 lets workers read, but not group
SELECT CASE WHEN current_setting('server_version_num')::int < 140000 THEN '^Gather(Partial)?Parallel Seq Scan$' ELSE '^GatherPartialParallel Seq Scan$' END AS shared \gset
SELECT matches(pg_temp.steps(traincost._cost_parts('public.shared_bill', false, 'billed', NULL, 'run_id', true, false)), :'shared', 'workers share the rows of a bill');
SELECT matches(pg_temp.steps(traincost._focus_check_query('public.shared_bill', '1.2', 0.01)), :'shared', 'and of a file that is checked');
SELECT * FROM finish();
ROLLBACK;
