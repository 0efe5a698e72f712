#include "server.h"

#include <errno.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"

// What happens between the signal to stop and the end: orchestrators kill after 10 s (Docker) or
// 30 s (Kubernetes).
/** For requests that are still on their way: load balancers learn late that we stop. */
static const struct timeval linger_time = {.tv_usec = 500000};
/** How long open requests may take after that. */
static const struct timeval drain_time = {.tv_sec = 8};

/** Without a byte from the client, or without one taken by it. */
static const int idle_seconds = 15;
static const ev_ssize_t most_header_bytes = 8 * 1024, most_body_bytes = 1024 * 1024;

struct server {
  handler *handle;
  struct event_base *base;
  struct evhttp *http;
  struct evhttp_bound_socket *socket;
  struct event *terminate, *interrupt, *timer;
  /** Requests that are not fully answered. */
  unsigned open;
  enum { RUNNING, LINGERING, DRAINING, LATE } state;
};

/** libevent's own, such as too many open files. */
static void on_library_message(int severity, const char *message) {
  if (severity >= EVENT_LOG_WARN) {
    log_error("libevent", "%s", message);
  }
}

static void on_finished(struct server *server) {
  server->open--;
  if (server->state == DRAINING && server->open == 0) {
    event_base_loopexit(server->base, NULL);
  }
}

static void on_gone(struct evhttp_connection *connection, void *context) {
  (void)connection;
  on_finished(context);
}

static void on_answered(struct evhttp_request *request, void *context) {
  evhttp_connection_set_closecb(evhttp_request_get_connection(request), NULL, NULL);
  on_finished(context);
}

static void on_request(struct evhttp_request *request, void *context) {
  struct server *server = context;
  // A request ends when its answer is sent, or when the client does not wait for it.
  server->open++;
  evhttp_request_set_on_complete_cb(request, on_answered, server);
  evhttp_connection_set_closecb(evhttp_request_get_connection(request), on_gone, server);
  if (server->state != RUNNING) {
    evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
  }
  server->handle(request);
}

static void on_signal(evutil_socket_t number, short what, void *context) {
  (void)number, (void)what;
  struct server *server = context;
  if (server->state == RUNNING) {
    log_info("stopping", NULL);
    server->state = LINGERING;
    event_add(server->timer, &linger_time);
  }
}

static void on_time(evutil_socket_t none, short what, void *context) {
  (void)none, (void)what;
  struct server *server = context;
  if (server->state == LINGERING) {
    server->state = DRAINING;
    evhttp_del_accept_socket(server->http, server->socket);
    server->socket = NULL;
    event_add(server->timer, &drain_time);
    if (server->open > 0) {
      return;
    }
  } else {
    server->state = LATE;
  }
  event_base_loopexit(server->base, NULL);
}

static int listen_at(const struct sockaddr *address, socklen_t length) {
  static const int on = 1, off = 0;
  const int listener = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) {
    return -1;
  }
  // The kernel's default for IPv6 may be without IPv4 (net.ipv6.bindv6only).
  if ((address->sa_family == AF_INET6 &&
       setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) != 0) ||
      setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind(listener, address, length) != 0 || listen(listener, SOMAXCONN) != 0) {
    close(listener);
    return -1;
  }
  return listener;
}

/** On every address: the unspecified one of IPv6 takes IPv4 too, but not every machine has IPv6. */
static int listen_everywhere(uint16_t port) {
  const struct sockaddr_in6 both = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  const struct sockaddr_in ipv4 = {.sin_family = AF_INET, .sin_port = htons(port)};
  const int listener = listen_at((const struct sockaddr *)&both, sizeof both);
  return listener >= 0 ? listener : listen_at((const struct sockaddr *)&ipv4, sizeof ipv4);
}

static bool set_up(struct server *server, uint16_t port) {
  server->base = event_base_new();
  server->http = server->base == NULL ? NULL : evhttp_new(server->base);
  if (server->http == NULL) {
    return false;
  }
  evhttp_set_timeout(server->http, idle_seconds);
  evhttp_set_max_headers_size(server->http, most_header_bytes);
  evhttp_set_max_body_size(server->http, most_body_bytes);
  evhttp_set_gencb(server->http, on_request, server);

  // The kernel gives PID 1 no default action for these signals, so a container needs the handlers.
  server->terminate = evsignal_new(server->base, SIGTERM, on_signal, server);
  server->interrupt = evsignal_new(server->base, SIGINT, on_signal, server);
  server->timer = evtimer_new(server->base, on_time, server);
  if (server->terminate == NULL || server->interrupt == NULL || server->timer == NULL ||
      event_add(server->terminate, NULL) != 0 || event_add(server->interrupt, NULL) != 0) {
    return false;
  }
  // A client that is gone is told of by the write that fails.
  signal(SIGPIPE, SIG_IGN);

  const int listener = listen_everywhere(port);
  if (listener < 0) {
    return false;
  }
  server->socket = evhttp_accept_socket_with_handle(server->http, listener);
  return server->socket != NULL;
}

struct server *server_open(uint16_t port, handler *handle) {
  event_set_log_callback(on_library_message);
  struct server *server = calloc(1, sizeof *server);
  if (server == NULL) {
    log_error("failed", "out of memory");
    return NULL;
  }
  server->handle = handle;
  if (!set_up(server, port)) {
    log_error("failed", "cannot listen on port %d: %s", port, strerror(errno));
    server_close(server);
    return NULL;
  }
  return server;
}

uint16_t server_port(const struct server *server) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  getsockname(evhttp_bound_socket_get_fd(server->socket), (struct sockaddr *)&address, &length);
  // The port is at the same place for IPv4 and IPv6.
  return ntohs(((const struct sockaddr_in6 *)&address)->sin6_port);
}

bool server_run(struct server *server) {
  event_base_dispatch(server->base);
  if (server->state == LATE) {
    log_error("failed", "requests were still open after %ld s", (long)drain_time.tv_sec);
    return false;
  }
  log_info("stopped", NULL);
  return true;
}

void server_close(struct server *server) {
  struct event *events[] = {server->terminate, server->interrupt, server->timer};
  for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
    if (events[i] != NULL) {
      event_free(events[i]);
    }
  }
  if (server->http != NULL) {
    evhttp_free(server->http);
  }
  if (server->base != NULL) {
    event_base_free(server->base);
  }
  free(server);
}
