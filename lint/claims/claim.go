package claims

import "github.com/shopspring/decimal"

// What is what a claim is about.
type What string

// The claims. A list, a share, a growth and a difference are checked within the
// text, all others against the tables.
const (
	Received     What = "received"    // applications that came in
	Handled      What = "handled"     // applications answered or dealt with
	CarriedIn    What = "carried_in"  // applications left from last year
	CarriedOut   What = "carried_out" // applications left for next year
	Result       What = "result"      // applications with the result of Role
	AllHandled   What = "all_handled" // every application was answered
	NoneReceived What = "none_received"
	Reviews      What = "reviews"  // 行政复议
	Suits        What = "suits"    // 行政诉讼
	Disputes     What = "disputes" // both together
	NoneReviews  What = "none_reviews"
	NoneSuits    What = "none_suits"
	AllUpheld    What = "all_upheld"  // every review, suit or both (Of) was upheld
	Regulations  What = "regulations" // 规章, with an Action
	Normative    What = "normative"   // 规范性文件, with an Action
	Licences     What = "licences"
	Penalties    What = "penalties"
	Coercions    What = "coercions"
	Charges      What = "charges" // 行政事业性收费, in 元
	Fee          What = "fee"     // 信息处理费, in 元; 0 for none
	NoNotice     What = "no_notice"
	List         What = "list"
	Share        What = "share"
	Growth       What = "growth" // in percent, below 0 for a fall
	More         What = "more"   // a difference, likewise
)

// The actions on 规章 and 规范性文件, as roles of table 2.
const (
	Issued   = "issued"
	Repealed = "repealed"
	InForce  = "in_force"
)

// Of which cases all were upheld.
const (
	OfReviews = "reviews"
	OfSuits   = "suits"
	OfBoth    = "both"
)

// Figure is a number with its place in the paragraph, in runes, its measure
// included; To is exclusive.
type Figure struct {
	Value    decimal.Decimal
	From, To int
	// Shown is how many decimals the text gives, and Base the power of ten
	// that 万, 亿 or a unit of money multiplied the number by, so that the
	// figure is exact to half of 10^(Base-Shown).
	Shown, Base int32
	// Measure is what is counted in, "" for none.
	Measure string
}

// Claim is a statement that can be checked.
type Claim struct {
	What What
	// Figure is the figure that the claim stands on; of a claim without one
	// only the place counts.
	Figure
	// Role is that of the result's row or group.
	Role string
	// Applicant is the role of the applicants' column or group, "" for all.
	Applicant string
	// Outcome is the role of a column of table 4, Route of a row.
	Outcome, Route string
	// Unsure is true of an Outcome where other words than those beside it say whose
	// it is, so that it may be another's that the text named; and of a Route that has
	// an outcome beside it, 直接起诉的3件被维持, which may be these alone.
	Unsure bool
	// Action is what was done with 规章 or 规范性文件.
	Action string
	// Of says for AllUpheld of what.
	Of string
	// Including is true where the figure counts what was carried in.
	Including bool
	// Weak is true where the verb (办理, 处理) says less than that all were
	// answered.
	Weak bool
	// Rows and Columns are the roles of results (and of what is carried over) and of
	// applicants that its sentence names: a figure may be that of one of each.
	Rows, Columns []string
	// Siblings are the figures beside it of other bodies: 各镇收到5件，机关收到7件.
	// With them it may be a part of a figure of the table.
	Siblings []decimal.Decimal
	// Counted is how many 全部23件 speaks of, where a denial or AllHandled says so.
	Counted Figure
	// Closed is true where the verb is 办结 or the like, which covers what ended
	// without an answer, as 答复 need not.
	Closed bool
	// Undirected is true for what was carried over where the text says neither
	// from nor to which year.
	Undirected bool
	// Denied is true where the claim is words of denial, not a written figure.
	Denied bool
	// Scope is not "" where the agency speaks of what it did for another body:
	// the words that say so. Such a figure is not the agency's own.
	Scope string
	// Total is what Parts add up to: of a list, of the fees.
	Total Figure
	Parts []Figure
	// Flow is true for a list of what became of the applications: with what was
	// carried in, its parts may be more than the total.
	Flow bool
	// Part and Whole are the numbers of a share; Before and After those of a
	// growth or a difference.
	Part, Whole, Before, After Figure
}

// Context is what the reading of a text depends on.
type Context struct {
	// Year is the report year.
	Year int
	// Government is true for a government, whose figures are those of its whole
	// ground.
	Government bool
	// Name and Short name the agency.
	Name  string
	Short []string
	// Topic is true where the text stands under the heading of applications, so
	// that an unnamed subject is they.
	Topic bool
}
