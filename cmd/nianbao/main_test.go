package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"nianbao/rules"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"nianbao": main})
}

// The scripts in testdata/script use the program as its users do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			form, err := inventedForm()
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(env.WorkDir, "form.yaml"), []byte(form), 0o644)
		},
	})
}

// inventedForm is the form of 2021 with one more row in a group, one more
// column, one more aspect and another heading.
func inventedForm() (string, error) {
	data, err := rules.Files.ReadFile("editions/2021.yaml")
	if err != nil {
		return "", err
	}
	form := string(data)
	for _, change := range [][2]string{
		{"        - {key: 监督保障,", "        - {key: 国际合作, heading: 国际合作, roles: [aspect]}\n        - {key: 监督保障,"},
		{"                    - {key: 重复申请,", "                    - {key: 机器申请, label: 2甲.机器申请}\n                    - {key: 重复申请,"},
		{"                    - {key: 法律服务机构,", "                    - {key: 新闻媒体, label: 新闻媒体, type: count}\n                    - {key: 法律服务机构,"},
		{"values: [25, 25, 25, 25, 25, 25, 25]", "values: [22, 22, 22, 22, 22, 22, 22, 22]"},
		{"heading: 其他需要报告的事项", "heading: 别的事"},
	} {
		if strings.Count(form, change[0]) != 1 {
			return "", fmt.Errorf("the form has %q %d times", change[0], strings.Count(form, change[0]))
		}
		form = strings.Replace(form, change[0], change[1], 1)
	}
	return form, nil
}
