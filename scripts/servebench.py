#!/usr/bin/env python3
"""Measures of `heddle serve` that a rate does not tell, each against a server of its own.

  scripts/servebench.py [--rounds N] [--peer NAME=COMMAND]... [CASE...]

Cases:
  rate    messages a second, CPU a message and p99 over 100, 1,000 and 10,000 connections; beside Go where go is installed
  udp     datagrams a second and CPU a datagram from 64 sources and from 1, four in flight each; beside Go too
  start   from the launch of scripts/heddle to the first greeting, once built
  burst   5,000 connects at once: how long until all are welcomed
  fair    p99 of 1,000 connections beside 100 more, which do likewise or send 16 messages at once; beside Go too
  newcomers  how long one waits for its welcome beside 1,000 and 10,000 busy connections; beside Go too
  churn   connect, greet, exit, and again, over 100 connections, after 8 s of it; beside Go too
  leak    a million such connections: open files, threads, live heap and memory before and after
  rest    resident memory right after a load of short conversations, and once the server has rested
  many    ten processes on one port (--reuse-port), 19,000 connections each, all held and greeted

Without a case: all but leak, rest and many. COMMAND of a further server for rate, udp, start, fair, newcomers and churn
has {port} for the port and runs in the folder that you are in; it greets as Heddle does, and for churn closes at
`exit`. Linux. Exit code 1 when something was lost or a server does not greet, 2 for usage. The JDK is found as
scripts/heddle finds it; clients and servers share the machine.
"""
import argparse
import contextlib
import json
import os
import pathlib
import random
import resource
import select
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from lib import ending

HOME = pathlib.Path(__file__).resolve().parent.parent
HEDDLE = str(HOME / "scripts/heddle")
SERVE = f"{HEDDLE} serve --quiet --bind 127.0.0.1 --http-port 0 --port {{port}}"
WELCOME = b"Welcome!\n"
BIND_ADDRESS_NO_PORT = 24
EACH = 19_000
PROCESSES = 10
GO = """
package main
import ("bufio"; "net"; "net/netip"; "os")
func serve(c net.Conn) {
	defer c.Close()
	c.Write([]byte("Welcome!\\n"))
	in := bufio.NewReaderSize(c, 1024)
	out := make([]byte, 0, 2048)
	for {
		line, err := in.ReadSlice('\\n')
		if err != nil || string(line) == "exit\\n" { return }
		out = append(append(append(out[:0], "Hello, "...), line[:len(line)-1]...), '!', '\\n')
		c.Write(out)
	}
}
func datagrams(address string) {
	c, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort(address)))
	if err != nil { return }
	c.SetReadBuffer(1 << 20)
	buffer := make([]byte, 1209)
	copy(buffer, "Hello, ")
	for {
		n, from, err := c.ReadFromUDPAddrPort(buffer[7:1207])
		if err != nil { continue }
		reply := append(buffer[:7+n], '!')
		if n > 0 && reply[6+n] == '\\n' { reply[6+n], reply[7+n] = '!', '\\n' }
		c.WriteToUDPAddrPort(reply, from)
	}
}
func main() {
	go datagrams("127.0.0.1:"+os.Args[1])
	l, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil { panic(err) }
	for { if c, err := l.Accept(); err == nil { go serve(c) } }
}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(command, port, protocol="tcp", pause=0.02):
    """The process of a server that answers on the port, looked for at such intervals; ended when done."""
    server = subprocess.Popen(shlex.split(command.format(port=port)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        greet_when_up(server, port, pause, socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def greet_when_up(server, port, pause, kind):
    deadline = time.monotonic() + 60
    while True:
        try:
            with socket.socket(socket.AF_INET, kind) as client:
                client.settimeout(5)
                client.connect(("127.0.0.1", port))
                client.sendall(b"Michael\n")
                got = b""
                while not got.endswith(b"Hello, Michael!\n"):
                    more = client.recv(64)
                    if not more:
                        raise ConnectionError("closed")
                    got += more
                return
        except OSError:
            if server.poll() is not None:
                sys.exit(f"'{shlex.join(server.args)}' ended with {server.returncode} and greeted nobody")
            if time.monotonic() > deadline:
                sys.exit(f"'{shlex.join(server.args)}' greets nobody on port {port}")
            time.sleep(pause)


def load(port, *options, protocol="tcp"):
    """Starts `heddle load`; what is returned gives its one round."""
    report = tempfile.NamedTemporaryFile(suffix=".json")
    process = subprocess.Popen(
        [HEDDLE, "load", f"{protocol}://127.0.0.1:{port}", "--json", report.name, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def result():
        process.wait()
        try:
            answer = json.loads(pathlib.Path(report.name).read_text())["rounds"][0]
        except (ValueError, LookupError):
            sys.exit(f"heddle load {' '.join(options)} left no report")
        if sum(answer["errors"].values()):
            sys.exit(f"heddle load {' '.join(options)}: {answer['errors']}")
        return answer

    return result


def spread(values, unit):
    def short(value):
        return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"

    return f"{short(statistics.median(values))} ({short(min(values))} to {short(max(values))}) {unit}"


def status(pid, name):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise LookupError(name)


def start(options):
    times = {}
    for command in servers(options).values():  # not counted: it may have to build
        first_greeting(command)
    for name, command in in_turn(options, servers(options)):
        times.setdefault(name, []).append(first_greeting(command))
    for name, values in times.items():
        print(f"start: {name}: {spread(values, 's')} from launch to the first greeting", flush=True)
        if name != "heddle":
            ratios = [ours / theirs for ours, theirs in zip(times["heddle"], values)]
            print(f"  heddle's is {spread(ratios, 'times that')}", flush=True)


def first_greeting(command):
    """Seconds from the launch of a server of its own."""
    port = free_port()
    begun = time.monotonic()
    with serving(command, port, pause=0.002):
        return time.monotonic() - begun


def connect(port, count, first_source):
    """So many sockets that are connecting, from as many addresses of 127.x as they need."""
    sockets = {}
    for i in range(count):
        client = socket.socket()
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_IP, BIND_ADDRESS_NO_PORT, 1)
        client.bind((f"127.0.{first_source}.{1 + i // 10_000}", 0))
        with contextlib.suppress(BlockingIOError):
            client.connect(("127.0.0.1", port))
        sockets[client.fileno()] = client
    return sockets


def expect(sockets, reply, seconds):
    """Waits for one reply on each socket; returns how many brought just that."""
    poll = select.epoll()
    for number in sockets:
        poll.register(number, select.EPOLLIN)
    right, left = 0, len(sockets)
    deadline = time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        for number, _ in poll.poll(1, 4096):
            with contextlib.suppress(OSError):
                right += sockets[number].recv(64) == reply
            poll.unregister(number)
            left -= 1
    poll.close()
    return right


def burst(options):
    times, lost = [], 0
    for _ in range(options.rounds):
        port = free_port()
        with serving(SERVE, port):
            begun = time.monotonic()
            sockets = connect(port, 5_000, 1)
            lost += len(sockets) - expect(sockets, WELCOME, 30)
            times.append(time.monotonic() - begun)
            for client in sockets.values():
                client.close()
    print(f"burst: 5,000 connects, all welcomed after {spread(times, 's')}; {lost} lost", flush=True)
    return lost == 0


def servers(options):
    return {"heddle": SERVE} | dict(peer.split("=", 1) for peer in options.peer)


@contextlib.contextmanager
def servers_and_go(options):
    """The commands of all servers, and of one in Go where that is installed."""
    commands = servers(options)
    with tempfile.TemporaryDirectory() as work:
        if shutil.which("go"):
            source = pathlib.Path(work, "greeter.go")
            source.write_text(GO)
            subprocess.run(["go", "build", "-o", f"{work}/greeter", str(source)], check=True)
            commands["go"] = f"{work}/greeter {{port}}"
        yield commands


def in_turn(options, commands):
    """Pairs of a name and its command, the order within a round drawn anew."""
    for _ in range(options.rounds):
        yield from random.sample(list(commands.items()), len(commands))


def cost(options, commands, protocol, connections, *load_options):
    """What a message costs each server, in turn, and Heddle's share of the others'."""
    rounds = {}
    for name, command in in_turn(options, commands):
        port = free_port()
        with serving(command, port, protocol) as server:
            rounds.setdefault(name, []).append(
                load(port, "-c", str(connections), "--server-pid", str(server.pid), "--warmup", "3s", "-d", "2s",
                     *load_options, protocol=protocol)())
    for name, values in rounds.items():
        cpu, rate = ([value[key] for value in values] for key in ("serverCpuMicrosPerRequest", "rate"))
        print(f"{protocol}, {connections:,}: {name}: {spread(rate, 'a second')}, CPU {spread(cpu, 'us')},"
              f" p99 {spread([value['latency']['p99'] / 1000 for value in values], 'ms')}", flush=True)
        if name != "heddle":
            for what, key in (("CPU", "serverCpuMicrosPerRequest"), ("rate", "rate")):
                ratios = [ours[key] / theirs[key] for ours, theirs in zip(rounds["heddle"], values)]
                print(f"  heddle's {what} is {spread(ratios, 'times that')}", flush=True)


def rate(options):
    with servers_and_go(options) as commands:
        for connections in (100, 1_000, 10_000):
            cost(options, commands, "tcp", connections)


def udp(options):
    with servers_and_go(options) as commands:
        for sources_ in (64, 1):
            cost(options, commands, "udp", sources_, "--pipeline", "4")


def fair(options):
    with servers_and_go(options) as commands:
        fair_beside(options, commands)


def fair_beside(options, commands):
    polite, beside, ratios = {}, {}, {}
    for name, command in in_turn(options, commands):
        p99 = []
        for depth in ("1", "16"):
            port = free_port()
            with serving(command, port):
                more = load(port, "-c", "100", "--pipeline", depth, "--warmup", "2s", "-d", "4s")
                few = load(port, "-c", "1000", "--warmup", "3s", "-d", "2s")
                p99.append(few()["latency"]["p99"] / 1000)
                more()
        for figures, value in ((polite, p99[0]), (beside, p99[1]), (ratios, p99[1] / p99[0])):
            figures.setdefault(name, []).append(value)
    for name in ratios:
        print(f"fair: {name}: p99 of 1,000 beside 100 more {spread(polite[name], 'ms')}, beside 100 that"
              f" pipeline {spread(beside[name], 'ms')}, ratio {spread(ratios[name], '')}", flush=True)


def welcomes(port, seconds):
    """Connects 20 times a second; how long each waits for its welcome, for ever after 10 s."""
    poll, waiting, waits = select.epoll(), {}, []
    begun = time.monotonic()
    made = 0
    while (now := time.monotonic() - begun) < seconds or waiting and now < seconds + 10:
        if now < seconds and made <= now * 20:
            client = next(iter(connect(port, 1, 9).values()))
            waiting[client.fileno()] = now, client
            poll.register(client, select.EPOLLIN)
            made += 1
        for number, _ in poll.poll(0.01):
            since, client = waiting.pop(number)
            with client:
                waits.append(time.monotonic() - begun - since if client.recv(64) == WELCOME else float("inf"))
    return sorted(waits + [float("inf")] * len(waiting))


def newcomers(options):
    fine = True
    with servers_and_go(options) as commands:
        for connections in (1_000, 10_000):
            rounds = {}
            for name, command in in_turn(options, commands):
                port = free_port()
                with serving(command, port):
                    busy = load(port, "-c", str(connections), "--warmup", "3s", "-d", "7s")
                    time.sleep(4)  # until all have connected, and the server has warmed up
                    rounds.setdefault(name, []).append(welcomes(port, 5))
                    busy()
            for name, values in rounds.items():
                p50, most = ([1000 * waits[at(waits)] for waits in values] for at in (lambda w: len(w) // 2, lambda w: -1))
                fine &= max(most) < float("inf")
                print(f"newcomers beside {connections:,}: {name}: welcomed after {spread(p50, 'ms')}, the last {spread(most, 'ms')}",
                      flush=True)
    return fine


def churn(options):
    rates = {}
    with servers_and_go(options) as commands:
        for name, command in in_turn(options, commands):
            port = free_port()
            with serving(command, port):
                rates.setdefault(name, []).append(
                    load(port, "-c", "100", "--conversation", "1", "--source", sources(2), "--warmup", "8s", "-d", "5s")()["rate"])
    for name, values in rates.items():
        ratios = [ours / theirs for ours, theirs in zip(rates["heddle"], values)]
        beside = "" if name == "heddle" else f"; heddle's is {spread(ratios, 'times that')}"
        print(f"churn: {name}: {spread(values, 'conversations/s')}{beside}", flush=True)


def sources(first, count=40):
    """Addresses enough that no port is needed again while the kernel still remembers it."""
    return ",".join(f"127.0.0.{first + i}" for i in range(count))


def leak(options):
    port = free_port()
    jcmd = None

    def figures(pid):
        nonlocal jcmd
        jcmd = jcmd or str(pathlib.Path(os.readlink(f"/proc/{pid}/exe")).parent / "jcmd")
        subprocess.run([jcmd, str(pid), "GC.run"], capture_output=True, check=True)
        histogram = subprocess.run([jcmd, str(pid), "GC.class_histogram"], capture_output=True, text=True, check=True)
        return (len(os.listdir(f"/proc/{pid}/fd")), status(pid, "Threads"),
                int(histogram.stdout.strip().splitlines()[-1].split()[2]) >> 10, status(pid, "VmRSS") >> 10)

    with serving(SERVE, port) as server:
        def converse(seconds):
            got = load(port, "-c", "100", "--conversation", "1", "--source", sources(2),
                       "--warmup", "0s", "-d", f"{seconds}s")()
            return got["requests"]

        done = converse(5)
        before = figures(server.pid)
        while done < 1_000_000:
            done += converse(20)
        time.sleep(3)  # peers' last FINs
        after = figures(server.pid)
    print(f"leak: {done:,} connections; open files {before[0]} -> {after[0]}, threads {before[1]} -> {after[1]}, "
          f"live heap {before[2]:,} -> {after[2]:,} KiB, resident {before[3]} -> {after[3]} MiB", flush=True)
    return after[0] <= before[0] + 5 and after[2] <= before[2] + 2_048


def rest(options):
    loaded, rested = [], []
    for _ in range(options.rounds):
        port = free_port()
        with serving(SERVE, port) as server:
            load(port, "-c", "100", "--conversation", "1", "--source", sources(2), "--warmup", "0s", "-d", "5s")()
            loaded.append(status(server.pid, "VmRSS") / 1024)
            time.sleep(8)
            rested.append(status(server.pid, "VmRSS") / 1024)
    print(f"rest: {spread(loaded, 'MiB')} resident after a load, {spread(rested, 'MiB')} 8 s later", flush=True)


def hold(port, count, source, orders, answers):
    """A process of clients: connects, and greets all whenever it is told to."""
    sockets = connect(port, count, source)
    right = expect(sockets, WELCOME, 120)
    answers.write(f"{right}\n")
    answers.flush()
    for _ in orders:
        for client in sockets.values():
            with contextlib.suppress(OSError):
                client.send(b"Michael\n")
        answers.write(f"{expect(sockets, b'Hello, Michael!' + bytes([10]), 120)}\n")
        answers.flush()


class Holders:
    """Processes of clients, for each has its own limit of open files."""

    def __init__(self, port, processes, each):
        self.orders, self.answers, self.pids = [], [], []
        for i in range(processes):
            order_read, order_write = os.pipe()
            answer_read, answer_write = os.pipe()
            pid = os.fork()
            if pid == 0:
                for mine in self.orders + self.answers:  # or nobody would see their end
                    mine.close()
                os.close(order_write)
                os.close(answer_read)
                with os.fdopen(order_read) as orders, os.fdopen(answer_write, "w") as answers:
                    hold(port, each, 10 + i, orders, answers)
                os._exit(0)
            os.close(order_read)
            os.close(answer_write)
            self.orders.append(os.fdopen(order_write, "w"))
            self.answers.append(os.fdopen(answer_read))
            self.pids.append(pid)

    def counted(self):
        return sum(int(answers.readline() or 0) for answers in self.answers)

    def greet(self):
        for order in self.orders:
            order.write("greet\n")
            order.flush()
        return self.counted()

    def close(self):
        for order in self.orders:
            order.close()
        for pid in self.pids:
            os.waitpid(pid, 0)


def held(processes, each):
    """How many of so many connections were greeted twice, and what the servers then take in KiB."""
    port = free_port()
    command = SERVE.format(port=port) + " --idle-timeout 10m --no-udp" + (" --reuse-port" if processes > 1 else "")
    with contextlib.ExitStack() as all_servers:
        pids = [all_servers.enter_context(serving(command, port)).pid for _ in range(processes)]
        while listening(port) < processes:  # what was greeted may have been an earlier one
            time.sleep(0.05)
        holders = Holders(port, processes, each)
        try:
            greeted = min(holders.counted(), holders.greet(), holders.greet())
            return greeted, settled(pids)
        finally:
            holders.close()


def settled(pids):
    """The KiB that these take once they no longer give any back, all at once, which takes some seconds."""
    least, since = float("inf"), time.monotonic()
    while time.monotonic() < since + 10:
        time.sleep(1)
        now = sum(status(pid, "VmRSS") for pid in pids)
        if now < 0.99 * least:
            least, since = now, time.monotonic()
    return now


def listening(port):
    """How many sockets listen on the port."""
    tables = [pathlib.Path(name).read_text().splitlines() for name in ("/proc/net/tcp", "/proc/net/tcp6")]
    rows = [line.split() for table in tables for line in table[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


def many(options):
    fine = True
    for processes in (1, PROCESSES):
        few, little = held(processes, 1_000)
        all_, much = held(processes, EACH)
        slope = (much - little) / (processes * (EACH - 1_000))
        fine &= few == processes * 1_000 and all_ == processes * EACH
        print(f"many: {processes} processes: {all_:,} of {processes * EACH:,} connections held and greeted;"
              f" {slope:.2f} KiB resident a connection, {much >> 10:,} MiB in all", flush=True)
    return fine


CASES = {"rate": rate, "udp": udp, "start": start, "burst": burst, "fair": fair, "newcomers": newcomers, "churn": churn, "leak": leak, "rest": rest, "many": many}


def wrong_with(peer, names):
    """What keeps NAME=COMMAND from being a further server; None if nothing does."""
    if not all(peer.partition("=")):
        return "is not a server: write NAME=COMMAND"
    name, command = peer.split("=", 1)
    if name in names:
        return f"is the second '{name}': name it otherwise"
    if "{port}" not in command:
        return "has no {port}: write it where the port belongs"
    try:
        program = shlex.split(command.format(port=1))[0]
    except (ValueError, LookupError, AttributeError) as wrong:
        return f"is no command: {wrong}"
    return None if shutil.which(program) else f"can't be run: there is no program '{program}' here"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("case", nargs="*", metavar="CASE", help=", ".join(CASES))
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds {options.rounds} is not allowed: it starts from 1")
    names = ["heddle", "go"]
    for peer in options.peer:
        if wrong := wrong_with(peer, names):
            parser.error(f"--peer '{peer}' {wrong}")
        names.append(peer.split("=", 1)[0])
    cases = options.case or ["rate", "udp", "start", "burst", "fair", "newcomers", "churn"]
    for case in cases:
        if case not in CASES:
            parser.error(f"'{case}' is not a case: use {', '.join(CASES)}")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if "many" in cases and hard < EACH + 500:
        parser.error(f"many needs {EACH + 500:,} open files a process; this allows {hard:,}")
    subprocess.run([HEDDLE, "--version"], check=True)
    sys.exit(0 if all([CASES[case](options) is not False for case in cases]) else 1)


if __name__ == "__main__":
    ending.run(main)
