# Partitions of a table of runs on two other servers give the total of one server to the
# last bit, and are totalled and filtered where they are.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Node;
use Server;
use Test::More;

my ($head, @remotes) = map { Node->start($_) } 5461 .. 5463;
$_->sql('postgres', 'CREATE DATABASE company') for $head, @remotes;

my ($here, $there) = map { (document_blocks('scale.md', $_))[0] } qw(head remote);
my ($total, $filter, $versions) = (document_blocks('scale.md', 'head'))[ 1 .. 3 ];
$_->sql('company', $there) for @remotes;
# the documented names of the servers are the ports here
$here =~ s/host '(east|west)', dbname 'company'/"host '$ENV{PGHOST}', port '" . ($1 eq 'east' ? 5462 : 5463) . "', dbname 'company'"/ge;
$here =~ s/user 'reader'/user 'postgres'/g;
$head->sql('company', $here);
my $one = sub { return $head->sql('company', @_) };

$one->(<<'SQL');
CREATE TABLE one_server AS
SELECT i::bigint AS id, CASE WHEN i % 10 > 0 THEN 'team ' || i % 7 END AS team, (ARRAY['east', 'west', 'home'])[1 + i % 3] AS site,
       10 ^ (38 * random() - 8) AS flop, CASE WHEN i % 20 > 0 THEN ceil(40 * random()) END AS gpus
FROM generate_series(1, 6000) AS i;
INSERT INTO run SELECT * FROM one_server;
ANALYZE run;
SQL
is($one->('SELECT count(*), count(DISTINCT tableoid) FROM run'), '6000|3', 'the rows are on three servers');

my $same = against_one_server($one);
my $at = 'traincost.train_estimate_at(flop, 400, gpus => gpus, usd_per_gpu_hour => 2.5 + id % 10)';
my $merged = sub {
	my ($query, $group, $what) = @_;
	my $key = $group eq '' ? '' : "$group, ";
	is($one->($query), $one->("SELECT ${key}traincost.pipeline_total($at) FROM one_server" . ($group eq '' ? '' : " GROUP BY $group ORDER BY $group")), "$what: the bits of one server");
	return;
};
$same->("SELECT traincost.pipeline_total($at) FROM run", 'a total, row by row');
$same->("SELECT team, traincost.pipeline_total($at) FROM run GROUP BY team ORDER BY team", 'totals of teams, row by row');
$merged->("SELECT traincost.pipeline_merge(state) FROM traincost.partition_rollup('run', \$\$$at\$\$)", '', 'a total merged from partitions');
$merged->("SELECT group_key, traincost.pipeline_merge(state) FROM traincost.partition_rollup('run', \$\$$at\$\$, 'team') GROUP BY 1 ORDER BY 1", 'team', 'totals of teams merged from partitions');
$merged->("SELECT group_key::bigint, traincost.pipeline_merge(state) FROM traincost.partition_rollup('run', \$\$$at\$\$, 'id % 5') GROUP BY 1 ORDER BY 1", 'id % 5', 'totals by a number merged from partitions');
is($one->("SELECT traincost.pipeline_merge(state) FROM traincost.partition_rollup('run', \$\$$at\$\$, condition => 'gpus > 20')"),
	$one->("SELECT traincost.pipeline_total($at) FROM one_server WHERE gpus > 20"), 'a condition: the bits of one server');
is($one->("SELECT traincost.pipeline_merge(state) FROM traincost.partition_rollup('one_server', \$\$$at\$\$)"),
	$one->("SELECT traincost.pipeline_total($at) FROM one_server"), 'a table without partitions is one');
$same->($filter, 'the documented filter');
is($one->($total), $one->("SELECT team AS group_key, (t).total_usd, (t).gpu_hours, (t).stages FROM (SELECT team, traincost.pipeline_total(traincost.train_estimate_at(flop, 400, gpus => gpus, usd_per_gpu_hour => 2.5)) AS t FROM one_server GROUP BY team) AS s ORDER BY 1"),
	'the documented total: the bits of one server');

# where the work is done
my $plan = sub { return $one->("EXPLAIN (VERBOSE, COSTS OFF) $_[0]") };
my $rollups = $plan->($one->("SELECT traincost._partition_rollup_query('run', \$\$$at\$\$, 'team', 'flop > 1')"));
is(scalar(() = $rollups =~ /Remote SQL: SELECT [^\n]*traincost\.pipeline_rollup\(traincost\.train_estimate_at\(flop, [^\n]* GROUP BY/g), 2, 'partitions are totalled on their servers');
is(scalar(() = $rollups =~ /Async Foreign Scan/g), 2, 'on both at once') or diag($rollups);
is(scalar(() = $plan->($filter) =~ /Remote SQL: SELECT .* WHERE \(\(traincost\.train_cost_at\(flop, /g), 2, 'a filter on dollars is applied on their servers');
like($plan->("SELECT id FROM run WHERE (traincost.train_estimate_at(flop, 400, usd_per_gpu_hour => 2.5)).total_usd > 1"), qr/Filter: \(\(traincost\.train_estimate_at/, 'as a field of a row it is not: hence train_cost_at');
like($plan->("SELECT traincost.pipeline_total($at) FROM run_east"), qr/Remote SQL: SELECT traincost\.pipeline_total\(/, 'a total of one foreign table is shipped whole');
unlike($plan->("SELECT id FROM run WHERE traincost.train_cost(flop => flop) > 1"), qr/Remote SQL: .*train_cost\(/, 'an estimate by name stays on the server that is asked: its catalog is the one');

# train_cost_at is total_usd of train_estimate_at
is( $one->("SELECT count(*), count(c) FROM (SELECT traincost.train_cost_at(flop, 400, gpus => gpus, usd_per_gpu_hour => CASE WHEN id % 9 > 0 THEN 2.5 END) AS c,
	(traincost.train_estimate_at(flop, 400, gpus => gpus, usd_per_gpu_hour => CASE WHEN id % 9 > 0 THEN 2.5 END)).total_usd AS u FROM one_server) AS s WHERE c IS NOT DISTINCT FROM u"),
	$one->('SELECT count(*), count(*) FILTER (WHERE id % 9 > 0) FROM one_server'), 'train_cost_at is total_usd of train_estimate_at, NULL among them');

# bad input
my $refused = sub { return $head->sql_error('company', "\\set VERBOSITY verbose\n$_[0]") // 'no error' };
like($refused->("SELECT * FROM traincost.partition_rollup('nowhere', 'x')"), qr/42P01/, 'no such table');
like($refused->("SELECT * FROM traincost.partition_rollup('run', 'nothing')"), qr/42703: column "nothing" does not exist/, 'no such column');
like($refused->("SELECT * FROM traincost.partition_rollup('run', 'flop')"), qr/42883: function traincost\.pipeline_rollup\(double precision\) does not exist/, 'what is no estimate');
is($one->("SELECT count(*) FROM traincost.partition_rollup(NULL, 'x')"), '0', 'no table, no rows');
is($one->('CREATE TABLE empty (flop float8) PARTITION BY LIST (flop); ' . "SELECT count(*) FROM traincost.partition_rollup('empty', 'traincost.train_estimate_at(flop, 1)')"), '0', 'no partitions, no rows');
$one->('CREATE ROLE reader; GRANT SELECT ON run TO reader; GRANT SELECT ON run_home TO reader; ALTER TABLE run ENABLE ROW LEVEL SECURITY; CREATE POLICY home ON run USING (site = \'home\')');
like($refused->("SET ROLE reader; SELECT * FROM traincost.partition_rollup('run', \$\$$at\$\$)"), qr/0A000: table (public\.)?run has row security/, 'row security is not passed by');
$one->('ALTER TABLE run DISABLE ROW LEVEL SECURITY');
like($refused->("SET ROLE reader; SELECT * FROM traincost.partition_rollup('run', \$\$$at\$\$)"), qr/42501: permission denied/, 'nor are the rights to a partition');

# servers of another version, and without the extension
is($one->($versions), '', 'no server is to mend');
$remotes[0]->sql('company', "UPDATE pg_extension SET extversion = '0.1.0' WHERE extname = 'traincost'");
$remotes[1]->sql('company', 'DROP EXTENSION traincost');
my $version = $one->("SELECT extversion FROM pg_extension WHERE extname = 'traincost'");
is($one->('SELECT * FROM server_to_mend ORDER BY server'), "east|0.1.0|$version\nwest||$version", 'the documented view names the server of another version and the one without');
like($refused->("SELECT * FROM traincost.partition_rollup('run', \$\$$at\$\$)"), qr/3F000: schema "traincost" does not exist.*remote SQL command/s, 'which fails as the page says');
done_testing();
