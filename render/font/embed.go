package font

import _ "embed"

// The embedded faces (made by build/build.sh, licences in data). As they stand
// raw in the program's image, a face that is not asked for costs neither time
// nor memory. Nothing writes to them.
var (
	//go:embed data/song.ttf
	songData []byte
	//go:embed data/title.ttf
	titleData []byte
	//go:embed data/hei.ttf
	heiData []byte
	//go:embed data/kai.ttf
	kaiData []byte
)
