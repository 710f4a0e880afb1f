-- What variance and its relatives give.  A type of its own says how many digits each
-- number has, which RETURNS TABLE does not.

CREATE TYPE traincost.variance_line AS (
    match text,
    charge text,
    provider text,
    sku_price_id text,
    region text,
    month date,
    run_id text,
    currency text,
    unit text,
    est_cost numeric(28,10),
    actual_cost numeric(28,10),
    est_quantity numeric(28,10),
    actual_quantity numeric(28,10),
    est_price numeric(28,14),
    actual_price numeric(28,14),
    price_effect numeric(28,10),
    quantity_effect numeric(28,10),
    joint_effect numeric(28,10),
    currency_effect numeric(28,10),
    purchase_effect numeric(28,10),
    commitment_effect numeric(28,10),
    unused_commitment_effect numeric(28,10),
    credit_effect numeric(28,10),
    refund_effect numeric(28,10),
    adjustment_effect numeric(28,10),
    tax_effect numeric(28,10),
    rounding_effect numeric(28,10),
    other_effect numeric(28,10),
    explanation text
);
COMMENT ON TYPE traincost.variance_line IS
'A kind of charge of a run and month, estimated and actual, as variance gives it. The effects sum exactly to actual_cost - est_cost.';
COMMENT ON COLUMN traincost.variance_line.match IS
'matched, estimate only or actual only.';
COMMENT ON COLUMN traincost.variance_line.charge IS
'Kind of charge: usage, purchase, commitment, unused commitment, credit, refund, adjustment, tax, other.';
COMMENT ON COLUMN traincost.variance_line.provider IS
'Provider of the service.';
COMMENT ON COLUMN traincost.variance_line.sku_price_id IS
'SKU price of both sides.';
COMMENT ON COLUMN traincost.variance_line.region IS
'Region id.';
COMMENT ON COLUMN traincost.variance_line.run_id IS
'The run. NULL: the row names none.';
COMMENT ON COLUMN traincost.variance_line.currency IS
'Currency of the amounts.';
COMMENT ON COLUMN traincost.variance_line.unit IS
'Unit of the quantities and prices.';
COMMENT ON COLUMN traincost.variance_line.est_cost IS
'Estimated cost; 0 where the estimate has no such row, NULL where it is unknown.';
COMMENT ON COLUMN traincost.variance_line.actual_cost IS
'Actual cost; 0 where the actual table has no such row, NULL where it is unknown.';
COMMENT ON COLUMN traincost.variance_line.est_quantity IS
'Estimated quantity of usage and purchases.';
COMMENT ON COLUMN traincost.variance_line.actual_quantity IS
'Actual quantity of usage and purchases.';
COMMENT ON COLUMN traincost.variance_line.est_price IS
'Estimated cost per unit; where one side has no quantity, the other side''s.';
COMMENT ON COLUMN traincost.variance_line.actual_price IS
'Actual cost per unit, at the plan''s rates of exchange; where one side has no quantity, the other side''s.';
COMMENT ON COLUMN traincost.variance_line.explanation IS
'Why a row has no partner, which rate is missing, that a price looks like that of an instance, or which region a bill names where the plan names its grid or none.';
COMMENT ON COLUMN traincost.variance_line.price_effect IS
'Of actual_cost - est_cost, a dearer or cheaper unit, at the estimated quantity.';
COMMENT ON COLUMN traincost.variance_line.quantity_effect IS
'Of actual_cost - est_cost, more or fewer units, at the estimated price.';
COMMENT ON COLUMN traincost.variance_line.joint_effect IS
'Of actual_cost - est_cost, both at once: more units of what is dearer.';
COMMENT ON COLUMN traincost.variance_line.currency_effect IS
'Of actual_cost - est_cost, rates of exchange that moved since the plan.';
COMMENT ON COLUMN traincost.variance_line.purchase_effect IS
'Of actual_cost - est_cost, a purchase that one side has not, or books as used later.';
COMMENT ON COLUMN traincost.variance_line.commitment_effect IS
'Of actual_cost - est_cost, what commitments cost, and what they save in cash.';
COMMENT ON COLUMN traincost.variance_line.unused_commitment_effect IS
'Of actual_cost - est_cost, hours that a commitment paid for and nobody used.';
COMMENT ON COLUMN traincost.variance_line.credit_effect IS
'Of actual_cost - est_cost, credits.';
COMMENT ON COLUMN traincost.variance_line.refund_effect IS
'Of actual_cost - est_cost, corrections of usage and purchases.';
COMMENT ON COLUMN traincost.variance_line.adjustment_effect IS
'Of actual_cost - est_cost, adjustments.';
COMMENT ON COLUMN traincost.variance_line.tax_effect IS
'Of actual_cost - est_cost, taxes.';
COMMENT ON COLUMN traincost.variance_line.rounding_effect IS
'Of actual_cost - est_cost, rounded prices.';
COMMENT ON COLUMN traincost.variance_line.other_effect IS
'Of actual_cost - est_cost, charges of another kind, and cost without a quantity.';

CREATE TYPE traincost.pair_variance AS (
    est_price numeric(28,14),
    actual_price numeric(28,14),
    price_effect numeric(28,10),
    quantity_effect numeric(28,10),
    joint_effect numeric(28,10),
    rounding_effect numeric(28,10),
    other_effect numeric(28,10)
);
COMMENT ON TYPE traincost.pair_variance IS
'Where the difference of two costs comes from, as variance_effects gives it. The effects sum exactly to it.';
COMMENT ON COLUMN traincost.pair_variance.est_price IS
'Estimated cost per unit; where one side has no quantity, the other side''s.';
COMMENT ON COLUMN traincost.pair_variance.actual_price IS
'Actual cost per unit; where one side has no quantity, the other side''s.';
COMMENT ON COLUMN traincost.pair_variance.price_effect IS
'Of actual_cost - est_cost, a dearer or cheaper unit, at the estimated quantity.';
COMMENT ON COLUMN traincost.pair_variance.quantity_effect IS
'Of actual_cost - est_cost, more or fewer units, at the estimated price.';
COMMENT ON COLUMN traincost.pair_variance.joint_effect IS
'Of actual_cost - est_cost, both at once: more units of what is dearer.';
COMMENT ON COLUMN traincost.pair_variance.rounding_effect IS
'Of actual_cost - est_cost, rounded prices.';
COMMENT ON COLUMN traincost.pair_variance.other_effect IS
'Of actual_cost - est_cost, charges of another kind, and cost without a quantity.';
