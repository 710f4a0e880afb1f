-- How many GPUs train_plans tries

CREATE FUNCTION traincost._plan_fewest(s traincost.pipeline_stage, gpu text, batch float8, micro_batch float8,
                                       tp float8, pp float8, degrees float8, recompute text, fewest float8, most float8,
                                       multiple float8, deadline_days float8) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    low float8 := ceil(fewest / multiple);
    high float8 := least(floor(most / multiple), 1e15);
    middle float8;
BEGIN
    IF batch IS NOT NULL THEN
        high := least(high, floor(batch * degrees / multiple));
    END IF;
    -- days fall with the count
    middle := low;
    WHILE low >= 0 AND low < high LOOP
        IF (SELECT p.steady_gpu_hours / (middle * multiple * 24 * coalesce(s.goodput, 1)) <= deadline_days
            FROM traincost._plan_step(s, gpu, middle * multiple, batch, micro_batch, tp, pp, degrees,
                                      recompute) AS p) THEN
            high := middle;
        ELSE
            low := middle + 1;
        END IF;
        middle := floor((low + high) / 2);
    END LOOP;
    RETURN low * multiple;
END $$;
COMMENT ON FUNCTION traincost._plan_fewest IS
'The fewest GPUs, a multiple of a number, whose steps keep the deadline; by halving. The most, where even so many do not.';

CREATE FUNCTION traincost._plan_counts(fewest float8, most float8, multiple float8,
                                       all_of_them boolean) RETURNS SETOF float8
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 20 ROWS 8 SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT c.gpus FROM (
        SELECT (l.first + i) * $3 AS gpus
        FROM (SELECT ceil($1 / nullif($3, 0)) AS first) AS l, generate_series(0, CASE WHEN $4 THEN 63 ELSE 0 END) AS i
        UNION ALL SELECT ceil($1 / nullif($3, 0)) * $3 * 2 ^ i FROM generate_series(0, 40) AS i
        UNION ALL SELECT floor($2 / nullif($3, 0)) * $3) AS c
    WHERE c.gpus BETWEEN $1 AND $2
$$;
COMMENT ON FUNCTION traincost._plan_counts(float8, float8, float8, boolean) IS
'Counts of GPUs that train_plans tries, all multiples of one number, from the fewest to the most: both ends and the doublings between them; with all_of_them the first 64 multiples, too.';
