# doc/month_end.md as a newcomer follows it: every file written, every command run, in
# order, and what is printed is what the page says; in less than its ten minutes.

use strict;
use warnings;
use Cwd 'abs_path';
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;
use Time::HiRes 'time';

my $top = abs_path("$FindBin::Bin/../..");
my $dir = tempdir(CLEANUP => 1);
symlink "$top/report", "$dir/report" or die $!;
fresh_database('month_end');
sql('month_end', 'CREATE EXTENSION traincost');
$ENV{PGDATABASE} = 'month_end';
$ENV{PGTZ} = 'UTC';

sub tidy { my ($text) = @_; $text =~ s/[ \t]+$//mg; $text =~ s/\n+\z/\n/; $text =~ s/\A\n+//; $text =~ s/printed at \S+/printed at .../; return $text; }

my $page = read_file("$top/doc/month_end.md");
my $started = time;
my ($said, $complaint, $name);
while ($page =~ /^(?:```(sh|csv|text)\n(.*?)^```$|[^\n]*, here `(\S+)`:)/msg)
{
	my ($kind, $text, $file) = ($1, $2, $3);
	if (defined $file) { $name = $file; }
	elsif ($kind eq 'csv')
	{
		open my $out, '>', "$dir/$name" or die $!;
		print $out $text;
		close $out or die $!;
	}
	elsif ($kind eq 'sh')
	{
		my ($first) = $text =~ /^(.*)$/m;
		ok(run([ 'sh', '-eu', '-c', "cd '$dir'\n$text" ], '<', '/dev/null', '>', \$said, '2>', \$complaint), "runs: $first") or diag($complaint);
		is($complaint, '', 'without a complaint');
	}
	else { is(tidy($said), tidy($text), 'and prints what the page says'); }
}
cmp_ok(time - $started, '<', 120, sprintf 'all of it took %.0f s', time - $started);
like(read_file("$dir/month/report.html"), qr/Approved by, on the day/, 'a page to sign on');

# what report/load refuses, it leaves alone
sub load { run [ "$top/report/load", @_ ], '<', \undef, '>', \my $out, '2>', \my $err; return ($? >> 8, $err // '', $out); }
sub spew { my ($file, $text) = @_; open my $out, '>', "$dir/$file" or die $!; print $out $text; close $out or die $!; return "$dir/$file"; }
my ($status, $err) = load("$dir/september.csv");
is($status, 3, 'a table that is there is not overwritten');
like($err, qr/relation "september" already exists/, 'and the message says so');
is((load('-r', "$dir/september.csv"))[0], 0, 'unless asked, though a view reads it');
is((load('-a', "$dir/september.csv"))[0], 0, 'and another month is added');
is(sql('month_end', 'SELECT count(*) FROM september'), 8, 'to the rows that are there');
is((load('-r', '-t', 'september', spew('other.csv', "A\n1\n")))[0], 3, 'other columns under a view are refused');
is(sql('month_end', 'SELECT count(*) FROM september'), 8, 'and the rows stay');
is((load("$dir/nowhere.csv"))[0], 1, 'no file: exit 1');
is((load(spew('empty.csv', '')))[0], 1, 'an empty file: exit 1');
($status, $err) = load(spew('short.csv', "\"A b\",C\r\n1,2\r\n3\r\n"));
is($status, 3, 'a row that lacks a column');
like($err, qr/missing data for column "C"/, 'is named');
is(sql('month_end', "SELECT to_regclass('public.short') IS NULL"), 't', 'and nothing is half loaded');
is((load('-t', 'odd "name', spew('odd.csv', "\xef\xbb\xbf\"A b\",C\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n3,")))[0], 3, 'a name that is none is refused');
is((load('-t', '"Odd"', "$dir/odd.csv"))[0], 0, 'a byte order mark, line ends of Windows, a line without end');
is(sql('month_end', q{SELECT string_agg("A b" || coalesce("C", '-'), '|') FROM "Odd"}), qq{1x,"y"\nz|3-}, 'load as they are meant');
is((load('-n', 'NULL', spew('words.csv', "A,B\nNULL,1\n\"NULL\",2\n")))[0], 0, 'a word for what is not known');
is(sql('month_end', q{SELECT string_agg(coalesce("A", '-') || "B", ' ' ORDER BY "B") FROM words}), '-1 NULL2', 'is null where it is no text');
run [ 'gzip', '-k', "$dir/september.csv" ];
is((load('-t', 'zipped', "$dir/september.csv.gz"))[0], 0, 'a compressed file');
is(sql('month_end', 'SELECT count(*) FROM zipped'), 4, 'has all its rows');
command('dropdb', '--force', 'month_end');
done_testing();
