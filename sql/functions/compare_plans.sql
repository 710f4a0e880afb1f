-- What changed from one plan to another, line by line.  The GPUs' hours and the
-- kWh change with the work and with how fast it is done; every other line with
-- its quantity.  The last effect is what the others leave, so they sum exactly.
CREATE TYPE traincost.plan_difference AS (
    stage text,
    item text,
    old_usd numeric(20,4),
    new_usd numeric(20,4),
    difference_usd numeric(20,4),
    price_effect_usd numeric(20,4),
    quantity_effect_usd numeric(20,4),
    utilization_effect_usd numeric(20,4),
    reason text
);
COMMENT ON TYPE traincost.plan_difference IS
'A line of the bills of two plans, as compare_plans sets them side by side.';
COMMENT ON COLUMN traincost.plan_difference.item IS
'What is paid for.';
COMMENT ON COLUMN traincost.plan_difference.old_usd IS
'USD in the old plan; NULL: unpriced, or no such line.';
COMMENT ON COLUMN traincost.plan_difference.new_usd IS
'USD in the new plan; NULL: unpriced, or no such line.';
COMMENT ON COLUMN traincost.plan_difference.difference_usd IS
'new_usd - old_usd: the sum of the three effects.';
COMMENT ON COLUMN traincost.plan_difference.price_effect_usd IS
'USD of another price per unit.';
COMMENT ON COLUMN traincost.plan_difference.quantity_effect_usd IS
'USD of more or less work.';
COMMENT ON COLUMN traincost.plan_difference.utilization_effect_usd IS
'USD of the same work done faster or slower: other GPUs, goodput, repeated runs.';
COMMENT ON COLUMN traincost.plan_difference.reason IS
'Which effects there are, in words.';

CREATE FUNCTION traincost.compare_plans(old_pipeline text, new_pipeline text)
RETURNS SETOF traincost.plan_difference
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000 ROWS 20 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1), traincost._require_pipeline($2);
    RETURN QUERY
    WITH line AS (
        -- stages of one name are told apart by their order
        SELECT b.pipeline, b.stage_no, b.stage, s.nth, b.item, b.line_no, b.quantity::numeric AS quantity, b.unit_usd,
               b.amount_usd, s.flop::numeric AS flop
        FROM traincost.pipeline_bill AS b
        JOIN (SELECT e.pipeline, e.stage_no, e.flop,
                     row_number() OVER (PARTITION BY e.pipeline, e.stage ORDER BY e.stage_no) AS nth
              FROM traincost.stage_estimate AS e
              WHERE e.pipeline = $1 OR e.pipeline = $2) AS s ON s.pipeline = b.pipeline AND s.stage_no = b.stage_no
        WHERE b.pipeline = $1 OR b.pipeline = $2
    ), pair AS (
        SELECT coalesce(n.stage, o.stage) AS stage,
               coalesce(n.item, o.item) AS item,
               coalesce(n.line_no, o.line_no) AS line_no,
               n.line_no IS NULL AS dropped,
               o.line_no IS NULL AS added,
               o.amount_usd AS old_usd, n.amount_usd AS new_usd,
               CASE WHEN o.line_no IS NULL THEN n.amount_usd
                    WHEN n.line_no IS NULL THEN -o.amount_usd
                    ELSE n.amount_usd - o.amount_usd END AS difference,
               -- where one of them takes nothing, it has no price
               CASE WHEN o.line_no IS NULL OR n.line_no IS NULL THEN 0
                    WHEN o.amount_usd IS NOT NULL AND n.amount_usd IS NOT NULL
                    THEN coalesce(round((n.unit_usd - o.unit_usd) * o.quantity, 4), 0) END AS price,
               -- what more work takes at the old speed and the new price
               CASE WHEN (coalesce(n.item, o.item) ~ '^GPUs, (rented|amortised)' OR coalesce(n.item, o.item) = 'electricity') AND o.flop > 0
                    THEN round(o.quantity * (n.flop / o.flop - 1) * n.unit_usd, 4) END AS work
        FROM (SELECT * FROM line AS l WHERE l.pipeline = $1) AS o
        FULL JOIN (SELECT * FROM line AS l WHERE l.pipeline = $2) AS n
            ON n.stage = o.stage AND n.nth = o.nth AND n.item = o.item
    )
    SELECT p.stage,
           p.item,
           p.old_usd,
           p.new_usd,
           traincost._money(p.difference)::numeric(20,4),
           traincost._money(p.price)::numeric(20,4),
           traincost._money(e.quantity)::numeric(20,4),
           traincost._money(p.difference - p.price - e.quantity)::numeric(20,4),
           CASE WHEN p.added THEN 'new line'
                WHEN p.dropped THEN 'dropped line'
                WHEN p.difference IS NULL THEN 'unpriced'
                WHEN p.difference = 0 THEN 'the same'
                ELSE concat_ws(', ', CASE WHEN p.price <> 0 THEN 'price' END,
                               CASE WHEN e.quantity <> 0 THEN 'quantity' END,
                               CASE WHEN abs(p.difference - p.price - e.quantity) > 0.01 THEN 'utilisation' END,
                               CASE WHEN p.price = 0 AND e.quantity = 0 AND abs(p.difference) <= 0.01
                                    THEN 'rounding' END) END
    FROM pair AS p
    CROSS JOIN LATERAL (SELECT CASE WHEN p.added OR p.dropped THEN p.difference
                                    ELSE coalesce(p.work, p.difference - p.price) END AS quantity) AS e
    ORDER BY p.stage, p.line_no;
END $$;
COMMENT ON FUNCTION traincost.compare_plans(text, text) IS
'What changed from one plan to another, a row per line of their bills.
What changed from one plan to another, a row per line of their bills, stages matched by name: USD of both, their difference, and what it comes from: the price, the quantity (of GPU-hours and kWh: the work), and utilisation (faster or slower GPUs, goodput, repeated runs). The three effects sum exactly to difference_usd, and the differences to that of the totals. NULL: a line is unpriced. reason: which effects there are. An unknown plan is an error (42704).';
