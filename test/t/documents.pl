# Every SQL block of README.md and doc/ runs, in order, in a fresh database; the
# text block that follows one is its output, to the letter.  Blocks of a
# document build on each other.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run qw(run);
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

for my $file ("$top/README.md", sort glob "$top/doc/*.md")
{
	my $name = $file =~ s/.*\///r;
	my @blocks = blocks($file) or next;
	fresh_database('documents');
	sql('documents', 'CREATE EXTENSION traincost') unless grep { $_->[1] =~ /CREATE EXTENSION/ } @blocks;
	for my $block (@blocks)
	{
		my ($line, $statements, $expected) = @$block;
		my $input = "\\pset footer off\nSET client_min_messages = warning;\n$statements";
		my $ok = run [ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'documents' ], '<', \$input, '>', \my $out, '2>', \my $err;
		ok($ok, "expectation 1, a price in one SELECT: $name:$line runs") or diag($err);
		is(tidy($out), tidy($expected), "expectation 1, a price in one SELECT: $name:$line prints what it says") if defined $expected && $expected ne '';
	}
}
command('dropdb', '--if-exists', '--force', 'documents');
done_testing();
