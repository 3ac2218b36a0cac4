package lint

// readerKind hands on what the reader objected to under the rule's ID.
type readerKind struct{}

func (*readerKind) check(p *pass) {
	for _, problem := range p.report.Problems {
		if problem.Rule != p.rule.ID {
			continue
		}
		p.add(Finding{Form: problem.Form, At: problem.At, Pos: problem.Pos, Args: problem.Args, Related: problem.Related})
	}
}
