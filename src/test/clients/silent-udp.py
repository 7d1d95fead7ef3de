"""Binds a UDP address, returns, and for 40 s takes what comes there without a word."""
import os
import socket
import sys
import time

silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
silent.bind((sys.argv[1], int(sys.argv[2])))
if os.fork() == 0:
    time.sleep(40)
