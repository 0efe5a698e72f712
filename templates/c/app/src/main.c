// A small web service: it answers, says whether it is healthy, and stops when it is told to.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handler.h"
#include "health.h"
#include "log.h"
#include "port.h"
#include "server.h"
#include "settings.h"

static bool serve(uint16_t port) {
  struct server *server = server_open(port, handle);
  if (server == NULL) {
    return false;
  }
  log_info("listening", JSON_FIELDS({"port", .number = port}, {"version", .text = VERSION},
                                    {"commit", .text = COMMIT}));
  const bool stopped = server_run(server);
  server_close(server);
  return stopped;
}

static bool run(const char *command) {
  uint16_t port;
  if (!parse_port(getenv("PORT"), &port)) {
    return false;
  }
  if (command == NULL) {
    return serve(port);
  }
  if (strcmp(command, "healthcheck") == 0) {
    return healthcheck(port);
  }
  if (strcmp(command, "version") == 0) {
    printf("%s (commit %s, %s)\n", VERSION, COMMIT, DATE);
    return true;
  }
  log_error("failed", "unknown command \"%s\": there is healthcheck and version", command);
  return false;
}

int main(int argc, char **argv) {
  return run(argc > 1 ? argv[1] : NULL) ? EXIT_SUCCESS : EXIT_FAILURE;
}
