CREATE TABLE traincost.grid (
    region        text,
    name          text,
    year          bigint  NOT NULL CHECK (year >= 1900 AND year <= 2100),
    gco2e_per_kwh float8  NOT NULL CHECK (gco2e_per_kwh = 0 OR gco2e_per_kwh BETWEEN 1e-30 AND 1e30),
    basis         text    NOT NULL
        CONSTRAINT "basis: lifecycle operational direct residual"
        CHECK (basis = 'lifecycle' OR basis = 'operational' OR basis = 'direct' OR basis = 'residual'),
    license       text,
    source        text,
    shipped       boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (region, year, basis)
);
COMMENT ON TABLE traincost.grid IS
'Carbon intensity of electricity by region, year and basis.';
COMMENT ON COLUMN traincost.grid.region IS
'ISO 3166-1 alpha-2 country, WORLD, EU27, eGRID subregion, EGRID-US, or a zone code such as CA-QC.';
COMMENT ON COLUMN traincost.grid.name IS
'Name of the region.';
COMMENT ON COLUMN traincost.grid.year IS
'Calendar year of the figure.';
COMMENT ON COLUMN traincost.grid.gco2e_per_kwh IS
'Carbon intensity in g CO2e per kWh of generation.';
COMMENT ON COLUMN traincost.grid.basis IS
'lifecycle, operational, direct (at the stack), or residual: what is left once contracted electricity is taken out, for market-based figures only. Do not compare across bases.';
COMMENT ON COLUMN traincost.grid.license IS
'Licence of the figure.';
