-- The sections for finance, as sections.sql has the others.

\if :show_months
\qecho :h2'The months':_h2
\qecho 'What the plan uses and pays in each month (UTC); the months add up exactly to the bill.'
\qecho 'From traincost.plan_calendar.':_p
\qecho :total
EXECUTE months(false);
\qecho :end:_section
\endif

\if :show_billed
\qecho :h2'Planned and billed':_h2
\qecho 'From what was planned to what' :shown_cost_table 'says was billed' :through_text', by cause; the lines add up.'
\qecho 'From traincost.variance, billed cost, of the run of the plan''s name.':_p
\qecho :table
EXECUTE billed(false);
\qecho :end
\if :has_unknown_charges
\qecho :notice:unknown_text:_notice
\endif
\if :has_several_currencies
\qecho :notice:several_currencies_text:_notice
\endif
\if :has_charges_of_no_run
\qecho :notice:no_run_text:_notice
\endif
\qecho :_section
\endif

\if :show_teams
\qecho :h2'By team':_h2
\qecho 'All plans by the team that pays, without cancelled ones and the shipped examples; the teams add up. From traincost.plan_status.':_p
\qecho :total
EXECUTE teams(false);
\qecho :end:_section
\endif

\if :show_quotes
\qecho :h2'What stands behind the prices':_h2
\qecho 'For each stage that takes its price from the catalog: how many quotes there are, and how old the newest is. Above 180 days it is stale.'
\qecho 'From traincost.gpu_price. A stage with a price of its own is not listed.':_p
\qecho :table
EXECUTE quotes(false);
\qecho :end:_section
\endif

\if :show_assumptions
\qecho :h2'Assumptions in force':_h2
\qecho 'What the plan leaves open and its estimate takes from table assumption, with the 90 % interval, whose it is and its source.'
\qecho 'From traincost.plan_assumptions.':_p
\qecho :table
EXECUTE assumptions(false);
\qecho :end:_section
\endif
