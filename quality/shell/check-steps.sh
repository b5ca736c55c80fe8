# Sourced by ./check: the tools that tests need, and the steps.

missing=() # what is not there, and what for

first_of() { # COMMAND...: the first that exists
  local name
  for name; do
    if [ -n "$name" ] && have "$name"; then
      type -P "$name"
      return 0
    fi
  done
  return 1
}

find_chromium() { first_of "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; }
find_firefox() { first_of "${FIREFOX:-}" firefox-esr firefox; }
# Where systems keep it although it is not in everybody's path.
have_tool() { PATH=$PATH:/usr/sbin:/sbin have "$1"; }
node_fits() { have node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]; }

# Each tool: how to see it, the package that brings it, what for.
tools() {
  cat <<'END'
node_fits|nodejs|Node.js 18 or newer: tests of the page, browser tests
have npm|npm|npm: browser tests
have openssl|openssl|openssl: browser tests
find_chromium|chromium|Chromium: browser tests
find_firefox|firefox-esr|Firefox: browser tests
have certutil|libnss3-tools|certutil: browser tests over TLS
have turnutils_uclient|coturn|coturn's tools: interop tests
have tshark|tshark|tshark: tests of captures
have_tool ip|iproute2|ip: tests of real networks
have_tool nft|nftables|nft: tests of real networks
have_tool sysctl|procps|sysctl: tests of real networks
END
}

find_tools() {
  local test package purpose wanted_packages=()
  while IFS='|' read -r test package purpose; do
    $test || wanted_packages+=("$package")
  done < <(tools) >/dev/null
  if [ ${#wanted_packages[@]} -gt 0 ] && [ "$install" = yes ]; then
    install_packages "${wanted_packages[@]}"
  fi
  while IFS='|' read -r test package purpose; do
    $test >/dev/null || missing+=("$purpose (Debian package $package)")
  done < <(tools)
  if [ ${#missing[@]} -gt 0 ]; then
    say "${yellow}Missing, what needs it is skipped:${plain}"
    printf '  %s\n' "${missing[@]}"
  fi
}

install_packages() { # PACKAGE...
  local sudo=() name chosen=()
  if ! have apt-get; then
    return 0
  elif [ "$(id -u)" -ne 0 ]; then
    have sudo && sudo -n true 2>/dev/null || return 0
    sudo=(sudo -n)
  fi
  title "Installing what the tests need (log: ${logs#"$root"/}/apt.log)"
  say "apt-get update"
  bounded 300 "${sudo[@]}" apt-get update >"$logs/apt.log" 2>&1 || say "  failed: going on with the lists that are there"
  for name; do
    [ -z "$(apt-cache search --names-only "^$name\$" 2>/dev/null)" ] || chosen+=("$name")
  done
  [ ${#chosen[@]} -gt 0 ] || return 0
  say "apt-get install ${chosen[*]}"
  if ! apt_install "${chosen[@]}" && [ ${#chosen[@]} -gt 1 ]; then
    say "  failed: trying them one by one"
    for name in "${chosen[@]}"; do apt_install "$name" || say "  $name failed"; done
  fi
  if [[ " ${chosen[*]} " == *" coturn "* ]] && have systemctl; then
    "${sudo[@]}" systemctl disable coturn >>"$logs/apt.log" 2>&1 || true
  fi
}

# At run level 1 no service is started: coturn's tools are wanted, not a relay of its own.
apt_install() { # PACKAGE...
  bounded 900 "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y --no-install-recommends "$@" >>"$logs/apt.log" 2>&1
}

step_shell() {
  shell_test "JDK finder" find-jdk
  shell_test "Launcher" launcher
}

shell_test() { # TITLE NAME
  title "$1"
  local began=$SECONDS code=0 passed failed
  bounded 60 "quality/shell/$2-test.sh" >"$logs/$2.log" 2>&1 || code=$?
  passed=$(grep -c '^ok ' "$logs/$2.log" || true)
  failed=$(grep -c '^FAILED ' "$logs/$2.log" || true)
  [ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  [ "$failed" -eq 0 ] || cat "$logs/$2.log"
  say "$passed passed, $failed failed"
  row "$1" "$passed" "$failed" 0 $((SECONDS - began))
}

step_build() {
  title "Build: ./mvnw verify ($(nproc 2>/dev/null || echo '?') processors; log: ${logs#"$root"/}/maven.log)"
  local code=0 began=$SECONDS folder
  rm -rf ./*/*/target/surefire-reports
  clean_after_deletions
  [ -d "${HOME:-}/.m2/repository/org/apache/maven" ] || say "The first build downloads its tools and libraries: some minutes."
  # Failed tests are counted from their reports; the rest of the tests shall run all the same.
  bounded 2400 maven "$@" -fae -Dmaven.test.failure.ignore=true verify || code=$?
  build_rows "$code" $((SECONDS - began))
}

# Maven keeps what it once copied or compiled, also when its source is gone: then all is made anew.
clean_after_deletions() {
  local list=target/files-of-last-check
  git ls-files -co --exclude-standard >"$list.new" 2>/dev/null || return 0
  if [ -f "$list" ] && grep -qvxFf "$list.new" "$list"; then
    say "Files were deleted since the last check: cleaning first."
    bounded 120 ./mvnw -B -q -ntp clean >"$logs/clean.log" 2>&1 || true
    mkdir -p "$logs"
    git ls-files -co --exclude-standard >"$list.new"
  fi
  mv "$list.new" "$list"
}

maven() {
  CI=true ./mvnw -B -ntp "$@" 2>&1 | tee "$logs/maven.log" | maven_progress
  return "${PIPESTATUS[0]}"
}

# One line a module: number, seconds, tests. Seconds go to a file for the summary.
maven_progress() {
  local line name='' count='' began=0 tests='' failed=''
  : >"$logs/modules"
  finish() {
    [ -n "$name" ] || return 0
    printf '  %7s  %-28s %4d s  %s\n' "$count" "$name" $((SECONDS - began)) "$tests"
    printf '%s|%s\n' "$name" $((SECONDS - began)) >>"$logs/modules"
    name=''
  }
  while IFS= read -r line; do
    case $line in
      '[INFO] Building '*'['*/*']')
        finish
        count=${line##*[} && count=${count%]}
        name=${line#\[INFO\] Building } && name=${name%% [0-9]*}
        began=$SECONDS tests=''
        ;;
      *'Tests run: '*'Time elapsed'*'<<<'*) printf '%s%s%s\n' "$red" "${line#*] }" "$plain" ;;
      *'Tests run: '*'Time elapsed'*) ;;
      *'Tests run: '*) tests=${line##*] } ;;
      '| '* | 'siege: '*) printf '  %s\n' "${line#siege: }" ;; # figures of long runs, and how far they are
      '[INFO] Reactor Summary'*) finish ;;
      '[INFO] BUILD '* | '[ERROR] Failed to execute goal'* | '[ERROR] COMPILATION ERROR'*)
        finish && printf '%s\n' "$line" | cut -c1-400
        ;;
      '[ERROR] '*.java:*) printf '%s\n' "$line" ;;
    esac
  done
  finish
}

# A row for each module that has tests, and one for the build itself.
build_rows() { # EXIT-CODE SECONDS
  local code=$1 seconds=$2 folder tests failed skipped name all_failed=0 line in_tests=0 module_seconds
  while IFS= read -r folder; do
    read -r tests failed skipped < <(surefire_counts "$folder")
    [ "$tests" -gt 0 ] || continue
    name=$(sed -n 's:.*<name>\(.*\)</name>.*:\1:p' "$folder/pom.xml" | head -n 1)
    module_seconds=$(sed -n "s/^$name|//p" "$logs/modules" | head -n 1)
    row "${name:-$folder}" $((tests - failed - skipped)) "$failed" "$skipped" "${module_seconds:-0}"
    all_failed=$((all_failed + failed))
    in_tests=$((in_tests + ${module_seconds:-0}))
    while IFS= read -r line; do reasons+=("${name:-$folder}: $line"); done < <(surefire_reasons "$folder")
  done < <(sed -n 's:.*<module>\(.*\)</module>.*:\1:p' pom.xml)
  if [ "$all_failed" -gt 0 ]; then
    say ""
    awk '/^\[(ERROR|INFO)\] (Failures|Errors): *$/, /^\[(ERROR|WARNING|INFO)\] Tests run/' "$logs/maven.log" | grep -v 'Tests run' | head -n 60
  fi
  if [ "$code" -ne 0 ]; then
    say ""
    grep '^\[ERROR\]' "$logs/maven.log" | head -n 30 || true
    row "Build" 0 1 0 $((seconds - in_tests))
  else
    row "Build, formats, other modules" 1 0 0 $((seconds - in_tests))
  fi
}

# Node's test runner: lines for people on standard output, TAP in a file for the counts.
node_tests() { # REPORT FOLDER ARGUMENT...
  local report=$1 folder=$2
  shift 2
  (cd "$folder" && node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$report" "$@" 2>&1) | grep --line-buffered -v '^ℹ '
  return "${PIPESTATUS[0]}"
}

step_page() {
  title "Page: node --test"
  if ! node_fits; then
    skip_row "Page's own tests" "Node.js 18 or newer is missing"
    return 0
  fi
  local began=$SECONDS code=0 files=()
  mapfile -t files < <(find web -path '*/node_modules' -prune -o -path '*/target' -prune -o -name '*.test.*js' -print | sort)
  if [ ${#files[@]} -eq 0 ]; then
    skip_row "Page's own tests" "there are none yet"
    return 0
  fi
  bounded 300 node_tests "$logs/page.tap" . "${files[@]}" >"$logs/page.log" 2>&1 || code=$?
  [ "$code" -eq 0 ] || cat "$logs/page.log"
  say "log: ${logs#"$root"/}/page.log"
  tap_row "Page's own tests" "$logs/page.tap" "$code" $((SECONDS - began))
}

step_browser() { # TIMES
  title "Browsers: real calls over ./parley serve"
  if ! node_fits || ! have npm; then
    skip_row "Browser tests" "Node.js 18 or newer with npm is missing"
    return 0
  fi
  local began=$SECONDS code=0 round report
  if ! bounded 600 ./parley --version >"$logs/parley.log" 2>&1; then
    tail -n 20 "$logs/parley.log"
    row "Browser tests" 0 1 0 $((SECONDS - began))
    return 0
  fi
  if ! cmp -s quality/browser/package-lock.json quality/browser/node_modules/.installed; then
    say "npm ci (quality/browser)"
    if ! bounded 300 npm --prefix quality/browser ci --no-audit --no-fund >"$logs/npm.log" 2>&1; then
      tail -n 20 "$logs/npm.log"
      skip_row "Browser tests" "npm ci did not get its packages: see ${logs#"$root"/}/npm.log"
      return 0
    fi
    cp quality/browser/package-lock.json quality/browser/node_modules/.installed
  fi
  local files=() file name
  mapfile -t files < <(cd quality/browser && find tests -name '*.test.mjs' | sort)
  for ((round = 1; round <= $1; round++)); do
    for file in "${files[@]}"; do # one after the other: each has the machine for itself
      name=$(basename "$file" .test.mjs)
      report=$logs/browser-$name-$round.tap began=$SECONDS code=0
      CHROMIUM=$(find_chromium || true) FIREFOX=$(find_firefox || true) \
        bounded 600 node_tests "$report" quality/browser "$file" || code=$?
      tap_row "Browsers: $name$([ "$1" -eq 1 ] || echo ", round $round")" "$report" "$code" $((SECONDS - began))
    done
  done
}

# What takes long: other seeds and more of them, Jazzer, calls again and again.
step_long() {
  local seed=$(($(date +%s) * 1000)) began code=0
  title "Long: random tests from seed $seed, then Jazzer on each target (repeat: ./mvnw verify -Dparley.seed=$seed)"
  began=$SECONDS
  rm -rf ./*/*/target/surefire-reports
  bounded 5400 maven -fae -Plong -Dmaven.test.failure.ignore=true -Dparley.seed="$seed" -Dparley.topologies=10000 -Dfuzz.mutations=60000 verify || code=$?
  build_rows "$code" $((SECONDS - began))
  step_browser 3
}
