-- A company's plans: what must hold for any plan and any month.
BEGIN;
SELECT plan(16);

-- printed amounts add up, and none moves by a whole unit
CREATE TEMPORARY TABLE printed AS
SELECT b.no, b.digits, b.amounts, traincost._rounded_to_sum(b.amounts, b.digits) AS shown
FROM (SELECT n AS no, n % 4 AS digits, array_agg(round((10 ^ (8 * random() - 4) * CASE WHEN random() < 0.1 THEN -1 ELSE 1 END)::numeric, 4)) AS amounts
      FROM generate_series(1, 10000) AS n, generate_series(1, 1 + n % 23) AS line GROUP BY n) AS b;
SELECT is((SELECT count(*) FROM printed AS p WHERE (SELECT sum(s) FROM unnest(p.shown) AS s) = round((SELECT sum(a) FROM unnest(p.amounts) AS a), p.digits)), 10000::bigint,
          'the printed lines of 10,000 random bills sum to the printed total');
SELECT is((SELECT count(*) FROM printed AS p, unnest(p.amounts, p.shown) AS v (amount, shown) WHERE abs(v.amount - v.shown) >= 10::numeric ^ -p.digits OR scale(v.shown) > p.digits), 0::bigint,
          'no line moves by a unit of the last digit');
SELECT is(traincost._rounded_to_sum('{1.005,NULL,2.005}', 2), '{1.01,NULL,2.01}'::numeric[], 'with an unknown line each is rounded by itself');
SELECT is(traincost._rounded_to_sum('{}', 2), NULL, 'no line, no amount');

-- random plans in time
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, ownership, provider, usd_per_gpu_hour, usd_per_gpu, data_usd, starts_on, after_stage, gap_days, as_of)
SELECT 'timed ' || i / 5, 1 + i % 5, 'stage ' || i % 5, 10 ^ (21 + 4 * random()), 'H100-80GB-SXM', ceil(10 ^ (1 + 2 * random())), w.ownership, 'lambda',
       CASE WHEN w.ownership = 'rent' THEN 10 ^ random() END, CASE WHEN w.ownership <> 'rent' THEN 30000 END, CASE WHEN random() < 0.3 THEN 1e4 * random() END,
       CASE WHEN i % 5 = 0 OR random() < 0.2 THEN date '2026-01-01' + (300 * random())::int END, NULL, NULL, '2026-01-01'
FROM generate_series(0, 499) AS i, LATERAL (SELECT (ARRAY['rent', 'buy', 'amortize'])[1 + (i * 7 % 3)] AS ownership) AS w;
UPDATE traincost.pipeline_stage SET after_stage = 'stage ' || (stage_no * random())::int, gap_days = 20 * random() WHERE pipeline LIKE 'timed %' AND starts_on IS NULL AND random() < 0.7;
-- some of them stand still, at times that overlap; the others say nothing of it
INSERT INTO traincost.plan_pause (pipeline, stage, stopped_on, resumed_on)
SELECT DISTINCT ON (1, 2, 3) 'timed ' || 3 * (i % 34), 'stage ' || i % 5, d, d + 1 + (40 * random())::int FROM generate_series(1, 300) AS i, LATERAL (SELECT date '2026-01-01' + (400 * random())::int AS d) AS v;
SELECT is_empty($$SELECT e.pipeline FROM traincost.pipeline_estimate AS e JOIN traincost.plan_calendar AS c ON c.pipeline = e.pipeline WHERE e.pipeline LIKE 'timed %'
                  GROUP BY e.pipeline, e.total_usd HAVING sum(c.usd) <> e.total_usd OR sum(c.cash_usd) <> e.total_usd$$, 'the months of a plan sum exactly to its bill, as used and as paid');
SELECT is_empty($$SELECT c.pipeline FROM traincost.stage_calendar AS c JOIN traincost.pipeline_stage AS s ON s.pipeline = c.pipeline AND s.stage_no = c.stage_no
                  WHERE c.pipeline LIKE 'timed %' AND s.starts_on IS NOT NULL AND c.starts_at <> s.starts_on::timestamp AT TIME ZONE 'UTC'
                  AND NOT EXISTS (SELECT FROM traincost.plan_pause AS p WHERE p.pipeline = s.pipeline AND p.stage = s.stage AND s.starts_on >= p.stopped_on AND s.starts_on < p.resumed_on)$$, 'a stage starts on its own day');
SELECT is_empty($$SELECT a.pipeline FROM traincost.stage_calendar AS a JOIN traincost.pipeline_stage AS s ON s.pipeline = a.pipeline AND s.stage_no = a.stage_no
                  JOIN traincost.stage_calendar AS b ON b.pipeline = a.pipeline AND b.stage = s.after_stage AND b.stage_no < a.stage_no
                  WHERE a.pipeline LIKE 'timed %' AND abs(extract(epoch FROM a.starts_at - b.ends_at) - s.gap_days * 86400) > 1
                  AND NOT EXISTS (SELECT FROM traincost.plan_pause AS p WHERE p.pipeline = s.pipeline AND p.stage = s.stage)$$, 'a stage starts its gap after the stage that it follows');
SELECT is_empty($$SELECT plan FROM generate_series(date '2025-12-31', date '2027-06-01', interval '43 days') AS d, LATERAL traincost.plan_to_date(NULL, d::date)
                  WHERE plan LIKE 'timed %' AND (to_date_usd + to_completion_usd <> total_usd OR month_to_date_usd > month_usd OR to_date_usd < month_to_date_usd)$$,
                'to date and to completion sum exactly to the total on every day');
SELECT is_empty($$SELECT pipeline, stage_no FROM traincost.stage_run WHERE pipeline LIKE 'timed %' GROUP BY pipeline, stage_no, stage_days HAVING abs(sum(days) - stage_days) > 1e-8 * count(*)$$, 'pauses take nothing from the days at work');
SELECT is_empty($$SELECT r.pipeline, r.stage_no FROM traincost.stage_run AS r JOIN traincost.plan_pause AS p ON p.pipeline = r.pipeline AND p.stage = r.stage
                  WHERE r.ends_at > r.starts_at AND r.starts_at < p.resumed_on::timestamp AT TIME ZONE 'UTC' AND r.ends_at > p.stopped_on::timestamp AT TIME ZONE 'UTC'$$, 'nothing runs in a pause');
-- contracts of which plans have any share, prices of each day, clusters
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour, currency, upfront_share, max_gpus) VALUES
    ('spring', 'lambda', 'H100-80GB-SXM', '2026-01-20', '2026-04-10', 1e4, 1.7777, 'USD', 0.3, 200), ('summer', 'lambda', 'H100-80GB-SXM', '2026-04-11', '2026-09-30', 1e5, 1.1111, 'EUR', 0, NULL);
-- rates that change within the contract, some written the other way round
INSERT INTO traincost.currency_rate VALUES ('EUR', 'USD', '2025-01-01', 1.0801);
INSERT INTO traincost.currency_rate SELECT CASE WHEN d.odd THEN 'EUR' ELSE 'USD' END, CASE WHEN d.odd THEN 'USD' ELSE 'EUR' END, d.day, round((CASE WHEN d.odd THEN 1 + random() / 4 ELSE 0.8 + random() / 5 END)::numeric, 6)
FROM (SELECT date '2026-01-03' + 17 * i AS day, i % 3 > 0 AS odd FROM generate_series(0, 20) AS i) AS d;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) SELECT 'H100-80GB-SXM', 'lambda', 'on_demand', 1 + 3 * random(), d FROM generate_series(date '2025-12-01', '2027-03-01', interval '19 days') AS d;
INSERT INTO traincost.cluster (cluster, gpu, gpus, price, bought_on, useful_life_years, residual_share, utilization) VALUES ('ours', 'H100-80GB-SXM', 100000, 1234567890.12, '2025-06-01', 90, 0.1, 0.8);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, run_multiplier, ownership, provider, usd_per_gpu_hour, data_usd, starts_on, after_stage, gap_days, as_of)
SELECT 'paid ' || i / 4, 1 + i % 4, 'stage ' || i % 4, 10 ^ (21 + 2 * random()), 'H100-80GB-SXM', ceil(10 ^ (1.5 + 1.5 * random())), 0.4, CASE WHEN random() < 0.3 THEN 1 + random() END, (ARRAY['rent', 'rent', 'rent', 'buy', 'amortize'])[1 + floor(5 * random())],
       'lambda', NULL, CASE WHEN random() < 0.3 THEN 1e4 * random() END, CASE WHEN i % 4 = 0 OR random() < 0.2 THEN date '2026-01-01' + (200 * random())::int END, NULL, NULL, '2026-01-01'
FROM generate_series(0, 239) AS i;
UPDATE traincost.pipeline_stage SET after_stage = 'stage ' || (stage_no * random())::int, gap_days = 20 * random() WHERE pipeline LIKE 'paid %' AND starts_on IS NULL AND random() < 0.7;
UPDATE traincost.pipeline_stage SET usd_per_gpu_hour = 10 ^ random() WHERE pipeline LIKE 'paid %' AND ownership = 'rent' AND random() < 0.5;
INSERT INTO traincost.plan_pause (pipeline, stage, stopped_on, resumed_on)
SELECT DISTINCT ON (1, 2, 3) 'paid ' || i % 60, 'stage ' || i % 4, d, d + 1 + (20 * random())::int FROM generate_series(1, 240) AS i, LATERAL (SELECT date '2026-01-01' + (300 * random())::int AS d) AS v;
UPDATE traincost.pipeline_stage SET commitment = CASE WHEN random() < 0.5 THEN 'spring' ELSE 'summer' END WHERE pipeline LIKE 'paid %' AND ownership = 'rent' AND random() < 0.5;
UPDATE traincost.pipeline_stage SET daily_prices = true WHERE pipeline LIKE 'paid %' AND ownership = 'rent' AND usd_per_gpu_hour IS NULL AND random() < 0.7;
UPDATE traincost.pipeline_stage SET usd_per_gpu = 30000 WHERE pipeline LIKE 'paid %' AND ownership <> 'rent';
UPDATE traincost.pipeline_stage SET cluster = 'ours', usd_per_gpu = NULL WHERE pipeline LIKE 'paid %' AND ownership = 'amortize' AND random() < 0.5;
INSERT INTO traincost.plan_commitment SELECT s.pipeline, s.commitment, round(random()::numeric, 6) FROM traincost.pipeline_stage AS s WHERE s.commitment IS NOT NULL GROUP BY s.pipeline, s.commitment HAVING random() < 0.7;
SELECT is_empty($$SELECT pipeline, detail FROM traincost.stage_problem WHERE pipeline LIKE 'paid %'$$, 'every price is known');
SELECT is_empty($$SELECT e.pipeline FROM traincost.pipeline_estimate AS e JOIN traincost.pipeline_bill AS b ON b.pipeline = e.pipeline WHERE e.pipeline LIKE 'paid %'
                  GROUP BY e.pipeline, e.total_usd HAVING sum(b.amount_usd) <> e.total_usd$$, 'the lines of a bill sum exactly to the total, whatever the GPUs are paid by');
SELECT is_empty($$SELECT e.pipeline, e.stage_no FROM traincost.stage_estimate AS e
                  JOIN (SELECT pipeline, stage_no, sum(usd) AS usd, sum(cash_usd) AS cash, sum(gpu_hours) AS gpu_hours FROM traincost.plan_calendar WHERE pipeline LIKE 'paid %' GROUP BY 1, 2) AS c ON c.pipeline = e.pipeline AND c.stage_no = e.stage_no
                  WHERE c.usd <> e.total_usd OR c.cash <> e.total_usd OR abs(c.gpu_hours - e.gpu_hours) > 0.001$$, 'so do the months of each stage, and its hours');
SELECT is_empty($$SELECT s.pipeline, s.commitment FROM (SELECT DISTINCT s.pipeline, s.commitment, coalesce(p.share, 1) AS share FROM traincost.pipeline_stage AS s
                      LEFT JOIN traincost.plan_commitment AS p ON p.pipeline = s.pipeline AND p.commitment = s.commitment WHERE s.commitment IS NOT NULL AND s.pipeline LIKE 'paid %') AS s
                  JOIN (SELECT m.commitment, sum(m.committed_gpu_hours) AS hours FROM traincost.commitment_month AS m GROUP BY m.commitment) AS c ON c.commitment = s.commitment
                  LEFT JOIN (SELECT b.pipeline, split_part(b.item, ': ', 2) AS commitment, sum(b.quantity) AS hours FROM traincost.pipeline_bill AS b WHERE b.item ~ ': (spring|summer)$' GROUP BY 1, 2) AS b
                      ON b.pipeline = s.pipeline AND b.commitment = s.commitment
                  WHERE abs(coalesce(b.hours, 0) - c.hours::float8 * s.share) > 0.01$$, 'a plan pays for exactly its share of a contract, used or unused');
SELECT is_empty($$SELECT f.x_scenario FROM traincost.focus_estimate AS f JOIN traincost.pipeline_stage AS s ON s.pipeline = f.x_scenario AND s.stage_no = f.x_stage_no
                  JOIN traincost.commitment AS c ON c.commitment = s.commitment LEFT JOIN traincost.plan_commitment AS p ON p.pipeline = s.pipeline AND p.commitment = s.commitment
                  WHERE f.commitment_discount_status = 'Used' GROUP BY f.x_scenario, c.commitment, c.gpu_hours_per_month, f.x_month, p.share
                  HAVING sum(f.pricing_quantity) > c.gpu_hours_per_month * coalesce(p.share, 1) + 0.001$$, 'and uses no more of it in a month');
SELECT is_empty($$SELECT f.x_scenario, f.charge_period_start FROM traincost.focus_estimate AS f
                  CROSS JOIN LATERAL (SELECT traincost.exchange_rate('EUR', 'USD', (f.charge_period_start AT TIME ZONE 'UTC')::date) AS first, traincost.exchange_rate('EUR', 'USD', ((f.charge_period_end - interval '1 second') AT TIME ZONE 'UTC')::date) AS last) AS r
                  WHERE f.commitment_discount_id = 'summer' AND f.charge_category = 'Usage' AND (r.first <> r.last OR abs(f.list_unit_price - 1.1111 * r.first) > 0.000001 OR abs(f.effective_cost - f.list_cost) > 0.001 + f.list_unit_price * 0.0001 + f.pricing_quantity * 0.000001)$$,
                'a contract in another currency costs the rate of each day');
SELECT * FROM finish();
ROLLBACK;
