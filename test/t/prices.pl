# tools/add-prices reads price lists of four formats, shows what they change, writes
# nothing unless asked, and twice the same list adds nothing.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Encode 'encode';
use File::Copy 'copy';
use File::Temp 'tempdir';
use IPC::Run 'run';
use Server;
use Test::More;

my $top = "$FindBin::Bin/../..";
my $here = tempdir(CLEANUP => 1);
mkdir "$here/data" or die $!;
copy("$top/data/$_.tsv", "$here/data/$_.tsv") or die "$_: $!" for qw(gpu alias instance_type gpu_price);

sub file
{
	my ($name, $text) = @_;
	open my $out, '>', "$here/$name" or die $!;
	print $out $text;
	close $out;
	return "$here/$name";
}

# status, output and errors
sub add
{
	my ($out, $err);
	run [ "$top/tools/add-prices", @_, '--data', "$here/data" ], '<', \undef, '>', \$out, '2>', \$err;
	return ($? >> 8, $out, $err);
}

my $aws = file('aws.csv', <<'CSV');
"FormatVersion","v1.0"
"Disclaimer","a list, with a comma"
"Publication Date","2026-11-20T00:00:00Z"
"Version","20261120"
"OfferCode","AmazonEC2"
"SKU","TermType","PriceDescription","Unit","PricePerUnit","Currency","LeaseContractLength","PurchaseOption","OfferingClass","Instance Type","Tenancy","Operating System","Pre Installed S/W","CapacityStatus","Region Code"
"A","OnDemand","$48 per ""p5.48xlarge""
hour","Hrs","48.0000000000","USD","","","","p5.48xlarge","Shared","Linux","NA","Used","us-east-1"
"B","OnDemand","","Hrs","6.8800000000","USD","","","","p5.4xlarge","Shared","Linux","NA","Used","us-east-1"
"C","OnDemand","","Hrs","60","USD","","","","p5.48xlarge","Shared","Windows","NA","Used","us-east-1"
"D","OnDemand","","Hrs","0","USD","","","","p5.48xlarge","Shared","Linux","NA","AllocatedCapacityReservation","us-east-1"
"E","Reserved","","Hrs","24","USD","3yr","No Upfront","standard","p5.48xlarge","Shared","Linux","NA","Used","us-east-1"
"F","Reserved","","Quantity","9000","USD","3yr","All Upfront","standard","p5.48xlarge","Shared","Linux","NA","Used","us-east-1"
"G","OnDemand","","Hrs","99","USD","","","","p99.xlarge","Shared","Linux","NA","Used","us-east-1"
"H","OnDemand","","Hrs","0.1","USD","","","","m5.large","Shared","Linux","NA","Used","us-east-1"
CSV
my $before = read_file("$here/data/gpu_price.tsv");
my ($status, $out, $err) = add('aws', $aws);
is($status, 0, 'a list of AWS is read');
is($out, <<'TSV', 'of two instances the one with more accelerators, as Linux, shared, without what is reserved for others');
H100-80GB-SXM	aws	on_demand	us-east-1	2026-11-20	6	p5.48xlarge	-12.8 % since 2026-09-18
H100-80GB-SXM	aws	reserved_3y	us-east-1	2026-11-20	3	p5.48xlarge	new
TSV
is($err, "2 prices, 2 of them new: nothing written\nleft out: instance aws p99.xlarge (1)\n", 'and it says what it left out');
is(read_file("$here/data/gpu_price.tsv"), $before, 'nothing is written unasked');
is((add('aws', $aws, '--write'))[0], 1, 'nor without a source');
is((add('aws', $aws, '--write', '--source', "AWS price list\tof us-east-1"))[0], 0, 'with both it is');
is(substr(read_file("$here/data/gpu_price.tsv"), length $before), <<'TSV', 'below the rows that were there');
H100-80GB-SXM	aws	on_demand	us-east-1	6		2026-11-20	AWS price list of us-east-1	p5.48xlarge, 8 of them; host included
H100-80GB-SXM	aws	reserved_3y	us-east-1	3		2026-11-20	AWS price list of us-east-1	p5.48xlarge, 8 of them; host included
TSV
($status, $out, $err) = add('aws', $aws, '--write', '--source', 'AWS price list');
is($err =~ /^(.*)\n/ && $1, '2 prices, 0 of them new: written', 'twice the same list adds nothing');
(my $dearer = read_file($aws)) =~ s/48\.0000000000/56/;
($status, $out, $err) = add('aws', file('dearer.csv', $dearer));
is("$status $out" =~ /^(2 .*)\n/ && $1, "2 H100-80GB-SXM\taws\ton_demand\tus-east-1\t2026-11-20\t7\tp5.48xlarge\tCLASH with 6 of the same day", 'another price of the same day is a clash, never written');

($status, $out) = add('aws', file('aws.json', <<'JSON'), '--region', 'eu-west-1');
{"publicationDate": "2026-11-21T01:02:03Z",
 "products": {"X": {"attributes": {"instanceType": "g6.48xlarge", "regionCode": "eu-west-1", "operatingSystem": "Linux", "tenancy": "Shared", "preInstalledSw": "NA", "capacitystatus": "Used"}},
              "Y": {"attributes": {"instanceType": "g6.48xlarge", "regionCode": "eu-west-2", "operatingSystem": "Linux", "tenancy": "Shared", "preInstalledSw": "NA", "capacitystatus": "Used"}}},
 "terms": {"OnDemand": {"X": {"X.1": {"termAttributes": {}, "priceDimensions": {"X.1.1": {"unit": "Hrs", "pricePerUnit": {"USD": "16.0"}}}}},
                        "Y": {"Y.1": {"termAttributes": {}, "priceDimensions": {"Y.1.1": {"unit": "Hrs", "pricePerUnit": {"USD": "24.0"}}}}}}}}
JSON
is($out, "L4\taws\ton_demand\teu-west-1\t2026-11-21\t2\tg6.48xlarge\tnew\n", 'the same as JSON, of one region');

my $azure = file('azure.json', <<'JSON');
{"Items": [
 {"currencyCode": "USD", "retailPrice": 98.32, "armRegionName": "eastus", "productName": "Virtual Machines ND H100 v5", "skuName": "ND96isrH100v5", "armSkuName": "Standard_ND96isr_H100_v5", "unitOfMeasure": "1 Hour", "type": "Consumption"},
 {"currencyCode": "USD", "retailPrice": 40, "armRegionName": "eastus", "productName": "Virtual Machines ND H100 v5", "skuName": "ND96isrH100v5 Spot", "armSkuName": "Standard_ND96isr_H100_v5", "unitOfMeasure": "1 Hour", "type": "Consumption"},
 {"currencyCode": "USD", "retailPrice": 140, "armRegionName": "eastus", "productName": "Virtual Machines ND H100 v5 Windows", "skuName": "ND96isrH100v5", "armSkuName": "Standard_ND96isr_H100_v5", "unitOfMeasure": "1 Hour", "type": "Consumption"},
 {"currencyCode": "USD", "retailPrice": 420480, "armRegionName": "eastus", "productName": "Virtual Machines ND H100 v5", "skuName": "ND96isrH100v5", "armSkuName": "Standard_ND96isr_H100_v5", "unitOfMeasure": "1 Hour", "type": "Reservation", "reservationTerm": "1 Year"}]}
JSON
is((add('azure', $azure))[0], 1, 'a list without a day needs one');
($status, $out) = add('azure', $azure, '--observed-on', '2026-11-22');
is(join('|', map { join ' ', (split /\t/)[ 0, 2, 5 ] } split /\n/, $out), 'H100-80GB-SXM on_demand 12.29|H100-80GB-SXM reserved_1y 6|H100-80GB-SXM spot 5', 'Azure: rent, spot, a year');

($status, $out, $err) = add('sky', file('sky.csv', <<'CSV'), '--provider', 'neo', '--observed-on', '2026-11-22');
InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,SpotPrice,Region,GpuInfo
8x_h100,H100-80GB-SXM,8.0,192,1800,20,,us-1,"{'Gpus': [{'Name': 'H100', 'Count': 8.0}]}"
1x_a100,A100,1,24,200,1.5,0.75,us-1,
1x_x,Unheard,1,8,64,1,,us-1,
,H100-80GB-SXM,1,,,9,,us-1,
cpu,,,8,64,0.2,,us-1,
CSV
is($out, "H100-80GB-SXM\tneo\ton_demand\tus-1\t2026-11-22\t2.5\t8x_h100\tnew\n", 'a catalog in the style of sky');
like($err, qr/^left out: accelerator H100-80GB-SXM without its host \(1\)\nleft out: accelerator Unheard \(1\)$/m, 'what it does not know, it names');

my $focus = file('focus.csv', <<'CSV');
ProviderName,RegionId,PricingCategory,PricingUnit,PricingCurrency,ListUnitPrice,ChargePeriodStart,SkuPriceDetails
AWS,us-west-2,Standard,Hours,USD,48,2026-11-02T00:00:00Z,"{""InstanceType"": ""p5.48xlarge""}"
AWS,us-west-2,Standard,Hours,USD,44,2026-11-03T00:00:00Z,"{""InstanceType"": ""p5.48xlarge""}"
AWS,us-west-2,Committed,Hours,USD,44,2026-11-03T00:00:00Z,"{""InstanceType"": ""p5.48xlarge""}"
AWS,us-west-2,Standard,Hours,EUR,40,2026-11-04T00:00:00Z,"{""InstanceType"": ""p5.48xlarge""}"
AWS,us-west-2,Standard,GB-Months,USD,0.02,2026-11-03T00:00:00Z,{}
CSV
($status, $out, $err) = add('focus', $focus);
is($out, "H100-80GB-SXM\taws\ton_demand\tus-west-2\t2026-11-03\t5.5\tp5.48xlarge\tnew\n", 'FOCUS: list prices, the newest');
like($err, qr/left out: currency other than USD \(1\)/, 'in dollars alone');

# odd files: read alike, or refused in a line, or what they lack is counted
my $head = "InstanceType,AcceleratorName,AcceleratorCount,Price,Region\n";
my $row = "8x_h100,H100-80GB-SXM,8,20,us-1\n";
my %same = (
	'a byte order mark' => "\xef\xbb\xbf$head$row",
	'CRLF' => ($head . $row) =~ s/\n/\r\n/gr,
	'CR alone' => ($head . $row) =~ s/\n/\r/gr,
	'semicolons' => ($head . $row) =~ tr/,/;/r,
	'tabs' => ($head . $row) =~ tr/,/\t/r,
	'UTF-16' => encode('UTF-16', $head . $row),
	'Latin 1' => "Name,$head" =~ s/\n$/,Note\n/r . "a,8x_h100,H100-80GB-SXM,8,20,us-1,caf\xe9\n",
	'line breaks and quotes within quotes' => "Note,$head" . qq("a ""b""\nc, d",$row),
	'names in lower case, spaces around values' => lc($head) . "8x_h100, H100-80GB-SXM , 8, 20 , us-1\n",
	'empty lines, empty cells at the end' => "\n$head\n" . $row =~ s/\n/,,\n/r . "\n",
);
for my $what (sort keys %same)
{
	($status, $out, $err) = add('sky', file('odd.csv', $same{$what}), '--provider', 'neo', '--observed-on', '2026-11-22');
	is("$status $out", "0 H100-80GB-SXM\tneo\ton_demand\tus-1\t2026-11-22\t2.5\t8x_h100\tnew\n", "$what read the same");
}
my @odd = (
	[ 'sky', qq($head"8x_h100,H100-80GB-SXM,8,20,us-1\n), 1, qr/a quote that opens in line 2 never closes/ ],
	[ 'sky', "InstanceType,AcceleratorName,AcceleratorCount\n", 1, qr/no column Price/ ],
	[ 'sky', $head, 1, qr/has no price of an accelerator/ ],
	[ 'sky', '', 1, qr/no column AcceleratorName/ ],
	[ 'sky', "${head}8x_h100,H100-80GB-SXM,8\n", 0, qr/left out: row of other than 5 cells \(1\)/ ],
	[ 'sky', $head . $row =~ s/,20,/,\$20,/r . $row =~ s/,20,/,1e400,/r . $row =~ s/,20,/,-3,/r, 0, qr/(?:left out: price "(?:\$20|1e400|-3)", which is no number of dollars \(1\)\n){3}/ ],
	[ 'sky', $head . $row =~ s/,8,/,0.5,/r, 0, qr/left out: accelerator count "0.5" \(1\)/ ],
	[ 'azure', '[1, "x", null]', 1, qr/has no Items/ ],
	[ 'azure', '{"Items": {"a": 1}}', 1, qr/has no Items/ ],
	[ 'azure', '{"Items": [null, 3, {"armSkuName": ["a"]}]}', 1, qr/has no price/ ],
	[ 'azure', '{"Items": [', 1, qr/is no JSON/ ],
	[ 'focus', "ListUnitPrice,SkuPriceDetails,PricingCategory,PricingUnit,PricingCurrency,ChargePeriodStart\n48,{,Standard,Hours,USD,2026-11-02\n"
		. qq(48,"{""InstanceType"":""p5.48xlarge""}",Standard,Hours,USD,2026-13-02\n), 1, qr/give --observed-on|is no day/ ],
);
for my $case (@odd)
{
	my ($of, $text, $expected, $why) = @$case;
	my @day = $of eq 'focus' ? () : ('--observed-on', '2026-11-22');
	($status, $out, $err) = add($of, file('odd.' . ($of eq 'azure' ? 'json' : 'csv'), $text), '--provider', 'neo', @day);
	if ($of eq 'focus') { is($status, 0, 'a row without a day or details is left out'); like($err, $_, 'and counted') for qr/"2026-13-02" is no day \(1\)/, qr/SkuPriceDetails is no JSON \(1\)/; next }
	is("$status " . ($err =~ $why ? 'said' : $err), "$expected said", "$of: $why");
}
my $page = '{"Items": [{"currencyCode": "USD", "retailPrice": 98.32, "unitOfMeasure": "1 Hour", "armRegionName": "eastus", "armSkuName": "Standard_ND96isr_H100_v5", "productName": "NDsr", "skuName": "ND96isr", "type": "Consumption"}]}';
my @pages = map { (add('azure', file('pages.json', $_), '--observed-on', '2026-11-22'))[1] } $page, "[$page, $page]", "$page\n$page", "\xef\xbb\xbf$page", $page =~ s/^\{"Items": |\}$//gr;
is_deeply(\@pages, [ ("H100-80GB-SXM\tazure\ton_demand\teastus\t2026-11-22\t12.29\tStandard_ND96isr_H100_v5\tnew\n") x 5 ], 'pages of Azure, one after another, in an array, their items alone');
for my $other ('[{"products": {}, "terms": {}}]', '{"offer": {"products": {}}}')
{
	($status, $out, $err) = add('aws', file('nested.json', $other));
	is($status, 1, 'JSON nested otherwise is refused');
	like($err, qr/no products and terms/, 'and what it lacks is named');
}
($status, $out, $err) = add('sky', $aws, '--provider', 'neo', '--observed-on', '2026-02-30');
like($err, qr/2026-02-30 is no day/, 'a day that is none is refused');

# as statements for a database of one's own
fresh_database('prices');
sql('prices', 'CREATE EXTENSION traincost');
my $source = q(it's a \\ list; DROP TABLE x);
($status, $out) = add('focus', $focus, '--sql', '--source', $source);
sql('prices', "SET standard_conforming_strings = $_; $out") for 'on', 'off';
is(sql('prices', q(SELECT gpu, usd_per_gpu_hour, source, note, shipped FROM traincost.gpu_price WHERE region = 'us-west-2' AND observed_on = '2026-11-03')),
	"H100-80GB-SXM|5.500000|$source|p5.48xlarge, 8 of them; host included|f", 'as statements, once, however a quote reads');
command('dropdb', '--force', 'prices');

is((add('aws', file('other.csv', "a,b\n1,2\n")))[0], 1, 'a file of another format is refused');
is((add('azure', $aws))[0], 1, 'and so is what is no JSON');
done_testing();
