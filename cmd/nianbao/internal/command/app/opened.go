package app

import (
	"path/filepath"

	"nianbao/internal/intake"
	"nianbao/internal/message"
)

// programs are the names of office programs.
var programs = map[intake.Program]message.Text{
	intake.LibreOffice: {ZH: "LibreOffice", EN: "LibreOffice"},
	intake.Office:      {ZH: "Excel、Word或者WPS", EN: "Excel, Word or WPS"},
	intake.WPS:         {ZH: "WPS", EN: "WPS"},
}

// MayReplace reports, for the user, that an office program has a file open: it
// would write its own over ours when its user saves.
func MayReplace(path string) error {
	by, open := intake.OpenIn(path)
	if !open {
		return nil
	}
	return Wrong("{file} 正在{program}中打开，没有写；请先在那里关闭它（如果并没有打开，删去旁边的 {lock}）",
		"{file} is open in {program} and was not written; close it there first (if it is not open, delete {lock} beside it)",
		"file", path, "program", programs[by.Program], "lock", filepath.Base(by.Lock))
}

// NoteOpen tells the user which of the files that are going to be read an office
// program has open: what is not saved there is not seen.
func (a *App) NoteOpen(paths ...string) {
	for _, path := range paths {
		if by, open := intake.OpenIn(path); open {
			a.Tell("{file} 正在{program}中打开，读到的是上次保存的内容；没有保存的改动看不到",
				"{file} is open in {program}; it is read as it was saved last, without what is not saved", "file", path, "program", programs[by.Program])
		}
	}
}
