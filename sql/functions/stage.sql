-- What a row of pipeline_stage takes: its work, its data and people, its estimate.
--
-- Several views call these for every row.  They are PL/pgSQL, which keeps their
-- plans, and a query in them unpacks its row once, as s, because each ($1).column
-- costs the parser a copy of the row's description.  A stage without a method, or
-- without lines of data and people, pays for none of it.
-- estimate_stage is inlined into the query, where train_estimate remembers its
-- look-ups from row to row: so it has no search_path of its own and names all in full.

-- What a plan leaves open and train_estimate fills in (DEFAULT_GPU, find_facts in sqlcall/).
CREATE FUNCTION traincost._stage_defaults(stage traincost.pipeline_stage)
RETURNS TABLE (gpu text, ownership text, region text, as_of date)
LANGUAGE sql STABLE PARALLEL SAFE COST 1 ROWS 1 AS $$
    SELECT coalesce(($1).gpu, 'H100-80GB-SXM'), coalesce(($1).ownership, 'rent'), coalesce(($1).region, 'WORLD'), coalesce(($1).as_of, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::pg_catalog.date)
$$;
COMMENT ON FUNCTION traincost._stage_defaults(traincost.pipeline_stage) IS
'GPU, ownership, region and day of a stage, one row: the plan''s, or what train_estimate takes where the plan names none.';

-- FLOP of a stage from its method and inputs.  A method's function is strict,
-- so a missing input makes the FLOP unknown.
CREATE FUNCTION traincost._stage_flop(stage traincost.pipeline_stage, OUT flop float8, OUT generation_flop float8, OUT tokens float8)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    params float8 := stage.params;
    method CONSTANT text := stage.method;
    epochs CONSTANT float8 := coalesce(stage.epochs, 1);
    samples CONSTANT float8 := coalesce(stage.samples_per_prompt, 1);
    sequence_tokens CONSTANT float8 := stage.prompt_tokens + stage.response_tokens;
    frozen CONSTANT boolean := coalesce(stage.frozen_base, method = 'lora' OR method = 'qlora');
    reference CONSTANT boolean := coalesce(stage.reference, true);
    others float8;    -- size of reward and value model: only PPO has them unless the plan names them
BEGIN
    IF stage.model IS NOT NULL THEN
        -- a token meets half of an encoder-decoder: 3 of the usual 6 FLOP per parameter
        SELECT coalesce(stage.params, m.active_params, m.params) * (coalesce(m.flops_per_param_token, 6) / 6)
        INTO params
        FROM (SELECT) AS one LEFT JOIN traincost.model AS m ON m.name = stage.model;
    END IF;
    CASE
    WHEN method = 'sft' OR method = 'lora' OR method = 'qlora' THEN
        flop := traincost.sft_flops(params, stage.examples * sequence_tokens, epochs, frozen);
        tokens := epochs * sequence_tokens * stage.examples;
    WHEN method = 'reward_model' THEN
        flop := traincost.rm_flops(params, stage.comparisons, sequence_tokens, 2, epochs, frozen);
        tokens := epochs * sequence_tokens * 2 * stage.comparisons;
    WHEN method = 'dpo' THEN
        flop := (traincost.dpo_flops(params, stage.comparisons, sequence_tokens, epochs, reference,
                                     coalesce(stage.cached_reference, false), frozen)).total_flop;
        tokens := epochs * sequence_tokens * 2 * stage.comparisons;
    WHEN method = 'ppo' OR method = 'grpo' OR method = 'rloo' THEN
        others := CASE WHEN method = 'ppo' THEN params ELSE 0 END;
        SELECT r.scoring_flop + r.training_flop, r.generation_flop INTO flop, generation_flop
        FROM traincost.rl_flops(params, stage.prompts, stage.prompt_tokens, stage.response_tokens, samples, reference,
                                coalesce(stage.old_logprobs, true), coalesce(stage.reward_params, others),
                                coalesce(stage.critic_params, others), epochs, frozen) AS r;
        tokens := epochs * sequence_tokens * samples * stage.prompts;
    ELSE
        NULL;    -- no method
    END CASE;
END $$;
COMMENT ON FUNCTION traincost._stage_flop(traincost.pipeline_stage) IS
'What a stage computes. flop: FLOP that its method and inputs give (sft_flops, rm_flops, dpo_flops, rl_flops), rollouts apart in generation_flop; tokens: tokens it trains on, every epoch and sample counted. NULL: no method, or a missing input (_stage_missing names it).';

CREATE FUNCTION traincost._stage_missing(stage traincost.pipeline_stage) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
    SELECT nullif(concat_ws(', ',
               CASE WHEN coalesce(s.params, m.active_params, m.params) IS NULL THEN 'params' END,
               CASE WHEN i.plain AND coalesce(s.tokens, m.tokens) IS NULL THEN 'tokens' END,
               CASE WHEN s.exact AND coalesce(s.seq_len, m.train_seq_len, m.seq_len) IS NULL THEN 'seq_len' END,
               CASE WHEN i.sft AND s.examples IS NULL THEN 'examples' END,
               CASE WHEN i.pairs AND s.comparisons IS NULL THEN 'comparisons' END,
               CASE WHEN NOT (i.plain OR i.sft OR i.pairs) AND s.prompts IS NULL THEN 'prompts' END,
               CASE WHEN NOT i.plain AND s.prompt_tokens IS NULL THEN 'prompt_tokens' END,
               CASE WHEN NOT i.plain AND s.response_tokens IS NULL THEN 'response_tokens' END), '')
    FROM (SELECT ($1).*) AS s
    CROSS JOIN LATERAL (SELECT s.method IS NULL AS plain,
                 coalesce(s.method = 'sft' OR s.method = 'lora' OR s.method = 'qlora', false) AS sft,
                 coalesce(s.method = 'reward_model' OR s.method = 'dpo', false) AS pairs) AS i
    LEFT JOIN traincost.model AS m ON m.name = s.model
    WHERE s.flop IS NULL);
END $$;
COMMENT ON FUNCTION traincost._stage_missing(traincost.pipeline_stage) IS
'The inputs without which a stage''s FLOP are unknown, by their column names. NULL: none is missing.';

CREATE FUNCTION traincost._stage_has_extra(stage traincost.pipeline_stage) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 AS $$
    SELECT pg_catalog.num_nonnulls(($1).acquisition_usd, ($1).cleaning_usd,
               ($1).annotation_items, ($1).annotation_usd_per_item, ($1).annotation_hours_per_item, ($1).annotation_usd_per_hour,
               ($1).storage_gb, ($1).storage_months, ($1).usd_per_gb_month,
               ($1).people, ($1).people_months, ($1).usd_per_person_month) OPERATOR(pg_catalog.>) 0
$$;
COMMENT ON FUNCTION traincost._stage_has_extra(traincost.pipeline_stage) IS
'Whether a stage has lines of data and people. Where it has none, _stage_extra and _stage_extra_usd are quicker asked of NULL.';

-- What data and people cost besides the lumps data_usd and labor_usd: a line
-- each.  A plan that names a quantity without its price, or a price without its
-- quantity, has an unknown line.
CREATE FUNCTION traincost._stage_extra(stage traincost.pipeline_stage, days float8)
RETURNS TABLE (item text, account text, quantity float8, unit text, unit_usd float8, amount_usd numeric(20,4), missing text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF $1 IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT x.item, x.account, x.quantity, x.unit, x.unit_usd, (x.quantity * x.unit_usd)::numeric(20,4),
           CASE WHEN x.quantity * x.unit_usd IS NULL THEN x.missing END
    FROM (SELECT ($1).*) AS s
    CROSS JOIN LATERAL (VALUES
        ('data acquisition', 'data_usd', CASE WHEN s.acquisition_usd IS NOT NULL THEN 1 END::float8, 'lump',
         s.acquisition_usd::float8, ''),
        ('data cleaning', 'data_usd', CASE WHEN s.cleaning_usd IS NOT NULL THEN 1 END::float8, 'lump',
         s.cleaning_usd::float8, ''),
        ('annotation', 'data_usd', s.annotation_items, 'items',
         coalesce(s.annotation_usd_per_item::float8, s.annotation_hours_per_item * s.annotation_usd_per_hour::float8),
         CASE WHEN s.annotation_items IS NULL THEN 'annotation_items'
              WHEN s.annotation_hours_per_item IS NULL AND s.annotation_usd_per_hour IS NULL
              THEN 'annotation_usd_per_item (or annotation_hours_per_item and annotation_usd_per_hour)'
              WHEN s.annotation_hours_per_item IS NULL THEN 'annotation_hours_per_item'
              ELSE 'annotation_usd_per_hour, the wage' END),
        ('storage', 'data_usd', s.storage_gb * coalesce(s.storage_months, $2 / (365.25 / 12)), 'GB-months',
         coalesce(s.usd_per_gb_month, traincost.assumption_value('usd_per_gb_month')),
         CASE WHEN s.storage_gb IS NULL THEN 'storage_gb' ELSE 'storage_months (or gpus or days of the run)' END),
        ('people', 'labor_usd', s.people * s.people_months, 'person-months', s.usd_per_person_month::float8,
         CASE WHEN s.people IS NULL THEN 'people' WHEN s.people_months IS NULL THEN 'people_months' ELSE 'usd_per_person_month' END)
    ) AS x (item, account, quantity, unit, unit_usd, missing)
    WHERE CASE x.item WHEN 'annotation' THEN num_nonnulls(s.annotation_items, s.annotation_usd_per_item, s.annotation_hours_per_item, s.annotation_usd_per_hour) > 0
                      WHEN 'storage' THEN num_nonnulls(s.storage_gb, s.storage_months, s.usd_per_gb_month) > 0
                      WHEN 'people' THEN num_nonnulls(s.people, s.people_months, s.usd_per_person_month) > 0
                      ELSE x.quantity IS NOT NULL END;
END $$;
COMMENT ON FUNCTION traincost._stage_extra(traincost.pipeline_stage, float8) IS
'Data and people of a stage, a row each: data acquisition, data cleaning, annotation, storage, people; account says whether the line is data_usd or labor_usd. amount_usd = quantity x unit_usd, NULL if the price or a quantity is missing, which missing then names. days: of the run, for storage_months NULL.';

CREATE FUNCTION traincost._stage_extra_usd(stage traincost.pipeline_stage, days float8, OUT data_usd float8, OUT labor_usd float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 150 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    data_usd := 0;
    labor_usd := 0;
    IF $1 IS NULL THEN
        RETURN;
    END IF;
    -- one unknown line makes the sum unknown
    SELECT CASE WHEN count(*) FILTER (WHERE l.account = 'data_usd' AND l.amount_usd IS NULL) = 0
                THEN coalesce(sum(l.amount_usd) FILTER (WHERE l.account = 'data_usd'), 0) END,
           CASE WHEN count(*) FILTER (WHERE l.account = 'labor_usd' AND l.amount_usd IS NULL) = 0
                THEN coalesce(sum(l.amount_usd) FILTER (WHERE l.account = 'labor_usd'), 0) END
    INTO data_usd, labor_usd
    FROM traincost._stage_extra($1, $2) AS l;
END $$;
COMMENT ON FUNCTION traincost._stage_extra_usd(traincost.pipeline_stage, float8) IS
'Sums of _stage_extra by account, in USD; NULL if one of the lines is unknown, 0 for no stage. days: of the run.';

CREATE FUNCTION traincost.estimate_stage(stage traincost.pipeline_stage) RETURNS SETOF traincost.estimate
LANGUAGE sql STABLE PARALLEL SAFE COST 200 ROWS 1 AS $$
    SELECT
-- @columns stage
    FROM (SELECT ($1).*) AS s
    CROSS JOIN LATERAL traincost._stage_flop(CASE WHEN s.method IS NOT NULL THEN $1 END) AS f
    CROSS JOIN LATERAL traincost.train_estimate(
-- a method's FLOP come from its inputs, never from the model's pre-training
-- @inputs mapping
    ) AS e
    CROSS JOIN LATERAL traincost._stage_extra_usd(CASE WHEN traincost._stage_has_extra($1) THEN $1 END, e.days) AS x
$$;
COMMENT ON FUNCTION traincost.estimate_stage(traincost.pipeline_stage) IS
'train_estimate of a row of pipeline_stage, one row: SELECT e.* FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e. A stage with a method takes assumption_value(''finetune_mfu'') where mfu is NULL; what no table has is NULL (the view stage_problem names it); data_usd and labor_usd include the lines of _stage_extra.';
