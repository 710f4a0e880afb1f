-- The latest prices above, and their course: what a chart over time reads.
-- guide: a price observed | gpu, provider, kind, region, time | time | prices over time
CREATE VIEW traincost.gpu_price_history AS
SELECT p.observed_on::timestamp AT TIME ZONE 'UTC' AS time, p.gpu, p.provider, p.kind, p.region, p.usd_per_gpu_hour,
       p.usd_per_gpu,
       g.vendor, g.architecture, g.bf16_tflops,
       (CASE WHEN q.usd < 1e10 THEN q.usd END)::numeric(16,6) AS usd_per_peak_eflop,
       p.shipped
FROM traincost.gpu_price AS p
LEFT JOIN traincost.gpu AS g ON g.name = p.gpu
CROSS JOIN LATERAL (SELECT p.usd_per_gpu_hour / nullif(g.bf16_tflops, 0)::numeric / 3.6 * 1000 AS usd) AS q;
COMMENT ON VIEW traincost.gpu_price_history IS
'Every price observation of every GPU, with its time (00:00 UTC of the day observed): for charts over time.';
COMMENT ON COLUMN traincost.gpu_price_history.time IS
'00:00 UTC of the day of the observation; the price holds from then until the next one.';
COMMENT ON COLUMN traincost.gpu_price_history.provider IS
'Cloud, reseller, or who made the estimate.';
COMMENT ON COLUMN traincost.gpu_price_history.kind IS
'on_demand, spot, reserved_1y, reserved_3y or purchase.';
COMMENT ON COLUMN traincost.gpu_price_history.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, host included. NULL: a purchase price.';
COMMENT ON COLUMN traincost.gpu_price_history.usd_per_gpu IS
'Purchase price in USD per accelerator. NULL: a rent.';
COMMENT ON COLUMN traincost.gpu_price_history.vendor IS
'Maker of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_history.architecture IS
'Architecture of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_history.bf16_tflops IS
'Dense BF16 peak of the GPU in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_history.usd_per_peak_eflop IS
'Rent in USD per 1e18 FLOP at the dense BF16 peak (MFU 1). NULL: a purchase price, or no BF16 peak is published.';
