CREATE FUNCTION traincost._traincost_library_version() RETURNS text
AS 'MODULE_PATHNAME', '_traincost_library_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._traincost_library_version() IS
'Version of the loaded library traincost.so. Compare with traincost_version().';

-- the newest release of data/CHANGELOG.md
CREATE FUNCTION traincost.traincost_data_version() RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$ SELECT '2026-11-26' $$;
COMMENT ON FUNCTION traincost.traincost_data_version() IS
'Day of the facts as shipped; data/CHANGELOG.md says what each day brought.
How old they are: view catalog_age.';

CREATE FUNCTION traincost.traincost_version() RETURNS text
AS 'MODULE_PATHNAME', 'traincost_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.traincost_version() IS
'Version of the extension as created in this database, and of the facts as shipped.
Version of the extension as created in this database, and of the facts as shipped: 0.2.0+data.2026-11-26; warns if the loaded library is of another version (then run ALTER EXTENSION traincost UPDATE, or reconnect).';
