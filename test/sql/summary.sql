--
-- summary: what a scheduler writes every day
-- If this fails, a dashboard counts a day twice or shows the wrong day's price.
--
CREATE EXTENSION traincost;
SELECT traincost.refresh_summary() AS plans;
-- a row a plan and day, whose columns are the plan's estimate
SELECT s.pipeline, s.day = (now() AT TIME ZONE 'UTC')::date AS today, to_jsonb(s) - 'day' <@ to_jsonb(e) AS same
FROM traincost.pipeline_summary AS s JOIN traincost.pipeline_estimate AS e USING (pipeline) ORDER BY s.pipeline COLLATE "C";
-- again: the same rows
CREATE TEMPORARY TABLE first_run AS SELECT * FROM traincost.pipeline_summary;
SELECT traincost.refresh_summary() AS plans;
SELECT count(*) AS differences FROM ((TABLE first_run EXCEPT TABLE traincost.pipeline_summary)
                                     UNION ALL (TABLE traincost.pipeline_summary EXCEPT TABLE first_run)) AS d;
-- another day is another row; a changed plan changes today's alone; an unpriced one is unknown, not 0
UPDATE traincost.pipeline_summary SET day = '2020-01-01';
UPDATE traincost.pipeline_stage SET data_usd = 1000 WHERE pipeline = 'assistant-100B' AND stage_no = 1;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, as_of) VALUES ('unpriced', 1, 'pre-training', 1e20, '2000-01-01');
SELECT traincost.refresh_summary() AS plans;
SELECT n.pipeline, n.total_usd - o.total_usd AS more_usd, n.unpriced_stages, n.total_usd IS NULL AS unknown
FROM traincost.pipeline_summary AS n LEFT JOIN traincost.pipeline_summary AS o ON o.pipeline = n.pipeline AND o.day = '2020-01-01'
WHERE n.day = (now() AT TIME ZONE 'UTC')::date ORDER BY n.pipeline COLLATE "C";
-- today is the UTC day: in one of these zones another day has begun or still goes on
DELETE FROM traincost.pipeline_summary;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on)
VALUES ('H100-80GB-SXM', 'tomorrow', 'on_demand', 1, (now() AT TIME ZONE 'UTC')::date + 1),
       ('H100-80GB-SXM', 'today', 'on_demand', 2, (now() AT TIME ZONE 'UTC')::date);
SET TimeZone = 'Pacific/Kiritimati';
SELECT traincost.gpu_price_usd_per_hour('H100-80GB-SXM', 'today') AS today, traincost.gpu_price_usd_per_hour('H100-80GB-SXM', 'tomorrow') AS tomorrow;
SELECT traincost.refresh_summary() AS plans;
SET TimeZone = 'Etc/GMT+12';
SELECT traincost.gpu_price_usd_per_hour('H100-80GB-SXM', 'today') AS today, traincost.gpu_price_usd_per_hour('H100-80GB-SXM', 'tomorrow') AS tomorrow;
SELECT traincost.refresh_summary() AS plans;
RESET TimeZone;
SELECT DISTINCT day = (now() AT TIME ZONE 'UTC')::date AS utc_day FROM traincost.pipeline_summary;
DELETE FROM traincost.gpu_price WHERE provider IN ('today', 'tomorrow');
DROP EXTENSION traincost;
