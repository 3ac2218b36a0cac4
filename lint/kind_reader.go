package lint

// readerKind hands on what the reader objected to under the rule's ID.
type readerKind struct{}

func (*readerKind) check(p *pass) {
	for _, problem := range p.report.Problems {
		if problem.Rule != p.rule.ID {
			continue
		}
		f := Finding{Form: problem.Form, At: problem.At, Pos: problem.Pos, Args: problem.MessageArgs(), Related: problem.Related}
		if r := problem.Rewrite; r != nil {
			f.Fix = &Fix{Safe: r.Safe, Args: f.Args, Edits: []Edit{{At: r.At, To: r.To, Pos: r.Pos, Rewrite: r}}}
		}
		p.add(f)
	}
}
