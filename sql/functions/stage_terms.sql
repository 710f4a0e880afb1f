-- On what terms a stage has its GPUs, where its own row does not say all: the plan's
-- calendar (GPUs bought once, prices of each day), a contract, a cluster.  All of this is
-- worked out once for a plan.  A stage that needs none of it pays for none of it.

CREATE FUNCTION traincost._stage_has_terms(stage traincost.pipeline_stage) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 AS $$
    SELECT CASE WHEN ($1).ownership OPERATOR(pg_catalog.=) 'buy' THEN true
                WHEN ($1).ownership OPERATOR(pg_catalog.=) 'amortize' THEN ($1).cluster IS NOT NULL
                ELSE ($1).commitment IS NOT NULL OR ($1).daily_prices IS TRUE END
$$;
COMMENT ON FUNCTION traincost._stage_has_terms(traincost.pipeline_stage) IS
'Whether a stage''s terms are more than its row says; a contract and daily prices are of rent, a cluster of what is amortised. Where not, _stage_terms is quicker asked of NULL.';

CREATE FUNCTION traincost._plan_times(stages traincost.pipeline_stage[]) RETURNS traincost._stage_times[]
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    s traincost.pipeline_stage;
    bare traincost.pipeline_stage[];
BEGIN
    FOREACH s IN ARRAY coalesce($1, '{}') LOOP
        -- hours follow from the work alone
        s.price_kind := NULL;
        s.provider := NULL;
        s.price_region := NULL;
        s.usd_per_gpu := NULL;
        s.usd_per_gpu_hour := 0;
        s.cluster := NULL;
        s.daily_prices := NULL;
        s.source := s.commitment; s.note := s.ownership; s.commitment := NULL; s.ownership := NULL;
        bare := bare || s;
    END LOOP;
    -- one query, which looks each name up once
    RETURN ARRAY(
        SELECT ROW(c.stage_no, c.stage, c.gpu, c.ownership, c.commitment, c.bought_gpus, c.gpus, c.gpu_hours,
                   c.runs)::traincost._stage_times
        FROM (SELECT (array_agg(t.pipeline))[1] AS pipeline, (array_agg(t.as_of))[1] AS first_day,
                     array_agg(t.times) AS times, array_agg((t.times).stage) AS stages, array_agg(t.days) AS days,
                     array_agg(t.starts_on) AS starts_on, array_agg(t.after_stage) AS after_stage,
                     array_agg(t.gap_days) AS gap_days
              FROM (SELECT b.pipeline, b.as_of, b.starts_on, b.after_stage, b.gap_days,
                           e.days * coalesce(b.run_multiplier, 1) AS days,
                           ROW(b.stage_no, b.stage, coalesce(traincost.gpu_name(b.gpu, true), b.gpu, 'H100-80GB-SXM'),
                               b.note, b.source, b.bought_gpus, e.gpus, e.gpu_hours,
                               NULL)::traincost._stage_times AS times
                    FROM unnest(bare) AS b
                    CROSS JOIN LATERAL traincost.estimate_stage(b) AS e ORDER BY b.stage_no) AS t) AS p
        CROSS JOIN LATERAL ROWS FROM (
              unnest(p.times),
              traincost._plan_runs(p.pipeline,
                                   CASE WHEN p.first_day BETWEEN '1900-01-01' AND '2999-12-31' THEN p.first_day
                                        ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END,
                                   p.stages, p.days, p.starts_on, p.after_stage, p.gap_days))
            WITH ORDINALITY AS c (stage_no, stage, gpu, ownership, commitment, bought_gpus, gpus, gpu_hours, no_runs,
                                  runs, no)
        ORDER BY c.no);
END $$;
COMMENT ON FUNCTION traincost._plan_times(traincost.pipeline_stage[]) IS
'The stages of a plan, in the order of their numbers, with the times they run (_plan_runs), their GPUs and GPU-hours.';

-- In the order in which runs start, each adds what those at work with it need beyond what is there.
CREATE FUNCTION traincost._plan_purchases(times traincost._stage_times[]) RETURNS float8[]
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bought float8[] := array_fill(0::float8, ARRAY[coalesce(cardinality($1), 0)]);
    owned float8;
    gpu text;
    more float8;
    start record;
BEGIN
    FOR start IN
        -- a walk over starts and ends: what ends at a time makes room for what starts then; what
        -- takes no time counts for itself alone
        SELECT w.no, w.gpu, w.run_no, w.bought_gpus, w.in_use
        FROM (SELECT r.no, r.gpu, r.run_no, r.bought_gpus, r.starts, e.begins,
                     CASE WHEN r.gpus IS NOT NULL
                               AND sum(e.change) FILTER (WHERE r.gpus IS NULL) OVER walk > 0 IS NOT TRUE
                          THEN (sum(e.change * r.gpus::numeric) OVER walk
                                + CASE WHEN r.lasts = 1 THEN 0 ELSE r.gpus::numeric END)::float8 END AS in_use
              FROM (SELECT t.no, t.gpu, t.gpus, t.bought_gpus, n.run_no, n.starts, n.ends,
                           CASE WHEN n.ends > n.starts THEN 1 ELSE 0 END AS lasts
                    FROM unnest($1) WITH ORDINALITY AS t (stage_no, stage, gpu, ownership, commitment, bought_gpus,
                                                          gpus, gpu_hours, runs, no)
                    CROSS JOIN LATERAL traincost._runs(t.runs) AS n
                    WHERE t.ownership = 'buy') AS r
              CROSS JOIN LATERAL (VALUES (true, r.lasts, r.starts), (false, -r.lasts, r.ends)) AS e (begins, change, at)
              WINDOW walk AS (PARTITION BY r.gpu ORDER BY e.at, e.begins, r.no)) AS w
        WHERE w.begins ORDER BY w.gpu, w.starts, w.no
    LOOP
        IF gpu IS DISTINCT FROM start.gpu THEN
            gpu := start.gpu;
            owned := 0;
        END IF;
        more := CASE WHEN start.bought_gpus IS NULL
                     THEN CASE WHEN start.in_use > owned THEN start.in_use - owned WHEN start.in_use <= owned THEN 0 END
                     WHEN start.run_no = 1 THEN start.bought_gpus
                     ELSE 0 END;
        owned := owned + more;
        bought[start.no] := bought[start.no] + more;
    END LOOP;
    RETURN bought;
END $$;
COMMENT ON FUNCTION traincost._plan_purchases(traincost._stage_times[]) IS
'GPUs that each stage of a plan must buy: those that the plan needs at a time from its start on, and that no stage before has bought. 0 of a stage that buys none. NULL: a number of GPUs is unknown.';

CREATE FUNCTION traincost._cluster_problem(named text, cluster traincost.cluster, usd float8,
                                           times traincost._stage_times) RETURNS traincost._problem
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    life float8 := coalesce(cluster.useful_life_years, traincost._assumption_or_null('useful_life_years'));
BEGIN
    IF cluster.cluster IS NULL THEN
        RETURN ROW('dangling reference'::text, format('cluster "%s" is not in table cluster', named));
    ELSIF cluster.gpu <> times.gpu THEN
        RETURN ROW('implausible value'::text, format('cluster "%s" is of %s, not of %s', cluster.cluster, cluster.gpu, times.gpu));
    ELSIF usd IS NULL THEN
        IF traincost.exchange_rate(cluster.currency, 'USD', cluster.bought_on) IS NULL THEN
            RETURN ROW('missing rate'::text, format('table currency_rate has no rate of %s in USD by %s', cluster.currency, cluster.bought_on));
        END IF;
        RETURN ROW('implausible value'::text, format('cluster "%s" costs more than 1e15 USD', cluster.cluster));
    ELSIF times.gpus > cluster.gpus THEN
        RETURN ROW('implausible value'::text, format('cluster "%s" has %s GPUs, not %s', cluster.cluster, cluster.gpus, times.gpus));
    ELSIF times.runs[1] < cluster.bought_on THEN
        RETURN ROW('implausible value'::text, format('cluster "%s" is bought on %s, after the stage starts', cluster.cluster, cluster.bought_on));
    ELSIF times.runs[cardinality(times.runs)] - cluster.bought_on::timestamp > least(life, 1000) * interval '365.25 days' THEN
        RETURN ROW('implausible value'::text, format('cluster "%s" of %s is written off before the stage ends', cluster.cluster, cluster.bought_on));
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION traincost._cluster_problem(text, traincost.cluster, float8, traincost._stage_times) IS
'Why a stage that runs at these times cannot run on the cluster it names, which is worth so many USD. NULL: it can.';

CREATE FUNCTION traincost._terms_of_stages(stages traincost.pipeline_stage[]) RETURNS traincost._terms[]
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    times CONSTANT traincost._stage_times[] := traincost._plan_times($1);
    bought float8[];
    terms traincost._terms[];
    s traincost.pipeline_stage;
    r traincost._terms;
    rent record;
    c traincost.cluster;
    usd float8;
    priced boolean := false;
BEGIN
    FOR i IN 1 .. coalesce(cardinality(times), 0) LOOP
        s := $1[i];
        priced := priced OR coalesce(s.ownership, 'rent') = 'rent' AND traincost._stage_has_terms(s);
        r := NULL;
        r.stage_no := s.stage_no;
        r.unused_commitment_usd := 0;
        IF s.ownership = 'amortize' AND s.cluster IS NOT NULL THEN
            SELECT t.* INTO c FROM traincost.cluster AS t WHERE t.cluster = s.cluster;
            usd := traincost._within((c.price * traincost.exchange_rate(c.currency, 'USD', c.bought_on))::float8, 1e15);
            r.problem := traincost._cluster_problem(s.cluster, c, usd, times[i]);
            r.usd_per_gpu := usd / c.gpus;
            -- hosts and network are in the price
            r.other_hardware_share := 0;
            r.interconnect_share := 0;
            r.residual_share := c.residual_share;
            r.useful_life_years := c.useful_life_years;
            r.cluster_utilization := c.utilization;
        ELSIF s.ownership = 'buy' AND s.bought_gpus IS NULL AND s.pipeline IS NOT NULL THEN
            bought := coalesce(bought, traincost._plan_purchases(times));
            r.bought_gpus := bought[i];
        END IF;
        terms := terms || r;
    END LOOP;
    FOR rent IN
        SELECT p.no,
               (sum(p.gpu_hours * p.usd_per_gpu_hour ORDER BY p.line, p.starts) FILTER (WHERE p.item LIKE 'GPUs, %')
                / nullif(sum(p.gpu_hours ORDER BY p.line, p.starts) FILTER (WHERE p.item LIKE 'GPUs, %'), 0)) AS mean,
               max(p.usd_per_gpu_hour) AS price,
               coalesce(sum(p.gpu_hours * p.usd_per_gpu_hour ORDER BY p.line, p.starts)
                            FILTER (WHERE p.item LIKE 'unused %'), 0) AS unused,
               (array_agg(p.problem ORDER BY p.starts) FILTER (WHERE p.problem IS NOT NULL))[1] AS problem,
               jsonb_agg(jsonb_build_object('line', p.line, 'item', p.item, 'usd_per_gpu_hour', p.usd_per_gpu_hour,
                                            'starts', p.starts, 'ends', p.ends, 'gpu_hours', p.gpu_hours)
                         ORDER BY p.line, p.starts) FILTER (WHERE p.line IS NOT NULL) AS pieces
        FROM traincost._plan_rent($1, times) AS p WHERE priced GROUP BY p.no
    LOOP
        r := terms[rent.no];
        r.problem := coalesce(r.problem, rent.problem);
        IF r.problem IS NULL THEN
            r.usd_per_gpu_hour := coalesce(rent.mean, rent.price);
            r.unused_commitment_usd := rent.unused;
            r.rent := rent.pieces;
        END IF;
        terms[rent.no] := r;
    END LOOP;
    FOR i IN 1 .. coalesce(cardinality(terms), 0) LOOP
        IF (terms[i]).problem IS NOT NULL THEN
            -- a field of an element is no target before 14
            r := terms[i];
            r.unused_commitment_usd := NULL;
            terms[i] := r;
        END IF;
    END LOOP;
    RETURN terms;
END $$;
COMMENT ON FUNCTION traincost._terms_of_stages(traincost.pipeline_stage[]) IS
'The terms of all stages of a plan, which come in the order of their numbers.';

CREATE FUNCTION traincost._plan_terms(pipeline text) RETURNS traincost._terms[]
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN traincost._terms_of_stages(ARRAY(SELECT s
                                            FROM traincost.pipeline_stage AS s
                                            WHERE s.pipeline = $1
                                            ORDER BY s.stage_no));
END $$;
COMMENT ON FUNCTION traincost._plan_terms(text) IS
'The terms of the stages of a plan. Of one whose stages have none by _stage_has_terms, NULL says the same and is quicker.';

CREATE FUNCTION traincost._terms_of(terms traincost._terms[], stage_no bigint) RETURNS traincost._terms
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._terms_of(traincost._terms[], bigint) IS
'The terms of one stage, out of the terms of all stages of its plan. NULL: the plan has none.';

-- This stage counts as it is given, which may differ from its row in the plan.
CREATE FUNCTION traincost._stage_terms(stage traincost.pipeline_stage) RETURNS traincost._terms
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    stages traincost.pipeline_stage[];
BEGIN
    IF $1 IS NULL THEN
        RETURN traincost._terms_of(NULL, NULL);
    END IF;
    stages := ARRAY(SELECT s
                    FROM traincost.pipeline_stage AS s
                    WHERE s.pipeline = $1.pipeline AND s.stage_no < $1.stage_no
                    ORDER BY s.stage_no) || $1
        || ARRAY(SELECT s
                 FROM traincost.pipeline_stage AS s
                 WHERE s.pipeline = $1.pipeline AND s.stage_no > $1.stage_no
                 ORDER BY s.stage_no);
    RETURN (traincost._terms_of_stages(stages))[(SELECT count(*) + 1
                                                 FROM traincost.pipeline_stage AS s
                                                 WHERE s.pipeline = $1.pipeline AND s.stage_no < $1.stage_no)];
END $$;
COMMENT ON FUNCTION traincost._stage_terms(traincost.pipeline_stage) IS
'The terms of one stage in its plan. NULL: those that its row says.';
