-- A contract's minimum against the hours of the stages that name it.
-- guide: a contract and UTC month | commitment, month | month | hours committed, used, beyond, unused
CREATE VIEW traincost.commitment_month AS
SELECT m.commitment, m.month, m.month::timestamp AT TIME ZONE 'UTC' AS time, m.provider, m.gpu,
       traincost._money(m.committed)::numeric(20,4) AS committed_gpu_hours,
       traincost._money(m.used + m.beyond)::numeric(20,4) AS planned_gpu_hours,
       traincost._money(m.used)::numeric(20,4) AS used_gpu_hours,
       traincost._money(m.beyond)::numeric(20,4) AS beyond_gpu_hours,
       traincost._money(m.committed - m.used)::numeric(20,4) AS unused_gpu_hours, m.currency AS billing_currency,
       traincost._money((m.committed - m.used) * m.price_per_gpu_hour)::numeric(20,4) AS unused_cost,
       traincost._money(m.committed * m.price_per_gpu_hour)::numeric(20,4) AS committed_cost,
       traincost._money(m.committed * m.price_per_gpu_hour * (1 - m.upfront_share)
                        + CASE WHEN m.first
                               THEN m.upfront_share * m.price_per_gpu_hour
                                    * sum(m.committed) OVER (PARTITION BY m.commitment)
                               ELSE 0 END)::numeric(20,4) AS cash_cost
FROM (SELECT c.*, g.month, g.month = date_trunc('month', c.starts_on::timestamp) AS first,
             c.gpu_hours_per_month * (d.until - d.since) / (n.next - g.month) AS committed, coalesce(p.used, 0) AS used,
             coalesce(p.beyond, 0) AS beyond
      FROM traincost.commitment AS c
      CROSS JOIN LATERAL traincost._months(c.starts_on, c.ends_on) AS g (month)
      CROSS JOIN LATERAL (SELECT (g.month + interval '1 month')::date AS next) AS n
      CROSS JOIN LATERAL (SELECT greatest(c.starts_on, g.month) AS since, least(c.ends_on + 1, n.next) AS until) AS d
      LEFT JOIN (SELECT s.commitment, f.x_month,
                        sum(f.pricing_quantity) FILTER (WHERE f.commitment_discount_status = 'Used') AS used,
                        sum(f.pricing_quantity) FILTER (WHERE f.commitment_discount_status IS NULL
                                                          AND f.charge_category = 'Usage') AS beyond
                 FROM traincost.focus_estimate AS f
                 JOIN traincost.pipeline_stage AS s ON s.pipeline = f.x_scenario AND s.stage_no = f.x_stage_no
                 LEFT JOIN traincost.plan AS l ON l.pipeline = s.pipeline
                 WHERE s.commitment IS NOT NULL
                   AND f.service_name = 'GPU rental'
                   AND l.status IS DISTINCT FROM 'cancelled'
                 GROUP BY s.commitment, f.x_month) AS p
          ON p.commitment = c.commitment AND p.x_month = g.month) AS m
WHERE traincost._plans_are_here();
COMMENT ON VIEW traincost.commitment_month IS
'Each contract by UTC month: what is committed, what the stages that name it use of it, what they use beyond it (on demand), and what is paid for unused. Plans that are cancelled are left out.';
COMMENT ON COLUMN traincost.commitment_month.commitment IS
'Name of the contract.';
COMMENT ON COLUMN traincost.commitment_month.provider IS
'Provider of the contract.';
COMMENT ON COLUMN traincost.commitment_month.committed_gpu_hours IS
'GPU-hours paid for in the month, by the days that the term covers.';
COMMENT ON COLUMN traincost.commitment_month.planned_gpu_hours IS
'GPU-hours of the month of stages that name the contract.';
COMMENT ON COLUMN traincost.commitment_month.used_gpu_hours IS
'The part of them that the contract covers, up to its cap of GPUs and the plans'' shares (plan_commitment).';
COMMENT ON COLUMN traincost.commitment_month.beyond_gpu_hours IS
'The part beyond it: at the price on demand.';
COMMENT ON COLUMN traincost.commitment_month.unused_gpu_hours IS
'Committed hours that no plan uses: unused commitment. Negative where plans have more than the whole of it: see catalog_problem.';
COMMENT ON COLUMN traincost.commitment_month.billing_currency IS
'Currency of the costs: the contract''s.';
COMMENT ON COLUMN traincost.commitment_month.unused_cost IS
'Cost of the unused hours.';
COMMENT ON COLUMN traincost.commitment_month.committed_cost IS
'Cost of the month''s commitment, used or not.';
COMMENT ON COLUMN traincost.commitment_month.cash_cost IS
'What is paid in the month: the upfront part in the first, the rest by month.';
