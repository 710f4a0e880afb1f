-- Amounts as they are printed: rounded so that they add up.

CREATE FUNCTION traincost._rounded_to_sum(amounts numeric[], digits int) RETURNS numeric[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    -- the largest remainder: each is cut off, and those that lost most get a unit of the last digit each
    SELECT array_agg(CASE WHEN unknown THEN round(a.amount, $2)
                          ELSE a.cut + CASE WHEN a.place <= a.lacking THEN a.unit ELSE 0 END END ORDER BY a.no)
    FROM (SELECT f.no, f.amount, f.cut, f.unit, bool_or(f.amount IS NULL) OVER () AS unknown,
                 row_number() OVER (ORDER BY f.amount - f.cut DESC, f.no) AS place,
                 (round(sum(f.amount) OVER (), $2) - sum(f.cut) OVER ()) / f.unit AS lacking
          FROM (SELECT v.no, v.amount, u.unit, floor(v.amount / u.unit) * u.unit AS cut
                FROM unnest($1) WITH ORDINALITY AS v (amount, no),
                     (SELECT round(1 / 10::numeric ^ $2, $2) AS unit) AS u) AS f) AS a
$$;
COMMENT ON FUNCTION traincost._rounded_to_sum(numeric[], int) IS
'Amounts rounded to digits by the largest remainder: each differs from its amount by less than a unit of the last digit, and all sum to the rounded sum. With an unknown one among them, which has no sum, each is rounded by itself.';

-- By ISO 4217; a currency that is not listed has two decimals.
CREATE FUNCTION traincost._half_unit(currency text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5 AS $$
    SELECT coalesce(('{
        "BIF": 0.5, "CLP": 0.5, "DJF": 0.5, "GNF": 0.5, "ISK": 0.5, "JPY": 0.5, "KMF": 0.5,
        "KRW": 0.5, "PYG": 0.5, "RWF": 0.5, "UGX": 0.5, "UYI": 0.5, "VND": 0.5, "VUV": 0.5,
        "XAF": 0.5, "XOF": 0.5, "XPF": 0.5,
        "BHD": 0.0005, "IQD": 0.0005, "JOD": 0.0005, "KWD": 0.0005, "LYD": 0.0005, "OMR": 0.0005, "TND": 0.0005,
        "CLF": 0.00005, "UYW": 0.00005
    }'::pg_catalog.jsonb OPERATOR(pg_catalog.->>) $1)::pg_catalog.numeric, 0.005)
$$;
COMMENT ON FUNCTION traincost._half_unit(text) IS
'Half of the smallest unit of a currency, the most by which rounding moves an amount: 0.5 of JPY, 0.0005 of KWD, 0.005 of most, of an unknown currency, and of NULL.';

CREATE FUNCTION traincost._currency_digits(currency text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5 AS $$
    SELECT pg_catalog.scale(traincost._half_unit($1)) OPERATOR(pg_catalog.-) 1
$$;
COMMENT ON FUNCTION traincost._currency_digits(text) IS
'Decimals of the smallest unit of a currency: 0 of JPY, 3 of KWD, 2 of most.';

CREATE FUNCTION traincost._shown_money(amount numeric, currency text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20 SET search_path = pg_catalog, pg_temp AS $$
    SELECT trim(to_char($1, '999,999,999,999,990'
                || CASE WHEN d.digits > 0 THEN rpad('.', d.digits + 1, '0') ELSE '' END))
           || ' ' || coalesce($2, '(no currency)')
    FROM (SELECT traincost._currency_digits($2) AS digits) AS d
$$;
COMMENT ON FUNCTION traincost._shown_money(numeric, text) IS
'An amount as a report prints it: thousands parted by commas, the decimals of its currency, and its code behind it.';
