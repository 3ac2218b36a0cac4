// Command nianbao checks and makes annual reports on government information
// disclosure (政府信息公开工作年度报告).
package main

import (
	"context"
	"os"
	"os/signal"

	"nianbao/cmd/nianbao/internal/command"
	"nianbao/cmd/nianbao/internal/command/app"
)

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	os.Exit(command.Main(ctx, app.System(), os.Args[1:]))
}
