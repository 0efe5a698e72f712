// The duties of the generated service in as little as a person would write: JSON logs, health command,
// graceful stop, zones and CA certificates. Written without looking at the template.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata"
)

var version = "dev"

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	addr := ":8080"
	if p := os.Getenv("PORT"); p != "" {
		addr = ":" + p
	}
	if len(os.Args) > 1 && os.Args[1] == "healthcheck" {
		c, err := net.DialTimeout("tcp", "127.0.0.1"+addr, time.Second)
		if err != nil {
			os.Exit(1)
		}
		_ = c.SetDeadline(time.Now().Add(time.Second))
		fmt.Fprint(c, "GET /healthz HTTP/1.0\r\n\r\n")
		b := make([]byte, 12)
		if n, _ := c.Read(b); string(b[:n]) != "HTTP/1.0 200" {
			os.Exit(1)
		}
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, `{"status":"ok"}`) })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		log.Info("request", "path", r.URL.Path)
		fmt.Fprintf(w, `{"version":%q}`, version)
	})
	srv := &http.Server{Addr: addr, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	go func() {
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			log.Error("serve", "error", err)
			os.Exit(1)
		}
	}()
	<-ctx.Done()
	end, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	if err := srv.Shutdown(end); err != nil {
		os.Exit(1)
	}
}
