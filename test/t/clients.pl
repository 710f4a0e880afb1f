# The programs that BI tools read with: psqlODBC, pgjdbc, node-postgres, psql.
# Each reads every view and calls every function with parameters that it does
# not type (test/clients/plan.sql makes the list), and prints
#
#     column  view  column  type     as the driver declares it
#     remark  view  column  comment  JDBC only; of the view where column is empty
#     wrong   view  column  value    a value that is no number
#     rows    view  count
#     call    name  SQLSTATE  message

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use IPC::Run qw(run);
use POSIX ();
use lib $FindBin::Bin;
use Server;
use Test::More;

my $top = "$FindBin::Bin/../..";
my $clients = "$top/test/clients";
my $work = tempdir(CLEANUP => 1);
my $database = fresh_database('clients');
# summaries are made before their rows are counted, since one of the calls makes them, too
sql($database, 'CREATE EXTENSION traincost; SELECT traincost.refresh_summary()');
my $plan = "$work/plan.tsv";
command('psql', '-Xq', '-d', $database, '-f', "$clients/plan.sql", '-o', $plan);
my @plan = map { [ split /\t/ ] } split /\n/, read_file($plan);

# the views as the server declares them
my @columns = map { [ split /\t/ ] } split /\n/, sql($database, <<'SQL', '-F', "\t");
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'v' ORDER BY c.relname COLLATE "C", a.attnum
SQL
# and the rows of functions, as their types declare them
for my $call (grep { /\(/ } map { $_->[1] } grep { $_->[0] eq 'view' } @plan)
{
	my ($function) = $call =~ /^(\w+)/;
	push @columns, map { [ $call, split /\t/ ] } split /\n/, sql($database, <<"SQL", '-F', "\t");
SELECT a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_proc AS p JOIN pg_type AS t ON t.oid = p.prorettype JOIN pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0
WHERE p.pronamespace = 'traincost'::regnamespace AND p.proname = '$function' ORDER BY a.attnum
SQL
}
my %rows = map { $_->[1] => sql($database, "SELECT least(count(*), 10000) FROM traincost.$_->[1]") } grep { $_->[0] eq 'view' } @plan;

# what a program prints, as rows of cells
sub printed_by
{
	my (@command) = @_;
	return map { [ split /\t/, $_, -1 ] } split /\n/, command(@command);
}

# nothing is wrong; else a line for each thing that is
sub none
{
	my ($name, @wrong) = @_;
	return is(join("\n", map { ref $_ ? "@$_" : $_ } @wrong), '', $name);
}

# $type_of says what the driver calls a type of the server's; $ways, how often
# it makes each call.
sub check
{
	my ($driver, $type_of, $ways, @lines) = @_;
	my $types = "expectation 10, types each driver reads: $driver";
	my $parameters = "expectation 11, untyped parameters: $driver";
	my %lines;
	push @{ $lines{ $_->[0] } }, $_ for @lines;

	is_deeply({ map { $_->[1] => $_->[2] } @{ $lines{rows} } }, \%rows, "$types reads every row of every view");
	my %seen = map { ("$_->[1].$_->[2]" => $_->[3]) } @{ $lines{column} };
	none("$types sees the expected type of each of " . @columns . ' columns',
		map { "$_->[0].$_->[1] $_->[2]: " . ($seen{"$_->[0].$_->[1]"} // 'missing') }
		grep { ($seen{"$_->[0].$_->[1]"} // '') ne $type_of->($_->[2]) } @columns);
	none("$types meets no NaN and no Infinity", @{ $lines{wrong} });

	my @answers = grep { $_->[1] !~ /^unknown GPU/ } @{ $lines{call} };
	my @refusals = grep { $_->[1] =~ /^unknown GPU/ } @{ $lines{call} };
	none("$parameters is answered by every function", grep { $_->[2] ne '00000' } @answers);
	is(@answers, $ways * grep({ $_->[0] eq 'call' && $_->[1] ne 'unknown GPU' } @plan), "$parameters made all " . @answers . ' calls');
	is(scalar(grep { $_->[2] eq '42704' && $_->[3] =~ /unknown GPU: "Z900"/ } @refusals), $ways, "$parameters passes on an error's SQLSTATE and message");
	return %lines;
}

# a driver's name of a type of the server's, from a table of those without size
sub types
{
	my (%name) = @_;
	return sub {
		my ($type) = @_;
		my $size = $type =~ s/(\(.*\))$// ? $1 : '';
		return ($name{$type} // 'no name of') . $size;
	};
}

#
# psql: statements prepared without types, executed with quoted literals
#
sub psql_lines
{
	my $script = "\\pset format unaligned\n\\pset tuples_only on\n\\pset fieldsep '\\t'\n";
	for my $line (@plan)
	{
		my ($what, $name, $statement, @cells) = @$line;
		if ($what eq 'view')
		{
			my $said = $name =~ s/'/''/gr;
			my $file = $name =~ s/\W+/_/gr;
			$script .= "\\echo '#view\\t$said'\nSELECT * FROM traincost.$name LIMIT 10000 \\gdesc\n"
			  . "SELECT * FROM traincost.$name LIMIT 10000 \\g $work/$file.rows\n\\echo '#rows\\t$said\\t':ROW_COUNT\n";
			next;
		}
		my $place = 0;
		$statement =~ s/\?/'$' . ++$place/ge;
		my $values = join ', ', map { my $value = s/^[^=]*=//r; $value =~ s/'/''/g; "'$value'" } @cells;
		$script .= "\\set LAST_ERROR_MESSAGE ''\nPREPARE c AS $statement;\n"
		  . 'EXECUTE c' . ($values ne '' ? "($values)" : '') . " \\g /dev/null\n"
		  . "\\echo '#call\\t$name\\t':SQLSTATE'\\t':LAST_ERROR_MESSAGE\nDEALLOCATE c;\n";
	}
	my ($out, $err, $view, @lines);
	run [ 'psql', '-Xq', '-d', $database ], '<', \$script, '>', \$out, '2>', \$err or die "psql failed:\n$err";
	for my $line (split /\n/, $out)
	{
		if ($line =~ /^#view\t(.*)/) { $view = $1; }
		elsif ($line =~ /^#(.*)/) { push @lines, [ split /\t/, $1, -1 ]; }
		else { push @lines, [ 'column', $view, split /\t/, $line ]; }
	}
	for my $name (sort keys %rows)
	{
		push @lines, map { [ 'wrong', $name, '', $_ ] } grep { /^(nan|-?infinity)$/i } split /[\t\n]/, read_file("$work/" . ($name =~ s/\W+/_/gr) . '.rows');
	}
	return @lines;
}
check('psql', sub { $_[0] }, 1, psql_lines());

#
# psqlODBC, both drivers
#
command('cc', '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-o', "$work/odbc", "$clients/odbc.c", '-lodbc');
for my $driver ('PostgreSQL Unicode', 'PostgreSQL ANSI')
{
	check(
		"ODBC ($driver)",
		types(
			'double precision' => 'SQL_FLOAT', 'bigint' => 'SQL_BIGINT', 'numeric' => 'SQL_NUMERIC', 'text' => 'SQL_LONGVARCHAR',
			'boolean' => 'SQL_VARCHAR', 'date' => 'SQL_TYPE_DATE', 'timestamp with time zone' => 'SQL_TYPE_TIMESTAMP'),
		1,
		printed_by("$work/odbc", "Driver={$driver};Servername=$ENV{PGHOST};Port=" . ($ENV{PGPORT} // 5432) . ";Database=$database;Uid=$ENV{PGUSER}", $plan));
}

#
# pgjdbc, which knows TCP only: a port of the loopback interface leads to the server's socket
#
sub loopback_port
{
	my $socket = "$ENV{PGHOST}/.s.PGSQL." . ($ENV{PGPORT} // 5432);
	my $listener = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die "no loopback port: $@";
	my $relay = fork // die "fork: $!";
	return ($listener->sockport, $relay) if $relay;
	while (my $client = $listener->accept)
	{
		my $server = IO::Socket::UNIX->new(Peer => $socket) or last;
		my %other = (fileno $client => $server, fileno $server => $client);
		my $both = IO::Select->new($client, $server);
		SESSION: while (my @ready = $both->can_read)
		{
			for my $from (@ready)
			{
				sysread $from, my $bytes, 65536 or last SESSION;
				my $to = $other{ fileno $from };
				for (my $sent = 0; $sent < length $bytes;) { $sent += syswrite($to, $bytes, length($bytes) - $sent, $sent) // last SESSION; }
			}
		}
	}
	POSIX::_exit(0);
}
my ($port, $relay) = loopback_port();
my @jdbc = eval { printed_by('java', '-cp', '/usr/share/java/postgresql.jar', "$clients/Jdbc.java", "jdbc:postgresql://127.0.0.1:$port/$database?user=$ENV{PGUSER}", $plan) };
my $failed = $@;
kill 'TERM', $relay;
waitpid $relay, 0;
die $failed if $failed;
my %jdbc = check(
	'JDBC',
	types(
		'double precision' => 'java.lang.Double float8', 'bigint' => 'java.lang.Long int8', 'numeric' => 'java.math.BigDecimal numeric',
		'text' => 'java.lang.String text', 'boolean' => 'java.lang.Boolean bool', 'date' => 'java.sql.Date date',
		'timestamp with time zone' => 'java.sql.Timestamp timestamptz'),
	4, @jdbc);
my %remark = map { ("$_->[1].$_->[2]" => $_->[3]) } @{ $jdbc{remark} };
none('expectation 8, descriptions in BI: JDBC has REMARKS of every view and column',
	grep { !/\(/ && ($remark{$_} // '') eq '' } (map { "$_." } sort keys %rows), map { "$_->[0].$_->[1]" } @columns);

#
# node-postgres
#
SKIP:
{
	skip 'node-postgres is not here: npm could not fetch it', 1 unless -d "$top/build/node/node_modules";
	skip 'node-postgres needs node 16 or newer', 1 if (command('node', '--version') =~ /^v(\d+)/)[0] < 16;
	local $ENV{NODE_PATH} = "$top/build/node/node_modules";
	check(
		'node-postgres',
		types(
			'double precision' => 'number 701', 'bigint' => 'string 20', 'numeric' => 'string 1700', 'text' => 'string 25',
			'boolean' => 'boolean 16', 'date' => 'Date 1082', 'timestamp with time zone' => 'Date 1184'),
		1,
		printed_by('node', "$clients/node.js", $database, $plan));
}

command('dropdb', '--force', $database);
done_testing();
