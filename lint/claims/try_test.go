package claims

import (
	"os"
	"strings"
	"testing"
)

func TestTry(t *testing.T) {
	data, err := os.ReadFile("/tmp/try.txt")
	if err != nil {
		t.Skip()
	}
	g, k := grammar(t), keys()
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" {
			continue
		}
		gov := strings.HasPrefix(line, "@")
		line = strings.TrimPrefix(line, "@")
		t.Log(line)
		for _, c := range g.Parse(line, Context{Year: 2021, Government: gov}) {
			t.Logf("        %s   %s %v", claimKey(&c, k), c.Scope, c.Agrees())
		}
	}
}
