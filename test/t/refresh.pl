# Plans and facts change while two schedulers refresh the summaries: at any moment a plan whose
# kept row or months are not what the views say is one that stale_plans() names, and a refresh at
# the end leaves none.
#
# TRAINCOST_SECONDS says for how long.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my $seconds = $ENV{TRAINCOST_SECONDS} // 4;
my $database = fresh_database('refresh');
sql($database, <<'SQL');
CREATE EXTENSION traincost;
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('H100-80GB-SXM', 'ours', 'on_demand', 2, '2026-09-01');
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, provider, as_of)
SELECT 'plan ' || i / 3, 1 + i % 3, 'stage ' || i % 3, 1e21, 8, 'ours', date '2026-10-01' FROM generate_series(0, 59) AS i;
SELECT traincost.refresh_summary();
-- what is kept and not what the views say, of plans that nobody calls stale
CREATE VIEW wrong AS
SELECT n.pipeline
FROM (SELECT pipeline FROM traincost.pipeline_name UNION SELECT pipeline FROM traincost.plan_refresh) AS n
LEFT JOIN traincost.pipeline_summary AS s ON s.pipeline = n.pipeline AND s.day = (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date
LEFT JOIN traincost.pipeline_estimate AS e ON e.pipeline = n.pipeline
LEFT JOIN (SELECT pipeline, sum(usd) AS usd FROM traincost.calendar_summary GROUP BY pipeline) AS k ON k.pipeline = n.pipeline
LEFT JOIN (SELECT pipeline, sum(usd) AS usd FROM traincost.plan_calendar GROUP BY pipeline) AS c ON c.pipeline = n.pipeline
WHERE (s.total_usd IS DISTINCT FROM e.total_usd OR s.stages IS DISTINCT FROM e.stages OR k.usd IS DISTINCT FROM c.usd)
  AND n.pipeline NOT IN (SELECT p.pipeline FROM traincost.stale_plans() AS p);
SQL

my $dir = tempdir(CLEANUP => 1);
my $edit = write_file("$dir/edit", <<'PGBENCH');
\set plan random(0, 24)
\set n random(1, 3)
BEGIN;
UPDATE traincost.pipeline_stage SET run_multiplier = 1 + random() WHERE pipeline = 'plan ' || :plan AND stage_no = :n;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, provider, as_of) VALUES ('plan ' || :plan, :n, 'stage ' || :n, 1e21, 8, 'ours', '2026-10-01') ON CONFLICT DO NOTHING;
COMMIT;
DELETE FROM traincost.pipeline_stage WHERE pipeline = 'plan ' || (:plan + 1) AND stage_no = :n;
\sleep 20 ms
PGBENCH
my $reprice = write_file("$dir/reprice", <<'PGBENCH');
UPDATE traincost.gpu_price SET usd_per_gpu_hour = usd_per_gpu_hour + 0.01 WHERE provider = 'ours';
\sleep 700 ms
PGBENCH
my $refresh = write_file("$dir/refresh", "SELECT traincost.refresh_summary();\n");
my $check = write_file("$dir/check", "SELECT 1 / (count(*) = 0)::int FROM wrong;\n");

# these files by this many clients at once; their errors
sub clients
{
	my @command = @_;
	my ($out, $err);
	run ['pgbench', '-n', '-T', $seconds, @command, $database], '<', \undef, '>', \$out, '2>', \$err;
	return $err =~ /^pgbench: error: (.*)$/m ? "$1" : $out =~ /transactions actually processed: 0\b/ ? 'nothing was done' : 'no error';
}
is(clients('-c', 7, '-j', 2, '-f', "$edit\@6", '-f', "$reprice\@1", '-f', "$refresh\@2", '-f', "$check\@3"), 'no error', 'while plans and prices change, what is kept is right or called stale');
sql($database, "UPDATE traincost.pipeline_stage SET run_multiplier = 5 WHERE pipeline = 'plan 3'");
cmp_ok(sql($database, 'SELECT count(*) FROM traincost.stale_plans()'), '>', 0, 'the last changes are not kept yet');
sql($database, 'SELECT traincost.refresh_summary()');
is(sql($database, 'SELECT count(*) FROM traincost.stale_plans()'), '0', 'one more refresh, and no plan is stale');
is(sql($database, 'SELECT count(*) FROM wrong'), '0', 'nor wrong');

# a refresh that waited for another one sees what that wrote
my $held = write_file("$dir/held", "BEGIN; SELECT traincost.refresh_summary(everything => true); COMMIT;\n");
is(clients('-c', 4, '-j', 2, '-f', $held), 'no error', 'refreshes at once wait for each other');
is(sql($database, 'SELECT count(*) = count(DISTINCT (pipeline, stage_no, month)) FROM traincost.calendar_summary'), 't', 'and keep every month once');

command('dropdb', '--force', $database);
done_testing();
