-- focus_check: a valid file of each version breaks no rule, and each rule finds its
-- own mutation of it.  The file is text, as \copy loads one.
BEGIN;
SELECT plan(20);

CREATE TEMPORARY TABLE valid (
    "AvailabilityZone" text, "BilledCost" text, "BillingAccountId" text, "BillingAccountName" text, "BillingAccountType" text, "BillingCurrency" text, "BillingPeriodEnd" text, "BillingPeriodStart" text,
    "CapacityReservationId" text, "CapacityReservationStatus" text, "ChargeCategory" text, "ChargeClass" text, "ChargeDescription" text, "ChargeFrequency" text, "ChargePeriodEnd" text, "ChargePeriodStart" text,
    "CommitmentDiscountCategory" text, "CommitmentDiscountId" text, "CommitmentDiscountName" text, "CommitmentDiscountQuantity" text, "CommitmentDiscountStatus" text, "CommitmentDiscountType" text, "CommitmentDiscountUnit" text,
    "ConsumedQuantity" text, "ConsumedUnit" text, "ContractedCost" text, "ContractedUnitPrice" text, "EffectiveCost" text, "InvoiceId" text, "InvoiceIssuerName" text, "ListCost" text, "ListUnitPrice" text,
    "PricingCategory" text, "PricingCurrency" text, "PricingCurrencyContractedUnitPrice" text, "PricingCurrencyEffectiveCost" text, "PricingCurrencyListUnitPrice" text, "PricingQuantity" text, "PricingUnit" text,
    "ProviderName" text, "PublisherName" text, "RegionId" text, "RegionName" text, "ResourceId" text, "ResourceName" text, "ResourceType" text, "ServiceCategory" text, "ServiceName" text, "ServiceSubcategory" text,
    "SkuId" text, "SkuMeter" text, "SkuPriceDetails" text, "SkuPriceId" text, "SubAccountId" text, "SubAccountName" text, "SubAccountType" text, "Tags" text,
    "HostProviderName" text, "ServiceProviderName" text, "AllocatedMethodId" text, "AllocatedMethodDetails" text, "AllocatedResourceId" text, "AllocatedResourceName" text, "AllocatedTags" text, "ContractApplied" text, "CommitmentProgramEligibilityDetails" text, "InvoiceDetailId" text, "x_EstimateId" text);
-- two days of: usage, usage of a commitment, its unused part, its purchase, a machine bought, tax, credit, adjustment, a refund, usage of a reserved capacity
INSERT INTO valid
SELECT 'eu-1a', k.billed, 'acc-1', 'Research', 'Billing', 'USD', '2026-10-01T00:00:00Z', '2026-09-01T00:00:00Z',
       k.capacity, CASE k.capacity WHEN 'cap-1' THEN 'Used' WHEN 'cap-2' THEN 'Unused' END, k.category, k.class, k.name || ' ' || d, CASE k.category WHEN 'Purchase' THEN 'One-Time' ELSE 'Usage-Based' END,
       '2026-09-0' || d + 1 || 'T00:00:00Z', '2026-09-0' || d || 'T00:00:00Z',
       CASE WHEN k.deal IS NOT NULL THEN 'Usage' END, k.deal, k.deal, CASE WHEN k.deal IS NOT NULL THEN '10' END, k.status, CASE WHEN k.deal IS NOT NULL THEN 'Reserved' END, CASE WHEN k.deal IS NOT NULL THEN 'Hours' END,
       CASE WHEN k.category = 'Usage' AND k.status IS DISTINCT FROM 'Unused' THEN k.quantity END, CASE WHEN k.category = 'Usage' AND k.status IS DISTINCT FROM 'Unused' THEN 'Hours' END,
       k.contracted, k.price, k.effective, 'inv-1', 'Acme Cloud', k.contracted, k.price,
       CASE WHEN k.sku IS NOT NULL THEN CASE WHEN k.status IS NOT NULL THEN 'Committed' ELSE 'Standard' END END, 'USD', k.price, k.effective, k.price, CASE WHEN k.sku IS NOT NULL THEN k.quantity END, CASE WHEN k.sku IS NOT NULL THEN 'Hours' END,
       'Acme Cloud', 'Acme Cloud', 'eu-1', 'Europe', CASE WHEN k.name IN ('idle', 'deal') THEN k.deal ELSE 'vm-' || d END, 'vm', 'VM', 'Compute', 'Machines', 'Virtual Machines',
       k.sku, CASE WHEN k.sku IS NOT NULL THEN 'hours' END, CASE WHEN k.sku IS NOT NULL THEN '{"CoreCount": 8, "x_Rack": "a"}' END, k.sku || '/std', 'sub-1', 'Lab', 'Project', '{"team": "vision"}',
       CASE k.category WHEN 'Tax' THEN 'Not Applicable' ELSE 'Acme Cloud' END, 'Acme Cloud', a.method, a.details, a.resource, a.resource, '{"pod": "' || a.resource || '"}', CASE WHEN k.deal IS NOT NULL THEN '{"Elements": [{"ContractId": "c-1", "ContractCommitmentId": "c-1-a", "ContractCommitmentAppliedCost": 2.5},
        {"ContractId": "c-1", "ContractCommitmentID": "c-1-b", "ContractCommitmentAppliedCost": null, "ContractCommitmentAppliedQuantity": 10, "ContractCommitmentAppliedUnit": "GPU-Hours", "x_Left": null}], "x_Note": [1]}' END,
       CASE WHEN k.deal IS NOT NULL THEN '{"CommitmentPrograms": [{"ProgramType": "Reservation"}, {"ProgramType": "Plan", "x_Years": [1, 3]}], "x_Note": 1}' END, 'line-' || d, NULL
FROM generate_series(1, 2) AS d, LATERAL (SELECT u.*, CASE WHEN u.class IS NULL THEN '10' ELSE '-10' END AS quantity FROM (VALUES
    ('usage', 'Usage', NULL, NULL, NULL, NULL, 'sku-1', '2.5', '25', '25', '25'),
    ('committed', 'Usage', NULL, 'deal-1', 'Used', NULL, 'sku-1', '2', '0', '20', '18'),
    ('idle', 'Usage', NULL, 'deal-1', 'Unused', NULL, 'sku-1', '2', '0', '20', '5'),
    ('deal', 'Purchase', NULL, 'deal-1', NULL, NULL, 'sku-2', '30', '300', '300', '0'),
    ('machine', 'Purchase', NULL, NULL, NULL, NULL, 'sku-3', '100', '1000', '1000', '1000'),
    ('tax', 'Tax', NULL, NULL, NULL, NULL, NULL, NULL, '4.75', '4.75', '4.75'),
    ('credit', 'Credit', NULL, NULL, NULL, NULL, NULL, NULL, '-10', '-10', '-10'),
    ('adjustment', 'Adjustment', NULL, NULL, NULL, NULL, NULL, NULL, '0.01', '0.01', '0.01'),
    ('refund', 'Usage', 'Correction', NULL, NULL, NULL, 'sku-1', '2.5', '-25', '-25', '-25'),
    ('kept', 'Usage', NULL, NULL, NULL, 'cap-2', 'sku-1', '2.5', '25', '25', '25'),
    ('reserved', 'Usage', NULL, NULL, NULL, 'cap-1', 'sku-1', '2.5', '25', '25', '25')
) AS u (name, category, class, deal, status, capacity, sku, price, billed, contracted, effective)) AS k
LEFT JOIN (VALUES ('usage', 'by-cores', 'pod-1', '{"Elements": [{"AllocatedRatio": 1, "UsageUnit": "Cores", "UsageQuantity": 3, "x_Pool": "a"}, {"AllocatedRatio": 0}], "x_More": {}}')) AS a (name, method, resource, details) ON a.name = k.name;
-- 1.0 wants whatever names a commitment to be Committed, and idle hours consumed
CREATE TEMPORARY TABLE valid_of_1_0 AS SELECT * FROM valid;
UPDATE valid_of_1_0 SET "PricingCategory" = 'Committed' WHERE "CommitmentDiscountId" IS NOT NULL;
UPDATE valid_of_1_0 SET "ConsumedQuantity" = "PricingQuantity", "ConsumedUnit" = "PricingUnit" WHERE "CommitmentDiscountStatus" = 'Unused';
CREATE FUNCTION pg_temp.valid_of(version text) RETURNS regclass LANGUAGE sql AS $$ SELECT CASE $1 WHEN '1.0' THEN 'valid_of_1_0' ELSE 'valid' END::regclass $$;
SELECT is((SELECT string_agg(rule || ': ' || example, '; ') FROM traincost.focus_check(pg_temp.valid_of(v), version => v) WHERE bad_rows > 0), NULL, 'a valid file of ' || v || ' breaks no rule')
FROM unnest('{1.0,1.1,1.2,1.3,1.4}'::text[]) AS v;
SELECT ok((SELECT count(*) FROM traincost.focus_check('valid', version => '1.2') WHERE bad_rows = 0) > 180, 'nearly all rules of 1.2 are asked of it');

-- the test's own reading of a condition
CREATE FUNCTION pg_temp.pascal(snake text) RETURNS text LANGUAGE sql AS $$ SELECT string_agg(CASE WHEN w = 'x' THEN 'x_' ELSE initcap(w) END, '') FROM unnest(string_to_array($1, '_')) AS w $$;
CREATE FUNCTION pg_temp.filter(condition text) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(format('(%I %s)', pg_temp.pascal(rtrim(split_part(trim(c), '=', 1), '!')),
        CASE WHEN c LIKE '%!=NULL%' THEN 'IS NOT NULL' WHEN c LIKE '%=NULL%' THEN 'IS NULL'
             ELSE CASE WHEN c LIKE '%!=%' THEN 'IS DISTINCT FROM ' ELSE 'IS NOT DISTINCT FROM ' END || quote_literal(split_part(split_part(trim(c), '=', 2), '|', 1)) END), ' AND '), 'true')
    FROM unnest(string_to_array(nullif($1, ''), '&')) AS c $$;
-- what breaks a rule on what stands within the object of a column
CREATE TEMPORARY TABLE broken_object (rule text, object text);
INSERT INTO broken_object VALUES
    ('AllocatedMethodDetailsObject-O-001-M', '{"elements": []}'), ('AllocatedMethodDetailsObject-O-001-M', '{"Elements": {"AllocatedRatio": 1}}'), ('AllocatedMethodDetailsObject-O-002-M', '{"Elements": [{"AllocatedRatio": 1}, 0.5]}'),
    ('AllocatedMethodDetailsObject-O-003-M', '{"Elements": [{"AllocatedRatio": 1, "x_Pools": ["a"]}]}'), ('AllocatedMethodDetailsObject-O-009-C', '{"Elements": [{"AllocatedRatio": 1, "Pool": "a"}]}'),
    ('AllocatedMethodDetailsObject-O-012-M', '{"Elements": [{"AllocatedRatio": 1}, {"x_Pool": "a"}]}'), ('AllocatedMethodDetailsObject-O-013-M', '{"Elements": [{"AllocatedRatio": "1"}]}'),
    ('AllocatedMethodDetailsObject-O-016-C', '{"Elements": [{"AllocatedRatio": 1, "UsageQuantity": 3}]}'), ('AllocatedMethodDetailsObject-O-018-O', '{"Elements": [{"AllocatedRatio": 1, "UsageUnit": "per!hour"}]}'),
    ('AllocatedMethodDetailsObject-O-021-M', '{"Elements": [{"AllocatedRatio": 1, "UsageUnit": "Cores", "UsageQuantity": "3,000"}]}'),
    ('ContractAppliedObject-O-001-M', '{}'), ('ContractAppliedObject-O-001-M', '{"Elements": "c-1"}'), ('ContractAppliedObject-O-003-M', '{"Elements": ["c-1"]}'),
    ('x-CommitmentPrograms', '{}'), ('x-CommitmentPrograms', '{"CommitmentPrograms": []}'), ('x-CommitmentPrograms', '{"CommitmentPrograms": {"ProgramType": "Plan"}}'),
    ('x-CommitmentPrograms', '{"CommitmentPrograms": ["Plan"]}'), ('x-CommitmentPrograms', '{"CommitmentPrograms": [{"ProgramType": "Plan"}, {"x_Type": "Plan"}]}'), ('x-CommitmentPrograms', '{"CommitmentPrograms": [{"ProgramType": null}]}'),
    ('SkuPriceDetails-C-021-M', '{"CoreCount": "8"}'), ('SkuPriceDetails-C-021-M', '{"OperatingSystem": 11}');
INSERT INTO broken_object
SELECT 'ContractAppliedObject-O-' || b.rule, format('{"Elements": [{"ContractId": "c-1", "ContractCommitmentId": "c-1-a", "ContractCommitmentAppliedCost": 2}, {%s}]}', b.element)
FROM (VALUES ('004-M', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedCost": 2, "x_Parts": {"a": 1}'), ('017-C', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedCost": 2, "Note": "a"'),
             ('019-C', '"ContractCommitmentId": "a", "ContractCommitmentAppliedCost": 2'), ('020-M', '"ContractId": 1, "ContractCommitmentId": "a", "ContractCommitmentAppliedCost": 2'),
             ('029-C', '"ContractId": "c-1", "ContractCommitmentAppliedCost": 2'), ('030-M', '"ContractId": "c-1", "ContractCommitmentID": null, "ContractCommitmentAppliedCost": 2'),
             ('043-M', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedCost": "2"'), ('046-C', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedCost": null'),
             ('052-M', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedQuantity": true, "ContractCommitmentAppliedUnit": "Hours"'),
             ('061-M', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedQuantity": 1, "ContractCommitmentAppliedUnit": 1'),
             ('063-O', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedQuantity": 1, "ContractCommitmentAppliedUnit": "per!hour"'),
             ('065-C', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedCost": 2, "ContractCommitmentAppliedUnit": "Hours"'),
             ('066-C', '"ContractId": "c-1", "ContractCommitmentId": "a", "ContractCommitmentAppliedQuantity": 1')) AS b (rule, element);
SELECT is((SELECT string_agg(DISTINCT b.rule || ' ' || b.object || ': ' || c.rules, chr(10))
           FROM broken_object AS b, LATERAL (SELECT string_agg(r.rule, ' ' ORDER BY r.rule) AS rules FROM traincost.focus_rule AS r
                                             WHERE r.requirement = 'json path' AND r.column_name = CASE WHEN b.rule LIKE 'x-%' THEN 'commitment_program_eligibility_details' WHEN b.rule LIKE 'A%' THEN 'allocated_method_details' WHEN b.rule LIKE 'C%' THEN 'contract_applied' ELSE 'sku_price_details' END
                                                   AND traincost._breaks_json_path(b.object, r.argument::jsonpath)) AS c
           WHERE c.rules IS DISTINCT FROM b.rule), NULL, 'an object with one fault breaks one rule');
SELECT is((SELECT count(*) FROM traincost.focus_rule AS r, unnest(ARRAY['', '[]', '1', 'null', '{', '{"Elements": null}', '{"Elements": [' || repeat('9', 1100) || ']}', '{"Elements": [1e200000]}', '{"Elements": ["' || chr(92) || 'u0000"]}']) AS v
           WHERE r.requirement = 'json path' AND traincost._breaks_json_path(v, r.argument::jsonpath) AND r.rule !~ 'O-001|^x-Comm'), 0::bigint, 'what is no object of the kind breaks no rule on its contents');
-- breaks one rule; what focus_check then finds
CREATE FUNCTION pg_temp.missed(version text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r record;
    name text;
    change text;
    missed text[] := '{}';
BEGIN
    FOR r IN SELECT f.rule, f.part, f.column_name, f.requirement, f.argument, replace(f.only_where, '=EMPTY', '=NULL') AS only_where FROM traincost.focus_rule AS f WHERE $1 BETWEEN f.first_version AND coalesce(f.last_version, $1) ORDER BY f.rule, f.part LOOP
        name := pg_temp.pascal(r.column_name);
        change := CASE r.requirement
            WHEN 'null' THEN format('SET %s%I = %L', CASE WHEN r.only_where LIKE '%=NULL' AND r.only_where NOT LIKE '%!=%' THEN format('%I = NULL, ', pg_temp.pascal(split_part(r.only_where, '=', 1))) ELSE '' END, name, CASE r.column_name WHEN 'charge_category' THEN 'Usage' WHEN 'pricing_category' THEN 'Standard' WHEN 'capacity_reservation_status' THEN 'Used'
                                                             WHEN 'commitment_discount_status' THEN 'Used' WHEN 'sku_price_details' THEN '{}' WHEN 'commitment_discount_category' THEN 'Usage' ELSE '1' END)
            WHEN 'not null' THEN format('SET %I = NULL', name)
            WHEN 'one of' THEN format('SET %I = %L', name, CASE WHEN r.only_where <> '' THEN CASE r.column_name WHEN 'charge_category' THEN 'Purchase' ELSE 'Standard' END ELSE 'QQQ' END)
            WHEN 'not one of' THEN format('SET %I = %L', name, r.argument)
            WHEN 'number' THEN format('SET %I = ''$10,000.00''', name)
            WHEN 'number format' THEN format('SET %1$I = ''+'' || ltrim(coalesce(%1$I, ''1''), ''-'')', name)
            WHEN 'time' THEN format('SET %I = ''2026-02-30T00:00:00Z''', name)
            WHEN 'time format' THEN format('SET %1$I = replace(rtrim(%1$I, ''Z''), ''T'', '' '')', name)
            WHEN 'text' THEN format('SET %I = ''  ''', name)
            WHEN 'unit' THEN format('SET %I = ''per!hour''', name)
            WHEN 'json' THEN format('SET %I = ''{"a": {"b": 1}}''', name)
            WHEN 'json object' THEN format('SET %I = ''{"Elements": [1,]}''', name)
            WHEN 'json path' THEN format('SET %I = %L', name, (SELECT min(b.object) FROM broken_object AS b WHERE b.rule = r.rule))
            WHEN 'keys' THEN format('SET %I = ''{"Cores": 8}''', name)
            WHEN 'equal' THEN format('SET %I = ''another''', name)
            WHEN 'currency format' THEN format('SET %I = '' ''', name)
            WHEN 'not negative' THEN format('SET %I = ''-2''', name)
            WHEN 'product' THEN format('SET %1$I = (%1$I::numeric + 0.01)::text', name)
            WHEN 'same' THEN format('SET %1$I = (%1$I::numeric - 0.01)::text', name)
            WHEN 'zero' THEN format('SET %I = ''300''', name)
            WHEN 'after' THEN format('SET %I = %I', name, pg_temp.pascal(r.argument))
            WHEN 'one per' THEN format('SET %I = ''Storage''', pg_temp.pascal(r.argument))
            WHEN 'service pair' THEN format('SET %I = ''Bots''', name)
            WHEN 'no placeholder' THEN 'SET "ServiceName" = ''Not Applicable'''
        END;
        EXECUTE format('CREATE TEMPORARY TABLE mutant AS SELECT * FROM %s', pg_temp.valid_of($1));
        IF change IS NOT NULL THEN
            EXECUTE format('UPDATE mutant %s WHERE ctid = (SELECT min(ctid) FROM mutant WHERE %s%s)', change, CASE WHEN r.requirement IN ('product', 'one per') THEN '"PricingQuantity" IS NOT NULL AND ' ELSE '' END
                           || CASE WHEN r.requirement = 'one per' THEN format('%I IS NOT NULL AND ', name) ELSE '' END
                           || CASE WHEN r.rule = 'x-EstimateInvoice' OR r.only_where LIKE '%=NULL' AND r.only_where NOT LIKE '%!=NULL' THEN 'true' ELSE pg_temp.filter(r.only_where) END, '');
        ELSIF r.requirement = 'present' THEN EXECUTE format('ALTER TABLE mutant DROP COLUMN %I', name);
        ELSIF r.requirement = 'custom columns' THEN ALTER TABLE mutant ADD "Team" text;
        ELSIF r.requirement = 'custom columns last' THEN ALTER TABLE mutant ADD "x_Team" text; ALTER TABLE mutant DROP "Tags"; ALTER TABLE mutant ADD "Tags" text;
        ELSIF r.requirement = 'no duplicate' THEN INSERT INTO mutant SELECT * FROM mutant LIMIT 1;
        END IF;
        IF r.rule = 'x-EstimateInvoice' THEN UPDATE mutant SET "x_EstimateId" = 'run-1'; END IF;
        -- from 1.3 on ProviderName is none of the two
        IF r.requirement = 'present' AND r.column_name IN ('provider_name', 'publisher_name', 'service_provider_name') THEN
            ALTER TABLE mutant DROP COLUMN IF EXISTS "ServiceProviderName", DROP COLUMN IF EXISTS "HostProviderName";
            IF r.column_name = 'service_provider_name' THEN ALTER TABLE mutant DROP COLUMN IF EXISTS "ProviderName"; END IF;
        END IF;
        IF r.requirement <> 'zero if covered' AND NOT EXISTS (SELECT FROM traincost.focus_check('mutant', version => $1) AS c WHERE c.bad_rows > 0 AND c.rule IN (r.rule, 'CAU-' || r.rule)) THEN
            missed := missed || concat_ws(' ', r.rule, r.part, r.requirement);
        END IF;
        DROP TABLE mutant;
    END LOOP;
    RETURN array_to_string(missed, ', ');
END $$;
SELECT is(pg_temp.missed(v), '', 'each rule of ' || v || ' finds its mutation') FROM unnest('{1.0,1.1,1.2,1.3,1.4}'::text[]) AS v;

-- money decides the order; a tolerance forgives rounding
UPDATE valid SET "ListCost" = '25.004' WHERE "ChargeDescription" = 'usage 1';
SELECT is((SELECT count(*) FROM traincost.focus_check('valid') WHERE bad_rows > 0), 0::bigint, 'less than a cent is rounding');
SELECT is((SELECT string_agg(rule || ' ' || trim_scale(money), ', ') FROM traincost.focus_check('valid', tolerance => 0) WHERE bad_rows > 0), 'ListCost-C-009-C 0.004', 'unless no rounding is allowed; its money is the difference');
UPDATE valid SET "ContractedCost" = '500' WHERE "ChargeDescription" = 'machine 1';
UPDATE valid SET "ListCost" = '30' WHERE "ChargeDescription" = 'usage 1';
SELECT is((SELECT (array_agg(rule || ' ' || trim_scale(money)))[1:2] FROM traincost.focus_check('valid') WHERE bad_rows > 0), '{"ContractedCost-C-009-C 500","ListCost-C-009-C 5"}', 'the largest difference comes first');
-- amounts and times of their own types break what those can break
CREATE TEMPORARY TABLE typed AS SELECT "BilledCost"::numeric AS billed_cost, 'NaN'::float8 AS effective_cost, "ChargePeriodStart"::timestamptz AS charge_period_start, timestamptz 'infinity' AS charge_period_end, "Tags"::jsonb AS tags FROM valid;
SELECT is((SELECT string_agg(rule, ' ' ORDER BY rule COLLATE "C") FROM traincost.focus_check('typed') WHERE bad_rows > 0 AND rule !~ '^(CostAndUsage|x-)'), 'ChargePeriodEnd-C-001-M EffectiveCost-C-001-M', 'NaN and infinity are no amount and no time');
SELECT throws_ok('SELECT traincost.focus_check(''valid'', version => ''1.5'')', '22023', 'argument "version" must be 1.0, 1.1, 1.2, 1.3 or 1.4, not "1.5"', 'an unknown version is refused');
SELECT throws_ok('SELECT traincost.focus_check(''valid'', tolerance => -1)', '22023', NULL, 'a negative tolerance is refused');
SELECT is((SELECT count(*) FROM traincost.focus_check(NULL)), 0::bigint, 'NULL in, nothing out');
SELECT * FROM finish();
ROLLBACK;
