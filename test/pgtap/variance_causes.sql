-- variance on bills whose causes are known, because the test made them: 400 runs, each
-- billed with some of the things that happen to a bill, and what each is worth.
BEGIN;
SELECT plan(10);
SELECT setseed(0.4711);

-- a run is planned in one month or two, at a price; what happens to it is drawn
CREATE TEMPORARY TABLE run AS
SELECT 'run-' || n AS run_id, (ARRAY['H100', 'A100', 'B200'])[1 + n % 3] || '/cloud ' || n % 4 || '/on_demand' AS sku, 'cloud ' || n % 4 AS provider,
       timestamptz '2026-01-01 00:00Z' + n % 11 * interval '1 month' AS starts, n % 5 = 0 AS two_months,
       round((1 + 4 * random())::numeric, 2) AS price, round((100 + 5000 * random())::numeric, 2) AS hours,
       CASE WHEN random() < 0.3 THEN round((0.5 * random() - 0.25)::numeric, 2) ELSE 0 END AS dearer, CASE WHEN random() < 0.3 THEN round((600 * random() - 90)::numeric, 2) ELSE 0 END AS more,
       CASE WHEN random() < 0.3 THEN -round((500 * random())::numeric, 2) ELSE 0 END AS credit, CASE WHEN random() < 0.3 THEN -round((500 * random())::numeric, 2) ELSE 0 END AS refund,
       CASE WHEN random() < 0.3 THEN round((500 * random())::numeric, 2) ELSE 0 END AS tax, CASE WHEN random() < 0.3 THEN round((2 * random() - 1)::numeric, 2) ELSE 0 END AS adjustment,
       CASE WHEN random() < 0.2 THEN round((900 * random())::numeric, 2) ELSE 0 END AS unused, CASE WHEN random() < 0.2 THEN round((9000 * random())::numeric, 2) ELSE 0 END AS bought,
       CASE WHEN random() < 0.2 THEN round((9000 * random())::numeric, 2) ELSE 0 END AS commitment, random() < 0.07 AS misspelt, random() < 0.07 AS never_billed, (ARRAY['USD', 'EUR'])[1 + (n % 10) / 8] AS currency
FROM generate_series(1, 400) AS n;
UPDATE run SET dearer = 0, more = 0 WHERE never_billed OR misspelt;
-- the plan: a row a month
CREATE TEMPORARY TABLE planned AS
SELECT r.run_id, r.starts + m * interval '1 month' AS charge_period_start, r.starts + (m + 1) * interval '1 month' AS charge_period_end, r.price * r.hours AS cost, r.hours AS pricing_quantity, 'GPU-Hours' AS pricing_unit,
       r.currency AS billing_currency, r.provider AS service_provider_name, r.sku AS sku_price_id, 'eu-1' AS region_id, 'Usage' AS charge_category, NULL::text AS charge_class, NULL::text AS commitment_discount_id, NULL::text AS commitment_discount_status
FROM run AS r, LATERAL generate_series(0, CASE WHEN r.two_months THEN 1 ELSE 0 END) AS m;
ALTER TABLE planned ADD billed_cost numeric, ADD effective_cost numeric, ADD list_cost numeric, ADD contracted_cost numeric;
UPDATE planned SET billed_cost = cost, effective_cost = cost, list_cost = cost, contracted_cost = cost;
-- the bill: hours in parts, for two months in one row over both; then what happened, in the first month
CREATE TEMPORARY TABLE billed (LIKE planned);
INSERT INTO billed
SELECT CASE WHEN r.misspelt THEN replace(r.run_id, 'run', 'rnu') ELSE r.run_id END, r.starts, r.starts + CASE WHEN r.two_months THEN interval '2 months' ELSE interval '1 month' END, h.hours * (r.price + r.dearer), h.hours, 'GPU-Hours',
       r.currency, r.provider, r.sku, 'eu-1', 'Usage', NULL, NULL, NULL
FROM run AS r, LATERAL (SELECT (r.hours + r.more) * CASE WHEN r.two_months THEN 2 ELSE 1 END AS hours) AS t,
     LATERAL (VALUES (round(t.hours * 0.3, 2)), (t.hours - round(t.hours * 0.3, 2))) AS h (hours)
WHERE NOT r.never_billed;
INSERT INTO billed
SELECT r.run_id, r.starts, r.starts + interval '1 day', c.cost, c.quantity, 'GPU-Hours', r.currency, r.provider, c.sku, 'eu-1', c.category, c.class, c.deal, c.status
FROM run AS r, LATERAL (VALUES (r.credit, -7, r.sku, 'Credit', NULL, NULL, NULL), (r.refund, -9, r.sku, 'Usage', 'Correction', NULL, NULL), (r.tax, NULL, NULL, 'Tax', NULL, NULL, NULL),
                               (r.adjustment, NULL, NULL, 'Adjustment', NULL, NULL, NULL), (r.unused, 40, r.sku, 'Usage', NULL, 'deal', 'Unused'), (r.bought, 2, 'nodes', 'Purchase', NULL, NULL, NULL),
                               (r.commitment, 1, 'deal', 'Purchase', NULL, 'deal', NULL)) AS c (cost, quantity, sku, category, class, deal, status)
WHERE c.cost <> 0;
UPDATE billed SET billed_cost = cost, effective_cost = cost, list_cost = cost, contracted_cost = cost;

-- the causes, from how the bill was made
CREATE TEMPORARY TABLE expected AS
SELECT r.run_id, c.cause, sum(c.effect) AS effect
FROM run AS r, LATERAL (SELECT CASE WHEN r.two_months THEN 2 ELSE 1 END AS months) AS m,
     LATERAL (VALUES ('price', r.dearer * r.hours * m.months), ('quantity', CASE WHEN r.never_billed OR r.misspelt THEN -r.price * r.hours ELSE r.more * r.price END * m.months), ('price and quantity', r.dearer * r.more * m.months), ('credit', r.credit), ('refund', r.refund),
                     ('tax', r.tax), ('adjustment', r.adjustment), ('unused commitment', r.unused), ('purchase', r.bought), ('commitment', r.commitment)) AS c (cause, effect)
GROUP BY r.run_id, c.cause HAVING sum(c.effect) <> 0
UNION ALL SELECT replace(r.run_id, 'run', 'rnu'), 'quantity', r.price * r.hours * CASE WHEN r.two_months THEN 2 ELSE 1 END FROM run AS r WHERE r.misspelt AND NOT r.never_billed;

-- a month's share of a row over two is by its days, so a run of two months is compared in sum
CREATE FUNCTION pg_temp.wrong(mode text) RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM expected AS e
    FULL JOIN (SELECT v.run_id, v.cause, sum(v.effect) AS effect FROM traincost.variance_summary('billed', 'planned', cost => $1) AS v WHERE v.cause <> 'rounding' GROUP BY v.run_id, v.cause) AS f
         ON f.run_id = e.run_id AND f.cause = e.cause
    JOIN run AS r ON r.run_id = replace(coalesce(e.run_id, f.run_id), 'rnu', 'run')
    WHERE NOT r.two_months AND (e.effect - f.effect <> 0) IS NOT FALSE $$;
SELECT is(pg_temp.wrong(m), 0::bigint, m || ' cost: every cause of 320 runs of a month is what made it, to the last digit') FROM unnest('{billed,effective,list,contracted}'::text[]) AS m;
SELECT is((SELECT count(*) FROM (SELECT v.run_id, sum(v.effect) AS effect FROM traincost.variance_summary('billed', 'planned') AS v GROUP BY 1) AS f
           FULL JOIN (SELECT e.run_id, sum(e.effect) AS effect FROM expected AS e GROUP BY 1) AS e ON e.run_id = f.run_id WHERE (coalesce(e.effect, 0) - coalesce(f.effect, 0) <> 0) IS NOT FALSE), 0::bigint,
          'all causes of a run are its whole difference, of two months, too');
SELECT is((SELECT count(*) FROM (SELECT v.run_id, v.cause FROM traincost.variance_summary('billed', 'planned') AS v JOIN run AS r USING (run_id) WHERE r.two_months AND v.cause <> 'rounding' GROUP BY 1, 2) AS f
           LEFT JOIN expected AS e USING (run_id, cause) JOIN run AS r USING (run_id) WHERE e.cause IS NULL AND NOT (f.cause = 'quantity' OR f.cause = 'price and quantity' AND r.dearer <> 0)), 0::bigint,
          'a row over two months adds no cause but hours that moved from one to the other');
SELECT is((SELECT count(*) FROM traincost.variance('billed', 'planned') AS v WHERE v.explanation = 'not planned: no run "' || v.run_id || '", spelled "' || replace(v.run_id, 'rnu', 'run') || '"?'),
          (SELECT sum(CASE WHEN two_months THEN 2 ELSE 1 END) FROM run WHERE misspelt AND NOT never_billed), 'each misspelt run is named as it may be spelled');
SELECT is((SELECT sum(effect) FROM traincost.variance_summary('billed', 'planned') WHERE currency = 'EUR'), (SELECT sum(billed_cost) FROM billed WHERE billing_currency = 'EUR') - (SELECT sum(billed_cost) FROM planned WHERE billing_currency = 'EUR'),
          'currencies stay apart');
-- with a rate for every day the causes are those in the other money
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2025-01-01', 1.25);
SELECT is((SELECT count(*) FROM (SELECT v.cause, sum(v.effect) AS effect FROM traincost.variance_summary('billed', 'planned', reporting_currency => 'USD') AS v JOIN run AS r ON r.run_id = replace(v.run_id, 'rnu', 'run')
                                 WHERE NOT r.two_months AND v.cause <> 'rounding' GROUP BY 1) AS f
           FULL JOIN (SELECT e.cause, sum(e.effect * CASE r.currency WHEN 'EUR' THEN 1.25 ELSE 1 END) AS effect FROM expected AS e JOIN run AS r ON r.run_id = replace(e.run_id, 'rnu', 'run') WHERE NOT r.two_months GROUP BY 1) AS e USING (cause)
           WHERE (abs(e.effect - f.effect) < 0.01) IS NOT TRUE), 0::bigint, 'and in one currency they are converted');
-- up to a day: nothing of later months, on either side
SELECT is((SELECT count(*) FROM traincost.variance('billed', 'planned', through => '2026-05-31') WHERE month > '2026-05-01'), 0::bigint, 'what is later does not count');
SELECT * FROM finish();
ROLLBACK;
