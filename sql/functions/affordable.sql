-- What a budget buys (sqlcall/affordable.c, estimate/afford.c)

CREATE FUNCTION traincost.affordable(
-- @inputs arguments
    , budget_usd float8 DEFAULT NULL, co2e_kg float8 DEFAULT NULL, law text DEFAULT 'besiroglu',
    tokens_per_param text DEFAULT '20, 200, 1000', serve_tokens float8 DEFAULT NULL
) RETURNS TABLE (law text, basis text, tokens_per_param float8, params float8, tokens float8, flop float8, gpus float8,
                 days float8, gpu_hours float8, total_usd float8, co2e_location_kg float8, loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 500 ROWS 5;
COMMENT ON FUNCTION traincost.affordable IS
'The largest training that a budget, GPUs for so many days, or an amount of CO2e allow.
The largest training that stays within budget_usd (total_usd, data and labour included), within gpus for days (given together), or within co2e_kg (location-based): one limit or several. A row for the compute-optimal size of law, one for each ratio of tokens to parameters in tokens_per_param (a list in text; people train beyond the optimum because small models are cheap to serve), and with serve_tokens one for the size with the least loss if training and serving so many tokens, at 2 FLOP per parameter and token and at generation_mfu, must stay within the limits together: total_usd and co2e_location_kg of that row contain both. loss in nats per token, NULL for laws without one. gpus alone or days alone say how the run is done. Other arguments as train_estimate, without those that say what is trained. train_estimate of a row''s flop gives its total_usd; GPUs that are bought are whole, so that a part of the budget may be left. No rows: not even one FLOP is within the limits. 22023: no limit, or a price that is not known. 22003: more than 1e45 FLOP are within the limits.';
