-- What a stage pays for its rented GPUs (stage_rent), as lines of the bill and as months.
-- ROWS are those of a usual stage, which has one price and so asks for none: with more
-- of them at each level of views, the planner would expect hundreds for one.

-- The lines of the bill: shares of the whole amount, from the start of each to its end.
CREATE FUNCTION traincost._rent_lines(rent jsonb, compute_usd float8)
RETURNS TABLE (line bigint, item text, quantity float8, unit_usd float8, amount_usd numeric(20,4), committed boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF $1 IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT t.line,
           t.item,
           t.quantity,
           coalesce(t.money / nullif(t.quantity, 0), t.usd),
           (round(($2 * t.until)::numeric, 4) - round(($2 * t.since)::numeric, 4))::numeric(20,4),
           t.line IN (0, 1000000000000)
    FROM (SELECT s.*, coalesce(lag(s.until) OVER (ORDER BY s.line), 0) AS since
          FROM (SELECT g.*,
                       CASE WHEN row_number() OVER w = count(*) OVER () THEN 1
                            ELSE sum(g.money) OVER w / nullif(sum(g.money) OVER (), 0) END AS until
                FROM (SELECT r.line, r.item, sum(r.gpu_hours) AS quantity, max(r.usd_per_gpu_hour) AS usd,
                             sum(r.gpu_hours * r.usd_per_gpu_hour) AS money
                      FROM jsonb_to_recordset($1) AS r (line bigint, item text, usd_per_gpu_hour float8,
                                                        gpu_hours float8)
                      GROUP BY r.line, r.item) AS g
                WINDOW w AS (ORDER BY g.line)) AS s) AS t
    ORDER BY t.line;
END $$;
COMMENT ON FUNCTION traincost._rent_lines(jsonb, float8) IS
'The lines of the rent of a stage (_terms), whose amounts sum exactly to compute_usd, rounded; committed: a contract''s. unit_usd: the mean, where rates of exchange change.';

-- As _run_months, for a line of the bill whose hours are not spread evenly over its time, and may not
-- all have one price.
CREATE FUNCTION traincost._rent_months(pieces jsonb, item text)
RETURNS TABLE (month_start timestamptz, month_end timestamptz, period_start timestamptz, period_end timestamptz,
               since numeric, until numeric, paid_since numeric, paid_until numeric, usd_per_gpu_hour float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.month_start, m.month_end, m.period_start, m.period_end, p.since + (p.until - p.since) * m.since,
           p.since + (p.until - p.since) * m.until,
           p.paid_since + (p.paid_until - p.paid_since) * m.since,
           p.paid_since + (p.paid_until - p.paid_since) * m.until, p.usd
    FROM (SELECT q.starts,
                 q.ends,
                 q.usd,
                 coalesce(lag(q.until) OVER (ORDER BY q.starts), 0) AS since,
                 q.until,
                 coalesce(lag(q.paid_until) OVER (ORDER BY q.starts), 0) AS paid_since,
                 q.paid_until
          FROM (SELECT date_trunc('second', r.starts) AS starts,
                       greatest(date_trunc('second', r.ends), date_trunc('second', r.starts) + interval '1 second') AS ends,
                       r.usd_per_gpu_hour AS usd,
                       CASE WHEN row_number() OVER w = count(*) OVER () THEN 1
                            ELSE (sum(r.gpu_hours) OVER w / sum(r.gpu_hours) OVER ())::numeric END AS until,
                       CASE WHEN row_number() OVER w = count(*) OVER () THEN 1
                            ELSE coalesce((sum(r.gpu_hours * r.usd_per_gpu_hour) OVER w
                                           / nullif(sum(r.gpu_hours * r.usd_per_gpu_hour) OVER (), 0))::numeric,
                                          0) END AS paid_until
                FROM jsonb_to_recordset($1) AS r (item text, usd_per_gpu_hour float8, starts timestamp, ends timestamp,
                                                  gpu_hours float8)
                WHERE r.item = $2 AND r.gpu_hours > 0
                WINDOW w AS (ORDER BY r.starts)) AS q) AS p
    CROSS JOIN LATERAL traincost._run_months(ARRAY[p.starts, p.ends]) AS m
$$;
COMMENT ON FUNCTION traincost._rent_months(jsonb, text) IS
'The times of a line of the rent of a stage (_terms) split at the UTC months, each at its price, with the shares of its hours, and of its dollars, before and up to the end of each, as _run_months.';
