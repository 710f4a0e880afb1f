--
-- money: rent, purchase, amortisation, break-even, API
-- If this fails, budgets are wrong.
--
CREATE EXTENSION traincost;
-- the article's bill, exactly
SELECT traincost.own_usd(10830, 10000, labor_usd => 2e6) = 142790000 AS article_exact,
       traincost.own_usd(10684, 10000, labor_usd => 2e6) AS with_the_right_count;
-- GPT-3 at 28 TFLOP/s and 1.50 USD an hour: 4.6 million published
SELECT round(traincost.rent_usd(traincost.gpu_hours_at(3.14e23, 28), 1.5)::numeric) AS rent,
       traincost.rent_usd(100, 2, 0.25) AS discounted, traincost.rent_usd(100, 2, 1) AS free;
SELECT traincost.cluster_usd(100, 30000) AS cluster, 100 * 30000 * 1.64 / 0.81 AS by_hand, traincost.cluster_usd(100, 30000, 1, 0) AS bare;
SELECT traincost.decayed_price_usd(1000, 1 / 0.14) AS a_tenth, traincost.decayed_price_usd(1000, 0) AS whole;
SELECT traincost.straight_line_price_usd(600, 2) AS after_two_of_six, traincost.straight_line_price_usd(600, 9) AS written_off,
       traincost.straight_line_price_usd(600, 3, 6, 0.2) AS half_way_to_120, traincost.straight_line_price_usd(600, 99, 6, 0.2) AS residual;
SELECT traincost.straight_line_usd_per_gpu_hour(6 * 8766) AS a_dollar_an_hour,
       traincost.straight_line_usd_per_gpu_hour(6 * 8766, utilization => 0.5) AS half_idle,
       traincost.straight_line_usd_per_gpu_hour(6 * 8766, residual_share => 0.25) AS with_residual;
SELECT traincost.decay_usd_per_gpu_hour(8766 / (0.14 * 2.302585092994046)) AS a_dollar_an_hour,
       traincost.amortized_usd(100, 8766 / (0.14 * 2.302585092994046), 0.5) AS with_network_half;
SELECT traincost.electricity_usd(1000, 0.0826) AS electricity, traincost.storage_usd(1000, 6, 0.023) AS storage,
       traincost.labor_usd(10, 0.5, 200000, 1.25) AS labor, traincost.annotation_usd(1e6, 0.67) AS annotation,
       traincost.development_usd(100) AS development;
SELECT traincost.break_even_hours(30000, 3, 0.5) AS hours, traincost.break_even_utilization(30000, 4, 3, 0.5) AS utilization,
       traincost.break_even_hours(30000, 0.5, 0.5) IS NULL AS never, traincost.break_even_utilization(30000, 4, 0.4, 0.5) IS NULL AS never_either;
SELECT traincost.api_usd(1e6, 2e6, 3, 15) AS api, traincost.break_even_tokens(1e6, 10, 2) AS tokens,
       traincost.break_even_tokens(1e6, 2, 2) IS NULL AS never;
DROP EXTENSION traincost;
