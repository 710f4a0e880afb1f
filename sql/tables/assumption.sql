CREATE TABLE traincost.assumption (
    name    text,
    value   float8  NOT NULL CHECK (value = 0 OR abs(value) BETWEEN 1e-30 AND 1e30),
    low     float8  CHECK (low = 0 OR abs(low) BETWEEN 1e-30 AND 1e30),
    high    float8  CHECK (high = 0 OR abs(high) BETWEEN 1e-30 AND 1e30),
    unit    text,
    kind    text,
    source  text,
    note    text,
    shipped boolean NOT NULL DEFAULT false,
    -- a default that its argument would refuse must not enter: it stops every estimate
    CONSTRAINT in_domain CHECK (CASE name
-- @inputs assumed
        WHEN 'moe_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'finetune_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'finetune_padded_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'lora_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'lora_recompute_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'long_generation_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'moe_generation_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'rl_training_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'moe_rl_training_mfu' THEN value BETWEEN 1e-30 AND 1
        WHEN 'decode_bandwidth_efficiency' THEN value BETWEEN 1e-30 AND 1
        WHEN 'decode_compute_efficiency' THEN value BETWEEN 1e-30 AND 1
        WHEN 'rollout_memory_share' THEN value BETWEEN 1e-30 AND 1
        WHEN 'rollout_tail' THEN value >= 1
        WHEN 'development_multiplier' THEN value >= 1
        WHEN 'allocator_reserve' THEN value >= 1
        WHEN 'allocator_reserve_recompute' THEN value >= 1
        WHEN 'decode_step_seconds' THEN value >= 0
        WHEN 'usd_per_gb_month' THEN value >= 0
        WHEN 'checkpoint_bytes_per_param' THEN value >= 0
        WHEN 'cuda_context_gb' THEN value >= 0
        WHEN 'communication_buffer_gb' THEN value >= 0
        WHEN 'rl_step_sequences' THEN value > 0
        WHEN 'bytes_per_token' THEN value > 0
        WHEN 'household_kwh_per_year' THEN value > 0
        ELSE true END),
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (name)
);
COMMENT ON TABLE traincost.assumption IS
'Every default that is judgement rather than physics. Update a row to change the default for the whole database; functions whose name ends in _at take nothing from it.';
COMMENT ON COLUMN traincost.assumption.name IS
'Name of the constant; argument of assumption(name).';
COMMENT ON COLUMN traincost.assumption.value IS
'Value used, in unit.';
COMMENT ON COLUMN traincost.assumption.low IS
'Lower end of the 90 percent interval. NULL: not known.';
COMMENT ON COLUMN traincost.assumption.high IS
'Upper end of the 90 percent interval. NULL: not known.';
COMMENT ON COLUMN traincost.assumption.unit IS
'Unit of value, low and high.';
COMMENT ON COLUMN traincost.assumption.kind IS
'published, derived, measured, typical, assumption (judgement) or unverified.';
COMMENT ON COLUMN traincost.assumption.source IS
'Where the value comes from; none: judgement.';
COMMENT ON COLUMN traincost.assumption.note IS
'What it is for.';
