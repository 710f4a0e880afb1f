-- Price lists as people have them, into gpu_price: per GPU-hour, under our names.

CREATE TYPE traincost.imported_price AS (
    listed text,
    gpu text,
    provider_name text,
    region text,
    day date,
    usd_per_gpu_hour numeric(16,6),
    problem text
);
COMMENT ON TYPE traincost.imported_price IS
'A row of a price list and what became of it, as import_prices gives it.';
COMMENT ON COLUMN traincost.imported_price.listed IS
'The row as the list names it: instance and GPU.';
COMMENT ON COLUMN traincost.imported_price.gpu IS
'Name of the GPU in table gpu; NULL: it has none.';
COMMENT ON COLUMN traincost.imported_price.provider_name IS
'Whose price it is.';
COMMENT ON COLUMN traincost.imported_price.region IS
'Region of the price; global where the list names none.';
COMMENT ON COLUMN traincost.imported_price.day IS
'Day on which the price was seen.';
COMMENT ON COLUMN traincost.imported_price.usd_per_gpu_hour IS
'USD per GPU and hour; NULL: the row was not understood.';
COMMENT ON COLUMN traincost.imported_price.problem IS
'Why the row was not taken. NULL: it was.';

CREATE FUNCTION traincost.import_prices(price_list regclass, provider text DEFAULT NULL, observed_on date DEFAULT NULL,
                                        price_kind text DEFAULT 'on_demand', currency text DEFAULT 'USD',
                                        source text DEFAULT NULL)
RETURNS SETOF traincost.imported_price
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000 ROWS 100 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
BEGIN
    IF $1 IS NULL THEN
        RETURN;
    ELSIF $4 IN ('on_demand', 'spot', 'reserved_1y', 'reserved_3y') IS NOT TRUE THEN
        RAISE EXCEPTION 'argument "price_kind" must be on_demand, spot, reserved_1y or reserved_3y, not %', coalesce(quote_literal(traincost._shown($4)), 'NULL')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'One list holds prices of one kind.';
    ELSIF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = $1 AND c.relkind IN ('r', 'v', 'm', 'f', 'p')) THEN
        RAISE EXCEPTION 'argument "price_list" is no table or view: %', $1 USING ERRCODE = 'undefined_table',
            HINT = 'Load the list into a table first.';
    END IF;
    RETURN QUERY EXECUTE format($query$
        -- materialized, so that what is asked of a row is asked once
        WITH listed AS MATERIALIZED (
            -- columns are known by their letters, whatever their casing
            SELECT (SELECT jsonb_object_agg(lower(replace(replace(e.key, '_', ''), ' ', '')), nullif(trim(e.value), ''))
                    FROM jsonb_each_text(to_jsonb(t)) AS e) AS row
            FROM %s AS t
        ), list AS MATERIALIZED (
            SELECT c.row ->> 'instancetype' AS instance, coalesce(c.row ->> 'gpu', c.row ->> 'gpuname', c.row ->> 'gputype') AS gpu,
                   coalesce(c.row ->> 'gpucount', c.row ->> 'gpus') AS gpus,
                   coalesce(c.row ->> 'price', c.row ->> 'priceperhour', c.row ->> 'usdperhour',
                            c.row ->> 'hourlyprice') AS price,
                   coalesce(c.row ->> 'region', 'global') AS region, coalesce($1, c.row ->> 'provider') AS provider,
                   upper(coalesce(c.row ->> 'currency', c.row ->> 'currencycode', $4)) AS currency, d.day
            FROM listed AS c
            CROSS JOIN LATERAL (SELECT coalesce(c.row ->> 'observedon', c.row ->> 'date') AS listed) AS o
            CROSS JOIN LATERAL (SELECT CASE WHEN $2 IS NOT NULL THEN $2
                                            WHEN o.listed IS NULL THEN (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date
                                            ELSE traincost._focus_time(left(o.listed, 10)
                                                                       || 'T00:00:00Z')::date END AS given) AS g
            CROSS JOIN LATERAL (SELECT CASE WHEN g.given BETWEEN '1900-01-01' AND '9999-12-31' THEN g.given END AS day) AS d
        ), named AS MATERIALIZED (
            SELECT l.*, coalesce(CASE WHEN l.gpu IS NOT NULL THEN traincost.gpu_name(l.gpu, true) END, i.gpu) AS name,
                   CASE WHEN l.gpus ~ '^[0-9]{1,6}([.]0*)?$' THEN nullif(l.gpus::numeric, 0) WHEN l.gpus IS NULL THEN i.gpus END AS count,
                   CASE WHEN ltrim(l.price, '$') ~ '^[0-9]{1,9}([.][0-9]*)?$'
                        THEN nullif(ltrim(l.price, '$')::numeric, 0) END AS amount,
                   traincost.exchange_rate(CASE WHEN l.currency ~ '^[A-Z]{3}$' THEN l.currency END, 'USD', l.day) AS rate
            FROM list AS l
            LEFT JOIN LATERAL (SELECT min(g.gpu) AS gpu, min(g.gpus) AS gpus
                               FROM traincost.instance_gpus(l.instance, NULL) AS g
                               HAVING count(DISTINCT (g.gpu, g.gpus)) = 1) AS i ON true
        ), near AS MATERIALIZED (
            -- each unknown name is compared once
            SELECT n.gpu,
                   traincost._near_name(left(n.gpu, 200), (SELECT array_agg(g.name) FROM traincost.gpu AS g)) AS near
            FROM (SELECT DISTINCT l.gpu FROM named AS l WHERE l.name IS NULL LIMIT 2000) AS n
        ), checked AS (
            SELECT n.*, CASE WHEN u.usd > 0 AND u.usd < 1e10 THEN u.usd::numeric(16,6) END AS usd,
                   CASE WHEN n.provider IS NULL THEN 'no provider: name it, or give the list a column provider'
                        WHEN n.name IS NULL
                        THEN 'unknown GPU' || coalesce(', spelled "' || s.near || '"? If not, ', ': ')
                             || 'add its name to table alias, or the instance to table instance_type'
                        WHEN n.count IS NULL THEN 'unknown number of GPUs: the price is of an instance'
                        WHEN n.amount IS NULL THEN 'no price above 0 in plain digits'
                        WHEN n.day IS NULL THEN 'no day from 1900 to 9999 as in 2026-09-01'
                        WHEN greatest(length(n.provider), length(n.region)) > 200 THEN 'provider or region has more than 200 characters'
                        WHEN n.rate IS NULL THEN 'no rate of ' || left(n.currency, 100) || ' in USD on ' || n.day || ' in table currency_rate'
                        WHEN NOT (u.usd > 0 AND u.usd < 1e10) THEN 'a price per GPU-hour that is 0 in 6 decimals, or above 1e10 USD' END AS problem
            FROM named AS n
            CROSS JOIN LATERAL (SELECT round(n.amount * n.rate / n.count, 6) AS usd) AS u
            LEFT JOIN near AS s ON s.gpu = n.gpu
        ), best AS (
            -- an instance of another size may hold the same GPU: the lowest price per GPU counts
            SELECT DISTINCT ON (c.name, c.provider, c.region, c.day)
                   c.name, c.provider, c.region, c.day, c.usd, c.instance
            FROM checked AS c WHERE c.problem IS NULL ORDER BY c.name, c.provider, c.region, c.day, c.usd, c.instance
        ), written AS (
            INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on, source, note)
            SELECT b.name, b.provider, $3, b.region, b.usd, b.day, coalesce($5, %L),
                   'imported' || coalesce(', ' || left(b.instance, 1000), '')
            FROM best AS b
            ON CONFLICT (gpu, provider, kind, region, observed_on) DO UPDATE SET usd_per_gpu_hour
               = excluded.usd_per_gpu_hour,
            source = excluded.source, note = excluded.note
            RETURNING 1
        )
        SELECT concat_ws(', ', c.instance, c.gpu), c.name, c.provider, c.region, c.day, c.usd::numeric(16,6), c.problem
        FROM checked AS c, (SELECT count(*) FROM written) AS w
    $query$, $1, $1::text) USING $2, $3, $4, coalesce($5, 'USD'), $6;
END $$;
COMMENT ON FUNCTION traincost.import_prices(regclass, text, date, text, text, text) IS
'Takes a price list into gpu_price, a row each with what became of it.
Takes a price list into gpu_price, a row each with what became of it: a table with any of the columns instance_type, gpu or gpu_name, gpu_count, price (per hour of the whole instance), region, provider, currency, observed_on, in any casing; a currency of its own counts before the argument. Names are read as gpu_name and table instance_type read them, the price is divided by the GPUs, and converted by currency_rate if it is not in USD. What is not understood is not taken, and problem says why; of several prices of one GPU, provider, region and day the lowest per GPU counts. A row without a day is of today (UTC). The same list again changes nothing.';
