-- Each stage from its start to its end, in as many runs as it has pauses and one more.
-- guide: a run of a stage | pipeline, stage_no, run_no | starts_at | when it is at work, between its pauses
CREATE VIEW traincost.stage_run AS
SELECT k.pipeline, c.stage_no, c.stage, r.run_no, r.starts AT TIME ZONE 'UTC' AS starts_at,
       CASE WHEN c.stage_days < 36525 THEN r.ends AT TIME ZONE 'UTC' END AS ends_at,
       CASE WHEN c.stage_days < 36525 THEN extract(epoch FROM r.ends - r.starts)::float8 / 86400 END AS days,
       c.gpus, c.stage_days, c.stage_gpu_hours
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (
      SELECT e.stage_no, e.stage, e.all_runs_days AS stage_days, e.gpus, e.gpu_hours AS stage_gpu_hours,
             traincost._stage_times(e.pipeline, first_value(e.as_of) OVER w,
                 array_agg(e.stage) OVER w, array_agg(e.all_runs_days) OVER w, array_agg(s.starts_on) OVER w,
                 array_agg(s.after_stage) OVER w, array_agg(s.gap_days) OVER w,
                 (row_number() OVER w)::int) AS runs
      FROM traincost.stage_estimate AS e
      -- a left join, though every stage is there, keeps the estimates from being made anew for each
      LEFT JOIN traincost.pipeline_stage AS s ON s.pipeline = e.pipeline AND s.stage_no = e.stage_no
      WHERE e.pipeline = k.pipeline
      WINDOW w AS (ORDER BY e.stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS c
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
