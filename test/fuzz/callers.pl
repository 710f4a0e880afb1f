# Write a caller in C for every formula that the headers of src/formula declare,
# so that a new formula is fuzzed without anybody's doing.
#
#     perl test/fuzz/callers.pl > build/fuzz/callers.c
#
# Arguments are drawn from the domains that src/formula/formulas.def declares for plain
# numbers, and src/sqlcall for what needs more: by "x->field = next_number(reader, DOMAIN)"
# for the fields of structs.  A number that neither names is an AMOUNT.

use strict;
use warnings;

sub read_all
{
	my (@files) = @_;
	my $text = '';
	for my $file (@files)
	{
		open my $in, '<', $file or die "$file: $!";
		local $/;
		$text .= <$in>;
	}
	$text =~ s{/\*.*?\*/}{}gs;
	return $text;
}

# memory_stage.h is between files of the formulas, whose structs hold pointers
my $list = read_all('src/formula/formulas.def');
my $headers = read_all(grep { !/memory_stage/ } glob 'src/formula/*.h');
my $calls = read_all(glob 'src/sqlcall/*.[ch]');
my $rules = read_all(glob 'src/traincost.h');

# what each domain holds, and of which values an argument or field is one
my %domain = map { $_->[0] => $_ } map { [ /^\[(\w+)\] = \{([^,]+), ([^,]+), (true|false),/ ] }
  $rules =~ /\[[A-Z_]+\] = \{[^}]*\}/g;
my (%domains_of, %never, %field_domain);
while ($list =~ /^(FORMULA|FORMULA_AS|MAYBE)\((?:\w+, )?(\w+), \d+, \(([^)]*)\),\s*([^)]*)\)/mg)
{
	my ($kind, $name, $arguments, @words) = ($1, "tc_$2", $3, split /,\s*/, $4);
	$headers .= "extern double $name($arguments);\n";
	$domains_of{$name} = \@words;
	$never{$name} = $kind eq 'MAYBE';
}
$field_domain{$1} = $2 while $calls =~ /(?:->|\.|\*)(\w+) = next_number\(&?reader, (\w+)\)/g;
die "src/sqlcall declares domains in a form unknown here\n"
  if keys %domain < 8 || keys %domains_of < 30 || keys %field_domain < 30;

my %enum = map { /^typedef enum \w+\s*\{(.*)\}\s*(\w+);$/s ? ($2 => scalar(split /,/, $1)) : () }
  $headers =~ /typedef enum \w+\s*\{.*?\}\s*\w+;/gs;
my %struct;
while ($headers =~ /typedef struct \w+\s*\{(.*?)\}\s*(\w+);/gs)
{
	my ($body, $name) = ($1, $2);
	$struct{$name} = [ map { /^\s*(?:const )?(\w+)\s+(\w+)\s*(?:\[(\w+)\])?\s*$/ ? [ $1, $2, $3 ] : () } split /;/, $body ];
}

# the domains where a function of SQL hands tc_number(...) straight to a formula
sub domains_at_call
{
	my ($name, $numbers) = @_;
	return unless $calls =~ /\b$name(\((?:[^()]++|(?1))*\))/;
	my @words = $1 =~ /tc_number\(fcinfo, \d+, (\w+)\)/g;
	return @words == $numbers ? @words : ();
}

# an expression that draws a value of a type
sub draw
{
	my ($type, $domain) = @_;
	return "fuzz_draw(fuzz_source, DOMAIN_$domain)" if $type eq 'double';
	return 'fuzz_draw_below(fuzz_source, 2) != 0' if $type eq 'bool';
	return 'fuzz_draw_below(fuzz_source, 64)' if $type eq 'int';
	# a number of things that are there
	return '1 + fuzz_draw_below(fuzz_source, 65536)' if $type eq 'unsigned';
	return "($type) fuzz_draw_below(fuzz_source, $enum{$type})" if $enum{$type};
	die "no way to draw a $type\n";
}

print qq{/* written by test/fuzz/callers.pl */\n#include "fuzz/fuzz.h"\n\n}, map { s{^src/}{#include "}r . qq{"\n} } glob 'src/formula/*.h';
print map("#define $_->[0] $_->[1]\n", map { [ /^#define\s+(\w+)\s+([\d.e]+)$/ ] } $rules =~ /^#define\s+\w+\s+[\d.e]+$/gm);
print "enum\n{\n", map("\tDOMAIN_$_,\n", sort keys %domain), "};\n";
print "const Range fuzz_ranges[] = {\n", map("\t[DOMAIN_$_] = {$domain{$_}[1], $domain{$_}[2], $domain{$_}[3]},\n", sort keys %domain), "};\n\n";

# a struct's fields, one after the other; those it contains come first
my %drawn = (Problem => 1);
sub struct_drawer
{
	my ($name) = @_;
	return '' if $drawn{$name}++;
	my ($before, $body, $least) = ('', '', undef);
	# integers of a struct with an array count its elements, or some of those counted before
	my ($most) = grep { defined } map { $_->[2] } @{ $struct{$name} };
	for my $field (@{ $struct{$name} })
	{
		my ($type, $member, $elements) = @$field;
		if ($struct{$type})
		{
			$before .= struct_drawer($type);
			$body .= defined $elements ? "\tfor (int i = 0; i < $elements; i++)\n\t\tdraw_$type(fuzz_source, &v->${member}[i]);\n"
			  : "\tdraw_$type(fuzz_source, &v->$member);\n";
		}
		elsif ($type eq 'int' && defined $most)
		{
			$body .= "\tv->$member = fuzz_draw_below(fuzz_source, " . (defined $least ? "v->$least" : $most) . " + 1);\n";
			$least //= $member;
		}
		else
		{
			$body .= "\tv->$member = " . draw($type, $field_domain{$member} // 'AMOUNT') . ";\n";
		}
	}
	return "${before}static void\ndraw_$name(Source *fuzz_source, $name *v)\n{\n$body}\n\n";
}

# a struct whose sound values are those of a constant array, one for each word of an enum
my %rows;
$rows{$1} = "$2\[fuzz_draw_below(fuzz_source, $enum{qq(${1}Name)})]" while $headers =~ /extern const (\w+) (tc_\w+)\[\];/g;

my @functions = map { [ /^extern (\w+) (\w+)\((.*)\);$/s ] } $headers =~ /extern \w+ tc_\w+\([^;]*\);/gs;
# the check of a struct: T *first, Problem *last
my %check;
for (@functions)
{
	my ($result, $name, $parameters) = @$_;
	$check{$1} = $_ if $result eq 'bool' && $parameters =~ /^(?:const )?(\w+) \*\w+,.*Problem \*\w+$/s && $struct{$1};
}
# checks that complete a struct come before those that read it
my @checked = sort { ($check{$a}[1] !~ /complete/) <=> ($check{$b}[1] !~ /complete/) || $a cmp $b } keys %check;

# whether the domain of each number of a struct is known
sub known_struct
{
	my ($type) = @_;
	# the elements of an array go through no check here
	return $rows{$type} || !grep { defined $_->[2] || ($struct{ $_->[0] } ? !known_struct($_->[0]) : $_->[0] eq 'double' && !$field_domain{ $_->[1] }) } @{ $struct{$type} };
}

my (%needs_drawer, $code, @table);
for (@functions)
{
	my ($result, $name, $parameters) = @$_;
	if ($result eq 'void')
	{
		# how many numbers they read and write no declaration says
		print STDERR "skipped, since it takes arrays: $name\n";
		next;
	}
	my (@declared, @arguments, %have, %plain, $unsure);
	my @domains = @{ $domains_of{$name} // [ domains_at_call($name, scalar(() = $parameters =~ /double \w/g)) ] };
	my $known = @domains > 0;
	for my $parameter (split /,\s*/, $parameters)
	{
		my ($type, $star, $argument) = $parameter =~ /^(?:const )?(\w+) (\*?)(\w+)$/s or die "$name: $parameter\n";
		if ($type eq 'Problem' || $star && $type eq 'double')
		{
			push @declared, "\t$type\t\t$argument = {0};\n";
			push @arguments, "&$argument";
		}
		elsif ($star)
		{
			push @declared, "\t$type\t\t$argument = {0};\n",
			  $rows{$type} ? "\tif (!fuzz_source->raw)\n\t\t$argument = $rows{$type};\n\telse\n\t\tdraw_$type(fuzz_source, &$argument);\n" : "\tdraw_$type(fuzz_source, &$argument);\n";
			push @arguments, "&$argument";
			$have{$type} = $argument;
			$needs_drawer{$type} = 1;
			$known = 1;
			$unsure = 1 unless known_struct($type);
		}
		else
		{
			push @declared, "\t$type\t\t$argument = " . draw($type, $type eq 'double' && (shift @domains // $field_domain{$argument} // 'AMOUNT')) . ";\n";
			push @arguments, $argument;
			$plain{$argument} = 1;
		}
	}
	my $checks = join '', map
	{
		my ($of, $struct) = ($check{$_}, $_);
		my @pass = map { /^(?:const )?(\w+) \*/ && ($have{$1} || $1 eq 'Problem') ? '&' . ($have{$1} // 'fault') : /^double (\w+)$/ && $plain{$1} ? $1 : () }
		  split /,\s*/, $of->[2];
		$have{$struct} && $of->[1] ne $name && @pass == split(/,\s*/, $of->[2])
		  ? "\tif (!fuzz_source->raw && !$of->[1](" . join(', ', @pass) . "))\n\t{\n\t\tfuzz_out->refused = true;\n\t\treturn;\n\t}\n" : ();
	} @checked;
	my $keep = $result =~ /^(double|int|unsigned)$/ ? "\tfuzz_keep(fuzz_out, fuzz_result);\n"
	  : $result eq 'bool' ? "\tfuzz_out->refused = !fuzz_result;\n"
	  : join('', map { "\tfuzz_keep(fuzz_out, fuzz_result.$_->[1]);\n" } grep { $_->[0] eq 'double' } @{ $struct{$result} // die "$name: $result\n" });
	$keep .= "\tif (fuzz_result)\n\t\tfuzz_keep(fuzz_out, $1);\n" if $parameters =~ /double \*(\w+)/;
	$code .= "static void\ncall_$name(Source *fuzz_source, Outcome *fuzz_out)\n{\n" . join('', @declared) .
	  ($checks ? "\tProblem\t\tfault;\n$checks" : '') .
	  "\tfeclearexcept(FE_ALL_EXCEPT);\n\t$result\t\tfuzz_result = $name(" . join(', ', @arguments) . ");\n$keep" .
	  ($never{$name} ? "\tfuzz_out->never = $arguments[-2] <= $arguments[-1];\n" : '') . "}\n\n";
	push @table, sprintf qq(\t{"%s", call_%s, %s},\n), $name, $name, $known && !$unsure && $result ne 'bool' ? 'true' : 'false';
}
print map({ struct_drawer($_) } sort keys %needs_drawer), $code;
print "const Caller fuzz_callers[] = {\n", @table, "};\nconst int fuzz_caller_count = " . @table . ";\n";
