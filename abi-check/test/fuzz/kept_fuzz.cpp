// Any bytes in a file of the cache: they are refused, or they are values that can be written and read again. The first
// byte chooses what is read: the dependencies of an answer, a reading, or units.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cache/dependencies.h"
#include "read/clang/unit_bytes.h"
#include "read/reading_bytes.h"

namespace {

void read_dependencies(std::string_view bytes) {
    abi::ByteSource from{.rest = bytes};
    const auto all = abi::take_dependencies(from);
    if (!from.good) return;
    std::string written;
    abi::put_dependencies(written, all);
    abi::ByteSource again{.rest = written};
    if (abi::take_dependencies(again).size() != all.size() || !again.good || !again.rest.empty()) std::abort();
}

void read_reading(std::string_view bytes) {
    const auto reading = abi::reading_of(bytes);
    if (!reading) return;
    const auto written = abi::bytes_of(*reading);
    const auto again = abi::reading_of(written);
    if (!again || abi::bytes_of(*again) != written) std::abort();
}

void read_units(std::string_view bytes) {
    const auto units = abi::clang_reader::units_of(bytes);
    if (!units) return;
    const auto written = abi::clang_reader::bytes_of(*units);
    const auto again = abi::clang_reader::units_of(written);
    if (!again || abi::clang_reader::bytes_of(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.empty()) return 0;
    switch (bytes.front()) {
    case 'd': read_dependencies(bytes.substr(1)); break;
    case 'r': read_reading(bytes.substr(1)); break;
    case 'u': read_units(bytes.substr(1)); break;
    default: break;
    }
    return 0;
}
