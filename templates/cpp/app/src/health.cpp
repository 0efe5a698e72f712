#include "health.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>

namespace {

constexpr timeval timeout{.tv_sec = 2, .tv_usec = 0};
constexpr std::string_view request = "GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n";

/** Just enough HTTP to read one status line, as this runs every few seconds. */
class Connection {
public:
  explicit Connection(std::uint16_t port)
      : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Connecting is sending, as far as the timeout goes.
    check(setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout));
    check(setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout));
    check(connect(socket_, reinterpret_cast<const sockaddr *>(&address), sizeof address));
    check(send(socket_, request.data(), request.size(), MSG_NOSIGNAL));
  }
  ~Connection() { close(socket_); }
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;

  std::string status_line() const {
    std::string line;
    char byte = 0;
    while (line.size() < 64 && check(recv(socket_, &byte, 1, 0)) == 1 && byte != '\r') {
      line += byte;
    }
    return line;
  }

private:
  int socket_;

  static ssize_t check(ssize_t result) {
    if (result < 0) {
      throw std::system_error(errno, std::generic_category(), "unhealthy");
    }
    return result;
  }
};

} // namespace

void healthcheck(std::uint16_t port) {
  const std::string line = Connection{port}.status_line();
  if (line.find(" 200 ") == std::string::npos) {
    throw std::runtime_error("unhealthy: " + (line.empty() ? "no answer" : line));
  }
}
