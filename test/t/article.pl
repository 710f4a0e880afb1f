# The claims of the overview article, recomputed by report/article: a formula or a fact
# that changes shows here as another verdict or another number.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Server;
use Test::More;

my $article = "$FindBin::Bin/../../report/article";
my $expected = do { local $/; <DATA> };

fresh_database('article');
sql('article', 'CREATE EXTENSION traincost');
my $recomputed = sql('article', <<SQL, '-v', 'claims=' . read_file("$article/published_claim.tsv"));
\\i $article/article_claim.sql
SELECT claim_id, claimed, recomputed, recomputed_unit, verdict, assessment
FROM pg_temp.article_claim WHERE recomputed IS NOT NULL ORDER BY claim_id;
SELECT count(*), count(recomputed) FROM pg_temp.article_claim;
SQL
my @lines = split /\n/, $recomputed;
is(pop @lines, '58|41', 'every claim of the article is there, and those that are numbers are recomputed');
my %wanted = map { (split /\|/)[0] => $_ } split /\n/, $expected;
for my $line (@lines)
{
	my ($claim) = split /\|/, $line;
	is($line, $wanted{$claim}, "claim $claim");
}
is(scalar @lines, scalar keys %wanted, 'no recomputed claim is missing');
command('dropdb', '--if-exists', '--force', 'article');
done_testing();

__DATA__
S04|3640|3645.8333333333335|PFLOP/s-days|unit wrong|unit wrong
S05|30|23.33363010446344|days|yes|yes
S06||58.24074074074074|days|yes|yes
S07|175000000000|175000000000|parameters|yes|yes
S08|992|992|GPUs|yes|yes
S09||34|days of continuous compute|yes|yes
S10|175000000000|176247271424|parameters|approximately|approximately
S11|3.5|3.8846817248459957|months|approximately|yes
S12|384|384|GPUs|yes|yes
S14||0.6282051282051282|days|yes|yes
S19||7.6923076923076925|days|yes|yes
S20||0.016483516483516484|ratio|yes|yes
S21|1400000000000|1400000000000|tokens|yes|yes
S22|4.6|4.749|TB|approximately|approximately
S23|3.14e+23|3.1428e+23|FLOP|yes|yes
S26|8.64e+19|8.64e+19|FLOP|yes|yes
S27||0.33355027660266845|share of attention in a layer|no|no
S29|4600000|4672619.047619048|USD|yes|yes
S30|1e+15|1017000000000|bytes|no|no
S31|864000|863980.646833511|seconds|yes|yes
S32|3.2999999999999998e+22|3.2999999999999998e+22|FLOP|yes|yes
S33|3.14e+23|3.1428e+23|FLOP|yes|yes
S34|10|9.523636363636363|ratio|yes|yes
S35|1.8e+23|1.7958857142857143e+23|FLOP|yes|yes
S36|19500000000000|19500000000000|FLOP/s|yes, but wrong peak|yes, but wrong peak
S37|10830|10684|GPUs|no|no
S38||11250|USD|assumption|assumption
S39|108300000|108300000|USD|yes|yes
S40|21660000|21660000|USD|yes|yes
S41|10830000|10830000|USD|yes|yes
S43|142790000|142790000|USD|yes|yes
S44|143000000|142790000|USD|yes|yes
S45|0.002|0.002|USD per 1k tokens|yes|yes
S48||119.4862385321101|years|approximately|approximately
S49|103.5|103.593|MWh|yes|yes
S50|3.4|3.4357926297600003|GWh|yes|yes
S51|2|2.102669404517454|months|yes|yes
S52|502|501.93|tonnes|yes|yes
S53|1.4|1.4268292682926829|ratio|yes|yes
S54|20.1|20.327494883803663|ratio|yes|yes
S55|1287|1289.376|MWh|yes|yes
