package workbook

import "testing"

func TestShape(t *testing.T) {
	for formula, want := range map[string]string{
		`IF(COUNT(D7:I7)=0,"",SUM(D7:I7))`:              `=IF(COUNT(§)=0,"",SUM(§))`,
		`=IF(COUNT($D$7,E7:I7) = 0, "", SUM(D7,E7:I7))`: `=IF(COUNT(§)=0,"",SUM(§))`,
		`SUM('三、申请情况'!D9:D29)`:                          `=SUM(§!)`,
		`SUM(三、申请情况!D30,#REF!)`:                         `=SUM(§)`,
		`SUM(台账!$A$1)`:                                  `=SUM(§!)`,
		`D7+E7+F7`:                                      `=§+§+§`,
		`ROUND(D4-E4,6)`:                                `=ROUND(§-§,6)`,
		`LOG10(A1)&"A1"`:                                `=LOG10(§)&"A1"`,
		`"A1`:                                           `="A1`,
		`'a''b'!A1`:                                     `=§!`,
		`SUM(D7:#REF!)`:                                 `=SUM(§)`,
		`A1B`:                                           `=A1B`,
		``:                                              `=`,
	} {
		if got := shape(formula); got != want {
			t.Errorf("%s: %s, want %s", formula, got, want)
		}
	}
}
