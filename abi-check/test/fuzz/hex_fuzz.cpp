// Any text: parse_hex either refuses it or gives bytes that it reads back from their own spelling.
#include <cstdlib>

#include "codec/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = abi::parse_hex({reinterpret_cast<const char*>(data), size});
    if (!bytes) {
        if (bytes.problems.size() != 1) std::abort();
        return 0;
    }
    for (const std::size_t group : {0U, 1U, 4U}) {
        const auto again = abi::parse_hex(abi::to_hex(*bytes, group));
        if (!again || *again != *bytes) std::abort();
    }
    return 0;
}
