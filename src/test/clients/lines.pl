# Greets by lines: reads the welcome, sends each name with CR LF and prints the line that answers.
use strict;
use warnings;
use IO::Socket::IP;

$SIG{ALRM} = sub { die "timed out\n" };
alarm 10;
my ($host, $port, @names) = @ARGV;
my $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port) or die "connect: $@\n";
print scalar <$socket>;
for my $name (@names) {
    print $socket "$name\r\n";
    print scalar <$socket>;
}
print $socket "exit\r\n";
print defined <$socket> ? "still open\n" : "closed\n";
