package lint

import (
	"slices"
	"unicode/utf8"

	"nianbao/internal/message"
	"nianbao/lint/claims"
)

// sharesOfTable judges shares of the year's applications in a paragraph that does not
// say how many there were, so that they are the table's: 征收类申请41件，占新收申请的38%.
func (k *claimKind) sharesOfTable(v *verdict) {
	if k.of == nil {
		return
	}
	all := []reading{v.tables.row(roleReceived)}
	all = append(all, all[0].plus(v.tables.row(roleCarriedIn)), v.tables.row(roleHandled))
	if !all[0].known || slices.ContainsFunc(all, func(r reading) bool { return r.unclear }) {
		return
	}
	v.eachIn(zoneBody, func(q *passage) {
		for _, m := range k.of.FindAllStringSubmatchIndex(q.text, -1) {
			figure := func(i int) claims.Figure {
				text := q.text[m[2*i]:m[2*i+1]]
				f := claims.Figure{Value: numberIn(text), From: q.runeIndex(m[2*i])}
				f.To, f.Shown = f.From+utf8.RuneCountInString(text), -f.Value.Exponent()
				return f
			}
			s := &stated{Claim: claims.Claim{What: claims.Share, Figure: figure(2), Part: figure(1)}, passage: q}
			s.To++ // the percent sign
			if v.readHere(k, s) || v.doubtOf(s, s.Part) != nil {
				continue
			}
			if slices.ContainsFunc(all, func(r reading) bool {
				s.Whole.Value = r.value
				return r.known && s.Agrees()
			}) {
				continue
			}
			whole := all[0]
			if whole.value.IsZero() {
				continue
			}
			expected := s.Part.Value.Shift(2).DivRound(whole.value, s.Shown).StringFixed(max(s.Shown, 0)) + "%"
			v.add(v.finding(s, "", message.Args{"expected": expected, "first": s.string(s.Part.From, s.Part.To),
				"second": figureOf(plainName(whole.name), whole.value.String())}, whole))
		}
	})
}

// readHere reports whether the grammar has read a share that ends where this one does,
// or how many applications there were.
func (v *verdict) readHere(k *claimKind, s *stated) bool {
	return slices.ContainsFunc(v.statements(k), func(o stated) bool {
		return o.passage == s.passage && (o.What == claims.Share && o.To == s.To || o.What == claims.Received && o.Applicant == "")
	})
}
