"""The tutorial's UDP client as its text has it; the address comes from the command line."""
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(10)
for data in [b'Michael', b'Tracy', b'Sarah']:
    # Send data:
    s.sendto(data, (host, port))
    # Receive data:
    print(s.recv(1024).decode('utf-8'))
s.close()
