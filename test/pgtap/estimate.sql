-- Properties of formulas and estimates: what must hold for any numbers.
BEGIN;
SELECT plan(16);

CREATE TEMPORARY TABLE sample AS
SELECT 10 ^ (18 + 7 * random()) AS flop, 10 ^ (1 + 2 * random()) AS tflops, ceil(10 ^ (4 * random())) AS gpus,
       10 ^ (2 * random() - 1) AS price, 10 ^ (random() * 3) AS days
FROM generate_series(1, 2000);

SELECT is_empty('SELECT * FROM sample WHERE abs(traincost.train_flops(gpus, flop) / (6 * gpus * flop) - 1) > 1e-15', 'FLOP are 6PD');
SELECT is_empty('SELECT * FROM sample WHERE abs(traincost.gpu_hours_at(2 * flop, tflops) / traincost.gpu_hours_at(flop, tflops) - 2) > 1e-12', 'GPU-hours are linear in FLOP');
SELECT is_empty('SELECT * FROM sample WHERE traincost.gpus_needed_at(flop, days, tflops) < 1', 'work takes a GPU');
SELECT is_empty('SELECT * FROM sample WHERE traincost.train_days_at(flop, traincost.gpus_needed_at(flop, days, tflops), tflops) > days * (1 + 2e-9)', 'the GPUs needed finish in time');
SELECT is_empty('SELECT * FROM (SELECT *, traincost.gpus_needed_at(flop, days, tflops) AS n FROM sample) AS s WHERE n > 1 AND traincost.train_days_at(flop, n - 1, tflops) < days * (1 - 2e-9)', 'one fewer would not');
SELECT is_empty('SELECT * FROM sample WHERE abs(traincost.achieved_tflops(flop, gpus, traincost.train_days_at(flop, gpus, tflops) * 86400) / tflops - 1) > 1e-12', 'achieved TFLOP/s undo days');
SELECT is_empty('SELECT * FROM sample WHERE abs(traincost.achieved_mfu(flop, traincost.gpu_hours_at(flop, tflops), 4 * tflops) - 0.25) > 1e-12', 'achieved MFU undoes GPU-hours');
SELECT is_empty('SELECT * FROM sample WHERE (traincost.train_estimate_at(flop, tflops, gpus, usd_per_gpu_hour => 2 * price)).total_usd <> 2 * (traincost.train_estimate_at(flop, tflops, gpus, usd_per_gpu_hour => price)).total_usd', 'rent is linear in price');
SELECT is_empty('SELECT * FROM (SELECT (traincost.train_estimate_at(flop, tflops, gpus, usd_per_gpu => price, data_usd => days, gpu_watts => 500)).* FROM sample) AS e WHERE total_usd <> compute_usd + other_hardware_usd + datacenter_usd + energy_usd + data_usd + labor_usd
    -- a server for 32-bit x86 rounds its own sums twice, which may be one bit
    AND (9007199254740994::float8 + 0.99996::float8 = 9007199254740994::float8 OR NOT abs(total_usd / (compute_usd + other_hardware_usd + datacenter_usd + energy_usd + data_usd + labor_usd) - 1) < 3e-16)', 'the total is the sum of the six');
SELECT is_empty('SELECT * FROM (SELECT days AS wanted, (traincost.train_estimate_at(flop, tflops, days => days)).* FROM sample) AS e WHERE days > wanted * (1 + 2e-9) OR gpus <> floor(gpus)', 'given days are kept, on whole GPUs');
SELECT is_empty('SELECT * FROM (SELECT tflops, (traincost.train_estimate_at(flop, tflops, gpus, goodput => 0.5)).gpu_hours / (traincost.train_estimate_at(flop, tflops, gpus)).gpu_hours AS r FROM sample) AS e WHERE r <> 2', 'half the goodput, twice the hours');
SELECT is_empty('SELECT * FROM (SELECT (traincost.train_estimate_at(flop, tflops, gpus, run_multiplier => 3)).* , traincost.train_days_at(flop, gpus, tflops) AS final FROM sample) AS e WHERE abs(days / final - 1) > 1e-12 OR abs(gpu_hours / (gpus * days * 24) - 3) > 1e-9', 'more runs cost hours, not days of the final run');
SELECT is_empty('SELECT * FROM (SELECT (traincost.train_estimate_at(flop, tflops, gpus, gpu_watts => 500, gco2e_per_kwh => 400, pue => 1.5)).co2e_location_kg / (traincost.train_estimate_at(flop, tflops, gpus, gpu_watts => 500, gco2e_per_kwh => 400, pue => 1)).co2e_location_kg AS r FROM sample) AS e WHERE abs(r - 1.5) > 1e-12', 'PUE counts once');
SELECT is_empty('SELECT * FROM sample WHERE abs(traincost.rent_usd(traincost.break_even_hours(price * 1000, price), price) / (price * 1000) - 1) > 1e-12', 'the break-even point satisfies both sides');
SELECT is_empty($$SELECT * FROM sample WHERE traincost.train_cost(flop => flop, gpu => 'A100-80GB-SXM', mfu => 0.4, as_of => '2026-01-01') > traincost.train_cost(flop => flop, gpu => 'A100-80GB-SXM', mfu => 0.3, as_of => '2026-01-01')$$, 'a better MFU never costs more');
SELECT is_empty($$SELECT * FROM traincost.gpu AS g WHERE bf16_tflops > 0 AND NOT traincost.gpu_peak_tflops(name) = bf16_tflops$$, 'peaks are those of the catalog');
SELECT * FROM finish();
ROLLBACK;
