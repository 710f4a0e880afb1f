-- Contracts for GPUs: yours, a row each.

CREATE TABLE traincost.commitment (
    commitment          text PRIMARY KEY,
    provider            text NOT NULL,
    gpu                 text NOT NULL,
    kind                text NOT NULL DEFAULT 'reserved',
    starts_on           date NOT NULL CHECK (starts_on BETWEEN '1900-01-01' AND '9999-12-31'),
    ends_on             date NOT NULL CHECK (ends_on BETWEEN '1900-01-01' AND '9999-12-31'),
    gpu_hours_per_month numeric(20,4) NOT NULL CHECK (gpu_hours_per_month >= 0 AND gpu_hours_per_month < 'NaN'),
    price_per_gpu_hour  numeric(16,6) NOT NULL CHECK (price_per_gpu_hour >= 0 AND price_per_gpu_hour < 'NaN'),
    currency            text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
    upfront_share       numeric(9,6) NOT NULL DEFAULT 0 CHECK (upfront_share = 0 OR upfront_share BETWEEN 1e-30 AND 1),
    max_gpus            float8 CHECK (max_gpus BETWEEN 1e-30 AND 1e30),
    note                text,
    CONSTRAINT ends_after_start CHECK (ends_on >= starts_on)
);
COMMENT ON TABLE traincost.commitment IS
'Contracts with a minimum quantity of GPU-hours at a price. Yours; empty as shipped; pg_dump saves the rows. commitment_month compares them with the plans.';
COMMENT ON COLUMN traincost.commitment.commitment IS
'Name or number of the contract.';
COMMENT ON COLUMN traincost.commitment.provider IS
'Provider, as in pipeline_stage.';
COMMENT ON COLUMN traincost.commitment.gpu IS
'Accelerator: a name in table gpu.';
COMMENT ON COLUMN traincost.commitment.kind IS
'Kind of contract: reserved, savings plan, or your own word.';
COMMENT ON COLUMN traincost.commitment.starts_on IS
'First day of the term.';
COMMENT ON COLUMN traincost.commitment.ends_on IS
'Last day of the term.';
COMMENT ON COLUMN traincost.commitment.gpu_hours_per_month IS
'Minimum that is paid for in a whole UTC month, used or not; of a month that the term covers in part, by its days.';
COMMENT ON COLUMN traincost.commitment.price_per_gpu_hour IS
'Price of a committed GPU-hour in currency.';
COMMENT ON COLUMN traincost.commitment.currency IS
'Currency of the contract, by ISO 4217.';
COMMENT ON COLUMN traincost.commitment.upfront_share IS
'Share of the whole contract that is paid on its first day; the rest is paid by month.';
COMMENT ON COLUMN traincost.commitment.max_gpus IS
'GPUs that the contract covers at a time. NULL: no cap.';
COMMENT ON COLUMN traincost.commitment.note IS
'Remarks.';
SELECT pg_extension_config_dump('traincost.commitment', '');
