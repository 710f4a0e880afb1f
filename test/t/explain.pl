# explain_estimate, worked out again by somebody who has only its rows: an evaluator of its
# own reads the formulas, with its own Daly, decay and manufacture, and has to get the
# columns of train_estimate.  The calls are random: any argument, names as people type
# them, words in any case.
#
#     TRAINCOST_CALLS=1000 TRAINCOST_SEED=1 perl test/t/explain.pl

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use POSIX ();
use Server;
use Test::More;

my $calls = $ENV{TRAINCOST_CALLS} // 100;
my $seed = $ENV{TRAINCOST_SEED} // int(rand(2**31));
note("TRAINCOST_SEED=$seed TRAINCOST_CALLS=$calls");
srand $seed;

fresh_database('explain');
sql('explain', 'CREATE EXTENSION traincost');

sub pick { return $_[ rand @_ ] }
sub times_ten { my ($low, $high) = @_; return 10**($low + ($high - $low) * rand) }
sub between { my ($low, $high) = @_; return $low + ($high - $low) * rand }
sub quoted { my $text = shift; $text =~ s/'/''/g; return "'$text'" }
sub any_case { my $word = shift; return quoted(pick($word, uc $word, ucfirst $word)) }

# ----------------------------------------------------------------------------
# a random call
# ----------------------------------------------------------------------------

my @models = ('Llama-3.1-8B', 'meta-llama/Llama-3.3-70B-Instruct', 'deepseek-ai/DeepSeek-V3', 'mixtral 8x7b', 'gpt-oss-120b', 'GPT-3-175B', 'Qwen/Qwen3-30B-A3B', 'kimi-k2');
my @gpus = ('H100', 'nvidia h100 80gb hbm3', 'a2-ultragpu-8g', 'p5.48xlarge', 'MI300X', 'rtx 4090', 'B200', 'TPU v5p', 'A100-80GB-SXM', 'l40s');
my @places = ('SE', 'WORLD', 'aws/us-east-1', 'gcp/europe-north1', 'US', 'azure/eastus', 'PL', 'FR');
my @classes = qw(mfu moe_mfu finetune_mfu finetune_padded_mfu lora_mfu lora_recompute_mfu rl_training_mfu moe_rl_training_mfu);

sub work
{
	return (flop => times_ten(20, 26)) if rand() < 0.3;
	return (params => times_ten(8, 12), tokens => times_ten(9, 13), maybe(0.3, flops_per_param_token => between(2, 8))) if rand() < 0.4;
	my @counted = rand() < 0.4 ? (exact => 'true', maybe(0.5, seq_len => int between(512, 65536))) : ();
	return (model => quoted(pick(@models)), maybe(0.5, tokens => times_ten(6, 13)), @counted);
}

sub maybe { my ($chance, @argument) = @_; return rand() < $chance ? @argument : () }

sub money
{
	my $way = pick('rent', 'rent', 'buy', 'amortize', 'decay');
	my @owned = (
		ownership => any_case($way eq 'decay' ? 'amortize' : $way), usd_per_gpu => between(1000, 40000),
		map { maybe(0.3, $_ => between(0, 0.5)) } qw(other_hardware_share datacenter_share interconnect_share usd_per_kwh));
	return (maybe(0.5, usd_per_gpu_hour => between(0, 9)), maybe(0.2, price_kind => any_case(pick('on_demand', 'spot'))), maybe(0.3, ownership => any_case('rent'))) if $way eq 'rent';
	return (@owned, maybe(0.4, bought_gpus => int between(0, 500))) if $way eq 'buy';
	return (@owned, maybe(0.3, useful_life_years => between(1, 8)), maybe(0.3, residual_share => between(0, 0.9)), maybe(0.3, cluster_utilization => between(0.2, 1))) if $way eq 'amortize';
	return (@owned, depreciation => any_case('price_decay'), maybe(0.5, acquired_on => quoted('2024-07-15')), maybe(0.3, price_decay_oom_per_year => between(0.05, 0.4)),
		maybe(0.3, cluster_utilization => between(0.2, 1)));
}

sub random_call
{
	my @size = pick([ gpus => int times_ten(0, 4) ], [ gpus => int times_ten(0, 4) ], [ days => between(1, 400) ], [])->@*;
	# how often a cluster fails depends on its size
	my @failing = !@size || rand() < 0.6 ? maybe(0.3, goodput => between(0.5, 1))
	  : (restart_seconds => between(0, 1200), maybe(0.7, gpu_hours_per_failure => times_ten(5, 6)), maybe(0.5, checkpoint_seconds => between(1, 100)));
	my @call = (work(), money(), @size, @failing, gpu => quoted(pick(@gpus)),
		maybe(0.25, mfu => between(0.05, 0.7)), maybe(0.4, mfu_class => any_case(pick(@classes))), maybe(0.2, peak_tflops => between(50, 2000)), maybe(0.2, dtype => any_case(pick('bf16', 'fp16'))),
		(rand() < 0.3 ? (generation_flop => times_ten(18, 24), maybe(0.5, generation_mfu => between(0.01, 0.2))) : ()),
		maybe(0.2, run_overhead => between(1, 2)), maybe(0.3, run_multiplier => between(1, 4)), maybe(0.15, steady_gpu_hours => times_ten(1, 6)),
		maybe(0.7, region => quoted(pick(@places))), maybe(0.3, grid_basis => any_case(pick('lifecycle', 'direct'))),
		(map { maybe(0.15, $_->[0] => between($_->[1], $_->[2])) } [ pue => 1, 2 ], [ gpu_watts => 0, 1500 ], [ power_fraction => 0.3, 1 ], [ host_overhead => 1, 2 ], [ gco2e_per_kwh => 0, 900 ],
			[ market_gco2e_per_kwh => 0, 900 ], [ gpu_embodied_kg => 0, 500 ], [ server_embodied_kg => 0, 5000 ], [ embodied_life_years => 1, 9 ], [ wue_site_l_per_kwh => 0, 3 ],
			[ wue_source_l_per_kwh => 0, 9 ], [ data_usd => 0, 1e6 ], [ labor_usd => 0, 1e6 ]),
		missing_ok => 'true', as_of => quoted('2026-09-01'));
	my @text;
	while (my ($name, $value) = splice @call, 0, 2) { push @text, "$name => $value"; }
	return join ', ', @text;
}

# ----------------------------------------------------------------------------
# the evaluator: names, numbers, + - * /, brackets and these functions
# ----------------------------------------------------------------------------

my %function = (
	ln => sub { log $_[0] },
	ceil => sub { POSIX::ceil($_[0]) },
	cluster_mtbf_hours => sub { $_[1] / $_[0] },
	checkpoint_interval_hours => sub {
		my ($mtbf, $write) = @_;
		return $mtbf if $write >= 2 * $mtbf;
		my $part = sqrt($write / (2 * $mtbf));
		return sqrt(2 * $write * $mtbf) * (1 + $part / 3 + $part**2 / 9) - $write;
	},
	goodput => sub { my ($mtbf, $useful, $write, $restart) = @_; return $useful / ($mtbf * exp($restart / $mtbf) * (exp(($useful + $write) / $mtbf) - 1)) },
	decayed_price_usd => sub { my ($usd, $years, $decay) = @_; return $usd / 10**($years * $decay) },
	co2e_embodied_kg => sub { my ($hours, $gpu, $server, $gpus, $years, $used) = @_; return $hours / ($years * 365 * 24 * $used) * ($gpu + $server / $gpus) },
	# counting FLOP from a shape has tests of its own
	model_flops => sub { my ($model, @numbers) = @_; return sql('explain', "SELECT traincost.model_flops($model, @{[ join ', ', map { $_ // 'NULL' } @numbers ]})") });

# the value of what begins the formula; undef is unknown, as NULL is
sub value
{
	my ($formula, $known) = @_;
	my $sum = product($formula, $known);
	while ($$formula =~ /\G\s*([-+])/gc)
	{
		my $sign = $1;
		my $term = product($formula, $known);
		$sum = defined $sum && defined $term ? $sign eq '+' ? $sum + $term : $sum - $term : undef;
	}
	return $sum;
}

sub product
{
	my ($formula, $known) = @_;
	my $product = operand($formula, $known);
	while ($$formula =~ m{\G\s*([*/])}gc)
	{
		my $sign = $1;
		my $factor = operand($formula, $known);
		$product = defined $product && defined $factor ? $sign eq '*' ? $product * $factor : $product / $factor : undef;
	}
	return $product;
}

sub operand
{
	my ($formula, $known) = @_;
	my $value;
	if ($$formula =~ /\G\s*\(/gc)
	{
		$value = value($formula, $known);
		$$formula =~ /\G\s*\)/gc or die "no ) in $$formula\n";
	}
	elsif ($$formula =~ /\G\s*('[^']*')/gc) { $value = $1 }
	elsif ($$formula =~ /\G\s*(\d+(?:\.\d+)?(?:e\d+)?)(?:::float8)?/gc) { $value = $1 }
	elsif ($$formula =~ /\G\s*(?:traincost\.)?(\w+)\(/gc)
	{
		my $name = $1;
		my @arguments;
		do { push @arguments, value($formula, $known) } while $$formula =~ /\G\s*,/gc;
		$$formula =~ /\G\s*\)/gc or die "no ) after $name( in $$formula\n";
		die "an unknown function $name\n" unless $function{$name};
		$value = (grep { !defined } @arguments) && $name ne 'model_flops' ? undef : $function{$name}->(@arguments);
	}
	elsif ($$formula =~ /\G\s*(\w+)/gc)
	{
		die "$1 is in no row above\n" unless exists $known->{$1};
		$value = $known->{$1};
	}
	else { die "what is there in $$formula?\n" }
	return $value;
}

sub same
{
	my ($one, $other) = @_;
	return !defined $one && !defined $other unless defined $one && defined $other;
	return abs($one - $other) <= 1e-9 * abs($one);
}

# ----------------------------------------------------------------------------
# each call's rows, worked out again; and its estimate
# ----------------------------------------------------------------------------

# rows that are called otherwise than their argument
my %argument_of = (
	days_wanted => 'days', training_flop => 'flop', ideal_gpu_hours => 'steady_gpu_hours', usd_per_gpu_new => 'usd_per_gpu', age_years => 'acquired_on');

sub differences
{
	my ($arguments) = @_;
	my $answer = decode_json(sql('explain', "SELECT json_build_object('estimate', (SELECT to_jsonb(e) FROM traincost.train_estimate($arguments) AS e),
		'rows', (SELECT json_agg(x ORDER BY step) FROM traincost.explain_estimate($arguments) AS x))"));
	my (%known, @wrong);
	for my $row (@{ $answer->{rows} })
	{
		my ($name, $said) = @{$row}{qw(quantity value)};
		my $formula = $row->{formula};
		if (defined $formula)
		{
			my $worked_out = eval { value(\$formula, \%known) };
			push @wrong, "$name: $@" if $@;
			push @wrong, "$name: $formula has an end that cannot be read" unless $@ || $formula =~ /\G\s*\z/gc;
			push @wrong, sprintf '%s: says %s, %s is %s', $name, $said // 'nothing', $formula, $worked_out // 'unknown' unless same($said, $worked_out);
		}
		push @wrong, "$name: of unknown origin, and is $said" if $row->{origin} eq 'unknown' && defined $said;
		push @wrong, "$name: of an assumption without a source" if $row->{origin} =~ /^assumption/ && !defined $row->{source};
		my $argument = $argument_of{$name} // $name;
		push @wrong, "$name: called an argument" if $row->{origin} eq 'argument' && $arguments !~ /\b$argument =>/;
		$known{$name} = $said;
	}
	for my $column (sort keys %{ $answer->{estimate} })
	{
		if (!exists $known{$column}) { push @wrong, "$column: in no row" }
		elsif (!same($answer->{estimate}{$column}, $known{$column})) { push @wrong, "$column: not the estimate's" }
	}
	return @wrong;
}

my $bad = 0;
for my $call (1 .. $calls)
{
	my $arguments = random_call();
	my @wrong = eval { differences($arguments) };
	push @wrong, "stopped: $@" if $@;
	next unless @wrong;
	$bad++;
	diag join "\n    ", "train_estimate($arguments)", @wrong if $bad <= 5;
}
is($bad, 0, "$calls random calls, worked out again from their own rows, are their estimates");
done_testing();
