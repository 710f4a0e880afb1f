CREATE FUNCTION traincost.bill(pipeline text)
RETURNS TABLE (line_no bigint, stage_no bigint, stage text, item text, quantity float8, unit text, unit_usd numeric, amount_usd numeric, note text, source text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT b.line_no, b.stage_no, b.stage, b.item, b.quantity, b.unit, b.unit_usd, b.amount_usd, b.note, b.source
        FROM traincost.pipeline_bill AS b WHERE b.pipeline = $1 ORDER BY b.line_no;
    IF NOT FOUND AND $1 IS NOT NULL THEN
        RAISE EXCEPTION 'unknown pipeline "%"', $1
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = coalesce((SELECT 'Pipelines: ' || string_agg(p.pipeline, ', ') || CASE WHEN count(*) = 20 THEN ', ...' ELSE '.' END
                                   FROM (SELECT DISTINCT pipeline FROM traincost.pipeline_stage ORDER BY pipeline LIMIT 20) AS p
                                   HAVING count(*) > 0), 'Table traincost.pipeline_stage has no plans.');
    END IF;
END $$;
COMMENT ON FUNCTION traincost.bill(text) IS
'The bill of a plan in pipeline_stage, a row per line: item, quantity, unit, USD per unit, amount in USD, note, source. The amounts sum exactly to the plan''s total_usd in pipeline_estimate; an unpriced line is NULL and its note names what is missing. An unknown plan is an error (22023).';
