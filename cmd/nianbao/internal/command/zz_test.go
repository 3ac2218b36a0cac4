package command
import ("testing";"context";"bytes";"strings";"nianbao/cmd/nianbao/internal/command/app";"nianbao/internal/intake")
func BenchmarkZZ(b *testing.B){
 for b.Loop(){
	var out, errs bytes.Buffer
	a := &app.App{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, GOOS: "linux", Intake: &intake.Intake{}}
	Main(context.Background(), a, []string{"lint","/tmp/st/files"})
 }
}
