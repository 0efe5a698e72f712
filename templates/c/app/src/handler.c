#include "handler.h"

#include <event2/buffer.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "log.h"
#include "settings.h"

static const char *method_name(enum evhttp_cmd_type method) {
  switch (method) {
  case EVHTTP_REQ_GET:
    return "GET";
  case EVHTTP_REQ_HEAD:
    return "HEAD";
  case EVHTTP_REQ_POST:
    return "POST";
  case EVHTTP_REQ_PUT:
    return "PUT";
  case EVHTTP_REQ_DELETE:
    return "DELETE";
  default:
    return "other";
  }
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void send_json(struct evhttp_request *request, int status, const struct json_field *fields) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  if (out == NULL) {
    evhttp_send_error(request, HTTP_INTERNAL, NULL);
    return;
  }
  json_write_object(out, fields);
  fclose(out);
  evbuffer_add(evhttp_request_get_output_buffer(request), text, length);
  free(text);
  evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Type", "application/json");
  evhttp_send_reply(request, status, NULL, NULL);
}

static void route(struct evhttp_request *request, enum evhttp_cmd_type method, const char *path) {
  const bool root = strcmp(path, "/") == 0;
  if (!root && strcmp(path, "/healthz") != 0) {
    send_json(request, HTTP_NOTFOUND, JSON_FIELDS({"error", .text = "not found"}));
  } else if (method != EVHTTP_REQ_GET && method != EVHTTP_REQ_HEAD) {
    evhttp_add_header(evhttp_request_get_output_headers(request), "Allow", "GET, HEAD");
    send_json(request, HTTP_BADMETHOD, JSON_FIELDS({"error", .text = "method not allowed"}));
  } else if (root) {
    send_json(request, HTTP_OK,
              JSON_FIELDS({"service", .text = SERVICE_NAME}, {"version", .text = VERSION}));
  } else {
    send_json(request, HTTP_OK, JSON_FIELDS({"status", .text = "ok"}));
  }
}

void handle(struct evhttp_request *request) {
  const long long started = milliseconds();
  const enum evhttp_cmd_type method = evhttp_request_get_command(request);
  const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
  const char *path = uri == NULL ? NULL : evhttp_uri_get_path(uri);
  if (path == NULL) {
    path = "";
  }
  route(request, method, path);
  // One line a request. Health checks would drown the rest, so they are left out.
  if (strcmp(path, "/healthz") != 0) {
    log_info("request", JSON_FIELDS({"method", .text = method_name(method)}, {"path", .text = path},
                                    {"status", .number = evhttp_request_get_response_code(request)},
                                    {"ms", .number = milliseconds() - started}));
  }
}
