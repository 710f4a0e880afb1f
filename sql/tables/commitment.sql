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
'Contracts with a minimum quantity of GPU-hours at a price. Yours; empty as shipped; pg_dump saves the rows. A stage that names one (pipeline_stage.commitment) pays its price; commitment_month shows what is used of it. Two of one GPU at one provider must not overlap. An INSERT names its key where it has ON CONFLICT (commitment).';
COMMENT ON COLUMN traincost.commitment.commitment IS
'Name or number of the contract.';
COMMENT ON COLUMN traincost.commitment.provider IS
'Provider, as in pipeline_stage.';
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
'Currency of the contract, by ISO 4217; in USD at the rate of each day (table currency_rate).';
COMMENT ON COLUMN traincost.commitment.upfront_share IS
'Share of the whole contract that is paid on its first day; the rest is paid by month.';
COMMENT ON COLUMN traincost.commitment.max_gpus IS
'GPUs that the contract covers at a time. NULL: no cap.';

CREATE FUNCTION traincost._contract_days(provider text, gpu text, starts_on date, ends_on date) RETURNS numrange
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
    SELECT numrange(k.place + ($3 - date '1900-01-01'), k.place + ($4 - date '1900-01-01'), '[]')
    -- fewer days than that are in the calendar
    FROM (SELECT hashtextextended($1 COLLATE "C", hashtextextended($2 COLLATE "C", 0))::numeric * 10000000) AS k (place)
$$;
COMMENT ON FUNCTION traincost._contract_days(text, text, date, date) IS
'The days of a contract, at a place of their own for each provider and GPU: two such ranges overlap if their contracts do. So an exclusion constraint needs no extension for the equality of texts.';
-- what two transactions cannot see of each other, the index can; checked when the statement is
-- done, so that an UPDATE may move several contracts on
ALTER TABLE traincost.commitment ADD CONSTRAINT contracts_of_one_gpu_do_not_overlap
    EXCLUDE USING gist (traincost._contract_days(provider, gpu, starts_on, ends_on) WITH &&)
    DEFERRABLE INITIALLY IMMEDIATE;

CREATE FUNCTION traincost._refuse_overlap() RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other traincost.commitment;
BEGIN
    SELECT c.* INTO other FROM traincost.commitment AS c
    WHERE traincost._contract_days(c.provider, c.gpu, c.starts_on, c.ends_on)
          && traincost._contract_days(NEW.provider, NEW.gpu, NEW.starts_on, NEW.ends_on)
      AND c.provider = NEW.provider AND c.gpu = NEW.gpu AND c.commitment <> NEW.commitment
    ORDER BY c.starts_on LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'commitment "%" overlaps commitment "%": both are for % of % from % to %',
                        NEW.commitment, other.commitment, NEW.gpu, NEW.provider,
                        greatest(NEW.starts_on, other.starts_on), least(NEW.ends_on, other.ends_on)
            USING ERRCODE = 'exclusion_violation', COLUMN = 'starts_on', TABLE = 'commitment', SCHEMA = 'traincost',
                  CONSTRAINT = 'contracts_of_one_gpu_do_not_overlap',
                  HINT = 'End one the day before the other starts, or add their hours up in one row for the days that they share.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION traincost._refuse_overlap() IS
'Row trigger of table commitment: says in plain words (23P01) what its exclusion constraint refuses, two contracts of one GPU at one provider on the same days, for then nobody could say whose hours are used.';
-- triggers of one event fire in the order of their names, and the constraint's is called
-- Unique_ConstraintTrigger_ and a number
CREATE TRIGGER "Refuse_overlap" AFTER INSERT OR UPDATE ON traincost.commitment
    FOR EACH ROW EXECUTE FUNCTION traincost._refuse_overlap();
COMMENT ON TRIGGER "Refuse_overlap" ON traincost.commitment IS
'Refuses contracts that overlap, in plain words.';
SELECT pg_extension_config_dump('traincost.commitment', '');
