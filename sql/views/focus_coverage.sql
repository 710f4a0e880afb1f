-- guide: a plan | pipeline | | what of it has a price
CREATE VIEW traincost.focus_coverage AS
SELECT k.pipeline, t.*
FROM traincost.pipeline_name AS k
-- a plan that costs nothing has no charges
CROSS JOIN LATERAL (
      SELECT count(*) AS rows, count(f.list_unit_price) AS priced_rows,
             count(*) - count(f.list_unit_price) AS unpriced_rows, count(f.effective_cost) AS exported_rows,
             traincost._money(coalesce(sum(f.effective_cost), 0))::numeric(20,4) AS exported_usd
      FROM traincost.focus_estimate AS f WHERE f.x_scenario = k.pipeline) AS t;
COMMENT ON VIEW traincost.focus_coverage IS
'How much of each plan focus_estimate_export holds. exported_rows below rows: the export is not the whole plan.';
COMMENT ON COLUMN traincost.focus_coverage.rows IS
'Rows of the plan in focus_estimate.';
COMMENT ON COLUMN traincost.focus_coverage.priced_rows IS
'Rows with a unit price.';
COMMENT ON COLUMN traincost.focus_coverage.unpriced_rows IS
'Rows without a unit price.';
COMMENT ON COLUMN traincost.focus_coverage.exported_rows IS
'Rows in focus_estimate_export: those whose price and quantity are known, and so their costs.';
COMMENT ON COLUMN traincost.focus_coverage.exported_usd IS
'Sum of effective_cost of the exported rows in USD.';
