#!/usr/bin/env bash
# Installs what is missing, restores and builds; safe to repeat, and quick when nothing has changed.
# Options: --quiet (no output when nothing has changed), --force (build even when nothing has changed).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

quiet=0 force=0
for option in "$@"; do
  case $option in
    --quiet) quiet=1 ;;
    --force) force=1 ;;
    *) echo "setup.sh: unknown option $option (known: --quiet, --force)" >&2; exit 2 ;;
  esac
done

say() { echo "setup: $*"; }
die() { printf 'setup: %s\n' "$@" >&2; exit 1; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
stamp=artifacts/setup.stamp
started=$SECONDS

# Hash of all inputs of the build: the content of every file that git tracks or would track.
fingerprint() {
  {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
      git ls-files -z --cached --others --exclude-standard
    else
      find . -type f \( -path ./artifacts -o -path ./data -o -path ./logs -o -name node_modules \) -prune -o -type f -print0
    fi
  } | sort -z | xargs -0 sha256sum 2>/dev/null | grep -vE '\.(md|txt|yaml|ps1)$' | sha256sum | cut -d' ' -f1
}

now=$(fingerprint)
if [ "$force" = 0 ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then
  [ "$quiet" = 1 ] || say "nothing to do"
  exit 0
fi

# 1. Tools that the user must install.
command -v dotnet >/dev/null || die "the .NET 10 SDK is missing." "Install it: https://dotnet.microsoft.com/download/dotnet/10.0 (Debian: apt-get install dotnet-sdk-10.0), then run this again."
dotnet --list-sdks | grep -q '^10\.' || die "the .NET SDK is too old: $(dotnet --version 2>/dev/null || echo unknown)." "Expected 10.x: https://dotnet.microsoft.com/download/dotnet/10.0"
command -v node >/dev/null || die "Node.js is missing; it is needed to install libduckdb and to build the page." "Install version 20 or later: https://nodejs.org (Debian: apt-get install nodejs npm)"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node.js is too old: $(node --version)." "Expected 20 or later: https://nodejs.org"

# 2. System libraries: installed when this user has the permission, otherwise listed.
missing=()
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }
if [ "$(uname -s)" = Linux ]; then
  has_library 'libzmq\.so\.5' || missing+=(libzmq5)
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
  /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null || missing+=(python3-grpcio python3-protobuf)
  /usr/bin/python3 -c 'import zmq' 2>/dev/null || missing+=(python3-zmq)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
fi
if [ ${#missing[@]} -gt 0 ]; then
  root=()
  [ "$(id -u)" = 0 ] || root=(sudo -n)
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    say "installing ${missing[*]}"
    "${root[@]}" apt-get update -qq >/dev/null 2>&1 || true
    for package in "${missing[@]}"; do
      DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || say "could not install $package"
    done
  else
    say "please install: sudo apt-get install ${missing[*]}"
  fi
  if [ "$(uname -s)" = Linux ] && ! has_library 'libzmq\.so\.5'; then
    die "libzmq is missing; every process needs it." "Install it: sudo apt-get install libzmq5"
  fi
  # Only tests need chromium, PostgreSQL and the Python packages; without them those tests are reported as skipped.
fi

# 3. Node packages: libduckdb, the page, the peer programs of the tests. A stamp in each folder has the hash of its lock file.
install_packages() {
  local folder=$1 lock sum
  lock=$folder/package-lock.json
  [ -f "$lock" ] || return 0
  sum=$(sha256sum "$lock" | cut -d' ' -f1)
  if [ ! -f "$folder/node_modules/.lock.sum" ] || [ "$(cat "$folder/node_modules/.lock.sum")" != "$sum" ]; then
    say "npm ci in $folder"
    local log
    log=$(mktemp)
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "npm ci failed in $folder (output above)."; }
    rm -f "$log"
    echo "$sum" >"$folder/node_modules/.lock.sum"
  fi
}
for folder in scripts/native web tests/Rpc.Tests/peers tests/Conformance/peers; do
  install_packages "$folder"
done

# 4. The page.
if [ -f web/package.json ] && { [ ! -f web/dist/index.html ] || [ -n "$(find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -newer web/dist/index.html -print -quit)" ]; }; then
  say "building the page"
  log=$(mktemp)
  npm run build --prefix web --silent >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "the build of the page failed (output above)."; }
  rm -f "$log"
fi

# 5. Restore from the lock files and build in Release, the configuration that all scripts use.
say "restoring and building"
log=$(mktemp)
if ! { dotnet restore Platform.sln --locked-mode -v q && dotnet build Platform.sln -c Release --no-restore -v q -nologo; } >"$log" 2>&1; then
  grep -E 'error|warn' "$log" | sort -u | head -40 >&2 || true
  cp "$log" artifacts/build.log 2>/dev/null || true
  rm -f "$log"
  die "the build failed (errors above; complete output in artifacts/build.log)."
fi
rm -f "$log"

mkdir -p artifacts
fingerprint >"$stamp"
say "ready after $((SECONDS - started)) s"
