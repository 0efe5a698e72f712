#include "handler.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string_view>

#include "log.hpp"
#include "settings.hpp"

namespace {

namespace http = boost::beast::http;
namespace json = boost::json;

Response respond(http::status status, const json::object &body) {
  Response response{status, 11, json::serialize(body)};
  response.set(http::field::content_type, "application/json");
  return response;
}

Response route(http::verb method, std::string_view path) {
  if (path != "/" && path != "/healthz") {
    return respond(http::status::not_found, {{"error", "not found"}});
  }
  if (method != http::verb::get && method != http::verb::head) {
    Response response =
        respond(http::status::method_not_allowed, {{"error", "method not allowed"}});
    response.set(http::field::allow, "GET, HEAD");
    return response;
  }
  if (path == "/") {
    return respond(http::status::ok, {{"service", service_name}, {"version", version}});
  }
  return respond(http::status::ok, {{"status", "ok"}});
}

} // namespace

boost::asio::awaitable<Response> handle(const Request &request) {
  using namespace std::chrono;
  const auto started = steady_clock::now();
  const std::string_view target = request.target();
  const std::string_view path = target.substr(0, target.find('?'));
  Response response = route(request.method(), path);
  // One line a request. Health checks would drown the rest, so they are left out.
  if (path != "/healthz") {
    const auto ms = duration_cast<milliseconds>(steady_clock::now() - started).count();
    log_line::info("request", {{"method", std::string_view{request.method_string()}},
                               {"path", path},
                               {"status", response.result_int()},
                               {"ms", ms}});
  }
  co_return response;
}
