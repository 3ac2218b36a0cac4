package edition

import "strings"

// Label is what stands beside a field of the report file where forms are filled
// in, by its key path: 机关.名称 is 机关名称 there. It is "" for what is none of
// the fields outside the parts.
func (e *Edition) Label(at string) string {
	top, key, below := strings.Cut(at, ".")
	switch {
	case !below:
		if top == KeyEdition || top == KeyYear || top == KeyTitle || top == KeyPreamble || top == KeyPublished || top == KeyWaivers ||
			top == KeyLabels || top == KeyUnplaced || top == KeyAgency || top == KeySignature || top == KeyContact {
			return top
		}
	case at == Join(KeyAgency, KeyRegulations):
		return key
	case top == KeyAgency, top == KeySignature:
		return top + key
	case top == KeyContact:
		return top + "：" + key
	case top == KeyPartHeadings:
		if p := e.Part(key); p != nil {
			return "第" + Numeral(p.Number) + "部分标题"
		}
	}
	return ""
}
