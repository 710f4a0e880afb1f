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
