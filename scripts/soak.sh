#!/usr/bin/env bash
# A siege: 2,000 polite clients beside hostile ones, then whether all was greeted and nothing is left.
#
#   scripts/soak.sh [MINUTES]
#
# MINUTES    how long it lasts (default 10); the JDK is found as scripts/heddle finds it
#
# The clients share the machine with the server: some two cores and 5,000 open files are enough.
set -euo pipefail

heddle_home=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/jdk.sh
. "$heddle_home/scripts/lib/jdk.sh"

minutes=${1:-10}
case $minutes in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit ;;
  '' | *[!0-9]* | 0) echo "soak.sh: MINUTES is a number from 1, not '$minutes'" >&2; exit 2 ;;
esac

find_jdk
echo "soak.sh: JDK $jdk_version ($jdk), $minutes minutes"
run_maven -Dorg.slf4j.simpleLogger.defaultLogLevel=warn verify -Dheddle.quick \
  -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=SoakIT -Dgroups=soak -DexcludedGroups= "-Dheddle.soak.seconds=$((minutes * 60))"
