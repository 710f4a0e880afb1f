-- Every published run beside the 80 percent range of its GPU-hours, estimated from
-- its inputs alone.  How wide that is for its size depends only on the utilisation
-- and on whether it is steady; of reinforcement learning on rl_hours_ratio.  Runs
-- whose number format nobody published say nothing: their peak is not known.
-- guide: a published run | validation, run | | whether our 80 percent range holds it
CREATE VIEW traincost.range_validation AS
WITH width AS MATERIALIZED (
    SELECT c.mfu_class, c.steady, q.p10 / e.gpu_hours AS low, q.p50 / e.gpu_hours AS middle, q.p90 / e.gpu_hours AS high
    FROM (VALUES ('mfu', false), ('mfu', true), ('moe_mfu', false), ('moe_mfu', true), ('finetune_mfu', false),
          ('finetune_mfu', true), ('lora_mfu', false), ('lora_mfu', true)) AS c (mfu_class, steady)
    CROSS JOIN LATERAL traincost.train_estimate(flop => 1e20, mfu_class => c.mfu_class, peak_tflops => 1000,
                                                run_overhead => CASE WHEN c.steady THEN 1 END, missing_ok => true) AS e
    CROSS JOIN LATERAL traincost.train_quantiles(flop => 1e20, mfu_class => c.mfu_class, peak_tflops => 1000,
                                                 run_overhead => CASE WHEN c.steady THEN 1 END, missing_ok => true) AS q
    WHERE q.quantity = 'gpu_hours'
    UNION ALL
    SELECT 'rl', false, traincost.uncertain_value(a.value, a.low, a.high, 0.1), a.value,
           traincost.uncertain_value(a.value, a.low, a.high, 0.9)
    FROM traincost.assumption AS a WHERE a.name = 'rl_hours_ratio' AND a.low > 0 AND a.value BETWEEN a.low AND a.high
)
SELECT r.validation,
       r.run,
       r.class,
       r.published_gpu_hours,
       r.our_gpu_hours * w.low AS gpu_hours_p10,
       r.our_gpu_hours * w.middle AS gpu_hours_p50,
       r.our_gpu_hours * w.high AS gpu_hours_p90,
       CASE WHEN r.published_gpu_hours < r.our_gpu_hours * w.low THEN 'below'
            WHEN r.published_gpu_hours > r.our_gpu_hours * w.high THEN 'above'
            WHEN r.published_gpu_hours >= r.our_gpu_hours * w.low THEN 'inside' END AS place
FROM (SELECT 'pre-training' AS validation,
             v.run,
             v.class,
             v.published_gpu_hours,
             v.our_gpu_hours,
             CASE WHEN v.class LIKE 'mixture%' THEN 'moe_mfu' ELSE 'mfu' END AS mfu_class,
             v.class LIKE '%, steady' AS steady
      FROM traincost.pretraining_validation AS v WHERE v.problem IS NULL
      UNION ALL
      SELECT 'catalog',
             v.model,
             c.class,
             v.published,
             v.ours,
             CASE WHEN c.class LIKE 'fine-tuning%' THEN 'finetune_mfu'
                  WHEN c.class LIKE 'LoRA%' THEN 'lora_mfu'
                  WHEN c.class LIKE 'mixture%' THEN 'moe_mfu'
                  ELSE 'mfu' END,
             c.class LIKE '%, steady%'
      FROM traincost.model_validation AS v
      CROSS JOIN LATERAL (SELECT split_part(v.convention, ': ', 2) AS class) AS c
      WHERE v.quantity = 'default_gpu_hours' AND c.class NOT LIKE '%number format not published'
      UNION ALL
      SELECT 'reinforcement learning', v.run, v.class, v.published_gpu_hours, v.our_gpu_hours, 'rl', false
      FROM traincost.rl_validation AS v
      WHERE v.problem IS NULL) AS r
LEFT JOIN width AS w ON w.mfu_class = r.mfu_class AND w.steady = r.steady
WHERE r.published_gpu_hours > 0 AND r.our_gpu_hours > 0;
COMMENT ON VIEW traincost.range_validation IS
'Published runs beside the 80 percent range of their GPU-hours: eight of ten should lie inside.';
COMMENT ON COLUMN traincost.range_validation.validation IS
'pre-training (view pretraining_validation), reinforcement learning (view rl_validation), or catalog: the other runs of table model with hours, tokens and a GPU.';
COMMENT ON COLUMN traincost.range_validation.run IS
'Row of table pretraining_run, rl_run or model.';
COMMENT ON COLUMN traincost.range_validation.class IS
'What was trained, which decides the utilisation; steady: without what a whole run takes beside.';
COMMENT ON COLUMN traincost.range_validation.gpu_hours_p10 IS
'Our GPU-hours at the 10th percentile of the utilisation. NULL: it has no interval.';
COMMENT ON COLUMN traincost.range_validation.gpu_hours_p50 IS
'Our GPU-hours at the median. NULL: the utilisation has no interval.';
COMMENT ON COLUMN traincost.range_validation.gpu_hours_p90 IS
'Our GPU-hours at the 90th percentile. NULL: the utilisation has no interval.';
COMMENT ON COLUMN traincost.range_validation.place IS
'Where the published figure lies: below the range, inside, or above. NULL: there is no range.';
