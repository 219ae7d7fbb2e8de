// Any bytes are a dump or a list of problems, never a crash; and a dump that is accepted, written and
// read again, is written the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "read/dump/reader.h"
#include "specfile/write.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto layouts = abi::dump::parse("fuzz.json", text);
    if (layouts.value.has_value() == !layouts.problems.empty()) std::abort();
    if (!layouts) return 0;
    for (const auto& layout : *layouts) {
        for (const auto& record : layout.records) abi::tile(record);
    }
    const std::string written = abi::write_dump(*layouts);
    const auto again = abi::dump::parse("fuzz.json", written);
    if (!again || abi::write_dump(*again) != written) std::abort();
    return 0;
}
