-- What a stage pays for its rented GPUs where that is more than one price: the hours of
-- a contract first, those beyond it on demand, each day at its own price.  Time is cut
-- wherever something changes, so that each piece has one price.

CREATE FUNCTION traincost._rent_of_day(stage traincost.pipeline_stage, day date) RETURNS float8
LANGUAGE sql STABLE PARALLEL SAFE COST 300 SET search_path = pg_catalog, pg_temp AS $$
    -- 3.6e15 FLOP at 1 TFLOP/s are a GPU-hour
    SELECT coalesce(($1).usd_per_gpu_hour::float8, traincost.train_cost(flop => 3.6e15, peak_tflops => 1, mfu => 1, gpu => ($1).gpu, provider => ($1).provider, price_kind => ($1).price_kind,
                                                                       price_region => ($1).price_region, region => ($1).region, as_of => $2, missing_ok => true))
$$;
COMMENT ON FUNCTION traincost._rent_of_day(traincost.pipeline_stage, date) IS
'USD of a GPU-hour of a stage outside any contract: its own price, else that of gpu_price on a day. NULL: none.';

CREATE FUNCTION traincost._stage_rent(stage traincost.pipeline_stage)
RETURNS TABLE (line bigint, item text, usd_per_gpu_hour float8, starts timestamp, ends timestamp, gpu_hours float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 ROWS 10 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
DECLARE
    gpu CONSTANT text := coalesce(traincost.gpu_name(stage.gpu, true), stage.gpu, 'H100-80GB-SXM');
    as_of CONSTANT date := CASE WHEN isfinite(coalesce(stage.as_of, 'infinity')) THEN stage.as_of ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END;
    c traincost.commitment;
    share float8;
    usd float8;
    base float8;
BEGIN
    SELECT t.* INTO c FROM traincost.commitment AS t WHERE t.commitment = stage.commitment;
    share := coalesce((SELECT p.share FROM traincost.plan_commitment AS p WHERE p.pipeline = stage.pipeline AND p.commitment = stage.commitment), 1);
    usd := c.price_per_gpu_hour * traincost.exchange_rate(c.currency, 'USD', as_of);
    base := CASE WHEN stage.daily_prices IS NOT TRUE THEN traincost._rent_of_day(stage, as_of) END;
    RETURN QUERY
    WITH plan AS MATERIALIZED (
        SELECT p.stage_no, p.gpus, p.gpu_hours, p.runs FROM traincost._plan_runs(stage) AS p WHERE p.stage_no IS NOT DISTINCT FROM stage.stage_no OR p.commitment = stage.commitment
    ), run AS MATERIALIZED (
        SELECT p.stage_no, p.gpus, p.runs[2 * i - 1] AS starts, p.runs[2 * i] AS ends
        FROM plan AS p CROSS JOIN LATERAL generate_series(1, cardinality(p.runs) / 2) AS i WHERE p.runs[2 * i - 1] < p.runs[2 * i]
    ), observed AS MATERIALIZED (
        SELECT DISTINCT q.observed_on AS day FROM traincost.gpu_price AS q
        WHERE stage.daily_prices AND q.gpu = gpu AND q.kind = coalesce(stage.price_kind, 'on_demand') AND q.observed_on BETWEEN '1900-01-01' AND '2999-12-31'
          AND (stage.provider IS NULL OR q.provider = stage.provider) AND (stage.price_region IS NULL OR q.region = stage.price_region)
    ), cut AS (
        SELECT r.starts AS at FROM run AS r UNION SELECT r.ends FROM run AS r
        UNION SELECT m FROM (SELECT min(r.starts) AS first, max(r.ends) AS last FROM run AS r) AS b, generate_series(date_trunc('month', b.first), b.last, interval '1 month') AS m WHERE c.commitment IS NOT NULL
        UNION SELECT v.at FROM (VALUES (c.starts_on::timestamp), ((c.ends_on + 1)::timestamp)) AS v (at) WHERE v.at IS NOT NULL
        UNION SELECT o.day::timestamp FROM observed AS o
    ), slice AS (
        SELECT t.at AS since, lead(t.at) OVER (ORDER BY t.at) AS until FROM cut AS t
    ), work AS MATERIALIZED (
        SELECT w.*, CASE WHEN w.since >= c.starts_on AND w.until <= c.ends_on + 1 THEN w.gpu_hours * least(1, c.max_gpus * share / w.all_gpus) ELSE 0 END AS coverable
        FROM (SELECT s.since, s.until, date_trunc('month', s.since) AS month, r.stage_no, r.gpus * (extract(epoch FROM s.until - s.since)::float8 / 3600) AS gpu_hours, sum(r.gpus) OVER (PARTITION BY s.since) AS all_gpus
              FROM slice AS s JOIN run AS r ON r.starts <= s.since AND r.ends >= s.until) AS w
    ), month AS MATERIALIZED (
        SELECT g.month, g.committed, least(g.committed, coalesce(sum(w.coverable), 0)) AS used, coalesce(sum(w.coverable), 0) AS coverable, g.since, g.until
        FROM (SELECT m AS month, d.since, d.until, c.gpu_hours_per_month::float8 * share * (extract(epoch FROM d.until - d.since) / extract(epoch FROM m + interval '1 month' - m))::float8 AS committed
              FROM generate_series(date_trunc('month', c.starts_on::timestamp), c.ends_on::timestamp, interval '1 month') AS m
              CROSS JOIN LATERAL (SELECT greatest(c.starts_on::timestamp, m) AS since, least((c.ends_on + 1)::timestamp, m + interval '1 month') AS until) AS d) AS g
        LEFT JOIN work AS w ON w.month = g.month GROUP BY g.month, g.committed, g.since, g.until
    ), own AS (
        SELECT w.since, w.until, w.gpu_hours * f.factor AS gpu_hours, w.coverable * f.factor * coalesce(m.used / nullif(m.coverable, 0), 0) AS covered
        FROM work AS w LEFT JOIN month AS m ON m.month = w.month
        -- times are cut to microseconds, and after a hundred years
        CROSS JOIN (SELECT (SELECT p.gpu_hours FROM plan AS p WHERE p.stage_no IS NOT DISTINCT FROM stage.stage_no) / nullif(sum(v.gpu_hours), 0) AS factor FROM work AS v WHERE v.stage_no IS NOT DISTINCT FROM stage.stage_no) AS f
        WHERE w.stage_no IS NOT DISTINCT FROM stage.stage_no
    ), dated AS (
        SELECT o.since, o.until, o.gpu_hours - o.covered AS gpu_hours, (SELECT max(v.day) FROM observed AS v WHERE v.day <= o.since) AS day FROM own AS o WHERE o.gpu_hours > o.covered
    ), price AS MATERIALIZED (
        SELECT v.day, traincost._rent_of_day(stage, v.day) AS usd FROM (SELECT DISTINCT d.day FROM dated AS d WHERE d.day IS NOT NULL) AS v
    ), beyond AS (
        SELECT d.since, d.until, d.gpu_hours, CASE WHEN stage.daily_prices THEN p.usd ELSE base END AS usd FROM dated AS d LEFT JOIN price AS p ON p.day = d.day
        -- no hours at all are nothing at some price
        UNION ALL SELECT r.starts, r.starts, 0, coalesce(base, 0) FROM (SELECT p.runs[1] AS starts FROM plan AS p WHERE p.stage_no IS NOT DISTINCT FROM stage.stage_no) AS r WHERE NOT EXISTS (SELECT FROM own)
    ), piece AS (
        SELECT 0::bigint AS line, 'GPUs, rented: ' || c.commitment AS item, usd AS price, o.since, o.until, o.covered AS gpu_hours FROM own AS o WHERE o.covered > 0
        UNION ALL
        SELECT b.line, 'GPUs, rented' || CASE WHEN max(b.line) OVER () > min(b.line) OVER () THEN ': from ' || to_char(b.first, 'YYYY-MM-DD') ELSE '' END, b.usd, b.since, b.until, b.gpu_hours
        FROM (SELECT d.*, 10000000000 + extract(epoch FROM d.first)::bigint AS line FROM (SELECT e.*, min(e.since) OVER (PARTITION BY e.usd) AS first FROM beyond AS e) AS d) AS b
        UNION ALL
        SELECT 1000000000000, 'unused commitment: ' || c.commitment, usd, m.since, m.until, m.committed - m.used FROM month AS m
        WHERE m.committed > m.used AND stage.stage_no IS NOT DISTINCT FROM (SELECT min(p.stage_no) FROM plan AS p)
    )
    SELECT p.line, p.item, p.price, p.since, p.until, p.gpu_hours FROM piece AS p WHERE NOT EXISTS (SELECT FROM plan AS u WHERE num_nulls(u.gpus, u.gpu_hours) > 0) ORDER BY p.line, p.since;
END $$;
COMMENT ON FUNCTION traincost._stage_rent(traincost.pipeline_stage) IS
'What a stage with a contract or daily prices pays for rented GPUs, a row for each time of one price, by line of the bill: hours of the contract (its minimum by month, under its cap of GPUs, shared by the plan''s stages that name it by their hours), hours beyond it at the price on demand, and with the first stage that names it the hours that none of them uses. usd_per_gpu_hour NULL: no price is known. No row: the hours or days of one of these stages are unknown.';

CREATE FUNCTION traincost._contract_problem(stage traincost.pipeline_stage) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gpu CONSTANT text := coalesce(traincost.gpu_name(stage.gpu, true), stage.gpu, 'H100-80GB-SXM');
    as_of CONSTANT date := CASE WHEN isfinite(coalesce(stage.as_of, 'infinity')) THEN stage.as_of ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END;
    c traincost.commitment;
BEGIN
    IF stage.commitment IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT t.* INTO c FROM traincost.commitment AS t WHERE t.commitment = stage.commitment;
    RETURN CASE WHEN c.commitment IS NULL THEN format('commitment "%s" is not in table commitment', stage.commitment)
                WHEN c.gpu <> gpu OR c.provider <> stage.provider THEN format('commitment "%s" is for %s of %s, not for %s of %s', c.commitment, c.gpu, c.provider, gpu, stage.provider)
                WHEN traincost.exchange_rate(c.currency, 'USD', as_of) IS NULL THEN format('table currency_rate has no rate of %s in USD by %s', c.currency, as_of) END;
END $$;
COMMENT ON FUNCTION traincost._contract_problem(traincost.pipeline_stage) IS
'Why a stage cannot have the contract that it names, in words. NULL: it can, or names none.';

-- The lines of the bill: shares of the whole amount, from the start of each to its end.
CREATE FUNCTION traincost._stage_rent_lines(stage traincost.pipeline_stage, compute_usd float8) RETURNS TABLE (line bigint, item text, quantity float8, unit_usd float8, amount_usd numeric(20,4), committed boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF $1 IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT t.line, t.item, t.quantity, t.usd, (round(($2 * t.until)::numeric, 4) - round(($2 * t.since)::numeric, 4))::numeric(20,4), t.line IN (0, 1000000000000)
    FROM (SELECT s.*, coalesce(lag(s.until) OVER (ORDER BY s.line), 0) AS since
          FROM (SELECT g.*, CASE WHEN row_number() OVER w = count(*) OVER () THEN 1 ELSE sum(g.money) OVER w / nullif(sum(g.money) OVER (), 0) END AS until
                FROM (SELECT r.line, r.item, sum(r.gpu_hours) AS quantity, max(r.usd_per_gpu_hour) AS usd, sum(r.gpu_hours * r.usd_per_gpu_hour) AS money
                      FROM traincost._stage_rent($1) AS r GROUP BY r.line, r.item) AS g
                WINDOW w AS (ORDER BY g.line)) AS s) AS t
    ORDER BY t.line;
END $$;
COMMENT ON FUNCTION traincost._stage_rent_lines(traincost.pipeline_stage, float8) IS
'The lines of _stage_rent, whose amounts sum exactly to compute_usd, rounded; committed: a contract''s.';

CREATE FUNCTION traincost._rent_pieces(stage traincost.pipeline_stage) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $1 IS NOT DISTINCT FROM NULL OR traincost._contract_problem($1) IS NOT NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT jsonb_agg(to_jsonb(r)) FROM traincost._stage_rent($1) AS r WHERE r.gpu_hours > 0 HAVING count(*) = count(r.usd_per_gpu_hour));
END $$;
COMMENT ON FUNCTION traincost._rent_pieces(traincost.pipeline_stage) IS
'The rows of _stage_rent as one value, for _rent_months. NULL: none, no stage, or a price is unknown.';

-- As _run_months, for a line of the bill whose hours are not spread evenly over its time.
CREATE FUNCTION traincost._rent_months(pieces jsonb, item text)
RETURNS TABLE (month_start timestamptz, month_end timestamptz, period_start timestamptz, period_end timestamptz, since numeric, until numeric)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.month_start, m.month_end, m.period_start, m.period_end, p.since + (p.until - p.since) * m.since, p.since + (p.until - p.since) * m.until
    FROM (SELECT q.starts, q.ends, coalesce(lag(q.until) OVER (ORDER BY q.starts), 0) AS since, q.until
          FROM (SELECT date_trunc('second', r.starts) AS starts, greatest(date_trunc('second', r.ends), date_trunc('second', r.starts) + interval '1 second') AS ends,
                       CASE WHEN row_number() OVER w = count(*) OVER () THEN 1 ELSE (sum(r.gpu_hours) OVER w / sum(r.gpu_hours) OVER ())::numeric END AS until
                FROM jsonb_to_recordset($1) AS r (item text, starts timestamp, ends timestamp, gpu_hours float8) WHERE r.item = $2
                WINDOW w AS (ORDER BY r.starts)) AS q) AS p
    CROSS JOIN LATERAL traincost._run_months(ARRAY[p.starts, p.ends]) AS m
$$;
COMMENT ON FUNCTION traincost._rent_months(jsonb, text) IS
'The times of a line of _rent_pieces split at the UTC months, with the shares of its hours before and up to the end of each, as _run_months.';
