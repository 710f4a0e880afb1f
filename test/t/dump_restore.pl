# A user's added, overriding and edited rows survive every way of dumping and
# restoring, and so do shipped ones; stored estimates and states too, with an
# index and a generated column over them.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my $name = 'expectation 22, survives dump, restore, upgrade';
my $dir = tempdir(CLEANUP => 1);
my @tables = qw(gpu gpu_price model grid cloud_region pue api_price assumption rl_run pretraining_run pipeline_stage pipeline_summary);

# every row of every table, and what was computed and stored
sub contents
{
	my ($database) = @_;
	return join "\n", map({ "$_ " . sql($database, "SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM traincost.$_ AS t") } @tables),
	  sql($database, 'SELECT md5(string_agg(b::text, E\'\n\' ORDER BY i)) FROM book AS b'),
	  sql($database, 'SELECT (traincost.pipeline_merge(state)).total_usd FROM book');
}

fresh_database('dump_source');
sql('dump_source', <<'SQL');
CREATE EXTENSION traincost;
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('Mine', 123.456, 500);                        -- added
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, source) VALUES ('H100-80GB-SXM', 1000, 650, 'mine');  -- overriding
UPDATE traincost.gpu SET tdp_w = 355 WHERE name = 'L40S';                                                  -- edited
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('Mine', 'us', 'on_demand', 1.25, '2026-01-01');
UPDATE traincost.gpu_price SET usd_per_gpu_hour = 1 WHERE gpu = 'A10' AND provider = 'lambda';
UPDATE traincost.assumption SET value = 0.45 WHERE name = 'mfu';
INSERT INTO traincost.assumption (name, value) VALUES ('mine', 7);
INSERT INTO traincost.grid (region, year, gco2e_per_kwh, basis) VALUES ('US', 2024, 300, 'lifecycle'), ('OURS', 2026, 12.5, 'direct');
INSERT INTO traincost.cloud_region (provider, region, grid_region, pue) VALUES ('us', 'cellar', 'OURS', 1.02), ('aws', 'us-east-1', 'OURS', 1.5);
INSERT INTO traincost.pue (provider, scope, year, pue) VALUES ('us', 'cellar', 2026, 1.02);
INSERT INTO traincost.api_price (model, provider, usd_per_mtok_input, observed_on, kind) VALUES ('ours', 'us', 0.5, '2026-01-01', 'contract');
INSERT INTO traincost.model (name, params, tokens) VALUES ('Ours-1B', 1e9, 1e11), ('GPT-4', 1.8e12, 1.3e13);
INSERT INTO traincost.rl_run (run, model, gpu_hours) VALUES ('ours', 'Ours-1B', 3);
INSERT INTO traincost.pretraining_run (run, kind, gpu_hours) VALUES ('ours', 'whole run', 30);
UPDATE traincost.pipeline_stage SET gpus = 128 WHERE pipeline = 'assistant-100B' AND stage_no = 2;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, gpu) VALUES ('ours', 1, 'pre-training', 'Ours-1B', 'Mine');
SELECT traincost.refresh_summary();
UPDATE traincost.pipeline_summary SET day = '2026-01-31';
CREATE TABLE book AS
SELECT i, e, traincost.pipeline_rollup(e) AS state FROM generate_series(1, 20) AS i, traincost.train_estimate_at(1e20 * i, 100, gpus => i, usd_per_gpu_hour => 1.1) AS e GROUP BY i, e;
CREATE INDEX ON book (traincost.gpu_hours_at(i * 1e20, 100));
ALTER TABLE book ADD hours float8 GENERATED ALWAYS AS (traincost.gpu_hours_at(i * 1e20, 100)) STORED,
    ADD CHECK (traincost.train_days_at(i * 1e20, i, 100) > 0);
ANALYZE book;
SQL
my $wanted = contents('dump_source');

sub check_restored
{
	my ($database, $how) = @_;
	is(contents($database), $wanted, "$name: $how");
	return;
}

command('pg_dump', '-f', "$dir/plain.sql", 'dump_source');
fresh_database('restored');
command('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', "$dir/plain.sql");
check_restored('restored', 'pg_dump | psql');

command('pg_dump', '--inserts', '-f', "$dir/inserts.sql", 'dump_source');
fresh_database('restored');
command('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', "$dir/inserts.sql");
check_restored('restored', 'pg_dump --inserts | psql');

command('pg_dump', '-Fc', '-f', "$dir/custom", 'dump_source');
my $good = 0;
for (1 .. 20)
{
	fresh_database('restored');
	command('pg_restore', '-e', '-j', '4', '-d', 'restored', "$dir/custom");
	$good++ if contents('restored') eq $wanted;
}
is($good, 20, "$name: pg_restore -j 4, twenty times");

command('pg_dump', '-Fd', '-j', '4', '-f', "$dir/folder", 'dump_source');
fresh_database('restored');
command('pg_restore', '-e', '-j', '2', '-d', 'restored', "$dir/folder");
check_restored('restored', 'pg_dump -Fd -j 4 and pg_restore -j 2');

command('pg_dump', '-Ft', '-f', "$dir/archive.tar", 'dump_source');
fresh_database('restored');
command('pg_restore', '-e', '-1', '-d', 'restored', "$dir/archive.tar");
check_restored('restored', 'pg_dump -Ft and pg_restore -1');

# section by section, from an archive and from files
fresh_database('restored');
command('pg_restore', '-e', "--section=$_", '-d', 'restored', "$dir/custom") for qw(pre-data data post-data);
check_restored('restored', 'pg_restore by --section');
command('pg_dump', "--section=$_", '-f', "$dir/$_.sql", 'dump_source') for qw(pre-data data post-data);
fresh_database('restored');
command('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', "$dir/$_.sql") for qw(pre-data data post-data);
check_restored('restored', 'pg_dump by --section');

# schema and data apart
command('pg_dump', '--schema-only', '-f', "$dir/schema.sql", 'dump_source');
command('pg_dump', '--data-only', '-f', "$dir/all_data.sql", 'dump_source');
fresh_database('restored');
command('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', "$dir/$_.sql") for qw(schema all_data);
check_restored('restored', 'pg_dump --schema-only, then --data-only');

# the whole server, into another one
{
	my @others = grep { $_ ne 'dump_source' } split /\n/, sql('postgres', "SELECT datname FROM pg_database WHERE datname NOT LIKE 'template_' AND datname <> 'postgres'");
	command('pg_dumpall', '-f', "$dir/server.sql", map { "--exclude-database=$_" } @others);
	chmod 0755, $dir;
	local $ENV{TRAINCOST_BUILD} = $dir;
	my $server = "$FindBin::Bin/../../tools/private-server";
	command($server, 'start');
	chomp(my $sockets = command($server, 'run', 'sh', '-c', 'echo $PGHOST'));
	local $ENV{PGHOST} = $sockets;
	# the role that restores is there already, which is the only error
	my ($ok, $out, $err);
	run [ 'psql', '-Xq', '-d', 'postgres', '-f', "$dir/server.sql" ], '<', \undef, '>', \$out, '2>', \$err;
	is(join('', grep { !/role "postgres" already exists/ } split /^/, $err), '', 'pg_dumpall | psql on another server');
	check_restored('dump_source', 'pg_dumpall | psql on another server');
	command($server, 'stop');
}

# the extension is there already: data alone
command('pg_dump', '--data-only', '-t', 'traincost.*', '-f', "$dir/data.sql", 'dump_source');
fresh_database('restored');
sql('restored', 'CREATE EXTENSION traincost');
command('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', "$dir/data.sql");
is( sql('restored', 'SELECT count(*) FROM traincost.gpu WHERE NOT shipped'),
	sql('dump_source', 'SELECT count(*) FROM traincost.gpu WHERE NOT shipped'), 'pg_dump --data-only into an existing extension');

# DROP, CREATE and restore of the rows in the same database
sql('dump_source', 'DROP TABLE book; DROP EXTENSION traincost; CREATE EXTENSION traincost');
command('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'dump_source', '-f', "$dir/data.sql");
is( sql('dump_source', "SELECT string_agg(name, ' ' ORDER BY name COLLATE \"C\") FROM traincost.gpu WHERE NOT shipped"),
	'H100-80GB-SXM L40S Mine', 'DROP and CREATE EXTENSION, then restore');

command('dropdb', '--force', $_) for qw(dump_source restored);
done_testing();
