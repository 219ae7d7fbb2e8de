// Any bytes are a baseline or a list of problems, never a crash. What was read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "specfile/baseline.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto entries = abi::parse_baseline("fuzz.json", text);
    if (entries.value.has_value() == !entries.problems.empty()) std::abort();
    if (entries && !abi::parse_baseline("again.json", abi::write_baseline(*entries))) std::abort();
    return 0;
}
