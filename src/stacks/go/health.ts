/** `healthcheck PORT PATH`: exits 0 when the service answers below 500, which a frozen one does not. Standard library, one dial. */
export const healthProgram = `package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"time"
)

func main() {
	port := os.Args[1]
	if set := os.Getenv("PORT"); set != "" {
		port = set
	}
	conn, err := net.DialTimeout("tcp", net.JoinHostPort("localhost", port), 2*time.Second)
	if err != nil {
		os.Exit(1)
	}
	conn.SetDeadline(time.Now().Add(2 * time.Second))
	fmt.Fprintf(conn, "GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n", os.Args[2])
	status := 0
	fmt.Sscanf(firstLine(conn), "HTTP/1.%d %d", new(int), &status)
	if status < 200 || status >= 500 {
		os.Exit(1)
	}
}

func firstLine(conn net.Conn) string {
	line, _ := bufio.NewReader(conn).ReadString('\\n')
	return line
}
`;
