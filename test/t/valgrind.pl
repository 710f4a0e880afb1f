# tools/valgrind says "ok" of tests that were run to their end without a fault, and of
# nothing else.  The server under valgrind is played by a script.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/tools";
command('cp', "$FindBin::Bin/../../tools/valgrind", "$dir/tools/valgrind");

sub script
{
	my ($name, $text) = @_;
	return write_file("$dir/tools/$name", "#!/bin/sh\n$text", 0755);
}
script('test-all', "echo $dir/server/bin/pg_config\n");

for (
	[ 'both tests ended' => 'echo "test a  ... ok   10 ms"; echo "test b  ... ok   10 ms"', 'ok - valgrind: nothing in 1 processes, 2 tests', 1 ],
	[ 'as 16 says it' => 'echo "ok 1         - a   10 ms"; echo "ok 2         - b   10 ms"', 'ok - valgrind: nothing in 1 processes, 2 tests', 1 ],
	[ 'killed at the second test' => 'echo "test a  ... ok   10 ms"; echo "test b  ... "; kill -9 $$', 'not ok - valgrind: of 2 tests 1 ended', 0 ],
	[ 'killed before all tests' => 'kill -9 $$', 'not ok - valgrind: of 2 tests 0 ended', 0 ],
	[ 'ended early, without saying so' => 'echo "test a  ... ok   10 ms"', 'not ok - valgrind: of 2 tests 1 ended', 0 ],
	[ 'a test failed' => 'echo "test a  ... ok   10 ms"; echo "test b  ... FAILED   10 ms"; exit 1', 'not ok - valgrind: nothing, but tests failed', 0 ],
	[ 'a fault' => 'echo "test a  ... ok   10 ms"; echo "test b  ... ok   10 ms"; echo VALGRINDERROR-BEGIN >>build/valgrind/7.log',
		'not ok - valgrind: faults in 1 processes', 0 ])
{
	my ($what, $run, $verdict, $good) = @$_;
	script('private-server', "echo >build/valgrind/7.log\n$run\n");
	my ($said, $errors);
	my $ended_well = run [ "$dir/tools/valgrind", 'a', 'b' ], '<', \undef, '>', \$said, '2>', \$errors;
	is((split /\n/, $said)[-1], $verdict, $what);
	is(!!$ended_well, !!$good, "status: $what") or diag($errors);
}

done_testing();
