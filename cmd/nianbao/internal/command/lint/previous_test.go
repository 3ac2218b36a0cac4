package lint

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/report"
)

// The folder is searched by full name first; a short name counts where it leads
// to one report only, and that two agencies call themselves 我局 proves nothing.
func TestFindPrevious(t *testing.T) {
	dir := t.TempDir()
	for i, last := range []string{
		"{名称: 云岭市青河区水务局, 简称: [区水务局, 我局]}",
		"{名称: 云岭市青河区财政局, 简称: [我局]}",
		"{名称: 云岭市白河区水务局, 简称: [区水务局]}",
		"{名称: 云岭市 青河区教育局}",
		"{名称: 云岭市青河区统计局}",
		"{名称: 云岭市青河区统计局}",
	} {
		text := fmt.Sprintf("机关: %s\n年度: 2023\n", last)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var stderr bytes.Buffer
	a := &app.App{Err: &stderr, Lang: "zh", Getenv: func(string) string { return "" }}
	a.Prepare()
	reading, err := a.Reading()
	if err != nil {
		t.Fatal(err)
	}
	p, err := findPrevious(context.Background(), a, &flags{previousDir: dir}, nil, reading, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, short string
		year        int
		want        string
	}{
		{"云岭市青河区水务局", "", 2024, "0"},
		{"云岭市青河区水务局", "", 2023, ""},
		{"云岭市青河区水务局", "", 2025, ""},
		{"云岭市青河区教育局", "我局", 2024, "3"},
		{"区水务局", "", 2024, ""},
		{"青河区水务和河湖管理局", "云岭市青河区水务局", 2024, "0"},
		{"青河区数据局", "我局", 2024, ""},
		{"我局", "", 2024, ""},
		{"云岭市青河区统计局", "", 2024, "4"},
	} {
		r := &report.Report{Path: tc.name, YearNumber: tc.year}
		r.Agency.Name.Text = tc.name
		if tc.short != "" {
			r.Agency.Short = []report.Field{{Text: tc.short}}
		}
		got := ""
		if last := p.of(context.Background(), r); last != nil {
			got = strings.TrimSuffix(filepath.Base(last.Path), ".yaml")
		}
		if got != tc.want {
			t.Errorf("%s (%s) %d: %q, want %q", tc.name, tc.short, tc.year, got, tc.want)
		}
	}
	if code := p.conclude(); code != app.ExitOK {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{"区水务局 按简称在", "与第一份比较", "3份报告在"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("no %q in\n%s", want, stderr.String())
		}
	}
}
