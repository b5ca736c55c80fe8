#!/bin/sh
# Tests of .mvn/find-jdk.sh with make-believe JDKs. Prints one line a case; exit 1 if one fails.
# Run by ./check; alone: quality/shell/find-jdk-test.sh
set -u
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

jdk() { # FOLDER VERSION: what the finder looks at, and no more
  mkdir -p "$1/bin" && printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
  printf '#!/bin/sh\n' >"$1/bin/javac" && chmod +x "$1/bin/javac"
}

expect() { # NAME WANTED GOT
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1)) && echo "ok      $1"
  else
    failed=$((failed + 1)) && printf 'FAILED  %s\n        wanted: %s\n        got:    %s\n' "$1" "$2" "$3"
  fi
}

mkdir -p "$work/home" "$work/root"
jdk "$work/old" 17.0.2
jdk "$work/new" 25.0.1
jdk "$work/newer" 26
mkdir -p "$work/jre/bin" && cp "$work/new/release" "$work/jre/release" # no compiler
# The tests need a PATH without the machine's own javac.
mkdir -p "$work/tools" && for tool in sed readlink find dirname mkdir cat; do
  ln -s "$(command -v $tool)" "$work/tools/$tool"
done
find_jdk() { # KEY=VALUE ...: what the finder answers in an otherwise empty world
  env -i PATH="$work/tools" HOME="$work/home" PARLEY_JDK_ROOT="$work/root" "$@" /bin/sh -c '
    set -euf; . "$0/.mvn/find-jdk.sh"; printf %s "$JAVA_HOME"
    case $- in *f*) ;; *) printf " (globbing left on)" ;; esac' "$here" 2>&1
}

none=$(find_jdk) && status=0 || status=$?
expect "none found: exit 1" 1 "$status"
expect "none found: one line" 1 "$(printf '%s\n' "$none" | wc -l | tr -d ' ')"
expect "none found: says what to install" yes "$(case $none in *"apt install openjdk-25"*) echo yes ;; *) echo "$none" ;; esac)"
expect "JAVA_HOME fits" "$work/new" "$(find_jdk JAVA_HOME="$work/new")"
expect "newer than 25 fits" "$work/newer" "$(find_jdk JAVA_HOME="$work/newer")"
expect "a folder with a blank fits" "$work/a b" "$(cp -r "$work/new" "$work/a b" && find_jdk JAVA_HOME="$work/a b")"
find_jdk JAVA_HOME="$work/old" >/dev/null && status=0 || status=$?
expect "an old JAVA_HOME alone is none" 1 "$status"
find_jdk JAVA_HOME="$work/jre" >/dev/null && status=0 || status=$?
expect "a JRE alone is none" 1 "$status"
expect "the runner's variable" "$work/new" "$(find_jdk JAVA_HOME_25_X64="$work/new")"
ln -s "$work/new/bin/javac" "$work/tools/javac"
expect "javac on PATH, through a link" "$work/new" "$(find_jdk)"
rm "$work/tools/javac"
mkdir -p "$work/root/usr/lib/jvm" && cp -r "$work/old" "$work/root/usr/lib/jvm/java-17" && cp -r "$work/new" "$work/root/usr/lib/jvm/temurin-25"
expect "the system's folder" "$work/root/usr/lib/jvm/temurin-25" "$(find_jdk)"
expect "an old JAVA_HOME falls through" "$work/root/usr/lib/jvm/temurin-25" "$(find_jdk JAVA_HOME="$work/old")"
expect "a missing JAVA_HOME falls through" "$work/root/usr/lib/jvm/temurin-25" "$(find_jdk JAVA_HOME="$work/gone")"
rm -r "$work/root/usr"
mkdir -p "$work/home/.jdks" && cp -r "$work/newer" "$work/home/.jdks/openjdk-26"
expect "the home's folder" "$work/home/.jdks/openjdk-26" "$(find_jdk)"
expect "mvnw looks for a JDK before anything else" 1 "$(sed -n '/^set -euf$/{n;p;}' "$here/mvnw" | grep -c 'find-jdk.sh')"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
