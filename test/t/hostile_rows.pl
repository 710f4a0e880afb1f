# No row may stop a view for others: every column of every table is set, one at a
# time, to NULL and to the least and greatest value that the table takes.  Tables,
# columns and views are read from the catalog, so that new ones are tried too.
#
# One at a time takes an hour, so it is for TRAINCOST_HOSTILE=full (the nightly
# job) or for arguments, each a table or TABLE.COLUMN,COLUMN...; else random legal
# values fill many columns at once: TRAINCOST_HOSTILE_ROUNDS rounds (8) of the seed
# TRAINCOST_HOSTILE_SEED (1).

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Server;
use Test::More;

fresh_database('hostile');
# answers count, not their time; views that are asked once are not worth compiling
sql('hostile', 'ALTER DATABASE hostile SET jit = off');
sql('hostile', 'CREATE EXTENSION traincost');
sql('hostile', <<'SQL');
-- a plan that takes every path: owned and rented, by days and by GPUs, with failures, methods and every line of a bill
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, gpus, days, ownership, depreciation, acquired_on, as_of,
    gpu_hours_per_failure, checkpoint_seconds, restart_seconds, annotation_items, annotation_usd_per_item, storage_gb, people, people_months, usd_per_person_month, data_usd)
VALUES ('hostile', 1, 'rented', 7e9, 1e12, 512, NULL, 'rent', NULL, NULL, '2026-09-01', 5e4, 60, 600, 1000, 2, 1e5, 3, 2, 1e4, 1),
       ('hostile', 2, 'bought', 7e9, 1e12, NULL, 30, 'buy', NULL, NULL, '2026-09-01', 5e4, 60, 600, NULL, NULL, NULL, NULL, NULL, NULL, 1),
       ('hostile', 3, 'amortized', 7e9, 1e12, 512, NULL, 'amortize', NULL, '2025-01-01', '2026-09-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1),
       ('hostile', 4, 'decayed', 7e9, 1e12, NULL, 30, 'amortize', 'price_decay', '2025-01-01', '2026-09-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, method, examples, comparisons, prompts, prompt_tokens, response_tokens, gpus)
SELECT 'hostile', 10 + row_number() OVER (), method, 7e9, method, 1e5, 1e5, 1e5, 300, 400, 64
FROM unnest('{sft,lora,qlora,reward_model,dpo,ppo,grpo,rloo}'::text[]) AS method;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, exact, gpus) VALUES ('hostile', 30, 'counted', 'GPT-3-175B', true, 1024);
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('USD', 'EUR', '2024-01-01', 0.9), ('USD', 'EUR', '2026-09-02', 0.95);
INSERT INTO traincost.plan (pipeline, owner, team, budget, currency, discount_share, tax_share) VALUES ('hostile', 'me', 'we', 1e6, 'EUR', 0.1, 0.2);
INSERT INTO traincost.commitment (commitment, provider, gpu, starts_on, ends_on, gpu_hours_per_month, price_per_gpu_hour)
SELECT 'ours', provider, gpu, '2026-01-01', '2026-12-31', 1e5, 2 FROM traincost.gpu_price WHERE gpu = 'H100-80GB-SXM' ORDER BY provider LIMIT 1;
-- under a contract of which it has a part, on a cluster, at the prices of each day, side by side, with pauses
INSERT INTO traincost.plan_commitment (pipeline, commitment, share) VALUES ('hostile', 'ours', 0.5);
INSERT INTO traincost.cluster (cluster, gpu, gpus, price, currency, bought_on, useful_life_years, residual_share, utilization)
VALUES ('hall', 'H100-80GB-SXM', 2048, 6e7, 'EUR', '2025-01-01', 4, 0.1, 0.8);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, gpus, gpu, provider, ownership, commitment, cluster, daily_prices, starts_on, after_stage, gap_days, as_of, ranges)
SELECT 'hostile', s.stage_no, s.stage, 7e9, 1e12, s.gpus, 'H100-80GB-SXM', CASE WHEN s.cluster IS NULL THEN c.provider END, s.ownership, s.commitment, s.cluster, s.daily_prices,
    s.starts_on::date, s.after_stage, s.gap_days, '2026-09-01', s.ranges
FROM traincost.commitment AS c,
    (VALUES (40, 'contract', 256, NULL, 'ours', NULL, NULL, '2026-09-10', NULL, NULL, 'mfu=0.3..0.45'),
            (41, 'clustered', 128, 'amortize', NULL, 'hall', NULL, NULL, 'contract', 3, 'tokens=9e11..2e12'),
            (42, 'daily', 64, NULL, NULL, NULL, true, NULL, 'contract', NULL, NULL),
            (43, 'both', 8192, NULL, 'ours', NULL, true, '2026-12-01', NULL, NULL, NULL)) AS s (stage_no, stage, gpus, ownership, commitment, cluster, daily_prices, starts_on, after_stage, gap_days, ranges);
INSERT INTO traincost.plan_pause (pipeline, stage, stopped_on, resumed_on)
VALUES ('hostile', 'contract', '2026-09-12', '2026-09-14'), ('hostile', 'contract', '2026-09-13', '2026-09-20'), ('hostile', 'clustered', '2026-10-01', '2026-10-09');
SQL

# few rows of each table, so that the views are quick
sql('hostile', <<'SQL');
DELETE FROM traincost.pipeline_stage WHERE pipeline <> 'hostile';
DELETE FROM traincost.gpu WHERE name NOT IN ('H100-80GB-SXM', 'A100-80GB-SXM', 'V100-32GB-SXM2', 'TPU-v4');
DELETE FROM traincost.model AS m WHERE name NOT IN (SELECT x.name FROM (
    SELECT name, row_number() OVER (PARTITION BY layers IS NULL, gpu IS NULL, experts IS NULL, decoder_layers IS NULL, mfu IS NULL, gpu_hours IS NULL, kv_lora_rank IS NULL ORDER BY name) AS n
    FROM traincost.model) AS x WHERE x.n = 1) AND name <> 'GPT-3-175B';
DELETE FROM traincost.gpu_price WHERE gpu <> 'H100-80GB-SXM' OR provider NOT IN (SELECT min(provider) FROM traincost.gpu_price WHERE gpu = 'H100-80GB-SXM');
DELETE FROM traincost.grid WHERE region NOT IN ('WORLD', 'US', 'FR');
DELETE FROM traincost.cloud_region WHERE grid_region NOT IN ('US', 'FR');
SQL

# values to try, from the ends inwards: the first that a row takes is the end of what is legal
sql('hostile', <<'SQL');
CREATE TABLE ends (type text, side text, step int, value text);
INSERT INTO ends SELECT 'float8', 'greatest', row_number() OVER (), v
FROM unnest('{1.7976931348623157e308,1e300,1e200,1e100,1e60,1e40,1e36,1e30,1e24,1e18,1e15,1e12,1e9,1e6,1e3,100,10,1,0.999,0.5}'::text[]) AS v;
INSERT INTO ends SELECT 'float8', 'least above 0', row_number() OVER (), v
FROM unnest('{5e-324,1e-300,1e-200,1e-100,1e-60,1e-40,1e-30,1e-24,1e-18,1e-15,1e-12,1e-9,1e-6,1e-3,0.1,1}'::text[]) AS v;
INSERT INTO ends SELECT 'float8', v, 0, v FROM unnest('{0,NaN,Infinity,-Infinity,-1}'::text[]) AS v;
INSERT INTO ends SELECT 'numeric', 'greatest', 40 - e, repeat('9', e) || '.999999' FROM unnest('{40,24,20,16,14,12,10,8,4,1}'::int[]) AS e;
INSERT INTO ends SELECT 'numeric', 'least above 0', 9 - e, '0.' || repeat('0', e) || '1' FROM generate_series(8, 0, -1) AS e;
INSERT INTO ends SELECT 'numeric', v, 0, v FROM unnest('{0,NaN,-1}'::text[]) AS v;
INSERT INTO ends SELECT 'int8', 'greatest', 19 - e, CASE e WHEN 19 THEN '9223372036854775807' ELSE '1' || repeat('0', e) END FROM unnest('{19,18,15,12,9,6,4,3,2,1,0}'::int[]) AS e;
INSERT INTO ends SELECT 'int8', 'least', 19 - e, CASE e WHEN 19 THEN '-9223372036854775808' ELSE '-1' || repeat('0', e) END FROM unnest('{19,18,15,12,9,6,4,3,2,1,0}'::int[]) AS e;
INSERT INTO ends SELECT 'int8', v, 0, v FROM unnest('{0,1}'::text[]) AS v;
INSERT INTO ends SELECT 'date', 'latest', row_number() OVER (), v FROM unnest('{5874897-12-31,294276-12-31,20000-01-01,9999-12-31,2100-01-01}'::text[]) AS v;
INSERT INTO ends SELECT 'date', 'earliest', row_number() OVER (), v FROM unnest('{4714-11-24 BC,0001-01-01 BC,0001-01-01,1900-01-01,2000-01-01}'::text[]) AS v;
INSERT INTO ends SELECT 'date', v, 0, v FROM unnest('{infinity,-infinity}'::text[]) AS v;
INSERT INTO ends SELECT 'timestamptz', v, 0, v FROM unnest('{infinity,-infinity,294276-12-31 00:00:00+00,4714-11-24 00:00:00+00 BC}'::text[]) AS v;
INSERT INTO ends SELECT 'jsonb', v, 0, v FROM unnest(ARRAY['{}', '[]', 'null', '{"": {"a": [1e400, null]}}', '{"run_id": "NaN", "team": 7, "x_":"%s", "a b": true}']) AS v;
INSERT INTO ends SELECT 'bool', v, 0, v FROM unnest('{true,false}'::text[]) AS v;
INSERT INTO ends SELECT 'text', 'longest', row_number() OVER (), repeat('long ', n) FROM unnest('{200000,2000,200,40,1}'::int[]) AS n;
INSERT INTO ends SELECT 'text', v, 0, v FROM unnest(ARRAY['', E'a "/''{} \\%\né=', 'NaN']) AS v;
SQL

# Set a column of as many rows as take the value, each in turn; how many did.
# What one row cannot have beside its other columns, another can.
sql('hostile', <<'SQL');
-- sets one row, and returns where it stands afterwards; NULL: a constraint or the type refuses the value
CREATE FUNCTION set_row(t regclass, c name, value text, INOUT place tid) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %s SET %I = %L WHERE ctid = %L RETURNING ctid', t, c, value, place) INTO STRICT place;
EXCEPTION WHEN integrity_constraint_violation OR data_exception OR program_limit_exceeded OR undefined_object THEN
    place := NULL;
END $$;
CREATE FUNCTION set_rows(t regclass, c name, value text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    n int := 0;
    r tid;
BEGIN
    BEGIN
        EXECUTE format('UPDATE %s SET %I = %L', t, c, value);
        GET DIAGNOSTICS n = ROW_COUNT;
        RETURN n;
    EXCEPTION WHEN integrity_constraint_violation OR data_exception OR program_limit_exceeded OR undefined_object THEN
        NULL;
    END;
    FOR r IN EXECUTE format('SELECT ctid FROM %s LIMIT 60', t) LOOP
        n := n + (set_row(t, c, value, r) IS NOT NULL)::int;
    END LOOP;
    RETURN n;
END $$;
-- functions that read the rows of all are views like the others
CREATE SCHEMA probe;
CREATE VIEW probe.plans AS SELECT * FROM traincost.train_plans(flop => 1e21, deadline_days => 30, price_kinds => 'on_demand, purchase', as_of => '2026-09-01');
CREATE VIEW probe.plans_with_failures AS SELECT * FROM traincost.train_plans(params => 7e9, tokens => 1e12, max_gpus => 512, gpu_hours_per_failure => 1e5, regions => 'WORLD, US', as_of => '2026-09-01');
CREATE VIEW probe.plan_to_date AS SELECT * FROM traincost.plan_to_date(NULL, '2026-10-15');
CREATE VIEW probe.variance AS SELECT * FROM traincost.variance('traincost.focus_estimate');
CREATE VIEW probe.focus_check AS SELECT * FROM traincost.focus_check('traincost.focus_estimate');
CREATE VIEW probe.catalog_age_on AS SELECT * FROM traincost.catalog_age_on('2026-09-01');
CREATE VIEW probe.import_prices AS SELECT * FROM traincost.import_prices('traincost.gpu_price', 'import');
CREATE VIEW probe.thin_prices AS SELECT traincost.thin_prices('2026-09-01');
CREATE VIEW probe.catalog_fingerprint AS SELECT traincost.catalog_fingerprint();
CREATE VIEW probe.refresh_summary AS SELECT traincost.refresh_summary();
-- every column is worked out, and no number is NaN or infinite
CREATE FUNCTION failing_views(allowed text DEFAULT '', OUT failures text, OUT views int) LANGUAGE plpgsql AS $$
DECLARE
    v record;
    special bigint;
BEGIN
    views := 0;
    FOR v IN SELECT c.oid::regclass AS name, coalesce(string_agg(format($q$x.%I = 'NaN' OR x.%I::float8 IN ('Infinity', '-Infinity')$q$, a.attname, a.attname), ' OR ')
                                                      FILTER (WHERE a.atttypid IN ('float8'::regtype, 'numeric'::regtype)), 'false') AS condition
             FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
             WHERE c.relnamespace IN ('traincost'::regnamespace, 'probe'::regnamespace) AND c.relkind = 'v' GROUP BY c.oid LOOP
        BEGIN
            EXECUTE format('SELECT count(*) FILTER (WHERE %s) FROM (SELECT x.*, x::text AS whole FROM %s AS x OFFSET 0) AS x WHERE x.whole IS NOT NULL', v.condition, v.name) INTO special;
            views := views + 1;
            IF special > 0 THEN
                failures := concat_ws(E'\n        ', failures, v.name || ': NaN or infinity in ' || special || ' rows');
            END IF;
        EXCEPTION WHEN OTHERS THEN
            CONTINUE WHEN SQLSTATE = allowed AND v.name::text LIKE 'probe.plans%';
            failures := concat_ws(E'\n        ', failures, v.name || ': ' || SQLSTATE || ' ' || SQLERRM);
        END;
    END LOOP;
END $$;
-- names: of columns; NULL: all
CREATE PROCEDURE try_table(t regclass, names name[]) LANGUAGE plpgsql AS $$
DECLARE
    c record;
    s record;
    e record;
    f record;
    taken int;
BEGIN
    FOR c IN SELECT a.attname, y.typname, a.attnotnull FROM pg_attribute AS a JOIN pg_type AS y ON y.oid = a.atttypid
             WHERE a.attrelid = t AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'shipped'
             AND (names IS NULL OR a.attname = ANY (names)) ORDER BY a.attnum LOOP
        FOR s IN SELECT side FROM ends WHERE type = c.typname GROUP BY side ORDER BY side LOOP
            FOR e IN SELECT value FROM ends WHERE type = c.typname AND side = s.side ORDER BY step LOOP
                taken := set_rows(t, c.attname, e.value);
                IF taken > 0 THEN
                    f := failing_views();
                    ROLLBACK;
                    RAISE INFO '% % % = % (% rows, % views)%', CASE WHEN f.failures IS NULL THEN 'answered' ELSE 'STOPPED' END, t, c.attname,
                        left(e.value, 40), taken, f.views, coalesce(E'\n        ' || f.failures, '');
                    EXIT;
                END IF;
                ROLLBACK;
            END LOOP;
        END LOOP;
        IF NOT c.attnotnull THEN
            taken := set_rows(t, c.attname, NULL);
            f := failing_views();
            ROLLBACK;
            RAISE INFO '% % % = NULL (% rows, % views)%', CASE WHEN f.failures IS NULL THEN 'answered' ELSE 'STOPPED' END, t, c.attname, taken, f.views,
                coalesce(E'\n        ' || f.failures, '');
        END IF;
    END LOOP;
    -- an empty table; a default that has no row is an error of the functions that take it
    EXECUTE format('DELETE FROM %s', t);
    f := failing_views('42704');
    ROLLBACK;
    RAISE INFO '% % empty (% views)%', CASE WHEN f.failures IS NULL THEN 'answered' ELSE 'STOPPED' END, t, f.views, coalesce(E'\n        ' || f.failures, '');
END $$;
SQL

# Many columns at once: every row takes random legal values in a dozen columns.  What a
# column takes is a function of seed, round, table, row and column alone, and rows and
# columns are changed in an order of such draws, so that every machine tries the same.
sql('hostile', <<'SQL');
-- a number from 0 to 1
CREATE FUNCTION draw(VARIADIC what text[]) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || left(md5(array_to_string(what, '|', '')), 8))::bit(32)::bigint / 4294967296.0::float8 $$;
-- the ends of a type in one order
CREATE TABLE drawn AS SELECT type, array_agg(value ORDER BY side COLLATE "C", step, value COLLATE "C") || NULL::text AS choices FROM ends GROUP BY type;
CREATE FUNCTION shuffle_table(t regclass, drawn_by text, share float8) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    c record;
    changed int := 0;
    last_key text;
    row_at tid;
    moved tid;
BEGIN
    FOR c IN EXECUTE format($q$
        SELECT k.key, k.ctid AS place, a.attname, d.choices[1 + floor(draw(%2$L, k.key, a.attname, 'value') * cardinality(d.choices))::int] AS value
        FROM (SELECT ctid, jsonb_build_array(%3$s)::text AS key FROM %1$s) AS k, pg_attribute AS a
        JOIN pg_type AS y ON y.oid = a.atttypid LEFT JOIN drawn AS d ON d.type = y.typname
        WHERE a.attrelid = %1$L::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'shipped'
          AND draw(%2$L, k.key, a.attname) < %4$s
        ORDER BY k.key COLLATE "C", draw(%2$L, k.key, a.attname)$q$, t, drawn_by,
        (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
         WHERE i.indrelid = t AND i.indisprimary), share) LOOP
        -- a row moves when it changes
        IF c.key IS DISTINCT FROM last_key THEN
            last_key := c.key;
            row_at := c.place;
        END IF;
        moved := set_row(t, c.attname, c.value, row_at);
        row_at := coalesce(moved, row_at);
        changed := changed + (moved IS NOT NULL)::int;
    END LOOP;
    RETURN changed;
END $$;
CREATE PROCEDURE shuffle_tables(seed text, rounds int) LANGUAGE plpgsql AS $$
DECLARE
    r record;
    f record;
    changed int;
    tried text;
BEGIN
    FOR i IN 1 .. rounds LOOP
        changed := 0;
        FOR r IN SELECT x.oid::regclass AS t, relname FROM pg_class AS x
                 WHERE relnamespace = 'traincost'::regnamespace AND relkind = 'r' AND relname <> 'shipped_row' ORDER BY relname COLLATE "C" LOOP
            changed := changed + shuffle_table(r.t, concat_ws('|', seed, i, r.relname), CASE r.relname WHEN 'pipeline_stage' THEN 0.4 ELSE 0.1 END);
        END LOOP;
        SELECT md5(string_agg(s::text, E'\n' ORDER BY s.pipeline COLLATE "C", s.stage_no)) INTO tried FROM traincost.pipeline_stage AS s;
        f := failing_views();
        RAISE INFO '% round % of seed % (% changes, stages %, % views)%', CASE WHEN f.failures IS NULL THEN 'answered' ELSE 'STOPPED' END, i, seed, changed, left(tried, 8), f.views,
            coalesce(E'\n        ' || f.failures, '');
        ROLLBACK;
    END LOOP;
END $$;
SQL

my @tables = split /\n/, sql('hostile', <<'SQL');
SELECT oid::regclass FROM pg_class WHERE relnamespace = 'traincost'::regnamespace AND relkind = 'r' ORDER BY relname COLLATE "C"
SQL
for my $argument (@ARGV ? @ARGV : ($ENV{TRAINCOST_HOSTILE} // '') eq 'full' ? @tables : ())
{
	my ($table, $columns) = $argument =~ /^(?:traincost\.)?(\w+)(?:\.([\w,]+))?$/ or die "no table: $argument\n";
	my $names = $columns ? "'{$columns}'" : 'NULL';
	my $report = `psql -Xq -d hostile -c "SET statement_timeout = 0" -c "CALL try_table('traincost.$table', $names)" 2>&1`;
	my @stopped = $report =~ /^INFO:  (STOPPED .*(?:\n        .*)*)/mg;
	my $answered = () = $report =~ /^INFO:  answered /mg;
	is(join("\n", @stopped), '', "$argument: every view answers all $answered legal ends");
	ok($answered > 0 && $report !~ /^(?:ERROR|FATAL|psql)/m, "$argument was tried") or diag(substr $report, -2000);
}

unless (@ARGV)
{
	my $seed = $ENV{TRAINCOST_HOSTILE_SEED} // 1;
	my $rounds = $ENV{TRAINCOST_HOSTILE_ROUNDS} // 8;
	my $report = `psql -Xq -d hostile -c "CALL shuffle_tables('$seed', $rounds)" 2>&1`;
	my @stopped = $report =~ /^INFO:  (STOPPED .*(?:\n        .*)*)/mg;
	my $answered = () = $report =~ /^INFO:  answered /mg;
	note($report);
	is(join("\n", @stopped), '', "many columns at once, seed $seed: every view answers $answered times");
	is($answered, $rounds, 'and was asked as often') or diag(substr $report, -2000);
}

command('dropdb', '--force', 'hostile');
done_testing();
