#!/usr/bin/env python3
"""Measures what the page of `heddle serve` costs the greetings, in turn.

  scripts/pagebench.py [--rounds N] [--seconds S] [--more FILE] CASE...

cost     CPU a greeting of a fresh server without a page, without one again (that ratio is the noise)
         and with a page that nobody looks at; then of that one in the first seconds that somebody
         does, while the JDK opens its recorder, and in those that follow
siege    greetings a second in a closed loop, and the CPU of each, the page's work included, while clients
         of the page stall: slowhttptest opens 50 connections a second that drip a header, send a body or
         don't read; and while curl asks 20 times a second. Each is set beside the runs without before and
         after it, of the same server, and so is a run with nothing ("itself"): that ratio is the noise
tilt     greetings a second of 5,000 intended, and their p99, beside wrk and ab, which ask the page as fast
         as they can. A closed loop would tell nothing: they and it fight for the same cores
threads  percentiles of 5,000 greetings a second over 10,000 connections while /threads.json is asked for
         all the time, likewise

Ratios are medians, lowest and highest. --more keeps every figure in FILE and counts those that are there
already, so that long measurements can be made in short ones. The load is `heddle load`, which checks every
reply; a wrong or missing one ends it all. The JDK is that of scripts/heddle: set HEDDLE_JAVA_HOME to
choose. Needs slowhttptest, curl, wrk and ab.
"""
import argparse
import contextlib
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

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

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.communicate()


@contextlib.contextmanager
def beside(name, server):
    """Keeps what is called so going meanwhile, and sees that it did."""
    if name not in BESIDE:
        yield
        return
    command = [part.replace("{url}", server.url) for part in BESIDE[name]]
    with open(os.devnull, "w") as null:
        other = subprocess.Popen(command, stdin=null, stdout=null, stderr=null)
        try:
            time.sleep(1.5)  # until there are more than the page has places for
            yield
            if other.poll() is not None:
                sys.exit(f"{name} ended early, with {other.returncode}: {' '.join(command)}")
        finally:
            other.terminate()
            other.wait()


def shown(values):
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def cost(rounds, load):
    def micros(server):
        return server.load()["serverCpuMicrosPerRequest"]

    for _ in range(rounds):
        row = {}
        for name in random.sample(list(COST), len(COST)):
            with Server(COST[name], load) as server:
                row[name] = micros(server)
                if name == "page":
                    with beside("viewer", server):
                        first, later = micros(server), micros(server)
                    without = (row[name] + micros(server)) / 2
                    row["at first"], row["looked at"] = first / without, later / without
        yield row


def tell_cost(rows):
    for name in COST:
        values = [row[name] for row in rows]
        ratios = [row[name] / row["no page"] for row in rows]
        print(f"  {name:<10} {shown(values)} us of CPU a greeting   by no page {shown(ratios)}")
    for name in ("at first", "looked at"):
        print(f"  {name:<10} by the same server before and after {shown([row[name] for row in rows])}")


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


def alternated(names, what):
    def tell(rows):
        for name in names:
            for i, each in enumerate(what):
                with_, without = ([row[name][side][i] for row in rows] for side in (0, 1))
                ratios = [a / b for a, b in zip(with_, without)]
                print(f"  {name:<10} {each:<9} {statistics.median(with_):>9,.0f}   by nothing {shown(ratios)}")

    return tell


STALLS = ["headers", "body", "read", "curl", "itself"]
TILTS = ["wrk", "ab", "itself"]
THREADS = ["threads", "itself"]
CASES = {
    "cost": ([], cost, tell_cost),
    "siege": (
        [],
        alternating(STALLS, lambda r: [r["rate"], 1_000 * r["serverCpuMicrosPerRequest"]]),
        alternated(STALLS, ["rate/s", "CPU ns"]),
    ),
    "tilt": (
        ["-q", "5000"],
        alternating(TILTS, lambda r: [r["rate"], r["latency"]["p99"]]),
        alternated(TILTS, ["rate/s", "p99 us"]),
    ),
    "threads": (
        ["-q", "5000", "-c", "10000"],
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
    print(subprocess.run([HEDDLE, "--version"], capture_output=True, text=True, check=True).stdout.strip())
    kept = json.loads(args.more.read_text()) if args.more and args.more.exists() else {}
    for name in args.cases:
        options, measure, tell = CASES[name]
        rows = kept.setdefault(name, [])
        for row in measure(args.rounds, ["--warmup", "500ms", "-d", f"{args.seconds}s", *options]):
            rows.append(row)
            if args.more:
                args.more.write_text(json.dumps(kept))
        print(f"\n{name}, {len(rows)} rounds")
        tell(rows)


if __name__ == "__main__":
    main()
