// A web server of the files in a directory, and of nothing else. It is compiled when the image is built.
//
//	serve [--spa] DIR           answers requests on $PORT (8080); one JSON line each with LOG_REQUESTS=1
//	serve healthcheck [PATH]    asks the server that runs beside it: the image has no curl
//	serve prepare TO FROM...    what the build does: see prepare.go
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// lingerTime is for requests that are still on their way: load balancers learn late that we stop.
	lingerTime = 300 * time.Millisecond
	// drainTime is how long open requests may take after that; Docker kills after 10 s.
	drainTime = 8 * time.Second
)

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	if err := run(os.Args[1:]); err != nil {
		slog.Error("failed", "error", err.Error())
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	spa := flags.Bool("spa", false, "a path that is no file is the application's: it gets the first page")
	if err := flags.Parse(args); err != nil {
		return err
	}
	args = flags.Args()
	if len(args) > 2 && args[0] == "prepare" {
		return prepare(args[1], args[2:])
	}
	port, err := portFromEnv()
	if err != nil {
		return err
	}
	if len(args) > 0 && args[0] == "healthcheck" {
		return healthcheck(port, append(args[1:], "/healthz")[0])
	}
	if len(args) != 1 {
		return errors.New("usage: serve [--spa] DIR | serve healthcheck [PATH] | serve prepare TO FROM...")
	}
	site, err := openSite(args[0], *spa)
	if err != nil {
		return err
	}
	var handler http.Handler = site
	if os.Getenv("LOG_REQUESTS") == "1" {
		handler = logged(site)
	}
	return serve(port, handler)
}

func portFromEnv() (int, error) {
	text := os.Getenv("PORT")
	if text == "" {
		return 8080, nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port == 0 {
		return 0, fmt.Errorf("PORT is %q, not a port number", text)
	}
	return int(port), nil
}

// serve answers requests until SIGTERM or SIGINT, then finishes the open ones.
func serve(port int, handler http.Handler) error {
	// The kernel gives PID 1 no default action for these signals, so a container needs the handler.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(port))
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: handler,
		// A stop waits this long for a client that has connected and says nothing.
		ReadHeaderTimeout: 2 * time.Second,
		ReadTimeout:       15 * time.Second,
		// No limit on writes: a large file on a slow line takes its time.
		IdleTimeout: 60 * time.Second,
		ErrorLog:    slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	slog.Info("listening", "port", port)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	server.SetKeepAlivesEnabled(false)
	time.Sleep(lingerTime)
	deadline, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return fmt.Errorf("requests were still open after %s: %w", drainTime, err)
	}
	slog.Info("stopped")
	return nil
}

// healthcheck speaks just enough HTTP to read a status: it runs every few seconds.
func healthcheck(port int, path string) error {
	const timeout = 2 * time.Second
	conn, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), timeout)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err
	}
	fields := strings.Fields(line)
	if len(fields) < 2 || fields[1] < "200" || fields[1] >= "400" {
		return fmt.Errorf("unhealthy: %s", strings.TrimSpace(line))
	}
	return nil
}

// logged writes a line for each request; without it there is none, as proxies in front have theirs.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", seen.status,
			"bytes", seen.bytes, "ms", time.Since(start).Milliseconds())
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(data []byte) (int, error) {
	n, err := w.ResponseWriter.Write(data)
	w.bytes += n
	return n, err
}
