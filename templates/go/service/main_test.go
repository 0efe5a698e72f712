package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestHandler(t *testing.T) {
	tests := []struct {
		name, method, path string
		status             int
		body               string
	}{
		{"root", http.MethodGet, "/", http.StatusOK, serviceName},
		{"health", http.MethodGet, "/healthz", http.StatusOK, `"status":"ok"`},
		{"unknown path", http.MethodGet, "/nope", http.StatusNotFound, ""},
		{"wrong method", http.MethodPost, "/", http.StatusMethodNotAllowed, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			recorder := httptest.NewRecorder()
			newHandler().ServeHTTP(recorder, httptest.NewRequest(test.method, test.path, nil))
			if recorder.Code != test.status {
				t.Errorf("status %d, want %d", recorder.Code, test.status)
			}
			if !strings.Contains(recorder.Body.String(), test.body) {
				t.Errorf("body %q lacks %q", recorder.Body, test.body)
			}
		})
	}
}

func TestPortFromEnv(t *testing.T) {
	for value, valid := range map[string]bool{
		"": true, "1": true, "65535": true,
		"0": false, "65536": false, "-1": false, "+80": false, "http": false, "1e3": false, " 80": false, "80 ": false, "080": false,
	} {
		t.Setenv("PORT", value)
		if _, err := portFromEnv(); (err == nil) != valid {
			t.Errorf("PORT=%q: error %v", value, err)
		}
	}
}

func TestLogLine(t *testing.T) {
	var out bytes.Buffer
	newLogger(&out).Error("failed", "port", 8080)
	var line struct {
		Time       time.Time
		Level, Msg string
		Port       int
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Time.IsZero() || line.Level != "error" || line.Msg != "failed" || line.Port != 8080 {
		t.Errorf("logged %s", &out)
	}
}

// A request that is open when the signal to stop comes is answered, and one that is still arriving too;
// a client that says nothing is not waited for as long as those are.
func TestStopFinishesOpenRequests(t *testing.T) {
	started, finish := make(chan struct{}), make(chan struct{})
	handler := http.NewServeMux()
	handler.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "quick") })
	handler.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
		close(started)
		<-finish
		_, _ = io.WriteString(w, "slow")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- serveUntil(ctx, listener, handler) }()

	open, arriving := dial(t, listener), dial(t, listener)
	dial(t, listener) // says nothing
	_, _ = io.WriteString(open, "GET /slow HTTP/1.1\r\nHost: test\r\n\r\n")
	<-started
	_, _ = io.WriteString(arriving, "GET / HTTP/1.1\r\n")
	stop()
	told := time.Now()
	_, _ = io.WriteString(arriving, "Host: test\r\n\r\n")
	expectBody(t, arriving, "quick")
	close(finish)
	expectBody(t, open, "slow")
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
	if took := time.Since(told); took > 4*time.Second {
		t.Errorf("stopped after %s", took)
	}
}

func dial(t *testing.T, listener net.Listener) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func expectBody(t *testing.T, conn net.Conn, want string) {
	t.Helper()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	if string(body) != want {
		t.Errorf("body %q, want %q", body, want)
	}
}
