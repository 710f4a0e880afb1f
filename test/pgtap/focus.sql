-- FOCUS and variance: what must hold for any plan, any pair, any broken table.
BEGIN;
SELECT plan(18);

-- expectation 2: estimate against actual
CREATE TEMPORARY TABLE pair AS
SELECT round((10 ^ (10 * random() - 2))::numeric, 4) AS est_cost, CASE WHEN random() < 0.9 THEN round((10 ^ (10 * random() - 4))::numeric, 4) END AS est_quantity,
       round((10 ^ (10 * random() - 2))::numeric, 10) - 100 AS actual_cost, CASE WHEN random() < 0.9 THEN round((10 ^ (10 * random() - 4))::numeric, 6) END AS actual_quantity
FROM generate_series(1, 100000);
SELECT is((SELECT count(*) FROM pair, traincost.variance_effects(est_cost, est_quantity, actual_cost, actual_quantity) AS e
           WHERE e.price_effect + e.quantity_effect + e.joint_effect + e.rounding_effect + e.other_effect = actual_cost - est_cost), 100000::bigint,
          'expectation 2, estimate against actual: effects sum exactly on 100,000 random pairs');
SELECT is((SELECT count(*) FROM pair, traincost.variance_effects(est_cost, est_quantity, est_cost, est_quantity) AS e
           WHERE (e.price_effect, e.quantity_effect, e.joint_effect, e.rounding_effect, e.other_effect) <> (0, 0, 0, 0, 0)), 0::bigint,
          'expectation 2, estimate against actual: no difference has no effects');

-- plans of every kind, of random size
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, ownership, provider, price_kind, usd_per_gpu_hour, usd_per_gpu, data_usd, storage_gb, people, people_months, usd_per_person_month, as_of)
SELECT 'plan ' || i % 100, i / 100, 'stage', 10 ^ (18 + 5 * random()), gpu, gpus, ownership, CASE WHEN random() < 0.5 THEN 'lambda' END, CASE WHEN ownership = 'rent' THEN kind END,
       CASE WHEN ownership = 'rent' AND i % 13 > 0 THEN 10 ^ (2 * random() - 1) END, CASE WHEN ownership <> 'rent' THEN 10 ^ (3 + 2 * random()) END,
       CASE WHEN random() < 0.5 THEN 10 ^ (5 * random()) END, CASE WHEN random() < 0.5 THEN 10 ^ (4 * random()) END,
       CASE WHEN random() < 0.5 THEN 10 * random() END, 2, 15000, CASE WHEN i % 13 > 0 THEN date '2026-01-01' + i ELSE date '1999-01-01' END
FROM (SELECT i, '{H100-80GB-SXM,A100-80GB-SXM}'::text[] AS names, '{rent,amortize,buy}'::text[] AS ownerships, '{on_demand,spot,reserved_1y}'::text[] AS kinds FROM generate_series(100, 499) AS i) AS n
CROSS JOIN LATERAL (SELECT names[1 + i % 2] AS gpu, kinds[1 + i / 3 % 3] AS kind, CASE WHEN i % 11 = 0 THEN 'rent' ELSE ownerships[1 + i % 3] END AS ownership,
                           CASE WHEN i % 11 > 0 THEN ceil(10 ^ (1 + 2 * random())) END AS gpus) AS k;
CREATE TEMPORARY TABLE good AS SELECT * FROM traincost.focus_estimate_export;
CREATE TEMPORARY TABLE estimate AS SELECT * FROM traincost.focus_estimate;

SELECT is_empty($$SELECT p.pipeline FROM traincost.pipeline_estimate AS p JOIN estimate AS f ON f.x_scenario = p.pipeline GROUP BY p.pipeline, p.total_usd
                  HAVING sum(f.effective_cost) <> p.total_usd OR sum(f.billed_cost) <> p.total_usd$$, 'expectation 3, FOCUS in and out: both costs sum exactly to the plan''s total');
SELECT is_empty($$SELECT f.x_scenario FROM estimate AS f GROUP BY f.x_scenario, f.x_workload_phase, f.sku_id HAVING sum(f.billed_cost) <> sum(f.effective_cost)$$,
                'expectation 3, FOCUS in and out: a purchase and its use sum to the same');
SELECT is_empty($$SELECT 1 FROM estimate WHERE abs(list_cost - greatest(billed_cost, effective_cost)) > list_unit_price * 0.0001 + pricing_quantity * 0.0000005 + 0.00015$$,
                'expectation 3, FOCUS in and out: list cost is the cost but for the rounding of price and quantity');
SELECT is_empty($$SELECT 1 FROM estimate WHERE charge_period_start < billing_period_start OR charge_period_end > billing_period_end$$,
                'expectation 3, FOCUS in and out: charges lie in their months');
SELECT ok((SELECT count(*) FILTER (WHERE charge_category = 'Purchase' AND effective_cost = 0) > 0 AND count(*) FILTER (WHERE charge_category = 'Usage' AND billed_cost = 0) > 0
                  AND count(DISTINCT pricing_category) = 3 AND count(*) > count(effective_cost) FROM estimate), 'the plans are of every kind');
SELECT is((SELECT sum(bad_rows) FROM traincost.focus_check('traincost.focus_estimate') HAVING count(bad_rows) > 130), 0::numeric,
          'expectation 3, FOCUS in and out: focus_check finds nothing in focus_estimate');
SELECT is((SELECT sum(bad_rows) FROM traincost.focus_check('traincost.focus_estimate_export') HAVING count(bad_rows) > 130), 0::numeric,
          'expectation 3, FOCUS in and out: focus_check finds nothing in the export');
SELECT is_empty($$SELECT 1 FROM good WHERE good::text ~ '\d[eE][+-]?\d'$$, 'expectation 3, FOCUS in and out: no number has an exponent');

-- expectation 5: no silent zero
SELECT is_empty('SELECT 1 FROM estimate WHERE num_nonnulls(billed_cost, effective_cost, list_cost, contracted_cost) <> CASE WHEN num_nulls(list_unit_price, pricing_quantity) = 0 THEN 4 ELSE 0 END',
                'expectation 5, no silent zero: a row without a price or quantity has no costs');
SELECT is((SELECT (sum(rows), sum(exported_rows), sum(unpriced_rows))::text FROM traincost.focus_coverage),
          (SELECT (count(*), (SELECT count(*) FROM good), count(*) FILTER (WHERE list_unit_price IS NULL))::text FROM estimate),
          'expectation 5, no silent zero: focus_coverage counts what the export leaves out');

-- the same under any time zone
SELECT set_config('TimeZone', 'Pacific/Chatham', true);
SELECT results_eq('SELECT e::text FROM traincost.focus_estimate_export AS e ORDER BY 1', 'SELECT g::text FROM good AS g ORDER BY 1', 'the export is the same in Chatham');
SELECT results_eq('SELECT month, sum(actual_cost) FROM traincost.variance(''good'', ''good'') GROUP BY 1 ORDER BY 1',
                  'SELECT (left("ChargePeriodStart", 7) || ''-01'')::date, sum("EffectiveCost") FROM good GROUP BY 1 ORDER BY 1',
                  'variance has the months of UTC in Chatham');
SELECT set_config('TimeZone', 'UTC', true);

-- both kinds of unmatched row; a plan of one's own, since a shipped example is not missing on a bill
UPDATE traincost.pipeline_stage SET note = 'ours' WHERE pipeline = 'assistant-100B';
CREATE TEMPORARY TABLE actual AS SELECT * FROM good WHERE "x_Scenario" <> 'assistant-100B';
INSERT INTO actual SELECT * FROM good WHERE "x_Scenario" = 'InstructGPT-175B';
UPDATE actual SET "SkuPriceId" = 'unheard of' WHERE "x_Scenario" = 'LLaMA-65B-Vicuna';
SELECT results_eq('SELECT match, count(*) FROM traincost.variance(''actual'') WHERE run_id IN (''assistant-100B'', ''LLaMA-65B-Vicuna'') GROUP BY match ORDER BY match',
                  $$VALUES ('actual only', 2::bigint), ('estimate only', 4)$$, 'expectation 2, estimate against actual: both kinds of unmatched row appear');
SELECT results_eq('SELECT sum(actual_cost), sum(est_cost) FROM traincost.variance(''actual'', ''good'')',
                  'SELECT (SELECT sum("EffectiveCost") FROM actual), (SELECT sum("EffectiveCost") FROM good)', 'expectation 2, estimate against actual: no cost is lost');

-- a cluster's purchase that counts twice, an estimate on an invoice: rules of estimates
CREATE TEMPORARY TABLE twice AS SELECT * FROM good;
UPDATE twice SET "EffectiveCost" = "BilledCost" WHERE "ChargeCategory" = 'Purchase' AND "SkuPriceId" LIKE '%/purchase';
SELECT is((SELECT string_agg(rule, ', ') FROM traincost.focus_check('twice') WHERE bad_rows > 0), 'EffectiveCost-C-005-C', 'a purchase that later use carries costs nothing itself');
-- the export is a file of every version
SELECT is((SELECT string_agg(v || ' ' || c.rule, ', ') FROM unnest('{1.0,1.1,1.2,1.3,1.4}'::text[]) AS v, traincost.focus_check('good', version => v, tolerance => 0) AS c WHERE c.bad_rows > 0), NULL,
          'expectation 3, FOCUS in and out: the export breaks no rule of any version');
SELECT * FROM finish();
ROLLBACK;
