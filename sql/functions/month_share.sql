-- A time month by month.  since and until count from its start, so that
-- round(x * until) - round(x * since) are shares that sum exactly to round(x):
-- the last month takes the remainder.
CREATE FUNCTION traincost._run_months(runs timestamp[])
RETURNS TABLE (month_start timestamptz, month_end timestamptz, period_start timestamptz, period_end timestamptz,
               since numeric, until numeric)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 3;
COMMENT ON FUNCTION traincost._run_months(timestamp[]) IS
'Runs in UTC, as start, end, start, end ..., split at the UTC months, a row each: the month, the part of the run in it (end exclusive), and the shares of the time of all runs before that part (since, 0 to 1) and up to its end (until). No row for a run that is empty or has no end.';

CREATE TYPE traincost.month_part AS (
    month_start timestamptz,
    month_end timestamptz,
    period_start timestamptz,
    period_end timestamptz,
    since numeric(20,18),
    until numeric(20,18)
);
COMMENT ON TYPE traincost.month_part IS
'A UTC month''s part of a period, as month_share gives it.';
COMMENT ON COLUMN traincost.month_part.month_start IS
'Start of the month.';
COMMENT ON COLUMN traincost.month_part.month_end IS
'Start of the next month.';
COMMENT ON COLUMN traincost.month_part.period_start IS
'Start of the part of the period in this month.';
COMMENT ON COLUMN traincost.month_part.period_end IS
'End of that part, exclusive.';
COMMENT ON COLUMN traincost.month_part.since IS
'Share of the period''s time before this part, 0 to 1.';
COMMENT ON COLUMN traincost.month_part.until IS
'Share of the period''s time up to the end of this part, 0 to 1.';

CREATE FUNCTION traincost.month_share(starts timestamptz, ends timestamptz)
RETURNS SETOF traincost.month_part
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.month_start, m.month_end, m.period_start, m.period_end, m.since::numeric(20,18), m.until::numeric(20,18)
    FROM traincost._run_months(ARRAY[$1 AT TIME ZONE 'UTC', $2 AT TIME ZONE 'UTC']) AS m
$$;
COMMENT ON FUNCTION traincost.month_share(timestamptz, timestamptz) IS
'A period split at the UTC months, a row each.
A period split at the UTC months, a row each: the month, its part of the period (end exclusive), and the shares of the period''s time before the part (since, 0 to 1) and up to its end (until). No row if the period is empty or has no end.';
