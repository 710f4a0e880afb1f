-- What changed between two plans sums exactly, whatever changed.
BEGIN;
SELECT plan(7);
SELECT setseed(0.75);
-- random plans of one to four stages, and each again with changes
CREATE TEMPORARY TABLE stage AS
SELECT p AS plan, i AS stage_no, 'stage ' || i AS stage, 1e20 * 10 ^ (2 * random()) AS flop, (ARRAY['H100-80GB-SXM', 'A100-80GB-SXM', 'H200-SXM'])[ceil(3 * random())] AS gpu, ceil(64 * random()) AS gpus,
       CASE WHEN random() < 0.5 THEN 0.2 + 0.3 * random() END AS mfu, (ARRAY['rent', 'buy', 'amortize'])[ceil(3 * random())] AS ownership, CASE WHEN random() < 0.3 THEN round((1 + 5 * random())::numeric, 6) END AS usd_per_gpu_hour,
       CASE WHEN random() < 0.3 THEN round((1000 * random())::numeric, 2) END AS data_usd, CASE WHEN random() < 0.3 THEN 1 + random() END AS run_multiplier, CASE WHEN random() < 0.3 THEN 0.8 + 0.2 * random() END AS goodput,
       CASE WHEN random() < 0.2 THEN 100 * random() END AS storage_gb, CASE WHEN random() < 0.2 THEN 2 END AS people, date '2026-02-01' AS as_of
FROM generate_series(1, 120) AS p CROSS JOIN LATERAL generate_series(1, 1 + p % 4) AS i;
CREATE TEMPORARY TABLE change AS
SELECT s.plan, s.stage_no, s.stage || CASE WHEN random() < 0.1 THEN ' renamed' ELSE '' END AS stage, s.flop * CASE WHEN random() < 0.3 THEN 0.5 + random() ELSE 1 END AS flop,
       CASE WHEN random() < 0.2 THEN 'B200' ELSE s.gpu END AS gpu, s.gpus + CASE WHEN random() < 0.3 THEN ceil(8 * random()) ELSE 0 END AS gpus, CASE WHEN random() < 0.3 THEN 0.2 + 0.3 * random() ELSE s.mfu END AS mfu,
       CASE WHEN random() < 0.2 THEN (ARRAY['rent', 'buy', 'amortize'])[ceil(3 * random())] ELSE s.ownership END AS ownership, CASE WHEN random() < 0.3 THEN NULL ELSE s.usd_per_gpu_hour END AS usd_per_gpu_hour,
       CASE WHEN random() < 0.2 THEN round((1000 * random())::numeric, 2) ELSE s.data_usd END AS data_usd, CASE WHEN random() < 0.2 THEN 1 + random() ELSE s.run_multiplier END AS run_multiplier, CASE WHEN random() < 0.2 THEN 0.8 + 0.2 * random() ELSE s.goodput END AS goodput,
       CASE WHEN random() < 0.2 THEN 100 * random() ELSE s.storage_gb END AS storage_gb, s.people, s.as_of + CASE WHEN random() < 0.5 THEN 90 ELSE 0 END AS as_of
FROM stage AS s WHERE random() < 0.9
UNION ALL SELECT p, 9, 'added', 1e20, 'H100-80GB-SXM', 8, 0.4, 'rent', NULL, NULL, NULL, NULL, NULL, NULL, '2026-05-01' FROM generate_series(1, 120) AS p WHERE random() < 0.2 OR p NOT IN (SELECT plan FROM stage);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, ownership, usd_per_gpu_hour, data_usd, run_multiplier, goodput, storage_gb, people, people_months, usd_per_person_month, as_of)
SELECT 'old ' || plan, stage_no, stage, flop, gpu, gpus, mfu, ownership, CASE WHEN ownership = 'rent' THEN usd_per_gpu_hour END, data_usd, run_multiplier, goodput, storage_gb, people, CASE WHEN people > 0 THEN 3 END, CASE WHEN people > 0 THEN 10000 END, as_of FROM stage
UNION ALL SELECT 'new ' || plan, stage_no, stage, flop, gpu, gpus, mfu, ownership, CASE WHEN ownership = 'rent' THEN usd_per_gpu_hour END, data_usd, run_multiplier, goodput, storage_gb, people, CASE WHEN people > 0 THEN 3 END, CASE WHEN people > 0 THEN 10000 END, as_of FROM change;
CREATE TEMPORARY TABLE compared AS
SELECT p.plan, o.total_usd AS old_total, n.total_usd AS new_total, c.*
FROM (SELECT DISTINCT s.plan FROM stage AS s JOIN change AS x ON x.plan = s.plan) AS p
JOIN traincost.pipeline_estimate AS o ON o.pipeline = 'old ' || p.plan JOIN traincost.pipeline_estimate AS n ON n.pipeline = 'new ' || p.plan
CROSS JOIN LATERAL traincost.compare_plans('old ' || p.plan, 'new ' || p.plan) AS c;
SELECT cmp_ok((SELECT count(DISTINCT plan) FROM compared WHERE old_total IS NOT NULL AND new_total IS NOT NULL), '>', 50::bigint, 'many pairs of plans whose prices are known');
SELECT is_empty($$SELECT * FROM compared WHERE coalesce(reason, '') = '' OR (difference_usd IS NULL) <> (reason = 'unpriced' OR reason ~ 'line' AND coalesce(old_usd, new_usd) IS NULL)$$, 'every line has its reason');
SELECT is_empty('SELECT plan, old_total, new_total, sum(difference_usd) FROM compared GROUP BY 1, 2, 3 HAVING sum(difference_usd) <> new_total - old_total', 'differences sum exactly to that of the totals');
SELECT is_empty('SELECT plan, old_total, sum(coalesce(old_usd, 0)), new_total, sum(coalesce(new_usd, 0)) FROM compared GROUP BY plan, old_total, new_total HAVING sum(coalesce(old_usd, 0)) <> old_total OR sum(coalesce(new_usd, 0)) <> new_total', 'the lines of either plan are its bill');
SELECT is_empty('SELECT * FROM compared WHERE price_effect_usd + quantity_effect_usd + utilization_effect_usd IS DISTINCT FROM difference_usd', 'price, quantity and utilisation sum exactly to the difference');
SELECT is_empty($$SELECT c.* FROM compared AS c JOIN traincost.compare_plans('new ' || c.plan, 'old ' || c.plan) AS r ON r.stage = c.stage AND r.item = c.item AND r.difference_usd IS DISTINCT FROM -c.difference_usd
    WHERE c.plan % 10 = 0$$, 'the way back is the opposite');
SELECT is_empty($$SELECT c.* FROM generate_series(1, 10) AS i, traincost.compare_plans('old ' || i, 'old ' || i) AS c WHERE c.difference_usd <> 0 OR c.price_effect_usd <> 0 OR c.quantity_effect_usd <> 0 OR c.utilization_effect_usd <> 0 OR c.reason <> 'the same'$$, 'nothing changed from a plan to itself');
SELECT * FROM finish();
ROLLBACK;
