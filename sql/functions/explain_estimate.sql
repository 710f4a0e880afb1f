-- Where each number of an estimate comes from.
CREATE TYPE traincost._resolved_inputs AS (
-- @inputs resolved
);
COMMENT ON TYPE traincost._resolved_inputs IS
'The numbers that an estimate works with, whatever they come from.';
-- @inputs about

CREATE FUNCTION traincost._resolved_inputs(
-- @inputs arguments
) RETURNS traincost._resolved_inputs
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION traincost._resolved_inputs IS
'The numbers that train_estimate works with for the same arguments: each from its argument, the catalog or an assumption.';

-- The rows stand in reading order.  An input's origin is its argument where that is given;
-- a step's formula is SQL over the quantities above it, so that each can be worked out again.
CREATE FUNCTION traincost.explain_estimate(
-- @inputs arguments
) RETURNS TABLE (step bigint, quantity text, value float8, unit text, origin text, formula text, source text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000 ROWS 40 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    i traincost._resolved_inputs;
    e traincost.estimate;
    the_model traincost.model;
    the_gpu traincost.gpu;
    the_grid record;
    the_cloud record;
    day CONSTANT date := coalesce(explain_estimate.as_of, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date);
    bought_on CONSTANT date := coalesce(explain_estimate.acquired_on, day);
    place CONSTANT text := coalesce(explain_estimate.region, 'WORLD');
    rented CONSTANT boolean := coalesce(lower(explain_estimate.ownership), 'rent') = 'rent';
    bought CONSTANT boolean := lower(explain_estimate.ownership) = 'buy';
    amortized CONSTANT boolean := lower(explain_estimate.ownership) = 'amortize';
    decaying CONSTANT boolean := coalesce(lower(explain_estimate.depreciation) = 'price_decay', false);
    counted CONSTANT boolean := coalesce(explain_estimate.exact, false);
    failing CONSTANT boolean := num_nonnulls(explain_estimate.gpu_hours_per_failure,
                                             explain_estimate.checkpoint_seconds, explain_estimate.restart_seconds) > 0;
    generating boolean;
    price text;
    new_usd float8;
BEGIN
    e := traincost.train_estimate(
-- @inputs passed
    );
    i := traincost._resolved_inputs(
-- @inputs passed
    );
    SELECT m.* INTO the_model
    FROM traincost.model AS m
    WHERE m.name = traincost.model_name(explain_estimate.model, true);
    SELECT g.* INTO the_gpu
    FROM traincost.gpu AS g
    WHERE g.name = traincost.gpu_name(coalesce(explain_estimate.gpu, 'H100-80GB-SXM'), true);
    SELECT f.* INTO the_grid FROM traincost.grid_figure(place, day, lower(explain_estimate.grid_basis)) AS f;
    SELECT c.pue, c.source INTO the_cloud FROM traincost.cloud_region AS c
    WHERE (c.region = place OR c.provider || '/' || c.region = place)
      AND NOT EXISTS (SELECT FROM traincost.grid AS g WHERE g.region = place);
    generating := coalesce(i.generation_flop, 0) <> 0;
    IF rented THEN
        price := traincost.price_source(the_gpu.name, explain_estimate.provider, explain_estimate.price_kind,
                                        explain_estimate.price_region, explain_estimate.region, day);
    ELSE
        price := coalesce(traincost.price_source(the_gpu.name, explain_estimate.provider, 'purchase',
                                                 explain_estimate.price_region, NULL, bought_on),
                          'gpu row "' || the_gpu.name || '", launch price');
        new_usd := coalesce(explain_estimate.usd_per_gpu, CASE WHEN the_gpu.name IS NOT NULL
                       THEN traincost.gpu_price_usd(the_gpu.name, explain_estimate.provider,
                                                    explain_estimate.price_region, bought_on) END);
    END IF;
    RETURN QUERY
    WITH line (shown, quantity, value, unit, given, otherwise, formula, source) AS (VALUES
        -- the work
        (explain_estimate.flop IS NULL AND NOT counted, 'params', i.params, 'parameters', explain_estimate.params IS NOT NULL,
         'model row "' || the_model.name || '"'
         || CASE WHEN the_model.active_params IS NOT NULL THEN ', active parameters' ELSE '' END,
         NULL, the_model.source),
        (explain_estimate.flop IS NULL, 'tokens', i.tokens, 'tokens', explain_estimate.tokens IS NOT NULL,
         'model row "' || the_model.name || '"', NULL, the_model.source),
        (explain_estimate.flop IS NULL AND NOT counted, 'flops_per_param_token', i.flops_per_param_token, 'FLOP',
         explain_estimate.flops_per_param_token IS NOT NULL,
         CASE WHEN the_model.flops_per_param_token IS NOT NULL THEN 'model row "' || the_model.name || '"'
              ELSE 'rule' END,
         NULL,
         CASE WHEN the_model.flops_per_param_token IS NOT NULL THEN the_model.source
              ELSE 'arXiv:2001.08361: 2 forward and 4 backward' END),
        (counted, 'seq_len', i.seq_len, 'tokens', explain_estimate.seq_len IS NOT NULL,
         'model row "' || the_model.name || '"', NULL, the_model.source),
        (true, 'training_flop', i.flop, 'FLOP', explain_estimate.flop IS NOT NULL,
         CASE WHEN counted THEN 'counted from the shape in model row "' || the_model.name || '"' END,
         CASE WHEN explain_estimate.flop IS NOT NULL THEN NULL
              WHEN NOT counted THEN 'params * tokens * flops_per_param_token'
              WHEN i.flop IS NOT NULL THEN format('traincost.model_flops(%L, tokens, seq_len)', the_model.name) END,
         CASE WHEN counted THEN the_model.source END),
        (generating, 'generation_flop', i.generation_flop, 'FLOP', true, NULL, NULL, NULL),
        (true, 'flop', e.flop, 'FLOP', false, NULL, CASE WHEN generating THEN 'training_flop + generation_flop' ELSE 'training_flop' END, NULL),
        -- the speed
        (true, 'peak_tflops', i.peak_tflops, 'TFLOP/s', explain_estimate.peak_tflops IS NOT NULL,
         'gpu row "' || the_gpu.name || '", dense ' || coalesce(lower(explain_estimate.dtype),
             CASE WHEN to_jsonb(the_gpu) ->> (the_model.train_dtype || '_tflops') IS NOT NULL
                  THEN the_model.train_dtype || ', in which the model was trained' END,
             'bf16'), NULL, the_gpu.source),
        (true, 'mfu', i.mfu, 'fraction', explain_estimate.mfu IS NOT NULL,
         'assumption ' || coalesce(lower(explain_estimate.mfu_class),
                                   CASE WHEN the_model.active_params < the_model.params THEN 'moe_mfu' ELSE 'mfu' END),
         NULL, NULL),
        (true, 'tflops_per_gpu', i.tflops_per_gpu, 'TFLOP/s', false, NULL, 'peak_tflops * mfu', NULL),
        (generating, 'generation_mfu', i.generation_mfu, 'fraction', explain_estimate.generation_mfu IS NOT NULL,
         'assumption generation_mfu', NULL, NULL),
        (generating, 'generation_tflops_per_gpu', i.generation_tflops_per_gpu, 'TFLOP/s', false, NULL, 'peak_tflops * generation_mfu', NULL),
        (i.steady_gpu_hours IS NOT NULL, 'steady_gpu_hours', i.steady_gpu_hours, 'GPU-hours', true, NULL, NULL, NULL),
        (i.steady_gpu_hours IS NOT NULL, 'ideal_gpu_hours', i.steady_gpu_hours, 'GPU-hours', false, NULL,
         'steady_gpu_hours', NULL),
        (i.steady_gpu_hours IS NULL, 'ideal_gpu_hours',
         traincost.gpu_hours_at(i.flop, i.tflops_per_gpu)
         + CASE WHEN generating THEN traincost.gpu_hours_at(i.generation_flop, i.generation_tflops_per_gpu) ELSE 0 END,
         'GPU-hours', false, NULL,
         'training_flop / (tflops_per_gpu * 3600e12)' || CASE WHEN generating THEN ' + generation_flop / (generation_tflops_per_gpu * 3600e12)'
                                                              ELSE '' END,
         NULL),
        (true, 'run_overhead', i.run_overhead, 'factor', explain_estimate.run_overhead IS NOT NULL,
         CASE WHEN i.run_overhead = 1 THEN 'none: the utilisation or the goodput is of the whole run' ELSE 'assumption run_overhead' END, NULL, NULL),
        -- the cluster and its failures
        (i.days IS NOT NULL, 'days_wanted', i.days, 'days', true, NULL, NULL, NULL),
        (i.gpus IS NOT NULL OR i.days IS NOT NULL AND failing, 'gpus', e.gpus, 'GPUs', i.gpus IS NOT NULL,
         'search: the fewest whole GPUs that keep days_wanted, failing as they do', NULL, NULL),
        (i.gpus IS NULL AND i.days IS NULL, 'gpus', NULL, 'GPUs', false, 'unknown: give gpus or days', NULL, NULL),
        (failing, 'gpu_hours_per_failure', i.gpu_hours_per_failure, 'GPU-hours', explain_estimate.gpu_hours_per_failure IS NOT NULL,
         'assumption gpu_hours_per_failure', NULL, NULL),
        (failing, 'checkpoint_seconds', i.checkpoint_seconds, 's', explain_estimate.checkpoint_seconds IS NOT NULL,
         'assumption checkpoint_seconds', NULL, NULL),
        (failing, 'restart_seconds', i.restart_seconds, 's', explain_estimate.restart_seconds IS NOT NULL, 'assumption restart_seconds', NULL, NULL),
        (failing, 'mtbf_hours', i.gpu_hours_per_failure / nullif(e.gpus, 0), 'hours', false, NULL,
         'traincost.cluster_mtbf_hours(gpus, gpu_hours_per_failure)', NULL),
        (failing, 'checkpoint_hours', i.checkpoint_seconds / 3600, 'hours', false, NULL, 'checkpoint_seconds / 3600', NULL),
        (failing, 'restart_hours', i.restart_seconds / 3600, 'hours', false, NULL, 'restart_seconds / 3600', NULL),
        (failing, 'checkpoint_interval_hours',
         traincost.checkpoint_interval_hours(i.gpu_hours_per_failure / nullif(e.gpus, 0), i.checkpoint_seconds / 3600),
         'hours', false, NULL, 'traincost.checkpoint_interval_hours(mtbf_hours, checkpoint_hours)',
         'Daly, doi:10.1016/j.future.2004.11.016'),
        (true, 'goodput',
         CASE WHEN failing
              THEN traincost.goodput(i.gpu_hours_per_failure / nullif(e.gpus, 0),
                                     traincost.checkpoint_interval_hours(i.gpu_hours_per_failure / nullif(e.gpus, 0),
                                                                         i.checkpoint_seconds / 3600),
                                     i.checkpoint_seconds / 3600, i.restart_seconds / 3600)
              ELSE i.goodput END, 'fraction', explain_estimate.goodput IS NOT NULL, 'default: nothing fails',
         CASE WHEN failing THEN 'traincost.goodput(mtbf_hours, checkpoint_interval_hours, checkpoint_hours, restart_hours)' END, NULL),
        (i.days IS NOT NULL AND NOT failing, 'gpus', e.gpus, 'GPUs', false, NULL,
         'ceil(ideal_gpu_hours * run_overhead / goodput / (days_wanted * 24))', NULL),
        (true, 'run_multiplier', i.run_multiplier, 'factor', explain_estimate.run_multiplier IS NOT NULL, 'default: the final run alone', NULL, NULL),
        (true, 'gpu_hours', e.gpu_hours, 'GPU-hours', false, NULL, 'ideal_gpu_hours * run_overhead / goodput * run_multiplier', NULL),
        (true, 'days', e.days, 'days', false,
         CASE WHEN e.gpus IS NULL THEN 'unknown: give gpus or days' WHEN e.gpus = 0 THEN 'no work takes no time' END,
         CASE WHEN e.gpus > 0 THEN 'ideal_gpu_hours * run_overhead / goodput / gpus / 24' END, NULL),
        -- energy, before money, which may hold it
        (true, 'gpu_watts', i.gpu_watts, 'W', explain_estimate.gpu_watts IS NOT NULL,
         'gpu row "' || the_gpu.name || '", TDP', NULL, the_gpu.source),
        (true, 'power_fraction', i.power_fraction, 'fraction', explain_estimate.power_fraction IS NOT NULL, 'assumption power_fraction', NULL, NULL),
        (true, 'host_overhead', i.host_overhead, 'factor', explain_estimate.host_overhead IS NOT NULL, 'assumption host_overhead', NULL, NULL),
        (true, 'pue', i.pue, 'factor', explain_estimate.pue IS NOT NULL,
         CASE WHEN the_cloud.pue IS NOT NULL THEN 'cloud_region row "' || place || '"' ELSE 'assumption pue' END, NULL, the_cloud.source),
        (true, 'energy_kwh', e.energy_kwh, 'kWh', false, NULL, 'gpu_hours * gpu_watts * power_fraction * host_overhead * pue / 1000', NULL),
        -- money
        (rented, 'usd_per_gpu_hour', i.usd_per_gpu_hour, 'USD', explain_estimate.usd_per_gpu_hour IS NOT NULL,
         'price: ' || price, NULL, 'table gpu_price'),
        (rented, 'compute_usd', e.compute_usd, 'USD', false, NULL, 'gpu_hours * usd_per_gpu_hour', NULL),
        (NOT rented AND NOT (amortized AND decaying), 'usd_per_gpu', i.usd_per_gpu, 'USD',
         explain_estimate.usd_per_gpu IS NOT NULL, 'price: ' || price, NULL, 'table gpu_price'),
        (bought AND i.bought_gpus IS NOT NULL, 'bought_gpus', i.bought_gpus, 'GPUs', true, NULL, NULL, NULL),
        (bought, 'compute_usd', e.compute_usd, 'USD', false, NULL,
         CASE WHEN i.bought_gpus IS NULL THEN 'gpus * usd_per_gpu' ELSE 'bought_gpus * usd_per_gpu' END, NULL),
        (amortized AND decaying, 'usd_per_gpu_new', new_usd, 'USD', explain_estimate.usd_per_gpu IS NOT NULL,
         'price: ' || price, NULL, 'table gpu_price'),
        (amortized AND decaying, 'age_years',
         CASE WHEN bought_on = day THEN 0 WHEN isfinite(day) THEN day - bought_on END / 365.25, 'years',
         explain_estimate.acquired_on IS NOT NULL, 'bought for the run', NULL, NULL),
        (amortized AND decaying, 'price_decay_oom_per_year', i.price_decay_oom_per_year, 'orders of magnitude',
         explain_estimate.price_decay_oom_per_year IS NOT NULL, 'assumption price_decay_oom_per_year', NULL, NULL),
        (amortized AND decaying, 'usd_per_gpu', i.usd_per_gpu, 'USD', false, NULL,
         'traincost.decayed_price_usd(usd_per_gpu_new, age_years, price_decay_oom_per_year)', NULL),
        (amortized AND NOT decaying, 'useful_life_years', i.useful_life_years, 'years',
         explain_estimate.useful_life_years IS NOT NULL, 'assumption useful_life_years', NULL, NULL),
        (amortized AND NOT decaying, 'residual_share', i.residual_share, 'fraction',
         explain_estimate.residual_share IS NOT NULL, 'default: worth nothing at the end', NULL, NULL),
        (true, 'cluster_utilization', i.cluster_utilization, 'fraction',
         explain_estimate.cluster_utilization IS NOT NULL, 'assumption cluster_utilization', NULL, NULL),
        (amortized, 'compute_usd', e.compute_usd, 'USD', false, NULL,
         CASE WHEN decaying THEN 'gpu_hours * usd_per_gpu * price_decay_oom_per_year * ln(10::float8) / (8766 * cluster_utilization)'
              ELSE 'gpu_hours * usd_per_gpu * (1 - residual_share) / (useful_life_years * 8766 * cluster_utilization)' END, NULL),
        (NOT rented, 'other_hardware_share', i.other_hardware_share, 'fraction',
         explain_estimate.other_hardware_share IS NOT NULL, 'assumption other_hardware_share', NULL, NULL),
        (NOT rented, 'interconnect_share', i.interconnect_share, 'fraction', explain_estimate.interconnect_share IS NOT NULL,
         CASE WHEN decaying THEN 'assumption interconnect_share' ELSE 'default: counted in other_hardware_share' END, NULL, NULL),
        (true, 'other_hardware_usd', e.other_hardware_usd, 'USD', false, CASE WHEN rented THEN 'a rent contains it' END,
         CASE WHEN NOT rented
              THEN 'compute_usd * other_hardware_share + compute_usd * (1 + other_hardware_share) * interconnect_share / (1 - interconnect_share)' END,
         NULL),
        (NOT rented, 'datacenter_share', i.datacenter_share, 'fraction', explain_estimate.datacenter_share IS NOT NULL,
         'assumption datacenter_share', NULL, NULL),
        (true, 'datacenter_usd', e.datacenter_usd, 'USD', false, CASE WHEN rented THEN 'a rent contains it' END,
         CASE WHEN NOT rented THEN 'compute_usd * datacenter_share' END, NULL),
        (NOT rented, 'usd_per_kwh', i.usd_per_kwh, 'USD', explain_estimate.usd_per_kwh IS NOT NULL, 'assumption usd_per_kwh', NULL, NULL),
        (true, 'energy_usd', e.energy_usd, 'USD', false, CASE WHEN rented THEN 'a rent contains it' END,
         CASE WHEN NOT rented THEN 'energy_kwh * usd_per_kwh' END, NULL),
        (true, 'data_usd', e.data_usd, 'USD', explain_estimate.data_usd IS NOT NULL, 'default: none', NULL, NULL),
        (true, 'labor_usd', e.labor_usd, 'USD', explain_estimate.labor_usd IS NOT NULL, 'default: none', NULL, NULL),
        (true, 'total_usd', e.total_usd, 'USD', false, NULL,
         'compute_usd + other_hardware_usd + datacenter_usd + energy_usd + data_usd + labor_usd', NULL),
        -- carbon and water
        (true, 'gco2e_per_kwh', i.gco2e_per_kwh, 'g CO2e/kWh', explain_estimate.gco2e_per_kwh IS NOT NULL,
         'grid row ' || the_grid.grid_region || ', ' || the_grid.basis || ', ' || the_grid.year
             || CASE WHEN lower(explain_estimate.grid_basis) <> the_grid.basis
                     THEN ' (no ' || lower(explain_estimate.grid_basis) || ' figure)'
                     ELSE '' END,
             NULL, the_grid.source),
        (true, 'co2e_location_kg', e.co2e_location_kg, 'kg', false, NULL, 'energy_kwh * gco2e_per_kwh / 1000', NULL),
        (i.market_gco2e_per_kwh IS NOT NULL, 'market_gco2e_per_kwh', i.market_gco2e_per_kwh, 'g CO2e/kWh', true, NULL, NULL, NULL),
        (true, 'co2e_market_kg', e.co2e_market_kg, 'kg', false,
         CASE WHEN i.market_gco2e_per_kwh IS NULL THEN 'unknown: give market_gco2e_per_kwh' END,
         CASE WHEN i.market_gco2e_per_kwh IS NOT NULL THEN 'energy_kwh * market_gco2e_per_kwh / 1000' END, NULL),
        (true, 'gpu_embodied_kg', i.gpu_embodied_kg, 'kg', explain_estimate.gpu_embodied_kg IS NOT NULL, 'assumption gpu_embodied_kg', NULL, NULL),
        (true, 'server_embodied_kg', i.server_embodied_kg, 'kg', explain_estimate.server_embodied_kg IS NOT NULL,
         'assumption server_embodied_kg', NULL, NULL),
        (true, 'embodied_life_years', i.embodied_life_years, 'years', explain_estimate.embodied_life_years IS NOT NULL,
         'assumption embodied_life_years', NULL, NULL),
        (true, 'co2e_embodied_kg', e.co2e_embodied_kg, 'kg', false, NULL,
         'traincost.co2e_embodied_kg(gpu_hours, gpu_embodied_kg, server_embodied_kg, 8, embodied_life_years, cluster_utilization)', NULL),
        (true, 'wue_site_l_per_kwh', i.wue_site_l_per_kwh, 'l/kWh', explain_estimate.wue_site_l_per_kwh IS NOT NULL,
         'assumption wue_site_l_per_kwh', NULL, NULL),
        (true, 'wue_source_l_per_kwh', i.wue_source_l_per_kwh, 'l/kWh',
         explain_estimate.wue_source_l_per_kwh IS NOT NULL, 'assumption wue_source_l_per_kwh', NULL, NULL),
        (true, 'water_l', e.water_l, 'l', false, NULL, 'energy_kwh / pue * (wue_site_l_per_kwh + pue * wue_source_l_per_kwh)', NULL)
    ), numbered AS (
        SELECT row_number() OVER () AS step, l.* FROM line AS l
    )
    SELECT row_number() OVER (ORDER BY n.step), n.quantity, n.value::float8, n.unit,
           CASE WHEN n.formula IS NOT NULL THEN 'formula' WHEN n.given THEN 'argument' ELSE coalesce(n.otherwise, 'unknown') END,
           n.formula,
           CASE WHEN NOT n.given AND n.value IS NOT NULL THEN coalesce(a.source, n.source) END
    FROM numbered AS n
    LEFT JOIN traincost.assumption AS a ON n.otherwise = 'assumption ' || a.name AND n.formula IS NULL
    WHERE n.shown ORDER BY n.step;
END $$;
COMMENT ON FUNCTION traincost.explain_estimate IS
'Where each number of train_estimate comes from: a row for each input and each step.
Where each number of train_estimate comes from, for the same arguments: a row for each input and each step, in reading order.
origin: argument, model row, gpu row, cloud_region row, grid row (region, basis, year), price (provider, region and day, or how many quotes of how many providers, from when to when), assumption, default, or formula. formula: SQL over the quantities of the rows above. source: where the fact stood. The last rows of a quantity are the columns of train_estimate, to the last digits of float8.';
