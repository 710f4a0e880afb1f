-- The best plan: what is feasible, in order, and what stands in the way

CREATE FUNCTION traincost.train_plans(
    model text DEFAULT NULL, params float8 DEFAULT NULL, tokens float8 DEFAULT NULL, flop float8 DEFAULT NULL, generation_flop float8 DEFAULT NULL,
    method text DEFAULT NULL, deadline_days float8 DEFAULT NULL, budget_usd float8 DEFAULT NULL, max_co2e_kg float8 DEFAULT NULL, max_gpus float8 DEFAULT NULL,
    objective text DEFAULT 'usd', gpus_of text DEFAULT NULL, providers text DEFAULT NULL, regions text DEFAULT NULL, price_kinds text DEFAULT 'on_demand',
    mfu float8 DEFAULT NULL, dtype text DEFAULT NULL, seq_len float8 DEFAULT NULL, micro_batch float8 DEFAULT 1, batch float8 DEFAULT NULL,
    run_multiplier float8 DEFAULT NULL, goodput float8 DEFAULT NULL, gpu_hours_per_failure float8 DEFAULT NULL, data_usd float8 DEFAULT NULL, labor_usd float8 DEFAULT NULL, as_of date DEFAULT NULL
) RETURNS TABLE (
    rank bigint, gpu text, gpus float8, layout text, fits boolean, days float8, total_usd float8, energy_kwh float8, co2e_location_kg float8,
    provider text, price_kind text, region text, usd_per_gpu_hour float8, gpu_hours float8, step_seconds float8, pareto boolean
)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 500 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    day CONSTANT date := coalesce($26, (now() AT TIME ZONE 'UTC')::date);
    -- with neither, dollars do not depend on the count
    uneven CONSTANT boolean := $23 IS NOT NULL OR $20 IS NOT NULL;
    shaped CONSTANT boolean := coalesce((SELECT traincost._model_has_shape($1)), false);
    work float8;
    speed CONSTANT float8 := $16;
    class CONSTANT text := CASE WHEN $6 IS NOT NULL THEN (traincost._training_method($6, $1)).mfu_class END;
BEGIN
    PERFORM traincost._check_plan_request(coalesce($11, 'usd'), $12, $13, $14, coalesce($15, 'on_demand'), $6, $7, $8, $9, $10, $20, day);
    work := traincost._plan_flop($1, $2, $3, $4, $5, $6, $18);
    RETURN QUERY
    WITH offer AS MATERIALIZED (
        SELECT o.* FROM traincost._plan_offers($12, $13, coalesce($15, 'on_demand'), $17, day) AS o
    ), fit AS MATERIALIZED (
        -- what is not known to have a shape is not known to fit
        SELECT g.gpu, l.gpus AS fitting, l.multiple, l.tp, l.pp, l.recompute, l.others
        FROM (SELECT DISTINCT o.gpu FROM offer AS o) AS g
        CROSS JOIN LATERAL traincost._plan_layouts($1, g.gpu, $6, $18, coalesce($19, 1), $17) AS l WHERE shaped
        UNION ALL SELECT DISTINCT o.gpu, 1::float8, 1::float8, NULL::float8, NULL::float8, NULL, NULL FROM offer AS o WHERE NOT shaped
    ), bound AS MATERIALIZED (
        SELECT f.*, c.fewest, min(ceil(c.fewest / f.multiple) * f.multiple) OVER (PARTITION BY f.gpu) AS fewest_of_all
        FROM fit AS f
        LEFT JOIN LATERAL traincost.train_estimate(model => $1, flop => work, generation_flop => $5, gpu => f.gpu, days => $7, mfu => speed, mfu_class => class, dtype => $17,
            goodput => $22, gpu_hours_per_failure => $23, usd_per_gpu_hour => 1, as_of => day, missing_ok => true) AS e ON $7 IS NOT NULL
        CROSS JOIN LATERAL (SELECT greatest(f.fitting, CASE WHEN $20 IS NULL THEN e.gpus END) AS fewest) AS c
    ), counted AS MATERIALIZED (
        -- of two layouts for a count, the one that recomputes less
        SELECT DISTINCT ON (b.gpu, c.gpus) b.gpu, c.gpus, b.tp, b.pp, b.recompute, b.others, s.step_seconds,
               CASE WHEN s.step_seconds IS NOT NULL THEN work / (c.gpus * traincost.gpu_peak_tflops(b.gpu, coalesce($17, 'bf16')) * 1e12 * s.step_seconds * w.steps) ELSE speed END AS speed
        FROM bound AS b
        CROSS JOIN LATERAL (SELECT coalesce($3, (SELECT m.tokens FROM traincost.model AS m WHERE m.name = $1))
                                   / ($20 * coalesce($18, (SELECT coalesce(m.train_seq_len, m.seq_len) FROM traincost.model AS m WHERE m.name = $1))) AS steps) AS w
        CROSS JOIN LATERAL traincost._plan_counts(b.fewest, coalesce($10, CASE WHEN $20 IS NULL THEN b.fewest_of_all ELSE b.fewest_of_all * 1024 END), b.multiple, uneven) AS c (gpus)
        LEFT JOIN LATERAL traincost.model_step($1, b.gpu, coalesce($18, 0), $20, coalesce($17, 'bf16'), b.tp, b.pp, c.gpus / b.multiple, least(coalesce($19, 1), $20 * b.multiple / c.gpus), 1, CASE WHEN b.recompute IN ('none', 'selective') THEN b.recompute ELSE 'full' END) AS s
            ON $20 IS NOT NULL AND shaped AND c.gpus / b.multiple <= $20
        WHERE $20 IS NULL OR s.step_seconds IS NOT NULL
        ORDER BY b.gpu, c.gpus, b.recompute = 'none' DESC, b.multiple
    ), priced AS MATERIALIZED (
        SELECT o.gpu, c.gpus, c.tp, c.pp, c.recompute, c.others, c.step_seconds, o.provider, o.price_kind, coalesce(r.region, 'WORLD') AS region,
               e.days, e.total_usd, e.energy_kwh, e.co2e_location_kg, e.gpu_hours, e.compute_usd
        FROM offer AS o JOIN counted AS c ON c.gpu = o.gpu
        CROSS JOIN LATERAL (SELECT n AS region FROM traincost._name_list($14) AS n UNION ALL SELECT NULL WHERE $14 IS NULL) AS r
        CROSS JOIN LATERAL traincost.train_estimate(model => $1, flop => work, generation_flop => $5, gpu => o.gpu, gpus => c.gpus, mfu => c.speed, mfu_class => class, dtype => $17,
            goodput => $22, gpu_hours_per_failure => $23, run_multiplier => $21, data_usd => $24, labor_usd => $25,
            ownership => CASE WHEN o.price_kind = 'purchase' THEN 'amortize' ELSE 'rent' END,
            provider => o.provider, price_kind => o.price_kind, region => r.region, as_of => day, missing_ok => true) AS e
        WHERE e.days IS NOT NULL AND e.total_usd IS NOT NULL
          AND NOT coalesce(e.days > $7 * (1 + 1e-9), false) AND NOT coalesce(e.total_usd > $8, false)
          AND ($9 IS NULL OR e.co2e_location_kg <= $9)
    )
    SELECT row_number() OVER (ORDER BY v.goal, p.total_usd, p.days, p.co2e_location_kg, p.gpus, p.gpu, p.provider, p.price_kind, p.region),
           p.gpu, p.gpus,
           CASE WHEN shaped THEN 'tp ' || p.tp || ', pp ' || p.pp || p.others || ', recompute ' || p.recompute || ' on ' || p.gpus || ' GPUs' END,
           CASE WHEN shaped THEN true END, p.days, p.total_usd, p.energy_kwh, p.co2e_location_kg, p.provider, p.price_kind, p.region,
           CASE WHEN p.price_kind <> 'purchase' THEN p.compute_usd / nullif(p.gpu_hours, 0) END, p.gpu_hours, p.step_seconds,
           NOT EXISTS (SELECT FROM priced AS q
                       WHERE q.total_usd <= p.total_usd AND q.days <= p.days AND coalesce(q.co2e_location_kg, 'Infinity') <= coalesce(p.co2e_location_kg, 'Infinity')
                         AND (q.total_usd < p.total_usd OR q.days < p.days OR coalesce(q.co2e_location_kg, 'Infinity') < coalesce(p.co2e_location_kg, 'Infinity')))
    FROM priced AS p
    CROSS JOIN LATERAL (SELECT CASE coalesce($11, 'usd') WHEN 'usd' THEN p.total_usd WHEN 'days' THEN p.days WHEN 'co2e_kg' THEN p.co2e_location_kg ELSE p.energy_kwh END AS goal) AS v
    ORDER BY 1;
END $$;
COMMENT ON FUNCTION traincost.train_plans IS
'Plans for a training that meet every limit given, the best first.
Plans for a training that meet every limit given, the best first by objective (usd, days, co2e_kg or energy_kwh), a row per GPU type, count, provider, kind of price and region. What is trained: model, or params and tokens, or flop (with generation_flop, and method, a row of training_method, for what is no pre-training). Limits: deadline_days, budget_usd, max_co2e_kg (location-based), max_gpus; and that it fits the GPUs'' memory, where the model has a shape in the catalog. Choice: lists with commas of GPUs (NULL: all that have a price), providers (NULL: all), regions (NULL: WORLD) and price_kinds (purchase: amortised). Counts tried: the fewest that fit and keep the deadline, doublings, and the most that max_gpus allows; without max_gpus the fewest. Time by mfu (NULL: the assumption for the model or the method), or by step_seconds where batch (in sequences) is given. layout: a tensor, pipeline and data-parallel layout that fits; fits NULL: unknown. pareto: no other row is as good in total_usd, days and co2e_location_kg and better in one. Prices as of as_of. No rows: nothing is feasible, and plan_obstacle says why.';

CREATE FUNCTION traincost.best_plan(
    model text DEFAULT NULL, params float8 DEFAULT NULL, tokens float8 DEFAULT NULL, flop float8 DEFAULT NULL, generation_flop float8 DEFAULT NULL,
    method text DEFAULT NULL, deadline_days float8 DEFAULT NULL, budget_usd float8 DEFAULT NULL, max_co2e_kg float8 DEFAULT NULL, max_gpus float8 DEFAULT NULL,
    objective text DEFAULT 'usd', gpus_of text DEFAULT NULL, providers text DEFAULT NULL, regions text DEFAULT NULL, price_kinds text DEFAULT 'on_demand',
    mfu float8 DEFAULT NULL, dtype text DEFAULT NULL, seq_len float8 DEFAULT NULL, micro_batch float8 DEFAULT 1, batch float8 DEFAULT NULL,
    run_multiplier float8 DEFAULT NULL, goodput float8 DEFAULT NULL, gpu_hours_per_failure float8 DEFAULT NULL, data_usd float8 DEFAULT NULL, labor_usd float8 DEFAULT NULL, as_of date DEFAULT NULL
) RETURNS TABLE (
    rank bigint, gpu text, gpus float8, layout text, fits boolean, days float8, total_usd float8, energy_kwh float8, co2e_location_kg float8,
    provider text, price_kind text, region text, usd_per_gpu_hour float8, gpu_hours float8, step_seconds float8, pareto boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.* FROM traincost.train_plans($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS p WHERE p.rank = 1
$$;
COMMENT ON FUNCTION traincost.best_plan IS
'The first row of train_plans with the same arguments: the best plan by objective.
No row: nothing is feasible, and plan_obstacle says why.';

CREATE FUNCTION traincost.plan_obstacle(
    model text DEFAULT NULL, params float8 DEFAULT NULL, tokens float8 DEFAULT NULL, flop float8 DEFAULT NULL, generation_flop float8 DEFAULT NULL,
    method text DEFAULT NULL, deadline_days float8 DEFAULT NULL, budget_usd float8 DEFAULT NULL, max_co2e_kg float8 DEFAULT NULL, max_gpus float8 DEFAULT NULL,
    objective text DEFAULT 'usd', gpus_of text DEFAULT NULL, providers text DEFAULT NULL, regions text DEFAULT NULL, price_kinds text DEFAULT 'on_demand',
    mfu float8 DEFAULT NULL, dtype text DEFAULT NULL, seq_len float8 DEFAULT NULL, micro_batch float8 DEFAULT 1, batch float8 DEFAULT NULL,
    run_multiplier float8 DEFAULT NULL, goodput float8 DEFAULT NULL, gpu_hours_per_failure float8 DEFAULT NULL, data_usd float8 DEFAULT NULL, labor_usd float8 DEFAULT NULL, as_of date DEFAULT NULL
) RETURNS TABLE (limit_name text, given float8, needed float8, note text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000000 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    found_one boolean := false;
BEGIN
    IF EXISTS (SELECT FROM traincost.train_plans($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)) THEN
        RETURN;
    END IF;
    -- one limit at a time given up
    FOR limit_name, given, needed IN
        SELECT 'deadline_days', $7, min(p.days) FROM traincost.train_plans($1, $2, $3, $4, $5, $6, NULL, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS p WHERE $7 IS NOT NULL HAVING count(*) > 0
        UNION ALL SELECT 'budget_usd', $8, min(p.total_usd) FROM traincost.train_plans($1, $2, $3, $4, $5, $6, $7, NULL, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS p WHERE $8 IS NOT NULL HAVING count(*) > 0
        UNION ALL SELECT 'max_co2e_kg', $9, min(p.co2e_location_kg) FROM traincost.train_plans($1, $2, $3, $4, $5, $6, $7, $8, NULL, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS p WHERE $9 IS NOT NULL HAVING count(*) > 0
        UNION ALL SELECT 'max_gpus', $10, min(p.gpus) FROM traincost.train_plans($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS p WHERE $10 IS NOT NULL HAVING count(*) > 0
    LOOP
        found_one := true;
        note := 'with the other limits as they are';
        RETURN NEXT;
    END LOOP;
    IF found_one THEN
        RETURN;
    END IF;
    FOR limit_name, given, needed IN
        SELECT l.name, l.given, min(l.needed)
        FROM traincost.train_plans($1, $2, $3, $4, $5, $6, NULL, NULL, NULL, NULL, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS p
        CROSS JOIN LATERAL (VALUES ('deadline_days', $7, p.days), ('budget_usd', $8, p.total_usd), ('max_co2e_kg', $9, p.co2e_location_kg), ('max_gpus', $10, p.gpus)) AS l (name, given, needed)
        WHERE l.given IS NOT NULL GROUP BY l.name, l.given HAVING min(l.needed) > l.given OR l.name = 'deadline_days'
    LOOP
        found_one := true;
        note := 'several limits bind: by itself, with no other limit';
        RETURN NEXT;
    END LOOP;
    IF NOT found_one THEN
        limit_name := CASE WHEN EXISTS (SELECT FROM traincost._plan_offers($12, $13, coalesce($15, 'on_demand'), $17, coalesce($26, (now() AT TIME ZONE 'UTC')::date))) THEN 'memory' ELSE 'offers' END;
        given := NULL;
        needed := NULL;
        note := CASE limit_name WHEN 'offers' THEN 'nobody offers such GPUs at such a kind of price on the day'
                                ELSE 'the model fits no layout of these GPUs, or its FLOP, their peak or their price are not known' END;
        RETURN NEXT;
    END IF;
END $$;
COMMENT ON FUNCTION traincost.plan_obstacle IS
'Why train_plans with the same arguments has no rows, a row per limit.
Why train_plans with the same arguments has no rows, a row per limit: what it is, and what it would have to be at least for a plan to be feasible with the other limits as they are (one such change is enough); or, if several limits bind, what each would have to be by itself. limit_name memory: the model fits no layout; offers: no price. No rows: something is feasible.';
