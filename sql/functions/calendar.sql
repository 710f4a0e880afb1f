-- When the stages of a plan run.

-- One row a stage, in their order, so that a query can lay them beside the stages (ROWS FROM).
-- Which earlier stage each comes after, the last one of its name, is found in one walk: a
-- stage stands in it twice, as one that asks for a name and, right after, as one that has it.
CREATE FUNCTION traincost._plan_runs(pipeline text, plan_start timestamp, stages text[], days float8[],
                                     starts_on date[], after_stage text[], gap_days float8[])
RETURNS TABLE (runs timestamp[])
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    paused CONSTANT boolean := EXISTS (SELECT FROM traincost.plan_pause AS p WHERE p.pipeline = $1);
    ends timestamp[] := '{}';
    at timestamp;
    remaining interval;
    s record;
    pause record;
BEGIN
    FOR s IN
        SELECT q.*
        FROM (SELECT n.*,
                     max(n.no) FILTER (WHERE NOT n.asks AND n.name IS NOT NULL)
                         OVER (PARTITION BY n.name ORDER BY n.no, NOT n.asks) AS no_before
              FROM (SELECT u.*, k.asks, CASE WHEN k.asks THEN u.after_stage ELSE u.stage END AS name
                    FROM unnest($3, $4, $5, $6, $7)
                         WITH ORDINALITY AS u (stage, days, starts_on, after_stage, gap_days, no)
                    CROSS JOIN (VALUES (true), (false)) AS k (asks)) AS n) AS q
        WHERE q.asks ORDER BY q.no
    LOOP
        -- a name that no earlier stage has counts as that of the stage before
        at := coalesce(s.starts_on::timestamp,
                       CASE WHEN s.no > 1 THEN ends[coalesce(s.no_before, s.no - 1)] ELSE $2 END
                           + coalesce(s.gap_days, 0) * interval '1 day');
        remaining := least(coalesce(s.days, 0), 36525) * interval '1 day';
        runs := '{}';
        IF paused THEN
            -- in the order of their days, so that pauses that overlap are one
            FOR pause IN
                SELECT p.stopped_on::timestamp AS stops, p.resumed_on::timestamp AS resumes
                FROM traincost.plan_pause AS p
                WHERE p.pipeline = $1 AND p.stage = s.stage ORDER BY p.stopped_on
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
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION traincost._plan_runs(text, timestamp, text[], float8[], date[], text[], float8[]) IS
'When each stage of a plan runs, a row a stage in their order: start, end, start, end ... of its runs between its pauses (table plan_pause). Each stage starts on its own day, else gap_days after the end of the earlier stage that after_stage names, else after the stage before it; the first at plan_start. A stage of unknown length takes no time.';

-- Inlined into the query, since it is asked for every stage: so it has no search_path of its own, and is not strict.
CREATE FUNCTION traincost._runs(runs timestamp[]) RETURNS TABLE (run_no bigint, starts timestamp, ends timestamp)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 ROWS 1 AS $$
    -- not generate_series, for which the planner expects a thousand rows
    SELECT (r.no OPERATOR(pg_catalog.+) 1) OPERATOR(pg_catalog./) 2, r.starts, $1[r.no OPERATOR(pg_catalog.+) 1]
    FROM pg_catalog.unnest($1) WITH ORDINALITY AS r (starts, no)
    WHERE r.no OPERATOR(pg_catalog.%) 2 OPERATOR(pg_catalog.=) 1
$$;
COMMENT ON FUNCTION traincost._runs(timestamp[]) IS
'The runs of a stage (_plan_runs), a row each.';

-- Most are in use when some run starts.  A walk over starts and ends, whose sum is exact:
-- with those that have begun by then and not ended, and with one that is over at once.
CREATE FUNCTION traincost._peak(starts timestamptz[], ends timestamptz[], gpus float8[], stages text[],
                                OUT peak_gpus float8, OUT peak_from timestamptz, OUT peak_stages text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    WITH run AS MATERIALIZED (
        SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS r (starts, ends, gpus, stage, no)
    ), walk AS (
        SELECT r.no, r.starts, w.begins,
               -- a stage of unknown length or size makes the peak unknown
               CASE WHEN r.gpus IS NOT NULL AND sum(w.change) FILTER (WHERE r.gpus IS NULL) OVER s > 0 IS NOT TRUE
                    THEN sum(w.change * r.gpus::numeric) OVER s
                         + CASE WHEN r.ends = r.starts THEN r.gpus::numeric ELSE 0 END END AS in_use
        FROM run AS r
        CROSS JOIN LATERAL (VALUES (true, 1, r.starts), (false, -1, r.ends)) AS w (begins, change, at)
        WHERE w.at IS NOT NULL
        WINDOW s AS (ORDER BY w.at)
    ), peak AS (
        SELECT w.no, w.starts FROM walk AS w WHERE w.begins ORDER BY w.in_use DESC NULLS FIRST, w.starts, w.no LIMIT 1
    )
    SELECT CASE WHEN count(b.gpus) = count(*) THEN sum(b.gpus ORDER BY b.no) END, p.starts,
           string_agg(b.stage, ', ' ORDER BY b.no)
    FROM peak AS p JOIN run AS b ON b.starts <= p.starts AND (b.ends > p.starts OR b.ends IS NULL OR b.no = p.no)
    GROUP BY p.starts
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
