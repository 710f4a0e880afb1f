# 32 clients read a price by name while others raise it: no client ever reads a
# price from before one that it has seen committed, or from after.
#
# TRAINCOST_SECONDS says for how long.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my $seconds = $ENV{TRAINCOST_SECONDS} // 4;
my $database = fresh_database('stale_read');
sql($database, <<'SQL');
CREATE EXTENSION traincost;
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('T1', 100, 500);
INSERT INTO traincost.gpu_price (gpu, provider, kind, usd_per_gpu_hour, observed_on) VALUES ('T1', 'a', 'on_demand', 1, '2024-01-01');
CREATE FUNCTION truth() RETURNS float8 LANGUAGE sql STABLE AS $$SELECT usd_per_gpu_hour::float8 FROM traincost.gpu_price WHERE gpu = 'T1'$$;
-- each statement of a volatile function has a snapshot of its own, but its call sites live on
CREATE FUNCTION read_often(times int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    before float8;
    price float8;
    behind float8;
BEGIN
    FOR i IN 1 .. times LOOP
        before := truth();
        price := traincost.gpu_price_usd_per_hour('T1');
        behind := truth();
        IF price < before OR price > behind OR price IS NULL THEN
            RAISE EXCEPTION 'read %, though it went from % to %', price, before, behind;
        END IF;
    END LOOP;
    RETURN 'right';
END $$;
SQL

my $dir = tempdir(CLEANUP => 1);
# a transaction of statements, whose look-up lies between the truth before and after;
# prepared, what has no type would be compared as text, which finds 10 before 9.99
my $read = write_file("$dir/read", <<'PGBENCH');
SELECT truth() AS before \gset
SELECT traincost.gpu_price_usd_per_hour('T1') AS price \gset
SELECT truth() AS behind \gset
SELECT 1 / (:price::float8 BETWEEN :before::float8 AND :behind::float8)::int;
PGBENCH
# an estimate reads the same price twice: by name, and in the estimate
my $estimate = write_file("$dir/estimate", <<'PGBENCH');
SELECT truth() AS before \gset
SELECT (traincost.train_estimate(flop => 3.6e20, gpu => 'T1', mfu => 1)).compute_usd / 1000 AS price \gset
SELECT truth() AS behind \gset
SELECT 1 / (:price::float8 BETWEEN :before::float8 - 1e-9 AND :behind::float8 + 1e-9)::int;
PGBENCH
my $loop = write_file("$dir/loop", "SELECT read_often(20);\n");
# within one snapshot it stands still
my $snapshot = write_file("$dir/snapshot", <<'PGBENCH');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT traincost.gpu_price_usd_per_hour('T1') AS price \gset
SELECT 1 / (traincost.gpu_price_usd_per_hour('T1') = :price AND truth() = :price)::int;
COMMIT;
PGBENCH
# up by a cent, after a jump that is taken back
my $raise = write_file("$dir/raise", <<'PGBENCH');
BEGIN;
SAVEPOINT s;
UPDATE traincost.gpu_price SET usd_per_gpu_hour = usd_per_gpu_hour + 1000 WHERE gpu = 'T1';
SELECT traincost.gpu_price_usd_per_hour('T1');
ROLLBACK TO s;
UPDATE traincost.gpu_price SET usd_per_gpu_hour = usd_per_gpu_hour + 0.01 WHERE gpu = 'T1';
SELECT 1 / (traincost.gpu_price_usd_per_hour('T1') = truth())::int;
COMMIT;
PGBENCH

for my $mode (qw(simple prepared))
{
	my $begin = sql($database, 'SELECT truth()');
	my ($out, $err);
	my $ok = run [ 'pgbench', '-n', '-M', $mode, '-c', 32, '-j', 2, '-T', $seconds, '-f', "$read\@4", '-f', "$estimate\@2", '-f', "$loop\@1",
		'-f', "$snapshot\@1", '-f', "$raise\@3", $database ], '<', \undef, '>', \$out, '2>', \$err;
	ok($ok && $err !~ /aborted|ERROR/, "32 clients read no stale price, $mode") or diag $err;
	my ($transactions) = $out =~ /actually processed: (\d+)/;
	my $raised = int((sql($database, 'SELECT truth()') - $begin) * 100 + 0.5);
	cmp_ok($raised, '>', 10, "the price moved meanwhile: $raised times in $transactions transactions");
}

command('dropdb', '--force', $database);
done_testing();
