--
-- bad_input: a wrong argument never yields a number
-- 22023: a bad argument.  22003: a result out of range.  42704: an unknown name.
-- The messages name argument and value.
--
CREATE EXTENSION traincost;
SELECT traincost.train_flops(-1, 1);
SELECT traincost.train_flops('NaN', 1);
SELECT traincost.train_flops(1, 'Infinity');
SELECT traincost.train_flops(1e300, 1e300);
SELECT traincost.gpu_hours_at(1, 0);
SELECT traincost.convert_mfu(40, 6, 8);
SELECT traincost.convert_mfu(0, 6, 8);
SELECT traincost.energy_kwh(1, 1, pue => 0.9);
SELECT traincost.rent_usd(1, 1, 1.5);
SELECT traincost.cluster_usd(1, 1, interconnect_share => 1);
SELECT traincost.attention_flops(1, 1, 1.5, 1, 1);
SELECT traincost.gpus_needed_at(1e300, 1e-9, 1e-9);

CREATE FUNCTION error_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE query;
    RETURN 'no error';
EXCEPTION
    WHEN numeric_value_out_of_range OR invalid_parameter_value THEN RETURN SQLERRM;
END $$;
-- every formula that takes numbers alone, each argument in turn NaN, infinite and negative:
-- nothing may come back but NULL or an error of class 22
CREATE FUNCTION torture(OUT calls bigint, OUT wrong text[]) LANGUAGE plpgsql AS $$
DECLARE
    f record;
    bad text;
    argument text;
    result text;
BEGIN
    calls := 0;
    FOR f IN
        SELECT p.oid, p.proname, p.pronargs, p.proargtypes
        FROM pg_proc AS p
        WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND p.provolatile = 'i' AND p.proisstrict AND p.proname NOT LIKE '\_%'
          AND p.proargtypes::oid[] && ARRAY['float8'::regtype::oid]
          AND NOT p.proargtypes::oid[] && ARRAY['internal'::regtype::oid, 'cstring'::regtype]
    LOOP
        FOR i IN 0 .. f.pronargs - 1 LOOP
            CONTINUE WHEN f.proargtypes[i] <> 'float8'::regtype;
            FOREACH bad IN ARRAY ARRAY['NaN', 'Infinity', '-Infinity', '-1', '-1e-300'] LOOP
                SELECT string_agg(CASE WHEN n = i THEN quote_literal(bad) || '::float8'
                                       WHEN f.proargtypes[n] = 'float8'::regtype THEN '1::float8'
                                       WHEN f.proargtypes[n] = 'bool'::regtype THEN 'true'
                                       ELSE 'NULL::' || format_type(f.proargtypes[n], NULL) END, ', ' ORDER BY n)
                INTO argument FROM generate_series(0, f.pronargs - 1) AS n;
                CONTINUE WHEN argument LIKE '%NULL::%';
                calls := calls + 1;
                BEGIN
                    EXECUTE format('SELECT traincost.%I(%s)::text', f.proname, argument) INTO result;
                    wrong := wrong || format('%s(%s) = %s', f.proname, argument, result);
                EXCEPTION
                    WHEN invalid_parameter_value THEN NULL;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;
SELECT calls > 300 AS many_calls, wrong FROM torture();
DROP FUNCTION torture();

-- every function that takes text, each such argument in turn of 100,000 bytes: a message shows as much as a name has
CREATE FUNCTION long_messages(OUT calls bigint, OUT errors bigint, OUT long text) LANGUAGE plpgsql AS $$
DECLARE
    f record;
    shown text;
    hint text;
    detail text;
BEGIN
    calls := 0;
    errors := 0;
    FOR f IN
        SELECT p.proname, i AS argument, (SELECT string_agg(format('%s%s::%s', CASE WHEN p.proargnames[n] <> '' THEN quote_ident(p.proargnames[n]) || ' => ' END,
                   CASE WHEN n = i THEN 'repeat(''x,=.'', 25000)' WHEN t = 'float8'::regtype THEN '1'
                        WHEN t = 'regclass'::regtype THEN '''traincost.focus_estimate''' ELSE 'NULL' END, t), ', ' ORDER BY n)
                   FROM unnest(p.proargtypes::regtype[]) WITH ORDINALITY AS a (t, n)
                   WHERE n = i OR n <= p.pronargs - p.pronargdefaults) AS arguments
        FROM pg_proc AS p CROSS JOIN generate_series(1, p.pronargs) AS i
        WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND p.proname NOT LIKE '\_%'
          AND p.proargtypes[i - 1] IN ('text'::regtype, 'cstring'::regtype)
    LOOP
        calls := calls + 1;
        BEGIN
            EXECUTE format('SELECT count(f) FROM traincost.%I(%s) AS f', f.proname, f.arguments);
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS shown = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT, detail = PG_EXCEPTION_DETAIL;
            errors := errors + 1;
            IF octet_length(shown) > 600 OR octet_length(hint || detail) > 3000 THEN
                long := concat_ws(E'\n', long, f.proname || ' ' || f.argument || ' ' || left(shown, 60));
            END IF;
        END;
    END LOOP;
END $$;
SELECT calls > 250 AS many_calls, errors > 180 AS many_errors, long FROM long_messages();
DROP FUNCTION long_messages();
SELECT length(error_of('SELECT traincost.variance_effects(1e100000, ''NaN'', 1e-16383, NULL)')) < 1000 AS numbers_too;

-- each numeric argument of the estimates, NaN: the error names that argument
SELECT f AS function, count(*) > 30 AS many_arguments, string_agg(a, ', ') FILTER (WHERE message NOT LIKE 'argument "' || a || '"%') AS misnamed
FROM unnest('{train_estimate,train_cost,train_estimate_at,train_cost_at}'::text[]) AS f,
     LATERAL (SELECT p.proargnames[i] AS a FROM pg_proc AS p, generate_series(1, p.pronargs) AS i
              WHERE p.pronamespace = 'traincost'::regnamespace AND p.proname = f AND p.proargtypes[i - 1] = 'float8'::regtype) AS n,
     LATERAL error_of(format('SELECT traincost.%I(%s%I => ''NaN'')', f,
         CASE WHEN f NOT LIKE '%\_at' THEN '' WHEN a = 'flop' THEN 'tflops_per_gpu => 1, '
              WHEN a = 'tflops_per_gpu' THEN 'flop => 1, ' ELSE 'flop => 1, tflops_per_gpu => 1, ' END, a)) AS message
GROUP BY f ORDER BY f;
DROP FUNCTION error_of(text);
\set VERBOSITY sqlstate
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, gpus => 1, days => 1);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, gpus => 0);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, days => 0);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, mfu => 1.2);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, goodput => 0);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, run_multiplier => 0.5);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, gpu => 'H100');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, dtype => 'bfloat16');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, ownership => 'lease');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, price_kind => 'ondemand');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, price_kind => 'purchase');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, provider => 'nobody');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, price_region => 'nowhere');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, region => 'nowhere');
SELECT traincost.train_estimate(model => 'nothing');
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, usd_per_gpu => 1);
SELECT traincost.train_estimate(params => 1e9, tokens => 1e9, usd_per_gpu_hour => 1, ownership => 'buy');
SELECT traincost.train_estimate(params => 1e200, tokens => 1e200);
SELECT traincost.train_estimate_at(1e23, 0);
SELECT traincost.train_estimate_at(1e23, 100, gpus => 1, days => 1);
SELECT traincost.train_estimate_at(1e23, 100, usd_per_gpu => 1, usd_per_gpu_hour => 1);
SELECT traincost.train_estimate_at(1e308, 1e-300);
SELECT traincost.train_estimate_at('NaN', 1);
SELECT traincost.train_estimate_at(1e23, 100, usd_per_gpu => 1, useful_life_years => 4, price_decay_oom_per_year => 0.1);
SELECT traincost.train_estimate(flop => 1e20, ownership => 'amortize', residual_share => 1.5);
SELECT traincost.train_estimate(flop => 1e20, ownership => 'amortize', interconnect_share => 1);
\set VERBOSITY default
-- the hint lists what is near, or allowed
SELECT traincost.train_estimate(flop => 1, gpu => 'A100');
SELECT traincost.train_estimate(flop => 1, gpu => 'V100-32GB-SXM');
SELECT traincost.train_estimate(flop => 1, region => 'us-esat-1');
SELECT traincost.train_estimate(model => 'Llama-3.1');
SELECT traincost.train_estimate(flop => 1, ownership => 'lease');
SELECT traincost.assumption_value('power');
-- depreciation that contradicts itself
SELECT traincost.train_estimate(flop => 1, ownership => 'amortize', depreciation => 'linear');
SELECT traincost.train_estimate(flop => 1, ownership => 'amortize', depreciation => 'price_decay', residual_share => 0.1);
SELECT traincost.train_estimate(flop => 1, ownership => 'amortize', price_decay_oom_per_year => 0.1);
SELECT traincost.train_estimate(flop => 1, ownership => 'amortize', acquired_on => '2026-01-02', as_of => '2026-01-01');
SELECT traincost.train_estimate(flop => 1, ownership => 'buy', acquired_on => 'infinity', as_of => '2026-01-01');
SELECT traincost.train_estimate(flop => 1, ownership => 'amortize', acquired_on => '2020-01-01', as_of => '2026-01-01');
-- a plan says a thing once
\set VERBOSITY terse
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, method, flop) VALUES ('p', 1, 's', 'sft', 1e20);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, gpus, days) VALUES ('p', 1, 's', 8, 1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, annotation_items, annotation_usd_per_item, annotation_hours_per_item) VALUES ('p', 1, 's', 8, 1, 1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, usd_per_gpu) VALUES ('p', 1, 's', 8);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, ownership, usd_per_gpu_hour) VALUES ('p', 1, 's', 'buy', 8);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, ownership, price_kind) VALUES ('p', 1, 's', 'amortize', 'spot');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, ownership, depreciation, residual_share) VALUES ('p', 1, 's', 'amortize', 'price_decay', 0.1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, ownership, price_decay_oom_per_year) VALUES ('p', 1, 's', 'amortize', 0.1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, gpus, goodput, restart_seconds) VALUES ('p', 1, 's', 8, 0.9, 60);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, restart_seconds) VALUES ('p', 1, 's', 60);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, exact) VALUES ('p', 1, 's', true);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, acquired_on, as_of) VALUES ('p', 1, 's', '2026-02-01', '2026-01-01');
\set VERBOSITY default
-- an assumption a user has edited is checked too, on the way in and, should the check be gone, on the way out
\set VERBOSITY terse
UPDATE traincost.assumption SET value = 40 WHERE name = 'mfu';
\set VERBOSITY default
ALTER TABLE traincost.assumption DROP CONSTRAINT in_domain;
UPDATE traincost.assumption SET value = 40 WHERE name = 'mfu';
SELECT traincost.train_cost(flop => 1e20);
-- a caller's setting changes no literal of ours
\set texts 'SELECT traincost._listed_amount(''1 234,50'') AS amount, traincost._listed_currency(chr(8364) || '' 3'', ''USD'') AS currency, traincost._tag_of_list('' ["a"]'', ''a'') IS NULL AS list, traincost._stage_ranges(''mfu=0.3..0.4, steady_gpu_hours=1..2'', NULL, 5) AS ranges'
SET standard_conforming_strings = off;
:texts;
RESET standard_conforming_strings;
:texts;
DROP EXTENSION traincost;
