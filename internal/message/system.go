package message

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"syscall"
)

// Reason is why the system did not open, read or write a file. The system's own
// words are English, or whatever its user has set.
type Reason string

// The reasons that have words.
const (
	Missing     Reason = "missing"
	Denied      Reason = "denied"
	Busy        Reason = "busy"
	Full        Reason = "full"
	ReadOnly    Reason = "readonly"
	NameTooLong Reason = "long"
	BadName     Reason = "name"
	NoFolder    Reason = "nofolder"
	Folder      Reason = "folder"
	Exists      Reason = "exists"
	Broken      Reason = "broken"
	Network     Reason = "network"
	TooManyOpen Reason = "open"
	TooLarge    Reason = "large"
	Circle      Reason = "circle"
	Blocked     Reason = "blocked"
	Gone        Reason = "gone"
)

var reasons = map[Reason]Text{
	Missing:     {"没有这个文件或者文件夹", "there is no such file or folder"},
	Denied:      {"没有权限", "there is no permission"},
	Busy:        {"文件正在别的程序中打开，请在Excel、WPS、Word等程序里关闭它", "another program has it open; close it there (Excel, WPS, Word)"},
	Full:        {"磁盘满了", "the disk is full"},
	ReadOnly:    {"磁盘是只读的", "the disk is read-only"},
	NameTooLong: {"文件名太长", "its name is too long"},
	BadName:     {"文件名里有不能用的字符", "its name has a character that cannot be used"},
	NoFolder:    {"路径中有一段是文件，不是文件夹", "a file stands in the path where a folder should"},
	Folder:      {"这是文件夹，不是文件", "it is a folder, not a file"},
	Exists:      {"已经有同名的文件", "there is one of that name"},
	Broken:      {"磁盘出错，或者已经拔出", "the disk fails, or was taken out"},
	Network:     {"网络上的文件夹连不上", "the folder on the network cannot be reached"},
	TooManyOpen: {"打开的文件太多", "too many files are open"},
	TooLarge:    {"文件太大", "it is too large"},
	Circle:      {"链接绕成了圈", "links go in a circle"},
	Blocked:     {"被杀毒软件拦下了", "a virus scanner blocks it"},
	Gone:        {"接收内容的程序已经退出", "the program that it goes to has ended"},
}

// unixReasons are the errors of Unix systems; the package syscall has their
// numbers on every system.
var unixReasons = map[syscall.Errno]Reason{
	syscall.EBUSY:  Busy,
	syscall.ENOSPC: Full, syscall.EDQUOT: Full,
	syscall.EROFS:        ReadOnly,
	syscall.ENAMETOOLONG: NameTooLong, syscall.EILSEQ: BadName,
	syscall.ENOTDIR: NoFolder, syscall.EISDIR: Folder,
	syscall.EIO: Broken, syscall.ENXIO: Broken, syscall.ENODEV: Broken,
	syscall.ESTALE: Network, syscall.EHOSTDOWN: Network, syscall.EHOSTUNREACH: Network, syscall.ENETDOWN: Network,
	syscall.ENETUNREACH: Network, syscall.ETIMEDOUT: Network, syscall.ENOTCONN: Network,
	syscall.EMFILE: TooManyOpen, syscall.ENFILE: TooManyOpen,
	syscall.EFBIG: TooLarge, syscall.ELOOP: Circle, syscall.EPIPE: Gone,
}

// windowsReasons are the errors of Windows by their numbers ("System Error
// Codes" in the documentation of Win32), ERROR_SHARING_VIOLATION and so on.
var windowsReasons = map[syscall.Errno]Reason{
	32: Busy, 33: Busy, 1224: Busy,
	39: Full, 112: Full, 1295: Full,
	19:  ReadOnly,
	111: NameTooLong, 206: NameTooLong, 123: BadName, 161: BadName,
	267: NoFolder,
	4:   TooManyOpen,
	21:  Broken, 23: Broken, 25: Broken, 27: Broken, 29: Broken, 30: Broken, 31: Broken, 483: Broken, 1006: Broken, 1117: Broken,
	51: Network, 53: Network, 54: Network, 55: Network, 59: Network, 64: Network, 67: Network, 121: Network, 1203: Network, 1222: Network, 1231: Network, 1232: Network,
	223: TooLarge, 225: Blocked, 226: Blocked,
	109: Gone, 232: Gone,
}

// ReasonOf tells why the system failed. One that has no words goes by its number;
// "" where the error is none of the system's.
func ReasonOf(err error) Reason { return reasonOn(runtime.GOOS, err) }

func reasonOn(system string, err error) Reason {
	table := unixReasons
	if system == "windows" {
		table = windowsReasons
	}
	var number syscall.Errno
	known := errors.As(err, &number)
	if r, ok := table[number]; known && ok {
		return r
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Missing
	case errors.Is(err, fs.ErrPermission):
		return Denied
	case errors.Is(err, fs.ErrExist):
		return Exists
	case errors.Is(err, os.ErrDeadlineExceeded):
		return Network
	case known:
		return Reason(strconv.FormatUint(uint64(number), 10))
	}
	return ""
}

// In words the reason in a language.
func (r Reason) In(lang string) string {
	if text, ok := reasons[r]; ok {
		return text.In(lang)
	}
	return New("系统报错，代码{number}", "error {number} of the system", "number", string(r)).In(lang)
}

// Error words the reason in Chinese, as that of a Message.
func (r Reason) Error() string { return r.In("zh") }
