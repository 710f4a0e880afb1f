-- guide: a charge of a plan, by month, in FOCUS's own format | | | files for other tools
CREATE VIEW traincost.focus_estimate_export AS
SELECT f.billing_account_id AS "BillingAccountId", f.billing_account_name AS "BillingAccountName",
       f.billing_currency AS "BillingCurrency",
       to_char(f.billing_period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "BillingPeriodStart",
       to_char(f.billing_period_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "BillingPeriodEnd",
       to_char(f.charge_period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "ChargePeriodStart",
       to_char(f.charge_period_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "ChargePeriodEnd",
       f.charge_category AS "ChargeCategory", f.charge_class AS "ChargeClass",
       f.charge_description AS "ChargeDescription",
       f.charge_frequency AS "ChargeFrequency", f.invoice_issuer_name AS "InvoiceIssuerName",
       f.service_provider_name AS "ProviderName", f.host_provider_name AS "PublisherName",
       f.service_provider_name AS "ServiceProviderName", f.host_provider_name AS "HostProviderName",
       f.service_category AS "ServiceCategory", f.service_subcategory AS "ServiceSubcategory",
       f.service_name AS "ServiceName",
       f.sku_id AS "SkuId", f.sku_price_id AS "SkuPriceId", f.region_id AS "RegionId",
       f.pricing_category AS "PricingCategory",
       f.commitment_discount_category AS "CommitmentDiscountCategory",
       f.commitment_discount_id AS "CommitmentDiscountId", f.commitment_discount_name AS "CommitmentDiscountName",
       f.commitment_discount_type AS "CommitmentDiscountType",
       f.commitment_discount_status AS "CommitmentDiscountStatus",
       f.commitment_discount_quantity AS "CommitmentDiscountQuantity",
       f.commitment_discount_unit AS "CommitmentDiscountUnit",
       f.pricing_quantity AS "PricingQuantity", f.pricing_unit AS "PricingUnit",
       f.consumed_quantity AS "ConsumedQuantity",
       f.consumed_unit AS "ConsumedUnit", f.list_unit_price AS "ListUnitPrice",
       f.contracted_unit_price AS "ContractedUnitPrice",
       f.list_cost AS "ListCost", f.contracted_cost AS "ContractedCost", f.billed_cost AS "BilledCost",
       f.effective_cost AS "EffectiveCost",
       f.tags AS "Tags", f.invoice_id AS "InvoiceId", f.x_estimate_id AS "x_EstimateId", f.x_scenario AS "x_Scenario",
       f.x_workload_phase AS "x_WorkloadPhase", f.x_quantile AS "x_Quantile", to_char(f.x_as_of, 'YYYY-MM-DD') AS "x_AsOf",
       f.x_assumptions AS "x_Assumptions", to_char(f.x_month, 'YYYY-MM-DD') AS "x_Month"
FROM traincost.focus_estimate AS f
WHERE f.effective_cost IS NOT NULL;
COMMENT ON VIEW traincost.focus_estimate_export IS
'focus_estimate as a FOCUS file: \copy (SELECT * FROM traincost.focus_estimate_export) TO ''focus.csv'' CSV HEADER. FOCUS 1.2 column names, with the providers under their names of 1.2 and of 1.3; times as 2026-09-01T00:00:00Z under any TimeZone. Rows without a price or quantity are left out, since a FOCUS cost is never null: focus_coverage counts them.';

-- an export's column means what the view's means
DO $$
DECLARE
    column_name name;
BEGIN
    FOR column_name IN
        SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = 'traincost.focus_estimate_export'::regclass AND a.attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN traincost.focus_estimate_export.%I IS %L', column_name,
            (SELECT col_description(v.attrelid, v.attnum) FROM pg_attribute AS v
             WHERE v.attrelid = 'traincost.focus_estimate'::regclass
               AND replace(v.attname, '_', '') = replace(lower(CASE column_name WHEN 'ProviderName' THEN 'ServiceProviderName'
                       WHEN 'PublisherName' THEN 'HostProviderName' ELSE column_name END), '_', '')));
    END LOOP;
END $$;
