-- The query that asks all rules of table focus_rule of a cost table.

-- One pass over the table: rows that are alike in all that rules ask (which columns
-- are null, the values of closed lists, what a row breaks by itself) become one, and
-- the rules are asked of those.  Rules that compare rows have grouping sets of their own.
CREATE FUNCTION traincost._focus_check_query(cost_table regclass, version text, tolerance numeric) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED COST 1000 SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    listed CONSTANT text[] := '{charge_category,charge_class,charge_frequency,pricing_category,commitment_discount_category,commitment_discount_status,capacity_reservation_status,service_category,service_subcategory,billing_currency,pricing_unit,consumed_unit,commitment_discount_unit}';
    priced CONSTANT text[] := '{billed_cost,effective_cost,list_cost,contracted_cost,list_unit_price,contracted_unit_price,pricing_quantity,pricing_unit,consumed_quantity,consumed_unit}';
    known text[];
    columns jsonb;
    row_columns jsonb;
    readers text;
    r record;
    form text;
    forms text[] := '{}';
    form_values text[] := '{}';
    form_notes text[] := '{}';
    flag text;
    note text;
    flags text[] := '{}';
    flag_notes text[] := '{}';
    differences text[] := '{}';
    keys text[] := '{}';
    sides text[] := '{}';
    alike text[];
    grouped text[];
    -- the first never holds: it gives the columns their types, also where no rule can be asked
    tests text[] := ARRAY['(NULL::text, false, NULL::numeric, NULL::text, NULL::text)'];
    bad text;
    money text;
    mark text;
    estimates boolean;
BEGIN
    SELECT coalesce(array_agg(c.name ORDER BY c.name), '{}') INTO known FROM traincost._focus_columns($1, $2) AS c;
    estimates := known @> '{x_estimate_id,x_workload_phase,x_assumptions,sku_id,billed_cost,effective_cost,charge_category}';
    -- how each column is read: an amount or time that is none is null beside its raw value; empty text
    -- becomes null with the group
    SELECT string_agg(CASE
               WHEN c.kind = 'text' THEN format('cost_row.%I::text COLLATE "C" AS %s', c.found, c.name)
               WHEN c.kind = 'amount'
               THEN format(CASE WHEN c.type = 'numeric'::regtype
                                THEN 'traincost._finite_number(cost_row.%1$I) AS %2$s, cost_row.%1$I AS %2$s_raw'
                                WHEN c.type IN ('int8'::regtype, 'int4'::regtype, 'int2'::regtype)
                                THEN 'cost_row.%1$I::numeric AS %2$s, cost_row.%1$I AS %2$s_raw'
                                WHEN c.type IN ('float8'::regtype, 'float4'::regtype)
                                THEN 'traincost._finite_number(cost_row.%1$I::text::numeric) AS %2$s, cost_row.%1$I AS %2$s_raw'
                                ELSE 'traincost._focus_number(cost_row.%1$I::text) AS %2$s, cost_row.%1$I::text AS %2$s_raw' END,
                           c.found, c.name)
               ELSE format(CASE WHEN c.type = 'timestamptz'::regtype THEN 'cost_row.%1$I AT TIME ZONE ''UTC'' AS %2$s, cost_row.%1$I AS %2$s_raw'
                                WHEN c.type IN ('timestamp'::regtype, 'date'::regtype)
                                THEN 'cost_row.%1$I::timestamp AS %2$s, cost_row.%1$I AS %2$s_raw'
                                ELSE 'traincost._focus_time(cost_row.%1$I::text) AS %2$s, cost_row.%1$I::text AS %2$s_raw' END,
                                c.found, c.name) END, ', '),
           jsonb_object_agg(c.name, jsonb_build_object('null', traincost._focus_bit('g.n', c.no::int), 'value', 'g.' || c.name,
                                                       'raw', c.name || CASE c.kind WHEN 'text' THEN '' ELSE '_raw' END,
                                                       'type', c.type::oid)),
           jsonb_object_agg(c.name,
                            jsonb_build_object('null',
                                               format(CASE c.kind
                                                           WHEN 'text' THEN 'coalesce(m.%s, '''') = '''''
                                                           ELSE 'm.%s IS NULL' END,
                                                      c.name),
                                               'value', 'm.' || c.name))
    INTO readers, columns, row_columns
    FROM (SELECT c.*, row_number() OVER (ORDER BY c.name) AS no FROM traincost._focus_columns($1, $2) AS c) AS c;

    FOR r IN
        SELECT * FROM traincost.focus_rule AS f
        WHERE $2 BETWEEN f.first_version AND coalesce(f.last_version, $2)
        ORDER BY f.rule, f.part
    LOOP
        money := 'g.money';
        bad := NULL;
        mark := NULL;
        IF r.requirement = 'present' THEN
            bad := CASE WHEN r.column_name = ANY (known) THEN 'false'
                        ELSE traincost._focus_condition(r.only_where, columns) END;
        ELSIF r.requirement = 'no placeholder' THEN
            -- "Not Applicable" is FOCUS's own word for a charge that no infrastructure hosts
            SELECT coalesce(format('traincost._focus_mask(%L, ', repeat('p', count(*)::int))
                            || string_agg(v.value, ', ') || ') <> 0', 'false'),
                   coalesce(string_agg(format('CASE WHEN traincost._focus_mask(''p'', %s) = 1 THEN concat(%L, m.%s) END',
                                              v.value, c.name || ' ', c.name), ', '), 'NULL::text')
            INTO flag, note
            FROM unnest(known) AS c (name)
            CROSS JOIN LATERAL (SELECT CASE WHEN c.name = 'host_provider_name'
                                            THEN 'nullif(m.host_provider_name::text, ''Not Applicable'')'
                                            ELSE 'm.' || c.name END AS value) AS v
            WHERE c.name !~ '(_cost|_price|_quantity|_period_start|_period_end|^tags|^x_assumptions)$'
              AND NOT c.name = ANY (listed);
            flags := flags || flag;
            mark := 's' || cardinality(flags) || ':';
            flag_notes := flag_notes || (quote_literal(mark || 'placeholder: ') || ' || concat(coalesce(' || note || '))');
            bad := traincost._focus_bit('g.s', cardinality(flags));
        ELSIF (r.column_name = ANY (known)) IS NOT TRUE THEN
            CONTINUE;
        ELSIF r.requirement = 'null' THEN
            bad := format('NOT %s AND %s', columns -> r.column_name ->> 'null', traincost._focus_condition(r.only_where, columns));
        ELSIF r.requirement = 'not null' THEN
            bad := format('%s AND %s%s', columns -> r.column_name ->> 'null', traincost._focus_condition(r.only_where, columns),
                          CASE WHEN r.column_name = ANY (priced) THEN ' AND NOT g.unpriced' END);
        ELSIF r.requirement IN ('one of', 'not one of') AND r.column_name = ANY (listed) THEN
            bad := format('(g.%s = ANY (%L)) IS %s AND %s', r.column_name, string_to_array(r.argument, '|'),
                          CASE r.requirement WHEN 'one of' THEN 'FALSE' ELSE 'TRUE' END,
                          traincost._focus_condition(r.only_where, columns));
        ELSIF r.requirement = 'unit' THEN
            bad := format('g.%s !~ ''^([0-9]+ )?[A-Za-z%%%%][A-Za-z0-9 ._%%%%-]*(/([0-9]+ )?[A-Za-z][A-Za-z0-9 ._-]*)?$''', r.column_name);
        ELSIF r.requirement = 'service pair' AND 'service_category' = ANY (known) THEN
            bad := 'g.service_subcategory IS NOT NULL AND traincost._is_focus_service(g.service_category, g.service_subcategory) IS NOT TRUE';
        ELSIF r.requirement = 'one per' AND r.argument = ANY (known) THEN
            IF NOT r.column_name = ANY (keys) THEN keys := keys || r.column_name; END IF;
            IF NOT r.argument = ANY (sides) THEN sides := sides || r.argument; END IF;
            bad := format('g.kind = %L AND g.%s IS NOT NULL AND g.least_%s <> g.most_%s', r.column_name, r.column_name, r.argument, r.argument);
        ELSIF r.requirement = 'zero if covered' AND estimates THEN
            bad := 'g.kind = ''estimate'' AND g.x_estimate_id IS NOT NULL AND g.covered AND g.purchases > 0';
        ELSIF traincost._focus_difference(r.requirement, r.argument, r.column_name, known) IS NOT NULL THEN
            differences := differences || traincost._focus_difference(r.requirement, r.argument, r.column_name, known);
            flag := format('m.d%1$s > 0 AND m.d%1$s >= %2$s AND %3$s', cardinality(differences), $3,
                           traincost._focus_condition(r.only_where, row_columns));
            flags := flags || flag;
            mark := 's' || cardinality(flags) || ':';
            flag_notes := flag_notes || CASE r.requirement
                                             WHEN 'product'
                                             THEN format('concat(%L, m.%s, '' is not '', m.%s, '' x '', m.%s)',
                                                         mark || r.column_name || ' ', r.column_name,
                                                         split_part(r.argument, '*', 1), split_part(r.argument, '*', 2))
                                             WHEN 'same'
                                             THEN format('concat(%L, m.%s, %L, m.%s)', mark || r.column_name || ' ',
                                                         r.column_name, ' is not ' || r.argument || ' ', r.argument)
                                             ELSE format('concat(%L, m.%s)', mark || r.column_name || ' ',
                                                         r.column_name) END;
            bad := format('%s AND %s', traincost._focus_bit('g.s', cardinality(flags)),
                          traincost._focus_condition(r.only_where, columns));
            money := format('g.d%s', cardinality(differences));
        ELSE
            form := traincost._focus_form(r.requirement, (columns -> r.column_name ->> 'type')::oid::regtype);
            flag := traincost._focus_flag(r.requirement, r.argument, r.column_name, known);
            IF form = '' THEN
                bad := 'false';
            ELSIF form IS NOT NULL THEN
                forms := forms || form;
                form_values := form_values || (columns -> r.column_name ->> 'raw');
                mark := 'f' || r.column_name || ':';
                form_notes := form_notes || format('concat(%L, p.%s)', mark || r.column_name || ' ', columns -> r.column_name ->> 'raw');
                bad := format('%s AND %s', traincost._focus_bit('g.f', cardinality(forms)),
                              traincost._focus_condition(r.only_where, columns));
            ELSIF flag IS NOT NULL THEN
                flags := flags || CASE WHEN r.only_where <> ''
                                       THEN format('%s AND %s', traincost._focus_condition(r.only_where, row_columns),
                                                   flag)
                                       ELSE flag END;
                mark := 's' || cardinality(flags) || ':';
                flag_notes := flag_notes || format('concat(%L, m.%s)', mark || r.column_name || ' ', r.column_name);
                bad := format('%s AND %s', traincost._focus_bit('g.s', cardinality(flags)),
                              traincost._focus_condition(r.only_where, columns));
            END IF;
        END IF;
        CONTINUE WHEN bad IS NULL;
        tests := tests || format('(%L, %s, %s, %s, %L)', r.rule,
                                 CASE WHEN r.requirement IN ('one per', 'zero if covered') THEN bad
                                      ELSE 'g.kind = ''row'' AND ' || bad END,
                                 money,
                                 CASE WHEN r.column_name = ANY (listed) AND r.column_name = ANY (known)
                                      THEN format('%L || coalesce(g.%s, ''is null'')', r.column_name || ' ',
                                                  r.column_name)
                                      WHEN r.requirement = 'one per'
                                      THEN format('concat(%L, g.%s, '' has '', g.least_%s, '' and '', g.most_%s)',
                                                  r.column_name || ' ', r.column_name, r.argument, r.argument)
                                      WHEN r.requirement IN ('null', 'not null', 'present')
                                      THEN quote_literal(r.column_name || CASE r.requirement
                                                                               WHEN 'null' THEN ' is not null'
                                                                               WHEN 'present' THEN ' is no column'
                                                                               ELSE ' is null' END)
                                      ELSE 'NULL::text' END,
                                 mark);
    END LOOP;

    -- what rows are alike in
    SELECT array_agg(a.name) INTO alike
    FROM (SELECT l.name FROM (SELECT unnest(listed) INTERSECT SELECT unnest(known)) AS l (name)
          UNION ALL SELECT 'unpriced'
          UNION ALL SELECT 'n' || i FROM generate_series(0, greatest(cardinality(known) - 1, 0) / 60) AS i
          UNION ALL SELECT 'f' || i FROM generate_series(0, greatest(cardinality(forms) - 1, 0) / 60) AS i
          UNION ALL SELECT 's' || i FROM generate_series(0, greatest(cardinality(flags) - 1, 0) / 60) AS i) AS a;
    grouped := alike || keys || sides || CASE WHEN estimates THEN '{x_estimate_id,sku_id,x_workload_phase,x_assumptions}'::text[] END;
    RETURN format($query$
        WITH alike AS MATERIALIZED (
            -- workers share the rows: what is alike is counted here, what grouping sets compare is left
            -- for the few groups
            SELECT %14$s, count(*) AS rows, sum(p.money) AS money,
                   min(CASE WHEN %2$s THEN p.described
                            ELSE array_to_string(ARRAY[coalesce(p.described, ''), %3$s]::text[], chr(31)) END
                       COLLATE "C") AS example%4$s
            FROM (SELECT m.*, %5$s
                  FROM (SELECT v.*, %6$s
                        FROM (SELECT %7$s FROM %8$s AS cost_row OFFSET bigint '0') AS v
                        OFFSET bigint '0') AS m
                  OFFSET bigint '0') AS p
            GROUP BY %1$s
        ), g AS MATERIALIZED (
            SELECT %9$s AS kind, sum(p.rows)::bigint AS rows, sum(p.money) AS money,
                   min(p.example COLLATE "C") AS example, %10$s
            FROM alike AS p
            GROUP BY GROUPING SETS ((%11$s)%12$s)
        )
        SELECT f.rule, sum(f.rows)::bigint AS rows, sum(f.money) AS money, min(f.example COLLATE "C") AS example
        FROM (SELECT t.rule, g.rows, max(t.money) AS money,
                     min(concat_ws(', ', coalesce(t.note, traincost._focus_note(g.example, t.begins)),
                                   nullif(split_part(g.example, chr(31), 1), '')) COLLATE "C") AS example
              FROM (SELECT g.*, row_number() OVER () AS no FROM g) AS g
              CROSS JOIN LATERAL (VALUES %13$s) AS t (rule, bad, money, note, begins)
              WHERE t.bad
              GROUP BY t.rule, g.no, g.rows) AS f
        GROUP BY f.rule
    $query$,
        -- 1 what the groups of the first step are alike in
        (SELECT string_agg(DISTINCT 'p.' || a, ', ') FROM unnest(grouped) AS a),
        -- 2, 3 what an example of a row that breaks a rule by itself shows
        (SELECT string_agg(format('p.%s = 0', a), ' AND ') FROM unnest(alike) AS a WHERE a ~ '^[fs][0-9]'),
        concat_ws(', ', 'NULL', (SELECT string_agg(format('CASE WHEN %s THEN %s END', f.bits, f.note), ', ' ORDER BY f.no)
                                     FROM (SELECT n.note,
                                                  string_agg(traincost._focus_bit('p.f', n.no::int), ' OR ') AS bits,
                                                  min(n.no) AS no
                                           FROM unnest(form_notes) WITH ORDINALITY AS n (note, no)
                                           GROUP BY n.note) AS f),
                  (SELECT string_agg(format('CASE WHEN %s THEN %s END', traincost._focus_bit('p.s', f.no::int),
                                            replace(f.note, 'm.', 'p.')),
                                     ', ')
                   FROM unnest(flag_notes) WITH ORDINALITY AS f (note, no))),
        -- 4 sums of the first step
        CASE WHEN estimates
             THEN ', bool_or(p.charge_category = ''Usage'' AND p.billed_cost = 0 AND p.effective_cost <> 0) AS covered, count(*) FILTER (WHERE p.charge_category = ''Purchase'' AND p.effective_cost <> 0) AS purchases'
             ELSE '' END
            || coalesce((SELECT string_agg(format(', sum(p.d%1$s) FILTER (WHERE p.d%1$s > 0 AND p.d%1$s >= %2$s) AS d%1$s',
                                                  i, $3),
                                           '')
                         FROM generate_series(1, cardinality(differences)) AS i),
                        ''),
        -- 5 flags
        coalesce((SELECT string_agg(format('(%s) AS s%s', c.sum, c.chunk), ', ') FROM (
            SELECT (f.no - 1) / 60 AS chunk,
                   string_agg(format('CASE WHEN %s THEN %s::bigint ELSE 0 END', f.flag,
                                     1::bigint << ((f.no - 1) % 60)::int),
                              ' | ') AS sum
            FROM unnest(flags) WITH ORDINALITY AS f (flag, no) GROUP BY 1) AS c), '0::bigint AS s0'),
        -- 6 nulls, forms, differences, whether an estimate has no price
        concat_ws(', ',
                  traincost._focus_masks('n', array_fill('e'::text, ARRAY[cardinality(known)]),
                                         (SELECT array_agg(columns -> c ->> 'raw' ORDER BY c) FROM unnest(known) AS c)),
                  traincost._focus_masks('f', forms, form_values),
                  (SELECT string_agg(format('%s AS d%s', d.difference, d.no), ', ')
                   FROM unnest(differences) WITH ORDINALITY AS d (difference, no)),
                  CASE WHEN known @> '{x_estimate_id,effective_cost,list_unit_price,pricing_quantity}'
                       THEN 'v.x_estimate_id <> '''' AND coalesce(v.effective_cost_raw::text, '''') = '''' AND (coalesce(v.list_unit_price_raw::text, '''') = '''' OR coalesce(v.pricing_quantity_raw::text, '''') = '''')'
                       ELSE 'false' END || ' AS unpriced',
                  CASE WHEN 'billed_cost' = ANY (known) THEN 'abs(v.billed_cost)'
                       ELSE 'NULL::numeric' END || ' AS money',
                  CASE WHEN 'charge_description' = ANY (known) THEN 'nullif(v.charge_description, '''')'
                       WHEN 'charge_period_start' = ANY (known) THEN 'v.charge_period_start_raw::text'
                       ELSE 'NULL::text' END || ' AS described'),
        coalesce(readers, 'NULL::text AS nothing'), $1,
        -- 9 which grouping set a group is of
        'CASE ' || coalesce((SELECT string_agg(format('WHEN grouping(p.%s) = 0 AND grouping(p.n0) = 1 THEN %L', k, k),
                                               ' ')
                             FROM unnest(keys) AS k),
                            '')
               || CASE WHEN estimates THEN ' WHEN grouping(p.x_workload_phase) = 0 AND grouping(p.n0) = 1 THEN ''estimate''' ELSE '' END
               || ' WHEN grouping(p.n0) = 0 THEN ''row'' END',
        -- 10 what a group shows
        (SELECT string_agg('p.' || a, ', ') FROM unnest(alike || keys) AS a)
            || coalesce((SELECT string_agg(format(', min(p.%1$s COLLATE "C")%2$s AS least_%1$s, max(p.%1$s COLLATE "C")%2$s AS most_%1$s', s,
                                              -- a service may be Other beside its category: where none suits
                                              CASE WHEN s LIKE 'service%%'
                                                   THEN format(' FILTER (WHERE p.%s NOT LIKE ''Other%%'')', s) END),
                                              '')
                                              FROM unnest(sides) AS s), '')
            || CASE WHEN estimates THEN ', p.x_estimate_id, bool_or(p.covered) AS covered, sum(p.purchases) AS purchases' ELSE '' END
            || coalesce((SELECT string_agg(format(', sum(p.d%1$s) AS d%1$s', i), '')
                         FROM generate_series(1, cardinality(differences)) AS i),
                        ''),
        -- 11, 12 the grouping sets
        (SELECT string_agg('p.' || a, ', ') FROM unnest(alike) AS a),
        coalesce((SELECT string_agg(format(', (p.%s)', k), '') FROM unnest(keys) AS k), '')
        || CASE WHEN estimates THEN ', (p.x_estimate_id, p.sku_id, p.x_workload_phase, p.x_assumptions)' ELSE '' END,
        array_to_string(tests, ', '),
        -- 14 empty text is null from here on
        (SELECT string_agg(DISTINCT CASE WHEN a ~ '^[nfs][0-9]+$|^unpriced$' THEN 'p.' || a
                                         ELSE format('nullif(p.%1$s, '''') AS %1$s', a) END,
                           ', ')
         FROM unnest(grouped) AS a));
END $body$;
COMMENT ON FUNCTION traincost._focus_check_query(regclass, text, numeric) IS
'The query of focus_check: for each rule that rows of the table break, how many, with how much money, and an example.';

