-- guide: a plan | pipeline | approved_on | owner, team, budget, discount, tax, currency
CREATE VIEW traincost.plan_status AS
SELECT e.pipeline, p.owner, p.team, p.cost_center, p.environment, p.tags::text AS tags, p.status, p.approved_on,
       e.total_usd, n.discount_usd::numeric(20,4) AS discount_usd, g.tax_usd::numeric(20,4) AS tax_usd,
       traincost._money(m.gross_usd)::numeric(20,4) AS gross_usd,
       coalesce(p.currency, 'USD') AS currency, traincost._money(r.rate)::numeric(28,12) AS currency_per_usd,
       traincost._money(m.gross_usd * r.rate)::numeric(20,4) AS gross_in_currency,
       p.budget, traincost._money(p.budget - (m.gross_usd * r.rate))::numeric(20,4) AS budget_left,
       (m.gross_usd * r.rate > p.budget) AS over_budget,
       c.reporting AS reporting_currency,
       traincost._money(m.gross_usd * r.reporting_rate)::numeric(20,4) AS gross_in_reporting_currency
FROM traincost.pipeline_estimate AS e
LEFT JOIN traincost.plan AS p ON p.pipeline = e.pipeline
-- each rounded before the next is worked out, so that they sum exactly
CROSS JOIN LATERAL (SELECT traincost._money(round(-e.total_usd * p.discount_share, 4)) AS discount_usd) AS n
CROSS JOIN LATERAL (SELECT traincost._money(round((e.total_usd + coalesce(n.discount_usd, 0)) * p.tax_share,
                                                  4)) AS tax_usd) AS g
CROSS JOIN LATERAL (SELECT e.total_usd + coalesce(n.discount_usd, 0) + coalesce(g.tax_usd, 0) AS gross_usd) AS m
CROSS JOIN LATERAL (SELECT coalesce(nullif(current_setting('traincost.reporting_currency', true), ''),
                                    'USD') AS reporting,
                           coalesce(p.approved_on, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date) AS day) AS c
CROSS JOIN LATERAL (SELECT traincost.exchange_rate('USD', coalesce(p.currency, 'USD'), c.day) AS rate,
                           traincost.exchange_rate('USD', c.reporting, c.day) AS reporting_rate) AS r;
COMMENT ON VIEW traincost.plan_status IS
'Each plan with whose it is, what it costs with discount and tax, and what is left of its budget in its own currency.';
COMMENT ON COLUMN traincost.plan_status.owner IS
'Who answers for it.';
COMMENT ON COLUMN traincost.plan_status.team IS
'Team that pays.';
COMMENT ON COLUMN traincost.plan_status.cost_center IS
'Cost centre of the company.';
COMMENT ON COLUMN traincost.plan_status.environment IS
'production, research, or the plan''s own word.';
COMMENT ON COLUMN traincost.plan_status.tags IS
'Free tags, JSON.';
COMMENT ON COLUMN traincost.plan_status.status IS
'draft, approved, running, done or cancelled.';
COMMENT ON COLUMN traincost.plan_status.approved_on IS
'Day of the approval.';
COMMENT ON COLUMN traincost.plan_status.total_usd IS
'USD in all, before discount and tax. NULL: a stage is unpriced.';
COMMENT ON COLUMN traincost.plan_status.discount_usd IS
'Discount in USD, negative. NULL: none, or unknown.';
COMMENT ON COLUMN traincost.plan_status.tax_usd IS
'Tax in USD on what is left. NULL: none, or unknown.';
COMMENT ON COLUMN traincost.plan_status.gross_usd IS
'USD after discount, with tax: exactly total_usd + discount_usd + tax_usd. NULL: unknown.';
COMMENT ON COLUMN traincost.plan_status.currency IS
'Currency of the budget.';
COMMENT ON COLUMN traincost.plan_status.currency_per_usd IS
'Rate of exchange of the day approved, else of today. NULL: currency_rate has none.';
COMMENT ON COLUMN traincost.plan_status.gross_in_currency IS
'gross_usd in the plan''s currency. NULL: unknown, or no rate.';
COMMENT ON COLUMN traincost.plan_status.budget IS
'Budget in currency. NULL: none.';
COMMENT ON COLUMN traincost.plan_status.budget_left IS
'What the plan leaves of its budget, negative if it is over. NULL: no budget, or unknown.';
COMMENT ON COLUMN traincost.plan_status.over_budget IS
'Whether the plan costs more than its budget. NULL: no budget, or unknown.';
COMMENT ON COLUMN traincost.plan_status.gross_in_reporting_currency IS
'gross_usd in it, at the rate of the day approved, else of today. NULL: unknown, or no rate.';
