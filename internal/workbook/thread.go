package workbook

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"nianbao/internal/workbook/ooxml"
)

// Excel 365 keeps conversations in a part of their own ([MS-XLSX] 2.6.205), and
// of a cell that has one shows nothing else: the comment in the old form is for
// other programs. Our remarks on such a cell are therefore a reply as well.

const (
	microsoftTypes = "http://schemas.microsoft.com/office/2017/10/relationships/"
	personType     = "application/vnd.ms-excel.person+xml"
	emptyPersons   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"></personList>`
)

// identity makes the kind of number that persons and replies go by. The same
// input gives the same one.
func identity(of ...string) string {
	h := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return fmt.Sprintf("{%X-%X-%X-%X-%X}", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// thread opens the conversations of a sheet; nil where it has none.
func (b *paper) thread(owner string) (string, *ooxml.Markup, error) {
	part, err := b.Related(owner, "threadedComment")
	if part == "" || err != nil {
		return "", nil, err
	}
	m, err := b.Markup(part)
	return part, m, err
}

// withdrawReplies takes our replies out of the conversations of a sheet.
func (b *paper) withdrawReplies(owner string) error {
	part, m, err := b.thread(owner)
	if m == nil || err != nil {
		return err
	}
	persons, err := b.Related(b.main, "person")
	if persons == "" || err != nil {
		return err
	}
	known, err := b.Markup(persons)
	if err != nil {
		return err
	}
	ours := map[string]bool{}
	for _, p := range known.Root.All("person") {
		if p.Attr("displayName") == author {
			ours[p.Attr("id")] = true
		}
	}
	for _, c := range m.Root.All("threadedComment") {
		if ours[c.Attr("personId")] && c.Attr("parentId") != "" {
			m.Remove(c)
		}
	}
	b.Save(part, m)
	return nil
}

// reply puts our remarks into the conversations of a sheet's cells.
func (b *paper) reply(owner string, cells map[spot][]string) error {
	part, m, err := b.thread(owner)
	if m == nil || err != nil {
		return err
	}
	last := map[spot]*ooxml.Element{}
	first := map[spot]string{}
	var order []spot
	for _, c := range m.Root.All("threadedComment") {
		at, ok := spotOf(c.Attr("ref"))
		if !ok || len(cells[at]) == 0 {
			continue
		}
		if last[at] == nil {
			first[at] = c.Attr("id")
			order = append(order, at)
		}
		last[at] = c
	}
	if len(order) == 0 {
		return nil
	}
	person, err := b.person()
	if err != nil {
		return err
	}
	for _, at := range order {
		q := m.Root.Prefixed
		lines := short(cells[at])
		m.After(last[at], fmt.Sprintf(`<%[1]s ref="%[2]s" dT="%[3]s" personId="%[4]s" id="%[5]s" parentId="%[6]s"><%[7]s>%[8]s</%[7]s></%[1]s>`, q("threadedComment"), at,
			ooxml.Escape(last[at].Attr("dT")), ooxml.Escape(person), identity(part, at.String(), strings.Join(lines, "\n")), ooxml.Escape(first[at]),
			q("text"), ooxml.Escape(strings.Join(lines, "\n"))))
	}
	b.Save(part, m)
	return nil
}

// person is the number that our replies go by.
func (b *paper) person() (string, error) {
	part, err := b.Related(b.main, "person")
	if err != nil {
		return "", err
	}
	if part == "" {
		part = b.Free("xl/persons/person%d.xml")
		b.Put(part, []byte(emptyPersons))
		if err := b.Declare(part, personType); err != nil {
			return "", err
		}
		if _, err := b.Relate(b.main, microsoftTypes, "person", part); err != nil {
			return "", err
		}
	}
	m, err := b.Markup(part)
	if err != nil {
		return "", err
	}
	for _, p := range m.Root.All("person") {
		if p.Attr("displayName") == author {
			return p.Attr("id"), nil
		}
	}
	id := identity("person", author)
	m.Append(m.Root, fmt.Sprintf(`<%[1]s displayName="%[2]s" id="%[3]s" userId="%[2]s" providerId="None"/>`, m.Root.Prefixed("person"), author, id))
	b.Save(part, m)
	return id, nil
}
