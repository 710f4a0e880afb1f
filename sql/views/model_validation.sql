-- A row per published quantity.  Only shapes that can be are counted, so that one
-- incomplete row of a user's cannot stop the view.
-- guide: a published figure | model, quantity | | the error against the architecture
CREATE VIEW traincost.model_validation AS
SELECT v.model, v.quantity, v.unit, v.published, v.ours,
       100 * (v.ours / nullif(v.published, 0) - 1) AS error_percent, v.convention, v.note
FROM (SELECT m.name AS model, q.quantity, q.unit, q.published, q.ours, q.convention, m.note
      FROM (SELECT m.*, g.bf16_tflops AS peak_bf16, coalesce(g.bf16_tflops, g.fp16_tflops) AS peak,
                   m.layers IS NOT NULL AND traincost._model_has_shape(m.name) AS shaped,
                   coalesce(m.gpu_hours, m.gpu_count * m.train_days * 24) AS hours
            FROM traincost.model AS m LEFT JOIN traincost.gpu AS g ON g.name = m.gpu) AS m
      CROSS JOIN LATERAL (SELECT CASE WHEN m.shaped AND m.decoder_layers IS NULL AND m.tokens IS NOT NULL
                                      THEN traincost.model_flops(m.name) END AS model_flop,
                                 CASE WHEN m.shaped AND m.decoder_layers IS NULL AND m.tokens IS NOT NULL
                                      THEN traincost.model_flops(m.name, recompute => 'full',
                                                                 causal => false) END AS hardware_flop) AS f
      CROSS JOIN LATERAL (VALUES
          ('params', 'parameters', m.params, CASE WHEN m.shaped THEN traincost.model_params(m.name) END,
           'all parameters, counted from the shape'),
          ('active_params', 'parameters', m.active_params,
           CASE WHEN m.shaped AND m.decoder_layers IS NULL AND m.active_params IS NOT NULL
                THEN traincost.model_active_params(m.name) END,
           'parameters a token meets, embedding and head included'),
          ('train_flop', 'FLOP', m.train_flop, f.model_flop, 'model FLOP: causal, logits counted, no recomputation'),
          ('mfu', 'fraction', m.mfu,
           CASE WHEN m.hours > 0 AND m.peak > 0 THEN traincost.achieved_mfu(f.model_flop, m.hours, m.peak) END,
           'model FLOP in the published GPU-hours over the dense peak; hours include restarts'),
          ('hfu', 'fraction', m.hfu,
           CASE WHEN m.hours > 0 AND m.peak > 0 THEN traincost.achieved_mfu(f.hardware_flop, m.hours, m.peak) END,
           'full attention and full recomputation counted, in the published GPU-hours; published HFU are often peaks'),
          ('gpu_hours', 'GPU-hours', m.hours,
           CASE WHEN m.mfu IS NOT NULL AND m.peak > 0 THEN traincost.gpu_hours_at(f.model_flop, m.peak * m.mfu) END,
           'model FLOP at the published MFU')) AS q (quantity, unit, published, ours, convention)
      UNION ALL
      SELECT r.model, 'default_gpu_hours: ' || r.run, 'GPU-hours', r.published_gpu_hours, r.our_gpu_hours,
             'train_estimate at the default utilisation: ' || r.class, coalesce(r.problem, r.note)
      FROM traincost.pretraining_validation AS r
      UNION ALL
      -- runs that table pretraining_run does not have
      SELECT m.name, 'default_gpu_hours', 'GPU-hours', h.gpu_hours, e.gpu_hours, 'train_estimate at the default utilisation: ' || h.class, m.note
      FROM traincost.model AS m
      LEFT JOIN traincost.gpu AS g ON g.name = m.gpu
      CROSS JOIN LATERAL (SELECT coalesce(m.gpu_hours, m.gpu_count * m.train_days * 24) AS gpu_hours,
                                 m.name LIKE 'MLPerf%' AS steady,
                                 CASE WHEN m.active_params < m.params THEN 'mixture of experts' ELSE 'dense' END
                                 || CASE WHEN m.name LIKE 'MLPerf%' THEN ', steady' ELSE '' END
                                 || CASE WHEN m.name LIKE 'MLPerf%' AND m.train_dtype IS NULL
                                         THEN ', number format not published'
                                         ELSE '' END AS class) AS h
      CROSS JOIN LATERAL traincost.train_estimate(
          params => coalesce(m.active_params, m.params), tokens => m.tokens,
          flops_per_param_token => m.flops_per_param_token,
          mfu_class => CASE WHEN m.active_params < m.params THEN 'moe_mfu' ELSE 'mfu' END,
          run_overhead => CASE WHEN h.steady THEN 1 END,
          dtype => coalesce(m.train_dtype,
                            CASE WHEN g.bf16_tflops IS NOT NULL THEN 'bf16'
                                 WHEN g.fp16_tflops IS NOT NULL THEN 'fp16'
                                 ELSE 'fp32' END),
          gpu => coalesce(m.gpu, ''), missing_ok => true) AS e
      WHERE h.gpu_hours > 0
        AND m.stage = 'pretraining'
        AND NOT EXISTS (SELECT FROM traincost.pretraining_run AS r WHERE r.model = m.name)
      UNION ALL
      SELECT p.run, 'default_gpu_hours', 'GPU-hours', p.published_gpu_hours, p.our_gpu_hours,
             'train_estimate at the default utilisation: ' || p.class, p.note
      FROM traincost.posttraining_validation AS p) AS v
WHERE v.published IS NOT NULL AND v.ours IS NOT NULL;
COMMENT ON VIEW traincost.model_validation IS
'Published parameter counts, FLOP, MFU, HFU and GPU-hours beside what the model''s architecture gives, and GPU-hours of published runs at the default utilisation, with the error and the convention.';
COMMENT ON COLUMN traincost.model_validation.model IS
'Row of table model. NULL: a published run of none.';
COMMENT ON COLUMN traincost.model_validation.quantity IS
'params, active_params, train_flop, mfu, hfu or gpu_hours; default_gpu_hours: and a row of table pretraining_run, at the default utilisation of its class, which convention names; default_gpu_hours alone where table model has the run, of pre-training or, as view posttraining_validation has it, of fine-tuning.';
COMMENT ON COLUMN traincost.model_validation.unit IS
'Unit of published and ours.';
COMMENT ON COLUMN traincost.model_validation.published IS
'The published figure, by the convention that note names.';
COMMENT ON COLUMN traincost.model_validation.ours IS
'Counted from the architecture; for default_gpu_hours train_estimate.';
COMMENT ON COLUMN traincost.model_validation.error_percent IS
'100 x (ours / published - 1).';
COMMENT ON COLUMN traincost.model_validation.convention IS
'What ours counts.';
COMMENT ON COLUMN traincost.model_validation.note IS
'Conflicts, ranges, conventions of the published figure.';
