-- guide: a team and UTC month | coalesce(team, ''), month | month | dollars of its plans
CREATE VIEW traincost.team_month AS
SELECT
-- @arguments team_month last
FROM traincost.plan_calendar AS c
LEFT JOIN traincost.plan AS p ON p.pipeline = c.pipeline
CROSS JOIN LATERAL (SELECT coalesce(nullif(current_setting('traincost.reporting_currency', true), ''), 'USD') AS currency) AS r
WHERE p.status IS DISTINCT FROM 'cancelled'
GROUP BY p.team, c.month, r.currency;
COMMENT ON VIEW traincost.team_month IS
'What the plans of each team cost by UTC month; plans without a row in table plan are those of team NULL, cancelled ones are left out. It works every plan out, in seconds from some thousand stages on: team_month_summary has the same as of the last refresh_summary(), in milliseconds.';
COMMENT ON COLUMN traincost.team_month.team IS
'Team, of table plan. NULL: plans that name none.';
COMMENT ON COLUMN traincost.team_month.plans IS
'Plans with charges in the month.';
COMMENT ON COLUMN traincost.team_month.known_usd IS
'USD of the stages whose price is known.';
COMMENT ON COLUMN traincost.team_month.gpu_hours IS
'GPU-hours of the month.';
COMMENT ON COLUMN traincost.team_month.co2e_location_kg IS
'Operational CO2e in kg (location-based). NULL: unknown, or of several bases, which are not added.';
COMMENT ON COLUMN traincost.team_month.grid_basis IS
'Basis of the carbon intensities of the month: one word where all agree. NULL: no figure.';
COMMENT ON COLUMN traincost.team_month.reporting_cost IS
'usd converted to reporting_currency, at the rate of the first day of the month. NULL: usd is unknown, or there is no rate.';
