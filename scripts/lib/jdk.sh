# shellcheck shell=bash
# Sourced by the scripts beside this folder, for bash 3.2 and later: finds a JDK and Maven, and
# keeps target/heddle.jar up to date, or what `heddle_jar` names. Callers set `heddle_home`, the top
# folder of the project.
#
# Messages go to standard error. Exit code 3: the machine lacks what is needed.

supported_releases="21 25"

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 3
}

# read_jdk HOME: sets `jdk_release` (21) and `jdk_version` (21.0.8) from the file `release` of a JDK;
# fails where HOME is none (a JRE has no javac). Starts no process: there may be dozens to look at.
read_jdk() {
  jdk_release='' jdk_version=''
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        jdk_version=${line#JAVA_VERSION=}
        jdk_version=${jdk_version//[\"$'\r']/}
        jdk_release=${jdk_version%%[!0-9]*}
        return 0
        ;;
    esac
  done < "$1/release"
  return 1
}

# is_suitable HOME RELEASES: whether HOME is a JDK of one of these releases that can build Heddle.
is_suitable() {
  read_jdk "$1" || return 1
  case " $2 " in *" $jdk_release "*) ;; *) return 1 ;; esac
  case $jdk_version in 21 | 21.0.[0-7] | 21.0.[0-7][!0-9]*) return 1 ;; esac # NullAway needs 21.0.8
}

# find_jdk [RELEASES]: sets `jdk` to the home of a JDK and `jdk_release` to its release, or ends.
# HEDDLE_JAVA_HOME is taken or refused, JAVA_HOME taken or passed over; then the first release of
# RELEASES that is anywhere on the machine.
find_jdk() {
  local releases=${1:-$supported_releases} release
  local or=${releases// / or }
  if [ -n "${HEDDLE_JAVA_HOME:-}" ]; then
    jdk=$HEDDLE_JAVA_HOME
    case $jdk in /*) ;; *) jdk=$PWD/$jdk ;; esac
    is_suitable "$jdk" "$releases" && return
    [ -n "$jdk_version" ] ||
      die "HEDDLE_JAVA_HOME=$jdk is not the home of a JDK (no bin/javac, or no file 'release'): set it to one of release $or, or unset it"
    die "HEDDLE_JAVA_HOME=$jdk is JDK $jdk_version: set it to a JDK $or (21.0.8 or later), or unset it"
  fi
  jdk=${JAVA_HOME:-}
  case $jdk in '' | /*) ;; *) jdk=$PWD/$jdk ;; esac
  is_suitable "$jdk" "$releases" && return
  for release in $releases; do
    for jdk in /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
      "${HOME:-}"/.jdks/*/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
      /{opt/homebrew,usr/local}/opt/openjdk@*/libexec/openjdk.jdk/Contents/Home; do
      is_suitable "$jdk" "$release" && return
    done
    if [ -x /usr/libexec/java_home ] && jdk=$(/usr/libexec/java_home -F -v "$release" 2>/dev/null) &&
      is_suitable "$jdk" "$release"; then return; fi
  done
  release=${releases%% *}
  jdk=''
  die "no JDK $or (21.0.8 or later) found: install one (apt install openjdk-$release-jdk-headless | brew install openjdk@$release | sdk install java $release-tem), or set HEDDLE_JAVA_HOME to its home"
}

# run_maven ARGS...: Maven on the JDK found, in the top folder.
run_maven() {
  command -v mvn >/dev/null ||
    die "no Maven found: install it (apt install maven | brew install maven | sdk install maven)"
  (cd "$heddle_home" && JAVA_HOME=$jdk exec mvn "$@")
}

# is_built: whether the jar is there, for this release, and no older than its sources.
is_built() {
  local jar=${heddle_jar:-$heddle_home/target/heddle.jar}
  [ -f "$jar" ] &&
    { { [ -z "${heddle_jar:-}" ] && has_archive; } || LC_ALL=C grep -qaF "META-INF/heddle/java-$jdk_release" "$jar"; } &&
    is_newest "$jar" pom.xml .mvn src/main
}

# is_newest JAR NAME...: whether nothing of these in the top folder is newer than the jar. What is
# not there is passed over: a copy made by `cp -r *` has no .mvn.
is_newest() {
  local jar=$1 name there=()
  for name in "${@:2}"; do [ ! -e "$heddle_home/$name" ] || there+=("$heddle_home/$name"); done
  [ -z "$(find "${there[@]}" -newer "$jar" -print -quit 2>&1)" ]
}

# has_archive: sets `archive` to where this JDK's class-data archive is or would be; whether it is
# there, of this jar, which then is for this JDK.
has_archive() {
  archive=$heddle_home/target/heddle-$jdk_version${jdk//[!A-Za-z0-9]/-}.jsa
  [ "$archive" -nt "$heddle_home/target/heddle.jar" ] && [ "$archive" -nt "$jdk/release" ]
}

# build_jar: sees to it that is_built. One builds and others wait, where flock is (Linux). The jar is
# renamed into place, so that a server that runs keeps its own, and dated from before the build, so
# that an edit made meanwhile is seen.
build_jar() {
  is_built && return
  (
    trap 'exit 130' INT # Maven ends by itself, and so the shell would call it a failed build
    if command -v flock >/dev/null; then flock 9; fi
    is_built && exit
    printf '%s: building heddle.jar with JDK %s (%s)\n' "${0##*/}" "$jdk_version" "$jdk" >&2
    { mkdir -p "$heddle_home/target" && [ -w "$heddle_home/target" ]; } 2>/dev/null ||
      die "cannot write to $heddle_home: build it as a user who can"
    fresh=$heddle_home/target/heddle-$$.jar
    trap 'rm -f "$fresh" "$fresh.start"' EXIT
    : > "$fresh.start"
    # Not --quiet, which hides the warnings that made a build fail.
    run_maven -Dorg.slf4j.simpleLogger.defaultLogLevel=warn package -Dheddle.quick -Dmaven.test.skip=true \
      "-Dheddle.jar=$fresh" >&2 ||
      die "the build failed, see above"
    touch -r "$fresh.start" "$fresh"
    rm -f "$heddle_home"/target/heddle-*.{jsa,aot}
    mv -f "$fresh" "${heddle_jar:-$heddle_home/target/heddle.jar}"
  ) 9< "$heddle_home/pom.xml"
}

# archive_classes: sets `archive` to a class-data archive of the jar for this very JDK, which is made
# once and takes 0.1 s off every start; to nothing where it can't be made. It lists all classes of
# Heddle itself, and what a server, a greeting, a load and a fetch need that meet each other; the server
# ends when the pipe does. The collector is the one that can archive objects, too, and on releases that
# can, classes are archived as linked. From Java 25 on a server and a fetch have caches beside it,
# ARCHIVE.serve.aot and ARCHIVE.fetch.aot, of the classes that those in the training were seen to need,
# linked; a fetch's also of which calls are worth compiling. For a server, whose compilers would begin with
# all of them at once, a start would take 1.13 times as long.
archive_classes() {
  has_archive && return
  mkdir "$heddle_home/target/classes-$$" 2>/dev/null || { archive=''; return; }
  printf '%s: preparing quick starts on JDK %s, once\n' "${0##*/}" "$jdk_version" >&2
  # shellcheck source=group.sh
  . "$heddle_home/scripts/lib/group.sh"
  trap 'abandon_archive 130' INT
  trap 'abandon_archive 143' TERM
  trap 'abandon_archive 129' HUP
  in_group make_archive "$heddle_home/target/classes-$$" || archive=''
  trap - INT TERM HUP
}

# abandon_archive STATUS: ends the script. What is being killed may still write for a moment.
abandon_archive() {
  local tries=0
  {
    [ -z "$group" ] || { kill -KILL -- "-$group" && wait "$group"; } || true
    until rm -rf "$heddle_home/target/classes-$$" || [ $((tries += 1)) -ge 50 ]; do sleep 0.05; done
  } 2>/dev/null
  exit "$1"
}

# make_archive FOLDER: makes what archive_classes says, by way of a folder, which goes. One does and
# others wait, where flock is. Options that every JVM of the user's takes are not for these.
make_archive() {
  local work=$1 jar=$heddle_home/target/heddle.jar linked='' aot=false command
  [ "$jdk_release" -lt 24 ] || linked=-XX:+AOTClassLinking
  [ "$jdk_release" -lt 25 ] || aot=true
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
  (
    trap 'rm -rf "$work"' EXIT
    if command -v flock >/dev/null; then flock 9; fi
    has_archive && exit
    find "$heddle_home/target" -maxdepth 1 -name 'classes-*' -mmin +60 -exec rm -rf {} + # of killed ones
    run() { "$jdk/bin/java" --enable-preview "$@" 9<&-; }
    # As little as `fetch` is run with by scripts/heddle.
    short=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC)
    list() { run "-XX:DumpLoadedClassList=$work/$1.list" -jar "$jar" "$@"; }
    record() { run -XX:AOTMode=record "-XX:AOTConfiguration=$work/$1.record" "${@:2}"; }
    train() {
      local page='' port tries=0
      while [ -z "$page" ] && [ $((tries += 1)) -le 100 ]; do
        sleep 0.1
        page=$(sed -n 's|^http \(http://.*\)|\1|p' "$work/server" | head -n 1)
      done
      port=$(sed -n 's|^tcp .*:||p' "$work/server" | head -n 1)
      list greet --port "$port" Heddle >&2 </dev/null
      list load "tcp://127.0.0.1:$port" -c 100 --warmup 0s -d 100ms >&2 </dev/null
      printf '%s\n' "$page" "$page?again" ftp://a/ > "$work/urls"
      list fetch -i "$work/urls" -o "$work/out" >&2 </dev/null
      $aot || return 0
      printf '%s\n' "${page}health?"{1..2000} >> "$work/urls"
      record fetch "${short[@]}" -jar "$jar" fetch -i "$work/urls" -o "$work/out" >&2 </dev/null
    }
    serve=(-Dheddle.leash=true -jar "$jar" serve --port 0 --http-port 0)
    : > "$work/server"
    if $aot; then
      train | record serve -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining "${serve[@]}" > "$work/server"
      create() {
        run "${@:2}" -XX:AOTMode=create "-XX:AOTConfiguration=$work/$1.record" "-XX:AOTCache=$work/$1.aot" \
          -jar "$jar" >/dev/null
      }
      create serve &
      create fetch "${short[@]}" &
    else
      train | run "-XX:DumpLoadedClassList=$work/serve.list" "${serve[@]}" > "$work/server"
    fi
    {
      sed '/ source: /d; s/ id: [0-9]*$//' "$work"/*.list
      "$jdk/bin/jar" --list --file "$jar" | sed -n 's|^\(dev/heddle/.*\)\.class$|\1|p'
    } | awk '!known[$0]++' > "$work/list"
    run -XX:+UseG1GC -Xshare:dump $linked "-XX:SharedClassListFile=$work/list" \
      "-XX:SharedArchiveFile=$work/jsa" -jar "$jar" >/dev/null
    wait
    for command in serve fetch; do
      [ ! -f "$work/$command.aot" ] || mv -f "$work/$command.aot" "${archive%.jsa}.$command.aot"
    done
    mv -f "$work/jsa" "$archive"
  ) 2>/dev/null 9< "$heddle_home/pom.xml"
}
