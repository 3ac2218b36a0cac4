// Package rules holds the data that nianbao works from: the official forms,
// the rule packs with their messages, and the word lists. It embeds them and
// does nothing else.
package rules

import "embed"

// Files holds editions/, national/ and words/.
//
//go:embed editions national words
var Files embed.FS
