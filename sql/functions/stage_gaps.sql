-- Why something of a stage is unknown: what train_estimate found out (_estimate_gaps), and
-- what the stage's method lacks.  The view stage_problem and the notes of a bill read it.

CREATE FUNCTION traincost._method_missing(stage traincost.pipeline_stage) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    formula text;
    items text;
    params float8;
BEGIN
    SELECT m.formula, m.items, coalesce(stage.params, m.params) INTO formula, items, params
    FROM traincost._training_method(stage.method, traincost.model_name(stage.model, true)) AS m;
    -- what a method needs that no table has, nobody knows
    RETURN CASE WHEN formula IS NULL THEN '{}' ELSE array_remove(ARRAY[
        CASE WHEN params IS NULL AND (stage.model IS NULL OR traincost.model_name(stage.model, true) IS NOT NULL)
             THEN 'params' END,
        CASE WHEN items = 'tokens' AND stage.tokens IS NULL THEN 'tokens' END,
        CASE WHEN items = 'examples' AND stage.examples IS NULL THEN 'examples' END,
        CASE WHEN items = 'comparisons' AND stage.comparisons IS NULL THEN 'comparisons' END,
        CASE WHEN items = 'prompts' AND stage.prompts IS NULL THEN 'prompts' END,
        CASE WHEN items <> 'tokens' AND stage.prompt_tokens IS NULL THEN 'prompt_tokens' END,
        CASE WHEN items <> 'tokens' AND stage.response_tokens IS NULL THEN 'response_tokens' END], NULL) END;
END $$;
COMMENT ON FUNCTION traincost._method_missing(traincost.pipeline_stage) IS
'The inputs that a stage''s method needs and the stage lacks, by their column names. Empty: none.';

-- Data and people whose amounts a plan does not show.
CREATE FUNCTION traincost._stage_extra_beyond(stage traincost.pipeline_stage) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 150 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    days float8;
BEGIN
    IF $1 IS NULL THEN
        RETURN NULL;
    END IF;
    -- of the run, where they are what storage lasts
    IF stage.storage_gb IS NOT NULL AND stage.storage_months IS NULL THEN
        SELECT e.days INTO days FROM traincost.estimate_stage($1) AS e;
    END IF;
    RETURN (SELECT 'out of range: ' || nullif(concat_ws(', ', string_agg(x.item, ', ') FILTER (WHERE x.missing LIKE '%out of range'),
                             CASE WHEN sum(x.amount_usd) FILTER (WHERE x.account = 'data_usd')
                                       + coalesce(stage.data_usd, 0) > 1e15
                                  THEN 'data_usd' END,
                             CASE WHEN sum(x.amount_usd) FILTER (WHERE x.account = 'labor_usd')
                                       + coalesce(stage.labor_usd, 0) > 1e15
                                  THEN 'labor_usd' END),
                             '')
            FROM traincost._stage_extra($1, days) AS x);
END $$;
COMMENT ON FUNCTION traincost._stage_extra_beyond(traincost.pipeline_stage) IS
'The lines of _stage_extra whose amount is above 1e15 USD, and whether their sum with data_usd or labor_usd is, in words. NULL: none.';

-- A price for a long term is no bargain for a short run.
CREATE FUNCTION traincost._stage_term(stage traincost.pipeline_stage) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    days float8;
    term CONSTANT int := CASE WHEN stage.price_kind = 'reserved_3y' THEN 3 ELSE 1 END;
BEGIN
    IF $1 IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT e.days * coalesce(stage.run_multiplier, 1) INTO days FROM traincost.estimate_stage($1) AS e;
    RETURN CASE WHEN days < 365 * term THEN round(days::numeric, 1) || ' days at the price of ' || CASE term WHEN 3 THEN '3 years' ELSE 'a year' END
                                            || ': the rest of the term is paid for, too; name a contract of table commitment, and the bill has it' END;
END $$;
COMMENT ON FUNCTION traincost._stage_term(traincost.pipeline_stage) IS
'What is wrong with the reserved price of a stage that is shorter than its term, in words. NULL: nothing, or no stage.';

-- In PL/pgSQL, whose expressions remember what they looked up from stage to stage.
CREATE FUNCTION traincost._stage_gaps(stage traincost.pipeline_stage,
                                      terms traincost._terms) RETURNS TABLE (concerns text, problem text, detail text)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 300 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    f record;              -- its work, if it has a method
    rollouts text;
    g record;              -- what train_estimate takes as unknown
    inputs text[];         -- what its method lacks
    dangling text[];       -- its model and its method, where no table has them
BEGIN
    IF stage.pipeline IS NULL THEN
        RETURN;
    END IF;
    IF stage.method IS NULL THEN
        g := traincost._train_stage_gaps(stage, terms, NULL);
        -- most stages lack nothing
        IF g.concerns IS NULL AND terms.problem IS NULL AND coalesce(stage.price_kind, 'on_demand') = 'on_demand'
           AND NOT traincost._stage_has_extra(stage) THEN
            RETURN;
        END IF;
    ELSE
        SELECT * INTO f FROM traincost._stage_flop(stage);
        g := traincost._train_stage_gaps(stage, terms, f);
        rollouts := f.problem;
        inputs := CASE WHEN stage.flop IS NULL THEN traincost._method_missing(stage) END;
        -- a method's model gives parameters alone, so train_estimate does not see its name
        dangling := ARRAY[
            CASE WHEN stage.model IS NOT NULL AND traincost.model_name(stage.model, true) IS NULL
                 THEN 'model "' || stage.model || '" is not in table model' END,
            CASE WHEN NOT EXISTS (SELECT FROM traincost.training_method AS t WHERE t.method = stage.method)
                 THEN 'method "' || stage.method || '" is not in table training_method' END];
    END IF;
    RETURN QUERY
    -- train_estimate asks for tokens, a method for its own inputs
    SELECT u.concerns, u.problem, u.detail
    FROM unnest(g.concerns, g.problems, g.details) AS u (concerns, problem, detail)
    WHERE stage.method IS NULL OR u.concerns <> 'input'
    UNION ALL SELECT 'input', 'unknown', i FROM unnest(inputs) AS i
    UNION ALL SELECT 'work', 'dangling reference', d FROM unnest(dangling) AS d WHERE d IS NOT NULL
    UNION ALL
    SELECT m.concerns, m.problem, m.detail
    FROM (VALUES ('rollouts', NULL, 'rollouts take ' || rollouts),
                 ('range', 'implausible value',
                  traincost._stage_extra_beyond(CASE WHEN traincost._stage_has_extra(stage) THEN stage END)),
                 ('price', (terms.problem).kind, (terms.problem).detail),
                 ('term', 'reserved price for a shorter run',
                  traincost._stage_term(CASE WHEN stage.price_kind ~ '^reserved' AND coalesce(stage.ownership, 'rent') = 'rent'
                                             THEN stage END)),
                 ('spot', 'interruptions not counted',
                  CASE WHEN stage.price_kind = 'spot' AND coalesce(stage.ownership, 'rent') = 'rent'
                            AND num_nonnulls(stage.goodput, stage.gpu_hours_per_failure) = 0
                       THEN 'interruptions of spot are not counted: give gpu_hours_per_failure, the provider''s interruptions included, or goodput' END))
        AS m (concerns, problem, detail)
    WHERE m.detail IS NOT NULL;
END $$;
COMMENT ON FUNCTION traincost._stage_gaps(traincost.pipeline_stage, traincost._terms) IS
'Why something of a stage is unknown, a row each. concerns: input or work (FLOP, and all that follows), GPU (hours, and all that follows), price (dollars of the GPUs), energy, region (PUE, CO2e); rollouts: nothing, but their hours are of a utilisation; term, spot: nothing, but a reserved price is of a longer term, or interruptions of spot are not counted. problem: what catalog_problem calls it, NULL for rollouts. detail: what is missing, and the table that lacks it.';
