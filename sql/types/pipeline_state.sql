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
-- @columns length
    ALIGNMENT = double,
    STORAGE = plain
);
COMMENT ON TYPE traincost.pipeline_state IS
'State of pipeline_total: exact sums as 128-bit integers (1 FLOP; 1e-9 of every other unit), unknown counts and the peak of gpus. Can be stored and merged later.';

CREATE FUNCTION traincost.pipeline_state_eq(traincost.pipeline_state, traincost.pipeline_state) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.pipeline_state_eq(traincost.pipeline_state, traincost.pipeline_state) IS
'Whether two states have the same sums, unknown counts and peak.
Behind the operator =.';

CREATE FUNCTION traincost.pipeline_state_ne(traincost.pipeline_state, traincost.pipeline_state) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.pipeline_state_ne(traincost.pipeline_state, traincost.pipeline_state) IS
'Whether two states differ.
Behind the operator <>.';

CREATE FUNCTION traincost.pipeline_state_hash(traincost.pipeline_state) RETURNS integer
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.pipeline_state_hash(traincost.pipeline_state) IS
'Hash of a state, for GROUP BY, DISTINCT and hash joins.';

CREATE FUNCTION traincost.pipeline_state_hash_extended(traincost.pipeline_state, bigint) RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.pipeline_state_hash_extended(traincost.pipeline_state, bigint) IS
'Hash of a state with a seed, for hash partitions.';

CREATE OPERATOR traincost.= (
    LEFTARG = traincost.pipeline_state,
    RIGHTARG = traincost.pipeline_state,
    FUNCTION = traincost.pipeline_state_eq,
    COMMUTATOR = OPERATOR(traincost.=),
    NEGATOR = OPERATOR(traincost.<>),
    RESTRICT = pg_catalog.eqsel,
    JOIN = pg_catalog.eqjoinsel,
    HASHES
);
COMMENT ON OPERATOR traincost.= (traincost.pipeline_state, traincost.pipeline_state) IS
'Whether two states have the same sums, unknown counts and peak: written OPERATOR(traincost.=) where the schema is not in search_path.';

CREATE OPERATOR traincost.<> (
    LEFTARG = traincost.pipeline_state,
    RIGHTARG = traincost.pipeline_state,
    FUNCTION = traincost.pipeline_state_ne,
    COMMUTATOR = OPERATOR(traincost.<>),
    NEGATOR = OPERATOR(traincost.=),
    RESTRICT = pg_catalog.neqsel,
    JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR traincost.<> (traincost.pipeline_state, traincost.pipeline_state) IS
'Whether two states differ.';

CREATE OPERATOR CLASS traincost.pipeline_state_hash_ops
    DEFAULT FOR TYPE traincost.pipeline_state USING hash AS
    OPERATOR 1 traincost.=,
    FUNCTION 1 traincost.pipeline_state_hash(traincost.pipeline_state),
    FUNCTION 2 traincost.pipeline_state_hash_extended(traincost.pipeline_state, bigint);
COMMENT ON OPERATOR CLASS traincost.pipeline_state_hash_ops USING hash IS
'Lets states be grouped, joined, made distinct and replicated with REPLICA IDENTITY FULL. There is no order.';
COMMENT ON OPERATOR FAMILY traincost.pipeline_state_hash_ops USING hash IS
'Family of the operator class of the same name.';
