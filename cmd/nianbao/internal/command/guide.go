package command

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
)

// filesAlone returns the files among args where these name files and no
// command, which file managers do with what is dropped on the program; else
// nil. A command goes before a file of its name.
func filesAlone(args []string) []string {
	// The command tree takes time: most command lines tell without it, by a first
	// argument that is neither flag nor file, or by nothing but flags.
	if len(args) == 0 || !strings.HasPrefix(args[0], "-") && !namesFile(args[0]) || !slices.ContainsFunc(args, mayName) {
		return nil
	}
	root := Root(&app.App{})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "lint" })
	lint := root.Commands()[i]
	var names []string
	if err := lint.ParseFlags(args); err == nil {
		names = lint.Flags().Args()
	} else {
		// What is wrong with the flags is said when they are parsed in earnest.
		names = slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return strings.HasPrefix(arg, "-") })
	}
	if len(names) == 0 || !namesFile(names[0]) {
		return nil
	}
	for _, c := range root.Commands() {
		if c.Name() == names[0] || c.HasAlias(names[0]) {
			return nil
		}
	}
	return names
}

// mayName reports whether an argument may be no flag, or keep others from being
// flags.
func mayName(arg string) bool { return arg == "-" || arg == "--" || !strings.HasPrefix(arg, "-") }

// namesFile tells a file, a folder or a pattern from a mistyped command.
func namesFile(arg string) bool {
	if arg == "-" || strings.ContainsAny(arg, `/\*?[`) || filepath.Ext(arg) != "" {
		return true
	}
	_, err := os.Stat(arg)
	return err == nil
}

// adviseFirst says what to do with a program that was opened by a double click.
func adviseFirst(a *app.App) {
	at := strings.LastIndexAny(a.Program, `/\`) + 1
	folder, name := a.Program[:at], a.Program[at:]
	year := lastYear(a)
	a.Tell(`nianbao（年报）——政府信息公开工作年度报告的填写、检查和排版

已经有填好的年报（Excel工作簿 .xlsx，或者 .yaml 文件）：
  把文件拖到 {name} 的图标上放开，就会检查。可以一次拖几个文件，也可以拖文件夹。

还没有：先生成一份待填写的工作簿。
  1. 按“开始”键，输入 cmd，按回车键，打开“命令提示符”；
  2. 输入下面一行（机关名称换成自己的），按回车键：
     {new}
  3. {name} 所在的文件夹里会出现“年报.xlsx”。填好、保存，再拖到 {name} 的图标上检查。

全部用法：在命令提示符里输入
     {help}`, `nianbao: fill in, check and render the annual report on government information disclosure

A report is filled in already (an Excel workbook, .xlsx, or a .yaml file):
  drop it on the icon of {name}, and it is checked. Several files, or a folder, will do.

There is none yet: make a workbook to fill in.
  1. Press the Windows key, type cmd and press Enter.
  2. Type this line, with the name of your agency, and press Enter:
     {new}
  3. The workbook is in the folder of {name}. Fill it in, save it, and drop it on {name}.

All commands: type
     {help}`, "name", name, "new", commandLine(a.Program, "new", folder+"年报.xlsx", "--agency", "某市某区水务局", "--year", year, "--type", "部门"), "help", commandLine(a.Program, "help"))
}

// lastYear is the report year of those who start now.
func lastYear(a *app.App) string {
	if a.Now == nil {
		return "2025"
	}
	return strconv.Itoa(a.Now().Year() - 1)
}

// adviseNext says what to do after files that were dropped on the program have
// been checked.
func adviseNext(a *app.App, files []string, code int) {
	switch code {
	case app.ExitOK:
		out := filepath.Dir(files[0])
		if info, err := os.Stat(files[0]); err == nil && info.IsDir() {
			out = files[0]
		}
		words := append([]string{a.Program, "render"}, files...)
		words = append(words, "-o", filepath.Join(out, a.T("发布", "publish")))
		a.Tell("\n没有错误。下一步：按“开始”键，输入 cmd，按回车键，在打开的窗口里输入下面一行，生成PDF和文本：\n  {command}",
			"\nNo errors. Next, press the Windows key, type cmd, press Enter, and type this line to make the PDF and the text:\n  {command}", "command", commandLine(words...))
	case app.ExitFindings:
		a.Tell("\n还有错误，每条的“怎么办”写着改法。改好、保存，再拖到 {name} 的图标上检查一次。",
			"\nThere are errors; see “what to do” of each. Correct them, save, and drop the file on {name} again.", "name", baseName(a.Program))
	case app.ExitUsage:
		a.Tell("\n有文件没有检查成，原因见上面。可以检查的是Excel工作簿（.xlsx）和 .yaml、.json 文件，以及装着它们的文件夹；模板由 nianbao new 生成，双击 {name} 看做法。",
			"\nNot everything could be checked; the reason stands above. Excel workbooks (.xlsx), .yaml and .json files, and folders of them, can be. Templates are made by nianbao new; double-click {name} to see how.", "name", baseName(a.Program))
	}
}

// baseName is the last element of a path of Windows or of this system.
func baseName(program string) string {
	return program[strings.LastIndexAny(program, `/\`)+1:]
}

// commandLine writes words as the command prompt of Windows takes them.
func commandLine(words ...string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		if word == "" || strings.ContainsAny(word, " \t　&()[]{}^=;!'+,`~%@<>|") {
			word = `"` + word + `"`
		}
		quoted[i] = word
	}
	return strings.Join(quoted, " ")
}
