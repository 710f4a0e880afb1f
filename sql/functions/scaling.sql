-- Scaling laws (formula/scaling.c)

CREATE FUNCTION traincost.scaling_loss(
    params float8, tokens float8, e float8, a float8, b float8, alpha float8, beta float8
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.scaling_loss(float8, float8, float8, float8, float8, float8, float8) IS
'Loss in nats per token = e + a / params^alpha + b / tokens^beta.
Source: arXiv:2203.15556.';

CREATE FUNCTION traincost.scaling_optimal_params(
    flop float8, a float8, b float8, alpha float8, beta float8
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.scaling_optimal_params(float8, float8, float8, float8, float8) IS
'Parameters with the least loss for a budget of flop = 6 x params x tokens.
Source: arXiv:2203.15556.';

CREATE FUNCTION traincost.chinchilla_optimal_params(
    flop float8, law text DEFAULT 'besiroglu'
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.chinchilla_optimal_params(float8, text) IS
'Compute-optimal parameters for a budget of flop.
Coefficients by law: besiroglu (arXiv:2404.10102, default), hoffmann3 and hoffmann3_tex (approach 3 of arXiv:2203.15556, rounded as printed and unrounded), hoffmann1, hoffmann2 (fitted to Table 3 of approaches 1 and 2).';

CREATE FUNCTION traincost.chinchilla_optimal_tokens(
    flop float8, law text DEFAULT 'besiroglu'
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.chinchilla_optimal_tokens(float8, text) IS
'Compute-optimal tokens for a budget of flop = flop / (6 x chinchilla_optimal_params).
Coefficients by law: besiroglu (arXiv:2404.10102, default), hoffmann3 and hoffmann3_tex (approach 3 of arXiv:2203.15556, rounded as printed and unrounded), hoffmann1, hoffmann2 (fitted to Table 3 of approaches 1 and 2).';

CREATE FUNCTION traincost.chinchilla_tokens_for_params(
    params float8, law text DEFAULT 'besiroglu'
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.chinchilla_tokens_for_params(float8, text) IS
'Tokens for which these parameters are compute-optimal.
Coefficients by law: besiroglu (arXiv:2404.10102, default), hoffmann3 and hoffmann3_tex (approach 3 of arXiv:2203.15556, rounded as printed and unrounded), hoffmann1, hoffmann2 (fitted to Table 3 of approaches 1 and 2).';

CREATE FUNCTION traincost.chinchilla_loss(
    params float8, tokens float8, law text DEFAULT 'besiroglu'
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.chinchilla_loss(float8, float8, text) IS
'Loss in nats per token.
hoffmann1 and hoffmann2 have none (22023). Coefficients by law: besiroglu (arXiv:2404.10102, default), hoffmann3 and hoffmann3_tex (approach 3 of arXiv:2203.15556, rounded as printed and unrounded), hoffmann1, hoffmann2 (fitted to Table 3 of approaches 1 and 2).';
