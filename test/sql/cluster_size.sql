--
-- cluster_size: how many GPUs keep the days, when more GPUs fail more often
-- If this fails, a plan near the largest cluster of any use is given another
-- size, or takes minutes.
--
CREATE EXTENSION traincost;
-- raised until it is met, however many rounds that takes: what the search must agree with
CREATE FUNCTION raised(hours float8, days float8, gpu_hours_per_failure float8, checkpoint_seconds float8, restart_seconds float8,
                       OUT gpus float8, OUT rounds int)
LANGUAGE plpgsql AS $$
DECLARE
    mtbf float8;
    goodput float8;
    needed float8;
BEGIN
    rounds := 0;
    gpus := traincost.gpus_needed_at(hours * 3.6e15, days, 1);
    LOOP
        rounds := rounds + 1;
        mtbf := traincost.cluster_mtbf_hours(gpus, gpu_hours_per_failure);
        BEGIN
            goodput := traincost.goodput(mtbf, traincost.checkpoint_interval_hours(mtbf, checkpoint_seconds / 3600, 'daly'), checkpoint_seconds / 3600, restart_seconds / 3600);
        EXCEPTION WHEN invalid_parameter_value THEN
            gpus := NULL;    -- it never finishes
            RETURN;
        END;
        needed := traincost.gpus_needed_at(hours / goodput * 3.6e15, days, 1);
        EXIT WHEN needed <= gpus;
        gpus := needed;
    END LOOP;
END $$;
CREATE FUNCTION found(hours float8, days float8, gpu_hours_per_failure float8, checkpoint_seconds float8, restart_seconds float8) RETURNS float8
LANGUAGE plpgsql AS $$
BEGIN
    RETURN (traincost.train_estimate_at(hours * 3.6e15, 1, days => days, gpu_hours_per_failure => gpu_hours_per_failure,
                                        checkpoint_seconds => checkpoint_seconds, restart_seconds => restart_seconds)).gpus;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN NULL;
END $$;
SELECT setseed(0.5);
-- clusters of a few hundred GPUs at most, and work near what the best of them can do in the days
CREATE TABLE cluster AS
SELECT i, 10 ^ (1 + random()) AS failure, 600 * 10 ^ (-random()) * random() AS checkpoint, CASE WHEN i % 4 = 0 THEN 0 ELSE 600 * random() END AS restart,
       1 + 100 * random() AS days, CASE i % 3 WHEN 0 THEN random() ELSE 1 + (i % 3 * 2 - 3) * 10 ^ (-1 - 8 * random()) END AS share
FROM generate_series(1, 300) AS i;
CREATE TABLE best AS
SELECT c.i, max(g * traincost.goodput(c.failure / g, traincost.checkpoint_interval_hours(c.failure / g, c.checkpoint / 3600, 'daly'), c.checkpoint / 3600, c.restart / 3600)) AS useful_gpus
FROM cluster AS c, generate_series(1, 3000) AS g
WHERE g * (c.checkpoint + c.restart) < 3600 * c.failure
GROUP BY c.i;
CREATE TABLE answer AS
SELECT c.i, raised.*, found(w.hours, c.days, c.failure, c.checkpoint, c.restart) AS found
FROM cluster AS c JOIN best AS b USING (i), LATERAL (SELECT b.useful_gpus * c.share * c.days * 24 AS hours) AS w,
     LATERAL raised(w.hours, c.days, c.failure, c.checkpoint, c.restart) AS raised;
SELECT count(*) > 250 AS tried, count(found) > 100 AS answered, count(*) - count(found) > 50 AS refused, count(*) FILTER (WHERE rounds > 32) > 50 AS slowly_raised,
       count(*) FILTER (WHERE found IS DISTINCT FROM gpus) AS differ
FROM answer;
-- tens of millions of rounds, thirty times
SET statement_timeout = '5s';
SELECT count(*) FROM (SELECT found(4.196261925041120e16 * (1 + i * 1e-14), 30, 1e7, 1e-4, 0) FROM generate_series(1, 30) AS i OFFSET 0) AS f;
RESET statement_timeout;
-- so many GPUs that no checkpoint fits between two failures: never, not unknown
SELECT found(1e280, 1, 1e-300, 1, 0) IS NULL AS never;
SELECT traincost.train_estimate_at(1e20, 1, gpus => 1e300, gpu_hours_per_failure => 1e-300, checkpoint_seconds => 1, restart_seconds => 1);
SELECT (traincost.train_estimate_at(1e20, 1, days => 3, gpu_hours_per_failure => 1e3, checkpoint_seconds => NULL)).gpus IS NULL AS unknown;
DROP TABLE cluster, best, answer;
DROP FUNCTION raised(float8, float8, float8, float8, float8), found(float8, float8, float8, float8, float8);
DROP EXTENSION traincost;
