# ALTER EXTENSION UPDATE from 0.1.0 gives what a fresh CREATE EXTENSION gives:
# the same members, definitions, rights, comments and rows, with the user's rows
# kept; and drops nothing of the user's.  Two versions of the library say so.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use Server;
use Test::More;

my $top = "$FindBin::Bin/../..";
my $dir = tempdir(CLEANUP => 1);
my %config = map { split /\|/, $_, 2 } split /\n/, sql('postgres', "SELECT name, setting FROM pg_config WHERE name IN ('SHAREDIR', 'PKGLIBDIR', 'INCLUDEDIR-SERVER')");
my $scripts = "$config{SHAREDIR}/extension";
my ($version) = read_file("$top/traincost.control") =~ /default_version = '(.*)'/;
my @made;

sub make_file
{
	my ($file, @text) = @_;
	push @made, $file;
	return write_file($file, join '', @text);
}

# a library beside ours
sub build_library
{
	my ($name, @sources_and_flags) = @_;
	push @made, "$config{PKGLIBDIR}/$name.so";
	# the headers of the server that the extension was built for
	chomp(my $headers = command($ENV{PG_CONFIG} // 'pg_config', '--includedir-server'));
	command('gcc', '-shared', '-fPIC', '-w', '-O1', '-std=gnu11', "-I$headers", '-o', "$config{PKGLIBDIR}/$name.so", @sources_and_flags);
	return;
}

# ----------------------------------------------------------------------------
# 0.1.0 as it was, from its frozen script.  C functions that the library no
# longer has come from a library of empty ones: an update calls none of them.
# ----------------------------------------------------------------------------

my $old = command('gzip', '-dc', "$top/test/upgrade/traincost--0.1.0.sql.gz");
my %has = map { /\b[TD] (\w+)$/ ? ($1 => 1) : () } split /\n/, command('nm', '-D', '--defined-only', "$config{PKGLIBDIR}/traincost.so");
my %gone;
# without a symbol the function's own name is meant
$old =~ s{(CREATE FUNCTION traincost\.(\w+)\([^;]*?AS )'MODULE_PATHNAME'(?:, '(\w+)')?}{
	my ($head, $symbol) = ($1, $3 // $2);
	$gone{$symbol} = 1 unless $has{$symbol};
	$head . ($has{$symbol} ? "'MODULE_PATHNAME'" : q('$libdir/traincost_gone')) . ", '$symbol'";
}ge;
make_file("$dir/gone.c", qq{#include "postgres.h"\n#include "fmgr.h"\nPG_MODULE_MAGIC;\n},
	map { "PG_FUNCTION_INFO_V1($_);\nDatum\n$_(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_NULL();\n}\n" } sort keys %gone);
build_library('traincost_gone', "$dir/gone.c");
make_file("$scripts/traincost--0.1.0.sql", $old);
note 'C functions of 0.1.0 that the library no longer has: ' . join ' ', sort keys %gone;

# ----------------------------------------------------------------------------
# everything about an extension that a user could see, as text
# ----------------------------------------------------------------------------

my $catalog = read_file("$top/test/upgrade/catalog.sql");

sub catalog { my ($database) = @_; return split /\n/, sql($database, $catalog) }

# every row of every table of the extension
sub rows
{
	my ($database) = @_;
	return map { my $table = $_; map { "$table $_" } split /\n/, sql($database, "SELECT t::text FROM $table AS t ORDER BY t::text COLLATE \"C\"") }
	  split /\n/, sql($database, "SELECT unnest(extconfig)::regclass::text FROM pg_extension WHERE extname = 'traincost' ORDER BY 1");
}

# lines of one and not of the other
sub differ
{
	my ($fresh, $updated) = @_;
	my %count;
	$count{$_}++ for @$fresh;
	$count{$_}-- for @$updated;
	return join "\n", map { ($count{$_} > 0 ? 'fresh only: ' : 'updated only: ') . $_ } grep { $count{$_} } sort keys %count;
}

# the names that a user writes: of functions with their arguments, of tables, views and
# types with their columns
sub names
{
	my ($database) = @_;
	return split /\n/, sql($database, <<'SQL');
SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'traincost'::regnamespace
UNION SELECT p.proname || '(' || a.name || ')' FROM pg_proc AS p, unnest(p.proargnames) AS a (name) WHERE p.pronamespace = 'traincost'::regnamespace
UNION SELECT p.proname || '(' || a.attname || ')' FROM pg_proc AS p JOIN pg_type AS t ON t.oid = p.prorettype JOIN pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0
      WHERE p.pronamespace = 'traincost'::regnamespace
UNION SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind <> 'i'
UNION SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind <> 'i'
ORDER BY 1
SQL
}

# the functions whose arguments that both versions have are in another order
sub reordered
{
	my (@databases) = @_;
	my ($before, $after) = map { { map { split /\|/, $_, 2 } split /\n/, sql($_, <<'SQL') } } @databases;
SELECT p.proname, array_to_string(p.proargnames[1:p.pronargs], ' ') FROM pg_proc AS p WHERE p.pronamespace = 'traincost'::regnamespace AND p.proargnames IS NOT NULL
SQL
	my @found;
	for my $function (sort keys %$before)
	{
		my %in = map { $_ => 1 } split ' ', $after->{$function} // '';
		my %had = map { $_ => 1 } split ' ', $before->{$function};
		push @found, $function
		  if join(' ', grep { $in{$_} } split ' ', $before->{$function}) ne join(' ', grep { $had{$_} } split ' ', $after->{$function} // '');
	}
	return @found;
}

# the user's rows, alike in both versions but for a column's name and a plan at the latest prices
sub user_rows
{
	my ($usd_per_gpu, $latest) = @_;
	return <<"SQL";
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('Mine', 123.456, 500);
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, source) VALUES ('H100-80GB-SXM', 1000, 650, 'mine');
UPDATE traincost.gpu SET bf16_tflops = 362, tdp_w = 355, source = 'edited', memory_gb = 48 WHERE name = 'L40S';
INSERT INTO traincost.gpu_price (gpu, provider, kind, region, $usd_per_gpu, observed_on, note) VALUES ('Mine', 'us', 'purchase', 'global', 12345.67, '2026-01-01', 'an O''Neil "quote" \\ and ü');
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('A10', 'lambda', 'spot', 0.123456, '2026-01-01');
INSERT INTO traincost.assumption (name, value) VALUES ('mine', 0.1), ('small', 1e-20);
INSERT INTO traincost.grid (region, year, gco2e_per_kwh, basis) VALUES ('US', 2024, 300, 'lifecycle'), ('OURS', 2026, 12.5, 'direct');
INSERT INTO traincost.model (name, params, tokens) VALUES ('Ours-1B', 1e9, 1.1e11);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, gpu, gpus, as_of) VALUES ('ours', 1, 'pre-training', 'Ours-1B', 'Mine', 3, $latest);
INSERT INTO traincost.pipeline_summary (day, pipeline, stages, known_usd) VALUES ('2026-01-31', 'ours', 1, 12.3456);
SQL
}

# ----------------------------------------------------------------------------

fresh_database('fresh');
sql('fresh', 'CREATE EXTENSION traincost');
sql('fresh', user_rows('usd_per_gpu', 'NULL'));
fresh_database('updated');
sql('updated', "CREATE EXTENSION traincost VERSION '0.1.0'");
is(sql('updated', "SELECT extversion FROM pg_extension WHERE extname = 'traincost'"), '0.1.0', 'the old version is there');

# what a user wrote and is no more stands in the table of the changelog
my ($table) = read_file("$top/CHANGELOG.md") =~ /^### Names\n(.*?)\n\n(?!\|)/ms;
my @old = map { ( split /\s*\|\s*/ )[1] } $table =~ /^(\|.*\|)$/mg;
# `function` and `table.column` say it all; `column` and `function(argument, …)` name what they hold
my %renamed = map { $_ => 1 } map { my $name = $_; $name =~ /^(\w+)\((.*)\)$/ ? map { "$1($_)" } split(/[\s,…]+/, $2) : $name } map { /`([^`]+)`/g } @old;
my %kept = map { $_ => 1 } names('fresh');
my @unsaid = grep {
	my ($of, $what) = /^(\w+)[.(](\w+)/;
	!$kept{$_} && !$renamed{$_} && !/^_/ && !(defined $of && (!$kept{$of} || $renamed{$what}))
} names('updated');
is(join("\n", @unsaid), '', 'CHANGELOG.md has each name of 0.1.0 that is gone in its table of names');
my %in_table = map { /^(\w+)\(/ ? ($1 => 1) : () } keys %renamed;
is(join(' ', grep { !$in_table{$_} } reordered('updated', 'fresh')), '', 'and each function whose arguments are in another order');
sql('updated', user_rows('usd_each', q('infinity')));
sql('updated', 'ALTER EXTENSION traincost UPDATE');
is(differ([ catalog('fresh') ], [ catalog('updated') ]), '', 'members, definitions, rights and comments are those of a fresh one');
cmp_ok(scalar(catalog('fresh')), '>', 1000, 'which are many: ' . scalar catalog('fresh'));
# a row of L40S that the update in 0.1.0 edited has the columns that it had then
is(differ([ grep { !/^traincost\.gpu \(L40S,/ } rows('fresh') ], [ grep { !/^traincost\.gpu \(L40S,/ } rows('updated') ]), '', 'and so are the rows, the user\'s among them: ' . scalar rows('updated'));
is(sql('updated', "SELECT bf16_tflops, tdp_w, source, memory_gb, shipped FROM traincost.gpu WHERE name = 'L40S'"), '362|355|edited|48|f', 'an edited row keeps its edits');
is(sql('updated', "INSERT INTO traincost.gpu (name, tdp_w) VALUES ('A10', 7) RETURNING shipped"), 'f', 'own_row works as before');
my ($facts) = read_file("$top/data/CHANGELOG.md") =~ /^## (\S+)/m;
is(sql('updated', 'SELECT traincost.traincost_version()'), "$version+data.$facts", 'the version is the new one, and so are the facts');

# as a plain owner of the database
sql('postgres', 'DROP ROLE IF EXISTS update_owner; CREATE ROLE update_owner LOGIN');
fresh_database('owned', '-O', 'update_owner');
my @owner = ('-U', 'update_owner');
sql('owned', "CREATE EXTENSION traincost VERSION '0.1.0'", @owner);
sql('owned', "INSERT INTO traincost.gpu (name, tdp_w) VALUES ('Mine', 1)", @owner);
ok(!defined sql_error('owned', 'ALTER EXTENSION traincost UPDATE', @owner), 'a plain owner updates');
is(sql('owned', "UPDATE traincost.gpu SET tdp_w = 2 WHERE name = 'Mine' RETURNING shipped", @owner), 'f', 'and edits as before');
command('dropdb', '--force', 'owned');

# what is the user's is never dropped: the update is refused, and nothing changed
for (
	[ 'a view', 'CREATE VIEW mine AS SELECT name, tdp_w FROM traincost.gpu', 'DROP VIEW mine' ],
	[ 'a column of an estimate', 'CREATE TABLE mine (e traincost.estimate)', 'DROP TABLE mine' ],
	[ 'a column of states', 'CREATE TABLE mine (s traincost.pipeline_state[])', 'DROP TABLE mine' ],
	[ 'an index', 'CREATE TABLE mine (f float8); CREATE INDEX ON mine (traincost.gpu_hours_at(f, 100))', 'DROP TABLE mine' ],
	[ 'a function', "CREATE FUNCTION mine(traincost.pipeline_state) RETURNS int LANGUAGE sql AS 'SELECT 1'", 'DROP FUNCTION mine' ])
{
	my ($what, $make, $drop) = @$_;
	fresh_database('updated');
	sql('updated', "CREATE EXTENSION traincost VERSION '0.1.0'; $make");
	my @before = (catalog('updated'), rows('updated'));
	like(sql_error('updated', "\\set VERBOSITY verbose\nALTER EXTENSION traincost UPDATE"), qr/ERROR:  2BP01: .*(mine|depend)/s, "refused for $what");
	is(differ(\@before, [ catalog('updated'), rows('updated') ]), '', 'and nothing changed');
	ok(!defined sql_error('updated', "$drop; ALTER EXTENSION traincost UPDATE"), 'without it, it goes');
}

# rows that the new version has no place for, or that it refuses
fresh_database('updated');
sql('updated', "CREATE EXTENSION traincost VERSION '0.1.0'; INSERT INTO traincost.published_claim"
	  . ' SELECT (jsonb_populate_record(c, \'{"claim_id": "mine", "shipped": false}\')).* FROM traincost.published_claim AS c LIMIT 1');
like(sql_error('updated', 'ALTER EXTENSION traincost UPDATE'), qr/your rows hold values of published_claim\.\w+, which this version does not have/, 'no row is dropped in silence');
ok(!defined sql_error('updated', 'DELETE FROM traincost.published_claim WHERE NOT shipped; ALTER EXTENSION traincost UPDATE'), 'without it, it goes');

fresh_database('updated');
sql('updated', "CREATE EXTENSION traincost VERSION '0.1.0'; INSERT INTO traincost.assumption (name, value) VALUES ('tiny', 5e-324)");
like(sql_error('updated', 'ALTER EXTENSION traincost UPDATE'), qr/relation "assumption" violates check constraint.*tiny/s, 'a row that the new version refuses is named');
is(sql('updated', "SELECT value FROM traincost.assumption WHERE name = 'tiny'"), '5e-324', 'and is still there');

# ----------------------------------------------------------------------------
# two libraries: one of another version answers for a script of this one
# ----------------------------------------------------------------------------

build_library('traincost_other', glob("$top/src/*.c $top/src/*/*.c"), "-I$top/src", '-ffp-contract=off', '-DTC_VERSION="9.9.9"', '-lm');
make_file("$scripts/traincost--9.9.9.control", "module_pathname = '\$libdir/traincost_other'\n");
make_file("$scripts/traincost--9.9.9.sql", read_file("$scripts/traincost--$version.sql"));
fresh_database('fresh');
sql('fresh', "CREATE EXTENSION traincost VERSION '9.9.9'");
is(sql('fresh', 'SELECT traincost.traincost_version(), traincost._traincost_library_version()'), "9.9.9+data.$facts|9.9.9", 'another version, with its library');
fresh_database('updated');
sql('updated', "CREATE EXTENSION traincost; UPDATE pg_proc SET probin = '\$libdir/traincost_other' WHERE pronamespace = 'traincost'::regnamespace AND probin IS NOT NULL");
my $said = sql('updated', 'SELECT traincost.traincost_version()') . sql_error('updated', 'SET client_min_messages = warning; SELECT traincost.traincost_version(); SELECT 1 / 0');
like($said, qr/^\Q$version\E.*traincost is version \Q$version\E in this database, but its library is version 9\.9\.9.*ALTER EXTENSION traincost UPDATE/s, 'a library of another version says so');

unlink @made;
command('dropdb', '--force', $_) for qw(fresh updated);
sql('postgres', 'DROP ROLE update_owner');
done_testing();
