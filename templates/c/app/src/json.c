#include "json.h"

#include <stddef.h>

/** Bytes of the UTF-8 character that the text begins with; 0 when it is none (RFC 3629). */
static size_t character_length(const unsigned char *text) {
  const unsigned char first = text[0], second = first < 0x80 ? 0 : text[1];
  size_t length = 0;
  if (first < 0x80) {
    length = 1;
  } else if (first >= 0xc2 && first <= 0xdf) {
    length = 2;
  } else if (first >= 0xe0 && first <= 0xef) {
    length = 3;
  } else if (first >= 0xf0 && first <= 0xf4) {
    length = 4;
  }
  // Longer than need be, surrogates, beyond U+10FFFF.
  if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
      (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) {
    return 0;
  }
  for (size_t i = 1; i < length; i++) {
    if ((text[i] & 0xc0) != 0x80) {
      return 0;
    }
  }
  return length;
}

void json_write_string(FILE *out, const char *text) {
  fputc('"', out);
  const unsigned char *at = (const unsigned char *)text;
  while (*at != '\0') {
    const size_t length = character_length(at);
    if (length == 0) {
      fputs("\\ufffd", out);
    } else if (*at == '"' || *at == '\\') {
      fprintf(out, "\\%c", *at);
    } else if (*at < 0x20) {
      fprintf(out, "\\u%04x", *at);
    } else {
      fwrite(at, 1, length, out);
    }
    at += length == 0 ? 1 : length;
  }
  fputc('"', out);
}

void json_write_object(FILE *out, const struct json_field *fields) {
  fputc('{', out);
  for (const struct json_field *field = fields; field->name != NULL; field++) {
    if (field != fields) {
      fputc(',', out);
    }
    json_write_string(out, field->name);
    fputc(':', out);
    if (field->text != NULL) {
      json_write_string(out, field->text);
    } else {
      fprintf(out, "%lld", field->number);
    }
  }
  fputc('}', out);
}
