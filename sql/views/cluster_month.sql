-- What each cluster could do, what plans use of it and pay for, and what is left to the company.
-- guide: a cluster and UTC month | cluster, month | month | hours there are, used, idle; depreciation, charged or not
CREATE VIEW traincost.cluster_month AS
SELECT m.cluster, m.month, m.month::timestamp AT TIME ZONE 'UTC' AS time, m.gpu, m.gpus,
       traincost._money(m.gpu_hours)::numeric(20,4) AS available_gpu_hours,
       traincost._money(coalesce(p.gpu_hours, 0))::numeric(20,4) AS planned_gpu_hours,
       traincost._money(m.gpu_hours - coalesce(p.gpu_hours, 0))::numeric(20,4) AS idle_gpu_hours,
       coalesce(p.gpu_hours, 0) > m.gpu_hours AS overbooked,
       traincost._money(m.usd)::numeric(20,4) AS depreciation_usd,
       traincost._money(u.usd)::numeric(20,4) AS charged_usd,
       traincost._money(m.usd - u.usd)::numeric(20,4) AS uncharged_usd,
       traincost._money(CASE WHEN m.first THEN m.price_usd ELSE 0 END)::numeric(20,4) AS cash_usd
FROM (SELECT c.cluster, c.gpu, c.gpus, g.month, g.month = date_trunc('month', c.bought_on::timestamp) AS first,
             r.usd AS price_usd,
             c.gpus::numeric * 24 * (d.until - d.since) AS gpu_hours,
             -- from its first day to the last, so that the months sum exactly
             round(r.usd * (1 - coalesce(c.residual_share, 0)::numeric) * (d.until - c.bought_on) / l.days, 4)
             - round(r.usd * (1 - coalesce(c.residual_share, 0)::numeric) * (d.since - c.bought_on) / l.days, 4) AS usd
      FROM traincost.cluster AS c
      CROSS JOIN LATERAL (SELECT greatest(1,
                                          round(least(coalesce(c.useful_life_years,
                                                               traincost._assumption_or_null('useful_life_years')),
                                                      100) * 365.25))::int AS days) AS l
      CROSS JOIN LATERAL (SELECT c.price * traincost.exchange_rate(c.currency, 'USD', c.bought_on) AS usd) AS r
      CROSS JOIN LATERAL traincost._months(c.bought_on, c.bought_on + l.days - 1) AS g (month)
      CROSS JOIN LATERAL (SELECT greatest(c.bought_on, g.month) AS since,
                                 least(c.bought_on + l.days, (g.month + interval '1 month')::date) AS until) AS d) AS m
LEFT JOIN (SELECT s.cluster, f.x_month, sum(f.pricing_quantity) AS gpu_hours,
                  CASE WHEN count(f.effective_cost) = count(*) THEN sum(f.effective_cost) END AS usd
           FROM traincost.focus_estimate AS f
           JOIN traincost.pipeline_stage AS s ON s.pipeline = f.x_scenario AND s.stage_no = f.x_stage_no
           LEFT JOIN traincost.plan AS n ON n.pipeline = s.pipeline
           WHERE s.cluster IS NOT NULL
             AND f.sku_id NOT LIKE '%, %'
             AND f.service_name = 'GPU cluster'
             AND n.status IS DISTINCT FROM 'cancelled'
           GROUP BY s.cluster, f.x_month) AS p ON p.cluster = m.cluster AND p.x_month = m.month
CROSS JOIN LATERAL (SELECT CASE WHEN p.cluster IS NULL THEN 0 ELSE p.usd END AS usd) AS u
WHERE traincost._plans_are_here();
COMMENT ON VIEW traincost.cluster_month IS
'Each cluster by UTC month of its life: GPU-hours there are, what plans use of them, what stands idle; its depreciation, what plans are charged for it, and what of it no plan pays. The depreciation of all months is exactly the price less what is left; plans that are cancelled are left out.';
COMMENT ON COLUMN traincost.cluster_month.cluster IS
'Name of the cluster.';
COMMENT ON COLUMN traincost.cluster_month.gpus IS
'GPUs of the cluster.';
COMMENT ON COLUMN traincost.cluster_month.available_gpu_hours IS
'GPU-hours of the month that there are.';
COMMENT ON COLUMN traincost.cluster_month.planned_gpu_hours IS
'GPU-hours that stages which name the cluster use.';
COMMENT ON COLUMN traincost.cluster_month.idle_gpu_hours IS
'What is left of them, negative where plans ask for more than there is.';
COMMENT ON COLUMN traincost.cluster_month.overbooked IS
'Whether plans ask for more GPU-hours than there are.';
COMMENT ON COLUMN traincost.cluster_month.depreciation_usd IS
'USD that the cluster loses in the month, by its days. NULL: no rate of exchange.';
COMMENT ON COLUMN traincost.cluster_month.charged_usd IS
'USD that plans are charged for its GPUs. NULL: a price is unknown.';
COMMENT ON COLUMN traincost.cluster_month.uncharged_usd IS
'USD of the depreciation that no plan is charged; negative where plans are charged more. NULL: as charged_usd.';
COMMENT ON COLUMN traincost.cluster_month.cash_usd IS
'USD that is paid in the month: the price in the month it is bought.';
