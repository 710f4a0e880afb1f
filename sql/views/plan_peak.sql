-- guide: a plan | pipeline | peak_from | most GPUs at a time, by its calendar
CREATE VIEW traincost.plan_peak AS
SELECT k.pipeline, p.peak_gpus, p.peak_from, p.peak_stages AS stages
FROM traincost.pipeline_name AS k
CROSS JOIN LATERAL (
      SELECT array_agg(s.starts_at ORDER BY s.stage_no, s.run_no) AS starts,
             array_agg(s.ends_at ORDER BY s.stage_no, s.run_no) AS ends,
             array_agg(s.gpus ORDER BY s.stage_no, s.run_no) AS gpus,
             array_agg(s.stage ORDER BY s.stage_no, s.run_no) AS stages
      FROM traincost.stage_run AS s WHERE s.pipeline = k.pipeline) AS r
CROSS JOIN LATERAL traincost._peak(r.starts, r.ends, r.gpus, r.stages) AS p;
COMMENT ON VIEW traincost.plan_peak IS
'The most GPUs each plan uses at a time, by its calendar: stages side by side add up, a paused one uses none.';
COMMENT ON COLUMN traincost.plan_peak.peak_gpus IS
'GPUs in use at peak_from. NULL: a stage''s is unknown.';
COMMENT ON COLUMN traincost.plan_peak.peak_from IS
'Start of the time of most GPUs.';
COMMENT ON COLUMN traincost.plan_peak.stages IS
'Stages that run then.';
