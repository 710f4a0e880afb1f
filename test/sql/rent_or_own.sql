--
-- rent_or_own: the same GPU-hours both ways
-- If this fails, a purchase is decided on a wrong break-even.
--
CREATE EXTENSION traincost;
SELECT utilization, round(gpu_hours::numeric) AS gpu_hours, months, round(rent_usd::numeric) AS rent_usd, round(own_usd::numeric) AS own_usd, cheaper
FROM traincost.rent_or_own('H100-80GB-SXM', 64, as_of => '2026-09-01') WHERE utilization IN (0, 0.25, 0.5, 1) ORDER BY utilization;
-- the break-even point satisfies both sides, and lies where the cheaper side changes
SELECT round((b.break_even_gpu_hours * 2)::numeric, 6) = round((64 * 30000 * 1.3 + b.break_even_gpu_hours * e.usd)::numeric, 6) AS both_sides,
       b.break_even_utilization = b.break_even_gpu_hours / (64 * 5 * 8766) AS utilization,
       round((b.break_even_months - b.break_even_gpu_hours / 64 * 12 / 8766)::numeric, 9) = 0 AS months,
       (SELECT bool_and((c.cheaper = 'rent') = (c.utilization < c.break_even_utilization)) FROM traincost.rent_or_own('H100-80GB-SXM', 64, usd_per_gpu_hour => 2, usd_per_gpu => 30000, useful_life_years => 5) AS c) AS changes_there
FROM traincost.rent_or_own('H100-80GB-SXM', 64, usd_per_gpu_hour => 2, usd_per_gpu => 30000, useful_life_years => 5) AS b,
     (SELECT traincost.energy_kwh(1, 700, 0.85, 1.8, 1.25) * 0.0826 AS usd) AS e LIMIT 1;
-- cheaper to rent for ever, a price that is not known, a contract of one's own
SELECT DISTINCT cheaper, break_even_gpu_hours FROM traincost.rent_or_own('H100-80GB-SXM', 1, usd_per_gpu_hour => 0.01);
SELECT DISTINCT cheaper, rent_usd IS NULL AS rent_unknown, own_usd IS NULL AS own_unknown FROM traincost.rent_or_own('H100-80GB-SXM', 1, as_of => '2020-01-01');
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('H100-80GB-SXM', 'our contract', 'reserved_3y', 1.5, '2026-01-01'), ('H100-80GB-SXM', 'our contract', 'reserved_3y', 1.2, '2026-07-01');
SELECT d AS as_of, round((max(rent_usd) / max(gpu_hours))::numeric, 2) AS rent FROM unnest('{2026-06-30,2026-07-01}'::date[]) AS d,
       LATERAL traincost.rent_or_own('H100-80GB-SXM', 8, 'our contract', 'reserved_3y', as_of => d) GROUP BY d ORDER BY d;
-- over a year, then sold: at what the straight line leaves, or at a price of one's own; the useful life is the default
SELECT max(gpu_hours) = 64 * 8766 AS a_year, round(max(rent_usd)) AS rent_usd, round(min(own_usd)) = 64 * (30000 - 24000) * 1.3 AS fifth_written_off
FROM traincost.rent_or_own('H100-80GB-SXM', 64, usd_per_gpu_hour => 2, usd_per_gpu => 30000, useful_life_years => 5, horizon_years => 1);
SELECT r.resale_share, min(o.own_usd) AS own_usd, max(round(o.break_even_utilization::numeric, 4)) AS break_even
FROM (VALUES (0), (0.5), (0.8), (1)) AS r (resale_share),
     LATERAL traincost.rent_or_own('H100-80GB-SXM', 64, usd_per_gpu_hour => 2, usd_per_gpu => 30000, useful_life_years => 5, horizon_years => 1, resale_share => r.resale_share) AS o GROUP BY 1 ORDER BY 1;
SELECT count(*) FILTER (WHERE a.own_usd IS DISTINCT FROM b.own_usd OR a.rent_usd IS DISTINCT FROM b.rent_usd) AS differ
FROM traincost.rent_or_own(usd_per_gpu => 30000, useful_life_years => 4, residual_share => 0.1, as_of => '2026-09-01') AS a
JOIN traincost.rent_or_own(usd_per_gpu => 30000, useful_life_years => 4, horizon_years => 4, resale_share => 0.1, as_of => '2026-09-01') AS b USING (utilization);
SELECT traincost.rent_or_own(resale_share => 1.5);
SELECT traincost.rent_or_own(horizon_years => -1);
SELECT traincost.rent_or_own(gpus => 0);
SELECT traincost.rent_or_own(gpu => 'H100');
SELECT traincost.rent_or_own(price_kind => 'purchase');
DROP EXTENSION traincost;
