-- A plan's input reaches the estimate.  Every argument of train_estimate is set once in
-- a stage of pipeline_stage and once in a call: both must give the same estimate, and
-- another one than without it.  A new argument without a sample here fails by name.
BEGIN;
SELECT no_plan();

INSERT INTO traincost.gpu_price (gpu, provider, kind, region, usd_per_gpu_hour, observed_on)
VALUES ('H100-80GB-SXM', 'mine', 'on_demand', 'east', 3, '2026-01-01'), ('H100-80GB-SXM', 'mine', 'on_demand', 'west', 5, '2026-01-01');

INSERT INTO traincost.grid (region, year, basis, gco2e_per_kwh) VALUES ('TWO', 2025, 'lifecycle', 300), ('TWO', 2025, 'direct', 200);

-- what a stage asks for, besides the input that is tried
CREATE TEMPORARY TABLE setting (name text PRIMARY KEY, inputs jsonb);
INSERT INTO setting VALUES
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

CREATE TEMPORARY TABLE tried (input text PRIMARY KEY, setting text REFERENCES setting, value jsonb);
INSERT INTO tried VALUES
    ('params', 'work', '2e9'), ('tokens', 'work', '2e11'), ('model', 'no work', '"Llama-3.1-8B"'), ('flop', 'no work', '1e22'),
    ('gpu', 'work', '"A100-80GB-SXM"'), ('gpus', 'no cluster', '16'), ('days', 'no cluster', '3'), ('flops_per_param_token', 'work', '8'),
    ('exact', 'model', 'true'), ('seq_len', 'exact', '1024'), ('generation_flop', 'work', '1e20'), ('generation_mfu', 'rollouts', '0.2'),
    ('mfu', 'work', '0.3'), ('dtype', 'work', '"fp8"'), ('peak_tflops', 'work', '500'), ('goodput', 'work', '0.9'),
    ('gpu_hours_per_failure', 'work', '1000'), ('checkpoint_seconds', 'failures', '100'), ('restart_seconds', 'failures', '3600'),
    ('run_multiplier', 'work', '2'), ('mfu_class', 'work', '"moe_mfu"'), ('run_overhead', 'work', '1.1'), ('steady_gpu_hours', 'work', '5000'), ('ownership', 'work', '"buy"'), ('provider', 'work', '"aws"'), ('price_kind', 'work', '"spot"'),
    ('price_region', 'priced', '"east"'), ('usd_per_gpu_hour', 'work', '9.5'), ('usd_per_gpu', 'owned', '12345'),
    ('bought_gpus', 'bought', '3'), ('other_hardware_share', 'owned', '0.5'), ('datacenter_share', 'owned', '0.5'), ('interconnect_share', 'owned', '0.5'),
    ('depreciation', 'owned', '"price_decay"'), ('acquired_on', 'decaying', '"2024-01-01"'), ('price_decay_oom_per_year', 'decaying', '0.3'),
    ('residual_share', 'owned', '0.3'), ('useful_life_years', 'owned', '3'), ('cluster_utilization', 'owned', '0.5'), ('usd_per_kwh', 'owned', '0.2'),
    ('data_usd', 'work', '1000'), ('labor_usd', 'work', '1000'), ('region', 'work', '"FR"'), ('grid_basis', 'two bases', '"direct"'), ('pue', 'work', '1.1'), ('gpu_watts', 'work', '500'),
    ('power_fraction', 'work', '0.6'), ('host_overhead', 'work', '1.5'), ('gco2e_per_kwh', 'work', '100'), ('market_gco2e_per_kwh', 'work', '50'),
    ('gpu_embodied_kg', 'work', '200'), ('server_embodied_kg', 'work', '1000'), ('embodied_life_years', 'work', '5'),
    ('wue_site_l_per_kwh', 'work', '1'), ('wue_source_l_per_kwh', 'work', '2'), ('as_of', 'work', '"2024-09-01"');

CREATE TEMPORARY VIEW argument AS
SELECT a.name FROM pg_proc AS p, unnest(p.proargnames) AS a (name) WHERE p.oid = 'traincost.train_estimate'::regproc AND a.name <> 'missing_ok';
SELECT set_eq('SELECT input FROM tried', 'SELECT name FROM argument', 'every argument of train_estimate is tried');

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

CREATE TEMPORARY TABLE answer AS
SELECT t.input, pg_temp.planned(g.inputs || jsonb_build_object(t.input, t.value))::text AS planned,
       pg_temp.called(g.inputs || jsonb_build_object(t.input, t.value))::text AS called,
       pg_temp.planned(g.inputs - t.input)::text AS without
FROM tried AS t JOIN setting AS g ON g.name = t.setting;
SELECT is(planned, called, input || ' of a plan is the argument') FROM answer ORDER BY input;
SELECT isnt(planned, without, input || ' makes a difference') FROM answer ORDER BY input;

-- what else passes a stage's inputs on, to find gaps and ranges, passes each of them
SELECT is_empty($$
    SELECT p.proname, a.name FROM pg_proc AS p, argument AS a
    WHERE p.pronamespace = 'traincost'::regnamespace AND p.proname IN ('estimate_stage', '_stage_gaps', '_stage_run')
      AND p.prosrc !~ ('[(,\s]' || a.name || ' => ')$$, 'no function of a stage leaves an input out');
SELECT is((SELECT count(*) FROM pg_proc WHERE pronamespace = 'traincost'::regnamespace AND proname IN ('estimate_stage', '_stage_gaps', '_stage_run')), 3::bigint, 'there are three such functions');

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
