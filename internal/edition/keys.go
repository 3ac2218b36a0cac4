package edition

// The keys of the report file that belong to no part of the form. They are the
// same in every edition (the report file's format, version 1).
const (
	KeyEdition      = "格式"
	KeyAgency       = "机关"
	KeyName         = "名称"
	KeyShort        = "简称"
	KeyType         = "类型"
	KeyRegulations  = "可制定规章"
	KeyYear         = "年度"
	KeyTitle        = "标题"
	KeyPreamble     = "导语"
	KeyBody         = "正文"
	KeySignature    = "落款"
	KeyDate         = "日期"
	KeyPublished    = "发布日期"
	KeyContact      = "联系方式"
	KeyPartHeadings = "章标题"
	KeyLabels       = "原行名"
	KeyUnplaced     = "未归位"
	KeyPlace        = "位置"
	KeyWords        = "文"
	KeyWaivers      = "豁免"
	KeyRule         = "规则"
	KeyReason       = "理由"
	KeyApproved     = "批准"
	KeyUntil        = "到期"
)

// ContactKeys are the keys under 联系方式, in the order of printing.
var ContactKeys = []string{"地址", "邮编", "电话", "邮箱"}

// FileKeys are the keys at the top of a report file that belong to no part,
// those before the parts and those after, in the order of writing.
var FileKeys = struct{ Before, After []string }{
	Before: []string{KeyEdition, KeyAgency, KeyYear, KeyTitle, KeyPreamble},
	After:  []string{KeySignature, KeyPublished, KeyContact, KeyPartHeadings, KeyLabels, KeyUnplaced, KeyWaivers},
}
