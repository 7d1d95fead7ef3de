#!/usr/bin/env bash
# Builds and runs the benchmarks, and sets virtual threads beside platform threads at the end.
#
#   scripts/bench.sh [--quick] [--jdk 21|25] [JMH_ARGS...]
#
# --quick     runs every benchmark once and briefly, with small parameters: whether they run, not
#             what they show
# --jdk       the JDK to take (else as scripts/heddle does)
# JMH_ARGS    as JMH takes them: part of a benchmark's name, -f 5, -p connections=100, ...
#
# All of them take about an hour. The report is JSON under target/bench, with the JDK and the
# machine in its name; the log is beside it. Exit codes: 0 all ran; 1 one failed; 2 usage; 3 the
# machine lacks what is needed; 130 and 143 after Ctrl-C and SIGTERM, which leave no process.
set -euo pipefail

heddle_home=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/jdk.sh
. "$heddle_home/scripts/lib/jdk.sh"
# shellcheck source=lib/group.sh
. "$heddle_home/scripts/lib/group.sh"

usage() {
  sed -n 's/^# \{0,1\}//p' "${BASH_SOURCE[0]}" | sed -n '2,13p'
}

releases=$supported_releases
quick=''
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=yes; shift ;;
    --jdk)
      releases=${2:-}
      case " $supported_releases " in
        *" $releases "*) [ -n "$releases" ] && shift 2 && continue ;;
      esac
      echo "bench.sh: --jdk takes one of $supported_releases, not '$releases'" >&2
      exit 2
      ;;
    -h | --help) usage; exit ;;
    -rf | -rff) echo "bench.sh: $1 is not allowed: the report is JSON under target/bench" >&2; exit 2 ;;
    *) break ;;
  esac
done

stopped() {
  trap '' INT TERM
  end_group
  if [ -n "$report" ] && [ ! -s "$report" ]; then rm -f "$report"; fi # JMH creates it at the start
  echo "bench.sh: stopped, no report" >&2
  exit "$1"
}
report=''
trap 'stopped 130' INT
trap 'stopped 143' TERM
trap end_group EXIT

find_jdk "$releases"
jar=$heddle_home/target/benchmarks.jar

is_current() {
  [ -f "$jar" ] &&
    LC_ALL=C grep -qaF "META-INF/heddle/java-$jdk_release" "$jar" &&
    [ -z "$(find "$heddle_home"/pom.xml "$heddle_home"/.mvn "$heddle_home"/src/main "$heddle_home"/jmh -newer "$jar" -print | head -n 1)" ]
}

if ! is_current; then
  echo "bench.sh: building benchmarks.jar with JDK $jdk_version ($jdk)" >&2
  in_group run_maven -Dorg.slf4j.simpleLogger.defaultLogLevel=warn package -DskipTests >&2 ||
    die "the build failed, see above"
fi

if ! list=$("$jdk/bin/java" --enable-preview -jar "$jar" -l "$@" 2>&1); then
  printf 'bench.sh: JMH does not take these arguments: %s\n%s\n' "$*" "$list" >&2
  exit 2
fi
for arg in "$@"; do
  case $arg in -l | -lp | -lprof | -lrf | -h) "$jdk/bin/java" --enable-preview -jar "$jar" "$@"; exit ;; esac
done
case $list in
  *dev.heddle.*) ;;
  *) echo "bench.sh: no benchmark matches: $*" >&2; exit 2 ;;
esac

java=("$jdk/bin/java" --enable-preview)
settings=(-prof dev.heddle.bench.Figures)
if [ -n "$quick" ]; then
  java+=(-Djmh.ignoreLock=true)
  settings+=(-f 1 -wi 1 -w 100ms -i 1 -r 200ms -p connections=10 -p tasks=100 -p sessions=1000)
  settings+=(-p urls=200 -p hosts=10 -p atOnce=64 -p delay=10 -p messages=16)
elif [ -r /proc/meminfo ] && [ "$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)" -lt 7500000 ]; then
  echo "bench.sh: a million sessions are left out: they need 7 GB of memory" >&2
  settings+=(-e 'ParkedSessionsBenchmark\.most')
fi

mkdir -p "$heddle_home/target/bench" 2>/dev/null || die "cannot write to $heddle_home/target/bench"
machine=$(uname -n | tr -c 'A-Za-z0-9\n' '-')-$(uname -s | tr 'A-Z' 'a-z')-$(uname -m)
report=$heddle_home/target/bench/${quick:+quick-}jdk-$jdk_version-$machine-$(date +%Y%m%d-%H%M%S).json
log=${report%.json}.log

# JMH takes the last of options that come twice only where they differ in nothing: callers' own go
# first, and ours that they have too are left out.
arguments=("$@")
i=0
while [ $i -lt ${#settings[@]} ]; do
  option=${settings[$i]} value=${settings[$((i + 1))]}
  i=$((i + 2))
  given=''
  for arg in "$@"; do
    case $option in
      -p) case $arg in "${value%%=*}="*) given=yes ;; esac ;;
      -prof | -e) ;;
      *) [ "$arg" = "$option" ] && given=yes ;;
    esac
  done
  [ -n "$given" ] || arguments+=("$option" "$value")
done

run_all() {
  "${java[@]}" -jar "$jar" "${arguments[@]}" -rf json -rff "$report" 2>&1 | tee "$log"
}

echo "bench.sh: JDK $jdk_version ($jdk)"
status=0
in_group run_all || status=$?
if grep -q 'Unable to acquire the JMH lock' "$log"; then
  die "other benchmarks run on this machine, and both would measure each other: wait for their end"
fi
if [ $status != 0 ] || [ ! -s "$report" ]; then
  echo "bench.sh: the run failed; the log is $log" >&2
  exit 1
fi

help=$("$heddle_home/scripts/heddle" compare --help 2>&1) || help=''
if [[ $help == *--by* ]]; then # without the command, the help is that of heddle itself
  "$heddle_home/scripts/heddle" compare --by threads "$report" || status=$?
else
  echo "bench.sh: no table: heddle compare is not there"
fi
echo "bench.sh: the report is $report"

# JMH goes on when a benchmark fails, and says that all is well.
if grep -qE '^<(failure|forked VM failed)|^(ERROR|# Fork failed)' "$log"; then
  echo "bench.sh: a benchmark failed; look for '<failure>' in $log" >&2
  exit 1
fi
[ $status = 0 ] || exit 1
