#pragma once

#include <event2/http.h>
#include <stdbool.h>
#include <stdint.h>

struct server;

/** Answers the request, now or later, with evhttp_send_reply or its like. */
typedef void handler(struct evhttp_request *request);

/** Listens; a free port for 0. NULL when it cannot, which is logged. */
struct server *server_open(uint16_t port, handler *handle);
uint16_t server_port(const struct server *server);

/**
 * Answers requests until SIGTERM or SIGINT, then finishes the open ones. False when some were still
 * open at the end of their time.
 */
bool server_run(struct server *server);
void server_close(struct server *server);
