# Sourced by ./mvnw, ./parley and ./check: sets JAVA_HOME to a JDK 25 or newer,
# and parley_jdk_version to which one it is, such as 25.0.1+8-LTS.
# The first candidate wins whose "release" file names a fitting version, so no
# process is started to find out. Toolchains alone would not do: the formatter
# and the null checker run inside Maven's own JVM.
# PARLEY_JDK_ROOT stands before the system's folders; only the test sets it.

parley_jdk_fits() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  parley_jdk_major= parley_jdk_version=
  while IFS= read -r parley_line || [ -n "$parley_line" ]; do
    case $parley_line in
      JAVA_VERSION=*)
        parley_jdk_major=${parley_line#JAVA_VERSION=}
        parley_jdk_major=${parley_jdk_major#\"}
        parley_jdk_major=${parley_jdk_major%%[!0-9]*}
        ;;
      JAVA_RUNTIME_VERSION=*)
        parley_jdk_version=${parley_line#JAVA_RUNTIME_VERSION=}
        parley_jdk_version=${parley_jdk_version#\"}
        parley_jdk_version=${parley_jdk_version%\"}
        ;;
    esac
  done <"$1/release"
  [ -n "$parley_jdk_major" ] && [ "$parley_jdk_major" -ge 25 ]
}

parley_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && parley_jdk_fits "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  parley_javac=$(command -v javac 2>/dev/null) || parley_javac=
  parley_path_home=
  if [ -n "$parley_javac" ]; then
    parley_javac=$(readlink -f "$parley_javac" 2>/dev/null || printf '%s' "$parley_javac")
    parley_path_home=${parley_javac%/bin/javac}
  fi
  parley_root=${PARLEY_JDK_ROOT-}
  for parley_home in "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" "$parley_path_home" \
      "$parley_root"/usr/lib/jvm/*25* "$parley_root"/usr/lib/jvm/* "$parley_root"/opt/*jdk* \
      "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
      "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$parley_root"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$parley_home" ] && parley_jdk_fits "$parley_home"; then
      JAVA_HOME=$parley_home
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

case $- in *f*) parley_noglob=1; set +f ;; *) parley_noglob= ;; esac
if ! parley_find_jdk; then
  echo "Parley needs a JDK 25 or newer and found none (looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks). Install one, for example: apt install openjdk-25-jdk-headless (or Temurin 25), or set JAVA_HOME." >&2
  exit 1
fi
[ -z "$parley_noglob" ] || set -f

# Without unzip the Maven wrapper would fetch the tarball, but the sum that is
# pinned is the zip's. A JDK can unpack one as well; it only forgets who may run.
if ! command -v unzip >/dev/null 2>&1; then
  unzip() { # -q FILE -d FOLDER
    (cd "$4" && "$JAVA_HOME/bin/jar" -xf "$2") && find "$4" -path '*/bin/mvn' -exec chmod +x {} +
  }
fi
