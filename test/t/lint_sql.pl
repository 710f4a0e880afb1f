# tools/lint_sql finds nothing in our scripts, and what it is for in others.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my $linter = "$FindBin::Bin/../../tools/lint_sql";
my $dir = tempdir(CLEANUP => 1);

# what the linter says of a script, without the file's name
sub found
{
	my ($script) = @_;
	open my $out, '>', "$dir/script.sql" or die "$dir/script.sql: $!";
	print $out $script;
	close $out;
	my $said;
	run [ $linter, "$dir/script.sql" ], '<', \undef, '>', \$said;
	return $said =~ s/^\Q$dir\E\/script\.sql:\d+: //mgr;
}

my $ours;
run [$linter], '<', \undef, '>', \$ours;
is($ours, '', 'nothing in the install and update scripts');

my $marked = 'STABLE PARALLEL SAFE COST 1';
my $pinned = 'LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp';
for (
	[ 'CREATE TABLE t (a int)', qr/TABLE t is not in schema/ ],
	[ 'CREATE FUNCTION f() RETURNS int LANGUAGE C', qr/FUNCTION f is not in schema/ ],
	[ 'COMMENT ON VIEW public.v IS \'x\'', qr/VIEW public\.v is not in schema/ ],
	[ 'CREATE TRIGGER t BEFORE INSERT ON public.t EXECUTE FUNCTION traincost.own_row()', qr/TRIGGER public\.t is not/ ],
	[ 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC', qr/rights on public/ ],
	[ 'INSERT INTO t VALUES (1)', qr/rows for t/ ],
	[ 'CREATE OR REPLACE VIEW traincost.v AS SELECT 1', qr/OR REPLACE/ ],
	[ 'CREATE TABLE IF NOT EXISTS traincost.t ()', qr/IF NOT EXISTS/ ],
	[ 'SET search_path = public', qr/SET at the top level/ ],
	[ "COPY traincost.t FROM '/etc/passwd'", qr/COPY at the top level/ ],
	[ 'CREATE FUNCTION traincost.f() RETURNS int LANGUAGE plpgsql AS $$BEGIN RETURN 1; END$$', qr/no search_path of its own/ ],
	[ 'CREATE FUNCTION traincost.f() RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog AS $$BEGIN RETURN 1; END$$', qr/pins the search_path to pg_catalog$/m ],
	[ 'CREATE FUNCTION traincost.f() RETURNS int LANGUAGE C IMMUTABLE PARALLEL SAFE', qr/traincost\.f has no COST/ ],
	[ 'CREATE FUNCTION traincost.f() RETURNS int LANGUAGE C IMMUTABLE COST 1', qr/traincost\.f has no PARALLEL mark/ ],
	[ 'CREATE FUNCTION traincost.f() RETURNS int LANGUAGE C PARALLEL SAFE COST 1', qr/traincost\.f has no volatility/ ],
	[ "CREATE FUNCTION traincost.f() RETURNS int SECURITY DEFINER $pinned AS \$\$BEGIN RETURN 1; END\$\$", qr/SECURITY DEFINER/ ],
	[ 'CREATE FUNCTION traincost.f(a int) RETURNS int LANGUAGE sql AS $$SELECT $1 + 1$$', qr/operator \+ unqualified/ ],
	[ 'CREATE FUNCTION traincost.f(a int) RETURNS int LANGUAGE sql AS $$SELECT abs($1)$$', qr/calls abs\(\) unqualified/ ],
	[ "CREATE FUNCTION traincost.f() RETURNS date LANGUAGE sql AS \$\$SELECT '2026-01-01'::date\$\$", qr/type date unqualified/ ],
	[ 'CREATE FUNCTION traincost.f(a int) RETURNS bool LANGUAGE sql AS $$SELECT $1 IS DISTINCT FROM 2$$', qr/takes the operator =/ ],
	[ "CREATE FUNCTION traincost.f(a text) RETURNS void $pinned AS \$\$BEGIN EXECUTE 'SELECT ' || a; END\$\$", qr/joined into a dynamic statement: a/ ],
	[ "CREATE FUNCTION traincost.f(a text) RETURNS void $pinned AS \$\$BEGIN EXECUTE a; END\$\$", qr/EXECUTE of something else/ ],
	[ "CREATE FUNCTION traincost.f(a text) RETURNS void $pinned AS \$\$BEGIN EXECUTE format('SELECT %s', a); END\$\$", qr/%s in a dynamic statement: a/ ],
	[ "CREATE FUNCTION traincost.f(a text) RETURNS void $pinned AS \$\$BEGIN EXECUTE format(a); END\$\$", qr/EXECUTE of format\(\) of something else/ ],
	[ "CREATE FUNCTION traincost.f(a text) RETURNS bool $marked $pinned AS \$\$BEGIN RETURN a ~ '^\\s' || '''x'; END\$\$", qr/a backslash in the plain literal '\^\\s'/ ],
	[ "CREATE VIEW traincost.v AS SELECT 1 AS a;\nCREATE FUNCTION traincost.f() RETURNS int $marked $pinned AS \$\$BEGIN RETURN (SELECT v.a FROM traincost.v AS v); END\$\$", qr/traincost\.f reads v, .* without jit = off/ ],
	[ "DO \$\$BEGIN EXECUTE format('DROP TABLE %2\$s %1\$I', 'x', current_setting('a.b')); END\$\$", qr/%s in a dynamic statement: current_setting/ ])
{
	my ($script, $fault) = @$_;
	like(found("$script;\n"), $fault, "found: $script");
}
for (
	"CREATE FUNCTION traincost.f(a text) RETURNS void $marked $pinned AS \$\$BEGIN EXECUTE format('SELECT %L FROM %I', a, a); END\$\$",
	"CREATE FUNCTION traincost.f(a float8) RETURNS float8 $marked LANGUAGE sql AS " . '$$SELECT pg_catalog.abs(a => $1) OPERATOR(pg_catalog.+) 1$$',
	"CREATE VIEW traincost.v AS SELECT 1 AS a;\nCREATE FUNCTION traincost.f() RETURNS int $marked $pinned SET jit = off AS \$\$BEGIN RETURN (SELECT v.a FROM traincost.v AS v); END\$\$",
	"INSERT INTO traincost.t VALUES ('CREATE OR REPLACE; SET x')",
	"-- CREATE TABLE t;\nCREATE TABLE traincost.t ()")
{
	is(found("$_;\n"), '', "nothing in: $_");
}
done_testing();
