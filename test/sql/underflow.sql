--
-- underflow: what is lost below the smallest number is out of range, not 0
-- If this fails, a bill is 0 that is only very small, or a break-even "never"
-- that comes.
--
CREATE EXTENSION traincost;
-- every function of numbers alone: two of them at an end, the others 1 or one half
CREATE FUNCTION calls(OUT tried bigint, OUT answered bigint, OUT vanished text[], OUT unknown text[]) LANGUAGE plpgsql AS $$
DECLARE
    f record;
    result float8;
    call text;
BEGIN
    tried := 0;
    answered := 0;
    FOR f IN
        SELECT p.proname, p.pronargs, base, i, j, x, y
        FROM pg_proc AS p, unnest('{1,0.5}'::float8[]) AS base, unnest('{5e-324,1e-160,1e300}'::text[]) AS x, unnest('{5e-324,1e-160,1e300}'::text[]) AS y,
             generate_series(1, p.pronargs) AS i, generate_series(i, p.pronargs) AS j
        WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND p.provolatile = 'i' AND p.proisstrict AND p.proname NOT LIKE '\_%' AND p.prorettype = 'float8'::regtype
          AND p.proargtypes::oid[] <@ ARRAY['float8'::regtype::oid, 'bool'::regtype]
          -- a share of 1 leaves nothing
          AND NOT (base = 1 AND p.proargnames && ARRAY['discount_share', 'residual_share'])
    LOOP
        call := (SELECT format('traincost.%I(%s)', f.proname, string_agg(
                     CASE WHEN p.proargtypes[n - 1] = 'bool'::regtype THEN 'true'
                          WHEN n = f.i THEN f.x WHEN n = f.j THEN f.y ELSE f.base::text END, ', ' ORDER BY n))
                 FROM pg_proc AS p, generate_series(1, f.pronargs) AS n WHERE p.proname = f.proname AND p.pronamespace = 'traincost'::regnamespace);
        tried := tried + 1;
        BEGIN
            EXECUTE 'SELECT ' || call INTO result;
            answered := answered + 1;
            IF result = 0 THEN
                vanished := vanished || call;
            ELSIF result IS NULL AND f.proname NOT LIKE 'break\_even%' THEN
                unknown := unknown || call;
            END IF;
        EXCEPTION WHEN numeric_value_out_of_range OR invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
END $$;
SELECT tried > 5000 AS many, answered > 1500 AS most_answer, vanished, unknown FROM calls();
DROP FUNCTION calls();
-- never is never, and only that
SELECT traincost.break_even_hours(1, 1, 1) AS never, traincost.break_even_utilization(1, 1, 1, 2) AS nor_this, traincost.break_even_tokens(1, 3, 3) AS nor_that;
\set VERBOSITY sqlstate
SELECT traincost.break_even_hours(5e-324, 1e308, 1);
SELECT traincost.break_even_hours(1e308, 5e-324, 0);
SELECT traincost.break_even_utilization(1e308, 1e308, 5e-324, 0);
SELECT traincost.break_even_tokens(5e-324, 1e308, 1);
SELECT traincost.dpo_flops(1e-200, 1e-200, 1);
SELECT traincost.rl_flops(1e-200, 1e-200, 1, 1);
SELECT traincost.dpo_flops(1, 1e-200, 1e-200);
\set VERBOSITY default
-- 0 of anything is 0, whatever the rest
SELECT traincost.train_flops(1e300, 0, 1e300) AS no_tokens, traincost.water_l(0, 1e308, 1e308, 1e308) AS no_energy;
SELECT traincost.rent_usd(1, 1, 1) AS free, traincost.straight_line_price_usd(1, 9, 3, 0) AS written_off, traincost.electricity_usd(0, 1e308) AS none;
-- the least work takes a GPU, and some time
SELECT traincost.gpus_needed_at(1e-300, 1e300, 1e300) AS gpus, traincost.gpus_needed_at(0, 1, 1) AS none;
-- every column of an estimate, by number and by name
CREATE FUNCTION error_of(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    row text;
BEGIN
    EXECUTE 'SELECT concat_ws('' '', e.gpu_hours, e.compute_usd, e.total_usd) FROM ' || call || ' AS e' INTO row;
    RETURN row;
EXCEPTION WHEN numeric_value_out_of_range THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT c.call, error_of('traincost.' || c.call) FROM (VALUES
    ('train_estimate_at(5e-324, 1)'), ('train_estimate_at(1e-320, 1e300)'),
    ('train_estimate_at(3.6e-285, 1, usd_per_gpu_hour => 1e-30)'),
    ('train_estimate_at(3.6e-285, 1, gpu_watts => 1e-30)'),
    ('train_estimate_at(3.6e-285, 1, gpu_watts => 1, gco2e_per_kwh => 1e-30)'),
    ('train_estimate_at(3.6e-285, 1, gpu_watts => 1, market_gco2e_per_kwh => 1e-30)'),
    ('train_estimate_at(3.6e-285, 1, gpu_embodied_kg => 1e-30, server_embodied_kg => 0)'),
    ('train_estimate_at(3.6e-285, 1, gpu_watts => 1, wue_site_l_per_kwh => 1e-30, wue_source_l_per_kwh => 0)'),
    ('train_estimate_at(3.6e15, 1, gpus => 1e-300, usd_per_gpu => 1e-30)'),
    ('train_estimate_at(3.6e15, 1, gpus => 1, usd_per_gpu => 1e-300, datacenter_share => 1e-30)'),
    ('train_estimate_at(3.6e15, 1, gpus => 1, usd_per_gpu => 1e-300, other_hardware_share => 0, interconnect_share => 1e-30)'),
    ('train_estimate_at(3.6e-285, 1, gpus => 1, usd_per_gpu => 1, useful_life_years => 1e30)'),
    ('train_estimate_at(3.6e-285, 1, gpus => 1, usd_per_gpu => 1, gpu_watts => 1, usd_per_kwh => 1e-30)'),
    ('train_estimate_at(3.6e-285, 1, gpus => 1e100)'),
    ('train_estimate(params => 1e-300, tokens => 1e-300, as_of => ''2026-09-01'')'),
    ('train_estimate(flop => 3.6e-285, peak_tflops => 1, mfu => 1, usd_per_gpu_hour => 1e-30, as_of => ''2026-09-01'')'),
    ('train_estimate(flop => 1e20, ownership => ''amortize'', depreciation => ''price_decay'', acquired_on => ''0100-01-01'', as_of => ''2026-09-01'')')) AS c (call);
-- nor does train_cost lose them
\set VERBOSITY sqlstate
SELECT traincost.train_cost(flop => 3.6e-285, peak_tflops => 1, mfu => 1, usd_per_gpu_hour => 1e-30, as_of => '2026-09-01');
\set VERBOSITY default
-- nothing to do is no underflow, and no unknown
SELECT c.key, c.value FROM traincost.train_estimate_at(0, 1, gpus => 1, usd_per_gpu => 1e308, useful_life_years => 1e-300, gpu_embodied_kg => 1e308, server_embodied_kg => 1e308, gpu_watts => 1e308,
    gco2e_per_kwh => 1e308, market_gco2e_per_kwh => 1e308, wue_site_l_per_kwh => 1e308, wue_source_l_per_kwh => 1e308, pue => 1e308) AS e, jsonb_each(to_jsonb(e)) AS c
WHERE c.value <> '0';
DROP FUNCTION error_of(text);
DROP EXTENSION traincost;
