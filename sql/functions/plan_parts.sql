-- The best plan: which GPUs, how many, of whom, and what stands in the way.
--
-- Layouts that fit do not depend on price or region, and days fall with the count
-- of GPUs while dollars and CO2e stay or rise: so of the counts between the fewest
-- that fit and keep the deadline and the most that are allowed, the ends are
-- tried, and doublings between them.  Only where failures or step times make
-- dollars depend on the count, the first 64 multiples are, too; and of GPUs that
-- fail the count with the fewest days within the limits.
--
-- What is trained is a row of pipeline_stage, so that a plan's stage of the same
-- inputs has the same figures.

CREATE FUNCTION traincost._name_list(names text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT btrim(n) FROM unnest(string_to_array($1, ',')) AS n WHERE btrim(n) <> ''
$$;
COMMENT ON FUNCTION traincost._name_list(text) IS
'The names of a list in text, parted by commas, each once.';

-- Memory and step times are those of one stack of layers
CREATE FUNCTION traincost._plan_shaped(model text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE COST 20 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(traincost._model_has_shape($1), false)
           AND NOT EXISTS (SELECT FROM traincost.model AS m WHERE m.name = $1 AND m.decoder_layers IS NOT NULL)
$$;
COMMENT ON FUNCTION traincost._plan_shaped(text) IS
'Whether table model has a shape by which a model''s memory can be counted. False for encoder-decoders.';

CREATE FUNCTION traincost._check_plan_request(objective text, gpus_of text, providers text, regions text,
                                              price_kinds text, amounts jsonb, as_of date) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text;
    amount float8;
BEGIN
    IF $1 NOT IN ('usd', 'days', 'co2e_kg', 'energy_kwh') THEN
        RAISE EXCEPTION 'argument "objective" has an unknown value: "%"', traincost._shown($1)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Allowed: "usd", "days", "co2e_kg", "energy_kwh".';
    END IF;
    FOR name, amount IN
        SELECT a.key, a.value::float8 FROM jsonb_each_text($6) AS a
        WHERE NOT (a.value::float8 > 0 AND a.value::float8 < 'Infinity')
    LOOP
        RAISE EXCEPTION 'argument "%" must be a finite number greater than 0, not %', name, amount
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Leave it out where it is not known or no limit.';
    END LOOP;
    -- beyond, a count is no whole number that the search could add 1 to
    FOR name, amount IN
        SELECT a.key, a.value::float8 FROM jsonb_each_text($6) AS a
        WHERE (a.key = 'max_gpus' OR a.key = 'batch') AND a.value::float8 > 1e12
    LOOP
        RAISE EXCEPTION 'argument "%" must be at most 1e12, not %', name, amount
            USING ERRCODE = 'invalid_parameter_value', HINT = 'No cluster has so many GPUs, and no step so many sequences.';
    END LOOP;
    FOR name IN SELECT k FROM traincost._name_list($5) AS k WHERE k NOT IN ('on_demand', 'spot', 'reserved_1y', 'reserved_3y', 'purchase') LOOP
        RAISE EXCEPTION 'argument "price_kinds" has an unknown value: "%"', traincost._shown(name)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Allowed: "on_demand", "spot", "reserved_1y", "reserved_3y", "purchase".';
    END LOOP;
    FOR name IN SELECT l.name FROM (VALUES ('gpus_of', $2), ('providers', $3), ('regions', $4), ('price_kinds', $5)) AS l (name, list)
                WHERE l.list IS NOT NULL AND NOT EXISTS (SELECT FROM traincost._name_list(l.list)) LOOP
        RAISE EXCEPTION 'argument "%" names nothing', name
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Leave it out, or write names parted by commas.';
    END LOOP;
    -- the look-ups raise for unknown names, with near ones
    PERFORM traincost.gpu_tdp_w(n) FROM traincost._name_list($2) AS n;
    PERFORM traincost.grid_gco2e_per_kwh(n, $7) FROM traincost._name_list($4) AS n;
    PERFORM traincost.gpu_price_usd_per_hour((SELECT min(g.name) FROM traincost.gpu AS g), n, 'on_demand', NULL, $7)
    FROM traincost._name_list($3) AS n WHERE NOT EXISTS (SELECT FROM traincost.gpu_price AS p WHERE p.provider = n);
END $$;
COMMENT ON FUNCTION traincost._check_plan_request IS
'Nothing; raises the errors of train_plans: words and amounts outside their range (22023), unknown names (42704).';

-- What is trained, as a stage of a plan: of a method that samples its inputs, since
-- its hours depend on the GPUs; of all else its FLOP.
CREATE FUNCTION traincost._plan_stage(
-- @arguments plan_request last
) RETURNS traincost.pipeline_stage
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    s traincost.pipeline_stage;
    kind record;
BEGIN
    s.as_of := coalesce(_plan_stage.as_of, (now() AT TIME ZONE 'UTC')::date);
    PERFORM traincost._check_plan_request(
        coalesce(objective, 'usd'), gpus_of, providers, regions, coalesce(price_kinds, 'on_demand'),
        jsonb_strip_nulls(jsonb_build_object(
            'deadline_days', deadline_days::text, 'budget_usd', budget_usd::text, 'max_co2e_kg', max_co2e_kg::text,
            'max_gpus', max_gpus::text, 'batch', batch::text, 'seq_len', seq_len::text,
            'micro_batch', micro_batch::text, 'prompts', prompts::text, 'prompt_tokens', prompt_tokens::text,
            'response_tokens', response_tokens::text, 'samples_per_prompt', samples_per_prompt::text,
            'steps', steps::text)),
        s.as_of);
    -- what the search asks for, or has no use for, raises what it would raise there, also where nothing is offered
    PERFORM traincost.train_estimate(gpus => 1, params => params, tokens => tokens, flop => flop,
                                     generation_flop => generation_flop, mfu => mfu, dtype => dtype,
                                     run_multiplier => run_multiplier, goodput => goodput,
                                     gpu_hours_per_failure => gpu_hours_per_failure, data_usd => data_usd,
                                     labor_usd => labor_usd, missing_ok => true);
    s.model := traincost.model_name(_plan_stage.model);
    s.params := params;
    s.method := method;
    s.mfu := mfu;
    s.dtype := dtype;
    s.seq_len := seq_len;
    s.flop := flop;
    s.generation_flop := generation_flop;
    s.run_multiplier := run_multiplier;
    s.goodput := goodput;
    s.gpu_hours_per_failure := gpu_hours_per_failure;
    SELECT m.* INTO kind FROM traincost._training_method(method, s.model) AS m;
    IF method IS NOT NULL AND kind.formula IS NULL THEN
        RAISE EXCEPTION 'unknown training method: "%"', traincost._shown(method)
            USING ERRCODE = 'undefined_object', HINT = 'Table traincost.training_method has them; NULL is pre-training.';
    ELSIF num_nonnulls(prompts, prompt_tokens, response_tokens, samples_per_prompt, steps) > 0
          AND (kind.formula IS DISTINCT FROM 'rollouts' OR flop IS NOT NULL) THEN
        RAISE EXCEPTION 'prompts and responses are what a method that samples takes, without "flop"'
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Such as method "grpo"; for the others give "tokens".';
    END IF;
    s.mfu_class := kind.mfu_class;
    IF flop IS NOT NULL THEN
        NULL;
    ELSIF method IS NULL THEN
        -- whatever is known of the default GPU
        s.flop := (traincost.train_estimate(model => s.model, params => params, tokens => tokens,
                                            missing_ok => true)).flop;
    ELSIF kind.formula = 'rollouts' THEN
        IF num_nulls(prompts, prompt_tokens, response_tokens) > 0 OR tokens IS NOT NULL OR batch IS NOT NULL THEN
            RAISE EXCEPTION 'method "%" needs "prompts", "prompt_tokens" and "response_tokens", not "tokens" or "batch"', traincost._shown(method)
                USING ERRCODE = 'invalid_parameter_value',
                    HINT = 'Or "flop" and "generation_flop": rl_flops gives training and scoring, and generation.';
        END IF;
        s.prompts := prompts;
        s.prompt_tokens := prompt_tokens;
        s.response_tokens := response_tokens;
        s.samples_per_prompt := samples_per_prompt;
        s.steps := steps;
        s.seq_len := coalesce(seq_len, prompt_tokens + response_tokens);
    ELSE
        -- one example of all tokens
        s.tokens := tokens;
        s.examples := 1;
        s.comparisons := 1;
        s.prompt_tokens := tokens / kind.sequences;
        s.response_tokens := 0;
        s.flop := (traincost._stage_flop(s)).flop;
    END IF;
    IF s.flop IS NULL AND s.prompts IS NULL OR coalesce(params, kind.params) IS NULL AND s.prompts IS NOT NULL THEN
        RAISE EXCEPTION 'nothing says how much is trained'
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Give "model", or "params", with "tokens"; or "flop".';
    END IF;
    IF batch IS NOT NULL THEN
        s.tokens := coalesce(tokens, (SELECT m.tokens FROM traincost.model AS m WHERE m.name = s.model));
        s.steps := s.tokens / (batch * coalesce(seq_len,
                                                (SELECT coalesce(m.train_seq_len, m.seq_len)
                                                 FROM traincost.model AS m
                                                 WHERE m.name = s.model)));
        IF s.steps IS NULL OR NOT traincost._plan_shaped(s.model) THEN
            RAISE EXCEPTION 'argument "batch" needs a model with a shape, its tokens and its sequence length'
                USING ERRCODE = 'invalid_parameter_value', HINT = 'Leave it out: then the time follows from "mfu".';
        END IF;
    END IF;
    RETURN s;
END $$;
COMMENT ON FUNCTION traincost._plan_stage IS
'What train_plans with these arguments trains, as a row of pipeline_stage: FLOP, or of a method that samples its prompts; utilisation, day; steps where batch is given. Errors: arguments outside their range or that contradict each other (22023), unknown names (42704).';

-- The one place that asks how a model fits: a method that min_gpus does not know
-- needs what the nearest one needs
CREATE FUNCTION traincost._plan_memory_method(method text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE COST 20 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 IS NULL THEN 'pretraining'
                WHEN $1 IN ('continued_pretraining', 'sft', 'lora', 'qlora', 'reward_model', 'dpo', 'orpo', 'simpo',
                            'kto', 'ppo', 'grpo', 'rloo', 'dapo', 'online_dpo')
                THEN $1
                ELSE (SELECT CASE x.formula
                                  WHEN 'tokens' THEN 'continued_pretraining'
                                  WHEN 'preference' THEN 'dpo'
                                  WHEN 'rollouts' THEN 'grpo'
                                  ELSE 'sft' END
                      FROM traincost._training_method($1, NULL) AS x) END
$$;
COMMENT ON FUNCTION traincost._plan_memory_method(text) IS
'The method of min_gpus whose memory a row of training_method takes. NULL: pretraining.';

CREATE FUNCTION traincost._plan_memory_dtype(dtype text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 IN ('fp32', 'fp16', 'fp8') THEN $1 ELSE 'bf16' END
$$;
COMMENT ON FUNCTION traincost._plan_memory_dtype(text) IS
'The number format in which the memory of a plan is counted, for the one whose peak its speed is counted by: fp32, fp16 and fp8 are themselves, all others bf16.';

-- Layouts with the fewest GPUs: of any degrees, and where the trainer has tensor
-- parallelism of each tensor degree without a pipeline.  The others, which part the
-- GPUs unusually, are for the fewest and the most GPUs of all alone.
CREATE FUNCTION traincost._plan_layouts(s traincost.pipeline_stage, gpu text, micro_batch float8,
                                        others boolean) RETURNS SETOF traincost._plan_layout
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
    SELECT $2, m.gpus::float8, d.degrees * m.ep / gcd(m.ep::bigint, (m.cp * m.tp)::bigint), d.degrees, m.tp, m.pp, m.cp,
           m.ep, m.zero, m.recompute, bool_or(t.usual)
    FROM (SELECT traincost._plan_memory_method(($1).method) AS method,
                 (SELECT c.heads FROM traincost.model AS c WHERE c.name = ($1).model) AS heads,
                 (SELECT c.layers FROM traincost.model AS c WHERE c.name = ($1).model) AS layers) AS w
    JOIN (SELECT 0::float8 AS tp, 0::float8 AS pp, NULL::float8 AS zero, true AS usual
          UNION ALL SELECT e.tp, 1, NULL, true FROM unnest('{1,2,4,8}'::float8[]) AS e (tp)
          UNION ALL SELECT e.tp, 1, 3, false FROM unnest('{1,2,4,8}'::float8[]) AS e (tp) WHERE $4
          UNION ALL SELECT e.tp, p, NULL, false
          FROM unnest('{1,2,4,8}'::float8[]) AS e (tp), generate_series(2, 16) AS p
          WHERE $4) AS t
        ON t.tp = 0 OR (w.method IN ('pretraining', 'continued_pretraining') AND w.heads::bigint % t.tp::bigint = 0 AND t.pp <= w.layers)
    CROSS JOIN LATERAL traincost.min_gpus(($1).model, $2, seq_len => coalesce(($1).seq_len, 0), method => w.method,
                                          micro_batch => $3, zero => t.zero, tp => t.tp, pp => t.pp,
                                          dtype => traincost._plan_memory_dtype(($1).dtype)) AS m
    CROSS JOIN LATERAL (SELECT m.tp * m.pp * m.cp AS degrees) AS d
    WHERE m.gpus IS NOT NULL
    GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10
$$;
COMMENT ON FUNCTION traincost._plan_layouts(traincost.pipeline_stage, text, float8, boolean) IS
'Layouts on which a stage fits (min_gpus): the one with the fewest GPUs and those without a pipeline; others: whether to look for more. No rows: it fits on none.';

CREATE FUNCTION traincost._plan_offers(gpus_of text, providers text, price_kinds text, as_of date)
RETURNS TABLE (gpu text, provider text, price_kind text, usd_per_gpu_hour float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 200 SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.gpu, p.provider, p.kind,
           CASE WHEN p.kind <> 'purchase' THEN traincost.gpu_price_usd_per_hour(p.gpu, p.provider, p.kind, NULL, $4) END
    FROM (SELECT o.gpu, o.provider, o.kind, max(o.observed_on) AS latest,
                 max(max(o.observed_on)) OVER (PARTITION BY o.gpu, o.kind) AS newest
          FROM traincost.gpu_price AS o
          WHERE o.observed_on <= $4
            AND o.kind IN (SELECT k FROM traincost._name_list($3) AS k)
            AND ($1 IS NULL OR o.gpu IN (SELECT traincost.gpu_name(n) FROM traincost._name_list($1) AS n))
            AND ($2 IS NULL OR o.provider IN (SELECT n FROM traincost._name_list($2) AS n))
          GROUP BY o.gpu, o.provider, o.kind) AS p
    JOIN traincost.gpu AS g ON g.name = p.gpu
    WHERE p.latest >= p.newest - interval '1 year'
$$;
COMMENT ON FUNCTION traincost._plan_offers(text, text, text, date) IS
'Who offers which GPU at which kind of price on a day, and the rent: prices not a year older than the newest of the GPU and kind.';

-- Asked once for all searches of a request, since no limit changes what fits
CREATE FUNCTION traincost._plan_fits(s traincost.pipeline_stage, gpus_of text, providers text, price_kinds text,
                                     micro_batch float8, batch float8) RETURNS traincost._plan_layout[]
LANGUAGE sql STABLE PARALLEL SAFE COST 500000 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(l), '{}')
    FROM (SELECT DISTINCT o.gpu FROM traincost._plan_offers($2, $3, $4, ($1).as_of) AS o
          WHERE traincost._plan_shaped(($1).model)) AS g
    CROSS JOIN LATERAL traincost._plan_layouts($1, g.gpu, $5, $6 IS NULL AND ($1).prompts IS NULL) AS l
$$;
COMMENT ON FUNCTION traincost._plan_fits(traincost.pipeline_stage, text, text, text, float8, float8) IS
'The layouts on which a stage fits, of every GPU that is offered. Empty: it fits on none, or its model has no shape.';

-- Time by steps: of a batch with its traffic, or of a method that samples
CREATE FUNCTION traincost._plan_step(s traincost.pipeline_stage, gpu text, gpus float8, batch float8,
                                     micro_batch float8, tp float8, pp float8, degrees float8, recompute text,
                                     OUT step_seconds float8, OUT flop float8, OUT generation_flop float8,
                                     OUT steady_gpu_hours float8, OUT generation_mfu float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    f record;
    dp CONSTANT float8 := $3 / $8;
BEGIN
    IF $4 IS NOT NULL THEN
        flop := s.flop;
        generation_flop := s.generation_flop;
        IF dp <= $4 THEN
            step_seconds := (traincost.model_step(s.model, $2, coalesce(s.seq_len, 0), $4, coalesce(s.dtype, 'bf16'),
                                                  $6, $7, dp, least($5, $4 / dp), 1,
                                                  CASE WHEN $9 IN ('none', 'selective') THEN $9
                                                       ELSE 'full' END)).step_seconds;
            steady_gpu_hours := $3 * step_seconds * s.steps / 3600;
        END IF;
    ELSE
        s.gpu := $2;
        s.gpus := $3;
        -- not what it fits in, but what it is asked for
        s.mfu_class := NULL;
        f := traincost._stage_flop(s);
        flop := f.flop;
        generation_flop := f.generation_flop;
        steady_gpu_hours := f.steady_gpu_hours;
        generation_mfu := f.generation_mfu;
        step_seconds := f.steady_gpu_hours * 3600 / $3 / f.steps;
    END IF;
END $$;
COMMENT ON FUNCTION traincost._plan_step IS
'Seconds of a step and GPU-hours of a stage on so many GPUs: model_step of a batch on a layout, or rl_step of a method that samples, with its FLOP; generation_mfu where rl_step does not know. NULL: more replicas than sequences.';

CREATE FUNCTION traincost._pareto(usd float8[], days float8[], co2e_kg float8[]) RETURNS boolean[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION traincost._pareto(float8[], float8[], float8[]) IS
'For each element whether no other is as good in all three arrays, of one length, and better in one; less is better, NULL the worst.';
