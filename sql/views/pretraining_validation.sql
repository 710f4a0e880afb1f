-- Every published run of table pretraining_run beside train_estimate with nothing
-- but its parameters, tokens, accelerator and number format.  Benchmarks and
-- throughputs are steady, so that no run_overhead is theirs.
-- guide: a published pre-training run, benchmark or throughput | run | | our GPU-hours at the default utilisation beside the published ones
CREATE VIEW traincost.pretraining_validation AS
SELECT r.run, r.model, r.kind,
       CASE WHEN c.mixture THEN 'mixture of experts' ELSE 'dense' END || CASE WHEN r.kind = 'whole run' THEN '' ELSE ', steady' END AS class,
       r.gpu, r.gpus, r.dtype, r.gpu_hours AS published_gpu_hours, e.gpu_hours AS our_gpu_hours,
       e.gpu_hours / nullif(r.gpu_hours, 0) AS ratio,
       CASE WHEN r.gpu_hours > 0 AND p.peak_tflops > 0
            THEN traincost.achieved_mfu(e.flop, r.gpu_hours, p.peak_tflops) END AS implied_mfu,
       CASE WHEN e.gpu_hours IS NULL
            THEN 'unknown: '
                 || coalesce(nullif(concat_ws(', ', CASE WHEN r.params IS NULL THEN 'params' END,
                                              CASE WHEN r.tokens IS NULL THEN 'tokens' END,
                                              CASE WHEN p.peak_tflops IS NULL
                                                   THEN 'peak of ' || coalesce(r.gpu, 'the GPU') || ' for '
                                                        || coalesce(r.dtype, 'bf16') END), ''),
                             'utilisation')
            -- no run keeps two thirds of its peak: its products were of a smaller format
            WHEN traincost.achieved_mfu(e.flop, r.gpu_hours, p.peak_tflops) > 0.67
            THEN 'more than a run reaches of the ' || coalesce(r.dtype, 'bf16') || ' peak: was it trained in a smaller format?' END AS problem,
       r.note, r.source
FROM traincost.pretraining_run AS r
LEFT JOIN traincost.gpu AS g ON g.name = r.gpu
CROSS JOIN LATERAL (SELECT coalesce(r.active_params < r.params, false) AS mixture) AS c
CROSS JOIN LATERAL (SELECT CASE coalesce(r.dtype, 'bf16')
                                WHEN 'fp32' THEN g.fp32_tflops
                                WHEN 'tf32' THEN g.tf32_tflops
                                WHEN 'fp16' THEN g.fp16_tflops
                                WHEN 'bf16' THEN g.bf16_tflops
                                WHEN 'fp8' THEN g.fp8_tflops
                                ELSE g.fp4_tflops END AS peak_tflops) AS p
CROSS JOIN LATERAL traincost.train_estimate(
    params => coalesce(r.active_params, r.params), tokens => r.tokens,
    mfu_class => CASE WHEN c.mixture THEN 'moe_mfu' ELSE 'mfu' END,
    run_overhead => CASE WHEN r.kind <> 'whole run' THEN 1 END, dtype => r.dtype, gpu => coalesce(r.gpu, ''),
    missing_ok => true) AS e;
COMMENT ON VIEW traincost.pretraining_validation IS
'Published pre-training runs, benchmarks and throughputs beside train_estimate at the default utilisation of their class and the peak of their own number format.';
COMMENT ON COLUMN traincost.pretraining_validation.run IS
'Row of table pretraining_run.';
COMMENT ON COLUMN traincost.pretraining_validation.model IS
'Row of table model. NULL: none.';
COMMENT ON COLUMN traincost.pretraining_validation.kind IS
'whole run, benchmark or throughput; the last two are steady.';
COMMENT ON COLUMN traincost.pretraining_validation.class IS
'dense or mixture of experts, whole runs or steady.';
COMMENT ON COLUMN traincost.pretraining_validation.gpus IS
'Accelerators of the run.';
COMMENT ON COLUMN traincost.pretraining_validation.dtype IS
'Number format whose dense peak counts.';
COMMENT ON COLUMN traincost.pretraining_validation.our_gpu_hours IS
'GPU-hours of train_estimate. NULL: see problem.';
COMMENT ON COLUMN traincost.pretraining_validation.implied_mfu IS
'6 x parameters x tokens in the published hours, as a fraction of the dense peak of dtype.';
COMMENT ON COLUMN traincost.pretraining_validation.problem IS
'Why ours is unknown, or what makes the published figures doubtful. NULL: nothing.';
