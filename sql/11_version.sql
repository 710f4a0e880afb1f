CREATE FUNCTION traincost.traincost_library_version() RETURNS text
AS 'MODULE_PATHNAME', 'traincost_library_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.traincost_library_version() IS
'Version of the loaded library traincost.so. Compare with traincost_version().';

