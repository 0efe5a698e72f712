#include <arpa/inet.h>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/handler.hpp"
#include "../src/health.hpp"
#include "../src/port.hpp"
#include "../src/server.hpp"
#include "../src/settings.hpp"

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

void expect(bool holds, std::source_location where = std::source_location::current()) {
  if (!holds) {
    std::fprintf(stderr, "%s:%u: %s failed\n", where.file_name(), where.line(),
                 where.function_name());
    std::exit(EXIT_FAILURE);
  }
}

template <typename Action>
void expect_failure(Action action, std::source_location where = std::source_location::current()) {
  bool failed = false;
  try {
    action();
  } catch (const std::exception &) {
    failed = true;
  }
  expect(failed, where);
}

/** Carries bytes from one process to another. */
struct Pipe {
  std::array<int, 2> ends{};

  Pipe() { expect(pipe(ends.data()) == 0); }
  void send(const void *bytes, ssize_t size) const { expect(write(ends[1], bytes, size) == size); }
  void receive(void *bytes, ssize_t size) const { expect(read(ends[0], bytes, size) == size); }
};

/** A service in a process of its own, which is stopped as a container is. */
struct Service {
  pid_t process;
  std::uint16_t port = 0;

  explicit Service(const Handler &handler) {
    const Pipe ports;
    process = fork();
    expect(process >= 0);
    if (process == 0) {
      try {
        Server server{0, handler};
        const std::uint16_t mine = server.port();
        ports.send(&mine, sizeof mine);
        server.run();
        std::_Exit(EXIT_SUCCESS);
      } catch (...) {
        std::_Exit(EXIT_FAILURE);
      }
    }
    ports.receive(&port, sizeof port);
  }

  void stop(int signal) const { expect(kill(process, signal) == 0); }
  void expect_end() const {
    int status = -1;
    expect(waitpid(process, &status, 0) == process && status == EXIT_SUCCESS);
  }
};

class Client {
public:
  explicit Client(const Service &service) : socket_{socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(service.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    expect(connect(socket_, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0);
  }
  ~Client() { close(socket_); }
  Client(const Client &) = delete;
  Client &operator=(const Client &) = delete;

  void say(std::string_view text) const {
    expect(send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == std::ssize(text));
  }
  /** All until the service closes the connection. */
  std::string answer() const {
    std::string text;
    std::array<char, 1024> part{};
    ssize_t got = 0;
    while ((got = recv(socket_, part.data(), part.size(), 0)) > 0) {
      text.append(part.data(), static_cast<std::size_t>(got));
    }
    expect(got == 0);
    return text;
  }

private:
  int socket_;
};

std::string answer_to(const Service &service, std::string_view request) {
  const Client client{service};
  client.say(request);
  return client.answer();
}

void test_routes() {
  const Service service{handle};
  const std::string root = answer_to(service, "GET / HTTP/1.0\r\n\r\n");
  expect(root.starts_with("HTTP/1.0 200"));
  expect(root.find("\"service\":\"" + std::string{service_name} + '"') != std::string::npos);
  expect(
      answer_to(service, "GET /healthz?verbose HTTP/1.0\r\n\r\n").ends_with("{\"status\":\"ok\"}"));
  expect(answer_to(service, "HEAD / HTTP/1.0\r\n\r\n").ends_with("\r\n\r\n"));
  expect(answer_to(service, "GET /nope HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 404"));
  const std::string_view post = "POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n";
  expect(answer_to(service, post).starts_with("HTTP/1.0 405"));
  service.stop(SIGTERM);
  service.expect_end();
}

/** A handler that throws costs its own request only. */
void test_failure() {
  const Service service{[](const Request &) -> asio::awaitable<Response> {
    throw std::runtime_error("as the test wants it");
    co_return Response{};
  }};
  for (int i = 0; i < 2; i++) {
    expect(answer_to(service, "GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 500"));
  }
  service.stop(SIGTERM);
  service.expect_end();
}

void test_healthcheck() {
  const Service healthy{handle};
  const Service broken{[](const Request &) -> asio::awaitable<Response> {
    co_return Response{http::status::service_unavailable, 11};
  }};
  healthcheck(healthy.port);
  expect_failure([&] { healthcheck(broken.port); });
  healthy.stop(SIGTERM);
  broken.stop(SIGINT);
  healthy.expect_end();
  broken.expect_end();
  expect_failure([&] { healthcheck(healthy.port); });
}

void test_port() {
  expect(parse_port(nullptr) == default_port);
  expect(parse_port("") == default_port);
  expect(parse_port("1") == 1);
  expect(parse_port("65535") == 65535);
  for (const char *wrong : {"0", "65536", "-1", "+80", "http", "1e3", " 80", "80 ", "080"}) {
    expect_failure([&] { parse_port(wrong); });
  }
}

/** What is open when the signal to stop comes is answered, and what is still arriving too. */
void test_stop() {
  const Pipe started, finish;
  const Service service{[&](const Request &request) -> asio::awaitable<Response> {
    const bool slow = request.target() == "/slow";
    if (slow) {
      started.send("", 1);
      asio::readable_pipe told{co_await asio::this_coro::executor, finish.ends[0]};
      char byte = 0;
      co_await told.async_read_some(asio::buffer(&byte, 1), asio::use_awaitable);
    }
    co_return Response{http::status::ok, 11, slow ? "slow" : "quick"};
  }};
  const Client open{service}, arriving{service}, silent{service};
  open.say("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
  char byte = 0;
  started.receive(&byte, 1);
  arriving.say("GET / HTTP/1.1\r\n");
  service.stop(SIGTERM);
  arriving.say("Host: test\r\nConnection: close\r\n\r\n");
  expect(arriving.answer().ends_with("quick"));
  finish.send("", 1);
  expect(open.answer().ends_with("slow"));
  service.expect_end();
}

} // namespace

int main() {
  test_port();
  test_routes();
  test_failure();
  test_healthcheck();
  test_stop();
}
