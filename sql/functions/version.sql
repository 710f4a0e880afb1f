CREATE FUNCTION traincost._traincost_library_version() RETURNS text
AS 'MODULE_PATHNAME', '_traincost_library_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._traincost_library_version() IS
'Version of the loaded library traincost.so. Compare with traincost_version().';

CREATE FUNCTION traincost.traincost_version() RETURNS text
AS 'MODULE_PATHNAME', 'traincost_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.traincost_version() IS
'Version of the extension as created in this database; warns if the loaded library is of another version (then run ALTER EXTENSION traincost UPDATE, or reconnect).';
