// Package rules holds the data that nianbao works from: the official forms,
// the rule packs with their messages, and the word lists. It embeds them and
// does nothing else.
package rules

import "embed"

//go:generate env NIANBAO_UPDATE=1 go test nianbao/rules -run TestCompiledIsCurrent
//go:generate env NIANBAO_UPDATE=1 go test nianbao/lint -run TestKnownExpressionsAreCurrent
//go:generate env NIANBAO_UPDATE=1 go test nianbao/lint/manual -run TestReadmeIsCurrent

//go:embed editions national words profiles packs base.yaml kinds.yaml
var sources embed.FS

//go:embed compiled.bin
var compiled string

// Files holds editions/, national/ and words/; profiles/, the settings that an
// office can extend; packs/, a rule pack to start from; base.yaml, the report that
// the examples of the rules are laid over; and kinds.yaml, what is told of the kinds
// that packs may use.
var Files = files{sources}

type files struct{ embed.FS }

// Compiled returns the compiled form of the editions, the national rules and the
// words; package datafile makes and reads it.
func (files) Compiled() string { return compiled }
