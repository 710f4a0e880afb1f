-- guide: a team and UTC month | coalesce(team, ''), month | month | the same of many plans, as of the last `refresh_summary()`
-- As team_month, from the calendar that is kept.
CREATE VIEW traincost.team_month_summary AS
SELECT
-- @arguments team_month
       min(d.refreshed_at) AS refreshed_at
FROM traincost.calendar_summary AS c
JOIN traincost.plan_refresh AS d ON d.pipeline = c.pipeline
LEFT JOIN traincost.plan AS p ON p.pipeline = c.pipeline
CROSS JOIN LATERAL (SELECT coalesce(nullif(current_setting('traincost.reporting_currency', true), ''), 'USD') AS currency) AS r
WHERE p.status IS DISTINCT FROM 'cancelled' AND traincost._plans_are_here()
GROUP BY p.team, c.month, r.currency;
COMMENT ON VIEW traincost.team_month_summary IS
'What the plans of each team cost by UTC month, as of the last refresh_summary(): team_month for many plans. A plan that was added or changed since then is not in it, or is as it was (stale_plans() names it); teams and cancelled plans are those of now.';
COMMENT ON COLUMN traincost.team_month_summary.team IS
'Team, of table plan. NULL: plans that name none.';
COMMENT ON COLUMN traincost.team_month_summary.plans IS
'Plans with charges in the month.';
COMMENT ON COLUMN traincost.team_month_summary.known_usd IS
'USD of the stages whose price is known.';
COMMENT ON COLUMN traincost.team_month_summary.gpu_hours IS
'GPU-hours of the month.';
COMMENT ON COLUMN traincost.team_month_summary.co2e_location_kg IS
'Operational CO2e in kg (location-based). NULL: unknown, or of several bases, which are not added.';
COMMENT ON COLUMN traincost.team_month_summary.grid_basis IS
'Basis of the carbon intensities of the month: one word where all agree. NULL: no figure.';
COMMENT ON COLUMN traincost.team_month_summary.reporting_cost IS
'usd in it, at the rate of the first day of the month. NULL: unknown, or no rate.';
COMMENT ON COLUMN traincost.team_month_summary.refreshed_at IS
'When the plan of the month that was worked out longest ago was worked out.';
