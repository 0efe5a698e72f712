#include "log.h"

#include <stdarg.h>
#include <time.h>

#define MOST_FIELDS 16

static void write_line(const char *level, const char *msg, const struct json_field *fields) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  struct tm utc;
  gmtime_r(&now.tv_sec, &utc);
  char time[96];
  snprintf(time, sizeof time, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", utc.tm_year + 1900,
           utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000);

  struct json_field line[MOST_FIELDS + 1] = {
      {"time", .text = time}, {"level", .text = level}, {"msg", .text = msg}};
  for (int i = 3; i < MOST_FIELDS && fields != NULL && fields->name != NULL; i++) {
    line[i] = *fields++;
  }
  json_write_object(stdout, line);
  fputc('\n', stdout);
  fflush(stdout);
}

void log_info(const char *msg, const struct json_field *fields) { write_line("info", msg, fields); }

void log_error(const char *msg, const char *format, ...) {
  char error[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error, sizeof error, format, arguments);
  va_end(arguments);
  write_line("error", msg, JSON_FIELDS({"error", .text = error}));
}
