-- What a difference between a plan and a bill is made of, for one pair of amounts.

CREATE FUNCTION traincost._pair_effects(est_cost numeric, est_quantity numeric, actual_cost numeric,
                                        actual_quantity numeric, est_slack numeric, actual_slack numeric,
                                        OUT est_price numeric, OUT actual_price numeric, OUT price_effect numeric,
                                        OUT quantity_effect numeric, OUT joint_effect numeric,
                                        OUT rounding_effect numeric, OUT other_effect numeric)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    est_qty CONSTANT numeric := coalesce($2, 0);
    actual_qty CONSTANT numeric := coalesce($4, 0);
    est CONSTANT numeric := round($1, 10);
    actual CONSTANT numeric := round($3, 10);
    difference CONSTANT numeric := actual - est;
BEGIN
    IF concat_ws(' ', $1, $2, $3, $4) ~ '[NI]' THEN
        RAISE EXCEPTION 'arguments "est_cost" (%), "est_quantity" (%), "actual_cost" (%) and "actual_quantity" (%) must be finite numbers',
            traincost._shown($1::text), traincost._shown($2::text), traincost._shown($3::text),
            traincost._shown($4::text)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Write NULL for an amount that is not known.';
    END IF;
    est_price := traincost._unit_price($1, est_qty);
    actual_price := traincost._unit_price($3, actual_qty);
    -- a side without a quantity takes the other's price, so that all of the
    -- difference is quantity: no price effect that the quantity effect undoes
    IF est_qty = 0 THEN
        est_price := actual_price;
    ELSIF actual_qty = 0 THEN
        actual_price := est_price;
    -- what rounded amounts explain is no other price
    ELSIF abs(actual - est * actual_qty / est_qty) <= $6 + $5 * abs(actual_qty / est_qty) THEN
        actual_price := est_price;
    END IF;
    -- an unknown cost leaves the effects unknown
    price_effect := 0 * difference;
    quantity_effect := 0 * difference;
    joint_effect := 0 * difference;
    rounding_effect := 0 * difference;
    other_effect := 0 * difference;
    IF difference IS NULL THEN
        RETURN;
    ELSIF est_qty <> 0 AND actual_qty <> 0 THEN
        price_effect := round((actual_price - est_price) * est_qty, 10);
        quantity_effect := round((actual_qty - est_qty) * est_price, 10);
        joint_effect := round((actual_price - est_price) * (actual_qty - est_qty), 10);
        rounding_effect := difference - price_effect - quantity_effect - joint_effect;
        -- of next to no quantity there is no price
        IF greatest(abs(price_effect), abs(quantity_effect), abs(joint_effect), abs(rounding_effect)) >= 1e18 THEN
            price_effect := 0;
            quantity_effect := 0;
            joint_effect := 0;
            rounding_effect := 0;
            other_effect := difference;
        END IF;
    ELSIF est_price <> 0 THEN
        quantity_effect := difference;
    ELSE
        other_effect := difference;
    END IF;
END $$;
COMMENT ON FUNCTION traincost._pair_effects(numeric, numeric, numeric, numeric, numeric, numeric) IS
'The effects of a pair of an estimated and an actual charge (price, quantity, both, rounding, other), as variance_effects returns them before its casts. est_slack and actual_slack: by how much rounded rows may lie beside the true cost of each side.';

CREATE FUNCTION traincost.variance_effects(est_cost numeric, est_quantity numeric, actual_cost numeric,
                                           actual_quantity numeric) RETURNS traincost.pair_variance
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT traincost._shown_price(e.est_price)::numeric(28,14), traincost._shown_price(e.actual_price)::numeric(28,14),
           e.price_effect::numeric(28,10), e.quantity_effect::numeric(28,10), e.joint_effect::numeric(28,10),
           e.rounding_effect::numeric(28,10), e.other_effect::numeric(28,10)
    FROM traincost._pair_effects($1, $2, $3, $4, 0, 0) AS e
$$;
COMMENT ON FUNCTION traincost.variance_effects(numeric, numeric, numeric, numeric) IS
'Where actual_cost - est_cost comes from: price, quantity, both, rounding, other.
Where actual_cost - est_cost comes from: price_effect (dearer at the estimated quantity), quantity_effect (more at the estimated price), joint_effect (more of what is dearer), rounding_effect (of the two prices), other_effect (cost where neither side has a quantity). The five sum exactly to actual_cost - est_cost, costs and effects to ten decimals. A price is cost / quantity, rounded to 6 decimals, below 0.01 to 8 digits; a side whose quantity is 0 or NULL takes the other''s. NULL cost: the effects are NULL.';

CREATE FUNCTION traincost._unit_price(cost numeric, quantity numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
    -- a quotient below what numeric holds is 0, which has no logarithm
    SELECT CASE WHEN $2 <> 0 AND $1 <> 'NaN' AND $2 <> 'NaN' THEN
                round($1 / $2,
                      CASE WHEN $1 <> 0 AND abs($1) < 0.01 * abs($2)
                           THEN coalesce(8 - ceil(log(nullif(abs($1) / abs($2), 0)))::int, 6)
                           ELSE 6 END) END
$$;
COMMENT ON FUNCTION traincost._unit_price(numeric, numeric) IS
'Cost per unit, rounded to 6 decimals, below 0.01 to 8 digits: a token''s price is far below 0.000001. NULL without a quantity, and for NaN.';

CREATE FUNCTION traincost._shown_price(price numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
    SELECT CASE WHEN pg_catalog.abs($1) OPERATOR(pg_catalog.<) 1e14 THEN $1 END
$$;
COMMENT ON FUNCTION traincost._shown_price(numeric) IS
'The price if numeric(28,14) holds it, else NULL: a cost of next to no quantity has no price that anybody reads.';

CREATE FUNCTION traincost._near_name(name text, names text[]) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION traincost._near_name(text, text[]) IS
'The one of some names that is nearest to a name in its letters and has the same digits, so that the name may be another spelling of it. NULL: none is near.';
