#pragma once

#include <cstdint>

/**
 * The number that PORT says, or the default where it is unset or empty.
 * @throws std::runtime_error when the text is not a port number
 */
std::uint16_t parse_port(const char *text);
