CREATE TABLE traincost.assumption (
    name    text,
    value   float8  NOT NULL CHECK (value > '-Infinity' AND value < 'Infinity'),
    low     float8  CHECK (low > '-Infinity' AND low < 'Infinity'),
    high    float8  CHECK (high > '-Infinity' AND high < 'Infinity'),
    unit    text,
    kind    text,
    source  text,
    note    text,
    shipped boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (name)
);
COMMENT ON TABLE traincost.assumption IS
'Every default that is judgement rather than physics. Update a row to change the default for the whole database; functions whose name ends in _at take nothing from it.';
COMMENT ON COLUMN traincost.assumption.name IS
'Name of the constant; argument of assumption(name).';
COMMENT ON COLUMN traincost.assumption.value IS
'Value used, in unit.';
COMMENT ON COLUMN traincost.assumption.low IS
'Lower end of the 90 percent interval. NULL: not known.';
COMMENT ON COLUMN traincost.assumption.high IS
'Upper end of the 90 percent interval. NULL: not known.';
COMMENT ON COLUMN traincost.assumption.unit IS
'Unit of value, low and high.';
COMMENT ON COLUMN traincost.assumption.kind IS
'published, derived, measured, typical, assumption (judgement) or unverified.';
COMMENT ON COLUMN traincost.assumption.source IS
'Where the value comes from; none: judgement.';
COMMENT ON COLUMN traincost.assumption.note IS
'What it is for.';
