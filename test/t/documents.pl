# Every SQL block of README.md and doc/ runs; the text block that follows one is its
# output, to the letter.  Blocks of a document build on each other.  All documents share
# one database and come in a random order, TRAINCOST_SEED repeats it, once in each of two
# time zones: so a reader may start anywhere, and an example leaves no default changed.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run qw(run);
use List::Util qw(shuffle);
use Server;
use Test::More;

my $top = "$FindBin::Bin/../..";

# [ first line, statements, expected output or undef ] of each SQL block
sub blocks
{
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!";
	my (@blocks, $kind, $text, $start);
	while (my $line = <$in>)
	{
		if (defined $kind && $line =~ /^```\s*$/)
		{
			if ($kind eq 'sql') { push @blocks, [ $start, $text, undef ]; }
			elsif ($kind eq 'text' && @blocks && !defined $blocks[-1][2]) { $blocks[-1][2] = $text; }
			undef $kind;
		}
		elsif (defined $kind) { $text .= $line; }
		elsif ($line =~ /^```(\w*)\s*$/) { ($kind, $text, $start) = ($1, '', $.); }
		elsif ($line =~ /^#/ && @blocks) { $blocks[-1][2] //= ''; }    # an output stands in its section
	}
	return @blocks;
}

# what psql prints, without trailing blanks
sub tidy { my ($text) = @_; $text =~ s/[ \t]+$//mg; $text =~ s/\n+\z/\n/; $text =~ s/\A\n+//; return $text; }

# run the blocks of a document where those of others may have run before
sub follow
{
	my ($file, $zone) = @_;
	my $name = $file =~ s/^\Q$top\E\/(doc\/)?//r;
	for my $block (blocks($file))
	{
		my ($line, $statements, $expected) = @$block;
		my $input = "\\pset footer off\nSET client_min_messages = warning;\n$statements";
		my $ok = run [ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'documents' ], '<', \$input, '>', \my $out, '2>', \my $err;
		ok($ok, "expectation 1, a price in one SELECT: $name:$line runs ($zone)") or diag($err);
		is(tidy($out), tidy($expected), "expectation 1, a price in one SELECT: $name:$line prints what it says ($zone)") if defined $expected && $expected ne '';
	}
	return;
}

my @files = ("$top/README.md", sort(glob "$top/doc/*.md"), sort(glob "$top/doc/*/*.md"));
my $seed = $ENV{TRAINCOST_SEED} // int(rand(2**31));
srand $seed;
for my $zone ('UTC', 'America/New_York')
{
	my @order = shuffle @files;
	diag("$zone, TRAINCOST_SEED=$seed: @{[ map { s/.*\///r } @order ]}");
	fresh_database('documents');
	sql('documents', "CREATE EXTENSION traincost; ALTER DATABASE documents SET timezone = '$zone'");
	follow($_, $zone) for @order;
}
SKIP:
{
	skip 'no statistics on expressions before PostgreSQL 14', 1 if sql('documents', 'SHOW server_version_num') < 140000;
	is(sql_error('documents', join "\n", 'BEGIN;', document_blocks('scale.md', 'statistics'), 'ROLLBACK;'), undef, 'the documented statistics on an expression can be made');
}
command('dropdb', '--if-exists', '--force', 'documents');
done_testing();
