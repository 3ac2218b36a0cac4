#!/usr/bin/python3
"""Make one of nianbao's embedded TrueType fonts from a free Chinese font.

    convert.py ROLE SOURCE OUTPUT

ROLE is a key of ROLES below, SOURCE a TrueType or OpenType font or a
collection. The same source and the same fontTools give the same bytes.

What is done, and why:

* Only the characters of the official lists and common symbols are kept, so
  that the program which embeds the fonts stays small (see charset).
* Cubic outlines become quadratic ones, off by at most a thousandth of an em:
  gofpdf and many PDF writers take TrueType outlines only.
* Layout tables and hints are dropped. The tool chooses glyphs by character
  alone, and a PDF viewer draws without hints.
* Glyphs whose default form is Latin but which Chinese text sets on a full em
  are replaced (see full_width), as are digits of unequal widths (half_width).
* Each face is moved up or down so that its Chinese characters are centred in
  the em box (see vertical_shift): the sources differ by up to 7 % of an em,
  which shows wherever two faces share a line, as a heading in 楷体 that runs
  into a paragraph in 仿宋 does.
* The fonts get names of their own, because the OFL forbids a modified version
  to keep a reserved name.
"""

import os
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.timeTools import epoch_diff
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

HERE = os.path.dirname(os.path.abspath(__file__))

# The date recorded in every font, 2026-01-01 UTC: a fixed one, so that a
# rebuild gives the same bytes.
TIMESTAMP = 1767225600

# The greatest distance between a source curve and ours, in thousandths of em.
MAX_ERROR = 1.0

# The em box of the ideographs, in thousandths of an em. All Noto CJK and
# Fandol fonts, and WenKai's typographic metrics, use this one.
ASCENT, DESCENT = 880, -120

OFL = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1."
    " This license is available with a FAQ at: https://scripts.sil.org/OFL",
    "https://scripts.sil.org/OFL",
)
GPL = (
    "This font is free software under the GNU General Public License, version 3,"
    " with this exception: if you create a document which uses this font, and embed"
    " this font or unaltered portions of this font into the document, this font does"
    " not by itself cause the resulting document to be covered by the GNU General"
    " Public License.",
    "https://www.gnu.org/licenses/gpl-3.0.html",
)

# role: (face wanted of a collection, family, Chinese family, weight, licence)
ROLES = {
    "song": ("Noto Serif CJK SC", "Nianbao Song", "年报宋体", 400, OFL),
    "title": ("Noto Serif CJK SC", "Nianbao Title", "年报小标宋", 700, OFL),
    "hei": ("Noto Sans CJK SC", "Nianbao Hei", "年报黑体", 500, OFL),
    "kai": (None, "Nianbao Kai", "年报楷体", 400, OFL),
    "fang": (None, "Nianbao Fang", "年报仿宋", 400, GPL),
}


# Characters that a source draws wrongly, to be left to the fallback:
# FandolFang has a dollar sign for ￥, a hyphen for ￣, the ASCII tilde for ～
# (which is 浪纹线 and fills its square) and next to nothing for ™.
WRONG = {"fang": {0xFFE5, 0xFFE3, 0xFF5E, 0x2122}}


def gb2312():
    """The 7,445 characters of GB/T 2312-1980, 6,763 of them ideographs."""
    chars = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                chars.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return chars


def standard_characters():
    """The 8,105 characters of 《通用规范汉字表》 (State Council, 2013)."""
    with open(os.path.join(HERE, "tongyong-guifan-hanzi-8105.txt"), encoding="utf-8") as f:
        return {ord(c) for c in f.read() if not c.isspace()}


def charset():
    """Every character that the fonts should have where their source does."""
    chars = standard_characters() | gb2312()
    for first, last in (
        (0x0020, 0x007E),  # ASCII
        (0x00A0, 0x00FF),  # Latin-1
        (0x0100, 0x017F),  # Latin Extended-A: names
        (0x0391, 0x03C9),  # Greek
        (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
        (0x2030, 0x203E),  # per mille, primes, reference mark
        (0x2070, 0x208E),  # superscripts and subscripts
        (0x2150, 0x217F),  # fractions, Roman numerals
        (0x2190, 0x2199),  # arrows
        (0x2460, 0x249B),  # ①–⑳, ⑴–⒇, ⒈–⒛
        (0x3000, 0x303F),  # CJK symbols and punctuation
        (0x3220, 0x3229),  # ㈠–㈩
        (0x3251, 0x325F),  # ㉑–㉟
        (0x3280, 0x3289),  # ㊀–㊉
        (0x32B1, 0x32BF),  # ㊱–㊿
        (0x3380, 0x33DF),  # units: ㎎ ㎏ ㎜ ㎝ ㎞ ㎡ ㎥
        (0xFE10, 0xFE19),  # vertical forms
        (0xFE30, 0xFE4F),  # compatibility forms
        (0xFF01, 0xFF5E),  # full-width ASCII
        (0xFFE0, 0xFFE6),  # full-width ￥ and others
    ):
        chars.update(range(first, last + 1))
    chars.update(map(ord, "€℃℅℉№℡™Ω∈∏∑−∕√∝∞∟∠∣∥∧∨∩∪∫∮∴∵∶∷∽≈≌≒≠≡≤≥≦≧≮≯⊕⊙⊥⊿■□▲△▶▷▼▽◆◇○◎●★☆☐☑☒♀♂✓✔✕✗"))
    return sorted(chars)


def open_face(path, wanted):
    """The font at path, or the face of that collection with the family wanted."""
    if wanted is None:
        return TTFont(path, lazy=True)
    for face in TTCollection(path, lazy=True).fonts:
        names = {str(r) for r in face["name"].names if r.nameID in (1, 16)}
        if wanted in names:
            return face
    raise SystemExit(f"{path}: no face {wanted}")


def bounds(glyphs, name):
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return pen.bounds


def vertical_shift(glyphs, cmap):
    """How far up the face must go to centre its Chinese characters in the em.

    The mean is taken over the 3,755 common characters of GB 2312's first
    level. Noto's faces are within 2 units of the centre and stay.
    """
    total = count = 0
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                char = ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
            box = bounds(glyphs, cmap[char])
            total += box[1] + box[3]
            count += 2
    shift = round((ASCENT + DESCENT) / 2 - total / count)
    return shift if abs(shift) > 5 else 0


def full_width(glyphs, cmap, widths):
    """Glyphs to be drawn otherwise than by default, to stand on a full em.

    GB/T 15834-2011 gives each quotation mark a square (5.1.3) and the dash and
    the ellipsis two (5.1.4, 5.1.5). To the interpunct it gives half a square,
    but the typefaces that agencies use draw it on a full em, as all these are
    drawn here: a layout can take space away, not add it. Yet the same code points serve
    Latin text, and a source may give them their Latin widths by default.
    Returns {char: (source glyph, transformation)}.
    """
    chosen = {}
    # — must join its neighbour in 破折号 ——. No source reaches from edge to
    # edge, so the widest dash is stretched, 4 units past the edges lest a seam
    # show between the two.
    dash = cmap.get(0x2015) or cmap[0x2014]
    if widths[dash] != 1000 or widths[cmap[0x2014]] == 1000:
        dash = cmap[0x2014]
    left, _, right, _ = bounds(glyphs, dash)
    scale = 1008 / (right - left)
    # ― is the same dash: some tables of GB 2312 give that code point for it.
    chosen[0x2014] = chosen[0x2015] = (dash, (scale, 0, 0, 1, -4 - left * scale, 0))
    # ·: the sources' ・ is the same dot, centred in an em.
    chosen[0x00B7] = (cmap[0x30FB], (1, 0, 0, 1, 0, 0))
    # Opening marks hang at the right of their square, closing ones at the left.
    for char, opening in ((0x2018, True), (0x2019, False), (0x201C, True), (0x201D, False)):
        move = 1000 - widths[cmap[char]] if opening else 0
        chosen[char] = (cmap[char], (1, 0, 0, 1, move, 0))
    return chosen


def half_width(font, cmap):
    """The sources' digits on half an em, {char: glyph}, where they have such.

    The digits of Noto Serif are of different widths, so that a column of
    numbers would not stand in line; the faces of Windows have them on half an
    em, as Noto's feature hwid does.
    """
    if "GSUB" not in font:
        return {}
    table, forms = font["GSUB"].table, {}
    lookups = {
        i
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "hwid"
        for i in record.Feature.LookupListIndex
    }
    for i in sorted(lookups):
        for sub in table.LookupList.Lookup[i].SubTable:
            forms.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    return {c: forms[cmap[c]] for c in range(ord("0"), ord("9") + 1) if cmap[c] in forms}


def outline(glyphs, name, transform, cubic):
    """The glyph as a TrueType outline without components."""
    record = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(record)
    pen = TTGlyphPen(None)
    # PostScript outlines run the other way round than TrueType ones.
    to = Cu2QuPen(pen, MAX_ERROR, reverse_direction=True) if cubic else pen
    record.replay(TransformPen(to, transform))
    return pen.glyph()


def convert(role, source, output):
    wanted, family, chinese, weight, (licence, licence_url) = ROLES[role]
    font = open_face(source, wanted)
    if font["head"].unitsPerEm != 1000:
        raise SystemExit(f"{source}: expected 1000 units per em")
    glyphs, cmap, cubic = font.getGlyphSet(), font.getBestCmap(), "CFF " in font
    widths = {name: advance for name, (advance, _) in font["hmtx"].metrics.items()}
    shift = vertical_shift(glyphs, cmap)
    special = full_width(glyphs, cmap, widths)
    digits = half_width(font, cmap)

    order, outlines, advances, characters = [".notdef"], {}, {}, {}
    outlines[".notdef"] = outline(glyphs, font.getGlyphOrder()[0], (1, 0, 0, 1, 0, shift), cubic)
    advances[".notdef"] = widths[font.getGlyphOrder()[0]]
    drawn = {}  # source glyph and transformation → our glyph
    for char in charset():
        if char in WRONG.get(role, ()):
            continue
        if char in special:
            name, (a, b, c, d, dx, dy) = special[char]
            advance = 1000
        elif char in cmap:
            name, (a, b, c, d, dx, dy) = digits.get(char, cmap[char]), (1, 0, 0, 1, 0, 0)
            advance = widths[name]
        else:
            continue
        key = (name, a, dx, advance)
        if key not in drawn:
            glyph = f"g{len(order)}"
            drawn[key] = glyph
            order.append(glyph)
            outlines[glyph] = outline(glyphs, name, (a, b, c, d, dx, dy + shift), cubic)
            advances[glyph] = advance
        characters[char] = drawn[key]

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(characters)
    builder.setupGlyf(outlines)
    glyf = builder.font["glyf"]
    builder.setupHorizontalMetrics({g: (advances[g], getattr(glyf[g], "xMin", 0)) for g in order})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT, lineGap=0)
    top = max(getattr(glyf[g], "yMax", 0) for g in order)
    bottom = min(getattr(glyf[g], "yMin", 0) for g in order)
    old = font["OS/2"]
    builder.setupOS2(
        version=4,
        usWeightClass=weight,
        fsType=old.fsType,
        fsSelection=0x20 if weight >= 700 else 0x40,
        panose=old.panose,
        sTypoAscender=ASCENT,
        sTypoDescender=DESCENT,
        sTypoLineGap=0,
        usWinAscent=top,
        usWinDescent=-bottom,
        sCapHeight=glyf[characters[ord("H")]].yMax,
        sxHeight=glyf[characters[ord("x")]].yMax,
        achVendID="NIAN",
        ulCodePageRange1=1 | 1 << 18,  # Latin 1, Simplified Chinese
    )
    builder.font["OS/2"].recalcUnicodeRanges(builder.font)
    builder.font["OS/2"].recalcAvgCharWidth(builder.font)
    style = "Bold" if weight >= 700 else "Regular"
    builder.setupNameTable(
        {
            "copyright": font["name"].getDebugName(0).replace("\r", ""),
            "familyName": {"en": family, "zh": chinese},
            "styleName": style,
            "uniqueFontIdentifier": f"{family} {style} 1.000",
            "fullName": {"en": family, "zh": chinese},
            "version": "Version 1.000",
            "psName": family.replace(" ", "") + "-" + style,
            "description": "Modified in 2026 for nianbao: subset, outlines converted to"
            " quadratic curves, some punctuation set on a full em and digits on half an em, centred in the em box,"
            " layout tables and hints removed, renamed.",
            "licenseDescription": licence,
            "licenseInfoURL": licence_url,
        },
        mac=False,
    )
    builder.setupPost(keepGlyphNames=False, underlinePosition=-100, underlineThickness=50)
    head = builder.font["head"]
    head.fontRevision = 1.0
    head.created = head.modified = TIMESTAMP - epoch_diff
    head.macStyle = 1 if weight >= 700 else 0
    builder.font.recalcTimestamp = False
    builder.save(output)
    print(f"{output}: {len(order)} glyphs, {len(characters)} characters, moved by {shift}")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ROLES:
        raise SystemExit(__doc__)
    convert(*sys.argv[1:])
