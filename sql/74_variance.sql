-- Estimate against actual: where a difference in cost comes from.

CREATE FUNCTION traincost.variance_effects(est_cost numeric, est_quantity numeric, actual_cost numeric, actual_quantity numeric,
    OUT est_price numeric, OUT actual_price numeric, OUT price_effect numeric, OUT quantity_effect numeric, OUT joint_effect numeric, OUT other_effect numeric)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    est_qty CONSTANT numeric := coalesce($2, 0);
    actual_qty CONSTANT numeric := coalesce($4, 0);
BEGIN
    IF concat_ws(' ', $1, $2, $3, $4) ~ '[NI]' THEN
        RAISE EXCEPTION 'arguments "est_cost" (%), "est_quantity" (%), "actual_cost" (%) and "actual_quantity" (%) must be finite numbers', $1, $2, $3, $4
            USING ERRCODE = 'numeric_value_out_of_range', HINT = 'Write NULL for an amount that is not known.';
    END IF;
    -- an unknown cost leaves its price unknown, and with it the effects
    est_price := CASE WHEN est_qty = 0 THEN 0 * $1 ELSE round($1 / est_qty, 6) END;
    actual_price := CASE WHEN actual_qty = 0 THEN 0 * $3 ELSE round($3 / actual_qty, 6) END;
    price_effect := (actual_price - est_price) * est_qty;
    quantity_effect := (actual_qty - est_qty) * est_price;
    joint_effect := (actual_price - est_price) * (actual_qty - est_qty);
    other_effect := ($3 - actual_price * actual_qty) - ($1 - est_price * est_qty);
END $$;
COMMENT ON FUNCTION traincost.variance_effects(numeric, numeric, numeric, numeric) IS
'Where actual_cost - est_cost comes from: price_effect (dearer at the estimated quantity), quantity_effect (more at the estimated price), joint_effect (more of what is dearer), other_effect (rounding, tax, corrections: cost that is not price x quantity). The four sum exactly to actual_cost - est_cost. A price is cost / quantity rounded to 6 decimals; 0 where the quantity is 0 or NULL. NULL cost: its price and the effects are NULL.';

CREATE FUNCTION traincost.variance(actual regclass, estimate regclass DEFAULT 'traincost.focus_estimate'::pg_catalog.regclass)
RETURNS TABLE (match text, provider text, sku_price_id text, region text, month date, run_id text, currency text, unit text,
    est_cost numeric, actual_cost numeric, est_quantity numeric, actual_quantity numeric, est_price numeric, actual_price numeric,
    price_effect numeric, quantity_effect numeric, joint_effect numeric, other_effect numeric)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 100000 ROWS 100 SET search_path = pg_catalog, pg_temp AS $variance$
DECLARE
    needed CONSTANT text[] := '{service_provider_name,sku_price_id,region_id,charge_period_start,billing_currency,pricing_unit,pricing_quantity,effective_cost}';
    side regclass;
    problem text;
BEGIN
    FOREACH side IN ARRAY ARRAY[$1, $2] LOOP
        SELECT string_agg(n, ', ') INTO problem FROM unnest(needed) AS n WHERE traincost.focus_column(side, n) IS NULL;
        IF problem IS NOT NULL THEN
            RAISE EXCEPTION '% has no column %', side, problem
                USING ERRCODE = 'invalid_parameter_value',
                      HINT = 'Compare a view that names its columns as traincost.focus_estimate does, in snake_case or PascalCase; a value you lack is NULL there.';
        END IF;
        EXECUTE format('SELECT CASE WHEN r.charge_period_start ~ ''^\d{4}-(0[1-9]|1[0-2])-'' THEN r.no_number ELSE ''charge_period_start '' || r.charge_period_start END
                        FROM (%s) AS r WHERE r.no_number IS NOT NULL OR (r.charge_period_start ~ ''^\d{4}-(0[1-9]|1[0-2])-'') IS NOT TRUE LIMIT 1',
                       traincost.focus_query(side)) INTO problem;
    END LOOP;
END $variance$;
