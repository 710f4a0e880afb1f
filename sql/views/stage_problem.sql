-- What estimate_stage takes as unknown (missing_ok of train_estimate), each by the table that lacks it.
CREATE VIEW traincost.stage_problem AS
SELECT s.pipeline, s.stage_no, s.stage, u.concerns, u.detail
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
LEFT JOIN traincost.gpu AS g ON g.name = d.gpu
LEFT JOIN traincost.model AS m ON m.name = traincost.model_name(s.model, true)
CROSS JOIN LATERAL (SELECT coalesce(s.dtype, 'bf16') AS dtype, s.usd_per_gpu_hour IS NULL AND s.usd_per_gpu IS NULL AS priced_by_table,
                           CASE WHEN NOT EXISTS (SELECT FROM traincost.grid AS o WHERE o.region = d.region)
                                THEN (SELECT count(*) FROM traincost.cloud_region AS c WHERE c.region = d.region OR c.provider || '/' || c.region = d.region) END AS clouds) AS t
-- arrays, for VALUES would be compiled anew for each stage
CROSS JOIN LATERAL unnest('{work,work,rollouts,GPU,GPU,price,price,price,price,price,region}'::text[], ARRAY[
    CASE WHEN m.name IS NULL
         THEN 'model "' || s.model || '" is not in table model' END,
    CASE WHEN s.exact AND s.flop IS NULL AND m.name IS NOT NULL AND (m.decoder_layers IS NOT NULL OR NOT traincost._model_has_shape(m.name))
         THEN 'model "' || s.model || '" has no complete decoder-only shape in table model'
         WHEN s.method IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.training_method AS t WHERE t.method = s.method)
         THEN 'method "' || s.method || '" is not in table training_method' END,
    CASE WHEN s.prompts IS NOT NULL THEN 'rollouts take ' || (traincost._stage_flop(s)).problem END,
    CASE WHEN g.name IS NULL
         THEN 'gpu "' || d.gpu || '" is not in table gpu' END,
    CASE WHEN s.peak_tflops IS NULL AND g.name IS NOT NULL
              AND CASE t.dtype WHEN 'fp64' THEN g.fp64_tflops WHEN 'fp32' THEN g.fp32_tflops WHEN 'tf32' THEN g.tf32_tflops WHEN 'fp16' THEN g.fp16_tflops
                               WHEN 'bf16' THEN g.bf16_tflops WHEN 'fp8' THEN g.fp8_tflops WHEN 'int8' THEN g.int8_tops ELSE g.fp4_tflops END IS NULL
         THEN 'gpu "' || d.gpu || '" has no ' || t.dtype || ' peak in table gpu' END,
    CASE WHEN t.priced_by_table AND s.provider IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.provider = s.provider)
         THEN 'provider "' || s.provider || '" is not in table gpu_price' END,
    CASE WHEN t.priced_by_table AND s.price_region IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.region = s.price_region)
         THEN 'price_region "' || s.price_region || '" is not in table gpu_price' END,
    CASE WHEN d.ownership <> 'rent' AND s.acquired_on IS NOT NULL AND NOT isfinite(d.as_of)
         THEN 'hardware has no age at as_of infinity' END,
    CASE WHEN d.ownership <> 'rent' AND s.acquired_on > d.as_of
         THEN 'hardware is bought on ' || to_char(s.acquired_on, 'YYYY-MM-DD') || ', after ' || to_char(d.as_of, 'YYYY-MM-DD') END,
    CASE WHEN d.ownership = 'amortize' AND s.depreciation IS DISTINCT FROM 'price_decay'
              AND (CASE WHEN isfinite(d.as_of) THEN d.as_of END - s.acquired_on) / 365.25
                  >= coalesce(s.useful_life_years, (SELECT value FROM traincost.assumption WHERE name = 'useful_life_years'))
         THEN 'hardware of ' || to_char(s.acquired_on, 'YYYY-MM-DD') || ' is written off by ' || to_char(d.as_of, 'YYYY-MM-DD') END,
    CASE WHEN t.clouds = 0 THEN 'region "' || d.region || '" is in neither table grid nor cloud_region'
         WHEN t.clouds > 1 THEN 'region "' || d.region || '" is of several providers in table cloud_region' END
]) AS u (concerns, detail)
WHERE u.detail IS NOT NULL;
COMMENT ON VIEW traincost.stage_problem IS
'What stages of plans name and no table has, a row each: their estimates are NULL in what depends on it. Empty as shipped.';
COMMENT ON COLUMN traincost.stage_problem.stage_no IS
'Position of the stage in its plan.';
COMMENT ON COLUMN traincost.stage_problem.concerns IS
'What it leaves unknown: work (FLOP, and all that follows), GPU (hours, and all that follows), price (dollars of the GPUs), region (energy, CO2e); rollouts: nothing, but their hours are of a utilisation, not of rl_step.';
COMMENT ON COLUMN traincost.stage_problem.detail IS
'What is unknown, and the table that lacks it.';
