CREATE TABLE traincost.cloud_region (
    provider    text,
    region      text,
    location    text,
    grid_region text    NOT NULL,
    pue         float8  CHECK (pue BETWEEN 1 AND 1e30),
    pue_year    bigint  CHECK (pue_year BETWEEN 1900 AND 2100),
    source      text,
    shipped     boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (provider, region)
);
COMMENT ON TABLE traincost.cloud_region IS
'Cloud regions: their grid and their PUE.';
COMMENT ON COLUMN traincost.cloud_region.provider IS
'Cloud provider.';
COMMENT ON COLUMN traincost.cloud_region.region IS
'Provider''s region code.';
COMMENT ON COLUMN traincost.cloud_region.location IS
'Where it is.';
COMMENT ON COLUMN traincost.cloud_region.grid_region IS
'Grid it draws from: a region in table grid (matched by location).';
COMMENT ON COLUMN traincost.cloud_region.pue IS
'PUE published for this region. NULL: not published.';
COMMENT ON COLUMN traincost.cloud_region.pue_year IS
'Year of the PUE.';
