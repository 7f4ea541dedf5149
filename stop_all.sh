#!/usr/bin/env bash
# Stops everything in order; leaves no process.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec scripts/platform down "$@"
