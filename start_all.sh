#!/usr/bin/env bash
# Runs scripts/setup.sh and starts the platform; the options are those of 'scripts/platform up'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
scripts/setup.sh --quiet
exec scripts/platform up "$@"
