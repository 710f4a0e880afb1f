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
