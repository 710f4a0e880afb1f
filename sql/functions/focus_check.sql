-- FOCUS rules over a cost table: a plan's, an export's or an invoice's.

-- Column names are compared without case and underscores, so that snake_case,
-- PascalCase and folded names are the same.  1.2 and 1.3 name providers apart.
CREATE FUNCTION traincost.focus_column(cost_table regclass, name text) RETURNS text
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
COMMENT ON FUNCTION traincost.focus_column(regclass, text) IS
'Column of a cost table that holds the FOCUS column of this snake_case name, whatever its casing: effective_cost finds EffectiveCost. service_provider_name and host_provider_name stand for provider_name and publisher_name of FOCUS 1.2, too. NULL: there is none.';

-- One shape for every cost table, so that rules and variance are written once:
-- amounts numeric (NaN: no finite number), times text as FOCUS has them, all
-- else text with '' as NULL.  A column that is missing is NULL.
CREATE FUNCTION traincost.focus_query(cost_table regclass) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL RESTRICTED COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    amounts CONSTANT text[] := '{billed_cost,effective_cost,list_cost,contracted_cost,list_unit_price,contracted_unit_price,pricing_quantity,consumed_quantity}';
    times CONSTANT text[] := '{billing_period_start,billing_period_end,charge_period_start,charge_period_end}';
    texts CONSTANT text[] := '{billing_currency,billing_account_id,billing_account_name,charge_category,charge_class,charge_description,pricing_unit,consumed_unit,pricing_category,service_category,service_subcategory,service_name,invoice_issuer_name,service_provider_name,host_provider_name,sku_id,sku_price_id,region_id,commitment_discount_id,commitment_discount_status,tags,run_id,invoice_id,x_estimate_id,x_workload_phase,x_assumptions}';
    finite CONSTANT text := '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$';
    columns text;
    no_numbers text;
BEGIN
    IF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = $1) IN ('r', 'v', 'm', 'f', 'p') IS NOT TRUE THEN
        RAISE EXCEPTION 'argument "cost_table" must be a table or view, not %', $1
            USING ERRCODE = 'invalid_parameter_value', HINT = 'See traincost.focus_estimate for the columns of a cost table.';
    END IF;
    -- who may not read it learns so here, not from a long query
    EXECUTE format('SELECT FROM %s LIMIT 0', $1);
    SELECT string_agg(format('%s AS %I', CASE
               WHEN f.attname IS NULL THEN CASE WHEN n.name = ANY (amounts) THEN 'NULL::numeric' ELSE 'NULL::text' END
               WHEN n.name = ANY (amounts) THEN
                   format('CASE WHEN t.%1$I::text ~ %2$L THEN t.%1$I::text::numeric WHEN t.%1$I::text <> '''' THEN ''NaN'' END', f.attname, finite)
               WHEN n.name = ANY (times) AND f.type IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype) THEN
                   -- a time without zone is UTC; infinity has no FOCUS form and stays as it is
                   format('coalesce(nullif(to_char(t.%1$I%2$s, ''YYYY-MM-DD"T"HH24:MI:SS"Z"''), ''''), t.%1$I::text)', f.attname,
                       CASE f.type WHEN 'timestamptz'::regtype THEN ' AT TIME ZONE ''UTC''' ELSE '::timestamp' END)
               ELSE format('nullif(t.%I::text, '''')', f.attname) END, n.name), ', '),
           string_agg(format('CASE WHEN t.%1$I::text !~ %2$L AND t.%1$I::text <> '''' THEN %3$L || t.%1$I::text END', f.attname, finite, n.name || ' '), ', ')
               FILTER (WHERE n.name = ANY (amounts) AND f.attname IS NOT NULL)
    INTO columns, no_numbers
    FROM unnest(amounts || times || texts) AS n (name)
    LEFT JOIN LATERAL (SELECT a.attname, a.atttypid AS type FROM pg_attribute AS a
                       WHERE a.attrelid = $1 AND a.attname = traincost.focus_column($1, n.name)) AS f ON true;
    RETURN format('SELECT %s, nullif(concat_ws('', '', %s), '''') AS no_number FROM %s AS t', columns, coalesce(no_numbers, 'NULL'), $1);
END $$;
COMMENT ON FUNCTION traincost.focus_query(regclass) IS
'A query that reads a cost table in FOCUS columns of one shape, whatever its casing and types: amounts numeric (NaN where the table has no finite number, which no_number then names), times text as 2026-09-01T00:00:00Z, all else text, missing columns NULL. What focus_check and variance read. An index or sequence is an error (22023).';

CREATE FUNCTION traincost.is_focus_time(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
    SELECT $1 OPERATOR(pg_catalog.~) '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$'
$$;
COMMENT ON FUNCTION traincost.is_focus_time(text) IS
'Whether a text is a time in UTC as FOCUS has it: 2026-09-01T00:00:00Z.';

CREATE FUNCTION traincost.is_flat_json(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
    -- a pattern, since a cast raises an error on what is no JSON; without SET, so that it is inlined; E'', so that no setting changes it
    SELECT $1 OPERATOR(pg_catalog.~) E'^[ \\t\\r\\n]*\\{[ \\t\\r\\n]*("([^"\\\\[:cntrl:]]|\\\\["\\\\/bfnrt]|\\\\u(?!0000)[0-9a-fA-F]{4})*"[ \\t\\r\\n]*:[ \\t\\r\\n]*("([^"\\\\[:cntrl:]]|\\\\["\\\\/bfnrt]|\\\\u(?!0000)[0-9a-fA-F]{4})*"|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null)[ \\t\\r\\n]*(,[ \\t\\r\\n]*(?=")|(?=\\})))*\\}[ \\t\\r\\n]*$'
$$;
COMMENT ON FUNCTION traincost.is_flat_json(text) IS
'Whether a text is a JSON object of strings, numbers, true, false and null alone, as FOCUS wants tags. False for a string with the character 0, which text cannot hold.';

CREATE FUNCTION traincost.is_focus_service(category text, subcategory text) RETURNS boolean
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
COMMENT ON FUNCTION traincost.is_focus_service(text, text) IS
'Whether FOCUS 1.2 and 1.3 know this service subcategory in this service category.';

CREATE FUNCTION traincost.focus_check(cost_table regclass)
RETURNS TABLE (rule bigint, requirement text, bad_rows bigint, example text)
LANGUAGE plpgsql STABLE STRICT PARALLEL RESTRICTED COST 10000 ROWS 19 SET search_path = pg_catalog, pg_temp AS $check$
DECLARE
    -- column IDs of FOCUS 1.0 to 1.4, folded
    known CONSTANT text[] := '{allocatedmethoddetails,allocatedmethodid,allocatedresourceid,allocatedresourcename,allocatedtags,availabilityzone,billedcost,billingaccountid,billingaccountname,billingaccounttype,billingcurrency,billingperiodend,billingperiodstart,capacityreservationid,capacityreservationstatus,chargecategory,chargeclass,chargedescription,chargefrequency,chargeperiodend,chargeperiodstart,commitmentdiscountcategory,commitmentdiscountid,commitmentdiscountname,commitmentdiscountquantity,commitmentdiscountstatus,commitmentdiscounttype,commitmentdiscountunit,commitmentprogrameligibilitydetails,consumedquantity,consumedunit,contractapplied,contractedcost,contractedunitprice,effectivecost,hostprovidername,invoicedetailid,invoiceid,invoiceissuername,listcost,listunitprice,pricingcategory,pricingcurrency,pricingcurrencycontractedunitprice,pricingcurrencyeffectivecost,pricingcurrencylistunitprice,pricingquantity,pricingunit,providername,publishername,regionid,regionname,resourceid,resourcename,resourcetype,servicecategory,servicename,serviceprovidername,servicesubcategory,skuid,skumeter,skupricedetails,skupriceid,subaccountid,subaccountname,subaccounttype,tags}';
    misplaced text;
BEGIN
    SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) INTO misplaced
    FROM (SELECT c.attname, c.attnum, f.focus, max(c.attnum) FILTER (WHERE f.focus) OVER () AS last_focus
          FROM pg_attribute AS c CROSS JOIN LATERAL (SELECT lower(replace(c.attname, '_', '')) = ANY (known) AS focus) AS f
          WHERE c.attrelid = $1 AND c.attnum > 0 AND NOT c.attisdropped) AS a
    WHERE NOT a.focus AND (left(a.attname, 2) <> 'x_' OR a.attnum < a.last_focus);
    RETURN QUERY EXECUTE format($query$
        WITH cost AS (
            SELECT r.*, coalesce(r.charge_class = 'Correction', false) AS correction,
                   r.charge_category IN ('Usage', 'Purchase') AS priced,
                   -- an estimate whose price or quantity is unknown has no costs
                   r.x_estimate_id IS NOT NULL AND r.effective_cost IS NULL AND num_nulls(r.list_unit_price, r.pricing_quantity) > 0 AS unpriced,
                   min(r.sku_id) OVER p <> max(r.sku_id) OVER p AS two_skus,
                   -- a Purchase that covers later usage: of a commitment, or of what is then used unbilled
                   r.commitment_discount_id IS NOT NULL
                   OR bool_or(r.charge_category = 'Usage' AND r.billed_cost = 0 AND r.effective_cost <> 0) OVER s AS covering
            FROM (%1$s) AS r
            WINDOW p AS (PARTITION BY r.sku_price_id),
                   -- stages of a plan may share a name
                   s AS (PARTITION BY r.sku_id, r.x_estimate_id, r.x_workload_phase, r.x_assumptions)
        ), finding AS (
            SELECT v.rule, count(*) AS bad_rows, min(concat_ws(', ', c.charge_description, c.charge_period_start, CASE v.rule
                       WHEN 1 THEN 'a cost is null'
                       WHEN 2 THEN c.no_number
                       WHEN 3 THEN concat('list_cost ', c.list_cost, ' is not ', c.list_unit_price, ' x ', c.pricing_quantity)
                       WHEN 4 THEN concat('contracted_cost ', c.contracted_cost, ' is not ', c.contracted_unit_price, ' x ', c.pricing_quantity)
                       WHEN 5 THEN concat_ws(' ', 'unit prices', c.list_unit_price, c.contracted_unit_price)
                       WHEN 6 THEN c.billing_currency
                       WHEN 7 THEN concat_ws(' ', 'to', c.charge_period_end, 'in', c.billing_period_start, 'to', c.billing_period_end)
                       WHEN 8 THEN c.charge_category
                       WHEN 9 THEN c.charge_class
                       WHEN 10 THEN c.pricing_category
                       WHEN 11 THEN concat_ws(' ', 'quantity', c.pricing_quantity, 'unit', c.pricing_unit)
                       WHEN 12 THEN concat_ws(' ', 'quantity', c.consumed_quantity, 'unit', c.consumed_unit)
                       WHEN 13 THEN concat_ws(' ', 'sku_id', c.sku_id, 'sku_price_id', c.sku_price_id)
                       WHEN 14 THEN concat_ws(', ', c.service_category, c.service_subcategory)
                       WHEN 15 THEN 'a name is null'
                       WHEN 16 THEN concat('effective_cost ', c.effective_cost)
                       WHEN 17 THEN c.tags
                       WHEN 19 THEN c.invoice_id END) COLLATE "C") AS example
            FROM cost AS c
            CROSS JOIN unnest(ARRAY[
                /* 1 */ num_nulls(c.billed_cost, c.effective_cost, c.list_cost, c.contracted_cost) > CASE WHEN c.unpriced THEN 4 ELSE 0 END,
                /* 2 */ c.no_number IS NOT NULL,
                /* 3 */ c.no_number IS NULL AND NOT c.correction AND c.list_unit_price * c.pricing_quantity <> c.list_cost,
                /* 4 */ c.no_number IS NULL AND NOT c.correction AND c.contracted_unit_price * c.pricing_quantity <> c.contracted_cost,
                /* 5 */ c.list_unit_price < 0 OR c.contracted_unit_price < 0,
                /* 6 */ (c.billing_currency ~ '^[A-Z]{3}$') IS NOT TRUE,
                /* 7 */ (traincost.is_focus_time(c.billing_period_start) AND traincost.is_focus_time(c.billing_period_end)
                         AND traincost.is_focus_time(c.charge_period_start) AND traincost.is_focus_time(c.charge_period_end)
                         AND c.billing_period_start < c.billing_period_end AND c.charge_period_start < c.charge_period_end) IS NOT TRUE,
                /* 8 */ (c.charge_category IN ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment')) IS NOT TRUE,
                /* 9 */ c.charge_class <> 'Correction',
                /* 10 */ CASE WHEN c.pricing_category IS NULL THEN c.priced AND NOT c.correction
                         ELSE c.pricing_category NOT IN ('Standard', 'Dynamic', 'Committed', 'Other') END,
                /* 11 */ (c.pricing_quantity IS NULL) <> (c.pricing_unit IS NULL)
                         OR CASE WHEN c.pricing_quantity IS NULL THEN c.priced AND NOT c.correction AND NOT c.unpriced ELSE c.charge_category = 'Tax' END,
                /* 12 */ NOT c.correction AND CASE WHEN c.charge_category = 'Usage' AND c.commitment_discount_status IS DISTINCT FROM 'Unused'
                                               THEN num_nulls(c.consumed_quantity, c.consumed_unit) > CASE WHEN c.unpriced THEN 2 ELSE 0 END
                                               ELSE num_nonnulls(c.consumed_quantity, c.consumed_unit) > 0 END,
                /* 13 */ c.priced AND NOT c.correction AND num_nulls(c.sku_id, c.sku_price_id) > 0 OR c.sku_price_id IS NOT NULL AND c.two_skus,
                /* 14 */ traincost.is_focus_service(c.service_category, c.service_subcategory) IS NOT TRUE,
                /* 15 */ num_nulls(c.billing_account_id, c.invoice_issuer_name, c.service_provider_name, c.host_provider_name, c.service_name) > 0,
                /* 16 */ c.charge_category = 'Purchase' AND c.covering AND c.effective_cost <> 0,
                /* 17 */ NOT traincost.is_flat_json(c.tags),
                /* 18 */ false,
                /* 19 */ c.x_estimate_id IS NOT NULL AND c.invoice_id IS NOT NULL
            ]) WITH ORDINALITY AS v (bad, rule)
            WHERE v.bad
            GROUP BY v.rule
        )
        SELECT r.rule, r.requirement,
               CASE WHEN t.problem IS NULL THEN coalesce(f.bad_rows, 0)
                    -- a wrong column is wrong in every row; without its columns a rule cannot be checked
                    WHEN r.rule IN (1, 18) THEN greatest((SELECT count(*) FROM %2$s AS rows), 1) END,
               coalesce(t.problem, f.example)
        FROM (VALUES
            (1::bigint, 'mandatory columns exist; the four costs are not null, but in an unpriced estimate',
             '{billed_cost,effective_cost,list_cost,contracted_cost,pricing_quantity,pricing_unit,billing_currency,billing_account_id,billing_account_name,billing_period_start,billing_period_end,charge_period_start,charge_period_end,charge_category,charge_class,charge_description,service_category,service_name,invoice_issuer_name,service_provider_name,host_provider_name}'::text[]),
            (2, 'amounts are finite numbers', '{}'),
            (3, 'list_unit_price x pricing_quantity is exactly list_cost, but in a Correction', '{list_unit_price,pricing_quantity,list_cost}'),
            (4, 'contracted_unit_price x pricing_quantity is exactly contracted_cost, but in a Correction', '{contracted_unit_price,pricing_quantity,contracted_cost}'),
            (5, 'unit prices are 0 or more', '{list_unit_price,contracted_unit_price}'),
            (6, 'billing_currency is three capitals', '{billing_currency}'),
            (7, 'periods are not null, start before they end, and as text read 2026-09-01T00:00:00Z', '{billing_period_start,billing_period_end,charge_period_start,charge_period_end}'),
            (8, 'charge_category is Usage, Purchase, Tax, Credit or Adjustment', '{charge_category}'),
            (9, 'charge_class is null or Correction', '{charge_class}'),
            (10, 'pricing_category is Standard, Dynamic, Committed or Other, and set on Usage and Purchase', '{pricing_category,charge_category}'),
            (11, 'pricing_quantity and pricing_unit are set on Usage and Purchase, null on Tax, null together', '{pricing_quantity,pricing_unit,charge_category}'),
            (12, 'consumed_quantity and consumed_unit are set on Usage and null elsewhere', '{consumed_quantity,consumed_unit,charge_category}'),
            (13, 'sku_id and sku_price_id are set on Usage and Purchase; a price has one SKU', '{sku_id,sku_price_id,charge_category}'),
            (14, 'service_category and service_subcategory are a pair of FOCUS', '{service_category,service_subcategory}'),
            (15, 'billing account, invoice issuer, provider, host or publisher and service are not null', '{billing_account_id,invoice_issuer_name,service_provider_name,host_provider_name,service_name}'),
            (16, 'a Purchase that covers later usage has effective_cost 0', '{charge_category,billed_cost,effective_cost,sku_id}'),
            (17, 'tags are a flat JSON object', '{tags}'),
            (18, 'columns that are not FOCUS''s begin with x_ and come last', '{}'),
            (19, 'an estimate (x_estimate_id is set) has no invoice_id', '{}')
        ) AS r (rule, requirement, columns)
        CROSS JOIN LATERAL (
            SELECT CASE WHEN r.rule = 18 THEN %3$L
                        ELSE 'no column ' || string_agg(c.name, ', ') END AS problem
            FROM unnest(r.columns) AS c (name) WHERE traincost.focus_column(%4$s, c.name) IS NULL) AS t
        LEFT JOIN finding AS f ON f.rule = r.rule
        ORDER BY r.rule
    $query$, traincost.focus_query($1), $1, misplaced, $1::oid);
END $check$;
COMMENT ON FUNCTION traincost.focus_check(regclass) IS
'FOCUS''s main rules over a cost table or view, snake_case or PascalCase, estimates or actuals, a row per rule: bad_rows breaks it, with an example. NULL bad_rows: columns are missing, which example names, so the rule was not checked. A missing mandatory or misplaced column counts in every row. Reads the table with the caller''s rights. For the rest of the specification: focus_validator.';
