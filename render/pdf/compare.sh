#!/usr/bin/env bash
# Makes one report with nianbao and with LibreOffice, Chromium and typst, as far
# as they are installed, and prints how long each takes from its start and how
# much memory, as a table for README.
set -euo pipefail
cd "$(dirname "$0")/../.."
go test -count=1 -tags compare -run '^TestCompare$' -v ./render/pdf | grep '^|'
