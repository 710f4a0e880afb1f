-- Plans and answers as views: built-in types, units in the names.

CREATE VIEW traincost.gpu_price_current AS
SELECT DISTINCT ON (p.gpu, p.provider, p.kind, p.region)
       p.gpu, p.provider, p.kind, p.region, p.usd_per_gpu_hour, p.usd_each, p.observed_on,
       g.vendor, g.architecture, g.memory_gb, g.memory_bandwidth_gbps, g.bf16_tflops, g.fp16_tflops,
       g.fp8_tflops, g.tdp_w, g.launch_price_usd, p.source, p.note, p.shipped
FROM traincost.gpu_price AS p
LEFT JOIN traincost.gpu AS g ON g.name = p.gpu
ORDER BY p.gpu, p.provider, p.kind, p.region, p.observed_on DESC;
COMMENT ON VIEW traincost.gpu_price_current IS
'The latest price of each GPU, provider, kind and region, with the GPU''s figures.';

-- The latest prices above, and their course: what a chart over time reads.
CREATE VIEW traincost.gpu_price_history AS
SELECT p.observed_on::timestamp AT TIME ZONE 'UTC' AS time, p.gpu, p.provider, p.kind, p.region, p.usd_per_gpu_hour, p.usd_each,
       g.vendor, g.architecture, g.bf16_tflops,
       (p.usd_per_gpu_hour / nullif(g.bf16_tflops, 0)::numeric / 3.6 * 1000)::numeric(16,6) AS usd_per_peak_eflop,
       p.shipped
FROM traincost.gpu_price AS p
LEFT JOIN traincost.gpu AS g ON g.name = p.gpu;
COMMENT ON VIEW traincost.gpu_price_history IS
'Every price observation of every GPU, with its time (00:00 UTC of the day observed): for charts over time.';

-- What estimate_stage takes as unknown (missing_ok of train_estimate), each by the table that lacks it.
CREATE VIEW traincost.stage_problem AS
SELECT s.pipeline, s.stage_no, s.stage, u.concerns, u.detail
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost.stage_defaults(s) AS d
LEFT JOIN traincost.gpu AS g ON g.name = d.gpu
LEFT JOIN traincost.model AS m ON m.name = s.model
CROSS JOIN LATERAL (SELECT coalesce(s.dtype, 'bf16') AS dtype, s.usd_per_gpu_hour IS NULL AND s.usd_per_gpu IS NULL AS priced_by_table,
                           CASE WHEN NOT EXISTS (SELECT FROM traincost.grid AS o WHERE o.region = d.region)
                                THEN (SELECT count(*) FROM traincost.cloud_region AS c WHERE c.region = d.region OR c.provider || '/' || c.region = d.region) END AS clouds) AS t
-- arrays, for VALUES would be compiled anew for each stage
CROSS JOIN LATERAL unnest('{work,work,GPU,GPU,price,price,price,price,price,region}'::text[], ARRAY[
    CASE WHEN m.name IS NULL
         THEN 'model "' || s.model || '" is not in table model' END,
    CASE WHEN s.exact AND s.flop IS NULL AND m.name IS NOT NULL AND (m.decoder_layers IS NOT NULL OR NOT traincost.model_has_shape(m.name))
         THEN 'model "' || s.model || '" has no complete decoder-only shape in table model' END,
    CASE WHEN g.name IS NULL
         THEN 'gpu "' || d.gpu || '" is not in table gpu' END,
    CASE WHEN s.peak_tflops IS NULL AND g.name IS NOT NULL
              AND CASE t.dtype WHEN 'fp64' THEN g.fp64_tflops WHEN 'fp32' THEN g.fp32_tflops WHEN 'tf32' THEN g.tf32_tflops WHEN 'fp16' THEN g.fp16_tflops
                               WHEN 'bf16' THEN g.bf16_tflops WHEN 'fp8' THEN g.fp8_tflops WHEN 'int8' THEN g.int8_tops ELSE g.fp4_tflops END IS NULL
         THEN 'gpu "' || d.gpu || '" has no ' || t.dtype || ' peak in table gpu' END,
    CASE WHEN t.priced_by_table AND s.provider IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.provider = s.provider)
         THEN 'provider "' || s.provider || '" is not in table gpu_price' END,
    CASE WHEN t.priced_by_table AND s.price_region IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.region = s.price_region)
         THEN 'price_region "' || s.price_region || '" is not in table gpu_price' END,
    CASE WHEN d.ownership <> 'rent' AND s.acquired_on IS NOT NULL AND NOT isfinite(d.as_of)
         THEN 'hardware has no age at as_of infinity' END,
    CASE WHEN d.ownership <> 'rent' AND s.acquired_on > d.as_of
         THEN 'hardware is bought on ' || to_char(s.acquired_on, 'YYYY-MM-DD') || ', after ' || to_char(d.as_of, 'YYYY-MM-DD') END,
    CASE WHEN d.ownership = 'amortize' AND s.depreciation IS DISTINCT FROM 'price_decay'
              AND (CASE WHEN isfinite(d.as_of) THEN d.as_of END - s.acquired_on) / 365.25
                  >= coalesce(s.useful_life_years, (SELECT value FROM traincost.assumption WHERE name = 'useful_life_years'))
         THEN 'hardware of ' || to_char(s.acquired_on, 'YYYY-MM-DD') || ' is written off by ' || to_char(d.as_of, 'YYYY-MM-DD') END,
    CASE WHEN t.clouds = 0 THEN 'region "' || d.region || '" is in neither table grid nor cloud_region'
         WHEN t.clouds > 1 THEN 'region "' || d.region || '" is of several providers in table cloud_region' END
]) AS u (concerns, detail)
WHERE u.detail IS NOT NULL;
COMMENT ON VIEW traincost.stage_problem IS
'What stages of plans name and no table has, a row each: their estimates are NULL in what depends on it. Empty as shipped.';
COMMENT ON COLUMN traincost.stage_problem.pipeline IS
'Name of the plan.';
COMMENT ON COLUMN traincost.stage_problem.stage_no IS
'Position of the stage in its plan.';
COMMENT ON COLUMN traincost.stage_problem.stage IS
'Name of the stage.';
COMMENT ON COLUMN traincost.stage_problem.concerns IS
'What it leaves unknown: work (FLOP, and all that follows), GPU (hours, and all that follows), price (dollars of the GPUs), region (energy, CO2e).';
COMMENT ON COLUMN traincost.stage_problem.detail IS
'What is unknown, and the table that lacks it.';

CREATE VIEW traincost.stage_estimate AS
SELECT s.pipeline AS pipeline,
       s.stage_no AS stage_no,
       s.stage AS stage,
       s.method AS method,
       s.model AS model,
       d.gpu AS gpu,
       d.ownership AS ownership,
       s.provider AS provider,
       d.region AS region,
       d.as_of AS as_of,
       g.bf16_tflops AS bf16_tflops,
       g.tdp_w AS tdp_w,
       e.co2e_location_kg / nullif(e.energy_kwh, 0) * 1000 AS gco2e_per_kwh,
       e.flop AS flop,
       e.gpus AS gpus,
       e.days AS days,
       e.gpu_hours AS gpu_hours,
       e.energy_kwh AS energy_kwh,
       e.co2e_location_kg AS co2e_location_kg,
       e.co2e_market_kg AS co2e_market_kg,
       e.co2e_embodied_kg AS co2e_embodied_kg,
       e.water_l AS water_l,
       e.compute_usd::numeric(20,4) AS compute_usd,
       e.other_hardware_usd::numeric(20,4) AS other_hardware_usd,
       e.datacenter_usd::numeric(20,4) AS datacenter_usd,
       e.energy_usd::numeric(20,4) AS energy_usd,
       e.data_usd::numeric(20,4) AS data_usd,
       e.labor_usd::numeric(20,4) AS labor_usd,
       (e.compute_usd::numeric(20,4) + e.other_hardware_usd::numeric(20,4) + e.datacenter_usd::numeric(20,4) + e.energy_usd::numeric(20,4) + e.data_usd::numeric(20,4) + e.labor_usd::numeric(20,4))::numeric(20,4) AS total_usd,
       e.total_usd / nullif(CASE WHEN count(e.total_usd) OVER w = count(*) OVER w THEN sum(e.total_usd) OVER w END, 0) AS usd_share,
       e.energy_kwh / nullif(CASE WHEN count(e.energy_kwh) OVER w = count(*) OVER w THEN sum(e.energy_kwh) OVER w END, 0) AS energy_share,
       e.co2e_location_kg / nullif(CASE WHEN count(e.co2e_location_kg) OVER w = count(*) OVER w THEN sum(e.co2e_location_kg) OVER w END, 0) AS co2e_share,
       CASE d.ownership WHEN 'rent' THEN '3.1' ELSE '2 + 3.2' END AS ghg_scope,
       traincost.sci_gco2e(e.co2e_location_kg, e.co2e_embodied_kg, nullif(e.flop, 0) / 1e15) AS sci_gco2e_per_pflop,
       s.note, s.source
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost.stage_defaults(s) AS d
LEFT JOIN traincost.gpu AS g ON g.name = d.gpu
CROSS JOIN LATERAL traincost.estimate_stage(s) AS e
WINDOW w AS (PARTITION BY s.pipeline);
COMMENT ON VIEW traincost.stage_estimate IS
'What each stage of each plan in pipeline_stage takes.';

CREATE VIEW traincost.pipeline_estimate AS
SELECT t.pipeline,
       (t.total).stages AS stages,
       t.unpriced_stages AS unpriced_stages,
       t.known_usd::numeric(20,4) AS known_usd,
       (t.total).flop AS flop,
       (t.total).gpus AS gpus,
       (t.total).days AS days,
       (t.total).gpu_hours AS gpu_hours,
       (t.total).energy_kwh AS energy_kwh,
       (t.total).co2e_location_kg AS co2e_location_kg,
       (t.total).co2e_market_kg AS co2e_market_kg,
       (t.total).co2e_embodied_kg AS co2e_embodied_kg,
       (t.total).water_l AS water_l,
       t.compute_usd::numeric(20,4) AS compute_usd,
       t.other_hardware_usd::numeric(20,4) AS other_hardware_usd,
       t.datacenter_usd::numeric(20,4) AS datacenter_usd,
       t.energy_usd::numeric(20,4) AS energy_usd,
       t.data_usd::numeric(20,4) AS data_usd,
       t.labor_usd::numeric(20,4) AS labor_usd,
       t.total_usd::numeric(20,4) AS total_usd,
       t.usd_by_stage AS usd_by_stage,
       t.energy_by_stage AS energy_by_stage,
       t.co2e_by_stage AS co2e_by_stage
FROM (SELECT s.pipeline, count(*) - count(s.total_usd) AS unpriced_stages,
             coalesce(sum(s.total_usd), 0) AS known_usd,
             CASE WHEN count(s.compute_usd) = count(*) THEN sum(s.compute_usd) END AS compute_usd,
             CASE WHEN count(s.other_hardware_usd) = count(*) THEN sum(s.other_hardware_usd) END AS other_hardware_usd,
             CASE WHEN count(s.datacenter_usd) = count(*) THEN sum(s.datacenter_usd) END AS datacenter_usd,
             CASE WHEN count(s.energy_usd) = count(*) THEN sum(s.energy_usd) END AS energy_usd,
             CASE WHEN count(s.data_usd) = count(*) THEN sum(s.data_usd) END AS data_usd,
             CASE WHEN count(s.labor_usd) = count(*) THEN sum(s.labor_usd) END AS labor_usd,
             CASE WHEN count(s.total_usd) = count(*) THEN sum(s.total_usd) END AS total_usd,
             string_agg(s.stage || ' ' || round(100 * s.usd_share::numeric, 1) || ' %', '; ' ORDER BY s.stage_no) AS usd_by_stage,
             string_agg(s.stage || ' ' || round(100 * s.energy_share::numeric, 1) || ' %', '; ' ORDER BY s.stage_no) AS energy_by_stage,
             string_agg(s.stage || ' ' || round(100 * s.co2e_share::numeric, 1) || ' %', '; ' ORDER BY s.stage_no) AS co2e_by_stage,
             traincost.pipeline_total(ROW(s.flop, s.gpus, s.days, s.gpu_hours, s.energy_kwh, s.co2e_location_kg, s.co2e_market_kg, s.co2e_embodied_kg, s.water_l,
                 NULL, NULL, NULL, NULL, NULL, NULL, NULL)::traincost.estimate) AS total
      FROM traincost.stage_estimate AS s
      GROUP BY s.pipeline) AS t;
COMMENT ON VIEW traincost.pipeline_estimate IS
'What each plan in pipeline_stage takes in all: its stages one after the other.';

-- The lines of every plan's bill, one estimate a stage.  Amounts are rounded
-- here as stage_estimate and pipeline_estimate round them; unit prices are not
-- derived from rounded amounts, so that a small line has its price in full.
CREATE VIEW traincost.pipeline_bill AS
SELECT s.pipeline, s.stage_no, s.stage, row_number() OVER (PARTITION BY s.pipeline ORDER BY s.stage_no, l.item_no) AS line_no,
       l.item, l.quantity, l.unit, l.unit_usd::numeric(22,6) AS unit_usd, l.amount_usd::numeric(20,4) AS amount_usd,
       (l.amount_usd IS NULL) AS unpriced,
       CASE WHEN l.amount_usd IS NOT NULL THEN l.note
            ELSE 'unpriced: ' || coalesce(nullif(concat_ws(', ', CASE WHEN l.item_no < 4 THEN p.of_gpus WHEN l.item_no = 4 THEN p.of_power END,
                                                                 CASE WHEN l.item_no <= 4 THEN traincost.stage_missing(s) END), ''), l.missing) END AS note, l.source,
       e.days AS stage_days, e.gpu_hours AS stage_gpu_hours
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost.stage_defaults(s) AS d
CROSS JOIN LATERAL traincost.estimate_stage(s) AS e
CROSS JOIN LATERAL (SELECT coalesce(to_char(CASE WHEN d.ownership <> 'rent' THEN s.acquired_on END, 'YYYY-MM-DD'),
                                    CASE WHEN isfinite(d.as_of) THEN to_char(d.as_of, 'YYYY-MM-DD') ELSE 'the latest day' END) AS day) AS a
LEFT JOIN (SELECT pipeline, stage_no,
                  string_agg(detail, ', ' ORDER BY detail) FILTER (WHERE concerns <> 'region') AS of_gpus,
                  string_agg(detail, ', ' ORDER BY detail) FILTER (WHERE concerns <> 'price') AS of_power
           FROM traincost.stage_problem GROUP BY pipeline, stage_no) AS p
    ON p.pipeline = s.pipeline AND p.stage_no = s.stage_no
CROSS JOIN LATERAL (
    SELECT h.item_no, h.item, h.quantity, h.unit, h.amount_usd / nullif(h.quantity, 0) AS unit_usd, h.amount_usd::numeric(20,4) AS amount_usd, h.note, h.missing, h.source
    FROM (VALUES
        (1, CASE d.ownership WHEN 'rent' THEN 'GPUs, rented' WHEN 'buy' THEN 'GPUs, bought' ELSE 'GPUs, amortised' END,
         CASE s.ownership WHEN 'buy' THEN e.gpus ELSE e.gpu_hours END, CASE s.ownership WHEN 'buy' THEN 'GPUs' ELSE 'GPU-hours' END,
         e.compute_usd,
         d.gpu || coalesce(', ' || s.provider, '')
             || CASE WHEN s.run_multiplier > 1 AND d.ownership <> 'buy' THEN '; all runs, ' || s.run_multiplier || ' times the final one' ELSE '' END,
         CASE WHEN e.gpu_hours IS NULL AND e.flop IS NOT NULL THEN 'the run never finishes, so many GPUs fail before they get anywhere'
              WHEN s.ownership = 'buy' AND e.gpus IS NULL THEN 'gpus or days'
              ELSE 'a price of ' || d.gpu || coalesce(' of ' || s.provider, '') || ' as of ' || a.day END,
         CASE WHEN coalesce(s.usd_per_gpu_hour, s.usd_per_gpu) IS NOT NULL THEN 'the plan''s own price'
              WHEN d.ownership = 'rent' THEN 'table gpu_price' ELSE 'table gpu_price, else the launch price in table gpu' END),
        (2, 'other hardware', 1, 'lump', e.other_hardware_usd,
         CASE WHEN s.interconnect_share > 0 OR s.interconnect_share IS NULL AND s.depreciation = 'price_decay'
              THEN 'hosts, a share of the GPUs'' price, and network, a part of the whole' ELSE 'share of the GPUs'' price' END,
         'GPU price', 'the plan''s shares, or table assumption'),
        (3, 'data centre', 1, 'lump', e.datacenter_usd, 'share of the GPUs'' price', 'GPU price', 'datacenter_share of the plan, or table assumption'),
        (4, 'electricity', e.energy_kwh, 'kWh', e.energy_usd, 'host and PUE included', 'gpu_watts or usd_per_kwh', 'usd_per_kwh of the plan, or table assumption')
    ) AS h (item_no, item, quantity, unit, amount_usd, note, missing, source)
    WHERE h.item_no = 1 OR s.ownership <> 'rent'
    UNION ALL
    SELECT l.item_no, l.item, 1, 'lump', l.amount_usd::float8, l.amount_usd::numeric(20,4), 'as the plan gives it', NULL, s.source
    FROM (VALUES (5, 'data', s.data_usd), (11, 'labour', s.labor_usd)) AS l (item_no, item, amount_usd)
    WHERE l.amount_usd IS NOT NULL
    UNION ALL
    SELECT CASE x.item WHEN 'data acquisition' THEN 6 WHEN 'data cleaning' THEN 7 WHEN 'annotation' THEN 8 WHEN 'storage' THEN 9 ELSE 10 END,
           x.item, x.quantity, x.unit, x.unit_usd, x.amount_usd::numeric(20,4), NULL, x.missing, s.source
    FROM traincost.stage_extra(CASE WHEN traincost.stage_has_extra(s) THEN s END, e.days) AS x
) AS l;
COMMENT ON VIEW traincost.pipeline_bill IS
'The bill of every plan, a row per line: GPUs, other hardware, data centre, electricity, data, annotation, storage, labour, people. The amounts of a plan sum exactly to total_usd in pipeline_estimate; a NULL amount is unpriced and its note names what is missing.';

-- Energy, carbon and water of every stage, with the figures they come from.  The
-- grid row is the one that grid_gco2e_per_kwh takes (catalog/lookup.c).
CREATE VIEW traincost.carbon_statement AS
SELECT s.pipeline, s.stage_no, s.stage, s.gpu, s.ownership, s.ghg_scope, s.as_of,
       s.region, r.grid_region,
       coalesce(p.gco2e_per_kwh, g.gco2e_per_kwh) AS gco2e_per_kwh,
       g.year AS grid_year,
       g.basis AS grid_basis,
       CASE WHEN p.gco2e_per_kwh IS NULL THEN g.source ELSE 'the plan''s own figure' END AS grid_source,
       p.market_gco2e_per_kwh,
       r.pue,
       CASE WHEN p.pue IS NOT NULL THEN 'the plan''s own figure' WHEN c.pue IS NOT NULL THEN c.source WHEN r.pue IS NOT NULL THEN a.source END AS pue_source,
       s.gpu_hours, s.energy_kwh,
       s.energy_kwh / r.pue AS energy_it_kwh,
       s.co2e_location_kg, s.co2e_market_kg, s.co2e_embodied_kg,
       s.co2e_location_kg + s.co2e_embodied_kg AS co2e_location_embodied_kg,
       s.water_l,
       s.sci_gco2e_per_pflop,
       traincost.sci_gco2e(s.co2e_location_kg, s.co2e_embodied_kg, nullif(CASE WHEN p.method IS NOT NULL THEN f.tokens WHEN p.flop IS NULL THEN coalesce(p.tokens, m.tokens) END, 0) / 1e6) AS sci_gco2e_per_million_tokens,
       traincost.sci_gco2e(s.co2e_location_kg, s.co2e_embodied_kg, coalesce(p.params, m.params) / 1e9) AS sci_gco2e_per_billion_params
FROM traincost.stage_estimate AS s
JOIN traincost.pipeline_stage AS p ON p.pipeline = s.pipeline AND p.stage_no = s.stage_no
LEFT JOIN traincost.model AS m ON m.name = p.model
CROSS JOIN LATERAL traincost.stage_flop(CASE WHEN p.method IS NOT NULL THEN p END) AS f
-- a grid region's name wins; a bare cloud region has one provider, or the estimate takes it as unknown
LEFT JOIN (SELECT k.name, min(r.grid_region) AS grid_region, min(r.pue) AS pue, min(r.source) AS source
           FROM traincost.cloud_region AS r
           CROSS JOIN LATERAL (VALUES (r.region), (r.provider || '/' || r.region)) AS k (name)
           WHERE NOT EXISTS (SELECT FROM traincost.grid AS own WHERE own.region = k.name)
           GROUP BY k.name HAVING count(*) = 1) AS c ON c.name = s.region
LEFT JOIN (SELECT value AS pue, source FROM traincost.assumption WHERE name = 'pue') AS a ON true
CROSS JOIN LATERAL (SELECT coalesce(c.grid_region, s.region) AS grid_region, coalesce(p.pue, c.pue, CASE WHEN c.name IS NOT NULL OR EXISTS (SELECT FROM traincost.grid AS o WHERE o.region = s.region) THEN a.pue END) AS pue) AS r
LEFT JOIN LATERAL (
    SELECT x.gco2e_per_kwh, x.year, x.basis, x.source FROM traincost.grid AS x
    WHERE p.gco2e_per_kwh IS NULL AND x.region = r.grid_region AND x.year <= date_part('year', s.as_of)
    ORDER BY x.year DESC, x.basis = 'lifecycle' DESC, x.basis = 'operational' DESC LIMIT 1) AS g ON true;
COMMENT ON VIEW traincost.carbon_statement IS
'Energy, CO2e and water of every stage of every plan, location- and market-based, embodied, with the grid, PUE and GHG scope behind them, and the Software Carbon Intensity. Rented GPUs draw and emit the same as owned ones.';

CREATE FUNCTION traincost.bill(pipeline text)
RETURNS TABLE (line_no bigint, stage_no bigint, stage text, item text, quantity float8, unit text, unit_usd numeric, amount_usd numeric, note text, source text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT b.line_no, b.stage_no, b.stage, b.item, b.quantity, b.unit, b.unit_usd, b.amount_usd, b.note, b.source
        FROM traincost.pipeline_bill AS b WHERE b.pipeline = $1 ORDER BY b.line_no;
    IF NOT FOUND AND $1 IS NOT NULL THEN
        RAISE EXCEPTION 'unknown pipeline "%"', $1
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = coalesce((SELECT 'Pipelines: ' || string_agg(p.pipeline, ', ') || CASE WHEN count(*) = 20 THEN ', ...' ELSE '.' END
                                   FROM (SELECT DISTINCT pipeline FROM traincost.pipeline_stage ORDER BY pipeline LIMIT 20) AS p
                                   HAVING count(*) > 0), 'Table traincost.pipeline_stage has no plans.');
    END IF;
END $$;
COMMENT ON FUNCTION traincost.bill(text) IS
'The bill of a plan in pipeline_stage, a row per line: item, quantity, unit, USD per unit, amount in USD, note, source. The amounts sum exactly to the plan''s total_usd in pipeline_estimate; an unpriced line is NULL and its note names what is missing. An unknown plan is an error (22023).';

CREATE VIEW traincost.model_estimate AS
SELECT e.model, e.family, e.organisation, e.released, e.stage, e.params, e.active_params, e.tokens,
       e.convention, e.gpu, e.peak_tflops,
       e.flop, e.published_flop, e.published_flop / nullif(e.flop, 0) AS flop_ratio,
       e.published_utilization, e.utilization_kind,
       e.gpu_hours, e.published_gpu_hours, e.published_gpu_hours / nullif(e.gpu_hours, 0) AS gpu_hours_ratio,
       CASE WHEN e.flop IS NOT NULL AND e.published_gpu_hours > 0 AND e.peak_tflops > 0
            THEN traincost.achieved_mfu(e.flop, e.published_gpu_hours, e.peak_tflops) END AS mfu_from_hours,
       e.energy_mwh, e.published_energy_mwh, e.published_energy_mwh / nullif(e.energy_mwh, 0) AS energy_ratio,
       e.energy_scope,
       e.co2e_tonnes, e.published_co2e_tonnes, e.published_co2e_tonnes / nullif(e.co2e_tonnes, 0) AS co2e_ratio,
       e.co2e_scope, e.note, e.source
FROM (SELECT h.*,
             traincost.gpu_hours_at(h.counted_flop, h.peak_tflops * h.published_utilization) AS gpu_hours,
             -- tonnes from the published energy where there is one, else from ours
             traincost.co2e_kg(1000 * coalesce(h.published_energy_mwh, h.energy_mwh), h.grid_gco2_per_kwh) / 1000
             * CASE WHEN h.energy_scope <> 'facility' AND h.co2e_scope LIKE 'with PUE%' THEN h.pue ELSE 1 END AS co2e_tonnes
      FROM (SELECT m.name AS model, m.family, m.organisation, m.released, m.stage, m.params, m.active_params, m.tokens,
                   CASE coalesce(m.flops_per_param_token, 6) WHEN 3 THEN '3ND: encoder-decoder'
                        ELSE CASE WHEN m.active_params IS NULL THEN '6ND' ELSE '6ND of active parameters' END END
                   || CASE WHEN m.mfu IS NULL AND m.hfu IS NOT NULL THEN '; hours by HFU, recomputation counted (8/6)' ELSE '' END AS convention,
                   m.gpu, m.grid_gco2_per_kwh, m.pue, m.co2e_scope, m.energy_scope, m.note, m.source,
                   coalesce(g.bf16_tflops, g.fp16_tflops, g.fp32_tflops) AS peak_tflops,
                   f.flop, m.train_flop AS published_flop,
                   f.flop * CASE WHEN m.mfu IS NULL THEN 8.0::float8 / 6 ELSE 1 END AS counted_flop,
                   coalesce(m.mfu, m.hfu) AS published_utilization,
                   CASE WHEN m.mfu IS NOT NULL THEN 'MFU' WHEN m.hfu IS NOT NULL THEN 'HFU' END AS utilization_kind,
                   p.gpu_hours AS published_gpu_hours,
                   traincost.energy_kwh(p.gpu_hours, coalesce(m.avg_power_w, g.tdp_w),
                       pue => CASE WHEN m.energy_scope = 'facility' THEN m.pue ELSE 1 END) / 1000 AS energy_mwh,
                   m.energy_mwh AS published_energy_mwh, m.co2e_tonnes AS published_co2e_tonnes
            FROM traincost.model AS m
            LEFT JOIN traincost.gpu AS g ON g.name = m.gpu
            CROSS JOIN LATERAL (SELECT traincost.train_flops(coalesce(m.active_params, m.params), m.tokens,
                                       coalesce(m.flops_per_param_token, 6)) AS flop) AS f
            CROSS JOIN LATERAL (SELECT coalesce(m.gpu_hours, m.gpu_count * m.train_days * 24) AS gpu_hours) AS p) AS h) AS e
WHERE e.flop IS NOT NULL OR e.gpu_hours IS NOT NULL OR e.energy_mwh IS NOT NULL OR e.co2e_tonnes IS NOT NULL;
COMMENT ON VIEW traincost.model_estimate IS
'Published training runs beside our recomputation: FLOP, GPU-hours at the published utilisation, energy and CO2e. A ratio is published over ours.';

-- The claims that are numbers, recomputed by our functions.  claimed is NULL
-- where the recomputation only lights the claim up; within tolerance it holds,
-- within ten times that (at most a fifth) it holds
-- approximately.
CREATE VIEW traincost.article_claim AS
SELECT c.claim_id, c.section, c.subject, c.quantity, c.value AS claimed_text, c.unit AS claimed_unit, c.paraphrase,
       r.claimed, r.recomputed, r.recomputed_unit, r.recomputed / nullif(r.claimed, 0) AS ratio,
       CASE WHEN r.claimed IS NULL OR r.recomputed IS NULL THEN c.assessment
            WHEN c.assessment = 'unit wrong' OR c.assessment = 'yes, but wrong peak' THEN c.assessment
            WHEN abs(r.recomputed - r.claimed) <= r.tolerance * r.claimed THEN 'yes'
            WHEN abs(r.recomputed - r.claimed) <= least(10 * r.tolerance, 0.2) * r.claimed THEN 'approximately'
            ELSE 'no' END AS verdict,
       c.assessment, c.note, c.source
FROM traincost.published_claim AS c
LEFT JOIN (VALUES
    ('S04', 3640::float8, (traincost.pflops_days(traincost.train_flops(175e9, 300e9)))::float8, 'PFLOP/s-days', 0.005::float8),
    ('S05', 30::float8, (traincost.train_days_at(3.145e23, 1000, traincost.gpu_peak_tflops('A100-80GB-SXM') * 0.5))::float8, 'days', 0.25::float8),
    ('S06', NULL::float8, (traincost.train_days_at(3.145e23, 1000, traincost.gpu_peak_tflops('V100-32GB-SXM', 'fp16') * 0.5))::float8, 'days', NULL::float8),
    ('S07', 1.75e11::float8, ((SELECT params FROM traincost.model WHERE name = 'OPT-175B'))::float8, 'parameters', 0.001::float8),
    ('S08', 992::float8, ((SELECT gpu_count FROM traincost.model WHERE name = 'OPT-175B'))::float8, 'GPUs', 0::float8),
    ('S09', NULL::float8, ((SELECT gpu_hours / gpu_count / 24 FROM traincost.model WHERE name = 'OPT-175B'))::float8, 'days of continuous compute', NULL::float8),
    ('S10', 1.75e11::float8, ((SELECT params FROM traincost.model WHERE name = 'BLOOM-176B'))::float8, 'parameters', 0.001::float8),
    ('S11', 3.5::float8, ((SELECT train_days / 365.25 * 12 FROM traincost.model WHERE name = 'BLOOM-176B'))::float8, 'months', 0.02::float8),
    ('S12', 384::float8, ((SELECT gpu_count FROM traincost.model WHERE name = 'BLOOM-176B'))::float8, 'GPUs', 0::float8),
    ('S14', NULL::float8, (traincost.train_days_at((SELECT train_flop FROM traincost.model WHERE name = 'InstructGPT-SFT-175B'), 50, traincost.gpu_peak_tflops('A100-80GB-SXM') * 0.5))::float8, 'days', NULL::float8),
    ('S19', NULL::float8, (traincost.train_days_at((SELECT train_flop FROM traincost.model WHERE name = 'InstructGPT-PPO-ptx-175B'), 50, traincost.gpu_peak_tflops('A100-80GB-SXM') * 0.5))::float8, 'days', NULL::float8),
    ('S20', NULL::float8, ((SELECT train_flop FROM traincost.model WHERE name = 'InstructGPT-PPO-ptx-175B') / (3640 * 8.64e19))::float8, 'ratio', NULL::float8),
    ('S21', 1.4e12::float8, ((SELECT tokens FROM traincost.model WHERE name = 'LLaMA-65B'))::float8, 'tokens', 0.001::float8),
    ('S22', 4.6::float8, ((SELECT dataset_bytes / 1e12 FROM traincost.model WHERE name = 'LLaMA-65B'))::float8, 'TB', 0.005::float8),
    ('S23', 3.14e23::float8, (traincost.train_flops(174.6e9, 300e9))::float8, 'FLOP', 0.002::float8),
    ('S26', 8.64e19::float8, (1 / traincost.pflops_days(1))::float8, 'FLOP', 0::float8),
    ('S27', NULL::float8, (1 - (traincost.transformer_params(1, 768, 12, 0, ffn_size => 6144) - traincost.transformer_params(1, 768, 12, 0)) / traincost.transformer_params(1, 768, 12, 0))::float8, 'share of attention in a layer', NULL::float8),
    ('S29', 4.6e6::float8, (traincost.rent_usd(traincost.gpu_hours_at(3.14e23, 28), 1.5))::float8, 'USD', 0.02::float8),
    ('S30', 1e15::float8, (traincost.train_flops(1, 1.8e23 / (6 * 1e11), 1) * traincost.assumption('bytes_per_token'))::float8, 'bytes', 0.01::float8),
    ('S31', 864000::float8, (86400 * traincost.train_days_at(1.8e23, traincost.gpus_needed_at(1.8e23, 10, 19.5), 19.5))::float8, 'seconds', 0.001::float8),
    ('S32', 3.3e22::float8, (traincost.train_flops(11e9, 1e12, 3))::float8, 'FLOP', 0.001::float8),
    ('S33', 3.14e23::float8, (traincost.train_flops(174.6e9, 300e9))::float8, 'FLOP', 0.002::float8),
    ('S34', 10::float8, (traincost.train_flops(174.6e9, 300e9) / traincost.train_flops(11e9, 1e12, 3))::float8, 'ratio', 0.05::float8),
    ('S35', 1.8e23::float8, (traincost.train_flops(174.6e9 * 100 / 175, 300e9))::float8, 'FLOP', 0.005::float8),
    ('S36', 19.5e12::float8, (traincost.gpu_peak_tflops('A100-80GB-SXM', 'fp32') * 1e12)::float8, 'FLOP/s', 0.001::float8),
    ('S37', 10830::float8, (traincost.gpus_needed_at(1.8e23, 10, 19.5))::float8, 'GPUs', 0.001::float8),
    ('S38', NULL::float8, (traincost.gpu_price_usd('A100-40GB-PCIe', as_of => '2023-06-30'))::float8, 'USD', NULL::float8),
    ('S39', 108300000::float8, (traincost.own_usd(10830, 10000, 0, 0))::float8, 'USD', 0::float8),
    ('S40', 21660000::float8, (traincost.own_usd(10830, 10000, 0.2, 0) - traincost.own_usd(10830, 10000, 0, 0))::float8, 'USD', 0::float8),
    ('S41', 10830000::float8, (traincost.own_usd(10830, 10000, 0, 0.1) - traincost.own_usd(10830, 10000, 0, 0))::float8, 'USD', 0::float8),
    ('S43', 142790000::float8, (traincost.own_usd(10830, 10000, labor_usd => 2e6))::float8, 'USD', 0::float8),
    ('S44', 1.43e8::float8, (traincost.own_usd(10830, 10000, labor_usd => 2e6))::float8, 'USD', 0.005::float8),
    ('S45', 0.002::float8, ((SELECT usd_per_mtok_output::float8 / 1000 FROM traincost.api_price WHERE model = 'gpt-3.5-turbo' AND observed_on <= '2023-03-01' ORDER BY observed_on DESC LIMIT 1))::float8, 'USD per 1k tokens', 0::float8),
    ('S48', NULL::float8, (traincost.household_years(traincost.energy_kwh(10000 * 14.8 * 24, 330, pue => 1.1)))::float8, 'years', NULL::float8),
    ('S49', 103.5::float8, ((SELECT energy_mwh FROM traincost.model WHERE name = 'Transformer-6.1B-partial') * 60 / 8)::float8, 'MWh', 0.005::float8),
    ('S50', 3.4::float8, (traincost.energy_kwh((SELECT gpu_hours FROM traincost.model WHERE name = 'PaLM-540B'), (SELECT avg_power_w FROM traincost.model WHERE name = 'PaLM-540B'), pue => (SELECT pue FROM traincost.model WHERE name = 'PaLM-540B')) / 1e6)::float8, 'GWh', 0.02::float8),
    ('S51', 2::float8, ((SELECT train_days / 365.25 * 12 FROM traincost.model WHERE name = 'PaLM-540B'))::float8, 'months', 0.1::float8),
    ('S52', 502::float8, (traincost.co2e_kg(1287000 / 1.10, 429) / 1000)::float8, 'tonnes', 0.002::float8),
    ('S53', 1.4::float8, (traincost.co2e_kg(1287000 / 1.10, 429) / traincost.co2e_kg(1000 * (SELECT energy_mwh FROM traincost.model WHERE name = 'Gopher-280B'), 330))::float8, 'ratio', 0.02::float8),
    ('S54', 20.1::float8, (traincost.co2e_kg(1287000 / 1.10, 429) / traincost.co2e_kg(1000 * (SELECT energy_mwh FROM traincost.model WHERE name = 'BLOOM-176B'), 57))::float8, 'ratio', 0.02::float8),
    ('S55', 1287::float8, (traincost.energy_kwh(10000 * 14.8 * 24, 330, pue => 1.1) / 1000)::float8, 'MWh', 0.005::float8)
) AS r (claim_id, claimed, recomputed, recomputed_unit, tolerance) ON r.claim_id = c.claim_id;
COMMENT ON VIEW traincost.article_claim IS
'The claims of the overview article (2023) with our own recomputation where the claim is a number, and a verdict.';

-- A row per published quantity.  Only shapes that can be are counted, so that one
-- incomplete row of a user's cannot stop the view.
CREATE VIEW traincost.model_validation AS
SELECT v.model, v.quantity, v.unit, v.published, v.ours,
       100 * (v.ours / nullif(v.published, 0) - 1) AS error_percent, v.convention, v.note
FROM (SELECT m.name AS model, q.quantity, q.unit, q.published, q.ours, q.convention, m.note
      FROM (SELECT m.*, g.bf16_tflops AS peak_bf16, coalesce(g.bf16_tflops, g.fp16_tflops) AS peak,
                   m.layers IS NOT NULL AND traincost.model_has_shape(m.name) AS shaped,
                   coalesce(m.gpu_hours, m.gpu_count * m.train_days * 24) AS hours
            FROM traincost.model AS m LEFT JOIN traincost.gpu AS g ON g.name = m.gpu) AS m
      CROSS JOIN LATERAL (SELECT CASE WHEN m.shaped AND m.decoder_layers IS NULL AND m.tokens IS NOT NULL
                                      THEN traincost.model_flops(m.name) END AS model_flop,
                                 CASE WHEN m.shaped AND m.decoder_layers IS NULL AND m.tokens IS NOT NULL
                                      THEN traincost.model_flops(m.name, recompute => 'full', causal => false) END AS hardware_flop) AS f
      CROSS JOIN LATERAL (VALUES
          ('params', 'parameters', m.params, CASE WHEN m.shaped THEN traincost.model_params(m.name) END,
           'all parameters, counted from the shape'),
          ('active_params', 'parameters', m.active_params,
           CASE WHEN m.shaped AND m.decoder_layers IS NULL AND m.active_params IS NOT NULL THEN traincost.model_active_params(m.name) END,
           'parameters a token meets, embedding and head included'),
          ('train_flop', 'FLOP', m.train_flop, f.model_flop, 'model FLOP: causal, logits counted, no recomputation'),
          ('mfu', 'fraction', m.mfu,
           CASE WHEN m.hours > 0 AND m.peak > 0 THEN traincost.achieved_mfu(f.model_flop, m.hours, m.peak) END,
           'model FLOP in the published GPU-hours over the dense peak; hours include restarts'),
          ('hfu', 'fraction', m.hfu,
           CASE WHEN m.hours > 0 AND m.peak > 0 THEN traincost.achieved_mfu(f.hardware_flop, m.hours, m.peak) END,
           'full attention and full recomputation counted, in the published GPU-hours; published HFU are often peaks'),
          ('gpu_hours', 'GPU-hours', m.hours,
           CASE WHEN m.mfu IS NOT NULL AND m.peak > 0 THEN traincost.gpu_hours_at(f.model_flop, m.peak * m.mfu) END,
           'model FLOP at the published MFU')) AS q (quantity, unit, published, ours, convention)) AS v
WHERE v.published IS NOT NULL AND v.ours IS NOT NULL;
COMMENT ON VIEW traincost.model_validation IS
'Published parameter counts, FLOP, MFU, HFU and GPU-hours beside what the model''s architecture gives, with the error and the convention.';

CREATE VIEW traincost.catalog_problem AS
SELECT 'dangling reference' AS problem, 'gpu_price' AS table_name, p.gpu || ', ' || p.provider || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on AS row_key,
       'gpu "' || p.gpu || '" is not in table gpu' AS detail
FROM traincost.gpu_price AS p WHERE NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = p.gpu)
UNION ALL
SELECT 'dangling reference', 'model', m.name, 'gpu "' || m.gpu || '" is not in table gpu'
FROM traincost.model AS m WHERE m.gpu IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = m.gpu)
UNION ALL
SELECT 'dangling reference', 'cloud_region', c.provider || '/' || c.region, 'grid_region "' || c.grid_region || '" is not in table grid'
FROM traincost.cloud_region AS c WHERE NOT EXISTS (SELECT FROM traincost.grid AS g WHERE g.region = c.grid_region)
UNION ALL
SELECT CASE WHEN s.detail LIKE 'hardware %' THEN 'implausible value' ELSE 'dangling reference' END, 'pipeline_stage', s.pipeline || ', ' || s.stage_no, s.detail
FROM traincost.stage_problem AS s
UNION ALL
SELECT 'implausible value', 'gpu', g.name, v.detail
FROM traincost.gpu AS g,
     LATERAL (VALUES (g.tdp_w > 5000, 'tdp_w ' || g.tdp_w || ' is above 5000 W'),
                     (g.memory_gb > 2000, 'memory_gb ' || g.memory_gb || ' is above 2000 GB'),
                     (g.bf16_tflops > 1e5, 'bf16_tflops ' || g.bf16_tflops || ' is above 1e5: check the unit'),
                     (g.bf16_tflops < 0.9 * g.fp32_tflops, 'bf16_tflops is below fp32_tflops'),
                     (g.vendor = 'NVIDIA' AND g.tf32_tflops > 0 AND g.bf16_tflops > 2.1 * g.tf32_tflops, 'bf16_tflops is more than twice tf32_tflops: a sparse figure?'),
                     (g.vendor = 'NVIDIA' AND g.fp8_tflops > 2.1 * g.bf16_tflops, 'fp8_tflops is more than twice bf16_tflops: a sparse figure?')) AS v (bad, detail)
WHERE v.bad
UNION ALL
SELECT 'implausible value', 'gpu_price', p.gpu || ', ' || p.provider || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on, v.detail
FROM traincost.gpu_price AS p,
     LATERAL (VALUES (p.usd_per_gpu_hour > 200, 'usd_per_gpu_hour ' || p.usd_per_gpu_hour || ' is above 200: the price of a whole server?'),
                     (p.usd_each > 1e6, 'usd_each ' || p.usd_each || ' is above 1e6: the price of a whole server?'),
                     (p.observed_on > CURRENT_DATE, 'observed_on ' || p.observed_on || ' lies ahead')) AS v (bad, detail)
WHERE v.bad
UNION ALL
SELECT 'implausible value', 'model', m.name, v.detail
FROM traincost.model AS m
LEFT JOIN traincost.gpu AS g ON g.name = m.gpu,
     LATERAL (VALUES (m.active_params > m.params, 'active_params is above params'),
                     (m.mfu > m.hfu, 'mfu is above hfu'),
                     (m.kv_heads > m.heads, 'kv_heads is above heads'),
                     (m.heads % m.kv_heads <> 0 AND m.kv_lora_rank IS NULL, 'heads are no multiple of kv_heads'),
                     (m.experts_per_token > m.experts, 'experts_per_token is above experts'),
                     (num_nulls(m.layers, m.hidden_size, m.heads, m.vocab_size, coalesce(m.ffn_size, m.expert_ffn_size), m.gated_ffn, m.tied_embeddings) = 0
                      AND NOT traincost.model_has_shape(m.name), 'the shape contradicts itself, so nothing is counted from it'),
                     (m.avg_power_w > 2000, 'avg_power_w ' || m.avg_power_w || ' is above 2000 W'),
                     (m.energy_mwh * 1e6 / m.gpu_hours > 3000, 'energy_mwh over gpu_hours is above 3000 W a GPU'),
                     (m.train_flop / (m.gpu_hours * 3.6e15 * coalesce(g.bf16_tflops, g.fp16_tflops)) > 1.01, 'train_flop in gpu_hours is above the dense peak')) AS v (bad, detail)
WHERE v.bad
UNION ALL
SELECT 'implausible value', 'grid', g.region || ', ' || g.year || ', ' || g.basis, 'gco2e_per_kwh ' || g.gco2e_per_kwh || ' is above 1500'
FROM traincost.grid AS g WHERE g.gco2e_per_kwh > 1500
UNION ALL
SELECT 'implausible value', 'cloud_region', c.provider || '/' || c.region, 'pue ' || c.pue || ' is above 3'
FROM traincost.cloud_region AS c WHERE c.pue > 3
UNION ALL
SELECT 'implausible value', 'pue', p.provider || ', ' || p.scope || ', ' || p.year, 'pue ' || p.pue || ' is above 3'
FROM traincost.pue AS p WHERE p.pue > 3
UNION ALL
SELECT 'implausible value', 'api_price', a.model || ', ' || a.provider || ', ' || a.observed_on, 'more than 10000 USD per million tokens'
FROM traincost.api_price AS a WHERE a.usd_per_mtok_input > 10000 OR a.usd_per_mtok_output > 10000
UNION ALL
SELECT 'implausible value', 'assumption', a.name, 'value ' || a.value || ' is outside its interval ' || a.low || ' to ' || a.high
FROM traincost.assumption AS a WHERE a.value < a.low OR a.value > a.high
UNION ALL
SELECT 'duplicate', 'gpu', a.name, 'the same name but for case as "' || b.name || '"'
FROM traincost.gpu AS a, traincost.gpu AS b WHERE a.name < b.name AND lower(a.name) = lower(b.name)
UNION ALL
SELECT 'duplicate', 'model', a.name, 'the same name but for case as "' || b.name || '"'
FROM traincost.model AS a, traincost.model AS b WHERE a.name < b.name AND lower(a.name) = lower(b.name)
UNION ALL
SELECT 'duplicate', 'gpu_price', p.gpu || ', ' || lower(p.provider) || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on, 'several providers whose names differ in case only'
FROM traincost.gpu_price AS p
GROUP BY p.gpu, lower(p.provider), p.kind, p.region, p.observed_on
HAVING count(*) > 1
UNION ALL
SELECT 'duplicate', 'cloud_region', g.region, 'a bare cloud region has the name of a grid region, which wins'
FROM traincost.cloud_region AS c, traincost.grid AS g WHERE g.region = c.region;
COMMENT ON VIEW traincost.catalog_problem IS
'What is wrong in the reference tables: dangling references, implausible values, duplicates. Empty as shipped; look here after adding rows of your own.';

-- what each column of the views holds
COMMENT ON COLUMN traincost.gpu_price_current.gpu IS
'Accelerator: a name in table gpu.';
COMMENT ON COLUMN traincost.gpu_price_current.provider IS
'Cloud, reseller, or who made the estimate.';
COMMENT ON COLUMN traincost.gpu_price_current.kind IS
'on_demand, spot, reserved_1y, reserved_3y or purchase.';
COMMENT ON COLUMN traincost.gpu_price_current.region IS
'Provider''s region code; global if the price names none.';
COMMENT ON COLUMN traincost.gpu_price_current.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, host included. NULL: a purchase price.';
COMMENT ON COLUMN traincost.gpu_price_current.usd_each IS
'Purchase price in USD per accelerator. NULL: a rent.';
COMMENT ON COLUMN traincost.gpu_price_current.observed_on IS
'Day of the observation.';
COMMENT ON COLUMN traincost.gpu_price_current.vendor IS
'Maker of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_current.architecture IS
'Architecture of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_current.memory_gb IS
'GPU memory in GB.';
COMMENT ON COLUMN traincost.gpu_price_current.memory_bandwidth_gbps IS
'GPU memory bandwidth in GB/s.';
COMMENT ON COLUMN traincost.gpu_price_current.bf16_tflops IS
'Dense BF16 peak in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_current.fp16_tflops IS
'Dense FP16 peak in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_current.fp8_tflops IS
'Dense FP8 peak in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_current.tdp_w IS
'Power limit of the GPU in W.';
COMMENT ON COLUMN traincost.gpu_price_current.launch_price_usd IS
'GPU price at launch in USD.';
COMMENT ON COLUMN traincost.gpu_price_current.source IS
'Where the price stood.';
COMMENT ON COLUMN traincost.gpu_price_current.note IS
'What a reader must know to use the price.';
COMMENT ON COLUMN traincost.gpu_price_current.shipped IS
'true: came with the extension; false: yours.';
COMMENT ON COLUMN traincost.gpu_price_history.time IS
'00:00 UTC of the day of the observation; the price holds from then until the next one.';
COMMENT ON COLUMN traincost.gpu_price_history.gpu IS
'Accelerator: a name in table gpu.';
COMMENT ON COLUMN traincost.gpu_price_history.provider IS
'Cloud, reseller, or who made the estimate.';
COMMENT ON COLUMN traincost.gpu_price_history.kind IS
'on_demand, spot, reserved_1y, reserved_3y or purchase.';
COMMENT ON COLUMN traincost.gpu_price_history.region IS
'Provider''s region code; global if the price names none.';
COMMENT ON COLUMN traincost.gpu_price_history.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, host included. NULL: a purchase price.';
COMMENT ON COLUMN traincost.gpu_price_history.usd_each IS
'Purchase price in USD per accelerator. NULL: a rent.';
COMMENT ON COLUMN traincost.gpu_price_history.vendor IS
'Maker of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_history.architecture IS
'Architecture of the GPU.';
COMMENT ON COLUMN traincost.gpu_price_history.bf16_tflops IS
'Dense BF16 peak of the GPU in TFLOP/s.';
COMMENT ON COLUMN traincost.gpu_price_history.usd_per_peak_eflop IS
'Rent in USD per 1e18 FLOP at the dense BF16 peak (MFU 1). NULL: a purchase price, or no BF16 peak is published.';
COMMENT ON COLUMN traincost.gpu_price_history.shipped IS
'true: came with the extension; false: yours.';
COMMENT ON COLUMN traincost.stage_estimate.pipeline IS
'Name of the plan.';
COMMENT ON COLUMN traincost.stage_estimate.stage_no IS
'Order of the stage in the plan.';
COMMENT ON COLUMN traincost.stage_estimate.stage IS
'Name of the stage.';
COMMENT ON COLUMN traincost.stage_estimate.method IS
'How the FLOP follow from the stage''s inputs. NULL: from flop, or params and tokens.';
COMMENT ON COLUMN traincost.stage_estimate.model IS
'Row of table model it takes its size from.';
COMMENT ON COLUMN traincost.stage_estimate.gpu IS
'Accelerator.';
COMMENT ON COLUMN traincost.stage_estimate.ownership IS
'rent, buy or amortize.';
COMMENT ON COLUMN traincost.stage_estimate.provider IS
'Provider whose price counts. NULL: median over providers.';
COMMENT ON COLUMN traincost.stage_estimate.region IS
'Grid or cloud region.';
COMMENT ON COLUMN traincost.stage_estimate.as_of IS
'Day whose prices and grid count.';
COMMENT ON COLUMN traincost.stage_estimate.bf16_tflops IS
'Dense BF16 peak of the GPU in TFLOP/s. NULL: none is published.';
COMMENT ON COLUMN traincost.stage_estimate.tdp_w IS
'Power limit of the GPU in W. NULL: not published.';
COMMENT ON COLUMN traincost.stage_estimate.gco2e_per_kwh IS
'Carbon intensity used, in g CO2e per kWh; its source is in carbon_statement. NULL: energy or intensity unknown.';
COMMENT ON COLUMN traincost.stage_estimate.flop IS
'Model FLOP of the run, generation included; not multiplied by run_multiplier.';
COMMENT ON COLUMN traincost.stage_estimate.gpus IS
'Number of GPUs: as given, or the fewest whole ones for the days given. NULL: neither was given.';
COMMENT ON COLUMN traincost.stage_estimate.days IS
'Wall-clock days of the final run, restarts included. NULL: neither gpus nor days was given.';
COMMENT ON COLUMN traincost.stage_estimate.gpu_hours IS
'GPU-hours of all runs: all that is paid, heated and emitted.';
COMMENT ON COLUMN traincost.stage_estimate.energy_kwh IS
'Electricity in kWh, host and PUE included.';
COMMENT ON COLUMN traincost.stage_estimate.co2e_location_kg IS
'Operational CO2e in kg by the grid''s intensity (GHG Protocol Scope 2, location-based).';
COMMENT ON COLUMN traincost.stage_estimate.co2e_market_kg IS
'Operational CO2e in kg by the supplier''s intensity (market-based). NULL: market_gco2e_per_kwh was not given.';
COMMENT ON COLUMN traincost.stage_estimate.co2e_embodied_kg IS
'CO2e in kg of manufacture, the share used.';
COMMENT ON COLUMN traincost.stage_estimate.water_l IS
'Water in litres, on site and at the power plant.';
COMMENT ON COLUMN traincost.stage_estimate.compute_usd IS
'USD for the GPUs: rent, purchase or amortised share.';
COMMENT ON COLUMN traincost.stage_estimate.other_hardware_usd IS
'USD for hosts, network and storage when owned; 0 when rented.';
COMMENT ON COLUMN traincost.stage_estimate.datacenter_usd IS
'USD for building and cooling when owned; 0 when rented.';
COMMENT ON COLUMN traincost.stage_estimate.energy_usd IS
'USD for electricity when owned; 0 when rented (the rent contains it).';
COMMENT ON COLUMN traincost.stage_estimate.data_usd IS
'USD for data, as given.';
COMMENT ON COLUMN traincost.stage_estimate.labor_usd IS
'USD for labour, as given.';
COMMENT ON COLUMN traincost.stage_estimate.total_usd IS
'Sum of the six USD columns; NULL if one is unknown.';
COMMENT ON COLUMN traincost.stage_estimate.usd_share IS
'Part of the plan''s total_usd, 0 to 1. NULL: a stage is unpriced.';
COMMENT ON COLUMN traincost.stage_estimate.energy_share IS
'Part of the plan''s energy_kwh, 0 to 1.';
COMMENT ON COLUMN traincost.stage_estimate.co2e_share IS
'Part of the plan''s co2e_location_kg, 0 to 1.';
COMMENT ON COLUMN traincost.stage_estimate.ghg_scope IS
'GHG Protocol: 2 + 3.2 (own electricity and capital goods) for owned GPUs, 3.1 (purchased services) for rented ones.';
COMMENT ON COLUMN traincost.stage_estimate.sci_gco2e_per_pflop IS
'Software Carbon Intensity (ISO/IEC 21031) in g CO2e per 1e15 FLOP: location-based and embodied.';
COMMENT ON COLUMN traincost.stage_estimate.note IS
'Remarks on the stage.';
COMMENT ON COLUMN traincost.stage_estimate.source IS
'Where the plan''s figures come from.';
COMMENT ON COLUMN traincost.pipeline_estimate.pipeline IS
'Name of the plan.';
COMMENT ON COLUMN traincost.pipeline_estimate.stages IS
'Number of stages.';
COMMENT ON COLUMN traincost.pipeline_estimate.unpriced_stages IS
'Stages whose total_usd is unknown.';
COMMENT ON COLUMN traincost.pipeline_estimate.known_usd IS
'USD of the stages whose total_usd is known.';
COMMENT ON COLUMN traincost.pipeline_estimate.flop IS
'Model FLOP of the run, generation included; not multiplied by run_multiplier.';
COMMENT ON COLUMN traincost.pipeline_estimate.gpus IS
'The most GPUs any stage uses at a time.';
COMMENT ON COLUMN traincost.pipeline_estimate.days IS
'Days of all stages, one after the other.';
COMMENT ON COLUMN traincost.pipeline_estimate.gpu_hours IS
'GPU-hours of all runs: all that is paid, heated and emitted.';
COMMENT ON COLUMN traincost.pipeline_estimate.energy_kwh IS
'Electricity in kWh, host and PUE included.';
COMMENT ON COLUMN traincost.pipeline_estimate.co2e_location_kg IS
'Operational CO2e in kg by the grid''s intensity (GHG Protocol Scope 2, location-based).';
COMMENT ON COLUMN traincost.pipeline_estimate.co2e_market_kg IS
'Operational CO2e in kg by the supplier''s intensity (market-based). NULL: market_gco2e_per_kwh was not given.';
COMMENT ON COLUMN traincost.pipeline_estimate.co2e_embodied_kg IS
'CO2e in kg of manufacture, the share used.';
COMMENT ON COLUMN traincost.pipeline_estimate.water_l IS
'Water in litres, on site and at the power plant.';
COMMENT ON COLUMN traincost.pipeline_estimate.compute_usd IS
'USD for the GPUs: rent, purchase or amortised share.';
COMMENT ON COLUMN traincost.pipeline_estimate.other_hardware_usd IS
'USD for hosts, network and storage when owned; 0 when rented.';
COMMENT ON COLUMN traincost.pipeline_estimate.datacenter_usd IS
'USD for building and cooling when owned; 0 when rented.';
COMMENT ON COLUMN traincost.pipeline_estimate.energy_usd IS
'USD for electricity when owned; 0 when rented (the rent contains it).';
COMMENT ON COLUMN traincost.pipeline_estimate.data_usd IS
'USD for data, as given.';
COMMENT ON COLUMN traincost.pipeline_estimate.labor_usd IS
'USD for labour, as given.';
COMMENT ON COLUMN traincost.pipeline_estimate.total_usd IS
'Sum of the six USD columns; NULL if one is unknown.';
COMMENT ON COLUMN traincost.pipeline_estimate.usd_by_stage IS
'Percent of total_usd by stage, in the order of the stages; as numbers in stage_estimate.usd_share. NULL: a stage is unpriced.';
COMMENT ON COLUMN traincost.pipeline_estimate.energy_by_stage IS
'Percent of energy_kwh by stage. NULL: a stage''s is unknown.';
COMMENT ON COLUMN traincost.pipeline_estimate.co2e_by_stage IS
'Percent of co2e_location_kg by stage. NULL: a stage''s is unknown.';
COMMENT ON COLUMN traincost.model_estimate.model IS
'Row of table model.';
COMMENT ON COLUMN traincost.model_estimate.family IS
'Family of the model.';
COMMENT ON COLUMN traincost.model_estimate.organisation IS
'Who trained it.';
COMMENT ON COLUMN traincost.model_estimate.released IS
'Month of release (its first day).';
COMMENT ON COLUMN traincost.model_estimate.stage IS
'pretraining, sft, rm, rl, distillation or nas.';
COMMENT ON COLUMN traincost.model_estimate.params IS
'All parameters.';
COMMENT ON COLUMN traincost.model_estimate.active_params IS
'Parameters used per token. NULL: dense.';
COMMENT ON COLUMN traincost.model_estimate.tokens IS
'Tokens seen.';
COMMENT ON COLUMN traincost.model_estimate.convention IS
'What our FLOP count, and how the published utilisation was turned into hours.';
COMMENT ON COLUMN traincost.model_estimate.gpu IS
'Accelerator.';
COMMENT ON COLUMN traincost.model_estimate.peak_tflops IS
'Its dense BF16 peak in TFLOP/s (FP16, else FP32, where there is no BF16).';
COMMENT ON COLUMN traincost.model_estimate.flop IS
'Our FLOP: train_flops of active parameters and tokens.';
COMMENT ON COLUMN traincost.model_estimate.published_flop IS
'FLOP as published, in the authors'' convention (see note).';
COMMENT ON COLUMN traincost.model_estimate.flop_ratio IS
'published_flop / flop.';
COMMENT ON COLUMN traincost.model_estimate.published_utilization IS
'Published MFU, else HFU, as a fraction.';
COMMENT ON COLUMN traincost.model_estimate.utilization_kind IS
'MFU or HFU.';
COMMENT ON COLUMN traincost.model_estimate.gpu_hours IS
'Our GPU-hours at the published utilisation.';
COMMENT ON COLUMN traincost.model_estimate.published_gpu_hours IS
'GPU-hours as published, or accelerators x days x 24.';
COMMENT ON COLUMN traincost.model_estimate.gpu_hours_ratio IS
'published_gpu_hours / gpu_hours.';
COMMENT ON COLUMN traincost.model_estimate.mfu_from_hours IS
'MFU that our FLOP in the published GPU-hours make, as a fraction.';
COMMENT ON COLUMN traincost.model_estimate.energy_mwh IS
'Our energy in MWh: published GPU-hours x published power (else TDP), with PUE if energy_scope is facility.';
COMMENT ON COLUMN traincost.model_estimate.published_energy_mwh IS
'Energy in MWh as published, in energy_scope.';
COMMENT ON COLUMN traincost.model_estimate.energy_ratio IS
'published_energy_mwh / energy_mwh.';
COMMENT ON COLUMN traincost.model_estimate.energy_scope IS
'Scope of the published energy: accelerator, it or facility (PUE included).';
COMMENT ON COLUMN traincost.model_estimate.co2e_tonnes IS
'Our CO2e in tonnes: published energy (else ours) x the published grid intensity, x PUE where the published figure has it and the energy has not.';
COMMENT ON COLUMN traincost.model_estimate.published_co2e_tonnes IS
'CO2e in tonnes as published.';
COMMENT ON COLUMN traincost.model_estimate.co2e_ratio IS
'published_co2e_tonnes / co2e_tonnes.';
COMMENT ON COLUMN traincost.model_estimate.co2e_scope IS
'Scope of the published CO2e.';
COMMENT ON COLUMN traincost.model_estimate.note IS
'Conflicts, ranges, conventions of the published figures.';
COMMENT ON COLUMN traincost.model_estimate.source IS
'Sources of the published figures.';
COMMENT ON COLUMN traincost.article_claim.claim_id IS
'Number of the claim.';
COMMENT ON COLUMN traincost.article_claim.section IS
'Part of the article.';
COMMENT ON COLUMN traincost.article_claim.subject IS
'What the claim is about.';
COMMENT ON COLUMN traincost.article_claim.quantity IS
'Quantity claimed.';
COMMENT ON COLUMN traincost.article_claim.claimed_text IS
'Value as claimed.';
COMMENT ON COLUMN traincost.article_claim.claimed_unit IS
'Unit as claimed.';
COMMENT ON COLUMN traincost.article_claim.paraphrase IS
'The claim in other words.';
COMMENT ON COLUMN traincost.article_claim.claimed IS
'The claimed value as a number, in recomputed_unit. NULL: not comparable as a number.';
COMMENT ON COLUMN traincost.article_claim.recomputed IS
'Our value, computed by the extension''s functions. NULL: nothing to compute.';
COMMENT ON COLUMN traincost.article_claim.recomputed_unit IS
'Unit of claimed and recomputed.';
COMMENT ON COLUMN traincost.article_claim.ratio IS
'recomputed / claimed.';
COMMENT ON COLUMN traincost.article_claim.verdict IS
'yes, approximately or no from claimed and recomputed; else the assessment.';
COMMENT ON COLUMN traincost.article_claim.assessment IS
'Reading of the claim by hand.';
COMMENT ON COLUMN traincost.article_claim.note IS
'Why.';
COMMENT ON COLUMN traincost.article_claim.source IS
'What the claim was compared with.';
COMMENT ON COLUMN traincost.model_validation.model IS
'Row of table model.';
COMMENT ON COLUMN traincost.model_validation.quantity IS
'params, active_params, train_flop, mfu, hfu or gpu_hours.';
COMMENT ON COLUMN traincost.model_validation.unit IS
'Unit of published and ours.';
COMMENT ON COLUMN traincost.model_validation.published IS
'As published; see note for its convention.';
COMMENT ON COLUMN traincost.model_validation.ours IS
'Counted from the architecture.';
COMMENT ON COLUMN traincost.model_validation.error_percent IS
'100 x (ours / published - 1).';
COMMENT ON COLUMN traincost.model_validation.convention IS
'What ours counts.';
COMMENT ON COLUMN traincost.model_validation.note IS
'Conflicts, ranges, conventions of the published figure.';
COMMENT ON COLUMN traincost.catalog_problem.problem IS
'dangling reference, implausible value or duplicate.';
COMMENT ON COLUMN traincost.catalog_problem.table_name IS
'Table of the row.';
COMMENT ON COLUMN traincost.catalog_problem.row_key IS
'Primary key of the row.';
COMMENT ON COLUMN traincost.catalog_problem.detail IS
'What is wrong.';
COMMENT ON COLUMN traincost.carbon_statement.pipeline IS
'Name of the plan.';
COMMENT ON COLUMN traincost.carbon_statement.stage_no IS
'Order of the stage in the plan.';
COMMENT ON COLUMN traincost.carbon_statement.stage IS
'Name of the stage.';
COMMENT ON COLUMN traincost.carbon_statement.gpu IS
'Accelerator.';
COMMENT ON COLUMN traincost.carbon_statement.ownership IS
'rent, buy or amortize.';
COMMENT ON COLUMN traincost.carbon_statement.ghg_scope IS
'GHG Protocol: 2 + 3.2 (own electricity and capital goods) for owned GPUs, 3.1 (purchased services) for rented ones.';
COMMENT ON COLUMN traincost.carbon_statement.as_of IS
'Day whose grid counts.';
COMMENT ON COLUMN traincost.carbon_statement.region IS
'Grid or cloud region of the plan; WORLD if it names none.';
COMMENT ON COLUMN traincost.carbon_statement.grid_region IS
'Region in table grid that the electricity comes from.';
COMMENT ON COLUMN traincost.carbon_statement.gco2e_per_kwh IS
'Carbon intensity used for the location-based figure, in g CO2e per kWh.';
COMMENT ON COLUMN traincost.carbon_statement.grid_year IS
'Year of that intensity. NULL: the plan''s own figure, or none that early.';
COMMENT ON COLUMN traincost.carbon_statement.grid_basis IS
'lifecycle, operational or direct (at the stack). Do not compare across bases. NULL: the plan''s own figure.';
COMMENT ON COLUMN traincost.carbon_statement.grid_source IS
'Where the intensity stood.';
COMMENT ON COLUMN traincost.carbon_statement.market_gco2e_per_kwh IS
'Supplier''s intensity in g CO2e per kWh, as the plan gives it. NULL: not given.';
COMMENT ON COLUMN traincost.carbon_statement.pue IS
'Facility power over IT power: the plan''s, else the cloud region''s, else the assumption''s.';
COMMENT ON COLUMN traincost.carbon_statement.pue_source IS
'Where the PUE comes from.';
COMMENT ON COLUMN traincost.carbon_statement.gpu_hours IS
'GPU-hours of all runs.';
COMMENT ON COLUMN traincost.carbon_statement.energy_kwh IS
'Electricity in kWh, host and PUE included.';
COMMENT ON COLUMN traincost.carbon_statement.energy_it_kwh IS
'Electricity of the servers alone in kWh: energy_kwh / pue.';
COMMENT ON COLUMN traincost.carbon_statement.co2e_location_kg IS
'Operational CO2e in kg by the grid''s intensity (GHG Protocol Scope 2, location-based).';
COMMENT ON COLUMN traincost.carbon_statement.co2e_market_kg IS
'Operational CO2e in kg by the supplier''s intensity (market-based). NULL: market_gco2e_per_kwh was not given.';
COMMENT ON COLUMN traincost.carbon_statement.co2e_embodied_kg IS
'CO2e in kg of manufacture, the share used (Scope 3.2 when owned).';
COMMENT ON COLUMN traincost.carbon_statement.co2e_location_embodied_kg IS
'co2e_location_kg + co2e_embodied_kg: what the SCI counts. Never add the market-based figure to the location-based one.';
COMMENT ON COLUMN traincost.carbon_statement.water_l IS
'Water in litres, on site and at the power plant.';
COMMENT ON COLUMN traincost.carbon_statement.sci_gco2e_per_pflop IS
'Software Carbon Intensity (ISO/IEC 21031) in g CO2e per 1e15 FLOP: location-based and embodied.';
COMMENT ON COLUMN traincost.carbon_statement.sci_gco2e_per_million_tokens IS
'Software Carbon Intensity in g CO2e per million tokens trained on, every epoch and sample counted. NULL: tokens unknown.';
COMMENT ON COLUMN traincost.carbon_statement.sci_gco2e_per_billion_params IS
'Software Carbon Intensity in g CO2e per billion parameters. NULL: parameters unknown.';
COMMENT ON COLUMN traincost.pipeline_bill.pipeline IS
'Name of the plan.';
COMMENT ON COLUMN traincost.pipeline_bill.stage_no IS
'Order of the stage in the plan.';
COMMENT ON COLUMN traincost.pipeline_bill.stage IS
'Name of the stage.';
COMMENT ON COLUMN traincost.pipeline_bill.line_no IS
'Number of the line in the plan''s bill.';
COMMENT ON COLUMN traincost.pipeline_bill.item IS
'What is paid for.';
COMMENT ON COLUMN traincost.pipeline_bill.quantity IS
'How much of it, in unit.';
COMMENT ON COLUMN traincost.pipeline_bill.unit IS
'GPU-hours, GPUs, kWh, items, GB-months, person-months or lump.';
COMMENT ON COLUMN traincost.pipeline_bill.unit_usd IS
'USD per unit.';
COMMENT ON COLUMN traincost.pipeline_bill.amount_usd IS
'USD of the line, rounded once to 4 decimals. NULL: unpriced.';
COMMENT ON COLUMN traincost.pipeline_bill.unpriced IS
'true: the amount is unknown.';
COMMENT ON COLUMN traincost.pipeline_bill.note IS
'What the line holds; of an unpriced line, what is missing.';
COMMENT ON COLUMN traincost.pipeline_bill.source IS
'Where price or quantity come from.';
COMMENT ON COLUMN traincost.pipeline_bill.stage_days IS
'Wall-clock days of the line''s stage, the same on each of its lines: do not sum. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_bill.stage_gpu_hours IS
'GPU-hours of the line''s stage, the same on each of its lines: do not sum. NULL: unknown.';
