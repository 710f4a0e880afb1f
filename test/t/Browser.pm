package Browser;

# A headless Chromium, spoken to over its own pipe (the DevTools protocol): no driver,
# no port, no download.  One object is one browser with one empty page.

use strict;
use warnings;
use File::Temp 'tempdir';
use IPC::Run ();
use JSON::PP;
use Server;

# a browser that shows a page here; or undef and why not (there may be none, Ubuntu's
# package is a stub, and a machine may forbid what a browser needs)
sub find
{
	my ($class) = @_;
	my $why = 'none is installed';
	for my $command (grep { system("$_ --version >/dev/null 2>&1") == 0 } qw(chromium chromium-browser google-chrome))
	{
		for (1 .. 3)    # a loaded machine may be too slow for it once
		{
			my $browser = eval {
				my $started = $class->new($command);
				$started->open_page('data:text/html,<p>a page', 800, 'light');
				$started->picture;
				$started;
			};
			return $browser if $browser;
			$why = "$command: $@";
		}
	}
	return (undef, $why);
}

sub new
{
	my ($class, $command) = @_;
	# a folder of its own for all it writes; its socket's path has at most 107 characters
	my $folder = tempdir('traincost-browser-XXXXXX', DIR => '/tmp', CLEANUP => 1);
	my $self = bless { log => "$folder/log", id => 0, events => [] }, $class;
	local @ENV{qw(HOME TMPDIR)} = ($folder, $folder);
	# it reads file descriptor 3 and writes 4
	$self->{process} = IPC::Run::start(
		[ $command, qw(--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
		  --disable-sync --force-color-profile=srgb --hide-scrollbars --remote-debugging-pipe), "--user-data-dir=$folder", 'about:blank' ],
		'<', '/dev/null', '>', "$folder/out", '2>', $self->{log}, '3<pipe', $self->{to} = IO::Handle->new, '4>pipe', $self->{from} = IO::Handle->new);
	$self->{to}->autoflush(1);
	$self->{to}->blocking(1);    # IPC::Run makes its pipes otherwise
	my ($page) = grep { $_->{type} eq 'page' } @{ $self->call('Target.getTargets')->{targetInfos} };
	$self->{session} = $self->call('Target.attachToTarget', targetId => $page->{targetId}, flatten => JSON::PP::true)->{sessionId};
	$self->call("$_.enable") for qw(Page Runtime Log Network);
	return $self;
}

# the next message, within a minute
sub receive
{
	my ($self) = @_;
	local $/ = "\0";
	local $SIG{ALRM} = sub { die "the browser does not answer\n" };
	alarm 60;
	my $message = readline $self->{from};
	alarm 0;
	die "the browser is gone; it said:\n" . read_file($self->{log}) unless defined $message;
	chomp $message;
	return decode_json($message);
}

# call a method; its result
sub call
{
	my ($self, $method, %params) = @_;
	my $id = ++$self->{id};
	local $SIG{PIPE} = 'IGNORE';    # a browser that is gone shows when its answer is read
	print { $self->{to} } encode_json({ id => $id, method => $method, params => \%params, $self->{session} ? (sessionId => $self->{session}) : () }), "\0";
	while (1)
	{
		my $message = $self->receive;
		if (!defined $message->{id}) { push @{ $self->{events} }, $message; next; }
		die "$method: $message->{error}{message}\n" if $message->{error};
		return $message->{result} if $message->{id} == $id;
	}
}

# events of these methods since the last page was opened
sub events
{
	my ($self, @methods) = @_;
	return grep { my $event = $_; grep { $event->{method} eq $_ } @methods } @{ $self->{events} };
}

# open a page on a screen of this width, light or dark
sub open_page
{
	my ($self, $address, $width, $scheme) = @_;
	$self->call('Emulation.setDeviceMetricsOverride', width => $width, height => 900, deviceScaleFactor => 1,
		mobile => $width < 600 ? JSON::PP::true : JSON::PP::false);
	$self->call('Emulation.setEmulatedMedia', features => [ { name => 'prefers-color-scheme', value => $scheme } ]);
	$self->{events} = [];
	$self->call('Page.navigate', url => $address);
	until ($self->events('Page.loadEventFired')) { push @{ $self->{events} }, $self->receive; }
	return;
}

# the value of an expression in the page
sub value
{
	my ($self, $expression) = @_;
	my $result = $self->call('Runtime.evaluate', expression => $expression, returnByValue => JSON::PP::true, awaitPromise => JSON::PP::true);
	die "$expression: " . encode_json($result->{exceptionDetails}) . "\n" if $result->{exceptionDetails};
	return $result->{result}{value};
}

# a picture of the whole page: PNG in base64
sub picture
{
	my ($self) = @_;
	return $self->call('Page.captureScreenshot', format => 'png', captureBeyondViewport => JSON::PP::true,
		clip => { x => 0, y => 0, scale => 1, map { $_ => 0 + $self->value("document.documentElement.scroll\u$_") } qw(width height) })->{data};
}

sub DESTROY
{
	my ($self) = @_;
	local ($?, $@);
	$self->{session} = undef;
	# it answers, tidies up and closes its pipe
	eval { $self->call('Browser.close'); $self->receive while 1; };
	$self->{process}->kill_kill if $self->{process};
	return;
}

1;
