#!/usr/bin/env bash
# Fuzzes the framing of TCP messages with Jazzer: bytes split in any way must give the same replies.
#
#   scripts/fuzz.sh [SECONDS]
#
# SECONDS    how long, 600 unless told. Inputs worth keeping stay in target/fuzz/corpus, so that
#            the next run goes on from there; an input that fails is left in target/fuzz.
set -euo pipefail

heddle_home=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/jdk.sh
. "$heddle_home/scripts/lib/jdk.sh"

seconds=${1:-600}
case $seconds in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit ;;
  *[!0-9]* | '' | 0) echo "fuzz.sh: '$seconds' is not a number of seconds" >&2; exit 2 ;;
esac

find_jdk
echo "fuzz.sh: JDK $jdk_version ($jdk), $seconds s"
run_maven test -Dgroups=fuzz -DexcludedGroups= -Dtest=ConversationFuzzTest "-Dheddle.fuzz.seconds=$seconds"
tail -n 20 "$heddle_home/target/fuzz/jazzer-${seconds}s.log"
