--
-- plan: a plan's row is refused, unpriced with its reason, or priced as it says
-- If this fails, a number that nobody asked for enters a budget.
--
CREATE EXTENSION traincost;
\pset null ~
\set VERBOSITY terse
CREATE VIEW bill AS
SELECT stage, item, amount_usd, note, b.source
FROM traincost.pipeline_bill AS b WHERE pipeline = 'x' ORDER BY line_no;

-- refused: inputs of a method without one, several counts of FLOP, days that no calendar has
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, examples, prompt_tokens, response_tokens) VALUES ('x', 1, 's', 'LLaMA-65B', 52000, 100, 300);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, epochs) VALUES ('x', 1, 's', 7e9, 1e9, 3);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, frozen_base) VALUES ('x', 1, 's', 7e9, 1e9, true);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, method, flops_per_param_token) VALUES ('x', 1, 's', 7e9, 'sft', 8);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, method, exact) VALUES ('x', 1, 's', 'Llama-3.1-8B', 'sft', true);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, params, exact) VALUES ('x', 1, 's', 'Llama-3.1-8B', 7e9, true);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, acquired_on) VALUES ('x', 1, 's', 1e22, '-infinity');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, as_of) VALUES ('x', 1, 's', 1e22, '-infinity'), ('x', 2, 's', 1e22, '5000000-01-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, as_of) VALUES ('x', 1, 's', 1e22, 'infinity');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, as_of) VALUES ('x', 1, 's', 1e22, '1899-12-31');
SELECT traincost.train_cost(model => 'Llama-3.1-8B', params => 70e9, tokens => 1e12, exact => true);
SELECT traincost.train_cost(model => 'Llama-3.1-8B', flops_per_param_token => 8, exact => true);

-- a method counts the model as train_flops does: an encoder-decoder's token meets half of it
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, method, examples, prompt_tokens, response_tokens, tokens) VALUES
    ('x', 1, 'fine-tuning', 'T5-11B', 'sft', 1e6, 500, 500, NULL), ('x', 2, 'as many tokens', 'T5-11B', NULL, NULL, NULL, NULL, 1e9),
    ('x', 3, 'fine-tuning', 'LLaMA-65B', 'sft', 1e6, 500, 500, NULL), ('x', 4, 'as many tokens', 'LLaMA-65B', NULL, NULL, NULL, NULL, 1e9);
SELECT stage, model, flop FROM traincost.stage_estimate WHERE pipeline = 'x' ORDER BY stage_no;
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'x';

-- a price without its quantity is as unknown as a quantity without its price
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, usd_per_gpu_hour, annotation_items, annotation_usd_per_item, annotation_hours_per_item, annotation_usd_per_hour,
                                      people, people_months, usd_per_person_month, storage_gb, storage_months, usd_per_gb_month) VALUES
    ('x', 1, 'priced', 1e20, 8, 2, 10, NULL, 0.5, 20, 2, 3, 20000, 100, 3, 0.02),
    ('x', 2, 'no items', 1e20, 8, 2, NULL, NULL, 0.5, 20, NULL, 3, 20000, NULL, 3, 0.02),
    ('x', 3, 'no items', 1e20, 8, 2, NULL, 5, NULL, NULL, NULL, NULL, 20000, NULL, NULL, 0.02),
    ('x', 4, 'no price', 1e20, 8, 2, 0, NULL, NULL, NULL, 2, NULL, NULL, 100, 3, NULL);
SELECT stage, item, amount_usd, note FROM bill WHERE item NOT LIKE 'GPUs%';
SELECT total_usd, unpriced_stages FROM traincost.pipeline_estimate WHERE pipeline = 'x';
-- and no charge is lost on the way to FOCUS: nothing of an unknown price is unknown
SELECT x_workload_phase, count(*) AS rows, count(effective_cost) AS priced FROM traincost.focus_estimate WHERE x_scenario = 'x' GROUP BY 1 ORDER BY 1;
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'x';

-- the reason of an unpriced line is its own
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, days, ownership, depreciation, provider, acquired_on, region, method, model, tokens, exact, checkpoint_seconds, as_of) VALUES
    ('x', 1, 'before any price', 1e22, 8, NULL, NULL, NULL, NULL, NULL, 'Atlantis', NULL, NULL, NULL, NULL, NULL, '2018-01-01'),
    ('x', 2, 'nothing known', NULL, 8, NULL, NULL, NULL, NULL, NULL, 'Atlantis', 'sft', NULL, NULL, NULL, NULL, '2018-01-01'),
    ('x', 3, 'no sequence length', NULL, 8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Llama-4-Scout', 1e12, true, NULL, '2026-09-01'),
    ('x', 4, 'bought too early', 1e22, 8, NULL, 'amortize', 'price_decay', 'archived reseller page', '2018-01-01', NULL, NULL, NULL, NULL, NULL, NULL, '2026-09-01'),
    ('x', 6, 'never finishes', 3.5e25, NULL, 0.9, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 40, '2026-09-01');
SELECT stage, item, note FROM bill WHERE amount_usd IS NULL;
SELECT stage, flop, gpus, gpu_hours, total_usd FROM traincost.stage_estimate WHERE pipeline = 'x' ORDER BY stage_no;
SELECT stage, concerns, detail FROM traincost.stage_problem ORDER BY stage_no, detail COLLATE "C";
SELECT traincost.train_cost(flop => 3.5e25, days => 0.9, checkpoint_seconds => 40);
SELECT traincost.train_cost(flop => 3.5e25, days => 0.9, checkpoint_seconds => 40, missing_ok => true) AS never;
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'x';

-- large sums, the price's origin, and what the shares are shares of
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, bought_gpus, ownership, usd_per_gpu, run_multiplier, depreciation, data_usd, as_of) VALUES
    ('x', 1, 'own price', 1e27, 2000000, NULL, 'buy', 30000, 2.2, NULL, 2e10, '2026-09-01'),
    ('x', 2, 'launch price', 1e22, 8, 8, 'buy', NULL, NULL, NULL, NULL, '2016-01-01'),
    ('x', 3, 'decay', 1e22, 8, NULL, 'amortize', NULL, 2.2, 'price_decay', NULL, '2026-09-01');
SELECT stage, item, unit_usd, note, source FROM traincost.bill('x') WHERE item <> 'electricity' AND item <> 'data centre';
SELECT (SELECT sum(amount_usd) FROM bill) = total_usd AS bill, (SELECT sum(effective_cost) FROM traincost.focus_estimate WHERE x_scenario = 'x') = total_usd AS focus
FROM traincost.pipeline_estimate WHERE pipeline = 'x';

-- no tokens cost nothing where there is a price, and an unknown amount where there is none
SELECT traincost.api_cost('gpt-4o', 0, 0, as_of => '2000-01-01') AS unknown, traincost.api_cost('gpt-4o', 0, 0) AS nothing;
DROP VIEW bill;
DROP EXTENSION traincost;
