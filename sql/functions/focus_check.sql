-- FOCUS rules over a cost table: a plan's, an export's or an invoice's.

-- Column names are compared without case and underscores, so that snake_case,
-- PascalCase and folded names are the same.  1.2 and 1.3 name providers apart.
CREATE FUNCTION traincost._focus_column(cost_table regclass, name text) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 50 SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.attname::text
    FROM pg_attribute AS a
    JOIN unnest(CASE $2 WHEN 'service_provider_name' THEN '{service_provider_name,provider_name}'::text[]
                        WHEN 'host_provider_name' THEN '{host_provider_name,publisher_name}'
                        WHEN 'run_id' THEN '{run_id,x_run_id}'
                        ELSE ARRAY[$2] END) WITH ORDINALITY AS n (name, preference)
        ON lower(replace(a.attname, '_', '')) = lower(replace(n.name, '_', ''))
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY n.preference, a.attnum
    LIMIT 1
$$;
COMMENT ON FUNCTION traincost._focus_column(regclass, text) IS
'Column of a cost table that holds a FOCUS column, whatever its casing.
Column of a cost table that holds the FOCUS column of this snake_case name, whatever its casing: effective_cost finds EffectiveCost. service_provider_name and host_provider_name stand for provider_name and publisher_name of FOCUS 1.2, too. NULL: there is none.';

CREATE FUNCTION traincost._focus_time(value text) RETURNS timestamp
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._focus_time(text) IS
'The time that a text is, in UTC, if it is one of the calendar as FOCUS has it, 2026-09-01T00:00:00Z; else NULL.';

CREATE FUNCTION traincost._focus_number(value text) RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._focus_number(text) IS
'The number that a text is, with blanks around it or a sign + too; NULL if it is none.';

CREATE FUNCTION traincost._finite_number(number numeric) RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost._finite_number(numeric) IS
'A number as it is, but NULL for NaN and infinity.';

CREATE FUNCTION traincost._has_other_key(value text, names text[]) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost._has_other_key(text, text[]) IS
'Whether a JSON object without nesting has a key that is not in a list of names and does not begin with x_. False for a text that is no such object.';

CREATE FUNCTION traincost._breaks_json_path(value text, path jsonpath) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50 SET search_path = pg_catalog, pg_temp AS $$
    -- jsonb refuses a number of more digits than numeric has, which JSON allows
    SELECT CASE WHEN $1 <> '' AND $1 !~ E'[0-9]{255}|[eE][+-]?[0-9]{4}|\\\\u0000' AND traincost._focus_mask('o', $1) = 0
                THEN jsonb_path_match($1::jsonb, $2, '{}', true) IS FALSE ELSE false END
$$;
COMMENT ON FUNCTION traincost._breaks_json_path(text, jsonpath) IS
'Whether a JSON object breaks a predicate of jsonpath. False for a text that is no JSON object, and where the predicate cannot be told.';

CREATE FUNCTION traincost._focus_mask(forms text, VARIADIC "any") RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION traincost._focus_mask(text, "any") IS
'A mask with a bit for each of at most 63 values, the first value in the lowest bit: 1 where the value breaks the form that its letter names.
A mask with a bit for each of at most 63 values, the first value in the lowest bit: 1 where the value breaks the form that its letter names. Letters: b, text of blanks alone; n, no number as FOCUS writes one (digits, one point, a sign only if negative, an exponent as mEn); a, no number at all; t, no time as FOCUS writes one; j, no JSON object without nesting, each key once; o, no JSON object; p, a word that people write where nothing is known (NULL, N/A, None, Not Applicable, -); e, NULL or empty; f, NaN or infinite. NULL and empty text break e alone.';

CREATE FUNCTION traincost._is_focus_service(category text, subcategory text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
    SELECT coalesce('{
        "AI and Machine Learning": ["AI Platforms", "Bots", "Generative AI", "Machine Learning", "Natural Language Processing", "Other (AI and Machine Learning)"],
        "Analytics": ["Analytics Platforms", "Business Intelligence", "Data Processing", "Search", "Streaming Analytics", "Other (Analytics)"],
        "Business Applications": ["Productivity and Collaboration", "Other (Business Applications)"],
        "Compute": ["Containers", "End User Computing", "Quantum Compute", "Serverless Compute", "Virtual Machines", "Other (Compute)"],
        "Databases": ["Caching", "Data Warehouses", "Ledger Databases", "NoSQL Databases", "Relational Databases", "Time Series Databases", "Other (Databases)"],
        "Developer Tools": ["Developer Platforms", "Continuous Integration and Deployment", "Development Environments", "Source Code Management", "Quality Assurance", "Other (Developer Tools)"],
        "Identity": ["Identity and Access Management", "Other (Identity)"],
        "Integration": ["API Management", "Messaging", "Workflow Orchestration", "Other (Integration)"],
        "Internet of Things": ["IoT Analytics", "IoT Platforms", "Other (Internet of Things)"],
        "Management and Governance": ["Architecture", "Compliance", "Cost Management", "Data Governance", "Disaster Recovery", "Endpoint Management", "Observability", "Support", "Other (Management and Governance)"],
        "Media": ["Content Creation", "Gaming", "Media Streaming", "Mixed Reality", "Other (Media)"],
        "Migration": ["Data Migration", "Resource Migration", "Other (Migration)"],
        "Mobile": ["Other (Mobile)"],
        "Multicloud": ["Multicloud Integration", "Other (Multicloud)"],
        "Networking": ["Application Networking", "Content Delivery", "Network Connectivity", "Network Infrastructure", "Network Routing", "Network Security", "Other (Networking)"],
        "Security": ["Secret Management", "Security Posture Management", "Threat Detection and Response", "Other (Security)"],
        "Storage": ["Backup Storage", "Block Storage", "File Storage", "Object Storage", "Storage Platforms", "Other (Storage)"],
        "Web": ["Application Platforms", "Other (Web)"],
        "Other": ["Other (Other)"]
    }'::pg_catalog.jsonb OPERATOR(pg_catalog.->) $1 OPERATOR(pg_catalog.?) $2, false)
$$;
COMMENT ON FUNCTION traincost._is_focus_service(text, text) IS
'Whether the closed lists of FOCUS 1.2 and 1.3 have a service subcategory in a service category.';

CREATE FUNCTION traincost._duplicate_query(cost_table regclass, fingerprint text) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 100 SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('SELECT coalesce(sum(h.rows - 1), 0)::bigint AS rows, coalesce(sum(h.rows), 0)::bigint AS total, min(h.print::text) FILTER (WHERE h.rows > 1) AS print
                   FROM (SELECT count(*) AS rows, %2$s AS print FROM %1$s AS cost_row GROUP BY %2$s) AS h', $1, $2)
$$;
COMMENT ON FUNCTION traincost._duplicate_query(regclass, text) IS
'The query that counts the rows of a table, and those that another row equals, with the fingerprint of one.';

CREATE TYPE traincost.focus_finding AS (
    rule text,
    level text,
    column_name text,
    requirement text,
    bad_rows bigint,
    money numeric(28,10),
    example text
);
COMMENT ON TYPE traincost.focus_finding IS
'A rule of FOCUS and what a cost table has against it, as focus_check gives it.';
COMMENT ON COLUMN traincost.focus_finding.rule IS
'The specification''s own id of the rule; x-: traincost''s own.';
COMMENT ON COLUMN traincost.focus_finding.level IS
'MUST, MUST NOT, SHOULD or SHOULD NOT.';
COMMENT ON COLUMN traincost.focus_finding.column_name IS
'Column that the rule is of. NULL: it is of the table or of a whole row.';
COMMENT ON COLUMN traincost.focus_finding.requirement IS
'What is asked, with the rows it is asked of.';
COMMENT ON COLUMN traincost.focus_finding.bad_rows IS
'Rows that break the rule. NULL: the table has no such column, so the rule was not asked.';
COMMENT ON COLUMN traincost.focus_finding.money IS
'What those rows cost in billed cost; of a product or sum, the difference itself.';
COMMENT ON COLUMN traincost.focus_finding.example IS
'One such row, or what is missing.';

CREATE FUNCTION traincost.focus_check(cost_table regclass, version text DEFAULT '1.2', tolerance float8 DEFAULT 0.01)
RETURNS SETOF traincost.focus_finding
LANGUAGE plpgsql STABLE STRICT PARALLEL RESTRICTED COST 10000 ROWS 200
SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' SET extra_float_digits = 1
SET jit = off SET enable_sort = off SET work_mem = '64MB' AS $check$
DECLARE
    custom text;
    misplaced text;
    fingerprint text := 'hash_record_extended(cost_row, 0)';
    duplicate record;
    twin text;
    total bigint;
BEGIN
    IF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = $1) IN ('r', 'v', 'm', 'f', 'p') IS NOT TRUE THEN
        RAISE EXCEPTION 'argument "cost_table" must be a table or view, not %', $1
            USING ERRCODE = 'invalid_parameter_value', HINT = 'See traincost.focus_estimate for the columns of a cost table.';
    ELSIF NOT $2 = ANY ('{1.0,1.1,1.2,1.3,1.4}') THEN
        RAISE EXCEPTION 'argument "version" must be 1.0, 1.1, 1.2, 1.3 or 1.4, not "%"', traincost._shown($2)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Most importers take 1.2.';
    ELSIF ($3 >= 0 AND $3 < 'Infinity') IS NOT TRUE THEN
        RAISE EXCEPTION 'argument "tolerance" must be 0 or more and finite, not %', $3
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Amounts that differ by less are taken as rounded: 0.01 is a cent.';
    END IF;
    SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FILTER (WHERE NOT a.focus AND left(a.attname, 2) <> 'x_'),
           string_agg(a.attname, ', ' ORDER BY a.attnum) FILTER (WHERE NOT a.focus AND a.attnum < a.last_focus)
    INTO custom, misplaced
    FROM (SELECT c.attname, c.attnum, f.focus, max(c.attnum) FILTER (WHERE f.focus) OVER () AS last_focus
          FROM pg_attribute AS c
          -- columns of FOCUS that no rule speaks of, and those of every version: a file may hold those of two
          CROSS JOIN LATERAL (SELECT lower(replace(c.attname, '_', ''))
                                     = ANY ('{availabilityzone,resourceid,resourcename,regionid,allocatedmethoddetails,allocatedresourceid,allocatedresourcename,chargedescription,contractapplied,commitmentprogrameligibilitydetails,pricingcurrencycontractedunitprice,invoiceid,tags}')
                                     OR EXISTS (SELECT FROM traincost.focus_rule AS r
                                                WHERE replace(r.column_name, '_', '')
                                                      = lower(replace(c.attname, '_', ''))) AS focus) AS f
          WHERE c.attrelid = $1 AND c.attnum > 0 AND NOT c.attisdropped) AS a;
    -- who may not read the table learns so here, not from a long query
    EXECUTE format('SELECT FROM %s LIMIT 0', $1);
    BEGIN
        EXECUTE traincost._duplicate_query($1, fingerprint) INTO duplicate;
    EXCEPTION WHEN undefined_function THEN
        -- a server before 14, or a type without a hash
        fingerprint := 'md5(cost_row::text)';
        EXECUTE traincost._duplicate_query($1, fingerprint) INTO duplicate;
    END;
    IF duplicate.rows > 0 THEN
        EXECUTE format('SELECT left(cost_row::text, 200) FROM %s AS cost_row WHERE %s::text = $1 LIMIT 1', $1,
                       fingerprint) INTO twin USING duplicate.print;
    END IF;
    total := duplicate.total;
    RETURN QUERY EXECUTE format($query$
        SELECT CASE WHEN %2$L >= '1.3' AND a.rule !~ '^(x-|[A-Za-z]+-A-)' THEN 'CAU-' ELSE '' END || a.rule,
               a.level, a.column_name, a.requirement, a.bad_rows,
               (CASE WHEN a.bad_rows > 0
                     THEN CASE WHEN a.money < 1e18 THEN a.money WHEN a.money >= 1e18 THEN 999999999999999999 END
                     ELSE 0 * a.bad_rows END)::numeric(28,10),
               a.example
        FROM (SELECT r.rule, min(r.level) AS level, min(r.column_name) AS column_name,
                     string_agg(concat_ws(' ', r.requirement,
                                          CASE WHEN length(r.argument) > 120 AND r.requirement <> 'json path'
                                               THEN CASE WHEN r.requirement LIKE '%% of' THEN 'the list'
                                                         ELSE 'of the list' END
                                               ELSE r.argument END,
                                          'where ' || r.only_where), '; ' ORDER BY r.part) AS requirement,
                     CASE min(r.requirement)
                          WHEN 'custom columns' THEN CASE WHEN $1 IS NULL THEN 0 ELSE greatest($4, 1) END
                          WHEN 'custom columns last' THEN CASE WHEN $2 IS NULL THEN 0 ELSE greatest($4, 1) END
                          WHEN 'no duplicate' THEN $3
                          WHEN 'present'
                          THEN CASE WHEN bool_or(r.only_where IS NULL AND NOT (r.column_name = ANY ($6)))
                                    THEN greatest($4, 1)
                                    ELSE coalesce(max(f.rows), 0) END
                          ELSE CASE WHEN bool_or(r.column_name IS NULL OR r.column_name = ANY ($6))
                                    THEN coalesce(max(f.rows), 0) END END AS bad_rows,
                     max(f.money) AS money,
                     CASE min(r.requirement)
                          WHEN 'custom columns' THEN $1 WHEN 'custom columns last' THEN $2 WHEN 'no duplicate' THEN $5
                          ELSE coalesce(max(f.example),
                                        CASE WHEN bool_or(r.column_name = ANY ($6)) IS NOT TRUE
                                             THEN 'no column ' || min(r.column_name) END) END AS example
              FROM traincost.focus_rule AS r
              LEFT JOIN (%1$s) AS f ON f.rule = r.rule
              WHERE %2$L BETWEEN r.first_version AND coalesce(r.last_version, %2$L)
              GROUP BY r.rule) AS a
        ORDER BY a.bad_rows > 0 DESC NULLS LAST, left(a.level, 4) = 'MUST' DESC, a.money DESC NULLS LAST,
                 a.bad_rows DESC NULLS LAST, a.rule COLLATE "C"
    $query$, traincost._focus_check_query($1, $2, $3::text::numeric), $2)
    USING custom, misplaced, duplicate.rows, total, twin,
        (SELECT coalesce(array_agg(c.name), '{}') FROM traincost._focus_columns($1, $2) AS c);
END $check$;
COMMENT ON FUNCTION traincost.focus_check(regclass, text, float8) IS
'The rules of FOCUS over a cost table or view, a row per rule.
The rules of FOCUS version 1.0 to 1.4 (table focus_rule, under the specification''s own ids) over a cost table or view, snake_case or PascalCase, estimates or actuals, a row per rule: bad_rows breaks it; money is what those rows cost (billed cost, or the difference of a product or sum), largest first; example shows one. NULL bad_rows: the table has no such column, so the rule was not checked. tolerance: amounts that differ by less are rounded, not wrong. An estimate without a price has no costs to break a rule. Reads the table with the caller''s rights. What no file can show, such as whether an id is the provider''s own, is left to the reader.';
