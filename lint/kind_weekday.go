package lint

import (
	"time"

	"nianbao/internal/message"
)

// weekdayKind finds a day of the week that a date was not: 2022年6月30日（星期五）.
type weekdayKind struct{}

// weekdays are the days of the week as they are written, Sunday twice.
var weekdays = map[rune]time.Weekday{'一': time.Monday, '二': time.Tuesday, '三': time.Wednesday, '四': time.Thursday, '五': time.Friday,
	'六': time.Saturday, '日': time.Sunday, '天': time.Sunday}

// weekdayNames are the days of the week from Sunday on.
var weekdayNames = [...]message.Message{message.New("星期日", "Sunday"), message.New("星期一", "Monday"), message.New("星期二", "Tuesday"), message.New("星期三", "Wednesday"),
	message.New("星期四", "Thursday"), message.New("星期五", "Friday"), message.New("星期六", "Saturday")}

func (k *weekdayKind) check(p *pass) {
	p.eachIn(zoneProse|zoneHeading|zoneContact, func(q *passage) {
		for _, d := range q.dates() {
			at := d.To
			for in("（( ，,、", q.at0(at)) {
				at++
			}
			word := 0
			for _, w := range []string{"星期", "礼拜", "周"} {
				if hasAt(q.runes, at, w) {
					word = len([]rune(w))
					break
				}
			}
			said, ok := weekdays[q.at0(at+word)]
			next := q.at0(at + word + 1)
			// 周一至周五 and 周日常 are no day's; a date without its year may be any.
			if d.Wrong != "" || d.Year == 0 || d.Month == 0 || d.Day == 0 || word == 0 || !ok || in("至到、常期", next) {
				continue
			}
			was := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Weekday()
			if was == said {
				continue
			}
			end := at + word + 1
			f := Finding{At: q.at, Pos: q.pos(d.From, end), Args: message.Args{
				"date": q.string(d.From, d.To), "text": q.string(at, end), "right": weekdayNames[was]}}
			p.add(f)
		}
	})
}
