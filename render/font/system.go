package font

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"nianbao/internal/intake"
)

// Bounds on the search of the font folders and on one file; the largest that
// come with a system have 70 MB.
const (
	maxFiles    = 20000
	maxFileSize = 256 << 20
)

// Open reads the font file at path with a function that opens a file of at most
// limit bytes. The face of a collection is chosen by its family or full name
// after a number sign, as in "simsun.ttc#NSimSun"; without one the first is
// taken. Any error is an *Error.
func Open(path string, open func(name string, limit int64) (fs.File, error)) (*Face, error) {
	wanted := ""
	f, err := open(path, maxFileSize)
	if errors.Is(err, fs.ErrNotExist) {
		if before, after, found := strings.Cut(path, "#"); found {
			wanted = after
			f, err = open(before, maxFileSize)
		}
	}
	if err != nil {
		return nil, &Error{Source: path, Reason: Unreadable, Err: err}
	}
	defer f.Close()
	opened, err := openFile(f)
	if err != nil {
		return nil, &Error{Source: path, Reason: Unreadable, Err: err}
	}
	return parse(path, opened, wanted)
}

func openFile(f fs.File) (file, error) {
	info, err := f.Stat()
	if err != nil {
		return file{}, err
	}
	if !info.Mode().IsRegular() {
		return file{}, errors.New("not a regular file")
	}
	if info.Size() > maxFileSize {
		return file{}, errors.New("larger than any font")
	}
	if at, ok := f.(io.ReaderAt); ok {
		return file{at: at, size: info.Size()}, nil
	}
	data, err := io.ReadAll(f)
	return file{bytes: data, size: int64(len(data))}, err
}

// Environment is the machine whose fonts System looks for.
type Environment struct {
	GOOS   string // as runtime.GOOS has it
	Getenv func(string) string
	// Root holds the machine's files, their names without the leading slash
	// and with slashes throughout ("C:/Windows/Fonts/simfang.ttf"); nil stands
	// for the files of the machine that the program runs on.
	Root fs.FS
	// Intake remembers which of them were read; nil for none.
	Intake *intake.Intake
}

// official are the faces that agencies set a role in.
type official struct {
	// names are those that the faces bear as family or full name, best first.
	names []string
	// files are the files that the face of names[0] usually comes in, in lower
	// case: where one is there, no other file need be looked into.
	files []string
}

// officialFaces returns the faces of a role. Those called _GB2312 come before
// their successors in Windows, because who has them has installed them on
// purpose: they are what many agencies' own rules name. Faces of macOS are
// last.
func officialFaces(role Role) official {
	switch role {
	case Song:
		return official{
			[]string{"宋体", "SimSun", "方正书宋_GBK", "方正书宋简体", "FZShuSong-Z01", "FZShuSong-Z01S",
				"Songti SC Regular", "STSong"},
			[]string{"simsun.ttc", "simsun.ttf"},
		}
	case Title:
		return official{
			[]string{"方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋_GB18030"},
			[]string{"fzxbsjw.ttf", "方正小标宋简体.ttf", "方正小标宋简.ttf"},
		}
	case Hei:
		return official{
			[]string{"黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "FZHei-B01", "FZHei-B01S",
				"Heiti SC Medium", "STHeiti"},
			[]string{"simhei.ttf"},
		}
	case Kai:
		return official{
			[]string{"楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "FZKai-Z03", "FZKai-Z03S",
				"Kaiti SC Regular", "STKaiti"},
			[]string{"楷体_gb2312.ttf", "simkai_gb2312.ttf"},
		}
	case Fang:
		return official{
			[]string{"仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋简体", "FZFangSong-Z02",
				"FZFangSong-Z02S", "STFangsong"},
			[]string{"仿宋_gb2312.ttf", "simfang_gb2312.ttf"},
		}
	}
	return official{}
}

// System lays the official faces that the machine has over those of base. A
// face is known by the name that it bears, whatever its file is called. The
// errors, each an *Error, tell which faces were found but cannot be used.
func System(base *Set, env Environment) (*Set, []error) {
	s := search{env: env, files: env.files()}
	set := base
	for _, role := range Roles() {
		if face := s.find(officialFaces(role)); face != nil {
			set = set.With(role, face)
		}
	}
	return set, s.errs
}

// folders returns where the machine keeps fonts, in the order in which they
// are searched.
func (e Environment) folders() []string {
	home := e.Getenv("HOME")
	switch e.GOOS {
	case "windows":
		windows := e.Getenv("WINDIR")
		if windows == "" {
			windows = `C:\Windows`
		}
		folders := []string{windows + `\Fonts`}
		if local := e.Getenv("LOCALAPPDATA"); local != "" {
			folders = append(folders, local+`\Microsoft\Windows\Fonts`)
		}
		return folders
	case "darwin":
		folders := []string{home + "/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts",
			// Word brings the faces of Windows.
			"/Applications/Microsoft Word.app/Contents/Resources/DFonts"}
		// Faces that macOS fetches when they are first used.
		assets, _ := fs.Glob(e.root(), "System/Library/AssetsV2/com_apple_MobileAsset_Font*")
		return append(folders, assets...)
	}
	data := e.Getenv("XDG_DATA_HOME")
	if data == "" {
		data = home + "/.local/share"
	}
	return []string{data + "/fonts", home + "/.fonts", "/usr/local/share/fonts", "/usr/share/fonts"}
}

func (e Environment) root() fs.FS {
	if e.Root != nil {
		return e.Root
	}
	return machine{e.GOOS, e.Intake}
}

// machine is the file system of this machine under the names of
// Environment.Root.
type machine struct {
	goos   string
	intake *intake.Intake
}

// Open implements fs.FS.
func (m machine) Open(name string) (fs.File, error) {
	name = native(m.goos, name)
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return os.Open(name)
	}
	return m.intake.Open(name, maxFileSize)
}

// native turns a name of Environment.Root into a path.
func native(goos, name string) string {
	if goos == "windows" {
		return strings.ReplaceAll(name, "/", `\`)
	}
	return "/" + name
}

// files returns the TrueType files in the font folders, in lexical order
// within each.
func (e Environment) files() []string {
	var files []string
	for _, folder := range e.folders() {
		if e.GOOS == "windows" {
			folder = strings.ReplaceAll(folder, `\`, "/")
		}
		folder = strings.Trim(path.Clean(folder), "/")
		if !fs.ValidPath(folder) {
			continue
		}
		// What cannot be read is passed over: a missing folder is no fault.
		_ = fs.WalkDir(e.root(), folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				if entry != nil && entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if len(files) >= maxFiles {
				return fs.SkipAll
			}
			if ext := strings.ToLower(path.Ext(name)); !entry.IsDir() && (ext == ".ttf" || ext == ".ttc") {
				files = append(files, name)
			}
			return nil
		})
	}
	return files
}

// search looks for faces in files, each of which it reads the names of at most
// once.
type search struct {
	env   Environment
	files []string
	named map[string][]string // folded name → files; nil until needed
	errs  []error
}

// find returns the best of the faces that the machine has and that can be
// used, or nil.
func (s *search) find(faces official) *Face {
	for _, name := range s.files {
		if slices.Contains(faces.files, strings.ToLower(path.Base(name))) {
			if face := s.open(name, faces.names[0]); face != nil {
				return face
			}
		}
	}
	s.readNames()
	for _, wanted := range faces.names {
		for _, name := range s.named[fold(wanted)] {
			if face := s.open(name, wanted); face != nil {
				return face
			}
		}
	}
	return nil
}

// open returns the face of a file that bears the name wanted, or nil.
func (s *search) open(name, wanted string) *Face {
	f, err := s.env.root().Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	opened, err := openFile(f)
	if err != nil {
		return nil
	}
	face, err := parse(native(s.env.GOOS, name), opened, wanted)
	var problem *Error
	if errors.As(err, &problem) && problem.Reason != NoSuchFace {
		s.report(problem)
	}
	return face
}

// report keeps an error unless the same file has had one.
func (s *search) report(problem *Error) {
	for _, err := range s.errs {
		var known *Error
		if errors.As(err, &known) && known.Source == problem.Source {
			return
		}
	}
	s.errs = append(s.errs, problem)
}

// readNames notes which names the faces of each file bear.
func (s *search) readNames() {
	if s.named != nil {
		return
	}
	s.named = map[string][]string{}
	for _, name := range s.files {
		for _, known := range s.namesOf(name) {
			if list := s.named[known]; len(list) == 0 || list[len(list)-1] != name {
				s.named[known] = append(list, name)
			}
		}
	}
}

func (s *search) namesOf(name string) []string {
	f, err := s.env.root().Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	opened, err := openFile(f)
	if err != nil {
		return nil
	}
	starts, _ := opened.starts()
	var all []string
	for _, start := range starts {
		if t, ok := opened.directory(start); ok {
			all = append(all, readNames(opened.table(t, "name"), name).all...)
		}
	}
	return all
}
