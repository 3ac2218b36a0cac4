package edition

import (
	"slices"
	"strconv"
)

// The keys of the report file that belong to no part of the form. They are the
// same in every edition (the report file's format, version 1).
const (
	KeyEdition      = "格式"
	KeyAgency       = "机关"
	KeyName         = "名称"
	KeyShort        = "简称"
	KeyType         = "类型"
	KeyRegulations  = "可制定规章"
	KeyYear         = "年度"
	KeyTitle        = "标题"
	KeyPreamble     = "导语"
	KeyBody         = "正文"
	KeySignature    = "落款"
	KeyDate         = "日期"
	KeyPublished    = "发布日期"
	KeyContact      = "联系方式"
	KeyPartHeadings = "章标题"
	KeyLabels       = "原行名"
	KeyUnplaced     = "未归位"
	KeyPlace        = "位置"
	KeyWords        = "文"
	KeyWaivers      = "豁免"
	KeyRule         = "规则"
	KeyReason       = "理由"
	KeyApproved     = "批准"
	KeyUntil        = "到期"
)

// ContactKeys are the keys under 联系方式, in the order of printing.
var ContactKeys = []string{"地址", "邮编", "电话", "邮箱"}

// FileKeys are the keys at the top of a report file that belong to no part,
// those before the parts and those after, in the order of writing.
var FileKeys = struct{ Before, After []string }{
	Before: []string{KeyEdition, KeyAgency, KeyYear, KeyTitle, KeyPreamble},
	After:  []string{KeySignature, KeyPublished, KeyContact, KeyPartHeadings, KeyLabels, KeyUnplaced, KeyWaivers},
}

// WaiverKeys are the keys of a waiver, in the order of writing.
var WaiverKeys = []string{KeyRule, KeyPlace, KeyReason, KeyApproved, KeyUntil}

// Join is the key path of what stands under a key.
func Join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// Entry is the key path of an entry of a list, i from 0: they are counted from 1
// as people do.
func Entry(at string, i int) string { return at + "[" + strconv.Itoa(i+1) + "]" }

// PartKeys are the keys of all parts.
func (e *Edition) PartKeys() []string {
	var keys []string
	for _, p := range e.Parts {
		keys = append(keys, p.Key)
	}
	return keys
}

// RowPaths are the paths of all rows and groups of rows that have a key.
func (e *Edition) RowPaths() []string {
	var paths []string
	for _, p := range e.Parts {
		paths = append(paths, p.RowPaths()...)
	}
	return paths
}

// RowPaths are the paths of all rows and groups of a part that have a key.
func (p *Part) RowPaths() []string {
	if p.Table == nil {
		return nil
	}
	var paths []string
	var walk func(rows []*Row)
	walk = func(rows []*Row) {
		for _, r := range rows {
			if r.Key != "" {
				paths = append(paths, Join(p.Key, r.Path))
			}
			walk(r.Rows)
		}
	}
	for _, block := range p.Table.Blocks {
		walk(block.Rows)
	}
	return paths
}

// RowTotals gives, for every row, the columns that are sums of its others,
// which an author may leave out.
func (t *Table) RowTotals() [][]int {
	totals := make([][]int, len(t.Rows))
	for _, eq := range t.Equations {
		if ref := eq.Left[0]; eq.Total && eq.Each == "row" && !slices.Contains(totals[ref.Row], ref.Column) {
			totals[ref.Row] = append(totals[ref.Row], ref.Column)
		}
	}
	return totals
}

// Level is the rows that share a mapping: a group without a key lends its rows
// to the level above.
func Level(rows []*Row) []*Row {
	var out []*Row
	for _, r := range rows {
		if r.Key == "" {
			out = append(out, Level(r.Rows)...)
		} else {
			out = append(out, r)
		}
	}
	return out
}
