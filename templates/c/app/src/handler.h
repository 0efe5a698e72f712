#pragma once

#include <event2/http.h>

/** Answers every request of the service. */
void handle(struct evhttp_request *request);
