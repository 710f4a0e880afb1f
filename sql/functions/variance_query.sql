-- The query of variance over the parts of both sides.  $1 is the reporting currency, $2 are
-- the plans that count only where the bill names them.
CREATE FUNCTION traincost._variance_query(estimate text, actual text, tag_like_run text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $body$
    SELECT format($query$
        WITH billed AS MATERIALIZED (%2$s), part AS MATERIALIZED (
            SELECT e.* FROM (%1$s) AS e
            WHERE (e.run_id = ANY ($2)) IS NOT TRUE OR e.run_id IN (SELECT b.run_id FROM billed AS b)
            UNION ALL SELECT * FROM billed
        ),
        -- the day of the plan's prices
        quoted AS MATERIALIZED (
            SELECT p.run_id, p.month, min(coalesce(p.priced_on, p.day)) AS day
            FROM part AS p
            WHERE p.estimated AND $1 IS NOT NULL GROUP BY p.run_id, p.month
        ),
        -- one rate for each currency and day
        rate AS MATERIALIZED (
            SELECT d.currency, d.day, traincost.exchange_rate(d.currency, $1, d.day) AS rate
            FROM (SELECT p.currency, p.day FROM part AS p WHERE $1 IS NOT NULL
                  UNION
                  SELECT p.currency, q.day
                  FROM part AS p
                  JOIN quoted AS q ON q.run_id = p.run_id AND q.month = p.month
                  WHERE NOT p.estimated) AS d
        ),
        -- the rate at which a plan counts with a currency of its own
        counted_with AS (
            SELECT p.run_id, p.month, p.currency, sum(abs(p.cost) * r.rate) / nullif(sum(abs(p.cost)), 0) AS rate
            FROM part AS p
            JOIN rate AS r ON r.currency = p.currency AND r.day = p.day
            WHERE p.estimated
            GROUP BY p.run_id, p.month, p.currency
        ),
        -- a bill names a cloud's region where a plan may name the grid that it lies in, the whole world or none
        placed AS MATERIALIZED (
            SELECT a.run_id, a.region, coalesce(g.region, e.regions[1]) AS planned,
                   coalesce('billed in region "' || a.region || '"', 'billed without a region') AS remark
            FROM (SELECT DISTINCT p.run_id, p.region FROM part AS p WHERE NOT p.estimated) AS a
            JOIN (SELECT p.run_id, array_agg(DISTINCT p.region) AS regions
                  FROM part AS p
                  WHERE p.estimated
                  GROUP BY p.run_id) AS e
                 ON e.run_id = a.run_id AND array_position(e.regions, a.region) IS NULL
            LEFT JOIN (SELECT r.region, array_agg(DISTINCT r.grid_region) AS grids,
                              array_agg(DISTINCT split_part(r.location, ' (', 1)) AS locations
                       FROM traincost.cloud_region AS r
                       GROUP BY r.region) AS c ON c.region = a.region
            LEFT JOIN LATERAL (SELECT r.region FROM unnest(e.regions) AS r (region)
                               WHERE r.region = ANY (c.grids)
                                 OR EXISTS (SELECT FROM unnest(c.grids) AS n (name)
                                            WHERE starts_with(n.name, r.region || '-'))
                                     OR EXISTS (SELECT FROM unnest(c.locations) AS n (name)
                                                WHERE right(n.name, length(r.region) + 2) = ', ' || r.region)
                               ORDER BY length(r.region) DESC, r.region LIMIT 1) AS g ON true
            WHERE g.region IS NOT NULL
              OR cardinality(e.regions) = 1 AND (a.region IS NULL OR coalesce(e.regions[1], 'WORLD') = 'WORLD')
        ), side AS (
            SELECT p.charge, p.provider, p.sku_price_id,
                   CASE WHEN l.run_id IS NULL THEN p.region ELSE l.planned END AS region, p.month, p.run_id,
                   coalesce($1, p.currency) AS currency, p.unit,
                   sum(p.rows) FILTER (WHERE p.estimated) AS est_rows,
                   sum(p.rows) FILTER (WHERE NOT p.estimated) AS actual_rows,
                   sum(m.costs) FILTER (WHERE p.estimated) AS est_costs,
                   sum(m.costs) FILTER (WHERE NOT p.estimated) AS actual_costs,
                   sum(m.cost) FILTER (WHERE p.estimated) AS est_cost,
                   sum(m.cost) FILTER (WHERE NOT p.estimated) AS actual_cost,
                   sum(CASE WHEN $1 IS NOT NULL
                            THEN p.cost * coalesce(w.rate, qr.rate, r.rate) END)
                       FILTER (WHERE NOT p.estimated) AS cost_as_planned,
                   sum(p.quantity) FILTER (WHERE p.estimated) AS est_quantity,
                   sum(p.quantity) FILTER (WHERE NOT p.estimated) AS actual_quantity,
                   sum(p.slack * m.rate) FILTER (WHERE p.estimated AND p.rounded) AS est_slack,
                   sum(p.slack * m.rate) FILTER (WHERE NOT p.estimated AND p.rounded) AS actual_slack,
                   max(p.low * m.rate) FILTER (WHERE p.estimated) AS est_low,
                   min(p.high * m.rate) FILTER (WHERE p.estimated) AS est_high,
                   bool_and(p.rounded) FILTER (WHERE p.estimated) AS est_rounded,
                   max(p.low * m.rate) FILTER (WHERE NOT p.estimated) AS actual_low,
                   min(p.high * m.rate) FILTER (WHERE NOT p.estimated) AS actual_high,
                   bool_and(p.rounded) FILTER (WHERE NOT p.estimated) AS actual_rounded,
                   coalesce(sum(p.covered) FILTER (WHERE p.estimated), 0) AS est_covered,
                   coalesce(sum(p.covered) FILTER (WHERE NOT p.estimated), 0) AS actual_covered,
                   min(CASE WHEN m.cost IS NULL AND p.cost IS NOT NULL
                            THEN 'no rate of ' || coalesce(p.currency, 'an unnamed currency') || ' in ' || $1 || ' on '
                                 || p.day END) AS no_rate,
                   min(l.remark) AS remark
            FROM part AS p
            LEFT JOIN rate AS r ON r.currency = p.currency AND r.day = p.day
            LEFT JOIN counted_with AS w
                ON NOT p.estimated AND w.run_id = p.run_id AND w.month = p.month AND w.currency = p.currency
            LEFT JOIN quoted AS q ON NOT p.estimated AND q.run_id = p.run_id AND q.month = p.month
            LEFT JOIN rate AS qr ON qr.currency = p.currency AND qr.day = q.day
            LEFT JOIN placed AS l
                ON NOT p.estimated
                  AND (p.charge = 'usage' OR p.charge = 'purchase')
                  AND l.run_id = p.run_id
                  AND coalesce(l.region, '') = coalesce(p.region, '')
            CROSS JOIN LATERAL (SELECT CASE WHEN $1 IS NULL THEN p.cost ELSE p.cost * r.rate END AS cost,
                                       CASE WHEN $1 IS NULL THEN 1 ELSE coalesce(w.rate, qr.rate, r.rate) END AS rate,
                                       CASE WHEN $1 IS NULL OR r.rate IS NOT NULL THEN p.costs ELSE 0 END AS costs) AS m
            GROUP BY p.charge, p.provider, p.sku_price_id, 4, p.month, p.run_id, 7, p.unit
        ), known AS MATERIALIZED (
            -- a side without rows costs nothing; one unknown cost makes its side's unknown
            SELECT s.*, row_number() OVER () AS no,
                   CASE WHEN s.est_rows IS NULL THEN 'actual only' WHEN s.actual_rows IS NULL THEN 'estimate only' ELSE 'matched' END AS match,
                   CASE WHEN s.est_rows IS NULL THEN 0
                        WHEN s.est_costs = s.est_rows THEN round(s.est_cost, 10) END AS est,
                   CASE WHEN s.actual_rows IS NULL THEN 0
                        WHEN s.actual_costs = s.actual_rows THEN round(s.actual_cost, 10) END AS billed,
                   -- the bill at the plan's rates of exchange
                   CASE WHEN s.actual_rows IS NULL THEN 0
                        WHEN s.actual_costs = s.actual_rows
                        THEN round(CASE WHEN $1 IS NOT NULL AND s.est_rows > 0 THEN s.cost_as_planned
                                        ELSE s.actual_cost END,
                                   10) END AS act,
                   CASE WHEN s.est_rows IS NULL THEN 1 WHEN s.actual_rows IS NULL THEN 2 END AS alone,
                   s.charge = 'usage' OR s.charge = 'purchase' AS counted
            FROM side AS s
        ), named AS MATERIALIZED (
            -- the names that each side uses for a run
            SELECT n.run_id, n.other, array_agg(DISTINCT n.sku_price_id) AS skus,
                   array_agg(DISTINCT n.provider) AS providers, array_agg(DISTINCT n.region) AS regions,
                   array_agg(DISTINCT n.unit) AS units, array_agg(DISTINCT n.currency) AS currencies,
                   array_agg(DISTINCT to_char(n.month, 'YYYY-MM')) AS months
            FROM (SELECT k.*, 1 AS other FROM known AS k WHERE k.est_rows > 0
                  UNION ALL SELECT k.*, 2 FROM known AS k WHERE k.actual_rows > 0) AS n
            WHERE n.counted
            GROUP BY n.run_id, n.other
        ), lacking AS MATERIALIZED (
            -- why a charge stands alone: each of its names that the other side does not have
            SELECT k.no, k.alone, k.run_id, d.place, d.kind, d.name
            FROM known AS k
            LEFT JOIN named AS o ON o.other = k.alone AND o.run_id = k.run_id
            CROSS JOIN LATERAL (VALUES
                (0, 'run', k.run_id, o.run_id IS NULL),
                (1, 'SKU price', k.sku_price_id, array_position(o.skus, k.sku_price_id) IS NULL),
                (2, 'region', k.region, array_position(o.regions, k.region) IS NULL),
                (3, 'provider', k.provider, array_position(o.providers, k.provider) IS NULL),
                (4, 'unit', k.unit, array_position(o.units, k.unit) IS NULL),
                (5, 'currency', k.currency, array_position(o.currencies, k.currency) IS NULL),
                (6, 'month', NULL, array_position(o.months, to_char(k.month, 'YYYY-MM')) IS NULL)
            ) AS d (place, kind, name, lacks)
            WHERE k.alone IS NOT NULL
              AND k.counted
              AND k.run_id IS NOT NULL
              AND d.lacks
              AND (d.place = 0 OR o.run_id IS NOT NULL)
        ), spelled AS MATERIALIZED (
            -- each lacking name is compared once
            SELECT n.alone, n.kind, n.run_id, n.name, traincost._near_name(n.name, CASE n.kind
                       WHEN 'run' THEN (SELECT array_agg(DISTINCT r.run_id) FROM named AS r WHERE r.other = n.alone)
                       WHEN 'currency'
                       THEN (SELECT array_agg(c)
                             FROM unnest(o.currencies) AS c
                             WHERE upper(btrim(c)) = upper(btrim(n.name)))
                       ELSE t.names END) AS near,
                   -- the only one that this side, for its part, lacks
                   (SELECT CASE WHEN count(*) = 1 THEN min(x.name) END
                    FROM unnest(t.names) AS x (name)
                    WHERE array_position(t.own, x.name) IS NULL) AS instead
            FROM (SELECT DISTINCT l.alone, l.kind, l.run_id, l.name
                  FROM lacking AS l WHERE l.name IS NOT NULL LIMIT 2000) AS n
            LEFT JOIN named AS o ON o.other = n.alone AND o.run_id = n.run_id
            LEFT JOIN named AS w ON w.other = 3 - n.alone AND w.run_id = n.run_id
            CROSS JOIN LATERAL (SELECT CASE n.kind
                                            WHEN 'SKU price' THEN o.skus
                                            WHEN 'region' THEN o.regions
                                            WHEN 'provider' THEN o.providers
                                            WHEN 'unit' THEN o.units
                                            WHEN 'currency' THEN o.currencies END AS names,
                                       CASE n.kind
                                            WHEN 'SKU price' THEN w.skus
                                            WHEN 'region' THEN w.regions
                                            WHEN 'provider' THEN w.providers
                                            WHEN 'unit' THEN w.units
                                            WHEN 'currency' THEN w.currencies END AS own) AS t
        ), reason AS MATERIALIZED (
            -- what has no counterpart at all differs in no other name worth saying
            SELECT r.no, string_agg(r.text, '; ' ORDER BY r.place) FILTER (WHERE NOT r.absent OR r.kind = 'SKU price') AS text
            FROM (SELECT l.no, l.place, l.kind,
                         bool_or(l.kind = 'SKU price'
                                 AND coalesce(n.near, n.instead) IS NULL) OVER (PARTITION BY l.no) AS absent,
                         CASE l.kind
                              WHEN 'month' THEN 'not in this month'
                              WHEN 'currency' THEN 'not in this currency'
                              ELSE 'no ' || l.kind || coalesce(' "' || l.name || '"', ' at all') END
                         || coalesce(', spelled "' || n.near || '"?', ' but "' || n.instead || '"', '') AS text
                  FROM lacking AS l
                  LEFT JOIN spelled AS n
                      ON n.alone = l.alone AND n.kind = l.kind AND n.name = l.name AND n.run_id = l.run_id) AS r
            GROUP BY r.no
        ), priced AS (
            SELECT k.*, k.charge = 'usage' OR k.charge = 'purchase' AND k.est <> 0 AND k.act <> 0 AS by_price,
                   -- what a commitment paid for beforehand counts at the plan's price, and that again as the
                   -- commitment's effect
                   CASE WHEN k.est_covered + k.actual_covered = 0 THEN 0
                        ELSE coalesce(traincost._unit_price(k.est, k.est_quantity - k.est_covered),
                                      traincost._unit_price(k.act, k.actual_quantity - k.actual_covered),
                                      0) END AS covered_price
            FROM known AS k
        )
        SELECT k.match, k.charge, k.provider, k.sku_price_id, k.region, k.month, k.run_id, k.currency, k.unit,
               k.est::numeric(28,10), k.billed::numeric(28,10), k.est_quantity::numeric(28,10),
               k.actual_quantity::numeric(28,10),
               traincost._shown_price(CASE WHEN k.alone IS NULL THEN v.est_price ELSE a.price END)::numeric(28,14),
               traincost._shown_price(CASE WHEN k.alone IS NULL THEN v.actual_price ELSE a.price END)::numeric(28,14),
               coalesce(v.price_effect, d.none)::numeric(28,10),
               (CASE WHEN a.price <> 0 THEN d.difference + a.covered
                     ELSE coalesce(v.quantity_effect, d.none) END)::numeric(28,10),
               coalesce(v.joint_effect, d.none)::numeric(28,10),
               (k.billed - k.act + d.none)::numeric(28,10),
               (CASE WHEN k.charge = 'purchase' AND NOT k.by_price THEN d.difference ELSE d.none END)::numeric(28,10),
               (CASE WHEN k.charge = 'commitment' THEN d.difference ELSE d.none - a.covered END)::numeric(28,10),
               (CASE WHEN k.charge = 'unused commitment' THEN d.difference ELSE d.none END)::numeric(28,10),
               (CASE WHEN k.charge = 'credit' THEN d.difference ELSE d.none END)::numeric(28,10),
               (CASE WHEN k.charge = 'refund' THEN d.difference ELSE d.none END)::numeric(28,10),
               (CASE WHEN k.charge = 'adjustment' THEN d.difference ELSE d.none END)::numeric(28,10),
               (CASE WHEN k.charge = 'tax' THEN d.difference ELSE d.none END)::numeric(28,10),
               coalesce(v.rounding_effect, d.none)::numeric(28,10),
               (CASE WHEN k.charge = 'other' OR k.alone IS NOT NULL AND k.charge = 'usage' AND coalesce(a.price, 0) = 0
                     THEN d.difference + a.covered
                     ELSE coalesce(v.other_effect, d.none) END)::numeric(28,10),
               coalesce(k.no_rate, CASE
                   -- as much money for an eighth of the units
                   WHEN k.alone IS NULL AND k.charge = 'usage' AND i.gpus IS NOT NULL
                   THEN 'a unit costs ' || i.gpus || ' times the planned one: billed per instance of ' || i.gpus
                        || ' GPUs?'
                   WHEN k.alone IS NULL THEN k.remark
                   WHEN NOT k.counted THEN NULL
                   ELSE CASE k.alone WHEN 1 THEN 'not planned: ' ELSE 'not billed: ' END
                        || CASE WHEN k.run_id IS NULL
                                THEN 'the row names no run'
                                     || CASE WHEN NOT EXISTS (SELECT FROM billed AS b WHERE b.run_id IS NOT NULL)
                                             THEN coalesce(', but has a tag "' || (%3$s) || '": run_tag may name it', '')
                                             ELSE '' END
                                ELSE coalesce(e.text, 'not in this month with this SKU price and region') END
                        || coalesce('; ' || k.remark, '') END)
        FROM priced AS k
        CROSS JOIN LATERAL (SELECT k.act - k.est AS difference, 0 * (k.act - k.est) AS none) AS d
        -- a charge without a partner has the price of its own side
        CROSS JOIN LATERAL (
              SELECT CASE WHEN abs(k.covered_price) * greatest(abs(k.est_covered), abs(k.actual_covered)) < 1e17
                          THEN k.covered_price ELSE 0 END AS price) AS p
        CROSS JOIN LATERAL (SELECT round(p.price * k.est_covered, 10) AS est,
                                   round(p.price * k.actual_covered, 10) AS act) AS c
        CROSS JOIN LATERAL (SELECT CASE WHEN k.alone = 1 AND k.by_price
                                        THEN traincost._unit_price(k.act + c.act, k.actual_quantity)
                                        WHEN k.alone = 2 AND k.by_price
                                        THEN traincost._unit_price(k.est + c.est, k.est_quantity) END AS price,
                                   c.act - c.est AS covered) AS a
        -- whether one price gives every amount of both sides, but for rounding
        CROSS JOIN LATERAL (SELECT k.est / nullif(k.est_quantity - k.est_covered, 0) AS est,
                                   k.act / nullif(k.actual_quantity - k.actual_covered, 0) AS act) AS x
        CROSS JOIN LATERAL (SELECT greatest(CASE WHEN k.est_rounded THEN k.est_low ELSE x.est END,
                                            CASE WHEN k.actual_rounded THEN k.actual_low ELSE x.act END)
                                   <= least(CASE WHEN k.est_rounded THEN k.est_high ELSE x.est END,
                                            CASE WHEN k.actual_rounded THEN k.actual_high ELSE x.act END) AS same) AS o
        LEFT JOIN LATERAL traincost._pair_effects(
                      k.est + c.est, k.est_quantity, k.act + c.act, k.actual_quantity,
                      CASE WHEN o.same THEN coalesce(k.est_slack, 0) ELSE 0 END,
                      CASE WHEN o.same THEN coalesce(k.actual_slack, 0) ELSE 0 END) AS v
            ON k.by_price AND k.alone IS NULL
        LEFT JOIN LATERAL (SELECT g.gpus FROM unnest('{2,4,8,16}'::numeric[]) AS g (gpus)
                           WHERE v.est_price > 0
                             AND v.actual_price / v.est_price / g.gpus BETWEEN 0.7 AND 1.4
                             AND k.est_quantity > 0
                                 AND k.actual_quantity * g.gpus / k.est_quantity BETWEEN 0.7 AND 1.4
                           ORDER BY abs(k.actual_quantity * g.gpus / k.est_quantity - 1) LIMIT 1) AS i ON true
        LEFT JOIN reason AS e ON e.no = k.no
    $query$, $1, $2, $3)
$body$;
COMMENT ON FUNCTION traincost._variance_query(text, text, text) IS
'The query of variance over the charges of the estimate and of the actual side, as _cost_parts gives them, and the query of _tag_like_run.';
