package reportfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
)

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Schema returns the JSON Schema (draft 2020-12) of the report file for one
// edition, for editors that complete and check while typing. It holds what can
// be said without arithmetic: keys, shapes, choices and explanations, which are in
// a language save for the form's own words. Equal editions give equal bytes.
func Schema(e *edition.Edition, lang string) ([]byte, error) {
	data, err := marshal(worded(schemaOf(e), lang))
	if err != nil {
		return nil, fmt.Errorf("schema of %s: %w", e.ID, err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		return nil, fmt.Errorf("schema of %s: %w", e.ID, err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// worded words what a schema says in a language.
func worded(v any, lang string) any {
	switch v := v.(type) {
	case message.Phrase:
		return v.In(lang)
	case object:
		out := make(object, len(v))
		for i, m := range v {
			out[i] = member{m.key, worded(m.value, lang)}
		}
		return out
	case []object:
		out := make([]any, len(v))
		for i, o := range v {
			out[i] = worded(o, lang)
		}
		return out
	}
	return v
}

// say is a text of the schema's own.
func say(zh, en string, pairs ...any) message.Phrase { return message.New(zh, en, pairs...) }

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

// described is a reference to a shape with a title and an explanation of its
// own, texts or phrases, "" for none.
func described(name string, title, help any) object {
	o := ref(name)
	if title != "" {
		o = append(o, member{"title", title})
	}
	if help != "" {
		o = append(o, member{"description", help})
	}
	return o
}

func mappingSchema(properties object, required ...string) object {
	o := object{{"type", []string{"object", "null"}}, {"properties", properties}, {"additionalProperties", false}}
	if len(required) > 0 {
		o = append(o, member{"required", required})
	}
	return o
}

func listSchema(items object) object {
	return object{{"type", []string{"array", "null"}}, {"items", items}}
}

func schemaOf(e *edition.Edition) object {
	var types []string
	for _, a := range e.Agencies {
		types = append(types, a.Type)
	}
	years := object{{"title", say("报告年度", "report year")}, {"description", say("四位数的年份", "a year of four digits")}, {"type", []string{"integer", "string"}},
		{"minimum", e.Years.From}, {"examples", []int{e.Years.From}}}
	if e.Years.To != 0 {
		years = append(years, member{"maximum", e.Years.To})
	}
	properties := object{
		{edition.KeyEdition, object{{"title", say("格式", "edition")}, {"description", say("{notice}（{number}）；不写时由年度确定", "{notice} ({number}); where it is not given, the year decides", "notice", e.Notice.Title, "number", e.Notice.Number)}, {"enum", editionNames(e.ID)}}},
		{edition.KeyAgency, append(mappingSchema(object{
			{edition.KeyName, described("value", say("机关法定全称", "full legal name of the agency"), "")},
			{edition.KeyShort, object{{"title", say("文中使用的其他名称", "other names that the text uses")}, {"anyOf", []object{ref("value"), listSchema(ref("value"))}}}},
			{edition.KeyType, object{{"title", say("机关类型", "type of the agency")}, {"enum", append(anySlice(types), nil)}}},
			{edition.KeyRegulations, object{{"title", say("可以制定规章", "can make regulations (规章)")}, {"description", say("不写时由类型推定", "where it is not given, the type decides")}, {"type", []string{"boolean", "null"}}}},
		}, edition.KeyName), member{"title", say("报告机关", "reporting agency")})},
		{edition.KeyYear, years},
		{edition.KeyTitle, described("value", say("标题", "title"), say("不写时为{title}", "where it is not given: {title}", "title", strings.NewReplacer("{agency}", edition.KeyName+"＋", "{year}", edition.KeyYear+"＋").Replace(e.Title)))},
		{edition.KeyPreamble, described("text", say("导语", "preamble"), say("不写时自动生成；写成 '' 则不要导语", "where it is not given, it is generated; '' is none"))},
	}
	for _, p := range e.Parts {
		properties = append(properties, member{p.Key, partSchema(p)})
	}
	contact, headings, labels := object{}, object{}, object{}
	for _, key := range edition.ContactKeys {
		contact = append(contact, member{key, ref("value")})
	}
	for _, p := range e.Parts {
		headings = append(headings, member{p.Key, described("value", "", say("规定的标题：{heading}", "prescribed heading: {heading}", "heading", p.Heading))})
	}
	for _, path := range e.RowPaths() {
		labels = append(labels, member{path, ref("value")})
	}
	waiver := object{}
	for _, key := range edition.WaiverKeys {
		waiver = append(waiver, member{key, ref("value")})
	}
	properties = append(properties, object{
		{edition.KeySignature, append(mappingSchema(object{{edition.KeyAgency, ref("value")}, {edition.KeyDate, ref("value")}}), member{"title", say("落款", "signature")})},
		{edition.KeyPublished, described("value", say("公开发布的日期", "day of publication"), "")},
		{edition.KeyContact, append(mappingSchema(contact), member{"title", say("联系方式", "contacts")})},
		{edition.KeyPartHeadings, append(mappingSchema(headings), member{"title", say("与规定不同的章标题", "headings of parts that differ from the prescribed ones")})},
		{edition.KeyLabels, append(mappingSchema(labels), member{"title", say("原文印出的行名", "labels of rows as the original prints them")})},
		{edition.KeyUnplaced, append(listSchema(mappingSchema(object{{edition.KeyPlace, ref("value")}, {edition.KeyWords, ref("value")}})), member{"title", say("导入时没有归位的内容", "what found no place when a report was imported")})},
		{edition.KeyWaivers, append(listSchema(mappingSchema(waiver, edition.KeyRule, edition.KeyReason)), member{"title", say("不再提示的问题及理由", "findings that are waived, and why")})},
	}...)
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", say("政府信息公开工作年度报告（格式{edition}）", "annual report on government information disclosure (edition {edition})", "edition", e.ID)},
		{"description", say("{notice}（{number}）", "{notice} ({number})", "notice", e.Notice.Title, "number", e.Notice.Number)},
		{"type", "object"},
		{"properties", properties},
		{"required", []string{edition.KeyAgency, edition.KeyYear}},
		{"additionalProperties", false},
		{"$defs", object{
			{"value", object{{"description", say("一个值", "a single value")}, {"type", []string{"string", "number", "boolean", "null"}}}},
			{"text", object{{"description", say("每行一段，空行不计", "a paragraph a line; empty lines do not count")}, {"type", []string{"string", "array", "number", "boolean", "null"}}, {"items", ref("value")}}},
			{"section", object{{"description", say("正文；需要另拟小标题时分写标题和正文", "the text; or title and text, for a heading of one's own")}, {"anyOf", []object{ref("text"),
				mappingSchema(object{{edition.KeyTitle, ref("value")}, {edition.KeyBody, ref("text")}})}}}},
			{"cell", object{{"description", say("一个数；空白写 ~，空白不等于0", "a figure; ~ for a blank, which is not 0")}, {"type", []string{"number", "string", "null"}}}},
		}},
	}
}

// editionNames are the ways to write an edition's name: text and, where it is
// one, a number.
func editionNames(id string) []any {
	names := []any{id, nil}
	if bareNumber.MatchString(id) {
		names = append([]any{json.Number(id)}, names...)
	}
	return names
}

func anySlice(texts []string) []any {
	var out []any
	for _, t := range texts {
		out = append(out, t)
	}
	return out
}

func partSchema(p *edition.Part) object {
	title := edition.Numeral(p.Number) + "、" + p.Heading
	if p.Table != nil {
		properties := object{}
		totals := p.Table.RowTotals()
		for _, block := range p.Table.Blocks {
			properties = append(properties, rowsSchema(block.Rows, totals)...)
		}
		return append(mappingSchema(properties), member{"title", title})
	}
	def := p.Text
	if len(def.Sections) == 0 && def.Lead == "" {
		return described("text", title, "")
	}
	properties := object{}
	if def.Lead != "" {
		properties = append(properties, member{def.Lead, ref("text")})
	}
	for _, s := range def.Sections {
		properties = append(properties, member{s.Key, described("section", s.Heading, "")})
	}
	if def.More != "" {
		properties = append(properties, member{def.More, listSchema(mappingSchema(object{{edition.KeyTitle, ref("value")}, {edition.KeyBody, ref("text")}}))})
	}
	o := object{{"title", title}, {"anyOf", []object{ref("text"), mappingSchema(properties)}}}
	if def.Limit > 0 {
		o = append(o, member{"description", say("不超过{most}字，空白不计", "{most} characters at most, blanks not counted", "most", def.Limit)})
	}
	return o
}

// rowsSchema gives the rows and groups of one level.
func rowsSchema(rows []*edition.Row, totals [][]int) object {
	var properties object
	for _, r := range edition.Level(rows) {
		var o object
		if len(r.Rows) > 0 {
			o = mappingSchema(rowsSchema(r.Rows, totals))
		} else {
			o = rowSchema(r, totals[r.Index])
		}
		o = append(o, member{"title", r.Label})
		if help := rowHelp(r); len(help.Items) > 0 {
			o = append(o, member{"description", help})
		}
		properties = append(properties, member{r.Key, o})
	}
	return properties
}

// rowHelp explains a row: what counts, and its columns where it has several.
func rowHelp(r *edition.Row) message.Joined {
	parts := message.Joined{By: message.Text{ZH: "。", EN: ". "}}
	if r.Help != "" {
		parts.Items = append(parts.Items, r.Help)
	}
	if len(r.Rows) == 0 {
		var names []string
		for _, col := range r.Block.Leaves {
			name := col.Key
			if col.Unit != "" {
				name += "（" + col.Unit + "）"
			}
			names = append(names, name)
		}
		parts.Items = append(parts.Items, say("依次为{columns}", "in order: {columns}", "columns", names))
	}
	return parts
}

// rowSchema allows the shapes of a row: a list of all columns or all but the
// totals, a mapping by column, and one figure for the only column or total.
func rowSchema(r *edition.Row, totals []int) object {
	columns := object{}
	for _, col := range r.Block.Leaves {
		var help any = col.Help
		if col.Unit != "" {
			unit := say("单位：{unit}", "unit: {unit}", "unit", col.Unit)
			if help = unit; col.Help != "" {
				help = message.Joined{Items: []any{col.Help, unit}, By: message.Text{ZH: "；", EN: "; "}}
			}
		}
		columns = append(columns, member{col.Key, described("cell", col.Label, help)})
	}
	n := len(r.Block.Leaves)
	shapes := []object{
		{{"type", "array"}, {"items", ref("cell")}, {"minItems", n - len(totals)}, {"maxItems", n}},
		mappingSchema(columns),
	}
	if n == 1 || len(totals) == 1 {
		shapes = append([]object{ref("cell")}, shapes...)
	}
	zeros := make([]int, n)
	return object{{"anyOf", shapes}, {"examples", []any{zeros}}}
}
