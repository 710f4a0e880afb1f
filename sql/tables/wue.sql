CREATE TABLE traincost.wue (
    provider  text,
    scope     text,
    year      bigint  NOT NULL CHECK (year >= 1900 AND year <= 2100),
    l_per_kwh float8  NOT NULL CHECK (l_per_kwh = 0 OR l_per_kwh BETWEEN 1e-30 AND 1e30),
    of        text    NOT NULL CONSTRAINT "of: IT energy, facility energy" CHECK (of = 'IT energy' OR of = 'facility energy'),
    note      text,
    source    text,
    shipped   boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (provider, scope, year)
);
COMMENT ON TABLE traincost.wue IS
'Published water usage effectiveness (litres per kWh) of operators'' fleets and of the electricity they buy.';
COMMENT ON COLUMN traincost.wue.provider IS
'Operator as in table cloud_region, or a country for surveys.';
COMMENT ON COLUMN traincost.wue.scope IS
'What it covers: a fleet, sites of a country, or the power plants behind the electricity.';
COMMENT ON COLUMN traincost.wue.year IS
'Calendar or fiscal year of the figure.';
COMMENT ON COLUMN traincost.wue.l_per_kwh IS
'Litres of water per kWh of the energy in column of.';
COMMENT ON COLUMN traincost.wue.of IS
'IT energy (water on site) or facility energy (water of electricity generation).';
COMMENT ON COLUMN traincost.wue.note IS
'Whether water is withdrawn or consumed, and what else a reader must know.';
