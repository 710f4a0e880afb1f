-- Each plan is worked out by itself: see pipeline_name.
-- guide: a stage of a plan | pipeline, stage_no | as_of | shares by stage, GPU, region
CREATE VIEW traincost.stage_estimate AS
SELECT n.pipeline, e.*
FROM traincost.pipeline_name AS n
CROSS JOIN LATERAL (
      SELECT s.stage_no AS stage_no,
             s.stage AS stage,
             s.method AS method,
             coalesce(traincost.model_name(s.model, true), s.model) AS model,
             d.gpu AS gpu,
             d.ownership AS ownership,
             s.provider AS provider,
             d.region AS region,
             d.as_of AS as_of,
             g.bf16_tflops AS bf16_tflops,
             g.tdp_w AS tdp_w,
             coalesce(s.mfu, a.value) AS mfu,
             CASE WHEN s.steady_gpu_hours IS NOT NULL THEN 'GPU-hours of the plan'
                  WHEN s.mfu IS NOT NULL THEN 'MFU of the plan'
                  ELSE 'assumption ' || c.class || ': ' || coalesce(a.note, '') END AS mfu_source,
             coalesce(s.run_overhead,
                      CASE WHEN c.class = 'mfu'
                                AND num_nonnulls(s.mfu, s.steady_gpu_hours, s.goodput, s.gpu_hours_per_failure,
                                                 s.checkpoint_seconds, s.restart_seconds) = 0
                           THEN (SELECT value FROM traincost.assumption WHERE name = 'run_overhead')
                           ELSE 1 END) AS run_overhead,
             e.co2e_location_kg / nullif(e.energy_kwh, 0) * 1000 AS gco2e_per_kwh,
             CASE WHEN s.gco2e_per_kwh IS NOT NULL THEN 'the plan''s own'
                  ELSE traincost._grid_basis(d.region, d.as_of, s.grid_basis) END AS grid_basis,
-- @columns stage_view
             e.total_usd
             / nullif(CASE WHEN count(e.total_usd) OVER plan = count(*) OVER plan THEN sum(e.total_usd) OVER plan END,
                      0) AS usd_share,
             e.energy_kwh
             / nullif(CASE WHEN count(e.energy_kwh) OVER plan = count(*) OVER plan THEN sum(e.energy_kwh) OVER plan END,
                      0) AS energy_share,
             e.co2e_location_kg
             / nullif(CASE WHEN count(e.co2e_location_kg) OVER plan = count(*) OVER plan
                           THEN sum(e.co2e_location_kg) OVER plan END,
                      0) AS co2e_share,
             CASE d.ownership WHEN 'rent' THEN '3.1' ELSE '2 + 3.2' END AS ghg_scope,
             traincost.sci_gco2e(e.co2e_location_kg, e.co2e_embodied_kg,
                                 nullif(e.flop, 0) / 1e15) AS sci_gco2e_per_pflop,
             s.note, s.source,
             e.days * coalesce(s.run_multiplier, 1) AS all_runs_days,
             CASE WHEN d.ownership = 'rent' AND s.usd_per_gpu_hour IS NULL
                  THEN traincost.price_source(d.gpu, s.provider, s.price_kind, s.price_region, s.region, d.as_of)
                  WHEN d.ownership = 'rent' THEN 'the plan''s own price' END AS price_source,
             u.goodput AS goodput, q.interruptions * coalesce(s.run_multiplier, 1) AS failures,
             e.gpu_hours * (1 - u.goodput) AS lost_gpu_hours,
             CASE WHEN d.ownership <> 'buy'
                  THEN traincost._within((e.compute_usd - r.unused_commitment_usd) * (1 - u.goodput),
                                         1e15) END::numeric(20,4) AS lost_usd
-- @arguments stages
      CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
      LEFT JOIN traincost.gpu AS g ON g.name = d.gpu
      LEFT JOIN traincost.model AS m ON m.name = s.model
      LEFT JOIN traincost.training_method AS w ON w.method = s.method
      CROSS JOIN LATERAL (SELECT coalesce(s.mfu_class,
                                          CASE WHEN m.active_params < m.params THEN coalesce(w.moe_mfu_class, 'moe_mfu')
                                               ELSE coalesce(w.mfu_class, 'mfu') END) AS class) AS c
      LEFT JOIN traincost.assumption AS a ON a.name = c.class
      CROSS JOIN LATERAL traincost._estimate_stage(s, r) AS e
      CROSS JOIN LATERAL traincost._stage_goodput(
          CASE WHEN num_nonnulls(s.gpu_hours_per_failure, s.checkpoint_seconds, s.restart_seconds) > 0 THEN s END,
          e.gpus, coalesce(e.days, 'NaN')) AS q
      CROSS JOIN LATERAL (SELECT coalesce(s.goodput, q.goodput) AS goodput) AS u
      -- in the order of the stages, so that a sum has the same last bit wherever they lie
      WINDOW plan AS (ORDER BY s.stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS e;
COMMENT ON VIEW traincost.stage_estimate IS
'What each stage of each plan in pipeline_stage takes.';
COMMENT ON COLUMN traincost.stage_estimate.method IS
'How the FLOP follow from the stage''s inputs. NULL: from flop, or params and tokens.';
COMMENT ON COLUMN traincost.stage_estimate.model IS
'Row of table model it takes its size from: what the plan''s name resolves to.';
COMMENT ON COLUMN traincost.stage_estimate.gpu IS
'Accelerator: the row of table gpu that the plan''s name resolves to.';
COMMENT ON COLUMN traincost.stage_estimate.provider IS
'Provider that the plan names. NULL: that of its cloud region if observed, else the median over providers; price_source says which.';
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
COMMENT ON COLUMN traincost.stage_estimate.mfu IS
'Utilisation of training: the plan''s, or that of the class of what is trained (mfu_source). Rollouts have a time of their own (rl_step).';
COMMENT ON COLUMN traincost.stage_estimate.mfu_source IS
'Where the utilisation comes from: the plan, or which row of table assumption and what it holds for.';
COMMENT ON COLUMN traincost.stage_estimate.run_overhead IS
'Hours of the whole run over those at steady throughput, on top of the utilisation; 1 where that is of whole runs, or goodput says what is lost.';
COMMENT ON COLUMN traincost.stage_estimate.grid_basis IS
'Basis of that intensity: lifecycle, operational, direct, or the plan''s own. Compare and add CO2e of one basis only. NULL: no figure.';
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
COMMENT ON COLUMN traincost.stage_estimate.all_runs_days IS
'Wall-clock days of all runs, failed and exploratory ones too, one after the other: gpu_hours over gpus over 24. days are those of the final run. NULL: neither gpus nor days was given.';
COMMENT ON COLUMN traincost.stage_estimate.price_source IS
'Where the rent comes from: provider, region and day, or of how many providers it is the median, which, and from when. NULL: owned GPUs, or nothing observed.';
COMMENT ON COLUMN traincost.stage_estimate.goodput IS
'Useful share of the wall-clock time: the plan''s, or what its failures and interruptions leave. NULL: none are counted.';
COMMENT ON COLUMN traincost.stage_estimate.failures IS
'Failures and interruptions that are expected in all runs, from gpu_hours_per_failure. NULL: none are counted.';
COMMENT ON COLUMN traincost.stage_estimate.lost_gpu_hours IS
'GPU-hours, of all runs, in which nothing useful is done: checkpoints, restarts, and work done again after failures and interruptions; gpu_hours x (1 - goodput). NULL: goodput is not known.';
COMMENT ON COLUMN traincost.stage_estimate.lost_usd IS
'What those hours cost, in USD: their share of compute_usd, unused hours of a contract left out. NULL: not known, or GPUs that are bought, which cost no more for them.';
