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

-- The first of some columns that a row has, whatever the others hold.
CREATE FUNCTION traincost._listed(price_row jsonb, names text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20 SET search_path = pg_catalog, pg_temp AS $$
    SELECT $1 ->> n.name FROM unnest($2) WITH ORDINALITY AS n (name, no)
    WHERE $1 ->> n.name IS NOT NULL ORDER BY n.no LIMIT 1
$$;
COMMENT ON FUNCTION traincost._listed(jsonb, text[]) IS
'The value of the first of some columns of a price list''s row that is not NULL. NULL: none is.';

-- An amount as people write it: 1,234.50 and 1.234,50 and 3,20 are clear, 3,200 is not.
CREATE FUNCTION traincost._listed_amount(written text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN d.digits ~ '^[0-9]{1,9}([.][0-9]*)?$' THEN d.digits::numeric
                WHEN d.digits ~ '^[0-9]{1,3}(,[0-9]{3}){1,3}[.][0-9]*$|^[0-9]{1,3}(,[0-9]{3}){2,3}$'
                THEN replace(d.digits, ',', '')::numeric
                WHEN d.digits ~ '^[0-9]{1,3}([.][0-9]{3}){1,3},[0-9]*$|^[0-9]{1,9},([0-9]{1,2}|[0-9]{4,})$|^0+,[0-9]+$'
                THEN replace(replace(d.digits, '.', ''), ',', '.')::numeric END
    -- signs by their numbers, which a regular expression takes under any encoding
    FROM (SELECT regexp_replace(r.digits, E'(?<=[0-9])[ \\u00a0\\u202f''\\u2019](?=[0-9]{3}([^0-9]|$))|[ \\u00a0\\u202f]+$',
                                '', 'g') AS digits
          FROM (SELECT substring($1 FROM E'^(?:[A-Z]{3} ?|[A-Z]{0,2}[$\\u20ac\\u00a3\\u00a5\\u20b9\\u20a9][ \\u00a0]?)?'
                                         '([0-9][0-9.,''\\u2019 \\u00a0\\u202f]*)'
                                         '(?:[A-Z]{3}|[$\\u20ac\\u00a3\\u00a5\\u20b9\\u20a9])?'
                                         '(?: ?(?:/|per) ?(?:h|hr|hour))?$') AS digits) AS r) AS d
$$;
COMMENT ON FUNCTION traincost._listed_amount(text) IS
'An amount of a price list: a sign or code of a currency beside it, per hour behind it, thousands parted by commas, points, blanks or apostrophes, decimals after a point or a comma. NULL: none, negative, or not clear, as 3,200, which may be three or three thousand.';

-- A sign or code beside an amount says its currency; $ is that of the list where it counts in dollars of any kind.
CREATE FUNCTION traincost._listed_currency(written text, currency text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 50 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(substring($1 FROM '(?:^|[^A-Z])([A-Z]{3})(?:[^A-Z]|$)'),
                    CASE WHEN $1 ~ '[$]'
                         THEN CASE WHEN $2 ~ '^(AUD|BMD|BSD|BZD|CAD|FJD|HKD|NZD|SGD|TWD)$' THEN $2 ELSE 'USD' END
                         WHEN $1 ~ E'\\u20ac' THEN 'EUR' WHEN $1 ~ E'\\u00a3' THEN 'GBP'
                         WHEN $1 ~ E'\\u20b9' THEN 'INR' WHEN $1 ~ E'\\u20a9' THEN 'KRW'
                         WHEN $1 ~ E'\\u00a5' THEN CASE WHEN $2 = 'CNY' THEN $2 ELSE 'JPY' END END,
                    $2)
$$;
COMMENT ON FUNCTION traincost._listed_currency(text, text) IS
'The currency that an amount of a price list is in by a sign or code beside it; else the list''s own.';

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
            -- columns are known by their letters and digits, whatever their casing
            SELECT (SELECT jsonb_object_agg(regexp_replace(lower(e.key), '[^a-z0-9]', '', 'g'),
                                            nullif(regexp_replace(e.value, E'^[\\s\\u00a0\\ufeff]+|[\\s\\u00a0\\ufeff]+$', '', 'g'), ''))
                    FROM jsonb_each_text(to_jsonb(t)) AS e) AS row
            FROM %s AS t
        ), priced AS MATERIALIZED (
            -- the column of the kind of price, where the list has one
            SELECT l.row, CASE WHEN h.kind THEN traincost._listed(l.row, k.names)
                               ELSE coalesce(p.per_gpu, p.hourly, p.monthly) END AS price,
                   NOT h.kind AND p.per_gpu IS NOT NULL AS is_per_gpu,
                   CASE WHEN h.kind OR coalesce(p.per_gpu, p.hourly) IS NOT NULL THEN 1 ELSE 730 END AS hours
            FROM listed AS l
            CROSS JOIN LATERAL (
                SELECT traincost._listed(l.row, '{pricepergpuhour,pricepergpuhr,pricepergpu,usdpergpuhour,usdpergpuhr,pergpuhour,pricegpuhour,pricegpuhr}') AS per_gpu,
                       traincost._listed(l.row, '{price,priceperhour,priceperhr,pricehour,pricehr,pricehourly,usdperhour,usdperhr,usdhour,usdhr,hourlyprice,hourlyrate,hourlycost,hourlyusd,hourly,priceusd,priceusdperhour,priceusdhour,priceusdhr,priceperhourusd,hourlypriceusd,usdprice,costperhour,costhour,costhr,cost,rate}') AS hourly,
                       traincost._listed(l.row, '{monthlyprice,monthlycost,monthlyrate,monthly,pricepermonth,pricemonthly,pricemonth,usdpermonth,usdmonth}') AS monthly) AS p
            CROSS JOIN LATERAL (SELECT CASE $3
                WHEN 'on_demand' THEN '{ondemand,ondemandprice,ondemandhourly,ondemandhourlyprice,ondemandpriceperhour,ondemandusdperhour}'
                WHEN 'spot' THEN '{spot,spotprice,spothourly,spothourlyprice,spotpriceperhour,spotusdperhour,preemptible,preemptibleprice}'
                WHEN 'reserved_1y' THEN '{reserved1y,reserved1yr,reserved1year,reserved1yprice,reserved1yrprice,reserved1yearprice,1yrreserved,1yearreserved,1yreserved}'
                ELSE '{reserved3y,reserved3yr,reserved3year,reserved3yprice,reserved3yrprice,reserved3yearprice,3yrreserved,3yearreserved,3yreserved}'
                END::text[] AS names) AS k
            CROSS JOIN LATERAL (SELECT l.row ?| k.names AS kind) AS h
        ), list AS MATERIALIZED (
            SELECT traincost._listed(c.row, '{instancetype,instance,instancename,machinetype,vmsize,shape,flavor,flavour,apiname,sku}') AS instance,
                   traincost._listed(c.row, '{gpu,gpuname,gputype,gpumodel,accelerator,acceleratorname,acceleratortype}') AS gpu,
                   CASE WHEN c.is_per_gpu THEN '1'
                        ELSE traincost._listed(c.row, '{gpucount,gpus,numgpus,numberofgpus,numgpu,gpuspernode,gpusperinstance,gpuspervm,acceleratorcount,accelerators}') END AS gpus,
                   c.price, c.hours,
                   coalesce(c.row ->> 'region', 'global') AS region, coalesce($1, c.row ->> 'provider') AS provider,
                   upper(coalesce(c.row ->> 'currency', c.row ->> 'currencycode',
                                  traincost._listed_currency(c.price, $4))) AS currency, d.day
            FROM priced AS c
            CROSS JOIN LATERAL (SELECT coalesce(c.row ->> 'observedon', c.row ->> 'date') AS listed) AS o
            CROSS JOIN LATERAL (SELECT CASE WHEN $2 IS NOT NULL THEN $2
                                            WHEN o.listed IS NULL THEN (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date
                                            ELSE traincost._focus_time(left(o.listed, 10)
                                                                       || 'T00:00:00Z')::date END AS given) AS g
            CROSS JOIN LATERAL (SELECT CASE WHEN g.given BETWEEN '1900-01-01' AND '9999-12-31' THEN g.given END AS day) AS d
        ), named AS MATERIALIZED (
            SELECT l.*, coalesce(CASE WHEN l.gpu IS NOT NULL THEN traincost.gpu_name(l.gpu, true) END, i.gpu) AS name,
                   CASE WHEN l.gpus ~ '^[0-9]{1,6}([.]0*)?$' THEN nullif(l.gpus::numeric, 0) WHEN l.gpus IS NULL THEN i.gpus END AS count,
                   nullif(traincost._listed_amount(l.price), 0) / l.hours AS amount,
                   traincost.exchange_rate(CASE WHEN l.currency ~ '^[A-Z]{3}$' THEN l.currency END, 'USD', l.day) AS rate
            FROM list AS l
            LEFT JOIN LATERAL (SELECT min(g.gpu) AS gpu, min(g.gpus) AS gpus
                               FROM traincost.instance_gpus(l.instance, NULL) AS g
                               HAVING count(DISTINCT (g.gpu, g.gpus)) = 1) AS i ON true
        ), near AS MATERIALIZED (
            -- each unknown name is compared once
            SELECT n.gpu,
                   traincost._near_name(left(n.gpu, 200),
                                        (SELECT array_agg(g.name) FROM traincost.gpu AS g)) AS near,
                   (SELECT string_agg(DISTINCT c.name, ', ' ORDER BY c.name)
                    FROM traincost.name_candidates('gpu', left(n.gpu, 200)) AS c
                    HAVING count(DISTINCT c.name) > 1) AS several
            FROM (SELECT DISTINCT l.gpu FROM named AS l WHERE l.name IS NULL LIMIT 2000) AS n
        ), checked AS (
            SELECT n.*, CASE WHEN u.usd > 0 AND u.usd < 1e10 THEN u.usd::numeric(16,6) END AS usd,
                   CASE WHEN n.provider IS NULL THEN 'no provider: name it, or give the list a column provider'
                        WHEN n.name IS NULL AND s.several IS NOT NULL THEN 'ambiguous GPU, one of ' || left(s.several, 1000)
                        WHEN n.name IS NULL
                        THEN 'unknown GPU' || coalesce(', spelled "' || s.near || '"? If not, ', ': ')
                             || 'add its name to table alias, or the instance to table instance_type'
                        WHEN n.count IS NULL THEN 'unknown number of GPUs: the price is of an instance'
                        WHEN n.amount IS NULL THEN CASE WHEN n.price IS NULL THEN 'no price: none of the columns that import_prices knows has one'
                                  WHEN n.price ~ '[0-9],[0-9]{3}' THEN 'a price with a comma that may part thousands or decimals: write it with a point'
                                  ELSE 'no price above 0 in plain digits' END
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
                   c.name, c.provider, c.region, c.day, c.usd, c.instance, c.hours
            FROM checked AS c WHERE c.problem IS NULL
            ORDER BY c.name, c.provider, c.region, c.day, c.usd, c.instance, c.hours
        ), written AS (
            INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on, source, note)
            SELECT b.name, b.provider, $3, b.region, b.usd, b.day, coalesce($5, %L),
                   'imported' || coalesce(', ' || left(b.instance, 1000), '')
                   || CASE WHEN b.hours > 1 THEN ', a month of ' || b.hours || ' hours' ELSE '' END
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
Takes a price list into gpu_price, a row each with what became of it: a table with any of the columns instance_type, gpu or gpu_name, gpu_count, price (per hour of the whole instance), price_per_gpu_hour, monthly_price (of 730 hours), spot_price, on_demand_price, reserved_1y_price, reserved_3y_price (which count before price where price_kind asks for theirs), region, provider, currency, observed_on, whatever their casing and signs. Amounts may have thousands parted, decimals after a comma, a sign or code of a currency; a currency of the row, then of the amount, counts before the argument. Names are read as gpu_name and table instance_type read them, the price is divided by the GPUs, and converted by currency_rate if it is not in USD. What is not understood, or may mean several things, is not taken, and problem says why; of several prices of one GPU, provider, region and day the lowest per GPU counts. A row without a day is of today (UTC). The same list again changes nothing.';
