#pragma once

#include "json.h"

/** One JSON object a line, as collectors of container logs want it. Fields may be NULL. */
void log_info(const char *msg, const struct json_field *fields);

/** What went wrong is written as printf would. */
__attribute__((format(printf, 2, 3))) void log_error(const char *msg, const char *format, ...);
