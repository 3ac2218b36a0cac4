#!/bin/sh
# Make the embedded fonts in ../data from Debian's packages.
#
#   build.sh           rebuild ../data/*.ttf and ../data/SHA256SUMS
#   build.sh --check   rebuild elsewhere; fail unless the bytes are those of
#                      ../data/SHA256SUMS
#
# Made on Debian 12 with python3-fonttools 4.38.0, which must be installed;
# another version may round outlines otherwise. Source packages are fetched
# with apt-get (nothing is installed) into $NIANBAO_FONT_CACHE, by default a
# temporary directory. FandolFang stands in src/: its licence, GPL-3.0, wants
# the source beside what is made from it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
data=$here/../data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cache=${NIANBAO_FONT_CACHE:-$work/cache}
mkdir -p "$cache" "$work/out"

for package in fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai; do
    if ! ls "$cache/${package}_"*.deb >/dev/null 2>&1; then
        (cd "$cache" && apt-get download "$package")
    fi
    dpkg -x "$cache/${package}_"*.deb "$work/root"
done

fonts=$work/root/usr/share/fonts
mkdir -p "$work/in"
cp "$fonts/opentype/noto/NotoSerifCJK-Regular.ttc" \
    "$fonts/opentype/noto/NotoSerifCJK-Bold.ttc" \
    "$fonts/opentype/noto/NotoSansCJK-Medium.ttc" \
    "$fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf" \
    "$here/src/FandolFang-Regular.otf" "$work/in"
# Another release of a source font would give other outlines: say so at once.
(cd "$work/in" && sha256sum --check --quiet "$here/SOURCES.sha256")

convert() { /usr/bin/python3 "$here/convert.py" "$1" "$work/in/$2" "$work/out/$1.ttf"; }
convert song NotoSerifCJK-Regular.ttc
convert title NotoSerifCJK-Bold.ttc
convert hei NotoSansCJK-Medium.ttc
convert kai LXGWWenKai-Regular.ttf
convert fang FandolFang-Regular.otf

if [ "${1:-}" = --check ]; then
    (cd "$work/out" && sha256sum --check "$data/SHA256SUMS")
else
    (cd "$work/out" && sha256sum ./*.ttf | sed 's, \./, ,' >SHA256SUMS && cp ./*.ttf SHA256SUMS "$data")
fi
