// Boost.JSON, compiled here: there is no library to link then.
#include <boost/json/src.hpp>
