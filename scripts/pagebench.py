#!/usr/bin/env python3
"""Measures what the page of `heddle serve` costs the greetings, in turn.

  scripts/pagebench.py [--rounds N] [--seconds S] [--more FILE] CASE...

cost     CPU a greeting of a fresh server without a page, without one again (that ratio is the noise)
         and with a page that nobody looks at, and what each takes without a greeting. Of the one with the
         page: what it takes in the three seconds in which somebody looks for the first time beyond what
         it takes in the next three, as seconds of CPU, at 10,000 greetings a second (the JDK opens its
         recorder); then CPU a greeting while somebody looks
siege    greetings a second of 30,000 intended, their p99, and the CPU of each, the page's work included,
         while clients of the page stall: slowhttptest opens 50 connections a second that drip a header, send
         a body or don't read; and while curl asks 20 times a second. Each is set beside the runs without
         before and after it, of the same server, and so is a run with nothing ("itself"): that ratio is
         the noise
rush     the same in a closed loop, which takes all the CPU there is, and so feels what the besiegers take
         of it too
tilt     likewise at 5,000 a second beside wrk and ab, which ask the page as fast as they can
threads  percentiles of 5,000 greetings a second over 10,000 connections while /threads.json is asked for
         all the time, likewise

Ratios are medians, lowest and highest; "mean" is the geometric mean with its 95 % interval. --more keeps
every figure in FILE and counts those that are there already, so that long measurements can be made in short
ones. The load is `heddle load`, which checks every reply; a wrong or missing one ends it all. The JDK is that
of scripts/heddle: set HEDDLE_JAVA_HOME to choose. Needs slowhttptest, curl, wrk and ab.
"""
import argparse
import contextlib
import json
import math
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

from lib import ending

HEDDLE = str(pathlib.Path(__file__).resolve().parent / "heddle")
SERVE = ["serve", "--quiet", "--bind", "127.0.0.1", "--port", "0"]
PAGE = ["--http-port", "0"]
NO_PAGE = ["--no-http"]
SLOW = ["slowhttptest", "-c", "5000", "-r", "50", "-i", "1", "-l", "60", "-p", "3", "-u", "{url}"]
BESIDE = {
    "headers": [*SLOW, "-H"],
    "body": [*SLOW, "-B"],
    "read": [*SLOW, "-X", "-w", "1", "-y", "1", "-n", "1", "-z", "1"],
    "curl": ["curl", "-s", "--rate", "20/s", "{url}hello?name=[1-9999]"],
    "viewer": ["curl", "-sN", "{url}events"],
    "wrk": ["wrk", "-t", "1", "-c", "40", "-d", "60s", "{url}hello?name=Michael"],
    "ab": ["ab", "-q", "-k", "-l", "-t", "60", "-n", "10000000", "-c", "40", "{url}metrics"],
    "threads": ["curl", "-s", "--rate", "20/s", "{url}threads.json?query=[1-9999]"],
}
COST = {"no page": NO_PAGE, "itself": NO_PAGE, "page": PAGE}
PRESSED = ["rate/s", "p99 us", "CPU ns"]
PERCENTILES = ["p50", "p99", "p99.9"]


class Server:
    """A server of its own, through `scripts/heddle`, with what it is loaded with."""

    def __init__(self, options, load):
        self.options = load
        self.process = subprocess.Popen([HEDDLE, *SERVE, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.tcp = self.line().replace("tcp ", "tcp://")
        self.line()  # UDP
        self.url = "" if options == NO_PAGE else self.line().removeprefix("http ")
        for _ in range(2):  # warms both up
            self.load()

    def line(self):
        line = self.process.stdout.readline().strip()
        return line or sys.exit(self.process.stderr.read())

    def load(self):
        """A round of `heddle load`, as its report tells it."""
        with tempfile.NamedTemporaryFile() as report:
            command = [HEDDLE, "load", self.tcp, "--server-pid", str(self.process.pid), "--json", report.name]
            run = subprocess.run([*command, *self.options], capture_output=True, text=True)
            if run.returncode:
                sys.exit(run.stdout + run.stderr)
            return json.load(report)["rounds"][0]

    def cpu_while(self, seconds):
        """Seconds of CPU that it takes meanwhile."""
        before = self.cpu()
        time.sleep(seconds)
        return self.cpu() - before

    def cpu(self):
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.communicate()


@contextlib.contextmanager
def going(name, command, sleep):
    """Runs a command meanwhile, from so many seconds before, and sees that it did."""
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=null, stdout=null, stderr=null)
    try:
        time.sleep(sleep)
        yield
        if process.poll() is not None:
            sys.exit(f"{name} ended early, with {process.returncode}: {' '.join(command)}")
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def loaded(server, rate):
    """Keeps greetings at this rate going meanwhile."""
    command = [HEDDLE, "load", server.tcp, "-q", str(rate), "-d", "60s", "--warmup", "0s"]
    with going("the load", command, 3):  # until it runs evenly
        yield


@contextlib.contextmanager
def beside(name, server, sleep=1.5):
    """Keeps what is called so going meanwhile, and sees that it did."""
    if name not in BESIDE:
        yield
        return
    command = [part.replace("{url}", server.url) for part in BESIDE[name]]
    with going(name, command, sleep):  # until there are more than the page has places for
        yield


def shown(values):
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def mean(values):
    """Geometric, with the 95 % interval of Student's t."""
    logs = [math.log(value) for value in values]
    middle, count = statistics.mean(logs), len(logs)
    if count < 3:
        return f"{math.exp(middle):.3f}"
    t = T_95[min(count - 1, len(T_95) - 1)]
    reach = t * statistics.stdev(logs) / math.sqrt(count)
    return f"{math.exp(middle):.3f} ({math.exp(middle - reach):.3f} to {math.exp(middle + reach):.3f})"


def cost(rounds, load):
    def micros(server):
        return server.load()["serverCpuMicrosPerRequest"]

    for _ in range(rounds):
        row = {}
        for name in random.sample(list(COST), len(COST)):
            with Server(COST[name], load) as server:
                row[name] = micros(server)
                row["idle " + name] = 1_000 * server.cpu_while(5) / 5
                if name == "page":
                    with loaded(server, 10_000), beside("viewer", server, 0):
                        row["first look"] = server.cpu_while(3) - server.cpu_while(3)
                    before = micros(server)
                    with beside("viewer", server):
                        meanwhile = micros(server)
                    row["looked at"] = meanwhile / ((before + micros(server)) / 2)
        yield row


def tell_cost(rows):
    for name in COST:
        values = [row[name] for row in rows]
        ratios = [row[name] / row["no page"] for row in rows]
        print(f"  {name:<10} {shown(values)} us of CPU a greeting   by no page {shown(ratios)}")
        idle = [row["idle " + name] for row in rows]
        print(f"  {'':<10} {shown(idle)} ms of CPU a second without a greeting")
    print(f"  first look {shown([row['first look'] for row in rows])} s of CPU, once")
    looked = [row["looked at"] for row in rows]
    print(f"  looked at  by the same server before and after {shown(looked)} mean {mean(looked)}")


def alternating(names, figures):
    """Measures what stands beside the load, each between two runs without."""

    def measure(rounds, load):
        with Server(PAGE, load) as server:
            before = figures(server.load())
            for _ in range(rounds):
                row = {}
                for name in random.sample(names, len(names)):
                    with beside(name, server):
                        meanwhile = figures(server.load())
                    after = figures(server.load())
                    row[name] = [meanwhile, [(a + b) / 2 for a, b in zip(before, after)]]
                    before = after
                yield row

    return measure


def pressed(round_):
    return [round_["rate"], round_["latency"]["p99"], 1_000 * round_["serverCpuMicrosPerRequest"]]


def alternated(names, what):
    def tell(rows):
        for name in names:
            for i, each in enumerate(what):
                with_, without = ([row[name][side][i] for row in rows] for side in (0, 1))
                ratios = [a / b for a, b in zip(with_, without)]
                print(f"  {name:<10} {each:<9} {statistics.median(with_):>9,.0f}   by nothing {shown(ratios)} mean {mean(ratios)}")

    return tell


# Quantiles of Student's t for 95 % on both sides, by degrees of freedom; the last for all beyond.
T_95 = [math.nan, 12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13]
SHORT = ["--warmup", "500ms"]
# Where it is told how long greetings take, the generator must be warm.
WARM = ["--warmup", "1500ms"]
STALLS = ["headers", "body", "read", "curl", "itself"]
TILTS = ["wrk", "ab", "itself"]
THREADS = ["threads", "itself"]
CASES = {
    "cost": (SHORT, cost, tell_cost),
    "siege": ([*WARM, "-q", "30000"], alternating(STALLS, pressed), alternated(STALLS, PRESSED)),
    "rush": (SHORT, alternating(STALLS, pressed), alternated(STALLS, PRESSED)),
    "tilt": ([*WARM, "-q", "5000"], alternating(TILTS, pressed), alternated(TILTS, PRESSED)),
    "threads": (
        [*SHORT, "-q", "5000", "-c", "10000"],
        alternating(THREADS, lambda r: [r["latency"][p] for p in PERCENTILES]),
        alternated(THREADS, [p + " us" for p in PERCENTILES]),
    ),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--more", type=pathlib.Path, metavar="FILE")
    parser.add_argument("cases", nargs="+", choices=CASES, metavar="CASE")
    args = parser.parse_args()
    if args.rounds < 1:
        parser.error(f"--rounds {args.rounds} is not allowed: it starts from 1")
    print(subprocess.run([HEDDLE, "--version"], capture_output=True, text=True, check=True).stdout.strip())
    kept = json.loads(args.more.read_text()) if args.more and args.more.exists() else {}
    for name in args.cases:
        options, measure, tell = CASES[name]
        rows = kept.setdefault(name, [])
        for row in measure(args.rounds, ["-d", f"{args.seconds}s", *options]):
            rows.append(row)
            if args.more:
                args.more.write_text(json.dumps(kept))
        print(f"\n{name}, {len(rows)} rounds")
        tell(rows)


if __name__ == "__main__":
    ending.run(main)
