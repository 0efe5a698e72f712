#pragma once

#include <boost/json/object.hpp>
#include <string_view>

/** One JSON object a line, as collectors of container logs want it. */
namespace log_line {
void info(std::string_view msg, const boost::json::object &fields = {});
void error(std::string_view msg, std::string_view reason);
} // namespace log_line
