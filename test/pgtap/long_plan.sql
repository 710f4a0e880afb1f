-- A plan of thousands of stages is worked out in seconds, its calendar once and not once for each
-- stage; and its peak is what counting by hand finds.
BEGIN;
SELECT plan(7);
SELECT setseed(0.5);

INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, gpu, as_of, after_stage, gap_days)
SELECT 'long', i, 's' || i, 1e21 * (1 + i % 7), 8 + i % 90, 'H100-80GB-SXM', '2026-01-01', 's' || 1 + i / 2, i % 3
FROM generate_series(1, 5000) AS i;
INSERT INTO traincost.plan_pause (pipeline, stage, stopped_on, resumed_on)
SELECT 'long', 's' || i, '2026-01-03', '2026-01-08' FROM generate_series(1, 5000) AS i;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, gpu, as_of, ownership)
SELECT 'bought', i, 's' || i, 1e20, 8 + i % 90, 'H100-80GB-SXM', '2026-01-01', 'buy' FROM generate_series(1, 5000) AS i;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, gpu, as_of, daily_prices, starts_on)
SELECT 'daily', i, 's' || i, 1e20, 64, 'H100-80GB-SXM', '2026-01-01', true, CASE i WHEN 1 THEN date '2025-01-01' END
FROM generate_series(1, 5000) AS i;
ANALYZE traincost.pipeline_stage;
ANALYZE traincost.plan_pause;

-- by what one plan of 5,000 stages took when each stage asked for all before it, twenty seconds and more
SET LOCAL statement_timeout = '12s';
CREATE TEMPORARY TABLE run AS SELECT r.*, row_number() OVER (ORDER BY stage_no, run_no) AS no FROM traincost.stage_run AS r WHERE r.pipeline = 'long';
SELECT cmp_ok(count(*), '>', 5000::bigint, 'a plan of 5,000 stages, some of which pause, has its runs in seconds') FROM run;
CREATE TEMPORARY TABLE peak AS SELECT * FROM traincost.plan_peak WHERE pipeline = 'long';
SELECT is(count(*), 1::bigint, 'and its peak') FROM peak;
SELECT is(max(e.bought_gpus), 97::float8, 'GPUs of 5,000 stages that buy')
FROM (SELECT sum(r.bought_gpus) AS bought_gpus FROM unnest(traincost._plan_terms('bought')) AS r) AS e;
SELECT is(count(*), 5000::bigint, 'and each finds its terms') FROM traincost.stage_estimate WHERE pipeline = 'bought';
SELECT is(count(total_usd), 5000::bigint, 'and 5,000 their prices of each day') FROM traincost.stage_estimate WHERE pipeline = 'daily';
RESET statement_timeout;

-- few runs, of whole days, some without length or size: against every run joined with every other
CREATE TEMPORARY TABLE small AS
SELECT p, array_agg(timestamptz '2026-01-01 UTC' + d * interval '1 day') AS starts,
       array_agg(CASE WHEN l >= 0 THEN timestamptz '2026-01-01 UTC' + (d + l) * interval '1 day' END) AS ends, array_agg(g) AS gpus, array_agg('s' || i) AS stages
FROM (SELECT p, i, floor(8 * random())::int AS d, CASE WHEN random() < 0.95 THEN floor(5 * random())::int ELSE -1 END AS l,
             CASE WHEN random() < 0.97 THEN 1 + floor(9 * random()) END AS g
      FROM generate_series(1, 1000) AS p, generate_series(1, 1 + p % 9) AS i) AS r
GROUP BY p;
SELECT cmp_ok(count(*), '>', 100::bigint, 'some peaks are unknown') FROM small AS s, traincost._peak(s.starts, s.ends, s.gpus, s.stages) AS k WHERE k.peak_gpus IS NULL;
SELECT is_empty($$
    SELECT s.p, k, j FROM small AS s, traincost._peak(s.starts, s.ends, s.gpus, s.stages) AS k
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(b.gpus) = count(*) THEN sum(b.gpus) END AS gpus, a.starts, string_agg(b.stage, ', ' ORDER BY b.no) AS stages
        FROM unnest(s.starts, s.ends, s.gpus, s.stages) WITH ORDINALITY AS a (starts, ends, gpus, stage, no)
        JOIN unnest(s.starts, s.ends, s.gpus, s.stages) WITH ORDINALITY AS b (starts, ends, gpus, stage, no)
          ON b.starts <= a.starts AND (b.ends > a.starts OR b.ends IS NULL OR b.no = a.no)
        GROUP BY a.no, a.starts ORDER BY gpus DESC NULLS FIRST, a.starts, a.no LIMIT 1) AS j
    WHERE (k.peak_gpus, k.peak_from, k.peak_stages) IS DISTINCT FROM (j.gpus, j.starts, j.stages)$$, 'peaks of 1,000 plans equal those of all pairs of runs');
SELECT * FROM finish();
ROLLBACK;
