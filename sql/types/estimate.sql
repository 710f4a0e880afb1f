-- One estimate (estimate/estimate.c) from names or from numbers

CREATE TYPE traincost.estimate AS (
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
    total_usd float8
);
COMMENT ON TYPE traincost.estimate IS
'What one training run takes. All columns float8; NULL: unknown.';
COMMENT ON COLUMN traincost.estimate.flop IS
'Model FLOP of the run, generation included; not multiplied by run_multiplier.';
COMMENT ON COLUMN traincost.estimate.gpus IS
'Number of GPUs: as given, or the fewest whole ones for the days given. NULL: neither was given.';
COMMENT ON COLUMN traincost.estimate.days IS
'Wall-clock days of the final run, restarts included. NULL: neither gpus nor days was given.';
COMMENT ON COLUMN traincost.estimate.gpu_hours IS
'GPU-hours of all runs: all that is paid, heated and emitted.';
COMMENT ON COLUMN traincost.estimate.energy_kwh IS
'Electricity in kWh, host and PUE included.';
COMMENT ON COLUMN traincost.estimate.co2e_location_kg IS
'Operational CO2e in kg by the grid''s intensity (GHG Protocol Scope 2, location-based).';
COMMENT ON COLUMN traincost.estimate.co2e_market_kg IS
'Operational CO2e in kg by the supplier''s intensity (market-based). NULL: market_gco2e_per_kwh was not given.';
COMMENT ON COLUMN traincost.estimate.co2e_embodied_kg IS
'CO2e in kg of manufacture, the share used.';
COMMENT ON COLUMN traincost.estimate.water_l IS
'Water in litres, on site and at the power plant.';
COMMENT ON COLUMN traincost.estimate.compute_usd IS
'USD for the GPUs: rent, purchase or amortised share.';
COMMENT ON COLUMN traincost.estimate.other_hardware_usd IS
'USD for hosts, network and storage when owned; 0 when rented.';
COMMENT ON COLUMN traincost.estimate.datacenter_usd IS
'USD for building and cooling when owned; 0 when rented.';
COMMENT ON COLUMN traincost.estimate.energy_usd IS
'USD for electricity when owned; 0 when rented (the rent contains it).';
COMMENT ON COLUMN traincost.estimate.data_usd IS
'USD for data, as given.';
COMMENT ON COLUMN traincost.estimate.labor_usd IS
'USD for labour, as given.';
COMMENT ON COLUMN traincost.estimate.total_usd IS
'Sum of the six USD columns; NULL if one is unknown.';
