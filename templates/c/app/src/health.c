#include "health.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "log.h"

static const struct timeval timeout = {.tv_sec = 2};

/** Just enough HTTP to read one status line. */
static bool ask(int connection, uint16_t port) {
  const struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  static const char request[] = "GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n";
  // Connecting is sending, as far as the timeout goes.
  if (setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) != 0 ||
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0 ||
      connect(connection, (const struct sockaddr *)&address, sizeof address) != 0 ||
      send(connection, request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1) {
    log_error("failed", "unhealthy: %s", strerror(errno));
    return false;
  }
  char status[64] = "";
  size_t length = 0;
  while (strchr(status, '\n') == NULL && length < sizeof status - 1) {
    const ssize_t got = recv(connection, status + length, sizeof status - 1 - length, 0);
    if (got <= 0) {
      log_error("failed", "unhealthy: %s", got == 0 ? "no answer" : strerror(errno));
      return false;
    }
    length += (size_t)got;
  }
  status[strcspn(status, "\r\n")] = '\0';
  const char *code = strchr(status, ' ');
  if (code == NULL || strncmp(code, " 200 ", 5) != 0) {
    log_error("failed", "unhealthy: %s", status);
    return false;
  }
  return true;
}

bool healthcheck(uint16_t port) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) {
    log_error("failed", "socket: %s", strerror(errno));
    return false;
  }
  const bool healthy = ask(connection, port);
  close(connection);
  return healthy;
}
