-- What the plans came to, day by day: a scheduler's job fills it, a dashboard reads it.

CREATE TABLE traincost.pipeline_summary (
    day                date,
    pipeline           text,
    stages             bigint,
    unpriced_stages    bigint,
    known_usd          numeric(20,4),
    total_usd          numeric(20,4),
    compute_usd        numeric(20,4),
    other_hardware_usd numeric(20,4),
    datacenter_usd     numeric(20,4),
    energy_usd         numeric(20,4),
    data_usd           numeric(20,4),
    labor_usd          numeric(20,4),
    flop               float8,
    gpus               float8,
    days               float8,
    gpu_hours          float8,
    energy_kwh         float8,
    co2e_location_kg   float8,
    co2e_market_kg     float8,
    co2e_embodied_kg   float8,
    water_l            float8,
    PRIMARY KEY (day, pipeline)
);
COMMENT ON TABLE traincost.pipeline_summary IS
'What each plan came to on each day that refresh_summary() ran: rows of pipeline_estimate, kept. Yours: pg_dump saves them.';
COMMENT ON COLUMN traincost.pipeline_summary.day IS
'Day of the refresh, in the time zone of the session that ran it.';
COMMENT ON COLUMN traincost.pipeline_summary.pipeline IS
'Plan, as in pipeline_stage.';
COMMENT ON COLUMN traincost.pipeline_summary.stages IS
'Stages of the plan.';
COMMENT ON COLUMN traincost.pipeline_summary.unpriced_stages IS
'Stages whose price was unknown; where above 0, total_usd is NULL.';
COMMENT ON COLUMN traincost.pipeline_summary.known_usd IS
'USD of the stages whose price was known.';
COMMENT ON COLUMN traincost.pipeline_summary.total_usd IS
'USD in all. NULL: a stage was unpriced.';
COMMENT ON COLUMN traincost.pipeline_summary.compute_usd IS
'USD for GPUs: rent, purchase or the used share of one.';
COMMENT ON COLUMN traincost.pipeline_summary.other_hardware_usd IS
'USD for servers, network and storage around owned GPUs.';
COMMENT ON COLUMN traincost.pipeline_summary.datacenter_usd IS
'USD for building and cooling of owned GPUs.';
COMMENT ON COLUMN traincost.pipeline_summary.energy_usd IS
'USD for electricity of owned GPUs; rent contains it.';
COMMENT ON COLUMN traincost.pipeline_summary.data_usd IS
'USD for data: acquisition, cleaning, annotation, storage.';
COMMENT ON COLUMN traincost.pipeline_summary.labor_usd IS
'USD for people.';
COMMENT ON COLUMN traincost.pipeline_summary.flop IS
'Model FLOP of all stages.';
COMMENT ON COLUMN traincost.pipeline_summary.gpus IS
'GPUs of the largest stage.';
COMMENT ON COLUMN traincost.pipeline_summary.days IS
'Days, one stage after the other.';
COMMENT ON COLUMN traincost.pipeline_summary.gpu_hours IS
'GPU-hours.';
COMMENT ON COLUMN traincost.pipeline_summary.energy_kwh IS
'Electricity in kWh, servers and PUE included.';
COMMENT ON COLUMN traincost.pipeline_summary.co2e_location_kg IS
'kg CO2e of the electricity at the grid''s intensity.';
COMMENT ON COLUMN traincost.pipeline_summary.co2e_market_kg IS
'kg CO2e at the supplier''s intensity. NULL: none given.';
COMMENT ON COLUMN traincost.pipeline_summary.co2e_embodied_kg IS
'kg CO2e of the used share of manufacture.';
COMMENT ON COLUMN traincost.pipeline_summary.water_l IS
'Litres of water, on site and at the power station.';
SELECT pg_extension_config_dump('traincost.pipeline_summary', '');

CREATE FUNCTION traincost.refresh_summary() RETURNS bigint
LANGUAGE sql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM traincost.pipeline_summary AS d
        WHERE d.day = CURRENT_DATE AND NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s WHERE s.pipeline = d.pipeline)
    ), written AS (
        INSERT INTO traincost.pipeline_summary (
            day, pipeline, stages, unpriced_stages, known_usd, total_usd, compute_usd, other_hardware_usd,
            datacenter_usd, energy_usd, data_usd, labor_usd, flop, gpus, days, gpu_hours, energy_kwh,
            co2e_location_kg, co2e_market_kg, co2e_embodied_kg, water_l)
        SELECT
            CURRENT_DATE, e.pipeline, e.stages, e.unpriced_stages, e.known_usd, e.total_usd, e.compute_usd,
            e.other_hardware_usd, e.datacenter_usd, e.energy_usd, e.data_usd, e.labor_usd, e.flop, e.gpus, e.days,
            e.gpu_hours, e.energy_kwh, e.co2e_location_kg, e.co2e_market_kg, e.co2e_embodied_kg, e.water_l
        FROM traincost.pipeline_estimate AS e
        ON CONFLICT (day, pipeline) DO UPDATE SET
            stages = excluded.stages, unpriced_stages = excluded.unpriced_stages, known_usd = excluded.known_usd,
            total_usd = excluded.total_usd, compute_usd = excluded.compute_usd,
            other_hardware_usd = excluded.other_hardware_usd, datacenter_usd = excluded.datacenter_usd,
            energy_usd = excluded.energy_usd, data_usd = excluded.data_usd, labor_usd = excluded.labor_usd,
            flop = excluded.flop, gpus = excluded.gpus, days = excluded.days, gpu_hours = excluded.gpu_hours,
            energy_kwh = excluded.energy_kwh, co2e_location_kg = excluded.co2e_location_kg,
            co2e_market_kg = excluded.co2e_market_kg, co2e_embodied_kg = excluded.co2e_embodied_kg,
            water_l = excluded.water_l
        RETURNING 1)
    SELECT count(*) FROM written
$$;
COMMENT ON FUNCTION traincost.refresh_summary() IS
'Writes today''s row of every plan to pipeline_summary, or writes it again; removes that of a plan that is no more, and returns how many it wrote. For a scheduler, such as pg_cron: the same day''s second run changes nothing but what the plans and prices changed.';
