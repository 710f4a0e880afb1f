CREATE FUNCTION traincost._ranges_valid(ranges text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost._ranges_valid(text) IS
'true for ranges as train_quantiles takes them; else the error that says what is wrong with them. The CHECK of pipeline_stage.ranges.';
