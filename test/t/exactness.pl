# The same stages give the same bits under any plan: any order, number of
# workers, leader, partition-wise or not, hashed, sorted or spilled, by grouping
# sets, in frames with EXCLUDE, from stored roll-ups.
#
# TRAINCOST_PLANS=1000 says how many random plans, TRAINCOST_SEED which.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Server;
use Test::More;

my $plans = $ENV{TRAINCOST_PLANS} // 60;
my $seed = $ENV{TRAINCOST_SEED} // 1;
srand $seed;
note "$plans plans, seed $seed";

sub pick { return $_[ rand @_ ] }

# ----------------------------------------------------------------------------
# random stages, of magnitudes that a sum of doubles would lose, in four tables;
# and their totals, by the plainest plan
# ----------------------------------------------------------------------------

my $database = fresh_database('exactness');
my $forced = sql($database, 'SHOW server_version_num') < 160000 ? 'force_parallel_mode' : 'debug_parallel_query';
sql($database, <<"SQL");
CREATE EXTENSION traincost;
SELECT setseed(1.0 / (1 + $seed));
SET max_parallel_workers_per_gather = 0;
CREATE TABLE flat AS
SELECT i, i % 7 AS grp, (random() * 2)::int AS part,
       traincost.train_estimate_at(10 ^ (38 * random() - 8), 10 ^ (4 * random()), gpus => CASE WHEN random() < 0.95 THEN ceil(40 * random()) END,
           usd_per_gpu_hour => CASE WHEN i % 7 > 1 OR random() < 0.9 THEN 10 * random() END, gpu_watts => 1000 * random(),
           gco2e_per_kwh => 900 * random(), data_usd => 10 ^ (14 * random() - 4)) AS e
FROM generate_series(1, 3000) AS i;
INSERT INTO flat VALUES (3001, 0, 0, NULL);
CREATE TABLE hashed (LIKE flat) PARTITION BY HASH (i);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE hashed_2 PARTITION OF hashed FOR VALUES WITH (MODULUS 3, REMAINDER 2);
CREATE TABLE listed (LIKE flat) PARTITION BY LIST (grp);
CREATE TABLE listed_0 PARTITION OF listed FOR VALUES IN (0, 1, 2);
CREATE TABLE listed_1 PARTITION OF listed FOR VALUES IN (3, 4);
CREATE TABLE listed_2 PARTITION OF listed DEFAULT;
CREATE TABLE shuffled AS SELECT * FROM flat ORDER BY random();
CREATE INDEX ON shuffled (grp, part, i);
INSERT INTO hashed TABLE shuffled;
INSERT INTO listed TABLE shuffled;
ANALYZE;
CREATE FUNCTION bits(traincost.total) RETURNS text LANGUAGE sql AS 'SELECT md5(record_send(\$1))';
-- NULL stands for all of them
CREATE TABLE wanted AS
SELECT grp, part, bits(traincost.pipeline_total(e)) AS bits FROM flat GROUP BY grp, part
UNION ALL SELECT grp, NULL, bits(traincost.pipeline_total(e)) FROM flat GROUP BY grp
UNION ALL SELECT NULL, part, bits(traincost.pipeline_total(e)) FROM flat GROUP BY part
UNION ALL SELECT NULL, NULL, bits(traincost.pipeline_total(e)) FROM flat;
SQL
is(sql($database, 'SELECT count(DISTINCT bits) FROM wanted'), sql($database, 'SELECT count(*) FROM wanted'), 'the wanted totals differ from each other');

# ----------------------------------------------------------------------------
# a random plan: settings and a query of (grp, part, bits)
# ----------------------------------------------------------------------------

my %settings = (
	max_parallel_workers_per_gather => [ 0, 1, 2, 4 ],
	parallel_leader_participation => [ 'on', 'off' ],
	enable_hashagg => [ 'on', 'off' ],
	enable_sort => [ 'on', 'off' ],
	enable_indexscan => [ 'on', 'off' ],
	enable_incremental_sort => [ 'on', 'off' ],
	enable_partitionwise_aggregate => [ 'on', 'off' ],
	enable_parallel_append => [ 'on', 'off' ],
	enable_gathermerge => [ 'on', 'off' ],
	enable_material => [ 'on', 'off' ],
	work_mem => [ '64kB', '4MB' ],
	hash_mem_multiplier => [ 1, 4 ],
	jit => [ 'off', 'off', 'on' ],
	$forced => [ 'off', 'off', 'on' ]);
my $always = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;'
  . ' SET min_parallel_index_scan_size = 0; SET jit_above_cost = 0; SET max_parallel_workers = 8;';

sub from
{
	my $table = pick(qw(flat hashed listed shuffled));
	return pick($table, $table, "(SELECT * FROM $table ORDER BY " . pick('random()', '(e).flop', 'i DESC', 'md5(i::text)') . ') AS s',
		"(SELECT * FROM $table WHERE i % 2 = 0 UNION ALL SELECT * FROM $table WHERE i % 2 = 1) AS s");
}

# what the columns grp and part are where a query groups by some of them
my %groups = ('grp, part' => 'grp, part', grp => 'grp, NULL::int', part => 'NULL::int, part', '' => 'NULL::int, NULL::int');

sub group_by { my ($by) = @_; return $by eq '' ? '' : " GROUP BY $by" }

my %queries = (
	'plain groups' => sub {
		my $by = pick(keys %groups);
		return "SELECT $groups{$by}, bits(traincost.pipeline_total(e)) FROM " . from() . group_by($by);
	},
	'an ordered argument' => sub {
		my $by = pick(keys %groups);
		return "SELECT $groups{$by}, bits(traincost.pipeline_total(e ORDER BY " . pick('i', 'i DESC', 'random()') . ')) FROM ' . from() . group_by($by);
	},
	'grouping sets' => sub {
		return 'SELECT grp, part, bits(traincost.pipeline_total(e)) FROM ' . from() . ' GROUP BY '
		  . pick('CUBE (grp, part)', 'ROLLUP (grp, part)', 'ROLLUP (part, grp)', 'GROUPING SETS ((grp), (part))', 'GROUPING SETS ((grp, part), (grp), ())');
	},
	'a filter' => sub {
		my $by = pick('grp', '');
		my $part = int rand 3;
		my $grp = $by eq '' ? 'NULL::int' : 'grp';
		return "SELECT $grp, $part, bits(traincost.pipeline_total(e) FILTER (WHERE part = $part)) FROM " . from() . group_by($by);
	},
	'merged roll-ups' => sub {
		my $by = pick(keys %groups);
		my $split = pick('i % 5', 'i / 100', '(random() * 3)::int', 'i', '1');
		my $through = pick('state', 'state', 'state::text::traincost.pipeline_state');
		return "SELECT $groups{$by}, bits(traincost.pipeline_merge($through)) FROM (SELECT grp, part, traincost.pipeline_rollup(e) AS state FROM "
		  . from() . " GROUP BY grp, part, $split) AS r" . group_by($by);
	},
	'stored roll-ups' => sub {
		my $by = pick(keys %groups);
		return 'CREATE TEMP TABLE stored AS SELECT grp, part, traincost.pipeline_rollup(e) AS state FROM ' . from() . ' GROUP BY grp, part, '
		  . pick('i % 11', 'i / 500', 'i') . ";SELECT $groups{$by}, bits(traincost.pipeline_merge(state)) FROM stored" . group_by($by);
	},
	'whole partitions as windows' => sub {
		my $by = pick('grp, part', 'grp', 'part');
		my $frame = pick('', 'ORDER BY i RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING', 'ORDER BY random() ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING');
		return "SELECT DISTINCT $groups{$by}, bits(traincost.pipeline_total(e) OVER (PARTITION BY $by $frame)) FROM " . from();
	},
	# all but what the frame excludes, and that by itself: together the whole
	'frames' => undef);

sub frame
{
	my $mode = pick(qw(ROWS RANGE GROUPS));
	my ($from, $to) = sort { $a <=> $b } map { int(rand 30) - 15 } 1, 2;
	my $bound = sub { my ($n) = @_; return $n < 0 ? -$n . ' PRECEDING' : $n > 0 ? "$n FOLLOWING" : 'CURRENT ROW' };
	my $start = rand() < 0.15 ? 'UNBOUNDED PRECEDING' : $bound->($from);
	my $end = rand() < 0.15 ? 'UNBOUNDED FOLLOWING' : $bound->($to);
	return "$mode BETWEEN $start AND $end " . pick('', 'EXCLUDE CURRENT ROW', 'EXCLUDE GROUP', 'EXCLUDE TIES', 'EXCLUDE NO OTHERS');
}

# rows of a moving frame whose total is not that of the same rows in a plain aggregate
sub frame_query
{
	my $frame = frame();
	my $order = pick('i', 'i DESC', 'i / 3', 'grp');
	my $first = int rand 2900;
	my $some = "i BETWEEN $first AND $first + 100";
	return "SELECT count(*) FROM (SELECT bits(traincost.pipeline_total(e) OVER w) AS b, array_agg(i) OVER w AS members FROM shuffled WHERE $some"
	  . " WINDOW w AS (ORDER BY $order $frame)) AS f WHERE b IS DISTINCT FROM"
	  . " (SELECT bits(traincost.pipeline_total(e)) FROM flat WHERE $some AND i = ANY (members))";
}

# ----------------------------------------------------------------------------

my @kinds = sort keys %queries;
my (%tried, %wrong, %seen);
for my $n (0 .. $plans - 1)
{
	my $kind = $kinds[ $n % @kinds ];
	my $set = $always . join '', map { " SET $_ = '" . pick(@{ $settings{$_} }) . "';" } sort keys %settings;
	my $query = $kind eq 'frames' ? frame_query() : $queries{$kind}->();
	my $before = $query =~ s/^(CREATE TEMP TABLE [^;]*;)// ? $1 : '';
	my $differ = $kind eq 'frames' ? $query
	  : "SELECT count(*) FILTER (WHERE q.bits IS DISTINCT FROM w.bits) + CASE WHEN count(*) = 0 THEN 1 ELSE 0 END FROM ($query) AS q (grp, part, bits)"
	  . ' LEFT JOIN wanted AS w ON w.grp IS NOT DISTINCT FROM q.grp AND w.part IS NOT DISTINCT FROM q.part';
	my ($answer, @plan) = split /\n/, sql($database, "$set $before $differ; EXPLAIN (COSTS OFF) $query");
	my $plan = join "\n", @plan;
	$tried{$kind}++;
	$seen{$plan}++;
	$seen{$_}++ for grep { $plan =~ /\Q$_\E/ } 'Partial Aggregate', 'Partial GroupAggregate', 'Partial HashAggregate', 'Gather Merge', 'Append', 'MixedAggregate', 'WindowAgg';
	push @{ $wrong{$kind} }, "$set $before $query" if $answer ne '0';
}
is(join("\n", @{ $wrong{$_} // [] }), '', "the same bits: $_, $tried{$_} plans") for grep { $tried{$_} } @kinds;
$seen{Partial} = grep { /Partial/ } keys %seen;
ok($seen{Partial} && $seen{Append} && $seen{WindowAgg}, 'plans were partial, appended and windowed: ' . scalar(grep { /\n|->/ } keys %seen) . ' different ones')
  if $plans >= 60;

# spilling to disk, known to have happened
sql($database, 'CREATE TABLE many AS SELECT i % 1500 AS grp, e FROM flat, generate_series(1, 2)');
my $spill = sql($database, "SET work_mem = '64kB'; SET hash_mem_multiplier = 1; SET enable_sort = off; SET max_parallel_workers_per_gather = 0;"
	  . ' EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT grp, traincost.pipeline_rollup(e) FROM many GROUP BY grp');
like($spill, qr/Disk Usage/, 'a hashed aggregate spills');
is(sql($database, <<'SQL'), '0', 'and gives the same bits');
CREATE TEMP TABLE calm AS SELECT grp, traincost.pipeline_rollup(e)::text AS state FROM many GROUP BY grp;
SET work_mem = '64kB'; SET hash_mem_multiplier = 1; SET enable_sort = off; SET max_parallel_workers_per_gather = 0;
SELECT count(*) FROM calm JOIN (SELECT grp, traincost.pipeline_rollup(e)::text AS state FROM many GROUP BY grp) AS s USING (grp) WHERE calm.state <> s.state;
SQL

command('dropdb', '--force', $database);
done_testing();
