package pdf

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// writeIntent states what the colours of the file mean, and returns the
// catalog's entry: PDF/A has grey and RGB by reference to a profile only
// (ISO 19005-1, 6.2.2 and 6.2.3.3).
func writeIntent(o *objects) string {
	profile := o.stream("/N 3/Alternate/DeviceRGB", srgb(), small)
	intent := o.add(fmt.Sprintf("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"+
		"/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)/DestOutputProfile %s>>", reference(profile)))
	return "/OutputIntents[" + reference(intent) + "]"
}

// srgb is a profile of the colour space of IEC 61966-2-1, in the form of ICC.1
// version 2.1, which PDF 1.4 reads: a matrix and a curve. The figures are
// those of the standard, its white adapted to D50 as ICC has it.
func srgb() []byte {
	curve := iccCurve()
	return iccProfile([]iccTag{
		{"desc", iccDescription("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No rights reserved\x00"...)},
		{"wtpt", iccXYZ(0.9642, 1, 0.8249)},
		{"rXYZ", iccXYZ(0.4360, 0.2225, 0.0139)},
		{"gXYZ", iccXYZ(0.3851, 0.7169, 0.0971)},
		{"bXYZ", iccXYZ(0.1431, 0.0606, 0.7139)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	})
}

type iccTag struct {
	name string
	data []byte
}

// iccProfile joins tags behind a header (ICC.1:1998-09, 6.1 and 6.2). Tags with
// the same data share them.
func iccProfile(tags []iccTag) []byte {
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{1998, 2, 9, 6, 49, 0} { // the day of the standard's form; the file's own would change its bytes
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], iccXYZ(0.9642, 1, 0.8249)[8:]) // the illuminant, D50

	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	start := len(head) + 4 + 12*len(tags)
	at := map[string]int{}
	for _, t := range tags {
		offset, ok := at[string(t.data)]
		if !ok {
			offset = start + len(data)
			at[string(t.data)] = offset
			data = append(data, t.data...)
			data = append(data, make([]byte, -len(data)&3)...)
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(offset))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
	}
	profile := slices.Concat(head, table, data)
	binary.BigEndian.PutUint32(profile, uint32(len(profile)))
	return profile
}

// iccXYZ is a colour, in numbers of 16 bits before the point and 16 behind.
func iccXYZ(x, y, z float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range [3]float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(math.Round(v*65536)))
	}
	return b
}

// curvePoints is how closely the curve is given; between its points readers
// draw straight lines.
const curvePoints = 256

// iccCurve is the curve of IEC 61966-2-1: straight near black, then a power.
func iccCurve() []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), curvePoints)
	for i := range curvePoints {
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(linear(float64(i)/(curvePoints-1))*65535)))
	}
	return b
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// iccDescription is a name in ASCII, with the places for other scripts empty.
func iccDescription(name string) []byte {
	b := []byte("desc\x00\x00\x00\x00")
	b = binary.BigEndian.AppendUint32(b, uint32(len(name)+1))
	b = append(append(b, name...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...)
}
