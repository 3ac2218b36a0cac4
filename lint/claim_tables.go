package lint

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/message"
	"nianbao/lint/claims"
)

// column is the role of the applicants' column that a claim names.
func column(c *claims.Claim) string {
	if c.Applicant != "" {
		return c.Applicant
	}
	return roleTotal
}

// intake is what can be meant by applications that came in: those of the year,
// with those carried in, and those answered.
func (v *verdict) intake(col string) []reading {
	fresh, carried := v.tables.sum(roleReceived, col), v.tables.sum(roleCarriedIn, col)
	return []reading{fresh, fresh.plus(carried), v.tables.sum(roleHandled, col)}
}

// emptyIntake reports whether table 3 knows of no application at all.
func (v *verdict) emptyIntake() bool {
	for _, r := range append(v.intake(roleTotal), v.tables.row(roleCarriedOut)) {
		if !r.known || !r.value.IsZero() {
			return false
		}
	}
	return true
}

// received judges figures of applications, applicants and results (TXT001).
func (k *claimKind) received(v *verdict, s *stated) {
	if s.Scope != "" {
		k.otherScope(v, s)
		return
	}
	switch s.What {
	case claims.Received:
		if s.Denied || s.Applicant == "" && (s.Value.IsZero() || v.emptyIntake()) {
			return // TXT002
		}
		all := v.intake(column(&s.Claim))
		if s.Including {
			// What is said to count the carry-in is the sum of both, or what
			// became of it.
			all = []reading{all[1], v.tables.sum(roleHandled, column(&s.Claim)).plus(v.tables.sum(roleCarriedOut, column(&s.Claim)))}
		}
		if s.Applicant != "" && v.crosses(s, s.Rows, []string{s.Applicant}) {
			return
		}
		v.compare(s, "", all...)
	case claims.Result:
		if v.crosses(s, []string{s.Role}, s.Columns) {
			return
		}
		v.compare(s, "", v.tables.row(s.Role))
	}
}

// crosses reports whether a figure is that of a row and an applicant's column
// which its sentence names: 自然人提出的申请中，予以公开74件.
func (v *verdict) crosses(s *stated, rows, columns []string) bool {
	if !s.Value.IsPositive() {
		return false // 0 is in too many cells
	}
	for _, row := range rows {
		for _, col := range columns {
			if r := v.tables.sum(row, col); r.known && !r.unclear && r.value.Equal(s.Value) {
				return true
			}
		}
	}
	return false
}

// otherScope notes a figure that the agency gives for another body.
func (k *claimKind) otherScope(v *verdict, s *stated) {
	if s.What != claims.Received && s.What != claims.Handled || s.Applicant != "" {
		return
	}
	all := v.intake(roleTotal)
	sum := s.Value
	for i := range s.beside {
		if c := &s.beside[i]; c.What == s.What && c.Applicant == "" && c.Scope == "" {
			if slices.ContainsFunc(all, func(r reading) bool { return r.known && r.value.Equal(c.Value) }) {
				return // the whole is said as well
			}
			sum = sum.Add(c.Value) // what it did in its own name
		}
	}
	for _, r := range all {
		if !r.known || r.value.Equal(s.Value) || r.value.Equal(sum) {
			return
		}
	}
	v.flag(s, "scope", message.Args{"scope": s.Scope}, distinct(all)...)
}

// none judges statements that nothing was received, and figures beside a table
// without any (TXT002).
func (k *claimKind) none(v *verdict, s *stated) {
	if s.Scope != "" || s.Applicant != "" && !s.Denied {
		return
	}
	fresh := v.tables.sum(roleReceived, column(&s.Claim))
	switch {
	case s.What == claims.NoneReceived, s.What == claims.Received && s.Denied, s.What == claims.Received && s.Value.IsZero():
		if fresh.known && !fresh.value.IsZero() {
			v.flag(s, "", nil, fresh)
		}
	case (s.What == claims.Received || s.What == claims.Handled) && s.Value.IsPositive() && v.emptyIntake():
		v.flag(s, "reverse", nil, v.intake(roleTotal)...)
	}
}

// handled judges figures and statements about what was answered and what was
// carried over (TXT003).
func (k *claimKind) handled(v *verdict, s *stated) {
	if s.Scope != "" {
		return
	}
	handled, carried := v.tables.row(roleHandled), v.tables.row(roleCarriedIn)
	if row := map[claims.What]string{claims.Handled: roleHandled, claims.CarriedIn: roleCarriedIn, claims.CarriedOut: roleCarriedOut}[s.What]; row != "" && v.crosses(s, []string{row}, s.Columns) {
		return // of one applicant
	}
	switch s.What {
	case claims.Handled:
		if s.Value.IsPositive() && v.emptyIntake() {
			return // TXT002
		}
		// Those of the year alone are called 办结 and 答复 as well, those with an
		// answer in substance 答复.
		all := []reading{handled, handled.minus(carried).meaning("本年新收中办结的", "those received in the year alone")}
		if !s.Closed {
			all = append(all, handled.minus(v.tables.row(roleOther)).meaning("作了实质答复的", "those that were given an answer"))
		}
		if s.Weak || s.Including {
			all = append(all, v.intake(roleTotal)...)
		}
		v.compare(s, "", all...)
	case claims.CarriedIn:
		v.compare(s, "", v.tables.sum(roleCarriedIn, column(&s.Claim)))
	case claims.CarriedOut:
		all := []reading{v.tables.row(roleCarriedOut)}
		if s.Undirected {
			all = append(all, carried) // 新收24件，结转2件，办结23件
		}
		v.compare(s, "", all...)
	case claims.AllHandled:
		k.all(v, s, handled, carried)
	}
}

// all judges 全部办结. Where the same passage says what was left or, before it, how
// many were answered, it speaks of what was due or of these.
func (k *claimKind) all(v *verdict, s *stated, handled, carried reading) {
	for i := range s.beside {
		switch c := &s.beside[i]; {
		case c.What == claims.CarriedOut && c.Value.IsPositive():
			return
		case c.What == claims.Handled && c.To <= s.From && handled.known && c.Value.Equal(handled.value) && c.Value.IsPositive():
			return // 新收24件，办结23件，均按期答复: all of the 23
		}
	}
	if s.Counted.To > s.Counted.From && handled.known && s.Counted.Value.Equal(handled.value) {
		return // 全部23件均按期答复, and 23 were answered
	}
	left, fresh := v.tables.row(roleCarriedOut), v.tables.row(roleReceived)
	switch {
	case left.known && left.value.IsPositive():
		v.flag(s, "all", nil, left)
	case handled.known && fresh.known && handled.value.LessThan(fresh.value):
		v.flag(s, "short", message.Args{"handled": handled.value.String(), "received": fresh.value.String()}, handled, fresh)
	}
}

// disputes judges figures and statements about reviews and suits (TXT004).
func (k *claimKind) disputes(v *verdict, s *stated) {
	col := roleTotal
	if s.Outcome != "" {
		col = s.Outcome
	}
	row := roleSuit
	if s.Route != "" {
		row = s.Route
	}
	if s.Unsure && (s.Outcome != "" && v.named(s, col) || s.Outcome == "" && v.ofOutcome(s, row)) {
		return
	}
	switch s.What {
	case claims.Reviews, claims.NoneReviews:
		v.compare(s, "", v.tables.sum(roleReview, col))
	case claims.Suits, claims.NoneSuits:
		v.compare(s, "", v.tables.sum(row, col))
	case claims.Disputes:
		v.compare(s, "", v.tables.sum(roleReview, col).plus(v.tables.sum(roleSuit, col)))
	case claims.AllUpheld:
		k.upheld(v, s)
	}
}

// ofOutcome reports whether a figure of a way to court is that of the outcome that it
// also has.
func (v *verdict) ofOutcome(s *stated, row string) bool {
	return slices.ContainsFunc(s.beside, func(c stated) bool {
		if c.From != s.From || c.Outcome == "" {
			return false
		}
		r := v.tables.sum(row, c.Outcome)
		return r.known && r.value.Equal(s.Value)
	})
}

// named reports whether an outcome is that of some case that the passage named before
// it, or of reviews and suits together.
func (v *verdict) named(s *stated, col string) bool {
	rows := map[string]bool{}
	for i := range s.beside {
		c := &s.beside[i]
		if c.From >= s.From {
			break
		}
		rows[roleReview] = rows[roleReview] || c.What == claims.Reviews || c.What == claims.Disputes
		rows[roleSuit] = rows[roleSuit] || c.What == claims.Suits || c.What == claims.Disputes
		if c.Route != "" {
			rows[c.Route] = true
		}
	}
	fits := func(r reading) bool { return r.unclear || r.known && r.fits(s.Value, s.Base, s.Shown) }
	for row, is := range rows {
		if is && fits(v.tables.sum(row, col)) {
			return true
		}
	}
	return rows[roleReview] && rows[roleSuit] && fits(v.tables.sum(roleReview, col).plus(v.tables.sum(roleSuit, col)))
}

// upheld judges 均获维持: no case may have another outcome, nor none yet.
func (k *claimKind) upheld(v *verdict, s *stated) {
	rows := []string{roleReview, roleSuit}
	switch s.Of {
	case claims.OfReviews:
		rows = rows[:1]
	case claims.OfSuits:
		rows = rows[1:]
	}
	var not []reading
	for _, row := range rows {
		total, upheld := v.tables.row(row), v.tables.sum(row, roleUpheld)
		if total.known && upheld.known && !total.value.Equal(upheld.value) {
			not = append(not, total, upheld)
		}
	}
	if len(not) > 0 {
		v.flag(s, "upheld", nil, not...)
	}
}

// documentRoles are the rows of the kinds of document and decision.
var documentRoles = map[claims.What]string{
	claims.Regulations: "regulation", claims.Normative: "normative",
	claims.Licences: "licence", claims.Penalties: "penalty", claims.Coercions: "coercion",
}

// decisions judges what table 2 holds (TXT005).
func (k *claimKind) decisions(v *verdict, s *stated) {
	switch s.What {
	case claims.Regulations, claims.Normative:
		v.compare(s, "", v.tables.sum(documentRoles[s.What], s.Action), v.disclosed(s))
	case claims.Licences, claims.Penalties, claims.Coercions:
		v.compare(s, "", v.tables.sum(documentRoles[s.What], roleDecisions))
	case claims.Charges:
		r := v.tables.sum(roleCharge, roleCharged)
		if r.known && !k.sameMoney(s, r) {
			r.name += " "
			v.flag(s, "money", message.Args{"unit": r.unit}, r)
		}
	}
}

// disclosed is what was published of what was issued: the form of 2019 counts
// both.
func (v *verdict) disclosed(s *stated) reading {
	if s.Action != claims.Issued {
		return reading{}
	}
	return v.tables.sum(documentRoles[s.What], roleDisclosed)
}

// sameMoney compares an amount of the text, in 元, with one of a table, each as
// exact as it is written.
func (k *claimKind) sameMoney(s *stated, r reading) bool {
	factor := k.grammar.Yuan(r.unit)
	if factor.IsZero() {
		return true
	}
	table := r.value.Mul(factor)
	difference := s.Value.Sub(table).Abs()
	return difference.LessThanOrEqual(half(s.Base-s.Shown)) && s.Base > s.Shown ||
		r.shown > 0 && difference.LessThanOrEqual(factor.Mul(half(-r.shown))) || difference.IsZero()
}

// half is half of a place: 10^place / 2.
func half(place int32) decimal.Decimal { return decimal.New(5, place-1) }

// fee judges what part six says of the 信息处理费 (TXT008).
func (k *claimKind) fee(v *verdict, s *stated) {
	switch s.What {
	case claims.NoNotice:
		if unpaid := v.tables.row(roleFeeUnpaid); unpaid.known && unpaid.value.IsPositive() {
			v.flag(s, "notice", nil, unpaid)
		}
	case claims.Fee:
		charged := v.tables.sum(roleCharge, roleCharged)
		if factor := k.grammar.Yuan(charged.unit); charged.known && !factor.IsZero() {
			room := decimal.Zero
			if charged.shown > 0 {
				room = factor.Mul(half(-charged.shown))
			}
			if s.Value.GreaterThan(charged.value.Mul(factor).Add(room)) {
				v.flag(s, "", message.Args{"unit": charged.unit}, charged)
			}
		}
		if len(s.Parts) > 1 {
			k.sum(v, s, "parts")
		}
	}
}

// unmentioned looks for cases in table 4 that the prose says nothing of
// (TXT009).
func (k *claimKind) unmentioned(v *verdict) {
	var silent []reading
	for _, row := range []string{roleReview, roleSuit} {
		r := v.tables.row(row)
		if !r.known || !r.value.IsPositive() {
			continue
		}
		said := false
		v.eachIn(zoneBody, func(q *passage) {
			for _, w := range k.Mentions[row] {
				said = said || strings.Contains(q.text, w)
			}
		})
		if !said {
			silent = append(silent, r)
		}
	}
	if len(silent) == 0 {
		return
	}
	f := Finding{Args: message.Args{"cases": list(silent)}}
	for _, r := range silent {
		f.Related = append(f.Related, r.places...)
	}
	f.At, f.Pos = f.Related[0].At, f.Related[0].Pos
	v.add(f)
}
