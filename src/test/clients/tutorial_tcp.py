"""The tutorial's TCP client as its text has it; the address comes from the command line."""
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET, socket.SOCK_STREAM)
s.settimeout(10)
# Establish connection:
s.connect((host, port))
# Receive welcome message:
print(s.recv(1024).decode('utf-8').rstrip('\n'))
for data in [b'Michael', b'Tracy', b'Sarah']:
    # Send data:
    s.send(data)
    print(s.recv(1024).decode('utf-8'))
s.send(b'exit')
# The tutorial closes here; the end of the stream shows that the server has closed too.
print('closed' if s.recv(1024) == b'' else 'still open')
s.close()
