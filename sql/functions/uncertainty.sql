-- The distribution of an uncertain input (formula/uncertainty.c)

CREATE FUNCTION traincost.uncertain_value(
    median float8, low float8, high float8, probability float8, share boolean DEFAULT false
) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION traincost.uncertain_value(float8, float8, float8, float8, boolean) IS
'The value below which an uncertain input lies with this probability.
The value below which an uncertain input lies with this probability, given its median and the 90 percent interval from low to high. A positive quantity is log-normal, a share in (0, 1) logit-normal, each half with its own width, so that low, median and high are the 5th, 50th and 95th percentile; a share whose high is 1 is log-normal and cut at 1. uncertain_value(..., random()) draws from it. Same bits on every machine. 22023: low, median and high not in this order.';
