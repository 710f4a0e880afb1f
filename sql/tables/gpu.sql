CREATE TABLE traincost.gpu (
    name                  text,
    vendor                text,
    architecture          text,
    released              date CHECK (released BETWEEN '1900-01-01' AND '9999-12-31'),
    memory_gb             float8        CHECK (memory_gb BETWEEN 1e-30 AND 1e30),
    memory_bytes          float8        CHECK (memory_bytes BETWEEN 1e-30 AND 1e30),
    memory_source         text,
    memory_bandwidth_gbps float8        CHECK (memory_bandwidth_gbps BETWEEN 1e-30 AND 1e30),
    fp64_tflops           float8        CHECK (fp64_tflops BETWEEN 1e-30 AND 1e30),
    fp32_tflops           float8        CHECK (fp32_tflops BETWEEN 1e-30 AND 1e30),
    tf32_tflops           float8        CHECK (tf32_tflops BETWEEN 1e-30 AND 1e30),
    fp16_tflops           float8        CHECK (fp16_tflops BETWEEN 1e-30 AND 1e30),
    bf16_tflops           float8        CHECK (bf16_tflops BETWEEN 1e-30 AND 1e30),
    fp8_tflops            float8        CHECK (fp8_tflops BETWEEN 1e-30 AND 1e30),
    int8_tops             float8        CHECK (int8_tops BETWEEN 1e-30 AND 1e30),
    fp4_tflops            float8        CHECK (fp4_tflops BETWEEN 1e-30 AND 1e30),
    tdp_w                 float8        CHECK (tdp_w BETWEEN 1e-30 AND 1e30),
    interconnect_gbps     float8        CHECK (interconnect_gbps BETWEEN 1e-30 AND 1e30),
    launch_price_usd      numeric(14,2) CHECK (launch_price_usd >= 0 AND launch_price_usd < 'NaN'),
    price_note            text,
    source                text,
    checks                bigint        CHECK (checks BETWEEN 0 AND 1000000000000),
    shipped               boolean       NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (name)
);
COMMENT ON TABLE traincost.gpu IS
'Accelerators: dense peaks, memory, power, launch price. One row is one schedulable package (GB200 and GB300 per GPU; MI250 the whole module; TPU per chip). Source of each row in source.';
COMMENT ON COLUMN traincost.gpu.name IS
'Accelerator key, model[-memory][-form factor], e.g. A100-80GB-SXM.';
COMMENT ON COLUMN traincost.gpu.vendor IS
'Maker.';
COMMENT ON COLUMN traincost.gpu.architecture IS
'Architecture or generation as the maker names it.';
COMMENT ON COLUMN traincost.gpu.released IS
'Month of launch or first availability (its first day).';
COMMENT ON COLUMN traincost.gpu.memory_gb IS
'Memory in GB as the maker prints it. NULL: not published.';
COMMENT ON COLUMN traincost.gpu.memory_bytes IS
'Memory in bytes as the driver reports it, less than the chips hold where some is reserved or keeps error-correction codes. NULL: not known; memory_gb is then taken as GiB. Source in memory_source.';
COMMENT ON COLUMN traincost.gpu.memory_source IS
'Where memory_bytes stood: the tool''s output and its figure.';
COMMENT ON COLUMN traincost.gpu.memory_bandwidth_gbps IS
'Memory bandwidth in GB/s (1e9 bytes a second).';
COMMENT ON COLUMN traincost.gpu.fp64_tflops IS
'Dense FP64 peak in TFLOP/s: matrix units where the chip has them, else vector. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.fp32_tflops IS
'Dense FP32 vector peak in TFLOP/s, never the matrix rate. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.tf32_tflops IS
'Dense TF32 matrix peak in TFLOP/s. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.fp16_tflops IS
'Dense FP16 matrix peak with FP32 accumulation in TFLOP/s (packed vector rate on chips without matrix units). NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.bf16_tflops IS
'Dense BF16 matrix peak in TFLOP/s. NULL: unsupported or not published. Never the sparse figure, which is twice this.';
COMMENT ON COLUMN traincost.gpu.fp8_tflops IS
'Dense FP8 matrix peak in TFLOP/s. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.int8_tops IS
'Dense INT8 peak in tera-operations per second. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.fp4_tflops IS
'Dense FP4 matrix peak in TFLOP/s. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.tdp_w IS
'Power limit of the card or module in W. NULL: not published.';
COMMENT ON COLUMN traincost.gpu.interconnect_gbps IS
'GPU-to-GPU link bandwidth in GB/s, both directions added. NULL: PCIe only or not published.';
COMMENT ON COLUMN traincost.gpu.launch_price_usd IS
'Price at launch in USD per row; kind of price in price_note. NULL: not published.';
COMMENT ON COLUMN traincost.gpu.price_note IS
'Kind of launch price: MSRP, list, reseller list, estimate; or a remark.';
COMMENT ON COLUMN traincost.gpu.source IS
'Where the figures stood, and which collections agree on the headline peak.';
COMMENT ON COLUMN traincost.gpu.checks IS
'Number of sources that agree on the headline peak.';
