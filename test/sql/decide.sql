--
-- api_cost, train_or_api, assert_budget
-- If this fails, a budget passes that should not.
--
CREATE EXTENSION traincost;
\set SHOW_CONTEXT never
SELECT traincost.api_cost('davinci', 1e6, 1e6, as_of => d::date) AS usd FROM unnest('{2021-01-01,2022-01-01,2023-01-01}'::text[]) AS d;
SELECT traincost.api_cost('davinci', 1e6, 0, 'Nobody');
SELECT traincost.api_cost('no such model', 1e6, 0);
SELECT traincost.api_cost(NULL, 1e6, 0) IS NULL AS unknown;
SELECT * FROM traincost.train_or_api(1e6, 'davinci', 0.5, 4, as_of => '2023-01-01');
-- at the break-even both cost the same
SELECT abs(1e6 + 4 * t.break_even_mtok - t.api_usd_per_mtok * t.break_even_mtok) < 1e-6 AS equal FROM traincost.train_or_api(1e6, 'davinci', 0.5, 4, as_of => '2023-01-01') AS t;
SELECT break_even_mtok IS NULL AS never FROM traincost.train_or_api(1e6, 'davinci', 0.5, 20, as_of => '2023-01-01');
SELECT traincost.train_or_api(1e6, 'davinci', 1.5);
\set VERBOSITY verbose
\set SHOW_CONTEXT never
SELECT traincost.assert_budget(10, 10);
\set VERBOSITY sqlstate
SELECT traincost.assert_budget(10.01, 10);
SELECT traincost.assert_budget(NULL, 10);
SELECT traincost.assert_budget(10, NULL);
SELECT traincost.assert_budget(1, -1);
SELECT traincost.assert_budget((SELECT total_usd::float8 FROM traincost.pipeline_estimate WHERE pipeline = 'none'), 1e9);
DROP EXTENSION traincost;
