-- What the rules of table focus_rule say of one column or row, as SQL over a cost table.

-- A condition of a rule, such as charge_category=Usage|Purchase & charge_class!=Correction,
-- as SQL over the columns that are there; what is not there is NULL, but not EMPTY.
CREATE FUNCTION traincost._focus_condition(condition text, columns jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(string_agg(CASE
               WHEN c.column_there IS NULL THEN CASE WHEN c.negated = (c.value = 'NULL') THEN 'false' ELSE 'true' END
               WHEN c.value = 'NULL' OR c.value = 'EMPTY' THEN CASE WHEN c.negated THEN 'NOT ' ELSE '' END || (c.column_there ->> 'null')
               ELSE format(CASE WHEN c.negated THEN '(%s = ANY (%L)) IS NOT TRUE' ELSE '(%s = ANY (%L)) IS TRUE' END,
                           c.column_there ->> 'value', string_to_array(c.value, '|')) END, ' AND '), 'true')
    FROM (SELECT $2 -> rtrim(split_part(trim(t.clause), '=', 1), '!') AS column_there,
                 split_part(trim(t.clause), '=', 2) AS value, strpos(t.clause, '!=') > 0 AS negated
          FROM unnest(string_to_array(nullif($1, ''), '&')) AS t (clause)) AS c
$$;
COMMENT ON FUNCTION traincost._focus_condition(text, jsonb) IS
'SQL for a rule''s only_where; columns gives for each column that the table has how to ask whether it is null, and how to ask for its value.';

-- The columns of a cost table that rules speak of: where each is and how it is read.
CREATE FUNCTION traincost._focus_columns(cost_table regclass, version text)
RETURNS TABLE (name text, found text, type regtype, kind text)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 60 SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.name, f.attname::text, f.atttypid::regtype,
           CASE WHEN n.name ~ '(_cost|_price|_quantity)$' THEN 'amount' WHEN n.name ~ '_period_(start|end)$' THEN 'time' ELSE 'text' END
    FROM (SELECT r.column_name
          FROM traincost.focus_rule AS r
          WHERE $2 BETWEEN r.first_version AND coalesce(r.last_version, $2)
          UNION SELECT unnest(string_to_array(r.argument, '*'))
          FROM traincost.focus_rule AS r
          WHERE r.requirement IN ('product', 'same', 'equal', 'after', 'one per')
          UNION SELECT rtrim(split_part(trim(c), '=', 1), '!')
          FROM traincost.focus_rule AS r, unnest(string_to_array(r.only_where, '&')) AS c
          UNION SELECT unnest('{charge_description,charge_period_start,billed_cost,effective_cost,list_unit_price,pricing_quantity,charge_category,x_estimate_id,x_workload_phase,x_assumptions,sku_id,tags}'::text[])) AS n (name)
    JOIN pg_attribute AS f ON f.attrelid = $1
         -- 1.3 renamed the providers
         AND f.attname = coalesce(traincost._focus_column($1, n.name),
                                  CASE n.name
                                       WHEN 'provider_name' THEN traincost._focus_column($1, 'service_provider_name')
                                       WHEN 'publisher_name' THEN traincost._focus_column($1, 'host_provider_name') END)
    WHERE n.name IS NOT NULL
      AND NOT ($2 >= '1.3'
               AND n.name IN ('service_provider_name', 'host_provider_name')
               AND lower(replace(f.attname, '_', '')) <> replace(n.name, '_', ''))
$$;
COMMENT ON FUNCTION traincost._focus_columns(regclass, text) IS
'Columns of FOCUS that rules of a version speak of and a cost table has: its own name for each, its type, and whether it is an amount, a time or text.';

CREATE FUNCTION traincost._focus_form(requirement text, type regtype) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN $1 IN ('text', 'currency format') THEN 'b'
        WHEN $1 = 'json' THEN 'j'
        WHEN $1 = 'json object' THEN 'o'
        WHEN $1 IN ('number', 'time')
             AND $2 IN ('numeric'::regtype, 'float8'::regtype, 'float4'::regtype, 'timestamptz'::regtype,
                        'timestamp'::regtype, 'date'::regtype)
        THEN 'f'
        WHEN $1 LIKE 'number%'
             AND $2 IN ('numeric'::regtype, 'float8'::regtype, 'float4'::regtype, 'int8'::regtype, 'int4'::regtype,
                        'int2'::regtype)
        THEN ''
        WHEN $1 = 'time format' AND $2 IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype) THEN ''
        WHEN $1 = 'number' THEN 'a'
        WHEN $1 = 'number format' THEN 'n'
        WHEN $1 LIKE 'time%' THEN 't'
    END
$$;
COMMENT ON FUNCTION traincost._focus_form(text, regtype) IS
'The letter by which _focus_mask knows a requirement on the form of a column. Empty: no value of the column''s type can break it. NULL: the requirement is none on the form.';

CREATE FUNCTION traincost._focus_flag(requirement text, argument text, name text, known text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN $1 = 'not negative' THEN format('m.%s < 0', $3)
        WHEN $1 = 'after' AND $2 = ANY ($4) THEN format('m.%s <= m.%s', $3, $2)
        WHEN $1 = 'equal' AND $2 = ANY ($4) THEN format('nullif(m.%s, '''') IS DISTINCT FROM nullif(m.%s, '''')', $3, $2)
        WHEN $1 = 'keys' THEN format('traincost._has_other_key(m.%s, %L)', $3, string_to_array($2, '|'))
        WHEN $1 = 'json path' THEN format('traincost._breaks_json_path(m.%s, %L)', $3, $2)
    END
$$;
COMMENT ON FUNCTION traincost._focus_flag(text, text, text, text[]) IS
'What breaks a requirement that one row shows by itself, as SQL over the row m. NULL: the requirement is another, or a column is not there.';

CREATE FUNCTION traincost._focus_difference(requirement text, argument text, name text, known text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN string_to_array(coalesce($2, $3), '*') <@ $4 THEN CASE $1
               WHEN 'product' THEN format('abs(v.%s * v.%s - v.%s)', split_part($2, '*', 1), split_part($2, '*', 2), $3)
               WHEN 'same' THEN format('abs(v.%s - v.%s)', $3, $2)
               WHEN 'zero' THEN format('abs(v.%s)', $3) END END
$$;
COMMENT ON FUNCTION traincost._focus_difference(text, text, text, text[]) IS
'By how much a row misses a requirement on amounts, as SQL over the row v: list_cost against price x quantity, a cost against another or against 0. NULL: a column is not there.';

-- Sixty yes or no of a row are one number.
CREATE FUNCTION traincost._focus_masks(name text, forms text[], names text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(string_agg(format('traincost._focus_mask(%L, %s) AS %s%s', m.letters, m.vals, $1, m.chunk),
                               ', ' ORDER BY m.chunk),
                    format('0::bigint AS %s0', $1))
    FROM (SELECT (f.no - 1) / 60 AS chunk, string_agg(f.letter, '' ORDER BY f.no) AS letters,
                 string_agg('v.' || f.name, ', ' ORDER BY f.no) AS vals
          FROM unnest($2, $3) WITH ORDINALITY AS f (letter, name, no)
          GROUP BY 1) AS m
$$;
COMMENT ON FUNCTION traincost._focus_masks(text, text[], text[]) IS
'Calls of _focus_mask over columns of the row v, sixty at a time, as SQL: columns name0, name1 and so on.';

CREATE FUNCTION traincost._focus_bit(mask text, no int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('((%s%s & %s) <> 0)', $1, ($2 - 1) / 60, 1::bigint << (($2 - 1) % 60))
$$;
COMMENT ON FUNCTION traincost._focus_bit(text, int) IS
'SQL for whether a bit of the masks that _focus_masks makes is set: that of the no-th value.';

CREATE FUNCTION traincost._focus_note(example text, begins text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS $$
    SELECT substr(e.note, length($2) + 1)
    FROM unnest(string_to_array($1, chr(31))) WITH ORDINALITY AS e (note, no)
    WHERE e.no > 1 AND starts_with(e.note, $2)
    ORDER BY e.no
    LIMIT 1
$$;
COMMENT ON FUNCTION traincost._focus_note(text, text) IS
'The part of an example of a broken row that belongs to one rule: the first part that begins with the rule''s mark, without the mark. NULL: no part does.';
