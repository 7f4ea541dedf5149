#!/usr/bin/env bash
# Runs setup.sh and every test executable; the last line is: N passed, N failed, N skipped.
# Arguments select the projects to run, such as: scripts/test.sh Rpc.Tests Store.Tests; without arguments, all.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh --quiet || exit 1

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0 broken=0

executable_of() { echo "artifacts/bin/$1/release/Platform.$1"; }

# Runs one project; its output goes to a file, and its counts are read from the xunit report.
run() {
  local project=$1
  timeout --kill-after=10 "${TEST_TIMEOUT:-2400}" "$(executable_of "$project")" -noLogo -noColor -xml "$results/$project.xml" >"$results/$project.txt" 2>&1
  echo $? >"$results/$project.code"
}

attribute() { sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p" <<<"$1" | head -1; }

report() {
  local project=$1 code line p f s e
  code=$(cat "$results/$project.code")
  line=$(grep -m1 -o '<assembly [^>]*>' "$results/$project.xml" 2>/dev/null || true)
  if [ -z "$line" ]; then
    echo "FAILED  $project ended with code $code before its report; last lines:"
    tail -15 "$results/$project.txt" | sed 's/^/        /'
    broken=$((broken + 1))
    return
  fi
  p=$(attribute "$line" passed) f=$(attribute "$line" failed) s=$(attribute "$line" skipped) e=$(attribute "$line" errors)
  passed=$((passed + p)) skipped=$((skipped + s)) failed=$((failed + f + ${e:-0}))
  printf '%-8s%-22s %4d passed %3d failed %3d skipped\n' "$([ "$code" = 0 ] && echo ok || echo FAILED)" "$project" "$p" "$f" "$s"
  if [ "$code" != 0 ]; then
    grep -A25 -E '\[FAIL\]|\[ERROR\]' "$results/$project.txt" | head -120 | sed 's/^/        /'
    [ "$f" != 0 ] || [ "${e:-0}" != 0 ] || broken=$((broken + 1))
  fi
  grep -E '\[SKIP\]' "$results/$project.txt" | sed 's/^/        /' || true
}

light=() alone=()
for file in tests/*/*.csproj; do
  project=$(basename "$file" .csproj)
  grep -q '<OutputType>Exe' "$file" || continue
  if [ $# -gt 0 ] && [[ " $* " != *" $project "* ]]; then continue; fi
  case $project in
    EndToEnd | Simulation | Conformance) alone+=("$project") ;;
    *) light+=("$project") ;;
  esac
done

# Light projects run two at a time; projects that start whole platforms, or measure, run alone.
for project in "${light[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run "$project" &
done
wait
for project in "${alone[@]}"; do run "$project"; done

for project in "${light[@]}" "${alone[@]}"; do report "$project"; done
failed=$((failed + broken))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
