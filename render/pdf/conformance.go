package pdf

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode"
)

// Conformance names a kind of PDF/A, the PDF for archives (ISO 19005), or none.
type Conformance string

// The conformances: level A, which has the logical structure, of each part.
const (
	PDFA1a   Conformance = "1a" // ISO 19005-1:2005, of PDF 1.4
	PDFA2a   Conformance = "2a" // ISO 19005-2:2011, of PDF 1.7
	PDFA3a   Conformance = "3a" // ISO 19005-3:2012, with files attached
	PlainPDF Conformance = "none"
)

// conformance is a Conformance as the writer asks for it; part 0 is none.
type conformance struct{ part int }

func (c Conformance) parse() (conformance, bool) {
	switch c {
	case PDFA1a:
		return conformance{1}, true
	case PDFA2a:
		return conformance{2}, true
	case PDFA3a:
		return conformance{3}, true
	}
	return conformance{}, c == PlainPDF
}

func (c conformance) form() form {
	if c.part == 1 {
		return form{number: "1.4"}
	}
	return form{number: "1.7", streams: true}
}

// printable is text as both XML and a PDF text string can carry it.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return ' '
		case unicode.IsControl(r), r == 0xfffe, r == 0xffff, r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
}

// xmp is the metadata stream (ISO 19005-1, 6.7): the same statements as in the
// document information, and which part of ISO 19005 the file conforms to.
func xmp(info metadata, c conformance) []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"" +
		" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n")
	property := func(name, before, text, after string) {
		if text == "" {
			return
		}
		fmt.Fprintf(&b, "<%s>%s", name, before)
		_ = xml.EscapeText(&b, []byte(text)) // a Builder takes all
		fmt.Fprintf(&b, "%s</%s>\n", after, name)
	}
	const alternative, list, bag = "<rdf:Alt><rdf:li xml:lang=\"x-default\">", "<rdf:Seq><rdf:li>", "<rdf:Bag><rdf:li>"
	property("dc:format", "", "application/pdf", "")
	property("dc:language", bag, language, "</rdf:li></rdf:Bag>")
	property("dc:title", alternative, info.title, "</rdf:li></rdf:Alt>")
	property("dc:creator", list, info.author, "</rdf:li></rdf:Seq>")
	property("dc:description", alternative, info.subject, "</rdf:li></rdf:Alt>")
	property("pdf:Producer", "", info.producer, "")
	if !info.created.IsZero() {
		date := info.created.Format("2006-01-02T15:04:05") + "+00:00"
		property("xmp:CreateDate", "", date, "")
		property("xmp:ModifyDate", "", date, "")
		property("xmp:MetadataDate", "", date, "")
	}
	if c.part != 0 {
		property("pdfaid:part", "", fmt.Sprint(c.part), "")
		property("pdfaid:conformance", "", "A", "")
	}
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}
