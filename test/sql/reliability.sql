--
-- reliability: failures, checkpoints, goodput
-- If this fails, days and dollars leave the failures out, or count them wrong.
--
CREATE EXTENSION traincost;
-- 16384 GPUs that fail every 50000 hours each; 3 minutes a checkpoint, half an hour to restart
SELECT round(traincost.cluster_mtbf_hours(16384, 50000)::numeric, 5) AS mtbf_hours,
       round(traincost.checkpoint_interval_hours(50000 / 16384.0, 0.05)::numeric, 6) AS daly,
       round(traincost.checkpoint_interval_hours(50000 / 16384.0, 0.05, 'young')::numeric, 6) AS young,
       round(traincost.goodput(50000 / 16384.0, traincost.checkpoint_interval_hours(50000 / 16384.0, 0.05), 0.05, 0.5)::numeric, 6) AS goodput,
       round(traincost.goodput(50000 / 16384.0, traincost.checkpoint_interval_hours(50000 / 16384.0, 0.05), 0.05, 0.5, 'first_order')::numeric, 6) AS first_order;
SELECT traincost.checkpoint_interval_hours(1, 2) AS writes_as_long_as_two_mtbf, traincost.checkpoint_bytes(405e9) AS bytes;
-- Llama 3: 419 interruptions in 54 days; with 10 seconds a checkpoint and 6 minutes to restart its published goodput above 0.9
SELECT round(traincost.train_failures(54 * 0.9, 16384 * 54 * 24 / 419.0 / 16384, 0.9)::numeric) AS failures,
       round(traincost.goodput(54 * 24 / 419.0, traincost.checkpoint_interval_hours(54 * 24 / 419.0, 10 / 3600.0), 10 / 3600.0, 0.1)::numeric, 2) AS goodput;
SELECT traincost.lost_gpu_hours(10, 100, 1) AS half_an_hour_each, traincost.lost_gpu_hours(10, 100, 1, 0.2, 0.5) AS with_restart;
SELECT traincost.goodput(1, 100);
SELECT traincost.goodput(1, 0);
SELECT traincost.goodput(1, 1, method => 'third_order');
SELECT traincost.checkpoint_interval_hours(0, 1);
DROP EXTENSION traincost;
