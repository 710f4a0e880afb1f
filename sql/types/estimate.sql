-- One estimate (estimate/estimate.c) from names or from numbers

CREATE TYPE traincost.estimate AS (
-- @columns attributes
);
COMMENT ON TYPE traincost.estimate IS
'What one training run takes. All columns float8; NULL: unknown.';
-- @columns comments
