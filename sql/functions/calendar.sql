-- When the stages of a plan run.

CREATE FUNCTION traincost._stage_starts(plan_start timestamp, stages text[], days float8[], starts_on date[], after_stage text[], gap_days float8[]) RETURNS timestamp[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    starts timestamp[] := '{}';
    ends timestamp[] := '{}';
    begin_at timestamp;
    earlier int;
BEGIN
    FOR i IN 1 .. coalesce(cardinality($2), 0) LOOP
        -- the last earlier stage of the name; one that is not there counts as the stage before
        earlier := i - 1;
        IF $5[i] IS NOT NULL THEN
            FOR j IN REVERSE i - 1 .. 1 LOOP
                IF $2[j] = $5[i] THEN
                    earlier := j;
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        begin_at := coalesce($4[i]::timestamp, CASE WHEN earlier > 0 THEN ends[earlier] ELSE $1 END + coalesce($6[i], 0) * interval '1 day');
        starts := starts || begin_at;
        ends := ends || begin_at + least(coalesce($3[i], 0), 36525) * interval '1 day';
    END LOOP;
    RETURN starts;
END $$;
COMMENT ON FUNCTION traincost._stage_starts(timestamp, text[], float8[], date[], text[], float8[]) IS
'When each stage of a plan starts, in the order of its stages: on its own day, else gap_days after the end of the earlier stage that after_stage names, else after the stage before it; the first at plan_start. A stage of unknown length takes no time.';
