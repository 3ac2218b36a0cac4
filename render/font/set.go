package font

import "sync"

// EmbeddedSource is the Source of the faces built into the program.
const EmbeddedSource = "embedded"

// Set has a face for every role. It does not change and is safe for concurrent
// use.
type Set struct {
	over [roleCount]*Face // laid over the embedded ones; nil where none is
	base [roleCount]lazy
}

// lazy parses a face when it is first asked for; nil when that fails.
type lazy func() *Face

// Embedded returns the set of the faces built into the program. Each is parsed
// when it is first asked for. The error, an *Error, means that the program was
// built from damaged font files.
func Embedded() (*Set, error) {
	s := &Set{}
	for i, data := range [roleCount][]byte{songData, titleData, heiData, kaiData, fangData} {
		if data == nil {
			s.base[i] = s.base[Kai.index()] // 仿宋 in a build with the tag nofandol
			continue
		}
		f := file{bytes: data, size: int64(len(data))}
		if _, reason := f.starts(); reason != "" {
			return nil, &Error{Source: EmbeddedSource, Reason: reason, Detail: string(Roles()[i])}
		}
		s.base[i] = sync.OnceValue(func() *Face {
			face, err := Parse(EmbeddedSource, data)
			if err != nil {
				return nil
			}
			return face
		})
	}
	return s, nil
}

// With returns a copy of the set in which role has this face. What the face
// lacks is still drawn by the embedded face of the role. A role that is not one
// of Roles changes nothing.
func (s *Set) With(role Role, face *Face) *Set {
	c := *s
	if i := role.index(); i >= 0 {
		c.over[i] = face
	}
	return &c
}

// Face returns the face that draws r in this role: the role's own, else the
// embedded one of the role, else those of 宋体 (仿宋 lacks 1,467 of the 8,105
// characters of 《通用规范汉字表》). ok is false when none of them has r, or role is
// not one of Roles; face is then nil.
func (s *Set) Face(role Role, r rune) (face *Face, ok bool) {
	i := role.index()
	if i < 0 {
		return nil, false
	}
	for _, i := range [2]int{i, Song.index()} {
		if face = s.over[i]; face != nil && face.chars.glyph(r) != 0 {
			return face, true
		}
		if face = s.base[i](); face != nil && face.chars.glyph(r) != 0 {
			return face, true
		}
	}
	return nil, false
}

// Use says which face a role is set in.
type Use struct {
	Role   Role
	Name   string // of the face
	Source string // EmbeddedSource or a path
}

// Used returns the face of every role, in the order of Roles.
func (s *Set) Used() []Use {
	uses := make([]Use, 0, roleCount)
	for i, role := range Roles() {
		face := s.over[i]
		if face == nil {
			face = s.base[i]()
		}
		if face != nil {
			uses = append(uses, Use{role, face.Name(), face.Source()})
		}
	}
	return uses
}
