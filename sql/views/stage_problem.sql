-- What estimate_stage takes as unknown, as train_estimate finds it out.
-- guide: something a stage names and no table has | pipeline, stage_no, detail | | the same of plans alone
CREATE VIEW traincost.stage_problem AS
SELECT n.pipeline, p.*
FROM traincost.pipeline_name AS n
CROSS JOIN LATERAL (
      SELECT s.stage_no, s.stage, g.concerns, g.problem,
             CASE g.concerns WHEN 'input' THEN g.detail || ' is not given' ELSE g.detail END AS detail
-- @arguments stages
      CROSS JOIN LATERAL traincost._stage_gaps(s, r) AS g) AS p;
COMMENT ON VIEW traincost.stage_problem IS
'What stages of plans lack, or name and no table has, a row each: their estimates are NULL in what depends on it. Empty as shipped.';
COMMENT ON COLUMN traincost.stage_problem.stage_no IS
'Position of the stage in its plan.';
COMMENT ON COLUMN traincost.stage_problem.concerns IS
'What it leaves unknown: input or work (FLOP, and all that follows), GPU (hours, and all that follows), price (dollars of the GPUs), energy (electricity, and all that follows), region (PUE, CO2e), range (what detail names, above 1e30 FLOP or 1e15 of another unit); rollouts: nothing, but their hours are of a utilisation, not of rl_step; term: nothing, but the reserved price is of a term longer than the run; spot: nothing, but interruptions are not counted.';
COMMENT ON COLUMN traincost.stage_problem.problem IS
'What is wrong: dangling reference, unknown, missing rate, implausible value, reserved price for a shorter run, or interruptions not counted. NULL: nothing (rollouts).';
COMMENT ON COLUMN traincost.stage_problem.detail IS
'What is unknown, and the table that lacks it.';
