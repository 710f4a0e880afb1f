CREATE FUNCTION traincost.exchange_rate(from_currency text, to_currency text,
                                        as_of date DEFAULT CURRENT_DATE) RETURNS numeric
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 = $2 THEN 1
           ELSE (SELECT CASE WHEN r.from_currency = $1 THEN r.rate ELSE round(1 / r.rate, 12) END
                 FROM traincost.currency_rate AS r
                 WHERE (r.from_currency = $1 AND r.to_currency = $2 OR r.from_currency = $2 AND r.to_currency = $1)
                   AND r.valid_on <= $3
                   AND traincost._check_node()
                 -- the latest day; on the same day the rate that is written in this direction
                 ORDER BY r.valid_on DESC, r.from_currency = $1 DESC
                 LIMIT 1) END
$$;
COMMENT ON FUNCTION traincost.exchange_rate(text, text, date) IS
'Units of one currency for one of another on a day, from table currency_rate.
Units of to_currency for one of from_currency on a day: the latest row of currency_rate on or before it, in either direction (the other way round as 1 / rate, to 12 decimals). 1 of a currency in itself. NULL: there is no rate, so the amount is unknown.';
