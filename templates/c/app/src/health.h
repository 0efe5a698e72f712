#pragma once

#include <stdbool.h>
#include <stdint.h>

/**
 * Asks the running service whether it is healthy: `app healthcheck` is the image's HEALTHCHECK, as
 * there is no shell and no curl in it. Logs what is wrong.
 */
bool healthcheck(uint16_t port);
