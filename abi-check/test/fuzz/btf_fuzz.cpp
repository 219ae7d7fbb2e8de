// Any bytes, as a section .BTF: it is refused with a reason, or read in room and time in proportion to its size, as
// declarations whose records can be cut into tiles.
#include <cstdint>
#include <cstdlib>

#include "read/btf/declarations.h"

namespace {

std::size_t read_fields(const abi::btf::Image& image, const std::vector<std::string>& names) {
    std::size_t fields = 0;
    for (const auto& record : abi::btf::read_declarations(image, names).records) {
        if (!record.fields_unknown.empty() && !record.fields.empty()) std::abort();
        fields += record.fields.size();
        // Each tile lists its fields: of very many that overlap it would be the test that takes long.
        if (record.fields.size() < 1000) abi::tile(record);
    }
    return fields;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto section = abi::btf::parse_btf(bytes);
    if (section.value.has_value() == !section.problems.empty()) std::abort();
    if (!section) {
        const auto& problem = section.problems.front();
        if (problem.expected.empty() || problem.found.empty()) std::abort();
        return 0;
    }
    abi::btf::Image image{.section = std::move(*section), .pointer_bytes = 8};
    if (read_fields(image, {}) > 65536 + 64 * size) std::abort();
    image.pointer_bytes = abi::btf::pointer_bytes_by_long(image.section);
    read_fields(image, {"S", "R", "Op::A", "Pair"});
    return 0;
}
