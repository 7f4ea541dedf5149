#!/usr/bin/env bash
# Runs one benchmark of benchmarks/, such as: scripts/bench.sh bus. Without a name it lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh --quiet
exec artifacts/bin/Benchmarks/release/Platform.Benchmarks "$@"
