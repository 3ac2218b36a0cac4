// Package message words everything that the program says to people: what is
// wrong with a report, with settings or a command, and how it is used. A message
// is a Text, worded in both languages, with the data that it speaks of. Which
// language it is read in is decided where it is printed, so that what makes one
// knows of none, and an error carries both.
package message

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"syscall"
)

// Text is a wording in every language of the program. {name} stands for an
// argument; what no argument bears the name of is left as it is written. English
// has a plural: {count:file|files} is the first word where count is 1 and else
// the second.
type Text struct {
	ZH string `yaml:"zh" validate:"required"`
	EN string `yaml:"en" validate:"required"`
}

// In returns the words in a language, "zh" or "en", as they are written.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// Args are what a message speaks of, by their names: data, never words of a
// language. A Phrase is worded in the language of the message, an error likewise,
// a list of texts is joined as the language joins; anything else is written as
// fmt writes it.
type Args map[string]any

// Phrase is a part of a message that each language words by itself.
type Phrase interface{ In(lang string) string }

// Message is a text with its arguments. It is an error where it says what went
// wrong; the errors among its arguments are what it wraps.
type Message struct {
	Text Text
	Args Args
}

// New makes a message of its two wordings and of pairs of names and arguments.
func New(zh, en string, pairs ...any) Message { return Text{zh, en}.With(pairs...) }

// With gives a text its arguments, pairs of names and values.
func (t Text) With(pairs ...any) Message {
	m := Message{Text: t}
	if len(pairs) > 0 {
		m.Args = make(Args, len(pairs)/2)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		m.Args[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// In words the message in a language.
func (m Message) In(lang string) string { return Fill(m.Text.In(lang), lang, m.Args) }

// Error words the message in Chinese, the language of those that name none.
func (m Message) Error() string { return m.In("zh") }

// Unwrap returns the errors among the arguments.
func (m Message) Unwrap() []error {
	var all []error
	for _, v := range m.Args {
		if err, ok := v.(error); ok {
			all = append(all, err)
		}
	}
	return all
}

// Fill puts arguments into a text of a language.
func Fill(text, lang string, args Args) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}') + open
		if end < open {
			break
		}
		name, forms, plural := strings.Cut(text[open+1:end], ":")
		v, known := args[name]
		if !known {
			b.WriteString(text[:open+1])
			text = text[open+1:]
			continue
		}
		b.WriteString(text[:open])
		if one, many, _ := strings.Cut(forms, "|"); !plural {
			b.WriteString(Word(v, lang))
		} else if Word(v, lang) == "1" {
			b.WriteString(one)
		} else {
			b.WriteString(many)
		}
		text = text[end+1:]
	}
	return b.String() + text
}

// hole is the place of an argument, or of a word that goes by one.
var hole = regexp.MustCompile(`\{[A-Za-z]+(?::[^{}]*)?\}`)

// General is a text of which no arguments are known: something stands in their
// places, and nouns are in the plural.
func General(text, something string) string {
	return hole.ReplaceAllStringFunc(text, func(h string) string {
		if _, forms, plural := strings.Cut(h, ":"); plural {
			_, many, _ := strings.Cut(strings.TrimSuffix(forms, "}"), "|")
			return many
		}
		return something
	})
}

// Word writes one argument in a language.
func Word(v any, lang string) string {
	switch v := v.(type) {
	case string:
		return v
	case Phrase:
		return v.In(lang)
	case error:
		return In(v, lang)
	case []string:
		return ListOf(v).In(lang)
	}
	return fmt.Sprint(v)
}

// In words an error in a language. One of the system's has words of ours, without
// the operation and the name of the file, which are the program's affair. Any
// other that is no message speaks for itself, but for the messages that it wraps.
func In(err error, lang string) string {
	var wrapped []error
	switch e := err.(type) {
	case Phrase:
		return e.In(lang)
	case *fs.PathError, *os.LinkError, *os.SyscallError, syscall.Errno:
		if r := ReasonOf(e); r != "" {
			return r.In(lang)
		}
	case interface{ Unwrap() []error }:
		wrapped = e.Unwrap()
	case interface{ Unwrap() error }:
		if one := e.Unwrap(); one != nil {
			wrapped = []error{one}
		}
	}
	text := err.Error()
	for _, one := range wrapped {
		text = strings.Replace(text, one.Error(), In(one, lang), 1)
	}
	return text
}

// List is joined as the language joins what it lists.
type List []any

// ListOf makes a list.
func ListOf[T any](items []T) List {
	list := make(List, len(items))
	for i, v := range items {
		list[i] = v
	}
	return list
}

// Quoted lists texts in quotation marks.
func Quoted(items ...string) List {
	list := make(List, len(items))
	for i, v := range items {
		list[i] = "“" + v + "”"
	}
	return list
}

// comma stands between the items of a list.
var comma = Text{"、", ", "}

// In implements Phrase.
func (l List) In(lang string) string { return Joined{l, comma}.In(lang) }

// Joined are phrases with words of the language between them.
type Joined struct {
	Items []any
	By    Text
}

// In implements Phrase.
func (j Joined) In(lang string) string {
	words := make([]string, len(j.Items))
	for i, v := range j.Items {
		words[i] = Word(v, lang)
	}
	return strings.Join(words, j.By.In(lang))
}

// Clip shortens a text that is quoted to what a message has room for, on one
// line, so that a hostile one does not fill it.
func Clip(text string) string {
	const most = 40
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= most {
		return text
	}
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
