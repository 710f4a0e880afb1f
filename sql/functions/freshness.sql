-- How old the facts are.  A figure of a year is of its last day.

CREATE FUNCTION traincost.gpu_price_observed_on(gpu text, provider text DEFAULT NULL,
                                                price_kind text DEFAULT 'on_demand', price_region text DEFAULT NULL,
                                                region text DEFAULT NULL, as_of date DEFAULT NULL) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(q.observed_on)
    FROM traincost.price_quotes(coalesce(traincost.gpu_name($1, true), $1), $2, $3, $4, $5, $6) AS q
$$;
COMMENT ON FUNCTION traincost.gpu_price_observed_on(text, text, text, text, text, date) IS
'Day of the newest observation of the GPU''s price at as_of (NULL: today), by price_quotes.
NULL: nothing observed yet.';

CREATE FUNCTION traincost.catalog_age_on(as_of date)
RETURNS TABLE (table_name text, facts bigint, dated_facts bigint, newest date, median_age_days float8, old_share float8)
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 10000 ROWS 8 SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.table_name, count(*), count(f.day), max(f.day),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN isfinite($1) THEN $1 - f.day END::float8),
           avg(CASE WHEN isfinite($1) AND f.day IS NOT NULL
                    THEN CASE WHEN $1 - f.day > 180 THEN 1 ELSE 0 END END)::float8
    FROM (SELECT 'gpu', g.released FROM traincost.gpu AS g
          UNION ALL SELECT 'gpu_price', p.observed_on FROM traincost.gpu_price AS p
          UNION ALL SELECT 'model', m.released FROM traincost.model AS m
          UNION ALL SELECT 'grid', make_date(g.year::int, 12, 31) FROM traincost.grid AS g
          UNION ALL SELECT 'pue', make_date(p.year::int, 12, 31) FROM traincost.pue AS p
          UNION ALL SELECT 'wue', make_date(w.year::int, 12, 31) FROM traincost.wue AS w
          UNION ALL SELECT 'api_price', a.observed_on FROM traincost.api_price AS a
          UNION ALL SELECT 'currency_rate', c.valid_on FROM traincost.currency_rate AS c) AS f (table_name, day)
    WHERE f.day IS NULL OR isfinite(f.day) AND f.day <= $1
    GROUP BY f.table_name
$$;
COMMENT ON FUNCTION traincost.catalog_age_on(date) IS
'How old the facts of each dated table are on a day.
How old the facts of each dated table are on a day, of the facts known by then: view catalog_age for any day.';

-- what a stage's line says of a price that has grown old
CREATE FUNCTION traincost._price_age_words(gpu text, provider text, price_kind text, price_region text, region text,
                                           as_of date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
    SELECT '; newest price of ' || to_char(max(q.observed_on), 'YYYY-MM-DD') || ', ' || $6 - max(q.observed_on) || ' days before'
    FROM traincost.price_quotes($1, $2, $3, $4, $5, $6) AS q
    WHERE isfinite(q.observed_on) AND isfinite($6)
    HAVING $6 - max(q.observed_on) > 180
$$;
COMMENT ON FUNCTION traincost._price_age_words(text, text, text, text, text, date) IS
'What _price_age returns, read from the tables without remembering it from row to row.';

CREATE FUNCTION traincost._price_age(gpu text, provider text, price_kind text, price_region text, region text,
                                     as_of date) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost._price_age(text, text, text, text, text, date) IS
'What to say of a GPU''s price whose newest observation is over 180 days older than as_of (NULL: today). NULL: nothing.';

-- inlined into the view, so that what _price_age finds is remembered from stage to stage
CREATE FUNCTION traincost._stage_price_age(stage traincost.pipeline_stage, gpu text, ownership text,
                                           as_of date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE COST 20 AS $$
    SELECT CASE WHEN pg_catalog.num_nonnulls(($1).usd_per_gpu_hour, ($1).usd_per_gpu,
                                             ($1).cluster) OPERATOR(pg_catalog.=) 0
                THEN traincost._price_age($2, ($1).provider,
                                          CASE WHEN $3 OPERATOR(pg_catalog.=) 'rent'
                                               THEN coalesce(($1).price_kind, 'on_demand')
                                               ELSE 'purchase' END,
                                          ($1).price_region,
                                          CASE WHEN $3 OPERATOR(pg_catalog.=) 'rent' THEN ($1).region END,
                                          coalesce(CASE WHEN $3 OPERATOR(pg_catalog.<>) 'rent'
                                                        THEN ($1).acquired_on END,
                                                   $4)) END
$$;
COMMENT ON FUNCTION traincost._stage_price_age(traincost.pipeline_stage, text, text, date) IS
'What pipeline_bill says of a stage whose newest price in table gpu_price is over 180 days older than the day it is priced by. NULL: nothing to say.';
