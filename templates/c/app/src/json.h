#pragma once

#include <stdio.h>

/** A member of an object: a text, or a number where the text is NULL. */
struct json_field {
  const char *name;
  const char *text;
  long long number;
};

/** A list of fields, with the one without a name that ends it. */
#define JSON_FIELDS(...) ((const struct json_field[]){__VA_ARGS__, {0}})

void json_write_string(FILE *out, const char *text);
void json_write_object(FILE *out, const struct json_field *fields);
