#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;
using Handler = std::function<boost::asio::awaitable<Response>(const Request &)>;

/** An HTTP server that stops without cutting a request off. */
class Server {
public:
  /**
   * Listens; on a free port for 0.
   * @throws boost::system::system_error when it cannot
   */
  Server(std::uint16_t port, Handler handler);

  [[nodiscard]] std::uint16_t port() const;

  /**
   * Answers requests until SIGTERM or SIGINT, then finishes the open ones.
   * @throws std::runtime_error when some were still open at the end of their time
   */
  void run();

private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(boost::beast::tcp_stream stream);
  boost::asio::awaitable<Response> answer(const Request &request);
  boost::asio::awaitable<void> stop_when_told();

  Handler handler_;
  bool stopping_ = false;
  /** Requests that are not fully answered. */
  std::size_t open_ = 0;
  /** One thread runs it, so nothing here needs a lock. */
  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_{io_};
  /** Ends early with the last open request. */
  boost::asio::steady_timer drained_{io_};
};
