package Node;

# Further servers of the private installation, beside the one that PGHOST names: same
# files, sockets in the same folder, a port each.  tools/private-server stop ends them
# too, should a test die before it does.

use strict;
use warnings;
use File::Basename qw(dirname);
use Server ();

my $tool = dirname(__FILE__) . '/../../tools/private-server';
my %running;

sub as_server { return Server::command($tool, 'as', @_); }

# a new server on this port with these lines in its configuration; of => another node: its
# standby, by streaming
sub start
{
	my ($class, $port, %options) = @_;
	my $self = bless { port => $port, data => "$ENV{PGHOST}/node$port" }, $class;
	if ($options{of})
	{
		as_server('pg_basebackup', '-h', $ENV{PGHOST}, '-p', $options{of}{port}, '-U', 'postgres', '-D', $self->{data}, '-R', '-c', 'fast', '--no-sync');
	}
	else
	{
		as_server('initdb', '-D', $self->{data}, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync');
	}
	my $lines = join "\n", "port = $port", "listen_addresses = ''", "unix_socket_directories = '$ENV{PGHOST}'", 'fsync = off',
	  'max_worker_processes = 16', "timezone = 'UTC'", $options{conf} // '', '';
	as_server('sh', '-c', 'printf %s "$1" >>"$2"', 'sh', $lines, "$self->{data}/postgresql.conf");
	$running{$port} = $self;
	as_server('pg_ctl', '-D', $self->{data}, '-t', '120', '-l', "$self->{data}/server.log", '-w', 'start');
	return $self;
}

sub stop
{
	my ($self) = @_;
	delete $running{ $self->{port} };
	as_server('pg_ctl', '-D', $self->{data}, '-m', 'immediate', '-w', 'stop');
	as_server('rm', '-rf', $self->{data});
	return;
}

# of a standby: from now on it takes writes.  Not by pg_promote, whose own session replay may wait for
sub promote
{
	my ($self) = @_;
	as_server('pg_ctl', '-D', $self->{data}, '-w', 'promote');
	return;
}

# the connection string of a database of this node
sub conninfo
{
	my ($self, $database) = @_;
	return "host=$ENV{PGHOST} port=$self->{port} user=postgres dbname=$database";
}

# Server's sql and sql_error, here
sub sql
{
	my ($self, @arguments) = @_;
	local $ENV{PGPORT} = $self->{port};
	return Server::sql(@arguments);
}

sub sql_error
{
	my ($self, @arguments) = @_;
	local $ENV{PGPORT} = $self->{port};
	return Server::sql_error(@arguments);
}

# wait until a query gives "t"; false after a minute
sub wait_for
{
	my ($self, $database, $query) = @_;
	for (1 .. 600)
	{
		return 1 if $self->sql($database, $query) eq 't';
		select undef, undef, undef, 0.1;
	}
	return 0;
}

END
{
	my $status = $?;
	eval { $_->stop } for values %running;
	$? = $status;
}

1;
