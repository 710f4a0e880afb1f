CREATE FUNCTION traincost.refresh_summary() RETURNS bigint
LANGUAGE sql VOLATILE PARALLEL UNSAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM traincost.pipeline_summary AS d
        WHERE d.day = (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date AND NOT EXISTS (SELECT FROM traincost.pipeline_stage AS s WHERE s.pipeline = d.pipeline)
    ), written AS (
        INSERT INTO traincost.pipeline_summary (
-- @columns names
            day, pipeline, stages, unpriced_stages, known_usd, grid_basis)
        SELECT
-- @columns summary
            (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date, e.pipeline, e.stages, e.unpriced_stages, e.known_usd, e.grid_basis
        FROM traincost.pipeline_estimate AS e
        ON CONFLICT (day, pipeline) DO UPDATE SET
-- @columns update
            stages = excluded.stages, unpriced_stages = excluded.unpriced_stages, known_usd = excluded.known_usd, grid_basis = excluded.grid_basis
        RETURNING 1)
    SELECT count(*) FROM written
$$;
COMMENT ON FUNCTION traincost.refresh_summary() IS
'Writes today''s row of every plan to pipeline_summary.
Writes today''s row of every plan to pipeline_summary, or writes it again; removes that of a plan that is no more, and returns how many it wrote. For a scheduler, such as pg_cron: the same day''s second run changes nothing but what the plans and prices changed.';
