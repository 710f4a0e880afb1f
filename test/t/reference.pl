# doc/reference.md says what the COMMENTs say: it is made from them (make reference).

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Server;
use Test::More;

my $top = "$FindBin::Bin/../..";
fresh_database('reference');
sql('reference', 'CREATE EXTENSION traincost');
my @made = split /\n/, command('psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', 'reference', '-f', "$top/tools/reference.sql");
my @kept = split /\n/, read_file("$top/doc/reference.md");
my ($differs) = grep { ($made[$_] // '') ne ($kept[$_] // '') } 0 .. (@made > @kept ? $#made : $#kept);
ok(!defined $differs, 'doc/reference.md equals the COMMENTs')
  or diag('line ' . ($differs + 1) . " differs; run make reference\nkept: " . ($kept[$differs] // 'nothing') . "\nmade: " . ($made[$differs] // 'nothing'));
command('dropdb', '--if-exists', '--force', 'reference');
done_testing();
