#!/usr/bin/env bash
# Builds and runs the benchmarks, and sets virtual threads beside platform threads at the end.
#
#   scripts/bench.sh [--quick] [--jdk 21|25] [--rounds N] [--with JVM_OPTIONS] [--base JAR] [JMH_ARGS...]
#
# --quick     runs every benchmark once and briefly, with small parameters: whether they run, not
#             what they show
# --jdk       the JDK to take (else as scripts/heddle does)
# --rounds N  one fork of each benchmark a round, instead of all its forks at once: a machine that
#             drifts does so for all alike
# --with      sets runs with these JVM options beside runs without, in turn in each round (5 unless
#             told), and compares them: --with -XX:+UseZGC
# --base JAR  likewise with another benchmarks.jar, such as that of an earlier commit
# JMH_ARGS    as JMH takes them: part of a benchmark's name, -f 5, -p connections=100, ...
#
# All of them take about half an hour. The report is JSON under target/bench, with the JDK and the
# machine in its name, or a folder of such where there are rounds; the log is beside it. Exit codes:
# 0 all ran; 1 one failed; 2 usage; 3 the machine lacks what is needed; 130 and 143 after Ctrl-C and
# SIGTERM, which leave no process.
set -euo pipefail

heddle_home=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/jdk.sh
. "$heddle_home/scripts/lib/jdk.sh"
# shellcheck source=lib/group.sh
. "$heddle_home/scripts/lib/group.sh"

usage() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

releases=$supported_releases
quick='' rounds='' with='' base=''
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=yes; shift ;;
    --rounds | --with | --base)
      if [ -z "${2:-}" ]; then echo "bench.sh: $1 takes a value; see --help" >&2; exit 2; fi
      declare "${1#--}=$2"
      shift 2
      ;;
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

case $rounds in *[!0-9]* | 0) echo "bench.sh: --rounds takes a number from 1, not '$rounds'" >&2; exit 2 ;; esac
if [ -n "$base" ] && [ ! -f "$base" ]; then echo "bench.sh: --base '$base' is not a file" >&2; exit 2; fi
sides=all
if [ -n "$with$base" ]; then sides='base new' rounds=${rounds:-5}; fi
if [ -n "$rounds" ]; then
  case " $* " in *' -f '*) echo "bench.sh: -f and rounds exclude each other: a round is a fork" >&2; exit 2 ;; esac
fi

stopped() {
  trap '' INT TERM
  end_group
  if [ -n "$running" ] && [ ! -s "$running" ]; then rm -f "$running"; fi # JMH creates it at the start
  echo "bench.sh: stopped, no report${rounds:+ of this round; what is done is in $report}" >&2
  exit "$1"
}
report='' running=''
trap 'stopped 130' INT
trap 'stopped 143' TERM
trap end_group EXIT

find_jdk "$releases"
jar=$heddle_home/target/benchmarks.jar

is_current() {
  [ -f "$jar" ] &&
    LC_ALL=C grep -qaF "META-INF/heddle/java-$jdk_release" "$jar" &&
    is_newest "$jar" pom.xml .mvn src/main jmh
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
  settings+=(-wi 1 -w 100ms -i 1 -r 200ms -p connections=10 -p tasks=100 -p sessions=1000)
  settings+=(-p urls=200 -p hosts=10 -p atOnce=64 -p delay=10 -p messages=16 -p chore=SORT -p size=64)
else
  case $* in *KnownChange*) ;; *) settings+=(-e KnownChangeBenchmark) ;; esac # it measures heddle compare
fi
if [ -z "$quick" ] && [ -r /proc/meminfo ] && [ "$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)" -lt 7500000 ]; then
  echo "bench.sh: a million sessions are left out: they need 7 GB of memory" >&2
  settings+=(-e 'ParkedSessionsBenchmark\.most')
fi

if [ -n "$rounds$quick" ]; then settings+=(-f 1); fi

# report_of SIDE ROUND: where its report goes.
report_of() {
  if [ -z "$rounds" ]; then echo "$report"; return; fi
  case $1 in all) echo "$report/$2.json" ;; *) echo "$report/$1/$2.json" ;; esac
}

machine=$(uname -n | tr -c 'A-Za-z0-9\n' '-')-$(uname -s | tr 'A-Z' 'a-z')-$(uname -m)
report=$heddle_home/target/bench/${quick:+quick-}jdk-$jdk_version-$machine-$(date +%Y%m%d-%H%M%S)
log=$report.log
if [ -z "$rounds" ]; then report=$report.json; fi
for side in $sides; do
  folder=$(dirname "$(report_of "$side" 1)")
  mkdir -p "$folder" 2>/dev/null || die "cannot write to $folder"
done

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

# run SIDE ROUND
run() {
  local jars=$jar own=()
  if [ "$1" = base ] && [ -n "$base" ]; then jars=$base; fi
  if [ "$1" = new ] && [ -n "$with" ]; then own=(-jvmArgsPrepend "$with"); fi
  "${java[@]}" -jar "$jars" "${arguments[@]}" ${own[@]+"${own[@]}"} -rf json -rff "$running" 2>&1 | tee -a "$log"
}

echo "bench.sh: JDK $jdk_version ($jdk)"
for ((round = 1; round <= ${rounds:-1}; round++)); do
  # Whoever begins a round ends the next one, so that what the machine does meanwhile favours none.
  order=$sides
  if [ "$sides" = 'base new' ] && [ $((round % 2)) = 0 ]; then order='new base'; fi
  for side in $order; do
    if [ -n "$rounds" ]; then echo "bench.sh: round $round of $rounds, $side" | tee -a "$log"; fi
    running=$(report_of "$side" "$round")
    status=0
    in_group run "$side" || status=$?
    if grep -q 'Unable to acquire the JMH lock' "$log"; then
      die "other benchmarks run on this machine, and both would measure each other: wait for their end"
    fi
    if [ $status != 0 ] || [ ! -s "$running" ]; then
      echo "bench.sh: the run failed; the log is $log" >&2
      exit 1
    fi
  done
done

if [ "$sides" = all ]; then
  # Exit code 2: no benchmark had two kinds of threads to compare.
  "$heddle_home/scripts/heddle" compare --by threads "$report" || [ $? = 2 ] || status=1
else
  "$heddle_home/scripts/heddle" compare "$report/base" "$report/new" || status=$?
fi
echo "bench.sh: the report is $report"

# JMH goes on when a benchmark fails, and says that all is well.
if grep -qE '^<(failure|forked VM failed)|^(ERROR|# Fork failed)' "$log"; then
  echo "bench.sh: a benchmark failed; look for '<failure>' in $log" >&2
  exit 1
fi
[ $status = 0 ] || exit 1
