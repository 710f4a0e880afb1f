-- The assumptions that plan_assumptions names are those that a plan's figures move with.
BEGIN;
SELECT plan(3);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, method, flop, tokens, examples, prompts, prompt_tokens, response_tokens, gpu, gpus, ownership, depreciation, gpu_hours_per_failure, storage_gb, as_of) VALUES
    ('rented', 1, 'a', NULL, NULL, 1e22, NULL, NULL, NULL, NULL, NULL, NULL, 64, NULL, NULL, NULL, 1000, '2026-09-01'),
    ('owned', 1, 'a', NULL, NULL, 1e22, NULL, NULL, NULL, NULL, NULL, NULL, 64, 'amortize', NULL, 1000, NULL, '2026-09-01'), ('owned', 2, 'b', NULL, NULL, 1e22, NULL, NULL, NULL, NULL, NULL, NULL, 64, 'amortize', 'price_decay', NULL, NULL, '2026-09-01'),
    ('bought', 1, 'a', NULL, NULL, 1e22, NULL, NULL, NULL, NULL, NULL, 'A100-80GB-SXM', 64, 'buy', NULL, NULL, NULL, '2026-09-01'),
    ('tuned', 1, 'a', 'Llama-3.1-8B', 'sft', NULL, NULL, 10000, NULL, 100, 400, NULL, 8, NULL, NULL, NULL, NULL, '2026-09-01'), ('tuned', 2, 'b', 'Llama-3.1-8B', 'grpo', NULL, NULL, NULL, 10000, 200, 800, NULL, 16, NULL, NULL, NULL, NULL, '2026-09-01');
CREATE TEMPORARY TABLE named AS SELECT p.pipeline, a.assumption AS name FROM (SELECT DISTINCT s.pipeline FROM traincost.pipeline_stage AS s) AS p CROSS JOIN LATERAL traincost.plan_assumptions(p.pipeline) AS a;
CREATE TEMPORARY TABLE figure AS SELECT NULL::text AS name, s.pipeline, s.stage_no, e::text AS e FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e;
DO $$
DECLARE
    a record;
BEGIN
    FOR a IN SELECT t.name, t.value FROM traincost.assumption AS t LOOP
        UPDATE traincost.assumption SET value = a.value * CASE WHEN a.value = 1 THEN 0.9 ELSE 1.05 END WHERE name = a.name;
        INSERT INTO figure SELECT a.name, s.pipeline, s.stage_no, e::text FROM traincost.pipeline_stage AS s, traincost.estimate_stage(s) AS e;
        UPDATE traincost.assumption SET value = a.value WHERE name = a.name;
    END LOOP;
END $$;
CREATE TEMPORARY TABLE moved AS SELECT DISTINCT f.pipeline, f.name FROM figure AS f JOIN figure AS o ON o.name IS NULL AND o.pipeline = f.pipeline AND o.stage_no = f.stage_no WHERE f.name IS NOT NULL AND f.e <> o.e;
SELECT cmp_ok((SELECT count(DISTINCT m.name) FROM moved AS m), '>', 20::bigint, 'figures move with many assumptions');
SELECT is_empty('SELECT pipeline, name FROM moved EXCEPT SELECT pipeline, name FROM named', 'each that a plan''s figures move with is named');
-- rollouts may be bound by something else than what is named
SELECT is_empty($$SELECT pipeline, name FROM named EXCEPT SELECT pipeline, name FROM moved EXCEPT SELECT n.pipeline, n.name FROM named AS n WHERE n.name LIKE 'decode_%' OR n.name LIKE 'rollout_%' OR n.name = 'rl_step_sequences'$$, 'and no other is');
SELECT * FROM finish();
ROLLBACK;
