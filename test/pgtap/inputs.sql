-- A plan's input reaches the estimate.  Every argument of train_estimate is set in a stage
-- of pipeline_stage and in a call: both must give the same estimate, and in one of the
-- settings another one than without it.  A new argument is tried without anybody's doing;
-- where none of these settings asks for it, add one.
BEGIN;
SELECT no_plan();

INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on)
VALUES ('H100-80GB-SXM', 'mine', 'on_demand', 'east', 3, '2026-01-01'), ('H100-80GB-SXM', 'mine', 'on_demand', 'west', 5, '2026-01-01');

INSERT INTO traincost.grid (region, year, basis, gco2e_per_kwh) VALUES ('TWO', 2025, 'lifecycle', 300), ('TWO', 2025, 'direct', 200);

-- what a stage asks for, besides the input that is tried
CREATE TEMPORARY TABLE setting (i int GENERATED ALWAYS AS IDENTITY, name text PRIMARY KEY, inputs jsonb);
INSERT INTO setting (name, inputs) VALUES
    ('work', '{"params": 1e9, "tokens": 1e11, "gpus": 8, "region": "US", "as_of": "2026-09-01"}'),
    ('two bases', '{"params": 1e9, "tokens": 1e11, "region": "TWO", "as_of": "2026-09-01"}'),
    ('no work', '{"gpus": 8, "as_of": "2026-09-01"}'),
    ('no cluster', '{"params": 1e9, "tokens": 1e11, "as_of": "2026-09-01"}'),
    ('model', '{"model": "Llama-3.1-8B", "tokens": 1e11, "gpus": 8, "as_of": "2026-09-01"}'),
    ('exact', '{"model": "Llama-3.1-8B", "tokens": 1e11, "exact": true, "gpus": 8, "as_of": "2026-09-01"}'),
    ('rollouts', '{"params": 1e9, "tokens": 1e11, "generation_flop": 1e20, "gpus": 8, "as_of": "2026-09-01"}'),
    ('failures', '{"params": 1e9, "tokens": 1e11, "gpus": 1000, "gpu_hours_per_failure": 20000, "as_of": "2026-09-01"}'),
    ('priced', '{"params": 1e9, "tokens": 1e11, "provider": "mine", "as_of": "2026-09-01"}'),
    ('owned', '{"params": 1e9, "tokens": 1e11, "gpus": 8, "ownership": "amortize", "as_of": "2026-09-01"}'),
    ('bought', '{"params": 1e9, "tokens": 1e11, "gpus": 8, "ownership": "buy", "as_of": "2026-09-01"}'),
    ('decaying', '{"params": 1e9, "tokens": 1e11, "gpus": 8, "ownership": "amortize", "depreciation": "price_decay", "as_of": "2026-09-01"}');

-- values of an argument: by its domain one of these numbers is good, or one of its words or names
CREATE TEMPORARY VIEW argument AS
SELECT a.name, a.i, format_type(p.proargtypes[a.i - 1], NULL) AS type,
       CASE p.proargtypes[a.i - 1]::regtype::text
           WHEN 'boolean' THEN '{true}'
           WHEN 'date' THEN '{2024-01-01}'
           WHEN 'double precision' THEN '{0.3,3,20000,1e21}'
           ELSE coalesce((SELECT string_to_array(split_part(k.conname, ': ', 2), ' ') FROM pg_constraint AS k
                          WHERE k.conrelid = 'traincost.pipeline_stage'::regclass AND k.conname LIKE a.name || ': %'),
                         '{A100-80GB-SXM,Llama-3.1-8B,aws,east,FR}') END AS samples
FROM pg_proc AS p, unnest(p.proargnames) WITH ORDINALITY AS a (name, i) WHERE p.oid = 'traincost.train_estimate'::regproc AND a.name <> 'missing_ok';

-- train_estimate called with these arguments
CREATE FUNCTION pg_temp.called(inputs jsonb) RETURNS traincost.estimate LANGUAGE plpgsql AS $$
DECLARE
    result traincost.estimate;
BEGIN
    EXECUTE format('SELECT (e).* FROM traincost.train_estimate(%s, missing_ok => true) AS e',
                   (SELECT string_agg(format('%I => %L', key, value), ', ') FROM jsonb_each_text(inputs)))
    INTO result;
    RETURN result;
END $$;

CREATE FUNCTION pg_temp.planned(inputs jsonb) RETURNS traincost.estimate LANGUAGE sql AS $$
    SELECT e FROM jsonb_populate_record(NULL::traincost.pipeline_stage, inputs) AS s, traincost.estimate_stage(s) AS e
$$;

-- quantities of explain_estimate that are not what train_estimate, or what it works with, says; and the input
-- that is tried, where explain_estimate has no line for it
CREATE FUNCTION pg_temp.explained_otherwise(inputs jsonb, input text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    arguments CONSTANT text := (SELECT string_agg(format('%I => %L', key, value), ', ') FROM jsonb_each_text(inputs)) || ', missing_ok => true';
    result text;
BEGIN
    EXECUTE format($query$
        WITH explained AS (
            SELECT CASE quantity WHEN 'training_flop' THEN 'resolved flop' WHEN 'days_wanted' THEN 'resolved days' ELSE quantity END AS quantity, (array_agg(value ORDER BY step DESC))[1] AS value
            FROM traincost.explain_estimate(%1$s) GROUP BY 1
        ), wanted AS (
            SELECT c.key AS quantity, c.value::text::float8 AS value FROM traincost.train_estimate(%1$s) AS e, jsonb_each(jsonb_strip_nulls(to_jsonb(e))) AS c
            UNION ALL
            SELECT CASE WHEN c.key IN ('flop', 'days') THEN 'resolved ' ELSE '' END || c.key, c.value::text::float8
            FROM traincost._resolved_inputs(%1$s) AS i, jsonb_each(jsonb_strip_nulls(to_jsonb(i))) AS c
            -- these two follow from others where nobody gives them
            WHERE c.key NOT IN ('gpus', 'goodput')
        )
        SELECT string_agg(w.quantity, ', ') FROM wanted AS w LEFT JOIN explained AS x USING (quantity)
        WHERE CASE WHEN x.quantity IS NULL THEN w.quantity = %2$L ELSE abs(x.value - w.value) > 1e-9 * abs(w.value) OR x.value IS NULL END$query$, arguments, input)
    INTO result;
    RETURN result;
END $$;

-- each setting with each value, until one makes a difference; told: what the plan, or the explanation, said otherwise than the call
CREATE FUNCTION pg_temp.tried(input text, samples text[], OUT difference boolean, OUT told text) LANGUAGE plpgsql AS $$
DECLARE
    s record;
    planned text;
    without text;
BEGIN
    difference := false;
    FOR s IN SELECT g.name, g.inputs, v.value FROM unnest(samples) WITH ORDINALITY AS v (value, i), setting AS g ORDER BY v.i, g.i LOOP
        BEGIN
            s.inputs := s.inputs || jsonb_build_object(input, s.value);
            planned := pg_temp.planned(s.inputs)::text;
            told := concat_ws('; ', nullif(told, ''), CASE WHEN planned <> pg_temp.called(s.inputs)::text THEN s.name || ', ' || s.value END);
            difference := planned <> pg_temp.planned((SELECT g.inputs - input FROM setting AS g WHERE g.name = s.name))::text;
            IF difference THEN
                told := concat_ws('; ', nullif(told, ''), 'explained otherwise: ' || pg_temp.explained_otherwise(s.inputs, input));
                EXIT;
            END IF;
        EXCEPTION WHEN invalid_parameter_value OR undefined_object THEN
            -- a value that is none of this argument, or contradicts the setting
        END;
    END LOOP;
END $$;
CREATE TEMPORARY TABLE answer AS SELECT a.name AS input, t.* FROM argument AS a, pg_temp.tried(a.name, a.samples) AS t;
SELECT is(nullif(told, ''), NULL, input || ' of a plan, and of an explanation, is the argument') FROM answer ORDER BY input;
SELECT ok(difference, input || ' makes a difference') FROM answer ORDER BY input;

-- what else passes a stage's inputs on, to find gaps and ranges, passes each of them
SELECT is_empty($$
    SELECT p.proname, a.name FROM pg_proc AS p, argument AS a
    WHERE p.pronamespace = 'traincost'::regnamespace AND p.prosrc ~ 'params => s\.params'
      AND p.prosrc !~ ('[(,\s]' || a.name || ' => ')$$, 'no function of a stage leaves an input out');
SELECT cmp_ok((SELECT count(*) FROM pg_proc WHERE pronamespace = 'traincost'::regnamespace AND prosrc ~ 'params => s\.params'), '>=', 2::bigint, 'and such functions are found');

-- and so does a function of the same arguments, in each of its calls
SELECT is_empty($$
    SELECT p.proname, a.name FROM pg_proc AS p, argument AS a
    WHERE p.pronamespace = 'traincost'::regnamespace AND p.proargnames @> (SELECT array_agg(b.name) FROM argument AS b) AND p.prosrc ~ (' => ' || p.proname || '\.params')
      AND (SELECT count(*) FROM regexp_matches(p.prosrc, a.name || ' => ' || p.proname || '\.' || a.name || '\M', 'g'))
          <> (SELECT count(*) FROM regexp_matches(p.prosrc, 'params => ' || p.proname || '\.params\M', 'g'))$$, 'no function of train_estimate''s arguments passes an argument on in one call and not in another');
SELECT cmp_ok((SELECT count(*) FROM regexp_matches((SELECT prosrc FROM pg_proc WHERE oid = 'traincost.explain_estimate'::regproc), 'params => explain_estimate\.params\M', 'g')), '>=', 2::bigint, 'and such a function is found');

-- nor does one leave an argument out: C reads each at its place
SELECT is_empty($$
    SELECT p.oid::regproc, p.proargnames FROM pg_proc AS p, pg_proc AS e
    WHERE e.oid = 'traincost.train_estimate'::regproc AND p.pronamespace = e.pronamespace AND p.proargnames @> '{mfu_class,ownership,grid_basis}'
      AND p.proargnames[1:cardinality(e.proargnames)] <> e.proargnames$$, 'functions of train_estimate''s arguments have all of them, in its order');

-- and an assumption that stands for an input takes the values that the input takes
CREATE FUNCTION pg_temp.holds(relation regclass, condition text, said jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    result boolean;
BEGIN
    EXECUTE format('SELECT (%s) IS NOT FALSE FROM jsonb_populate_record(NULL::%s, %L) AS x', condition, relation, said) INTO result;
    RETURN result;
END $$;
SELECT is_empty($$
    SELECT a.name, v.value, pg_get_constraintdef(k.oid) FROM traincost.assumption AS a
    JOIN argument AS i ON i.name = a.name
    JOIN pg_attribute AS s ON s.attrelid = 'traincost.pipeline_stage'::regclass AND s.attname = a.name
    JOIN pg_constraint AS k ON k.conrelid = s.attrelid AND k.conkey = ARRAY[s.attnum] AND k.contype = 'c'
    JOIN pg_constraint AS d ON d.conrelid = 'traincost.assumption'::regclass AND d.conname = 'in_domain'
    CROSS JOIN unnest('{-1,0,0.5,1,1.5,1e31}'::float8[]) AS v (value)
    WHERE pg_temp.holds(k.conrelid::regclass, substr(pg_get_constraintdef(k.oid), 7), jsonb_build_object(a.name, v.value))
       <> pg_temp.holds(d.conrelid::regclass, substr(pg_get_constraintdef(d.oid), 7), jsonb_build_object('name', a.name, 'value', v.value))$$, 'an assumption has the domain of its input');

-- a column of the list that the kernel does not work out is NULL
SELECT is_empty($$
    SELECT c.key FROM traincost.train_estimate(params => 1e9, tokens => 1e11, gpus => 8, ownership => 'amortize', market_gco2e_per_kwh => 100, as_of => '2026-09-01') AS e,
        jsonb_each(to_jsonb(e)) AS c WHERE c.value = 'null'$$, 'every column of an estimate is worked out');

-- and the argument by number follows the same line of the list
SELECT is_empty($$
    SELECT a.name FROM pg_proc AS p, unnest(p.proargnames) AS a (name)
    WHERE p.oid = 'traincost.train_estimate_at'::regproc AND NOT EXISTS (SELECT FROM argument AS b WHERE b.name = a.name)
      AND a.name NOT IN ('tflops_per_gpu', 'generation_tflops_per_gpu')$$, 'arguments by number have the names of those by name');
SELECT * FROM finish();
ROLLBACK;
