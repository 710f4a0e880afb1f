-- Electricity, carbon, water (formula/energy.c)

CREATE FUNCTION traincost.energy_kwh(gpu_hours float8, gpu_watts float8, power_fraction float8 DEFAULT 1,
                                     host_overhead float8 DEFAULT 1, pue float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.energy_kwh(float8, float8, float8, float8, float8) IS
'Electricity in kWh of GPUs with their servers and the facility.
Electricity in kWh = gpu_hours x gpu_watts x power_fraction (mean draw over TDP, in (0, 1]) x host_overhead (server over GPUs, at least 1) x pue (at least 1) / 1000. All defaults 1: nothing silently added. Source: arXiv:2104.10350.';

CREATE FUNCTION traincost.node_energy_kwh(hours float8, gpus float8 DEFAULT 0, gpu_watts float8 DEFAULT 0,
                                          gpu_fraction float8 DEFAULT 1, cpu_watts float8 DEFAULT 0,
                                          cpu_fraction float8 DEFAULT 1, memory_gb float8 DEFAULT 0,
                                          memory_watts_per_gb float8 DEFAULT 0.3725,
                                          pue float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.node_energy_kwh(float8, float8, float8, float8, float8, float8, float8, float8, float8) IS
'Electricity of one node in kWh, from its parts.
Electricity of one node in kWh = hours x (gpus x gpu_watts x gpu_fraction + cpu_watts x cpu_fraction + memory_gb x memory_watts_per_gb) x pue / 1000. Source: Green Algorithms, doi:10.1002/advs.202100707.';

CREATE FUNCTION traincost.co2e_kg(energy_kwh float8, gco2e_per_kwh float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.co2e_kg(float8, float8) IS
'Operational CO2e in kg = energy_kwh x gco2e_per_kwh / 1000.
If the energy contains PUE, do not multiply by it again.';

CREATE FUNCTION traincost.co2e_embodied_kg(gpu_hours float8, kg_per_gpu float8, kg_per_server float8 DEFAULT 0,
                                           gpus_per_server float8 DEFAULT 8, embodied_life_years float8 DEFAULT 3,
                                           utilization float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.co2e_embodied_kg(float8, float8, float8, float8, float8, float8) IS
'The used share of the hardware''s manufacture in kg CO2e.
The used share of manufacture in kg CO2e = gpu_hours / (embodied_life_years x 8760 x utilization) x (kg_per_gpu + kg_per_server / gpus_per_server). Source: ecologits (3 years); arXiv:2309.14393 (5 years).';

CREATE FUNCTION traincost.water_l(energy_it_kwh float8, wue_site_l_per_kwh float8, pue float8 DEFAULT 1,
                                  wue_source_l_per_kwh float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.water_l(float8, float8, float8, float8) IS
'Water in litres = energy_it_kwh x (wue_site_l_per_kwh + pue x wue_source_l_per_kwh).
energy_it_kwh is without PUE. Source: arXiv:2304.03271.';

CREATE FUNCTION traincost.household_years(energy_kwh float8, kwh_per_household_year float8 DEFAULT 10791) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.household_years(float8, float8) IS
'Years an average home could run on this energy: energy_kwh / kwh_per_household_year.
Default: US average 2022, EIA.';

CREATE FUNCTION traincost.sci_gco2e(operational_kg float8, embodied_kg float8, functional_units float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.sci_gco2e(float8, float8, float8) IS
'Software carbon intensity in g CO2e per functional unit.
Software carbon intensity in g CO2e per functional unit = 1000 x (operational_kg + embodied_kg) / functional_units (FLOP, tokens or parameters). Source: ISO/IEC 21031:2024.';
