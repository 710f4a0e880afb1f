# The bill as it is printed: whoever adds its lines up gets its total, to the cent, in the
# page, in the plain text and in the spreadsheet.  The statement is the report's own
# (report/report.sql); the plans are random.
#
#     TRAINCOST_PLANS=10000 perl test/t/printed.pl     as many plans (default: 300)

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run 'run';
use Math::BigFloat;
use Server;
use Test::More;

my $plans = $ENV{TRAINCOST_PLANS} // 300;
my $seed = $ENV{TRAINCOST_SEED} // int(rand(2**31));
note("TRAINCOST_SEED=$seed TRAINCOST_PLANS=$plans");

my $report = read_file("$FindBin::Bin/../../report/report.sql");
my ($statement) = $report =~ /^(PREPARE bill\(boolean\) AS\n.*?;)\n/ms;
my ($guard) = $report =~ /^SELECT (\$\$'\^.*?\$\$) AS guard,$/m;
ok($statement && $guard, 'the report has a statement for its bill');
ok($statement =~ s/traincost\.bill\(:'pipeline'\)/(SELECT * FROM public.line WHERE pipeline = :'pipeline') AS b/, 'of the lines of a plan');
$statement =~ s/traincost\.pipeline_estimate/public.total/;

fresh_database('printed');
sql('printed', 'CREATE EXTENSION traincost; DELETE FROM traincost.pipeline_stage');
# one to five stages, rented, amortised or bought, with data, labour, storage; prices of many decimals; one stage in fifty has no price
sql('printed', <<"SQL");
SELECT setseed(\$\$$seed\$\$::float8 / 2147483648);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpu, gpus, mfu, ownership, usd_per_gpu_hour, usd_per_gpu, provider, region, annotation_items, annotation_usd_per_item, storage_gb, storage_months, usd_per_gb_month, labor_usd, data_usd, as_of)
SELECT 'plan ' || p, s, 'stage ' || s, 10 ^ (17 + 8 * random()), (ARRAY['H100-80GB-SXM', 'A100-80GB-SXM', 'H200-SXM'])[1 + (3 * random())::int % 3], 1 + (999 * random())::int, 0.1 + 0.5 * random(),
       o.way, CASE WHEN o.way = 'rent' THEN 9 * random() END, CASE WHEN o.way <> 'rent' THEN 40000 * random() END,
       CASE WHEN o.way = 'rent' AND random() < 0.02 THEN 'nobody' END, (ARRAY['WORLD', 'FR', 'aws/us-east-1'])[1 + (3 * random())::int % 3],
       o.items, o.items / 1e6 + 0.01, o.gb, 10 * o.gb / 1e6, 0.1 * o.gb / 1e6,
       CASE WHEN random() < 0.3 THEN 1e5 * random() END, CASE WHEN random() < 0.3 THEN 1e5 * random() END, '2026-09-01'
FROM generate_series(1, $plans) AS p, LATERAL generate_series(1, 1 + (4 * random() + 0 * p)::int) AS s,
     LATERAL (SELECT (ARRAY['rent', 'rent', 'amortize', 'buy'])[1 + (4 * random() + 0 * s)::int % 4] AS way,
             CASE WHEN random() < 0.3 THEN 1e6 * random() END AS items, CASE WHEN random() < 0.3 THEN 1e6 * random() END AS gb) AS o;
UPDATE traincost.pipeline_stage SET usd_per_gpu_hour = NULL WHERE provider = 'nobody';
-- the lines of all bills at once: a bill by itself works out its ranges, too
CREATE TABLE public.line AS SELECT * FROM traincost.pipeline_bill;
CREATE INDEX ON public.line (pipeline);
CREATE TABLE public.total AS SELECT pipeline, total_usd FROM traincost.pipeline_estimate;
CREATE INDEX ON public.total (pipeline);
SQL

# all plans in one session for each format; a line of its own parts them
sub printed
{
	my ($argument, @settings) = @_;
	my $input = join('', map { "\\pset $_\n" } @settings) . "SELECT $guard AS guard \\gset\n\\pset footer off\n";

	for my $plan (1 .. $plans)
	{
		$input .= "\\qecho == plan $plan\n\\set pipeline 'plan $plan'\n$statement\nEXECUTE bill($argument);\nDEALLOCATE bill;\n";
	}
	run [ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'printed' ], '<', \$input, '>', \my $out, '2>', \my $err;
	die $err if $?;
	my (undef, @bills) = split /^== plan \d+\n/m, $out;
	return @bills;
}

sub sum
{
	my $sum = Math::BigFloat->new(0);
	$sum->badd($_) for @_;
	return $sum->bstr;
}

# the amounts of a bill and its total; no amount: unknown
my %read = (
	text => sub { map { (split /\s*\|\s*/, $_)[2] } grep { defined && /\|/ } (split /\n/, $_[0])[ 2 .. 999 ] },
	html => sub { map { (/<td[^>]*>(.*?)<\/td>/g)[2] } grep { /<td/ } split /<tr/, $_[0] });

my @totals = split /\n/, sql('printed', "SELECT coalesce(total_usd::text, '-') FROM public.total ORDER BY substr(pipeline, 6)::int");
is(scalar @totals, $plans, "$plans plans");
is(sql('printed', "SELECT count(*) FROM (SELECT pipeline, line_no, item, amount_usd FROM public.line WHERE pipeline IN ('plan 1', 'plan 2', 'plan 3')
	EXCEPT SELECT p, b.line_no, b.item, b.amount_usd FROM unnest('{plan 1,plan 2,plan 3}'::text[]) AS p, traincost.bill(p) AS b) AS x"), 0, 'a bill has these lines');
cmp_ok(scalar(grep { $_ ne '-' } @totals), '>', 0.8 * $plans, 'most have a price');
for my $format ([ 'text', 'format aligned', 'numericlocale on', 'null -' ], [ 'html', 'format html', 'numericlocale on', 'null -' ])
{
	my ($name, @settings) = @$format;
	my @bills = printed('false', @settings);
	my (@wrong, $lines);
	for my $plan (0 .. $#bills)
	{
		my @usd = map { s/,//gr } grep { defined } $read{$name}->($bills[$plan]);
		my $total = pop @usd;
		$lines += @usd;
		my $right = $totals[$plan] eq '-' ? $total eq '-' : (Math::BigFloat->new($totals[$plan])->bfround(-2, 'common') == $total && sum(@usd) == $total);
		push @wrong, 'plan ' . ($plan + 1) . ": @usd are not $total, of $totals[$plan]" unless $right;
	}
	cmp_ok($lines // 0, '>', 2 * $plans, "$name: bills of several lines");
	is_deeply([ @wrong[ 0 .. ($#wrong < 4 ? $#wrong : 4) ] ], [], "$name: the lines add up to the total, to the cent");
}
{
	my @bills = printed('true', 'format csv');
	my @wrong;
	for my $plan (0 .. $#bills)
	{
		my (undef, @lines) = split /\n/, $bills[$plan];
		my @usd = map { (split /,/, s/"[^"]*"/x/gr)[2] } @lines;
		my $unknown = grep { $_ eq '' } @usd;
		push @wrong, 'plan ' . ($plan + 1) unless $totals[$plan] eq '-' ? $unknown : !$unknown && sum(@usd) == $totals[$plan];
	}
	is(scalar @bills, $plans, 'csv: a bill of each');
	is_deeply([ @wrong[ 0 .. ($#wrong < 4 ? $#wrong : 4) ] ], [], 'csv: the lines are the total, to the last digit');
}
command('dropdb', '--force', 'printed');
done_testing();
