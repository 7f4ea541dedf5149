#!/usr/bin/env bash
# Sets up what is missing and starts everything; options are those of 'scripts/platform up'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
scripts/setup.sh --quiet
exec scripts/platform up "$@"
