-- PL/pgSQL keeps the plan for the session; a function in SQL would be planned at each look-up, which
-- took a tenth of it.
CREATE FUNCTION traincost._prices_have_key() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM (SELECT 'traincost.gpu_price'::regclass::oid
                                    UNION ALL SELECT h.inhrelid
                                    FROM pg_inherits AS h
                                    WHERE h.inhparent = 'traincost.gpu_price'::regclass) AS t (relation)
                       WHERE NOT EXISTS (SELECT FROM pg_index AS i
                                         JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                                         WHERE i.indrelid = t.relation
                                           AND i.indisprimary
                                           AND i.indisvalid
                                           AND a.attname = 'gpu'));
END $$;
COMMENT ON FUNCTION traincost._prices_have_key() IS
'Whether table gpu_price, and each table that inherits from it or is a partition of it, has a primary key that begins with gpu: whether the latest of its prices can be found one by one.';

-- What a price can be made of: of every provider and region the latest observation.
-- A long history is read in as many steps as it has providers and regions, each a descent
-- of the primary key; so a bitmap, which would read all of an answer's index first, is
-- no way here.  Without that key (a history with a BRIN index alone, or with children that
-- have none) each step would read the table; then it is read once.
CREATE FUNCTION traincost._latest_of_many_prices(gpu text, provider text, price_kind text, price_region text,
                                                 as_of date)
RETURNS TABLE (quote_provider text, quote_region text, observed_on date, usd_per_gpu_hour numeric(16,6),
               usd_per_gpu numeric(16,2))
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 20 SET search_path = pg_catalog, pg_temp
SET enable_bitmapscan = off
SET jit = off AS $$
#variable_conflict use_column
BEGIN
    IF NOT traincost._prices_have_key() THEN
        RETURN QUERY
        SELECT DISTINCT ON (p.provider, p.region) p.provider, p.region, p.observed_on, p.usd_per_gpu_hour, p.usd_per_gpu
        FROM traincost.gpu_price AS p
        WHERE p.gpu = $1
          AND ($2 IS NULL OR p.provider = $2)
          AND p.kind = $3
          AND ($4 IS NULL OR p.region = $4)
          AND p.observed_on <= $5
        ORDER BY p.provider, p.region, p.observed_on DESC;
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE seller (provider) AS (
        SELECT CASE WHEN $2 IS NULL THEN (SELECT min(p.provider) FROM traincost.gpu_price AS p WHERE p.gpu = $1)
                    ELSE $2 END
        UNION ALL
        SELECT (SELECT min(p.provider) FROM traincost.gpu_price AS p WHERE p.gpu = $1 AND p.provider > s.provider)
        FROM seller AS s WHERE s.provider IS NOT NULL AND $2 IS NULL
    ), newest AS (
        -- from a provider's last region to its first
        SELECT l.* FROM seller AS s
        CROSS JOIN LATERAL (SELECT p.provider, p.region, p.observed_on, p.usd_per_gpu_hour, p.usd_per_gpu
                            FROM traincost.gpu_price AS p
                            WHERE p.gpu = $1 AND p.provider = s.provider AND p.kind = $3 AND $4 IS NULL
                            ORDER BY p.region DESC, p.observed_on DESC
                            LIMIT 1) AS l
        UNION ALL
        SELECT l.* FROM newest AS s
        CROSS JOIN LATERAL (SELECT p.provider, p.region, p.observed_on, p.usd_per_gpu_hour, p.usd_per_gpu
                            FROM traincost.gpu_price AS p
                            WHERE p.gpu = $1 AND p.provider = s.provider AND p.kind = $3 AND p.region < s.region
                            ORDER BY p.region DESC, p.observed_on DESC
                            LIMIT 1) AS l
    )
    SELECT n.* FROM newest AS n WHERE n.observed_on <= $5
    UNION ALL
    SELECT l.* FROM (SELECT n.provider, n.region FROM newest AS n WHERE n.observed_on > $5
                     UNION ALL SELECT s.provider, $4 FROM seller AS s WHERE $4 IS NOT NULL) AS n
    CROSS JOIN LATERAL (SELECT p.provider, p.region, p.observed_on, p.usd_per_gpu_hour, p.usd_per_gpu
                        FROM traincost.gpu_price AS p
                        WHERE p.gpu = $1
                          AND p.provider = n.provider
                          AND p.kind = $3
                          AND p.region = n.region
                          AND p.observed_on <= $5
                        ORDER BY p.observed_on DESC
                        LIMIT 1) AS l;
END $$;
COMMENT ON FUNCTION traincost._latest_of_many_prices(text, text, text, text, date) IS
'Of each provider and region the latest observed price of a GPU at or before as_of, whatever the length of the history. provider, price_region NULL: all of them.';

-- A short history is read whole, and what calls this compares the observations.  Whether it
-- is short is asked without a bitmap, too, which would read all of a long one's index first.
CREATE FUNCTION traincost._latest_of_large_table(gpu text, provider text, price_kind text, price_region text,
                                                 as_of date)
RETURNS TABLE (quote_provider text, quote_region text, observed_on date, usd_per_gpu_hour numeric(16,6),
               usd_per_gpu numeric(16,2))
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 20 SET search_path = pg_catalog, pg_temp
SET enable_bitmapscan = off AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.gpu = $1 OFFSET 500 LIMIT 1) THEN
        RETURN QUERY SELECT * FROM traincost._latest_of_many_prices($1, $2, $3, $4, $5);
    ELSE
        RETURN QUERY
        SELECT p.provider, p.region, p.observed_on, p.usd_per_gpu_hour, p.usd_per_gpu FROM traincost.gpu_price AS p
        WHERE p.gpu = $1 AND ($2 IS NULL OR p.provider = $2) AND p.kind = $3
          AND ($4 IS NULL OR p.region = $4) AND p.observed_on <= $5;
    END IF;
END $$;
COMMENT ON FUNCTION traincost._latest_of_large_table(text, text, text, text, date) IS
'What _latest_prices returns of a table of any size.';

CREATE FUNCTION traincost._is_small(relation regclass) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._is_small(regclass) IS
'Whether the table has no children and at most 512 kB, so that any question about it may read it whole. NULL: there is no such table.';

-- A table as small as the one that comes with the extension is asked here, in the caller's own
-- query: a function that asks takes as long as all the rest of a look-up.  It is inlined, so it
-- has no search_path of its own and names all in full.
CREATE FUNCTION traincost._latest_prices(gpu text, provider text, price_kind text, price_region text, as_of date)
RETURNS TABLE (quote_provider text, quote_region text, observed_on date, usd_per_gpu_hour numeric(16,6),
               usd_per_gpu numeric(16,2))
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 20 AS $$
    SELECT p.provider, p.region, p.observed_on, p.usd_per_gpu_hour, p.usd_per_gpu
    FROM traincost.gpu_price AS p
    WHERE traincost._is_small('traincost.gpu_price')
      AND p.gpu OPERATOR(pg_catalog.=) $1
      AND ($2 IS NULL OR p.provider OPERATOR(pg_catalog.=) $2)
      AND p.kind OPERATOR(pg_catalog.=) $3
      AND ($4 IS NULL OR p.region OPERATOR(pg_catalog.=) $4)
      AND p.observed_on OPERATOR(pg_catalog.<=) $5
    UNION ALL
    SELECT l.* FROM traincost._latest_of_large_table($1, $2, $3, $4, $5) AS l
    WHERE NOT traincost._is_small('traincost.gpu_price')
$$;
COMMENT ON FUNCTION traincost._latest_prices(text, text, text, text, date) IS
'Observed prices of a GPU at or before as_of, among them the latest of each provider and region; of a long history these alone. provider, price_region NULL: all of them.';

-- The same for all GPUs and kinds: the key is descended once for each row of the answer,
-- unless there are so few rows that reading them all is quicker.
CREATE FUNCTION traincost._current_prices() RETURNS SETOF traincost.gpu_price
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 500 SET search_path = pg_catalog, pg_temp
SET enable_bitmapscan = off
SET jit = off AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM traincost.gpu_price LIMIT 10000) AS f) < 10000
       OR NOT traincost._prices_have_key() THEN
        RETURN QUERY
        SELECT DISTINCT ON (p.gpu, p.provider, p.kind, p.region) p.* FROM traincost.gpu_price AS p
        ORDER BY p.gpu, p.provider, p.kind, p.region, p.observed_on DESC;
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE latest AS (
        (SELECT p.* FROM traincost.gpu_price AS p
         ORDER BY p.gpu DESC, p.provider DESC, p.kind DESC, p.region DESC, p.observed_on DESC LIMIT 1)
        UNION ALL
        SELECT n.* FROM latest AS l
        CROSS JOIN LATERAL (SELECT p.*
                            FROM traincost.gpu_price AS p
                            WHERE (p.gpu, p.provider, p.kind, p.region) < (l.gpu, l.provider, l.kind, l.region)
                            ORDER BY p.gpu DESC, p.provider DESC, p.kind DESC, p.region DESC, p.observed_on DESC
                            LIMIT 1) AS n
    )
    SELECT l.* FROM latest AS l;
END $$;
COMMENT ON FUNCTION traincost._current_prices() IS
'The latest row of table gpu_price of each GPU, provider, kind and region, whatever the length of the history.';

-- Which observed prices make a price.  The rule stands here once: the look-up of prices
-- takes the median of what this returns.  It is inlined, so it has no search_path of its
-- own and names all in full.
CREATE FUNCTION traincost.price_quotes(gpu text, provider text DEFAULT NULL, price_kind text DEFAULT 'on_demand',
                                       price_region text DEFAULT NULL, region text DEFAULT NULL,
                                       as_of date DEFAULT NULL)
RETURNS TABLE (quote_provider text, quote_region text, observed_on date, usd float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 10 AS $$
    SELECT s.provider, s.region, s.observed_on, s.usd
    FROM (SELECT p.provider, p.region, p.observed_on,
                 coalesce(p.usd_per_gpu_hour, p.usd_per_gpu)::pg_catalog.float8 AS usd,
                 p.provider OPERATOR(pg_catalog.=) h.provider AS home,
                 p.region OPERATOR(pg_catalog.=) h.region AS there,
                 pg_catalog.max(p.observed_on) OVER (PARTITION BY p.provider) AS latest,
                 pg_catalog.max(p.observed_on)
                     FILTER (WHERE p.provider OPERATOR(pg_catalog.=) h.provider) OVER () AS latest_home,
                 pg_catalog.max(p.observed_on)
                     FILTER (WHERE p.provider OPERATOR(pg_catalog.=) h.provider
                               AND p.region OPERATOR(pg_catalog.=) h.region) OVER () AS latest_there,
                 pg_catalog.max(p.observed_on) OVER () OPERATOR(pg_catalog.-) '1 year'::pg_catalog.interval AS since
          FROM traincost._latest_prices($1, $2, $3, $4,
                                        coalesce($6, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::pg_catalog.date))
               AS p (provider, region, observed_on, usd_per_gpu_hour, usd_per_gpu)
          -- a cloud region is its provider's home
          LEFT JOIN (SELECT pg_catalog.min(c.provider) AS provider, pg_catalog.min(c.region) AS region
                     FROM traincost.cloud_region AS c
                     WHERE $5 IS NOT NULL
                       AND (c.region OPERATOR(pg_catalog.=) $5
                            OR c.provider OPERATOR(pg_catalog.||) '/'
                               OPERATOR(pg_catalog.||) c.region OPERATOR(pg_catalog.=) $5)
                     HAVING pg_catalog.count(*) OPERATOR(pg_catalog.=) 1) AS h ON true
          WHERE traincost._check_node()) AS s
    WHERE CASE WHEN s.latest_there OPERATOR(pg_catalog.>=) s.since
               THEN s.home AND s.there AND s.observed_on OPERATOR(pg_catalog.=) s.latest_there
               WHEN s.latest_home OPERATOR(pg_catalog.>=) s.since
               THEN s.home AND s.observed_on OPERATOR(pg_catalog.=) s.latest_home
               ELSE s.observed_on OPERATOR(pg_catalog.=) s.latest AND s.latest OPERATOR(pg_catalog.>=) s.since END
$$;
COMMENT ON FUNCTION traincost.price_quotes IS
'The observed prices that make a GPU''s price at as_of (NULL: today, in UTC), a row each.
Each provider''s latest observation at or before that day, within the year before the newest of all; the price is the median over providers, a provider''s regions of one day counting as their median. A cloud region (aws/us-east-1) prices at its provider: there, if observed within that year, else in the provider''s other regions, else at the median of all. provider, price_region: only theirs. price_kind: on_demand, spot, reserved_1y, reserved_3y, purchase. usd: USD per GPU-hour, or per GPU for purchase.';

CREATE FUNCTION traincost._price_words(gpu text, provider text, price_kind text, price_region text, region text,
                                       as_of date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN count(*) = 0 THEN NULL
                WHEN count(DISTINCT q.quote_provider) = 1
                THEN min(q.quote_provider)
                     || CASE WHEN count(*) = 1 THEN ', ' || min(q.quote_region)
                             ELSE ', median of ' || count(*) || ' regions' END
                     || ', ' || to_char(max(q.observed_on), 'YYYY-MM-DD')
                ELSE 'median of ' || count(DISTINCT q.quote_provider) || ' providers ('
                     || string_agg(DISTINCT q.quote_provider, ', ') || '), ' || count(*) || ' quotes from '
                     || to_char(min(q.observed_on), 'YYYY-MM-DD') || ' to ' || to_char(max(q.observed_on), 'YYYY-MM-DD') END
    FROM traincost.price_quotes($1, $2, $3, $4, $5, $6) AS q
$$;
COMMENT ON FUNCTION traincost._price_words(text, text, text, text, text, date) IS
'The prices of price_quotes in words, for price_source. NULL: there are none.';

CREATE FUNCTION traincost.price_source(gpu text, provider text DEFAULT NULL, price_kind text DEFAULT NULL,
                                       price_region text DEFAULT NULL, region text DEFAULT NULL,
                                       as_of date DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.price_source(text, text, text, text, text, date) IS
'Where the price comes from that train_estimate takes with the same arguments.
Where the price comes from that train_estimate takes with the same arguments: provider, region and day, or of how many providers it is the median, which, and from when.
price_kind NULL: on_demand. NULL: nothing observed yet.';
