#include "settings.hpp"

// CMake defines these.
constinit const std::string_view version = VERSION, commit = COMMIT, date = DATE;
