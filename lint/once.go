package lint

import (
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// once collects findings that are made once a part: the first place, how many
// there are, and the rest as related places.
type once struct {
	pass  *pass
	found map[onceKey]int
	order []Finding
}

// onceKey is a part and, where the place is waived, by what: such places are a
// finding of their own.
type onceKey struct {
	group  string
	waiver *waiver
}

func (p *pass) oncePerPart() *once { return &once{pass: p, found: map[onceKey]int{}} }

// add counts one place; edits, where there are any, are what mends it.
func (o *once) add(q *passage, from, to int, edits ...Edit) {
	key := onceKey{q.group(), o.pass.waivedAt(q.at)}
	i, seen := o.found[key]
	if !seen {
		i = len(o.order)
		o.found[key] = i
		o.order = append(o.order, Finding{At: q.at, Pos: q.pos(from, to), Args: message.Args{
			"text": nearby(q, from, to), "part": q.groupName(o.pass.report)}})
	} else {
		o.order[i].Related = append(o.order[i].Related, report.Related{At: q.at, Pos: q.pos(from, to)})
	}
	f := &o.order[i]
	if len(edits) > 0 {
		if f.Fix == nil {
			f.Fix = &Fix{Safe: true, Args: f.Args}
		}
		f.Fix.Edits = append(f.Fix.Edits, edits...)
	}
}

func (o *once) done() {
	for _, f := range o.order {
		f.Args["count"] = itoa(1 + len(f.Related))
		o.pass.add(f)
	}
}

// nearby is a stretch with two characters on either side.
func nearby(q *passage, from, to int) string {
	return q.string(max(from-2, 0), min(to+2, len(q.runes)))
}
