-- Estimates as rows for FROM.  The server takes these functions apart (SETOF, STABLE, one SELECT), so
-- that no table of one row is kept for each call.  OFFSET 0 lets a row call the estimate once,
-- whatever columns are asked for.

CREATE FUNCTION traincost._each_row() RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._each_row() IS
'true. VOLATILE, so that the planner puts no Memoize node above a subquery with this condition, which would keep every estimate of a query and seldom find one again.';

CREATE FUNCTION traincost.train_estimate_rows(
-- @inputs arguments
) RETURNS SETOF traincost.estimate
LANGUAGE sql STABLE PARALLEL SAFE COST 25 ROWS 1 AS $$
    SELECT (s.e).* FROM (SELECT traincost.train_estimate(
-- @inputs handed
    ) AS e OFFSET 0) AS s WHERE traincost._each_row()
$$;
COMMENT ON FUNCTION traincost.train_estimate_rows IS
'train_estimate with the same arguments as one row for FROM, quick over many rows.
train_estimate with the same arguments as a set of one row, for FROM: FROM runs AS r, train_estimate_rows(flop => r.flop, gpu => r.gpu) AS e. The server puts its body into the query, which estimates once a row, whatever columns of e are asked for, and keeps no table for each. In a list of columns, or with arguments that are VOLATILE, it does not, and train_estimate itself is quicker.';

CREATE FUNCTION traincost.train_estimate_rows_at(
-- @inputs numbers
) RETURNS SETOF traincost.estimate
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 ROWS 1 AS $$
    SELECT (s.e).* FROM (SELECT traincost.train_estimate_at(
-- @inputs handed_numbers
    ) AS e OFFSET 0) AS s WHERE traincost._each_row()
$$;
COMMENT ON FUNCTION traincost.train_estimate_rows_at IS
'train_estimate_at with the same arguments as one row for FROM, quick over many rows.
train_estimate_at with the same arguments as a set of one row, for FROM; see train_estimate_rows.';
