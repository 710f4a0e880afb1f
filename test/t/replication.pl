# A catalog on several servers: published whole or by the filter NOT shipped, it arrives
# as it was written and never blocks the writer; users' runs, estimates and states travel
# to a second server; a standby answers whatever the primary answers.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run qw(start finish);
use Node;
use Server;
use Test::More;

my $publisher = Node->start(5441, conf => "wal_level = logical\nmax_logical_replication_workers = 8\nmax_sync_workers_per_subscription = 4");
my $subscriber = Node->start(5442, conf => "max_logical_replication_workers = 8\nmax_sync_workers_per_subscription = 4");

# the tables whose rows are somebody's
my $tables = "SELECT c.relname FROM pg_extension AS e, unnest(e.extconfig) AS t (table_oid), pg_class AS c WHERE e.extname = 'traincost' AND c.oid = t.table_oid ORDER BY 1";

sub contents
{
	my ($node, $database) = @_;
	return join "\n", map { "$_ " . $node->sql($database, "SELECT count(*), count(*) FILTER (WHERE to_jsonb(t) ->> 'shipped' = 'false'), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM traincost.$_ AS t") }
	  split /\n/, $node->sql($database, $tables);
}

# everything that was written on the publisher until now has been applied
sub catch_up
{
	my ($database) = @_;
	my $lsn = $publisher->sql($database, 'SELECT pg_current_wal_lsn()');
	return $subscriber->wait_for($database, "SELECT count(*) = 0 FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid AND s.subname = '$database' WHERE r.srsubstate <> 'r'")
	  && $publisher->wait_for($database, "SELECT coalesce(bool_or(replay_lsn >= '$lsn'), false) FROM pg_stat_replication WHERE application_name = '$database'");
}

# what a company does to its catalog: add, override, edit, delete its own, delete a shipped one
my $first = <<'SQL';
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('Mine', 123.456, 500), ('Passing', 1, 1);
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('H100-80GB-SXM', 1000, 650);
UPDATE traincost.gpu SET tdp_w = 355 WHERE name = 'L40S';
SQL
my $later = <<'SQL';
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('Mine', 'us', 'on_demand', 1.25, '2026-01-01');
UPDATE traincost.gpu SET tdp_w = 501 WHERE name = 'Mine';
UPDATE traincost.gpu SET name = 'Yours' WHERE name = 'Passing';
UPDATE traincost.assumption SET value = 0.45 WHERE name = 'mfu';
INSERT INTO traincost.assumption (name, value) VALUES ('host_overhead', 1.5), ('mine', 7);
INSERT INTO traincost.gpu (name, tdp_w) VALUES ('A40', 299) ON CONFLICT (name) DO UPDATE SET tdp_w = 299;
DELETE FROM traincost.gpu WHERE name = 'Yours';
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2026-01-01', 1.17), ('EUR', 'USD', '2026-02-01', 1.2);
UPDATE traincost.currency_rate SET rate = 1.18 WHERE valid_on = '2026-01-01';
DELETE FROM traincost.currency_rate WHERE valid_on = '2026-02-01';
INSERT INTO traincost.plan (pipeline, team) VALUES ('ours', 'a team');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, gpu) VALUES ('ours', 1, 'pre-training', 7e9, 2e12, 'Mine');
SQL
my $estimate = "SELECT traincost.train_estimate(params => 7e9, tokens => 2e12, gpu => 'Mine', gpus => 8, as_of => '2026-06-01')";

# the documented commands; the subscription is named as its database
my ($publish) = document_blocks('scale.md', 'publisher');
my ($publish_filtered) = document_blocks('scale.md', 'filtered');
my ($subscribe) = document_blocks('scale.md', 'subscriber');

for my $name ('whole', 'filtered')
{
	my $filter = $name eq 'filtered';
	SKIP:
	{
		skip 'publications have no row filter before PostgreSQL 15', 9 if $filter && $publisher->sql('postgres', 'SHOW server_version_num') < 150000;
		$_->sql('postgres', "CREATE DATABASE $name") for $publisher, $subscriber;
		$publisher->sql($name, "CREATE EXTENSION traincost; $first");
		$publisher->sql($name, $filter ? $publish_filtered : $publish);
		$subscriber->sql($name, $subscribe =~ s/'host.*?'/"'" . $publisher->conninfo($name) . "'"/er =~ s/SUBSCRIPTION catalog/SUBSCRIPTION $name/r);
		ok(catch_up($name), "a $name publication: the first copy arrives");
		is(contents($subscriber, $name), contents($publisher, $name), "a $name publication: the copy is the catalog, and says whose each row is");
		is($publisher->sql_error($name, $later), undef, "a $name publication blocks nobody's writes");
		ok(catch_up($name), "a $name publication: the writes arrive");
		is(contents($subscriber, $name), contents($publisher, $name), "a $name publication: the writes are the same on both");
		is($subscriber->sql($name, $estimate), $publisher->sql($name, $estimate), "a $name publication: an estimate with own rows is the same on both");

		# the two differ where a shipped row comes back or goes: a filter passes neither on
		$publisher->sql($name, "SELECT traincost.restore_shipped('assumption', 'mfu'); DELETE FROM traincost.gpu WHERE name = 'T4'");
		catch_up($name);
		is( $subscriber->sql($name, "SELECT (SELECT count(*) FROM traincost.assumption WHERE name = 'mfu'), (SELECT count(*) FROM traincost.gpu WHERE name = 'T4')"),
			$filter ? '0|1' : '1|0', "a $name publication: what becomes of shipped rows is as doc/scale.md says");
		$subscriber->sql($name, "SELECT traincost.restore_shipped('assumption', 'mfu')");
		is($subscriber->sql($name, "SELECT shipped FROM traincost.assumption WHERE name = 'mfu'"), 't', "a $name publication: restore_shipped brings it back there too");
		# the subscriber's own rows are its own
		$subscriber->sql($name, "INSERT INTO traincost.gpu (name) VALUES ('Only here')");
		is($subscriber->sql($name, "SELECT shipped FROM traincost.gpu WHERE name = 'Only here'"), 'f', "a $name publication: the second server keeps rows of its own");
		$subscriber->sql($name, "DROP SUBSCRIPTION $name");
	}
}

# ----------------------------------------------------------------------------
# users' tables: numbers, estimates and states travel, as text and as binary
# ----------------------------------------------------------------------------

my $runs = 'CREATE TABLE run (id bigint PRIMARY KEY, flop float8, gpu_hours float8 GENERATED ALWAYS AS (traincost.gpu_hours_at(flop, 100)) STORED, estimate traincost.estimate, state traincost.pipeline_state)';
my $fill = <<'SQL';
INSERT INTO run (id, flop, estimate, state)
SELECT i, i * 1e20, e, traincost.pipeline_rollup(e)
FROM generate_series(%s) AS i, traincost.train_estimate_at(i * 1.1e20, 100, gpus => CASE WHEN i %% 3 > 0 THEN i END, usd_per_gpu_hour => 1.1) AS e GROUP BY i, e;
SQL
my $bits = 'SELECT md5(string_agg(run::text, \' \' ORDER BY id)), traincost.pipeline_total(estimate), traincost.pipeline_merge(state) FROM run';
$publisher->sql('whole', "$runs; " . sprintf($fill, '1, 500') . ' CREATE PUBLICATION runs FOR TABLE run');
for my $binary (0, 1)
{
	SKIP:
	{
		skip 'subscriptions have no binary form before PostgreSQL 14', 1 if $binary && $publisher->sql('whole', 'SHOW server_version_num') < 140000;
		my $how = $binary ? 'binary' : 'text';
		$subscriber->sql('whole', "DROP TABLE IF EXISTS run; $runs; CREATE SUBSCRIPTION whole CONNECTION '" . $publisher->conninfo('whole') . "' PUBLICATION runs" . ($binary ? ' WITH (binary)' : ''));
		ok(catch_up('whole'), "runs as $how: the copy arrives");
		$publisher->sql('whole', sprintf($fill, $binary ? '701, 800' : '501, 600') . ' UPDATE run SET estimate = NULL WHERE id % 100 = 7; DELETE FROM run WHERE id % 100 = 8');
		ok(catch_up('whole'), "runs as $how: the changes arrive");
		is($subscriber->sql('whole', $bits), $publisher->sql('whole', $bits), "runs as $how: estimates, states and totals are the same bits on both servers");
		$subscriber->sql('whole', 'DROP SUBSCRIPTION whole');
	}
}
$subscriber->stop;

# ----------------------------------------------------------------------------
# a standby answers as the primary does
# ----------------------------------------------------------------------------

$publisher->sql('whole', <<'SQL');
-- the answer, or the error with its hint, in words
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found text;
    message text;
    hint text;
BEGIN
    EXECUTE format('SELECT md5(string_agg(q::text, E''\n'' ORDER BY q::text)) FROM (%s) AS q', query) INTO found;
    RETURN coalesce(found, 'NULL');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
    RETURN SQLSTATE || ' ' || message || ' ' || hint;
END $$;
CREATE FUNCTION truth() RETURNS float8 LANGUAGE sql STABLE AS $$SELECT usd_per_gpu_hour::float8 FROM traincost.gpu_price WHERE gpu = 'Mine'$$;
CREATE FUNCTION read_often(seconds float8) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    before float8;
    price float8;
    behind float8;
    seen float8[] := '{}';
BEGIN
    WHILE clock_timestamp() < now() + seconds * interval '1 second' LOOP
        before := truth();
        price := traincost.gpu_price_usd_per_hour('Mine');
        behind := truth();
        IF price < before OR price > behind OR price IS NULL THEN
            RAISE EXCEPTION 'read %, though it went from % to %', price, before, behind;
        END IF;
        IF NOT price = ANY (seen) THEN
            seen := seen || price;
        END IF;
    END LOOP;
    RETURN CASE WHEN cardinality(seen) > 1 THEN 'right' ELSE 'nothing changed' END;
END $$;
-- a name for every argument that wants one; the second time one that no table has
CREATE FUNCTION argument(name text, type regtype, known boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE WHEN type = 'text'::regtype AND name = 'gpu' THEN CASE WHEN known THEN '''Mine''' ELSE '''H100-80GB''' END
            WHEN type = 'text'::regtype AND name = 'model' THEN CASE WHEN known THEN '''Llama-3.1-8B''' ELSE '''Llama-3.1-9B''' END
            WHEN type = 'text'::regtype AND name = 'region' THEN CASE WHEN known THEN '''FR''' ELSE '''FRR''' END
            WHEN type = 'text'::regtype AND name = 'pipeline' THEN CASE WHEN known THEN '''ours''' ELSE '''our''' END
            WHEN type = 'text'::regtype AND name = 'name' THEN CASE WHEN known THEN '''mfu''' ELSE '''mfuu''' END
            WHEN type = 'text'::regtype AND name = 'method' THEN '''dpo'''
            WHEN type = 'text'::regtype THEN CASE WHEN known THEN 'NULL' ELSE '''nobody''' END
            WHEN type = 'date'::regtype THEN '''2026-06-01'''
            WHEN type IN ('float8'::regtype, 'int8'::regtype, 'int4'::regtype) THEN '8'
            ELSE 'NULL' END $$;
-- every function that reads and every view, as queries
CREATE VIEW question AS
SELECT p.proname::text || CASE WHEN known THEN '' ELSE ', unknown names' END AS name,
       format('SELECT * FROM traincost.%I(%s) AS f', p.proname,
              coalesce((SELECT string_agg(format('%I => %s', a.name, argument(a.name, a.type, known)), ', ' ORDER BY a.i)
               FROM unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS a (name, type, i)
               WHERE a.type IS NOT NULL AND (a.i <= p.pronargs - p.pronargdefaults OR a.name IN ('gpu', 'model', 'region', 'as_of'))), '')) AS query
FROM pg_proc AS p, (VALUES (true), (false)) AS k (known)
WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND p.provolatile = 's' AND p.proname NOT LIKE '\_%'
UNION ALL
SELECT c.relname, format('SELECT * FROM traincost.%I', c.relname)
FROM pg_class AS c WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind IN ('v', 'r');
SQL

# it waits for its readers, where by default it stops them after half a minute
my $standby = Node->start(5443, of => $publisher, conf => 'max_standby_streaming_delay = -1');
my $answers = 'SELECT name, answer(query) FROM question ORDER BY 1, 2';
ok($publisher->wait_for('postgres', "SELECT count(*) > 0 FROM pg_stat_replication WHERE state = 'streaming'"), 'the standby streams');
my $on_standby = $standby->sql('whole', $answers);
my $on_primary = $publisher->sql('whole', $answers);
is($on_standby, $on_primary, 'every function by name and every view answers on a standby as on the primary');
cmp_ok(scalar(grep { !/\|(NULL|\w{5} )/ } split /\n/, $on_standby), '>=', 60, 'and most of them with an answer');
like($on_standby, qr/unknown model: "Llama-3\.1-9B" Did you mean [^|\n]*"Llama-3\.1-8B"/, 'near names are found on a standby');
is($standby->sql('whole', "SELECT (traincost.train_estimate(params => 7e9, tokens => 2e12, gpu => 'Mine', as_of => '2026-06-01')).total_usd"),
	$publisher->sql('whole', "SELECT (traincost.train_estimate(params => 7e9, tokens => 2e12, gpu => 'Mine', as_of => '2026-06-01')).total_usd"), 'an estimate by name on a standby');
like($standby->sql_error('whole', 'SELECT traincost.refresh_summary()'), qr/during recovery/, 'what writes says that a standby cannot');

# a call site that lives through changes that the standby replays reads none too late
{
	local $ENV{PGPORT} = $publisher->{port};
	my @raise = map { ('-c', $_) } ("UPDATE traincost.gpu_price SET usd_per_gpu_hour = usd_per_gpu_hour + 1 WHERE gpu = 'Mine'", 'SELECT pg_sleep(0.02)') x 100;
	my $writing = start([ 'psql', '-Xq', '-d', 'whole', @raise ], '<', \undef, '>', \my $out, '2>', \my $err);
	is($standby->sql('whole', 'SELECT read_often(1.5)'), 'right', 'a memo on a standby follows what it replays');
	finish $writing;
}

# promoted, it writes
$standby->promote;
is($standby->sql('whole', "INSERT INTO traincost.gpu (name) VALUES ('A10') RETURNING shipped"), 'f', 'after promotion a shipped row is overridden as ever');
done_testing();
