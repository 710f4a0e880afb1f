-- How a cost table is read: its columns whatever their casing and types, its
-- charges by what they are, its periods by months.

CREATE FUNCTION traincost._refuse_value(cost_table text, column_name text, wanted text, value text,
                                        cost_row text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'column "%" of cost table % must be %, not %', $2, $1, $3, coalesce(quote_literal(traincost._shown($4)), 'NULL')
        USING ERRCODE = 'invalid_parameter_value', DETAIL = coalesce('Row: ' || left($5, 400), 'The row is not known.'),
              HINT = format('Load amounts as numeric and times as timestamptz; SELECT * FROM traincost.focus_check(%L) tells more.', $1);
END $$;
COMMENT ON FUNCTION traincost._refuse_value(text, text, text, text, text) IS
'Raises 22023: the column, what it must be, its value and its row.';

-- The part of an amount that falls into a month of its period, by time.  Shares
-- are counted from the period's start, round(x * up_to) - round(x * since), so
-- that they sum exactly to the amount.
CREATE FUNCTION traincost._part_of_month(amount numeric, starts timestamp, ends timestamp, cut timestamp,
                                         months_later int, digits int) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p.until >= $3 THEN $1
                ELSE round($1 * extract(epoch FROM p.until - $2)::numeric / p.seconds, p.digits) END
           - round($1 * extract(epoch FROM p.since - $2)::numeric / p.seconds, p.digits)
    FROM (SELECT greatest(m.month, $2) AS since, least(m.month + interval '1 month', $3, $4) AS until,
                 extract(epoch FROM $3 - $2)::numeric AS seconds, greatest(scale($1), $6) AS digits
          FROM (SELECT date_trunc('month', $2) + $5 * interval '1 month' AS month) AS m) AS p
$$;
COMMENT ON FUNCTION traincost._part_of_month(numeric, timestamp, timestamp, timestamp, int, int) IS
'The part of an amount that falls into the months_later-th UTC month of its period, up to cut (NULL: none), by time, rounded to digits or to the amount''s own. The parts of all months sum exactly to the amount.';

CREATE FUNCTION traincost._cost_value(cost_table regclass, name text, kind text, strict boolean) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found CONSTANT text := traincost._focus_column($1, $2);
    type regtype;
    refused text;
BEGIN
    IF found IS NULL THEN
        RETURN 'NULL::' || CASE $3 WHEN 'amount' THEN 'numeric' WHEN 'time' THEN 'timestamp' ELSE 'text' END;
    END IF;
    SELECT a.atttypid INTO type FROM pg_attribute AS a WHERE a.attrelid = $1 AND a.attname = found;
    refused := format('traincost._refuse_value(%L, %L, %L, cost_row.%I::text, cost_row::text)', $1, found,
                      CASE $3 WHEN 'amount' THEN 'a finite number' ELSE 'a finite time in UTC, such as 2026-09-01T00:00:00Z' END, found);
    RETURN CASE
        WHEN $3 = 'text' THEN
            format('CASE WHEN cost_row.%1$I::text NOT IN ('''', ''NULL'', ''null'', ''Null'') THEN cost_row.%1$I::text END', found)
        WHEN $3 = 'amount' AND type IN ('numeric'::regtype, 'int8'::regtype, 'int4'::regtype, 'int2'::regtype)
        THEN format('cost_row.%I::numeric', found)
        WHEN $3 = 'time' AND type = 'timestamptz'::regtype THEN format('(cost_row.%I AT TIME ZONE ''UTC'')', found)
        WHEN $3 = 'time' AND type IN ('timestamp'::regtype, 'date'::regtype) THEN format('cost_row.%I::timestamp', found)
        -- text is cast as it comes; where that fails, the strict query names the row
        WHEN $3 = 'amount' AND NOT $4 THEN
            format('CASE WHEN cost_row.%1$I::text NOT IN ('''', ''NULL'', ''null'', ''Null'') THEN cost_row.%1$I::text::numeric END', found)
        WHEN $3 = 'time' AND NOT $4 THEN
            format('CASE WHEN substr(cost_row.%1$I::text, 5, 1) = ''-'' THEN cost_row.%1$I::text::timestamptz AT TIME ZONE ''UTC''
                         WHEN cost_row.%1$I::text NOT IN ('''', ''NULL'', ''null'', ''Null'') THEN %2$s::timestamp END', found, refused)
        WHEN $3 = 'amount' THEN
            format('CASE WHEN cost_row.%1$I::text ~ ''^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})? *$'' THEN cost_row.%1$I::text::numeric
                         WHEN cost_row.%1$I::text NOT IN ('''', ''NULL'', ''null'', ''Null'') THEN %2$s::numeric END', found, refused)
        ELSE
            format('CASE WHEN cost_row.%1$I::text ~ ''^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?( ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?)?$''
                              AND right(left(cost_row.%1$I::text, 10), 2)::int <= extract(day FROM (left(cost_row.%1$I::text, 7) || ''-01'')::date + interval ''1 month -1 day'')
                         THEN cost_row.%1$I::text::timestamptz AT TIME ZONE ''UTC''
                         WHEN cost_row.%1$I::text NOT IN ('''', ''NULL'', ''null'', ''Null'') THEN %2$s::timestamp END', found, refused)
    END;
END $$;
COMMENT ON FUNCTION traincost._cost_value(regclass, text, text, boolean) IS
'How to read a FOCUS column of a cost table, as SQL over its alias cost_row: an amount as numeric, a time as timestamp in UTC (under the time zone UTC), anything else as text. Empty text and the word null are NULL. strict: what is no finite amount or time raises an error that names it; else the cast''s own. NULL of its type: there is no such column.';

-- Some clouds export tags as a list of keys and values, or without the braces.
CREATE FUNCTION traincost._tag_of_list(tags text, key text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 ~ E'^\\s*\\[' AND traincost._focus_mask('o', '{"tags": ' || $1 || '}') = 0
                THEN (SELECT min(e.tag ->> 'value')
                      FROM json_array_elements($1::json) AS e (tag)
                      WHERE json_typeof(e.tag) = 'object' AND e.tag ->> 'key' = $2)
                WHEN $1 ~ E'^\\s*"' AND traincost._focus_mask('o', '{' || $1 || '}') = 0 THEN ('{' || $1 || '}')::json ->> $2
                WHEN $1 ~ E'^\\s+[{]' AND traincost._focus_mask('o', $1) = 0 THEN $1::json ->> $2 END
$$;
COMMENT ON FUNCTION traincost._tag_of_list(text, text) IS
'The value of a tag in a text that is no plain JSON object: a list of objects with key and value, as Google''s exports have it, or pairs without braces, as Azure''s cost files have it. NULL: there is no such tag, or the text is none of these.';

-- The run of a row: the column run_id, else its tag.
CREATE FUNCTION traincost._cost_run(cost_table regclass, run_tag text, strict boolean) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run CONSTANT text := traincost._cost_value($1, 'run_id', 'text', $3);
    tags CONSTANT text := traincost._focus_column($1, 'tags');
    type regtype;
BEGIN
    IF tags IS NULL OR $2 IS NULL THEN
        RETURN run;
    END IF;
    SELECT a.atttypid INTO type FROM pg_attribute AS a WHERE a.attrelid = $1 AND a.attname = tags;
    -- many rows of a large bill have no such tag
    RETURN format(CASE WHEN type IN ('jsonb'::regtype, 'json'::regtype)
                       THEN 'coalesce(%1$s, cost_row.%2$I ->> %3$L, traincost._tag_of_list(cost_row.%2$I::text, %3$L))'
                       ELSE 'coalesce(%1$s, CASE WHEN strpos(cost_row.%2$I::text, %3$L) = 0 THEN NULL
                                                 WHEN left(cost_row.%2$I::text, 1) = ''{'' %4$s THEN cost_row.%2$I::text::json ->> %3$L
                                                 ELSE traincost._tag_of_list(cost_row.%2$I::text, %3$L) END)' END, run, tags, $2,
                  CASE WHEN $3 THEN format('AND traincost._focus_mask(''o'', cost_row.%I::text) = 0', tags) END);
END $$;
COMMENT ON FUNCTION traincost._cost_run(regclass, text, boolean) IS
'SQL for the run of a cost table''s row: the column run_id or x_run_id, else the tag run_tag. Tags that are no JSON name none.';

-- Clouds write tags of people's with a prefix or in capitals.
CREATE FUNCTION traincost._tag_like_run(cost_table regclass, run_tag text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $body$
    SELECT coalesce(CASE WHEN traincost._focus_column($1, 'tags') IS NOT NULL THEN format($query$
        SELECT min(k.key[1])
        FROM (SELECT left(cost_row.%I::text, 10000) AS tags FROM %s AS cost_row LIMIT 1000) AS t
        CROSS JOIN LATERAL regexp_matches(t.tags, '"([^"]{1,200})" *:', 'g') AS k (key)
        WHERE regexp_replace(lower(k.key[1]), '[^a-z0-9]', '', 'g') LIKE '%%' || %L AND k.key[1] <> %L
    $query$, traincost._focus_column($1, 'tags'), $1, nullif(regexp_replace(lower($2), '[^a-z0-9]', '', 'g'), ''), $2) END,
                    'SELECT NULL::text')
$body$;
COMMENT ON FUNCTION traincost._tag_like_run(regclass, text) IS
'A query for a tag in a cost table''s first rows that may be run_tag in another spelling: in other case, with a prefix. NULL from it: none is.';

-- The charges of a cost table by what they are, key and month, as SQL.
CREATE FUNCTION traincost._cost_parts(cost_table regclass, estimated boolean, cost text, through date, run_tag text,
                                      by_day boolean, strict boolean) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED COST 1000 SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    needed CONSTANT text[] := '{service_provider_name,sku_price_id,region_id,charge_period_start,billing_currency,pricing_unit,pricing_quantity}';
    lacking text;
    cut CONSTANT text := coalesce(quote_literal((CASE WHEN $4 < '10000-01-01' THEN $4 END + 1)::timestamp) || '::timestamp', 'NULL::timestamp');
BEGIN
    IF $3 IN ('billed', 'effective', 'list', 'contracted') IS NOT TRUE THEN
        RAISE EXCEPTION 'argument "cost" must be billed, effective, list or contracted, not %', coalesce(quote_literal(traincost._shown($3)), 'NULL')
            USING ERRCODE = 'invalid_parameter_value',
                HINT = 'billed is cash, effective what was used; list is before discounts, contracted after them.';
    ELSIF $4 >= '10000-01-01' OR NOT isfinite($4) THEN
        RAISE EXCEPTION 'argument "through" must be a finite date before the year 10000, not %', $4
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Write the last day that counts; NULL counts all.';
    ELSIF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = $1) IN ('r', 'v', 'm', 'f', 'p') IS NOT TRUE THEN
        RAISE EXCEPTION 'a cost table must be a table or view, not %', $1
            USING ERRCODE = 'invalid_parameter_value', HINT = 'See traincost.focus_estimate for the columns of a cost table.';
    END IF;
    SELECT string_agg(n, ', ') INTO lacking
    FROM unnest(needed || ($3 || '_cost')) AS n
    WHERE traincost._focus_column($1, n) IS NULL;
    IF lacking IS NOT NULL THEN
        RAISE EXCEPTION 'cost table % lacks columns: %', $1, lacking
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Pass a view with these columns, in snake_case or PascalCase; a value that the table does not have is NULL there.'
                         -- which of its costs can be compared
                         || coalesce((SELECT ' Or compare the cost that it has: cost => ''' || min(c) || '''.'
                                      FROM unnest('{billed,effective,contracted,list}'::text[]) AS c
                                      WHERE lacking = $3 || '_cost'
                                        AND traincost._focus_column($1, c || '_cost') IS NOT NULL), '');
    END IF;
    -- Rows of one key and period are summed first, and then split at the months.
    -- OFFSET keeps an inner query's expressions from being computed once for each use; only the constant
    -- bigint '0' (not 0, an integer to be cast) lets workers share the scan.
    RETURN format($query$
        SELECT %L::boolean AS estimated, p.charge, p.provider, p.sku_price_id, p.region, p.run_id, p.currency, p.unit,
               CASE WHEN i.later = 0 THEN p.month ELSE (p.month + i.later * interval '1 month')::date END AS month,
               CASE WHEN i.later = 0 THEN p.day ELSE (p.month + i.later * interval '1 month')::date END AS day,
               p.priced_on, p.rows, p.costs,
               -- amounts in whole cents, or whole yen, are rounded ones; any price from low to high gives each of them
               p.cost = round(p.cost, traincost._currency_digits(p.currency)) AND p.unpriced = 0 AS rounded,
               p.rows * traincost._half_unit(p.currency) AS slack, p.low, p.high,
               CASE WHEN p.starts IS NULL THEN p.cost
                    ELSE traincost._part_of_month(p.cost, p.starts, p.ends, %s, i.later, 10) END AS cost,
               CASE WHEN p.starts IS NULL THEN p.quantity
                    ELSE traincost._part_of_month(p.quantity, p.starts, p.ends, %s, i.later, 6) END AS quantity,
               CASE WHEN p.starts IS NULL THEN p.covered
                    ELSE traincost._part_of_month(p.covered, p.starts, p.ends, %s, i.later, 6) END AS covered
        FROM (SELECT c.charge, c.provider, c.sku_price_id, c.region, c.run_id, c.currency, c.unit,
                     CASE WHEN NOT w.whole THEN c.starts END AS starts, CASE WHEN NOT w.whole THEN c.ends END AS ends,
                     date_trunc('month', c.starts)::date AS month, CASE WHEN %L THEN c.starts::date END AS day,
                     (min(c.priced_on) FILTER (WHERE isfinite(c.priced_on)))::date AS priced_on, count(*) AS rows,
                     count(c.cost) AS costs, sum(c.cost) AS cost,
                     sum(c.quantity) FILTER (WHERE c.charge = 'usage' OR c.charge = 'purchase') AS quantity,
                     coalesce(sum(c.quantity) FILTER (WHERE c.charge = 'usage' AND c.prepaid), 0) AS covered,
                     count(*) FILTER (WHERE (c.quantity <> 0) IS NOT TRUE AND abs(c.cost) > c.half) AS unpriced,
                     max((c.cost - c.half * sign(c.quantity)) / nullif(c.quantity, 0))
                         FILTER (WHERE c.charge = 'usage' AND c.prepaid IS NOT TRUE OR c.charge = 'purchase') AS low,
                     min((c.cost + c.half * sign(c.quantity)) / nullif(c.quantity, 0))
                         FILTER (WHERE c.charge = 'usage' AND c.prepaid IS NOT TRUE OR c.charge = 'purchase') AS high
              FROM (SELECT b.*, traincost._half_unit(b.currency) AS half,
                           -- cash: hours that a commitment paid for beforehand
                           b.committed AND b.cost = 0 AND %L = 'billed' AS prepaid, CASE
                           WHEN isfinite(b.starts) IS NOT TRUE
                           THEN traincost._refuse_value(%L, 'charge_period_start', 'a finite time in UTC',
                                                        b.starts::text, b.row)
                           WHEN isfinite(b.ends) IS FALSE OR b.ends < b.starts
                           THEN traincost._refuse_value(%L, 'charge_period_end', 'finite and not before charge_period_start',
                                                        b.ends::text, b.row)
                           WHEN b.cost - b.cost <> 0 OR %L AND abs(b.cost) >= 1e18
                           THEN traincost._refuse_value(%L, %L, 'a finite number below 1e18', b.cost::text, b.row)
                           WHEN b.quantity - b.quantity <> 0 OR %L AND abs(b.quantity) >= 1e18
                           THEN traincost._refuse_value(%L, 'pricing_quantity', 'a finite number below 1e18',
                                                        b.quantity::text, b.row)
                           WHEN b.category = 'Usage' AND b.class IS NULL AND b.unused IS NOT TRUE THEN 'usage'
                           WHEN lower(b.category) = 'tax' THEN 'tax'
                           WHEN lower(b.category) = 'credit' THEN 'credit'
                           WHEN lower(b.category) = 'adjustment' THEN 'adjustment'
                           WHEN lower(b.category) NOT IN ('usage', 'purchase') THEN 'other'
                           WHEN lower(b.class) = 'correction' THEN 'refund'
                           WHEN b.unused THEN 'unused commitment'
                           WHEN lower(b.category) = 'purchase' THEN CASE WHEN b.committed THEN 'commitment' ELSE 'purchase' END
                           -- a table without categories: what is negative was not used
                           WHEN b.category IS NULL AND b.cost < 0 THEN 'credit'
                           ELSE 'usage' END AS charge
                    FROM (SELECT %s AS provider, %s AS sku_price_id, %s AS region, %s AS run_id, %s AS currency,
                                 %s AS unit, %s AS starts, %s AS ends,
                                 %s AS cost, %s AS quantity, %s AS category, %s AS class, %s AS frequency,
                                 %s IS NOT NULL AS committed,
                                 %s IN ('Unused', 'unused') OR %s IN ('Unused', 'unused') AS unused, %s AS priced_on, %s AS row
                          FROM %s AS cost_row OFFSET bigint '0') AS b OFFSET bigint '0') AS c
              -- what is bought at once is of the day it starts; what recurs is of its days
              CROSS JOIN LATERAL (SELECT c.ends <= least(date_trunc('month', c.starts) + interval '1 month', %s)
                                         OR c.ends IS NULL
                                         OR c.ends = c.starts
                                         OR (c.charge = 'purchase' OR c.charge = 'commitment')
                                            AND (c.frequency IN ('Recurring', 'recurring')) IS NOT TRUE
                                         OR coalesce(c.frequency IN ('One-Time', 'one-time'), false) AS whole) AS w
              WHERE (c.starts < %s) IS NOT FALSE
              GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) AS p
        CROSS JOIN LATERAL (SELECT least(p.ends, %s) - interval '1 microsecond' AS last) AS t
        CROSS JOIN LATERAL generate_series(0, CASE WHEN p.starts IS NULL THEN 0 ELSE
                   (extract(year FROM t.last) * 12 + extract(month FROM t.last) - extract(year FROM p.starts) * 12
                    - extract(month FROM p.starts))::int END) AS i (later)
    $query$, $2, cut, cut, cut, $6, $3, $1, $1, $7, $1, $3 || '_cost', $7, $1,
        traincost._cost_value($1, 'service_provider_name', 'text', $7), traincost._cost_value($1, 'sku_price_id', 'text', $7),
        traincost._cost_value($1, 'region_id', 'text', $7), traincost._cost_run($1, $5, $7),
        traincost._cost_value($1, 'billing_currency', 'text', $7),
        traincost._cost_value($1, 'pricing_unit', 'text', $7), traincost._cost_value($1, 'charge_period_start', 'time', $7),
        traincost._cost_value($1, 'charge_period_end', 'time', $7), traincost._cost_value($1, $3 || '_cost', 'amount', $7),
        traincost._cost_value($1, 'pricing_quantity', 'amount', $7), traincost._cost_value($1, 'charge_category', 'text', $7),
        traincost._cost_value($1, 'charge_class', 'text', $7), traincost._cost_value($1, 'charge_frequency', 'text', $7),
        traincost._cost_value($1, 'commitment_discount_id', 'text', $7), traincost._cost_value($1, 'commitment_discount_status', 'text', $7),
        traincost._cost_value($1, 'capacity_reservation_status', 'text', $7),
        CASE WHEN $2 AND $6 THEN traincost._cost_value($1, 'x_as_of', 'time', $7) ELSE 'NULL::timestamp' END,
        CASE WHEN $7 THEN 'cost_row::text' ELSE 'NULL::text' END, $1,
        cut, cut, cut);
END $body$;
COMMENT ON FUNCTION traincost._cost_parts(regclass, boolean, text, date, text, boolean, boolean) IS
'A query over a cost table that sums its charges by kind, key and UTC month (and day), rows across months split by their time, up to the end of the day through. What variance reads of either side. strict: errors name the row.';
