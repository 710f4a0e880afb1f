CREATE VIEW traincost.stage_calendar AS
SELECT c.pipeline, c.stage_no, c.stage, (c.starts[c.position])::timestamp AT TIME ZONE 'UTC' AS starts_at,
       CASE WHEN c.days < 36525 THEN (c.starts[c.position] + c.days * interval '1 day') AT TIME ZONE 'UTC' END AS ends_at,
       c.days, c.gpus, c.gpu_hours
FROM (SELECT e.pipeline, e.stage_no, e.stage, e.all_runs_days AS days, e.gpus, e.gpu_hours, row_number() OVER w AS position,
             traincost._stage_starts(first_value(CASE WHEN e.as_of BETWEEN '1900-01-01' AND '2999-12-31' THEN e.as_of ELSE (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date END) OVER w,
                 array_agg(e.stage) OVER w, array_agg(e.all_runs_days) OVER w, array_agg(s.starts_on) OVER w, array_agg(s.after_stage) OVER w, array_agg(s.gap_days) OVER w) AS starts
      FROM traincost.stage_estimate AS e
      JOIN traincost.pipeline_stage AS s ON s.pipeline = e.pipeline AND s.stage_no = e.stage_no
      WINDOW w AS (PARTITION BY e.pipeline ORDER BY e.stage_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS c;
COMMENT ON VIEW traincost.stage_calendar IS
'When each stage of each plan runs: on starts_on, else gap_days after the stage that after_stage names or the one before it; the first from its as_of.';
COMMENT ON COLUMN traincost.stage_calendar.starts_at IS
'Start of the stage, inclusive.';
COMMENT ON COLUMN traincost.stage_calendar.ends_at IS
'End of the stage, exclusive. NULL: its length is unknown, or above a hundred years.';
COMMENT ON COLUMN traincost.stage_calendar.days IS
'Days the stage runs, all its runs one after the other (all_runs_days of stage_estimate). NULL: unknown.';
COMMENT ON COLUMN traincost.stage_calendar.gpus IS
'GPUs it uses at a time. NULL: unknown.';
COMMENT ON COLUMN traincost.stage_calendar.gpu_hours IS
'GPU-hours of all its runs. NULL: unknown.';
