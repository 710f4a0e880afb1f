-- Percentiles agree with random draws of the same distributions.
BEGIN;
SELECT plan(4);
SELECT setseed(0.375);
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, memory_gb, source) VALUES ('Card', 1000, 700, 80, 'test');
-- a value at z standard deviations of an interval of 90 percent: log-normal or, of a share, logit-normal, each half with its own width
CREATE FUNCTION pg_temp.draw(median float8, low float8, high float8, z float8, share boolean) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN share THEN 1 / (1 + exp(-(ln(median / (1 - median)) + z / 1.6448536269514722 * CASE WHEN z < 0 THEN ln(median / (1 - median)) - ln(low / (1 - low)) ELSE ln(high / (1 - high)) - ln(median / (1 - median)) END)))
                ELSE median * exp(z / 1.6448536269514722 * CASE WHEN z < 0 THEN ln(median / low) ELSE ln(high / median) END) END
$$;
-- the same eight normal scores for every case; 25000 draws leave 1 percent of their own error
CREATE TEMPORARY TABLE score AS
SELECT i, array_agg(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS z FROM generate_series(1, 25000) AS i, generate_series(1, 8) AS d GROUP BY i;
CREATE FUNCTION pg_temp.drawn(z float8[], flop float8, stage integer, ownership text, gpus float8, days float8) RETURNS traincost.estimate LANGUAGE sql STABLE AS $$
    SELECT e FROM traincost.train_estimate(flop => pg_temp.draw(flop, flop / 2, flop * 3, z[stage], false), gpu => 'Card', gpus => gpus, days => days, mfu => pg_temp.draw(0.4, 0.25, 0.5, z[4], true), ownership => ownership,
        usd_per_gpu_hour => CASE WHEN ownership = 'rent' THEN pg_temp.draw(2, 1.5, 4, z[5], false) END, usd_per_gpu => CASE WHEN ownership <> 'rent' THEN pg_temp.draw(30000, 25000, 35000, z[5], false) END,
        pue => greatest(1, pg_temp.draw(1.3, 1.1, 1.6, z[6], false)), power_fraction => pg_temp.draw(0.7, 0.5, 0.9, z[7], true), gco2e_per_kwh => pg_temp.draw(400, 200, 600, z[8], false),
        host_overhead => 1.5, usd_per_kwh => 0.1, other_hardware_share => 0.3, datacenter_share => 0.1, useful_life_years => 4, cluster_utilization => 0.8) AS e
$$;
CREATE FUNCTION pg_temp.ranges(flop float8, price text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format('flop=%s..%s, mfu=0.25..0.5, %s, pue=1.1..1.6, power_fraction=0.5..0.9, gco2e_per_kwh=200..600', flop / 2, flop * 3, price)
$$;
CREATE FUNCTION pg_temp.beside(usd float8[], hours float8[], kg float8[]) RETURNS TABLE (quantity text, drawn float8[]) LANGUAGE sql IMMUTABLE AS $$
    VALUES ('total_usd', usd), ('gpu_hours', hours), ('co2e_location_kg', kg)
$$;
CREATE FUNCTION pg_temp.far(p float8, drawn float8) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT NOT coalesce(abs(p / drawn - 1) < 0.03, false) $$;

SELECT is_empty($$SELECT d.quantity, d.drawn, q.p10, q.p50, q.p90
    FROM (SELECT percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).total_usd) AS usd, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).gpu_hours) AS hours, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).co2e_location_kg) AS kg
          FROM (SELECT pg_temp.drawn(z, 1e22, 1, 'rent', 64, NULL) AS e FROM score OFFSET 0) AS r) AS t CROSS JOIN LATERAL pg_temp.beside(t.usd, t.hours, t.kg) AS d
    JOIN traincost.train_quantiles(flop => 1e22, gpu => 'Card', gpus => 64, mfu => 0.4, usd_per_gpu_hour => 2, pue => 1.3, power_fraction => 0.7, gco2e_per_kwh => 400, host_overhead => 1.5, ranges => pg_temp.ranges(1e22, 'usd_per_gpu_hour=1.5..4')) AS q ON q.quantity = d.quantity
    WHERE pg_temp.far(q.p10, d.drawn[1]) OR pg_temp.far(q.p50, d.drawn[2]) OR pg_temp.far(q.p90, d.drawn[3])$$, 'rented');
SELECT is_empty($$SELECT d.quantity, d.drawn, q.p10, q.p50, q.p90
    FROM (SELECT percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).total_usd) AS usd, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).gpu_hours) AS hours, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).co2e_location_kg) AS kg
          FROM (SELECT pg_temp.drawn(z, 1e22, 1, 'buy', NULL, 30) AS e FROM score OFFSET 0) AS r) AS t CROSS JOIN LATERAL pg_temp.beside(t.usd, t.hours, t.kg) AS d
    JOIN traincost.train_quantiles(flop => 1e22, gpu => 'Card', days => 30, mfu => 0.4, ownership => 'buy', usd_per_gpu => 30000, pue => 1.3, power_fraction => 0.7, gco2e_per_kwh => 400, host_overhead => 1.5, usd_per_kwh => 0.1, other_hardware_share => 0.3,
        datacenter_share => 0.1, useful_life_years => 4, cluster_utilization => 0.8, ranges => pg_temp.ranges(1e22, 'usd_per_gpu=25000..35000')) AS q ON q.quantity = d.quantity
    WHERE pg_temp.far(q.p10, d.drawn[1]) OR pg_temp.far(q.p50, d.drawn[2]) OR pg_temp.far(q.p90, d.drawn[3])$$, 'bought by a deadline');
-- three stages: their FLOP are each their own, all else is one draw; the second is amortised
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, days, mfu, ownership, usd_per_gpu, pue, power_fraction, gco2e_per_kwh, host_overhead, usd_per_kwh, other_hardware_share, datacenter_share, useful_life_years, cluster_utilization, ranges)
SELECT 'drawn', s, 'stage ' || s, f, 'Card', CASE WHEN s > 1 THEN 64 END, CASE WHEN s = 1 THEN 30 END, 0.4, CASE WHEN s = 1 THEN 'buy' ELSE 'amortize' END, 30000, 1.3, 0.7, 400, 1.5, 0.1, 0.3, 0.1, 4, 0.8, pg_temp.ranges(f, 'usd_per_gpu=25000..35000')
FROM (VALUES (1, 1e22::float8), (2, 4e22), (3, 2e22)) AS v (s, f);
SELECT is_empty($$SELECT d.quantity, d.drawn, q.p10, q.p50, q.p90
    FROM (SELECT percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.a).total_usd + (r.b).total_usd + (r.c).total_usd) AS usd, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.a).gpu_hours + (r.b).gpu_hours + (r.c).gpu_hours) AS hours,
                 percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.a).co2e_location_kg + (r.b).co2e_location_kg + (r.c).co2e_location_kg) AS kg
          FROM (SELECT pg_temp.drawn(z, 1e22, 1, 'buy', NULL, 30) AS a, pg_temp.drawn(z, 4e22, 2, 'amortize', 64, NULL) AS b, pg_temp.drawn(z, 2e22, 3, 'amortize', 64, NULL) AS c FROM score OFFSET 0) AS r) AS t
    CROSS JOIN LATERAL pg_temp.beside(t.usd, t.hours, t.kg) AS d JOIN traincost.pipeline_quantiles('drawn') AS q ON q.quantity = d.quantity
    WHERE pg_temp.far(q.p10, d.drawn[1]) OR pg_temp.far(q.p50, d.drawn[2]) OR pg_temp.far(q.p90, d.drawn[3])$$, 'a plan whose stages share what they share');
-- training and generation go by utilisations of their own: their hours are a sum of two products.  What is
-- unknown by a factor of fifty needs 100000 draws, which leave 1 percent, where 25000 leave 2
INSERT INTO score
SELECT i, array_agg(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS z FROM generate_series(25001, 100000) AS i, generate_series(1, 8) AS d GROUP BY i;
SELECT is_empty($$SELECT d.quantity, d.drawn, q.p10, q.p50, q.p90
    FROM (SELECT percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).total_usd) AS usd, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).gpu_hours) AS hours, percentile_cont('{0.1,0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY (r.e).co2e_location_kg) AS kg
          FROM (SELECT traincost.train_estimate(flop => 1e22, generation_flop => 4e20, gpu => 'Card', gpus => 64, mfu => pg_temp.draw(0.4, 0.2, 0.55, z[1], true), generation_mfu => pg_temp.draw(0.03, 0.002, 0.1, z[2], true),
                                             usd_per_gpu_hour => pg_temp.draw(2, 1.5, 4, z[3], false), pue => 1.3, power_fraction => pg_temp.draw(0.7, 0.5, 0.9, z[4], true), gco2e_per_kwh => 400, host_overhead => 1.5) AS e FROM score OFFSET 0) AS r) AS t
    CROSS JOIN LATERAL pg_temp.beside(t.usd, t.hours, t.kg) AS d
    JOIN traincost.train_quantiles(flop => 1e22, generation_flop => 4e20, gpu => 'Card', gpus => 64, mfu => 0.4, generation_mfu => 0.03, usd_per_gpu_hour => 2, pue => 1.3, power_fraction => 0.7, gco2e_per_kwh => 400, host_overhead => 1.5,
        ranges => 'mfu=0.2..0.55, generation_mfu=0.002..0.1, usd_per_gpu_hour=1.5..4, power_fraction=0.5..0.9') AS q ON q.quantity = d.quantity
    WHERE pg_temp.far(q.p10, d.drawn[1]) OR pg_temp.far(q.p50, d.drawn[2]) OR pg_temp.far(q.p90, d.drawn[3])$$, 'training and generation');
SELECT * FROM finish();
ROLLBACK;
