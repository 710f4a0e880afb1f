--
-- compute: FLOP, GPU-hours, days, GPUs
-- If this fails, every figure above it is wrong.  Expected values are from
-- papers or worked out by hand.
--
CREATE EXTENSION traincost;
-- GPT-3: published 3.14e23 FLOP and 3640 PFLOP/s-days
SELECT traincost.train_flops(175e9, 300e9) AS nominal, traincost.train_flops(174.6e9, 300e9) AS from_table;
SELECT round(traincost.pflops_days(3.14e23)::numeric, 2) AS pflops_days, 3640 * 8.64e19::float8 AS flop;
SELECT traincost.train_flops(11e9, 1e12, 3) AS t5_11b, traincost.train_flops(7e9, 1e9, 4) AS lora,
       traincost.train_flops(7e9, 1e9, 2) AS inference;
SELECT traincost.tokens_from_bytes(4749e9, 3.39) AS llama, traincost.tokens_from_bytes(100) AS four_bytes_each;
-- 12 L H Q T with full attention, half of it causal
SELECT traincost.attention_flops(1000, 2048, 12, 12, 64, false) = 12 * 12.0 * 12 * 64 * 2048 * 1000 AS full_attention,
       traincost.attention_flops(1000, 2048, 12, 12, 64) = 6 * 12.0 * 12 * 64 * 2048 * 1000 AS causal,
       traincost.attention_flops(1000, 2048, 12, 12, 64, passes => 1) = 2 * 12.0 * 12 * 64 * 2048 * 1000 AS forward;
SELECT traincost.convert_mfu(0.45, 6, 8) AS hfu;
-- the article's example: 10684 at the FP32 peak, 1336 at the BF16 peak and 50 percent
SELECT traincost.gpus_needed_at(1.8e23, 10, 19.5) AS fp32, traincost.gpus_needed_at(1.8e23, 10, 156) AS bf16;
SELECT round(traincost.train_days_at(3.145e23, 1000, 156)::numeric, 2) AS days,
       round(traincost.gpu_hours_at(3.145e23, 156)::numeric) AS gpu_hours;
-- a whole need stays whole in spite of rounding; a little more takes one more; nothing takes none
SELECT traincost.gpus_needed_at(86400 * 1e12 * 7, 1, 1) AS seven, traincost.gpus_needed_at(86400 * 1e12 * 7.0001, 1, 1) AS eight,
       traincost.gpus_needed_at(0, 1, 1) AS none, traincost.gpus_needed_at(1, 1e6, 1000) AS one,
       pg_typeof(traincost.gpus_needed_at(0, 1, 1));
SELECT n AS not_exact FROM generate_series(1, 2000) AS n
WHERE traincost.gpus_needed_at(0.1 * n * 864e14 * 3, 0.3, 1) <> n;
SELECT traincost.achieved_tflops(3.6e18, 10, 3600) AS achieved_tflops,
       round(traincost.achieved_mfu(3.14e23, 3552000, 125)::numeric, 3) AS gpt3_mfu,
       traincost.achieved_mfu(3.6e20, 100, 500) AS above_one_betrays_a_wrong_peak;
-- by name, with the catalog's peak and the assumption's MFU
SELECT traincost.gpus_needed(1.8e23, 10, 'A100-80GB-SXM', 0.5) AS gpus, traincost.gpus_needed(1.8e23, 10, 'A100-80GB-SXM', 1, 'fp32') AS fp32,
       round(traincost.train_days(3.145e23, 'A100-80GB-SXM', 1000, 0.5)::numeric, 2) AS days,
       traincost.gpu_hours(3.6e21) = traincost.gpu_hours_at(3.6e21, 989.4 * 0.4) AS default_gpu_and_mfu,
       traincost.gpu_hours(3.6e21, peak_tflops => 100, mfu => 1) AS peak_given;
-- unknown in, unknown out
SELECT traincost.train_flops(NULL, 1) IS NULL, traincost.gpus_needed_at(1e23, NULL, 100) IS NULL,
       traincost.gpus_needed(NULL, 10) IS NULL, traincost.train_days(1e23, 'H100-80GB-SXM', NULL) IS NULL, traincost.gpu_hours(NULL) IS NULL;
DROP EXTENSION traincost;
