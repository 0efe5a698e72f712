/**
 * `healthcheck PORT PATH`: exits 0 when the service answers below 500, which a frozen one does not. One static file: it is
 * compiled for an image that may have no libc.
 */
export function healthProgram({ readsPort }: { readonly readsPort: boolean }): string {
  return source.replace('PORT', readsPort ? 'getenv("PORT") ? getenv("PORT") : argv[1]' : 'argv[1]');
}

const source = `#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int dial(int family, int port) {
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  struct timeval patience = {.tv_sec = 2};
  int fd = socket(family, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  void *to = family == AF_INET ? (void *)&v4 : (void *)&v6;
  return connect(fd, to, family == AF_INET ? sizeof v4 : sizeof v6) == 0 ? fd : -1;
}

int main(int argc, char **argv) {
  if (argc < 3) return 1;
  int port = atoi(PORT);
  int fd = dial(AF_INET, port);
  if (fd < 0) fd = dial(AF_INET6, port);
  if (fd < 0) return 1;
  char text[512] = "";
  int length = snprintf(text, sizeof text, "GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n", argv[2]);
  if (send(fd, text, length, MSG_NOSIGNAL) != length) return 1;
  memset(text, 0, sizeof text);
  for (size_t got = 0; got < 12;) {
    ssize_t n = recv(fd, text + got, 12 - got, 0);
    if (n <= 0) return 1;
    got += n;
  }
  int status = 0;
  if (sscanf(text, "HTTP/1.%*c %d", &status) != 1) return 1;
  return status >= 200 && status < 500 ? 0 : 1;
}
`;
