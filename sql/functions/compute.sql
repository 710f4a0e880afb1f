-- FLOP by the rules of thumb (formula/compute.c)

CREATE FUNCTION traincost.train_flops(params float8, tokens float8,
                                      flops_per_param_token float8 DEFAULT 6) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.train_flops(float8, float8, float8) IS
'FLOP of training = flops_per_param_token x params x tokens.
6: dense training (2 forward, 4 backward); 8: with full recomputation; 4: LoRA on a frozen base; 3: T5-like encoder-decoder; 2: inference. Mixture of experts: params = active parameters. Source: arXiv:2001.08361; arXiv:2005.14165 appendix D.';

CREATE FUNCTION traincost.pflops_days(flop float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.pflops_days(float8) IS
'FLOP expressed in PFLOP/s-days: flop / 8.64e19.
Source: arXiv:2005.14165.';

CREATE FUNCTION traincost.tokens_from_bytes(bytes float8, bytes_per_token float8 DEFAULT 4) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.tokens_from_bytes(float8, float8) IS
'Tokens in a text corpus of so many bytes: bytes / bytes_per_token (greater than 0).';

CREATE FUNCTION traincost.attention_flops(tokens float8, seq_len float8, layers float8, heads float8, head_dim float8,
                                          causal boolean DEFAULT true, passes float8 DEFAULT 3) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.attention_flops(float8, float8, float8, float8, float8, boolean, float8) IS
'FLOP of attention scores and weighted values, which 6N rules leave out.
FLOP of attention scores and weighted values = passes x 4 x layers x heads x head_dim x seq_len x tokens, halved if causal. passes: 1 forward, 3 training, 4 with recomputation. Add to train_flops. Source: arXiv:2204.02311 appendix B.';

CREATE FUNCTION traincost.convert_mfu(mfu float8, counted_flop float8, wanted_flop float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.convert_mfu(float8, float8, float8) IS
'Utilisation (fraction of dense peak) under another FLOP count: mfu x wanted_flop / counted_flop.
MFU to HFU under full recomputation: (mfu, 6, 8).';
