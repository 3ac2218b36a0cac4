package app

import (
	"errors"

	"nianbao/internal/message"
	"nianbao/lint"
)

// The exit status of the program; the highest wins.
//
//	0  nothing of severity error
//	1  findings of severity error (with --strict also warnings)
//	2  wrong usage or configuration, or an input that cannot be read
//	3  internal fault
const (
	ExitOK       = 0
	ExitFindings = 1
	ExitUsage    = 2
	ExitInternal = 3
)

// Failure is an error with the exit status that it leads to. Its text is for
// the user.
type Failure struct {
	Code int
	Err  error
}

func (f *Failure) Error() string { return f.Err.Error() }

// In words the failure in a language.
func (f *Failure) In(lang string) string { return message.In(f.Err, lang) }

// Unwrap returns what went wrong.
func (f *Failure) Unwrap() error { return f.Err }

// Usage makes a failure of wrong usage.
func Usage(err error) error { return &Failure{Code: ExitUsage, Err: err} }

// Wrong is a failure of wrong usage in words of its own.
func Wrong(zh, en string, pairs ...any) error { return Usage(message.New(zh, en, pairs...)) }

// errFound says that findings were printed; there is nothing more to say.
var errFound = errors.New("findings of severity error")

// Found is the failure of findings that are already printed.
func Found(code int) error {
	if code == ExitOK {
		return nil
	}
	return &Failure{Code: code, Err: errFound}
}

// Silent reports whether the failure has been told to the user already.
func Silent(err error) bool { return errors.Is(err, errFound) }

// Verdict is the exit status that the findings of one file call for.
func Verdict(res *lint.Result, strict bool) int {
	switch {
	case res.Unreadable:
		return ExitUsage
	case res.Count(lint.Error) > 0, strict && res.Count(lint.Warning) > 0:
		return ExitFindings
	}
	return ExitOK
}
