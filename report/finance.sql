-- What finance asks of a plan: its months, what was billed and why it differs, the quotes
-- behind its prices, the assumptions in force.  Statements, as report.sql has them.

PREPARE months(boolean) AS
SELECT coalesce(to_char(month, 'YYYY-MM'), 'Total') AS "month",
       CASE WHEN month IS NULL THEN round(usd, 2) ELSE (traincost._rounded_to_sum(array_agg(usd) OVER every, 2))[row_number() OVER every] END AS "USD used",
       CASE WHEN month IS NULL THEN round(cash_usd, 2) ELSE (traincost._rounded_to_sum(array_agg(cash_usd) OVER every, 2))[row_number() OVER every] END AS "USD paid",
       round(gpu_hours) AS "GPU-hours", round(energy_kwh::numeric / 1000, 2) AS "MWh"
FROM (SELECT month, CASE WHEN count(usd) = count(*) THEN sum(usd) END AS usd, CASE WHEN count(cash_usd) = count(*) THEN sum(cash_usd) END AS cash_usd,
             sum(gpu_hours) AS gpu_hours, sum(energy_kwh) AS energy_kwh
      FROM traincost.plan_calendar WHERE pipeline = :'pipeline' GROUP BY GROUPING SETS ((month), ())) AS m
WHERE month IS NOT NULL OR NOT $1
WINDOW every AS (PARTITION BY month IS NULL ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY month NULLS LAST;

PREPARE approval(boolean) AS
SELECT v.item AS "what", regexp_replace(v.value, :guard) AS "of this plan"
FROM traincost.plan_status AS p,
     -- as printed, the first three add up to the total with both, and what is left and the total to the budget
     LATERAL (SELECT traincost._rounded_to_sum(ARRAY[p.total_usd, coalesce(p.discount_usd, 0), coalesce(p.tax_usd, 0)], 2) AS usd, traincost._currency_digits(p.currency) AS digits) AS r,
     LATERAL (SELECT r.digits, ARRAY[r.usd[1], CASE WHEN p.discount_usd IS NOT NULL THEN r.usd[2] END, CASE WHEN p.tax_usd IS NOT NULL THEN r.usd[3] END] AS usd) AS s,
     LATERAL (VALUES (1, 'owner', p.owner), (2, 'team', p.team), (3, 'cost centre', p.cost_center), (4, 'environment', p.environment), (5, 'status', p.status), (6, 'approved on', p.approved_on::text),
                     (7, 'total of the bill', traincost._shown_money(s.usd[1], 'USD')), (8, 'discount', traincost._shown_money(s.usd[2], 'USD')), (9, 'tax', traincost._shown_money(s.usd[3], 'USD')),
                     (10, 'total with both', traincost._shown_money(p.gross_usd, 'USD')), (11, 'rate of exchange', trim_scale(round(p.currency_per_usd, 6))::text || ' ' || p.currency || ' for 1 USD, of ' || CASE WHEN p.approved_on IS NULL THEN 'today' ELSE p.approved_on::text END),
                     (12, 'total in ' || p.currency, traincost._shown_money(p.gross_in_currency, p.currency)),
                     (13, 'budget', traincost._shown_money(p.budget, p.currency)), (14, 'left of it', traincost._shown_money(round(p.budget, s.digits) - round(p.gross_in_currency, s.digits), p.currency))) AS v (no, item, value)
WHERE p.pipeline = :'pipeline' AND NOT (v.no IN (8, 9, 10) AND num_nonnulls(p.discount_usd, p.tax_usd) = 0 AND p.total_usd IS NOT NULL) AND NOT (v.no IN (11, 12) AND p.currency = 'USD') ORDER BY v.no;

-- a sum with an unknown part is unknown; beside it, how many plans have a price
PREPARE teams(boolean) AS
SELECT CASE WHEN every_team THEN 'Total' ELSE regexp_replace(coalesce(team, 'no team'), :guard) END AS "team", plans AS "plans", unpriced AS "unpriced plans",
       CASE WHEN every_team OR $1 THEN round(usd, CASE WHEN $1 THEN 4 ELSE 2 END) ELSE (traincost._rounded_to_sum(array_agg(usd) OVER every, 2))[row_number() OVER every] END AS "USD",
       over_budget AS "over budget", round(gpu_hours::numeric) AS "GPU-hours", round(co2e_kg::numeric / 1000, 2) AS "t CO2e", basis AS "basis of CO2e"
FROM (SELECT p.team, grouping(p.team) = 1 AS every_team, count(*) AS plans, count(*) FILTER (WHERE e.total_usd IS NULL) AS unpriced, CASE WHEN count(e.total_usd) = count(*) THEN sum(e.total_usd) END AS usd,
             count(*) FILTER (WHERE p.budget IS NOT NULL AND (SELECT s.over_budget FROM traincost.plan_status AS s WHERE s.pipeline = e.pipeline)) AS over_budget, sum(e.gpu_hours) AS gpu_hours,
             -- CO2e of several bases is not added
             CASE WHEN count(DISTINCT e.grid_basis) > 1 OR max(e.grid_basis) LIKE '%,%' THEN CASE WHEN NOT $1 THEN 'NaN'::float8 END WHEN count(e.co2e_location_kg) = count(*) THEN sum(e.co2e_location_kg) END AS co2e_kg,
             CASE WHEN count(DISTINCT e.grid_basis) > 1 OR max(e.grid_basis) LIKE '%,%' THEN 'several' ELSE max(e.grid_basis) END AS basis
      FROM traincost.pipeline_estimate AS e LEFT JOIN traincost.plan AS p ON p.pipeline = e.pipeline
      WHERE p.status IS DISTINCT FROM 'cancelled' AND :of_company GROUP BY GROUPING SETS ((p.team), ())) AS t
WHERE NOT (every_team AND $1)
WINDOW every AS (PARTITION BY every_team ORDER BY team NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY every_team, team NULLS LAST;

\if :has_last
-- the bill then and now, line by line; the second line of one name is compared with the second
PREPARE changes(boolean) AS
WITH line AS (
    SELECT CASE WHEN a.item IS NOT NULL AND b.item IS NOT NULL AND a.usd = b.usd THEN NULL ELSE coalesce(b.place, a.place + 1000000) END AS place,
           coalesce(b.stage, a.stage) AS stage, coalesce(b.item, a.item) AS item, CASE WHEN a.item IS NULL THEN 0 ELSE a.usd END AS before, CASE WHEN b.item IS NULL THEN 0 ELSE b.usd END AS after,
           CASE WHEN a.item IS NULL THEN 'new' WHEN b.item IS NULL THEN 'gone' WHEN a.usd IS NULL OR b.usd IS NULL THEN 'unknown price'
                ELSE concat_ws(' and ', CASE WHEN a.unit_usd IS DISTINCT FROM b.unit_usd THEN 'price' END, CASE WHEN round(a.quantity, 4) IS DISTINCT FROM round(b.quantity, 4) THEN 'quantity' END) END AS why
    FROM (SELECT o AS place, l ->> 'stage' AS stage, l ->> 'item' AS item, (l ->> 'amount_usd')::numeric AS usd, (l ->> 'unit_usd')::numeric AS unit_usd, (l ->> 'quantity')::numeric AS quantity,
                 row_number() OVER (PARTITION BY l ->> 'stage', l ->> 'item' ORDER BY o) AS no
          FROM jsonb_array_elements(:'last_json'::jsonb -> 'bill') WITH ORDINALITY AS e (l, o)) AS a
    FULL JOIN (SELECT line_no AS place, stage, item, amount_usd AS usd, unit_usd, quantity::numeric, row_number() OVER (PARTITION BY stage, item ORDER BY line_no) AS no
               FROM traincost.bill(:'pipeline')) AS b ON b.stage = a.stage AND b.item = a.item AND b.no = a.no
), shown AS (
    SELECT place, stage, item, before, after, why FROM line WHERE place IS NOT NULL
    UNION ALL SELECT 2000000, 'unchanged', count(*) || ' lines', sum(before), sum(after), '' FROM line WHERE place IS NULL HAVING count(*) > 0
), printed AS (
    SELECT place, stage, item, why, (traincost._rounded_to_sum(array_agg(before) OVER every, CASE WHEN $1 THEN 4 ELSE 2 END))[row_number() OVER every] AS before,
           (traincost._rounded_to_sum(array_agg(after) OVER every, CASE WHEN $1 THEN 4 ELSE 2 END))[row_number() OVER every] AS after
    FROM shown WINDOW every AS (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT regexp_replace(stage, :guard) AS "stage", item AS "item", before AS "USD then", after AS "USD now", after - before AS "change in USD", why AS "because of"
FROM (SELECT * FROM printed
      UNION ALL SELECT NULL, 'Total', '', '', CASE WHEN count(before) = count(*) THEN sum(before) END, CASE WHEN count(after) = count(*) THEN sum(after) END FROM printed HAVING NOT $1) AS p
ORDER BY place NULLS LAST;
\endif

PREPARE quotes(boolean) AS
SELECT regexp_replace(s.stage, :guard) AS "stage", regexp_replace(d.gpu, :guard) AS "GPU", regexp_replace(coalesce(s.provider, 'median of providers'), :guard) AS "provider",
       count(p.gpu) FILTER (WHERE p.observed_on > d.as_of - 180) AS "quotes of 180 days", max(p.observed_on) AS "newest", d.as_of - max(p.observed_on) AS "days old",
       CASE WHEN max(p.observed_on) > d.as_of - 180 THEN 'fresh' WHEN max(p.observed_on) IS NULL THEN 'no quote' ELSE 'stale' END AS "state"
FROM traincost.pipeline_stage AS s
CROSS JOIN LATERAL traincost._stage_defaults(s) AS o
CROSS JOIN LATERAL (SELECT o.gpu, o.ownership, CASE WHEN isfinite(o.as_of) THEN o.as_of ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END AS as_of) AS d
LEFT JOIN traincost.gpu_price AS p ON p.gpu = d.gpu AND (s.provider IS NULL OR p.provider = s.provider) AND p.observed_on <= d.as_of
     AND p.kind = CASE WHEN d.ownership = 'rent' THEN coalesce(s.price_kind, 'on_demand') ELSE 'purchase' END
WHERE s.pipeline = :'pipeline' AND s.usd_per_gpu_hour IS NULL AND s.usd_per_gpu IS NULL
GROUP BY s.stage_no, s.stage, s.provider, d.gpu, d.as_of ORDER BY s.stage_no;

PREPARE assumptions(boolean) AS
SELECT regexp_replace(assumption, :guard) AS "assumption", value AS "value", low AS "low", high AS "high", regexp_replace(unit, :guard) AS "unit",
       whose AS "whose", regexp_replace(stages, :guard) AS "stages", regexp_replace(source, :guard) AS "source"
FROM traincost.plan_assumptions(:'pipeline');

\if :has_costs
-- from the plan to the bill, a line for each cause, in each currency
PREPARE billed(boolean) AS
SELECT currency AS "currency", line AS "from plan to bill", CASE WHEN place < 3 THEN (traincost._rounded_to_sum(array_agg(amount) OVER every, digits))[row_number() OVER every] ELSE round(amount, digits) END AS "amount"
FROM (SELECT v.currency, traincost._currency_digits(v.currency) AS digits, l.line, l.place, CASE WHEN l.place = 2 OR count(l.amount) = count(*) THEN sum(l.amount) END AS amount
      FROM traincost.variance(:'cost_table'::regclass, :of_bill) AS v
      CROSS JOIN LATERAL (VALUES ('planned', 1, v.est_cost), ('billed', 3, v.actual_cost),
          ('price', 2, v.price_effect), ('quantity', 2, v.quantity_effect), ('price and quantity', 2, v.joint_effect), ('currency', 2, v.currency_effect), ('purchases', 2, v.purchase_effect), ('commitments', 2, v.commitment_effect),
          ('unused commitment', 2, v.unused_commitment_effect), ('credits', 2, v.credit_effect), ('refunds', 2, v.refund_effect), ('adjustments', 2, v.adjustment_effect), ('taxes', 2, v.tax_effect),
          ('rounding', 2, v.rounding_effect), ('other', 2, v.other_effect)) AS l (line, place, amount)
      WHERE v.run_id = :'pipeline'
      GROUP BY v.currency, l.line, l.place
      -- a plan or a bill with an unknown part is unknown, never 0
      HAVING l.place <> 2 OR sum(l.amount) <> 0) AS b
WINDOW every AS (PARTITION BY currency, place = 3 ORDER BY place, abs(amount) DESC, line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY currency, place, abs(amount) DESC, line;
SELECT coalesce(sum(unknown), 0) AS unknown_charges, coalesce(min(reason), '') AS unknown_reason, count(*) FILTER (WHERE of_plan) > 1 AS has_several_currencies,
       coalesce(string_agg(traincost._shown_money(no_run, currency), ', ' ORDER BY currency) FILTER (WHERE no_run <> 0), '') AS no_run_amounts
FROM (SELECT v.currency, count(*) FILTER (WHERE v.run_id = :'pipeline' AND v.other_effect IS NULL) AS unknown, min(v.explanation) FILTER (WHERE v.run_id = :'pipeline' AND v.other_effect IS NULL) AS reason,
             bool_or(v.run_id = :'pipeline') AS of_plan, sum(v.actual_cost) FILTER (WHERE v.run_id IS NULL) AS no_run
      FROM traincost.variance(:'cost_table'::regclass, :of_bill) AS v GROUP BY v.currency) AS b \gset
\endif
