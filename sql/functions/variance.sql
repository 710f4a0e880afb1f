-- Estimate against actual: where a difference in cost comes from.

CREATE FUNCTION traincost.variance(actual regclass, estimate regclass DEFAULT 'traincost.focus_estimate'::pg_catalog.regclass,
    cost text DEFAULT 'effective', through date DEFAULT NULL, reporting_currency text DEFAULT NULL, run_tag text DEFAULT 'run_id')
RETURNS SETOF traincost.variance_line
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED COST 10000 ROWS 100
SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' SET extra_float_digits = 1
SET jit = off SET enable_sort = off SET work_mem = '64MB' AS $variance$
DECLARE
    unplanned text[];
    quick text;
    code text;
    message text;
    detail text;
    hint text;
BEGIN
    IF $1 IS NULL OR $2 IS NULL THEN
        RETURN;
    ELSIF $5 !~ '^[A-Z]{3}$' THEN
        RAISE EXCEPTION 'argument "reporting_currency" must be three capitals, not "%"', traincost._shown($5)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Write a code of ISO 4217, such as EUR; NULL keeps currencies apart.';
    END IF;
    -- what nobody planned, or plans no longer, is not missing on the bill
    IF $2 = 'traincost.focus_estimate'::regclass THEN
        unplanned := ARRAY(SELECT p.pipeline FROM traincost.pipeline_stage AS p
                           GROUP BY p.pipeline HAVING bool_and(p.shipped));
        -- whoever may not read budgets may read bills
        IF has_column_privilege('traincost.plan', 'pipeline', 'SELECT')
           AND has_column_privilege('traincost.plan', 'status', 'SELECT') THEN
            unplanned := unplanned || ARRAY(SELECT p.pipeline FROM traincost.plan AS p WHERE p.status = 'cancelled');
        END IF;
    END IF;
    quick := traincost._variance_query(traincost._cost_parts($2, true, $3, $4, $6, $5 IS NOT NULL, false),
                                       traincost._cost_parts($1, false, $3, $4, $6, $5 IS NOT NULL, false),
                                       traincost._tag_like_run($1, $6));
    BEGIN
        RETURN QUERY EXECUTE quick USING $5, unplanned;
    EXCEPTION WHEN data_exception THEN
        -- again with care: what cannot be read is named with its row, and tags that are no JSON name no run
        BEGIN
            RETURN QUERY EXECUTE traincost._variance_query(
                traincost._cost_parts($2, true, $3, $4, $6, $5 IS NOT NULL, true),
                traincost._cost_parts($1, false, $3, $4, $6, $5 IS NOT NULL, true),
                traincost._tag_like_run($1, $6)) USING $5, unplanned;
        EXCEPTION WHEN data_exception THEN
            -- without the query as its context
            GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
                                    detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
            RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message,
                DETAIL = coalesce(nullif(detail, ''), 'The row is not known.'),
                HINT = coalesce(nullif(hint, ''), 'See traincost.focus_check.');
        END;
    END;
END $variance$;
COMMENT ON FUNCTION traincost.variance(regclass, regclass, text, date, text, text) IS
'Actual costs against estimated ones, a row per kind of charge and run.
A cost table (FOCUS columns in snake_case or PascalCase, as invoices or procurement views have them) against an estimate (by default every plan, traincost.focus_estimate, of shipped examples and cancelled plans only those that the bill names): a row for each kind of charge, provider, sku_price_id, region, UTC month, run, currency and unit of either. The effects of a row sum exactly to actual_cost - est_cost, those of all rows to the difference of the tables; all are NULL where a cost is unknown.
cost: billed (cash), effective (use), list or contracted. through: the last day that counts, on both sides. reporting_currency: converts by currency_rate, a charge at its own day; NULL keeps currencies apart. run_tag: the tag that names the run, where there is no column run_id or x_run_id.
charge: usage; purchase; commitment (its purchase); unused commitment (or capacity); credit; refund (a Correction of usage or purchase); adjustment; tax; other. Only usage and purchases have quantities and prices. A row over several months counts in each by its days. Where cost is billed, hours that a commitment covers count at the plan''s price, and that again in commitment_effect. What amounts in whole cents (yen, fils) explain is rounding, and no price; a rate of exchange that moved since the plan is currency_effect. match: matched, estimate only, actual only; a grid region, WORLD or no region of a plan matches the cloud''s region of a bill that lies in it (cloud_region), and so does a bill without a region; explanation says so, why a row has no partner, which rate is missing, or that a price looks like an instance''s. Reads both with the caller''s rights; a lacking column, and what is no finite amount or time, is an error (22023) that names it.';
