package lint

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"nianbao/internal/han"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// Waiver lets findings stand, for a reason.
type Waiver struct {
	Rule string
	// At is where the waiver holds, and for all below: a key path, a label as
	// messages show it, or a cell (F12, Sheet!F12); "" is the whole report.
	At string
	// Reason says why, Approved by whom it was agreed, Until to what day it
	// holds, that day included, "" for ever.
	Reason, Approved, Until string
	// Source names the file that the waiver stands in, "" for the report's own.
	Source string
}

// The faults of a waiver, as the forms of the rule about them.
const (
	faultRule    = "rule"    // no rule is named
	faultUnknown = "unknown" // there is no such rule
	faultNever   = "never"   // what the rule finds cannot be waived
	faultReason  = "reason"
	faultDate    = "date"  // what Until holds is no date
	faultPlace   = "place" // several places have the label
)

// WaiverFault names what is wrong with a waiver, as a form of the rule about
// faulty waivers, "" for nothing. A faulty one waives nothing.
func (c *Catalogue) WaiverFault(w Waiver) string { return w.fault(c.byID[w.Rule]) }

// fault judges a waiver of a rule, nil where there is none.
func (w *Waiver) fault(rule *Rule) string {
	switch {
	case w.Rule == "":
		return faultRule
	case rule == nil:
		return faultUnknown
	case rule.Waiver == "never":
		return faultNever
	case !saysSomething(w.Reason):
		return faultReason
	}
	if w.Until != "" {
		if d, ok := han.ParseDate(w.Until); !ok || d.Wrong != "" || d.Month == 0 || d.Day == 0 {
			return faultDate
		}
	}
	return ""
}

// saysSomething reports whether a text has at least two letters, so that 无, 略
// or a dash is no reason.
func saysSomething(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 1
}

// covers reports whether a finding is one that the waiver speaks of.
func (w *waiver) covers(f *Finding) bool {
	if w.Rule != f.Rule {
		return false
	}
	if w.cell != "" {
		sheet, cell, ok := f.Pos.Cell()
		return ok && cell == w.cell && (w.sheet == "" || evenLabel(sheet) == w.sheet)
	}
	return w.place == "" || within(f.At, w.place)
}

// oneCell is a cell as messages and spreadsheet programs write it, with the
// file and sheet that may stand before it.
var oneCell = regex.Must(`^(?:(?:.*:)?(.+)!)?\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$`)

// find looks up what the waiver calls its place. A key path goes before a label.
func (w *waiver) find(p *pass) {
	w.place = strings.TrimSpace(w.At)
	if m := oneCell.FindStringSubmatch(strings.ToUpper(evenLabel(w.At))); m != nil {
		w.sheet, w.cell = m[1], m[2]+m[3]
		if i := strings.LastIndex(w.sheet, ":"); i >= 0 {
			w.sheet = w.sheet[i+1:]
		}
		return
	}
	if w.place == "" || p.report.Edition == nil || p.isPlace(w.place) {
		return
	}
	if w.called = p.placesCalled(w.place); len(w.called) == 1 {
		w.place = w.called[0]
	}
}

// over reports whether the waiver has run out by a day, zero for none.
func (w *Waiver) over(today time.Time) bool {
	if w.Until == "" || today.IsZero() {
		return false
	}
	until, _ := han.ParseDate(w.Until) // a fault where it is none
	return until.Before(today.Year(), int(today.Month()), today.Day())
}

// waiver is one that speaks of the report at hand, and what came of it.
type waiver struct {
	Waiver
	// own is where it stands in the report, nil for one from elsewhere.
	own *report.Waiver
	// place is the key path that At comes to, unless it is a cell of a sheet, "" for
	// any. called are the places where a label is to be found.
	place, sheet, cell string
	called             []string

	number int // counted from 1 among the report's own
	fault  string
	over   bool
	used   bool
	// open is true where the rule was not judged, or not in full.
	open bool
}

// undecided is a kind whose outcome hangs on more than the report: where that is
// not at hand, its silence says nothing about a waiver.
type undecided interface{ undecided(p *pass) bool }

// takeWaivers gathers the waivers that speak of the report. It goes before the
// rules, of which some sum up many places and have to leave out those waived.
func (p *pass) takeWaivers(c *Catalogue) {
	for i := range p.report.Waivers {
		w := &p.report.Waivers[i]
		if !w.Rule.Given && !w.Place.Given && !w.Reason.Given && !w.Approved.Given && !w.Until.Given {
			continue // no mapping, of which the reader has spoken
		}
		p.waivers = append(p.waivers, &waiver{own: w, number: i + 1, Waiver: Waiver{
			Rule: strings.ToUpper(w.Rule.Text), At: w.Place.Text, Reason: w.Reason.Text, Approved: w.Approved.Text, Until: w.Until.Text}})
	}
	if p.options.Waivers != nil {
		for _, w := range p.options.Waivers(p.report) {
			p.waivers = append(p.waivers, &waiver{Waiver: w})
		}
	}
	for _, w := range p.waivers {
		rule, inForce := p.ruleFor(c, w.Rule)
		if w.fault = w.Waiver.fault(rule); w.fault != "" {
			continue
		}
		if w.find(p); len(w.called) > 1 {
			w.fault = faultPlace
			continue
		}
		w.over = w.Waiver.over(p.options.Today)
		if u, ok := rule.check.(undecided); !inForce || ok && u.undecided(p) {
			w.open = true
		}
	}
}

// waivedAt is the waiver in force of the rule at hand that speaks most exactly
// of a place, nil for none. Places that one finding sums up go into one for each
// waiver.
func (p *pass) waivedAt(at string, pos report.Place) *waiver {
	var nearest *waiver
	for _, w := range p.waivers {
		if w.fault == "" && !w.over && w.covers(&Finding{Rule: p.rule.ID, At: at, Pos: pos}) && (nearest == nil || w.exactness() > nearest.exactness()) {
			nearest = w
		}
	}
	return nearest
}

// exactness tells of two waivers of a place which speaks of less beside it.
func (w *waiver) exactness() int {
	if w.cell != "" {
		return math.MaxInt
	}
	return len(w.place)
}

// waive marks the findings that are waived, then has the rules about waivers
// judge those.
func (p *pass) waive() {
	for _, w := range p.waivers {
		if w.fault == "" {
			p.applyWaiver(w)
		}
	}
	for _, rule := range p.profile.rules {
		if rule.Kind == "waiver" {
			p.rule = rule
			rule.check.check(p)
		}
	}
}

// ruleFor finds a rule among those in force, else in the whole catalogue; nil
// for none.
func (p *pass) ruleFor(c *Catalogue, id string) (rule *Rule, inForce bool) {
	i := slices.IndexFunc(p.profile.rules, func(r *Rule) bool { return r.ID == id })
	if i >= 0 {
		return p.profile.rules[i], true
	}
	return c.byID[id], false
}

// applyWaiver waives what a waiver covers and no other has waived before.
func (p *pass) applyWaiver(w *waiver) {
	for i := range p.findings {
		f := &p.findings[i]
		if !w.covers(f) {
			continue
		}
		w.used = true
		if !w.over && f.Waived == nil {
			f.Waived = &w.Waiver
		}
	}
}
