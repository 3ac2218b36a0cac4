package workbook

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"path"
	"strings"
)

// Programs leave rows and cells behind that hold nothing but a format, down to
// the last row there is. Only what holds something counts; the library would make
// room for all of it.

// slimmed is the sheet just scanned without the empty rows below its last content
// and the empty cells right of it.
func (s *partScan) slimmed() []byte {
	last := spot{}
	for _, c := range s.found {
		last.column, last.row = max(last.column, c.column), max(last.row, c.row)
	}
	var out bytes.Buffer
	kept := 0
	drop := func(from, to int) {
		part := partScan{data: s.data[from:to], isSheet: true}
		if form := part.run(); form == "" && len(part.found) == 0 {
			out.Write(s.data[kept:from])
			kept = to
		}
	}
	row, column := 0, 0
	for i := 0; ; {
		name, at, end := nextTag(s.data, i)
		if at < 0 {
			break
		}
		i = end
		switch string(name) {
		case "row":
			row, column = row+1, 0
			if r, given := s.attribute(end, "r"); given {
				row = rowOf(r)
			}
			if row > last.row {
				i = s.behind(end, "row")
				drop(at, i)
			}
		case "c":
			column++
			if r, given := s.attribute(end, "r"); given {
				column, _, _ = cellOf(r)
			}
			if column > last.column {
				i = s.behind(end, "c")
				drop(at, i)
			}
		}
	}
	out.Write(s.data[kept:])
	return out.Bytes()
}

func rowOf(r string) int {
	_, row, _ := cellOf("A" + r)
	return row
}

// behind is the offset behind an element, from behind its name on.
func (s *partScan) behind(at int, name string) int {
	if selfClosing(s.data[at:]) {
		return at + tagEnd(s.data[at:]) + 1
	}
	for i := at; ; {
		tag, from, end := nextTag(s.data, i)
		if from < 0 {
			return len(s.data)
		}
		if len(tag) == 0 && closes(s.data[end:], name) {
			return end + bytes.IndexByte(s.data[end:], '>') + 1
		}
		i = end
	}
}

// replaced is an archive with other parts under some of its names.
func replaced(archive *zip.Reader, parts map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range archive.File {
		data, other := parts[f.Name]
		if !other {
			if err := w.Copy(f); err != nil {
				return nil, err
			}
			continue
		}
		part, err := w.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sheetTitles are the titles of a workbook's sheets by the names of their parts.
// Where the parts that tell them are broken there are none, which the library
// then says.
func sheetTitles(archive *zip.Reader) map[string]string {
	parts := map[string]*zip.File{}
	for _, f := range archive.File {
		parts[partName(f)] = f
	}
	book := "xl/workbook.xml"
	each(parts["_rels/.rels"], "Relationship", func(a func(string) string) {
		if strings.HasSuffix(a("Type"), "/officeDocument") {
			book = strings.ToLower(strings.TrimPrefix(path.Clean("/"+a("Target")), "/"))
		}
	})
	targets := map[string]string{}
	each(parts[path.Join(path.Dir(book), "_rels", path.Base(book)+".rels")], "Relationship", func(a func(string) string) {
		target := strings.ReplaceAll(a("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(book), target)
		}
		targets[a("Id")] = strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))
	})
	titles := map[string]string{}
	each(parts[book], "sheet", func(a func(string) string) {
		if target := targets[a("id")]; target != "" {
			titles[target] = a("name")
		}
	})
	return titles
}

// each hands the attributes of every tag of a name to a function, by their names
// without a prefix.
func each(f *zip.File, tag string, do func(attribute func(string) string)) {
	if f == nil {
		return
	}
	r, err := f.Open()
	if err != nil {
		return
	}
	defer r.Close() // only read from
	data, err := io.ReadAll(io.LimitReader(r, maxPartXML+1))
	if err != nil {
		return
	}
	s := &partScan{data: data}
	for i := 0; ; {
		name, at, end := nextTag(data, i)
		if at < 0 {
			return
		}
		if i = end; string(name) == tag {
			do(func(key string) string {
				value, _ := s.attribute(end, key)
				return html.UnescapeString(value)
			})
		}
	}
}
