-- What a stage pays for its rented GPUs where that is more than one price: the hours of
-- a contract first, those beyond it on demand, each day at its own price.  Time is cut
-- wherever something changes, so that each piece has one price.  Sums have their order, so
-- that every plan of the server gives the same bits.

-- In PL/pgSQL, whose expressions remember what they looked up from stage to stage.
CREATE FUNCTION traincost._rent_of_day(stage traincost.pipeline_stage, day date) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 300 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- 3.6e15 FLOP at 1 TFLOP/s are a GPU-hour
    RETURN coalesce(stage.usd_per_gpu_hour::float8,
                    traincost.train_cost(flop => 3.6e15, peak_tflops => 1, mfu => 1, gpu => stage.gpu,
                                         provider => stage.provider, price_kind => stage.price_kind,
                                         price_region => stage.price_region, region => stage.region,
                                         as_of => day, missing_ok => true));
END $$;
COMMENT ON FUNCTION traincost._rent_of_day(traincost.pipeline_stage, date) IS
'USD of a GPU-hour of a stage outside any contract: its own price, else that of gpu_price on a day. NULL: none.';

CREATE FUNCTION traincost._rent_payers(stages traincost.pipeline_stage[], times traincost._stage_times[])
RETURNS TABLE (no int, stage traincost.pipeline_stage, pipeline text, name text, gpu text, provider text,
               commitment text, daily boolean, gpus float8, gpu_hours float8, runs timestamp[], base float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    FOR i IN 1 .. coalesce(cardinality($1), 0) LOOP
        stage := $1[i];
        daily := stage.daily_prices IS TRUE;
        IF coalesce(stage.ownership, 'rent') = 'rent' AND (stage.commitment IS NOT NULL OR daily) THEN
            no := i;
            pipeline := stage.pipeline;
            name := stage.stage;
            provider := stage.provider;
            commitment := stage.commitment;
            gpu := ($2[i]).gpu;
            gpus := ($2[i]).gpus;
            gpu_hours := ($2[i]).gpu_hours;
            runs := ($2[i]).runs;
            base := CASE WHEN NOT daily
                         THEN traincost._rent_of_day(
                             stage, CASE WHEN isfinite(coalesce(stage.as_of, 'infinity')) THEN stage.as_of
                                         ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END) END;
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION traincost._rent_payers(traincost.pipeline_stage[], traincost._stage_times[]) IS
'The stages of a plan that have a contract or daily prices, a row each. no: place of the stage in the arrays; base: USD of a GPU-hour outside the contract, of a stage without daily prices.';

-- Stages of one contract share its hours, so they are worked out together; a stage with
-- prices of each day and no contract is by itself.
CREATE FUNCTION traincost._plan_rent(stages traincost.pipeline_stage[], times traincost._stage_times[])
RETURNS TABLE (no int, line bigint, item text, usd_per_gpu_hour float8, starts timestamp, ends timestamp,
               gpu_hours float8, problem traincost._problem)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 2000 ROWS 50 SET search_path = pg_catalog, pg_temp SET jit = off
SET plan_cache_mode = force_generic_plan
-- how many runs, days and prices a plan has, nobody knows when this is planned: a loop over all of
-- them for each of 5,000 stages took 17 s on 13
SET enable_nestloop = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH member AS MATERIALIZED (
        SELECT m.*,
               CASE WHEN m.commitment IS NOT NULL THEN first_value(m.no) OVER (PARTITION BY m.commitment ORDER BY m.no)
                    ELSE m.no END AS party
        FROM traincost._rent_payers($1, $2) AS m
    ), contract AS MATERIALIZED (
        SELECT m.party, c.*, (c.ends_on + 1)::timestamp AS until, coalesce(p.share, 1)::float8 AS share
        FROM member AS m JOIN traincost.commitment AS c ON c.commitment = m.commitment
        LEFT JOIN traincost.plan_commitment AS p ON p.pipeline = m.pipeline AND p.commitment = m.commitment
        WHERE m.no = m.party
    ), rate AS (
        -- of the contract's currency in USD, from its first day on and from each day of table currency_rate
        SELECT c.party, c.starts_on AS day, traincost.exchange_rate(c.currency, 'USD', c.starts_on) AS usd
        FROM contract AS c
        UNION ALL
        SELECT later.party, later.day, later.usd
        FROM (SELECT DISTINCT ON (c.party, r.valid_on)
                     c.party,
                     r.valid_on AS day,
                     CASE WHEN r.to_currency = 'USD' THEN r.rate ELSE round(1 / r.rate, 12) END AS usd
              FROM contract AS c
              JOIN traincost.currency_rate AS r
                  ON r.from_currency = c.currency AND r.to_currency = 'USD'
                    OR r.from_currency = 'USD' AND r.to_currency = c.currency
              WHERE r.valid_on > c.starts_on AND r.valid_on <= c.ends_on
              ORDER BY c.party, r.valid_on, r.to_currency = 'USD' DESC) AS later
    ), tariff AS MATERIALIZED (
        -- the price in USD from each day on, at the rate of that day
        SELECT c.party,
               r.day::timestamp AS since,
               lead(r.day::timestamp, 1, c.until) OVER (PARTITION BY c.party ORDER BY r.day) AS until,
               (c.price_per_gpu_hour * r.usd)::float8 AS usd
        FROM contract AS c
        JOIN rate AS r ON r.party = c.party
    ), run AS MATERIALIZED (
        SELECT m.party, m.no, m.gpus, r.starts, r.ends
        FROM member AS m
        CROSS JOIN LATERAL traincost._runs(m.runs) AS r
        WHERE r.starts < r.ends
    ), observed AS MATERIALIZED (
        SELECT DISTINCT m.party, m.no, q.observed_on AS day
        FROM member AS m
        JOIN traincost.gpu_price AS q ON q.gpu = m.gpu
        WHERE m.daily AND q.kind = coalesce((m.stage).price_kind, 'on_demand') AND q.observed_on BETWEEN '1900-01-01' AND '2999-12-31'
          AND (m.provider IS NULL OR q.provider = m.provider)
          AND ((m.stage).price_region IS NULL OR q.region = (m.stage).price_region)
    ), cut AS (
        SELECT r.party, r.starts AS at FROM run AS r UNION SELECT r.party, r.ends FROM run AS r
        UNION SELECT b.party, m.period_end AT TIME ZONE 'UTC'
        FROM (SELECT r.party, min(r.starts) AS first, max(r.ends) AS last
              FROM run AS r
              JOIN contract AS c ON c.party = r.party
              GROUP BY r.party) AS b
              CROSS JOIN LATERAL traincost._run_months(ARRAY[b.first, b.last]) AS m
        UNION SELECT t.party, t.since FROM tariff AS t UNION SELECT c.party, c.until FROM contract AS c
        UNION SELECT o.party, o.day::timestamp FROM observed AS o
    ), slice AS (
        SELECT t.party, t.at AS since, lead(t.at) OVER (PARTITION BY t.party ORDER BY t.at) AS until FROM cut AS t
    ), work AS MATERIALIZED (
        SELECT w.*, t.usd AS contracted,
               CASE WHEN t.party IS NOT NULL THEN w.gpu_hours * least(1, c.max_gpus * c.share / w.all_gpus)
                    ELSE 0 END AS coverable
        FROM (SELECT s.party,
                     s.since,
                     s.until,
                     date_trunc('month', s.since) AS month,
                     r.no,
                     r.gpus * (extract(epoch FROM s.until - s.since)::float8 / 3600) AS gpu_hours,
                     sum(r.gpus) OVER (PARTITION BY s.party, s.since ORDER BY r.no
                                       ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS all_gpus
              FROM slice AS s JOIN run AS r ON r.party = s.party AND r.starts <= s.since AND r.ends >= s.until) AS w
        LEFT JOIN contract AS c ON c.party = w.party
        LEFT JOIN tariff AS t ON t.party = w.party AND t.since <= w.since AND t.until >= w.until
    ), month AS MATERIALIZED (
        SELECT g.party, g.month, g.since, g.until, g.committed, coalesce(w.coverable, 0) AS coverable,
               least(g.committed, coalesce(w.coverable, 0)) AS used
        FROM (SELECT c.party,
                     d.month,
                     d.since,
                     d.until,
                     c.gpu_hours_per_month::float8 * c.share
                     * (extract(epoch FROM d.until - d.since)
                        / extract(epoch FROM d.next - d.month))::float8 AS committed
              FROM contract AS c CROSS JOIN LATERAL traincost._run_months(ARRAY[c.starts_on::timestamp, c.until]) AS m
              CROSS JOIN LATERAL (SELECT m.month_start AT TIME ZONE 'UTC' AS month,
                                         m.month_end AT TIME ZONE 'UTC' AS next,
                                         m.period_start AT TIME ZONE 'UTC' AS since,
                                         m.period_end AT TIME ZONE 'UTC' AS until) AS d) AS g
        LEFT JOIN (SELECT v.party, v.month, sum(v.coverable ORDER BY v.since, v.no) AS coverable
                   FROM work AS v
                   GROUP BY v.party, v.month) AS w
            ON w.party = g.party AND w.month = g.month
    ), own AS (
        SELECT w.party, w.no, w.since, w.until, w.contracted, w.gpu_hours * f.factor AS gpu_hours,
               w.coverable * f.factor * coalesce(m.used / nullif(m.coverable, 0), 0) AS covered
        FROM work AS w LEFT JOIN month AS m ON m.party = w.party AND m.month = w.month
        -- times are cut to microseconds, and after a hundred years
        JOIN (SELECT v.no, n.gpu_hours / nullif(sum(v.gpu_hours ORDER BY v.since), 0) AS factor
              FROM work AS v
              JOIN member AS n ON n.no = v.no
              GROUP BY v.no, n.gpu_hours) AS f ON f.no = w.no
    ), dated AS (
        -- hours beyond a contract, with the last day before them on which a price was observed
        SELECT t.no, t.since, t.until, t.gpu_hours, t.day
        FROM (SELECT e.no, e.since, e.until, e.gpu_hours, max(e.day) OVER (PARTITION BY e.no ORDER BY e.since) AS day
              FROM (SELECT o.no, o.since, o.until, o.gpu_hours - o.covered AS gpu_hours, NULL::date AS day
                    FROM own AS o
                    WHERE o.gpu_hours > o.covered
                    UNION ALL
                    SELECT v.no, v.day::timestamp, NULL, NULL, v.day FROM observed AS v) AS e) AS t
        WHERE t.until IS NOT NULL
    ), price AS MATERIALIZED (
        SELECT v.no, v.day, traincost._rent_of_day(m.stage, v.day) AS usd
        FROM (SELECT DISTINCT d.no, d.day FROM dated AS d WHERE d.day IS NOT NULL) AS v
        JOIN member AS m ON m.no = v.no AND m.daily
    ), beyond AS (
        SELECT d.no, d.since, d.until, d.gpu_hours, CASE WHEN m.daily THEN p.usd ELSE m.base END AS usd
        FROM dated AS d
        JOIN member AS m ON m.no = d.no
        LEFT JOIN price AS p ON p.no = d.no AND p.day = d.day
        -- no hours at all are nothing at some price
        UNION ALL SELECT m.no, m.runs[1], m.runs[1], 0, coalesce(m.base, 0)
        FROM member AS m
        WHERE NOT EXISTS (SELECT FROM own AS o WHERE o.no = m.no)
    ), piece AS (
        SELECT o.no, 0::bigint AS line, 'GPUs, rented: ' AS item, o.contracted AS usd, o.since, o.until,
               o.covered AS gpu_hours
        FROM own AS o
        WHERE o.covered > 0
        UNION ALL
        SELECT b.no,
               b.line,
               'GPUs, rented' || CASE WHEN max(b.line) OVER stage > min(b.line) OVER stage THEN ': from ' || to_char(b.first, 'YYYY-MM-DD')
                                      ELSE '' END,
               b.usd,
               b.since,
               b.until,
               b.gpu_hours
        FROM (SELECT d.*, 10000000000 + extract(epoch FROM d.first)::bigint AS line
              FROM (SELECT e.*, min(e.since) OVER (PARTITION BY e.no, e.usd) AS first FROM beyond AS e) AS d) AS b
        WINDOW stage AS (PARTITION BY b.no)
        UNION ALL
        -- spread over the month, whose days may have several rates
        SELECT m.party,
               1000000000000,
               'unused commitment: ',
               t.usd,
               d.since,
               d.until,
               (m.committed - m.used)
               * (extract(epoch FROM d.until - d.since) / extract(epoch FROM m.until - m.since))::float8
        FROM month AS m JOIN tariff AS t ON t.party = m.party AND t.since < m.until AND t.until > m.since
        CROSS JOIN LATERAL (SELECT greatest(t.since, m.since) AS since, least(t.until, m.until) AS until) AS d
        WHERE m.committed > m.used
    ), unknown AS MATERIALIZED (
        SELECT m.party,
               ROW('unknown',
                   format('gpus or days of stage %s, without which nobody knows on which days its hours are',
                          string_agg(format('"%s"', m.name), ', ' ORDER BY m.no)))::traincost._problem AS problem
        FROM member AS m WHERE num_nulls(m.gpus, m.gpu_hours) > 0 GROUP BY m.party
    )
    SELECT m.no, p.line, CASE WHEN p.line IN (0, 1000000000000) THEN p.item || m.commitment ELSE p.item END, p.usd,
           p.since, p.until, p.gpu_hours,
           -- said once: a text of the user's, of any length, for each of a thousand months would be beyond
           -- what an array holds
           CASE WHEN p.usd IS NOT NULL OR p.since > min(p.since) FILTER (WHERE p.usd IS NULL) OVER (PARTITION BY m.no)
                THEN NULL
                WHEN p.line IN (0, 1000000000000)
                THEN ROW('missing rate',
                         format('table currency_rate has no rate of %s in USD by %s', c.currency,
                                p.since::date))::traincost._problem
                ELSE ROW('unknown',
                         'a price of ' || m.gpu || coalesce(' of ' || m.provider, '') || ' as of '
                         || to_char(p.since, 'YYYY-MM-DD'))::traincost._problem END
    FROM piece AS p JOIN member AS m ON m.no = p.no LEFT JOIN contract AS c ON c.party = m.party
    WHERE NOT EXISTS (SELECT FROM unknown AS u WHERE u.party = m.party)
    UNION ALL
    SELECT m.no, NULL, NULL, NULL, '-infinity', NULL, NULL, coalesce(f.problem, u.problem)
    FROM member AS m LEFT JOIN contract AS c ON c.party = m.party LEFT JOIN unknown AS u ON u.party = m.party
    CROSS JOIN LATERAL (
        SELECT CASE WHEN m.commitment IS NULL THEN NULL
                    WHEN c.commitment IS NULL
                    THEN ROW('dangling reference',
                             format('commitment "%s" is not in table commitment', m.commitment))::traincost._problem
                    WHEN c.gpu <> m.gpu OR c.provider <> m.provider
                    THEN ROW('implausible value',
                             format('commitment "%s" is for %s of %s, not for %s of %s',
                                    c.commitment, c.gpu, c.provider, m.gpu, m.provider))::traincost._problem
               END AS problem) AS f
    WHERE coalesce(f.problem, u.problem) IS NOT NULL;
END $$;
COMMENT ON FUNCTION traincost._plan_rent(traincost.pipeline_stage[], traincost._stage_times[]) IS
'What those stages of a plan that have a contract or daily prices pay for rented GPUs, a row for each time of one price, by stage (no: its place) and line of the bill: hours of the contract (its minimum by month, under its cap of GPUs, shared by the plan''s stages that name it by their hours, in USD at the rate of their day), hours beyond it at the price on demand, and with the first stage that names it the hours that none of them uses. usd_per_gpu_hour NULL: no price is known, and problem says which; a row without a line: why the stage cannot have its contract, or nobody knows when its hours are.';
