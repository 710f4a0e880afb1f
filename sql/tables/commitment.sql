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
    CONSTRAINT ends_after_start CHECK (ends_on >= starts_on),
    CONSTRAINT term_of_a_century CHECK (ends_on - starts_on < 36525)
);
COMMENT ON TABLE traincost.commitment IS
'Contracts with a minimum quantity of GPU-hours at a price. Yours; empty as shipped; pg_dump saves the rows. A stage that names one (pipeline_stage.commitment) pays its price; commitment_month shows what is used of it. Two of one GPU at one provider must not overlap.';
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

CREATE FUNCTION traincost._refuse_overlap() RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other traincost.commitment;
BEGIN
    -- one writer at a time, so that no two see only each other's absence
    PERFORM pg_advisory_xact_lock('traincost.commitment'::regclass::oid::int, hashtext(NEW.provider || ' ' || NEW.gpu));
    SELECT c.* INTO other FROM traincost.commitment AS c
    WHERE c.provider = NEW.provider AND c.gpu = NEW.gpu AND c.commitment <> NEW.commitment AND c.starts_on <= NEW.ends_on AND c.ends_on >= NEW.starts_on
      AND NOT (TG_OP = 'UPDATE' AND c.commitment = OLD.commitment)
    ORDER BY c.starts_on LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'commitment "%" overlaps commitment "%": both are for % of % from % to %', NEW.commitment, other.commitment, NEW.gpu, NEW.provider,
                        greatest(NEW.starts_on, other.starts_on), least(NEW.ends_on, other.ends_on)
            USING ERRCODE = 'exclusion_violation', COLUMN = 'starts_on', TABLE = 'commitment', SCHEMA = 'traincost',
                  HINT = 'End one the day before the other starts, or add their hours up in one row for the days that they share.';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION traincost._refuse_overlap() IS
'Row trigger of table commitment: the error 23P01 for two contracts of one GPU at one provider on the same days, for then nobody could say whose hours are used.';
CREATE TRIGGER refuse_overlap BEFORE INSERT OR UPDATE ON traincost.commitment FOR EACH ROW EXECUTE FUNCTION traincost._refuse_overlap();
COMMENT ON TRIGGER refuse_overlap ON traincost.commitment IS
'Refuses contracts that overlap.';
SELECT pg_extension_config_dump('traincost.commitment', '');
