-- A plan up to a day, and from it to the end.

CREATE TYPE traincost.plan_progress AS (
    plan text,
    month date,
    total_usd numeric(20,4),
    month_usd numeric(20,4),
    month_to_date_usd numeric(20,4),
    to_date_usd numeric(20,4),
    to_completion_usd numeric(20,4)
);
COMMENT ON TYPE traincost.plan_progress IS
'A plan up to the end of a day in USD of what is used, as plan_to_date gives it.';
COMMENT ON COLUMN traincost.plan_progress.plan IS
'Name of the plan: pipeline of pipeline_stage.';
COMMENT ON COLUMN traincost.plan_progress.month IS
'First day of the UTC month that the day is in.';
COMMENT ON COLUMN traincost.plan_progress.total_usd IS
'USD of the whole plan; NULL: a price is unknown.';
COMMENT ON COLUMN traincost.plan_progress.month_usd IS
'USD of the whole month.';
COMMENT ON COLUMN traincost.plan_progress.month_to_date_usd IS
'USD of the month up to the end of the day.';
COMMENT ON COLUMN traincost.plan_progress.to_date_usd IS
'USD of the plan up to the end of the day.';
COMMENT ON COLUMN traincost.plan_progress.to_completion_usd IS
'USD from then on: total_usd - to_date_usd.';

CREATE FUNCTION traincost.plan_to_date(pipeline text DEFAULT NULL, through date DEFAULT NULL)
RETURNS SETOF traincost.plan_progress
LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 10 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
    SELECT c.plan, d.month,
           traincost._money(CASE WHEN bool_and(c.usd IS NOT NULL) THEN sum(c.usd) END)::numeric(20,4),
           traincost._money(CASE WHEN bool_and(c.usd IS NOT NULL)
                                 THEN coalesce(sum(c.usd) FILTER (WHERE c.month = d.month), 0) END)::numeric(20,4),
           traincost._money(CASE WHEN bool_and(c.usd IS NOT NULL)
                                 THEN coalesce(sum(c.by_then) FILTER (WHERE c.month = d.month), 0) END)::numeric(20,4),
           traincost._money(CASE WHEN bool_and(c.usd IS NOT NULL) THEN sum(c.by_then) END)::numeric(20,4),
           traincost._money(CASE WHEN bool_and(c.usd IS NOT NULL) THEN sum(c.usd) - sum(c.by_then) END)::numeric(20,4)
    FROM (
        -- no plan goes on after these years, and no timestamp holds all that a date holds
        SELECT least(greatest(g.day, date '0001-01-01'), date '9999-12-31') AS day
        FROM (SELECT coalesce($2, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date) AS day) AS g
        WHERE isfinite(g.day)) AS t
    CROSS JOIN LATERAL (SELECT date_trunc('month', t.day::timestamp)::date AS month,
                               (t.day + 1)::timestamp AT TIME ZONE 'UTC' AS cut) AS d
    CROSS JOIN LATERAL (
        SELECT f.x_scenario AS plan, f.x_month AS month, f.effective_cost AS usd,
               CASE WHEN f.charge_period_end <= d.cut THEN f.effective_cost
                    WHEN f.charge_period_start >= d.cut THEN 0
                    -- what is bought at once is of the day it starts
                    WHEN f.charge_category = 'Purchase' THEN f.effective_cost
                    ELSE round(f.effective_cost * extract(epoch FROM d.cut - f.charge_period_start)::numeric
                               / extract(epoch FROM f.charge_period_end - f.charge_period_start)::numeric,
                               4) END AS by_then
        FROM traincost.focus_estimate AS f
        WHERE $1 IS NULL OR f.x_scenario = $1) AS c
    GROUP BY c.plan, d.month
$$;
COMMENT ON FUNCTION traincost.plan_to_date(text, date) IS
'Each plan up to the end of a day in USD of what is used.
Each plan, or one, up to the end of a day (through; NULL: today) in USD of what is used: total, the day''s month in all and to date, all to date, and from then to completion; to_date_usd + to_completion_usd is exactly total_usd. NULL: a price is unknown. No row for a day that is not finite.';
