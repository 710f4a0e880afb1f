-- The report: checks its parameters, reads one snapshot, writes CSV files, has the
-- charts drawn, and writes the plain text and the page.  Run it through report/run,
-- which makes the working folder, sets the parameters and publishes what is complete.
--
-- psql's variables are the parameters, all optional: pipeline, gpu, as_of, budget_usd, article,
-- cost_table, through, reporting_currency, last, sections.

SET search_path = pg_catalog, pg_temp;
SET datestyle = 'ISO, MDY';
SET extra_float_digits = 0;
SET standard_conforming_strings = on;
\set SHOW_CONTEXT never
\if :{?article}
\else
\set article false
\endif
\if :article
SET client_min_messages = warning;
\set claims `cat "$kit/article/published_claim.tsv"`
\i :kit/article/article_claim.sql
RESET client_min_messages;
\endif
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

SELECT to_regnamespace('traincost') IS NOT NULL AS installed \gset
\if :installed
\else
DO $$ BEGIN RAISE EXCEPTION 'extension "traincost" is not in database "%"', current_database()
    USING HINT = 'Name the database with -d, or run there: CREATE EXTENSION traincost.'; END $$;
\endif

-- Parameters.  A value is only ever a quoted literal; what is wrong with it stops here.
\if :{?pipeline}
\else
\set pipeline assistant-100B
\endif
SELECT count(*) AS bill_lines FROM traincost.bill(:'pipeline') \gset
-- by default what the plan itself says: its own day, and the GPU of most of its hours
SELECT max(d.day) AS plan_as_of, coalesce(nullif(min(d.day), max(d.day))::text, '') AS plan_since,
       coalesce((array_agg(s.gpu ORDER BY s.gpu_hours DESC NULLS LAST, s.stage_no) FILTER (WHERE s.tdp_w IS NOT NULL))[1], (SELECT d.gpu FROM traincost._stage_defaults(NULL) AS d)) AS plan_gpu
FROM traincost.stage_estimate AS s
CROSS JOIN LATERAL (SELECT CASE WHEN isfinite(s.as_of) THEN s.as_of ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END AS day) AS d
WHERE s.pipeline = :'pipeline' \gset
\if :{?as_of}
\else
\set as_of :plan_as_of
\endif
\if :{?gpu}
\else
\set gpu :plan_gpu
\endif
\if :{?budget_usd}
SELECT traincost.assert_budget(0, given::float8) AS budget_is_an_amount FROM (SELECT :'budget_usd'::text AS given OFFSET 0) AS parameter \gset
\set has_budget true
\else
\set budget_usd ''
\set has_budget false
\endif
SELECT traincost.gpu_tdp_w(:'gpu') AS gpu_is_known, given::date AS as_of, isfinite(given::date) AND given ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AS is_a_day
FROM (SELECT :'as_of'::text AS given OFFSET 0) AS parameter \gset
\if :is_a_day
\else
DO $$ BEGIN RAISE EXCEPTION 'parameter "as_of" must be a day' USING HINT = 'Write it as 2026-09-01.'; END $$;
\endif

\if :{?cost_table}
SELECT coalesce(to_regclass(CASE WHEN strpos(:'cost_table', '.') > 0 THEN :'cost_table' ELSE 'public.' || :'cost_table' END)::text, '') AS cost_regclass \gset
SELECT :'cost_regclass' <> '' AS has_costs \gset
\if :has_costs
\set cost_table :cost_regclass
\else
DO $$ BEGIN RAISE EXCEPTION 'parameter "cost_table" names no table or view' USING HINT = 'Write schema.table; without a schema it is looked for in public.'; END $$;
\endif
\else
\set cost_table ''
\set has_costs false
\endif
\if :{?through}
\else
\set through ''
\endif
\if :{?reporting_currency}
SELECT set_config('traincost.reporting_currency', :'reporting_currency', false) \g /dev/null
\endif
SELECT format('cost => ''billed'', through => %L, reporting_currency => %L', nullif(:'through', ''), nullif(current_setting('traincost.reporting_currency', true), '')) AS of_bill \gset
-- the report.json of an earlier report of the plan; report/run has its path in the environment
\if :{?last}
\set last_json `cat "$traincost_last"`
SELECT left(ltrim(:'last_json'), 1) = '{' AS has_last \gset
\if :has_last
SELECT :'last_json'::jsonb ->> 'pipeline' = :'pipeline' AND jsonb_typeof(:'last_json'::jsonb -> 'bill') = 'array' AS has_last, coalesce(:'last_json'::jsonb ->> 'printed_at', 'an unknown day') AS last_printed \gset
\endif
\if :has_last
\else
DO $$ BEGIN RAISE EXCEPTION 'parameter "last" is no report.json of this plan' USING HINT = 'Keep a copy of report.json of the last report, and name it.'; END $$;
\endif
\else
\set has_last false
\endif
\if :{?sections}
\else
-- what finance reads; published runs and models are on request
\set sections approval,ranges,bill,changes,stages,choices,months,billed,teams,quotes,assumptions,own,prices,plans
\endif
SELECT given <@ ('{all}'::text[] || known) AS sections_are_known,
       given && '{all,ranges}'::text[] AS show_ranges, given && '{all,choices}'::text[] AS show_choices, given && '{all,bill}'::text[] AS show_bill, given && '{all,stages}'::text[] AS show_stages, given && '{all,months}'::text[] AS show_months,
       :'has_costs'::boolean AND given && '{all,billed}'::text[] AS show_billed, :'has_last'::boolean AND given && '{all,changes}'::text[] AS show_changes, given && '{all,teams}'::text[] AS show_teams, given && '{all,approval}'::text[] AS show_approval, given && '{all,quotes}'::text[] AS show_quotes, given && '{all,assumptions}'::text[] AS show_assumptions,
       given && '{all,own}'::text[] AS show_own, given && '{all,prices}'::text[] AS show_prices, given && '{all,published}'::text[] AS show_published,
       given && '{all,models}'::text[] AS show_models, given && '{all,plans}'::text[] AS show_plans
FROM (SELECT string_to_array(replace(:'sections', ' ', ''), ',') AS given, '{approval,ranges,bill,changes,stages,choices,months,billed,teams,quotes,assumptions,own,prices,published,models,plans}'::text[] AS known) AS chosen \gset
\if :sections_are_known
\else
DO $$ BEGIN RAISE EXCEPTION 'parameter "sections" names a section that there is not'
    USING HINT = 'Sections: approval, ranges, bill, changes, stages, choices, months, billed, teams, quotes, assumptions, own, prices, published, models, plans; a comma between them.'; END $$;
\endif


-- Statements, each written once.  Their argument says whether a spreadsheet reads the
-- answer: then a text that it would take for a formula gets an apostrophe, amounts keep
-- all their decimals, and there is no total row.  What is printed above a total adds up
-- to it (_rounded_to_sum).  A sum without meaning is NaN there, which is printed as a blank;
-- NULL is unknown.
SELECT $$'^[-=+@\t\r\n]', CASE WHEN $1 THEN '''\&' ELSE '\&' END$$ AS guard,
       -- a text as a label of gnuplot's, which reads lines of cells parted by tabs
       $$'["\\\s[:cntrl:]]+', ' ', 'g'$$ AS clean, $$'^(.{21}).{2,}$', '\1...'$$ AS short,
       -- published runs, and what their GPU-hours cost at the rents of the day
       $$(SELECT e.*, m.cost_usd AS published_usd,
                 round((coalesce(e.published_gpu_hours, e.gpu_hours) * traincost.gpu_price_usd_per_hour(g.name, as_of => :'as_of'))::numeric) AS rent_usd
          FROM traincost.model_estimate AS e
          JOIN traincost.model AS m ON m.name = e.model
          LEFT JOIN traincost.gpu AS g ON g.name = e.gpu) AS r$$ AS runs,
       -- the rents of the GPU that were known on the day
       $$(SELECT * FROM traincost.gpu_price WHERE gpu = :'gpu' AND kind = 'on_demand' AND observed_on <= :'as_of') AS p$$ AS prices \gset

-- of each family the largest pre-training of which FLOP, dollars and CO2e are known
SELECT $$(SELECT * FROM (SELECT DISTINCT ON (family) r.*
                         FROM $$ || :'runs' || $$
                         WHERE stage = 'pretraining' AND coalesce(published_flop, flop) > 0 AND coalesce(published_usd, rent_usd) > 0
                           AND coalesce(published_co2e_tonnes, co2e_tonnes) > 0
                         ORDER BY family, coalesce(published_flop, flop) DESC, model) AS one
          ORDER BY coalesce(published_flop, flop) DESC, model LIMIT 24) AS l$$ AS largest \gset

-- looked for once; the statements below read what was found
SELECT coalesce(json_agg(p), '[]') AS found
FROM (SELECT s.flop, s.mfu AS used_mfu, i.dtype, s.gpus, s.days, CASE WHEN isfinite(s.as_of) THEN s.as_of END AS as_of, s.region FROM traincost.stage_estimate AS s
      JOIN traincost.pipeline_stage AS i ON i.pipeline = s.pipeline AND i.stage_no = s.stage_no
      WHERE s.pipeline = :'pipeline' AND s.flop > 0 AND :'show_choices'::boolean ORDER BY s.gpu_hours DESC NULLS LAST, s.stage_no LIMIT 1) AS s,
     LATERAL (SELECT q.gpu, q.gpus, q.provider, q.days, q.total_usd, q.co2e_location_kg, CASE WHEN q.co2e_location_kg IS NOT NULL THEN b.basis END AS basis, q.pareto
              -- in the stage's own region; one that no table has is an error there
              FROM (SELECT traincost._grid_basis(s.region, coalesce(s.as_of, (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date), NULL) AS basis) AS b
              CROSS JOIN LATERAL traincost.train_plans(flop => s.flop, mfu => s.used_mfu, dtype => s.dtype, max_gpus => nullif(s.gpus, 0), deadline_days => nullif(10 * s.days, 0),
                                         regions => CASE WHEN b.basis IS NOT NULL THEN s.region END, as_of => s.as_of) AS q ORDER BY q.pareto DESC, q.rank LIMIT 400) AS p \gset
SELECT $$json_to_recordset(:'found') AS c (gpu text, gpus float8, provider text, days float8, total_usd float8, co2e_location_kg float8, basis text, pareto boolean)$$ AS choices \gset

-- the shipped examples are no plans of the company, but among themselves
SELECT $$EXISTS (SELECT FROM traincost.pipeline_stage AS o WHERE o.pipeline = e.pipeline AND (NOT o.shipped OR (SELECT bool_or(r.shipped) FROM traincost.pipeline_stage AS r WHERE r.pipeline = :'pipeline')))$$ AS of_company \gset

-- by the calendar: stages may run side by side
SELECT $$(SELECT round(e.total_usd) AS "USD in total", c.starts AS "starts on", c.ends AS "ends on", p.peak_gpus AS "GPUs at the peak", round(e.gpu_hours::numeric) AS "GPU-hours",
       round(e.energy_kwh::numeric / 1000, 1) AS "MWh", round(CASE WHEN e.grid_basis NOT LIKE '%,%' THEN e.co2e_location_kg END::numeric / 1000, 1) AS "t CO2e", e.grid_basis AS "basis of CO2e"
FROM traincost.pipeline_estimate AS e
CROSS JOIN LATERAL (SELECT (min(r.starts_at) AT TIME ZONE 'UTC')::date AS starts, CASE WHEN count(r.ends_at) = count(*) THEN (max(r.ends_at) AT TIME ZONE 'UTC')::date END AS ends
                    FROM traincost.stage_calendar AS r WHERE r.pipeline = e.pipeline) AS c
LEFT JOIN traincost.plan_peak AS p ON p.pipeline = e.pipeline
WHERE e.pipeline = :'pipeline') AS h$$ AS headline \gset
PREPARE headline(boolean) AS SELECT h.* FROM :headline;

-- how sure the headline is
PREPARE range(boolean) AS
SELECT CASE WHEN q.no = 5 THEN concat_ws(', ', q.quantity, (SELECT e.grid_basis FROM traincost.pipeline_estimate AS e WHERE e.pipeline = r.pipeline)) ELSE q.quantity END AS "quantity", round(q.p10::numeric, q.digits) AS "P10", round(q.p50::numeric, q.digits) AS "P50", round(q.p90::numeric, q.digits) AS "P90"
FROM traincost.pipeline_range AS r,
     LATERAL (VALUES (1, 'USD', 0, r.total_usd_p10::float8, r.total_usd_p50::float8, r.total_usd_p90::float8), (2, 'days', 1, r.days_p10, r.days_p50, r.days_p90),
                     (3, 'GPU-hours', 0, r.gpu_hours_p10, r.gpu_hours_p50, r.gpu_hours_p90), (4, 'MWh', 1, r.energy_kwh_p10 / 1000, r.energy_kwh_p50 / 1000, r.energy_kwh_p90 / 1000),
                     (5, 't CO2e', 1, r.co2e_location_kg_p10 / 1000, r.co2e_location_kg_p50 / 1000, r.co2e_location_kg_p90 / 1000)) AS q (no, quantity, digits, p10, p50, p90)
WHERE r.pipeline = :'pipeline' ORDER BY q.no;

PREPARE sensitivity(boolean) AS
SELECT regexp_replace(input, :guard) AS "input", round(low::numeric, 3) AS "low", round(high::numeric, 3) AS "high",
       round(total_at_low::numeric) AS "USD at low", round(total_at_high::numeric) AS "USD at high", round(swing::numeric) AS "swing in USD", regexp_replace(source, :guard) AS "source"
FROM traincost.pipeline_sensitivity(:'pipeline') WHERE swing > 0 ORDER BY swing DESC, input LIMIT CASE WHEN $1 THEN NULL ELSE 10 END;

-- other ways to have the work of the stage with most GPU-hours done on as many GPUs
SELECT $$regexp_replace(gpu, :guard) AS "GPU", gpus AS "GPUs", regexp_replace(provider, :guard) AS "provider", round(days::numeric, 1) AS "days", round(total_usd::numeric) AS "USD",
         round(co2e_location_kg::numeric / 1000, 2) AS "t CO2e", basis AS "basis of CO2e"$$ AS choice_columns \gset
PREPARE choice(boolean) AS SELECT :choice_columns FROM :choices WHERE pareto ORDER BY total_usd, days, gpu, provider, gpus LIMIT 12;
PREPARE every_choice(boolean) AS SELECT :choice_columns, pareto AS "pareto" FROM :choices ORDER BY total_usd, days, gpu, provider, gpus;

PREPARE bill(boolean) AS
SELECT regexp_replace(stage, :guard) AS "stage", item AS "item", amount_usd AS "USD",
       round(quantity::numeric, 1) AS "quantity", round(unit_usd, 4) AS "USD per unit", unit AS "unit", regexp_replace(coalesce(note, ''), :guard) AS "note"
FROM (SELECT line_no, stage, item, (traincost._rounded_to_sum(array_agg(amount_usd) OVER every, CASE WHEN $1 THEN 4 ELSE 2 END))[row_number() OVER every] AS amount_usd,
             quantity, unit_usd, unit, note
      FROM traincost.bill(:'pipeline') WINDOW every AS (ORDER BY line_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      UNION ALL
      SELECT NULL, 'Total', '', round(total_usd, 2), 'NaN', 'NaN', '', '' FROM traincost.pipeline_estimate WHERE pipeline = :'pipeline' AND NOT $1) AS line
ORDER BY line_no NULLS LAST;

PREPARE stage(boolean) AS
SELECT regexp_replace(stage, :guard) AS "stage", (traincost._rounded_to_sum(array_agg(total_usd) OVER every, 2))[row_number() OVER every] AS "USD",
       (traincost._rounded_to_sum(array_agg(100 * usd_share::numeric) OVER every, 1))[row_number() OVER every] AS "% of USD",
       round(days::numeric, 2) AS "days", gpus AS "GPUs", round(gpu_hours::numeric) AS "GPU-hours", to_char(flop, '9.99EEEE')::float8 AS "FLOP",
       round(energy_kwh::numeric / 1000, 2) AS "MWh", (traincost._rounded_to_sum(array_agg(100 * energy_share::numeric) OVER every, 1))[row_number() OVER every] AS "% of MWh",
       round(co2e_location_kg::numeric / 1000, 2) AS "t CO2e", CASE WHEN co2e_location_kg IS NOT NULL THEN grid_basis END AS "basis of CO2e", regexp_replace(gpu, :guard) AS "GPU", as_of AS "prices of"
FROM traincost.stage_estimate WHERE pipeline = :'pipeline' WINDOW every AS (ORDER BY stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY stage_no;

-- which utilisation each stage took
PREPARE utilization(boolean) AS
SELECT regexp_replace(stage, :guard) AS "stage", regexp_replace('MFU ' || coalesce(round(mfu::numeric, 2)::text, 'unknown') || ', from ' || mfu_source, :guard) AS "utilisation",
       round(run_overhead::numeric, 2) AS "hours over steady hours"
FROM traincost.stage_estimate WHERE pipeline = :'pipeline' ORDER BY stage_no;

PREPARE plan(boolean) AS
SELECT regexp_replace(pipeline, :guard) AS "plan", stages AS "stages", to_char(flop, '9.99EEEE')::float8 AS "FLOP", gpus AS "GPUs at the peak",
       round(days::numeric, 1) AS "days", round(gpu_hours::numeric) AS "GPU-hours", round(total_usd) AS "USD",
       round(energy_kwh::numeric / 1000, 1) AS "MWh", round(CASE WHEN grid_basis NOT LIKE '%,%' THEN co2e_location_kg END::numeric / 1000, 1) AS "t CO2e", grid_basis AS "basis of CO2e"
FROM traincost.pipeline_estimate AS e WHERE :of_company ORDER BY total_usd DESC NULLS FIRST, pipeline LIMIT CASE WHEN $1 THEN NULL ELSE 40 END;

PREPARE ownership(boolean) AS
SELECT regexp_replace(coalesce(stage, 'Total'), :guard) AS "stage",
       CASE WHEN stage_no IS NULL THEN round(rent::numeric) ELSE (traincost._rounded_to_sum(array_agg(rent::numeric) OVER every, 0))[row_number() OVER every] END AS "USD rented",
       CASE WHEN stage_no IS NULL THEN round(amortize::numeric) ELSE (traincost._rounded_to_sum(array_agg(amortize::numeric) OVER every, 0))[row_number() OVER every] END AS "USD owned, used share",
       CASE WHEN stage_no IS NULL THEN round(buy::numeric) ELSE (traincost._rounded_to_sum(array_agg(buy::numeric) OVER every, 0))[row_number() OVER every] END AS "USD bought for this plan"
FROM (SELECT s.stage_no, s.stage, (traincost.pipeline_total(e) FILTER (WHERE way = 'rent')).total_usd AS rent,
             (traincost.pipeline_total(e) FILTER (WHERE way = 'amortize')).total_usd AS amortize,
             (traincost.pipeline_total(e) FILTER (WHERE way = 'buy')).total_usd AS buy
      -- the plan's own prices are those of its own way; the other takes the catalog's
      FROM traincost.pipeline_stage AS s, unnest('{rent,amortize,buy}'::text[]) AS way,
           jsonb_populate_record(s, jsonb_build_object('ownership', way)
               || CASE WHEN (way = 'rent') = (coalesce(s.ownership, 'rent') = 'rent') THEN '{}'
                       ELSE '{"usd_per_gpu_hour": null, "usd_per_gpu": null, "provider": null, "price_kind": null, "price_region": null, "commitment": null, "daily_prices": null, "cluster": null}'::jsonb END) AS asked,
           traincost.estimate_stage(asked) AS e
      WHERE s.pipeline = :'pipeline'
      GROUP BY GROUPING SETS ((s.stage_no, s.stage), ())) AS t
WHERE stage_no IS NOT NULL OR NOT $1
WINDOW every AS (PARTITION BY stage_no IS NULL ORDER BY stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY stage_no NULLS LAST;

PREPARE rent_or_own(boolean) AS
SELECT round(100 * utilization::numeric) AS "% of the life in use", round(gpu_hours::numeric) AS "GPU-hours", round(months::numeric, 1) AS "months of full use",
       round(rent_usd::numeric) AS "USD rented", round(own_usd::numeric) AS "USD owned", cheaper AS "cheaper"
FROM traincost.rent_or_own(:'gpu', as_of => :'as_of')
WHERE $1 OR round(100 * utilization::numeric) % 10 = 0 ORDER BY utilization;

PREPARE price(boolean) AS
SELECT observed_on AS "day", regexp_replace(provider, :guard) AS "provider", regexp_replace(region, :guard) AS "region",
       usd_per_gpu_hour AS "USD per GPU-hour", regexp_replace(source, :guard) AS "source"
FROM :prices ORDER BY observed_on, provider, region;

PREPARE price_by_year(boolean) AS
SELECT to_char(observed_on, 'YYYY') AS "year", count(*) AS "prices", count(DISTINCT provider) AS "providers",
       round(min(usd_per_gpu_hour), 2) AS "lowest USD/h", round(percentile_cont(0.5) WITHIN GROUP (ORDER BY usd_per_gpu_hour::float8)::numeric, 2) AS "median USD/h",
       round(max(usd_per_gpu_hour), 2) AS "highest USD/h"
FROM :prices GROUP BY 1 ORDER BY 1;

PREPARE accuracy(boolean) AS
SELECT q.quantity AS "quantity", count(*) AS "runs", round(percentile_cont(0.5) WITHIN GROUP (ORDER BY q.ratio)::numeric, 3) AS "median ratio",
       round(100 * avg((abs(q.ratio - 1) <= 0.1)::int)) AS "% within 10 %", round(100 * avg((abs(q.ratio - 1) <= 0.25)::int)) AS "% within 25 %"
FROM traincost.model_estimate AS e,
     LATERAL (VALUES (1, 'FLOP', e.flop_ratio), (2, 'GPU-hours', e.gpu_hours_ratio), (3, 'energy', e.energy_ratio), (4, 'CO2e', e.co2e_ratio)) AS q (no, quantity, ratio)
WHERE q.ratio IS NOT NULL GROUP BY q.no, q.quantity ORDER BY q.no;

-- estimates from inputs alone, without the published utilisation
PREPARE validation(boolean) AS
SELECT validation || ', ' || class AS "published runs", runs AS "runs", round(median_ratio::numeric, 2) AS "median ratio", round(p10_ratio::numeric, 2) AS "p10", round(p90_ratio::numeric, 2) AS "p90",
       round(100 * within_1_25_share) AS "% within 1.25", round(100 * within_2_share) AS "% within 2"
FROM traincost.validation_summary ORDER BY validation, class COLLATE "C";

PREPARE run(boolean) AS
SELECT regexp_replace(model, :guard) AS "run", released AS "released",
       to_char(flop, '9.99EEEE')::float8 AS "FLOP, ours", to_char(published_flop, '9.99EEEE')::float8 AS "FLOP, published", round(flop_ratio::numeric, 2) AS "ratio of FLOP",
       round(gpu_hours::numeric) AS "GPU-hours, ours", round(published_gpu_hours::numeric) AS "GPU-hours, published", round(gpu_hours_ratio::numeric, 2) AS "ratio of hours",
       round(mfu_from_hours::numeric, 3) AS "MFU from hours",
       round(energy_mwh::numeric, 3) AS "MWh, ours", round(published_energy_mwh::numeric, 3) AS "MWh, published",
       round(co2e_tonnes::numeric, 3) AS "t CO2e, ours", round(published_co2e_tonnes::numeric, 3) AS "t CO2e, published", regexp_replace(co2e_scope, :guard) AS "what CO2e counts",
       rent_usd AS "USD at the day's rents", round(published_usd) AS "USD, published"
FROM :runs
WHERE coalesce(flop_ratio, gpu_hours_ratio, energy_ratio, co2e_ratio, published_usd / nullif(rent_usd, 0)) IS NOT NULL
ORDER BY released, model;

-- the same runs in all three charts: of each family the largest pre-training of which all three are known
PREPARE published(boolean) AS
SELECT regexp_replace(model, :guard) AS "run", to_char(published_flop, '9.99EEEE')::float8 AS "FLOP, published", to_char(flop, '9.99EEEE')::float8 AS "FLOP, ours",
       round(published_usd) AS "USD, published", rent_usd AS "USD at the day's rents",
       round(published_co2e_tonnes::numeric, 3) AS "t CO2e, published", round(co2e_tonnes::numeric, 3) AS "t CO2e, ours", regexp_replace(co2e_scope, :guard) AS "what CO2e counts"
FROM :largest ORDER BY coalesce(published_flop, flop) DESC, model;

\if :article
PREPARE claim(boolean) AS
SELECT regexp_replace(claim_id, :guard) AS "claim", regexp_replace(subject, :guard) AS "subject", regexp_replace(quantity, :guard) AS "quantity",
       regexp_replace(claimed_text || ' ' || claimed_unit, :guard) AS "claimed",
       CASE WHEN abs(recomputed) >= 1e9 THEN trim(to_char(recomputed, '9.999EEEE')) ELSE trim_scale(round(recomputed::numeric, 3))::text END
           || ' ' || recomputed_unit AS "recomputed",
       regexp_replace(verdict, :guard) AS "verdict"
FROM pg_temp.article_claim ORDER BY claim_id;

PREPARE verdict(boolean) AS
SELECT verdict AS "verdict", count(*) AS "claims" FROM pg_temp.article_claim GROUP BY verdict ORDER BY count(*) DESC, verdict;
\endif

\i :kit/finance.sql

\pset footer off
\pset format csv
EXECUTE headline(true) \g headline.csv
EXECUTE range(true) \g range.csv
EXECUTE sensitivity(true) \g sensitivity.csv
EXECUTE every_choice(true) \g choice.csv
EXECUTE bill(true) \g bill.csv
EXECUTE stage(true) \g stage.csv
EXECUTE utilization(true) \g utilization.csv
EXECUTE plan(true) \g plan.csv
EXECUTE ownership(true) \g ownership.csv
EXECUTE rent_or_own(true) \g rent_or_own.csv
EXECUTE price(true) \g price.csv
EXECUTE price_by_year(true) \g price_by_year.csv
EXECUTE accuracy(true) \g accuracy.csv
EXECUTE validation(true) \g validation.csv
EXECUTE run(true) \g run.csv
EXECUTE published(true) \g published.csv
EXECUTE months(true) \g months.csv
EXECUTE quotes(true) \g quotes.csv
EXECUTE assumptions(true) \g assumptions.csv
EXECUTE approval(true) \g approval.csv
EXECUTE teams(true) \g teams.csv
\if :has_last
EXECUTE changes(true) \g changes.csv
\endif
\if :has_costs
EXECUTE billed(true) \g billed.csv
\endif
\if :article
EXECUTE claim(true) \g claim.csv
\endif

\if :has_costs
SELECT $$(SELECT jsonb_agg(to_jsonb(v) ORDER BY v.month, v.cause) FROM traincost.variance_summary(:'cost_table'::regclass, $$ || :'of_bill' || $$) AS v WHERE v.run_id = :'pipeline')$$ AS billed_json \gset
\else
\set billed_json NULL
\endif
\pset format unaligned
\pset tuples_only on
SELECT jsonb_pretty(jsonb_build_object('pipeline', e.pipeline, 'total_usd', e.total_usd, 'known_usd', e.known_usd, 'unpriced_stages', e.unpriced_stages, 'days', e.days, 'gpus', e.gpus, 'gpu_hours', e.gpu_hours,
           'energy_kwh', e.energy_kwh, 'co2e_location_kg', e.co2e_location_kg, 'grid_basis', e.grid_basis, 'as_of', :'as_of', 'printed_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'version', traincost.traincost_version(),
           'status', (SELECT to_jsonb(p) FROM traincost.plan_status AS p WHERE p.pipeline = e.pipeline),
           'range', (SELECT to_jsonb(r) FROM traincost.pipeline_range AS r WHERE r.pipeline = e.pipeline), 'assumptions', (SELECT jsonb_agg(to_jsonb(a)) FROM traincost.plan_assumptions(:'pipeline') AS a), 'billed', :billed_json,
           'bill', (SELECT jsonb_agg(to_jsonb(b) ORDER BY b.line_no) FROM traincost.bill(:'pipeline') AS b),
           'months', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.month, m.stage_no) FROM traincost.plan_calendar AS m WHERE m.pipeline = e.pipeline)))
FROM traincost.pipeline_estimate AS e WHERE e.pipeline = :'pipeline' \g report.json
\pset tuples_only off

-- What the charts show: tab-separated, one file for each series.
\pset format unaligned
\pset fieldsep '\t'
\pset null ?
\pset tuples_only on
SELECT regexp_replace(regexp_replace(e.stage, :clean), :short), 100 * e.usd_share, 100 * e.energy_share,
       100 * e.usd_share * coalesce(q.p10 / nullif(e.total_usd::float8, 0), 1), 100 * e.usd_share * coalesce(q.p90 / nullif(e.total_usd::float8, 0), 1)
FROM traincost.stage_estimate AS e LEFT JOIN traincost.stage_quantiles(:'pipeline') AS q ON q.stage_no = e.stage_no AND q.quantity = 'total_usd'
WHERE e.pipeline = :'pipeline' ORDER BY e.stage_no \g stage.dat
SELECT 100 * utilization, rent_usd / 1000, own_usd / 1000
FROM traincost.rent_or_own(:'gpu', as_of => :'as_of') WHERE rent_usd IS NOT NULL OR own_usd IS NOT NULL \g own.dat
SELECT DISTINCT 100 * break_even_utilization, traincost.rent_usd(break_even_gpu_hours, rent_usd / gpu_hours) / 1000
FROM traincost.rent_or_own(:'gpu', as_of => :'as_of') WHERE utilization = 1 AND break_even_utilization <= 1 \g break_even.dat
SELECT observed_on, usd_per_gpu_hour FROM :prices ORDER BY 1 \g price.dat
SELECT observed_on, traincost.gpu_price_usd_per_hour(:'gpu', as_of => observed_on)
FROM (SELECT observed_on FROM :prices UNION SELECT :'as_of' WHERE EXISTS (SELECT FROM :prices)) AS day ORDER BY 1 \g median.dat
SELECT q.row, least(4, greatest(0.25, q.ratio))    -- beyond the axis: at its end
FROM traincost.model_estimate AS e,
     LATERAL (VALUES (4, e.flop_ratio), (3, e.gpu_hours_ratio), (2, e.energy_ratio), (1, e.co2e_ratio)) AS q (row, ratio)
WHERE q.ratio > 0 ORDER BY 1, 2 \g accuracy.dat
SELECT regexp_replace(regexp_replace(model, :clean), :short), published_flop, flop, published_usd, rent_usd, published_co2e_tonnes, co2e_tonnes
FROM :largest ORDER BY coalesce(published_flop, flop) DESC, model \g model.dat
SELECT regexp_replace(regexp_replace(t.input, :clean), :short), least(t.total_at_low, t.total_at_high) / 1000, greatest(t.total_at_low, t.total_at_high) / 1000, e.total_usd / 1000
FROM traincost.pipeline_sensitivity(:'pipeline') AS t, traincost.pipeline_estimate AS e
WHERE e.pipeline = :'pipeline' AND t.swing > 0.002 * e.total_usd::float8 ORDER BY t.swing DESC, t.input LIMIT 8 \g tornado.dat
SELECT days, total_usd / 1000, pareto::int FROM :choices ORDER BY 1, 2 \g choice.dat
\pset tuples_only off

\set drawn `"$kit/draw" 2>draw.log && echo true`
SELECT :'drawn' = 'true' AS drawn \gset
\if :drawn
\else
\set trouble `cat draw.log`
\warn :trouble
DO $$ BEGIN RAISE EXCEPTION 'gnuplot drew no charts' USING HINT = 'Is gnuplot installed (Debian: gnuplot-nox)? The last report is kept.'; END $$;
\endif
\set stage_svg `cat stage.svg`
\set tornado_svg `cat tornado.svg`
\set pareto_svg `cat pareto.svg`
\set own_svg `cat own.svg`
\set price_svg `cat price.svg`
\set accuracy_svg `cat accuracy.svg`
\set flop_svg `cat flop.svg`
\set cost_svg `cat cost.svg`
\set co2e_svg `cat co2e.svg`
\set css `cat "$kit/style.css"`

-- What the pages say in words.
SELECT CASE WHEN total_usd IS NULL
            THEN format('Unpriced: %s of %s stages have no price, so the total is unknown. The others come to %s; the bill names what is missing.',
                        unpriced_stages, stages, traincost._shown_money(known_usd, 'USD'))
            WHEN total_usd > budget_usd
            THEN format('Over budget: %s above the %s allowed.', traincost._shown_money(total_usd - budget_usd, 'USD'), traincost._shown_money(budget_usd, 'USD'))
            WHEN total_usd <= budget_usd
            THEN format('Within budget: %s left of %s.', traincost._shown_money(budget_usd - total_usd, 'USD'), traincost._shown_money(budget_usd, 'USD'))
            ELSE '' END AS notice_text
FROM traincost.pipeline_estimate, (SELECT nullif(:'budget_usd', '')::numeric AS budget_usd) AS given
WHERE pipeline = :'pipeline' \gset
SELECT :'notice_text' <> '' AS has_notice, :'notice_text' LIKE 'Within%' AS is_within,
       concat_ws(' to ', nullif(:'plan_since', ''), :'plan_as_of') AS plan_days, to_char(now(), 'YYYY-MM-DD HH24:MI') AS printed, current_setting('TimeZone') AS time_zone, traincost.traincost_version() AS version,
       coalesce((SELECT newest || ', ' || (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date - newest || ' days ago'
                          || CASE WHEN (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date - newest > 180 THEN ' (renew it)' ELSE '' END
                 FROM traincost.catalog_age WHERE table_name = 'gpu_price'), 'none') AS newest_price,
       coalesce((SELECT 'Break-even at ' || round(100 * max(break_even_utilization)::numeric, 1) || ' % of the life, '
                     || trim(to_char(max(break_even_gpu_hours), '999,999,999,990')) || ' GPU-hours; beyond it owning is cheaper.'
                 FROM traincost.rent_or_own(:'gpu', as_of => :'as_of') HAVING max(break_even_utilization) <= 1),
                'Owning does not break even within the life, or a price is unknown.') AS break_even \gset
\if :has_costs
SELECT :'unknown_charges' <> '0' AS has_unknown_charges, CASE WHEN :'through' = '' THEN '' ELSE 'until ' || :'through' END AS through_text,
       format('The cost of %s unknown, so their causes are, too: %s.', CASE :'unknown_charges' WHEN '1' THEN '1 charge is' ELSE :'unknown_charges' || ' charges are' END, coalesce(nullif(:'unknown_reason', ''), 'a price or a rate is missing')) AS unknown_text,
       :'no_run_amounts' <> '' AS has_charges_of_no_run, format('Charges that name no run are in none of these lines: %s.', :'no_run_amounts') AS no_run_text,
       'The plan and the bill are in several currencies, which are not set against each other: choose one with the parameter reporting_currency, and give its rates in table currency_rate.' AS several_currencies_text \gset
\endif
SELECT coalesce((SELECT trim(to_char(e.total_usd, '999,999,999,990')) || ' USD, 80 % between ' || trim(to_char(r.total_usd_p10, '999,999,999,990')) || ' and ' || trim(to_char(r.total_usd_p90, '999,999,999,990')) || '.'
                 FROM traincost.pipeline_estimate AS e JOIN traincost.pipeline_range AS r ON r.pipeline = e.pipeline
                 WHERE e.pipeline = :'pipeline' AND r.total_usd_p10 IS NOT NULL AND r.total_usd_p90 IS NOT NULL), 'How sure the total is is not known.') AS range_text \gset
-- a card a figure, with its range beside
SELECT max(c.card) FILTER (WHERE c.no = 1) AS usd_card, max(c.card) FILTER (WHERE c.no = 2) AS hours_card, max(c.card) FILTER (WHERE c.no = 3) AS energy_card, max(c.card) FILTER (WHERE c.no = 4) AS co2e_card
FROM (SELECT q.no, q.figure || CASE WHEN q.p10 < q.p90 THEN ', 80 %: ' || trim(to_char(q.p10, q.form)) || ' to ' || trim(to_char(q.p90, q.form)) ELSE '' END AS card
      FROM (VALUES (:'pipeline')) AS p (pipeline) LEFT JOIN traincost.pipeline_range AS r ON r.pipeline = p.pipeline
      CROSS JOIN LATERAL (VALUES (1, 'USD in total', '999,999,999,990', r.total_usd_p10::float8, r.total_usd_p90::float8), (2, 'GPU-hours', '999,999,999,990', r.gpu_hours_p10, r.gpu_hours_p90),
                                 (3, 'MWh', '999,999,990.0', r.energy_kwh_p10 / 1000, r.energy_kwh_p90 / 1000),
                                 (4, 't CO2e', '999,999,990.0', r.co2e_location_kg_p10 / 1000, CASE WHEN r.grid_basis NOT LIKE '%,%' THEN r.co2e_location_kg_p90 / 1000 END)) AS q (no, figure, form, p10, p90)) AS c \gset
PREPARE cards AS
SELECT h."USD in total" AS :"usd_card", h."starts on", h."ends on", h."GPUs at the peak", h."GPU-hours" AS :"hours_card", h."MWh" AS :"energy_card", h."t CO2e" AS :"co2e_card", h."basis of CO2e" FROM :headline;
SELECT html[1] AS pipeline_html, html[2] AS gpu_html, html[3] AS time_zone_html, html[4] AS cost_table_html
FROM (SELECT array_agg(replace(replace(replace(word, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') ORDER BY i) AS html
      FROM unnest(ARRAY[:'pipeline', :'gpu', :'time_zone', :'cost_table']) WITH ORDINALITY AS w (word, i)) AS escaped \gset

\pset null '–'
\pset numericlocale on
\set shown_pipeline :pipeline
\set shown_gpu :gpu
\set shown_zone :time_zone
\set shown_cost_table :cost_table
\set html false
\pset format aligned
\o |sed ':a; s/\(| *\)NaN\( |\|$\)/\1   \2/; ta' | cat -s >report.txt
\i :kit/sections.sql

\set shown_pipeline :pipeline_html
\set shown_gpu :gpu_html
\set shown_zone :time_zone_html
\set shown_cost_table :cost_table_html
\set html true
\pset format html
\pset border 0
\o report.html
\i :kit/sections.sql
\o

-- The gate comes last, in the same snapshot: the page is complete and says why.
\if :has_budget
SELECT traincost.assert_budget((SELECT total_usd::float8 FROM traincost.pipeline_estimate WHERE pipeline = :'pipeline'), :'budget_usd') AS within_budget \gset
\endif
COMMIT;
