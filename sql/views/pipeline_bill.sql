-- The lines of every plan's bill, one estimate a stage.  Amounts are rounded
-- here as stage_estimate and pipeline_estimate round them; unit prices are not
-- derived from rounded amounts, so that a small line has its price in full.
-- Each plan is worked out by itself: see pipeline_name.
-- guide: a line of a plan's bill | pipeline, line_no | | what the money goes for
CREATE VIEW traincost.pipeline_bill AS
SELECT n.pipeline, b.*
FROM traincost.pipeline_name AS n
CROSS JOIN LATERAL (
      SELECT s.stage_no, s.stage, row_number() OVER (ORDER BY s.stage_no, l.item_no, l.since) AS line_no,
             l.item, l.quantity, l.unit, traincost._within(l.unit_usd, 1e15)::numeric(22,6) AS unit_usd,
             l.amount_usd::numeric(20,4) AS amount_usd,
             (l.amount_usd IS NULL) AS unpriced,
             CASE WHEN l.amount_usd IS NOT NULL THEN l.note
                  ELSE 'unpriced: '
                       || coalesce(CASE WHEN l.item_no < 4 THEN p.of_gpus WHEN l.item_no = 4 THEN p.of_power END,
                                   l.missing) END AS note,
                  l.source,
             e.days * coalesce(s.run_multiplier, 1) AS stage_days, e.gpu_hours AS stage_gpu_hours
-- @arguments stages
      CROSS JOIN LATERAL traincost._stage_defaults(s) AS d
      CROSS JOIN LATERAL traincost._estimate_stage(s, r) AS e
      CROSS JOIN LATERAL (
          SELECT string_agg(g.detail, ', ' ORDER BY g.concerns = 'input', g.detail)
                     FILTER (WHERE g.concerns <> ALL ('{region,energy,rollouts,term,spot}')) AS of_gpus,
                 string_agg(g.detail, ', ' ORDER BY g.concerns = 'input', g.detail)
                     FILTER (WHERE g.concerns <> ALL ('{price,rollouts,term,spot}')) AS of_power,
                 string_agg(g.detail, ', ' ORDER BY g.detail)
                     FILTER (WHERE g.concerns = ANY ('{rollouts,term,spot}')) AS of_rollouts
          FROM traincost._stage_gaps(CASE WHEN e.total_usd IS NULL OR s.prompts IS NOT NULL OR s.price_kind <> 'on_demand'
                                          THEN s END, r) AS g) AS p
      CROSS JOIN LATERAL (
          -- rounded from the start of each part to its end, so that the parts sum to the whole
          SELECT h.item_no, w.since, h.item || w.part AS item, h.quantity * (w.until - w.since) AS quantity, h.unit,
                 h.amount_usd / nullif(h.quantity, 0) AS unit_usd,
                 ((h.amount_usd * w.until)::numeric(20,4)
                  - (h.amount_usd * w.since)::numeric(20,4))::numeric(20,4) AS amount_usd,
                 h.note, h.missing, h.source
          -- not VALUES, whose expressions begin anew with every row and forget what they looked up
          FROM (
              SELECT 1, CASE d.ownership WHEN 'rent' THEN 'GPUs, rented' WHEN 'buy' THEN 'GPUs, bought' ELSE 'GPUs, amortised' END,
               CASE s.ownership WHEN 'buy' THEN coalesce(s.bought_gpus, r.bought_gpus, e.gpus) ELSE e.gpu_hours END,
               CASE s.ownership WHEN 'buy' THEN 'GPUs' ELSE 'GPU-hours' END,
               e.compute_usd,
               d.gpu || coalesce(', ' || s.provider, '')
                   || CASE WHEN s.run_multiplier > 1 AND d.ownership <> 'buy'
                           THEN '; all runs, ' || s.run_multiplier::text || ' times the final one'
                           ELSE '' END
                   || coalesce('; cluster ' || s.cluster, '')
                   || CASE WHEN coalesce(s.bought_gpus, r.bought_gpus) < e.gpus
                           THEN '; the other ' || (e.gpus - coalesce(s.bought_gpus, r.bought_gpus))::text || ' of '
                                || e.gpus::text || ' are there already'
                           ELSE '' END
                   || coalesce('; ' || p.of_rollouts, '')
                   || coalesce(traincost._stage_price_age(s, d.gpu, d.ownership, d.as_of), ''),
               'a price of ' || d.gpu,
               CASE WHEN s.cluster IS NOT NULL THEN 'table cluster'
                    WHEN coalesce(s.usd_per_gpu_hour, s.usd_per_gpu) IS NOT NULL THEN 'the plan''s own price'
                    WHEN d.ownership = 'rent'
                    THEN coalesce('gpu_price: ' || traincost.price_source(
                                      d.gpu, s.provider, s.price_kind, s.price_region, s.region, d.as_of),
                                  'table gpu_price')
                    ELSE 'table gpu_price, else the launch price in table gpu' END
              UNION ALL SELECT 2, 'other hardware', 1, 'lump', CASE WHEN r.problem IS NULL THEN e.other_hardware_usd END,
               CASE WHEN s.interconnect_share > 0 OR s.interconnect_share IS NULL AND s.depreciation = 'price_decay'
                    THEN 'hosts, a share of the GPUs'' price, and network, a part of the whole' ELSE 'share of the GPUs'' price' END,
               'GPU price', 'the plan''s shares, or table assumption'
              UNION ALL SELECT 3, 'data centre', 1, 'lump', CASE WHEN r.problem IS NULL THEN e.datacenter_usd END,
               'share of the GPUs'' price', 'GPU price', 'datacenter_share of the plan, or table assumption'
              UNION ALL SELECT 4, 'electricity', e.energy_kwh, 'kWh', e.energy_usd, 'host and PUE included',
               'gpu_watts or usd_per_kwh', 'usd_per_kwh of the plan, or table assumption'
          ) AS h (item_no, item, quantity, unit, amount_usd, note, missing, source)
          LEFT JOIN LATERAL (SELECT t.part, t.since, t.until
                             FROM traincost._stage_parts(s) AS t
                             WHERE h.item_no = 1 AND h.unit = 'GPU-hours' AND s.prompts IS NOT NULL OFFSET 0) AS t
              ON true
          CROSS JOIN LATERAL (SELECT coalesce(t.part, '') AS part,
                                     CASE WHEN t.part IS NULL THEN 0 ELSE t.since END AS since,
                                     CASE WHEN t.part IS NULL THEN 1 ELSE t.until END AS until) AS w
          WHERE CASE WHEN h.item_no = 1 THEN r.rent IS NULL ELSE s.ownership <> 'rent' END
          UNION ALL
          SELECT 1, b.line, b.item, b.quantity, 'GPU-hours', b.unit_usd, b.amount_usd,
                 CASE WHEN b.item LIKE 'unused %' THEN 'hours of the contract that no stage of the plan uses'
                      ELSE d.gpu || coalesce(', ' || s.provider, '') END
                     || CASE WHEN b.committed
                             THEN coalesce('; the plan has ' || trim_scale(100 * c.share)::text || ' percent of it', '')
                                  || coalesce('; ' || trim_scale(k.price_per_gpu_hour)::text || ' ' || k.currency
                                              || ' an hour, at the rates of its days', '')
                             WHEN s.commitment IS NOT NULL THEN '; beyond ' || s.commitment ELSE '' END
                     || CASE WHEN s.run_multiplier > 1 AND b.item LIKE 'GPUs%'
                             THEN '; all runs, ' || s.run_multiplier::text || ' times the final one'
                             ELSE '' END,
                 'a smaller quantity or price: the amount is out of range',
                 CASE WHEN b.committed THEN 'table commitment'
                      WHEN s.usd_per_gpu_hour IS NOT NULL THEN 'the plan''s own price'
                      WHEN s.daily_prices THEN 'gpu_price, day by day'
                      ELSE coalesce('gpu_price: ' || traincost.price_source(
                                        d.gpu, s.provider, s.price_kind, s.price_region, s.region, d.as_of),
                                    'table gpu_price') END
          FROM traincost._rent_lines(r.rent, e.compute_usd) AS b
          LEFT JOIN traincost.plan_commitment AS c ON c.pipeline = s.pipeline AND c.commitment = s.commitment
          LEFT JOIN traincost.commitment AS k ON k.commitment = s.commitment AND k.currency <> 'USD'
          WHERE r.rent IS NOT NULL
          UNION ALL
          SELECT l.item_no, 0, l.item, 1, 'lump', l.amount_usd::float8, l.amount_usd::numeric(20,4), 'as the plan gives it', NULL, s.source
          FROM (VALUES (5, 'data', s.data_usd), (11, 'labour', s.labor_usd)) AS l (item_no, item, amount_usd)
          WHERE l.amount_usd IS NOT NULL
          UNION ALL
          SELECT CASE x.item WHEN 'data acquisition' THEN 6 WHEN 'data cleaning' THEN 7 WHEN 'annotation' THEN 8 WHEN 'storage' THEN 9 ELSE 10 END,
                 0, x.item, x.quantity, x.unit, x.unit_usd, x.amount_usd::numeric(20,4), NULL, x.missing, s.source
          FROM traincost._stage_extra(s, e.days) AS x
          WHERE traincost._stage_has_extra(s)
      ) AS l) AS b;
COMMENT ON VIEW traincost.pipeline_bill IS
'The bill of every plan, a row per line: GPUs (of a method that samples generation, scoring and training), other hardware, data centre, electricity, data, annotation, storage, labour, people. The amounts of a plan sum exactly to total_usd in pipeline_estimate; a NULL amount is unpriced and its note names what is missing.';
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
'Wall-clock days of all runs of the line''s stage, the same on each of its lines: do not sum. NULL: unknown.';
COMMENT ON COLUMN traincost.pipeline_bill.stage_gpu_hours IS
'GPU-hours of the line''s stage, the same on each of its lines: do not sum. NULL: unknown.';
