-- How far estimates are from published runs, by class: what the report shows.
-- guide: a class of published runs | validation, class | | how far estimates are from published runs
CREATE VIEW traincost.validation_summary AS
SELECT v.validation, coalesce(v.class, 'all') AS class, count(v.ratio) AS runs,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY v.ratio) AS median_ratio,
       percentile_cont(0.1) WITHIN GROUP (ORDER BY v.ratio) AS p10_ratio,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY v.ratio) AS p90_ratio,
       avg((v.ratio BETWEEN 0.8 AND 1.25)::integer)::float8 AS within_1_25_share,
       avg((v.ratio BETWEEN 0.65 AND 1.35)::integer)::float8 AS within_35_percent_share,
       avg((v.ratio BETWEEN 0.5 AND 2)::integer)::float8 AS within_2_share
FROM (SELECT 'pre-training' AS validation, class, ratio FROM traincost.pretraining_validation
      UNION ALL
      SELECT 'post-training', class, ratio FROM traincost.posttraining_validation WHERE problem IS NULL
      UNION ALL
      SELECT 'reinforcement learning', class, ratio FROM traincost.rl_validation
      UNION ALL
      SELECT 'reinforcement learning', 'lengths stated', ratio FROM traincost.rl_validation WHERE response_tokens_are <> 'inferred') AS v
GROUP BY v.validation, v.class;
COMMENT ON VIEW traincost.validation_summary IS
'Accuracy against published runs: the distribution of our GPU-hours over theirs, by class.';
COMMENT ON COLUMN traincost.validation_summary.validation IS
'pre-training (view pretraining_validation), post-training (posttraining_validation: fine-tuning and the like, by tokens) or reinforcement learning (rl_validation: by steps and responses).';
COMMENT ON COLUMN traincost.validation_summary.class IS
'What was trained; lengths stated: the runs of all classes whose source states the lengths of responses.';
COMMENT ON COLUMN traincost.validation_summary.runs IS
'Published runs with both figures.';
COMMENT ON COLUMN traincost.validation_summary.median_ratio IS
'Median of ours over theirs.';
COMMENT ON COLUMN traincost.validation_summary.p10_ratio IS
'A tenth of the ratios is below.';
COMMENT ON COLUMN traincost.validation_summary.p90_ratio IS
'A tenth of the ratios is above.';
COMMENT ON COLUMN traincost.validation_summary.within_1_25_share IS
'Share of the ratios from 0.8 to 1.25.';
COMMENT ON COLUMN traincost.validation_summary.within_35_percent_share IS
'Share of the ratios from 0.65 to 1.35.';
COMMENT ON COLUMN traincost.validation_summary.within_2_share IS
'Share of the ratios from 0.5 to 2.';
