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
LANGUAGE plpgsql STABLE STRICT PARALLEL RESTRICTED COST 10000 ROWS 100 SET search_path = pg_catalog, pg_temp AS $variance$
DECLARE
    needed CONSTANT text[] := '{service_provider_name,sku_price_id,region_id,charge_period_start,billing_currency,pricing_unit,pricing_quantity,effective_cost}';
    side regclass;
    problem text;
BEGIN
    FOREACH side IN ARRAY ARRAY[$1, $2] LOOP
        SELECT string_agg(n, ', ') INTO problem FROM unnest(needed) AS n WHERE traincost.focus_column(side, n) IS NULL;
        IF problem IS NOT NULL THEN
            RAISE EXCEPTION 'cost table % lacks columns: %', side, problem
                USING ERRCODE = 'invalid_parameter_value',
                      HINT = 'Pass a view with these columns, in snake_case or PascalCase; a value that the table does not have is NULL there.';
        END IF;
        EXECUTE format('SELECT concat_ws('', '', r.no_number, ''charge_period_start '' || coalesce(r.charge_period_start, ''NULL'')) FROM (%s) AS r
                        WHERE ''NaN'' IN (r.effective_cost, r.pricing_quantity) OR traincost.is_focus_time(r.charge_period_start) IS NOT TRUE LIMIT 1',
                       traincost.focus_query(side)) INTO problem;
        IF problem IS NOT NULL THEN
            RAISE EXCEPTION 'cost table % has a row without finite amounts or a time in UTC: %', side, problem
                USING ERRCODE = 'invalid_parameter_value',
                      HINT = format('Load amounts as numeric and times as timestamptz; SELECT * FROM traincost.focus_check(%L) tells more.', side);
        END IF;
    END LOOP;
    -- grouping both sides together is a full outer join whose keys may be NULL
    RETURN QUERY EXECUTE format($query$
        WITH cost AS (
            SELECT s.estimated, s.service_provider_name AS provider, s.sku_price_id, s.region_id AS region, s.charge_period_start,
                   coalesce(s.run_id, CASE WHEN traincost.is_flat_json(s.tags) THEN s.tags::json ->> 'run_id' END) AS run_id,
                   s.billing_currency AS currency, s.pricing_unit AS unit, s.effective_cost, s.pricing_quantity
            FROM (SELECT true AS estimated, e.* FROM (%s) AS e UNION ALL SELECT false, a.* FROM (%s) AS a) AS s
        ), side AS (
            SELECT c.provider, c.sku_price_id, c.region, (left(c.charge_period_start, 7) || '-01')::date AS month, c.run_id, c.currency, c.unit,
                   count(*) FILTER (WHERE c.estimated) AS est_rows, count(*) FILTER (WHERE NOT c.estimated) AS actual_rows,
                   count(c.effective_cost) FILTER (WHERE c.estimated) AS est_costs, count(c.effective_cost) FILTER (WHERE NOT c.estimated) AS actual_costs,
                   coalesce(sum(c.effective_cost) FILTER (WHERE c.estimated), 0) AS est_cost,
                   coalesce(sum(c.effective_cost) FILTER (WHERE NOT c.estimated), 0) AS actual_cost,
                   coalesce(sum(c.pricing_quantity) FILTER (WHERE c.estimated), 0) AS est_quantity,
                   coalesce(sum(c.pricing_quantity) FILTER (WHERE NOT c.estimated), 0) AS actual_quantity
            FROM cost AS c
            GROUP BY c.provider, c.sku_price_id, c.region, 4, c.run_id, c.currency, c.unit
        )
        SELECT CASE WHEN s.actual_rows = 0 THEN 'estimate only' WHEN s.est_rows = 0 THEN 'actual only' ELSE 'matched' END,
               s.provider, s.sku_price_id, s.region, s.month, s.run_id, s.currency, s.unit, k.est_cost, k.actual_cost, s.est_quantity, s.actual_quantity,
               v.est_price, v.actual_price, v.price_effect, v.quantity_effect, v.joint_effect, v.other_effect
        FROM side AS s
        -- a side without rows costs nothing; one unknown cost makes its side's unknown
        CROSS JOIN LATERAL (SELECT CASE WHEN s.est_costs = s.est_rows THEN s.est_cost END AS est_cost,
                                   CASE WHEN s.actual_costs = s.actual_rows THEN s.actual_cost END AS actual_cost) AS k
        CROSS JOIN LATERAL traincost.variance_effects(k.est_cost, s.est_quantity, k.actual_cost, s.actual_quantity) AS v
    $query$, traincost.focus_query($2), traincost.focus_query($1));
END $variance$;
COMMENT ON FUNCTION traincost.variance(regclass, regclass) IS
'A cost table (FOCUS columns in snake_case or PascalCase, as invoices or procurement views have them) against an estimate (by default every plan: traincost.focus_estimate), a row for each provider, sku_price_id, region, UTC month, run, currency and unit of either: effective cost and pricing quantity of both sides, and the effects of variance_effects, which sum exactly to actual_cost - est_cost. match: matched, estimate only, actual only; a side without rows counts 0. run_id: the column run_id or x_run_id, else the tag run_id. A NULL cost is an unpriced estimate. Reads both with the caller''s rights; a lacking column is an error (22023).';
