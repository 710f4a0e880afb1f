CREATE TABLE traincost.pue (
    provider text,
    scope    text,
    year     bigint  NOT NULL CHECK (year >= 1900 AND year <= 2100),
    pue      float8  NOT NULL CHECK (pue BETWEEN 1 AND 1e30),
    kind     text
        CONSTRAINT "kind: reported survey study assumption"
        CHECK (kind = 'reported' OR kind = 'survey' OR kind = 'study' OR kind = 'assumption'),
    source   text,
    shipped  boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (provider, scope, year)
);
COMMENT ON TABLE traincost.pue IS
'Published power usage effectiveness (facility power over IT power) of fleets, sites and surveys.';
COMMENT ON COLUMN traincost.pue.provider IS
'Operator, or industry for surveys.';
COMMENT ON COLUMN traincost.pue.scope IS
'What it covers.';
COMMENT ON COLUMN traincost.pue.year IS
'Calendar year of the figure.';
COMMENT ON COLUMN traincost.pue.pue IS
'Power usage effectiveness: facility power over IT power.';
COMMENT ON COLUMN traincost.pue.kind IS
'reported, survey, study or assumption.';
