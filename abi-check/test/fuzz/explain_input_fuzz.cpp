// Any bytes: read_hex_dump either says where it cannot read them, or gives runs that their own dump gives again.
#include <cstdlib>

#include "explain/hexdump.h"
#include "test/hexdump_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto dump = abi::read_hex_dump("fuzz", {reinterpret_cast<const char*>(data), size});
    if (!dump) {
        const bool is_said = dump.problems.size() == 1 && dump.problems[0].place.line != 0 &&
                             dump.problems[0].place.column != 0 && !dump.problems[0].expected.empty();
        if (!is_said) std::abort();
        return 0;
    }
    std::size_t total = 0;
    for (const auto& chunk : dump->chunks) {
        if (chunk.bytes.empty()) std::abort();
        total += chunk.bytes.size();
        if (chunk.bytes.size() > 4096) continue;
        const auto again = abi::read_hex_dump("again", abi::test::to_hexdump(chunk));
        const bool is_same = again && again->chunks.size() == 1 && again->chunks[0].address == chunk.address &&
                             again->chunks[0].bytes == chunk.bytes && again->ignored_lines == 0;
        if (!is_same) std::abort();
    }
    if (total == 0 || total > abi::largest_input) std::abort();
    if ((dump->ignored_lines == 0) != dump->ignored_example.empty()) std::abort();
    // A "*" that stands for megabytes is slow; once seen, it is not worth a place in the corpus.
    return total > 65'536 ? -1 : 0;
}
