#include "explain/versions.h"

#include <algorithm>

#include "model/evolution.h"

namespace abi {
namespace {

constexpr std::size_t most_versions = 32;  // a record with more would take most of the time

/// The record if it ended before byte `size_bytes`.
Record cut_at(const Record& record, std::uint64_t size_bytes) {
    Record made = record;
    made.size_bytes = size_bytes;
    std::erase_if(made.fields, [&](const Field& field) { return field.offset_bits >= size_bytes * 8; });
    return made;
}

std::vector<Record> by_borders(const Record& record) {
    std::vector<Record> made;
    if (!record.min_size_bytes) return made;
    const std::uint64_t align = std::max<std::uint64_t>(record.align_bytes.value_or(1), 1);
    for (const auto& field : record.fields) {
        const std::uint64_t at = field.offset_bits / 8;
        const bool is_border = field.offset_bits % (align * 8) == 0 && at >= *record.min_size_bytes;
        if (is_border && made.size() < most_versions) made.push_back(cut_at(record, at));
    }
    return made;
}

std::vector<Record> by_versions(const Record& record, std::vector<std::string> versions) {
    std::vector<Record> made;
    versions.insert(versions.begin(), "");  // before the first version that a field names
    for (const auto& version : versions) {
        if (made.size() == most_versions) break;
        Record one = at_version(record, version);
        if (one.size_bytes != 0) made.push_back(std::move(one));
    }
    return made;
}

}  // namespace

std::vector<Record> shorter_versions(const Record& record) {
    if (!record.grows_at_end || record.size_field.empty() || !record.size_bytes) return {};
    const auto versions = versions_of(record);
    auto made = versions.empty() ? by_borders(record) : by_versions(record, versions);
    std::erase_if(made, [&](const Record& one) { return one.size_bytes >= record.size_bytes; });
    // Versions of one size differ only in which reserved bytes they use. The newest of them knows most fields.
    for (std::size_t at = 0; at + 1 < made.size();) {
        if (made[at].size_bytes == made[at + 1].size_bytes) {
            made.erase(made.begin() + static_cast<std::ptrdiff_t>(at));
        } else {
            ++at;
        }
    }
    for (auto& one : made) one.history.clear();
    return made;
}

}  // namespace abi
