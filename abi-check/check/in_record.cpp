#include "check/in_record.h"

#include <algorithm>
#include <optional>

namespace abi {
namespace {

std::optional<std::uint64_t> offset_in(const Layout& layout, const Finding& finding) {
    const Record* record = find_record(layout, finding.record);
    if (record == nullptr) return std::nullopt;
    const auto field = std::ranges::find(record->fields, finding.field, &Field::name);
    return field == record->fields.end() ? std::nullopt : std::optional(field->offset_bits);
}

/// How many enumerators stand before the one of the finding.
std::optional<std::uint64_t> number_in(const Layout& layout, const Finding& finding) {
    const Enum* one = find_enum(layout, finding.record);
    if (one == nullptr) return std::nullopt;
    const auto found = std::ranges::find(one->enumerators, finding.field, &Enumerator::name);
    if (found == one->enumerators.end()) return std::nullopt;
    return static_cast<std::uint64_t>(found - one->enumerators.begin());
}

}  // namespace

void note_order(std::span<Finding> findings, const Layout& spec, const Layout& actual) {
    for (auto& finding : findings) {
        if (finding.field.empty()) continue;
        for (const auto* layout : {&spec, &actual}) {
            auto at = offset_in(*layout, finding);
            if (!at) at = number_in(*layout, finding);
            if (!at) continue;
            finding.at = *at + 1;
            break;
        }
    }
}

}  // namespace abi
