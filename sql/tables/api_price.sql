CREATE TABLE traincost.api_price (
    model               text,
    provider            text,
    usd_per_mtok_input  numeric(16,6) CHECK (usd_per_mtok_input >= 0 AND usd_per_mtok_input < 'NaN'),
    usd_per_mtok_output numeric(16,6) CHECK (usd_per_mtok_output >= 0 AND usd_per_mtok_output < 'NaN'),
    observed_on         date          NOT NULL CHECK (observed_on BETWEEN '1900-01-01' AND '9999-12-31'),
    kind                text
        CONSTRAINT "kind: announcement snapshot contract"
        CHECK (kind = 'announcement' OR kind = 'snapshot' OR kind = 'contract'),
    source              text,
    shipped             boolean       NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (model, provider, observed_on)
);
COMMENT ON TABLE traincost.api_price IS
'Dated prices of model APIs.';
COMMENT ON COLUMN traincost.api_price.model IS
'Model as the provider names it.';
COMMENT ON COLUMN traincost.api_price.provider IS
'Who sells it.';
COMMENT ON COLUMN traincost.api_price.usd_per_mtok_input IS
'USD per million input tokens.';
COMMENT ON COLUMN traincost.api_price.usd_per_mtok_output IS
'USD per million output tokens.';
COMMENT ON COLUMN traincost.api_price.observed_on IS
'Day of the announcement or of the record.';
COMMENT ON COLUMN traincost.api_price.kind IS
'announcement, snapshot, or contract (your own).';
