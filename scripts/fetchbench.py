#!/usr/bin/env python3
"""Sets `heddle fetch` beside `curl --parallel` and `aria2c`, in turn, start-up and all.

  scripts/fetchbench.py [--rounds N] [--dir DIR] [--tools T,T...] [--peer NAME=HEDDLE]... [CASE...]

Cases: small (2,000 files of 10 KB from 50 addresses), many (60,000 of them), large (8 files of
256 MB), waits (1,000 answers that take 100 ms each; Heddle alone, against the ideal). Serves them by
an nginx of its own on 127.0.0.1 to 127.0.0.50, for Linux has those addresses without being asked.
Files go to DIR (default target/fetchbench), which is removed at the end; every run's are counted and
added up, and those of the first round compared byte for byte. Needs nginx, and the tools. HEDDLE of a
peer is the scripts/heddle of another build.

Small files are left where they are until then, and each run has a folder of its own: on ext4 without
a journal whoever creates a file shortly after the deletion of many pays for looking past each of
those, and so the tool that creates them one after the other pays most. --deleted deletes them before
each run all the same.
"""
import argparse
import asyncio
import os
import pathlib
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

from lib import ending

HOME = pathlib.Path(__file__).resolve().parent.parent
HOSTS = 50
AT_ONCE = 64
TOOLS = ["heddle", "curl", "aria2c"]
KINDS = {
    "small": (2_000, 10_240),
    "many": (60_000, 10_240),
    "large": (8, 256 << 20),
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """An nginx that serves a folder on 50 addresses."""

    def __init__(self, work, site):
        self.port = free_port()
        conf = work / "nginx.conf"
        user = "user root;" if os.getuid() == 0 else ""
        conf.write_text(f"""
{user} worker_processes 1; daemon off; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
  open_file_cache max=2000; client_body_temp_path {work}/body; proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi; uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
  server {{ listen {self.port} backlog=4096; root {site}; }}
}}""")
        self.process = subprocess.Popen(["nginx", "-p", str(work), "-c", str(conf), "-e", f"{work}/error.log"])
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("nginx did not start: see " + str(work / "error.log"))

    def close(self):
        self.process.terminate()
        self.process.wait()


def files(kind):
    """Pairs of a URL's host number and its path; 40 files stand for all that are small."""
    count, _ = KINDS[kind]
    if kind == "large":
        return [(i + 1, f"/large/{i}") for i in range(count)]
    each = count // HOSTS
    return [(host + 1, f"/small/{i % 40}?{i}") for i in range(each) for host in range(HOSTS)]


def make_site(site, kinds):
    random.seed(1)
    for folder, count, size in (("small", 40, 10_240), ("large", 8, 256 << 20)):
        if folder == "large" and "large" not in kinds:
            continue
        (site / folder).mkdir(parents=True)
        for i in range(count):
            piece = random.randbytes(min(size, 1 << 20))
            with open(site / folder / str(i), "wb") as out:
                for _ in range(size // len(piece)):
                    out.write(piece)


def commands(urls, work, out, peers):
    """Each tool's command for the same URLs, each into files of their own."""
    names = [f"{out}/{url.split('/')[2].replace(':', '+')}/{url.split('/', 3)[3].replace('/', '_').replace('?', '_')}" for url in urls]
    (work / "list").write_text("".join(url + "\n" for url in urls))
    (work / "curl").write_text("".join(f'url = "{u}"\noutput = "{n}"\n' for u, n in zip(urls, names)))
    (work / "aria2").write_text("".join(f"{u}\n  out={os.path.relpath(n, out)}\n" for u, n in zip(urls, names)))
    fetch = ["fetch", "-i", str(work / "list"), "-o", str(out), "--max-size", "0"]
    return {
        "heddle": [str(HOME / "scripts/heddle"), *fetch],
        **{name: [heddle, *fetch] for name, heddle in peers.items()},
        "curl": ["curl", "-sS", "--parallel", "--parallel-max", str(AT_ONCE), "--create-dirs", "-K", str(work / "curl")],
        "aria2c": ["aria2c", "-q", "-j", str(AT_ONCE), "-x", "1", "-s", "1", "--file-allocation=none",
                   "-d", str(out), "-i", str(work / "aria2")],
    }


def check(name, out, urls, site, thorough):
    found = [p for p in out.rglob("*") if p.is_file()]
    if len(found) != len(urls):
        sys.exit(f"{name} left {len(found)} files instead of {len(urls)}")
    size = sum(p.stat().st_size for p in found)
    expected = sum((site / re.sub(r"\?.*", "", url.split("/", 3)[3])).stat().st_size for url in urls)
    if size != expected:
        sys.exit(f"{name} left {size} bytes instead of {expected}")
    if thorough:
        known = {p.read_bytes() for p in (site / "small").iterdir()} if "/small/" in urls[0] else None
        for p in found:
            if known is not None and p.read_bytes() not in known:
                sys.exit(f"{p} is not what was served")
            if known is None and subprocess.run(["cmp", "-s", p, site / "large" / re.sub(r".*large[_/]", "", str(p))]).returncode:
                sys.exit(f"{p} is not what was served")


def compare(kind, rounds, work, site, tools, peers, deleted):
    nginx = Nginx(work, site)
    urls = [f"http://127.0.0.{host}:{nginx.port}{path}" for host, path in files(kind)]
    out = work / "out"
    times = {}
    try:
        for turn in range(rounds + 1):  # the first is not counted: caches, the class-data archive
            order = list(commands(urls, work, out, peers).items())
            random.seed()
            random.shuffle(order)
            for name, command in order:
                if name not in tools:
                    continue
                if deleted or kind == "large":
                    shutil.rmtree(out, ignore_errors=True)
                elif out.exists():
                    out.rename(work / f"{kind}-{turn}-before-{name}")
                out.mkdir()
                os.sync()
                with open(work / (name + ".log"), "wb") as log:
                    before = os.times()
                    start = time.monotonic()
                    code = subprocess.run(command, stdout=log, stderr=log, cwd=work).returncode
                    wall = time.monotonic() - start
                    after = os.times()
                if code:
                    last = (work / (name + ".log")).read_text(errors="replace").strip().splitlines()[-1:]
                    sys.exit(f"{name} ended with {code}: {(last or ['it says nothing'])[0]}")
                check(name, out, urls, site, turn == 0)
                cpu = after.children_user + after.children_system - before.children_user - before.children_system
                if turn:
                    times.setdefault(name, []).append((wall, cpu))
    finally:
        nginx.close()
        shutil.rmtree(out, ignore_errors=True)
    print(f"\n{kind}: {len(urls):,} files of {KINDS[kind][1]:,} bytes, {rounds} rounds in turn"
          + (", each right after the deletion of as many" if deleted else ""))
    for name, taken in times.items():
        walls = [wall for wall, _ in taken]
        line = f"  {name:8} {statistics.median(walls):7.2f} s ({min(walls):.2f} to {max(walls):.2f}), CPU {statistics.median(c for _, c in taken):.2f} s"
        if name != "heddle" and "heddle" in times:
            ratios = [own[0] / other[0] for own, other in zip(times["heddle"], taken)]
            cpu = statistics.median(own[1] / other[1] for own, other in zip(times["heddle"], taken))
            line += f"; heddle takes {statistics.median(ratios):.2f}x ({min(ratios):.2f} to {max(ratios):.2f}) its time, {cpu:.2f}x its CPU"
        print(line, flush=True)


def waits(rounds, work):
    """1,000 answers of 100 ms each from 50 addresses, 64 at once."""
    count, delay = 1_000, 0.1
    served = {}

    async def serve(reader, writer):
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                served.setdefault("first", time.monotonic())
                await asyncio.sleep(delay)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                await writer.drain()
                served["last"] = time.monotonic()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    port = free_port()
    loop = asyncio.new_event_loop()
    started = threading.Event()

    def run():
        asyncio.set_event_loop(loop)
        loop.run_until_complete(asyncio.start_server(serve, "0.0.0.0", port, backlog=4096))
        started.set()
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    started.wait()
    (work / "list").write_text("".join(f"http://127.0.0.{i % HOSTS + 1}:{port}/{i}\n" for i in range(count)))
    ideal = -(-count // AT_ONCE) * delay
    ratios = []
    for turn in range(rounds + 1):
        served.clear()
        subprocess.run([str(HOME / "scripts/heddle"), "fetch", "-i", str(work / "list"), "--discard", "-j", str(AT_ONCE), "--per-host", str(AT_ONCE)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if turn:
            ratios.append((served["last"] - served["first"]) / ideal)
    print(f"\nwaits: 1,000 answers of 100 ms, 64 at once, {rounds} rounds: from the first request to the last byte "
          f"{statistics.median(ratios):.3f}x ({min(ratios):.3f} to {max(ratios):.3f}) the ideal {ideal:.1f} s")


def runs(heddle):
    try:
        return not subprocess.run([heddle, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    except OSError:
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="small, many, large, waits; default: all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--dir", type=pathlib.Path, default=HOME / "target/fetchbench")
    parser.add_argument("--tools", help=",".join(TOOLS) + "; default: all")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=HEDDLE", help="another build's scripts/heddle")
    parser.add_argument("--deleted", action="store_true", help="delete the files of each run right before the next")
    args = parser.parse_args()
    if args.rounds < 1:
        parser.error(f"--rounds {args.rounds} is not allowed: it starts from 1")
    cases = args.cases or ["small", "many", "large", "waits"]
    for case in cases:
        if case not in KINDS and case != "waits":
            parser.error(f"no case '{case}': small, many, large or waits")
    tools = args.tools.split(",") if args.tools else TOOLS
    for tool in tools:
        if tool not in TOOLS:
            parser.error(f"no tool '{tool}': {', '.join(TOOLS)}")
    peers = {}
    for peer in args.peer:
        name, _, heddle = peer.partition("=")
        if not re.fullmatch(r"[\w.-]+", name) or name in [*TOOLS, *peers] or not runs(heddle):
            parser.error(f"--peer '{peer}' is not allowed: NAME=HEDDLE, with a name of its own and a script that runs")
        peers[name] = str(pathlib.Path(heddle).resolve())
    needed = ["nginx", *(tool for tool in tools if tool != "heddle")]
    lacking = [tool for tool in needed if not shutil.which(tool)]
    if lacking:
        sys.exit("not found: " + ", ".join(lacking) + "; on Debian: apt install nginx-light curl aria2")
    work = args.dir.resolve()
    if work.exists():
        sys.exit(f"{work} is there already: name another with --dir, or remove it")
    site = work / "site"
    site.mkdir(parents=True)
    try:
        make_site(site, cases)
        for case in cases:
            if case == "waits":
                waits(args.rounds, work)
            else:
                compare(case, args.rounds, work, site, [*tools, *peers], peers, args.deleted)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    ending.run(main)
