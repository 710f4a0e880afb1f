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

CREATE TYPE traincost.pipeline_state;

CREATE FUNCTION traincost.pipeline_state_in(cstring) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_in(cstring) IS
'Text input of type pipeline_state.';

CREATE FUNCTION traincost.pipeline_state_out(traincost.pipeline_state) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_out(traincost.pipeline_state) IS
'Text output of type pipeline_state.';

CREATE FUNCTION traincost.pipeline_state_recv(internal) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_recv(internal) IS
'Binary input of type pipeline_state.';

CREATE FUNCTION traincost.pipeline_state_send(traincost.pipeline_state) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_send(traincost.pipeline_state) IS
'Binary output of type pipeline_state.';

CREATE TYPE traincost.pipeline_state (
    INPUT = traincost.pipeline_state_in,
    OUTPUT = traincost.pipeline_state_out,
    RECEIVE = traincost.pipeline_state_recv,
    SEND = traincost.pipeline_state_send,
    INTERNALLENGTH = 416,
    ALIGNMENT = double,
    STORAGE = plain
);
COMMENT ON TYPE traincost.pipeline_state IS
'State of pipeline_total: exact sums as 128-bit integers (1 FLOP; 1e-9 of every other unit), unknown counts and the peak of gpus. Can be stored and merged later.';

CREATE FUNCTION traincost.pipeline_state_add(traincost.pipeline_state, traincost.estimate) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_add(traincost.pipeline_state, traincost.estimate) IS
'Adds one stage to a state: transition function of pipeline_total. A NULL estimate is a stage of which nothing is known.';

CREATE FUNCTION traincost.pipeline_state_remove(traincost.pipeline_state, traincost.estimate) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_remove(traincost.pipeline_state, traincost.estimate) IS
'Takes one stage out of a state: inverse transition of pipeline_total. NULL: the last stage at the peak of gpus left, compute anew.';

CREATE FUNCTION traincost.pipeline_state_merge(traincost.pipeline_state, traincost.pipeline_state) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_merge(traincost.pipeline_state, traincost.pipeline_state) IS
'Adds two states: combining function of pipeline_total.';

CREATE FUNCTION traincost.pipeline_state_total(traincost.pipeline_state) RETURNS traincost.total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_total(traincost.pipeline_state) IS
'The total a state stands for: final function of pipeline_total. NULL for no stages.';

CREATE AGGREGATE traincost.pipeline_total(traincost.estimate) (
    SFUNC = traincost.pipeline_state_add,
    STYPE = traincost.pipeline_state,
    INITCOND = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    FINALFUNC = traincost.pipeline_state_total,
    COMBINEFUNC = traincost.pipeline_state_merge,
    MSFUNC = traincost.pipeline_state_add,
    MINVFUNC = traincost.pipeline_state_remove,
    MSTYPE = traincost.pipeline_state,
    MINITCOND = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    MFINALFUNC = traincost.pipeline_state_total,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE traincost.pipeline_total(traincost.estimate) IS
'Total of the stages of a pipeline: everything adds, gpus is the peak; bit-identical in any order, with any number of workers and in any frame. A column unknown for one stage is NULL; unpriced_stages counts, known_usd sums the rest. NULL for no rows.';

CREATE AGGREGATE traincost.pipeline_rollup(traincost.estimate) (
    SFUNC = traincost.pipeline_state_add,
    STYPE = traincost.pipeline_state,
    INITCOND = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    COMBINEFUNC = traincost.pipeline_state_merge,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE traincost.pipeline_rollup(traincost.estimate) IS
'State of pipeline_total over the rows, to be stored and merged later with pipeline_merge.';

CREATE AGGREGATE traincost.pipeline_merge(traincost.pipeline_state) (
    SFUNC = traincost.pipeline_state_merge,
    STYPE = traincost.pipeline_state,
    INITCOND = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    FINALFUNC = traincost.pipeline_state_total,
    COMBINEFUNC = traincost.pipeline_state_merge,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE traincost.pipeline_merge(traincost.pipeline_state) IS
'Total of stored roll-ups: pipeline_merge over pipeline_rollup equals pipeline_total over all their rows, to the bit.';
