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
