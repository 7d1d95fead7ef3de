#!/usr/bin/env python3
"""Measures what the page of `heddle serve` costs the greetings, in turn.

  scripts/pagebench.py [--rounds N] [--seconds S] CASE...

cost     CPU a greeting of a fresh server without a page, without one again (that ratio is the noise),
         with a page that nobody looks at, and with one that is looked at
siege    greetings a second, in a closed loop, while clients of the page stall: slowhttptest opens 50
         connections a second that drip a header, send a body or don't read; and while curl asks 20 times
         a second. Each is set beside the runs without before and after it, of the same server
tilt     greetings a second of 5,000 intended, and their p99, beside wrk and ab, which ask the page as fast
         as they can. A closed loop would tell nothing: they and it fight for the same cores
threads  p99 of 5,000 greetings a second over 10,000 connections while /threads.json is asked for all the
         time, likewise beside runs without

The load is `heddle load`, which checks every reply; a wrong or missing one ends the measurement. The JDK
is that of scripts/heddle: set HEDDLE_JAVA_HOME to choose. Needs slowhttptest, curl, wrk and ab.
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


class Server:
    """A server of its own, through `scripts/heddle`."""

    def __init__(self, options):
        self.process = subprocess.Popen([HEDDLE, *SERVE, *options], stdout=subprocess.PIPE, text=True)
        self.tcp = self.line().replace("tcp ", "tcp://")
        self.line()  # UDP
        self.url = "" if "--no-http" in options else self.line().removeprefix("http ")

    def line(self):
        line = self.process.stdout.readline().strip()
        return line or sys.exit("the server did not start")

    def load(self, work, *options):
        """A round of `heddle load`, as its report tells it."""
        report = work / "load.json"
        command = [HEDDLE, "load", self.tcp, "--server-pid", str(self.process.pid), "--json", str(report), *options]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stdout + run.stderr)
        return json.loads(report.read_text())["rounds"][0]

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def beside(name, server):
    """Keeps what `name` names going meanwhile, and tells whether it did; nothing is named: nothing."""
    if not name:
        yield
        return
    command = [part.format(url=server.url) if "{url}" in part else part for part in BESIDE[name]]
    with open(os.devnull, "w") as null:
        other = subprocess.Popen(command, stdin=null, stdout=null, stderr=null)
        try:
            time.sleep(1.5)  # until there are more of them than the page has places for
            yield
            if other.poll() is not None:
                sys.exit(f"{name} ended early, with {other.returncode}: {' '.join(command)}")
        finally:
            other.terminate()
            other.wait()


def shown(values):
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def cost(args, work):
    kinds = {"no page": (NO_PAGE, None), "itself": (NO_PAGE, None), "page": (PAGE, None), "looked at": (PAGE, "viewer")}
    micros = {name: [] for name in kinds}
    for _ in range(args.rounds):
        for name in random.sample(list(kinds), len(kinds)):
            options, other = kinds[name]
            with Server(options) as server, beside(other, server):
                round_ = server.load(work, "--warmup", "3s", "-d", f"{args.seconds}s")
            micros[name].append(round_["serverCpuMicrosPerRequest"])
    print(f"\nCPU a greeting, microseconds; {args.rounds} rounds")
    for name, values in micros.items():
        ratios = [value / base for value, base in zip(values, micros["no page"])]
        print(f"  {name:<10} {shown(values)}   by no page {shown(ratios)}")


def alternate(args, work, names, options, figures):
    """Figures of each name by the mean of the runs without, before and after it."""
    ratios = {name: [] for name in names}
    values = {name: [] for name in ["", *names]}
    with Server(PAGE) as server:
        server.load(work, *options)  # warms it up
        for _ in range(args.rounds):
            before = server.load(work, *options)
            for name in random.sample(names, len(names)):
                with beside(name, server):
                    meanwhile = server.load(work, *options)
                after = server.load(work, *options)
                with_, without = figures(meanwhile), [figures(before), figures(after)]
                ratios[name].append([f / ((a + b) / 2) for f, a, b in zip(with_, *without)])
                values[name].append(with_)
                values[""] += without
                before = after
    return values, ratios


def tell(title, what, values, ratios):
    print(f"\n{title}")
    for name in values:
        for i, each in enumerate(what):
            line = f"  {name or 'nothing':<10} {each} {statistics.median(v[i] for v in values[name]):,.0f}"
            if name:
                line += f"   by nothing {shown([r[i] for r in ratios[name]])}"
            print(line)


def siege(args, work):
    names = ["headers", "body", "read", "curl"]
    options = ["--warmup", "500ms", "-d", f"{args.seconds}s"]
    result = alternate(args, work, names, options, lambda r: [r["rate"]])
    tell(f"closed loop, 100 connections; {args.rounds} rounds", ["rate/s"], *result)


def tilt(args, work):
    names = ["wrk", "ab"]
    options = ["--warmup", "500ms", "-d", f"{args.seconds}s", "-q", "5000"]
    result = alternate(args, work, names, options, lambda r: [r["rate"], r["latency"]["p99"]])
    tell(f"open loop, 5,000 greetings/s intended; {args.rounds} rounds", ["rate/s", "p99 us"], *result)


def threads(args, work):
    options = ["-c", "10000", "--warmup", "3s", "-d", f"{args.seconds}s", "-q", "5000"]
    percentiles = ["p50", "p99", "p99.9"]
    result = alternate(args, work, ["threads"], options, lambda r: [r["latency"][p] for p in percentiles])
    title = f"open loop, 5,000 greetings/s over 10,000 connections; {args.rounds} rounds"
    tell(title, [p + " us" for p in percentiles], *result)


def main():
    cases = {"cost": cost, "siege": siege, "tilt": tilt, "threads": threads}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("cases", nargs="+", choices=cases, metavar="CASE")
    args = parser.parse_args()
    print(subprocess.run([HEDDLE, "--version"], capture_output=True, text=True, check=True).stdout.strip())
    with tempfile.TemporaryDirectory() as folder:
        for name in args.cases:
            cases[name](args, pathlib.Path(folder))


if __name__ == "__main__":
    main()
