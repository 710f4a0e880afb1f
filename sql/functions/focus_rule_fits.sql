-- Which rules focus_check can ask: one that it cannot would stop it for everybody.

CREATE FUNCTION traincost._focus_rule_fits(requirement text, column_name text, argument text,
                                           only_where text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 50 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce($2, 'none') ~ '^[a-z][a-z0-9_]*$' AND coalesce(CASE
               WHEN $1 = 'present' THEN $2 IS NOT NULL
               WHEN $1 = 'text' OR $1 = 'currency format' OR $1 = 'json' OR $1 = 'json object' THEN NOT k.amount AND NOT k.time
               WHEN $1 = 'number' OR $1 = 'number format' OR $1 = 'not negative' OR $1 = 'zero' THEN k.amount
               WHEN $1 = 'time' OR $1 = 'time format' THEN k.time
               WHEN $1 = 'same' THEN k.amount AND $3 ~ '^[a-z][a-z0-9_]*_(cost|price|quantity)$'
               WHEN $1 = 'product' THEN k.amount AND $3 ~ '^[a-z][a-z0-9_]*_(cost|price|quantity)[*][a-z][a-z0-9_]*_(cost|price|quantity)$'
               WHEN $1 = 'after' THEN k.time AND $3 ~ '^[a-z][a-z0-9_]*_period_(start|end)$'
               WHEN $1 = 'equal' OR $1 = 'one per'
               THEN NOT k.amount
                    AND NOT k.time
                    AND $3 ~ '^[a-z][a-z0-9_]*$'
                    AND $3 !~ '_(cost|price|quantity|period_start|period_end)$'
               WHEN $1 = 'json path' THEN NOT k.amount AND NOT k.time AND $3 ~ '^(strict |lax )?[!$(]' AND $3::jsonpath IS NOT NULL
               WHEN $1 = 'keys' THEN NOT k.amount AND NOT k.time AND $3 IS NOT NULL
               WHEN $1 = 'unit' THEN $2 ~ '_unit$' AND $2 ~ l.listed
               ELSE $1 = ANY ('{not null,"null",one of,not one of,service pair,zero if covered,no placeholder,no duplicate,custom columns,custom columns last}') END, false)
           AND coalesce($4 ~ format('^ *(%1$s)( *& *(%1$s))* *$', '[a-z][a-z0-9_]*!?=(NULL|EMPTY)|(' || l.listed || ')!?=[^&=]+'), true)
    FROM (SELECT $2 ~ '_(cost|price|quantity)$' AS amount, $2 ~ '_period_(start|end)$' AS time) AS k,
         -- those whose values _focus_check_query keeps (listed)
         (SELECT 'charge_category|charge_class|charge_frequency|pricing_category|commitment_discount_category|commitment_discount_status|capacity_reservation_status|service_category|service_subcategory|billing_currency|pricing_unit|consumed_unit|commitment_discount_unit'
                     AS listed) AS l
$$;
COMMENT ON FUNCTION traincost._focus_rule_fits(text, text, text, text) IS
'Whether focus_check can ask a rule of table focus_rule: a requirement that it knows, amounts of amounts, times of times, text of text, and values of closed lists alone.';
