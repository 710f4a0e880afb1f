-- The sections of the report, once as plain text and once as HTML: tables and \qecho go
-- to the output that report.sql opened, in the format that it set.  :table opens a table,
-- :total one whose last row is a sum.

\if :html
\set h1 '<header><h1>'
\set _h1 '</h1><p>'
\set _header '</p></header>'
\set notice '<p class="notice">'
\set within '<p class="notice within">'
\set _notice '</p>'
\set h2 '<section><h2>'
\set _h2 '</h2><p>'
\set _p '</p>'
\set cards '<div class="cards">'
\set beside '<div class="beside">'
\set table '<div class="scroll" tabindex="0" role="region" aria-label="table">'
\set total '<div class="scroll total" tabindex="0" role="region" aria-label="table">'
\set narrow '<div class="scroll narrow" tabindex="0" role="region" aria-label="table">'
\set pairs '<div class="scroll pairs" tabindex="0" role="region" aria-label="table">'
\set end '</div>'
\set _section '</section>'
\qecho '<!DOCTYPE html>'
\qecho '<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />'
\qecho '<meta name="color-scheme" content="light dark" />'
\qecho '<title>What it takes to train' :shown_pipeline'</title>'
\qecho '<style>'
\qecho :css
\qecho '</style></head><body>'
\else
\set h1 '==== '
\set _h1 ' ===='
\set _header ''
\set notice '\n*** '
\set within '\n'
\set _notice ''
\set h2 '\n== '
\set _h2 ' =='
\set _p ''
\set cards ''
\set beside ''
\set table ''
\set total ''
\set narrow ''
\set pairs ''
\set end ''
\set _section ''
\endif

\qecho :h1'What it takes to train' :shown_pipeline:_h1
\qecho 'Plan priced as of' :plan_days'; market prices as of' :as_of'; newest price in the catalog' :newest_price'.'
\qecho 'Printed' :printed :shown_zone', traincost' :version'. Money in US dollars.':_header
\qecho :cards
EXECUTE cards \g (expanded=on tuples_only=on)
\qecho :end
\if :has_notice
\if :is_within
\qecho :within:notice_text:_notice
\else
\qecho :notice:notice_text:_notice
\endif
\endif

\if :show_approval
\qecho :h2'Whose it is':_h2
\qecho 'Owner, budget and approval, from traincost.plan_status; what is not in table plan is unknown.':_p
\qecho :pairs
EXECUTE approval(false);
\qecho :end
\if :html
\qecho '<p class="sign">Prepared by, on the day: <span></span></p><p class="sign">Approved by, on the day: <span></span></p>'
\else
\qecho 'Prepared by, on the day: ______________________________'
\qecho
\qecho 'Approved by, on the day: ______________________________'
\endif
\qecho :_section
\endif

\if :show_ranges
\qecho :h2'How sure it is':_h2
\qecho :range_text 'Uncertain are the assumptions, the price level and the ranges that the plan gives; a plan''s stages share them.'
\qecho 'From traincost.pipeline_range and traincost.pipeline_sensitivity: each input alone from its 10th to its 90th percentile.':_p
\qecho :beside
\if :html
\qecho '<figure><figcaption id="tornado">What the total depends on most</figcaption>' :tornado_svg '</figure>'
\endif
\qecho :table
EXECUTE range(false);
\qecho :end:end
\qecho :table
EXECUTE sensitivity(false);
\qecho :end:_section
\endif

\if :show_bill
\qecho :h2'The bill':_h2
\qecho 'Every line that the plan pays for; the lines add up exactly to the total.'
\qecho 'From traincost.bill: the plan in pipeline_stage, prices in gpu_price, defaults in assumption.':_p
\qecho :total
EXECUTE bill(false);
\qecho :end:_section
\endif

\if :show_changes
\qecho :h2'Since the last report':_h2
\qecho 'Each line of the bill that is new, gone or another than in the report printed at' :last_printed'; the changes add up.':_p
\qecho :total
EXECUTE changes(false);
\qecho :end:_section
\endif

\if :show_stages
\qecho :h2'The stages':_h2
\qecho 'What each stage computes, takes, costs and emits (grid electricity, location-based).'
\qecho 'From traincost.stage_estimate; energy includes servers and PUE. What is bought is bought once: a stage pays for GPUs that no stage before has bought.':_p
\qecho :table
EXECUTE stage(false);
\qecho :end
\qecho :table
EXECUTE utilization(false);
\qecho :end
\qecho :beside
\if :html
\qecho '<figure><figcaption id="stage">Share of cost and of energy, by stage</figcaption>' :stage_svg '</figure>'
\endif
\qecho :total
EXECUTE ownership(false);
\qecho :end:end:_section
\endif

\if :show_choices
\qecho :h2'Other GPUs for the largest stage':_h2
\qecho 'The work of the stage with most GPU-hours on other GPUs, on at most as many, in at most ten times the days, rented on demand from each provider.'
\qecho 'No other plan is as good as one of these in dollars, days and CO2e and better in one. From traincost.train_plans, in the stage''s region.':_p
\qecho :beside
\if :html
\qecho '<figure><figcaption id="pareto">Cost and days of each choice</figcaption>' :pareto_svg '</figure>'
\endif
\qecho :table
EXECUTE choice(false);
\qecho :end:end:_section
\endif

\i :kit/finance_sections.sql

\if :show_own
\qecho :h2'Rent or own':_h2
\qecho 'Eight' :shown_gpu 'over their useful life, rented by the hour or bought with servers, building and power.'
\qecho :break_even 'From traincost.rent_or_own.':_p
\qecho :beside
\if :html
\qecho '<figure><figcaption id="own">Cost of eight GPUs by use</figcaption>' :own_svg '</figure>'
\endif
\qecho :table
EXECUTE rent_or_own(false);
\qecho :end:end:_section
\endif

\if :show_prices
\qecho :h2'Prices over time':_h2
\qecho 'On-demand rent of' :shown_gpu 'in USD per GPU-hour, as observed at providers, up to' :as_of'.'
\qecho 'From traincost.gpu_price; the line is the median over providers that an estimate takes on that day.':_p
\qecho :beside
\if :html
\qecho '<figure><figcaption id="price">Price of a GPU-hour</figcaption>' :price_svg '</figure>'
\endif
\qecho :table
EXECUTE price_by_year(false);
\qecho :end:end:_section
\endif

\if :show_published
\qecho :h2'Predicted against published':_h2
\qecho 'How far published training runs lie from our recomputation: a ratio of 1 is agreement.'
\qecho 'From traincost.model_estimate: FLOP by 6 x parameters x tokens, hours at the published utilisation; energy from published'
\qecho 'hours and watts, CO2e from published energy and grid, so that these two only check that the figures of a source agree.'
\qecho 'The chart ends at a quarter and at four times.':_p
\qecho :beside
\if :html
\qecho '<figure><figcaption id="accuracy">Published figure over ours; a dot is a run</figcaption>' :accuracy_svg '</figure>'
\endif
\qecho :table
EXECUTE accuracy(false);
\qecho :end:end
\if :html
\qecho '<p>'
\endif
\qecho 'Estimates from the inputs of published runs alone, at the default utilisation of their class: our GPU-hours over theirs.'
\qecho 'From traincost.validation_summary; run by run in pretraining_validation and rl_validation.':_p
\qecho :table
EXECUTE validation(false);
\qecho :end
\if :html
\qecho '<details><summary>All runs with both figures</summary>'
\endif
\qecho :table
EXECUTE run(false);
\qecho :end
\if :html
\qecho '</details>'
\endif
\qecho :_section
\endif

\if :show_models
\qecho :h2'Compute, cost and carbon of published models':_h2
\qecho 'The largest run of each model family of which all three are known, in the same order. Rents as of' :as_of'.'
\qecho 'From traincost.model_estimate and table model.':_p
\if :html
\qecho '<div class="three">'
\qecho '<figure><figcaption id="flop">Training compute</figcaption>' :flop_svg '</figure>'
\qecho '<figure><figcaption id="cost">Training cost</figcaption>' :cost_svg '</figure>'
\qecho '<figure><figcaption id="co2e">Carbon of training</figcaption>' :co2e_svg '</figure>'
\qecho '</div><p>The axes are logarithmic.</p><details><summary>The numbers</summary>'
\endif
\qecho :table
EXECUTE published(false);
\qecho :end
\if :html
\qecho '</details>'
\endif
\qecho :_section
\endif

\if :article
\qecho :h2'Claims of the overview article':_h2
\qecho 'Published statements on the cost of training (2023), recomputed where they are numbers.'
\qecho 'From report/article; a verdict says whether the recomputation agrees.':_p
\qecho :narrow
EXECUTE verdict(false);
\qecho :end
\if :html
\qecho '<details><summary>All claims</summary>'
\endif
\qecho :table
EXECUTE claim(false);
\qecho :end
\if :html
\qecho '</details>'
\endif
\qecho :_section
\endif

\if :show_plans
\qecho :h2'Plans':_h2
\qecho 'The plans in table pipeline_stage, the dearest forty; plan.csv has all. From traincost.pipeline_estimate.':_p
\qecho :table
EXECUTE plan(false);
\qecho :end:_section
\endif
\if :html
\qecho '<footer><p>– means unknown, never zero. The same in plain text: report.txt; for spreadsheets: the CSV files beside it.</p></footer>'
\qecho '</body>'
\qecho '</html>'
\endif
