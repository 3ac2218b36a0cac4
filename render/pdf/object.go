package pdf

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
)

// objects are the numbered objects of a PDF file in the making (ISO 32000-1,
// 7.3.10); number n stands at n-1.
type objects []object

// object is a dictionary or array or, with data, a stream.
type object struct {
	body []byte // of a stream its dictionary, without Length, Filter and brackets
	data []byte // nil for what is no stream
	how  storage
}

// storage is how a stream's data stand in the file.
type storage int8

const (
	small  storage = iota // compressed well, which takes long
	quick                 // compressed fast
	packed                // as zlib has compressed them already
	plain                 // uncompressed
)

// reserve takes the next number for an object that is set later.
func (o *objects) reserve() int {
	*o = append(*o, object{})
	return len(*o)
}

func (o objects) set(number int, body string) { o[number-1].body = []byte(body) }

// add appends an object and returns its number.
func (o *objects) add(body string) int {
	*o = append(*o, object{body: []byte(body)})
	return len(*o)
}

// stream appends a stream and returns its number.
func (o *objects) stream(dictionary string, data []byte, how storage) int {
	*o = append(*o, object{[]byte(dictionary), data, how})
	return len(*o)
}

func reference(number int) string { return strconv.Itoa(number) + " 0 R" }

// form says how a file is put together.
type form struct {
	number string // of PDF
	// streams lets objects that are none stand compressed in streams, and the
	// table of objects be one (ISO 32000-1, 7.5.7 and 7.5.8); PDF 1.4 knows
	// neither.
	streams bool
}

// place is where an object stands: at an offset in the file or, where in is
// not 0, in that object stream.
type place struct{ at, in int }

// file puts the objects together. Root is the catalog, info the document
// information.
func (o objects) file(p *press, v form, root, info int) ([]byte, error) {
	places := make([]place, len(o)+1)
	if v.streams {
		places = o.gather(places)
	}
	if err := o.deflate(p); err != nil {
		return nil, err
	}
	size := 4096
	for i := range o {
		size += len(o[i].body) + len(o[i].data) + 64
	}
	out := bytes.NewBuffer(make([]byte, 0, size))
	// The second line shows programs that guess that the file is not text.
	fmt.Fprintf(out, "%%PDF-%s\n%%\xe5\xb9\xb4\xe6\x8a\xa5\n", v.number)
	for i := range o {
		if places[i+1].in == 0 {
			places[i+1].at = out.Len()
			o[i].write(out, i+1)
		}
	}
	sum := sha256.Sum256(out.Bytes())
	trailer := fmt.Sprintf("/Root %s/Info %s/ID[<%x><%x>]", reference(root), reference(info), sum[:16], sum[:16])
	table := out.Len()
	if v.streams {
		if err := writeTable(out, p, trailer, append(places, place{at: table})); err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "startxref\n%d\n%%%%EOF\n", table)
		return out.Bytes(), nil
	}
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(places))
	for _, p := range places[1:] {
		fmt.Fprintf(out, "%010d 00000 n \n", p.at)
	}
	fmt.Fprintf(out, "trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", len(places), trailer, table)
	return out.Bytes(), nil
}

func (ob *object) write(out *bytes.Buffer, number int) {
	fmt.Fprintf(out, "%d 0 obj\n", number)
	switch {
	case ob.data == nil:
		out.Write(ob.body)
	default:
		filter := "/Filter/FlateDecode"
		if ob.how == plain {
			filter = ""
		}
		fmt.Fprintf(out, "<<%s%s/Length %d>>\nstream\n", ob.body, filter, len(ob.data))
		out.Write(ob.data)
		out.WriteString("\nendstream")
	}
	out.WriteString("\nendobj\n")
}

// perStream is how many objects share a stream: enough to compress well, few
// enough that a reader need not unpack all for the sake of one.
const perStream = 250

// gather moves the objects that are no streams into object streams.
func (o *objects) gather(places []place) []place {
	var head, body []byte
	count := 0
	var members []int
	put := func() {
		if count == 0 {
			return
		}
		number := o.stream(fmt.Sprintf("/Type/ObjStm/N %d/First %d", count, len(head)), append(head, body...), small)
		places = append(places, place{})
		for i, n := range members {
			places[n] = place{at: i, in: number}
		}
		head, body, members, count = nil, nil, nil, 0
	}
	for i, last := 0, len(*o); i < last; i++ {
		ob := (*o)[i]
		if ob.data != nil {
			continue
		}
		head = fmt.Appendf(head, "%d %d ", i+1, len(body))
		body = append(append(body, ob.body...), '\n')
		members = append(members, i+1)
		if count++; count == perStream {
			put()
		}
	}
	put()
	return places
}

// writeTable writes the table of objects as a stream, which is the last of
// them itself.
func writeTable(out *bytes.Buffer, p *press, trailer string, places []place) error {
	data := []byte{0, 0, 0, 0, 0, 0xff, 0xff}
	for _, at := range places[1:] {
		kind, first, second := 1, at.at, 0
		if at.in != 0 {
			kind, first, second = 2, at.in, at.at
		}
		data = append(data, byte(kind), byte(first>>24), byte(first>>16), byte(first>>8), byte(first), byte(second>>8), byte(second))
	}
	data, err := p.deflate(data, small)
	if err != nil {
		return err
	}
	body := fmt.Appendf(nil, "/Type/XRef/Size %d/W[1 4 2]%s", len(places), trailer)
	table := object{body, data, packed}
	table.write(out, len(places)-1)
	return nil
}

// deflate compresses the streams, the longest first.
func (o objects) deflate(p *press) error {
	var work []*object
	for i := range o {
		if o[i].data != nil && (o[i].how == small || o[i].how == quick) {
			work = append(work, &o[i])
		}
	}
	slices.SortStableFunc(work, func(a, b *object) int { return cmp.Compare(len(b.data), len(a.data)) })
	return parallel(len(work), func(i int) (err error) {
		work[i].data, err = p.deflate(work[i].data, work[i].how)
		return err
	})
}
