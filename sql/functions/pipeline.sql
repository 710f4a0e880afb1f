CREATE FUNCTION traincost.pipeline_state_add(traincost.pipeline_state,
                                             traincost.estimate) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_add(traincost.pipeline_state, traincost.estimate) IS
'Adds one stage to a state: transition function of pipeline_total.
A NULL estimate is a stage of which nothing is known.';

CREATE FUNCTION traincost.pipeline_state_remove(traincost.pipeline_state,
                                                traincost.estimate) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_remove(traincost.pipeline_state, traincost.estimate) IS
'Takes one stage out of a state: inverse transition of pipeline_total.
NULL: the last stage at the peak of gpus left, compute anew.';

CREATE FUNCTION traincost.pipeline_state_merge(traincost.pipeline_state,
                                               traincost.pipeline_state) RETURNS traincost.pipeline_state
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_merge(traincost.pipeline_state, traincost.pipeline_state) IS
'Adds two states: combining function of pipeline_total.';

CREATE FUNCTION traincost.pipeline_state_total(traincost.pipeline_state) RETURNS traincost.total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost.pipeline_state_total(traincost.pipeline_state) IS
'The total a state stands for: final function of pipeline_total.
NULL for no stages.';

CREATE AGGREGATE traincost.pipeline_total(traincost.estimate) (
    SFUNC = traincost.pipeline_state_add,
    STYPE = traincost.pipeline_state,
    INITCOND
    = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    FINALFUNC = traincost.pipeline_state_total,
    COMBINEFUNC = traincost.pipeline_state_merge,
    MSFUNC = traincost.pipeline_state_add,
    MINVFUNC = traincost.pipeline_state_remove,
    MSTYPE = traincost.pipeline_state,
    MINITCOND
    = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    MFINALFUNC = traincost.pipeline_state_total,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE traincost.pipeline_total(traincost.estimate) IS
'Total of the stages of a pipeline: everything adds, gpus is the peak.
Total of the stages of a pipeline: everything adds, gpus is the peak; bit-identical in any order, with any number of workers and in any frame. A column unknown for one stage is NULL; unpriced_stages counts, known_usd sums the rest. NULL for no rows.';

CREATE AGGREGATE traincost.pipeline_rollup(traincost.estimate) (
    SFUNC = traincost.pipeline_state_add,
    STYPE = traincost.pipeline_state,
    INITCOND
    = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    COMBINEFUNC = traincost.pipeline_state_merge,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE traincost.pipeline_rollup(traincost.estimate) IS
'State of pipeline_total over the rows, to be stored and merged later with pipeline_merge.';

CREATE AGGREGATE traincost.pipeline_merge(traincost.pipeline_state) (
    SFUNC = traincost.pipeline_state_merge,
    STYPE = traincost.pipeline_state,
    INITCOND
    = 'v1 stages=0 flop=0/0 gpus=0*0/0 days=0/0 gpu_hours=0/0 energy_kwh=0/0 co2e_location_kg=0/0 co2e_market_kg=0/0 co2e_embodied_kg=0/0 water_l=0/0 compute_usd=0/0 other_hardware_usd=0/0 datacenter_usd=0/0 energy_usd=0/0 data_usd=0/0 labor_usd=0/0 total_usd=0/0',
    FINALFUNC = traincost.pipeline_state_total,
    COMBINEFUNC = traincost.pipeline_state_merge,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE traincost.pipeline_merge(traincost.pipeline_state) IS
'Total of stored roll-ups, equal to pipeline_total over all their rows.
Total of stored roll-ups: pipeline_merge over pipeline_rollup equals pipeline_total over all their rows, to the bit.';
