package health

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCheck(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	address := server.Listener.Addr().String()
	if err := Check(address); err != nil {
		t.Errorf("a healthy service: %v", err)
	}
	status = http.StatusServiceUnavailable
	if err := Check(address); err == nil {
		t.Error("a broken service passes")
	}
	server.Close()
	if err := Check(address); err == nil {
		t.Error("a service that is not there passes")
	}
}
