--
-- import_prices: price lists as people have them
-- If this fails, the price of an eight-GPU instance is taken as that of one GPU, or a
-- row that is not understood is lost without a word.
--
SET DateStyle = ISO;
CREATE EXTENSION traincost;
CREATE TABLE price_list ("Instance Type" text, gpu_name text, "GPU Count" text, price text, region text);
INSERT INTO price_list VALUES
    ('p5.48xlarge', NULL, NULL, '80', 'us-east-1'), ('box-8', 'h100 80gb sxm', '8', '$24.00', 'eu-1'), ('box-4', 'H100-80GB-SXM', '4', '11', 'eu-1'),
    ('box', 'A100-80GB-SXM', NULL, '2', 'eu-1'), ('odd', 'Abacus 9', '1', '2', 'eu-1'), ('free', 'A100-80GB-SXM', '1', 'on request', 'eu-1'), ('none', 'A100-80GB-SXM', '0', '2', 'eu-1');
SELECT listed, gpu, region, usd_per_gpu_hour, problem FROM traincost.import_prices('price_list', provider => 'our cloud', observed_on => '2026-09-01') ORDER BY listed COLLATE "C";
SELECT gpu, region, usd_per_gpu_hour, observed_on, source, note, shipped FROM traincost.gpu_price WHERE provider = 'our cloud' ORDER BY gpu, region;
-- again, and in another currency
SELECT count(*) FROM traincost.import_prices('price_list', provider => 'our cloud', observed_on => '2026-09-01');
SELECT count(*) FROM traincost.gpu_price WHERE provider = 'our cloud';
SELECT DISTINCT problem FROM traincost.import_prices('price_list', 'our cloud', '2026-09-02', currency => 'EUR') WHERE problem LIKE 'no rate%';
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2026-09-01', 1.25);
SELECT listed, usd_per_gpu_hour FROM traincost.import_prices('price_list', 'our cloud', '2026-09-02', 'spot', 'EUR', 'contract 7') WHERE problem IS NULL ORDER BY listed COLLATE "C";
SELECT DISTINCT kind, source FROM traincost.gpu_price WHERE provider = 'our cloud' AND observed_on = '2026-09-02';
-- no provider, no list, no kind
SELECT DISTINCT problem FROM traincost.import_prices('price_list') WHERE listed LIKE 'box-8%';
SELECT count(*) FROM traincost.import_prices(NULL);
SELECT * FROM traincost.import_prices('price_list', 'x', price_kind => 'purchase');
DROP TABLE price_list;
-- one odd row stops no other, and no price becomes 0 or of another day
CREATE TABLE price_list (gpu text, gpus text, price text, region text, provider text, observed_on text);
INSERT INTO price_list SELECT 'H100-80GB-SXM', coalesce(n, '1'), coalesce(p, '2'), coalesce(r, 'r' || row_number() OVER ()), coalesce(v, 'odd cloud'), d
FROM (VALUES (1, NULL, NULL, NULL, NULL, '2026-09-01'), (2, NULL, NULL, NULL, NULL, '2026-02-30'), (3, NULL, NULL, NULL, NULL, '01.09.2026'), (4, NULL, NULL, NULL, NULL, '1899-12-31'),
             (5, NULL, NULL, NULL, NULL, '2026-09-01 12:00:00+02'), (6, '999999', '0.3', NULL, NULL, '2026-09-01'), (7, NULL, 'NaN', NULL, NULL, '2026-09-01'),
             (8, NULL, '999999999', NULL, NULL, '2026-09-01'), (9, NULL, NULL, repeat('r', 10000), NULL, '2026-09-01'), (10, NULL, NULL, NULL, repeat('p', 10000), '2026-09-01')) AS t (i, n, p, r, v, d) ORDER BY i;
SELECT left(region, 3) AS region, day, usd_per_gpu_hour, problem FROM traincost.import_prices('price_list', currency => NULL) ORDER BY region COLLATE "C";
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('JPY', 'USD', '2026-09-01', 100), ('KRW', 'USD', '2026-09-01', 1e-9);
SELECT c, count(problem) FROM unnest('{JPY,KRW}'::text[]) AS c, traincost.import_prices('price_list', currency => c) GROUP BY c ORDER BY c;
SELECT count(problem) FROM traincost.import_prices('price_list', observed_on => 'infinity');
SELECT * FROM traincost.import_prices(0);
SELECT * FROM traincost.import_prices('traincost.gpu_pkey');
SELECT count(*), min(usd_per_gpu_hour), min(observed_on), max(observed_on) FROM traincost.gpu_price WHERE provider = 'odd cloud';
DROP TABLE price_list;
-- a row's own currency counts, and a misspelt GPU is named as it may be spelled
CREATE TABLE price_list ("GPU Name" text, gpus int, price text, "Currency" text);
INSERT INTO price_list VALUES ('H100-80GB-SXM', 8, '$16', 'USD'), ('H200-SXM', 8, '16', 'eur'), ('A100-80GB-SXM', 8, '16', 'Euro'), ('A100-40GB-SXM', 8, '16', NULL), ('H100-80GB-SMX', 8, '16', 'USD');
SELECT listed, usd_per_gpu_hour, problem FROM traincost.import_prices('price_list', 'mixed cloud', '2026-09-02', currency => 'JPY') ORDER BY listed COLLATE "C";
DROP TABLE price_list;
-- lists of other shapes: headers with signs, amounts as people write them, prices of a month, of a GPU, of a kind
CREATE TABLE price_list ("Machine Type" text, "Accelerator" text, "# GPUs" text, "Hourly Price" text, "Spot Price" text, "1-yr reserved" text);
INSERT INTO price_list VALUES ('a', 'H100-80GB-SXM', '8', '$1,234.50', E'$80.00\r', '60'), ('b', 'H200-SXM', '8', '1.234,50', NULL, NULL), ('c', 'B200-SXM', '8', '3,200', '1', '2'),
    ('d', 'A100', '4', '9', '3', NULL), ('e', 'A100-80GB-SXM', '8', '12.5 USD/hr', '~5', NULL), ('f', 'L40S', '1', '$800/mo', NULL, NULL), ('g', 'L4', '1', '0,71', NULL, NULL), ('h', 'T4-16GB', '1', '-0.35', NULL, NULL);
SELECT listed, usd_per_gpu_hour, problem FROM traincost.import_prices('price_list', 'shaped cloud', '2026-09-03') ORDER BY listed COLLATE "C";
SELECT listed, usd_per_gpu_hour FROM traincost.import_prices('price_list', 'shaped cloud', '2026-09-03', 'spot') WHERE problem IS NULL ORDER BY listed COLLATE "C";
SELECT listed, usd_per_gpu_hour FROM traincost.import_prices('price_list', 'shaped cloud', '2026-09-03', 'reserved_1y') WHERE problem IS NULL ORDER BY listed COLLATE "C";
DROP TABLE price_list;
CREATE TABLE price_list (gpu text, "GPU count" int, "Price per GPU-hour" text, "Monthly price" text, "Region" text);
INSERT INTO price_list VALUES ('H100-80GB-SXM', 8, U&'\20AC2.10', NULL, 'a'), ('H200-SXM', 8, NULL, '$16,352.00', 'a'), ('H200-SXM', 8, NULL, '$16,352.00', 'a'), ('B200-SXM', 8, 'GBP 4', NULL, 'a');
SELECT listed, usd_per_gpu_hour, problem FROM traincost.import_prices('price_list', 'shaped cloud', '2026-09-03') ORDER BY listed COLLATE "C";
SELECT gpu, usd_per_gpu_hour, note FROM traincost.gpu_price WHERE provider = 'shaped cloud' AND region = 'a' ORDER BY gpu COLLATE "C";
DROP TABLE price_list;
CREATE TABLE price_list (shape text, gpu text, gpus_per_node int, price_usd_per_hour text, fee text);
INSERT INTO price_list VALUES ('BM.GPU.own', 'H100-80GB-SXM', 8, '80', '1'), ('VM.GPU.own', 'H200-SXM', 1, NULL, '2');
SELECT listed, usd_per_gpu_hour, problem FROM traincost.import_prices('price_list', 'shaped cloud', '2026-09-04') ORDER BY listed COLLATE "C";
DROP TABLE price_list;
DROP EXTENSION traincost;
