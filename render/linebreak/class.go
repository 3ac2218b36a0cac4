package linebreak

// class is what a character is to the rules; han is the default.
type class uint8

const (
	han       class = iota
	numeral         // Chinese numerals
	measure         // what is counted: 年, 件, 元
	ordinal         // 第
	digit           // 0–9, also full-width
	letter          // Latin, Greek, Cyrillic letters and the signs of addresses
	opening         // “（《
	closing         // ，。”）》
	dot             // the half-width full stop, also the decimal point
	separator       // the half-width comma and colon, also inside numbers
	yearStart       // 〔, which opens the year of a document's number
	yearEnd         // 〕
	dash            // —
	ellipsis        // …
	postfix         // %, ℃
	prefix          // ¥, ±
	hyphen          // -, ～
	slash           // /
	space           // a line may end after it, not before it
	joiner          // marks that sit on the character before them
	glue            // what forbids a break on both sides
	classes
)

// classOf looks r up by the 256 characters it stands among; only the blocks
// with marks have a table of their own.
func classOf(r rune) class {
	switch {
	case r < 0x0100:
		return latin[r]
	case r < 0x0300, r >= 0x0370 && r < 0x0530:
		return letter
	case r < 0x0370:
		return joiner
	case r >= 0x2000 && r < 0x2100:
		return punctuation[r-0x2000]
	case r >= 0x3000 && r < 0x3100:
		return symbols[r-0x3000]
	case r >= 0xff00 && r < 0x10000:
		return fullWidth[r-0xff00]
	case r >= 0x4e00 && r < 0xa000:
		return ideographs[r]
	case r >= 0xfe00 && r < 0xfe10, r >= 0xe0100 && r < 0xe01f0:
		return joiner // variation selectors
	case r == '\ufeff':
		return glue
	case r == '℃' || r == '℉':
		return postfix
	}
	return han
}

var latin = [256]class{
	'\t': space, '\n': space, '\r': space, ' ': space, 0xa0: glue, 0xad: joiner,
	'0': digit, '1': digit, '2': digit, '3': digit, '4': digit,
	'5': digit, '6': digit, '7': digit, '8': digit, '9': digit,
	'A': letter, 'B': letter, 'C': letter, 'D': letter, 'E': letter, 'F': letter, 'G': letter,
	'H': letter, 'I': letter, 'J': letter, 'K': letter, 'L': letter, 'M': letter, 'N': letter,
	'O': letter, 'P': letter, 'Q': letter, 'R': letter, 'S': letter, 'T': letter, 'U': letter,
	'V': letter, 'W': letter, 'X': letter, 'Y': letter, 'Z': letter,
	'a': letter, 'b': letter, 'c': letter, 'd': letter, 'e': letter, 'f': letter, 'g': letter,
	'h': letter, 'i': letter, 'j': letter, 'k': letter, 'l': letter, 'm': letter, 'n': letter,
	'o': letter, 'p': letter, 'q': letter, 'r': letter, 's': letter, 't': letter, 'u': letter,
	'v': letter, 'w': letter, 'x': letter, 'y': letter, 'z': letter,
	'\'': letter, '@': letter, '_': letter, '&': letter, '=': letter, '#': letter, '*': letter,
	'\\': letter, '^': letter, '`': letter, '|': letter,
	'(': opening, '[': opening, '{': opening, '<': opening,
	')': closing, ']': closing, '}': closing, '>': closing,
	'!': closing, '?': closing, ';': closing,
	'.': dot, ',': separator, ':': separator, '-': hyphen, '~': hyphen, '/': slash,
	'%': postfix, 0xb0: postfix, 0xb7: closing, // · joins the parts of a name and ends a line
	'$': prefix, '+': prefix, 0xa3: prefix, 0xa5: prefix, 0xb1: prefix,
	0xc0: letter, 0xc1: letter, 0xc2: letter, 0xc3: letter, 0xc4: letter, 0xc5: letter, 0xc6: letter,
	0xc7: letter, 0xc8: letter, 0xc9: letter, 0xca: letter, 0xcb: letter, 0xcc: letter, 0xcd: letter,
	0xce: letter, 0xcf: letter, 0xd0: letter, 0xd1: letter, 0xd2: letter, 0xd3: letter, 0xd4: letter,
	0xd5: letter, 0xd6: letter, 0xd8: letter, 0xd9: letter, 0xda: letter, 0xdb: letter, 0xdc: letter,
	0xdd: letter, 0xde: letter, 0xdf: letter, 0xe0: letter, 0xe1: letter, 0xe2: letter, 0xe3: letter,
	0xe4: letter, 0xe5: letter, 0xe6: letter, 0xe7: letter, 0xe8: letter, 0xe9: letter, 0xea: letter,
	0xeb: letter, 0xec: letter, 0xed: letter, 0xee: letter, 0xef: letter, 0xf0: letter, 0xf1: letter,
	0xf2: letter, 0xf3: letter, 0xf4: letter, 0xf5: letter, 0xf6: letter, 0xf8: letter, 0xf9: letter,
	0xfa: letter, 0xfb: letter, 0xfc: letter, 0xfd: letter, 0xfe: letter, 0xff: letter,
}

// punctuation is U+2000 to U+20FF.
var punctuation = [256]class{
	0x00: space, 0x01: space, 0x02: space, 0x03: space, 0x04: space, 0x05: space, 0x06: space,
	0x07: glue, 0x08: space, 0x09: space, 0x0a: space, 0x0b: space, 0x0c: joiner, 0x0d: glue,
	0x10: hyphen, 0x11: glue, 0x12: hyphen, 0x13: hyphen, 0x14: dash, 0x15: dash,
	0x18: opening, 0x19: closing, 0x1c: opening, 0x1d: closing,
	0x22: closing, 0x25: ellipsis, 0x26: ellipsis, 0x27: closing,
	0x2f: glue, 0x30: postfix, 0x31: postfix, 0x39: opening, 0x3a: closing, 0x60: glue,
	0xac: prefix, // €
	0xd0: joiner, 0xdd: joiner, 0xe0: joiner, 0xe3: joiner,
}

// symbols is U+3000 to U+30FF.
var symbols = [256]class{
	0x00: space,
	0x01: closing, 0x02: closing, 0x05: closing, 0x07: numeral, // 、。々〇
	0x08: opening, 0x09: closing, 0x0a: opening, 0x0b: closing, // 〈〉《》
	0x0c: opening, 0x0d: closing, 0x0e: opening, 0x0f: closing, // 「」『』
	0x10: opening, 0x11: closing, 0x14: yearStart, 0x15: yearEnd, // 【】〔〕
	0x16: opening, 0x17: closing, 0x18: opening, 0x19: closing, 0x1a: opening, 0x1b: closing,
	0x1c: hyphen, 0x1d: opening, 0x1e: closing, 0x1f: closing,
	0xfb: closing, // ・
}

// fullWidth is U+FF00 to U+FFFF.
var fullWidth = [256]class{
	0x01: closing, 0x04: prefix, 0x05: postfix, 0x08: opening, 0x09: closing, 0x0b: prefix,
	0x0c: closing, 0x0d: hyphen, 0x0e: closing, 0x0f: slash, // ，－．／
	0x10: digit, 0x11: digit, 0x12: digit, 0x13: digit, 0x14: digit,
	0x15: digit, 0x16: digit, 0x17: digit, 0x18: digit, 0x19: digit,
	0x1a: closing, 0x1b: closing, 0x1f: closing, // ：；？
	0x3b: opening, 0x3d: closing, 0x5b: opening, 0x5d: closing, 0x5e: hyphen,
	0x5f: opening, 0x60: closing, 0x61: closing, 0x62: opening, 0x63: closing, 0x64: closing,
	0xe5: prefix, // ￥,
}

// ideographs names the few that count or are counted.
var ideographs = map[rune]class{
	'一': numeral, '二': numeral, '三': numeral, '四': numeral, '五': numeral, '六': numeral,
	'七': numeral, '八': numeral, '九': numeral, '十': numeral, '百': numeral, '千': numeral,
	'万': numeral, '亿': numeral, '零': numeral, '两': numeral, '余': numeral, '多': numeral,
	'第': ordinal,
	'年': measure, '月': measure, '日': measure, '时': measure, '分': measure, '秒': measure,
	'号': measure, '条': measure, '件': measure, '项': measure, '个': measure, '元': measure,
	'人': measure, '次': measure, '户': measure, '家': measure, '篇': measure, '期': measure,
	'份': measure, '名': measure, '届': measure, '章': measure, '款': measure, '部': measure,
	'处': measure, '例': measure, '起': measure, '场': measure, '种': measure, '类': measure,
	'宗': measure, '字': measure, '页': measure, '批': measure, '周': measure, '天': measure,
	'倍': measure, '岁': measure, '位': measure, '季': measure, '册': measure, '组': measure,
	'度': measure, '级': measure, '本': measure, '卷': measure, '编': measure, '节': measure,
}

// pairs is the strength of a place by the classes on either side; what is left
// out is Never.
var pairs = func() [classes][classes]Strength {
	var t [classes][classes]Strength
	words := []class{han, numeral, measure, ordinal, digit, letter}
	starts := append([]class{opening, yearStart, dash, prefix}, words...)
	for _, before := range append([]class{closing, yearEnd, dot, separator, dash, ellipsis, postfix, slash, hyphen, space}, words...) {
		for _, after := range starts {
			t[before][after] = Allow
		}
	}
	for _, whole := range [][2]class{
		{digit, digit}, {letter, letter}, {digit, letter}, {letter, digit}, {digit, prefix},
		{dot, digit}, {separator, digit}, {dash, dash},
	} {
		t[whole[0]][whole[1]] = Never
	}
	for _, near := range [][2]class{
		{digit, measure}, {digit, numeral}, {numeral, numeral}, {numeral, measure},
		{ordinal, numeral}, {ordinal, digit}, {ordinal, opening}, {han, yearStart}, {yearEnd, digit},
		{dot, letter}, {separator, letter}, {slash, letter}, {slash, digit}, {dot, han},
		{letter, prefix}, {letter, opening}, {digit, opening},
	} {
		t[near[0]][near[1]] = Avoid
	}
	return t
}()
