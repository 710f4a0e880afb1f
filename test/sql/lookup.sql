--
-- lookup: names and dates
-- If this fails, estimates take the price or the grid of another day, or a
-- stale one.
--
CREATE EXTENSION traincost;
SET client_min_messages = warning;
SELECT traincost.gpu_peak_tflops('A100-80GB-SXM') AS bf16, traincost.gpu_peak_tflops('A100-80GB-SXM', 'fp32') AS fp32,
       traincost.gpu_peak_tflops(NULL) IS NULL AS unknown;

-- a catalog of our own: three providers, known days
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, launch_price_usd) VALUES ('T1', 100, 500, 9000), ('T2', 100, 500, NULL);
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, usd_per_gpu, observed_on) VALUES
    ('T1', 'old', 'on_demand', 'global', 9, NULL, '2020-01-01'),
    ('T1', 'a', 'on_demand', 'global', 2, NULL, '2024-01-01'),
    ('T1', 'a', 'on_demand', 'global', 1, NULL, '2024-06-01'),
    ('T1', 'b', 'on_demand', 'global', 3, NULL, '2024-05-01'),
    ('T1', 'c', 'on_demand', 'east', 7, NULL, '2023-06-01'),
    ('T1', 'c', 'on_demand', 'west', 9, NULL, '2023-06-01'),
    ('T1', 'a', 'spot', 'global', 0.5, NULL, '2024-01-01'),
    ('T1', 'shop', 'purchase', 'global', NULL, 8000, '2024-01-01');
SELECT d::date AS as_of, traincost.gpu_price_usd_per_hour('T1', as_of => d::date) AS median,
       traincost.gpu_price_usd_per_hour('T1', 'a', as_of => d::date) AS a,
       traincost.gpu_price_usd_per_hour('T1', 'c', as_of => d::date) AS c,
       traincost.gpu_price_usd_per_hour('T1', price_region => 'east', as_of => d::date) AS east,
       traincost.gpu_price_usd_per_hour('T1', price_kind => 'spot', as_of => d::date) AS spot,
       traincost.gpu_price_usd('T1', as_of => d::date) AS purchase
FROM unnest('{2019-12-31,2020-01-01,2023-06-01,2023-12-31,2024-01-01,2024-05-31,2024-06-01,2025-12-31}'::date[]) AS d;
SELECT traincost.gpu_price_usd_per_hour('T2') IS NULL AS no_price_is_null, traincost.gpu_price_usd('T2') IS NULL AS no_purchase_either,
       traincost.train_cost(flop => 1e20, gpu => 'T2') IS NULL AS cost_is_null,
       traincost.train_cost(flop => 1e20, gpu => 'T1', provider => 'shop') IS NULL AS not_from_a_shop;
SELECT traincost.gpu_price_usd_per_hour('T1', 'aa');
SELECT traincost.gpu_price_usd_per_hour('T1', price_kind => 'purchase');
SELECT traincost.gpu_price_usd_per_hour('T1', price_region => 'north');
SELECT traincost.gpu_price_usd_per_hour('T9');

-- regions: a grid, provider/region, a bare cloud region of one provider
INSERT INTO traincost.grid (region, year, gco2e_per_kwh, basis) VALUES
    ('ZZ', 2020, 500, 'direct'), ('ZZ', 2022, 400, 'direct'), ('ZZ', 2022, 450, 'lifecycle'), ('ZZ', 2022, 425, 'operational');
INSERT INTO traincost.cloud_region (provider, region, grid_region, pue) VALUES
    ('a', 'zz-1', 'ZZ', 1.2), ('b', 'zz-2', 'ZZ', NULL), ('a', 'zz-3', 'ZZ', 1.1), ('b', 'zz-3', 'ZZ', 1.3);
SELECT traincost.grid_gco2e_per_kwh('ZZ') AS latest, traincost.grid_gco2e_per_kwh('ZZ', '2021-12-31') AS of_2021,
       traincost.grid_gco2e_per_kwh('ZZ', '2022-01-01') AS lifecycle_first, traincost.grid_gco2e_per_kwh('ZZ', '2019-01-01') AS too_early,
       traincost.grid_gco2e_per_kwh('a/zz-1') AS cloud, traincost.grid_gco2e_per_kwh('zz-1') AS bare;
SELECT traincost.region_pue('a/zz-1') AS pue, traincost.region_pue('b/zz-3') AS b, traincost.region_pue('zz-2') AS unpublished, traincost.region_pue('ZZ') AS of_a_grid;
SELECT traincost.grid_gco2e_per_kwh('zz-3');
SELECT round(((traincost.train_estimate(flop => 1e20, gpu => 'T1', region => 'zz-1')).energy_kwh
       / (traincost.train_estimate(flop => 1e20, gpu => 'T1', region => 'zz-2')).energy_kwh)::numeric, 12) = 1.2 / 1.25 AS region_brings_its_pue;

-- fresh inside one PL/pgSQL block, after SET ROLE, and when the time zone moves the day
SET client_min_messages = notice;
DO $$
DECLARE
    price float8;
BEGIN
    FOR i IN 1..3 LOOP
        UPDATE traincost.gpu_price SET usd_per_gpu_hour = i WHERE gpu = 'T1' AND provider = 'a' AND observed_on = '2024-06-01';
        price := traincost.gpu_price_usd_per_hour('T1', 'a');
        RAISE NOTICE 'price %, estimate %', price,
            (traincost.train_estimate(flop => 3.6e20, gpu => 'T1', provider => 'a', mfu => 1)).compute_usd;
    END LOOP;
END $$;
SET client_min_messages = warning;
CREATE ROLE traincost_test_poor;
REVOKE SELECT ON traincost.gpu_price FROM PUBLIC;
DO $$
BEGIN
    PERFORM traincost.gpu_price_usd_per_hour('T1', 'a');
    SET LOCAL ROLE traincost_test_poor;
    PERFORM traincost.gpu_price_usd_per_hour('T1', 'a');
END $$;
SET ROLE traincost_test_poor;
SELECT traincost.gpu_price_usd_per_hour('T1', 'a');
RESET ROLE;
GRANT SELECT ON traincost.gpu_price TO PUBLIC;
-- row security hides a price book
ALTER TABLE traincost.gpu_price ENABLE ROW LEVEL SECURITY;
CREATE POLICY shipped_only ON traincost.gpu_price USING (shipped);
SET ROLE traincost_test_poor;
SELECT traincost.gpu_price_usd_per_hour('T1', as_of => '2024-01-01') IS NULL AS hidden;
RESET ROLE;
DROP POLICY shipped_only ON traincost.gpu_price;
ALTER TABLE traincost.gpu_price DISABLE ROW LEVEL SECURITY;
DROP ROLE traincost_test_poor;

-- a rollback to a savepoint takes back what a look-up remembered
CREATE FUNCTION look() RETURNS float8 LANGUAGE plpgsql AS $$ BEGIN RETURN traincost.assumption_value('mfu'); END $$;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT look();
SAVEPOINT a;
UPDATE traincost.assumption SET value = 0.9 WHERE name = 'mfu';
SELECT look();
ROLLBACK TO a;
SELECT look(), traincost.assumption_value('mfu');
ROLLBACK;
CREATE FUNCTION look_and_take_back() RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
    seen float8[];
BEGIN
    seen := ARRAY[look()];
    FOR i IN 1..2 LOOP
        BEGIN
            UPDATE traincost.assumption SET value = 0.9 WHERE name = 'mfu';
            seen := seen || look();
            RAISE EXCEPTION 'take it back';
        EXCEPTION WHEN raise_exception THEN
            seen := seen || look();
        END;
    END LOOP;
    RETURN seen;
END $$;
SELECT look_and_take_back();
DROP FUNCTION look_and_take_back();
DROP FUNCTION look();

-- the extension can go and come back within a session
DROP EXTENSION traincost;
CREATE EXTENSION traincost;
SELECT traincost.gpu_peak_tflops('A100-80GB-SXM') AS bf16, traincost.gpu_price_usd_per_hour('T1', 'a') IS NULL AS gone;
SELECT traincost.traincost_version() = traincost._traincost_library_version() || '+data.' || traincost.traincost_data_version() AS same_version;
-- water of an operator's fleet, the residual mix: latest year at or before the day; neither is a default
SELECT traincost.region_wue('aws/us-east-1') AS aws, traincost.region_wue('us-central1', '2026-01-01') AS gcp, traincost.region_wue('gcp/us-central1', '2020-01-01') AS too_early,
       traincost.region_wue('FR') AS grid_region, traincost.region_wue(NULL) AS nothing;
SELECT traincost.residual_gco2e_per_kwh('FI', '2026-01-01') AS fi, traincost.residual_gco2e_per_kwh('FI', '2020-01-01') AS too_early, traincost.residual_gco2e_per_kwh('FR') AS none,
       traincost.residual_gco2e_per_kwh('gcp/europe-north1') = traincost.residual_gco2e_per_kwh('FI') AS cloud_region,
       traincost.grid_gco2e_per_kwh('FI', '2026-01-01') < 200 AS location_based_is_not;
SELECT traincost.region_wue('nowhere');
SELECT traincost.residual_gco2e_per_kwh('nowhere');
-- the latest day that a date holds: further than a timestamp, from which a year was taken
SELECT traincost.grid_gco2e_per_kwh('US', as_of => '5874897-12-31') = traincost.grid_gco2e_per_kwh('US', as_of => '9999-12-31') AS grid,
       traincost.residual_gco2e_per_kwh('FI', as_of => '5874897-12-31') = traincost.residual_gco2e_per_kwh('FI', as_of => '9999-12-31') AS residual,
       traincost.train_cost(params => 1e9, tokens => 1e10, as_of => '5874897-12-31') > 0 AS cost;
-- a country by its name: the hint has its code
SELECT traincost.grid_gco2e_per_kwh('Francee');
SELECT traincost.grid_gco2e_per_kwh('United States');
DROP EXTENSION traincost;
