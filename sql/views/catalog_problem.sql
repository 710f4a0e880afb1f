-- Rows that have a reason to look so are in table catalog_exception and are left out.
-- guide: something wrong in the tables, plans included | | | a data-quality tile: it should be empty
CREATE VIEW traincost.catalog_problem AS
SELECT p.problem, p.table_name, p.row_key, p.detail
FROM (
SELECT 'dangling reference' AS problem, 'gpu_price' AS table_name,
       p.gpu || ', ' || p.provider || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on::text AS row_key,
       'gpu "' || p.gpu || '" is not in table gpu' AS detail
FROM traincost.gpu_price AS p WHERE NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = p.gpu)
UNION ALL
SELECT 'dangling reference', 'model', m.name, 'gpu "' || m.gpu || '" is not in table gpu'
FROM traincost.model AS m WHERE m.gpu IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = m.gpu)
UNION ALL
SELECT 'dangling reference', r.table_name, r.run, v.detail
FROM (SELECT 'rl_run' AS table_name, run, model, gpu FROM traincost.rl_run
      UNION ALL SELECT 'pretraining_run', run, model, gpu FROM traincost.pretraining_run) AS r,
     LATERAL (VALUES (r.gpu IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = r.gpu),
                      'gpu "' || r.gpu || '" is not in table gpu'),
                     (r.model IS NOT NULL AND NOT EXISTS (SELECT FROM traincost.model AS m WHERE m.name = r.model),
                      'model "' || r.model || '" is not in table model')) AS v (bad, detail)
WHERE v.bad
UNION ALL
SELECT 'dangling reference', 'cloud_region', c.provider || '/' || c.region, 'grid_region "' || c.grid_region || '" is not in table grid'
FROM traincost.cloud_region AS c WHERE NOT EXISTS (SELECT FROM traincost.grid AS g WHERE g.region = c.grid_region)
UNION ALL
SELECT s.problem, 'pipeline_stage', s.pipeline || ', ' || s.stage_no::text, s.detail
FROM traincost.stage_problem AS s
WHERE s.problem IS NOT NULL
UNION ALL
SELECT 'implausible value', 'pipeline_stage', e.pipeline, 'the sum of the stages is above 1e16 USD'
FROM traincost.pipeline_estimate AS e WHERE e.known_usd IS NULL
UNION ALL
SELECT 'implausible value', 'gpu', g.name, v.detail
FROM traincost.gpu AS g,
     LATERAL (VALUES (g.tdp_w > 5000, 'tdp_w ' || g.tdp_w::text || ' is above 5000 W'),
                     (g.memory_gb > 2000, 'memory_gb ' || g.memory_gb::text || ' is above 2000 GB'),
                     (g.bf16_tflops > 1e5, 'bf16_tflops ' || g.bf16_tflops::text || ' is above 1e5: check the unit'),
                     (g.bf16_tflops < 0.9 * g.fp32_tflops, 'bf16_tflops is below fp32_tflops'),
                     (g.vendor = 'NVIDIA' AND g.tf32_tflops > 0 AND g.bf16_tflops > 2.1 * g.tf32_tflops,
                      'bf16_tflops is more than twice tf32_tflops: a sparse figure?'),
                     (g.fp8_tflops > 2.1 * g.bf16_tflops, 'fp8_tflops is more than twice bf16_tflops: a sparse figure?')) AS v (bad, detail)
WHERE v.bad
UNION ALL
SELECT 'implausible value', 'gpu_price', p.gpu || ', ' || p.provider || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on::text, v.detail
FROM (SELECT (CURRENT_TIMESTAMP AT TIME ZONE 'UTC' + '3 years'::interval)::date AS far_day OFFSET 0) AS t,
     traincost.gpu_price AS p,
     LATERAL (VALUES (p.usd_per_gpu_hour > 200, 'usd_per_gpu_hour ' || p.usd_per_gpu_hour::text || ' is above 200: the price of a whole server?'),
                     (p.usd_per_gpu > 1e6, 'usd_per_gpu ' || p.usd_per_gpu::text || ' is above 1e6: the price of a whole server?'),
                     -- a plan's later days may have prices of their own (daily_prices)
                     (p.observed_on > t.far_day, 'observed_on ' || p.observed_on::text || ' lies more than three years ahead')) AS v (bad, detail)
-- first what is bad at all, once a price
WHERE (p.usd_per_gpu_hour > 200 OR p.usd_per_gpu > 1e6 OR p.observed_on > t.far_day) AND v.bad
UNION ALL
SELECT 'implausible value', 'model', m.name, v.detail
FROM traincost.model AS m
LEFT JOIN traincost.gpu AS g ON g.name = m.gpu,
     LATERAL (VALUES (m.active_params > m.params, 'active_params is above params'),
                     (m.mfu > m.hfu, 'mfu is above hfu'),
                     (m.kv_heads > m.heads, 'kv_heads is above heads'),
                     (m.heads % m.kv_heads <> 0 AND m.kv_lora_rank IS NULL, 'heads are no multiple of kv_heads'),
                     (m.experts_per_token > m.experts, 'experts_per_token is above experts'),
                     (num_nulls(m.layers, m.hidden_size, m.heads, m.vocab_size, coalesce(m.ffn_size, m.expert_ffn_size),
                                m.gated_ffn, m.tied_embeddings) = 0
                      AND NOT traincost._model_has_shape(m.name),
                      'the shape contradicts itself, so nothing is counted from it'),
                     (m.avg_power_w > 2000, 'avg_power_w ' || m.avg_power_w::text || ' is above 2000 W'),
                     (ln(m.energy_mwh) - ln(m.gpu_hours) > ln(3e-3::float8), 'energy_mwh over gpu_hours is above 3000 W a GPU'),
                     (ln(m.train_flop) - ln(m.gpu_hours) - ln(3.6e15::float8)
                      - ln(coalesce(g.bf16_tflops, g.fp16_tflops)) > ln(1.01::float8),
                      'train_flop in gpu_hours is above the dense peak')) AS v (bad, detail)
WHERE v.bad
UNION ALL
SELECT 'implausible value', 'grid', g.region || ', ' || g.year::text || ', ' || g.basis, 'gco2e_per_kwh ' || g.gco2e_per_kwh::text || ' is above 1500'
FROM traincost.grid AS g WHERE g.gco2e_per_kwh > 1500
UNION ALL
SELECT 'implausible value', 'cloud_region', c.provider || '/' || c.region, 'pue ' || c.pue::text || ' is above 3'
FROM traincost.cloud_region AS c WHERE c.pue > 3
UNION ALL
SELECT 'implausible value', 'pue', p.provider || ', ' || p.scope || ', ' || p.year::text, 'pue ' || p.pue::text || ' is above 3'
FROM traincost.pue AS p WHERE p.pue > 3
UNION ALL
SELECT 'implausible value', 'api_price', a.model || ', ' || a.provider || ', ' || a.observed_on::text, 'more than 10000 USD per million tokens'
FROM traincost.api_price AS a WHERE a.usd_per_mtok_input > 10000 OR a.usd_per_mtok_output > 10000
UNION ALL
SELECT 'implausible value', 'assumption', a.name, 'value ' || a.value::text || ' is outside its interval ' || a.low::text || ' to ' || a.high::text
FROM traincost.assumption AS a WHERE a.value < a.low OR a.value > a.high
UNION ALL
SELECT 'missing default', 'assumption', r.name,
       'the row was deleted; this brings it back: SELECT traincost.restore_shipped(''assumption'', '
       || quote_literal(r.name) || ')'
FROM traincost.shipped_row AS r
WHERE r.table_name = 'assumption' AND NOT EXISTS (SELECT FROM traincost.assumption AS a WHERE a.name = r.name)
UNION ALL
SELECT 'duplicate', 'gpu', a.name, 'the same name but for case as "' || b.name || '"'
FROM traincost.gpu AS a, traincost.gpu AS b WHERE a.name < b.name AND lower(a.name) = lower(b.name)
UNION ALL
SELECT 'duplicate', 'model', a.name, 'the same name but for case as "' || b.name || '"'
FROM traincost.model AS a, traincost.model AS b WHERE a.name < b.name AND lower(a.name) = lower(b.name)
UNION ALL
SELECT 'duplicate',
       'gpu_price',
       p.gpu || ', ' || lower(p.provider)::text || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on::text,
       'several providers whose names differ in case only'
FROM traincost.gpu_price AS p
-- few providers have two spellings, and only their prices are grouped
WHERE p.provider IN (SELECT unnest(s.spellings)
                     FROM (SELECT array_agg(o.provider) AS spellings
                           FROM (SELECT DISTINCT d.provider FROM traincost.gpu_price AS d) AS o
                           GROUP BY lower(o.provider)
                           HAVING count(*) > 1) AS s)
GROUP BY p.gpu, lower(p.provider), p.kind, p.region, p.observed_on
HAVING count(*) > 1
UNION ALL
SELECT 'duplicate', 'cloud_region', g.region, 'a bare cloud region has the name of a grid region, which wins'
FROM traincost.cloud_region AS c, traincost.grid AS g WHERE g.region = c.region
UNION ALL
SELECT 'dangling reference', 'alias', a.kind || ', ' || a.alias, a.kind || ' "' || a.name || '" is not in table ' || a.kind
FROM traincost.alias AS a
WHERE NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE a.kind = 'gpu' AND g.name = a.name)
  AND NOT EXISTS (SELECT FROM traincost.model AS m WHERE a.kind = 'model' AND m.name = a.name)
UNION ALL
SELECT 'dangling reference', 'instance_type', i.provider || ', ' || i.instance, 'gpu "' || i.gpu || '" is not in table gpu'
FROM traincost.instance_type AS i WHERE NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = i.gpu)
UNION ALL
SELECT 'dangling reference', 'model_layer', l.model || ', ' || l.group_no::text, 'model "' || l.model || '" is not in table model'
FROM traincost.model_layer AS l WHERE NOT EXISTS (SELECT FROM traincost.model AS m WHERE m.name = l.model)
UNION ALL
SELECT 'implausible value', 'model_layer', l.model || ', ' || l.group_no::text, 'the layer contradicts itself, so nothing is counted from it'
FROM traincost.model_layer AS l WHERE NOT traincost._layer_is_possible(l)
UNION ALL
SELECT 'implausible value', 'wue', w.provider || ', ' || w.scope || ', ' || w.year::text, 'l_per_kwh ' || w.l_per_kwh::text || ' is above 20'
FROM traincost.wue AS w WHERE w.l_per_kwh > 20
UNION ALL
SELECT 'implausible value', 'gpu_price', p.gpu || ', ' || p.provider || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on::text,
       'usd_per_gpu_hour ' || p.usd_per_gpu_hour::text || CASE WHEN i.gpus IS NOT NULL
                                                               THEN ' is ' || i.gpus::text
                                                                    || ' times or so the median of that quarter: the price of an instance of '
                                                                    || i.gpus::text || '?'
                                                               ELSE ' is far from the median of that quarter, '
                                                                    || round(q.median::numeric, 2)::text END
FROM traincost.gpu_price AS p
JOIN (SELECT gpu, kind, date_trunc('quarter', observed_on::timestamp) AS quarter,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY usd_per_gpu_hour::float8) AS median
      FROM traincost.gpu_price AS o WHERE isfinite(observed_on) AND usd_per_gpu_hour > 0
        -- quarters of shipped prices alone
        AND EXISTS (SELECT FROM traincost.gpu_price AS s
                    WHERE s.shipped
                      AND s.gpu = o.gpu
                      AND s.kind = o.kind
                      AND isfinite(s.observed_on)
                      AND date_trunc('quarter', s.observed_on::timestamp)
                          = date_trunc('quarter', o.observed_on::timestamp))
      GROUP BY 1, 2, 3 HAVING count(DISTINCT provider) >= 3) AS q
    ON q.gpu = p.gpu
      AND q.kind = p.kind
      AND isfinite(p.observed_on)
      AND q.quarter = date_trunc('quarter', p.observed_on::timestamp)
LEFT JOIN (VALUES (8), (16)) AS i (gpus)
    ON p.usd_per_gpu_hour BETWEEN 0.75 * i.gpus * q.median AND 1.25 * i.gpus * q.median
-- the user's own prices are compared more closely below
WHERE p.shipped
  AND (p.usd_per_gpu_hour > 6 * q.median OR (p.usd_per_gpu_hour < q.median / 10 AND p.usd_per_gpu_hour > 0))
UNION ALL
SELECT 'implausible value', 'model', m.name,
       'an MFU of ' || round(exp(CASE WHEN f.log_mfu > 20 THEN 20
                                      WHEN f.log_mfu < -20 THEN -20
                                      ELSE f.log_mfu END)::numeric,
                             3)::text
       || ' is implied by FLOP and GPU-hours: below 0.02 or above 0.75'
FROM traincost.model AS m
JOIN traincost.gpu AS g ON g.name = m.gpu
-- sums of logarithms: no product of a user's figures is out of range
CROSS JOIN LATERAL (SELECT coalesce(ln(m.train_flop),
                                    ln(coalesce(m.flops_per_param_token, 6)) + ln(coalesce(m.active_params, m.params))
                                    + ln(m.tokens))
                           - coalesce(ln(m.gpu_hours), ln(m.gpu_count::float8) + ln(m.train_days) + ln(24::float8))
                           - ln(3.6e15::float8)
                           - ln(coalesce(g.bf16_tflops, g.fp16_tflops, g.fp32_tflops)) AS log_mfu) AS f
WHERE coalesce(m.stage, 'pretraining') = 'pretraining' AND (f.log_mfu > ln(0.75::float8) OR f.log_mfu < ln(0.02::float8))
UNION ALL
-- the user's prices against those that others observed within half a year
SELECT 'implausible price', 'gpu_price', p.gpu || ', ' || p.provider || ', ' || p.kind || ', ' || p.region || ', ' || p.observed_on::text,
       'usd_per_gpu_hour ' || p.usd_per_gpu_hour::text || ' is '
       || CASE WHEN p.usd_per_gpu_hour < 0.1 * p.median THEN 'less than 0.1' ELSE round(p.usd_per_gpu_hour / p.median, 1)::text END
       || ' times the median ' || round(p.median, 2)::text || ' of ' || p.others::text || ' others: '
           || CASE WHEN p.usd_per_gpu_hour > p.median
                   THEN coalesce('the price of an instance of ' || n.gpus::text || ' GPUs, or ', '')
                        || 'another currency?'
                   ELSE 'another currency, or a price per something smaller?' END
FROM traincost._far_prices() AS p
LEFT JOIN LATERAL (SELECT g.gpus
                   FROM unnest('{2,4,8,16}'::int[]) AS g (gpus)
                   WHERE p.usd_per_gpu_hour / p.median BETWEEN g.gpus * 0.6 AND g.gpus * 1.4
                   ORDER BY abs(p.usd_per_gpu_hour / p.median / g.gpus - 1) LIMIT 1) AS n ON true
UNION ALL
SELECT 'stale price', 'pipeline_stage', s.pipeline || ', ' || s.stage_no::text,
       'the newest price of ' || s.gpu || coalesce(' of ' || s.provider, '') || ' by ' || s.as_of::text || ' is of '
       || n.newest::text || ', more than 180 days before'
FROM (SELECT s.pipeline,
             s.stage_no,
             s.provider,
             d.gpu,
             d.as_of,
             CASE WHEN d.ownership = 'rent' THEN '{on_demand,spot,reserved_1y,reserved_3y}'::text[] ELSE '{purchase}' END AS kinds
      FROM traincost.pipeline_stage AS s CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
      WHERE NOT s.shipped AND num_nonnulls(s.usd_per_gpu_hour, s.usd_per_gpu, s.cluster) = 0) AS s
CROSS JOIN LATERAL (SELECT max(p.observed_on) AS newest
                    FROM unnest(s.kinds) AS k (kind),
                         LATERAL traincost._latest_prices(s.gpu, s.provider, k.kind, NULL, s.as_of) AS p) AS n
WHERE n.newest < s.as_of - 180
UNION ALL
SELECT 'dangling reference', 'pipeline_stage', s.pipeline || ', ' || s.stage_no::text,
       'after_stage "' || s.after_stage || '" is no earlier stage of the plan'
FROM traincost.pipeline_stage AS s
WHERE s.after_stage IS NOT NULL
  AND NOT EXISTS (SELECT FROM traincost.pipeline_stage AS o
                  WHERE o.pipeline = s.pipeline AND o.stage_no < s.stage_no AND o.stage = s.after_stage)
UNION ALL
SELECT 'dangling reference',
       'plan_pause',
       p.pipeline || ', ' || p.stage || ', ' || p.stopped_on::text,
       'stage "' || p.stage || '" of pipeline "' || p.pipeline || '" is not in table pipeline_stage'
FROM traincost.plan_pause AS p
WHERE NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s WHERE s.pipeline = p.pipeline AND s.stage = p.stage)
UNION ALL
SELECT 'dangling reference', 'plan', p.pipeline, 'pipeline "' || p.pipeline || '" is not in table pipeline_stage'
FROM traincost.plan AS p WHERE NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s WHERE s.pipeline = p.pipeline)
UNION ALL
SELECT 'missing rate', 'plan', p.pipeline, 'table currency_rate has no rate of USD in ' || p.currency
FROM traincost.plan AS p
WHERE traincost.exchange_rate('USD', p.currency,
                              coalesce(p.approved_on, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date)) IS NULL
UNION ALL
SELECT 'dangling reference', 'commitment', c.commitment, 'gpu "' || c.gpu || '" is not in table gpu'
FROM traincost.commitment AS c WHERE NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = c.gpu)
UNION ALL
SELECT 'dangling reference', 'cluster', c.cluster, 'gpu "' || c.gpu || '" is not in table gpu'
FROM traincost.cluster AS c WHERE NOT EXISTS (SELECT FROM traincost.gpu AS g WHERE g.name = c.gpu)
UNION ALL
SELECT 'missing rate', 'cluster', c.cluster, 'table currency_rate has no rate of ' || c.currency || ' in USD by ' || c.bought_on::text
FROM traincost.cluster AS c WHERE traincost.exchange_rate(c.currency, 'USD', c.bought_on) IS NULL
UNION ALL
SELECT 'overbooked',
       'cluster',
       m.cluster || ', ' || m.month::text,
       'plans use ' || round(m.planned_gpu_hours)::text || ' GPU-hours of ' || round(m.available_gpu_hours)::text || ' that there are in the month'
-- without a cluster nobody asks for the hours of all plans
FROM traincost.cluster_month AS m WHERE m.overbooked AND EXISTS (SELECT FROM traincost.cluster)
UNION ALL
SELECT 'given away twice',
       'plan_commitment',
       g.commitment,
       'plans have ' || trim_scale(100 * sum(g.share))::text || ' percent of it: ' || string_agg(g.pipeline, ', ' ORDER BY g.pipeline)
FROM (SELECT DISTINCT s.pipeline, s.commitment, coalesce(p.share, 1) AS share
      FROM traincost.pipeline_stage AS s
      LEFT JOIN traincost.plan_commitment AS p ON p.pipeline = s.pipeline AND p.commitment = s.commitment
      LEFT JOIN traincost.plan AS n ON n.pipeline = s.pipeline
      WHERE s.commitment IS NOT NULL AND n.status IS DISTINCT FROM 'cancelled') AS g
GROUP BY g.commitment HAVING sum(g.share) > 1
UNION ALL
SELECT 'dangling reference', 'plan_commitment', p.pipeline || ', ' || p.commitment,
       'no stage of pipeline "' || p.pipeline || '" names commitment "' || p.commitment || '"'
FROM traincost.plan_commitment AS p
WHERE NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s
                  WHERE s.pipeline = p.pipeline AND s.commitment = p.commitment)
UNION ALL
SELECT 'commitment not named',
       'pipeline_stage',
       s.pipeline || ', ' || s.stage_no::text,
       'rents ' || d.gpu || ' of ' || s.provider || ' on demand, for which there is commitment "' || c.commitment || '"'
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
JOIN traincost.commitment AS c
    ON c.provider = s.provider AND c.gpu = d.gpu AND c.ends_on >= coalesce(s.starts_on, d.as_of)
WHERE d.ownership = 'rent' AND s.commitment IS NULL AND coalesce(s.price_kind, 'on_demand') = 'on_demand'
) AS p
WHERE NOT EXISTS (SELECT FROM traincost.catalog_exception AS e
                  WHERE e.table_name = p.table_name AND e.row_key = p.row_key AND starts_with(p.detail, e.about));
COMMENT ON VIEW traincost.catalog_problem IS
'What is wrong in the reference tables: dangling references, implausible values, missing defaults, duplicates; and in your plans: prices far from those of others, stale ones, reserved ones for short runs, missing rates, contracts that are given away twice or that a stage does not name. Rows of table catalog_exception are left out. Empty as shipped; look here after adding rows of your own.';
COMMENT ON COLUMN traincost.catalog_problem.problem IS
'dangling reference, implausible value, missing default or duplicate.';
COMMENT ON COLUMN traincost.catalog_problem.table_name IS
'Table of the row.';
COMMENT ON COLUMN traincost.catalog_problem.row_key IS
'Primary key of the row.';
COMMENT ON COLUMN traincost.catalog_problem.detail IS
'What is wrong.';
