-- What each stage costs in each month.  Dollars are those of focus_estimate, whose
-- rows sum exactly to the bill; energy and CO2e follow the hours.
-- guide: a stage and UTC month | pipeline, stage_no, month | month | dollars used and paid, hours, energy, CO2e
CREATE VIEW traincost.plan_calendar AS
SELECT k.pipeline, c.*
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (
      -- once for each plan, not once for each of its months
      WITH stage AS MATERIALIZED (
          SELECT e.stage_no, e.energy_kwh, e.co2e_location_kg, e.co2e_market_kg, e.co2e_embodied_kg, e.grid_basis
          FROM traincost.stage_estimate AS e
          WHERE e.pipeline = k.pipeline
      )
      SELECT m.stage_no, m.stage, m.month, m.month::timestamp AT TIME ZONE 'UTC' AS time,
             traincost._money(m.gpu_hours)::numeric(20,4) AS gpu_hours, traincost._money(m.usd)::numeric(20,4) AS usd,
             traincost._money(m.cash_usd)::numeric(20,4) AS cash_usd, m.unpriced_charges,
             e.energy_kwh * m.share AS energy_kwh, e.co2e_location_kg * m.share AS co2e_location_kg,
             e.co2e_market_kg * m.share AS co2e_market_kg,
             e.co2e_embodied_kg * m.share AS co2e_embodied_kg, e.grid_basis
      FROM (SELECT f.x_stage_no AS stage_no, f.x_workload_phase AS stage, f.x_month AS month,
                   -- one unknown charge makes the month's sum unknown
                   CASE WHEN count(f.effective_cost) = count(*) THEN sum(f.effective_cost) END AS usd,
                   CASE WHEN count(f.billed_cost) = count(*) THEN sum(f.billed_cost) END AS cash_usd,
                   count(*) - count(f.effective_cost) AS unpriced_charges,
                   sum(h.gpu_hours) AS gpu_hours,
                   (sum(h.gpu_hours)
                    / nullif(sum(sum(h.gpu_hours)) OVER (PARTITION BY f.x_stage_no), 0))::float8 AS share
            FROM traincost.focus_estimate AS f
            -- hosts and buildings are counted in GPU-hours, too
            CROSS JOIN LATERAL (SELECT CASE WHEN f.pricing_unit = 'GPU-Hours'
                                                 AND f.charge_category = 'Usage'
                                                 AND f.sku_id NOT LIKE '%, %'
                                                 AND f.commitment_discount_status IS DISTINCT FROM 'Unused'
                                            THEN f.pricing_quantity END AS gpu_hours) AS h
            WHERE f.x_scenario = k.pipeline
            GROUP BY f.x_stage_no, f.x_workload_phase, f.x_month) AS m
      JOIN stage AS e ON e.stage_no = m.stage_no) AS c;
COMMENT ON VIEW traincost.plan_calendar IS
'Each stage of each plan by UTC month: GPU-hours, dollars as used and as paid, energy and CO2e. The months of a plan sum exactly to its total_usd.';
COMMENT ON COLUMN traincost.plan_calendar.gpu_hours IS
'GPU-hours of the month. NULL: none, or unknown.';
COMMENT ON COLUMN traincost.plan_calendar.unpriced_charges IS
'Charges of the month without a price.';
COMMENT ON COLUMN traincost.plan_calendar.energy_kwh IS
'Electricity in kWh, shared out by GPU-hours.';
COMMENT ON COLUMN traincost.plan_calendar.grid_basis IS
'Basis of the stage''s carbon intensity: lifecycle, operational, direct, or the plan''s own. Add CO2e of one basis only. NULL: no figure.';
