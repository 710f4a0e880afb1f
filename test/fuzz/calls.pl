# Call every function and aggregate of the extension with the ends of every
# type, found in pg_proc: only documented errors, never NaN or infinity out, at
# most 2 s a call, memory flat, no crash, and messages of a few lines.
#
#     perl test/fuzz/calls.pl CALLS SEED      on the server that PGHOST names

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../t";
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my ($calls, $seed) = (@ARGV, 5000, 1)[ 0, 1 ];
srand $seed;
note "$calls calls, seed $seed";

# what a call may end in: success, out of range, invalid argument or text form,
# unknown name, and what reading a table of somebody else's may meet
my $documented = qr/^(00000|22003|22023|22P02|42704)$/;
my %more = (
	month_share => qr/^22008$/,
	assert_budget => qr/^TC/,
	sync_nodes => qr/^55000$/,
	partition_rollup => qr/^(42|0A000$)/);
my $of_a_table = qr/^42(703|809|P01|501)$/;
my $most_seconds = 2;
my $most_growth_mb = 16;

my $database = fresh_database('fuzz_calls');
sql($database, <<'SQL');
CREATE EXTENSION traincost;
CREATE SCHEMA fuzz;
CREATE TABLE fuzz.costs AS SELECT * FROM traincost.focus_estimate LIMIT 20;
CREATE TABLE fuzz.empty ();
CREATE TABLE fuzz.prices AS SELECT gpu, 1 AS gpus, usd_per_gpu_hour::text AS price, provider, region, observed_on::text FROM traincost.gpu_price LIMIT 20;
INSERT INTO fuzz.prices VALUES ('', 0, 'NaN', '', '', '2026-02-30'), ('H100-80GB-SXM', 8, '1e9', 'x', NULL, '-infinity'), (NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE fuzz.result (id int, state text, message text, wrong bool, seconds float8, megabytes float8);
-- one call; what it gave goes to a table
CREATE FUNCTION fuzz.attempt(id int, statement text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    answer text;
    state text := '00000';
    message text;
    begin_at timestamptz := clock_timestamp();
BEGIN
    BEGIN
        EXECUTE statement INTO answer;
        -- what it wrote is taken back
        RAISE SQLSTATE 'FUZZ0';
    EXCEPTION WHEN SQLSTATE 'FUZZ0' THEN
        NULL;
    WHEN query_canceled OR others THEN
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
    END;
    INSERT INTO fuzz.result SELECT id, state, message, answer ~ '(^|[(,])"?(NaN|-?Infinity)"?($|[,)])',
        extract(epoch FROM clock_timestamp() - begin_at),
        (split_part(m, ' ', 2)::float8 - split_part(m, ' ', 3)::float8) * 4096 / 1e6
    FROM CAST(pg_read_file('/proc/self/statm', 0, 100) AS text) AS m;
END $$;
SQL

# ----------------------------------------------------------------------------
# values of each type, as SQL
# ----------------------------------------------------------------------------

sub pick { return $_[ rand @_ ] }
sub quoted { my ($text) = @_; return "'" . $text =~ s/'/''/gr . "'" }
sub column { my ($query) = @_; return split /\n/, sql($database, $query) }

my @names = map { quoted($_) } map { column("SELECT DISTINCT $_->[1] FROM traincost.$_->[0] WHERE $_->[1] IS NOT NULL") }
  ([qw(gpu name)], [qw(model name)], [qw(gpu_price provider)], [qw(gpu_price kind)], [qw(gpu_price region)], [qw(cloud_region region)],
	[qw(grid region)], [qw(api_price model)], [qw(api_price provider)], [qw(assumption name)], [qw(pipeline_stage pipeline)]);
my @words = map { quoted($_) } qw(bf16 fp8 fp16 fp32 int8 tf32 adamw adafactor muon none selective full all attention optimizer sft dpo ppo
  grpo rm pretrain on_demand spot owned daly young exponential first_order train forward frozen total rolling own rent decay straight_line);
# nan is a number to the server's types as NaN is, but NaN in an answer is never the name that was given
my @odd_text = ("''", "' '", "'%'", 'chr(7) || chr(27)', "repeat('x', 10000)", "repeat('\xc3\xa9\xc3\x9f', 300)", "'nan'", q('O''Neil"; DROP TABLE x'),
	"E'a\\nb'", "'H100'", "'h100-80gb-sxm'", "'{\"a\": 1}'", "'2026-01-01T00:00:00Z'");
my %values = (
	'double precision' => sub {
		my $n = rand;
		return $n < 0.35 ? pick(qw(1 2 8 64 128 4096 0.5 0.4 1.1 3.5 80)) : $n < 0.6 ? sprintf('%.17g', 10**(rand(60) - 20))
		  : pick(qw(0 -1 1e300 9007199254740992 9007199254740993 9223372036854775807 9223372036854775808 4294967295 2147483648
			  1.7976931348623157e308 2.2250738585072014e-308 1e-320 1e-300 1e36 1e18 0.9999999999999999 1.0000000000000002),
			"'-0'::float8", "'NaN'::float8", "'Infinity'::float8", "'-Infinity'::float8", 'NULL', "'5e-324'::float8");
	},
	numeric => sub { pick(qw(0 1 -1 0.000000001 1e100 12.34), "'NaN'::numeric", '1e131071::numeric', '(-1e131071)::numeric', '1e-16383::numeric', 'NULL') },
	text => sub { my $n = rand; return $n < 0.4 ? pick(@names) : $n < 0.75 ? pick(@words) : $n < 0.8 ? 'NULL' : pick(@odd_text) },
	boolean => sub { pick(qw(true false NULL)) },
	integer => sub { pick(qw(0 1 -1 2 3 2147483647 -2147483648 NULL)) },
	smallint => sub { pick(qw(0 1 -1 32767 -32768 NULL)) },
	bigint => sub { pick(qw(0 1 -1 9223372036854775807 -9223372036854775808 NULL)) },
	date => sub { pick(map { "'$_'::date" } '2026-01-01', '2020-02-29', '4713-01-01 BC', '5874897-12-31', 'infinity', '-infinity', '0001-01-01') },
	'timestamp with time zone' => sub { pick(map { "'$_'::timestamptz" } '2026-01-31 23:59:59.999999+00', '2026-02-01+00', '4713-01-01 BC', '294276-12-31', 'infinity', '-infinity') },
	regclass => sub { pick(map { "$_\::regclass" } "'fuzz.costs'", "'fuzz.prices'", "'fuzz.empty'", "'traincost.gpu'", "'pg_class'", "'traincost.focus_estimate'", '0', '4294967295', "'pg_class_oid_index'", 'NULL') },
	oid => sub { pick('0::oid', '4294967295::oid', "'pg_class'::regclass::oid") },
	name => sub { pick("'x'::name", 'NULL') },
	jsonb => sub { pick("'{}'::jsonb", "'[1, null]'::jsonb", "'\"x\"'::jsonb", 'NULL') },
	'"any"' => sub { pick("'x'::text", "''::text", "'1e5'::text", "'{\"a\": [1, {}]}'::text", "'2026-02-29T00:00:00Z'::text", 'NULL::text', '1', "'NaN'::numeric", "'-Infinity'::float8", "'infinity'::timestamptz", "'{1}'::int[]") },
	cstring => sub { pick(\&state_text, sub { quoted(pick('', 'v1', 'x' x 5000)) })->() . '::cstring' },
	'traincost.pipeline_state' => sub { pick('NULL', state_text()) . '::traincost.pipeline_state' },
);

# a state's text with a few numbers of it changed, so that it is at times unsound
my $state = sql($database, 'SELECT traincost.pipeline_rollup(traincost.train_estimate_at(1e24, 1e3 * i, gpus => 8 * i, usd_per_gpu_hour => 2)) FROM generate_series(1, 3) AS i');
sub state_text
{
	my $text = $state;
	for (1 .. rand 4)
	{
		my @numbers = ($text =~ /\d+/g);
		my $place = int rand @numbers;
		my $with = pick(0, 1, 2, 3, '9' x 18, '170141183460469231731687303715884105727', '-170141183460469231731687303715884105728', '1e308', '-5');
		my $i = 0;
		$text =~ s/(\d+)/$i++ == $place ? $with : $1/ge;
	}
	return quoted($text);
}

# What a person would write for an argument of such a name, so that calls get past the
# checks of arguments: half of the calls have such values alone.
my %rows_of = map { my ($argument, $query) = @$_; ($argument => [ map { quoted($_) } column($query) ]) } (
	[ gpu => 'SELECT name FROM traincost.gpu' ],
	[ model => 'SELECT name FROM traincost.model' ],
	[ provider => 'SELECT DISTINCT provider FROM traincost.gpu_price' ],
	[ region => 'SELECT region FROM traincost.grid UNION SELECT region FROM traincost.cloud_region' ],
	[ kind => 'SELECT DISTINCT kind FROM traincost.gpu_price' ],
	[ method => 'SELECT method FROM traincost.training_method' ],
	[ pipeline => 'SELECT DISTINCT pipeline FROM traincost.pipeline_stage' ],
	[ assumption => 'SELECT name FROM traincost.assumption' ]);
my @sober_text = (
	[ qr/^forms$/ => sub { quoted(join '', map { pick(qw(b n a t j o p e f)) } 1 .. 1 + rand 6) } ],
	[ qr/^(gpu|gpus_of)$/ => sub { pick(@{ $rows_of{gpu} }) } ],
	[ qr/model/ => sub { pick(@{ $rows_of{model} }) } ],
	[ qr/provider/ => sub { pick(@{ $rows_of{provider} }) } ],
	[ qr/region/ => sub { pick(@{ $rows_of{region} }) } ],
	[ qr/kind/ => sub { pick(@{ $rows_of{kind} }) } ],
	[ qr/method|mfu_class/ => sub { pick(@{ $rows_of{method} }) } ],
	[ qr/pipeline|^plan$/ => sub { pick(@{ $rows_of{pipeline} }) } ],
	[ qr/^(name|assumption)$/ => sub { pick(@{ $rows_of{assumption} }) } ],
	[ qr/dtype/ => sub { pick(map { "'$_'" } qw(bf16 fp16 fp8 fp32 tf32)) } ],
	[ qr/recompute/ => sub { pick(map { "'$_'" } qw(none selective full)) } ],
	[ qr/objective/ => sub { pick(map { "'$_'" } qw(usd days co2e_kg energy_kwh)) } ],
	[ qr/ownership/ => sub { pick(map { "'$_'" } qw(rent buy amortize)) } ],
	[ qr/depreciation/ => sub { pick(map { "'$_'" } qw(straight_line price_decay)) } ],
	[ qr/^law$/ => sub { pick(map { "'$_'" } qw(besiroglu hoffmann kaplan)) } ],
	[ qr/tokens_per_param/ => sub { pick("'20'", "'20, 200, 1000'", "'1, 1e6'") } ],
	[ qr/currency/ => sub { pick("'USD'", "'EUR'") } ],
	[ qr/unit/ => sub { pick("'GPU-hours'", "'Hours'") } ],
	[ qr/ranges/ => sub { pick("'mfu=0.3..0.5'", "'tokens=1e11..1e12, gpus=8..64'") } ]);
my @sober_number = (
	[ qr/mfu|goodput|share|utilization|efficiency|quantile/ => sub { sprintf '%.3g', 0.02 + 0.96 * rand } ],
	[ qr/params/ => sub { sprintf '%.3g', 10**(7 + rand 5.5) } ],
	[ qr/flop/ => sub { sprintf '%.3g', 10**(18 + rand 9) } ],
	[ qr/tflops/ => sub { pick(125, 312, 989, 2250) } ],
	[ qr/seq_len|length|context/ => sub { pick(512, 2048, 8192, 131072) } ],
	[ qr/tokens_per|response|prompt/ => sub { sprintf '%.3g', 10**(1 + rand 4) } ],
	[ qr/tokens/ => sub { sprintf '%.3g', 10**(8 + rand 6) } ],
	[ qr/^(tp|pp|cp|ep|dp|vp|zero|stage)/ => sub { pick(1, 1, 1, 2, 3, 4, 8) } ],
	[ qr/gpus|nodes|devices/ => sub { pick(1, 7, 8, 64, 100, 512, 4096, 100000) } ],
	[ qr/days|months|years/ => sub { sprintf '%.3g', 10**(rand(4) - 1) } ],
	[ qr/hours/ => sub { sprintf '%.3g', 10**(rand 7) } ],
	[ qr/usd_per|price/ => sub { sprintf '%.3g', 10**(rand(5) - 1) } ],
	[ qr/usd|budget/ => sub { sprintf '%.3g', 10**(1 + rand 8) } ],
	[ qr/kg/ => sub { sprintf '%.3g', 10**(1 + rand 7) } ],
	[ qr/pue/ => sub { sprintf '%.3g', 1 + rand 0.6 } ],
	[ qr/bytes_per/ => sub { pick(1, 2, 4, 12, 16) } ],
	[ qr/bytes/ => sub { sprintf '%.3g', 10**(6 + rand 6) } ],
	[ qr// => sub { pick(1, 2, 3, 10, 12, 32, 100, 4096, 0.5, sprintf '%.3g', 10**(rand(8) - 2)) } ]);
my %sober = (
	text => sub { my ($name) = @_; for (@sober_text) { return $_->[1]->() if $name =~ $_->[0] } return pick(@words) },
	'double precision' => sub { my ($name) = @_; for (@sober_number) { return $_->[1]->() if $name =~ $_->[0] } },
	numeric => sub { pick(0, 1, 12.34, 1e6, sprintf '%.2f', 10**rand 8) },
	bigint => sub { pick(1, 2, 3, 8, 100) },
	integer => sub { pick(1, 2, 3, 8, 100) },
	date => sub { quoted(sprintf '20%02d-%02d-%02d', 20 + rand 8, 1 + rand 12, 1 + rand 28) . '::date' },
	boolean => sub { pick(qw(true false)) });

# a row: of nothing but ends, or a row of the table with two columns changed
my %columns_of;
sub row_value
{
	my ($type) = @_;
	my $columns = $columns_of{$type} //= [ map { [ split /\t/ ] } column("SELECT attname || E'\\t' || format_type(atttypid, NULL) FROM pg_attribute"
		  . " WHERE attrelid = '$type'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum") ];
	if ($type eq 'traincost.pipeline_stage' && rand() < 0.8)
	{
		my $change = join ', ', map { my $c = pick(@$columns); quoted($c->[0]) . ', ' . value($c->[1]) } 1 .. 1 + rand 3;
		return "jsonb_populate_record((SELECT s FROM traincost.pipeline_stage AS s ORDER BY pipeline, stage_no LIMIT 1 OFFSET " . int(rand 8)
		  . "), jsonb_build_object($change))";
	}
	return 'NULL::' . $type if rand() < 0.1;
	return 'ROW(' . join(', ', map { rand() < 0.3 ? 'NULL' : value($_->[1]) } @$columns) . ")::$type";
}

sub value
{
	my ($type, $name) = @_;
	return $sober{$type}->($name) if defined $name && $sober{$type};
	return $values{$type}->() if $values{$type};
	return rand() < 0.1 ? "NULL::$type" : 'ARRAY[' . join(', ', map { value($1, $name) } 1 .. rand 4) . "]::$type" if $type =~ /^(.+)\[\]$/;
	return row_value($type) if $type =~ /^traincost\./;
	return "NULL::$type";
}

# ----------------------------------------------------------------------------
# calls
# ----------------------------------------------------------------------------

# name, kind, strict, defaults, types and names of the arguments
my @functions = map { [ split /\t/, $_, -1 ] } column(<<'SQL');
SELECT concat_ws(E'\t', p.proname, p.prokind, p.pronargdefaults,
    array_to_string(ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (t, i) ORDER BY i), '|'),
    array_to_string(p.proargnames[:p.pronargs], '|', ''))
FROM pg_proc AS p
WHERE p.pronamespace = 'traincost'::regnamespace AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[]) AND p.prorettype <> 'trigger'::regtype
ORDER BY p.oid::regprocedure::text
SQL

sub call_of
{
	my ($name, $kind, $defaults, $types, $names) = @{ $_[0] };
	my @types = split /\|/, $types;
	my @names = split /\|/, $names // '';
	my @arguments;
	my $keep = rand;
	my $sober = rand() < 0.5;
	for my $i (0 .. $#types)
	{
		next if $i >= @types - $defaults && rand() > $keep;
		push @arguments, ($names[$i] && $types !~ /"any"/ ? "$names[$i] => " : '') . value($types[$i]);
		push @arguments, map { value('"any"') } 1 .. rand 6 if $types[$i] eq '"any"';
	}
	my $call = "traincost.$name(" . join(', ', @arguments) . ')';
	return "SELECT $call\::text FROM generate_series(1, 3)" if $kind eq 'a';
	return "SELECT string_agg(t::text, ',') FROM (SELECT t FROM $call AS t LIMIT 1000) AS t";
}

my %reads_table = map { $_->[0] => 1 } grep { $_->[3] =~ /regclass/ } @functions;
# each function has random numbers of its own, so that a new one changes no other's calls
my @calls_of = map {
	my $function = $functions[$_];
	srand(unpack('%32C*', "@$function") * 1000003 + $seed);
	[ map { [ $function->[0], call_of($function) ] } 0 .. ($calls - 1 - $_) / @functions ];
} 0 .. $#functions;
my @call = map { $calls_of[ $_ % @functions ][ $_ / @functions ] } 0 .. $calls - 1;

# ----------------------------------------------------------------------------
# the run: a session that dies is followed by another, behind the call that it died of
# ----------------------------------------------------------------------------

my $dir = tempdir(CLEANUP => 1);
my @crashed;
my $next = 0;
while ($next < @call)
{
	my $file = "$dir/calls.sql";
	open my $out, '>', $file or die "$file: $!";
	print $out "SET statement_timeout = '20s'; SET client_min_messages = error;\n";
	print $out "SELECT fuzz.attempt($_, " . quoted($call[$_][1]) . ");\n" for $next .. $#call;
	close $out;
	my $errors;
	run [ 'psql', '-Xq', '-o', '/dev/null', '-d', $database, '-f', $file ], '<', \undef, '2>', \$errors;
	sleep 1 until defined eval { sql('postgres', 'SELECT 1') };
	my $done = sql($database, 'SELECT coalesce(max(id), -1) FROM fuzz.result');
	last if $done == $#call;
	push @crashed, $done + 1;
	BAIL_OUT("more than 20 crashes:\n" . join "\n", map { $call[$_][1] } @crashed) if @crashed > 20;
	sql($database, "INSERT INTO fuzz.result (id, state) VALUES ($done + 1, 'crash')");
	$next = $done + 2;
}

# calls that a condition finds, ten at most or as many as said, with what came of them
sub offenders
{
	my ($condition, $most) = @_;
	$most //= 10;
	return map { my ($id, $rest) = split /\t/, $_, 2; "$rest: $call[$id][1]" }
	  column("SELECT id || E'\\t' || concat_ws(' ', state, round(seconds::numeric, 2) || ' s', translate(message, E'\\n', ' ')) FROM fuzz.result WHERE $condition ORDER BY id LIMIT $most");
}

is(join("\n", map { $call[$_][1] } @crashed), '', 'no crash');
is(sql($database, 'SELECT count(*) FROM fuzz.result'), $calls, 'every call ended');
# a helper, nobody's interface, is held to no crash, time and memory alone: its callers
# check; but what is read for the rows of plans is held to all
my %helper = map { $_->[0] => 1 } grep { $_->[0] =~ /^_(?!stage_extra|stage_defaults)/ } @functions;
my %wrong_state;
for (column('SELECT id || E\'\t\' || state || E\'\t\' || coalesce(translate(message, E\'\n\', \' \'), \'\') FROM fuzz.result ORDER BY id'))
{
	my ($id, $got, $message) = split /\t/;
	my $name = $call[$id][0];
	next if $helper{$name} || $got eq 'crash' || $got =~ $documented || ($more{$name} && $got =~ $more{$name}) || ($reads_table{$name} && $got =~ $of_a_table);
	$wrong_state{"$name $got"} //= "$message: $call[$id][1]";
}
is(join("\n", map { "$_: $wrong_state{$_}" } sort keys %wrong_state), '', 'only documented SQLSTATEs');
is(join("\n", map { substr $_, 0, 300 } grep { !/ FROM traincost\.(_\w+)\(/ || !$helper{$1} } offenders('octet_length(message) > 2000', 1000)), '', 'no message is as long as an argument may be');
is(join("\n", grep { !/ FROM traincost\.(_\w+)\(/ || !$helper{$1} } offenders('wrong', 1000)), '', 'no NaN or infinity comes out');
# a slow call is tried again alone before it counts: the machine may have been busy
my @slow = grep {
	my $begin = time;
	sql_error($database, $call[$_][1]);
	time - $begin > $most_seconds;
} column("SELECT id FROM fuzz.result WHERE seconds > $most_seconds ORDER BY id LIMIT 50");
is(join("\n", map { $call[$_][1] } @slow), '', "no call takes more than $most_seconds s");
# what one call needs at its height stays with the process, so the greatest step is left out: a leak takes many
my $growth = sql($database, <<"SQL");
SELECT coalesce(sum(step.more) - max(step.more), 0)
FROM (SELECT m.id, m.most - lag(m.most) OVER (ORDER BY m.id) AS more
      FROM (SELECT r.id, max(r.megabytes) OVER (ORDER BY r.id) AS most FROM fuzz.result AS r) AS m) AS step WHERE step.id >= $calls / 2
SQL
ok(@crashed || $growth < $most_growth_mb, sprintf 'memory stays flat: %.1f MB more in the second half, but for one call', $growth);
note sql($database, "SELECT state, count(*), round(max(seconds)::numeric, 2) AS slowest_s, round(max(megabytes)::numeric, 1) AS mb FROM fuzz.result GROUP BY state ORDER BY 2 DESC");
note sprintf 'functions: %d', scalar @functions;

command('dropdb', '--force', $database) if Test::More->builder->is_passing; 
done_testing();
