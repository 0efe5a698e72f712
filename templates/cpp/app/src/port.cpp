#include "port.hpp"

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

#include "settings.hpp"

std::uint16_t parse_port(const char *text) {
  const std::string_view digits = text == nullptr ? "" : text;
  if (digits.empty()) {
    return default_port;
  }
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), port);
  if (error != std::errc{} || end != digits.end() || digits.starts_with('0')) {
    throw std::runtime_error("PORT is \"" + std::string(digits) + "\", not a port number");
  }
  return port;
}
