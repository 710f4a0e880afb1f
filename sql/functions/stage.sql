-- What a row of pipeline_stage takes: its work, its data and people, its estimate.
--
-- Several views call these for every row.  They are PL/pgSQL, which keeps their
-- plans, and a query in them unpacks its row once, as s, because each ($1).column
-- costs the parser a copy of the row's description.  A stage without a method, or
-- without lines of data and people, pays for none of it.
-- estimate_stage is inlined into the query, where _train_stage remembers its look-ups
-- from row to row: so it has no search_path of its own and names all in full.
-- What it needs of the whole plan (_terms) the views work out once a plan, and hand on.

-- What a plan leaves open and train_estimate fills in (DEFAULT_GPU, find_facts in sqlcall/).
CREATE FUNCTION traincost._stage_defaults(stage traincost.pipeline_stage)
RETURNS TABLE (gpu text, ownership text, region text, as_of date)
LANGUAGE sql STABLE PARALLEL SAFE COST 1 ROWS 1 AS $$
    SELECT coalesce(traincost.gpu_name(($1).gpu, true), ($1).gpu, 'H100-80GB-SXM'), coalesce(($1).ownership, 'rent'),
           coalesce(($1).region, 'WORLD'),
           coalesce(($1).as_of, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::pg_catalog.date)
$$;
COMMENT ON FUNCTION traincost._stage_defaults(traincost.pipeline_stage) IS
'GPU (as its name resolves), ownership, region and day of a stage, one row: the plan''s, or what train_estimate takes where the plan names none.';

CREATE FUNCTION traincost._training_method(
    method text, model text,
    OUT formula text, OUT items text, OUT sequences float8, OUT frozen_base boolean, OUT reference boolean,
    OUT old_logprobs boolean,
    OUT reward boolean, OUT critic boolean, OUT mfu_class text, OUT params float8, OUT params_factor float8
)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost._training_method(text, text) IS
'A method''s row of table training_method, with the class of utilisation for this model (dense or mixture of experts), and the model''s active parameters; params_factor: the part of them that a token meets (half of an encoder-decoder). NULL: no such method.';

-- FLOP of a stage from its method's row in training_method and its inputs, and the
-- GPU-hours of a method that samples.  A method's function is strict, so a missing
-- input makes the FLOP unknown.  _training_method and rl_step are expressions of their
-- own, so that their look-ups are remembered from stage to stage.
CREATE FUNCTION traincost._stage_flop(stage traincost.pipeline_stage, OUT flop float8, OUT generation_flop float8,
                                      OUT tokens float8, OUT mfu_class text, OUT steps float8,
                                      OUT steady_gpu_hours float8, OUT generation_gpu_hours float8,
                                      OUT scoring_gpu_hours float8, OUT generation_mfu float8, OUT problem text)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    epochs CONSTANT float8 := coalesce(stage.epochs, 1);
    sequence_tokens CONSTANT float8 := stage.prompt_tokens + stage.response_tokens;
    added CONSTANT float8 := coalesce((stage.turns - 1) * stage.added_tokens_per_turn, 0);
    params float8;
    t record;              -- the method, and what the model adds
    sequences float8;      -- trained on in one epoch; of a method that samples, for each prompt
    frozen boolean;
    reference boolean;
    old_logprobs boolean;
    reward float8;         -- size of the models that score and of the one that is trained beside
    critic float8;
    r record;
    seconds float8;
BEGIN
    t := traincost._training_method(stage.method, traincost.model_name(stage.model, true));
    IF t IS NULL THEN
        RETURN;
    END IF;
    params := coalesce(stage.params, t.params) * t.params_factor;
    mfu_class := t.mfu_class;
    frozen := coalesce(stage.frozen_base, t.frozen_base);
    reference := coalesce(stage.reference, t.reference);
    reward := coalesce(stage.reward_params, CASE WHEN t.reward THEN params ELSE 0 END);
    sequences := t.sequences * CASE t.items WHEN 'examples' THEN stage.examples WHEN 'comparisons' THEN stage.comparisons ELSE 1 END;
    CASE t.formula
    WHEN 'tokens' THEN
        tokens := epochs * stage.tokens;
        flop := traincost.train_flops(params, tokens);
    WHEN 'sequences' THEN
        tokens := epochs * sequence_tokens * sequences;
        flop := traincost.sft_flops(params, sequences * coalesce(stage.padded_tokens, sequence_tokens), epochs, frozen)
            + traincost.train_flops(reward, epochs * sequences * coalesce(stage.padded_tokens, sequence_tokens), 2);
    WHEN 'preference' THEN
        tokens := epochs * sequence_tokens * sequences;
        flop := (traincost.dpo_flops(params, sequences / 2, coalesce(stage.padded_tokens, sequence_tokens), epochs,
                                     reference, coalesce(stage.cached_reference, false), frozen)).total_flop;
    ELSE
        sequences := coalesce(stage.samples_per_prompt, t.sequences);
        old_logprobs := coalesce(stage.old_logprobs, t.old_logprobs);
        critic := coalesce(stage.critic_params, CASE WHEN t.critic THEN params ELSE 0 END);
        tokens := epochs * (sequence_tokens + added) * sequences * stage.prompts;
        SELECT f.scoring_flop + f.training_flop,
               (f.generation_flop
                + traincost.train_flops(params, stage.prompts * greatest(sequences - 1, 0) * added, 2))
               / coalesce(stage.accepted_share, 1)
        INTO flop, generation_flop
        FROM traincost.rl_flops(params, stage.prompts, stage.prompt_tokens + added, stage.response_tokens, sequences,
                                reference, old_logprobs, reward, critic, epochs, frozen,
                                coalesce(stage.pretraining_tokens, 0)) AS f;
        -- a plan's own utilisation of rollouts, or FLOP of them, stand as they are
        IF generation_flop > 0
           AND num_nonnulls(stage.generation_flop, stage.generation_mfu, stage.steady_gpu_hours, stage.flop) = 0 THEN
            steps := coalesce(stage.steps, greatest(1, stage.prompts * sequences / traincost._assumption_or_null('rl_step_sequences')));
            r := traincost.rl_step(
                model => stage.model, params => stage.params, gpu => stage.gpu, gpus => stage.gpus,
                prompts => stage.prompts / steps, samples_per_prompt => sequences,
                prompt_tokens => stage.prompt_tokens, response_tokens => stage.response_tokens,
                max_response_tokens => stage.max_response_tokens,
                engine_gpus => stage.engine_gpus, rollout_gpus => stage.rollout_gpus, turns => stage.turns,
                added_tokens_per_turn => stage.added_tokens_per_turn,
                environment_seconds => stage.environment_seconds, accepted_share => stage.accepted_share,
                asynchronous => stage.asynchronous,
                rollout_bytes_per_param => stage.rollout_bytes_per_param,
                kv_bytes_per_token => stage.kv_bytes_per_token,
                reward_params => reward, critic_params => critic, epochs => epochs,
                pretraining_tokens => stage.pretraining_tokens / steps,
                training_mfu => coalesce(stage.mfu,
                                         CASE WHEN stage.mfu_class IS NOT NULL
                                              THEN traincost._assumption_or_null(stage.mfu_class) END),
                peak_tflops => stage.peak_tflops, dtype => stage.dtype, reference => reference,
                old_logprobs => old_logprobs, frozen_base => frozen, missing_ok => true);
            IF r.problem IS NOT NULL THEN
                generation_mfu := traincost._assumption_or_null(CASE WHEN t.mfu_class LIKE 'moe%'
                                                                     THEN 'moe_generation_mfu'
                                                                     WHEN stage.response_tokens > 4000
                                                                     THEN 'long_generation_mfu'
                                                                     ELSE 'generation_mfu' END);
                problem := 'generation_mfu ' || generation_mfu || ': ' || r.problem;
            END IF;
            steady_gpu_hours := r.gpu_hours * steps;
            -- each side's GPUs for the whole step, or all GPUs for each part's seconds
            seconds := nullif(r.scoring_seconds + r.training_seconds
                              + CASE WHEN r.generation_gpus < r.gpus_used THEN 0 ELSE r.generation_seconds END,
                              0);
            generation_gpu_hours := steady_gpu_hours * CASE WHEN r.generation_gpus < r.gpus_used
                                                            THEN r.generation_gpus / r.gpus_used
                                                            ELSE r.generation_seconds / seconds END;
            scoring_gpu_hours := coalesce(CASE WHEN r.generation_gpus < r.gpus_used
                                               THEN steady_gpu_hours - generation_gpu_hours
                                               ELSE steady_gpu_hours END
                                          * (r.scoring_seconds / seconds),
                                          0 * steady_gpu_hours);
        END IF;
    END CASE;
END $$;
COMMENT ON FUNCTION traincost._stage_flop(traincost.pipeline_stage) IS
'What a stage computes, by its method''s row in training_method. flop: FLOP that its inputs give (train_flops, sft_flops, dpo_flops, rl_flops), rollouts apart in generation_flop; tokens: tokens it trains on, every epoch and sample counted; mfu_class: row of table assumption with its utilisation. Of a method that samples steps, and from rl_step steady_gpu_hours, generation_gpu_hours and scoring_gpu_hours of them; generation_mfu: the utilisation that stands in where they are not known; problem: which, and why. NULL: no method, or a missing input (_stage_missing names it).';

-- One line of GPUs, or two or three of a method that samples; a split by
-- utilisation cannot tell scoring from training.
CREATE FUNCTION traincost._stage_parts(stage traincost.pipeline_stage)
RETURNS TABLE (part text, since float8, until float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    f record;
    generated float8;    -- part of the GPU-hours up to the end of generation, and of scoring
    scored float8;
    rest float8;
BEGIN
    SELECT * INTO f FROM traincost._stage_flop(stage);
    IF (f.generation_flop > 0) IS NOT TRUE
       OR num_nonnulls(stage.generation_flop, stage.steady_gpu_hours, stage.flop) > 0 THEN
        RETURN QUERY VALUES ('', 0::float8, 1::float8);
    ELSIF f.steady_gpu_hours > 0 THEN
        generated := f.generation_gpu_hours / f.steady_gpu_hours;
        scored := generated + f.scoring_gpu_hours / f.steady_gpu_hours;
        RETURN QUERY SELECT *
        FROM (VALUES (': generation', 0, generated), (': scoring', generated, scored),
                     (': training', scored, 1)) AS w (part, since, until)
                     WHERE w.until > w.since;
    ELSE
        generated := f.generation_flop / coalesce(stage.generation_mfu, f.generation_mfu);
        rest := f.flop / coalesce(stage.mfu, traincost._assumption_or_null(coalesce(stage.mfu_class, f.mfu_class)));
        RETURN QUERY
        VALUES (': generation', 0::float8, generated / (generated + rest)),
               (': scoring and training', generated / (generated + rest), 1::float8);
    END IF;
END $$;
COMMENT ON FUNCTION traincost._stage_parts(traincost.pipeline_stage) IS
'Parts of a stage''s GPU-hours, a row each from since to until of the whole: generation, scoring, training of a method that samples; else one row, without a name.';

-- What data and people cost besides the lumps data_usd and labor_usd: a line
-- each.  A plan that names a quantity without its price, or a price without its
-- quantity, has an unknown line.
CREATE FUNCTION traincost._stage_extra(stage traincost.pipeline_stage, days float8)
RETURNS TABLE (item text, account text, quantity float8, unit text, unit_usd float8, amount_usd numeric(20,4),
               missing text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF $1 IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT x.item, x.account, x.quantity, x.unit, x.unit_usd, a.usd::numeric(20,4),
           CASE WHEN x.quantity * x.unit_usd IS NULL THEN x.missing
                WHEN a.usd IS NULL THEN 'a smaller quantity or price: the amount is out of range' END
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
         coalesce(s.usd_per_gb_month, traincost._assumption_or_null('usd_per_gb_month')),
         CASE WHEN s.storage_gb IS NULL THEN 'storage_gb' ELSE 'storage_months (or gpus or days of the run)' END),
        ('people', 'labor_usd', s.people * s.people_months, 'person-months', s.usd_per_person_month::float8,
         CASE WHEN s.people IS NULL THEN 'people' WHEN s.people_months IS NULL THEN 'people_months' ELSE 'usd_per_person_month' END)
    ) AS r (item, account, quantity, unit, unit_usd, missing)
    -- a row that no table holds may have any number
    CROSS JOIN LATERAL (SELECT r.item, r.account, traincost._within(r.quantity, 1e300) AS quantity, r.unit,
                               traincost._within(r.unit_usd, 1e300) AS unit_usd, r.missing) AS x
    CROSS JOIN LATERAL (SELECT traincost._within(x.quantity * x.unit_usd, 1e15) AS usd) AS a
    WHERE CASE x.item
               WHEN 'annotation'
               THEN num_nonnulls(s.annotation_items, s.annotation_usd_per_item, s.annotation_hours_per_item,
                                 s.annotation_usd_per_hour) > 0
               WHEN 'storage' THEN num_nonnulls(s.storage_gb, s.storage_months, s.usd_per_gb_month) > 0
               WHEN 'people' THEN num_nonnulls(s.people, s.people_months, s.usd_per_person_month) > 0
               ELSE x.quantity IS NOT NULL END;
END $$;
COMMENT ON FUNCTION traincost._stage_extra(traincost.pipeline_stage, float8) IS
'Data and people of a stage, a row each: data acquisition, data cleaning, annotation, storage, people; account says whether the line is data_usd or labor_usd. amount_usd = quantity x unit_usd, NULL if the price or a quantity is missing, which missing then names. days: of the run, for storage_months NULL.';

CREATE FUNCTION traincost._stage_extra_usd(stage traincost.pipeline_stage, days float8, OUT data_usd float8,
                                           OUT labor_usd float8)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 150 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    -- one unknown line makes the sum unknown
    SELECT CASE WHEN count(*) FILTER (WHERE l.account = 'data_usd' AND l.amount_usd IS NULL) = 0
                THEN coalesce(sum(l.amount_usd) FILTER (WHERE l.account = 'data_usd'), 0) END,
           CASE WHEN count(*) FILTER (WHERE l.account = 'labor_usd' AND l.amount_usd IS NULL) = 0
                THEN coalesce(sum(l.amount_usd) FILTER (WHERE l.account = 'labor_usd'), 0) END
    INTO data_usd, labor_usd
    FROM traincost._stage_extra($1, nullif($2, 'NaN')) AS l;
END $$;
COMMENT ON FUNCTION traincost._stage_extra_usd(traincost.pipeline_stage, float8) IS
'Sums of _stage_extra by account, in USD; NULL if one of the lines is unknown. days: of the run, NaN: unknown.';

CREATE FUNCTION traincost._stage_has_extra(stage traincost.pipeline_stage) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost._stage_has_extra(traincost.pipeline_stage) IS
'Whether a stage has lines of data and people, which _stage_extra lists. Where not, that is not worth a call.';

CREATE FUNCTION traincost._stage_inputs(stage traincost.pipeline_stage) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION traincost._stage_inputs(traincost.pipeline_stage) IS
'The inputs that a stage sets, as JSON in the form of jsonb: its columns that are not NULL, without its names, its calendar and remarks.';

CREATE FUNCTION traincost._train_stage(stage traincost.pipeline_stage, terms traincost._terms,
                                       work record) RETURNS traincost.estimate
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION traincost._train_stage(traincost.pipeline_stage, traincost._terms, record) IS
'train_estimate of a stage whose terms are known, and its work, which is the row of _stage_flop or NULL, with the amounts of _stage_extra_usd and of what a contract costs unused. Its inputs are handed over as src/estimate/inputs.def says, as one row: so many arguments would cost the server more than the estimate does.';

CREATE FUNCTION traincost._train_stage_gaps(stage traincost.pipeline_stage, terms traincost._terms, work record,
                                            OUT concerns text[], OUT problems text[], OUT details text[])
AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION traincost._train_stage_gaps(traincost.pipeline_stage, traincost._terms, record) IS
'_estimate_gaps of what _train_stage estimates.';

CREATE FUNCTION traincost._estimate_stage(stage traincost.pipeline_stage,
                                          terms traincost._terms) RETURNS SETOF traincost.estimate
LANGUAGE sql STABLE PARALLEL SAFE COST 200 ROWS 1 AS $$
    SELECT e.*
    FROM traincost._train_stage($1, $2, traincost._stage_flop(CASE WHEN ($1).method IS NOT NULL THEN $1 END)) AS e
$$;
COMMENT ON FUNCTION traincost._estimate_stage(traincost.pipeline_stage, traincost._terms) IS
'estimate_stage of a stage whose terms are known.';

CREATE FUNCTION traincost.estimate_stage(stage traincost.pipeline_stage) RETURNS SETOF traincost.estimate
LANGUAGE sql STABLE PARALLEL SAFE COST 200 ROWS 1 AS $$
    SELECT e.*
    FROM traincost._stage_terms(CASE WHEN traincost._stage_has_terms($1) THEN $1 END) AS r
    CROSS JOIN LATERAL traincost._estimate_stage($1, r) AS e
$$;
COMMENT ON FUNCTION traincost.estimate_stage(traincost.pipeline_stage) IS
'train_estimate of a row of pipeline_stage, one row.
train_estimate of a row of pipeline_stage, one row: SELECT e.* FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e. A stage with a method takes the utilisation that training_method names where mfu is NULL, one that samples the hours of rl_step where shape and bandwidth are known; what no table has is NULL (the view stage_problem names it); data_usd and labor_usd include the lines of _stage_extra.';

-- What failures, or a provider that takes its spot GPUs back, leave of a run.
CREATE FUNCTION traincost._stage_goodput(stage traincost.pipeline_stage, gpus float8, days float8, OUT goodput float8,
                                         OUT interruptions float8)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    per_failure float8;
BEGIN
    IF $2 > 0 IS NOT TRUE THEN
        RETURN;
    END IF;
    per_failure := coalesce(stage.gpu_hours_per_failure, traincost._assumption_or_null('gpu_hours_per_failure'));
    goodput := traincost._cluster_goodput($2, per_failure,
                                          coalesce(stage.checkpoint_seconds,
                                                   traincost._assumption_or_null('checkpoint_seconds')),
                                          coalesce(stage.restart_seconds,
                                                   traincost._assumption_or_null('restart_seconds')));
    interruptions := traincost._within($3 * 24 / (per_failure / $2), 1e15);
END $$;
COMMENT ON FUNCTION traincost._stage_goodput(traincost.pipeline_stage, float8, float8) IS
'Goodput that a stage''s failures leave on so many GPUs, and how often it is interrupted in days (NaN: unknown). NULL: no stage, not known, or a run that never finishes.';
