CREATE FUNCTION traincost.refresh_summary() RETURNS bigint
LANGUAGE sql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM traincost.pipeline_summary AS d
        WHERE d.day = CURRENT_DATE AND NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s WHERE s.pipeline = d.pipeline)
    ), written AS (
        INSERT INTO traincost.pipeline_summary (
            day, pipeline, stages, unpriced_stages, known_usd, total_usd, compute_usd, other_hardware_usd,
            datacenter_usd, energy_usd, data_usd, labor_usd, flop, gpus, days, gpu_hours, energy_kwh,
            co2e_location_kg, co2e_market_kg, co2e_embodied_kg, water_l)
        SELECT
            CURRENT_DATE, e.pipeline, e.stages, e.unpriced_stages, e.known_usd, e.total_usd, e.compute_usd,
            e.other_hardware_usd, e.datacenter_usd, e.energy_usd, e.data_usd, e.labor_usd, e.flop, e.gpus, e.days,
            e.gpu_hours, e.energy_kwh, e.co2e_location_kg, e.co2e_market_kg, e.co2e_embodied_kg, e.water_l
        FROM traincost.pipeline_estimate AS e
        ON CONFLICT (day, pipeline) DO UPDATE SET
            stages = excluded.stages, unpriced_stages = excluded.unpriced_stages, known_usd = excluded.known_usd,
            total_usd = excluded.total_usd, compute_usd = excluded.compute_usd,
            other_hardware_usd = excluded.other_hardware_usd, datacenter_usd = excluded.datacenter_usd,
            energy_usd = excluded.energy_usd, data_usd = excluded.data_usd, labor_usd = excluded.labor_usd,
            flop = excluded.flop, gpus = excluded.gpus, days = excluded.days, gpu_hours = excluded.gpu_hours,
            energy_kwh = excluded.energy_kwh, co2e_location_kg = excluded.co2e_location_kg,
            co2e_market_kg = excluded.co2e_market_kg, co2e_embodied_kg = excluded.co2e_embodied_kg,
            water_l = excluded.water_l
        RETURNING 1)
    SELECT count(*) FROM written
$$;
COMMENT ON FUNCTION traincost.refresh_summary() IS
'Writes today''s row of every plan to pipeline_summary, or writes it again; removes that of a plan that is no more, and returns how many it wrote. For a scheduler, such as pg_cron: the same day''s second run changes nothing but what the plans and prices changed.';
