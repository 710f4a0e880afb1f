-- The best plan: what is feasible, in order, and what stands in the way

CREATE FUNCTION traincost._plans(
    s traincost.pipeline_stage, deadline_days float8, budget_usd float8, max_co2e_kg float8, max_gpus float8,
    objective text, gpus_of text, providers text, regions text, price_kinds text, micro_batch float8, batch float8,
    data_usd float8, labor_usd float8, layouts traincost._plan_layout[]
) RETURNS TABLE (
-- @arguments plan_columns last
)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 500 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    stepped CONSTANT boolean := $12 IS NOT NULL OR s.prompts IS NOT NULL;
    -- else dollars do not depend on the count
    uneven CONSTANT boolean := stepped OR s.gpu_hours_per_failure IS NOT NULL;
    shaped CONSTANT boolean := traincost._plan_shaped(s.model);
    memory_method CONSTANT text := traincost._plan_memory_method(s.method);
    memory_dtype CONSTANT text := traincost._plan_memory_dtype(s.dtype);
BEGIN
    RETURN QUERY
    WITH RECURSIVE offer AS MATERIALIZED (
        -- model_step needs a peak and a bandwidth
        SELECT o.* FROM traincost._plan_offers($7, $8, $10, s.as_of) AS o JOIN traincost.gpu AS g ON g.name = o.gpu
        WHERE $12 IS NULL
          OR (to_jsonb(g) -> (coalesce(s.dtype, 'bf16') || '_tflops') <> 'null' AND g.memory_bandwidth_gbps IS NOT NULL)
    ), place AS MATERIALIZED (
        SELECT n AS region FROM traincost._name_list($9) AS n UNION ALL SELECT NULL WHERE $9 IS NULL
    ), fit AS MATERIALIZED (
        -- what is not known to have a shape is not known to fit
        SELECT l.* FROM unnest($15) AS l WHERE shaped AND l.gpu IN (SELECT o.gpu FROM offer AS o)
        UNION ALL
        SELECT DISTINCT o.gpu, 1::float8, 1::float8, 1::float8, NULL::float8, NULL::float8, NULL::float8,
               NULL::float8, NULL::float8, NULL, true
        FROM offer AS o WHERE NOT shaped
    ), bound AS MATERIALIZED (
        SELECT f.*, c.fewest, min(ceil(c.fewest / f.multiple) * f.multiple) OVER (PARTITION BY f.gpu) AS fewest_of_all,
               max(floor($5 / f.multiple) * f.multiple) OVER (PARTITION BY f.gpu) AS most_of_all
        FROM fit AS f
        LEFT JOIN LATERAL traincost.train_estimate(flop => s.flop, generation_flop => s.generation_flop, gpu => f.gpu,
                                                   days => $2, usd_per_gpu_hour => 1,
-- @arguments plan_estimate
            ) AS e ON $2 IS NOT NULL AND NOT stepped
        CROSS JOIN LATERAL (SELECT greatest(f.gpus, e.gpus, CASE WHEN stepped AND $2 IS NOT NULL
            THEN traincost._plan_fewest(s, f.gpu, $12, $11, f.tp, f.pp, f.degrees, f.recompute, f.gpus,
                                        coalesce($5, f.gpus * 65536), f.multiple, $2) END) AS fewest) AS c
    ), fastest AS (
        -- of GPUs that fail, and the more often the more there are, dollars rise with the count and days
        -- fall to one least: where that is, or the budget ends; by halving, and by recursion, since one
        -- query looks each price up once
        SELECT o.gpu, o.provider, o.price_kind, r.region, b.fewest AS low, b.most AS high
        FROM offer AS o
        JOIN (SELECT b.gpu, min(b.fewest_of_all) AS fewest, max(b.most_of_all) AS most
              FROM bound AS b
              GROUP BY b.gpu) AS b ON b.gpu = o.gpu
        CROSS JOIN place AS r
        WHERE uneven AND NOT stepped AND b.most > b.fewest
        UNION ALL
        SELECT o.gpu, o.provider, o.price_kind, o.region, CASE WHEN t.more_is_better THEN m.middle + 1 ELSE o.low END,
               CASE WHEN t.more_is_better THEN o.high ELSE m.middle END
        FROM fastest AS o
        CROSS JOIN LATERAL (SELECT o.region) AS r
        CROSS JOIN LATERAL (SELECT floor(o.low + (o.high - o.low) / 2) AS middle) AS m
        CROSS JOIN LATERAL (SELECT max(e.days) FILTER (WHERE c.more = 1) < max(e.days) FILTER (WHERE c.more = 0)
                                   AND NOT coalesce(max(e.total_usd) > $3 OR max(e.co2e_location_kg) > $4,
                                                    false) AS more_is_better
                            FROM (VALUES (0), (1)) AS c (more)
                            CROSS JOIN LATERAL traincost.train_estimate(flop => s.flop,
                                                                        generation_flop => s.generation_flop,
                                                                        gpus => m.middle + c.more,
-- @arguments plan_price
-- @arguments plan_estimate
                            ) AS e) AS t
        WHERE o.low < o.high AND m.middle + 1 > m.middle
    ), counted AS MATERIALIZED (
        -- of two layouts for a count the faster, else the one that recomputes less, else the simpler one
        SELECT DISTINCT ON (b.gpu, c.gpus)
               b.gpu, c.gpus, b.tp, b.pp, c.gpus / b.degrees AS dp, b.cp, b.ep, b.zero, b.recompute, m.total_gb,
               t.step_seconds, CASE WHEN stepped THEN t.flop ELSE s.flop END AS flop,
               CASE WHEN stepped THEN t.generation_flop ELSE s.generation_flop END AS generation_flop,
               t.steady_gpu_hours, t.generation_mfu
        FROM bound AS b
        CROSS JOIN LATERAL (SELECT n
                            FROM traincost._plan_counts(b.fewest,
                                                        coalesce($5,
                                                                 CASE WHEN stepped THEN b.fewest_of_all * 1024
                                                                      ELSE b.fewest_of_all END),
                                                        b.multiple, uneven) AS n
                            WHERE b.usual
                            UNION SELECT n
                            FROM (SELECT unnest(ARRAY[floor(f.low / b.multiple), ceil(f.low / b.multiple)]) * b.multiple
                                  FROM fastest AS f
                                  WHERE f.gpu = b.gpu AND f.low >= f.high) AS f (n)
                            WHERE b.usual AND n BETWEEN b.fewest AND $5
                            UNION SELECT n
                            FROM (VALUES (b.fewest_of_all), (b.most_of_all)) AS e (n)
                            WHERE n >= b.fewest
                              AND NOT coalesce(n > $5, false)
                              AND n / b.multiple = floor(n / b.multiple)) AS c (gpus)
        LEFT JOIN LATERAL traincost.min_gpus(s.model, b.gpu, seq_len => coalesce(s.seq_len, 0), method => memory_method,
                                             micro_batch => $11, dtype => memory_dtype, recompute => b.recompute,
                                             zero => b.zero, tp => b.tp, pp => b.pp, dp => c.gpus / b.degrees,
                                             cp => b.cp, ep => b.ep) AS m ON shaped
        LEFT JOIN LATERAL traincost._plan_step(s, b.gpu, c.gpus, $12, $11, b.tp, b.pp, b.degrees, b.recompute) AS t
            ON stepped
        WHERE (m.gpus IS NOT NULL OR NOT shaped)
          AND (t.step_seconds IS NOT NULL OR t.generation_mfu IS NOT NULL OR NOT stepped)
        ORDER BY b.gpu, c.gpus, t.step_seconds, b.recompute = 'none' DESC, b.multiple, b.pp, b.cp, b.tp, b.ep, b.zero,
                 b.recompute
    ), priced AS MATERIALIZED (
        SELECT o.gpu, c.gpus, c.tp, c.pp, c.dp, c.cp, c.ep, c.zero, c.recompute, c.total_gb, c.step_seconds, o.provider,
               o.price_kind, coalesce(r.region, 'WORLD') AS region, o.usd_per_gpu_hour,
               e.days, e.total_usd, e.energy_kwh, e.co2e_location_kg, e.gpu_hours, e.flop
        FROM offer AS o JOIN counted AS c ON c.gpu = o.gpu
        CROSS JOIN place AS r
        CROSS JOIN LATERAL traincost.train_estimate(flop => c.flop, generation_flop => c.generation_flop,
                                                    steady_gpu_hours => c.steady_gpu_hours,
                                                    generation_mfu => c.generation_mfu, gpus => c.gpus,
-- @arguments plan_price
-- @arguments plan_estimate
            ) AS e
        WHERE e.days IS NOT NULL AND e.total_usd IS NOT NULL
          AND NOT coalesce(e.days > $2 * (1 + 1e-9), false) AND NOT coalesce(e.total_usd > $3, false)
          AND ($4 IS NULL OR e.co2e_location_kg <= $4)
    ), ranked AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY CASE $6
                                                WHEN 'usd' THEN p.total_usd
                                                WHEN 'days' THEN p.days
                                                WHEN 'co2e_kg' THEN p.co2e_location_kg
                                                ELSE p.energy_kwh END,
                                           p.total_usd, p.days, p.co2e_location_kg, p.gpus, p.gpu, p.provider,
                                           p.price_kind, p.region) AS rank,
               p.*
        FROM priced AS p
    )
    SELECT p.rank, p.gpu, p.gpus,
           CASE WHEN shaped
                THEN 'tp ' || p.tp || ', pp ' || p.pp || CASE WHEN p.cp > 1 THEN ', cp ' || p.cp ELSE '' END
                     || CASE WHEN p.ep > 1 THEN ', ep ' || p.ep ELSE '' END || ', recompute ' || p.recompute || ' on '
                     || p.gpus || CASE WHEN p.gpus = 1 THEN ' GPU' ELSE ' GPUs' END END,
           CASE WHEN shaped THEN true END, p.days, p.total_usd, p.energy_kwh, p.co2e_location_kg, p.provider,
           p.price_kind, p.region,
           p.usd_per_gpu_hour, p.gpu_hours, p.step_seconds, f.pareto, p.flop, p.tp, p.pp, p.dp, p.cp, p.ep, p.zero,
           p.recompute, p.total_gb
    FROM (SELECT traincost._pareto(array_agg(r.total_usd ORDER BY r.rank), array_agg(r.days ORDER BY r.rank),
                                   array_agg(r.co2e_location_kg ORDER BY r.rank)) AS unbeaten
          FROM ranked AS r) AS a
    CROSS JOIN LATERAL unnest(a.unbeaten) WITH ORDINALITY AS f (pareto, rank)
    JOIN ranked AS p ON p.rank = f.rank
    ORDER BY 1;
END $$;
COMMENT ON FUNCTION traincost._plans IS
'The rows of train_plans for a stage that _plan_stage made, over the layouts that _plan_fits found for it, within the limits.';

CREATE FUNCTION traincost.train_plans(
-- @arguments plan_request last
) RETURNS TABLE (
-- @arguments plan_columns last
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 500 SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.*
    FROM traincost._plan_stage($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                               $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31) AS s
    CROSS JOIN LATERAL traincost._plans(s, $7, $8, $9, $10, coalesce($11, 'usd'), $12, $13, $14,
                                        coalesce($15, 'on_demand'), coalesce($19, 1), $20, $24, $25,
                                        traincost._plan_fits(s, $12, $13, coalesce($15, 'on_demand'), coalesce($19, 1),
                                                             $20)) AS p
$$;
COMMENT ON FUNCTION traincost.train_plans IS
'Plans for a training that meet every limit given, the best first.
Plans for a training that meet every limit given, the best first by objective (usd, days, co2e_kg or energy_kwh), a row per GPU type, count, provider, kind of price and region. What is trained: model, or params and tokens, or flop; with method, a row of training_method, what it computes for tokens, or of a method that samples for prompts with prompt_tokens, response_tokens, samples_per_prompt and steps (as in pipeline_stage; or flop with generation_flop). Limits: deadline_days, budget_usd, max_co2e_kg (location-based), max_gpus; and that it fits the GPUs'' memory, where the model has a shape in the catalog. Choice: lists with commas of GPUs (NULL: all that have a price), providers (NULL: all), regions (NULL: WORLD) and price_kinds (purchase: amortised). Counts tried: the fewest that fit and keep the deadline, doublings, and the most that max_gpus allows; without max_gpus the fewest; the first 64 multiples besides where failures or step times make dollars depend on the count, and of GPUs that fail the fastest count within the limits. Time by mfu (NULL: the assumption for the model or the method), by rl_step for a method that samples, or by model_step where batch (in sequences) is given. layout, and its degrees tp, pp, dp, cp, ep, its ZeRO stage and recompute: one that fits, with memory_gb on each GPU (min_gpus with the method, sequence parallelism); fits NULL: unknown. pareto: no other row is as good in total_usd, days and co2e_location_kg and better in one. Prices as of as_of. No rows: nothing is feasible, and plan_obstacle says why.';

CREATE FUNCTION traincost.best_plan(
-- @arguments plan_request last
) RETURNS TABLE (
-- @arguments plan_columns last
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.*
    FROM traincost.train_plans($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                               $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31) AS p
    WHERE p.rank = 1
$$;
COMMENT ON FUNCTION traincost.best_plan IS
'The first row of train_plans with the same arguments: the best plan by objective.
No row: nothing is feasible, and plan_obstacle says why.';

-- Limits are bits, so that every set of them is a number: deadline 1, budget 2, CO2e 4, GPUs 8
CREATE FUNCTION traincost.plan_obstacle(
-- @arguments plan_request last
) RETURNS TABLE (way bigint, limit_name text, given float8, needed float8, note text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000000 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    s CONSTANT traincost.pipeline_stage := traincost._plan_stage($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                                                                 $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
                                                                 $25, $26, $27, $28, $29, $30, $31);
    kinds CONSTANT text := coalesce($15, 'on_demand');
    layouts CONSTANT traincost._plan_layout[] := traincost._plan_fits(s, $12, $13, kinds, coalesce($19, 1), $20);
    bound CONSTANT integer := CASE WHEN $7 IS NULL THEN 0 ELSE 1 END + CASE WHEN $8 IS NULL THEN 0 ELSE 2 END
                              + CASE WHEN $9 IS NULL THEN 0 ELSE 4 END + CASE WHEN $10 IS NULL THEN 0 ELSE 8 END;
    reliable traincost.pipeline_stage := s;
    lifted integer;
    size integer;
    smallest integer;
    best record;
    too_few float8;
    fewer float8;
    enough float8;
BEGIN
    way := 0;
    reliable.gpu_hours_per_failure := NULL;
    -- first one limit at a time given up, then two, until something is feasible
    FOR lifted, size IN
        SELECT m, n
        FROM generate_series(0, 15) AS m
        CROSS JOIN LATERAL (SELECT (m & 1) + (m >> 1 & 1) + (m >> 2 & 1) + (m >> 3 & 1) AS n) AS c
        WHERE m & bound = m
        ORDER BY n, m
    LOOP
        EXIT WHEN size > smallest;
        -- the plan whose worst excess is least; where neither days nor GPUs are bound, so many GPUs that days can fall
        SELECT p.days, p.total_usd, p.co2e_location_kg, p.gpus INTO best
        FROM traincost._plans(s, CASE WHEN lifted & 1 = 0 THEN $7 END, CASE WHEN lifted & 2 = 0 THEN $8 END,
                              CASE WHEN lifted & 4 = 0 THEN $9 END,
                              CASE WHEN lifted & 8 = 0 THEN $10 WHEN lifted & 1 = 1 THEN 65536 * greatest($10, 1) END,
                              coalesce($11, 'usd'), $12, $13, $14, kinds, coalesce($19, 1), $20, $24, $25, layouts) AS p
        ORDER BY greatest(CASE WHEN lifted & 1 = 1 THEN p.days / $7 END,
                          CASE WHEN lifted & 2 = 2 THEN p.total_usd / $8 END,
                          CASE WHEN lifted & 4 = 4 THEN coalesce(p.co2e_location_kg, 'Infinity') / $9 END,
                          CASE WHEN lifted & 8 = 8 THEN p.gpus / $10 END),
                 p.rank
        LIMIT 1;
        CONTINUE WHEN NOT FOUND;
        IF lifted = 0 THEN
            RETURN;
        END IF;
        -- of the counts of GPUs few are tried: whether fewer do is asked of the one below, then by halves
        too_few := floor($10);
        fewer := CASE WHEN lifted = 8 THEN best.gpus - 1 ELSE too_few END;
        WHILE fewer > too_few LOOP
            SELECT min(p.gpus) INTO enough
            FROM traincost._plans(s, $7, $8, $9, fewer, coalesce($11, 'usd'), $12, $13, $14, kinds, coalesce($19, 1),
                                  $20, $24, $25, layouts) AS p;
            best.gpus := coalesce(enough, best.gpus);
            too_few := CASE WHEN enough IS NULL THEN fewer ELSE too_few END;
            fewer := floor((too_few + best.gpus) / 2);
        END LOOP;
        smallest := size;
        way := way + 1;
        note := CASE size WHEN 1 THEN 'with the other limits as they are' ELSE 'together with the other rows of this way' END;
        FOR limit_name, given, needed IN
            SELECT l.name, l.given, l.needed
            FROM (VALUES (1, 'deadline_days', $7, best.days), (2, 'budget_usd', $8, best.total_usd),
                         (4, 'max_co2e_kg', $9, best.co2e_location_kg),
                         (8, 'max_gpus', $10, best.gpus)) AS l (bit, name, given, needed)
            WHERE lifted & l.bit = l.bit ORDER BY l.bit
        LOOP
            RETURN NEXT;
        END LOOP;
    END LOOP;
    IF way = 0 THEN
        way := 1;
        given := NULL;
        needed := NULL;
        IF NOT EXISTS (SELECT FROM traincost._plan_offers($12, $13, kinds, s.as_of)) THEN
            limit_name := 'offers';
            note := 'nobody offers such GPUs at such a kind of price on the day';
        ELSIF traincost._plan_shaped(s.model) AND layouts = '{}' THEN
            limit_name := 'memory';
            note := 'the model fits no layout of these GPUs, or their memory is not known';
        ELSIF s.gpu_hours_per_failure IS NOT NULL
              AND EXISTS (SELECT FROM traincost._plans(reliable, NULL, NULL, NULL, NULL, 'usd', $12, $13, $14, kinds,
                                                       coalesce($19, 1), $20, $24, $25, layouts)) THEN
            limit_name := 'failures';
            note := 'GPUs that fail so often never finish: raise gpu_hours_per_failure';
        ELSE
            limit_name := 'speed';
            note := 'the peak of these GPUs in this number format, or what they cost, is not known';
        END IF;
        RETURN NEXT;
    END IF;
END $$;
COMMENT ON FUNCTION traincost.plan_obstacle IS
'Why train_plans with the same arguments has no rows: the ways out, a row per limit.
Why train_plans with the same arguments has no rows: the ways out. Where one limit has to give, a way for each that helps: what it would have to be at least, with the others as they are. Else the pairs of limits that help, or as many as it takes, a row for each with the same number way: give all of them together; of the plans then feasible the one whose greatest excess is least. limit_name offers: no price; memory: the model fits no layout; failures: no number of such GPUs ever finishes; speed: no peak or price is known. No rows: something is feasible.';
