-- The work of every client program, made from the catalog: tab-separated lines
--
--     view  name, of a view or of a function with its arguments
--     call  name  statement with a ? for each argument  type=value …
--
-- Each function is called once with the arguments it must have and once with
-- all that do not exclude another.  A value is one by function.name, else the
-- argument's default, else one by its name, else by its type: a new function needs a
-- line here only where it wants the name of something, or a number unlike 2.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'

CREATE TEMPORARY TABLE by_name (pattern text PRIMARY KEY, value text);
INSERT INTO by_name VALUES
    ('gpu', 'A100-80GB-SXM'), ('model', 'Llama-3.1-8B'), ('api_cost.model', 'gpt-3.5-turbo'), ('train_or_api.model', 'gpt-3.5-turbo'),
    ('provider', 'aws'), ('api_cost.provider', 'OpenAI'), ('train_or_api.provider', 'OpenAI'), ('ownership', 'rent'),
    ('region', 'FR'), ('price_region', 'us-east-1'), ('gpu_price_usd_per_hour.region', 'us-east-1'), ('gpu_price_usd.region', 'global'),
    ('pipeline', 'assistant-100B'), ('name', 'mfu'), ('starts', '2026-09-15T00:00:00Z'), ('ends', '2026-10-15T00:00:00Z'),
    ('dtype', 'bf16'), ('price_kind', 'on_demand'), ('depreciation', 'straight_line'),
    ('%mfu', '0.4'), ('%share', '0.2'), ('%fraction', '0.5'), ('%utilization', '0.7'),
    ('grid_basis', 'lifecycle'), ('mfu_class', 'finetune_mfu'), ('mixed', 'autocast'), ('gpus_of', 'A100-80GB-SXM'), ('regions', 'FR'), ('recompute', 'full'), ('rl_memory%.critic_params', '0'), ('providers', 'aws'), ('activation', 'silu'), ('gpu_name.typed', 'A100-80GB-SXM'), ('model_name.typed', 'Llama-3.1-8B'),
    ('stack', 'transformers'), ('ranges', 'mfu=0.3..0.45'), ('method', 'sft'), ('%efficiency', '0.5'), ('probability', '0.5'),
    ('name_candidates.kind', 'gpu'), ('layer_count.heads', '8'),
    ('reporting_currency', 'USD'), ('compare_plans.%', 'assistant-100B'), ('restore_shipped.table_name', 'assumption'), ('restore_shipped.key', 'mfu'),
    ('catalog_fingerprint.%', 'assumption'), ('partition_rollup.run_table', 'traincost.pipeline_stage'), ('partition_rollup.estimate', 'traincost.train_estimate_at(flop, 400)'),
    ('partition_rollup.group_by', 'pipeline'), ('partition_rollup.condition', 'stage_no < 3'),
    ('stage', (SELECT s::text FROM traincost.pipeline_stage AS s WHERE s.pipeline = 'assistant-100B' AND s.stage_no = 1));
-- optional arguments that exclude another one; a pattern, as those below
CREATE TEMPORARY TABLE left_out (argument text PRIMARY KEY);
INSERT INTO left_out VALUES ('days'), ('usd_per_gpu'), ('flop'), ('goodput'), ('price_decay_oom_per_year'), ('steady_gpu_hours'),
    ('affordable.params'), ('affordable.tokens'), ('affordable.gpus'), ('affordable.co2e_kg'), ('affordable.model'), ('affordable.exact'), ('affordable.gpu_hours_per_failure'), ('affordable.checkpoint_seconds'), ('affordable.restart_seconds'), ('affordable.seq_len'),
    ('affordable.flops_per_param_token'), ('affordable.generation_flop'),
    -- a plan with a method that samples has prompts instead of tokens
    ('%plan%.params'), ('%plan%.generation_flop'), ('%plan%.prompts'), ('%plan%.prompt_tokens'), ('%plan%.response_tokens'), ('%plan%.samples_per_prompt'), ('%plan%.steps');
-- optional arguments without which there is nothing to ask
CREATE TEMPORARY TABLE needed (argument text PRIMARY KEY);
INSERT INTO needed VALUES ('affordable.budget_usd'), ('layer_count.heads'), ('train\_plans.model'), ('best\_plan.model'), ('plan\_obstacle.model');
CREATE TEMPORARY TABLE by_type (type text PRIMARY KEY, value text);
INSERT INTO by_type
SELECT 'double precision', '2' UNION ALL SELECT 'bigint', '2' UNION ALL SELECT 'integer', '2' UNION ALL SELECT 'numeric', '2' UNION ALL SELECT 'boolean', 'true' UNION ALL SELECT 'date', '2026-09-01'
UNION ALL SELECT 'regclass', 'traincost.focus_estimate'
UNION ALL SELECT 'traincost.estimate', e::text FROM traincost.train_estimate_at(1e21, 400, gpus => 8) AS e
UNION ALL SELECT 'traincost.pipeline_state', traincost.pipeline_rollup(e)::text FROM traincost.train_estimate_at(1e21, 400, gpus => 8) AS e;

CREATE FUNCTION pg_temp.value_of(expression text) RETURNS text STRICT LANGUAGE plpgsql AS $$
DECLARE
    value text;
BEGIN
    EXECUTE 'SELECT (' || expression || ')::text' INTO value;
    RETURN value;
END $$;

SELECT 'view', c.relname FROM pg_class AS c
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'v' ORDER BY c.relname COLLATE "C";

-- functions whose rows have a type of their own, which says how many digits a numeric has
SELECT 'view', format('%I(%s)', p.proname, v.arguments)
FROM (VALUES ('bill', $$'assistant-100B'$$), ('compare_plans', $$'assistant-100B', 'assistant-100B'$$), ('plan_to_date', ''), ('month_share', $$'2026-09-15T00:00:00Z', '2026-10-15T00:00:00Z'$$),
             ('focus_check', $$'traincost.focus_estimate_export'$$), ('variance', $$'traincost.focus_estimate'$$), ('variance_summary', $$'traincost.focus_estimate'$$), ('variance_effects', '200, 100, 275, 110')) AS v (name, arguments)
JOIN pg_proc AS p ON p.pronamespace = 'traincost'::regnamespace AND p.proname = v.name;

WITH callable AS (
    SELECT p.*, p.pronargs - p.pronargdefaults AS required FROM pg_proc AS p
    WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind IN ('f', 'a')
      AND p.proname !~ '^_'    -- nobody's interface
      AND p.proname <> 'sync_nodes'    -- it needs the cluster of test/t/citus.pl
      AND NOT p.prorettype = ANY ('{trigger,cstring}'::regtype[]) AND NOT p.proargtypes::oid[] && '{internal,cstring}'::regtype[]::oid[]
), argument AS (
    SELECT p.oid, a.i, format_type(a.type, NULL) AS type, coalesce(p.proargnames[a.i] || ' => ', '') || '?' AS place,
           EXISTS (SELECT FROM left_out AS l WHERE p.proargnames[a.i] LIKE l.argument OR p.proname || '.' || p.proargnames[a.i] LIKE l.argument) AS left_out,
           EXISTS (SELECT FROM needed AS l WHERE p.proname || '.' || p.proargnames[a.i] LIKE l.argument) AS needed,
           coalesce(CASE WHEN n.pattern LIKE '%.%' THEN n.value END, pg_temp.value_of(pg_get_function_arg_default(p.oid, a.i::int)), n.value, t.value, 'no value in plan.sql') AS value
    FROM callable AS p
    CROSS JOIN LATERAL unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, i)
    LEFT JOIN LATERAL (SELECT b.pattern, b.value FROM by_name AS b
                       WHERE p.proargnames[a.i] LIKE b.pattern OR p.proname || '.' || p.proargnames[a.i] LIKE b.pattern
                       ORDER BY length(b.pattern) DESC LIMIT 1) AS n ON true
    LEFT JOIN by_type AS t ON t.type = format_type(a.type, NULL)
)
SELECT 'call', p.proname || way.name,
       concat_ws(E'\t', format(CASE p.prokind WHEN 'a' THEN 'SELECT traincost.%I(%s)' ELSE 'SELECT * FROM traincost.%I(%s)' END,
                               p.proname, string_agg(a.place, ', ' ORDER BY a.i)),
                 string_agg(a.type || '=' || a.value, E'\t' ORDER BY a.i))
FROM callable AS p
CROSS JOIN (VALUES ('', false), (', every argument', true)) AS way (name, every)
LEFT JOIN argument AS a ON a.oid = p.oid AND (a.i <= p.required OR a.needed OR way.every AND NOT a.left_out)
WHERE NOT way.every OR p.pronargdefaults > 0
GROUP BY p.oid, p.proname, p.prokind, way.name
ORDER BY p.proname COLLATE "C", way.name;

-- an error comes through with its SQLSTATE
SELECT 'call', 'unknown GPU', E'SELECT traincost.train_cost(gpu => ?)\ttext=Z900';
