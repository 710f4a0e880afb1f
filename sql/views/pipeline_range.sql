-- 80 percent ranges of every plan: one draw of its shared inputs for all its stages
-- guide: a plan | pipeline | | P10, P50 and P90 of money, days, energy, CO2e ([ranges.md](ranges.md)); some milliseconds a plan
CREATE VIEW traincost.pipeline_range AS
SELECT n.pipeline, p.stages, q.*, p.grid_basis
FROM traincost.pipeline_name AS n
CROSS JOIN LATERAL (
      SELECT count(*) AS stages, array_agg(u.run ORDER BY s.stage_no) AS runs,
             string_agg(DISTINCT CASE WHEN s.gco2e_per_kwh IS NOT NULL THEN 'the plan''s own'
                                      ELSE traincost._grid_basis(d.region, d.as_of, s.grid_basis) END,
                        ', ') AS grid_basis
-- @arguments stages
      CROSS JOIN LATERAL traincost._stage_defaults(s) AS d CROSS JOIN LATERAL traincost._stage_run(s, r) AS u) AS p
CROSS JOIN LATERAL (
    SELECT max(d.p10) FILTER (WHERE d.quantity = 'days') AS days_p10,
           max(d.p50) FILTER (WHERE d.quantity = 'days') AS days_p50,
           max(d.p90) FILTER (WHERE d.quantity = 'days') AS days_p90,
           max(d.p10) FILTER (WHERE d.quantity = 'gpu_hours') AS gpu_hours_p10,
           max(d.p50) FILTER (WHERE d.quantity = 'gpu_hours') AS gpu_hours_p50,
           max(d.p90) FILTER (WHERE d.quantity = 'gpu_hours') AS gpu_hours_p90,
           max(d.p10) FILTER (WHERE d.quantity = 'energy_kwh') AS energy_kwh_p10,
           max(d.p50) FILTER (WHERE d.quantity = 'energy_kwh') AS energy_kwh_p50,
           max(d.p90) FILTER (WHERE d.quantity = 'energy_kwh') AS energy_kwh_p90,
           max(d.p10) FILTER (WHERE d.quantity = 'co2e_location_kg') AS co2e_location_kg_p10,
           max(d.p50) FILTER (WHERE d.quantity = 'co2e_location_kg') AS co2e_location_kg_p50,
           max(d.p90) FILTER (WHERE d.quantity = 'co2e_location_kg') AS co2e_location_kg_p90,
           traincost._within(max(d.p10) FILTER (WHERE d.quantity = 'total_usd'), 1e15)::numeric(20,4) AS total_usd_p10,
           traincost._within(max(d.p50) FILTER (WHERE d.quantity = 'total_usd'), 1e15)::numeric(20,4) AS total_usd_p50,
           traincost._within(max(d.p90) FILTER (WHERE d.quantity = 'total_usd'), 1e15)::numeric(20,4) AS total_usd_p90
    FROM traincost._plan_quantiles(p.runs, true) AS d) AS q;
COMMENT ON VIEW traincost.pipeline_range IS
'What every plan takes at the 10th, 50th and 90th percentile of its uncertain inputs, a row each (pipeline_quantiles): 80 percent of the cases lie between p10 and p90. Some milliseconds a plan: filter by pipeline.';
COMMENT ON COLUMN traincost.pipeline_range.days_p10 IS
'Wall-clock days of all stages, at the 10th percentile: in one case of ten it is less. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.days_p50 IS
'Wall-clock days of all stages, at the median. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.days_p90 IS
'Wall-clock days of all stages, at the 90th percentile: in one case of ten it is more. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.gpu_hours_p10 IS
'GPU-hours of all runs, at the 10th percentile: in one case of ten it is less. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.gpu_hours_p50 IS
'GPU-hours of all runs, at the median. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.gpu_hours_p90 IS
'GPU-hours of all runs, at the 90th percentile: in one case of ten it is more. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.energy_kwh_p10 IS
'Electricity in kWh, host and PUE included, at the 10th percentile: in one case of ten it is less. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.energy_kwh_p50 IS
'Electricity in kWh, host and PUE included, at the median. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.energy_kwh_p90 IS
'Electricity in kWh, host and PUE included, at the 90th percentile: in one case of ten it is more. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.co2e_location_kg_p10 IS
'Operational CO2e in kg by the grid''s intensity (location-based), at the 10th percentile: in one case of ten it is less. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.co2e_location_kg_p50 IS
'Operational CO2e in kg by the grid''s intensity (location-based), at the median. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.co2e_location_kg_p90 IS
'Operational CO2e in kg by the grid''s intensity (location-based), at the 90th percentile: in one case of ten it is more. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.total_usd_p10 IS
'USD in all, at the 10th percentile: in one case of ten it is less. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.total_usd_p50 IS
'USD in all, at the median. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.total_usd_p90 IS
'USD in all, at the 90th percentile: in one case of ten it is more. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_range.grid_basis IS
'Basis of the stages'' carbon intensities: one word where all agree; several mean that co2e_location_kg mixes what should not be compared. NULL: no figure.';
