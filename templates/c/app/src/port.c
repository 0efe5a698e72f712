#include "port.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "settings.h"

bool parse_port(const char *text, uint16_t *port) {
  if (text == NULL || *text == '\0') {
    *port = DEFAULT_PORT;
    return true;
  }
  const size_t digits = strspn(text, "0123456789");
  const long number = digits <= 5 && text[digits] == '\0' ? strtol(text, NULL, 10) : 0;
  if (*text == '0' || number < 1 || number > UINT16_MAX) {
    log_error("failed", "PORT is \"%s\", not a port number", text);
    return false;
  }
  *port = (uint16_t)number;
  return true;
}
