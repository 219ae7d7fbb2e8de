#include "gen/orders.h"

#include <algorithm>
#include <array>

namespace abi {
namespace {

constexpr std::array<std::string_view, 3> without_bit_fields{"zig", "rust", "nim"};

constexpr std::array<std::string_view, 3> formats{"wireshark", "imhex", "kaitai"};

bool is_one_of(std::string_view language, const auto& languages) {
    return std::ranges::find(languages, language) != languages.end();
}

void refuse_field(const Layout& spec, std::string_view language, const Record& record, const Field& field,
                  std::vector<Problem>& problems) {
    if (!field.bit_width) return;
    const std::string name = record.name + "." + field.name;
    if (field.byte_order) {
        problems.push_back({field.place, "", name + " as a bit-field in the byte order of the spec",
                            "one that is " + std::string(to_string(*field.byte_order))});
    } else if (spec.byte_order == ByteOrder::native && is_one_of(language, without_bit_fields)) {
        problems.push_back({field.place, "", name + " as bits of a stated byte order, for " + std::string(language),
                            "a bit-field in native byte order"});
    }
}

/// A format reads bytes, so it must know their order.
std::vector<Problem> refuse_native(const Layout& spec, std::string_view language) {
    const auto is_native = [](const Field& field) { return field.byte_order == ByteOrder::native; };
    const auto found = std::ranges::find_if(
        spec.records, [&](const Record& record) { return std::ranges::any_of(record.fields, is_native); });
    if (spec.byte_order != ByteOrder::native && found == spec.records.end()) return {};
    const std::string expected =
        "--target with the name of an architecture, so that " + std::string(language) + " has a byte order";
    if (spec.byte_order == ByteOrder::native) {
        return {{.place = {.file = spec.origin}, .expected = expected, .found = "native byte order"}};
    }
    return {{found->place, "", expected, found->name + " in native byte order"}};
}

}  // namespace

std::vector<Problem> refuse_orders(const Layout& spec, std::string_view language) {
    std::vector<Problem> problems;
    if (language == "table" || language == "text") return problems;  // a row has no order, and text tells of it
    if (is_one_of(language, formats)) return refuse_native(spec, language);
    for (const auto& record : spec.records) {
        for (const auto& field : record.fields) refuse_field(spec, language, record, field, problems);
    }
    if (spec.byte_order != ByteOrder::native || language != "nim") return problems;
    for (const auto& constant : spec.constants) {
        if (constant.type.width_bits != 128) continue;
        problems.push_back({constant.place, "", constant.name + " as two words of a stated byte order, for nim",
                            "128 bits in native byte order"});
    }
    return problems;
}

}  // namespace abi
