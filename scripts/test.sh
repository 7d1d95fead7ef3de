#!/usr/bin/env bash
# The whole check: compiles everything with every warning an error, runs all tests, checks the format.
#
#   scripts/test.sh [--jdk 21|25] [--tools] [--again] [MAVEN_ARGS...]
#
# --jdk      the JDK to take (else as scripts/heddle does)
# --tools    also the tests that need Debian's tools, or root (ncat, hping3, ...)
# --again    after a run on another JDK: not what takes long and does not hang on the JDK
set -euo pipefail

heddle_home=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/jdk.sh
. "$heddle_home/scripts/lib/jdk.sh"

usage() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

releases=$supported_releases
excluded=tools,soak,fuzz
again=
while [ $# -gt 0 ]; do
  case $1 in
    --jdk)
      releases=${2:-}
      case " $supported_releases " in
        *" $releases "*) shift 2 ;;
        *) echo "test.sh: --jdk takes one of $supported_releases, not '$releases'" >&2; exit 2 ;;
      esac
      ;;
    --tools) excluded=soak,fuzz; shift ;;
    --again) again=,once; shift ;;
    -h | --help) usage; exit ;;
    *) break ;;
  esac
done

find_jdk "$releases"
echo "test.sh: JDK $jdk_version ($jdk)"

# Everything is compiled anew, by this JDK. Not `mvn clean`: the reports under target/ stay.
target=$heddle_home/target
rm -rf "$target"/{classes,test-classes,jmh-classes,generated-sources,generated-test-sources,maven-status,surefire-reports,failsafe-reports}
rm -f "$target"/*.jar
mkdir -p "$target"
log=$target/test.log

status=0
run_maven verify "-DexcludedGroups=$excluded$again" "$@" 2>&1 | tee "$log" || status=$?

# Surefire's own totals (unit tests, then those of the jar) once more, where they are seen.
echo "test.sh: JDK $jdk_version, $([ $status = 0 ] && echo passed || echo FAILED)"
grep -E '^\[[A-Z]+\] (.\[[0-9;]*m)*Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+' "$log" |
  grep -v 'Time elapsed' || true
exit $status
