-- What grows without end in a catalog are prices observed day by day.

CREATE FUNCTION traincost.thin_prices(before date) RETURNS bigint
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM traincost.gpu_price AS p
        WHERE NOT p.shipped AND p.observed_on < $1
          -- the month's last one, of those before that day, shipped or not
          AND EXISTS (SELECT FROM traincost.gpu_price AS l
                      WHERE l.gpu = p.gpu AND l.provider = p.provider AND l.kind = p.kind AND l.region = p.region
                        AND l.observed_on > p.observed_on AND l.observed_on < $1
                        AND l.observed_on < date_trunc('month', p.observed_on::timestamp) + '1 month'::interval)
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
COMMENT ON FUNCTION traincost.thin_prices(date) IS
'Deletes your price observations before a day, but for the last of each month.
The last stays of each month of each GPU, provider, kind and region, and returns how many it deleted. Every look-up as of the end of a month, and as of this day or later, gives what it gave; one as of another day before it may take an earlier observation, and so do the days before it of plans with daily_prices. Shipped rows stay. NULL: nothing is deleted.';
