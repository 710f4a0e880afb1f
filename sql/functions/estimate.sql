CREATE FUNCTION traincost.train_estimate(
    model text DEFAULT NULL,
    params float8 DEFAULT NULL,
    tokens float8 DEFAULT NULL,
    flop float8 DEFAULT NULL,
    flops_per_param_token float8 DEFAULT NULL,
    generation_flop float8 DEFAULT NULL,
    generation_mfu float8 DEFAULT NULL,
    gpu text DEFAULT NULL,
    gpus float8 DEFAULT NULL,
    days float8 DEFAULT NULL,
    mfu float8 DEFAULT NULL,
    dtype text DEFAULT NULL,
    peak_tflops float8 DEFAULT NULL,
    goodput float8 DEFAULT NULL,
    run_multiplier float8 DEFAULT NULL,
    ownership text DEFAULT NULL,
    provider text DEFAULT NULL,
    price_kind text DEFAULT NULL,
    price_region text DEFAULT NULL,
    usd_per_gpu_hour float8 DEFAULT NULL,
    usd_per_gpu float8 DEFAULT NULL,
    other_hardware_share float8 DEFAULT NULL,
    datacenter_share float8 DEFAULT NULL,
    useful_life_years float8 DEFAULT NULL,
    cluster_utilization float8 DEFAULT NULL,
    usd_per_kwh float8 DEFAULT NULL,
    data_usd float8 DEFAULT NULL,
    labor_usd float8 DEFAULT NULL,
    region text DEFAULT NULL,
    pue float8 DEFAULT NULL,
    gpu_watts float8 DEFAULT NULL,
    power_fraction float8 DEFAULT NULL,
    host_overhead float8 DEFAULT NULL,
    gco2e_per_kwh float8 DEFAULT NULL,
    market_gco2e_per_kwh float8 DEFAULT NULL,
    gpu_embodied_kg float8 DEFAULT NULL,
    server_embodied_kg float8 DEFAULT NULL,
    embodied_life_years float8 DEFAULT NULL,
    wue_site_l_per_kwh float8 DEFAULT NULL,
    wue_source_l_per_kwh float8 DEFAULT NULL,
    as_of date DEFAULT NULL,
    exact boolean DEFAULT false,
    seq_len float8 DEFAULT NULL,
    gpu_hours_per_failure float8 DEFAULT NULL,
    checkpoint_seconds float8 DEFAULT NULL,
    restart_seconds float8 DEFAULT NULL,
    depreciation text DEFAULT NULL,
    acquired_on date DEFAULT NULL,
    residual_share float8 DEFAULT NULL,
    price_decay_oom_per_year float8 DEFAULT NULL,
    interconnect_share float8 DEFAULT NULL,
    missing_ok boolean DEFAULT false
) RETURNS traincost.estimate
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 25;
COMMENT ON FUNCTION traincost.train_estimate IS
'What a training run takes: FLOP, GPUs, days, GPU-hours, energy, carbon, water, dollars. Name what is known; a NULL argument takes the catalog''s or the assumption''s value. What is trained: model, or params and tokens, or flop. Where: gpu (default H100-80GB-SXM) with gpus or days. Money: ownership rent (default), buy or amortize; amortised by depreciation straight_line (default: useful_life_years, residual_share) or price_decay (price_decay_oom_per_year, interconnect_share; worth less since acquired_on). Carbon: region (default WORLD). goodput, or gpu_hours_per_failure, checkpoint_seconds, restart_seconds to derive it (one given; assumptions for the others) at Daly''s checkpoint interval. Prices and grid as of as_of (default today). exact: FLOP counted from the model''s architecture (causal, logits counted) at seq_len (default the model''s) instead of 6PD. missing_ok: a name that no table has, a peak or architecture that is not published, hardware not bought yet or written off, and a run that never finishes give NULL for what depends on them instead of an error. Units stand in the names; formulas in doc/estimate.md.';

-- train_cost has the arguments of train_estimate, whatever they are
DO $$
BEGIN
    EXECUTE format('CREATE FUNCTION traincost.train_cost(%s) RETURNS float8 AS ''MODULE_PATHNAME'' LANGUAGE C STABLE PARALLEL SAFE COST 25',
                   pg_get_function_arguments('traincost.train_estimate'::regproc));
END $$;
COMMENT ON FUNCTION traincost.train_cost IS
'total_usd of train_estimate with the same arguments: what a training run costs in USD. NULL: a price is unknown.';

CREATE FUNCTION traincost.train_estimate_at(
    flop float8,
    tflops_per_gpu float8,
    gpus float8 DEFAULT NULL,
    days float8 DEFAULT NULL,
    generation_flop float8 DEFAULT 0,
    generation_tflops_per_gpu float8 DEFAULT NULL,
    goodput float8 DEFAULT 1,
    run_multiplier float8 DEFAULT 1,
    usd_per_gpu_hour float8 DEFAULT NULL,
    usd_per_gpu float8 DEFAULT NULL,
    other_hardware_share float8 DEFAULT 0.20,
    datacenter_share float8 DEFAULT 0.10,
    useful_life_years float8 DEFAULT NULL,
    cluster_utilization float8 DEFAULT 1,
    usd_per_kwh float8 DEFAULT 0.0826,
    data_usd float8 DEFAULT 0,
    labor_usd float8 DEFAULT 0,
    pue float8 DEFAULT 1.25,
    gpu_watts float8 DEFAULT NULL,
    power_fraction float8 DEFAULT 0.75,
    host_overhead float8 DEFAULT 1.80,
    gco2e_per_kwh float8 DEFAULT NULL,
    market_gco2e_per_kwh float8 DEFAULT NULL,
    gpu_embodied_kg float8 DEFAULT 164,
    server_embodied_kg float8 DEFAULT 5700,
    embodied_life_years float8 DEFAULT 3,
    wue_site_l_per_kwh float8 DEFAULT 0.36,
    wue_source_l_per_kwh float8 DEFAULT 4.52,
    gpu_hours_per_failure float8 DEFAULT NULL,
    checkpoint_seconds float8 DEFAULT 60,
    restart_seconds float8 DEFAULT 900,
    residual_share float8 DEFAULT 0,
    price_decay_oom_per_year float8 DEFAULT NULL,
    interconnect_share float8 DEFAULT 0
) RETURNS traincost.estimate
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.train_estimate_at IS
'train_estimate from numbers alone: IMMUTABLE, for indexes, generated columns, foreign and distributed plans. tflops_per_gpu is achieved: dense peak times MFU. usd_per_gpu_hour: rented; usd_per_gpu: bought outright, or amortised straight line if useful_life_years is given too, by price decay if price_decay_oom_per_year is (usd_per_gpu then is the worth at the start of the run); neither: dollars unknown. gpu_hours_per_failure: goodput derived from failures. NULL is unknown and stays so. Defaults equal the rows of table assumption as shipped.';

CREATE FUNCTION traincost.gpus_needed(flop float8, days float8, gpu text DEFAULT 'H100-80GB-SXM', mfu float8 DEFAULT NULL, dtype text DEFAULT 'bf16', peak_tflops float8 DEFAULT NULL) RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION traincost.gpus_needed(float8, float8, text, float8, text, float8) IS
'The fewest whole GPUs that finish flop within days: gpus_needed_at at the GPU''s dense peak (for dtype, or peak_tflops) times mfu. mfu NULL: assumption_value(''mfu'').';

CREATE FUNCTION traincost.train_days(flop float8, gpu text, gpus float8, mfu float8 DEFAULT NULL, dtype text DEFAULT 'bf16', peak_tflops float8 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION traincost.train_days(float8, text, float8, float8, text, float8) IS
'Days that flop takes on gpus: train_days_at at the GPU''s dense peak (for dtype, or peak_tflops) times mfu. mfu NULL: assumption_value(''mfu'').';

CREATE FUNCTION traincost.gpu_hours(flop float8, gpu text DEFAULT 'H100-80GB-SXM', mfu float8 DEFAULT NULL, dtype text DEFAULT 'bf16', peak_tflops float8 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION traincost.gpu_hours(float8, text, float8, text, float8) IS
'GPU-hours that flop takes: gpu_hours_at at the GPU''s dense peak (for dtype, or peak_tflops) times mfu. mfu NULL: assumption_value(''mfu'').';
