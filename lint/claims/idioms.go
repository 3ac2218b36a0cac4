package claims

// named are what a statement of fact names beside its verb, or the time it is of: 收到
// 申请一件, 全年收到一件. A maxim has neither.
var named = of(apply, dep, info, intake, review, suit, dispute, conflict, route, normative, regulation, licence, penalty, coercion,
	levy, fee, applicant, own, ground, carry, pending, together, year, thisYear, lastYear, partYear)

// sorted are the words that divide a whole, whose parts may well be one each: 维持一件、
// 纠正一件.
var sorted = of(outcome, result, channel)

// idioms takes the number out of maxims, two or more short phrases of a verb and 一件:
// 做到答复一件、规范一类. They are of every case, and say of none that there was one.
func (p *parser) idioms() {
	var run []maxim
	end := func() {
		if isIdiom(run) {
			for _, m := range run {
				m.figure.class = noise
			}
		}
		run = run[:0]
	}
	start := 0
	for i := 0; i <= len(p.toks); i++ {
		if i < len(p.toks) && !punctuation[p.toks[i].class] {
			continue
		}
		more, goesOn := maximsOf(p.toks[start:i])
		if run = append(run, more...); !goesOn || i == len(p.toks) || !of(dun, comma)[p.toks[i].class] {
			end()
		}
		start = i + 1
	}
}

// maxim is one phrase that may be part of one.
type maxim struct {
	verb   []token
	figure *token
	ideal  bool // 做到 stands before it
}

// maximsOf reads a clause as such phrases: 做到答复一件, 收到一件即登记一件. They may go
// on in the next clause where few words follow the last: not 规范一片的要求.
func maximsOf(toks []token) (all []maxim, goesOn bool) {
	const longest, object = 4, 2 // words
	for {
		k := index(toks, figure)
		if k < 0 {
			return all, len(toks) <= object // 答复一件申请，完善一项制度
		}
		i := lastIndex(toks[:k], ideal)
		m := maxim{verb: toks[i+1 : k], figure: &toks[k], ideal: i >= 0}
		n := len(m.verb)
		if !m.figure.one || n == 0 || n > longest || !m.ideal && hasAny(m.verb, named) {
			return nil, false
		}
		all, toks = append(all, m), toks[k+1:]
	}
}

func isIdiom(run []maxim) bool {
	if len(run) < 2 {
		return false
	}
	measures, divided, unknown := false, false, len(run) > 2
	for _, m := range run {
		measures = measures || m.figure.measure != run[0].figure.measure
		divided = divided || hasAny(m.verb, sorted)
		unknown = unknown || has(m.verb, gap, foreign)
	}
	return run[0].ideal || measures || unknown && !divided
}

// hasAny reports whether a class of a set stands among tokens.
func hasAny(toks []token, s set) bool {
	for i := range toks {
		if s[toks[i].class] {
			return true
		}
	}
	return false
}
