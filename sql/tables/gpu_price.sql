CREATE TABLE traincost.gpu_price (
    gpu              text          NOT NULL,
    provider         text          NOT NULL,
    kind             text          NOT NULL
        CONSTRAINT "kind: on_demand spot reserved_1y reserved_3y purchase"
        CHECK (kind = 'on_demand' OR kind = 'spot' OR kind = 'reserved_1y' OR kind = 'reserved_3y'
               OR kind = 'purchase'),
    region           text          NOT NULL DEFAULT 'global',
    usd_per_gpu_hour numeric(16,6) CHECK (usd_per_gpu_hour >= 0 AND usd_per_gpu_hour < 'NaN'),
    usd_per_gpu         numeric(16,2) CHECK (usd_per_gpu >= 0 AND usd_per_gpu < 'NaN'),
    observed_on      date          NOT NULL CHECK (observed_on BETWEEN '1900-01-01' AND '9999-12-31'),
    source           text,
    note             text,
    shipped          boolean       NOT NULL DEFAULT false,
    CHECK ((kind = 'purchase' AND usd_per_gpu IS NOT NULL AND usd_per_gpu_hour IS NULL) OR
           (kind <> 'purchase' AND usd_per_gpu IS NULL AND usd_per_gpu_hour IS NOT NULL)),
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (gpu, provider, kind, region, observed_on)
);
COMMENT ON TABLE traincost.gpu_price IS
'Dated prices of accelerators: rent per GPU-hour by provider, kind and region, and purchase. One row is one observation.';
COMMENT ON COLUMN traincost.gpu_price.provider IS
'Cloud, reseller, or who made the estimate; your own company for your contracts.';
COMMENT ON COLUMN traincost.gpu_price.kind IS
'on_demand, spot, reserved_1y, reserved_3y (rent per hour) or purchase (price of one).';
COMMENT ON COLUMN traincost.gpu_price.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, host included. NULL exactly for purchase.';
COMMENT ON COLUMN traincost.gpu_price.usd_per_gpu IS
'Purchase price in USD per accelerator. NULL except for purchase.';
COMMENT ON COLUMN traincost.gpu_price.observed_on IS
'Day of the observation; the price holds from this day until the next one.';
