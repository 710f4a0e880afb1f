-- Each stage from its start to its end, in as many runs as it has pauses and one more.
-- guide: a run of a stage | pipeline, stage_no, run_no | starts_at | when it is at work, between its pauses
CREATE VIEW traincost.stage_run AS
SELECT k.pipeline, c.stage_no, c.stage, r.run_no, r.starts AT TIME ZONE 'UTC' AS starts_at,
       CASE WHEN c.stage_days < 36525 THEN r.ends AT TIME ZONE 'UTC' END AS ends_at,
       CASE WHEN c.stage_days < 36525 THEN extract(epoch FROM r.ends - r.starts)::float8 / 86400 END AS days,
       c.gpus, c.stage_days, c.stage_gpu_hours
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (
      SELECT (array_agg(s.as_of))[1] AS plan_start, array_agg(s.stage_no) AS stage_nos, array_agg(s.stage) AS stages,
             array_agg(s.all_runs_days) AS days, array_agg(s.gpus) AS gpus, array_agg(s.gpu_hours) AS gpu_hours,
             array_agg(s.starts_on) AS starts_on, array_agg(s.after_stage) AS after_stage,
             array_agg(s.gap_days) AS gap_days
      FROM (SELECT e.stage_no, e.stage, e.as_of, e.all_runs_days, e.gpus, e.gpu_hours,
                   p.starts_on, p.after_stage, p.gap_days
            FROM traincost.stage_estimate AS e
            -- a left join, though every stage is there, keeps the estimates from being made anew for each
            LEFT JOIN traincost.pipeline_stage AS p ON p.pipeline = e.pipeline AND p.stage_no = e.stage_no
            WHERE e.pipeline = k.pipeline ORDER BY e.stage_no) AS s) AS p
CROSS JOIN LATERAL ROWS FROM (
      unnest(p.stage_nos, p.stages, p.days, p.gpus, p.gpu_hours),
      traincost._plan_runs(k.pipeline, p.plan_start, p.stages, p.days, p.starts_on, p.after_stage, p.gap_days))
    AS c (stage_no, stage, stage_days, gpus, stage_gpu_hours, runs)
CROSS JOIN LATERAL traincost._runs(c.runs) AS r;
COMMENT ON VIEW traincost.stage_run IS
'When each stage of each plan is at work, a row for each time between its pauses (table plan_pause): one row of a stage without pauses.';
COMMENT ON COLUMN traincost.stage_run.run_no IS
'Number of the run in its stage, from 1.';
COMMENT ON COLUMN traincost.stage_run.starts_at IS
'Start of the run, inclusive.';
COMMENT ON COLUMN traincost.stage_run.ends_at IS
'End of the run, exclusive. NULL: the stage''s length is unknown, or above a hundred years.';
COMMENT ON COLUMN traincost.stage_run.days IS
'Days of the run. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_run.gpus IS
'GPUs it uses at a time. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_run.stage_days IS
'Days of all runs of the stage, the same on each: do not sum. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_run.stage_gpu_hours IS
'GPU-hours of all runs of the stage, the same on each: do not sum. NULL: unknown.';
