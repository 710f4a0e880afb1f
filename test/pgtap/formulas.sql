-- Formulas by hand: a call, and what the arithmetic of its COMMENT gives.  A formula of
-- plain numbers without a case here fails by name, and so does one whose defaults none
-- of its cases leaves out.
BEGIN;
SELECT no_plan();

CREATE TEMPORARY TABLE by_hand (call text PRIMARY KEY, value float8);
INSERT INTO by_hand VALUES
    -- compute.c, cluster.c
    ('train_flops(7e9, 2e12)', 6 * 7e9 * 2e12),
    ('train_flops(7e9, 2e12, 8)', 8 * 7e9 * 2e12),
    ('pflops_days(1e23)', 1e23 / (1e15 * 86400)),
    ('tokens_from_bytes(4.4e13)', 4.4e13 / 4),
    ('tokens_from_bytes(4.4e13, 4.3)', 4.4e13 / 4.3),
    ('convert_mfu(0.4, 6, 8)', 0.4 * 8 / 6),
    ('gpu_hours_at(1e23, 400)', 1e23 / (400 * 1e12 * 3600)),
    ('train_days_at(1e23, 512, 400)', 1e23 / (400 * 1e12 * 3600) / 512 / 24),
    ('gpus_needed_at(1e23, 30, 400)', ceil(1e23 / (400 * 1e12 * 3600) / 30 / 24)),
    ('achieved_tflops(1e20, 64, 3600)', 1e20 / (64 * 3600 * 1e12)),
    ('achieved_mfu(1e23, 70000, 989.4)', 1e23 / (70000 * 3600 * 989.4e12)),
    -- energy.c
    ('energy_kwh(100, 700)', 100 * 700 / 1000),
    ('energy_kwh(100, 700, 0.85, 1.8, 1.15)', 100 * 700 * 0.85 * 1.8 * 1.15 / 1000),
    ('node_energy_kwh(10)', 0),
    ('node_energy_kwh(10, 8, 700, 0.9, 350, 0.4, 2048, 0.3, 1.2)', 10 * (8 * 700 * 0.9 + 350 * 0.4 + 2048 * 0.3) * 1.2 / 1000),
    ('node_energy_kwh(10, 8, 700, memory_gb => 2048)', 10 * (8 * 700 + 2048 * 0.3725) / 1000),
    ('co2e_kg(1200, 380)', 1200 * 380 / 1000),
    ('co2e_embodied_kg(5000, 150)', 5000 / (3 * 8760.0) * 150),
    ('co2e_embodied_kg(5000, 150, 5700)', 5000 / (3 * 8760.0) * (150 + 5700 / 8.0)),
    ('co2e_embodied_kg(5000, 150, 5700, 4, 5, 0.7)', 5000 / (5 * 8760 * 0.7) * (150 + 5700 / 4.0)),
    ('water_l(1000, 0.4)', 1000 * 0.4),
    ('water_l(1000, 0.4, 1.3, 4.5)', 1000 * (0.4 + 1.3 * 4.5)),
    ('water_l(1000, 0.4, wue_source_l_per_kwh => 4.5)', 1000 * (0.4 + 4.5)),
    ('household_years(1e6)', 1e6 / 10791),
    ('household_years(1e6, 3500)', 1e6 / 3500),
    ('sci_gco2e(200, 30, 1e6)', 1000 * (200 + 30) / 1e6),
    -- money.c
    ('rent_usd(1000, 2.5)', 1000 * 2.5),
    ('rent_usd(1000, 2.5, 0.3)', 1000 * 2.5 * 0.7),
    ('own_usd(64, 25000)', 64 * 25000 * (1 + 0.2 + 0.1)),
    ('own_usd(64, 25000, 0.3, 0.15, 5e5)', 64 * 25000 * (1 + 0.3 + 0.15) + 5e5),
    ('cluster_usd(64, 25000)', 64 * 25000 * 1.64 / 0.81),
    ('cluster_usd(64, 25000, 1.5, 0.2)', 64 * 25000 * 1.5 / 0.8),
    ('decayed_price_usd(30000, 2)', 30000 * 10 ^ (-0.14 * 2)),
    ('decayed_price_usd(30000, 2, 0.3)', 30000 * 10 ^ (-0.3 * 2)),
    ('straight_line_price_usd(30000, 2)', 30000 * (1 - 2 / 6.0)),
    ('straight_line_price_usd(30000, 2, 5, 0.2)', 30000 * (1 - 0.8 * 2 / 5)),
    ('decay_usd_per_gpu_hour(30000)', 30000 * 0.14 * ln(10) / 8766),
    ('decay_usd_per_gpu_hour(30000, 0.3, 0.6)', 30000 * 0.3 * ln(10) / (8766 * 0.6)),
    ('straight_line_usd_per_gpu_hour(30000)', 30000 / (6 * 8766.0)),
    ('straight_line_usd_per_gpu_hour(30000, 4, 0.1, 0.6)', 30000 * 0.9 / (4 * 8766 * 0.6)),
    ('amortized_usd(1000, 30000)', 1000 * 30000 * 0.14 * ln(10) / 8766 / 0.81),
    ('amortized_usd(1000, 30000, 0.1, 0.3)', 1000 * 30000 * 0.3 * ln(10) / 8766 / 0.9),
    ('electricity_usd(1200, 0.08)', 1200 * 0.08),
    ('storage_usd(500, 6, 0.023)', 500 * 6 * 0.023),
    ('labor_usd(12, 1.5, 3e5)', 12 * 1.5 * 3e5),
    ('labor_usd(12, 1.5, 3e5, 1.25)', 12 * 1.5 * 3e5 * 1.25),
    ('annotation_usd(27000, 3.5)', 27000 * 3.5),
    ('development_usd(1e6)', 1e6 * 2.2),
    ('development_usd(1e6, 3)', 1e6 * 3),
    ('break_even_hours(30000, 2.5)', 30000 / 2.5),
    ('break_even_hours(30000, 2.5, 0.5)', 30000 / 2.0),
    ('break_even_utilization(30000, 4, 2.5)', 30000 / 2.5 / (4 * 8766)),
    ('break_even_utilization(30000, 4, 2.5, 0.5)', 30000 / 2.0 / (4 * 8766)),
    ('api_usd(3e6, 5e6, 2, 8)', (3e6 * 2 + 5e6 * 8) / 1e6),
    ('break_even_tokens(1e6, 2)', 1e6 / 2 * 1e6),
    ('break_even_tokens(1e6, 2, 0.5)', 1e6 / 1.5 * 1e6),
    -- scaling.c
    ('scaling_loss(7e9, 2e12, 1.8, 480, 2000, 0.35, 0.37)', 1.8 + 480 / 7e9 ^ 0.35 + 2000 / 2e12 ^ 0.37),
    ('scaling_optimal_params(1e24, 480, 2000, 0.35, 0.37)', (0.35 * 480 / (0.37 * 2000)) ^ (1 / 0.72) * (1e24 / 6) ^ (0.37 / 0.72)),
    -- reliability.c
    ('checkpoint_bytes(7e9)', 7e9 * 14),
    ('checkpoint_bytes(7e9, 12)', 7e9 * 12),
    ('cluster_mtbf_hours(16384, 50677)', 50677 / 16384.0),
    ('train_failures(54, 3)', 54 * 24 / 3),
    ('train_failures(54, 3, 0.9)', 54 / 0.9 * 24 / 3),
    ('lost_gpu_hours(419, 16384, 0.5)', 419 * 16384 * 0.25),
    ('lost_gpu_hours(419, 16384, 0.5, 0.05, 0.1)', 419 * 16384 * (0.1 + 0.55 / 2)),
    -- adapters.c, rollout.c
    ('adapter_params(32, 4096, 64)', 32 * 2 * (2 * 4096 * 64 + 64 + 4096)),
    ('adapter_params(32, 4096, 64, 1)', 32 * (2 * 4096 * 64 + 64 + 4096)),
    ('prefix_params(32, 1024, 20)', 2 * 32 * 1024 * 20),
    ('prompt_params(4096, 20)', 4096 * 20),
    ('task_storage_gb(10, 7e9)', 10 * 7e9 * 2 / 1e9),
    ('task_storage_gb(10, 7e9, 1e7)', (7e9 + 10 * 1e7) * 2 / 1e9),
    ('task_storage_gb(10, 7e9, 1e7, 4)', (7e9 + 10 * 1e7) * 4 / 1e9),
    ('kv_bytes_per_token(32, 4096, 32)', 2 * 32 * 4096 * 2),
    ('kv_bytes_per_token(32, 4096, 32, 8, 128, 0, 0, 0, 0, 0, 1)', 2 * 32 * 8 * 128);

CREATE FUNCTION pg_temp.answer(call text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    result float8;
BEGIN
    EXECUTE 'SELECT traincost.' || call INTO result;
    RETURN result;
END $$;
SELECT is(CASE WHEN abs(a / nullif(value, 0) - 1) < 1e-14 THEN value ELSE a END, value, call) FROM by_hand, pg_temp.answer(call) AS a ORDER BY call COLLATE "C";

-- formulas of plain numbers, with the most and the fewest arguments they take
CREATE TEMPORARY VIEW formula AS
SELECT p.proname AS name, p.pronargs AS most, p.pronargs - p.pronargdefaults AS fewest
FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.pronamespace = 'traincost'::regnamespace AND l.lanname = 'c' AND p.provolatile = 'i' AND p.proisstrict AND p.proname !~ '^_'
  AND p.prorettype = 'float8'::regtype AND p.proargtypes::oid[] <@ ARRAY['float8'::regtype::oid];
CREATE TEMPORARY VIEW tried AS
SELECT split_part(call, '(', 1) AS name, length(call) - length(replace(call, ',', '')) + 1 AS arguments FROM by_hand;
SELECT ok(count(*) > 40, count(*) || ' formulas of plain numbers') FROM formula;
SELECT is_empty('SELECT name FROM formula EXCEPT SELECT name FROM tried', 'every formula has a case in test/pgtap/formulas.sql');
SELECT is_empty('SELECT name, most FROM formula EXCEPT SELECT name, arguments FROM tried', 'every formula has a case with all its arguments');
SELECT is_empty('SELECT name, fewest FROM formula EXCEPT SELECT name, arguments FROM tried', 'every formula has a case with its defaults');
SELECT * FROM finish();
ROLLBACK;
