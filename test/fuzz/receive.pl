# Send changed binaries of pipeline_state through COPY: each is refused with
# 22P03 or 08P01, or read as a sound state, which its text form, its binary form
# and its total all give back.
#
#     perl test/fuzz/receive.pl BINARIES SEED      on the server that PGHOST names

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../t";
use File::Temp 'tempdir';
use Server;
use Test::More;

my ($binaries, $seed) = (@ARGV, 500, 1)[ 0, 1 ];
srand $seed;
note "$binaries binaries, seed $seed";

my $database = fresh_database('fuzz_receive');
my $good = pack 'H*', sql($database, <<'SQL');
CREATE EXTENSION traincost;
CREATE TABLE received (id int, state traincost.pipeline_state);
CREATE TABLE outcome (id int, state text, message text);
-- read file after file; what each comes to goes to the table outcome
CREATE FUNCTION receive_all(folder text, count int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    message text;
BEGIN
    FOR i IN 0 .. count - 1 LOOP
        BEGIN
            DELETE FROM received;
            EXECUTE format('COPY received FROM %L (FORMAT binary)', folder || '/' || i);
            INSERT INTO outcome
            SELECT i, CASE WHEN (state::text)::traincost.pipeline_state::text IS DISTINCT FROM state::text THEN 'another text'
                           WHEN traincost.pipeline_state_total(state)::text ~ 'NaN|Infinity' THEN 'NaN or infinity' ELSE '00000' END,
                   state::text
            FROM received;
        EXCEPTION WHEN others THEN
            GET STACKED DIAGNOSTICS message = MESSAGE_TEXT;
            INSERT INTO outcome VALUES (i, SQLSTATE, message);
        END;
    END LOOP;
END $$;
SELECT encode(traincost.pipeline_state_send(traincost.pipeline_rollup(e)), 'hex')
FROM (VALUES (traincost.train_estimate_at(1e30, 1e6, gpus => 1000.5, usd_per_gpu_hour => 0.1)), (traincost.train_estimate_at(3, 1, gpus => 8))) AS v (e);
SQL

my @ends = map { pack 'q>', $_ } 0, 1, -1, 2, 9223372036854775807, -9223372036854775807 - 1;
push @ends, map { pack 'd>', $_ } 1, -0.0, 9**9**9, -9**9**9, -sin(9**9**9), 5e-324, 1.7976931348623157e308;

# one change: a bit, a byte, a word, the length, or nothing
sub change
{
	my ($bytes) = @_;
	my $kind = int rand 6;
	return $bytes if $bytes eq '';
	my $at = int rand length $bytes;
	vec($bytes, int rand 8 * length $bytes, 1) ^= 1 if $kind == 0;
	substr($bytes, $at, 1) = chr rand 256 if $kind == 1;
	# the version is one byte, the words follow
	substr($bytes, 1 + 8 * int(rand((length($bytes) - 1) / 8)), 8) = $ends[ rand @ends ] if $kind == 2 || $kind == 3;
	substr($bytes, $at) = '' if $kind == 4 && rand() < 0.3;
	$bytes .= 'x' x rand 20 if $kind == 5 && rand() < 0.3;
	return $bytes;
}

my $dir = tempdir(CLEANUP => 1);
chmod 0755, $dir;
for my $i (0 .. $binaries - 1)
{
	my $bytes = $good;
	$bytes = change($bytes) for 0 .. rand 3;
	open my $out, '>:raw', "$dir/$i" or die "$dir/$i: $!";
	print $out "PGCOPY\n\xff\r\n\0", pack('NN', 0, 0), pack('n', 2), pack('NN', 4, $i), pack('N', length $bytes), $bytes, pack('n', 0xffff);
	close $out;
}
ok(!defined sql_error($database, "SELECT receive_all('$dir', $binaries)"), 'no crash');
is(sql($database, 'SELECT count(*) FROM outcome'), $binaries, 'every binary is decided');
is(sql($database, "SELECT state, message, min(id) FROM outcome WHERE state NOT IN ('00000', '22P03', '08P01') GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 20"),
	'', 'refused as unsound, or read as a sound state');
note sql($database, 'SELECT state, count(*) FROM outcome GROUP BY 1 ORDER BY 1');

command('dropdb', '--force', $database) if Test::More->builder->is_passing;
done_testing();
