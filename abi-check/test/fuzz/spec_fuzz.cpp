// Any bytes are a spec or a list of problems, never a crash; and a spec that is accepted keeps its promises.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "specfile/digest.h"
#include "specfile/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto spec = abi::parse_spec("fuzz.json", text);
    if (spec.value.has_value() == !spec.problems.empty()) std::abort();
    if (!spec) return 0;
    for (const auto& record : spec->layout.records) {
        for (const auto& tile : abi::tile(record)) {
            if (tile.kind == abi::TileKind::implicit_padding || tile.kind == abi::TileKind::unknown) std::abort();
        }
        abi::record_digest(spec->layout, record.name);
    }
    return 0;
}
