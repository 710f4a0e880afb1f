-- Each plan is worked out by itself: see pipeline_name.
-- guide: a plan | pipeline | | totals: money, energy, CO2e, GPU-hours
CREATE VIEW traincost.pipeline_estimate AS
SELECT n.pipeline,
       (t.total).stages AS stages,
       t.unpriced_stages AS unpriced_stages,
       (CASE WHEN t.known_usd < 1e16 THEN t.known_usd END)::numeric(20,4) AS known_usd,
-- @columns pipeline_view
       t.usd_by_stage AS usd_by_stage,
       t.energy_by_stage AS energy_by_stage,
       t.co2e_by_stage AS co2e_by_stage,
       t.grid_basis AS grid_basis,
       t.all_runs_days AS all_runs_days
FROM traincost.pipeline_name AS n
CROSS JOIN LATERAL (
      SELECT
-- @columns pipeline_known
-- @columns pipeline_sums
             string_agg(s.stage || ' ' || round(100 * s.usd_share::numeric, 1)::text || ' %',
                        '; ' ORDER BY s.stage_no) AS usd_by_stage,
             string_agg(s.stage || ' ' || round(100 * s.energy_share::numeric, 1)::text || ' %',
                        '; ' ORDER BY s.stage_no) AS energy_by_stage,
             string_agg(s.stage || ' ' || round(100 * s.co2e_share::numeric, 1)::text || ' %',
                        '; ' ORDER BY s.stage_no) AS co2e_by_stage,
             string_agg(DISTINCT s.grid_basis, ', ') AS grid_basis,
             CASE WHEN count(s.all_runs_days) = count(*)
                  THEN sum(s.all_runs_days ORDER BY s.stage_no) END AS all_runs_days,
             traincost.pipeline_total(s.estimate) AS total
      FROM (SELECT s.stage_no, s.stage,
                   -- not e itself: from 17 on the server refuses the row of an inlined function whose type
                   -- ever had an attribute more
                   ROW(
-- @columns row
                   )::traincost.estimate AS estimate,
                   e.days * coalesce(s.run_multiplier, 1) AS all_runs_days,
                   CASE WHEN s.gco2e_per_kwh IS NOT NULL THEN 'the plan''s own'
                        ELSE traincost._grid_basis(d.region, d.as_of, s.grid_basis) END AS grid_basis,
                   e.total_usd
                   / nullif(CASE WHEN count(e.total_usd) OVER plan = count(*) OVER plan
                                 THEN sum(e.total_usd) OVER plan END,
                            0) AS usd_share,
                   e.energy_kwh
                   / nullif(CASE WHEN count(e.energy_kwh) OVER plan = count(*) OVER plan
                                 THEN sum(e.energy_kwh) OVER plan END,
                            0) AS energy_share,
                   e.co2e_location_kg
                   / nullif(CASE WHEN count(e.co2e_location_kg) OVER plan = count(*) OVER plan
                                 THEN sum(e.co2e_location_kg) OVER plan END,
                            0) AS co2e_share
-- @arguments stages
            CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
            CROSS JOIN LATERAL traincost._estimate_stage(s, r) AS e
            -- in the order of the stages, so that a sum has the same last bit wherever they lie
            WINDOW plan AS (ORDER BY s.stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS s) AS t;
COMMENT ON VIEW traincost.pipeline_estimate IS
'What each plan in pipeline_stage takes in all: its stages one after the other.';
COMMENT ON COLUMN traincost.pipeline_estimate.gpus IS
'The most GPUs any stage uses at a time.';
COMMENT ON COLUMN traincost.pipeline_estimate.days IS
'Days of all stages, one after the other.';
COMMENT ON COLUMN traincost.pipeline_estimate.usd_by_stage IS
'Percent of total_usd by stage, in the order of the stages; as numbers in stage_estimate.usd_share. NULL: a stage is unpriced.';
COMMENT ON COLUMN traincost.pipeline_estimate.energy_by_stage IS
'Percent of energy_kwh by stage. NULL: a stage''s is unknown.';
COMMENT ON COLUMN traincost.pipeline_estimate.co2e_by_stage IS
'Percent of co2e_location_kg by stage. NULL: a stage''s is unknown.';
COMMENT ON COLUMN traincost.pipeline_estimate.grid_basis IS
'Basis of the stages'' carbon intensities: one word where all agree; several mean that co2e_location_kg mixes what should not be compared. NULL: no figure.';
COMMENT ON COLUMN traincost.pipeline_estimate.all_runs_days IS
'Wall-clock days of all runs of all stages, one after the other: the time that gpu_hours and the charges of focus_estimate take. days are those of the final runs. NULL: a stage''s are unknown.';
