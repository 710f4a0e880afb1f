# The house keeps its rules: layers include only what lies below them, files and
# functions stay short, every part of the install script has its place in the order,
# and what is made from a list equals its list.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Server;
use Test::More;

chdir "$FindBin::Bin/../..";

# a layer and the layers whose headers it may include
my %below = (
	formula => ['formula'],
	lookup => [ 'formula', 'lookup' ],
	estimate => [ 'formula', 'lookup', 'estimate' ],
	sqlcall => [ 'formula', 'lookup', 'estimate', 'sqlcall' ]);
my %server = map { $_ => 1 } qw(lookup estimate sqlcall);
for my $file (sort glob 'src/*/*.[ch]')
{
	my ($layer) = $file =~ m{^src/(\w+)/};
	my @upward = grep { my ($of) = m{^(\w+)/}; defined $of && $below{$of} && !grep { $_ eq $of } @{ $below{$layer} } }
	  read_file($file) =~ /^#include "([^"]+)"/mg;
	is("@upward", '', "$file includes no higher layer");
	unlike(read_file($file), qr/postgres\.h|fmgr\.h/, "$file knows no server") unless $server{$layer};
}

for my $file (sort glob 'src/*.c src/*/*.c')
{
	my ($name, $start, @long);
	my $line = 0;
	for (split /\n/, read_file($file))
	{
		$line++;
		($name, $start) = ($1, $line) if /^(\w+)\(/;
		push @long, "$name (" . ($line - $start) . ' lines)' if /^}/ && defined $name && $line - $start > 60;
		undef $name if /^}/;
	}
	is("@long", '', "$file has no function above 60 lines");
}
# lines that a reader need not scroll; the text of a string, and a view's line of the guide, are as long as they are
for my $file (sort glob 'src/*.[ch] src/*/*.[ch] sql/*.sql sql/*/*.sql sql/arguments/*')
{
	next if $file =~ m{--|src/estimate/(?:inputs|columns)\.h$};
	my $text = read_file($file) =~ s/\t/    /gr;
	$text =~ s/^-- guide: .*//mg;
	if ($file =~ /^src/) { $text =~ s/"(?:[^"\\\n]|\\.)*"/""/g }
	else { $text =~ s{(--[^\n]*)|'((?:[^']|'')*)'}{ $1 // "'" . ($2 =~ s/[^\n]//gr) . "'" }ge }
	my @lines = split /\n/, $text;
	is(join(' ', map { $_ + 1 } grep { length $lines[$_] > 120 } 0 .. $#lines), '', "$file has no line above 120 columns");
}
my @parts = grep { !/--/ } sort map { s{^sql/|\.sql$}{}gr } glob 'sql/*.sql sql/*/*.sql';
for my $part (@parts)
{
	my $lines = () = read_file("sql/$part.sql") =~ /\n/g;
	cmp_ok($lines, '<=', 300, "sql/$part.sql is short enough to read");
}
is(join(' ', grep { read_file($_) =~ /[^\x00-\x7f]/ } ((map { "sql/$_.sql" } @parts), glob 'data/*.tsv sql/arguments/* src/estimate/*.def')), '', 'a database of any encoding takes the script: it is ASCII');
my %ordered;
$ordered{$_}++ for grep { /\S/ && !/^#/ } split /\n/, read_file('sql/order');
is(join(' ', grep { !m{^update/} && !$ordered{$_} } @parts), '', 'sql/order has a line for every file of sql/');
is(join(' ', grep { $ordered{$_} > 1 || !-f "sql/$_.sql" } sort keys %ordered), '', 'and no other line, and none twice');
is(join(' ', grep { read_file("sql/$_.sql") =~ /^    shipped +boolean/m && !-e 'data/' . s{.*/}{}r . '.tsv' } grep { m{^tables/} } @parts), '', 'every table with a column shipped has its rows in data/');
my $sql = join '', map { read_file("sql/$_.sql") } grep { m{^functions/} } @parts;
my @formulas = read_file('src/formula/formulas.def') =~ /^[A-Z_]+\((\w+)/mg;
is(join(' ', grep { $sql !~ /^CREATE FUNCTION traincost\.$_\(/m } @formulas), '', 'sql/functions has CREATE FUNCTION for every formula of formulas.def');
my %tested = map { $_ => 1 } map { /traincost\.(\w+)\(/g } map { read_file($_) } glob 'test/sql/*.sql test/pgtap/*.sql test/t/*.pl';
$tested{$_} = 1 for read_file('test/pgtap/formulas.sql') =~ /\('(\w+)\(/g;
my @public = grep { !/^_/ } $sql =~ /^CREATE (?:FUNCTION|AGGREGATE) traincost\.(\w+)(?!\(\) RETURNS trigger)\b/mg;
is(join(' ', grep { !$tested{$_} } @public), '', 'every function that is somebody\'s interface is called in a test');
is(join(' ', grep { -e "test/sql/" . s{.*/}{}r . '.sql' } grep { !m{/} } @parts), '', 'no part has the name of a test, which pg_regress would run instead');

# a comment is written where its column is; one that columns of one name share is a line of data/column.tsv
my %dictionary = read_file('data/column.tsv') =~ /^(?!name\t)(\w+)\t(.+)$/mg;
my (%written, @again);
for my $part (@parts)
{
	my $text = read_file("sql/$part.sql");
	while ($text =~ /^COMMENT ON COLUMN traincost\.(\w+)\.(\w+) IS\n'((?:[^']|'')*)';/mg)
	{
		my ($relation, $column, $comment) = ($1, $2, $3);
		$comment =~ s{''}{'}g;
		push @{ $written{"$column: $comment"} }, $relation;
		push @again, "$relation.$column" if ($dictionary{$column} // '') eq $comment;
	}
}
is("@again", '', 'no column is commented as data/column.tsv comments its name already');
is(join('; ', map { "$_ (@{ $written{$_} })" } grep { @{ $written{$_} } > 2 } sort keys %written), '', 'no comment of a column is written a third time: data/column.tsv is the place');

SKIP: {
	# other versions of the indenter differ in small things
	skip 'pg_bsd_indent 2.1.1 is not installed', 1 unless (`pg_bsd_indent --version 2>/dev/null` || '') =~ /2\.1\.1/;
	is(`tools/indent -n`, '', 'the C is laid out as tools/indent lays it out');
}
is(`tools/document -n 2>&1`, '', 'the pages equal the lists they are made from');
done_testing();
