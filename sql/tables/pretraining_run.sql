CREATE TABLE traincost.pretraining_run (
    run           text,
    model         text,
    kind          text NOT NULL
        CONSTRAINT "kind: whole run, benchmark, throughput"
        CHECK (kind = 'whole run' OR kind = 'benchmark' OR kind = 'throughput'),
    params        float8 CHECK (params BETWEEN 1e-30 AND 1e30),
    active_params float8 CHECK (active_params BETWEEN 1e-30 AND 1e30 AND active_params <= params),
    tokens        float8 CHECK (tokens BETWEEN 1e-30 AND 1e30),
    gpu           text,
    gpus          float8 CHECK (gpus BETWEEN 1e-30 AND 1e30),
    dtype         text
        CONSTRAINT "dtype: fp32 tf32 fp16 bf16 fp8 fp4"
        CHECK (dtype = 'fp32' OR dtype = 'tf32' OR dtype = 'fp16' OR dtype = 'bf16' OR dtype = 'fp8' OR dtype = 'fp4'),
    gpu_hours     float8 CHECK (gpu_hours BETWEEN 1e-30 AND 1e30),
    source        text,
    note          text,
    shipped       boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (run)
);
COMMENT ON TABLE traincost.pretraining_run IS
'Published pre-training runs, benchmarks and throughputs with their GPU-hours: what view pretraining_validation checks the default utilisations against. Add your own.';
COMMENT ON COLUMN traincost.pretraining_run.run IS
'Name of the run.';
COMMENT ON COLUMN traincost.pretraining_run.model IS
'Row of table model. NULL: none.';
COMMENT ON COLUMN traincost.pretraining_run.kind IS
'whole run: hours with restarts and evaluations; benchmark and throughput: steady, without them.';
COMMENT ON COLUMN traincost.pretraining_run.params IS
'All parameters.';
COMMENT ON COLUMN traincost.pretraining_run.active_params IS
'Parameters that one token meets. NULL: all of them.';
COMMENT ON COLUMN traincost.pretraining_run.tokens IS
'Tokens seen in gpu_hours.';
COMMENT ON COLUMN traincost.pretraining_run.gpus IS
'Accelerators. NULL: not published.';
COMMENT ON COLUMN traincost.pretraining_run.dtype IS
'Number format of the matrix products: its own dense peak counts.';
COMMENT ON COLUMN traincost.pretraining_run.gpu_hours IS
'Published GPU-hours, or accelerators x hours.';
COMMENT ON COLUMN traincost.pretraining_run.note IS
'How the hours were published.';
