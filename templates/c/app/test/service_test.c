// Asserts are the test, whatever the build type.
#undef NDEBUG
#include <arpa/inet.h>
#include <assert.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/handler.h"
#include "../src/health.h"
#include "../src/json.h"
#include "../src/port.h"
#include "../src/server.h"
#include "../src/settings.h"

/** A service in a process of its own, which is stopped as a container is. */
struct service {
  pid_t process;
  uint16_t port;
};

static struct service start(handler *handle) {
  int ports[2];
  assert(pipe(ports) == 0);
  struct service service = {.process = fork()};
  assert(service.process >= 0);
  if (service.process == 0) {
    struct server *server = server_open(0, handle);
    assert(server != NULL);
    const uint16_t port = server_port(server);
    assert(write(ports[1], &port, sizeof port) == sizeof port);
    const bool stopped = server_run(server);
    server_close(server);
    exit(stopped ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  assert(read(ports[0], &service.port, sizeof service.port) == sizeof service.port);
  close(ports[0]);
  close(ports[1]);
  return service;
}

static void expect_end(struct service service) {
  int status;
  assert(waitpid(service.process, &status, 0) == service.process);
  assert(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
}

static int dial(uint16_t port) {
  const struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  assert(connection >= 0);
  assert(connect(connection, (const struct sockaddr *)&address, sizeof address) == 0);
  return connection;
}

static void say(int connection, const char *text) {
  const size_t length = strlen(text);
  assert(send(connection, text, length, MSG_NOSIGNAL) == (ssize_t)length);
}

/** All until the service closes the connection. */
static void expect_answer(int connection, const char *start, const char *part) {
  char answer[4096];
  size_t length = 0;
  ssize_t got;
  while ((got = recv(connection, answer + length, sizeof answer - 1 - length, 0)) > 0) {
    length += (size_t)got;
  }
  assert(got == 0);
  answer[length] = '\0';
  assert(strncmp(answer, start, strlen(start)) == 0);
  assert(strstr(answer, part) != NULL);
  close(connection);
}

static void test_routes(void) {
  const struct service service = start(handle);
  static const struct {
    const char *request, *start, *part;
  } cases[] = {
      {"GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200", "\"service\":\"" SERVICE_NAME "\""},
      {"GET /healthz?verbose HTTP/1.0\r\n\r\n", "HTTP/1.0 200", "{\"status\":\"ok\"}"},
      {"GET /nope HTTP/1.0\r\n\r\n", "HTTP/1.0 404", ""},
      {"POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n", "HTTP/1.0 405", "Allow: GET, HEAD"},
      {"nonsense\r\n\r\n", "HTTP/1.", " 400 "},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const int connection = dial(service.port);
    say(connection, cases[i].request);
    expect_answer(connection, cases[i].start, cases[i].part);
  }
  kill(service.process, SIGTERM);
  expect_end(service);
}

static void handle_broken(struct evhttp_request *request) {
  evhttp_send_error(request, HTTP_SERVUNAVAIL, NULL);
}

static void test_healthcheck(void) {
  const struct service healthy = start(handle), broken = start(handle_broken);
  assert(healthcheck(healthy.port));
  assert(!healthcheck(broken.port));
  kill(healthy.process, SIGTERM);
  kill(broken.process, SIGINT);
  expect_end(healthy);
  expect_end(broken);
  assert(!healthcheck(healthy.port));
}

static void test_port(void) {
  uint16_t port;
  assert(parse_port(NULL, &port) && port == DEFAULT_PORT);
  assert(parse_port("", &port) && port == DEFAULT_PORT);
  assert(parse_port("1", &port) && port == 1);
  assert(parse_port("65535", &port) && port == 65535);
  static const char *const wrong[] = {"0",   "65536", "-1",  "+80", "http",
                                      "1e3", " 80",   "80 ", "080"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    assert(!parse_port(wrong[i], &port));
  }
}

static void expect_json(const char *text, const char *json) {
  char *written = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&written, &length);
  assert(out != NULL);
  json_write_string(out, text);
  fclose(out);
  assert(strcmp(written, json) == 0);
  free(written);
}

static void test_json(void) {
  expect_json("a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"");
  expect_json("line\n\x1b", "\"line\\u000a\\u001b\"");
  expect_json("h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xb3",
              "\"h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xb3\"");
  // Cut off, overlong, a surrogate.
  expect_json("\xc3", "\"\\ufffd\"");
  expect_json("\xc0\xaf", "\"\\ufffd\\ufffd\"");
  expect_json("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
}

static int started[2], finish[2];

static void on_finish(evutil_socket_t pipe, short what, void *request) {
  (void)what;
  char byte;
  assert(read(pipe, &byte, 1) == 1);
  evbuffer_add_printf(evhttp_request_get_output_buffer(request), "slow");
  evhttp_send_reply(request, HTTP_OK, NULL, NULL);
}

static void handle_slowly(struct evhttp_request *request) {
  if (strcmp(evhttp_request_get_uri(request), "/slow") == 0) {
    struct event_base *base = evhttp_connection_get_base(evhttp_request_get_connection(request));
    event_base_once(base, finish[0], EV_READ, on_finish, request, NULL);
    assert(write(started[1], "", 1) == 1);
  } else {
    evbuffer_add_printf(evhttp_request_get_output_buffer(request), "quick");
    evhttp_send_reply(request, HTTP_OK, NULL, NULL);
  }
}

/** What is open when the signal to stop comes is answered, and what is still arriving too. */
static void test_stop(void) {
  assert(pipe(started) == 0 && pipe(finish) == 0);
  const struct service service = start(handle_slowly);
  const int open = dial(service.port), arriving = dial(service.port), silent = dial(service.port);
  say(open, "GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
  char byte;
  assert(read(started[0], &byte, 1) == 1);
  say(arriving, "GET / HTTP/1.1\r\n");
  kill(service.process, SIGTERM);
  say(arriving, "Host: test\r\nConnection: close\r\n\r\n");
  expect_answer(arriving, "HTTP/1.1 200", "quick");
  assert(write(finish[1], "", 1) == 1);
  expect_answer(open, "HTTP/1.1 200", "slow");
  expect_end(service);
  close(silent);
}

/** Nor does a client that is gone when its answer comes keep the service from stopping. */
static void test_stop_without_client(void) {
  const struct service service = start(handle_slowly);
  const int leaving = dial(service.port);
  say(leaving, "GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
  char byte;
  assert(read(started[0], &byte, 1) == 1);
  close(leaving);
  kill(service.process, SIGTERM);
  assert(write(finish[1], "", 1) == 1);
  expect_end(service);
}

int main(void) {
  test_json();
  test_port();
  test_routes();
  test_healthcheck();
  test_stop();
  test_stop_without_client();
}
