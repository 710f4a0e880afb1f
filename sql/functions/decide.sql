-- Questions of a budget: rent or own, train or buy tokens, what failures cost, the gate of a scheduler.

-- Rent or own: the same GPU-hours both ways, over the horizon, at whose end owned
-- hardware is sold.  Both prices are train_estimate's of one GPU-hour, which 3.6e15 FLOP
-- at 1 TFLOP/s are; the owned hardware's is what it loses until it is sold.
CREATE FUNCTION traincost.rent_or_own(
    gpu text DEFAULT 'H100-80GB-SXM', gpus float8 DEFAULT 8, provider text DEFAULT NULL, price_kind text DEFAULT 'on_demand',
    price_region text DEFAULT NULL, usd_per_gpu_hour float8 DEFAULT NULL, usd_per_gpu float8 DEFAULT NULL,
    other_hardware_share float8 DEFAULT NULL, datacenter_share float8 DEFAULT NULL,
    useful_life_years float8 DEFAULT NULL,
    usd_per_kwh float8 DEFAULT NULL, region text DEFAULT NULL, pue float8 DEFAULT NULL, gpu_watts float8 DEFAULT NULL,
    power_fraction float8 DEFAULT NULL, host_overhead float8 DEFAULT NULL, labor_usd float8 DEFAULT 0,
    as_of date DEFAULT NULL, residual_share float8 DEFAULT 0,
    horizon_years float8 DEFAULT NULL, resale_share float8 DEFAULT NULL
) RETURNS TABLE (
    utilization float8, gpu_hours float8, months float8, rent_usd float8, own_usd float8, cheaper text,
    break_even_gpu_hours float8, break_even_months float8, break_even_utilization float8
)
LANGUAGE sql STABLE PARALLEL SAFE COST 500 ROWS 21 SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.utilization, h.gpu_hours, traincost.train_days_at(h.gpu_hours * 3.6e15, $2, 1) / (365.25 / 12),
           traincost.rent_usd(h.gpu_hours, p.rent), p.purchase + h.gpu_hours * p.power,
           CASE WHEN h.gpu_hours * p.rent < p.purchase + h.gpu_hours * p.power THEN 'rent'
                WHEN h.gpu_hours * p.rent > p.purchase + h.gpu_hours * p.power THEN 'own'
                WHEN h.gpu_hours * p.rent = p.purchase + h.gpu_hours * p.power THEN 'equal' END,
           b.hours, traincost.train_days_at(b.hours * 3.6e15, $2, 1) / (365.25 / 12),
           traincost.break_even_utilization(p.purchase, p.years * $2, p.rent, p.power)
    FROM (SELECT r.compute_usd AS rent, o.total_usd - o.energy_usd AS purchase, o.energy_usd AS power, b.years
          FROM (SELECT l.life, coalesce($20, l.life) AS years,
                       coalesce($7, traincost.gpu_price_usd($1, NULL, NULL, $18)) AS price
                FROM (SELECT coalesce($10, traincost.assumption_value('useful_life_years')) AS life) AS l) AS b
          CROSS JOIN LATERAL (
                SELECT b.price - CASE WHEN $21 IS NULL
                                      THEN traincost.straight_line_price_usd(b.price, b.years, b.life, $19)
                                      ELSE traincost.straight_line_price_usd(b.price, 1, 1, $21) END AS usd) AS lost
          CROSS JOIN LATERAL traincost.train_estimate(flop => 3.6e15, peak_tflops => 1, mfu => 1, gpu => $1, gpus => $2,
                                                      provider => $3, price_kind => $4, price_region => $5,
                                                      usd_per_gpu_hour => $6, as_of => $18) AS r
          CROSS JOIN LATERAL traincost.train_estimate(flop => 3.6e15, peak_tflops => 1, mfu => 1, gpu => $1, gpus => $2,
                                                      ownership => 'buy', usd_per_gpu => lost.usd,
              other_hardware_share => $8, datacenter_share => $9, usd_per_kwh => $11, region => $12, pue => $13,
              gpu_watts => $14, power_fraction => $15,
              host_overhead => $16, labor_usd => $17, as_of => $18) AS o) AS p
    CROSS JOIN LATERAL (SELECT traincost.break_even_hours(p.purchase, p.rent, p.power) AS hours) AS b
    CROSS JOIN generate_series(0, 20) AS i
    CROSS JOIN LATERAL (SELECT i / 20.0::float8 AS utilization) AS u
    CROSS JOIN LATERAL (SELECT $2 * p.years * 8766 * u.utilization AS gpu_hours) AS h
    ORDER BY i
$$;
COMMENT ON FUNCTION traincost.rent_or_own(text, float8, text, text, text, float8, float8, float8, float8, float8,
                                          float8, text, float8, float8, float8, float8, float8, date, float8, float8,
                                          float8) IS
'Renting against buying gpus of a kind over a horizon, as 21 rows of a curve.
Renting against buying gpus of a kind over horizon_years (NULL: the useful life), as 21 rows of a curve.
At each utilization (0 to 1 of the horizon in use) the GPU-hours, the months of full use they are, USD rented, USD owned (purchase with servers and building, less what it sells for at the end: resale_share of its price, NULL the worth that the straight line to residual_share at the end of the useful life leaves; labour, electricity per hour used) and which is cheaper; with the break-even in GPU-hours of all GPUs, in months of full use and in utilization (above 1: renting is cheaper; NULL: never, or a price is unknown). NULL arguments take the catalog''s or the assumption''s value.';

-- What failures cost a run.  3.6e15 FLOP at 1 TFLOP/s are a GPU-hour, so the
-- estimate of that much is the price of one.
CREATE FUNCTION traincost.run_failures(
    gpus float8, ideal_days float8, gpu text DEFAULT 'H100-80GB-SXM', gpu_hours_per_failure float8 DEFAULT NULL,
    checkpoint_seconds float8 DEFAULT NULL, restart_seconds float8 DEFAULT NULL,
    checkpoint_interval_hours float8 DEFAULT NULL,
    method text DEFAULT 'exponential', params float8 DEFAULT NULL, kept_checkpoints float8 DEFAULT 1,
    usd_per_gb_month float8 DEFAULT NULL,
    provider text DEFAULT NULL, price_kind text DEFAULT NULL, usd_per_gpu_hour float8 DEFAULT NULL,
    region text DEFAULT NULL, as_of date DEFAULT NULL,
    OUT mtbf_hours float8, OUT interval_hours float8, OUT goodput float8, OUT failures float8, OUT wall_days float8,
    OUT lost_gpu_hours float8, OUT checkpoint_gpu_hours float8, OUT lost_usd float8, OUT lost_kwh float8,
    OUT lost_co2e_kg float8,
    OUT checkpoint_gb float8, OUT storage_usd float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 500 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.mtbf_hours, c.interval_hours, g.goodput, traincost.train_failures(c.ideal_days, c.mtbf_hours, g.goodput),
           w.wall_days,
           l.lost_gpu_hours, c.gpus * c.ideal_days * 24 / c.interval_hours * c.write_hours,
           l.lost_gpu_hours * e.total_usd, l.lost_gpu_hours * e.energy_kwh, l.lost_gpu_hours * e.co2e_location_kg,
           k.gb, traincost.storage_usd(k.gb, w.wall_days / (365.25 / 12), coalesce($11, traincost.assumption_value('usd_per_gb_month')))
    FROM (SELECT i.*,
                 coalesce(traincost._amount($7, 'checkpoint_interval_hours'),
                          traincost.checkpoint_interval_hours(i.mtbf_hours, i.write_hours)) AS interval_hours
          FROM (SELECT traincost._amount($1, 'gpus') AS gpus, traincost._amount($2, 'ideal_days') AS ideal_days,
                       traincost._amount($10, 'kept_checkpoints') AS kept,
                       traincost.cluster_mtbf_hours(traincost._amount($1, 'gpus'),
                                                    coalesce(traincost._amount($4, 'gpu_hours_per_failure'),
                                                             traincost.assumption_value('gpu_hours_per_failure'))) AS mtbf_hours,
                       coalesce(traincost._amount($5, 'checkpoint_seconds'),
                                traincost.assumption_value('checkpoint_seconds')) / 3600 AS write_hours,
                       coalesce(traincost._amount($6, 'restart_seconds'), traincost.assumption_value('restart_seconds'))
                       / 3600 AS restart_hours) AS i) AS c
    CROSS JOIN LATERAL (SELECT traincost.goodput(c.mtbf_hours, c.interval_hours, c.write_hours, c.restart_hours,
                                                 $8) AS goodput) AS g
    CROSS JOIN LATERAL (SELECT c.ideal_days / g.goodput AS wall_days) AS w
    CROSS JOIN LATERAL (SELECT c.gpus * 24 * (w.wall_days - c.ideal_days) AS lost_gpu_hours) AS l
    CROSS JOIN LATERAL (SELECT c.kept * traincost.checkpoint_bytes($9, traincost.assumption_value('checkpoint_bytes_per_param')) / 1e9 AS gb) AS k
    CROSS JOIN LATERAL traincost.train_estimate(flop => 3.6e15, peak_tflops => 1, mfu => 1, gpu => $3, provider => $12,
                                                price_kind => $13, usd_per_gpu_hour => $14, region => $15,
                                                as_of => $16) AS e
$$;
COMMENT ON FUNCTION traincost.run_failures(float8, float8, text, float8, float8, float8, float8, text, float8, float8,
                                           float8, text, text, float8, text, date) IS
'What failures cost a run: interruptions, goodput, lost GPU-hours, checkpoints.
What failures cost a run of ideal_days on gpus: mean hours between interruptions, useful hours between checkpoints (Daly''s, or checkpoint_interval_hours), goodput (method exponential or first_order), expected interruptions, days with them; GPU-hours lost to restarts, repeated work and checkpoints (checkpoint_gpu_hours of them), their rent in USD, kWh and kg CO2e (location-based); GB of kept_checkpoints of params parameters, and their storage in USD. NULL arguments take the assumption''s or the catalog''s value. A run that never finishes is an error (22023).';

CREATE FUNCTION traincost.train_or_api(train_usd float8, model text, output_fraction float8,
                                       serve_usd_per_mtok float8 DEFAULT 0, provider text DEFAULT NULL,
                                       as_of date DEFAULT NULL, OUT api_usd_per_mtok float8,
                                       OUT break_even_tokens float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $3 < 0 OR $3 > 1 THEN
        RAISE EXCEPTION 'argument "output_fraction" must be between 0 and 1, not %', $3
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Write 40 percent as 0.4.';
    END IF;
    api_usd_per_mtok := traincost.api_cost($2, 1e6 * (1 - $3), 1e6 * $3, $5, $6);
    break_even_tokens := traincost.break_even_tokens($1, api_usd_per_mtok, $4);
END $$;
COMMENT ON FUNCTION traincost.train_or_api(float8, text, float8, float8, text, date) IS
'Train and serve one''s own model or buy tokens of an API.
Train and serve one''s own model or buy tokens of an API: the API''s price in USD per million tokens of which output_fraction are output, and the tokens above which training for train_usd and serving at serve_usd_per_mtok is cheaper. break_even_tokens NULL: never, or no price observed yet.';

CREATE FUNCTION traincost.assert_budget(total_usd float8, budget_usd float8) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF $1 = 'NaN' OR $1 = 'Infinity' OR $1 < 0 OR $2 = 'NaN' OR $2 = 'Infinity' OR $2 < 0 THEN
        RAISE EXCEPTION 'arguments "total_usd" (%) and "budget_usd" (%) must be finite numbers, 0 or greater', $1, $2
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A budget is an amount in USD.';
    ELSIF $1 IS NULL OR $2 IS NULL THEN
        RAISE EXCEPTION '% is unknown', CASE WHEN $1 IS NULL THEN 'the total' ELSE 'the budget' END
            USING ERRCODE = 'TC002', HINT = 'A price is missing, or there are no rows: see traincost.pipeline_bill, column unpriced.';
    ELSIF $1 > $2 THEN
        RAISE EXCEPTION 'total of % USD is over the budget of % USD', round($1::numeric, 2), round($2::numeric, 2)
            USING ERRCODE = 'TC001', HINT = 'Raise the budget, or cut the plan.';
    END IF;
    RETURN true;
END $$;
COMMENT ON FUNCTION traincost.assert_budget(float8, float8) IS
'The gate for a scheduler: true within the budget, an error above it.
The gate for a scheduler: true if total_usd is within budget_usd; an error TC001 if it is over, TC002 if either is unknown (NULL), 22023 if either is no amount. Pass a scalar subquery, so that no row at all is unknown, too.';
