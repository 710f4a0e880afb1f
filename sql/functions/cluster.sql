-- GPU-hours, days and GPUs (formula/cluster.c); tflops_per_gpu is achieved: dense peak times MFU

CREATE FUNCTION traincost.gpu_hours_at(flop float8, tflops_per_gpu float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.gpu_hours_at(float8, float8) IS
'GPU-hours = flop / (tflops_per_gpu x 1e12 x 3600).
tflops_per_gpu is achieved, that is dense peak times MFU, in TFLOP/s.';

CREATE FUNCTION traincost.train_days_at(flop float8, gpus float8, tflops_per_gpu float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.train_days_at(float8, float8, float8) IS
'Days of training = GPU-hours / gpus / 24.
gpus need not be whole; tflops_per_gpu is achieved (TFLOP/s).';

CREATE FUNCTION traincost.gpus_needed_at(flop float8, days float8, tflops_per_gpu float8) RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.gpus_needed_at(float8, float8, float8) IS
'The fewest whole GPUs that finish flop within days, from numbers alone.
The fewest whole GPUs that finish flop within days: ceil(flop / (tflops_per_gpu x 1e12 x days x 86400)); a need within 1e-9 of a whole number is that number. tflops_per_gpu is achieved (TFLOP/s).';

CREATE FUNCTION traincost.achieved_tflops(flop float8, gpus float8, seconds float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.achieved_tflops(float8, float8, float8) IS
'Achieved TFLOP/s per GPU = flop / (gpus x seconds x 1e12).';

CREATE FUNCTION traincost.achieved_mfu(flop float8, gpu_hours float8, peak_tflops float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.achieved_mfu(float8, float8, float8) IS
'Fraction of the dense peak that flop in gpu_hours reaches.
Fraction of the dense peak that flop in gpu_hours reaches: flop / (gpu_hours x 3600 x peak_tflops x 1e12). Above 1 it betrays a sparse peak or a wrong FLOP count.';

CREATE FUNCTION traincost.step_seconds(
    batch float8, seq_len float8, peak_tflops float8,
-- @arguments architecture
    tp float8 DEFAULT 1, pp float8 DEFAULT 1, dp float8 DEFAULT 1, micro_batch float8 DEFAULT 1,
    interleave float8 DEFAULT 1,
    recompute text DEFAULT 'none', causal boolean DEFAULT false, matmul_efficiency float8 DEFAULT 0.70,
    tp_gbps float8 DEFAULT 100, dp_gbps float8 DEFAULT 25, memory_gbps float8 DEFAULT 2039, dp_overlap float8 DEFAULT 0
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION traincost.step_seconds(float8, float8, float8, float8, float8, float8, float8, float8, float8,
                                           float8, boolean, boolean, float8, float8, float8, float8, float8, float8,
                                           float8, float8, float8, float8, float8, float8, float8, float8, float8, text,
                                           float8, float8, float8, float8, float8, text, boolean, float8, float8,
                                           float8, float8, float8) IS
'Seconds of one optimizer step, from numbers alone.
Seconds of one optimizer step of batch sequences on tp x pp x dp GPUs: compute at matmul_efficiency of the dense peak, tensor-parallel all-reduces, pipeline bubble, gradient all-reduce, optimizer. Bandwidths in GB/s. Fitted to A100 runs of 22B to 1T; newer chips reach less of their peak. Not covered: expert, context and point-to-point traffic, stragglers. Source: arXiv:2104.04473.';
