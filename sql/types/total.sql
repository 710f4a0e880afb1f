-- The total of a pipeline (estimate/pipeline.c)

CREATE TYPE traincost.total AS (
-- @columns total_attributes
    stages bigint,
    unpriced_stages bigint,
    known_usd float8
);
COMMENT ON TYPE traincost.total IS
'What a pipeline of stages takes, one after the other. A column is NULL if it is unknown for one of the stages.';
-- @columns total_comments
COMMENT ON COLUMN traincost.total.stages IS
'Number of stages.';
COMMENT ON COLUMN traincost.total.unpriced_stages IS
'Stages whose total_usd is unknown.';
COMMENT ON COLUMN traincost.total.known_usd IS
'USD of the stages whose total_usd is known.';
