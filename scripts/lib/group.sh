# shellcheck shell=bash
# Sourced by the scripts beside this folder: what runs has a process group of its own, so that all
# of it can be ended, whatever it started.

group=''

# in_group COMMAND...: runs it, and returns its status.
in_group() {
  set -m
  "$@" </dev/null &
  group=$!
  set +m
  local status=0
  wait "$group" || status=$?
  group=''
  return $status
}

# end_group: ends what runs, after five seconds by force.
end_group() {
  local left=50
  [ -n "$group" ] || return 0
  kill -TERM -- "-$group" 2>/dev/null || return 0
  while kill -0 -- "-$group" 2>/dev/null; do
    if [ $((left -= 1)) -lt 0 ]; then kill -KILL -- "-$group" 2>/dev/null || true; fi
    sleep 0.1
  done
}
