-- The total of a pipeline (estimate/pipeline.c)

CREATE TYPE traincost.total AS (
    flop float8,
    gpus float8,
    days float8,
    gpu_hours float8,
    energy_kwh float8,
    co2e_location_kg float8,
    co2e_market_kg float8,
    co2e_embodied_kg float8,
    water_l float8,
    compute_usd float8,
    other_hardware_usd float8,
    datacenter_usd float8,
    energy_usd float8,
    data_usd float8,
    labor_usd float8,
    total_usd float8,
    stages bigint,
    unpriced_stages bigint,
    known_usd float8
);
COMMENT ON TYPE traincost.total IS
'What a pipeline of stages takes, one after the other. A column is NULL if it is unknown for one of the stages.';
COMMENT ON COLUMN traincost.total.flop IS
'Sum over the stages. Model FLOP of the run, generation included; not multiplied by run_multiplier.';
COMMENT ON COLUMN traincost.total.gpus IS
'The most GPUs any stage uses at a time.';
COMMENT ON COLUMN traincost.total.days IS
'Days of all stages, one after the other.';
COMMENT ON COLUMN traincost.total.gpu_hours IS
'Sum over the stages. GPU-hours of all runs: all that is paid, heated and emitted.';
COMMENT ON COLUMN traincost.total.energy_kwh IS
'Sum over the stages. Electricity in kWh, host and PUE included.';
COMMENT ON COLUMN traincost.total.co2e_location_kg IS
'Sum over the stages. Operational CO2e in kg by the grid''s intensity (GHG Protocol Scope 2, location-based).';
COMMENT ON COLUMN traincost.total.co2e_market_kg IS
'Sum over the stages. Operational CO2e in kg by the supplier''s intensity (market-based). NULL: market_gco2e_per_kwh was not given.';
COMMENT ON COLUMN traincost.total.co2e_embodied_kg IS
'Sum over the stages. CO2e in kg of manufacture, the share used.';
COMMENT ON COLUMN traincost.total.water_l IS
'Sum over the stages. Water in litres, on site and at the power plant.';
COMMENT ON COLUMN traincost.total.compute_usd IS
'Sum over the stages. USD for the GPUs: rent, purchase or amortised share.';
COMMENT ON COLUMN traincost.total.other_hardware_usd IS
'Sum over the stages. USD for hosts, network and storage when owned; 0 when rented.';
COMMENT ON COLUMN traincost.total.datacenter_usd IS
'Sum over the stages. USD for building and cooling when owned; 0 when rented.';
COMMENT ON COLUMN traincost.total.energy_usd IS
'Sum over the stages. USD for electricity when owned; 0 when rented (the rent contains it).';
COMMENT ON COLUMN traincost.total.data_usd IS
'Sum over the stages. USD for data, as given.';
COMMENT ON COLUMN traincost.total.labor_usd IS
'Sum over the stages. USD for labour, as given.';
COMMENT ON COLUMN traincost.total.total_usd IS
'USD of all stages; NULL if one is unpriced: then see known_usd.';
COMMENT ON COLUMN traincost.total.stages IS
'Number of stages.';
COMMENT ON COLUMN traincost.total.unpriced_stages IS
'Stages whose total_usd is unknown.';
COMMENT ON COLUMN traincost.total.known_usd IS
'USD of the stages whose total_usd is known.';
