package lint

import (
	"fmt"
	"io/fs"
	"slices"

	"nianbao/internal/datafile"
)

// kind is one of the closed set of kinds: a way to look for faults, which the
// params of a head set to its own.
type kind struct {
	// make makes a checker of a national head's params and of the word lists and
	// editions in the file system.
	make func(*datafile.Value, fs.FS) (checker, error)
	// empty makes one of an open kind for the loader of packs; nil for a kind that
	// packs may not use, as it hangs on word lists, settings or readers of ours.
	empty func() openKind
}

// openKind is a kind that packs may use as well as the national rules.
type openKind interface {
	checker
	// bind makes the kind ready and tells the loader of every mistake.
	bind(l *packLoader)
	// args are what messages may speak of.
	args() []string
}

// kinds are all that there are.
var kinds = map[string]kind{
	"reader":    national[readerKind](),
	"part":      national[partKind](),
	"order":     national[orderKind](),
	"heading":   national[headingKind](),
	"aspect":    national[aspectKind](),
	"title":     national[titleKind](),
	"period":    national[periodKind](),
	"length":    national[lengthKind](),
	"substance": national[substanceKind](),
	"require":   open[requireKind](),
	"forbid":    open[forbidKind](),
	"agency":    national[agencyKind](),
	"cell":      national[cellKind](),
	"blanks":    national[blanksKind](),
	"power":     national[powerKind](),
	"floor":     national[floorKind](),
	"pack":      national[packKind](),
	"share":     national[shareKind](),
	"balance":   open[balanceKind](),
	"sum":       open[sumKind](),
	"compare":   open[compareKind](),
	"assert":    open[assertKind](),
	"total":     national[totalKind](),
	"glyph":     national[glyphKind](),
	"date":      national[dateKind](),
	"calendar":  national[calendarKind](),
	"year":      national[yearKind](),
	"basis":     national[basisKind](),
	"word":      national[wordKind](),
	"phrase":    national[phraseKind](),
	"term":      national[termKind](),
	"label":     national[labelKind](),
	"repeat":    national[repeatKind](),
	"twice":     national[twiceKind](),
	"weekday":   national[weekdayKind](),
	"listed":    national[listedKind](),
	"shortened": national[shortenedKind](),
	"width":     national[widthKind](),
	"marks":     national[marksKind](),
	"pair":      national[pairKind](),
	"space":     national[spaceKind](),
	"number":    national[numberKind](),
	"closing":   national[closingKind](),
	"private":   national[privateKind](),
	"carry":     national[carryKind](),
	"roll":      national[rollKind](),
	"leap":      national[leapKind](),
	"same":      national[sameKind](),
	"growth":    national[growthKind](),
	"copy":      national[copyKind](),
	"identity":  national[identityKind](),
	"waiver":    national[waiverKind](),
	"claim":     national[claimKind](),
}

// national is a kind for the national rules only.
func national[K any, P interface {
	*K
	checker
}]() kind {
	return kind{make: params[K, P]}
}

// open is a kind for packs too.
func open[K any, P interface {
	*K
	openKind
}]() kind {
	return kind{make: params[K, P], empty: func() openKind { return P(new(K)) }}
}

// openNames are the names of the kinds that packs may use.
func openNames() []string {
	var all []string
	for name, k := range kinds {
		if k.empty != nil {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// bindNational makes an open kind of a national rule ready.
func bindNational(k openKind) error {
	l := &packLoader{national: true}
	k.bind(l)
	if len(l.errs) > 0 {
		return fmt.Errorf("%v", l.errs)
	}
	return nil
}
