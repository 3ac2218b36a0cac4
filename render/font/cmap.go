package font

// characters maps characters to glyphs. The basic plane is a table of pages,
// filled once, because a layout asks for every character several times; the
// few characters above it are searched for.
type characters struct {
	pages  [256]*[256]uint16
	beyond []span // sorted, disjoint, all above U+FFFF
}

// span is a run of characters drawn by as many successive glyphs.
type span struct {
	first, last rune
	glyph       uint32 // that of first
}

func (c *characters) glyph(r rune) uint16 {
	if uint32(r) <= 0xFFFF {
		if page := c.pages[r>>8]; page != nil {
			return page[r&0xFF]
		}
		return 0
	}
	low, high := 0, len(c.beyond)
	for low < high {
		middle := int(uint(low+high) / 2)
		switch s := c.beyond[middle]; {
		case r < s.first:
			high = middle
		case r > s.last:
			low = middle + 1
		default:
			return uint16(s.glyph + uint32(r-s.first))
		}
	}
	return 0
}

func (c *characters) set(r rune, glyph uint16) {
	page := c.pages[r>>8]
	if page == nil {
		page = new([256]uint16)
		c.pages[r>>8] = page
	}
	page[r&0xFF] = glyph
}

// readCharacters reads the best Unicode map of a cmap table, passing over
// glyphs that the font does not have. reason is "" when all is well.
func readCharacters(cmap []byte, glyphs int) (c characters, reason Reason) {
	if len(cmap) < 4 {
		return c, Damaged
	}
	var full, basic []byte
	for i := range int(u16(cmap, 2)) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			return c, Damaged
		}
		platform, encoding, offset := u16(cmap, at), u16(cmap, at+2), u32(cmap, at+4)
		if platform != 0 && !(platform == 3 && (encoding == 1 || encoding == 10)) {
			continue
		}
		if uint64(offset)+16 > uint64(len(cmap)) {
			continue
		}
		switch sub := cmap[offset:]; u16(sub, 0) {
		case 4:
			basic = sub
		case 12:
			full = sub
		}
	}
	ok := false
	switch {
	case full != nil:
		ok = c.readSegmented(full, glyphs)
	case basic != nil:
		ok = c.readBasic(basic, glyphs)
	default:
		return c, NoUnicode
	}
	if !ok {
		return c, Damaged
	}
	return c, ""
}

// readSegmented reads a subtable of format 12.
func (c *characters) readSegmented(sub []byte, glyphs int) bool {
	count := uint64(u32(sub, 12))
	if 16+12*count > uint64(len(sub)) {
		return false
	}
	next := uint32(0) // the lowest character not yet passed
	for i := range int(count) {
		at := 16 + 12*i
		first, last, glyph := u32(sub, at), u32(sub, at+4), u32(sub, at+8)
		// Order is required by the format, and bounds the work on a hostile
		// file by the number of characters there are.
		if first < next || last < first || last > 0x10FFFF {
			return false
		}
		next = last + 1
		if glyph >= uint32(glyphs) {
			continue
		}
		last = min(last, first+uint32(glyphs)-1-glyph)
		for ; first <= last && first <= 0xFFFF; first++ {
			c.set(rune(first), uint16(glyph))
			glyph++
		}
		if first <= last {
			c.beyond = append(c.beyond, span{rune(first), rune(last), glyph})
		}
	}
	return true
}

// readBasic reads a subtable of format 4.
func (c *characters) readBasic(sub []byte, glyphs int) bool {
	segments := int(u16(sub, 6)) / 2
	ends, starts, deltas, ranges := 14, 16+2*segments, 16+4*segments, 16+6*segments
	if ranges+2*segments > len(sub) {
		return false
	}
	next := 0
	for i := range segments {
		first, last := int(u16(sub, starts+2*i)), int(u16(sub, ends+2*i))
		delta, offset := u16(sub, deltas+2*i), int(u16(sub, ranges+2*i))
		// Some fonts let segments overlap at the end; each character is
		// looked at once, which also bounds the work on a hostile file.
		first = max(first, next)
		next = max(next, last+1)
		for char := first; char <= last; char++ {
			glyph := uint16(char) + delta
			if offset != 0 {
				at := ranges + 2*i + offset + 2*(char-int(u16(sub, starts+2*i)))
				// 0xFFFF stands for "none" in some fonts' last segment.
				if offset == 0xFFFF || at+2 > len(sub) {
					break
				}
				if glyph = u16(sub, at); glyph != 0 {
					glyph += delta
				}
			}
			if glyph != 0 && int(glyph) < glyphs {
				c.set(rune(char), glyph)
			}
		}
	}
	return true
}
