// Package health asks a running service whether it is healthy.
package health

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"time"
)

// Check is what `/app healthcheck` does, the image's HEALTHCHECK, as there is no shell and no curl in it.
// It speaks just enough HTTP to read one status line, which keeps it as cheap as a check that runs every few seconds should be.
func Check(address string) error {
	const timeout = 2 * time.Second
	conn, err := net.DialTimeout("tcp", address, timeout)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(conn, "GET /healthz HTTP/1.0\r\nHost: %s\r\n\r\n", address); err != nil {
		return err
	}
	status, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err
	}
	if fields := strings.Fields(status); len(fields) < 2 || fields[1] != "200" {
		return fmt.Errorf("unhealthy: %s", strings.TrimSpace(status))
	}
	return nil
}
