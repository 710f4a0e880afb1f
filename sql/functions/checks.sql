CREATE FUNCTION traincost._amount(value float8, argument text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._amount(float8, text) IS
'value, if it is a finite number, 0 or greater; else raises 22023 with the argument''s name. For functions in SQL, whose other arguments may be NULL.';

CREATE FUNCTION traincost._shown(value text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._shown(text) IS
'value as messages show it: whole, unless it is longer than 255 bytes, which no name is. For functions in SQL that raise an error.';

CREATE FUNCTION traincost._within(value float8, most float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._within(float8, float8) IS
'value if it lies between -most and most, else NULL: what a column of a view cannot hold is unknown there, and does not stop it.';

-- not STRICT, so that it is inlined
CREATE FUNCTION traincost._money(amount numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 AS $$
    SELECT CASE WHEN pg_catalog.abs($1) OPERATOR(pg_catalog.<) 1e16 THEN $1 END
$$;
COMMENT ON FUNCTION traincost._money(numeric) IS
'amount, if numeric(20,4) can hold it; else NULL, so that one amount too large for its column does not stop a view.';
