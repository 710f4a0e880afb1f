-- Parameters, FLOP and memory of a model of the catalog (lookup/model_shape.c)

CREATE FUNCTION traincost._model_has_shape(model text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost._model_has_shape(text) IS
'Whether table model has a complete architecture of a model, without contradiction, so that model_params and its kin can count it. False for an unknown model.';

CREATE FUNCTION traincost.model_params(model text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.model_params(text) IS
'All parameters of a model, counted from its shape in table model.
All parameters of a model, counted from its shape in table model: transformer_params, or encdec_params of an encoder-decoder. An error names the columns that are missing.';

CREATE FUNCTION traincost.model_active_params(model text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.model_active_params(text) IS
'Parameters of a model that one token meets: transformer_active_params of its shape in table model.';

CREATE FUNCTION traincost.model_flops(
    model text, tokens float8 DEFAULT NULL, seq_len float8 DEFAULT NULL, causal boolean DEFAULT true,
    logits boolean DEFAULT true, input_embedding boolean DEFAULT false, recompute text DEFAULT 'none',
    phase text DEFAULT 'train', core_recompute_passes float8 DEFAULT 1, vectors boolean DEFAULT false
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 12;
COMMENT ON FUNCTION traincost.model_flops(text, float8, float8, boolean, boolean, boolean, text, text, float8,
                                          boolean) IS
'FLOP of a model: transformer_flops of its shape in table model.
tokens NULL: those it was trained on; seq_len NULL: train_seq_len, else seq_len of its row. Conventions as in transformer_flops; vectors counts 2 FLOP a pass for every norm and bias too, as tools do that multiply all parameters by 6. Of a model with rows in table model_layer the layers count as listed there, those that predict further tokens included.';

CREATE FUNCTION traincost.model_step(
    model text, gpu text DEFAULT 'H100-80GB-SXM', seq_len float8 DEFAULT 0, batch float8 DEFAULT 1024,
    dtype text DEFAULT 'bf16', tp float8 DEFAULT 1, pp float8 DEFAULT 1, dp float8 DEFAULT 1,
    micro_batch float8 DEFAULT 1, interleave float8 DEFAULT 1, recompute text DEFAULT 'none',
    causal boolean DEFAULT false, matmul_efficiency float8 DEFAULT 0.70, tp_gbps float8 DEFAULT 100,
    dp_gbps float8 DEFAULT 25, dp_overlap float8 DEFAULT 0, OUT step_seconds float8, OUT tokens_per_second float8,
    OUT days float8
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION traincost.model_step(text, text, float8, float8, text, float8, float8, float8, float8, float8, text,
                                         boolean, float8, float8, float8, float8) IS
'Seconds of one optimizer step of a model of the catalog, with tokens per second and days.
Seconds of one optimizer step of a model of the catalog on tp x pp x dp GPUs, tokens per second, and days for the tokens of its row (NULL: not published): step_seconds at the GPU''s dense peak and memory bandwidth. batch in sequences; seq_len 0: that of its row.';
