--
-- plausible: what catalog_problem finds in prices, peaks, runs and names, and what it leaves out
-- If this fails, a price of a whole server, or a run that cannot have been, is believed.
--
CREATE EXTENSION traincost;
-- a price of an instance of eight, one far off, beside three of a quarter; two providers are no median
INSERT INTO traincost.gpu (name, bf16_tflops, fp8_tflops) VALUES ('card', 100, 200), ('sparse', 100, 400), ('sparse, sourced', 100, 400);
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on)
SELECT 'card', p, 'on_demand', 'global', usd, '2026-02-01'::date FROM (VALUES ('a', 2), ('b', 2.1), ('c', 1.9), ('d', 16.4), ('e', 0.1), ('f', 30), ('g', 0), ('h', 11)) AS x (p, usd)
UNION ALL SELECT 'sparse', p, 'spot', 'global', usd, '2026-02-01' FROM (VALUES ('a', 1), ('b', 100)) AS x (p, usd)
-- a price that a plan's later days may have, and one that no plan needs
UNION ALL SELECT 'card', 'later', 'on_demand', 'global', 2, day FROM (VALUES (current_date + 700), ('2999-01-01')) AS x (day);
-- runs that would take more than the card has, or next to nothing of it
INSERT INTO traincost.model (name, stage, params, tokens, gpu, gpu_hours) VALUES
    ('too fast', 'pretraining', 1e9, 1e12, 'card', 6e21 / 3.6e15 / 100 / 0.9), ('too slow', 'pretraining', 1e9, 1e12, 'card', 6e21 / 3.6e15 / 100 / 0.01), ('plausible', 'pretraining', 1e9, 1e12, 'card', 6e21 / 3.6e15 / 100 / 0.4),
    ('of no stage', NULL, 1e9, 1e12, 'card', 6e21 / 3.6e15 / 100 / 0.9), ('another stage', 'sft', 1e9, 1e12, 'card', 1), ('no tokens', 'pretraining', 1e9, NULL, 'card', 1), ('no peak', 'pretraining', 1e9, 1e12, 'Gaudi', 1e9);
INSERT INTO traincost.alias (kind, alias, name) VALUES ('gpu', 'nowhere', 'no card'), ('model', 'nothing', 'card');
INSERT INTO traincost.instance_type (provider, instance, gpu, gpus) VALUES ('me', 'big', 'no card', 8);
INSERT INTO traincost.wue (provider, scope, year, l_per_kwh, of) VALUES ('me', 'pool', 2026, 50, 'IT energy');
-- an exception hides what its row begins with, and nothing else
INSERT INTO traincost.catalog_exception (table_name, row_key, about, reason) VALUES ('gpu', 'sparse, sourced', 'fp8_tflops is more', 'two data paths'), ('gpu', 'sparse', 'tdp_w', 'another matter');
SELECT problem, table_name, split_part(row_key, ', on_demand', 1) AS row, detail FROM traincost.catalog_problem ORDER BY table_name, row_key COLLATE "C", detail COLLATE "C";
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
-- as shipped: nothing; the exceptions are needed, each
SELECT count(*) FROM traincost.catalog_problem;
SELECT count(*) AS exceptions FROM traincost.catalog_exception;
DELETE FROM traincost.catalog_exception;
SELECT count(*) AS problems FROM traincost.catalog_problem;
-- the periods and steps in which a history is searched miss none: as a median for each price
SELECT setseed(0.5);
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, observed_on, usd_per_gpu_hour)
SELECT 'A100-80GB-SXM', 'seller ' || floor(4 * random()), (ARRAY['on_demand', 'spot', 'reserved_1y'])[1 + floor(3 * random())::int], 'region ' || n % 3, date '2024-01-01' + floor(900 * random())::int,
       CASE WHEN n % 40 = 0 THEN 0 ELSE exp(2 * (random() + random() + random()))::numeric END
FROM generate_series(1, 900) AS n ON CONFLICT DO NOTHING;
SELECT count(*) > 50 AS some, count(*) FILTER (WHERE f.median IS DISTINCT FROM d.median OR f.others IS DISTINCT FROM d.others) AS different
FROM traincost._far_prices() AS f
FULL JOIN (SELECT p.*, m.median, m.others FROM traincost.gpu_price AS p
           CROSS JOIN LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY o.usd_per_gpu_hour)::numeric AS median, count(*) AS others FROM traincost.gpu_price AS o
                               WHERE o.gpu = p.gpu AND o.provider <> p.provider AND (o.kind = p.kind OR o.kind = 'on_demand') AND o.observed_on BETWEEN p.observed_on - 180 AND p.observed_on + 180) AS m
           WHERE NOT p.shipped AND m.others >= 3 AND m.median > 0 AND (p.usd_per_gpu_hour > 3 * m.median OR p.usd_per_gpu_hour < m.median / 3)) AS d USING (gpu, provider, kind, region, observed_on);
DROP EXTENSION traincost;
