-- The best plan: which GPUs, how many, of whom, and what stands in the way.
--
-- Layouts that fit do not depend on price or region, and days fall with the count
-- of GPUs while dollars and CO2e stay or rise: so of the counts between the fewest
-- that fit and keep the deadline and the most that are allowed, the ends are
-- tried, and doublings between them.  Only where failures or step times make
-- dollars depend on the count, all of the first 64 multiples are.

CREATE FUNCTION traincost._name_list(names text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT btrim(n) FROM unnest(string_to_array($1, ',')) AS n WHERE btrim(n) <> ''
$$;
COMMENT ON FUNCTION traincost._name_list(text) IS
'The names of a list in text, parted by commas, each once.';

-- What a method computes for so many tokens, where no FLOP are given
CREATE FUNCTION traincost._plan_flop(model text, params float8, tokens float8, flop float8, generation_flop float8, method text, seq_len float8)
RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kind record;
    active float8;
BEGIN
    SELECT t.* INTO kind FROM traincost._training_method($6, $1) AS t;
    active := coalesce($2, kind.params * coalesce(kind.params_factor, 1));
    IF $4 IS NOT NULL THEN
        RETURN $4;
    ELSIF $6 IS NULL THEN
        RETURN (traincost.train_estimate(model => $1, params => $2, tokens => $3)).flop;
    ELSIF kind.formula = 'rollouts' THEN
        RAISE EXCEPTION 'method "%" needs "flop" and "generation_flop"', $6
            USING ERRCODE = 'invalid_parameter_value', HINT = 'rl_flops gives both: training and scoring, and generation.';
    ELSIF kind.formula = 'preference' THEN
        RETURN (traincost.dpo_flops(active, $3 / 2, 1, reference => kind.reference)).total_flop;
    END IF;
    RETURN traincost.sft_flops(active, $3, 1, kind.frozen_base);
END $$;
COMMENT ON FUNCTION traincost._plan_flop(text, float8, float8, float8, float8, text, float8) IS
'FLOP of training that train_plans looks for: as given, or of method over tokens, or of pre-training.';

-- The one place that asks how a model fits: layouts with the fewest GPUs, of any
-- degrees and of each tensor degree without a pipeline
CREATE FUNCTION traincost._plan_layouts(model text, gpu text, method text, seq_len float8, micro_batch float8, dtype text)
RETURNS TABLE (gpus float8, multiple float8, tp float8, pp float8, recompute text, others text)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.gpus::float8, d.degrees * m.ep / gcd(m.ep::bigint, (m.cp * m.tp)::bigint), m.tp, m.pp, m.recompute,
           CASE WHEN m.cp > 1 THEN ', cp ' || m.cp ELSE '' END || CASE WHEN m.ep > 1 THEN ', ep ' || m.ep ELSE '' END
    FROM (VALUES (0, 0), (1, 1), (2, 1), (4, 1), (8, 1)) AS t (tp, pp)
    CROSS JOIN LATERAL traincost.min_gpus($1, $2, seq_len => coalesce($4, 0), method => CASE WHEN $3 IN ('sft', 'lora', 'qlora', 'reward_model', 'dpo', 'ppo', 'grpo', 'rloo') THEN $3
            ELSE coalesce((SELECT CASE x.formula WHEN 'tokens' THEN 'pretraining' WHEN 'preference' THEN 'dpo' WHEN 'rollouts' THEN 'grpo' ELSE 'sft' END
                           FROM traincost._training_method($3, NULL) AS x), 'pretraining') END, micro_batch => $5, tp => t.tp, pp => t.pp,
        dtype => CASE WHEN $6 IN ('fp32', 'fp16', 'fp8') THEN $6 ELSE 'bf16' END) AS m
    CROSS JOIN LATERAL (SELECT m.tp * m.pp * m.cp AS degrees) AS d
    WHERE m.gpus IS NOT NULL
$$;
COMMENT ON FUNCTION traincost._plan_layouts(text, text, text, float8, float8, text) IS
'Layouts on which a model fits (min_gpus): the fewest GPUs, of which the count must be a multiple, degrees, recomputation. No rows: it fits on none.';

CREATE FUNCTION traincost._plan_offers(gpus_of text, providers text, price_kinds text, dtype text, as_of date)
RETURNS TABLE (gpu text, provider text, price_kind text)
LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 200 SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.gpu, p.provider, p.kind
    FROM (SELECT o.gpu, o.provider, o.kind, max(o.observed_on) AS latest, max(max(o.observed_on)) OVER (PARTITION BY o.gpu, o.kind) AS newest
          FROM traincost.gpu_price AS o
          WHERE o.observed_on <= $5 AND o.kind IN (SELECT k FROM traincost._name_list($3) AS k)
            AND ($1 IS NULL OR o.gpu IN (SELECT n FROM traincost._name_list($1) AS n))
            AND ($2 IS NULL OR o.provider IN (SELECT n FROM traincost._name_list($2) AS n))
          GROUP BY o.gpu, o.provider, o.kind) AS p
    JOIN traincost.gpu AS g ON g.name = p.gpu
    WHERE p.latest >= p.newest - interval '1 year'
$$;
COMMENT ON FUNCTION traincost._plan_offers(text, text, text, text, date) IS
'Who offers which GPU at which kind of price on a day: prices not a year older than the newest of the GPU and kind.';

CREATE FUNCTION traincost._check_plan_request(objective text, gpus_of text, providers text, regions text, price_kinds text, method text,
    deadline_days float8, budget_usd float8, max_co2e_kg float8, max_gpus float8, batch float8, as_of date) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text;
    amount float8;
BEGIN
    IF $1 NOT IN ('usd', 'days', 'co2e_kg', 'energy_kwh') THEN
        RAISE EXCEPTION 'argument "objective" has an unknown value: "%"', $1
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Allowed: "usd", "days", "co2e_kg", "energy_kwh".';
    ELSIF $6 IS NOT NULL AND (traincost._training_method($6, NULL)).formula IS NULL THEN
        RAISE EXCEPTION 'unknown training method: "%"', $6
            USING ERRCODE = 'undefined_object', HINT = 'Table traincost.training_method has them; NULL is pre-training.';
    END IF;
    FOR name, amount IN SELECT c.n, c.a FROM (VALUES ('deadline_days', $7), ('budget_usd', $8), ('max_co2e_kg', $9), ('max_gpus', $10), ('batch', $11)) AS c (n, a)
        WHERE NOT (c.a > 0 AND c.a < 'Infinity') LOOP
        RAISE EXCEPTION 'argument "%" must be a finite number greater than 0, not %', name, amount
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Leave out what does not limit the plan.';
    END LOOP;
    FOR name IN SELECT k FROM traincost._name_list($5) AS k WHERE k NOT IN ('on_demand', 'spot', 'reserved_1y', 'reserved_3y', 'purchase') LOOP
        RAISE EXCEPTION 'argument "price_kinds" has an unknown value: "%"', name
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Allowed: "on_demand", "spot", "reserved_1y", "reserved_3y", "purchase".';
    END LOOP;
    -- the look-ups raise for unknown names, with near ones
    PERFORM traincost.gpu_tdp_w(n) FROM traincost._name_list($2) AS n;
    PERFORM traincost.grid_gco2e_per_kwh(n, $12) FROM traincost._name_list($4) AS n;
    PERFORM traincost.gpu_price_usd_per_hour((SELECT min(g.name) FROM traincost.gpu AS g), n, 'on_demand', NULL, $12)
    FROM traincost._name_list($3) AS n WHERE NOT EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.provider = n);
END $$;
COMMENT ON FUNCTION traincost._check_plan_request IS
'The errors of train_plans: words and amounts outside their range (22023), unknown names (42704).';

CREATE FUNCTION traincost._plan_counts(fewest float8, most float8, multiple float8, all_of_them boolean) RETURNS SETOF float8
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 20 ROWS 8 SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT c.gpus FROM (
        SELECT (l.first + i) * $3 AS gpus FROM (SELECT ceil($1 / nullif($3, 0)) AS first) AS l, generate_series(0, CASE WHEN $4 THEN 63 ELSE 0 END) AS i
        UNION ALL SELECT ceil($1 / nullif($3, 0)) * $3 * 2 ^ i FROM generate_series(0, 40) AS i
        UNION ALL SELECT floor($2 / nullif($3, 0)) * $3) AS c
    WHERE c.gpus BETWEEN $1 AND $2
$$;
COMMENT ON FUNCTION traincost._plan_counts(float8, float8, float8, boolean) IS
'Counts of GPUs from fewest to most that are multiples of a number: the ends and doublings, or the first 64 besides.';
