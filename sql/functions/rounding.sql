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
