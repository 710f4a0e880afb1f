# A FOCUS file leaves by psql and comes back: what an importer, or a colleague
# with another locale, reads is what the plan says.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use Server;
use Test::More;

my $file = tempdir(CLEANUP => 1) . '/focus.csv';

fresh_database('focus');
sql('focus', <<'SQL');
CREATE EXTENSION traincost;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, flop, gpus, ownership, usd_per_gpu, labor_usd, as_of) VALUES
    ('it''s "ours", 100 %', 1, E'pre-training\nin two lines', 1e24, 512, 'buy', 30000, 2e6, '2026-09-15'),
    ('it''s "ours", 100 %', 2, 'réglage', 1e21, 64, 'amortize', 30000, NULL, '2026-09-15'),
    ('unpriced', 1, 'pre-training', 1e21, 8, 'rent', NULL, NULL, '1999-01-01');
SQL
{
	local $ENV{PGTZ} = 'Pacific/Chatham';
	local $ENV{PGOPTIONS} = '-c DateStyle=German -c extra_float_digits=0';
	sql('focus', "\\copy (SELECT * FROM traincost.focus_estimate_export) TO '$file' CSV HEADER");
}

# a table as the header names it, all text, as a spreadsheet would have it
open my $in, '<', $file or die "$file: $!";
chomp(my $header = <$in>);
close $in;
sql('focus', 'CREATE TABLE loaded (' . join(', ', map { "\"$_\" text" } split /,/, $header) . ');'
	  . "\n\\copy loaded FROM '$file' CSV HEADER");
is( sql('focus', 'SELECT count(*), sum("EffectiveCost"::numeric) FROM loaded'),
	sql('focus', 'SELECT sum(exported_rows), sum(effective) FROM traincost.focus_coverage, LATERAL (SELECT exported_usd::numeric(28,10) AS effective) AS e'),
	'expectation 3, FOCUS in and out: every priced row is in the file');
is(sql('focus', "SELECT count(*) > 190, sum(bad_rows) FROM traincost.focus_check('loaded')"), 't|0', 'expectation 3, FOCUS in and out: the file breaks no rule');
is( sql('focus', "SELECT match, count(*), sum(actual_cost - est_cost) FROM traincost.variance('loaded') GROUP BY match ORDER BY match"),
	"estimate only|1|\nmatched|" . sql('focus', "SELECT count(*) || '|0.0000000000' FROM traincost.variance('loaded') WHERE match = 'matched'"),
	'expectation 3, FOCUS in and out: the file differs from the plans by the unpriced row alone');

command('dropdb', '--force', 'focus');
done_testing();
