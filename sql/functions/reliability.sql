-- Failures, checkpoints, goodput (formula/reliability.c)

CREATE FUNCTION traincost.checkpoint_bytes(
    params float8, bytes_per_param float8 DEFAULT 14
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.checkpoint_bytes(float8, float8) IS
'Bytes of a checkpoint.
Bytes of a checkpoint = params x bytes_per_param; 14: bf16 weights 2, fp32 master weights and two moments 12.';

CREATE FUNCTION traincost.cluster_mtbf_hours(
    units float8, mtbf_hours_per_unit float8
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.cluster_mtbf_hours(float8, float8) IS
'Mean hours between failures of a cluster of so many GPUs or instances = mtbf_hours_per_unit / units.';

CREATE FUNCTION traincost.checkpoint_interval_hours(
    mtbf_hours float8, write_hours float8, method text DEFAULT 'daly'
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.checkpoint_interval_hours(float8, float8, text) IS
'Useful hours between checkpoints that lose least.
Useful hours between checkpoints that lose least, for a cluster that fails every mtbf_hours and stands still write_hours for a checkpoint. method young (1974) or daly (2006).';

CREATE FUNCTION traincost.goodput(
    mtbf_hours float8, interval_hours float8, write_hours float8 DEFAULT 0, restart_hours float8 DEFAULT 0,
    method text DEFAULT 'exponential'
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.goodput(float8, float8, float8, float8, text) IS
'Useful share of the wall-clock time of a cluster that fails every mtbf_hours.
method exponential (Daly 2006: failures strike restarts too) or first_order. Below 0.001 the run can never finish: 22023.';

CREATE FUNCTION traincost._cluster_goodput(
    gpus float8, gpu_hours_per_failure float8, checkpoint_seconds float8, restart_seconds float8
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._cluster_goodput IS
'Useful share of the wall-clock time of so many GPUs at the best checkpoint interval, as train_estimate works with it. NULL: a run that never finishes.';

CREATE FUNCTION traincost.train_failures(
    ideal_days float8, mtbf_hours float8, goodput float8 DEFAULT 1
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.train_failures(float8, float8, float8) IS
'Expected interruptions of a run of ideal_days = ideal_days / goodput x 24 / mtbf_hours.';

CREATE FUNCTION traincost.lost_gpu_hours(
    failures float8, gpus float8, interval_hours float8, write_hours float8 DEFAULT 0, restart_hours float8 DEFAULT 0
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.lost_gpu_hours(float8, float8, float8, float8, float8) IS
'GPU-hours lost to failures.
GPU-hours lost to failures = failures x gpus x (restart_hours + (interval_hours + write_hours) / 2).';
