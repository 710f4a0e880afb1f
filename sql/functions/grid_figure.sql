-- Which row of table grid stands behind a region's CO2e: the rule of the look-up in C, for
-- whoever wants to see basis, year and source beside a figure.
CREATE FUNCTION traincost.grid_figure(region text, as_of date DEFAULT NULL, grid_basis text DEFAULT NULL)
RETURNS TABLE (grid_region text, gco2e_per_kwh float8, year bigint, basis text, source text)
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 1 AS $$
    SELECT g.region, g.gco2e_per_kwh, g.year, g.basis, g.source
    FROM traincost.grid AS g
    WHERE g.region OPERATOR(pg_catalog.=) coalesce(
              (SELECT o.region FROM traincost.grid AS o WHERE o.region OPERATOR(pg_catalog.=) $1 LIMIT 1),
              (SELECT pg_catalog.min(c.grid_region) FROM traincost.cloud_region AS c
               WHERE c.region OPERATOR(pg_catalog.=) $1
                 OR c.provider OPERATOR(pg_catalog.||) '/' OPERATOR(pg_catalog.||) c.region OPERATOR(pg_catalog.=) $1
               HAVING pg_catalog.count(*) OPERATOR(pg_catalog.=) 1))
      AND g.year OPERATOR(pg_catalog.<=) pg_catalog.date_part(
              'year', LEAST(coalesce($2, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::pg_catalog.date), '9999-12-31'))
      AND g.basis OPERATOR(pg_catalog.<>) 'residual' AND traincost._check_node()
    ORDER BY g.basis OPERATOR(pg_catalog.=) $3 DESC, g.year DESC, g.basis OPERATOR(pg_catalog.=) 'lifecycle' DESC,
             g.basis OPERATOR(pg_catalog.=) 'operational' DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION traincost.grid_figure IS
'The row of table grid behind a region''s carbon intensity, with its basis.
The row of table grid behind a region''s carbon intensity, with its basis: compare figures of one basis only.
The latest year at or before as_of (NULL: today, in UTC) of grid_basis (lifecycle, operational, direct) if the region has it; else, as without grid_basis, the latest year, life-cycle before operational before direct: basis says which one stands in. No row: no figure that early, or an unknown region.';

CREATE FUNCTION traincost._grid_basis(region text, as_of date, grid_basis text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost._grid_basis(text, date, text) IS
'basis of grid_figure, remembered from row to row. NULL: no figure.';
