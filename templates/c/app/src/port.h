#pragma once

#include <stdbool.h>
#include <stdint.h>

/**
 * The number that PORT says, or the default where it is unset or empty. False when it is no port
 * number, which is logged.
 */
bool parse_port(const char *text, uint16_t *port);
