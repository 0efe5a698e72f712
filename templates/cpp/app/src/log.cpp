#include "log.hpp"

#include <boost/json/serialize.hpp>
#include <boost/locale/encoding_utf.hpp>
#include <cstdio>
#include <ctime>

namespace {

namespace json = boost::json;

std::string now() {
  std::timespec time{};
  std::timespec_get(&time, TIME_UTC);
  std::tm utc{};
  gmtime_r(&time.tv_sec, &utc);
  char text[96];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", utc.tm_year + 1900,
                utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                time.tv_nsec / 1'000'000);
  return text;
}

void write(std::string_view level, std::string_view msg, const json::object &fields) {
  json::object line{{"time", now()}, {"level", level}, {"msg", msg}};
  line.insert(fields.begin(), fields.end());
  // JSON is UTF-8; a request or the environment may hold other bytes, which this leaves out.
  const auto text = boost::locale::conv::utf_to_utf<char>(json::serialize(line) + '\n');
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

} // namespace

void log_line::info(std::string_view msg, const json::object &fields) {
  write("info", msg, fields);
}

void log_line::error(std::string_view msg, std::string_view reason) {
  write("error", msg, {{"error", reason}});
}
