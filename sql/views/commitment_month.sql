-- A contract's minimum against the hours that plans use of its GPUs at its provider.
CREATE VIEW traincost.commitment_month AS
SELECT m.commitment, m.month, m.month::timestamp AT TIME ZONE 'UTC' AS time, m.provider, m.gpu,
       traincost._money(m.committed)::numeric(20,4) AS committed_gpu_hours, traincost._money(m.planned)::numeric(20,4) AS planned_gpu_hours, traincost._money(u.used)::numeric(20,4) AS used_gpu_hours,
       traincost._money(m.planned - u.used)::numeric(20,4) AS beyond_gpu_hours, traincost._money(m.committed - u.used)::numeric(20,4) AS unused_gpu_hours, m.currency AS billing_currency,
       traincost._money((m.committed - u.used) * m.price_per_gpu_hour)::numeric(20,4) AS unused_cost, traincost._money(m.committed * m.price_per_gpu_hour)::numeric(20,4) AS committed_cost,
       traincost._money(m.committed * m.price_per_gpu_hour * (1 - m.upfront_share) + CASE WHEN m.first THEN m.upfront_share * m.price_per_gpu_hour * sum(m.committed) OVER (PARTITION BY m.commitment) ELSE 0 END)::numeric(20,4) AS cash_cost
FROM (SELECT c.*, g.month::date AS month, g.month = date_trunc('month', c.starts_on::timestamp) AS first,
             c.gpu_hours_per_month * (d.until - d.since) / (n.next::date - g.month::date) AS committed,
             c.max_gpus::numeric * 24 * (d.until - d.since) AS most,
             coalesce(p.planned, 0) AS planned
      FROM traincost.commitment AS c
      CROSS JOIN LATERAL generate_series(date_trunc('month', c.starts_on::timestamp), c.ends_on::timestamp, interval '1 month') AS g (month)
      CROSS JOIN LATERAL (SELECT g.month + interval '1 month' AS next) AS n
      CROSS JOIN LATERAL (SELECT greatest(c.starts_on, g.month::date) AS since, least(c.ends_on + 1, n.next::date) AS until) AS d
      LEFT JOIN (SELECT f.service_provider_name, f.sku_id, f.x_month, sum(f.pricing_quantity) AS planned
                 FROM traincost.focus_estimate AS f WHERE f.service_name = 'GPU rental' GROUP BY f.service_provider_name, f.sku_id, f.x_month) AS p
          ON p.service_provider_name = c.provider AND p.sku_id = c.gpu AND p.x_month = g.month::date) AS m
CROSS JOIN LATERAL (SELECT least(m.planned, m.committed, m.most) AS used) AS u;
COMMENT ON VIEW traincost.commitment_month IS
'Each contract by UTC month: what is committed, what plans use of it, what they use beyond it (on demand), and what is paid for unused.';
COMMENT ON COLUMN traincost.commitment_month.commitment IS
'Name of the contract.';
COMMENT ON COLUMN traincost.commitment_month.month IS
'First day of the UTC month.';
COMMENT ON COLUMN traincost.commitment_month.time IS
'Start of the UTC month, for charts over time.';
COMMENT ON COLUMN traincost.commitment_month.provider IS
'Provider of the contract.';
COMMENT ON COLUMN traincost.commitment_month.committed_gpu_hours IS
'GPU-hours paid for in the month, by the days that the term covers.';
COMMENT ON COLUMN traincost.commitment_month.planned_gpu_hours IS
'GPU-hours that plans rent of this GPU at this provider in the month.';
COMMENT ON COLUMN traincost.commitment_month.used_gpu_hours IS
'The part of them that the contract covers, up to its cap of GPUs.';
COMMENT ON COLUMN traincost.commitment_month.beyond_gpu_hours IS
'The part beyond it: at the price on demand.';
COMMENT ON COLUMN traincost.commitment_month.unused_gpu_hours IS
'Committed hours that no plan uses: unused commitment.';
COMMENT ON COLUMN traincost.commitment_month.billing_currency IS
'Currency of the costs: the contract''s.';
COMMENT ON COLUMN traincost.commitment_month.unused_cost IS
'Cost of the unused hours.';
COMMENT ON COLUMN traincost.commitment_month.committed_cost IS
'Cost of the month''s commitment, used or not.';
COMMENT ON COLUMN traincost.commitment_month.cash_cost IS
'What is paid in the month: the upfront part in the first, the rest by month.';
