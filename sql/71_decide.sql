-- Questions of a budget: an API's price, train or buy tokens, the gate of a scheduler.

CREATE FUNCTION traincost.api_cost(model text, input_tokens float8, output_tokens float8, provider text DEFAULT NULL, as_of date DEFAULT NULL) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    input_usd float8;
    output_usd float8;
BEGIN
    IF $1 IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.api_price AS a
                                      WHERE a.model = $1 AND ($4 IS NULL OR a.provider = $4)) THEN
        RAISE EXCEPTION 'no API price of model "%"%', $1, coalesce(' at provider "' || $4 || '"', '')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'See table traincost.api_price, or add a row of your own.';
    END IF;
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY latest.usd_per_mtok_input::float8),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY latest.usd_per_mtok_output::float8)
    INTO input_usd, output_usd
    FROM (SELECT DISTINCT ON (a.provider) a.usd_per_mtok_input, a.usd_per_mtok_output
          FROM traincost.api_price AS a
          WHERE a.model = $1 AND ($4 IS NULL OR a.provider = $4) AND a.observed_on <= coalesce($5, CURRENT_DATE)
          ORDER BY a.provider, a.observed_on DESC) AS latest;
    RETURN traincost.api_usd($2, $3, input_usd, output_usd);
END $$;
COMMENT ON FUNCTION traincost.api_cost(text, float8, float8, text, date) IS
'Price of API calls in USD at as_of (NULL: today), from table api_price: the provider''s latest observation at or before that day; without provider the median over providers. NULL: nothing observed yet. An unknown model or provider is an error (22023).';

CREATE FUNCTION traincost.train_or_api(train_usd float8, model text, output_fraction float8, serve_usd_per_mtok float8 DEFAULT 0, provider text DEFAULT NULL, as_of date DEFAULT NULL,
    OUT api_usd_per_mtok float8, OUT break_even_mtok float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $3 < 0 OR $3 > 1 THEN
        RAISE EXCEPTION 'argument "output_fraction" must be between 0 and 1, not %', $3
            USING ERRCODE = 'numeric_value_out_of_range', HINT = 'Write 40 percent as 0.4.';
    END IF;
    api_usd_per_mtok := traincost.api_cost($2, 1e6 * (1 - $3), 1e6 * $3, $5, $6);
    break_even_mtok := traincost.break_even_tokens($1, api_usd_per_mtok, $4) / 1e6;
END $$;
COMMENT ON FUNCTION traincost.train_or_api(float8, text, float8, float8, text, date) IS
'Train and serve one''s own model or buy tokens of an API: the API''s price in USD per million tokens of which output_fraction are output, and the million tokens above which training for train_usd and serving at serve_usd_per_mtok is cheaper. break_even_mtok NULL: never, or no price observed yet.';

CREATE FUNCTION traincost.assert_budget(total_usd float8, budget_usd float8) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $1 = 'NaN' OR $1 = 'Infinity' OR $1 < 0 OR $2 = 'NaN' OR $2 = 'Infinity' OR $2 < 0 THEN
        RAISE EXCEPTION 'arguments "total_usd" (%) and "budget_usd" (%) must be finite numbers, 0 or greater', $1, $2
            USING ERRCODE = 'numeric_value_out_of_range', HINT = 'A budget is an amount in USD.';
    ELSIF $1 IS NULL OR $2 IS NULL THEN
        RAISE EXCEPTION '% is unknown', CASE WHEN $1 IS NULL THEN 'the total' ELSE 'the budget' END
            USING ERRCODE = 'TC002', HINT = 'A price is missing, or there are no rows: see traincost.pipeline_bill, column unpriced.';
    ELSIF $1 > $2 THEN
        RAISE EXCEPTION 'total of % USD is over the budget of % USD', round($1::numeric, 2), round($2::numeric, 2)
            USING ERRCODE = 'TC001', HINT = 'Raise the budget, or cut the plan.';
    END IF;
    RETURN true;
END $$;
COMMENT ON FUNCTION traincost.assert_budget(float8, float8) IS
'The gate for a scheduler: true if total_usd is within budget_usd; an error TC001 if it is over, TC002 if either is unknown (NULL), 22003 if either is no amount. Pass a scalar subquery, so that no row at all is unknown, too.';
