package lint

import (
	"fmt"
	"time"

	"nianbao/internal/han"
	"nianbao/internal/message"
)

// monthDay takes MM-DD apart; the edition's loader let nothing else through.
func monthDay(md string) (month, day int) {
	if _, err := fmt.Sscanf(md, "%d-%d", &month, &day); err != nil {
		return 0, 0
	}
	return month, day
}

// spellDate writes a date as each language does.
func spellDate(d han.Date) message.Message {
	text := message.Text{ZH: "{year}年{month}月{day}日", EN: "{day} {name} {year}"}
	switch {
	case d.Month == 0:
		text = message.Text{ZH: "{year}年", EN: "{year}"}
	case d.Day == 0:
		text = message.Text{ZH: "{year}年{month}月", EN: "{name} {year}"}
	}
	return text.With("year", d.Year, "month", d.Month, "day", d.Day, "name", time.Month(d.Month))
}
