package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
)

// validate checks a value by the part of JSON Schema that Schema uses; a word
// that it does not know is an error, so that the schema cannot outgrow it.
func validate(defs, schema map[string]any, v any, at string) error {
	fail := func(format string, args ...any) error { return fmt.Errorf(at+": "+format, args...) }
	for word, arg := range schema {
		switch word {
		case "$schema", "$defs", "title", "description", "examples", "properties", "required":
		case "$ref":
			name := strings.TrimPrefix(arg.(string), "#/$defs/")
			def, ok := defs[name].(map[string]any)
			if !ok {
				return fail("no $defs %s", name)
			}
			if err := validate(defs, def, v, at); err != nil {
				return err
			}
		case "type":
			kinds, ok := arg.([]any)
			if !ok {
				kinds = []any{arg}
			}
			if !slices.ContainsFunc(kinds, func(k any) bool { return hasType(v, k.(string)) }) {
				return fail("%v is not %v", v, arg)
			}
		case "enum":
			if !slices.Contains(arg.([]any), v) {
				return fail("%v is not one of %v", v, arg)
			}
		case "anyOf":
			if !slices.ContainsFunc(arg.([]any), func(s any) bool { return validate(defs, s.(map[string]any), v, at) == nil }) {
				return fail("%v fits no shape", v)
			}
		case "minimum", "maximum":
			if n, ok := v.(float64); ok && (word == "minimum" && n < arg.(float64) || word == "maximum" && n > arg.(float64)) {
				return fail("%v against %s %v", v, word, arg)
			}
		case "minItems", "maxItems":
			if l, ok := v.([]any); ok && (word == "minItems" && len(l) < int(arg.(float64)) || word == "maxItems" && len(l) > int(arg.(float64))) {
				return fail("%d items against %s %v", len(l), word, arg)
			}
		case "items":
			l, _ := v.([]any)
			for i, item := range l {
				if err := validate(defs, arg.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
					return err
				}
			}
		case "additionalProperties":
			if arg != false {
				return fail("additionalProperties %v", arg)
			}
		default:
			return fail("unknown word %s", word)
		}
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	if required, ok := schema["required"].([]any); ok {
		for _, key := range required {
			if _, ok := m[key.(string)]; !ok {
				return fail("no %v", key)
			}
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, value := range m {
		property, known := properties[key].(map[string]any)
		if known {
			if err := validate(defs, property, value, at+"."+key); err != nil {
				return err
			}
		} else if schema["additionalProperties"] == false {
			return fail("unknown key %s", key)
		}
	}
	return nil
}

func hasType(v any, kind string) bool {
	switch v := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && v == float64(int(v))
	case []any:
		return kind == "array"
	}
	return kind == "object"
}

func decodeJSON(t fatal, data []byte) any {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return v
}

// What the writer writes of a report without a fault fits the schema; what the
// reader objects to does not.
func TestSchema(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		data, err := reportfile.Schema(e, "zh")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := reportfile.Schema(e, "zh"); err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: two runs differ: %v", e.ID, err)
		}
		schema := decodeJSON(t, data).(map[string]any)
		defs := schema["$defs"].(map[string]any)
		check := func(data []byte) error { return validate(defs, schema, decodeJSON(t, data), "") }
		rapid.Check(t, func(t *rapid.T) {
			_, json := write(t, reporttest.Balanced(t, e))
			if err := check(json); err != nil {
				t.Fatalf("%v in\n%s", err, json)
			}
		})
		for _, text := range []string{
			`{"机关": {"名称": "甲"}}`, `{"年度": 2020}`, `{"机关": {"名称": "甲"}, "年度": 1999}`, `{"机关": {}, "年度": 2020}`,
			`{"机关": {"名称": "甲", "类型": "公司"}, "年度": 2020}`, `{"机关": {"名称": "甲"}, "年度": 2020, "总体": "x"}`,
			`{"机关": {"名称": "甲"}, "年度": 2020, "收到和处理政府信息公开申请情况": {"本年新收": [1, 2]}}`,
			`{"机关": {"名称": "甲"}, "年度": 2020, "收到和处理政府信息公开申请情况": {"本年新收": [1, 2, 3, 4, 5, 6, 7, 8]}}`,
			`{"机关": {"名称": "甲"}, "年度": 2020, "收到和处理政府信息公开申请情况": {"本年新收": {"农民": 1}}}`,
			`{"机关": {"名称": "甲"}, "年度": 2020, "收到和处理政府信息公开申请情况": {"不予公开": 1}}`,
			`{"机关": {"名称": "甲"}, "年度": 2020, "收到和处理政府信息公开申请情况": "无"}`,
			`{"机关": {"名称": "甲"}, "年度": 2020, "总体情况": {"概况": "x"}}`,
		} {
			text = strings.ReplaceAll(text, "2020", strconv.Itoa(e.Years.From))
			if check([]byte(text)) == nil {
				t.Errorf("%s: the schema takes %s", e.ID, text)
			}
			if r := Read("x.json", []byte(text), options()); len(r.Problems) == 0 {
				t.Errorf("%s: the reader takes %s", e.ID, text)
			}
		}
	}
}
