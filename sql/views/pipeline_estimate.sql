CREATE VIEW traincost.pipeline_estimate AS
SELECT t.pipeline,
       (t.total).stages AS stages,
       t.unpriced_stages AS unpriced_stages,
       t.known_usd::numeric(20,4) AS known_usd,
       (t.total).flop AS flop,
       (t.total).gpus AS gpus,
       (t.total).days AS days,
       (t.total).gpu_hours AS gpu_hours,
       (t.total).energy_kwh AS energy_kwh,
       (t.total).co2e_location_kg AS co2e_location_kg,
       (t.total).co2e_market_kg AS co2e_market_kg,
       (t.total).co2e_embodied_kg AS co2e_embodied_kg,
       (t.total).water_l AS water_l,
       t.compute_usd::numeric(20,4) AS compute_usd,
       t.other_hardware_usd::numeric(20,4) AS other_hardware_usd,
       t.datacenter_usd::numeric(20,4) AS datacenter_usd,
       t.energy_usd::numeric(20,4) AS energy_usd,
       t.data_usd::numeric(20,4) AS data_usd,
       t.labor_usd::numeric(20,4) AS labor_usd,
       t.total_usd::numeric(20,4) AS total_usd,
       t.usd_by_stage AS usd_by_stage,
       t.energy_by_stage AS energy_by_stage,
       t.co2e_by_stage AS co2e_by_stage
FROM (SELECT s.pipeline, count(*) - count(s.total_usd) AS unpriced_stages,
             coalesce(sum(s.total_usd), 0) AS known_usd,
             CASE WHEN count(s.compute_usd) = count(*) THEN sum(s.compute_usd) END AS compute_usd,
             CASE WHEN count(s.other_hardware_usd) = count(*) THEN sum(s.other_hardware_usd) END AS other_hardware_usd,
             CASE WHEN count(s.datacenter_usd) = count(*) THEN sum(s.datacenter_usd) END AS datacenter_usd,
             CASE WHEN count(s.energy_usd) = count(*) THEN sum(s.energy_usd) END AS energy_usd,
             CASE WHEN count(s.data_usd) = count(*) THEN sum(s.data_usd) END AS data_usd,
             CASE WHEN count(s.labor_usd) = count(*) THEN sum(s.labor_usd) END AS labor_usd,
             CASE WHEN count(s.total_usd) = count(*) THEN sum(s.total_usd) END AS total_usd,
             string_agg(s.stage || ' ' || round(100 * s.usd_share::numeric, 1) || ' %', '; ' ORDER BY s.stage_no) AS usd_by_stage,
             string_agg(s.stage || ' ' || round(100 * s.energy_share::numeric, 1) || ' %', '; ' ORDER BY s.stage_no) AS energy_by_stage,
             string_agg(s.stage || ' ' || round(100 * s.co2e_share::numeric, 1) || ' %', '; ' ORDER BY s.stage_no) AS co2e_by_stage,
             traincost.pipeline_total(ROW(s.flop, s.gpus, s.days, s.gpu_hours, s.energy_kwh, s.co2e_location_kg, s.co2e_market_kg, s.co2e_embodied_kg, s.water_l,
                 NULL, NULL, NULL, NULL, NULL, NULL, NULL)::traincost.estimate) AS total
      FROM traincost.stage_estimate AS s
      GROUP BY s.pipeline) AS t;
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
