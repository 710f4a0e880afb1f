--
-- company: plans in time, whose they are, and contracts
-- If this fails, a month's sum is not the bill's, a team pays another's plan, or a
-- contract's unused hours vanish.
--
SET DateStyle = ISO;
CREATE EXTENSION traincost;
-- two stages side by side after the first, the last a week later: 16 and 32 GPUs of them at a time
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, provider, usd_per_gpu_hour, starts_on, after_stage, gap_days, as_of) VALUES
    ('timed', 1, 'pre-training', 5e22, 'H100-80GB-SXM', 64, 0.4, 'lambda', 2, '2026-09-20', NULL, NULL, '2026-09-01'),
    ('timed', 2, 'code', 5e21, 'H100-80GB-SXM', 16, 0.4, 'lambda', 2, NULL, 'pre-training', NULL, '2026-09-01'),
    ('timed', 3, 'chat', 5e21, 'H100-80GB-SXM', 32, 0.4, 'lambda', 2, NULL, 'pre-training', 0.5, '2026-09-01'),
    ('timed', 4, 'merge', 5e20, 'H100-80GB-SXM', 8, 0.4, 'lambda', 2, NULL, NULL, 7, '2026-09-01'),
    ('bought', 1, 'pre-training', 1e23, 'H100-80GB-SXM', 512, 0.4, NULL, NULL, '2026-09-15', NULL, NULL, '2026-09-01'),
    ('unpriced', 1, 'pre-training', 1e22, 'H100-80GB-SXM', 512, 0.4, NULL, NULL, NULL, NULL, NULL, '1999-09-01');
UPDATE traincost.pipeline_stage SET ownership = 'buy', usd_per_gpu = 30000, other_hardware_share = 0, interconnect_share = 0, datacenter_share = 0, usd_per_kwh = 0 WHERE pipeline = 'bought';
SELECT stage, starts_at AT TIME ZONE 'UTC' AS starts, date_trunc('minute', ends_at AT TIME ZONE 'UTC') AS ends, gpus FROM traincost.stage_calendar WHERE pipeline = 'timed' ORDER BY stage_no;
SELECT pipeline, peak_gpus, date_trunc('minute', peak_from AT TIME ZONE 'UTC') AS peak_from, stages FROM traincost.plan_peak WHERE pipeline IN ('timed', 'bought', 'unpriced') ORDER BY pipeline;
SELECT pipeline, stage, month, round(gpu_hours, 1) AS gpu_hours, usd, cash_usd, unpriced_charges FROM traincost.plan_calendar WHERE pipeline IN ('timed', 'bought', 'unpriced') ORDER BY pipeline, month, stage_no;
-- the months are the bill, to the last digit; energy and CO2e to rounding
SELECT e.pipeline, sum(c.usd) = e.total_usd AS usd, sum(c.cash_usd) = e.total_usd AS cash, abs(sum(c.energy_kwh) / e.energy_kwh - 1) < 1e-9 AS kwh, abs(sum(c.co2e_location_kg) / e.co2e_location_kg - 1) < 1e-9 AS co2e
FROM traincost.plan_calendar AS c JOIN traincost.pipeline_estimate AS e ON e.pipeline = c.pipeline GROUP BY e.pipeline, e.total_usd, e.energy_kwh, e.co2e_location_kg ORDER BY e.pipeline COLLATE "C";
SELECT * FROM traincost.plan_to_date('timed', '2026-10-05');
SELECT plan, to_date_usd + to_completion_usd = total_usd AS exact FROM traincost.plan_to_date(through => '2026-10-05') ORDER BY plan COLLATE "C";
SELECT count(*) FROM traincost.plan_to_date('timed', 'infinity');
SELECT month, to_completion_usd FROM traincost.plan_to_date('timed', '5874897-12-31');
-- what contradicts itself
\set VERBOSITY terse
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, starts_on, after_stage) VALUES ('bad', 1, 'x', 1e20, 8, '2026-09-01', 'y');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, starts_on) VALUES ('bad', 1, 'x', 1e20, 8, 'infinity');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, gap_days) VALUES ('bad', 1, 'x', 1e20, 8, -1);
\set VERBOSITY default
-- a run stopped twice, the pauses overlapping, and another that starts in a pause: no hour and no cent is lost, and the peak moves
INSERT INTO traincost.plan_pause VALUES ('timed', 'pre-training', '2026-09-25', '2026-09-28', 'a fire'), ('timed', 'pre-training', '2026-09-27', '2026-10-02', NULL), ('timed', 'merge', '2026-10-01', '2026-12-24', NULL),
    ('timed', 'nobody', '2026-10-01', '2026-12-24', NULL);
SELECT stage, run_no, starts_at AT TIME ZONE 'UTC' AS starts, date_trunc('minute', ends_at AT TIME ZONE 'UTC') AS ends, round(days::numeric, 3) AS days FROM traincost.stage_run WHERE pipeline = 'timed' ORDER BY stage_no, run_no;
SELECT stage, date_trunc('minute', ends_at AT TIME ZONE 'UTC') AS ends, runs FROM traincost.stage_calendar WHERE pipeline = 'timed' ORDER BY stage_no;
SELECT month, stage, round(gpu_hours, 1) AS gpu_hours, usd FROM traincost.plan_calendar WHERE pipeline = 'timed' ORDER BY month, stage_no;
SELECT sum(c.usd) = e.total_usd AS exact FROM traincost.plan_calendar AS c JOIN traincost.pipeline_estimate AS e ON e.pipeline = c.pipeline WHERE e.pipeline = 'timed' GROUP BY e.total_usd;
SELECT to_date_usd, to_completion_usd FROM traincost.plan_to_date('timed', '2026-09-30');
\set VERBOSITY terse
INSERT INTO traincost.plan_pause VALUES ('timed', 'merge', '2026-10-02', '2026-10-02');
\set VERBOSITY default
DELETE FROM traincost.plan_pause WHERE stage <> 'nobody';
-- whose, and in what money: 5 percent off, 19 percent tax; in euro at the rate of the day approved, in francs without a rate
INSERT INTO traincost.currency_rate VALUES ('USD', 'EUR', '2026-08-01', 0.9, 'treasury'), ('USD', 'EUR', '2026-09-10', 0.5, 'treasury');
INSERT INTO traincost.plan (pipeline, owner, team, cost_center, environment, tags, status, approved_on, budget, currency, discount_share, tax_share) VALUES
    ('timed', 'Ada', 'vision', '4711', 'research', '{"grant": 7}', 'approved', '2026-09-01', 30000, 'EUR', 0.05, 0.19),
    ('bought', 'Ada', 'vision', NULL, NULL, NULL, 'cancelled', NULL, 1, 'CHF', NULL, NULL);
SELECT pipeline, team, tags, total_usd, discount_usd, tax_usd, gross_usd, currency, currency_per_usd, gross_in_currency, budget_left, over_budget FROM traincost.plan_status WHERE pipeline IN ('timed', 'bought', 'unpriced') ORDER BY pipeline;
SELECT team, month, plans, usd, cash_usd, known_usd, round(gpu_hours, 1) AS gpu_hours FROM traincost.team_month WHERE team IS NOT NULL OR month < '2000-01-01' ORDER BY month;
SELECT count(*) FROM traincost.plan_status WHERE gross_usd <> total_usd + coalesce(discount_usd, 0) + coalesce(tax_usd, 0);
-- in the currency that the company reports in, and in one without a rate
SET traincost.reporting_currency = 'EUR';
SELECT pipeline, gross_usd, reporting_currency, gross_in_reporting_currency FROM traincost.plan_status WHERE pipeline IN ('timed', 'bought') ORDER BY pipeline;
SELECT team, month, usd, reporting_currency, reporting_cost FROM traincost.team_month WHERE team IS NOT NULL ORDER BY month;
SET traincost.reporting_currency = 'CHF';
SELECT count(*) AS months, count(reporting_cost) AS converted FROM traincost.team_month;
RESET traincost.reporting_currency;
INSERT INTO traincost.plan (pipeline, tags) VALUES ('x', '[1]');
INSERT INTO traincost.plan (pipeline, status) VALUES ('x', 'stopped');
INSERT INTO traincost.plan (pipeline, approved_on) VALUES ('x', 'infinity');
-- a contract over two months in euro, of which the plan has half: used up to its hours, its cap and its days; the rest is unused, or beyond
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour, currency, upfront_share, max_gpus) VALUES
    ('C-1', 'lambda', 'H100-80GB-SXM', '2026-09-16', '2026-10-31', 32000, 1.35, 'EUR', 0.25, 96),
    ('C-2', 'lambda', 'A100-80GB-SXM', '2026-09-01', '2026-09-30', 100, 1, 'USD', 0, NULL);
INSERT INTO traincost.plan_commitment VALUES ('timed', 'C-1', 0.5);
UPDATE traincost.pipeline_stage SET commitment = 'C-1' WHERE pipeline = 'timed' AND stage <> 'code';
SELECT line_no, stage, item, round(quantity::numeric, 3) AS quantity, unit_usd, amount_usd, note, source FROM traincost.pipeline_bill WHERE pipeline = 'timed' ORDER BY line_no;
SELECT sum(b.amount_usd) = e.total_usd AS bill, (SELECT sum(usd) = e.total_usd AND sum(cash_usd) = e.total_usd FROM traincost.plan_calendar WHERE pipeline = 'timed') AS months
FROM traincost.pipeline_bill AS b JOIN traincost.pipeline_estimate AS e ON e.pipeline = b.pipeline WHERE e.pipeline = 'timed' GROUP BY e.total_usd;
SELECT stage, month, round(gpu_hours, 1) AS gpu_hours, usd, cash_usd FROM traincost.plan_calendar WHERE pipeline = 'timed' ORDER BY month, stage_no;
SELECT x_workload_phase AS stage, charge_category, x_month, round(pricing_quantity, 1) AS quantity, list_unit_price, pricing_category, commitment_discount_status AS status, consumed_quantity IS NULL AS unconsumed, billed_cost, effective_cost
FROM traincost.focus_estimate WHERE x_scenario = 'timed' AND commitment_discount_id = 'C-1' ORDER BY x_stage_no, charge_category, x_month, status;
SELECT rule, column_name, example FROM traincost.focus_check('traincost.focus_estimate') WHERE bad_rows > 0;
SELECT item, amount_usd, low_usd, high_usd FROM traincost.bill('timed') WHERE stage = 'pre-training';
SELECT commitment, month, committed_gpu_hours, round(planned_gpu_hours, 1) AS planned, round(used_gpu_hours, 1) AS used, round(beyond_gpu_hours, 1) AS beyond, round(unused_gpu_hours, 1) AS unused, billing_currency, round(unused_cost, 2) AS unused_cost, committed_cost, cash_cost
FROM traincost.commitment_month ORDER BY commitment, month;
SELECT commitment, sum(cash_cost) = sum(committed_cost) AS paid_once FROM traincost.commitment_month GROUP BY commitment ORDER BY commitment;
-- each day at its own price; before the first there is none
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES
    ('H100-80GB-SXM', 'daily cloud', 'on_demand', 3, '2026-09-01'), ('H100-80GB-SXM', 'daily cloud', 'on_demand', 2, '2026-09-27'), ('H100-80GB-SXM', 'daily cloud', 'spot', 0.5, '2026-09-29'),
    ('H100-80GB-SXM', 'daily cloud', 'on_demand', 2, '2026-10-01'), ('H100-80GB-SXM', 'daily cloud', 'on_demand', 2.5, '2026-10-03');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, provider, starts_on, daily_prices, as_of) VALUES
    ('daily', 1, 'all', 5e22, 'H100-80GB-SXM', 64, 0.4, 'daily cloud', '2026-09-20', true, '2026-09-01'), ('daily', 2, 'none yet', 5e21, 'H100-80GB-SXM', 64, 0.4, 'daily cloud', '2026-08-31', true, '2026-09-01'),
    ('daily', 3, 'as of', 5e22, 'H100-80GB-SXM', 64, 0.4, 'daily cloud', '2026-09-20', NULL, '2026-09-01'), ('daily', 4, 'no work', 0, 'H100-80GB-SXM', 64, 0.4, 'daily cloud', '2026-09-20', true, '2026-09-01'),
    ('daily', 5, 'no days', 5e22, 'H100-80GB-SXM', NULL, 0.4, 'daily cloud', NULL, true, '2026-09-01');
SELECT stage, item, round(quantity::numeric, 3) AS quantity, unit_usd, amount_usd, note, source FROM traincost.pipeline_bill WHERE pipeline = 'daily' ORDER BY line_no;
SELECT stage, month, round(gpu_hours, 1) AS gpu_hours, usd FROM traincost.plan_calendar WHERE pipeline = 'daily' AND stage_no < 4 ORDER BY stage_no, month;
-- what a stage with a contract, or with prices of each day, would cost on GPUs of one's own; and what its figures take from table assumption
SELECT s.pipeline, o AS ownership, e.total_usd > 0 AS priced FROM traincost.pipeline_stage AS s, unnest('{rent,amortize,buy}'::text[]) AS o,
    jsonb_populate_record(s, jsonb_build_object('ownership', o, 'usd_per_gpu_hour', NULL, 'provider', CASE WHEN o = 'rent' THEN s.provider END)) AS asked, traincost.estimate_stage(asked) AS e
WHERE s.pipeline IN ('timed', 'daily') AND s.stage_no = 1 ORDER BY s.pipeline, o;
SELECT assumption, value, low, high, unit, whose, stages, source <> '' AS with_source FROM traincost.plan_assumptions('daily');
-- what a contract cannot be
\set VERBOSITY terse
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour) VALUES ('C-3', 'lambda', 'x', '2026-09-16', '2026-09-01', 1, 1);
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour) VALUES ('C-4', 'lambda', 'H100-80GB-SXM', '2026-10-31', '2026-12-31', 1, 1);
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour) VALUES ('C-4', 'lambda', 'H100-80GB-SXM', '2026-11-01', '2026-12-31', 1, 1), ('C-5', 'lambda', 'H100-80GB-SXM', '2026-12-31', '2027-12-31', 1, 1);
UPDATE traincost.commitment SET ends_on = '2026-11-30', commitment = 'C-1b' WHERE commitment = 'C-1';
UPDATE traincost.commitment SET commitment = 'C-1' WHERE commitment = 'C-1b';
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, commitment) VALUES ('bad', 1, 'x', 'C-1');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, commitment, provider, price_kind) VALUES ('bad', 1, 'x', 'C-1', 'lambda', 'spot');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, daily_prices, usd_per_gpu_hour) VALUES ('bad', 1, 'x', true, 1);
INSERT INTO traincost.plan_commitment VALUES ('timed', 'C-2', 1.5);
\set VERBOSITY default
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour, currency) VALUES ('C-6', 'yen cloud', 'H100-80GB-SXM', '2026-10-31', '2026-12-31', 1, 1, 'JPY');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, gpu, provider, commitment, usd_per_gpu_hour, as_of) VALUES
    ('contracts', 1, 'no row', 1e20, 8, NULL, 'lambda', 'C-0', 1, '2026-09-01'), ('contracts', 2, 'another gpu', 1e20, 8, 'A100-80GB-SXM', 'lambda', 'C-1', 1, '2026-09-01'),
    ('contracts', 3, 'no rate', 1e20, 8, NULL, 'yen cloud', 'C-6', 1, '2026-09-01'), ('twice', 1, 'whole', 1e20, 8, NULL, 'lambda', 'C-1', 1, '2026-09-01'), ('unnamed', 1, 'x', 1e20, 8, NULL, 'lambda', NULL, 1, '2026-09-01');
SELECT stage, item, amount_usd, note FROM traincost.pipeline_bill WHERE pipeline = 'contracts' ORDER BY line_no;
-- a price that is missing in each of a thousand months, of a provider with as long a name as can be
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour) VALUES ('C-7', repeat('long ', 200), 'H100-80GB-SXM', '2026-11-01', '2126-10-31', 1, 1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, mfu, provider, commitment, as_of, starts_on) VALUES ('for good', 1, 'x', 1e26, 8, 0.4, repeat('long ', 200), 'C-7', '2026-09-01', '2026-11-01');
SELECT stage, problem, left(detail, 40) AS detail, length(detail) FROM traincost.stage_problem WHERE pipeline = 'for good';
\set VERBOSITY terse
UPDATE traincost.pipeline_stage SET provider = repeat('long ', 201) WHERE pipeline = 'for good';
UPDATE traincost.commitment SET commitment = repeat('long ', 201) WHERE commitment = 'C-7';
\set VERBOSITY default
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'for good';
DELETE FROM traincost.commitment WHERE commitment = 'C-7';
-- bought once: a stage cut in two costs what it did whole; side by side they need more, and buy what is not there; by its own row, all is there already
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, bought_gpus, mfu, ownership, usd_per_gpu, other_hardware_share, after_stage, as_of) VALUES
    ('whole', 1, 'all', 1e24, 'H100-80GB-SXM', 512, NULL, 0.4, 'buy', 30000, 0.1, NULL, '2026-09-01'),
    ('cut', 1, 'first', 5e23, 'H100-80GB-SXM', 512, NULL, 0.4, 'buy', 30000, 0.1, NULL, '2026-09-01'),
    ('cut', 2, 'second', 5e23, 'H100-80GB-SXM', 512, NULL, 0.4, 'buy', 30000, 0.1, NULL, '2026-09-01'),
    ('side', 1, 'first', 5e23, 'H100-80GB-SXM', 512, NULL, 0.4, 'buy', 30000, 0.1, NULL, '2026-09-01'),
    ('side', 2, 'a', 5e23, 'H100-80GB-SXM', 400, NULL, 0.4, 'buy', 30000, 0.1, 'first', '2026-09-01'),
    ('side', 3, 'b', 5e23, 'H100-80GB-SXM', 200, NULL, 0.4, 'buy', 30000, 0.1, 'first', '2026-09-01'),
    ('side', 4, 'c', 5e23, 'A100-80GB-SXM', 200, NULL, 0.4, 'buy', 30000, 0.1, 'first', '2026-09-01'),
    ('there', 1, 'all', 1e24, 'H100-80GB-SXM', 512, 0, 0.4, 'buy', 30000, 0.1, NULL, '2026-09-01'),
    ('uncounted', 1, 'all', 1e24, 'H100-80GB-SXM', NULL, NULL, 0.4, 'buy', 30000, 0.1, NULL, '2026-09-01');
SELECT pipeline, stage, item, quantity, amount_usd, note FROM traincost.pipeline_bill WHERE pipeline IN ('whole', 'cut', 'side', 'there', 'uncounted') AND item IN ('GPUs, bought', 'other hardware') ORDER BY pipeline, line_no;
SELECT w.compute_usd = c.compute_usd AS same, w.other_hardware_usd = c.other_hardware_usd AS same_hosts FROM traincost.pipeline_estimate AS w, traincost.pipeline_estimate AS c WHERE w.pipeline = 'whole' AND c.pipeline = 'cut';
-- a cluster: what is used of it and what stands idle; a stage that it cannot be, or whose price nobody knows, is unknown and says why
INSERT INTO traincost.cluster (cluster, gpu, gpus, price, currency, bought_on, useful_life_years, residual_share, utilization) VALUES
    ('dgx', 'H100-80GB-SXM', 600, 20e6, 'USD', '2026-08-16', 4, 0.1, 0.9), ('yen', 'H100-80GB-SXM', 600, 20e8, 'JPY', '2026-08-01', NULL, NULL, NULL), ('old', 'H100-80GB-SXM', 600, 20e6, 'USD', '2022-09-20', 4, NULL, NULL);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, ownership, cluster, usd_per_kwh, datacenter_share, as_of) VALUES
    ('shared', 1, 'first', 5e23, 'H100-80GB-SXM', 512, 0.4, 'amortize', 'dgx', 0, 0, '2026-09-01'), ('shared', 2, 'second', 1e24, 'H100-80GB-SXM', 600, 0.4, 'amortize', 'dgx', 0, 0, '2026-09-01'),
    ('refused', 1, 'too many', 5e23, 'H100-80GB-SXM', 700, 0.4, 'amortize', 'dgx', 0, 0, '2026-09-01'), ('refused', 2, 'another', 5e23, 'A100-80GB-SXM', 512, 0.4, 'amortize', 'dgx', 0, 0, '2026-09-01'),
    ('refused', 3, 'no row', 5e23, 'H100-80GB-SXM', 512, 0.4, 'amortize', 'xxx', 0, 0, '2026-09-01'), ('refused', 4, 'no rate', 5e23, 'H100-80GB-SXM', 512, 0.4, 'amortize', 'yen', 0, 0, '2026-09-01'),
    ('early', 1, 'x', 5e23, 'H100-80GB-SXM', 512, 0.4, 'amortize', 'dgx', 0, 0, '2026-08-15'), ('late', 1, 'x', 5e23, 'H100-80GB-SXM', 512, 0.4, 'amortize', 'old', 0, 0, '2026-09-15');
SELECT pipeline, stage, item, round(quantity::numeric) AS quantity, unit_usd, amount_usd, note, source FROM traincost.pipeline_bill WHERE pipeline IN ('shared', 'refused', 'early', 'late') AND item LIKE 'GPUs%' ORDER BY pipeline, line_no;
SELECT month, available_gpu_hours, round(planned_gpu_hours, 1) AS planned, round(idle_gpu_hours, 1) AS idle, overbooked, round(depreciation_usd, 2) AS depreciation, round(charged_usd, 2) AS charged, round(uncharged_usd, 2) AS uncharged, cash_usd
FROM traincost.cluster_month WHERE cluster = 'dgx' ORDER BY month LIMIT 4;
SELECT cluster, count(*) AS months, sum(depreciation_usd) AS depreciation, sum(cash_usd) AS cash FROM traincost.cluster_month GROUP BY cluster ORDER BY cluster;
-- rent or own, for what the plan has at work at a time
SELECT pipeline, gpu, gpus, round(gpu_hours::numeric) AS gpu_hours, cheaper, rent_usd < own_usd AS rent FROM (VALUES ('side'), ('timed')) AS v (pipeline), traincost.plan_rent_or_own(pipeline, 1, 0) ORDER BY pipeline, gpu;
SELECT count(*) AS same FROM traincost.plan_rent_or_own('unnamed') AS p, traincost.rent_or_own('H100-80GB-SXM', 8, usd_per_gpu_hour => 1, as_of => '2026-09-01') AS o WHERE abs(p.break_even_gpu_hours / o.break_even_gpu_hours - 1) < 1e-6 GROUP BY o.break_even_gpu_hours;
\set VERBOSITY terse
SELECT * FROM traincost.plan_rent_or_own('nobody');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, cluster) VALUES ('bad', 1, 'x', 'dgx');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, cluster, ownership, usd_per_gpu) VALUES ('bad', 1, 'x', 'dgx', 'amortize', 1);
\set VERBOSITY default
-- spot: what interruptions leave of it, and that nobody counts them; a reserved price for a short run is a problem, not a bargain
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, price_kind, usd_per_gpu_hour, gpu_hours_per_failure, checkpoint_seconds, restart_seconds, goodput, as_of) VALUES
    ('spot', 1, 'counted', 5e22, 'H100-80GB-SXM', 64, 0.4, 'spot', 1, 1000, 60, 1200, NULL, '2026-09-01'), ('spot', 2, 'given', 5e22, 'H100-80GB-SXM', 64, 0.4, 'spot', 1, NULL, NULL, NULL, 0.8, '2026-09-01'),
    ('spot', 3, 'forgotten', 5e22, 'H100-80GB-SXM', 64, 0.4, 'spot', 1, NULL, NULL, NULL, NULL, '2026-09-01'), ('spot', 5, 'of hardware alone', 5e22, 'H100-80GB-SXM', 64, 0.4, 'spot', 1, NULL, 60, NULL, NULL, '2026-09-01'), ('spot', 4, 'three years', 5e22, 'H100-80GB-SXM', 64, 0.4, 'reserved_3y', 1, NULL, NULL, NULL, NULL, '2026-09-01');
SELECT stage, round(days::numeric, 2) AS days, round(goodput::numeric, 4) AS goodput, round(failures::numeric, 1) AS failures, total_usd FROM traincost.stage_estimate WHERE pipeline = 'spot' ORDER BY stage_no;
SELECT round((a.gpu_hours / b.gpu_hours * a.goodput)::numeric, 9) AS same FROM traincost.stage_estimate AS a, traincost.stage_estimate AS b WHERE a.pipeline = 'spot' AND a.stage_no = 1 AND b.pipeline = 'spot' AND b.stage_no = 3;
SELECT stage_no, concerns, detail FROM traincost.stage_problem WHERE pipeline IN ('spot', 'timed') ORDER BY stage_no;
SELECT stage, note FROM traincost.pipeline_bill WHERE pipeline = 'spot' ORDER BY line_no;
-- what is wrong in the rows above, and in prices: of an instance, in another currency, stale, reserved for days
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES
    ('H100-80GB-SXM', 'our deal', 'on_demand', 20, '2026-08-01'), ('H100-80GB-SXM', 'our yen', 'on_demand', 400, '2026-08-01'), ('H100-80GB-SXM', 'our cent', 'on_demand', 0.02, '2026-08-01'),
    ('H100-80GB-SXM', 'our fair', 'on_demand', 2.2, '2026-08-01'), ('H100-80GB-SXM', 'our old', 'on_demand', 2.2, '2025-08-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, provider, price_kind, after_stage, usd_per_gpu_hour, as_of) VALUES
    ('stale', 1, 'x', 1e21, 8, 'our old', NULL, NULL, NULL, '2026-09-01'), ('reserved', 1, 'x', 1e20, 8, 'aws', 'reserved_1y', 'y', 1.5, '2026-09-01');
INSERT INTO traincost.plan (pipeline) VALUES ('forgotten');
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour) VALUES ('C-5', 'x', 'H1000', '2026-10-31', '2026-12-31', 1, 1);
SELECT problem, table_name, row_key, regexp_replace(detail, '(times the median ).*( others)', '\1… of …\2') AS detail FROM traincost.catalog_problem WHERE row_key !~ '^unpriced' AND problem <> 'implausible value' ORDER BY problem, table_name, row_key COLLATE "C";
DROP EXTENSION traincost;
