package han_test

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"nianbao/internal/han"
)

func ExampleDates() {
	for _, d := range han.Dates([]rune("自2021年1月1日起至12 月３１日止，二〇二二年二月三十日前公布；2月份除外")) {
		fmt.Printf("%v %q\n", d, d.Wrong)
	}
	// Output:
	// 2021年1月1日 ""
	// 0年12月31日 ""
	// 2022年2月 "day"
	// 0年2月 ""
}

func ExampleFigureDates() {
	for _, d := range han.FigureDates([]rune("2024-02-30 2024.1.18 2024/1-18 10.2024.1.18")) {
		fmt.Printf("%d-%d %v %q %v\n", d.From, d.To, d, d.Wrong, d.Beside)
	}
	// Output:
	// 0-10 2024年2月30日 "day" false
	// 11-20 2024年1月18日 "" false
	// 34-43 2024年1月18日 "" true
}

func ExampleParseDate() {
	for _, text := range []string{"2022年1月18日", "（二〇二二年一月十八日）", "2022-01-18 09:30", "２０２２．１．１８", "20220118", "2022年1月", "一月"} {
		d, ok := han.ParseDate(text)
		fmt.Println(d, ok)
	}
	// Output:
	// 2022年1月18日 true
	// 2022年1月18日 true
	// 2022年1月18日 true
	// 2022年1月18日 true
	// 2022年1月18日 true
	// 2022年1月 true
	// 0年 false
}

func ExampleYearBefore() {
	fmt.Println(han.YearBefore([]rune("我局2021 年"), 7))
	fmt.Println(han.YearBefore([]rune("二〇二一年"), 4))
	fmt.Println(han.YearBefore([]rune("12021年"), 5))
	// Output:
	// 2021 2 true
	// 2021 0 true
	// 12021 0 false
}

func TestYears(t *testing.T) {
	for text, want := range map[string][2]int{ // the year, by YearBefore and by YearAt
		"2021年": {2021, 2021}, "２０２１年": {2021, 2021}, "2０2１年": {2021, 2021}, "二〇二一年": {2021, 2021}, "二○二零年": {2020, 2020},
		"二０二一年": {2021, 2021}, "二〇二０年": {2020, 2020}, "二ＯＯ九年": {2009, 2009},
		"2021 年": {2021, 2021}, "二〇二一　年": {2021, 0}, // in numerals only before 年
		"20211年": {}, "202年": {}, "二零二年": {}, "贰零贰壹年": {}, "二〇2一年": {}, "二〇二一": {}, "年": {},
	} {
		runes := []rune(text)
		at, _ := han.YearAt(runes, 0)
		before := 0
		if year, from, ok := han.YearBefore(runes, len(runes)-1); ok && from == 0 {
			before = year
		}
		if got := [2]int{before, at}; got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	if year, n := han.YearAt([]rune("在2021年"), 1); year != 2021 || n != 4 {
		t.Error(year, n)
	}
	if _, n := han.YearAt([]rune("12021年"), 1); n != 0 {
		t.Error("a year is cut out of a longer number")
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2021年":               "",
		"2021年5月":             "2021年5月",
		"5月6日":                "0年5月6日",
		"5月6号":                "0年5月6日",
		"2021年13月":            "2021年 month",
		"2021年6月31日":          "2021年6月 day",
		"2023年2月29日":          "2023年2月 day",
		"2024年2月29日":          "2024年2月29日",
		"1900年2月29日":          "1900年2月 day",
		"202年3月1日":            "0年3月1日 year",
		"20221年3月":            "0年3月 year",
		"12345年内":             "",
		"2021年12月均":           "2021年12月",
		"2021年300月饼":          "",
		"20210131日":           "0年 day",
		"二〇二一年十二月三十一日":        "2021年12月31日",
		"二○二一年零一月":            "2021年1月",
		"二十一年十二月":             "0年12月",
		"3日内":                 "",
		"2021 年 3　月 4\u00a0日": "2021年3月4日",
	} {
		got := ""
		for _, d := range han.Dates([]rune(text)) {
			got = d.String()
			if d.Wrong != "" {
				got += " " + d.Wrong
			}
		}
		if got != want {
			t.Errorf("Dates(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPlainDate(t *testing.T) {
	for text, want := range map[string]string{
		"2022-01-18": "2022年1月18日", "2022/1/18": "2022年1月18日", "2022.1.18": "2022年1月18日",
		"2022年1月18日": "2022年1月18日", "2022 年 01 月 18 日": "2022年1月18日",
		"二〇二二年一月十八日": "", "2022年1月18": "", "（2022年1月18日）": "", "2022-01-18 9时": "", "２０２２-01-18": "",
		"2022年1月": "", "2022-02-30": "", "22年1月18日": "", "2022年13月1日": "", "": "", "年月日": "", "2022年月1日": "",
	} {
		got := ""
		if d, ok := han.PlainDate(text); ok {
			got = d.String()
		}
		if got != want {
			t.Errorf("PlainDate(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestDateOrder(t *testing.T) {
	month := han.Date{Year: 2022, Month: 1}
	if month.Before(2022, 1, 31) || !month.Before(2022, 2, 1) || month.After(2022, 1, 1) || !month.After(2021, 12, 31) {
		t.Error("a month without a day is not given the benefit of the doubt")
	}
}

func FuzzDates(f *testing.F) {
	for _, seed := range []string{"2021年2月30日", "二〇二一年十月", "2024-02-30", "10.2.30.1", "日", "１２３４５６７８９０１２３４５６７８９０年"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := utf8.RuneCountInString(text)
		for _, d := range append(han.Dates([]rune(text)), han.FigureDates([]rune(text))...) {
			if d.From < 0 || d.From >= d.To || d.To > n || d.Month > 12 && d.Wrong == "" {
				t.Errorf("%q: %+v", text, d)
			}
		}
		if d, ok := han.PlainDate(text); ok {
			if other, _ := han.ParseDate(text); other.String() != d.String() {
				t.Errorf("%q is %v and %v", text, d, other)
			}
		}
	})
}
