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

-- in force is what one stage at least leaves open
PREPARE assumptions(boolean) AS
SELECT regexp_replace(a.name, :guard) AS "assumption", a.value AS "value", a.low AS "low", a.high AS "high", regexp_replace(a.unit, :guard) AS "unit",
       CASE WHEN a.shipped THEN 'shipped' ELSE 'yours' END AS "whose", regexp_replace(a.source, :guard) AS "source"
FROM traincost.assumption AS a
WHERE EXISTS (SELECT FROM traincost.pipeline_stage AS s WHERE s.pipeline = :'pipeline' AND (to_jsonb(s) ->> a.name) IS NULL)
ORDER BY a.name COLLATE "C";

\if :has_costs
-- from the plan to the bill, a line for each cause, in each currency
PREPARE billed(boolean) AS
SELECT currency AS "currency", line AS "from plan to bill", CASE WHEN place < 3 THEN (traincost._rounded_to_sum(array_agg(amount) OVER every, 2))[row_number() OVER every] ELSE round(amount, 2) END AS "amount"
FROM (SELECT v.currency, l.line, l.place, sum(l.amount) AS amount
      FROM traincost.variance(:'cost_table'::regclass, cost => 'billed', through => nullif(:'through', '')::date) AS v
      CROSS JOIN LATERAL (VALUES ('planned', 1, v.est_cost), ('billed', 3, v.actual_cost),
          ('price', 2, v.price_effect), ('quantity', 2, v.quantity_effect), ('price and quantity', 2, v.joint_effect), ('purchases', 2, v.purchase_effect), ('commitments', 2, v.commitment_effect),
          ('unused commitment', 2, v.unused_commitment_effect), ('credits', 2, v.credit_effect), ('refunds', 2, v.refund_effect), ('adjustments', 2, v.adjustment_effect), ('taxes', 2, v.tax_effect),
          ('rounding', 2, v.rounding_effect), ('other', 2, v.other_effect)) AS l (line, place, amount)
      WHERE v.run_id = :'pipeline'
      GROUP BY v.currency, l.line, l.place
      -- a sum with an unknown part has no meaning
      HAVING l.place <> 2 OR sum(l.amount) <> 0) AS b
WINDOW every AS (PARTITION BY currency, place = 3 ORDER BY place, abs(amount) DESC, line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY currency, place, abs(amount) DESC, line;
SELECT count(*) AS unknown_charges, coalesce(min(explanation), '') AS unknown_reason
FROM traincost.variance(:'cost_table'::regclass, cost => 'billed', through => nullif(:'through', '')::date) WHERE run_id = :'pipeline' AND other_effect IS NULL \gset
\endif
