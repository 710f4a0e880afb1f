--
-- names: unknown, long, foreign and many
-- If this fails, a typing error hangs the server, a query over long names fills
-- its memory, or a hint shows half a letter.
--
CREATE EXTENSION traincost;
SET client_min_messages = warning;
CREATE FUNCTION refused(gpu text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    PERFORM traincost.gpu_peak_tflops(gpu);
    RETURN 'known';
EXCEPTION WHEN undefined_object THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN SQLERRM || ' ' || hint;
END $$;
-- letters beyond ASCII stay whole and count as letters
INSERT INTO traincost.gpu (name) VALUES ('Größe-80GB'), ('显卡-80GB'), ('ÅÄÖ');
SELECT refused('größe 90gb'), refused('显-80GB'), refused('ÅÄ');
SELECT refused('é'), refused(''), refused('-');
-- a name longer than any is shown from its beginning, cut between letters
SELECT refused(repeat('ö', 200)) = 'unknown GPU: "' || repeat('ö', 127) || '..." List the known ones with: SELECT name FROM traincost.gpu' AS cut,
       length(refused(repeat('h100', 1000000))) < 400 AS long_is_short;
-- a text longer than any name is no name, whatever its words: not one that needs seconds to be read
SELECT refused(repeat('h100-', 201)) LIKE 'unknown GPU%' AS unknown, refused(repeat('h100-', 199)) LIKE 'GPU % is ambiguous%' AS ambiguous;
-- more than sixteen slips are no slip
INSERT INTO traincost.gpu (name) VALUES (repeat('ab', 60));
SELECT refused(repeat('ab', 55)) LIKE '%Did you mean%' AS near, refused(repeat('ab', 40) || repeat('x', 40)) LIKE '%Did you mean%' AS far;
-- of very many names so many are looked at that the answer comes at once, and it can be cancelled
BEGIN;
INSERT INTO traincost.gpu (name) SELECT repeat(md5(i::text), 7) || i FROM generate_series(1, 20000) AS i;
SET LOCAL statement_timeout = '10s';
SELECT refused(repeat(md5('x'), 7)) LIKE 'unknown GPU%' AS answered;
ROLLBACK;

-- what a query remembers is bounded, however long the names; and the answers stay right
CREATE FUNCTION remembered(names bigint, length int) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    bytes numeric;
    known bigint;
BEGIN
    IF current_setting('server_version_num')::int < 140000 THEN
        RETURN true;
    END IF;
    EXECUTE format($q$
        SELECT count(traincost.train_cost(flop => 1e21, gpu => repeat('x', %2$s) || i, missing_ok => true)) +
               count(traincost.train_cost(flop => 1e21, gpu => 'H100-80GB-SXM', provider => repeat('x', %2$s) || i, missing_ok => true)),
               (SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE name = 'traincost look-ups')
        FROM generate_series(1, %1$s) AS i$q$, names, length) INTO known, bytes;
    RETURN known = 0 AND bytes < 8e6;
END $$;
SELECT length, remembered(300, length) FROM unnest('{10,4000,5000,100000}'::int[]) AS length;
DROP FUNCTION remembered(bigint, int);
DROP FUNCTION refused(text);
DROP EXTENSION traincost;
