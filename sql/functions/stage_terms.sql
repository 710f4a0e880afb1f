-- On what terms a stage has its GPUs, where its own row does not say all: the plan's
-- calendar (GPUs bought once, prices of each day), a contract, a cluster.  A stage
-- that needs none of this pays for none of it: see _stage_has_terms.

CREATE FUNCTION traincost._stage_has_terms(stage traincost.pipeline_stage) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 AS $$
    SELECT pg_catalog.num_nonnulls(($1).commitment, ($1).cluster) OPERATOR(pg_catalog.>) 0 OR ($1).daily_prices IS TRUE OR ($1).ownership OPERATOR(pg_catalog.=) 'buy'
$$;
COMMENT ON FUNCTION traincost._stage_has_terms(traincost.pipeline_stage) IS
'Whether a stage''s terms are more than its row says. Where not, _stage_terms is quicker asked of NULL.';

-- This stage counts as it is given, which may differ from its row in the plan.
CREATE FUNCTION traincost._plan_runs(stage traincost.pipeline_stage)
RETURNS TABLE (stage_no bigint, name text, commitment text, buys text, bought_gpus float8, gpus float8, gpu_hours float8, runs timestamp[])
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 ROWS 5 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
DECLARE
    s traincost.pipeline_stage;
    bare traincost.pipeline_stage[];
BEGIN
    FOR s IN SELECT p.* FROM traincost.pipeline_stage AS p WHERE p.pipeline = $1.pipeline AND p.stage_no <> $1.stage_no UNION ALL SELECT ($1).* LOOP
        -- hours follow from the work alone
        s.price_kind := NULL; s.provider := NULL; s.price_region := NULL; s.usd_per_gpu := NULL; s.usd_per_gpu_hour := 0; s.cluster := NULL; s.daily_prices := NULL;
        s.source := s.commitment; s.note := s.ownership; s.commitment := NULL; s.ownership := NULL;
        bare := bare || s;
    END LOOP;
    -- one query, which looks each name up once
    RETURN QUERY
    SELECT c.stage_no, c.stage, c.source, CASE WHEN c.note = 'buy' THEN coalesce(traincost.gpu_name(c.gpu, true), c.gpu, 'H100-80GB-SXM') END, c.bought_gpus, c.gpus, c.gpu_hours,
           traincost._stage_times($1.pipeline, CASE WHEN c.first_day BETWEEN '1900-01-01' AND '2999-12-31' THEN c.first_day ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END,
                                  c.stages, c.days, c.starts, c.after, c.gaps, c.position)
    FROM (SELECT b.stage_no, b.stage, b.source, b.note, b.gpu, b.bought_gpus, e.gpus, e.gpu_hours, first_value(b.as_of) OVER w AS first_day, array_agg(b.stage) OVER w AS stages,
                 array_agg(e.days * coalesce(b.run_multiplier, 1)) OVER w AS days, array_agg(b.starts_on) OVER w AS starts, array_agg(b.after_stage) OVER w AS after,
                 array_agg(b.gap_days) OVER w AS gaps, (row_number() OVER w)::int AS position
          FROM unnest(bare) AS b CROSS JOIN LATERAL traincost.estimate_stage(b) AS e
          WINDOW w AS (ORDER BY b.stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS c;
END $$;
COMMENT ON FUNCTION traincost._plan_runs(traincost.pipeline_stage) IS
'The stages of a stage''s plan with the times they run (_stage_times), their GPUs and GPU-hours, the contract each names, the GPU each buys, and how many by its own row.';

-- In the order in which runs start, each adds what those at work with it need beyond what is there.
CREATE FUNCTION traincost._stage_purchase(stage traincost.pipeline_stage) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    owned float8 := 0;
    bought float8 := 0;
    more float8;
    start record;
BEGIN
    FOR start IN
        WITH run AS MATERIALIZED (
            SELECT p.stage_no, p.gpus, p.bought_gpus, i AS run_no, p.runs[2 * i - 1] AS starts, p.runs[2 * i] AS ends
            FROM traincost._plan_runs(stage) AS p CROSS JOIN LATERAL generate_series(1, cardinality(p.runs) / 2) AS i
            WHERE p.buys = coalesce(traincost.gpu_name(stage.gpu, true), stage.gpu, 'H100-80GB-SXM'))
        SELECT a.stage_no, a.run_no, a.bought_gpus,
               (SELECT CASE WHEN count(b.gpus) = count(*) THEN sum(b.gpus) END FROM run AS b WHERE b.stage_no = a.stage_no AND b.run_no = a.run_no
                                                    OR b.ends > a.starts AND (b.starts < a.starts OR b.starts = a.starts AND b.stage_no < a.stage_no)) AS in_use
        FROM run AS a ORDER BY a.starts, a.stage_no
    LOOP
        more := CASE WHEN start.bought_gpus IS NULL THEN CASE WHEN start.in_use > owned THEN start.in_use - owned WHEN start.in_use <= owned THEN 0 END WHEN start.run_no = 1 THEN start.bought_gpus ELSE 0 END;
        owned := owned + more;
        IF start.stage_no = stage.stage_no THEN
            bought := bought + more;
        END IF;
    END LOOP;
    RETURN bought;
END $$;
COMMENT ON FUNCTION traincost._stage_purchase(traincost.pipeline_stage) IS
'GPUs that a stage of ownership buy must buy: those that the plan needs at a time from its start on, and that no stage before has bought. NULL: a number of GPUs is unknown.';

CREATE FUNCTION traincost._cluster_problem(stage traincost.pipeline_stage, cluster traincost.cluster, usd float8) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run record;
    life float8 := coalesce(cluster.useful_life_years, traincost._assumption_or_null('useful_life_years'));
    gpu text := coalesce(traincost.gpu_name(stage.gpu, true), stage.gpu, 'H100-80GB-SXM');
BEGIN
    IF cluster.cluster IS NULL THEN
        RETURN format('cluster "%s" is not in table cluster', stage.cluster);
    ELSIF cluster.gpu <> gpu THEN
        RETURN format('cluster "%s" is of %s, not of %s', cluster.cluster, cluster.gpu, gpu);
    ELSIF usd IS NULL THEN
        RETURN CASE WHEN traincost.exchange_rate(cluster.currency, 'USD', cluster.bought_on) IS NULL THEN format('table currency_rate has no rate of %s in USD by %s', cluster.currency, cluster.bought_on)
                    ELSE format('cluster "%s" costs more than 1e15 USD', cluster.cluster) END;
    END IF;
    SELECT p.gpus, p.runs[1] AS starts, p.runs[cardinality(p.runs)] AS ends INTO run FROM traincost._plan_runs(stage) AS p WHERE p.stage_no = stage.stage_no;
    IF run.gpus > cluster.gpus THEN
        RETURN format('cluster "%s" has %s GPUs, not %s', cluster.cluster, cluster.gpus, run.gpus);
    ELSIF run.starts < cluster.bought_on THEN
        RETURN format('cluster "%s" is bought on %s, after the stage starts', cluster.cluster, cluster.bought_on);
    ELSIF run.ends - cluster.bought_on::timestamp > least(life, 1000) * interval '365.25 days' THEN
        RETURN format('cluster "%s" of %s is written off before the stage ends', cluster.cluster, cluster.bought_on);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION traincost._cluster_problem(traincost.pipeline_stage, traincost.cluster, float8) IS
'Why a stage cannot run on the cluster it names, which is worth so many USD, in words. NULL: it can.';

CREATE FUNCTION traincost._stage_terms(
    stage traincost.pipeline_stage, OUT usd_per_gpu_hour float8, OUT bought_gpus float8, OUT usd_per_gpu float8, OUT other_hardware_share float8, OUT interconnect_share float8,
    OUT residual_share float8, OUT useful_life_years float8, OUT cluster_utilization float8, OUT unused_commitment_usd float8, OUT rent_lines boolean, OUT problem text)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    c traincost.cluster;
    usd float8;
BEGIN
    unused_commitment_usd := 0;
    IF $1 IS NULL THEN
        RETURN;
    ELSIF stage.cluster IS NOT NULL THEN
        SELECT t.* INTO c FROM traincost.cluster AS t WHERE t.cluster = stage.cluster;
        usd := traincost._within((c.price * traincost.exchange_rate(c.currency, 'USD', c.bought_on))::float8, 1e15);
        problem := traincost._cluster_problem(stage, c, usd);
        usd_per_gpu := usd / c.gpus;
        -- hosts and network are in the price
        other_hardware_share := 0;
        interconnect_share := 0;
        residual_share := c.residual_share;
        useful_life_years := c.useful_life_years;
        cluster_utilization := c.utilization;
    ELSIF stage.ownership = 'buy' THEN
        IF stage.bought_gpus IS NULL AND stage.pipeline IS NOT NULL THEN
            bought_gpus := traincost._stage_purchase(stage);
        END IF;
    END IF;
    IF num_nonnulls(stage.commitment, CASE WHEN stage.daily_prices THEN true END) > 0 THEN
        problem := traincost._contract_problem(stage);
        IF problem IS NULL THEN
            SELECT coalesce(sum(r.gpu_hours * r.usd_per_gpu_hour) FILTER (WHERE r.item LIKE 'GPUs, %') / nullif(sum(r.gpu_hours) FILTER (WHERE r.item LIKE 'GPUs, %'), 0), max(r.usd_per_gpu_hour)),
                   coalesce(sum(r.gpu_hours * r.usd_per_gpu_hour) FILTER (WHERE r.item LIKE 'unused %'), 0), count(*) > 0,
                   'a price of ' || coalesce(stage.gpu, 'H100-80GB-SXM') || coalesce(' of ' || stage.provider, '') || ' as of ' || to_char(min(r.starts) FILTER (WHERE r.usd_per_gpu_hour IS NULL), 'YYYY-MM-DD')
            INTO usd_per_gpu_hour, unused_commitment_usd, rent_lines, problem FROM traincost._stage_rent(stage) AS r;
        END IF;
        IF NOT rent_lines THEN
            SELECT 'gpus or days of stage ' || string_agg(format('"%s"', p.name), ', ' ORDER BY p.stage_no) || ', without which nobody knows on which days its hours are' INTO problem
            FROM traincost._plan_runs(stage) AS p WHERE (p.stage_no IS NOT DISTINCT FROM stage.stage_no OR p.commitment = stage.commitment) AND num_nulls(p.gpus, p.gpu_hours) > 0;
        END IF;
    END IF;
    IF problem IS NOT NULL THEN
        rent_lines := NULL;
        unused_commitment_usd := NULL;
    END IF;
END $$;
COMMENT ON FUNCTION traincost._stage_terms(traincost.pipeline_stage) IS
'What the calendar of the plan, the contract and the cluster that a stage names say of its inputs; NULL: nothing. unused_commitment_usd: what is paid beside, 0 for none, NULL if problem says why the price is unknown; rent_lines: whether _stage_rent_lines has the lines of its rent.';
