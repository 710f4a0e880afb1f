-- The user's prices against those that others observed within half a year.  A median for
-- each price would read a year of others for each: so first prices are counted by 30 days
-- and by size, in steps of a third of the natural logarithm.  A price of three times the
-- median, or a third of it, lies three steps from at least half of the others; where it
-- does not, no median is asked for.  The half year holds the five periods on either
-- side whole, and none beyond the sixth.  Those of all providers are counted first, since
-- few of a long history lie so far from them: the others alone are at least those of all
-- less all the provider's own.
CREATE FUNCTION traincost._far_prices()
RETURNS TABLE (gpu text, provider text, kind text, region text, observed_on date, usd_per_gpu_hour numeric(16,6),
               median numeric, others bigint)
LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 10 SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = off
SET enable_nestloop = off
SET jit = off AS $$
    WITH price AS (
        -- 0 is less than any price
        SELECT p.*, (p.observed_on - date '1900-01-01') / 30 AS period,
               floor(3 * ln(greatest(p.usd_per_gpu_hour, 1e-7)::float8))::int AS size
        FROM traincost.gpu_price AS p WHERE p.kind <> 'purchase'
    ), group_of AS MATERIALIZED (
        SELECT p.gpu, p.provider, p.kind, p.period, p.size, count(*) AS prices, bool_or(NOT p.shipped) AS own
        FROM price AS p
        GROUP BY 1, 2, 3, 4, 5
    ), of_all AS MATERIALIZED (
        SELECT g.gpu, g.kind, g.period, g.size, sum(g.prices)::bigint AS prices FROM group_of AS g GROUP BY 1, 2, 3, 4
    ), count_of_all AS (
        SELECT n.gpu, n.kind, n.period, n.size, sum(o.prices) FILTER (WHERE o.size <= n.size - 3) AS smaller,
               sum(o.prices) FILTER (WHERE o.size >= n.size + 3) AS larger,
               sum(o.prices) FILTER (WHERE abs(n.periods) <= 5) AS prices
        FROM (SELECT g.*, i.periods, g.period + i.periods AS other_period
              FROM of_all AS g
              CROSS JOIN generate_series(-6, 6) AS i (periods)) AS n
        JOIN of_all AS o ON o.gpu = n.gpu AND o.period = n.other_period AND (o.kind = n.kind OR o.kind = 'on_demand')
        GROUP BY 1, 2, 3, 4
    ), of_provider AS MATERIALIZED (
        SELECT g.gpu, g.provider, g.kind, g.period, sum(g.prices)::bigint AS prices, bool_or(g.own) AS own
        FROM group_of AS g
        GROUP BY 1, 2, 3, 4
    ), count_of_provider AS (
        SELECT n.gpu, n.provider, n.kind, n.period, sum(o.prices) AS prices
        FROM (SELECT g.*, g.period + i.periods AS other_period
              FROM of_provider AS g
              CROSS JOIN generate_series(-5, 5) AS i (periods)
              WHERE g.own) AS n
        JOIN of_provider AS o
            ON o.gpu = n.gpu
              AND o.provider = n.provider
              AND o.period = n.other_period
              AND (o.kind = n.kind OR o.kind = 'on_demand')
        GROUP BY 1, 2, 3, 4
    ), candidate AS MATERIALIZED (
        SELECT g.gpu, g.provider, g.kind, g.period, g.size
        FROM group_of AS g
        JOIN count_of_all AS a USING (gpu, kind, period, size)
        JOIN count_of_provider AS p USING (gpu, provider, kind, period)
        WHERE g.own AND 2 * coalesce(greatest(a.smaller, a.larger), 0) >= coalesce(a.prices, 0) - p.prices
    ), of_others AS (
        -- those of all, less the provider's own
        SELECT g.gpu, NULL AS provider, g.kind, g.period, g.size, g.prices FROM of_all AS g
        UNION ALL
        SELECT g.gpu, g.provider, g.kind, g.period, g.size, -g.prices FROM group_of AS g
    ), far_group AS MATERIALIZED (
        SELECT n.gpu, n.provider, n.kind, n.period, n.size
        FROM (SELECT g.*, i.periods, g.period + i.periods AS other_period
              FROM candidate AS g
              CROSS JOIN generate_series(-6, 6) AS i (periods)) AS n
        JOIN of_others AS o
            ON o.gpu = n.gpu
              AND o.period = n.other_period
              AND (o.kind = n.kind OR o.kind = 'on_demand')
              AND (o.provider IS NULL OR o.provider = n.provider)
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(o.prices) >= 3
           AND 2
           * greatest(sum(o.prices) FILTER (WHERE o.size <= n.size - 3),
                      sum(o.prices) FILTER (WHERE o.size >= n.size + 3))
           >= sum(o.prices) FILTER (WHERE abs(n.periods) <= 5)
    ), own_price AS (
        SELECT p.gpu, p.provider, p.kind, p.observed_on, array_agg(p.region) AS regions,
               array_agg(p.usd_per_gpu_hour) AS prices
        FROM price AS p
        JOIN far_group AS g USING (gpu, provider, kind, period, size)
        WHERE NOT p.shipped
        GROUP BY 1, 2, 3, 4
    ), series AS MATERIALIZED (
        SELECT DISTINCT p.gpu, p.provider, p.kind, p.region
        FROM traincost.gpu_price AS p
        WHERE p.gpu IN (SELECT g.gpu FROM far_group AS g)
    )
    SELECT w.gpu, w.provider, w.kind, u.region, w.observed_on, u.usd, m.median, m.others
    FROM own_price AS w
    CROSS JOIN LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY o.usd_per_gpu_hour)::numeric AS median,
                               count(*) AS others
                        FROM series AS s
                        -- of each series its half years alone, by the primary key
                        CROSS JOIN LATERAL (SELECT p.usd_per_gpu_hour FROM traincost.gpu_price AS p
                                            WHERE p.gpu = s.gpu
                                              AND p.provider = s.provider
                                              AND p.kind = s.kind
                                              AND p.region = s.region
                                              AND p.observed_on BETWEEN w.observed_on - 180 AND w.observed_on
                                              + 180 OFFSET 0) AS o
                        WHERE s.gpu = w.gpu AND s.provider <> w.provider AND (s.kind = w.kind OR s.kind = 'on_demand')) AS m
    CROSS JOIN LATERAL unnest(w.regions, w.prices) AS u (region, usd)
    WHERE m.others >= 3 AND m.median > 0 AND (u.usd > 3 * m.median OR u.usd < m.median / 3)
$$;
COMMENT ON FUNCTION traincost._far_prices() IS
'Your rents of more than three times the median, or less than a third of it, of what other providers asked within 180 days for the same GPU, of the same kind or on demand, where there are three such prices.';
