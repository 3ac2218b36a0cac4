package datafile

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v4"
)

// data is a file of every shape that the data files have.
type data struct {
	Text    string            `yaml:"text"`
	Quoted  string            `yaml:"quoted"`
	Block   string            `yaml:"block"`
	Number  int               `yaml:"number"`
	Truth   bool              `yaml:"truth"`
	Exact   decimal.Decimal   `yaml:"exact"`
	List    []string          `yaml:"list"`
	Nothing *part             `yaml:"nothing"`
	Part    *part             `yaml:"part"`
	Parts   []part            `yaml:"parts"`
	Map     map[string][]int  `yaml:"map"`
	Names   map[string]string `yaml:"names"`
	Own     own               `yaml:"own"`
	Owned   own               `yaml:"owned"`
	Raw     yaml.Node         `yaml:"raw"`
	Later   Value             `yaml:"later"`
	None    Value             `yaml:"none"`
	Skipped string            `yaml:"-"`
}

type part struct {
	Key string `yaml:"key"`
}

// own reads itself where it is written short.
type own struct {
	A string `yaml:"a"`
	B string `yaml:"b"`
}

func (o *own) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		o.A, o.B, _ = strings.Cut(n.Value, "=")
		return nil
	}
	type plain own
	return n.Load((*plain)(o), yaml.WithKnownFields())
}

const file = `
text: 中文，𬭎
quoted: "012"
block: |
  一行
  又一行
number: 12
truth: true
exact: 0.10
list: [甲, "乙"]
nothing: ~
part: {key: 丙}
parts: [{key: 丁}, {key: ""}]
map: {a: [1, 2], b: []}
names: {戊: 己}
own: {a: 庚, b: 辛}
owned: 壬=癸
raw: {words: [x, 1, "1", ~, true]}
later: {key: 子}
`

type compiledFS struct {
	fstest.MapFS
	compiled string
}

func (f compiledFS) Compiled() string { return f.compiled }

func compiled(t *testing.T, text string) compiledFS {
	t.Helper()
	fsys := compiledFS{MapFS: fstest.MapFS{"words/a.yaml": {Data: []byte("x: 1")}, "words/b.yaml": {Data: []byte(text)}}}
	var err error
	if fsys.compiled, err = Compile(fsys, "words"); err != nil {
		t.Fatal(err)
	}
	return fsys
}

// same compares what was read; a node's place and style are not part of it.
func same(t *testing.T, got, want data) {
	t.Helper()
	for _, d := range []*data{&got, &want} {
		var plain any
		if err := d.Raw.Load(&plain); err != nil {
			t.Fatal(err)
		}
		text, err := yaml.Dump(plain)
		if err != nil {
			t.Fatal(err)
		}
		d.Raw = yaml.Node{Value: string(text)}
		var part part
		if err := d.Later.Load(&part); err != nil || part.Key != "子" || d.Later.Text("key") != "子" || d.Later.Text("no") != "" {
			t.Errorf("what is read later is %+v, %v", part, err)
		}
		if err := d.Later.Load(&struct{}{}); err == nil {
			t.Error("an unknown key of what is read later was accepted")
		}
		if !d.None.IsZero() || d.Later.IsZero() {
			t.Error("nothing is something")
		}
		d.Later, d.None = Value{}, Value{}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Value{})); diff != "" {
		t.Error(diff)
	}
}

func TestCompiledReadsAsYAML(t *testing.T) {
	fsys := compiled(t, file)
	var fromYAML, fromCompiled data
	if err := Read(fsys.MapFS, "words/b.yaml", &fromYAML, nil); err != nil {
		t.Fatal(err)
	}
	if fromYAML.Exact.String() != "0.1" || fromYAML.Own.B != "辛" || fromYAML.Owned.A != "壬" || len(fromYAML.Parts) != 2 {
		t.Fatalf("the file does not hold what this test is about: %+v", fromYAML)
	}
	if ok, err := ReadCompiled(fsys, "words/b.yaml", &fromCompiled); !ok || err != nil {
		t.Fatal(ok, err)
	}
	same(t, fromCompiled, fromYAML)
}

// A file that changed since is read from its source, and then checked.
func TestStaleIsPassedOver(t *testing.T) {
	fsys := compiled(t, "text: 旧")
	check := 0
	for _, now := range []string{"text: 旧", "text: 新", "text: 甚新"} {
		fsys.MapFS["words/b.yaml"].Data = []byte(now)
		var d data
		if err := Read(fsys, "words/b.yaml", &d, func(any) error { check++; return nil }); err != nil {
			t.Fatal(err)
		}
		if "text: "+d.Text != now {
			t.Errorf("%q was read as %q", now, d.Text)
		}
	}
	if check != 2 {
		t.Errorf("%d of the two changed files were checked", check)
	}
}

func TestUnknownKeyIsRefused(t *testing.T) {
	fsys := compiled(t, "text: 甲\ntexts: 乙")
	for _, from := range []string{"compiled", "YAML"} {
		if from == "YAML" {
			fsys.compiled = ""
		}
		if err := Read(fsys, "words/b.yaml", &data{}, nil); err == nil {
			t.Errorf("%s: the unknown key was accepted", from)
		}
	}
}

// Damaged data is an error or is read in part, but never a panic.
func TestDamage(t *testing.T) {
	whole := compiled(t, file)
	v, _, _, ok := lookUp(whole.compiled, "words/b.yaml")
	if !ok {
		t.Fatal("not found")
	}
	for i := range len(v) {
		_ = v[:i].decode(&data{})
		bad := []byte(v)
		bad[i] ^= 0x15
		_ = value(bad).decode(&data{})
		lookUp(whole.compiled[:i], "words/b.yaml")
	}
	if err := v[:len(v)/2].decode(&data{}); err == nil {
		t.Error("half a value was accepted")
	}
}
