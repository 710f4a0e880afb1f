-- The names, from the first stage of each plan.  Views of plans work each plan out by itself,
-- beside this list: so that a filter on the name, a join and IN (SELECT ...) of a few plans
-- reach the stages and no other plan is worked out.  No DISTINCT, behind which a join would
-- have to wait for all of them; and a comparison that the planner thinks rarely holds, since
-- views of views ask for the list again at each level: were it to expect every stage of a
-- plan for the plan, these would multiply, and it would compile (JIT) for seconds what takes
-- milliseconds.
-- guide: a plan | pipeline | | its name, to choose from
CREATE VIEW traincost.pipeline_name AS
SELECT p.pipeline
FROM traincost.pipeline_stage AS p
WHERE p.stage_no = (SELECT s.stage_no
                    FROM traincost.pipeline_stage AS s
                    WHERE s.pipeline = p.pipeline
                    ORDER BY s.stage_no
                    LIMIT 1)
  AND traincost._plans_are_here();
COMMENT ON VIEW traincost.pipeline_name IS
'The name of every plan in pipeline_stage, once: for lists to choose from, and to join the views of plans with.';
