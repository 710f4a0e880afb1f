-- Which observed prices make a price.  The rule stands here once: the look-up of prices
-- takes the median of what this returns.  It is inlined, so it has no search_path of its
-- own and names all in full.
CREATE FUNCTION traincost.price_quotes(gpu text, provider text DEFAULT NULL, price_kind text DEFAULT 'on_demand', price_region text DEFAULT NULL, region text DEFAULT NULL, as_of date DEFAULT NULL)
RETURNS TABLE (quote_provider text, quote_region text, observed_on date, usd float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 10 AS $$
    SELECT s.provider, s.region, s.observed_on, s.usd
    FROM (SELECT p.provider, p.region, p.observed_on, coalesce(p.usd_per_gpu_hour, p.usd_per_gpu)::pg_catalog.float8 AS usd,
                 p.provider OPERATOR(pg_catalog.=) h.provider AS home, p.region OPERATOR(pg_catalog.=) h.region AS there,
                 pg_catalog.max(p.observed_on) OVER (PARTITION BY p.provider) AS latest,
                 pg_catalog.max(p.observed_on) FILTER (WHERE p.provider OPERATOR(pg_catalog.=) h.provider) OVER () AS latest_home,
                 pg_catalog.max(p.observed_on) FILTER (WHERE p.provider OPERATOR(pg_catalog.=) h.provider AND p.region OPERATOR(pg_catalog.=) h.region) OVER () AS latest_there,
                 pg_catalog.max(p.observed_on) OVER () OPERATOR(pg_catalog.-) '1 year'::pg_catalog.interval AS since
          FROM traincost.gpu_price AS p
          -- a cloud region is its provider's home
          LEFT JOIN (SELECT pg_catalog.min(c.provider) AS provider, pg_catalog.min(c.region) AS region FROM traincost.cloud_region AS c
                     WHERE (c.region OPERATOR(pg_catalog.=) $5 OR c.provider OPERATOR(pg_catalog.||) '/' OPERATOR(pg_catalog.||) c.region OPERATOR(pg_catalog.=) $5)
                     HAVING pg_catalog.count(*) OPERATOR(pg_catalog.=) 1) AS h ON true
          WHERE p.gpu OPERATOR(pg_catalog.=) $1 AND p.kind OPERATOR(pg_catalog.=) $3
            AND p.observed_on OPERATOR(pg_catalog.<=) coalesce($6, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::pg_catalog.date)
            AND ($2 IS NULL OR p.provider OPERATOR(pg_catalog.=) $2) AND ($4 IS NULL OR p.region OPERATOR(pg_catalog.=) $4)) AS s
    WHERE CASE WHEN s.latest_there OPERATOR(pg_catalog.>=) s.since THEN s.home AND s.there AND s.observed_on OPERATOR(pg_catalog.=) s.latest_there
               WHEN s.latest_home OPERATOR(pg_catalog.>=) s.since THEN s.home AND s.observed_on OPERATOR(pg_catalog.=) s.latest_home
               ELSE s.observed_on OPERATOR(pg_catalog.=) s.latest AND s.latest OPERATOR(pg_catalog.>=) s.since END
$$;
COMMENT ON FUNCTION traincost.price_quotes IS
'The observed prices that make a GPU''s price at as_of (NULL: today, in UTC), a row each.
Each provider''s latest observation at or before that day, within the year before the newest of all; the price is the median over providers, a provider''s regions of one day counting as their median. A cloud region (aws/us-east-1) prices at its provider: there, if observed within that year, else in the provider''s other regions, else at the median of all. provider, price_region: only theirs. price_kind: on_demand, spot, reserved_1y, reserved_3y, purchase. usd: USD per GPU-hour, or per GPU for purchase.';

CREATE FUNCTION traincost._price_words(gpu text, provider text, price_kind text, price_region text, region text, as_of date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN count(*) = 0 THEN NULL
                WHEN count(DISTINCT q.quote_provider) = 1
                THEN min(q.quote_provider) || CASE WHEN count(*) = 1 THEN ', ' || min(q.quote_region) ELSE ', median of ' || count(*) || ' regions' END || ', ' || to_char(max(q.observed_on), 'YYYY-MM-DD')
                ELSE 'median of ' || count(DISTINCT q.quote_provider) || ' providers (' || string_agg(DISTINCT q.quote_provider, ', ') || '), ' || count(*) || ' quotes from '
                     || to_char(min(q.observed_on), 'YYYY-MM-DD') || ' to ' || to_char(max(q.observed_on), 'YYYY-MM-DD') END
    FROM traincost.price_quotes($1, $2, $3, $4, $5, $6) AS q
$$;
COMMENT ON FUNCTION traincost._price_words(text, text, text, text, text, date) IS
'price_quotes in words, for price_source. NULL: none.';

CREATE FUNCTION traincost.price_source(gpu text, provider text DEFAULT NULL, price_kind text DEFAULT NULL, price_region text DEFAULT NULL, region text DEFAULT NULL, as_of date DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.price_source(text, text, text, text, text, date) IS
'Where the price comes from that train_estimate takes with the same arguments: provider, region and day, or of how many providers it is the median, which, and from when.
price_kind NULL: on_demand. NULL: nothing observed yet.';
