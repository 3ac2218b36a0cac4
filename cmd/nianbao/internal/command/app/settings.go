package app

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/viper"
)

// SettingsName is the name of a settings file.
const SettingsName = ".nianbao.yaml"

// Settings are the tool's own settings; a flag overrides them.
type Settings struct {
	// Fonts is "embedded" or "system".
	Fonts string `mapstructure:"fonts"`
	// Font gives font files by role.
	Font map[string]string `mapstructure:"font"`
	// Lang is the language of messages, "zh" or "en".
	Lang string `mapstructure:"lang"`
	// Width and Ambiguous are those of the text renderer.
	Width     int `mapstructure:"width"`
	Ambiguous int `mapstructure:"ambiguous"`
}

// LoadSettings reads the file named by --config, or the nearest .nianbao.yaml
// in the folder of the first input or above it. Unknown keys are refused.
func (a *App) LoadSettings(inputs []string) error {
	file := a.ConfigFile
	if file == "" {
		if file = findSettings(inputs); file == "" {
			return nil
		}
	}
	// viper splits keys at "." by default, which file names contain.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	v.SetConfigFile(file)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return Usage(fmt.Errorf(a.T("读不了配置文件 %s：%w", "cannot read the settings %s: %w"), file, err))
	}
	if err := v.UnmarshalExact(&a.Settings); err != nil {
		return Usage(fmt.Errorf(a.T("配置文件 %s 有误（可用的键：fonts、font、lang、width、ambiguous）：%w",
			"the settings %s are faulty (keys: fonts, font, lang, width, ambiguous): %w"), file, err))
	}
	for role, name := range a.Settings.Font {
		if !filepath.IsAbs(name) {
			a.Settings.Font[role] = filepath.Join(filepath.Dir(file), name)
		}
	}
	return nil
}

// findSettings looks from the folder of the first input upward.
func findSettings(inputs []string) string {
	dir := "."
	if len(inputs) > 0 && inputs[0] != "-" {
		dir = inputs[0]
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			dir = filepath.Dir(dir)
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		file := filepath.Join(dir, SettingsName)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
