-- The calendar of all plans, kept: teams by month over many plans are then sums of rows,
-- and no plan is worked out.  Neither table is dumped: refresh_summary() fills them again.

CREATE TABLE traincost.calendar_summary (
    pipeline          text,
    stage_no          bigint,
    stage             text NOT NULL,
    month             date,
    gpu_hours         numeric(20,4),
    usd               numeric(20,4),
    cash_usd          numeric(20,4),
    unpriced_charges  bigint,
    energy_kwh        float8,
    co2e_location_kg  float8,
    co2e_market_kg    float8,
    co2e_embodied_kg  float8,
    grid_basis        text,
    PRIMARY KEY (pipeline, stage_no, month)
);
COMMENT ON TABLE traincost.calendar_summary IS
'plan_calendar as it was when refresh_summary() last worked each plan out (plan_refresh says when): each stage of each plan by UTC month. Changes of plans, prices and facts since then are not in it; stale_plans() names the plans that they concern.';
COMMENT ON COLUMN traincost.calendar_summary.gpu_hours IS
'GPU-hours of the month. NULL: none, or unknown.';
COMMENT ON COLUMN traincost.calendar_summary.unpriced_charges IS
'Charges of the month without a price.';
COMMENT ON COLUMN traincost.calendar_summary.energy_kwh IS
'Electricity in kWh, shared out by GPU-hours.';
COMMENT ON COLUMN traincost.calendar_summary.grid_basis IS
'Basis of the stage''s carbon intensity. Add CO2e of one basis only. NULL: no figure.';

CREATE TABLE traincost.plan_refresh (
    pipeline     text PRIMARY KEY,
    day          date NOT NULL,
    refreshed_at timestamptz NOT NULL,
    facts        text NOT NULL,
    inputs       text NOT NULL
);
COMMENT ON TABLE traincost.plan_refresh IS
'When refresh_summary() last worked each plan out, and from what: so that it works out again only those of which something changed. Nobody edits it.';
COMMENT ON COLUMN traincost.plan_refresh.day IS
'UTC day of the plan''s newest row in pipeline_summary.';
COMMENT ON COLUMN traincost.plan_refresh.refreshed_at IS
'When the plan was last worked out.';
COMMENT ON COLUMN traincost.plan_refresh.facts IS
'32 hexadecimal digits of the reference tables, contracts and clusters that were read.';
COMMENT ON COLUMN traincost.plan_refresh.inputs IS
'32 hexadecimal digits of the plan''s own rows: its stages, pauses and shares of contracts.';
