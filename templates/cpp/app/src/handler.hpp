#pragma once

#include <boost/asio/awaitable.hpp>

#include "server.hpp"

/** Answers every request of the service. */
boost::asio::awaitable<Response> handle(const Request &request);
