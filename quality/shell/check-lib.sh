# Sourced by ./check: output, bounded commands, rows of the summary, counting of reports.

logs=$root/target/check
rows=()    # name|passed|failed|skipped|seconds
reasons=() # why something was skipped
total_passed=0 total_failed=0 total_skipped=0

if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
else
  bold='' red='' green='' yellow='' plain=''
fi

say() { printf '%s\n' "$*"; }
title() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
have() { type -P "$1" >/dev/null; } # a program, not a function of ours

prepare_logs() {
  rm -rf "$logs"
  mkdir -p "$logs"
}

# Runs a command or function in a process group of its own, at most that long; ends what it leaves
# behind. Its exit code, or 124 when its time was up.
bounded() { # SECONDS COMMAND...
  local seconds=$1 code=0
  shift
  set -m
  "$@" &
  job=$!
  set +m
  (
    trap 'kill $! 2>/dev/null; exit' TERM
    sleep "$seconds" &
    wait $!
    : >"$logs/time-is-up"
    kill -TERM -- "-$job" 2>/dev/null
    sleep 10 &
    wait $!
    kill -KILL -- "-$job" 2>/dev/null
  ) &
  guard=$!
  wait "$job" || code=$?
  kill "$guard" 2>/dev/null || true
  wait "$guard" 2>/dev/null || true
  kill -TERM -- "-$job" 2>/dev/null || true
  job='' guard=''
  if [ -e "$logs/time-is-up" ]; then
    rm -f "$logs/time-is-up"
    say "${red}stopped after $seconds s${plain}"
    return 124
  fi
  return "$code"
}

job='' guard=''
stop() {
  trap '' INT TERM
  [ -z "$job" ] || kill -TERM -- "-$job" 2>/dev/null || true
  [ -z "$guard" ] || kill "$guard" 2>/dev/null || true
  say "stopped"
  exit 130
}
trap stop INT TERM HUP

row() { # NAME PASSED FAILED SKIPPED SECONDS
  rows+=("$1|$2|$3|$4|$5")
  total_passed=$((total_passed + $2))
  total_failed=$((total_failed + $3))
  total_skipped=$((total_skipped + $4))
}

# One row for a step that could not run at all.
skip_row() { # NAME REASON
  row "$1" 0 0 1 0
  reasons+=("$1: $2")
  say "${yellow}skipped: $2${plain}"
}

# Sums up the surefire reports of one module: "tests failed skipped". Flaky or not, as reported.
surefire_counts() { # FOLDER
  local files=("$1"/target/surefire-reports/TEST-*.xml)
  [ -e "${files[0]}" ] || { echo 0 0 0; return; }
  awk '
    function number(name,   text) {
      if (!match($0, " " name "=\"[0-9]+\"")) return 0
      text = substr($0, RSTART, RLENGTH)
      gsub(/[^0-9]/, "", text)
      return text + 0
    }
    /<testsuite / { tests += number("tests"); failed += number("errors") + number("failures"); skipped += number("skipped") }
    END { print tests + 0, failed + 0, skipped + 0 }' "${files[@]}"
}

# The reasons of tests that were skipped, one a line, without repetition.
surefire_reasons() { # FOLDER
  local files=("$1"/target/surefire-reports/TEST-*.xml)
  [ -e "${files[0]}" ] || return 0
  sed -n 's/.*<skipped[^>]* message="\([^"]*\)".*/\1/p' "${files[@]}" |
    sed 's/^Assumption failed: //; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g; s/&#10;/ /g; s/.* ==> //' | sort -u
}

# Counts a TAP report of node's test runner: "passed failed skipped". A skipped suite counts as one:
# the closing lines know only of single tests.
tap_counts() { # FILE
  awk '
    /^# pass [0-9]+$/ { passed = $3 }
    /^# (fail|cancelled) [0-9]+$/ { failed += $3 }
    /^ *ok [0-9]+ .* # SKIP/ { skipped++ }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

tap_reasons() { # FILE
  sed -n 's/^ *ok [0-9]* - \(.*\) # SKIP *\(.*\)$/\1: \2/p' "$1" | sort -u
}

# Adds one row from a TAP report; a run that broke without a failed test counts as one failure.
tap_row() { # NAME FILE EXIT-CODE SECONDS
  local passed=0 failed=0 skipped=0 line
  [ ! -s "$2" ] || read -r passed failed skipped < <(tap_counts "$2")
  if [ "$3" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
  fi
  row "$1" "$passed" "$failed" "$skipped" "$4"
  [ -s "$2" ] || return 0
  while IFS= read -r line; do
    reasons+=("$line")
  done < <(tap_reasons "$2")
}

summary() {
  local entry name passed failed skipped seconds reason
  title "Summary"
  printf '%-34s %7s %7s %8s %7s\n' "" passed failed skipped seconds
  for entry in "${rows[@]}"; do
    IFS='|' read -r name passed failed skipped seconds <<<"$entry"
    local colour=$green
    [ "$skipped" -eq 0 ] || colour=$yellow
    [ "$failed" -eq 0 ] || colour=$red
    printf '%s%-34s %7d %7d %8d %7d%s\n' "$colour" "$name" "$passed" "$failed" "$skipped" "$seconds" "$plain"
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say ""
    say "Missing, and what for:"
    printf '  %s\n' "${missing[@]}"
  fi
  if [ ${#reasons[@]} -gt 0 ]; then
    say ""
    say "Skipped:"
    for reason in "${reasons[@]}"; do printf '  %s\n' "$reason"; done
  fi
  say ""
  say "Logs: ${logs#"$root"/}   Time: $SECONDS s"
  if [ $((total_passed + total_failed)) -eq 0 ]; then
    say "${red}No test ran.${plain}"
    total_failed=1
  fi
  say "$total_passed passed, $total_failed failed, $total_skipped skipped"
  [ "$total_failed" -eq 0 ]
}
