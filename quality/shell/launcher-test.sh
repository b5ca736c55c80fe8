#!/bin/sh
# Tests of ./parley with a make-believe program and JDK. Prints one line a case; exit 1 if one fails.
# Run by ./check; alone: quality/shell/launcher-test.sh
set -u
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

expect() { # NAME WANTED GOT
  if [ "$2" = "$3" ]; then
    echo "ok      $1"
  else
    failed=$((failed + 1)) && printf 'FAILED  %s\n        wanted: %s\n        got:    %s\n' "$1" "$2" "$3"
  fi
}

# A program that was built, and a JDK whose java says with which options it was called.
run=$work/app/cli/target/app/run
cache=$run/parley-25.0.1+8-LTS.aot
training=$run/train-25.0.1+8-LTS
jdk=$work/jdk
mkdir -p "$work/.mvn" "$run" "$jdk/bin"
cp "$here/parley" "$work/parley"
cp "$here/.mvn/find-jdk.sh" "$work/.mvn/"
touch "$work/app/cli/target/app/built"
printf 'JAVA_VERSION="25.0.1"\nJAVA_RUNTIME_VERSION="25.0.1+8-LTS"\n' >"$jdk/release"
printf '#!/bin/sh\n' >"$jdk/bin/javac"
cat >"$jdk/bin/java" <<'END'
#!/bin/sh
for option; do
  case $option in -XX:AOTCacheOutput=*) echo made >"${option#*=}" && exit ;; esac
done
printf '%s\n' "$@"
END
chmod +x "$jdk/bin/javac" "$jdk/bin/java"

parley() { JAVA_HOME=$jdk "$work/parley" "$@"; }
has() { # OPTION, of the lines on stdin
  grep -Fxc -e "$1" || true
}
await() { # FILE
  tries=0
  until [ -e "$1" ] || [ $tries -ge 100 ]; do tries=$((tries + 1)) && sleep 0.1; done
}

expect "no cache: none is named" 0 "$(parley --version | has "-XX:AOTCache=$cache")"
expect "no cache: none is made for a question" no "$([ -e "$training" ] && echo yes || echo no)"
parley turn >/dev/null
await "$training/ended"
expect "a server makes it" made "$(cat "$cache" 2>&1)"
expect "it is used" 1 "$(parley turn | has "-XX:AOTCache=$cache")"
expect "nothing of the JVM on stdout" 1 "$(parley turn | has "-Xlog:disable")"
expect "warnings on stderr" 1 "$(parley turn | has "-Xlog:all=warning:stderr")"
expect "none about the cache, whatever else they are about" 1 "$(parley turn | has "-Xlog:aot*=off:stderr")"

rm "$cache"
touch -d '2 hours ago' "$training"
parley turn >/dev/null
expect "what failed is not tried again" no "$([ -e "$cache" ] && echo yes || echo no)"
rm "$training/ended"
parley turn >/dev/null
expect "what goes on is left alone" no "$([ -e "$training/ended" ] && echo yes || echo no)"
touch -d '2 hours ago' "$training"
parley turn >/dev/null
await "$training/ended"
expect "what was killed is tried again" made "$(cat "$cache" 2>&1)"

printf 'JAVA_VERSION="25.0.2"\nJAVA_RUNTIME_VERSION="25.0.2+9-LTS"\n' >"$jdk/release"
expect "another JDK does not use it" 0 "$(parley --version | has "-XX:AOTCache=$cache")"
parley turn >/dev/null
await "$run/train-25.0.2+9-LTS/ended"
expect "and has its own made" made "$(cat "$run/parley-25.0.2+9-LTS.aot" 2>&1)"

[ "$failed" -eq 0 ]
