-- Every published run of table model that is no pre-training beside train_estimate, and
-- what its source leaves unsaid where ours is unknown.  Its steps and responses, where
-- they are published, are in table rl_run and view rl_validation.
-- guide: a published run of post-training | run | | our GPU-hours beside the published ones, or what is not published
CREATE VIEW traincost.posttraining_validation AS
SELECT m.name AS run, m.parent, m.stage, c.class, m.gpu, m.gpu_count AS gpus, h.gpu_hours AS published_gpu_hours,
       e.gpu_hours AS our_gpu_hours,
       e.gpu_hours / nullif(h.gpu_hours, 0) AS ratio,
       CASE WHEN e.gpu_hours IS NULL THEN 'unknown: ' || coalesce(nullif(concat_ws(', ', CASE WHEN m.params IS NULL THEN 'params' END,
                                              CASE WHEN m.tokens IS NULL AND m.stage LIKE 'rl%'
                                                   THEN 'steps and responses'
                                                   WHEN m.tokens IS NULL THEN 'tokens' END,
                                              CASE WHEN m.gpu IS NULL THEN 'gpu' END), ''),
                                              'peak of ' || coalesce(m.gpu, 'the GPU')) END AS problem,
       m.note, m.source
FROM traincost.model AS m
LEFT JOIN traincost.gpu AS g ON g.name = m.gpu
CROSS JOIN LATERAL (SELECT coalesce(m.gpu_hours, m.gpu_count * m.train_days * 24) AS gpu_hours) AS h
CROSS JOIN LATERAL (SELECT coalesce(m.stage = 'sft' AND m.name LIKE '%lora%', false) AS lora,
                           coalesce(m.active_params < m.params, false) AS mixture,
                           coalesce(m.name LIKE 'MLPerf%', false) AS steady) AS k
CROSS JOIN LATERAL (SELECT CASE WHEN k.lora THEN 'LoRA'
                                WHEN m.stage = 'sft' THEN 'fine-tuning'
                                WHEN m.stage LIKE 'rl%' THEN 'reinforcement learning'
                                ELSE m.stage END
                           || CASE WHEN k.mixture THEN ', mixture of experts' ELSE ', dense' END
                           || CASE WHEN k.steady THEN ', steady' ELSE '' END
                           || CASE WHEN k.steady AND m.train_dtype IS NULL THEN ', number format not published'
                                   ELSE '' END AS class) AS c
-- of a run that samples tokens alone say nothing
CROSS JOIN LATERAL traincost.train_estimate(
    params => coalesce(m.active_params, m.params), tokens => CASE WHEN m.stage NOT LIKE 'rl%' THEN m.tokens END,
    flops_per_param_token => CASE WHEN k.lora THEN 4 ELSE m.flops_per_param_token END,
    mfu_class => CASE WHEN k.lora THEN 'lora_mfu' ELSE 'finetune_mfu' END, run_overhead => CASE WHEN k.steady THEN 1 END,
    dtype => coalesce(m.train_dtype,
                      CASE WHEN g.bf16_tflops IS NOT NULL THEN 'bf16'
                           WHEN g.fp16_tflops IS NOT NULL THEN 'fp16'
                           ELSE 'fp32' END),
    gpu => coalesce(m.gpu, ''), missing_ok => true) AS e
WHERE m.stage <> 'pretraining' AND h.gpu_hours > 0;
COMMENT ON VIEW traincost.posttraining_validation IS
'Published runs of fine-tuning, reinforcement learning and their like beside train_estimate at the default utilisation of their class, with what is not published where ours is unknown.';
COMMENT ON COLUMN traincost.posttraining_validation.run IS
'Row of table model.';
COMMENT ON COLUMN traincost.posttraining_validation.parent IS
'The model that was trained further. NULL: not published.';
COMMENT ON COLUMN traincost.posttraining_validation.stage IS
'As in table model: sft, rl, distillation and others.';
COMMENT ON COLUMN traincost.posttraining_validation.class IS
'What was trained, dense or a mixture of experts; steady: without what a whole run takes beside.';
COMMENT ON COLUMN traincost.posttraining_validation.gpus IS
'Accelerators of the run. NULL: not published.';
COMMENT ON COLUMN traincost.posttraining_validation.our_gpu_hours IS
'GPU-hours of train_estimate from the run''s parameters and tokens. NULL: see problem.';
COMMENT ON COLUMN traincost.posttraining_validation.problem IS
'What the source does not state, so that nothing can be predicted. NULL: nothing.';
