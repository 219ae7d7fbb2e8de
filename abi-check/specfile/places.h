// Finds the place of each value in a JSON text. It scans the text before the parser builds anything from it, checks the
// limits for untrusted files, finds repeated keys, and maps JSON pointers to places.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/problem.h"

namespace abi {

/// Limits for an untrusted text.
struct JsonLimits {
    std::size_t bytes = 16U << 20U;
    std::size_t levels = 100;  // of nested arrays and objects
};

/// The places of all values of one text, by JSON pointer (RFC 6901).
struct Places {
    std::string file;
    std::unordered_map<std::string, Place> by_pointer;
};

/// The place of the value at `pointer`. If there is none, the place of the nearest value above it.
Place place_of(const Places& places, std::string pointer);

/// `text` escaped for use as one step of a JSON pointer: "~" is "~0", "/" is "~1".
std::string pointer_step(const std::string& text);

/// Fills `places`. If it returns problems, the text must not be used: it is not JSON, exceeds a limit, or has the same
/// key twice in an object. Each problem has its place.
std::vector<Problem> scan_json(const std::string& file, const std::string& text, const JsonLimits& limits,
                               Places& places);

/// The same without the places of values.
std::vector<Problem> check_json(const std::string& file, const std::string& text, const JsonLimits& limits);

/// Sets the place of each problem that has only a pointer.
void locate(std::vector<Problem>& problems, const Places& places);

}  // namespace abi
