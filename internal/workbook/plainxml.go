package workbook

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// plainXML goes through XML of the kind that programs write workbooks in: no
// comments, no CDATA, no document type, the five entities that XML has itself.
// It is a small part of the language on purpose. What is outside it, and what is
// no XML at all, makes bad true; the library with its full parser then has the
// last word.
//
// An element that child has found is to be gone through by one of child, content
// and skip before the next one is asked for.
type plainXML struct {
	src  string
	at   int
	open []string // the qualified names of the elements around
	// empty is true behind the start of an element without content.
	empty bool
	bad   bool
	// name and attrs are those of the element found last.
	name  string
	attrs []plainAttr
}

type plainAttr struct{ name, value string }

// deepest is far beyond what a sheet nests.
const deepest = 100

// newPlainXML begins, in front of the root.
func newPlainXML(data []byte) *plainXML {
	p := &plainXML{src: strings.TrimPrefix(string(data), "\ufeff")}
	p.bad = !utf8.ValidString(p.src) || strings.Contains(p.src, "<!") || strings.Contains(p.src, "]]>") ||
		strings.Contains(p.src, "\ufffe") || strings.Contains(p.src, "\uffff")
	for i := 0; i < len(p.src) && !p.bad; i++ {
		p.bad = p.src[i] < ' ' && !isBlank(p.src[i])
	}
	if !p.bad && strings.HasPrefix(p.src, "<?xml ") {
		end := strings.Index(p.src, "?>")
		head := strings.ToLower(p.src[:max(end, 0)])
		p.at = end + len("?>")
		p.bad = end < 0 || !strings.Contains(head, ` version="1.0"`) && !strings.Contains(head, ` version='1.0'`) ||
			strings.Contains(head, "encoding") && !strings.Contains(head, `"utf-8"`) && !strings.Contains(head, `'utf-8'`)
	}
	return p
}

// root finds the root element.
func (p *plainXML) root() bool {
	p.blanks()
	return !p.bad && strings.HasPrefix(p.src[p.at:], "<") && p.start()
}

// ended reports whether all went well up to the end, once the root is gone
// through.
func (p *plainXML) ended() bool {
	p.blanks()
	return !p.bad && len(p.open) == 0 && p.at == len(p.src)
}

// child finds the next element in the one around. Without another it goes behind
// the end of the one around and is false.
func (p *plainXML) child() bool {
	if p.bad {
		return false
	}
	if p.empty {
		p.empty, p.open = false, p.open[:len(p.open)-1]
		return false
	}
	p.chars()
	if strings.HasPrefix(p.src[p.at:], "</") {
		p.close()
		return false
	}
	return !p.bad && p.start()
}

// content is the text of an element that has no others in it.
func (p *plainXML) content() string {
	if p.bad || p.empty {
		p.child()
		return ""
	}
	text := p.chars()
	if !strings.HasPrefix(p.src[p.at:], "</") {
		p.bad = true
	}
	p.child()
	return text
}

// skip goes behind an element.
func (p *plainXML) skip() {
	for p.child() {
		p.skip()
	}
}

// chars is the text up to the next tag.
func (p *plainXML) chars() string {
	n := strings.IndexByte(p.src[p.at:], '<')
	if n < 0 {
		p.bad = true
		return ""
	}
	text, ok := plainText(p.src[p.at : p.at+n])
	p.at += n
	p.bad = p.bad || !ok
	return text
}

func (p *plainXML) blanks() {
	for p.at < len(p.src) && isBlank(p.src[p.at]) {
		p.at++
	}
}

// start reads a start tag.
func (p *plainXML) start() bool {
	p.at++
	qualified := p.word()
	p.open, p.attrs = append(p.open, qualified), p.attrs[:0]
	p.name = local(qualified)
	for !p.bad {
		from := p.at
		p.blanks()
		switch rest := p.src[p.at:]; {
		case strings.HasPrefix(rest, ">"):
			p.at++
			p.bad = len(p.open) > deepest
			return !p.bad
		case strings.HasPrefix(rest, "/>"):
			p.at += 2
			p.empty = true
			return true
		case p.at == from:
			p.bad = true // no blank in front of an attribute
		default:
			p.attr()
		}
	}
	return false
}

// attr reads one attribute.
func (p *plainXML) attr() {
	name := p.word()
	rest := p.src[p.at:]
	if len(rest) < 3 || rest[0] != '=' || rest[1] != '"' && rest[1] != '\'' {
		p.bad = true
		return
	}
	n := strings.IndexByte(rest[2:], rest[1])
	if n < 0 || strings.IndexByte(rest[2:2+n], '<') >= 0 {
		p.bad = true
		return
	}
	value, ok := plainText(rest[2 : 2+n])
	p.attrs = append(p.attrs, plainAttr{name, value})
	p.at += n + 3
	p.bad = p.bad || !ok
}

// close reads the end tag of the element around.
func (p *plainXML) close() {
	p.at += len("</")
	name, last := p.word(), len(p.open)-1
	p.blanks()
	if last < 0 || p.open[max(last, 0)] != name || !strings.HasPrefix(p.src[p.at:], ">") {
		p.bad = true
		return
	}
	p.open = p.open[:last]
	p.at++
}

// word reads a name, with a prefix or without.
func (p *plainXML) word() string {
	from, first := p.at, true
	for ; p.at < len(p.src); p.at++ {
		c := p.src[p.at]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_':
			first = false
			continue
		case ('0' <= c && c <= '9' || c == '-' || c == '.') && !first:
			continue
		case c == ':' && !first && strings.IndexByte(p.src[from:p.at], ':') < 0:
			first = true
			continue
		}
		break
	}
	p.bad = p.bad || first
	return p.src[from:p.at]
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

var plainEntities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// plainText is a text without its entities, its lines ended as XML has a parser
// end them.
func plainText(s string) (string, bool) {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.IndexByte(s, '&') < 0 {
		return s, true
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String(), true
		}
		b.WriteString(s[:i])
		name, rest, ok := strings.Cut(s[i+1:], ";")
		text, known := plainEntities[name]
		if !known {
			text, known = numbered(name)
		}
		if !ok || !known {
			return "", false
		}
		b.WriteString(text)
		s = rest
	}
}

// numbered is the character of an entity such as #x4E00; of those that XML
// allows.
func numbered(name string) (string, bool) {
	digits, base := strings.TrimPrefix(name, "#"), 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !strings.HasPrefix(name, "#") || !utf8.ValidRune(rune(n)) || n > utf8.MaxRune || n == 0xFFFE || n == 0xFFFF {
		return "", false
	}
	return string(rune(n)), n >= ' ' || n == '\t' || n == '\n' || n == '\r'
}
