package Browser;

# A headless Chromium, spoken to over its own pipe (the DevTools protocol): no driver,
# no port, no download.  One object is one browser with one empty page.

use strict;
use warnings;
use File::Temp 'tempdir';
use JSON::PP;
use POSIX ();

# a browser that runs (Ubuntu's is a stub that only says where to get one), or undef
sub command_name
{
	my ($found) = grep { system("$_ --version >/dev/null 2>&1") == 0 } qw(chromium chromium-browser google-chrome);
	return $found;
}

sub new
{
	my ($class) = @_;
	pipe my $child_in, my $to_browser or die $!;
	pipe my $from_browser, my $child_out or die $!;
	my $folder = tempdir(CLEANUP => 1);
	my $pid = fork // die $!;
	if (!$pid)
	{
		# the browser reads file descriptor 3 and writes 4
		POSIX::dup2(fileno $child_in, 10);
		POSIX::dup2(fileno $child_out, 11);
		POSIX::dup2(10, 3);
		POSIX::dup2(11, 4);
		POSIX::close($_) for 5 .. 11;
		open STDERR, '>', "$folder/log";
		open STDOUT, '>&', \*STDERR;
		exec command_name(), qw(--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update
		  --disable-sync --force-color-profile=srgb --hide-scrollbars --remote-debugging-pipe), "--user-data-dir=$folder", 'about:blank';
		die "no browser: $!";
	}
	close $child_in;
	close $child_out;
	$to_browser->autoflush(1);
	my $self = bless { pid => $pid, to => $to_browser, from => $from_browser, id => 0, events => [] }, $class;
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
	die "the browser is gone\n" unless defined $message;
	chomp $message;
	return decode_json($message);
}

# call a method; its result
sub call
{
	my ($self, $method, %params) = @_;
	my $id = ++$self->{id};
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
	waitpid $self->{pid}, 0;
	return;
}

1;
