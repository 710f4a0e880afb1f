--
-- estimate: a run from names or numbers
-- If this fails, bills are wrong.  Each column is checked against its formula.
--
CREATE EXTENSION traincost;
-- what a run takes
\x on
SELECT flop, gpus, days, gpu_hours, energy_kwh, co2e_location_kg, co2e_market_kg, co2e_embodied_kg, water_l,
       compute_usd, other_hardware_usd, datacenter_usd, energy_usd, data_usd, labor_usd, total_usd
FROM traincost.train_estimate(model => 'Llama-3.1-405B', gpus => 16384, as_of => '2026-09-01');
\x off
-- each column by its own formula
SELECT e.flop = 6 * 1e11 * 3e11 + 1e22 AS flop,
       e.gpu_hours = (traincost.gpu_hours_at(1.8e23, 312 * 0.5) + traincost.gpu_hours_at(1e22, 312 * 0.1)) / 0.9 * 1.5 AS gpu_hours,
       e.gpus = 2000 AS gpus,
       round(e.days::numeric, 9) = round((e.gpu_hours / 1.5 / 2000 / 24)::numeric, 9) AS days,
       e.energy_kwh = traincost.energy_kwh(e.gpu_hours, 400, 0.85, 1.8, 1.15) AS energy,
       e.co2e_location_kg = traincost.co2e_kg(e.energy_kwh, traincost.grid_gco2e_per_kwh('aws/us-east-1', '2026-09-01')) AS location,
       e.co2e_market_kg = traincost.co2e_kg(e.energy_kwh, 50) AS market,
       e.co2e_embodied_kg = traincost.co2e_embodied_kg(e.gpu_hours, 164, 5700) AS embodied,
       e.water_l = traincost.water_l(e.energy_kwh / 1.15, 0.36, 1.15, 4.52) AS water,
       e.compute_usd = e.gpu_hours * 2 AS compute, e.other_hardware_usd = 0 AS other, e.datacenter_usd = 0 AS building,
       e.energy_usd = 0 AS energy_usd, e.data_usd = 5 AS data, e.labor_usd = 7 AS labor,
       e.total_usd = e.compute_usd + 5 + 7 AS total
FROM traincost.train_estimate(params => 1e11, tokens => 3e11, generation_flop => 1e22, gpu => 'A100-80GB-SXM', gpus => 2000,
     mfu => 0.5, generation_mfu => 0.1, goodput => 0.9, run_multiplier => 1.5, region => 'aws/us-east-1',
     usd_per_gpu_hour => 2, data_usd => 5, labor_usd => 7, market_gco2e_per_kwh => 50, as_of => '2026-09-01') AS e;
-- the article's bill, bought, to the cent
SELECT total_usd = 142790000 AS exact, compute_usd, other_hardware_usd, datacenter_usd, energy_usd, labor_usd
FROM traincost.train_estimate(flop => 1.8e23, gpu => 'A100-80GB-SXM', gpus => 10830, peak_tflops => 19.5, mfu => 1,
     ownership => 'buy', usd_per_gpu => 10000, other_hardware_share => 0.2, datacenter_share => 0.1, labor_usd => 2e6, usd_per_kwh => 0);
SELECT total_usd = 142790000 AS exact
FROM traincost.train_estimate_at(1.8e23, 19.5, gpus => 10830, usd_per_gpu => 10000, labor_usd => 2e6, usd_per_kwh => 0, gpu_watts => 400);
-- amortised: straight line over life and utilisation, with shares and electricity on top
SELECT e.compute_usd = e.gpu_hours * (10000 / (4 * 8766 * 0.5)) AS compute, e.other_hardware_usd = 0.2 * e.compute_usd AS other,
       e.datacenter_usd = 0.1 * e.compute_usd AS building, e.energy_usd = e.energy_kwh * 0.0826 AS electricity,
       e.total_usd = e.compute_usd + e.other_hardware_usd + e.datacenter_usd + e.energy_usd AS total
FROM traincost.train_estimate(flop => 1e22, ownership => 'amortize', usd_per_gpu => 10000, useful_life_years => 4, cluster_utilization => 0.5) AS e;
-- given days: the fewest whole GPUs and the days they take; given neither: hours, energy and rent all the same
SELECT gpus, round(days::numeric, 4) AS days FROM traincost.train_estimate(flop => 1.8e23, gpu => 'A100-80GB-SXM', mfu => 0.5, days => 10);
SELECT gpus, days, gpu_hours IS NOT NULL AS hours, total_usd IS NOT NULL AS rent, energy_kwh IS NOT NULL AS energy
FROM traincost.train_estimate(flop => 1.8e23);
SELECT gpus, total_usd FROM traincost.train_estimate(flop => 1.8e23, ownership => 'buy');
SELECT gpus, days, gpu_hours, total_usd FROM traincost.train_estimate(flop => 0, days => 10);
-- a mixture of experts trains its active parameters, an encoder-decoder half of them
SELECT (traincost.train_estimate(model => 'DeepSeek-V3')).flop = 6 * 37e9 * 14.8e12 AS active,
       (traincost.train_estimate(model => 'T5-11B')).flop = 3 * 11e9 * 1e12 AS encoder_decoder,
       (traincost.train_estimate(model => 'Llama-3.1-8B', tokens => 1e9)).flop = 6 * 8030261248.0 * 1e9 AS other_tokens,
       (traincost.train_estimate(model => 'Llama-3.1-8B', flops_per_param_token => 8)).flop = 8 * 8030261248.0 * 15e12 AS other_rule;
-- goodput derived from failures, at Daly's checkpoint interval
SELECT e.gpu_hours = b.gpu_hours / g AS hours, abs(e.days / (b.days / g) - 1) < 1e-12 AS days, round(g::numeric, 4) AS goodput
FROM traincost.train_estimate(flop => 3.8e25, gpus => 16384, gpu_hours_per_failure => 50677, checkpoint_seconds => 10, restart_seconds => 360) AS e,
     traincost.train_estimate(flop => 3.8e25, gpus => 16384, run_overhead => 1) AS b,
     traincost.goodput(50677 / 16384.0, traincost.checkpoint_interval_hours(50677 / 16384.0, 10 / 3600.0), 10 / 3600.0, 0.1) AS g;
SELECT (traincost.train_estimate(flop => 1e24, gpus => 4096, restart_seconds => 600)).gpu_hours
       = (traincost.train_estimate(flop => 1e24, gpus => 4096, gpu_hours_per_failure => 50677, checkpoint_seconds => 5, restart_seconds => 600)).gpu_hours AS assumptions_stand_in,
       (traincost.train_estimate_at(1e24, 400, gpus => 4096, gpu_hours_per_failure => 50677)).days > (traincost.train_estimate_at(1e24, 400, gpus => 4096)).days AS by_number;
-- given days, the fewest GPUs that keep them in spite of their failures
SELECT e.days <= 30 AS in_time, one_fewer.days > 30 AS one_fewer_is_not, e.gpus > ideal.gpus AS more_than_ideal
FROM traincost.train_estimate(flop => 3.8e25, days => 30, gpu_hours_per_failure => 50677, checkpoint_seconds => 10, restart_seconds => 360) AS e,
     traincost.train_estimate(flop => 3.8e25, days => 30, run_overhead => 1) AS ideal,
     traincost.train_estimate(flop => 3.8e25, gpus => e.gpus - 1, gpu_hours_per_failure => 50677, checkpoint_seconds => 10, restart_seconds => 360) AS one_fewer;
SELECT traincost.train_cost(flop => 1e24, gpus => 1e6, gpu_hours_per_failure => 5000);
SELECT traincost.train_cost(flop => 1e24, days => 0.01, gpu_hours_per_failure => 5000);
SELECT traincost.train_cost(flop => 1e24, gpu_hours_per_failure => 5000);
SELECT traincost.train_cost(flop => 1e24, gpus => 64, gpu_hours_per_failure => 5000, goodput => 0.9);
-- unknown stays unknown and is no error: an undisclosed model, missing tokens, a GPU without price
SELECT (traincost.train_estimate(model => 'GPT-4')).flop IS NULL AS nothing_known, traincost.train_cost(model => 'GPT-4') IS NULL AS no_cost,
       traincost.train_cost(params => 7e9) IS NULL AS no_tokens;
SELECT total_usd, compute_usd, gpu_hours IS NOT NULL AS hours FROM traincost.train_estimate_at(1e23, 100);
SELECT num_nulls(e.compute_usd, e.other_hardware_usd, e.datacenter_usd, e.energy_usd, e.total_usd, e.energy_kwh, e.gpus) AS unknown
FROM traincost.train_estimate_at(1e23, 100) AS e;
-- by name and by number agree
SELECT a = b AS same
FROM traincost.train_estimate(flop => 1e23, gpu => 'H100-80GB-SXM', gpus => 512, usd_per_gpu_hour => 3, run_overhead => 1) AS a,
     traincost.train_estimate_at(1e23, 989.4 * 0.4, gpus => 512, usd_per_gpu_hour => 3, gpu_watts => 700,
         gco2e_per_kwh => traincost.grid_gco2e_per_kwh('WORLD')) AS b;
-- an assumption is a row: changing it changes the default
UPDATE traincost.assumption SET value = 0.5 WHERE name = 'mfu';
SELECT traincost.gpu_hours(1e23) = traincost.gpu_hours(1e23, mfu => 0.5) AS taken,
       (traincost.train_estimate(flop => 1e23, run_overhead => 1)).gpu_hours = traincost.gpu_hours(1e23, mfu => 0.5) AS by_the_estimate,
       (traincost.train_estimate(flop => 1e23, mfu => 0.25)).gpu_hours = traincost.gpu_hours(1e23, mfu => 0.25) AS unless_given;
DELETE FROM traincost.assumption WHERE name = 'mfu';
SELECT (traincost.train_estimate(flop => 1e23)).gpu_hours;
SELECT (traincost.train_estimate(flop => 1e23, missing_ok => true)).gpu_hours IS NULL AS unknown_without_it;
-- defaults in SQL equal the assumptions as shipped
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
WITH argument AS (
    SELECT p.proname, a.name, pg_get_function_arg_default(p.oid, a.i::int) AS value
    FROM pg_proc AS p, unnest(p.proargnames) WITH ORDINALITY AS a (name, i)
    WHERE p.pronamespace = 'traincost'::regnamespace AND p.provolatile = 'i'
), same_meaning (proname, name, assumption) AS (
    VALUES ('own_usd', 'other_hardware_share', 'other_hardware_share'), ('own_usd', 'datacenter_share', 'datacenter_share'),
           ('cluster_usd', 'interconnect_share', 'interconnect_share'), ('amortized_usd', 'interconnect_share', 'interconnect_share'),
           ('amortized_usd', 'price_decay_oom_per_year', 'price_decay_oom_per_year'), ('decayed_price_usd', 'price_decay_oom_per_year', 'price_decay_oom_per_year'),
           ('decay_usd_per_gpu_hour', 'price_decay_oom_per_year', 'price_decay_oom_per_year'),
           ('straight_line_price_usd', 'useful_life_years', 'useful_life_years'), ('straight_line_usd_per_gpu_hour', 'useful_life_years', 'useful_life_years'),
           ('development_usd', 'run_multiplier', 'development_multiplier'), ('household_years', 'kwh_per_household_year', 'household_kwh_per_year'),
           ('co2e_embodied_kg', 'embodied_life_years', 'embodied_life_years')
    UNION ALL
    SELECT 'train_estimate_at', x, x
    FROM unnest('{other_hardware_share,datacenter_share,cluster_utilization,usd_per_kwh,pue,power_fraction,host_overhead,gpu_embodied_kg,server_embodied_kg,embodied_life_years,wue_site_l_per_kwh,wue_source_l_per_kwh,checkpoint_seconds,restart_seconds}'::text[]) AS x
)
SELECT count(*) AS compared, count(*) FILTER (WHERE a.value::float8 IS DISTINCT FROM s.value) AS differ
FROM same_meaning AS m
LEFT JOIN argument AS a USING (proname, name)
LEFT JOIN traincost.assumption AS s ON s.name = m.assumption;

-- a goodput given is taken at its word; an unknown one is none; words are checked even where a number makes them idle
SELECT round((traincost.train_estimate_at(1e20, 100, goodput => 0.0005)).gpu_hours) AS little,
       (traincost.train_estimate_at(1e20, 100, gpus => 8, goodput => NULL, gpu_hours_per_failure => 50000)).gpu_hours
       = (traincost.train_estimate_at(1e20, 100, gpus => 8, gpu_hours_per_failure => 50000)).gpu_hours AS derived;
SELECT traincost.train_cost(flop => 1e20, usd_per_gpu_hour => 2, price_kind => 'bogus');
SELECT traincost.train_cost(flop => 1e20, usd_per_gpu_hour => 2, peak_tflops => 100, dtype => 'bf17');
DROP EXTENSION traincost;
