-- The effects of variance, summed: what a waterfall chart and a finance meeting read.

CREATE TYPE traincost.variance_cause AS (
    run_id text,
    month date,
    currency text,
    cause text,
    effect numeric(28,10),
    charges bigint
);
COMMENT ON TYPE traincost.variance_cause IS
'The effect of a cause on a run, month and currency, as variance_summary gives it.';
COMMENT ON COLUMN traincost.variance_cause.run_id IS
'The run. NULL: the charges name none.';
COMMENT ON COLUMN traincost.variance_cause.currency IS
'Currency of the effect.';
COMMENT ON COLUMN traincost.variance_cause.cause IS
'Why actual and estimated cost differ: price, quantity, price and quantity, currency, purchase, commitment, unused commitment, credit, refund, adjustment, tax, rounding, other; unknown: a cost or rate is not known.';
COMMENT ON COLUMN traincost.variance_cause.effect IS
'Actual - estimated cost that the cause explains. NULL: unknown.';
COMMENT ON COLUMN traincost.variance_cause.charges IS
'Rows of variance behind it.';

CREATE FUNCTION traincost.variance_summary(actual regclass, estimate regclass DEFAULT 'traincost.focus_estimate'::pg_catalog.regclass,
    cost text DEFAULT 'effective', through date DEFAULT NULL, reporting_currency text DEFAULT NULL, run_tag text DEFAULT 'run_id')
RETURNS SETOF traincost.variance_cause
LANGUAGE sql STABLE PARALLEL RESTRICTED COST 10000 ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.run_id, v.month, v.currency, c.cause, sum(c.effect)::numeric(28,10), count(*)
    FROM traincost.variance($1, $2, $3, $4, $5, $6) AS v
    CROSS JOIN LATERAL (VALUES
        ('price', v.price_effect), ('quantity', v.quantity_effect), ('price and quantity', v.joint_effect),
        ('currency', v.currency_effect), ('purchase', v.purchase_effect),
        ('commitment', v.commitment_effect), ('unused commitment', v.unused_commitment_effect), ('credit', v.credit_effect),
        ('refund', v.refund_effect), ('adjustment', v.adjustment_effect), ('tax', v.tax_effect), ('rounding', v.rounding_effect),
        ('other', v.other_effect), ('unknown', CASE WHEN v.other_effect IS NOT NULL THEN 0 END)
    ) AS c (cause, effect)
    -- what is unknown is one cause without an amount
    WHERE c.effect <> 0 OR c.effect IS NULL AND c.cause = 'unknown'
    GROUP BY v.run_id, v.month, v.currency, c.cause
$$;
COMMENT ON FUNCTION traincost.variance_summary(regclass, regclass, text, date, text, text) IS
'variance summed by run, UTC month, currency and cause.
variance summed by run, UTC month, currency and cause: price, quantity, price and quantity (both at once), currency (rates that moved since the plan), purchase, commitment, unused commitment, credit, refund, adjustment, tax, rounding, other. The effects of all rows sum exactly to actual minus estimate. A cause unknown, with NULL effect, stands for charges whose cost or rate of exchange is unknown. charges: rows of variance behind it. Arguments as of variance.';
