-- Plans as cost rows of FOCUS (FinOps Open Cost and Usage Specification), so
-- that estimates stand beside invoices.  FOCUS knows no estimates: x_estimate_id
-- marks each row, and invoice_id is NULL, so that none enters an invoice's sum.
--
-- A plan starts at 00:00 UTC of its first stage's as_of, and its stages follow
-- one another, unless they say when they start (stage_calendar).  Usage is shared out
-- over UTC months by the time they run, by _run_months.
--
-- billed_cost and effective_cost share out the bill's own amounts: their sums
-- are exact.  List and contracted cost are price x quantity, each rounded, as
-- FOCUS demands: a row's differ from its share of the bill by at most
-- price * 0.0001 + quantity * 0.0000005 + 0.00015 USD.
-- Each plan is worked out by itself: see pipeline_name.
-- guide: a charge of a plan, by month | | charge_period_start | plans beside invoices ([focus.md](focus.md))
CREATE VIEW traincost.focus_estimate AS
SELECT a.account AS billing_account_id, a.account AS billing_account_name, 'USD'::text AS billing_currency,
       c.month_start AS billing_period_start, c.billing_end AS billing_period_end,
       c.period_start AS charge_period_start, c.period_end AS charge_period_end,
       c.charge_category, NULL::text AS charge_class,
       c.stage || coalesce(' of ' || c.model, '') || ': ' || c.item || ' (' || c.gpu || ')' AS charge_description,
       CASE c.charge_category WHEN 'Purchase' THEN 'One-Time' ELSE 'Usage-Based' END AS charge_frequency,
       c.seller AS invoice_issuer_name, c.seller AS service_provider_name, c.seller AS host_provider_name,
       c.service_category, c.service_subcategory, c.service_name,
       c.sku_id, c.sku_id || '/' || c.seller || '/' || c.price_kind AS sku_price_id, c.region_id,
       CASE WHEN c.price_kind = 'spot' THEN 'Dynamic'
            WHEN d.committed AND c.charge_category = 'Usage' THEN 'Committed'
            ELSE 'Standard' END AS pricing_category,
       -- what is rented at a reserved price is used under a commitment
       CASE WHEN d.committed THEN 'Usage' END AS commitment_discount_category,
       CASE WHEN d.committed
            THEN coalesce((c.contract).commitment,
                          c.sku_id || '/' || c.seller || '/' || c.price_kind) END AS commitment_discount_id,
       CASE WHEN d.committed
            THEN coalesce((c.contract).commitment,
                          c.seller || ' ' || replace(c.price_kind, '_', ' ')) END AS commitment_discount_name,
       CASE WHEN d.committed THEN coalesce((c.contract).kind, 'Reserved') END AS commitment_discount_type,
       CASE WHEN d.committed AND c.charge_category = 'Usage'
            THEN CASE WHEN c.unused THEN 'Unused' ELSE 'Used' END END AS commitment_discount_status,
       CASE WHEN d.committed THEN c.charged END::numeric(20,4) AS commitment_discount_quantity,
       CASE WHEN d.committed THEN u.unit END AS commitment_discount_unit,
       c.charged AS pricing_quantity, u.unit AS pricing_unit,
       (CASE WHEN c.charge_category = 'Usage' AND NOT c.unused THEN c.charged END)::numeric(20,4) AS consumed_quantity,
       CASE WHEN c.charge_category = 'Usage' AND NOT c.unused THEN u.unit END AS consumed_unit,
       c.price AS list_unit_price, c.price AS contracted_unit_price,
       (CASE WHEN c.price * c.charged < 1e18 THEN c.price * c.charged END)::numeric(28,10) AS list_cost,
       (CASE WHEN c.price * c.charged < 1e18 THEN c.price * c.charged END)::numeric(28,10) AS contracted_cost,
       c.billed::numeric(28,10) AS billed_cost,
       c.effective::numeric(28,10) AS effective_cost,
       jsonb_strip_nulls(jsonb_build_object('run_id', c.pipeline, 'stage', c.stage, 'model', c.model, 'ownership', c.ownership))::text AS tags,
       NULL::text AS invoice_id,
       c.pipeline || '@' || to_char(c.plan_start, 'YYYY-MM-DD') AS x_estimate_id, k.pipeline AS x_scenario,
       c.stage AS x_workload_phase,
       'p50'::text AS x_quantile, c.as_of AS x_as_of, c.assumptions AS x_assumptions,
       (c.month_start AT TIME ZONE 'UTC')::date AS x_month, c.stage_no AS x_stage_no
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (SELECT FROM traincost.pipeline_stage AS t
                                             WHERE t.pipeline = k.pipeline AND traincost._stage_has_terms(t))
                                THEN traincost._plan_terms(k.pipeline) END AS terms OFFSET 0) AS t
CROSS JOIN LATERAL (
      WITH line AS (
          -- the bill's lines, with the plan's own words and the days from its start
          SELECT b.pipeline, b.stage_no, b.stage, split_part(b.item, ': ', 1) AS item, b.quantity, b.unit, b.unit_usd,
                 b.amount_usd, b.stage_days, b.stage_gpu_hours,
                 s.model, o.gpu, o.ownership, s.provider, s.usd_per_gpu_hour IS NOT NULL AS own_price,
                 coalesce(s.price_kind, 'on_demand') AS rent_kind, b.source,
                 coalesce(s.price_region, regexp_replace(s.region, '^[^/]*/', '')) AS region_id,
                 split_part(b.item, ': ', 1) IN ('GPUs, bought', 'GPUs, amortised', 'other hardware', 'data centre') AS hardware,
                 o.as_of, s.starts_on, s.after_stage, s.gap_days,
                 -- written once for a stage, with its first line
                 max(CASE WHEN b.begins THEN traincost._stage_inputs(s) END)
                     OVER (PARTITION BY b.stage_no) AS assumptions,
                 first_value(o.as_of) OVER w AS plan_start,
                 -- what has several prices says by itself when its hours are
                 CASE WHEN t.terms IS NOT NULL THEN (traincost._terms_of(t.terms, b.stage_no)).rent END AS rent_pieces,
                 b.item AS rent_item,
                 CASE WHEN b.item LIKE 'GPUs, rented: %' OR b.item LIKE 'unused commitment: %'
                      THEN (SELECT k FROM traincost.commitment AS k
                            WHERE k.commitment = s.commitment
                              AND k.commitment = split_part(b.item, ': ', 2)) END AS contract,
                 coalesce(sum(b.stage_days) FILTER (WHERE b.begins) OVER w, 0) AS days_by_end, b.begins
          -- a left join, though every line has its stage, keeps the costly bill from
          -- being computed anew for each stage; by k, for of b's names the planner would expect
          -- as many pairs as the commonest ones have
          FROM (SELECT p.*, p.line_no = min(p.line_no) OVER (PARTITION BY p.stage_no) AS begins
                FROM traincost.pipeline_bill AS p
                WHERE p.pipeline = k.pipeline) AS b
          LEFT JOIN traincost.pipeline_stage AS s ON s.pipeline = k.pipeline AND s.stage_no = b.stage_no
          CROSS JOIN LATERAL traincost._stage_defaults(s) AS o
          WINDOW w AS (ORDER BY b.stage_no)
      ), own AS (
          -- when stages run, of a plan whose stages do not just follow one another
          SELECT c.stage_no, c.runs
          FROM (SELECT (array_agg(l.plan_start))[1], array_agg(l.stage_no), array_agg(l.stage), array_agg(l.stage_days),
                       array_agg(l.starts_on), array_agg(l.after_stage), array_agg(l.gap_days)
                FROM (SELECT * FROM line AS l WHERE l.begins ORDER BY l.stage_no) AS l
                HAVING bool_or(num_nonnulls(l.starts_on, l.after_stage, l.gap_days) > 0)
                       OR EXISTS (SELECT FROM traincost.plan_pause AS p WHERE p.pipeline = k.pipeline))
              AS p (plan_start, stage_nos, stages, days, starts_on, after_stage, gap_days)
          CROSS JOIN LATERAL ROWS FROM (unnest(p.stage_nos), traincost._plan_runs(
              k.pipeline, p.plan_start, p.stages, p.days, p.starts_on, p.after_stage, p.gap_days)) AS c (stage_no, runs)
      ), item AS (
          -- what each line is in FOCUS, and when.  A stage of unknown length, or one
          -- that ends after ten years, fills the month it starts in.
          SELECT l.*, ARRAY[t.starts, t.month_end] AS at_once,
                 CASE WHEN l.stage_days * 86400 >= 1 AND o.runs IS NULL AND l.days_by_end < 3653
                      THEN ARRAY[t.starts, date_trunc('second', l.plan_start + l.days_by_end * interval '1 day')]
                      WHEN l.stage_days * 86400 >= 1 AND l.stage_days < 3653 AND o.runs IS NOT NULL
                      THEN ARRAY(SELECT date_trunc('second', u.at)
                                 FROM unnest(o.runs) WITH ORDINALITY AS u (at, no) ORDER BY u.no)
                      ELSE ARRAY[t.starts, t.month_end] END AS runs,
                 CASE WHEN l.hardware THEN l.ownership = 'buy' ELSE l.unit = 'lump' END AS bought,
                 l.hardware AND l.ownership = 'buy' AND l.stage_gpu_hours >= 0.0001 AS covering,
                 l.item = 'unused commitment' AS unused,
                 CASE WHEN (l.contract).upfront_share > 0 THEN round(l.amount_usd * (1 - (l.contract).upfront_share), 4)
                      ELSE l.amount_usd END AS recurring,
                 CASE WHEN l.item LIKE 'GPUs,%' OR l.item = 'unused commitment' THEN l.gpu
                      WHEN l.hardware THEN l.gpu || ', ' || l.item
                      ELSE l.item END AS sku_id,
                 coalesce(CASE WHEN l.item IN ('GPUs, rented', 'unused commitment')
                               THEN coalesce(l.provider,
                                             CASE WHEN NOT l.own_price
                                                  THEN CASE WHEN l.source LIKE 'gpu_price: median of % providers (%'
                                                                 OR l.source = 'table gpu_price'
                                                            THEN 'median of providers'
                                                            ELSE substring(l.source FROM '^gpu_price: ([^,]*),') END END) END,
                          nullif(current_setting('traincost.company', true), ''), 'own company') AS seller,
                 coalesce(k.service_category, 'Other') AS service_category,
                 coalesce(k.service_subcategory, 'Other (Other)') AS service_subcategory,
                 coalesce(k.service_name, l.item) AS service_name
          FROM line AS l
          -- a full join, though every stage has a line: by hash or merge, never by a loop over a long plan
          FULL JOIN own AS o ON o.stage_no = l.stage_no
          CROSS JOIN LATERAL (SELECT date_trunc('second', f.first) AS starts,
                                     date_trunc('month', f.first) + interval '1 month' AS month_end
                              FROM (SELECT coalesce(
                                o.runs[1], l.plan_start + least(l.days_by_end - coalesce(l.stage_days, 0), 3653)
                                                        * interval '1 day')) AS f (first)) AS t
          LEFT JOIN (VALUES
              ('GPUs, rented', 'Compute', 'Virtual Machines', 'GPU rental'),
              ('unused commitment', 'Compute', 'Virtual Machines', 'GPU rental'),
              ('GPUs, bought', 'Compute', 'Other (Compute)', 'GPU cluster'),
              ('GPUs, amortised', 'Compute', 'Other (Compute)', 'GPU cluster'),
              ('other hardware', 'Compute', 'Other (Compute)', 'GPU cluster'),
              ('data', 'Storage', 'Object Storage', 'training data'),
              ('data acquisition', 'Storage', 'Object Storage', 'training data'),
              ('storage', 'Storage', 'Object Storage', 'storage'),
              ('data cleaning', 'Analytics', 'Data Processing', 'data cleaning'),
              ('annotation', 'AI and Machine Learning', 'Machine Learning', 'annotation')
          ) AS k (item, service_category, service_subcategory, service_name) ON k.item = l.item
      ), charge AS (
          -- what is bought is one charge; what is used, one each month.  The use of
          -- owned hardware is counted in GPU-hours.
          SELECT i.*, c.charge_category, c.charged_unit, c.price_kind,
                 (CASE WHEN p.usd < 1e16 THEN p.usd END)::numeric(22,6) AS price,
                 m.month_start, m.month_end AS billing_end, m.period_start, m.period_end,
                 (CASE WHEN c.whole < 1e16
                       THEN round(c.whole * m.until, 4) - round(c.whole * m.since, 4) END)::numeric(20,4) AS charged,
                 round(c.billed * m.paid_until, 4) - round(c.billed * m.paid_since, 4) AS billed,
                 round(c.effective * m.paid_until, 4) - round(c.effective * m.paid_since, 4) AS effective
          FROM item AS i
          CROSS JOIN LATERAL (VALUES
              ('Purchase', i.bought, i.quantity::numeric, i.unit, i.unit_usd,
               CASE WHEN i.hardware THEN 'purchase' ELSE 'plan' END, i.at_once, NULL, i.amount_usd,
               CASE WHEN i.covering THEN 0 ELSE i.amount_usd END),
              ('Usage', NOT i.bought OR i.covering,
               CASE WHEN i.hardware AND i.unit <> 'GPU-hours' THEN i.stage_gpu_hours ELSE i.quantity END::numeric,
               CASE WHEN i.hardware THEN 'GPU-hours' ELSE i.unit END,
               CASE WHEN i.hardware AND i.unit <> 'GPU-hours' THEN i.amount_usd / nullif(i.stage_gpu_hours, 0)::numeric
                    ELSE i.unit_usd END,
               CASE WHEN i.hardware THEN 'owned'
                    WHEN (i.contract).commitment IS NOT NULL THEN 'commitment'
                    WHEN i.item = 'GPUs, rented' THEN i.rent_kind
                    ELSE 'plan' END,
               CASE WHEN i.rent_pieces IS NULL OR i.item NOT IN ('GPUs, rented', 'unused commitment') THEN i.runs END,
               i.rent_pieces, CASE WHEN i.covering THEN 0 ELSE i.recurring END, i.amount_usd),
              -- what a contract takes on its first day
              ('Purchase', i.recurring < i.amount_usd, i.quantity::numeric, i.unit, i.unit_usd * (i.contract).upfront_share, 'commitment',
               ARRAY[(i.contract).starts_on::timestamp,
                     date_trunc('month', (i.contract).starts_on::timestamp) + interval '1 month'],
               NULL, i.amount_usd - i.recurring, 0)
          ) AS c (charge_category, applies, whole, charged_unit, price, price_kind, runs, rent_pieces, billed,
                  effective)
          CROSS JOIN LATERAL (SELECT u.*, u.since AS paid_since, u.until AS paid_until, NULL::float8 AS usd_per_gpu_hour
                              FROM traincost._run_months(c.runs) AS u
                              UNION ALL SELECT *
                              FROM traincost._rent_months(CASE WHEN c.runs IS NULL THEN c.rent_pieces END,
                                                          i.rent_item)) AS m
          CROSS JOIN LATERAL (SELECT coalesce(m.usd_per_gpu_hour::numeric, c.price) AS usd) AS p
          -- nothing of something is no charge, unless its price is unknown
          WHERE c.applies AND (c.whole = 0 AND i.amount_usd = 0) IS NOT TRUE
      )
      SELECT * FROM charge) AS c
CROSS JOIN LATERAL (SELECT c.price_kind = 'commitment' OR c.price_kind LIKE 'reserved%' AND c.charge_category = 'Usage' AS committed) AS d
CROSS JOIN LATERAL (SELECT coalesce(nullif(current_setting('traincost.billing_account', true), ''), 'estimate') AS account) AS a
CROSS JOIN LATERAL (SELECT CASE WHEN c.charged IS NOT NULL
                           THEN CASE c.charged_unit WHEN 'GPU-hours' THEN 'GPU-Hours' WHEN 'items' THEN 'Items' WHEN 'GB-months' THEN 'GB-Months'
                                                    WHEN 'person-months' THEN 'Person-Months'
                                                    WHEN 'lump' THEN 'Units'
                                                    ELSE c.charged_unit END END AS unit) AS u;
COMMENT ON VIEW traincost.focus_estimate IS
'Every plan in pipeline_stage as cost rows in FOCUS columns (1.3 names, snake_case): rented and amortised GPUs, electricity, annotation, storage and people as Usage by UTC month; data and labour lumps as Purchases; bought GPUs as Purchases with effective cost 0 and Usage with billed cost 0; what a contract takes upfront as a Purchase with effective cost 0, its hours as Usage, used or unused. effective_cost and billed_cost of a plan each sum exactly to its total_usd in pipeline_estimate. A row without a price or quantity has NULL costs.';
COMMENT ON COLUMN traincost.focus_estimate.billing_account_id IS
'Account that pays: the setting traincost.billing_account, else estimate.';
COMMENT ON COLUMN traincost.focus_estimate.billing_account_name IS
'Name of the account: as billing_account_id.';
COMMENT ON COLUMN traincost.focus_estimate.billing_currency IS
'Currency of every cost and price: USD.';
COMMENT ON COLUMN traincost.focus_estimate.billing_period_start IS
'Start of the UTC month of the charge, inclusive.';
COMMENT ON COLUMN traincost.focus_estimate.billing_period_end IS
'End of the UTC month of the charge, exclusive.';
COMMENT ON COLUMN traincost.focus_estimate.charge_period_start IS
'Start of the charge, inclusive: the stage, or the month if later.';
COMMENT ON COLUMN traincost.focus_estimate.charge_period_end IS
'End of the charge, exclusive: the stage''s end, or the month''s if earlier. The month''s for a purchase, and for a stage of unknown length, or one that ends more than ten years after the plan starts.';
COMMENT ON COLUMN traincost.focus_estimate.charge_category IS
'Usage, or Purchase: what is paid at once, that is bought hardware and lumps of data and labour.';
COMMENT ON COLUMN traincost.focus_estimate.charge_class IS
'NULL: an estimate corrects nothing.';
COMMENT ON COLUMN traincost.focus_estimate.charge_description IS
'Stage, model, line of the bill, GPU.';
COMMENT ON COLUMN traincost.focus_estimate.charge_frequency IS
'Usage-Based, or One-Time of a Purchase.';
COMMENT ON COLUMN traincost.focus_estimate.invoice_issuer_name IS
'Who would send the invoice: as service_provider_name.';
COMMENT ON COLUMN traincost.focus_estimate.service_provider_name IS
'Of rented GPUs the plan''s provider, that of its cloud region where its price is observed, or median of providers if it names neither a provider nor a price; else the setting traincost.company, else own company.';
COMMENT ON COLUMN traincost.focus_estimate.host_provider_name IS
'On whose machines the service runs: as service_provider_name.';
COMMENT ON COLUMN traincost.focus_estimate.service_category IS
'FOCUS category: Compute, Storage, Analytics, AI and Machine Learning, Other.';
COMMENT ON COLUMN traincost.focus_estimate.service_subcategory IS
'FOCUS subcategory: Virtual Machines of rented GPUs, Other (Compute) of owned hardware, Object Storage, ...';
COMMENT ON COLUMN traincost.focus_estimate.service_name IS
'Service in plain words: GPU rental, GPU cluster, electricity, ...';
COMMENT ON COLUMN traincost.focus_estimate.sku_id IS
'What is priced: the GPU''s key in table gpu, or the line of the bill.';
COMMENT ON COLUMN traincost.focus_estimate.sku_price_id IS
'sku_id / provider / kind of price: that of gpu_price for rented GPUs; purchase and owned for owned hardware; plan for all else.';
COMMENT ON COLUMN traincost.focus_estimate.region_id IS
'The plan''s price_region, else its region without the provider. NULL: it names neither.';
COMMENT ON COLUMN traincost.focus_estimate.pricing_category IS
'Standard, Dynamic (spot) or Committed (reserved).';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_category IS
'Usage, where a contract or a reserved price is used; else NULL.';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_id IS
'The contract, of table commitment, or that of a reserved price: as sku_price_id. NULL: none.';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_name IS
'The contract, or seller and term of a reserved price. NULL: none.';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_type IS
'Kind of the contract; Reserved of a reserved price. NULL: no commitment.';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_status IS
'Used, or Unused: hours of a contract that no stage of the plan uses. NULL: no commitment.';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_quantity IS
'Quantity used, left unused or paid upfront of the commitment, in commitment_discount_unit. NULL: none.';
COMMENT ON COLUMN traincost.focus_estimate.commitment_discount_unit IS
'pricing_unit of what is used of a commitment. NULL: none.';
COMMENT ON COLUMN traincost.focus_estimate.pricing_quantity IS
'Quantity in pricing_unit. The rows of a line sum to the bill''s quantity (to 4 decimals), those of owned hardware to the stage''s GPU-hours. NULL: unknown.';
COMMENT ON COLUMN traincost.focus_estimate.pricing_unit IS
'GPU-Hours, GPUs, kWh, Items, GB-Months, Person-Months or Units (lumps). NULL with an unknown quantity.';
COMMENT ON COLUMN traincost.focus_estimate.consumed_quantity IS
'pricing_quantity of Usage; NULL on Purchases and of unused commitment.';
COMMENT ON COLUMN traincost.focus_estimate.consumed_unit IS
'pricing_unit of Usage; NULL on Purchases and of unused commitment.';
COMMENT ON COLUMN traincost.focus_estimate.list_unit_price IS
'USD per pricing_unit: the bill''s; of the use of owned hardware its cost per GPU-hour. NULL: unpriced.';
COMMENT ON COLUMN traincost.focus_estimate.contracted_unit_price IS
'USD per pricing_unit after discounts: as list_unit_price, since a plan''s own price is net.';
COMMENT ON COLUMN traincost.focus_estimate.list_cost IS
'USD, exactly list_unit_price x pricing_quantity. Stands on a cluster''s Purchase and on its Usage: sum without the Purchases whose effective_cost is 0. NULL: unpriced.';
COMMENT ON COLUMN traincost.focus_estimate.contracted_cost IS
'USD, exactly contracted_unit_price x pricing_quantity. Sum it as list_cost. NULL: unpriced.';
COMMENT ON COLUMN traincost.focus_estimate.billed_cost IS
'USD paid in the billing period (cash): 0 for the use of a bought cluster. A plan''s rows sum exactly to its total_usd. NULL: unpriced.';
COMMENT ON COLUMN traincost.focus_estimate.effective_cost IS
'USD of the charge''s use (accrual): 0 for the purchase of a cluster that later Usage rows carry. A plan''s rows sum exactly to its total_usd. NULL: unpriced.';
COMMENT ON COLUMN traincost.focus_estimate.tags IS
'Flat JSON: run_id (the plan''s name), stage, model, ownership.';
COMMENT ON COLUMN traincost.focus_estimate.invoice_id IS
'Always NULL: an estimate is on no invoice.';
COMMENT ON COLUMN traincost.focus_estimate.x_estimate_id IS
'Marks an estimate: the plan''s name, @, the day it starts.';
COMMENT ON COLUMN traincost.focus_estimate.x_scenario IS
'The plan''s name; plans of the same work are scenarios.';
COMMENT ON COLUMN traincost.focus_estimate.x_workload_phase IS
'The stage.';
COMMENT ON COLUMN traincost.focus_estimate.x_quantile IS
'p50: the central estimate.';
COMMENT ON COLUMN traincost.focus_estimate.x_as_of IS
'Day whose prices and grid count.';
COMMENT ON COLUMN traincost.focus_estimate.x_assumptions IS
'JSON: the inputs that the stage''s plan sets. An input that is absent took the value of the catalog, or of table assumption.';
COMMENT ON COLUMN traincost.focus_estimate.x_month IS
'First day of the UTC month of the charge, the same under any session''s TimeZone: to group and join by.';
COMMENT ON COLUMN traincost.focus_estimate.x_stage_no IS
'Position of the stage in its plan.';
