-- Plans and answers as views: built-in types, units in the names.
-- guide: a price that holds now | gpu, provider, kind, region | observed_on | prices, with the GPU's figures

CREATE VIEW traincost.gpu_price_current AS
SELECT p.gpu, p.provider, p.kind, p.region, p.usd_per_gpu_hour, p.usd_per_gpu, p.observed_on,
       g.vendor, g.architecture, g.memory_gb, g.memory_bandwidth_gbps, g.bf16_tflops, g.fp16_tflops,
       g.fp8_tflops, g.tdp_w, g.launch_price_usd, p.source, p.note, p.shipped
FROM traincost._current_prices() AS p
LEFT JOIN traincost.gpu AS g ON g.name = p.gpu;
COMMENT ON VIEW traincost.gpu_price_current IS
'The latest price of each GPU, provider, kind and region, with the GPU''s figures.';
-- what each column of the views holds
COMMENT ON COLUMN traincost.gpu_price_current.provider IS
'Cloud, reseller, or who made the estimate.';
COMMENT ON COLUMN traincost.gpu_price_current.kind IS
'on_demand, spot, reserved_1y, reserved_3y or purchase.';
COMMENT ON COLUMN traincost.gpu_price_current.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, host included. NULL: a purchase price.';
COMMENT ON COLUMN traincost.gpu_price_current.usd_per_gpu IS
'Purchase price in USD per accelerator. NULL: a rent.';
COMMENT ON COLUMN traincost.gpu_price_current.observed_on IS
'Day of the observation.';
COMMENT ON COLUMN traincost.gpu_price_current.vendor IS
'Maker of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_current.architecture IS
'Architecture of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_current.memory_gb IS
'GPU memory in GB.';
COMMENT ON COLUMN traincost.gpu_price_current.memory_bandwidth_gbps IS
'GPU memory bandwidth in GB/s.';
COMMENT ON COLUMN traincost.gpu_price_current.bf16_tflops IS
'Dense BF16 peak in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_current.fp16_tflops IS
'Dense FP16 peak in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_current.fp8_tflops IS
'Dense FP8 peak in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_current.tdp_w IS
'Power limit of the GPU in W.';
COMMENT ON COLUMN traincost.gpu_price_current.launch_price_usd IS
'GPU price at launch in USD.';
