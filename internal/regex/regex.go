// Package regex is regular expressions that cost nothing until they are
// needed. Rules have some two hundred, most of which a report has no text for:
// each knows some texts one of which has to occur where it matches, looks for
// these first, and is compiled only once they occur.
package regex

import (
	"regexp"
	"regexp/syntax"
	"sync"
	"unicode"
)

// Regex is a regular expression of Go's syntax. It is safe for concurrent use.
type Regex struct {
	source string
	// look finds the needs: texts of which at least one occurs in every match,
	// none where that cannot be told.
	look  sync.Once
	needs needles
	// sure are texts each of which is a match wherever it occurs.
	sure needles
	// groups is the number of capturing groups.
	groups  int
	compile sync.Once
	re      *regexp.Regexp
}

// Compile checks an expression. The error is a *syntax.Error.
func Compile(source string) (*Regex, error) {
	if f, ok := facts()[source]; ok {
		return &Regex{source: source, groups: f.groups}, nil
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	p := &Regex{source: source, groups: tree.MaxCap()}
	p.look.Do(func() { p.learn(tree) })
	return p, nil
}

// learn finds out what the tree of an expression tells of its texts.
func (p *Regex) learn(tree *syntax.Regexp) {
	needs, sure := textsOf(tree)
	p.needs, p.sure = newNeedles(needs), newNeedles(sure)
}

// textsOf are the needs of an expression, and the texts that are sure.
func textsOf(tree *syntax.Regexp) (needs, sure []string) {
	tree = tree.Simplify()
	needs, _ = literals(tree)
	return least(useful(needs)), least(useful(sureTexts(tree)))
}

// Must is Compile for expressions that are written in code. It does not even
// check them before the first use, at which a faulty one panics.
func Must(source string) *Regex { return &Regex{source: source} }

// Quote is regexp.QuoteMeta.
func Quote(text string) string { return regexp.QuoteMeta(text) }

// String returns the expression.
func (p *Regex) String() string { return p.source }

// Regexp returns the compiled expression.
func (p *Regex) Regexp() *regexp.Regexp {
	p.compile.Do(func() { p.re = regexp.MustCompile(p.source) })
	return p.re
}

// readied looks for the texts of an expression that is used for the first time.
func (p *Regex) readied() {
	p.look.Do(func() {
		if f, ok := facts()[p.source]; ok {
			p.needs, p.sure = newNeedles(f.list(f.needs)), newNeedles(f.list(f.sure))
		} else if tree, err := syntax.Parse(p.source, syntax.Perl); err == nil {
			p.learn(tree)
		}
	})
}

// may reports whether the pattern can match somewhere in a text.
func (p *Regex) may(text string) bool {
	p.readied()
	return len(p.needs.texts) == 0 || p.needs.in(text)
}

// MatchString is regexp.Regexp.MatchString.
func (p *Regex) MatchString(text string) bool {
	return p.may(text) && (p.sure.in(text) || p.Regexp().MatchString(text))
}

// FindString is regexp.Regexp.FindString.
func (p *Regex) FindString(text string) string {
	if !p.may(text) {
		return ""
	}
	return p.Regexp().FindString(text)
}

// FindStringIndex is regexp.Regexp.FindStringIndex.
func (p *Regex) FindStringIndex(text string) []int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindStringIndex(text)
}

// FindStringSubmatch is regexp.Regexp.FindStringSubmatch.
func (p *Regex) FindStringSubmatch(text string) []string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindStringSubmatch(text)
}

// FindStringSubmatchIndex is regexp.Regexp.FindStringSubmatchIndex.
func (p *Regex) FindStringSubmatchIndex(text string) []int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindStringSubmatchIndex(text)
}

// FindAllString is regexp.Regexp.FindAllString.
func (p *Regex) FindAllString(text string, n int) []string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindAllString(text, n)
}

// FindAllStringIndex is regexp.Regexp.FindAllStringIndex.
func (p *Regex) FindAllStringIndex(text string, n int) [][]int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindAllStringIndex(text, n)
}

// FindAllStringSubmatch is regexp.Regexp.FindAllStringSubmatch.
func (p *Regex) FindAllStringSubmatch(text string, n int) [][]string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindAllStringSubmatch(text, n)
}

// FindAllStringSubmatchIndex is regexp.Regexp.FindAllStringSubmatchIndex.
func (p *Regex) FindAllStringSubmatchIndex(text string, n int) [][]int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp().FindAllStringSubmatchIndex(text, n)
}

// ReplaceAllString is regexp.Regexp.ReplaceAllString.
func (p *Regex) ReplaceAllString(text, by string) string {
	if !p.may(text) {
		return text
	}
	return p.Regexp().ReplaceAllString(text, by)
}

// ReplaceAllStringFunc is regexp.Regexp.ReplaceAllStringFunc.
func (p *Regex) ReplaceAllStringFunc(text string, by func(string) string) string {
	if !p.may(text) {
		return text
	}
	return p.Regexp().ReplaceAllStringFunc(text, by)
}

// NumSubexp is regexp.Regexp.NumSubexp.
func (p *Regex) NumSubexp() int { return p.groups }

// ExpandString is regexp.Regexp.ExpandString.
func (p *Regex) ExpandString(to []byte, template, text string, match []int) []byte {
	return p.Regexp().ExpandString(to, template, text, match)
}

const (
	// mostNeeds bounds the texts that are made by joining what stands beside each
	// other, mostTexts those of all alternatives.
	mostNeeds = 24
	mostTexts = 1000
)

// literals returns texts one of which occurs in every match of an expression,
// none where that cannot be told. whole is true where the matches are exactly
// these texts, so that they can be joined with what stands beside.
func literals(re *syntax.Regexp) (texts []string, whole bool) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []string{""}, true
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil, false
		}
		return []string{string(re.Rune)}, true
	case syntax.OpCharClass:
		return classTexts(re.Rune)
	case syntax.OpCapture:
		return literals(re.Sub[0])
	case syntax.OpPlus:
		texts, _ := literals(re.Sub[0])
		return useful(texts), false
	case syntax.OpRepeat:
		if re.Min == 0 {
			return nil, false
		}
		texts, _ := literals(re.Sub[0])
		return useful(texts), false
	case syntax.OpQuest:
		if texts, whole := literals(re.Sub[0]); whole && len(texts) < mostNeeds {
			return append(texts, ""), true
		}
		return nil, false
	case syntax.OpAlternate:
		whole = true
		for _, sub := range re.Sub {
			more, is := literals(sub)
			if more == nil || len(texts)+len(more) > mostTexts {
				return nil, false
			}
			texts, whole = append(texts, more...), whole && is
		}
		if !whole {
			texts = useful(texts)
		}
		return texts, whole
	case syntax.OpConcat:
		return joined(re.Sub)
	}
	return nil, false
}

// classTexts are the characters of a small class.
func classTexts(ranges []rune) (texts []string, whole bool) {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1] > unicode.MaxRune || int(ranges[i+1]-ranges[i])+len(texts) >= mostNeeds {
			return nil, false
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			texts = append(texts, string(r))
		}
	}
	return texts, len(texts) > 0
}

// joined joins what stands beside each other into longer texts, and keeps the
// best of the runs that can be joined.
func joined(subs []*syntax.Regexp) (texts []string, whole bool) {
	run, best := []string{""}, []string(nil)
	whole = true
	keep := func(candidate []string) {
		if candidate = useful(candidate); candidate != nil && (best == nil || shortest(candidate) > shortest(best)) {
			best = candidate
		}
	}
	for _, sub := range subs {
		more, is := literals(sub)
		if is && len(run)*len(more) <= mostNeeds {
			var product []string
			for _, a := range run {
				for _, b := range more {
					product = append(product, a+b)
				}
			}
			run = product
			continue
		}
		keep(run)
		keep(more)
		run, whole = []string{""}, false
	}
	if whole {
		return run, true
	}
	keep(run)
	return best, false
}

// useful is nil where some text is empty, which occurs anywhere.
func useful(texts []string) []string {
	for _, t := range texts {
		if t == "" {
			return nil
		}
	}
	return texts
}

func shortest(texts []string) int {
	n := len(texts[0])
	for _, t := range texts {
		n = min(n, len(t))
	}
	return n
}
