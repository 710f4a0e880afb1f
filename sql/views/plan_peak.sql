CREATE VIEW traincost.plan_peak AS
SELECT DISTINCT ON (p.pipeline) p.pipeline, p.gpus AS peak_gpus, p.starts_at AS peak_from, p.stages
FROM (SELECT a.pipeline, a.stage_no, a.starts_at,
             -- a stage of unknown length or size makes the peak unknown
             CASE WHEN count(b.gpus) = count(*) THEN sum(b.gpus) END AS gpus, string_agg(b.stage, ', ' ORDER BY b.stage_no) AS stages
      FROM traincost.stage_run AS a
      JOIN traincost.stage_run AS b ON b.pipeline = a.pipeline AND b.starts_at <= a.starts_at
          AND (b.ends_at > a.starts_at OR b.ends_at IS NULL OR b.stage_no = a.stage_no AND b.starts_at = a.starts_at)
      GROUP BY a.pipeline, a.stage_no, a.starts_at) AS p
ORDER BY p.pipeline, p.gpus DESC NULLS FIRST, p.starts_at;
COMMENT ON VIEW traincost.plan_peak IS
'The most GPUs each plan uses at a time, by its calendar: stages side by side add up, a paused one uses none.';
COMMENT ON COLUMN traincost.plan_peak.peak_gpus IS
'GPUs in use at peak_from. NULL: a stage''s is unknown.';
COMMENT ON COLUMN traincost.plan_peak.peak_from IS
'Start of the time of most GPUs.';
COMMENT ON COLUMN traincost.plan_peak.stages IS
'Stages that run then.';
