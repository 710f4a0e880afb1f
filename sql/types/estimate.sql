-- One estimate (estimate/estimate.c) from names or from numbers

CREATE TYPE traincost.estimate AS (
-- @columns attributes
);
COMMENT ON TYPE traincost.estimate IS
'What one training run takes. All columns float8; NULL: unknown.
What one training run takes, as train_estimate gives it. All columns float8; NULL: unknown. Add no attribute to it: with one, the server refuses the views of plans (42P13: return type mismatch in function declared to return traincost.estimate) until ALTER TYPE traincost.estimate DROP ATTRIBUTE takes it away again. From PostgreSQL 17 on the server then still refuses a whole row of estimate_stage or train_estimate_rows in FROM (XX000: too few column names for subquery), until a dump and restore; its columns, and the views, are not.';
-- @columns comments
