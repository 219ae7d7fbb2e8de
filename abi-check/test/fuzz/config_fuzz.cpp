// Any bytes are a configuration or a list of problems, never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "specfile/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto config = abi::parse_config("fuzz.json", text);
    if (config.value.has_value() == !config.problems.empty()) std::abort();
    return 0;
}
