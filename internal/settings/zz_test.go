package settings
import ("testing";"os";"path/filepath";"time";"strconv";"strings")
func TestZZ(t *testing.T){
 fs,_:=filepath.Glob(os.Getenv("FZ")+"/*")
 for _,f:=range fs{ b,_:=os.ReadFile(f); lines:=strings.SplitN(string(b),"\n",3); s:=strings.TrimSuffix(strings.TrimPrefix(lines[1],"string("),")"); u,err:=strconv.Unquote(s); if err!=nil{t.Log(err,s);continue}
  st:=time.Now(); l:=&loader{t:chinese}; l.parse("x",[]byte(u)); if d:=time.Since(st);d>20*time.Millisecond{t.Logf("%v %q",d,u)} }
 t.Log(len(fs))
}
