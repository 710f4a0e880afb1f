-- guide: a stage of a plan | pipeline, stage_no | starts_at | when it runs
CREATE VIEW traincost.stage_calendar AS
SELECT k.pipeline, c.*
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (
      SELECT r.stage_no, r.stage, min(r.starts_at) AS starts_at, max(r.ends_at) AS ends_at, r.stage_days AS days,
             r.gpus, r.stage_gpu_hours AS gpu_hours,
             count(*) AS runs
      FROM traincost.stage_run AS r WHERE r.pipeline = k.pipeline
      GROUP BY r.stage_no, r.stage, r.stage_days, r.gpus, r.stage_gpu_hours) AS c;
COMMENT ON VIEW traincost.stage_calendar IS
'When each stage of each plan runs: from starts_on, else gap_days after the stage that after_stage names or the one before it, the first from its as_of; to the end of its work, pauses (table plan_pause) included.';
COMMENT ON COLUMN traincost.stage_calendar.starts_at IS
'Start of the stage, inclusive.';
COMMENT ON COLUMN traincost.stage_calendar.ends_at IS
'End of the stage, exclusive. NULL: its length is unknown, or above a hundred years.';
COMMENT ON COLUMN traincost.stage_calendar.days IS
'Days the stage is at work, all its runs one after the other (all_runs_days of stage_estimate), pauses left out. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_calendar.gpus IS
'GPUs it uses at a time. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_calendar.gpu_hours IS
'GPU-hours of all its runs. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_calendar.runs IS
'Times at work between pauses: 1 without a pause.';
