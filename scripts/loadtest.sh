#!/usr/bin/env bash
# Virtual or platform threads, on this machine? Loads servers of both, and of a pool, and compares.
#
#   scripts/loadtest.sh [--quick] [--jdk 21,25] [ARGS...]
#
# --quick    a look in under a minute, after the build; else it takes about twenty minutes
# --jdk      the JDKs to take, each compared with the first (else one, as scripts/heddle does)
# ARGS       as 'heddle loadtest --help' tells: -c 100,1000, --rounds 9, ...
#
# Prints a table; target/loadtest holds, for each run, a page (report.html) and JSON. Exit codes:
# 0 done; 1 something failed; 2 usage; 3 the machine lacks what is needed; 130 and 143 after Ctrl-C
# and SIGTERM, with what there was. No process is left in any case.
set -euo pipefail

heddle_home=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/jdk.sh
. "$heddle_home/scripts/lib/jdk.sh"
# shellcheck source=lib/group.sh
. "$heddle_home/scripts/lib/group.sh"

usage() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

releases=''
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --jdk | --jdk=*)
      if [ "$1" = --jdk ]; then
        releases=${2:-}
        shift
      else
        releases=${1#*=}
      fi
      releases=${releases//,/ }
      seen=' '
      for release in ${releases:-none}; do
        case " $supported_releases " in
          *" $release "*) ;;
          *) echo "loadtest.sh: --jdk takes some of ${supported_releases// /,}, not '$release'" >&2; exit 2 ;;
        esac
        case $seen in
          *" $release "*) echo "loadtest.sh: --jdk names $release twice" >&2; exit 2 ;;
        esac
        seen+="$release "
      done
      ;;
    -h | --help) usage; exit ;;
    *) arguments+=("$1") ;;
  esac
  [ $# -eq 0 ] || shift
done

stopped() {
  trap '' INT TERM
  end_group
  echo "loadtest.sh: stopped, nothing was measured" >&2
  exit "$1"
}
trap 'stopped 130' INT
trap 'stopped 143' TERM
trap end_group EXIT

# take_jdk RELEASES JAR: finds a JDK and sees to its jar.
take_jdk() {
  find_jdk "$1"
  heddle_jar=$2
  in_group build_jar || exit 3
  javas+=("--java=$jdk=$heddle_jar")
  if [ ${#javas[@]} = 1 ]; then
    first_jdk=$jdk
    first_jar=$heddle_jar
  fi
}

# Each JDK has a jar of its own: that of the first is the usual one, so that it is not built anew.
javas=()
if [ -z "$releases" ]; then
  take_jdk "$supported_releases" "$heddle_home/target/heddle.jar"
else
  for release in $releases; do
    if (find_jdk "$release") 2>/dev/null; then
      jar=$heddle_home/target/heddle.jar
      if [ ${#javas[@]} -gt 0 ]; then jar=$heddle_home/target/heddle-$release.jar; fi
      take_jdk "$release" "$jar"
    else
      echo "loadtest.sh: no JDK $release here (of 21, 21.0.8 or later): it is left out" >&2
    fi
  done
  [ ${#javas[@]} -gt 0 ] || find_jdk "${releases%% *}"
fi

# As many open files as this user may have; what does not fit even so, it says.
ulimit -S -n "$(ulimit -H -n)" 2>/dev/null || true
trap - INT TERM EXIT
output=(--output "$heddle_home/target/loadtest")
for argument in ${arguments[@]+"${arguments[@]}"}; do
  case $argument in -o* | --output | --output=*) output=() ;; esac
done
# shellcheck disable=SC2086 # options are meant to be split
exec "$first_jdk/bin/java" --enable-preview ${HEDDLE_JAVA_OPTS:-} -jar "$first_jar" loadtest \
  ${output[@]+"${output[@]}"} "${javas[@]}" ${arguments[@]+"${arguments[@]}"}
