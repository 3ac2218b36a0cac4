package lint

import (
	"slices"

	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// trial is a report in which a table is another one, and what is then said
// against the tables.
type trial struct {
	tables tables
	// found are the faults by rule and place, at the places alone.
	found map[fault]bool
	at    map[fault]bool
}

// fault is a finding in so far as it is the same before and after a change; the
// rule is "" where any will do.
type fault struct {
	rule, at string
	pos      report.Place
}

// mostClaims is how many claims are tried: real reports make a hundred or so, and
// no file should take long.
const mostClaims = 5_000

// triable reports whether there is little enough prose to try changes against.
func (p *pass) triable() bool {
	n := 0
	for _, rule := range p.profile.rules {
		if k, ok := rule.check.(*claimKind); ok && k.Check != "unmentioned" && p.year() != 0 && p.report.Edition != nil {
			n = max(n, len(p.statements(k)))
		}
	}
	return n <= mostClaims
}

// try judges what speaks of the tables from outside them, the prose and the
// report of the year before, with a table put in the place of the report's.
func (p *pass) try(t *report.Table) *trial {
	r := *p.report
	r.Parts = slices.Clone(r.Parts)
	for i, part := range r.Parts {
		if part.Table != nil && part == t.Part {
			with := *part
			with.Table = t
			r.Parts[i] = &with
		}
	}
	p.passages() // cut once for all trials
	if p.said == nil {
		p.said = map[*claims.Grammar][]stated{}
	}
	sub := &pass{report: &r, previous: p.previous, profile: p.profile, options: p.options, cut: p.cut, said: p.said}
	for _, rule := range p.profile.rules {
		switch rule.check.(type) {
		case *claimKind, *growthKind, *carryKind:
			sub.rule = rule
			rule.check.check(sub)
		}
	}
	tr := &trial{tables{&r}, map[fault]bool{}, map[fault]bool{}}
	for _, f := range sub.findings {
		tr.found[fault{f.Rule, f.At, f.Pos}] = true
		tr.at[fault{"", f.At, f.Pos}] = true
	}
	return tr
}

// today is the trial of a table as it is, made once.
func (p *pass) today(t *report.Table) *trial {
	now := p.trials[t]
	if now == nil {
		now = p.try(t)
		if p.trials == nil {
			p.trials = map[*report.Table]*trial{}
		}
		p.trials[t] = now
	}
	return now
}

// faults reports whether a trial has a finding about a claim.
func (tr *trial) faults(s *stated) bool { return tr.at[fault{"", s.at, s.pos(s.From, s.To)}] }

// tryInProse tries changes against what the prose states. They are contradicted
// where something that agreed with the table no longer does, and where the prose
// gives another figure for what they change. Else it is told how much of the
// prose still disagrees.
func (p *pass) tryInProse(t *report.Table, changes []change) (disagreements int, contradicted bool) {
	now, then := p.today(t), p.try(changed(t, changes))
	if now.newFault(then) || p.broken(now, then, func(s *stated) bool { return then.faults(s) }) {
		return 0, true
	}
	return len(then.found) + p.unmet(now, then), false
}

// unmet counts the statements that do not hold in the later of two trials.
func (p *pass) unmet(now, then *trial) (n int) {
	before, after := now.tables, then.tables
	for _, all := range p.said {
		for i := range all {
			for _, a := range before.assertions(&all[i]) {
				if !a.holds(after) {
					n++
				}
			}
		}
	}
	return n
}

// confirmed reports whether the prose states figures that changes would replace.
func (p *pass) confirmed(t *report.Table, changes []change) bool {
	now, then := p.today(t), p.try(changed(t, changes))
	return now.newFault(then) || p.broken(now, then, func(*stated) bool { return false })
}

// newFault reports whether a later trial has a finding that this one has not.
func (tr *trial) newFault(then *trial) bool {
	for f := range then.found {
		if !tr.found[f] {
			return true
		}
	}
	return false
}

// broken reports whether some statement about what differs between two trials
// does not hold in the later one, though it held in the first or is one that
// counts all the same.
func (p *pass) broken(now, then *trial, counts func(s *stated) bool) bool {
	before, after := now.tables, then.tables
	for _, all := range p.said {
		for i := range all {
			for _, a := range before.assertions(&all[i]) {
				if a.differs(before, after) && !a.holds(after) && (a.holds(before) || counts(&all[i])) {
					return true
				}
			}
		}
	}
	return false
}

// assertion is a figure of the prose with the cells that it most plainly names.
// Rules allow a claim more readings than that, so as not to raise false alarms;
// here the prose is a witness who is taken at the word.
type assertion struct {
	figure claims.Figure
	of     []named
}

// named are the cells of some rows, summed, in one column, all by their roles.
type named struct {
	rows   []string
	column string
}

func (ts tables) value(n named) reading {
	r := ts.sum(n.rows[0], n.column)
	for _, row := range n.rows[1:] {
		r = r.plus(ts.sum(row, n.column))
	}
	return r
}

func (ts tables) fits(f claims.Figure, n named) bool {
	r := ts.value(n)
	return r.known && !r.unclear && r.fits(f.Value, f.Base, f.Shown)
}

func (a assertion) holds(ts tables) bool {
	return slices.ContainsFunc(a.of, func(n named) bool { return ts.fits(a.figure, n) })
}

func (a assertion) differs(before, after tables) bool {
	return slices.ContainsFunc(a.of, func(n named) bool {
		b, c := before.value(n), after.value(n)
		return b.known != c.known || !b.value.Equal(c.value)
	})
}

// rowOf are the roles of the rows that claims speak of.
var rowOf = map[claims.What]string{
	claims.Received: roleReceived, claims.Handled: roleHandled,
	claims.CarriedIn: roleCarriedIn, claims.CarriedOut: roleCarriedOut,
}

// row is the role of the row that a claim speaks of, "" for none.
func (s *stated) row() string {
	if s.What == claims.Result {
		return s.Role
	}
	return rowOf[s.What]
}

// assertions are what a claim says of the applications. Of several cells that its
// words name, those are meant that hold its figure.
func (ts tables) assertions(s *stated) []assertion {
	switch {
	case s.Scope != "" || s.Denied || len(s.Siblings) > 0:
		return nil
	case s.What == claims.List:
		return s.division()
	case s.row() == "":
		return nil
	}
	a := assertion{figure: s.Figure}
	switch rows, plain := append([]string{s.row()}, s.Rows...), (named{[]string{s.row()}, roleTotal}); {
	case s.Including:
		a.of = []named{{[]string{roleReceived, roleCarriedIn}, column(&s.Claim)}}
	case s.Applicant != "":
		// 予以公开11件，其中自然人10件: a row named before may be the one.
		for _, row := range rows {
			a.of = append(a.of, named{[]string{row}, s.Applicant})
		}
	case s.What == claims.Received:
		a.of = []named{plain}
	default:
		// 商业企业提出的3件申请，部分公开1件; 予以公开11件，均为自然人提出.
		for _, col := range s.Columns {
			cross := named{[]string{s.row()}, col}
			if s.Value.IsPositive() && ts.fits(s.Figure, cross) && (!ts.fits(s.Figure, plain) || len(s.Columns) == 1 && !s.counts(col)) {
				a.of = append(a.of, cross)
			}
		}
		if len(a.of) == 0 {
			a.of = []named{plain}
		}
	}
	if a.holds(ts) {
		a.of = slices.DeleteFunc(a.of, func(n named) bool { return !ts.fits(a.figure, n) })
	}
	return []assertion{a}
}

// counts reports whether a claim of the same sentence gives a figure for an
// applicant.
func (s *stated) counts(applicant string) bool {
	from, to := sentence(s.runes, s.From)
	return slices.ContainsFunc(s.beside, func(c stated) bool { return c.Applicant == applicant && c.From >= from && c.From < to })
}

// division is how a list divides the figure of a row among the applicants that
// its sentence names: 办结23件，其中自然人21件、商业企业2件.
func (s *stated) division() (all []assertion) {
	i := slices.IndexFunc(s.beside, func(c stated) bool {
		return c.row() != "" && c.From == s.Total.From && c.To == s.Total.To && c.Scope == "" && len(c.Columns) == len(s.Parts)
	})
	if i < 0 || slices.ContainsFunc(s.beside[i].Columns, s.counts) {
		return nil
	}
	for k, part := range s.Parts {
		all = append(all, assertion{part, []named{{[]string{s.beside[i].row()}, s.beside[i].Columns[k]}}})
	}
	return all
}
