// A small web service: it answers, says whether it is healthy, and stops when it is told to.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "handler.hpp"
#include "health.hpp"
#include "log.hpp"
#include "port.hpp"
#include "server.hpp"
#include "settings.hpp"

namespace {

void serve(std::uint16_t port) {
  Server server{port, handle};
  log_line::info("listening", {{"port", port}, {"version", version}, {"commit", commit}});
  server.run();
}

void run(std::string_view command) {
  const std::uint16_t port = parse_port(std::getenv("PORT"));
  if (command.empty()) {
    serve(port);
  } else if (command == "healthcheck") {
    healthcheck(port);
  } else if (command == "version") {
    std::printf("%s (commit %s, %s)\n", version.data(), commit.data(), date.data());
  } else {
    throw std::runtime_error("unknown command \"" + std::string(command) +
                             "\": there is healthcheck and version");
  }
}

} // namespace

int main(int argc, char **argv) {
  try {
    run(argc > 1 ? argv[1] : "");
    return EXIT_SUCCESS;
  } catch (const std::exception &error) {
    log_line::error("failed", error.what());
    return EXIT_FAILURE;
  }
}
