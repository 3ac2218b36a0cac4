#!/usr/bin/env bash
# Makes the pictures of README.md from the example reports. Needs pdftoppm.
set -euo pipefail
cd "$(dirname "$0")"
pdftoppm -r 60 -png -f 1 -l 1 ../clean-2024.pdf clean-2024
pdftoppm -r 60 -png -f 4 -l 4 ../clean-2024.pdf clean-2024
pdftoppm -r 60 -png -f 6 -l 6 ../clean-2024.pdf clean-2024
