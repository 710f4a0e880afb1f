package Server;

# Helpers of the TAP tests: they talk to the server that PGHOST and PGUSER name
# (tools/private-server run sets them) and keep to databases of their own.

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);
use IPC::Run qw(run);
use Test::More;

our @EXPORT = qw(command sql sql_error fresh_database read_file write_file document_blocks against_one_server);

# run a command; its output, or die with its errors
sub command
{
	my (@command) = @_;
	my ($out, $err);
	run \@command, '<', \undef, '>', \$out, '2>', \$err
	  or die "@command failed:\n$err";
	return $out;
}

sub psql
{
	my ($database, $statements, @options) = @_;
	my ($out, $err);
	my $ok = run [ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $database, @options ],
	  '<', \$statements, '>', \$out, '2>', \$err;
	chomp $out;
	return ($ok, $out, $err);
}

# the unaligned result of statements that succeed
sub sql
{
	my ($database, $statements, @options) = @_;
	my ($ok, $out, $err) = psql(@_);
	die "$statements\nfailed:\n$err" unless $ok;
	return $out;
}

# the error of statements that fail, or undef if they do not
sub sql_error
{
	my ($ok, $out, $err) = psql(@_);
	return $ok ? undef : $err;
}

sub read_file
{
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!";
	local $/;
	return scalar <$in>;
}

# write a text to a file, with a mode if one is given; the file's name
sub write_file
{
	my ($file, $text, $mode) = @_;
	open my $out, '>', $file or die "$file: $!";
	print $out $text;
	close $out or die "$file: $!";
	!defined $mode or chmod $mode, $file or die "$file: $!";
	return $file;
}

# the blocks of this kind in a page of doc/, in order
sub document_blocks
{
	my ($page, $kind) = @_;
	my @blocks = read_file(dirname(__FILE__) . "/../../doc/$page") =~ /^```$kind\n(.*?)^```$/msg;
	die "doc/$page has no block of kind $kind" unless @blocks;
	return @blocks;
}

# an empty database of this name
sub fresh_database
{
	my ($database, @options) = @_;
	command('dropdb', '--if-exists', '--force', $database);
	command('createdb', @options, $database);
	return $database;
}

# a check that a query of table run, which lies on several servers, answers as of the same
# rows in table one_server; $one runs a query
sub against_one_server
{
	my ($one) = @_;
	return sub {
		my ($query, $what) = @_;
		local $Test::Builder::Level = $Test::Builder::Level + 1;
		my $wanted = $one->($query =~ s/\brun\b/one_server/gr);
		isnt($wanted, '', "$what: there is an answer");
		is($one->($query), $wanted, "$what: the bits of one server");
		return;
	};
}

1;
