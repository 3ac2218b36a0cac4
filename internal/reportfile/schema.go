package reportfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"nianbao/internal/edition"
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
// be said without arithmetic: keys, shapes, choices and explanations. Equal
// editions give equal bytes.
func Schema(e *edition.Edition) ([]byte, error) {
	data, err := marshal(schemaOf(e))
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

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

// described is a reference to a shape with an explanation of its own.
func described(name, title, help string) object {
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
	years := object{{"title", "报告年度"}, {"description", "四位数的年份"}, {"type", []string{"integer", "string"}},
		{"minimum", e.Years.From}, {"examples", []int{e.Years.From}}}
	if e.Years.To != 0 {
		years = append(years, member{"maximum", e.Years.To})
	}
	properties := object{
		{edition.KeyEdition, object{{"title", "格式"}, {"description", e.Notice.Title + "（" + e.Notice.Number + "）；不写时由年度确定"}, {"enum", editionNames(e.ID)}}},
		{edition.KeyAgency, append(mappingSchema(object{
			{edition.KeyName, described("value", "机关法定全称", "")},
			{edition.KeyShort, object{{"title", "文中使用的其他名称"}, {"anyOf", []object{ref("value"), listSchema(ref("value"))}}}},
			{edition.KeyType, object{{"title", "机关类型"}, {"enum", append(anySlice(types), nil)}}},
			{edition.KeyRegulations, object{{"title", "可以制定规章"}, {"description", "不写时由类型推定"}, {"type", []string{"boolean", "null"}}}},
		}, edition.KeyName), member{"title", "报告机关"})},
		{edition.KeyYear, years},
		{edition.KeyTitle, described("value", "标题", "不写时为"+strings.NewReplacer("{agency}", "名称＋", "{year}", "年度＋").Replace(e.Title))},
		{edition.KeyPreamble, described("text", "导语", "不写时自动生成；写成 '' 则不要导语")},
	}
	for _, p := range e.Parts {
		properties = append(properties, member{p.Key, partSchema(p)})
	}
	contact, headings, labels := object{}, object{}, object{}
	for _, key := range edition.ContactKeys {
		contact = append(contact, member{key, ref("value")})
	}
	for _, p := range e.Parts {
		headings = append(headings, member{p.Key, described("value", "", "规定的标题："+p.Heading)})
	}
	for _, path := range e.RowPaths() {
		labels = append(labels, member{path, ref("value")})
	}
	waiver := object{}
	for _, key := range edition.WaiverKeys {
		waiver = append(waiver, member{key, ref("value")})
	}
	properties = append(properties, object{
		{edition.KeySignature, append(mappingSchema(object{{edition.KeyAgency, ref("value")}, {edition.KeyDate, ref("value")}}), member{"title", "落款"})},
		{edition.KeyPublished, described("value", "公开发布的日期", "")},
		{edition.KeyContact, append(mappingSchema(contact), member{"title", "联系方式"})},
		{edition.KeyPartHeadings, append(mappingSchema(headings), member{"title", "与规定不同的章标题"})},
		{edition.KeyLabels, append(mappingSchema(labels), member{"title", "原文印出的行名"})},
		{edition.KeyUnplaced, append(listSchema(mappingSchema(object{{edition.KeyPlace, ref("value")}, {edition.KeyWords, ref("value")}})), member{"title", "导入时没有归位的内容"})},
		{edition.KeyWaivers, append(listSchema(mappingSchema(waiver, edition.KeyRule, edition.KeyReason)), member{"title", "不再提示的问题及理由"})},
	}...)
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "政府信息公开工作年度报告（格式" + e.ID + "）"},
		{"description", e.Notice.Title + "（" + e.Notice.Number + "）"},
		{"type", "object"},
		{"properties", properties},
		{"required", []string{edition.KeyAgency, edition.KeyYear}},
		{"additionalProperties", false},
		{"$defs", object{
			{"value", object{{"description", "一个值"}, {"type", []string{"string", "number", "boolean", "null"}}}},
			{"text", object{{"description", "每行一段，空行不计"}, {"type", []string{"string", "array", "number", "boolean", "null"}}, {"items", ref("value")}}},
			{"section", object{{"description", "正文；需要另拟小标题时分写标题和正文"}, {"anyOf", []object{ref("text"),
				mappingSchema(object{{edition.KeyTitle, ref("value")}, {edition.KeyBody, ref("text")}})}}}},
			{"cell", object{{"description", "一个数；空白写 ~，空白不等于0"}, {"type", []string{"number", "string", "null"}}}},
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
		o = append(o, member{"description", fmt.Sprintf("不超过%d字，空白不计", def.Limit)})
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
		if help := rowHelp(r); help != "" {
			o = append(o, member{"description", help})
		}
		properties = append(properties, member{r.Key, o})
	}
	return properties
}

// rowHelp explains a row: what counts, and its columns where it has several.
func rowHelp(r *edition.Row) string {
	var parts []string
	if r.Help != "" {
		parts = append(parts, r.Help)
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
		parts = append(parts, "依次为"+strings.Join(names, "、"))
	}
	return strings.Join(parts, "。")
}

// rowSchema allows the shapes of a row: a list of all columns or all but the
// totals, a mapping by column, and one figure for the only column or total.
func rowSchema(r *edition.Row, totals []int) object {
	columns := object{}
	for _, col := range r.Block.Leaves {
		help := col.Help
		if col.Unit != "" {
			help = strings.TrimPrefix(help+"；单位："+col.Unit, "；")
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
