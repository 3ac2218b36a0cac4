package lint

import (
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
)

// privateKind finds numbers that belong to a person.
type privateKind struct {
	What string `yaml:"what" validate:"required,oneof=citizen mobile card"`
	// Contact are the words before a number that an agency gives on purpose,
	// for the preamble.
	Contact []string `yaml:"contact"`
	// Measures are what follows a number that counts something.
	Measures string `yaml:"measures"`
	// Numbered are words before a number of another sort.
	Numbered []string `yaml:"numbered"`
}

func (k *privateKind) check(p *pass) {
	p.eachIn(zonePrinted|zoneUnplaced, func(q *passage) {
		for _, c := range q.codes() {
			if k.found(q, c) {
				p.add(Finding{At: q.at, Pos: q.pos(c.from, c.to), Args: message.Args{"text": masked(c.digits)}})
			}
		}
	})
}

func (k *privateKind) found(q *passage, run code) bool {
	if isLatin(q.at0(run.to)) {
		return false
	}
	before := q.string(max(run.from-12, 0), run.from)
	switch k.What {
	case "citizen":
		return len(run.groups) == 1 && isCitizen(run.digits)
	case "mobile":
		if q.zone == zoneContact || q.zone == zonePreamble && containsAny(before, k.Contact) {
			return false
		}
		return isMobile(run) && !in(k.Measures, q.at0(run.to))
	default:
		return isCard(run) && !containsAny(before, k.Numbered)
	}
}

// isCitizen checks a citizen ID number: region, day of birth and the check
// digit of GB 11643-1999.
func isCitizen(s string) bool {
	if len(s) != 18 || s[0] < '1' || s[0] > '8' || s[0] == '7' && s[1] != '1' {
		return false
	}
	century := s[6:8]
	year, month, day := atoi(s[6:10]), atoi(s[10:12]), atoi(s[12:14])
	if century != "19" && century != "20" || month < 1 || month > 12 || day < 1 || day > han.DaysIn(year, month) {
		return false
	}
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(s[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == s[17]
}

// isMobile reports whether a number is that of a mobile phone, whole or as
// 138 1234 5678, with or without 86.
func isMobile(run code) bool {
	s, groups := run.digits, run.groups
	if len(groups) > 1 && groups[0] == 2 && strings.HasPrefix(s, "86") {
		s, groups = s[2:], groups[1:]
	} else if len(s) == 13 {
		s = strings.TrimPrefix(s, "86")
	}
	if len(s) != 11 || s[0] != '1' || s[1] < '3' {
		return false
	}
	return len(groups) == 1 || len(groups) == 3 && groups[0] == 3 && groups[1] == 4
}

// isCard reports whether a number is that of a bank card: 16 to 19 digits with
// the prefix of China UnionPay, or 16 with one of the international networks,
// and the check digit of ISO/IEC 7812-1 (Luhn).
func isCard(run code) bool {
	s := run.digits
	union := strings.HasPrefix(s, "62") && len(s) >= 16 && len(s) <= 19
	network := len(s) == 16 && (s[0] == '4' || s[0] == '5' && s[1] >= '1' && s[1] <= '5')
	if !union && !network || isCitizen(s) {
		return false
	}
	for _, g := range run.groups[:len(run.groups)-1] {
		if g != 4 {
			return false
		}
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// atoi reads a few ASCII digits.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// masked hides the middle of a number, so that a message does not spread it.
func masked(s string) string {
	if len(s) < 8 {
		return s
	}
	return s[:3] + strings.Repeat("*", len(s)-5) + s[len(s)-2:]
}
