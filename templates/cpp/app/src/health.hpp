#pragma once

#include <cstdint>

/**
 * Asks the running service whether it is healthy: `app healthcheck` is the image's HEALTHCHECK, as
 * there is no shell and no curl in it.
 * @throws std::exception when it is not, or does not answer in time
 */
void healthcheck(std::uint16_t port);
