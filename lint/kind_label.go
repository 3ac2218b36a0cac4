package lint

import (
	"slices"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// labelKind compares row labels as printed with those of the form. A label that
// differs in brackets, spaces or the mark after its number only is counted, all
// such in one finding of the form marks; one that is gone has the form gone.
type labelKind struct{}

func (k *labelKind) check(p *pass) {
	var marks *Finding
	for _, part := range p.report.Parts {
		if part.Table == nil {
			continue
		}
		for _, b := range part.Def.Table.Blocks {
			eachRow(b.Rows, func(row *edition.Row) {
				f, ok := p.report.Labels[part.Def.Key+"."+row.Path]
				if ok && row.Key != "" {
					k.label(p, f, row, &marks)
				}
			})
		}
	}
	if marks != nil {
		marks.Args["count"] = itoa(1 + len(marks.Related))
		p.add(*marks)
	}
}

func eachRow(rows []*edition.Row, visit func(*edition.Row)) {
	for _, r := range rows {
		visit(r)
		eachRow(r.Rows, visit)
	}
}

func (k *labelKind) label(p *pass, f report.Field, row *edition.Row, marks **Finding) {
	printed := strings.TrimSpace(f.Text)
	official := append([]string{row.Label}, row.Aliases...)
	args := message.Args{"text": printed, "label": row.Label}
	switch {
	case printed == "":
		p.add(Finding{Form: "gone", At: f.At, Pos: f.Pos, Args: args})
	case slices.Contains(official, printed):
	case !slices.ContainsFunc(official, func(l string) bool { return sameLabel(printed, l) }):
		p.add(Finding{At: f.At, Pos: f.Pos, Args: args})
	case *marks == nil:
		*marks = &Finding{Form: "marks", At: f.At, Pos: f.Pos, Args: args}
	default:
		(*marks).Related = append((*marks).Related, report.Related{At: f.At, Pos: f.Pos})
	}
}

// sameLabel reports whether two labels have the same words, with or without the
// explanation in brackets at their end.
func sameLabel(a, b string) bool {
	a, b = plainLabel(a), plainLabel(b)
	return a == b || withoutNote(a) == withoutNote(b)
}

// plainLabel folds width and quotation marks, drops spaces and the marks that
// may follow a number.
func plainLabel(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '、', '.', '．', ',', '，', '“', '”', '"', '\'', '‘', '’':
			return -1
		}
		return r
	}, squeeze(han.Fold(s)))
}

func withoutNote(s string) string {
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		return s[:i]
	}
	return s
}
