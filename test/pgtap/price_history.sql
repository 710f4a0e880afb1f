-- Long histories of prices: read in another way than short ones, to the same answers.
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(13);

-- the rule of price_quotes, word by word, over every observation
CREATE FUNCTION pg_temp.quotes(gpu text, provider text, price_kind text, price_region text, region text, as_of date)
RETURNS TABLE (quote_provider text, quote_region text, observed_on date, usd float8) LANGUAGE sql STABLE AS $$
    WITH home AS MATERIALIZED (SELECT min(c.provider) AS provider, min(c.region) AS region FROM traincost.cloud_region AS c
                  WHERE c.region = $5 OR c.provider || '/' || c.region = $5 HAVING count(*) = 1),
    seen AS (SELECT p.* FROM traincost.gpu_price AS p
             WHERE p.gpu = $1 AND p.kind = $3 AND p.observed_on <= $6 AND ($2 IS NULL OR p.provider = $2) AND ($4 IS NULL OR p.region = $4)),
    since AS MATERIALIZED (SELECT max(s.observed_on) - interval '1 year' AS day FROM seen AS s),
    there AS MATERIALIZED (SELECT max(s.observed_on) AS day FROM seen AS s, home AS h WHERE s.provider = h.provider AND s.region = h.region),
    at_home AS MATERIALIZED (SELECT max(s.observed_on) AS day FROM seen AS s, home AS h WHERE s.provider = h.provider),
    each_one AS MATERIALIZED (SELECT s.provider, max(s.observed_on) AS day FROM seen AS s GROUP BY s.provider)
    SELECT s.provider, s.region, s.observed_on, coalesce(s.usd_per_gpu_hour, s.usd_per_gpu)::float8
    FROM seen AS s CROSS JOIN since AS y CROSS JOIN there AS t CROSS JOIN at_home AS a LEFT JOIN home AS h ON true JOIN each_one AS e ON e.provider = s.provider
    WHERE CASE WHEN t.day >= y.day THEN s.provider = h.provider AND s.region = h.region AND s.observed_on = t.day
               WHEN a.day >= y.day THEN s.provider = h.provider AND s.observed_on = a.day
               ELSE s.observed_on = e.day AND e.day >= y.day END
$$;
CREATE FUNCTION pg_temp.price(gpu text, provider text, price_kind text, price_region text, region text, as_of date) RETURNS float8 LANGUAGE sql STABLE AS $$
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY m.usd)
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY q.usd) AS usd FROM pg_temp.quotes($1, $2, $3, $4, $5, $6) AS q GROUP BY q.quote_provider) AS m
$$;

CREATE TEMPORARY TABLE asked AS
SELECT n, g AS gpu, CASE WHEN random() < 0.4 THEN (ARRAY['aws', 'gcp', 'azure', 'lambda', 'our own', 'Zürich', 'nobody'])[1 + (6.9 * random())::int % 7] END AS provider,
       (ARRAY['on_demand', 'spot', 'reserved_1y', 'reserved_3y', 'purchase'])[1 + n % 5] AS kind,
       CASE WHEN random() < 0.2 THEN (ARRAY['us-east-1', 'us-central1', 'global', 'nowhere'])[1 + n % 4] END AS region,
       CASE WHEN random() < 0.4 THEN (ARRAY['aws/us-east-1', 'us-central1', 'FR', 'azure/eastus', 'us-west1'])[1 + (4.9 * random())::int % 5] END AS home,
       date '2017-06-01' + (3400 * random())::int AS as_of
FROM unnest('{H200-SXM,B200-SXM,A100-80GB-SXM,H100-80GB-SXM,no such GPU}'::text[]) AS g, generate_series(1, 100) AS n;
CREATE FUNCTION pg_temp.differences(questions bigint) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT a::text FROM asked AS a
    WHERE a.n <= $1 AND (SELECT array_agg(q ORDER BY q) FROM traincost.price_quotes(a.gpu, a.provider, a.kind, a.region, a.home, a.as_of) AS q)
          IS DISTINCT FROM (SELECT array_agg(q ORDER BY q) FROM pg_temp.quotes(a.gpu, a.provider, a.kind, a.region, a.home, a.as_of) AS q)
$$;
SELECT is_empty('SELECT * FROM pg_temp.differences(100)', '500 random questions of a small table find the same quotes as reading every observation');

-- providers that observe daily, rarely or no more; of one GPU many rows, of another as many as shipped
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, observed_on, usd_per_gpu_hour, usd_per_gpu)
SELECT g, p, k, r, d, CASE WHEN k <> 'purchase' THEN (1 + 4 * random())::numeric(16,6) END, CASE WHEN k = 'purchase' THEN (20000 + 9999 * random())::numeric(16,2) END
FROM unnest('{H200-SXM,B200-SXM}'::text[]) AS g, unnest('{aws,gcp,azure,lambda,our own,Zürich}'::text[]) AS p, unnest('{on_demand,spot,reserved_1y,purchase}'::text[]) AS k,
     unnest('{us-east-1,us-central1,eastus,global}'::text[]) AS r, generate_series(0, 1500) AS i, LATERAL (SELECT date '2018-01-01' + i AS d) AS day
WHERE (hashtext(p || r) % 4 = 0 OR random() < CASE hashtext(r || k) % 3 WHEN 0 THEN 0.02 WHEN 1 THEN 0.001 ELSE 0.0003 END)
  AND d < date '2020-06-01' + hashtext(k || p || r) % 1000 AND (g = 'H200-SXM' OR random() < 0.01);
ANALYZE traincost.gpu_price;
SELECT cmp_ok((SELECT count(*) FROM traincost.gpu_price WHERE gpu = 'H200-SXM'), '>', 5000::bigint, 'one GPU has a long history');

SELECT is_empty('SELECT * FROM pg_temp.differences(100)', 'so they do of a large one');
SELECT is_empty($$SELECT a.* FROM asked AS a WHERE a.gpu = 'H200-SXM' AND a.provider IS NULL AND a.region IS NULL AND a.kind <> 'purchase'
                  AND traincost.gpu_price_usd_per_hour(a.gpu, price_kind => a.kind, as_of => a.as_of) IS DISTINCT FROM pg_temp.price(a.gpu, NULL, a.kind, NULL, NULL, a.as_of)$$,
                'and their median is the price');
CREATE TEMPORARY TABLE now_current AS
SELECT DISTINCT ON (p.gpu, p.provider, p.kind, p.region) p.* FROM traincost.gpu_price AS p ORDER BY p.gpu, p.provider, p.kind, p.region, p.observed_on DESC;
SELECT set_eq('SELECT gpu, provider, kind, region, observed_on, usd_per_gpu_hour, usd_per_gpu, shipped FROM traincost.gpu_price_current',
              'SELECT gpu, provider, kind, region, observed_on, usd_per_gpu_hour, usd_per_gpu, shipped FROM now_current', 'the current prices are the latest rows');

-- the last price of a provider, when others go on
SELECT is((SELECT count(*) FROM traincost.price_quotes('H200-SXM', as_of => 'infinity') AS q), (SELECT count(*) FROM pg_temp.quotes('H200-SXM', NULL, 'on_demand', NULL, NULL, 'infinity') AS q),
          'as of infinity');

-- a month's end before and after the history is thinned
CREATE TEMPORARY TABLE month_end AS
SELECT a.gpu, a.provider, a.kind, a.region, a.home, CASE WHEN m.day < '2021-05-17' THEN m.day ELSE m.day + a.n % 28 END AS as_of FROM asked AS a,
     LATERAL (SELECT (date_trunc('month', a.as_of::timestamp) + interval '1 month - 1 day')::date AS day) AS m;
CREATE TEMPORARY TABLE before_thinning AS
SELECT m.*, q.* FROM month_end AS m LEFT JOIN LATERAL traincost.price_quotes(m.gpu, m.provider, m.kind, m.region, m.home, m.as_of) AS q ON true;
CREATE TEMPORARY TABLE shipped_before AS SELECT * FROM traincost.gpu_price WHERE shipped;
CREATE TEMPORARY TABLE many_before AS SELECT count(*) AS n FROM traincost.gpu_price;
SELECT cmp_ok((SELECT traincost.thin_prices('2021-05-17')), '>', 4000::bigint, 'thinning deletes most of a daily history');
SELECT is(traincost.thin_prices('2021-05-17'), 0::bigint, 'and nothing more the second time');
SELECT set_eq('SELECT m.*, q.* FROM month_end AS m LEFT JOIN LATERAL traincost.price_quotes(m.gpu, m.provider, m.kind, m.region, m.home, m.as_of) AS q ON true',
              'SELECT * FROM before_thinning', 'but changes no quote at the end of a month, nor on any day from there on');
SELECT set_eq('SELECT * FROM traincost.gpu_price WHERE shipped', 'SELECT * FROM shipped_before', 'and keeps every shipped row');
SELECT is(traincost.thin_prices(NULL), NULL, 'before no day nothing is deleted');

-- children that inherit, first with the key, then without; then a table that has a BRIN index alone
CREATE TABLE traincost.gpu_price_2026 (LIKE traincost.gpu_price INCLUDING ALL, CHECK (observed_on >= '2026-01-01')) INHERITS (traincost.gpu_price);
INSERT INTO traincost.gpu_price_2026 (gpu, provider, kind, region, observed_on, usd_per_gpu_hour)
SELECT 'H200-SXM', p, 'on_demand', 'us-east-1', date '2026-01-01' + i, 2 + random() FROM unnest('{aws,gcp,lambda}'::text[]) AS p, generate_series(0, 200) AS i;
SELECT is_empty('SELECT * FROM pg_temp.differences(20)', 'the same with a part of the history in a child of the table');
DROP TABLE traincost.gpu_price_2026;
ALTER TABLE traincost.gpu_price DROP CONSTRAINT gpu_price_pkey;
CREATE INDEX ON traincost.gpu_price USING brin (gpu, observed_on);
SELECT is_empty('SELECT * FROM pg_temp.differences(20)', 'the same with a BRIN index instead of the key');
SELECT * FROM finish();
ROLLBACK;
