-- When the stages of a plan run.

CREATE FUNCTION traincost._stage_times(pipeline text, plan_start timestamp, stages text[], days float8[],
                                       starts_on date[], after_stage text[], gap_days float8[],
                                       wanted int) RETURNS timestamp[]
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    paused CONSTANT boolean := EXISTS (SELECT FROM traincost.plan_pause AS p WHERE p.pipeline = $1);
    ends timestamp[] := '{}';
    runs timestamp[];
    at timestamp;
    remaining interval;
    earlier int;
    pause record;
BEGIN
    FOR i IN 1 .. least(coalesce($8, 0), coalesce(cardinality($3), 0)) LOOP
        -- the last earlier stage of the name; one that is not there counts as the stage before
        earlier := i - 1;
        IF $6[i] IS NOT NULL THEN
            FOR j IN REVERSE i - 1 .. 1 LOOP
                IF $3[j] = $6[i] THEN
                    earlier := j;
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        at := coalesce($5[i]::timestamp,
                       CASE WHEN earlier > 0 THEN ends[earlier] ELSE $2 END + coalesce($7[i], 0) * interval '1 day');
        remaining := least(coalesce($4[i], 0), 36525) * interval '1 day';
        runs := '{}';
        IF paused THEN
            -- in the order of their days, so that pauses that overlap are one
            FOR pause IN
                SELECT p.stopped_on::timestamp AS stops, p.resumed_on::timestamp AS resumes
                FROM traincost.plan_pause AS p
                WHERE p.pipeline = $1 AND p.stage = $3[i] ORDER BY p.stopped_on
            LOOP
                EXIT WHEN pause.stops >= at + remaining;
                IF pause.stops > at THEN
                    runs := runs || at || pause.stops;
                    remaining := remaining - (pause.stops - at);
                END IF;
                at := greatest(at, pause.resumes);
            END LOOP;
        END IF;
        ends := ends || at + remaining;
        runs := runs || at || at + remaining;
    END LOOP;
    RETURN runs;
END $$;
COMMENT ON FUNCTION traincost._stage_times(text, timestamp, text[], float8[], date[], text[], float8[], int) IS
'When a plan''s wanted stage (1: the first) runs, as start, end, start, end ... of its runs between its pauses (table plan_pause). Stages come in their order: each starts on its own day, else gap_days after the end of the earlier stage that after_stage names, else after the stage before it; the first at plan_start. A stage of unknown length takes no time.';

CREATE FUNCTION traincost._runs(runs timestamp[]) RETURNS TABLE (run_no bigint, starts timestamp, ends timestamp)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT i, $1[2 * i - 1], $1[2 * i] FROM generate_series(1, cardinality($1) / 2) AS i
$$;
COMMENT ON FUNCTION traincost._runs(timestamp[]) IS
'The runs of _stage_times, a row each.';

-- Most are in use when some run starts.
CREATE FUNCTION traincost._peak(starts timestamptz[], ends timestamptz[], gpus float8[], stages text[],
                                OUT peak_gpus float8, OUT peak_from timestamptz, OUT peak_stages text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    WITH run AS MATERIALIZED (SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS r (starts, ends, gpus, stage, no))
    SELECT p.gpus, p.starts, p.stages
    FROM (SELECT a.no, a.starts,
                 -- a stage of unknown length or size makes the peak unknown
                 CASE WHEN count(b.gpus) = count(*) THEN sum(b.gpus) END AS gpus,
                 string_agg(b.stage, ', ' ORDER BY b.no) AS stages
          FROM run AS a JOIN run AS b ON b.starts <= a.starts AND (b.ends > a.starts OR b.ends IS NULL OR b.no = a.no)
          GROUP BY a.no, a.starts) AS p
    ORDER BY p.gpus DESC NULLS FIRST, p.starts, p.no LIMIT 1
$$;
COMMENT ON FUNCTION traincost._peak(timestamptz[], timestamptz[], float8[], text[]) IS
'The most GPUs that runs of stages use at a time, from when, and by which stages.';

-- generate_series of timestamps counts as a thousand rows for each of a table that was
-- never analyzed, and a view of so many is compiled for seconds before it answers none.
CREATE FUNCTION traincost._months(first_day date, last_day date) RETURNS SETOF date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 36 SET search_path = pg_catalog, pg_temp AS $$
    SELECT m::date
    FROM generate_series(date_trunc('month', $1::timestamp),
                         CASE WHEN isfinite($1) THEN least($2, $1 + 36525)::timestamp END, interval '1 month') AS m
$$;
COMMENT ON FUNCTION traincost._months(date, date) IS
'The first days of the months from that of one day to that of another, in order; of a century at most, and none from infinity on.';
