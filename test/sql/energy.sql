--
-- energy: electricity, carbon, water
-- If this fails, statements of carbon and power are wrong.  Expected values are
-- the published ones of the runs named.
--
CREATE EXTENSION traincost;
-- GPT-3: 1287 MWh published, 552.1 t at 429 g/kWh, 119 household-years
SELECT round(traincost.energy_kwh(10000 * 14.8 * 24, 330, pue => 1.1)::numeric) AS gpt3_kwh,
       round(traincost.co2e_kg(1287000, 429)::numeric) AS gpt3_kg,
       round(traincost.household_years(1287000)::numeric) AS household_years;
-- LLaMA-65B: 449 MWh, 173 t at 0.385 kg/kWh
SELECT round(traincost.energy_kwh(1022362, 400, pue => 1.1)::numeric / 1000, 1) AS llama_mwh,
       round(traincost.co2e_kg(traincost.energy_kwh(1022362, 400, pue => 1.1), 385)::numeric / 1000, 1) AS llama_t;
-- PaLM-540B: 3436 MWh, 271.43 t
SELECT round(traincost.energy_kwh(8404992, 378.5, pue => 1.08)::numeric / 1000) AS palm_mwh,
       round(traincost.co2e_kg(3436000, 79)::numeric / 1000, 1) AS palm_t;
-- nothing silently added
SELECT traincost.energy_kwh(1000, 500) AS bare, traincost.energy_kwh(1000, 500, 0.5, 2, 1.5) AS all_factors;
SELECT traincost.node_energy_kwh(10, 2, 300, 0.5, 100, 0.8, 100, pue => 1.5) AS node,
       10 * (2 * 300 * 0.5 + 100 * 0.8 + 100 * 0.3725) * 1.5 / 1000 AS by_hand;
-- SCI's example: 1000 kg over 4 years, one hour, is about 28 g
SELECT round(1000 * traincost.co2e_embodied_kg(1, 1000, embodied_life_years => 4)::numeric, 1) AS grams,
       traincost.co2e_embodied_kg(3 * 8760, 164, 5700) AS whole_life, 164 + 5700 / 8.0 AS by_hand,
       traincost.co2e_embodied_kg(100, 164, utilization => 0.5) = 2 * traincost.co2e_embodied_kg(100, 164) AS idle_half;
SELECT traincost.water_l(1000, 0.36, 1.25, 4.52) AS water_l, 1000 * (0.36 + 1.25 * 4.52) AS by_hand;
-- 200,000 kg over 5e22 FLOP is 4 g per 1e15 FLOP
SELECT traincost.sci_gco2e(200000, 0, 5e22 / 1e15) AS g_per_pflop;
DROP EXTENSION traincost;
