package lint

import (
	"nianbao/internal/report"

	"nianbao/internal/message"
)

// waiverKind judges waivers: those that are faulty (invalid), that match
// nothing (unused) or that have run out (expired). It runs after all others.
type waiverKind struct {
	State string `yaml:"state" validate:"required,oneof=invalid unused expired"`
}

func (k *waiverKind) check(p *pass) {
	for _, w := range p.waivers {
		switch {
		case k.State == "invalid" && w.fault != "" && w.own != nil:
			k.invalid(p, w)
		case k.State == "unused" && w.fault == "" && !w.used && !w.over && w.own != nil && !w.open:
			f := k.finding(w, w.own.At, w.own.Pos)
			if w.At == "" {
				f.Form = "whole"
			}
			p.add(f)
		case k.State == "expired" && w.over && w.own != nil:
			p.add(k.finding(w, w.own.Until.At, w.own.Until.Pos))
		case k.State == "expired" && w.over && w.used:
			f := k.finding(w, "", report.Place{})
			f.Form = "profile"
			p.add(f)
		}
	}
}

// invalid places the finding at the value that is wrong, or at the waiver where
// it is left out.
func (k *waiverKind) invalid(p *pass, w *waiver) {
	field := w.own.Rule
	switch w.fault {
	case faultReason:
		field = w.own.Reason
	case faultDate:
		field = w.own.Until
	case faultPlace:
		field = w.own.Place
	}
	f := k.finding(w, w.own.At, w.own.Pos)
	if field.Given {
		f.At, f.Pos = field.At, field.Pos
	}
	f.Form = w.fault
	if w.fault == faultPlace {
		var where message.List
		for _, at := range w.called {
			where = append(where, "“"+p.called(at)+"”")
		}
		f.Args["where"], f.Args["count"] = where, len(where)
	}
	p.add(f)
}

func (k *waiverKind) finding(w *waiver, at string, pos report.Place) Finding {
	return Finding{At: at, Pos: pos, Args: message.Args{
		"rule": w.Rule, "at": w.At, "reason": w.Reason, "until": w.Until, "number": itoa(w.number), "source": w.Source}}
}
