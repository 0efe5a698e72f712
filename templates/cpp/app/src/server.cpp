#include "server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <csignal>
#include <exception>
#include <stdexcept>
#include <utility>

#include "log.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;

// What happens between the signal to stop and the end: orchestrators kill after 10 s (Docker) or
// 30 s (Kubernetes).
/** For requests that are still on their way: load balancers learn late that we stop. */
constexpr auto linger_time = 500ms;
/** How long open requests may take after that. */
constexpr auto drain_time = 8s;

constexpr auto request_time = 15s, answer_time = 30s;
constexpr std::uint32_t most_header_bytes = 8 * 1024;
constexpr std::uint64_t most_body_bytes = 1024 * 1024;

/** Errors come as values: that a client leaves is no exception. */
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

void rethrow(const std::exception_ptr &error) {
  if (error) {
    std::rethrow_exception(error);
  }
}

/** On every address: the unspecified one of IPv6 takes IPv4 too, but not every machine has IPv6. */
void listen_everywhere(tcp::acceptor &acceptor, std::uint16_t port) {
  boost::system::error_code no_ipv6;
  acceptor.open(tcp::v6(), no_ipv6);
  if (no_ipv6) {
    acceptor.open(tcp::v4());
  } else {
    acceptor.set_option(asio::ip::v6_only{false});
  }
  acceptor.set_option(tcp::acceptor::reuse_address{true});
  acceptor.bind({no_ipv6 ? tcp::v4() : tcp::v6(), port});
  acceptor.listen();
}

} // namespace

Server::Server(std::uint16_t port, Handler handler) : handler_{std::move(handler)} {
  listen_everywhere(acceptor_, port);
}

std::uint16_t Server::port() const { return acceptor_.local_endpoint().port(); }

void Server::run() {
  asio::co_spawn(io_, accept(), rethrow);
  asio::co_spawn(io_, stop_when_told(), rethrow);
  io_.run();
  if (open_ > 0) {
    throw std::runtime_error("requests were still open after " +
                             std::to_string(drain_time.count()) + " s");
  }
  log_line::info("stopped");
}

asio::awaitable<void> Server::accept() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(as_values);
    if (!error) {
      asio::co_spawn(io_, serve(beast::tcp_stream{std::move(socket)}), rethrow);
    } else if (acceptor_.is_open()) {
      // Too many open files, say: it may pass.
      log_line::error("not accepted", error.message());
      co_await asio::steady_timer{io_, 100ms}.async_wait(asio::use_awaitable);
    }
  }
}

asio::awaitable<void> Server::serve(beast::tcp_stream stream) {
  beast::flat_buffer buffer;
  for (bool keep_alive = true; keep_alive;) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(most_header_bytes);
    parser.body_limit(most_body_bytes);
    stream.expires_after(request_time);
    if (auto [error, size] = co_await http::async_read(stream, buffer, parser, as_values); error) {
      co_return;
    }
    open_++;
    const Request request = parser.release();
    Response response = co_await answer(request);
    keep_alive = request.keep_alive() && !stopping_;
    response.version(request.version());
    response.keep_alive(keep_alive);
    response.prepare_payload();
    if (request.method() == http::verb::head) {
      response.body().clear();
    }
    stream.expires_after(answer_time);
    auto [error, size] = co_await http::async_write(stream, response, as_values);
    if (--open_ == 0) {
      drained_.cancel();
    }
    keep_alive = keep_alive && !error;
  }
  boost::system::error_code gone;
  stream.socket().shutdown(tcp::socket::shutdown_send, gone);
}

asio::awaitable<Response> Server::answer(const Request &request) {
  try {
    co_return co_await handler_(request);
  } catch (const std::exception &error) {
    log_line::error("request failed", error.what());
  }
  co_return Response{http::status::internal_server_error, request.version()};
}

asio::awaitable<void> Server::stop_when_told() {
  // The kernel gives PID 1 no default action for these signals, so a container needs the handlers.
  asio::signal_set signals{io_, SIGTERM, SIGINT};
  co_await signals.async_wait(asio::use_awaitable);
  log_line::info("stopping");
  stopping_ = true;
  co_await asio::steady_timer{io_, linger_time}.async_wait(asio::use_awaitable);
  acceptor_.close();
  if (open_ > 0) {
    drained_.expires_after(drain_time);
    co_await drained_.async_wait(as_values);
  }
  io_.stop();
}
