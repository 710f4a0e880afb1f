-- guide: a published training run | model | released | our figures beside the published ones
CREATE VIEW traincost.model_estimate AS
SELECT e.model, e.family, e.organisation, e.released, e.stage, e.params, e.active_params, e.tokens,
       e.convention, e.gpu, e.peak_tflops,
       e.flop, e.published_flop, e.published_flop / nullif(e.flop, 0) AS flop_ratio,
       e.published_utilization, e.utilization_kind,
       e.gpu_hours, e.published_gpu_hours, e.published_gpu_hours / nullif(e.gpu_hours, 0) AS gpu_hours_ratio,
       CASE WHEN e.flop IS NOT NULL AND e.published_gpu_hours > 0 AND e.peak_tflops > 0
            THEN traincost.achieved_mfu(e.flop, e.published_gpu_hours, e.peak_tflops) END AS mfu_from_hours,
       e.energy_mwh, e.published_energy_mwh, e.published_energy_mwh / nullif(e.energy_mwh, 0) AS energy_ratio,
       e.energy_scope,
       e.co2e_tonnes, e.published_co2e_tonnes, e.published_co2e_tonnes / nullif(e.co2e_tonnes, 0) AS co2e_ratio,
       e.co2e_scope, e.note, e.source
FROM (SELECT h.*,
             traincost.gpu_hours_at(h.counted_flop, h.peak_tflops * h.published_utilization) AS gpu_hours,
             -- tonnes from the published energy where there is one, else from ours
             traincost.co2e_kg(1000 * coalesce(h.published_energy_mwh, h.energy_mwh), h.grid_gco2_per_kwh) / 1000
             * CASE WHEN h.energy_scope <> 'facility' AND h.co2e_scope LIKE 'with PUE%' THEN h.pue ELSE 1 END AS co2e_tonnes
      FROM (SELECT m.name AS model, m.family, m.organisation, m.released, m.stage, m.params, m.active_params, m.tokens,
                   CASE coalesce(m.flops_per_param_token, 6) WHEN 3 THEN '3ND: encoder-decoder'
                        ELSE CASE WHEN m.active_params IS NULL THEN '6ND' ELSE '6ND of active parameters' END END
                   || CASE WHEN m.mfu IS NULL AND m.hfu IS NOT NULL THEN '; hours by HFU, recomputation counted (8/6)' ELSE '' END AS convention,
                   m.gpu, m.grid_gco2_per_kwh, m.pue, m.co2e_scope, m.energy_scope, m.note, m.source,
                   coalesce(g.bf16_tflops, g.fp16_tflops, g.fp32_tflops) AS peak_tflops,
                   f.flop, m.train_flop AS published_flop,
                   f.flop * CASE WHEN m.mfu IS NULL THEN 8.0::float8 / 6 ELSE 1 END AS counted_flop,
                   coalesce(m.mfu, m.hfu) AS published_utilization,
                   CASE WHEN m.mfu IS NOT NULL THEN 'MFU' WHEN m.hfu IS NOT NULL THEN 'HFU' END AS utilization_kind,
                   p.gpu_hours AS published_gpu_hours,
                   traincost.energy_kwh(p.gpu_hours, coalesce(m.avg_power_w, g.tdp_w),
                       pue => CASE WHEN m.energy_scope = 'facility' THEN m.pue ELSE 1 END) / 1000 AS energy_mwh,
                   m.energy_mwh AS published_energy_mwh, m.co2e_tonnes AS published_co2e_tonnes
            FROM traincost.model AS m
            LEFT JOIN traincost.gpu AS g ON g.name = m.gpu
            CROSS JOIN LATERAL (SELECT traincost.train_flops(coalesce(m.active_params, m.params), m.tokens,
                                       coalesce(m.flops_per_param_token, 6)) AS flop) AS f
            CROSS JOIN LATERAL (SELECT coalesce(m.gpu_hours,
                                                m.gpu_count * m.train_days * 24) AS gpu_hours) AS p) AS h) AS e
WHERE e.flop IS NOT NULL OR e.gpu_hours IS NOT NULL OR e.energy_mwh IS NOT NULL OR e.co2e_tonnes IS NOT NULL;
COMMENT ON VIEW traincost.model_estimate IS
'Published training runs beside our recomputation: FLOP, GPU-hours at the published utilisation, energy and CO2e. A ratio is published over ours.';
COMMENT ON COLUMN traincost.model_estimate.model IS
'Row of table model.';
COMMENT ON COLUMN traincost.model_estimate.family IS
'Family of the model.';
COMMENT ON COLUMN traincost.model_estimate.organisation IS
'Who trained it.';
COMMENT ON COLUMN traincost.model_estimate.released IS
'Month of release (its first day).';
COMMENT ON COLUMN traincost.model_estimate.stage IS
'pretraining, sft, rm, rl, distillation or nas.';
COMMENT ON COLUMN traincost.model_estimate.params IS
'All parameters.';
COMMENT ON COLUMN traincost.model_estimate.active_params IS
'Parameters used per token. NULL: dense.';
COMMENT ON COLUMN traincost.model_estimate.tokens IS
'Tokens seen.';
COMMENT ON COLUMN traincost.model_estimate.convention IS
'What our FLOP count, and how the published utilisation was turned into hours.';
COMMENT ON COLUMN traincost.model_estimate.gpu IS
'Accelerator.';
COMMENT ON COLUMN traincost.model_estimate.peak_tflops IS
'Its dense BF16 peak in TFLOP/s (FP16, else FP32, where there is no BF16).';
COMMENT ON COLUMN traincost.model_estimate.flop IS
'Our FLOP: train_flops of active parameters and tokens.';
COMMENT ON COLUMN traincost.model_estimate.published_flop IS
'FLOP as published, in the authors'' convention (see note).';
COMMENT ON COLUMN traincost.model_estimate.flop_ratio IS
'published_flop / flop.';
COMMENT ON COLUMN traincost.model_estimate.published_utilization IS
'Published MFU, else HFU, as a fraction.';
COMMENT ON COLUMN traincost.model_estimate.utilization_kind IS
'MFU or HFU.';
COMMENT ON COLUMN traincost.model_estimate.gpu_hours IS
'Our GPU-hours at the published utilisation.';
COMMENT ON COLUMN traincost.model_estimate.gpu_hours_ratio IS
'published_gpu_hours / gpu_hours.';
COMMENT ON COLUMN traincost.model_estimate.mfu_from_hours IS
'MFU that our FLOP in the published GPU-hours make, as a fraction.';
COMMENT ON COLUMN traincost.model_estimate.energy_mwh IS
'Our energy in MWh: published GPU-hours x published power (else TDP), with PUE if energy_scope is facility.';
COMMENT ON COLUMN traincost.model_estimate.published_energy_mwh IS
'Energy in MWh as published, in energy_scope.';
COMMENT ON COLUMN traincost.model_estimate.energy_ratio IS
'published_energy_mwh / energy_mwh.';
COMMENT ON COLUMN traincost.model_estimate.energy_scope IS
'Scope of the published energy: accelerator, it or facility (PUE included).';
COMMENT ON COLUMN traincost.model_estimate.co2e_tonnes IS
'Our CO2e in tonnes: published energy (else ours) x the published grid intensity, x PUE where the published figure has it and the energy has not.';
COMMENT ON COLUMN traincost.model_estimate.published_co2e_tonnes IS
'CO2e in tonnes as published.';
COMMENT ON COLUMN traincost.model_estimate.co2e_ratio IS
'published_co2e_tonnes / co2e_tonnes.';
COMMENT ON COLUMN traincost.model_estimate.co2e_scope IS
'Scope of the published CO2e.';
COMMENT ON COLUMN traincost.model_estimate.note IS
'Conflicts, ranges, conventions of the published figures.';
COMMENT ON COLUMN traincost.model_estimate.source IS
'Sources of the published figures.';
