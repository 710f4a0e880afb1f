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

-- Inlined into the query, where _estimate_gaps remembers its look-ups from row to row: so
-- it has no search_path of its own and names all in full.
CREATE FUNCTION traincost._stage_gaps(stage traincost.pipeline_stage,
                                      terms traincost._terms) RETURNS TABLE (concerns text, problem text, detail text)
LANGUAGE sql STABLE PARALLEL SAFE COST 300 ROWS 1 AS $$
    SELECT u.concerns, u.problem, u.detail
    FROM (SELECT ($1).*) AS s
    CROSS JOIN LATERAL traincost._stage_flop(CASE WHEN s.method IS NOT NULL THEN $1 END) AS f
    CROSS JOIN (SELECT ($2).*) AS r
    CROSS JOIN LATERAL traincost._estimate_gaps(
-- @inputs mapping
    ) AS g
-- @arguments extra
    CROSS JOIN LATERAL (
        -- a method's model gives parameters alone, so train_estimate does not see its name
        SELECT CASE WHEN s.method IS NOT NULL AND s.flop IS NULL THEN traincost._method_missing($1) END AS inputs,
               CASE WHEN s.method IS NOT NULL AND s.model IS NOT NULL AND traincost.model_name(s.model, true) IS NULL
                    THEN 'model "' OPERATOR(pg_catalog.||) s.model OPERATOR(pg_catalog.||) '" is not in table model' END AS model,
               CASE WHEN s.method IS NOT NULL
                         AND NOT EXISTS (SELECT FROM traincost.training_method AS t
                                         WHERE t.method OPERATOR(pg_catalog.=) s.method)
                    THEN 'method "' OPERATOR(pg_catalog.||) s.method
                         OPERATOR(pg_catalog.||) '" is not in table training_method' END AS method,
               'rollouts take ' OPERATOR(pg_catalog.||) f.problem AS rollouts,
               traincost._stage_term(CASE WHEN s.price_kind OPERATOR(pg_catalog.~) '^reserved'
                                               AND coalesce(s.ownership, 'rent') OPERATOR(pg_catalog.=) 'rent'
                                          THEN $1 END) AS term,
               CASE WHEN s.price_kind OPERATOR(pg_catalog.=) 'spot' AND coalesce(s.ownership, 'rent') OPERATOR(pg_catalog.=) 'rent'
                         AND pg_catalog.num_nonnulls(s.goodput, s.gpu_hours_per_failure) OPERATOR(pg_catalog.=) 0
                    THEN 'interruptions of spot are not counted: give gpu_hours_per_failure, the provider''s interruptions included, or goodput' END
                             AS spot,
               traincost._stage_extra_beyond(CASE WHEN h.extra THEN $1 END) AS extra) AS m
    CROSS JOIN LATERAL ROWS FROM (
        pg_catalog.unnest(g.concerns OPERATOR(pg_catalog.||) pg_catalog.array_fill(
                              'input'::pg_catalog.text, ARRAY[coalesce(pg_catalog.cardinality(m.inputs), 0)])
                          OPERATOR(pg_catalog.||) ARRAY['work', 'work', 'rollouts', 'range', 'price', 'term', 'spot']),
        pg_catalog.unnest(g.problems OPERATOR(pg_catalog.||) pg_catalog.array_fill(
                              'unknown'::pg_catalog.text, ARRAY[coalesce(pg_catalog.cardinality(m.inputs), 0)])
                          OPERATOR(pg_catalog.||) ARRAY['dangling reference', 'dangling reference', NULL,
                                                        'implausible value', (r.problem).kind,
                                                        'reserved price for a shorter run',
                                                        'interruptions not counted']),
        pg_catalog.unnest(g.details OPERATOR(pg_catalog.||) m.inputs
                          OPERATOR(pg_catalog.||) ARRAY[m.model, m.method, m.rollouts, m.extra, (r.problem).detail,
                                                        m.term, m.spot]))
        WITH ORDINALITY AS u (concerns, problem, detail, no)
    WHERE s.pipeline IS NOT NULL AND u.detail IS NOT NULL
      -- train_estimate asks for tokens, a method for its own inputs
      AND (s.method IS NULL
           OR u.concerns OPERATOR(pg_catalog.<>) 'input'
           OR u.no OPERATOR(pg_catalog.>) coalesce(pg_catalog.cardinality(g.concerns), 0))
$$;
COMMENT ON FUNCTION traincost._stage_gaps(traincost.pipeline_stage, traincost._terms) IS
'Why something of a stage is unknown, a row each. concerns: input or work (FLOP, and all that follows), GPU (hours, and all that follows), price (dollars of the GPUs), energy, region (PUE, CO2e); rollouts: nothing, but their hours are of a utilisation; term, spot: nothing, but a reserved price is of a longer term, or interruptions of spot are not counted. problem: what catalog_problem calls it, NULL for rollouts. detail: what is missing, and the table that lacks it.';
