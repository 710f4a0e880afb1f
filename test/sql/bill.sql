--
-- bill: lines that sum exactly; unknown lines name what is missing
-- If this fails, a manager signs a bill that does not add up.
--
CREATE EXTENSION traincost;
SELECT stage_no, item, quantity, unit, unit_usd, amount_usd, note FROM traincost.bill('assistant-100B');
SELECT stage, total_usd, round(usd_share::numeric, 4) AS usd_share, round(energy_share::numeric, 4) AS energy_share, ghg_scope
FROM traincost.stage_estimate WHERE pipeline = 'assistant-100B' ORDER BY stage_no;
SELECT usd_by_stage, energy_by_stage, co2e_by_stage FROM traincost.pipeline_estimate WHERE pipeline = 'assistant-100B';
-- every kind of line, owned and rented; the lines sum to the total to the last digit
BEGIN;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, ownership, usd_per_gpu, data_usd, labor_usd, acquisition_usd, cleaning_usd,
    annotation_items, annotation_hours_per_item, annotation_usd_per_hour, storage_gb, storage_months, people, people_months, usd_per_person_month, as_of) VALUES
    ('own', 1, 'bought', 1e22, 512, 'buy', 30000, 12.34, 2e6, 1000, 500.55, 333, 0.1, 17.77, 4749, 3, 2.5, 4, 15000, '2026-09-01'),
    ('own', 2, 'amortised', 1e21, 64, 'amortize', 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1234, NULL, NULL, NULL, NULL, '2026-09-01');
SELECT stage_no, item, quantity, unit, unit_usd, amount_usd FROM traincost.bill('own');
SELECT p.pipeline, p.total_usd = sum(b.amount_usd) AS exact,
       p.data_usd = sum(b.amount_usd) FILTER (WHERE b.item IN ('data', 'data acquisition', 'data cleaning', 'annotation', 'storage')) AS data_exact
FROM traincost.pipeline_estimate AS p JOIN traincost.pipeline_bill AS b USING (pipeline) GROUP BY p.pipeline, p.total_usd, p.data_usd ORDER BY 1;
-- a missing price, wage, count: an unknown line and total, never 0
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, annotation_items, annotation_hours_per_item, storage_gb, people, usd_per_gpu_hour) VALUES
    ('gaps', 1, 'no wage', 1e20, 1000, 0.2, NULL, NULL, 2), ('gaps', 2, 'no price', 1e20, 1000, NULL, NULL, NULL, 2),
    ('gaps', 3, 'no months', 1e20, NULL, NULL, 100, 3, 2), ('gaps', 4, 'complete', 0, NULL, NULL, NULL, NULL, 2);
SELECT stage_no, item, amount_usd, note FROM traincost.bill('gaps') WHERE amount_usd IS NULL;
SELECT stages, unpriced_stages, known_usd, total_usd FROM traincost.pipeline_estimate WHERE pipeline = 'gaps';
ROLLBACK;
SELECT * FROM traincost.bill('nothing of the kind');
SELECT * FROM traincost.bill(NULL);
DROP EXTENSION traincost;
