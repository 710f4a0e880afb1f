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
my ($status, $err) = load("$dir/september.csv");
is($status, 3, 'a table that is there is not overwritten');
like($err, qr/relation "september" already exists/, 'and the message says so');
is((load('-r', "$dir/september.csv"))[0], 0, 'unless asked, though a view reads it');
is((load('-a', "$dir/september.csv"))[0], 0, 'and another month is added');
is(sql('month_end', 'SELECT count(*) FROM september'), 8, 'to the rows that are there');
is((load('-r', '-t', 'september', write_file("$dir/other.csv", "A\n1\n")))[0], 3, 'other columns under a view are refused');
is(sql('month_end', 'SELECT count(*) FROM september'), 8, 'and the rows stay');
is((load("$dir/nowhere.csv"))[0], 1, 'no file: exit 1');
is((load(write_file("$dir/empty.csv", '')))[0], 1, 'an empty file: exit 1');
($status, $err) = load(write_file("$dir/short.csv", "\"A b\",C\r\n1,2\r\n3\r\n"));
is($status, 3, 'a row that lacks a column');
like($err, qr/missing data for column "C"/, 'is named');
is(sql('month_end', "SELECT to_regclass('public.short') IS NULL"), 't', 'and nothing is half loaded');
for my $separator (';', "\t", '|')
{
	is((load('-r', '-t', 'parted', write_file("$dir/parted.csv", join("\n", map { join($separator, @$_) } [ '"A b"', 'C', 'D' ], [ '"x,1"', '2,5', '' ]) . "\n")))[0], 0, "a file parted by $separator");
	is(sql('month_end', 'SELECT "A b", "C", "D" IS NULL FROM public.parted'), 'x,1|2,5|t', 'has its columns');
}
is((load('-t', 'odd "name', write_file("$dir/odd.csv", "\xef\xbb\xbf\"A b\",C\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n3,")))[0], 3, 'a name that is none is refused');
is((load('-t', '"Odd"', "$dir/odd.csv"))[0], 0, 'a byte order mark, line ends of Windows, a line without end');
is(sql('month_end', q{SELECT string_agg("A b" || coalesce("C", '-'), '|') FROM "Odd"}), qq{1x,"y"\nz|3-}, 'load as they are meant');
is((load('-n', 'NULL', write_file("$dir/words.csv", "A,B\nNULL,1\n\"NULL\",2\n")))[0], 0, 'a word for what is not known');
is(sql('month_end', q{SELECT string_agg(coalesce("A", '-') || "B", ' ' ORDER BY "B") FROM words}), '-1 NULL2', 'is null where it is no text');
like((load(write_file("$dir/worded.csv", read_file("$dir/september.csv") =~ s/,,/,NULL,/r)))[2], qr/A word stands for what is not known \(.*NULL.*\): load the file again with -r -n and that word/, 'that nobody named is shown');
run [ 'gzip', '-k', "$dir/september.csv" ];
is((load('-t', 'zipped', "$dir/september.csv.gz"))[0], 0, 'a compressed file');
is(sql('month_end', 'SELECT count(*) FROM zipped'), 4, 'has all its rows');

# a bill in another currency, its tax without the tag of a run
sql('month_end', <<'SQL');
CREATE VIEW euro_bill AS SELECT b.sku_price_id, b.pricing_unit, b.pricing_quantity, 'EUR' AS billing_currency, CASE WHEN b."ChargeCategory" <> 'Tax' THEN b."Tags" END AS tags, b."BilledCost"::numeric AS billed_cost,
    b."PricingCategory", b."ProviderName", b."RegionId", b."ChargeCategory", b."ChargeClass", b."ChargePeriodStart", b."ChargePeriodEnd", b."ChargeDescription" FROM cloud_bill AS b;
SQL
sub planned_and_billed
{
	my ($out, $complaints);
	ok(run([ "$top/report/run", '-o', "$dir/euro", qw(-v pipeline=borealis -v cost_table=euro_bill -v through=2026-09-30 -v sections=billed), @_ ], '<', \undef, '>', \$out, '2>', \$complaints), 'a bill in euro') or diag($complaints);
	my ($section) = read_file("$dir/euro/report.txt") =~ /== Planned and billed ==(.*)/s;
	return $section;
}
my $apart = planned_and_billed();
like($apart, qr/EUR\s*\| billed.*USD\s*\| billed.*several currencies, which are not set against each other/s, 'stands apart from the plan, and a notice says so');
like($apart, qr/Charges that name no run are in none of these lines: 343,520\.00 EUR/, 'and what no run has');
like(planned_and_billed(qw(-v reporting_currency=EUR)), qr/EUR\s*\| planned\s*\|\s*–.*no rate of USD in EUR on 2026-09-01/s, 'without a rate the plan is unknown, and why');
sql('month_end', "INSERT INTO traincost.currency_rate (from_currency, to_currency, valid_on, rate) VALUES ('USD', 'EUR', '2026-08-01', 0.5)");
my $together = planned_and_billed(qw(-v reporting_currency=EUR));
like($together, qr/EUR\s*\| planned\s*\|\s*479,232\.02\s.*EUR\s*\| billed/s, 'at the rate of the day they are one');
unlike($together, qr/USD|several/, 'currency');
command('dropdb', '--force', 'month_end');
done_testing();
