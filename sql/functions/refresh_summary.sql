-- What the stored summaries rest on, in 32 digits a plan.  The facts that plans share are one
-- text: whether a price concerns a plan is known only once the plan is worked out.
CREATE FUNCTION traincost._plan_inputs() RETURNS TABLE (pipeline text, facts text, inputs text, of_today boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 100
SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1 SET datestyle = 'ISO, YMD' AS $$
#variable_conflict use_column
DECLARE
    shared text := md5(concat_ws(' ', traincost.catalog_fingerprint(),
                                 (SELECT string_agg(md5(c::text), ' ' ORDER BY c.commitment)
                                  FROM traincost.commitment AS c),
                                 (SELECT string_agg(md5(c::text), ' ' ORDER BY c.cluster) FROM traincost.cluster AS c)));
BEGIN
    RETURN QUERY
    SELECT s.pipeline, shared,
           md5(concat_ws(' ', s.stages,
                         (SELECT string_agg(md5(p::text), ' ' ORDER BY p.stage, p.stopped_on)
                          FROM traincost.plan_pause AS p
                          WHERE p.pipeline = s.pipeline),
                         (SELECT string_agg(md5(c::text), ' ' ORDER BY c.commitment)
                          FROM traincost.plan_commitment AS c
                          WHERE c.pipeline = s.pipeline))),
           s.of_today
    FROM (SELECT t.pipeline, string_agg(md5(t::text), ' ' ORDER BY t.stage_no) AS stages,
                 bool_or(t.as_of IS NULL) AS of_today
          FROM traincost.pipeline_stage AS t
          GROUP BY t.pipeline) AS s;
END $$;
COMMENT ON FUNCTION traincost._plan_inputs() IS
'What each plan is worked out from, a row each: facts, digits of what all plans read; inputs, digits of its own rows; of_today, whether a stage has no day of its own, so that the plan is another one tomorrow.';

CREATE FUNCTION traincost.stale_plans() RETURNS TABLE (pipeline text, reason text)
LANGUAGE sql STABLE PARALLEL SAFE COST 100000 ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.pipeline, d.reason
    FROM (SELECT coalesce(n.pipeline, r.pipeline) AS pipeline,
                 CASE WHEN n.pipeline IS NULL THEN 'the plan was deleted'
                      WHEN r.pipeline IS NULL THEN 'never worked out'
                      WHEN r.inputs <> n.inputs THEN 'the plan was changed'
                      WHEN r.facts <> n.facts THEN 'facts, contracts or clusters were changed'
                      WHEN r.day > t.today OR n.of_today AND r.day <> t.today THEN 'worked out for ' || r.day::text
                      WHEN NOT EXISTS (SELECT FROM traincost.pipeline_summary AS s
                                       WHERE s.day = r.day AND s.pipeline = r.pipeline)
                      THEN 'its row of ' || r.day::text || ' was deleted' END AS reason
          FROM (SELECT (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date AS today) AS t
          CROSS JOIN traincost._plan_inputs() AS n
          FULL JOIN traincost.plan_refresh AS r ON r.pipeline = n.pipeline) AS d
    WHERE d.reason IS NOT NULL AND traincost._plans_are_here()
$$;
COMMENT ON FUNCTION traincost.stale_plans() IS
'Plans whose stored summaries are not those of now, and why, a row each.
Plans of which pipeline_summary, calendar_summary and team_month_summary do not hold what the views would say now, and why: what refresh_summary() will work out. It reads all plans and facts, and works none out.';

CREATE FUNCTION traincost.refresh_summary(everything boolean DEFAULT false) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    today CONSTANT date := (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date;
    worked_out bigint;
BEGIN
    -- one at a time
    LOCK TABLE traincost.plan_refresh IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM traincost.pipeline_summary AS s
    WHERE s.day = today AND NOT EXISTS (SELECT FROM traincost.pipeline_name AS n WHERE n.pipeline = s.pipeline);
    WITH forgotten AS (
        DELETE FROM traincost.plan_refresh AS r
        WHERE everything OR r.pipeline IN (SELECT p.pipeline FROM traincost.stale_plans() AS p) RETURNING r.pipeline
    )
    DELETE FROM traincost.calendar_summary AS c USING forgotten AS f WHERE c.pipeline = f.pipeline;

    -- one statement, so that what a plan is worked out from is what is noted
    WITH fresh AS MATERIALIZED (
        SELECT n.*
        FROM traincost._plan_inputs() AS n
        WHERE NOT EXISTS (SELECT FROM traincost.plan_refresh AS r WHERE r.pipeline = n.pipeline)
    ), noted AS (
        INSERT INTO traincost.plan_refresh (pipeline, day, refreshed_at, facts, inputs)
        SELECT f.pipeline, today, CURRENT_TIMESTAMP, f.facts, f.inputs FROM fresh AS f
    ), months AS (
        INSERT INTO traincost.calendar_summary (pipeline, stage_no, stage, month, gpu_hours, usd, cash_usd,
                                                unpriced_charges, energy_kwh, co2e_location_kg, co2e_market_kg,
                                                co2e_embodied_kg, grid_basis)
        SELECT c.pipeline, c.stage_no, c.stage, c.month, c.gpu_hours, c.usd, c.cash_usd, c.unpriced_charges,
               c.energy_kwh, c.co2e_location_kg, c.co2e_market_kg, c.co2e_embodied_kg, c.grid_basis
        FROM fresh AS f JOIN traincost.plan_calendar AS c ON c.pipeline = f.pipeline
    ), totals AS (
        INSERT INTO traincost.pipeline_summary (
-- @columns names
            day, pipeline, stages, unpriced_stages, known_usd, grid_basis)
        SELECT
-- @columns summary
            today, e.pipeline, e.stages, e.unpriced_stages, e.known_usd, e.grid_basis
        FROM fresh AS f JOIN traincost.pipeline_estimate AS e ON e.pipeline = f.pipeline
        ON CONFLICT (day, pipeline) DO UPDATE SET
-- @columns update
            stages = excluded.stages, unpriced_stages = excluded.unpriced_stages, known_usd = excluded.known_usd,
            grid_basis = excluded.grid_basis
    )
    SELECT count(*) INTO worked_out FROM fresh;

    -- the others are today what they were
    INSERT INTO traincost.pipeline_summary (
-- @columns names
            day, pipeline, stages, unpriced_stages, known_usd, grid_basis)
    SELECT
-- @columns summary
            today, e.pipeline, e.stages, e.unpriced_stages, e.known_usd, e.grid_basis
    FROM traincost.plan_refresh AS r JOIN traincost.pipeline_summary AS e ON e.day = r.day AND e.pipeline = r.pipeline
    WHERE r.day < today
    ON CONFLICT (day, pipeline) DO UPDATE SET
-- @columns update
            stages = excluded.stages, unpriced_stages = excluded.unpriced_stages, known_usd = excluded.known_usd,
            grid_basis = excluded.grid_basis;
    UPDATE traincost.plan_refresh AS r SET day = today WHERE r.day < today;
    RETURN worked_out;
END $$;
COMMENT ON FUNCTION traincost.refresh_summary(boolean) IS
'Writes what every plan comes to today to pipeline_summary and calendar_summary.
Writes today''s row of every plan to pipeline_summary, and its months to calendar_summary. It works out only the plans of which something changed since (stale_plans() names them), or all of them (everything); the others have today the row that they had. Removes today''s row and the months of a plan that is no more. Returns how many plans it worked out. For a scheduler, such as pg_cron.';
