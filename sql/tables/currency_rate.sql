-- Rates of exchange: the user's rows, dated.  No rate is unknown, never 1.

CREATE TABLE traincost.currency_rate (
    from_currency text,
    to_currency   text,
    valid_on      date CHECK (valid_on BETWEEN '1900-01-01' AND '9999-12-31'),
    rate          numeric(28,12) NOT NULL CHECK (rate > 0 AND rate < 'NaN'),
    source        text,
    PRIMARY KEY (from_currency, to_currency, valid_on),
    CHECK (from_currency ~ '^[A-Z]{3}$' AND to_currency ~ '^[A-Z]{3}$' AND from_currency <> to_currency)
);
COMMENT ON TABLE traincost.currency_rate IS
'Rates of exchange by day: yours, from your bank or the invoice. Empty as shipped, since which rate counts is your company''s choice. pg_dump saves the rows.';
COMMENT ON COLUMN traincost.currency_rate.from_currency IS
'Currency that is converted, by ISO 4217: EUR.';
COMMENT ON COLUMN traincost.currency_rate.to_currency IS
'Currency that it becomes, by ISO 4217: USD.';
COMMENT ON COLUMN traincost.currency_rate.valid_on IS
'First day on which the rate counts, until the day of the next one. Finite.';
COMMENT ON COLUMN traincost.currency_rate.rate IS
'Units of to_currency for one of from_currency. Above 0.';
COMMENT ON COLUMN traincost.currency_rate.source IS
'Who says so: a central bank, the contract, the treasury.';

SELECT pg_extension_config_dump('traincost.currency_rate', '');
