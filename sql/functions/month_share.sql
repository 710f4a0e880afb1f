-- A period month by month.  since and until count from its start, so that
-- round(x * until) - round(x * since) are shares that sum exactly to round(x):
-- the last month takes the remainder.
CREATE FUNCTION traincost.month_share(starts timestamptz, ends timestamptz)
RETURNS TABLE (month_start timestamptz, month_end timestamptz, period_start timestamptz, period_end timestamptz, since numeric, until numeric)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.month_start, p.month_end, p.period_start, p.period_end,
           (extract(epoch FROM p.period_start - $1)::float8 / p.seconds)::numeric,
           (extract(epoch FROM p.period_end - $1)::float8 / p.seconds)::numeric
    FROM (SELECT m AT TIME ZONE 'UTC' AS month_start, n AT TIME ZONE 'UTC' AS month_end,
                 greatest(m AT TIME ZONE 'UTC', $1) AS period_start, least(n AT TIME ZONE 'UTC', $2) AS period_end,
                 extract(epoch FROM $2 - $1)::float8 AS seconds
          FROM generate_series(date_trunc('month', CASE WHEN isfinite($1) THEN $1 END AT TIME ZONE 'UTC'),
                               -- there and back: a month behind the last of all times is an error before the others are made
                               date_trunc('month', CASE WHEN isfinite($2) THEN $2 END AT TIME ZONE 'UTC' - interval '1 microsecond')
                               + interval '1 month' - interval '1 month', interval '1 month') AS m
          CROSS JOIN LATERAL (SELECT m + interval '1 month' AS n) AS next
          WHERE $1 < $2) AS p
$$;
COMMENT ON FUNCTION traincost.month_share(timestamptz, timestamptz) IS
'A period split at the UTC months, a row each: the month, its part of the period (end exclusive), and the shares of the period''s time before the part (since, 0 to 1) and up to its end (until). No row if the period is empty or has no end.';
