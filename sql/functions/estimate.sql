CREATE FUNCTION traincost.train_estimate(
-- @inputs arguments
) RETURNS traincost.estimate
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 25;
COMMENT ON FUNCTION traincost.train_estimate IS
'What a training run takes: FLOP, GPUs, days, GPU-hours, energy, carbon, water, dollars.
Name what is known; a NULL argument takes the catalog''s or the assumption''s value. What is trained: model, or params and tokens, or flop. Where: gpu (default H100-80GB-SXM) with gpus or days. Money: ownership rent (default), buy or amortize; amortised by depreciation straight_line (default: useful_life_years, residual_share) or price_decay (price_decay_oom_per_year, interconnect_share; worth less since acquired_on). Carbon: region (default WORLD). goodput, or gpu_hours_per_failure, checkpoint_seconds, restart_seconds to derive it (one given; assumptions for the others) at Daly''s checkpoint interval. Prices and grid as of as_of (default today). exact: FLOP counted from the model''s architecture (causal, logits counted) at seq_len (default the model''s) instead of 6PD. missing_ok: a name that no table has, a peak or architecture that is not published, hardware not bought yet or written off, a run that never finishes, and results above 1e30 FLOP or 1e15 of any other unit give NULL for what depends on them instead of an error. Units stand in the names; formulas in doc/estimate.md.';

CREATE FUNCTION traincost.train_cost(
-- @inputs arguments
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 25;
COMMENT ON FUNCTION traincost.train_cost IS
'total_usd of train_estimate with the same arguments: what a training run costs in USD.
NULL: a price is unknown.';

CREATE FUNCTION traincost._estimate_gaps(
-- @inputs arguments
    , OUT concerns text[], OUT problems text[], OUT details text[])
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 25;
COMMENT ON FUNCTION traincost._estimate_gaps IS
'What train_estimate with the same arguments and missing_ok takes as unknown, in three arrays side by side: concerns (input, work, GPU, price, energy, region or range: what it leaves unknown), problems (dangling reference, unknown or implausible value) and details (what is missing). NULL: nothing.';

CREATE FUNCTION traincost.train_estimate_at(
-- @inputs numbers
) RETURNS traincost.estimate
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.train_estimate_at IS
'train_estimate from numbers alone, IMMUTABLE.
train_estimate from numbers alone: IMMUTABLE, for indexes, generated columns, foreign and distributed plans. tflops_per_gpu is achieved: dense peak times MFU. usd_per_gpu_hour: rented; usd_per_gpu: bought outright, or amortised straight line if useful_life_years is given too, by price decay if price_decay_oom_per_year is (usd_per_gpu then is the worth at the start of the run); neither: dollars unknown. gpu_hours_per_failure: goodput derived from failures. NULL is unknown and stays so. Defaults equal the rows of table assumption as shipped.';

CREATE FUNCTION traincost.train_cost_at(
-- @inputs numbers
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.train_cost_at IS
'total_usd of train_estimate_at with the same arguments, in USD.
total_usd of train_estimate_at with the same arguments, in USD: a plain number, so that a filter on it is answered where the rows are, which postgres_fdw does for no field of a row. NULL: a price is unknown.';

CREATE FUNCTION traincost.gpus_needed(flop float8, days float8, gpu text DEFAULT 'H100-80GB-SXM',
                                      mfu float8 DEFAULT NULL, dtype text DEFAULT 'bf16',
                                      peak_tflops float8 DEFAULT NULL) RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION traincost.gpus_needed(float8, float8, text, float8, text, float8) IS
'The fewest whole GPUs of a kind that finish flop within days.
The fewest whole GPUs that finish flop within days: gpus_needed_at at the GPU''s dense peak (for dtype, or peak_tflops) times mfu. mfu NULL: assumption_value(''mfu''), steady throughput; a whole run takes run_overhead more (train_estimate).';

CREATE FUNCTION traincost.train_days(flop float8, gpu text, gpus float8, mfu float8 DEFAULT NULL,
                                     dtype text DEFAULT 'bf16', peak_tflops float8 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION traincost.train_days(float8, text, float8, float8, text, float8) IS
'Days that flop takes on GPUs of the catalog.
Days that flop takes on gpus: train_days_at at the GPU''s dense peak (for dtype, or peak_tflops) times mfu. mfu NULL: assumption_value(''mfu''), steady throughput; a whole run takes run_overhead more (train_estimate).';

CREATE FUNCTION traincost.gpu_hours(flop float8, gpu text DEFAULT 'H100-80GB-SXM', mfu float8 DEFAULT NULL,
                                    dtype text DEFAULT 'bf16', peak_tflops float8 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION traincost.gpu_hours(float8, text, float8, text, float8) IS
'GPU-hours that flop takes on a GPU of the catalog.
GPU-hours that flop takes: gpu_hours_at at the GPU''s dense peak (for dtype, or peak_tflops) times mfu. mfu NULL: assumption_value(''mfu''), steady throughput; a whole run takes run_overhead more (train_estimate).';
