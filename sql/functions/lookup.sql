-- Look-ups by name and date (lookup/lookup.c): as the calling user, under the
-- statement's snapshot, remembered for the call site.

CREATE FUNCTION traincost.gpu_peak_tflops(gpu text, dtype text DEFAULT 'bf16') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.gpu_peak_tflops(text, text) IS
'Dense peak of a GPU in TFLOP/s for a number format.
Dense peak of a GPU in TFLOP/s for dtype (fp64, fp32, tf32, fp16, bf16, fp8, int8, fp4), from table gpu. An error names the formats it has if this one is not published.';

CREATE FUNCTION traincost.gpu_tdp_w(gpu text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.gpu_tdp_w(text) IS
'Power limit of a GPU in W, from table gpu.
NULL: not published.';

CREATE FUNCTION traincost.gpu_price_usd_per_hour(gpu text, provider text DEFAULT NULL,
                                                 price_kind text DEFAULT 'on_demand', price_region text DEFAULT NULL,
                                                 as_of date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.gpu_price_usd_per_hour(text, text, text, text, date) IS
'Rent in USD per GPU-hour on a day, from table gpu_price.
Rent in USD per GPU-hour at as_of (NULL: today), from table gpu_price: the provider''s latest observation at or before that day; without provider the median over providers of each one''s latest, within the year before the newest. price_kind: on_demand, spot, reserved_1y, reserved_3y. NULL: nothing observed yet.';

CREATE FUNCTION traincost.gpu_price_usd(gpu text, provider text DEFAULT NULL, price_region text DEFAULT NULL,
                                        as_of date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.gpu_price_usd(text, text, text, date) IS
'Purchase price of one GPU in USD on a day, from table gpu_price.
Purchase price of one GPU in USD at as_of (NULL: today), by the rule of gpu_price_usd_per_hour over rows of kind purchase; else, with no provider or region named, its launch price. NULL: not known.';

CREATE FUNCTION traincost.api_cost(model text, input_tokens float8, output_tokens float8, provider text DEFAULT NULL,
                                   as_of date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.api_cost(text, float8, float8, text, date) IS
'Price of API calls in USD on a day, from table api_price.
Price of API calls in USD at as_of (NULL: today), from table api_price by the rule of gpu_price_usd_per_hour: api_usd at the provider''s latest observation at or before that day; without provider at the medians, of input and of output tokens each, over every provider''s latest within the year before the newest. NULL: nothing observed yet, or a kind of token that is used has no price.';

CREATE FUNCTION traincost.grid_gco2e_per_kwh(region text, as_of date DEFAULT NULL,
                                             grid_basis text DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.grid_gco2e_per_kwh(text, date, text) IS
'Carbon intensity in g CO2e per kWh of a grid region or cloud region.
Carbon intensity in g CO2e per kWh of a grid region (US, FR, CA-QC, EGRID-US) or cloud region (aws/us-east-1), from table grid: the latest year at or before as_of (NULL: today); of grid_basis (lifecycle, operational, direct) if the region has it, else of several bases life-cycle before operational before direct; grid_figure says which. NULL: no figure that early.';

CREATE FUNCTION traincost.region_pue(region text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.region_pue(text) IS
'PUE (facility power over IT power) published for a cloud region, from table cloud_region.
NULL: none published, or a grid region; estimates then take assumption_value(''pue'').';

CREATE FUNCTION traincost.residual_gco2e_per_kwh(region text, as_of date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.residual_gco2e_per_kwh(text, date) IS
'Carbon intensity in g CO2e per kWh of a grid''s residual mix.
Carbon intensity in g CO2e per kWh of what is left in a region''s grid once contracted electricity is taken out, from table grid, basis residual: the latest year at or before as_of (NULL: today). The market_gco2e_per_kwh of electricity without a contract of its own (GHG Protocol Scope 2); grid_gco2e_per_kwh never takes it. NULL: none published that early.';

CREATE FUNCTION traincost.region_wue(region text, as_of date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.region_wue(text, date) IS
'Water on site in litres per kWh of IT energy, of a cloud region''s provider.
Water on site in litres per kWh of IT energy of the fleet of a cloud region''s provider, from table wue: the latest year at or before as_of (NULL: today); whether withdrawn or consumed says its note. A fleet''s mean, not the site''s: estimates take it only as wue_site_l_per_kwh => traincost.region_wue(...). NULL: none published, or a grid region.';

CREATE FUNCTION traincost.assumption_value(name text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.assumption_value(text) IS
'Value of a row of table assumption, in its unit.
An unknown name is an error that lists near ones.';

CREATE FUNCTION traincost._assumption_or_null(name text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost._assumption_or_null(text) IS
'assumption_value for views: NULL where there is no row, for a deleted one must not stop them.';
