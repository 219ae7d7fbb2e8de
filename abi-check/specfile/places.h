// Where each value of a JSON text stands. One pass, before anything is built from the text: it bounds
// what an untrusted file can ask for, finds repeated keys, and maps JSON pointers to places.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/problem.h"

namespace abi {

/// How much an untrusted text may ask for.
struct JsonLimits {
    std::size_t bytes = 16U << 20U;
    std::size_t levels = 100;  // of arrays and objects inside each other
};

/// Places of all values of one text, by JSON pointer (RFC 6901).
struct Places {
    std::string file;
    std::unordered_map<std::string, Place> by_pointer;
};

/// The place of `pointer`, or of the nearest value above it that exists.
Place place_of(const Places& places, std::string pointer);

/// `text` escaped for use as one step of a JSON pointer: "~" is "~0", "/" is "~1".
std::string pointer_step(const std::string& text);

/// Reads `text` once and fills `places`. What is returned keeps the text from being used: it is no JSON,
/// exceeds a limit, or has two keys of one name in an object. Each problem has its place.
std::vector<Problem> scan_json(const std::string& file, const std::string& text, const JsonLimits& limits,
                               Places& places);

/// Fills in the place of each problem that has only a pointer.
void locate(std::vector<Problem>& problems, const Places& places);

}  // namespace abi
