-- Rent, purchase, amortisation, break-even (formula/money.c); nominal US dollars

CREATE FUNCTION traincost.rent_usd(gpu_hours float8, usd_per_gpu_hour float8,
                                   discount_share float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.rent_usd(float8, float8, float8) IS
'Rent in USD = gpu_hours x usd_per_gpu_hour x (1 - discount_share).
The rent contains host, building and electricity.';

CREATE FUNCTION traincost.own_usd(gpus float8, usd_per_gpu float8, other_hardware_share float8 DEFAULT 0.20,
                                  datacenter_share float8 DEFAULT 0.10, labor_usd float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.own_usd(float8, float8, float8, float8, float8) IS
'Purchase of a cluster in USD, with other hardware, building and labour.
Purchase of a cluster in USD = gpus x usd_per_gpu x (1 + other_hardware_share + datacenter_share) + labor_usd. Defaults: assumption rows of the same names.';

CREATE FUNCTION traincost.cluster_usd(gpus float8, usd_per_gpu float8, server_overhead float8 DEFAULT 1.64,
                                      interconnect_share float8 DEFAULT 0.19) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.cluster_usd(float8, float8, float8, float8) IS
'Purchase of a cluster in USD, server overhead and network included.
Purchase of a cluster in USD = gpus x usd_per_gpu x server_overhead / (1 - interconnect_share); interconnect_share is the network''s part of the whole. Source: arXiv:2405.21015.';

CREATE FUNCTION traincost.decayed_price_usd(price_usd float8, years float8,
                                            price_decay_oom_per_year float8 DEFAULT 0.14) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.decayed_price_usd(float8, float8, float8) IS
'Value in USD after so many years of price-performance progress.
Value in USD after so many years of price-performance progress = price_usd x 10^(-price_decay_oom_per_year x years). Source: Epoch AI, epoch-research/training-cost-trends.';

CREATE FUNCTION traincost.straight_line_price_usd(price_usd float8, years float8, useful_life_years float8 DEFAULT 6,
                                                  residual_share float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.straight_line_price_usd(float8, float8, float8, float8) IS
'Book value in USD after straight-line depreciation.
Book value in USD after straight-line depreciation = price_usd x max(residual_share, 1 - (1 - residual_share) x years / useful_life_years).';

CREATE FUNCTION traincost.decay_usd_per_gpu_hour(usd_per_gpu float8, price_decay_oom_per_year float8 DEFAULT 0.14,
                                                 utilization float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.decay_usd_per_gpu_hour(float8, float8, float8) IS
'Depreciation in USD per GPU-hour in use, by price decay.
Depreciation in USD per GPU-hour in use, by price decay = usd_per_gpu x price_decay_oom_per_year x ln 10 / (8766 x utilization); usd_per_gpu at the start of the run. Source: Epoch AI, epoch-research/training-cost-trends.';

CREATE FUNCTION traincost.straight_line_usd_per_gpu_hour(usd_per_gpu float8, useful_life_years float8 DEFAULT 6,
                                                         residual_share float8 DEFAULT 0,
                                                         utilization float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.straight_line_usd_per_gpu_hour(float8, float8, float8, float8) IS
'Depreciation in USD per GPU-hour in use, straight line.
Depreciation in USD per GPU-hour in use, straight line = usd_per_gpu x (1 - residual_share) / (useful_life_years x 8766 x utilization).';

CREATE FUNCTION traincost.amortized_usd(gpu_hours float8, usd_per_gpu float8, interconnect_share float8 DEFAULT 0.19,
                                        price_decay_oom_per_year float8 DEFAULT 0.14) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.amortized_usd(float8, float8, float8, float8) IS
'Amortised hardware cost of a run in USD, by price decay, network included.
Amortised hardware cost of a run in USD = gpu_hours x decay_usd_per_gpu_hour(usd_per_gpu, price_decay_oom_per_year) / (1 - interconnect_share); usd_per_gpu per chip with its share of the server. Source: arXiv:2405.21015.';

CREATE FUNCTION traincost.electricity_usd(energy_kwh float8, usd_per_kwh float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.electricity_usd(float8, float8) IS
'Electricity in USD = energy_kwh (with PUE) x usd_per_kwh.
For owned hardware only: a rent contains it.';

CREATE FUNCTION traincost.storage_usd(average_gb float8, months float8, usd_per_gb_month float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.storage_usd(float8, float8, float8) IS
'Storage in USD = average_gb x months x usd_per_gb_month.
Kept checkpoints grow, so their average is half of the final sum.';

CREATE FUNCTION traincost.labor_usd(people float8, years float8, usd_per_person_year float8,
                                    overhead_multiplier float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.labor_usd(float8, float8, float8, float8) IS
'Labour in USD = people x years x usd_per_person_year x overhead_multiplier.';

CREATE FUNCTION traincost.annotation_usd(items float8, usd_per_item float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.annotation_usd(float8, float8) IS
'Annotation in USD = items (demonstrations, comparisons) x usd_per_item.';

CREATE FUNCTION traincost.development_usd(final_run_usd float8, run_multiplier float8 DEFAULT 2.2) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.development_usd(float8, float8) IS
'All runs of a development in USD = final_run_usd x run_multiplier (at least 1).
Default: median of 1.2 to 4, arXiv:2405.21015.';

CREATE FUNCTION traincost.break_even_hours(own_usd float8, rent_usd_per_hour float8,
                                           own_usd_per_hour float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.break_even_hours(float8, float8, float8) IS
'Hours of use after which owning is cheaper than renting.
Hours of use after which owning is cheaper than renting = own_usd / (rent_usd_per_hour - own_usd_per_hour). NULL: never.';

CREATE FUNCTION traincost.break_even_utilization(own_usd float8, useful_life_years float8, rent_usd_per_hour float8,
                                                 own_usd_per_hour float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.break_even_utilization(float8, float8, float8, float8) IS
'Utilisation above which owning is cheaper than renting.
Utilisation (fraction of the life in use) above which owning is cheaper = break_even_hours / (useful_life_years x 8766). Above 1: renting is cheaper. NULL: never.';

CREATE FUNCTION traincost.api_usd(input_tokens float8, output_tokens float8, usd_per_mtok_input float8,
                                  usd_per_mtok_output float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.api_usd(float8, float8, float8, float8) IS
'Price of API calls in USD, from numbers alone.
Price of API calls in USD = (input_tokens x usd_per_mtok_input + output_tokens x usd_per_mtok_output) / 1e6.';

CREATE FUNCTION traincost.break_even_tokens(train_usd float8, api_usd_per_mtok float8,
                                            serve_usd_per_mtok float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.break_even_tokens(float8, float8, float8) IS
'Tokens after which a model of one''s own is cheaper than an API.
Tokens after which a model of one''s own is cheaper than an API = train_usd / (api_usd_per_mtok - serve_usd_per_mtok) x 1e6. NULL: never.';
