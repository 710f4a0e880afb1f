-- GPU-hours, days and GPUs (formula/cluster.c); tflops_per_gpu is achieved: dense peak times MFU

CREATE FUNCTION traincost.gpu_hours_at(flop float8, tflops_per_gpu float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.gpu_hours_at(float8, float8) IS
'GPU-hours = flop / (tflops_per_gpu x 1e12 x 3600). tflops_per_gpu is achieved, that is dense peak times MFU, in TFLOP/s.';

CREATE FUNCTION traincost.train_days_at(flop float8, gpus float8, tflops_per_gpu float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.train_days_at(float8, float8, float8) IS
'Days of training = GPU-hours / gpus / 24. gpus need not be whole; tflops_per_gpu is achieved (TFLOP/s).';

CREATE FUNCTION traincost.gpus_needed_at(flop float8, days float8, tflops_per_gpu float8) RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.gpus_needed_at(float8, float8, float8) IS
'The fewest whole GPUs that finish flop within days: ceil(flop / (tflops_per_gpu x 1e12 x days x 86400)); a need within 1e-9 of a whole number is that number. tflops_per_gpu is achieved (TFLOP/s).';

CREATE FUNCTION traincost.achieved_tflops(flop float8, gpus float8, seconds float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.achieved_tflops(float8, float8, float8) IS
'Achieved TFLOP/s per GPU = flop / (gpus x seconds x 1e12).';

CREATE FUNCTION traincost.achieved_mfu(flop float8, gpu_hours float8, peak_tflops float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.achieved_mfu(float8, float8, float8) IS
'Fraction of the dense peak that flop in gpu_hours reaches: flop / (gpu_hours x 3600 x peak_tflops x 1e12). Above 1 it betrays a sparse peak or a wrong FLOP count.';
