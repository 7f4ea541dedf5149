#!/usr/bin/env bash
# Stops every process of the platform in order.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec scripts/platform down "$@"
