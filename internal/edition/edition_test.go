package edition

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nianbao/rules"
)

func TestNationalEditions(t *testing.T) {
	reg, err := Load(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	for year, id := range map[int]string{2019: "2019", 2020: "2019", 2021: "2021", 2030: "2021"} {
		e := reg.ForYear(year)
		if e == nil || e.ID != id {
			t.Fatalf("%d: got %v", year, e)
		}
		if len(e.Parts) != 6 {
			t.Errorf("%s: %d parts", e.ID, len(e.Parts))
		}
	}
	if reg.ForYear(2018) != nil {
		t.Error("2018 has an edition")
	}
	// 国办公开办函〔2021〕30号 表三: 25 rows of 7; 7 columns balance, 7 sum, 25 rows sum.
	for id, rows := range map[string]int{"2021": 25, "2019": 23} {
		tab := reg.ByID(id).Parts[2].Table
		if len(tab.Rows) != rows || len(tab.Rows[0].Block.Leaves) != 7 {
			t.Errorf("%s: table 3 is %d × %d", id, len(tab.Rows), len(tab.Rows[0].Block.Leaves))
		}
		if len(tab.Equations) != 7+7+rows {
			t.Errorf("%s: %d equations", id, len(tab.Equations))
		}
		if n := len(reg.ByID(id).Parts[3].Table.Equations); n != 3 {
			t.Errorf("%s: table 4 has %d equations", id, n)
		}
	}
}

// Heads are those of the whole editions, compiled or not.
func TestHeads(t *testing.T) {
	reg, err := Load(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	for name, fsys := range map[string]fs.FS{"compiled": rules.Files, "YAML": os.DirFS("../../rules")} {
		heads, err := Heads(fsys)
		if err != nil || len(heads) != len(reg.All()) {
			t.Fatal(name, len(heads), err)
		}
		for i, e := range reg.All() {
			got, want := *heads[i], Edition{ID: e.ID, Years: e.Years, Law: e.Law, Notice: e.Notice, File: e.File}
			got.Period, got.Title, got.Preamble, got.Contact, got.Agencies, got.Parts = Period{}, "", "", "", nil, nil
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s: %s", name, e.ID, diff)
			}
		}
	}
}

func TestFaultyEditionsAreRefusedWithLine(t *testing.T) {
	good, err := rules.Files.ReadFile("editions/2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, old, new, want string }{
		{"unknown key", "  number: 国办公开办函〔2021〕30号", "  nummer: x", "bad.yaml:9："},
		{"no heading", "    heading: 总体情况", "    heading:", "缺少内容"},
		{"twice the same row", "{key: 行政强制, label", "{key: 行政处罚, label", "“行政处罚”重复"},
		{"sum over nothing", "of: [result]}", "of: [results]}", "合计“results”"},
		{"column without type", "label: 结果维持, type: count,", "label: 结果维持,", "须有 key 和 type"},
		{"money without unit", "unit: 万元, ", "", "须写明 unit"},
		{"widths", "values: [42, 42, 42]", "values: [42, 42]", "values 有 2 列"},
		{"type", "type: money", "type: float", "只能是"},
		{"reserved key", "key: 其他需要报告的事项", "key: 落款", "报告文件自身的键"},
		{"no deadline", `{type: 部门, due: "01-31"}`, "{type: 部门}", "缺少内容"},
		{"deadline", `{type: 部门, due: "01-31"}`, "{type: 部门, due: 1月31日}", "agencies[0].due：应写成 月-日"},
		{"summed before the deadline", `summed: "03-31"`, `summed: "01-20"`, "agencies[8].summed：应晚于 due"},
		{"advised after the deadline", `advised: "02-20"`, `advised: "04-20"`, "agencies[4].advised：应早于 due"},
		{"day of a law", `date: "2019-05-15"`, `date: 2019年`, "应写成 年-月-日"},
		{"syntax", "parts:", "parts: [", "bad.yaml:"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			data := strings.Replace(string(good), tc.old, tc.new, 1)
			if data == string(good) {
				t.Fatal("the replacement changed nothing")
			}
			_, err := Parse("bad.yaml", []byte(data))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want %q in it", err, tc.want)
			}
			if !strings.Contains(err.Error(), "bad.yaml:") {
				t.Errorf("no line in %v", err)
			}
		})
	}
}
