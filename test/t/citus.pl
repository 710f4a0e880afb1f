# A Citus cluster gives what one server gives, to the last bit: totals, totals of teams,
# roll-ups merged, and estimates by name with the coordinator's own prices.  Where a node's
# catalog may differ from the coordinator's, an estimate by name fails and says so.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Node;
use Server;
use Test::More;

my $has_citus = sql('postgres', "SELECT count(*) FROM pg_available_extensions WHERE name = 'citus'");

SKIP:
{
	skip 'this server has no Citus', 149 unless $has_citus;

	my $conf = "shared_preload_libraries = 'citus'\nwal_level = logical\ncitus.local_hostname = '$ENV{PGHOST}'\nmax_connections = 200\ncitus.shard_count = 8";
	my ($coordinator, @workers) = map { Node->start($_, conf => $conf) } 5451 .. 5454;
	for my $node ($coordinator, @workers)
	{
		$node->sql('postgres', 'CREATE DATABASE cluster');
		$node->sql('cluster', 'CREATE EXTENSION citus');
	}
	my $late = pop @workers;
	my ($create, $by_number, $by_name) = document_blocks('scale.md', 'coordinator');
	$coordinator->sql('cluster', "SELECT citus_set_coordinator_host('$ENV{PGHOST}', $coordinator->{port})");
	$coordinator->sql('cluster', "SELECT citus_add_node('$ENV{PGHOST}', $_->{port})") for @workers;
	$coordinator->sql('cluster', $create);
	is($_->sql('cluster', "SELECT extversion FROM pg_extension WHERE extname = 'traincost'"), $coordinator->sql('cluster', "SELECT extversion FROM pg_extension WHERE extname = 'traincost'"), "CREATE EXTENSION on the coordinator reaches node $_->{port}") for @workers;

	my $one = sub { return $coordinator->sql('cluster', @_) };
	my $refused = sub { return $coordinator->sql_error('cluster', "\\set VERBOSITY verbose\n$_[0]") // 'no error' };

	# runs of magnitudes that a sum of doubles would lose, and the same in a table of one server
	$one->(<<'SQL');
CREATE TABLE one_server AS
SELECT i::bigint AS id, 'team ' || i % 7 AS team, 10 ^ (38 * random() - 8) AS flop, CASE WHEN i % 20 > 0 THEN ceil(40 * random()) END AS gpus,
       (ARRAY['H100-80GB-SXM', 'A100-80GB-SXM', 'L40S', NULL, 'Ours'])[1 + i % 5] AS gpu, CASE WHEN i % 5 = 0 THEN 'our contract' END AS provider
FROM generate_series(1, 20000) AS i;
INSERT INTO run SELECT * FROM one_server;
CREATE TABLE rollup (team text, id bigint, state traincost.pipeline_state);
SELECT create_distributed_table('rollup', 'id');
CREATE TABLE estimated (id bigint, e traincost.estimate);
SELECT create_distributed_table('estimated', 'id');
SQL

	# the answer over the distributed rows, and whether it is that of one server
	my $same = against_one_server($one);
	my $at = 'traincost.train_estimate_at(flop, 400, gpus => gpus, usd_per_gpu_hour => 2.5 + id % 10)';
	$same->("SELECT traincost.pipeline_total($at) FROM run", 'a total by number');
	$same->("SELECT team, traincost.pipeline_total($at) FROM run GROUP BY team ORDER BY team", 'totals of teams');
	$same->("SELECT traincost.pipeline_total($at) FILTER (WHERE gpus > 20), count(*) FROM run WHERE traincost.gpu_hours_at(flop, 100) > 1", 'a filter on a formula');
	$same->("SELECT traincost.pipeline_merge(state) FROM (SELECT id % 100 AS part, traincost.pipeline_rollup($at) AS state FROM run GROUP BY 1) AS r", 'roll-ups merged');
	$same->($by_number, 'the documented query by number');
	$one->("INSERT INTO rollup SELECT team, id % 50, traincost.pipeline_rollup($at) FROM run GROUP BY 1, 2; INSERT INTO estimated SELECT id, $at FROM run");
	is( $one->('SELECT team, traincost.pipeline_merge(state) FROM rollup GROUP BY team ORDER BY team'),
		$one->("SELECT team, traincost.pipeline_total($at) FROM one_server GROUP BY team ORDER BY team"), 'roll-ups stored in shards: the bits of one server');
	is($one->('SELECT traincost.pipeline_total(e) FROM estimated'), $one->("SELECT traincost.pipeline_total($at) FROM one_server"), 'estimates stored in shards: the bits of one server');
	like($one->("EXPLAIN (VERBOSE, COSTS OFF) SELECT traincost.pipeline_total($at) FROM run"), qr/worker_partial_agg/, 'a total is pushed down');

	# ------------------------------------------------------------------------
	# by name: the coordinator's rows, or an error that says what to do
	# ------------------------------------------------------------------------

	my $named = "traincost.train_estimate(flop => least(flop, 1e28), gpus => gpus, gpu => gpu, provider => provider, as_of => '2026-11-01')";
	my $total = "SELECT traincost.pipeline_total($named) FROM run";
	my ($insert, $sync, $query) = $by_name =~ /^(INSERT.*?;)\n(SELECT \* FROM traincost.sync_nodes\(\);)\n(SELECT team.*)/s;
	$one->(<<"SQL");
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('Ours', 123.456, 500);
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('L40S', 300, 333);
UPDATE traincost.assumption SET value = 0.45 WHERE name = 'mfu';
DELETE FROM traincost.gpu WHERE name = 'T4';
INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('EUR', 'USD', '2026-01-01', 1.17);
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('Ours', 'our contract', 'on_demand', 0.1 + 0.2, '2026-09-01');
$insert
SQL
	like($refused->($total), qr/55000: the catalog was never written to node \S+:545[23].*HINT:.*On the coordinator: SELECT \* FROM traincost\.sync_nodes\(\)/s, 'never written: an error that names node and command');
	like($refused->("SELECT sum(traincost.exchange_rate('EUR', 'USD', '2026-11-01')) FROM run"), qr/55000: the catalog was never written/, 'a look-up written in SQL is held to the same');
	is($one->("SELECT count(*) FROM ($sync) AS s" =~ s/;//r), '2', 'sync_nodes answers for each node');
	$same->($total, 'a total by name');
	$same->("SELECT team, traincost.pipeline_total($named) FROM run GROUP BY team ORDER BY team", 'totals of teams by name');
	$same->("SELECT traincost.pipeline_merge(state) FROM (SELECT id % 100 AS part, traincost.pipeline_rollup($named) AS state FROM run GROUP BY 1) AS r", 'roll-ups by name merged');
	$same->("SELECT id, traincost.train_cost(flop => least(flop, 1e28), gpu => gpu, as_of => '2026-11-01'), traincost.gpu_price_usd_per_hour(gpu, as_of => '2026-11-01') FROM run WHERE id < 300 ORDER BY id", 'costs and prices by name, a row each');
	$same->("SELECT sum(traincost.exchange_rate('EUR', 'USD', '2026-11-01')), max(traincost.gpu_name(gpu, true)) FROM run", 'exchange rates and names');
	$same->($query =~ s/flop => flop/flop => least(flop, 1e28)/r, 'the documented query by name');
	my $contents = join ' || ', map { "(SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM traincost.$_ AS t)" } qw(gpu gpu_price assumption model grid currency_rate);
	is($_->sql('cluster', "SELECT $contents"), $one->("SELECT $contents"), "node $_->{port} has the rows, and knows whose they are") for @workers;
	is($one->("SELECT sum(rows_written), count(DISTINCT fingerprint), min(fingerprint) = traincost.catalog_fingerprint() FROM traincost.sync_nodes()"), '0|1|t', 'a second time there is nothing to write');

	my $stale = qr/55000: the coordinator's catalog has changed since it was written to node/;
	for (
		[ 'an edit', "UPDATE traincost.assumption SET value = 0.44 WHERE name = 'mfu'" ],
		[ 'a deletion', "DELETE FROM traincost.gpu_price WHERE provider = 'our contract' AND gpu = 'Ours'" ],
		[ 'a row more', "INSERT INTO traincost.alias (kind, alias, name) VALUES ('gpu', 'best of all', 'Ours')" ],
		[ 'TRUNCATE', 'TRUNCATE traincost.wue' ],
		[ 'a load that skips ordinary triggers', "SET session_replication_role = replica; DELETE FROM traincost.pue; RESET session_replication_role" ],
		[ 'restore_shipped', "SELECT traincost.restore_shipped('gpu', 'L40S')" ])
	{
		my ($what, $edit) = @$_;
		like($refused->("BEGIN; $edit; $total;"), $stale, "$what: refused within its transaction");
		like($refused->("BEGIN; SELECT count(*) FROM run; $total; $edit; $total;"), $stale, "$what: refused within its transaction, which has read over many connections");
		like($refused->("BEGIN; SAVEPOINT s; $edit; ROLLBACK TO s; $edit; $total;"), $stale, "$what: refused when done again after a rollback");
		is($refused->("BEGIN; $edit; ROLLBACK; $total;"), 'no error', "$what: taken back, nothing has changed");
		is($refused->("BEGIN; SAVEPOINT s; $edit; ROLLBACK TO s; $total;"), 'no error', "$what: taken back to a savepoint, nothing has changed");
	}
	$one->("UPDATE traincost.assumption SET value = 0.44 WHERE name = 'mfu'; DELETE FROM traincost.gpu_price WHERE gpu = 'L40S'");
	like($refused->($total), $stale, 'an edit on the coordinator is refused until it is written');
	$one->($sync);
	$same->($total, 'written again, a total by name');
	$one->("INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens) VALUES ('ours', 1, 'pre-training', 7e9, 2e12)");
	$same->($total, 'a plan is no fact: after a new one, a total by name');

	like($refused->("BEGIN ISOLATION LEVEL REPEATABLE READ; $sync"), qr/25001: sync_nodes cannot run in an isolation level above READ COMMITTED/, 'sync_nodes writes no rows of yesterday');
	# two that edit and write at once end with one catalog on all nodes
	$one->("BEGIN; INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('Gone', 1); SELECT traincost.sync_nodes(); ROLLBACK");
	like($refused->($total), qr/55000: node \S+ holds another catalog than the coordinator/, 'written, but taken back on the coordinator: refused');
	$one->($sync);
	$same->($total, 'written again, a total by name');

	# a node that somebody edits
	$workers[0]->sql('cluster', "UPDATE traincost.gpu SET tdp_w = 1 WHERE name = 'Ours'");
	like($refused->($total), qr/55000: node \S+:5452 holds another catalog than the coordinator/, 'edited on a node: an error that names it');
	like($workers[0]->sql_error('cluster', "\\set VERBOSITY verbose\nSELECT traincost.gpu_tdp_w('Ours')"), qr/55000: node \S+:5452 holds/, 'and so for whoever asks that node itself');
	like($workers[0]->sql_error('cluster', $sync), qr/this node is not the coordinator/, 'sync_nodes belongs on the coordinator');
	$one->($sync);
	$same->($total, 'written again, a total by name');

	# a node that is added later
	$one->("SELECT citus_add_node('$ENV{PGHOST}', $late->{port}); SELECT rebalance_table_shards(shard_transfer_mode => 'block_writes')");
	is($late->sql('cluster', "SELECT count(*) FROM pg_extension WHERE extname = 'traincost'"), '1', 'a node added later has the extension');
	$same->("SELECT team, traincost.pipeline_total($at) FROM run GROUP BY team ORDER BY team", 'with a node added later, totals by number');
	like($refused->($total), qr/55000: node \S+:5454 holds another catalog|55000: the coordinator's catalog has changed since it was written to node \S+:5454/, 'with a node added later, by name: an error that names it');
	is($one->("SELECT count(*) FROM ($sync) AS s" =~ s/;//r), '3', 'sync_nodes answers for the new node, too');
	$same->($total, 'with a node added later, a total by name');
	is($late->sql('cluster', "SELECT $contents"), $one->("SELECT $contents"), 'the node added later has the rows');

	# shards on the coordinator read its own catalog
	$one->("SELECT citus_set_node_property('$ENV{PGHOST}', 5451, 'shouldhaveshards', true); SELECT rebalance_table_shards(shard_transfer_mode => 'block_writes')");
	cmp_ok($one->("SELECT count(*) FROM citus_shards WHERE table_name = 'run'::regclass AND nodeport = 5451"), '>', 0, 'the coordinator holds shards');
	$same->($total, 'with shards on the coordinator, a total by name');

	# nodes of another version, and without the extension
	$workers[1]->sql('cluster', "UPDATE pg_extension SET extversion = '0.1.0' WHERE extname = 'traincost'");
	like($refused->($sync), qr/55000: node \S+:5453 has version 0\.1\.0 of traincost, the coordinator \S+.*HINT:.*ALTER EXTENSION traincost UPDATE/s, 'another version: an error that names node and command');
	$workers[1]->sql('cluster', "UPDATE pg_extension SET extversion = (SELECT default_version FROM pg_available_extensions WHERE name = 'traincost') WHERE extname = 'traincost'");
	$one->($sync);
	$one->('DROP TABLE rollup, estimated');
	$workers[1]->sql('cluster', 'SET citus.enable_ddl_propagation = off; DROP EXTENSION traincost CASCADE');
	like($refused->($sync), qr/55000: node \S+:5453 has no extension traincost.*HINT:.*citus_drain_node.*citus_remove_node.*citus_add_node/s, 'no extension: an error that names node and commands');
	$one->("SELECT citus_drain_node('$ENV{PGHOST}', 5453, shard_transfer_mode => 'block_writes')");
	$one->("SELECT citus_remove_node('$ENV{PGHOST}', 5453)");
	$one->("SELECT citus_add_node('$ENV{PGHOST}', 5453)");
	$one->("SELECT rebalance_table_shards(shard_transfer_mode => 'block_writes'); $sync");
	$same->($total, 'with the node added again, a total by name');

	# ------------------------------------------------------------------------
	# plans stay on the coordinator
	# ------------------------------------------------------------------------

	my $tables = "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r'";
	for my $table (split /\n/, $one->("$tables AND c.relname <> 'synced_catalog' ORDER BY 1"))
	{
		my $column = $one->("SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = 'traincost.$table'::regclass AND a.attnum = 1");
		like($refused->("SELECT create_distributed_table('traincost.$table', '$column')"), qr/because it has triggers/, "Citus does not distribute table $table");
	}
	like($refused->("SET citus.enable_unsafe_triggers = on; SELECT create_distributed_table('traincost.pipeline_stage', 'pipeline')"),
		qr/table "pipeline_stage_\d+" cannot tell whose its rows are.*DETAIL:.*stay on the coordinator/s, 'nor does own_row, where Citus is told to');

	# whoever drops the triggers, as Citus' hint says: every view of plans refuses, and says what to do
	my $drop = sub { return "SELECT format('DROP TRIGGER %I ON traincost.$_[0]', t.tgname) FROM pg_trigger AS t WHERE NOT t.tgisinternal AND t.tgrelid = 'traincost.$_[0]'::regclass \\gexec\n" };
	$one->(<<'SQL');
-- the views that read a table of plans, at whatever depth, and the functions
CREATE VIEW question AS
WITH RECURSIVE reads (name) AS (
    SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r'
       AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgname = 'catalog_change') AND c.relname NOT IN ('synced_catalog', 'held_catalog', 'shipped_row')
    UNION SELECT r.ev_class FROM reads AS o JOIN pg_depend AS d ON d.refobjid = o.name AND d.classid = 'pg_rewrite'::regclass JOIN pg_rewrite AS r ON r.oid = d.objid)
SELECT c.relname::text AS name, format('traincost.%I', c.relname) AS source FROM reads AS r JOIN pg_class AS c ON c.oid = r.name AND c.relkind = 'v'
UNION ALL
SELECT f, 'traincost.' || f FROM unnest(ARRAY['bill(''ours'')', 'compare_plans(''ours'', ''assistant-100B'')', 'plan_to_date(''ours'')', 'plan_rent_or_own(''ours'')', 'plan_assumptions(''ours'')',
    'pipeline_quantiles(''ours'')', 'stale_plans()', 'refresh_summary()']) AS f;
-- the answer, or the error with its hint
CREATE FUNCTION answer(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found text;
    hint text;
BEGIN
    EXECUTE format('SELECT count(*) || '' '' || md5(string_agg(q::text, E''\n'' ORDER BY q::text)) FROM %s AS q', source) INTO found;
    RETURN found;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN SQLSTATE || ' ' || SQLERRM || ' ' || hint;
END $$;
SELECT traincost.refresh_summary();
SQL
	my $elsewhere = qr/55000: plans are worked out on the coordinator, and this is another node.*HINT:.*CREATE TEMPORARY TABLE/s;
	for my $query ('* FROM traincost.pipeline_estimate', '* FROM traincost.team_month_summary', "* FROM traincost.bill('assistant-100B')", 'traincost.refresh_summary()', "* FROM traincost.bill('ours')")
	{
		like($workers[0]->sql_error('cluster', "\\set VERBOSITY verbose\nSELECT $query") // 'no error', $elsewhere, "on another node, $query: an error, and not the plans that came with the extension");
	}
	$one->('CREATE TABLE dollars (id bigint, usd numeric)');
	$one->("SELECT create_distributed_table('dollars', 'id'); INSERT INTO dollars SELECT i, i FROM generate_series(1, 100) AS i");
	$one->("CREATE FUNCTION our_bill(id bigint) RETURNS numeric LANGUAGE plpgsql STABLE AS 'BEGIN RETURN (SELECT sum(b.amount_usd) + id FROM traincost.pipeline_bill AS b WHERE b.pipeline = ''ours''); END'");
	like($refused->('SELECT max(our_bill(id)) FROM dollars'), $elsewhere, 'within a query of distributed rows, too');
	is($one->("CREATE TEMPORARY TABLE comes_to AS SELECT sum(b.amount_usd) AS usd FROM traincost.pipeline_bill AS b WHERE b.pipeline = 'ours'; SELECT max(d.id + p.usd) FROM dollars AS d, comes_to AS p"),
		$one->("SELECT 100 + sum(b.amount_usd) FROM traincost.pipeline_bill AS b WHERE b.pipeline = 'ours'"), 'unless it is asked as the hint says');
	my $answers = 'SELECT name, answer(source) FROM question ORDER BY 1';
	my $before = $one->("BEGIN; $answers; ROLLBACK");
	cmp_ok(scalar(split /\n/, $before), '>=', 28, 'every view of plans is asked');
	unlike($before, qr/\|\w{5} /, 'and answers where its tables are');
	for (
		[ 'pipeline_stage', "create_distributed_table('traincost.pipeline_stage', 'pipeline')" ],
		[ 'pipeline_stage', "create_reference_table('traincost.pipeline_stage')" ],
		[ 'plan', "create_reference_table('traincost.plan')" ],
		[ 'plan_pause', "create_distributed_table('traincost.plan_pause', 'pipeline')" ],
		[ 'cluster', "create_distributed_table('traincost.cluster', 'cluster')" ],
		[ 'calendar_summary', "create_distributed_table('traincost.calendar_summary', 'pipeline')" ],
		[ 'plan_refresh', "create_reference_table('traincost.plan_refresh')" ])
	{
		my ($table, $call) = @$_;
		my $after = $one->("BEGIN;\n" . $drop->($table) . "DO 'BEGIN PERFORM " . ($call =~ s/'/''/gr) . "; END'; $answers; ROLLBACK");
		is(join("\n", grep { !/\|0A000 table "$table" of traincost is distributed Save your rows with pg_dump.*citus_drop_all_shards\('traincost\.$table'.*DROP EXTENSION traincost CASCADE/ } split /\n/, $after), '', "triggers dropped and $call: every view refuses with what to do");
	}
	is($one->("BEGIN; $answers; ROLLBACK"), $before, 'and the views of plans answer as before');

	# the way back that the hint and the page tell, with shards on the coordinator as well
	my ($dump) = document_blocks('scale.md', 'dump');
	my ($back) = document_blocks('scale.md', 'way-back');
	my $file = "$ENV{PGHOST}/node5451/own_rows.sql";
	my $own_rows = sub {
		local $ENV{PGPORT} = $coordinator->{port};
		command('sh', '-c', $dump =~ s/company >own_rows\.sql/cluster >"\$1"/r, 'sh', $file);
		# but for the key that a dump draws for itself
		return join "\n", sort grep { !/^\\(un)?restrict / } split /\n/, read_file($file);
	};
	$one->("INSERT INTO traincost.plan (pipeline, team) VALUES ('ours', 'team 1')");
	my $before_all = $own_rows->();
	like($before_all, qr/^ours\t1\tpre-training/m, 'a dump of the extension has the own rows');
	$one->($drop->('pipeline_stage') . $drop->('plan') . "SELECT create_distributed_table('traincost.pipeline_stage', 'pipeline'); SELECT create_reference_table('traincost.plan')");
	cmp_ok($one->("SELECT count(*) FROM pg_dist_placement AS p JOIN pg_dist_shard AS s USING (shardid) WHERE p.groupid = 0 AND s.logicalrelid = 'traincost.pipeline_stage'::regclass"), '>', 0, 'shards of plans on the coordinator');
	like($refused->('DROP EXTENSION traincost CASCADE'), qr/deadlock/, 'which keep the extension from being dropped');
	is($own_rows->(), $before_all, 'distributed, a dump has the same rows');
	$one->($back =~ s/own_rows\.sql/$file/r);
	is($own_rows->(), $before_all, 'the documented way back leads back, with all own rows');
	like($one->("SELECT total_usd FROM traincost.pipeline_estimate WHERE pipeline = 'ours'"), qr/^\d+/, 'and plans are worked out again');
	$same->($total, 'and after it, a total by name');
	is($refused->('DROP EXTENSION traincost CASCADE; DROP TABLE run'), 'no error', 'the extension goes as documented');
}

like(sql_error('postgres', "CREATE EXTENSION traincost; \\set VERBOSITY verbose\nSELECT * FROM traincost.sync_nodes()") // '', qr/55000: this database is no node of a Citus cluster.*HINT:.*Logical replication/s, 'without Citus sync_nodes says so');
sql('postgres', 'DROP EXTENSION IF EXISTS traincost');
done_testing();
