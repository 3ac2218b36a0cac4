#!/usr/bin/env bash
# Makes the pictures of README.md from the example reports. Needs pdftoppm.
set -euo pipefail
cd "$(dirname "$0")"

picture() { pdftoppm -r 60 -png -f "$2" -l "$2" "../$1.pdf" "$1"; }

# The last page of a report, and the page on which the table of part three
# begins if it goes on to the next one, under its repeated header.
pages() { pdfinfo "../$1.pdf" | awk '/^Pages:/ { print $2 }'; }
has() { pdftotext -f "$2" -l "$2" "../$1.pdf" - | grep -q "$3"; }

rm -f ./*.png
picture clean-2024 1
picture clean-2024 "$(pages clean-2024)"
for ((page = 1; page < $(pages dazu-2021); page++)); do
  if has dazu-2021 "$page" 申请人情况 && has dazu-2021 $((page + 1)) 申请人情况; then
    picture dazu-2021 "$page"
    picture dazu-2021 $((page + 1))
    exit
  fi
done
echo "no table crosses a page in dazu-2021.pdf" >&2
exit 1
