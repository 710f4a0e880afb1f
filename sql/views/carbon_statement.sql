-- Energy, carbon and water of every stage, with the figures they come from.  The
-- grid row is the one that grid_gco2e_per_kwh takes (lookup/lookup.c).
-- guide: a stage of a plan | pipeline, stage_no | as_of | energy, CO2e by GHG scope, water, with grid and PUE
CREATE VIEW traincost.carbon_statement AS
SELECT k.pipeline, t.*
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (
      SELECT s.stage_no, s.stage, s.gpu, s.ownership, s.ghg_scope, s.as_of,
             s.region, r.grid_region,
             coalesce(p.gco2e_per_kwh, g.gco2e_per_kwh) AS gco2e_per_kwh,
             g.year AS grid_year,
             g.basis AS grid_basis,
             CASE WHEN p.gco2e_per_kwh IS NULL THEN g.source ELSE 'the plan''s own figure' END AS grid_source,
             p.market_gco2e_per_kwh,
             r.pue,
             CASE WHEN p.pue IS NOT NULL THEN 'the plan''s own figure'
                  WHEN c.pue IS NOT NULL THEN c.source
                  WHEN r.pue IS NOT NULL THEN a.source END AS pue_source,
             s.gpu_hours, s.energy_kwh,
             s.energy_kwh / r.pue AS energy_it_kwh,
             s.co2e_location_kg, s.co2e_market_kg, s.co2e_embodied_kg,
             s.co2e_location_kg + s.co2e_embodied_kg AS co2e_location_embodied_kg,
             s.water_l,
             s.sci_gco2e_per_pflop,
             traincost.sci_gco2e(s.co2e_location_kg, s.co2e_embodied_kg,
                                 nullif(CASE WHEN p.method IS NOT NULL THEN f.tokens
                                             WHEN p.flop IS NULL THEN coalesce(p.tokens, m.tokens) END,
                                        0) / 1e6) AS sci_gco2e_per_million_tokens,
             traincost.sci_gco2e(s.co2e_location_kg, s.co2e_embodied_kg,
                                 coalesce(p.params, m.params) / 1e9) AS sci_gco2e_per_billion_params
      FROM traincost.stage_estimate AS s
      -- a left join, though every stage is there, keeps the estimates from being made anew for each
      LEFT JOIN traincost.pipeline_stage AS p ON p.pipeline = s.pipeline AND p.stage_no = s.stage_no
      LEFT JOIN traincost.model AS m ON m.name = traincost.model_name(p.model, true)
      CROSS JOIN LATERAL traincost._stage_flop(CASE WHEN p.method IS NOT NULL THEN p END) AS f
      -- a grid region's name wins; a bare cloud region has one provider, or the estimate takes it as unknown
      LEFT JOIN (SELECT k.name, min(r.grid_region) AS grid_region, min(r.pue) AS pue, min(r.source) AS source
                 FROM traincost.cloud_region AS r
                 CROSS JOIN LATERAL (VALUES (r.region), (r.provider || '/' || r.region)) AS k (name)
                 WHERE NOT EXISTS (SELECT FROM traincost.grid AS own WHERE own.region = k.name)
                 GROUP BY k.name HAVING count(*) = 1) AS c ON c.name = s.region
      LEFT JOIN (SELECT value AS pue, source FROM traincost.assumption WHERE name = 'pue') AS a ON true
      CROSS JOIN LATERAL (SELECT coalesce(c.grid_region, s.region) AS grid_region,
                                 coalesce(p.pue, c.pue,
                                          CASE WHEN c.name IS NOT NULL
                                                    OR EXISTS (SELECT FROM traincost.grid AS o
                                                               WHERE o.region = s.region)
                                               THEN a.pue END) AS pue) AS r
      LEFT JOIN LATERAL (
          SELECT x.gco2e_per_kwh, x.year, x.basis, x.source FROM traincost.grid AS x
          WHERE p.gco2e_per_kwh IS NULL
            AND x.region = r.grid_region
            AND x.year <= date_part('year', s.as_of)
            AND x.basis <> 'residual'
          ORDER BY x.basis = p.grid_basis DESC, x.year DESC, x.basis = 'lifecycle' DESC, x.basis = 'operational' DESC LIMIT 1) AS g ON true
      WHERE s.pipeline = k.pipeline
      -- not taken apart: so many tables in one list are joined in their order, not in the quickest
      OFFSET 0) AS t;
COMMENT ON VIEW traincost.carbon_statement IS
'Energy, CO2e and water of every stage of every plan, location- and market-based, embodied, with the grid, PUE and GHG scope behind them, and the Software Carbon Intensity. Rented GPUs draw and emit the same as owned ones.';
COMMENT ON COLUMN traincost.carbon_statement.gpu IS
'Accelerator.';
COMMENT ON COLUMN traincost.carbon_statement.as_of IS
'Day whose grid counts.';
COMMENT ON COLUMN traincost.carbon_statement.region IS
'Grid or cloud region of the plan; WORLD if it names none.';
COMMENT ON COLUMN traincost.carbon_statement.grid_region IS
'Region in table grid that the electricity comes from.';
COMMENT ON COLUMN traincost.carbon_statement.gco2e_per_kwh IS
'Carbon intensity used for the location-based figure, in g CO2e per kWh.';
COMMENT ON COLUMN traincost.carbon_statement.grid_year IS
'Year of that intensity. NULL: the plan''s own figure, or none that early.';
COMMENT ON COLUMN traincost.carbon_statement.grid_basis IS
'lifecycle, operational or direct (at the stack). Do not compare across bases. NULL: the plan''s own figure.';
COMMENT ON COLUMN traincost.carbon_statement.grid_source IS
'Where the intensity stood.';
COMMENT ON COLUMN traincost.carbon_statement.market_gco2e_per_kwh IS
'Supplier''s intensity in g CO2e per kWh, as the plan gives it. NULL: not given.';
COMMENT ON COLUMN traincost.carbon_statement.pue IS
'Facility power over IT power: the plan''s, else the cloud region''s, else the assumption''s.';
COMMENT ON COLUMN traincost.carbon_statement.pue_source IS
'Where the PUE comes from.';
COMMENT ON COLUMN traincost.carbon_statement.gpu_hours IS
'GPU-hours of all runs.';
COMMENT ON COLUMN traincost.carbon_statement.energy_it_kwh IS
'Electricity of the servers alone in kWh: energy_kwh / pue.';
COMMENT ON COLUMN traincost.carbon_statement.co2e_embodied_kg IS
'CO2e in kg of manufacture, the share used (Scope 3.2 when owned).';
COMMENT ON COLUMN traincost.carbon_statement.co2e_location_embodied_kg IS
'co2e_location_kg + co2e_embodied_kg: what the SCI counts. Never add the market-based figure to the location-based one.';
COMMENT ON COLUMN traincost.carbon_statement.sci_gco2e_per_million_tokens IS
'Software Carbon Intensity in g CO2e per million tokens trained on, every epoch and sample counted. NULL: tokens unknown.';
COMMENT ON COLUMN traincost.carbon_statement.sci_gco2e_per_billion_params IS
'Software Carbon Intensity in g CO2e per billion parameters. NULL: parameters unknown.';
