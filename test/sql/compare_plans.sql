--
-- compare_plans, and the ranges of a bill: what changed since last month, and how sure each line is
-- If this fails, a plan's rise in cost is put down to the wrong reason.
--
\set SHOW_CONTEXT never
CREATE EXTENSION traincost;
UPDATE traincost.assumption SET low = NULL, high = NULL, value = CASE WHEN name = 'power_fraction' THEN 0.75 ELSE value END;
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, source) VALUES ('Card', 100, 1000, 80, 'test');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, usd_per_gpu_hour, usd_per_gpu, ownership, data_usd, labor_usd, storage_gb, as_of, ranges) VALUES
    ('old', 1, 'train', 3.6e20, 'Card', 10, 0.5, 2, NULL, 'rent', 1000, NULL, 1000, '2026-02-01', 'mfu=0.4..0.6'), ('old', 2, 'tune', 3.6e19, 'Card', 10, 0.5, 2, NULL, 'rent', NULL, NULL, NULL, '2026-02-01', NULL),
    ('old', 3, 'own', 3.6e20, 'Card', 10, 0.5, NULL, 20000, 'amortize', NULL, NULL, NULL, '2026-02-01', NULL),
    -- dearer, more work, faster
    ('new', 1, 'train', 7.2e20, 'Card', 10, 0.6, 3, NULL, 'rent', 1500, NULL, 1000, '2026-02-01', NULL), ('new', 2, 'tune again', 3.6e19, 'Card', 10, 0.5, 2, NULL, 'rent', NULL, 50, NULL, '2026-02-01', NULL),
    ('new', 3, 'own', 3.6e20, 'Card', 10, 0.4, NULL, 20000, 'amortize', NULL, NULL, NULL, '2026-02-01', NULL),
    ('open', 1, 'train', 3.6e20, 'Card', 10, 0.5, NULL, NULL, 'rent', NULL, NULL, NULL, '2026-02-01', NULL);
SELECT * FROM traincost.compare_plans('old', 'new');
-- the effects sum to the difference, and the differences to that of the totals, to the last digit
SELECT bool_and(difference_usd = price_effect_usd + quantity_effect_usd + utilization_effect_usd) AS exact,
       sum(difference_usd) = (SELECT max(total_usd) FILTER (WHERE pipeline = 'new') - max(total_usd) FILTER (WHERE pipeline = 'old') FROM traincost.pipeline_estimate) AS of_totals
FROM traincost.compare_plans('old', 'new');
SELECT count(*), sum(abs(difference_usd)) FROM traincost.compare_plans('old', 'old');
SELECT stage, item, old_usd, new_usd, difference_usd, reason FROM traincost.compare_plans('old', 'open') WHERE stage = 'train';
SELECT traincost.compare_plans('old', 'no such');
-- a bill with its ranges
SELECT stage, item, amount_usd, low_usd, high_usd, total_low_usd, total_high_usd FROM traincost.bill('old');
SELECT stage, item, amount_usd, low_usd, high_usd, total_low_usd FROM traincost.bill('open');
DROP EXTENSION traincost;
