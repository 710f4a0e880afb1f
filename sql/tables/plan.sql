-- Whose a plan is, and in what money: yours, a row for each plan that has an owner.

CREATE TABLE traincost.plan (
    pipeline       text PRIMARY KEY,
    owner          text,
    team           text,
    cost_center    text,
    environment    text,
    tags           jsonb CONSTRAINT tags_are_an_object CHECK (jsonb_typeof(tags) = 'object'),
    status         text
        CONSTRAINT "status: draft approved running done cancelled"
        CHECK (status = 'draft' OR status = 'approved' OR status = 'running' OR status = 'done'
               OR status = 'cancelled'),
    approved_on    date CHECK (approved_on BETWEEN '1900-01-01' AND '9999-12-31'),
    budget         numeric(20,4) CHECK (budget >= 0 AND budget < 'NaN'),
    currency       text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
    discount_share numeric(9,6) CHECK (discount_share = 0 OR discount_share BETWEEN 1e-30 AND 1),
    tax_share      numeric(9,6) CHECK (tax_share = 0 OR tax_share BETWEEN 1e-30 AND 1),
    note           text
);
COMMENT ON TABLE traincost.plan IS
'Whose each plan of pipeline_stage is, and in what money: owner, team, budget, approval, discount, tax. Yours; empty as shipped; pg_dump saves the rows.';
COMMENT ON COLUMN traincost.plan.owner IS
'Who answers for it.';
COMMENT ON COLUMN traincost.plan.team IS
'Team that pays. NULL: none is named.';
COMMENT ON COLUMN traincost.plan.cost_center IS
'Cost centre of the company.';
COMMENT ON COLUMN traincost.plan.environment IS
'production, research, or your own word.';
COMMENT ON COLUMN traincost.plan.tags IS
'Free tags, a JSON object.';
COMMENT ON COLUMN traincost.plan.status IS
'draft, approved, running, done or cancelled. NULL: nobody said.';
COMMENT ON COLUMN traincost.plan.approved_on IS
'Day of the approval, whose rate of exchange counts for the budget. NULL: not approved; today''s rate counts.';
COMMENT ON COLUMN traincost.plan.budget IS
'Budget in currency, tax included. NULL: none.';
COMMENT ON COLUMN traincost.plan.currency IS
'Currency of the budget, by ISO 4217.';
COMMENT ON COLUMN traincost.plan.discount_share IS
'Discount on the whole bill, as a share: 0.05 is 5 percent. NULL: none.';
COMMENT ON COLUMN traincost.plan.tax_share IS
'Tax on the discounted bill, as a share: 0.19 is 19 percent. NULL: none.';
SELECT pg_extension_config_dump('traincost.plan', '');
