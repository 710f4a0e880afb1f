--
-- uncertainty: draws of an uncertain input
-- If this fails, every range is too wide, too narrow or not the same on another machine.
--
CREATE EXTENSION traincost;
-- the ends and the median of the interval are its percentiles
SELECT p, traincost.uncertain_value(0.40, 0.2, 0.55, p, true) AS mfu, traincost.uncertain_value(2.5, 1.5, 5, p) AS usd,
       traincost.uncertain_value(0.75, 0.56, 1, p, true) AS cut_at_1
FROM unnest('{1e-300, 0.05, 0.1, 0.5, 0.9, 0.95, 0.999999}'::float8[]) AS p;
-- the normal distribution behind it: z of p = 0.25, 0.001, 1e-20 is -0.67448975, -3.09023231, -9.26234009
SELECT p, round(ln(traincost.uncertain_value(1, exp(-1.6448536269514722), exp(1.6448536269514722), p))::numeric, 14) AS z
FROM unnest('{0.25, 0.001, 1e-20}'::float8[]) AS p;
-- nothing uncertain, nothing known
SELECT traincost.uncertain_value(3, 3, 3, 0.01) AS certain, traincost.uncertain_value(6, 3, 6, 0.99) AS never_above,
       traincost.uncertain_value(NULL, 1, 2, 0.5) AS unknown;
-- to the last bit, on every machine
SELECT md5(string_agg(encode(float8send(traincost.uncertain_value(0.40, 0.2, 0.55, (i + 0.5) / 4096, true)), 'hex') ||
                      encode(float8send(traincost.uncertain_value(1e-9, 1e-12, 1e6, (i + 0.5) / 4096)), 'hex'), '' ORDER BY i)) AS bits
FROM generate_series(0, 4095) AS i;
SELECT traincost.uncertain_value(2, 3, 1, 0.5);
SELECT traincost.uncertain_value(0.6, 0.2, 0.55, 0.5);
SELECT traincost.uncertain_value(0.6, 0.2, 55, 0.5, true);
SELECT traincost.uncertain_value(0.4, 0, 0.55, 0.5);
SELECT traincost.uncertain_value(0.4, 0.2, 0.55, 0);
SELECT traincost.uncertain_value(0.4, 0.2, 0.55, 1);
SELECT traincost.uncertain_value(0.4, 0.2, 0.55, 40);
SELECT traincost.uncertain_value(1, 1e-300, 1e300, 1 - 1e-16);
DROP EXTENSION traincost;
