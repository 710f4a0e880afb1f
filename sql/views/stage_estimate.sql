CREATE VIEW traincost.stage_estimate AS
SELECT s.pipeline AS pipeline,
       s.stage_no AS stage_no,
       s.stage AS stage,
       s.method AS method,
       s.model AS model,
       d.gpu AS gpu,
       d.ownership AS ownership,
       s.provider AS provider,
       d.region AS region,
       d.as_of AS as_of,
       g.bf16_tflops AS bf16_tflops,
       g.tdp_w AS tdp_w,
       e.co2e_location_kg / nullif(e.energy_kwh, 0) * 1000 AS gco2e_per_kwh,
-- @columns stage_view
       e.total_usd / nullif(CASE WHEN count(e.total_usd) OVER w = count(*) OVER w THEN sum(e.total_usd) OVER w END, 0) AS usd_share,
       e.energy_kwh / nullif(CASE WHEN count(e.energy_kwh) OVER w = count(*) OVER w THEN sum(e.energy_kwh) OVER w END, 0) AS energy_share,
       e.co2e_location_kg / nullif(CASE WHEN count(e.co2e_location_kg) OVER w = count(*) OVER w THEN sum(e.co2e_location_kg) OVER w END, 0) AS co2e_share,
       CASE d.ownership WHEN 'rent' THEN '3.1' ELSE '2 + 3.2' END AS ghg_scope,
       traincost.sci_gco2e(e.co2e_location_kg, e.co2e_embodied_kg, nullif(e.flop, 0) / 1e15) AS sci_gco2e_per_pflop,
       s.note, s.source
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
LEFT JOIN traincost.gpu AS g ON g.name = d.gpu
CROSS JOIN LATERAL traincost.estimate_stage(s) AS e
WINDOW w AS (PARTITION BY s.pipeline);
COMMENT ON VIEW traincost.stage_estimate IS
'What each stage of each plan in pipeline_stage takes.';
COMMENT ON COLUMN traincost.stage_estimate.method IS
'How the FLOP follow from the stage''s inputs. NULL: from flop, or params and tokens.';
COMMENT ON COLUMN traincost.stage_estimate.model IS
'Row of table model it takes its size from.';
COMMENT ON COLUMN traincost.stage_estimate.gpu IS
'Accelerator.';
COMMENT ON COLUMN traincost.stage_estimate.provider IS
'Provider whose price counts. NULL: median over providers.';
COMMENT ON COLUMN traincost.stage_estimate.region IS
'Grid or cloud region.';
COMMENT ON COLUMN traincost.stage_estimate.as_of IS
'Day whose prices and grid count.';
COMMENT ON COLUMN traincost.stage_estimate.bf16_tflops IS
'Dense BF16 peak of the GPU in TFLOP/s. NULL: none is published.';
COMMENT ON COLUMN traincost.stage_estimate.tdp_w IS
'Power limit of the GPU in W. NULL: not published.';
COMMENT ON COLUMN traincost.stage_estimate.gco2e_per_kwh IS
'Carbon intensity used, in g CO2e per kWh; its source is in carbon_statement. NULL: energy or intensity unknown.';
COMMENT ON COLUMN traincost.stage_estimate.gpus IS
'Number of GPUs: as given, or the fewest whole ones for the days given. NULL: neither was given.';
COMMENT ON COLUMN traincost.stage_estimate.days IS
'Wall-clock days of the final run, restarts included. NULL: neither gpus nor days was given.';
COMMENT ON COLUMN traincost.stage_estimate.usd_share IS
'Part of the plan''s total_usd, 0 to 1. NULL: a stage is unpriced.';
COMMENT ON COLUMN traincost.stage_estimate.energy_share IS
'Part of the plan''s energy_kwh, 0 to 1.';
COMMENT ON COLUMN traincost.stage_estimate.co2e_share IS
'Part of the plan''s co2e_location_kg, 0 to 1.';
COMMENT ON COLUMN traincost.stage_estimate.note IS
'Remarks on the stage.';
COMMENT ON COLUMN traincost.stage_estimate.source IS
'Where the plan''s figures come from.';
