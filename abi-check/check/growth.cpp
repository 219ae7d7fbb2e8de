#include "check/growth.h"

#include <algorithm>

#include "model/evolution.h"
#include "model/words.h"

namespace abi {
namespace {

bool is_longer(const Record& expected, const Record& actual) {
    return expected.grows_at_end && expected.size_bytes && actual.size_bytes &&
           *actual.size_bytes > *expected.size_bytes;
}

bool is_shorter(const Record& expected, const Record& actual) {
    return expected.grows_at_end && expected.size_bytes && actual.size_bytes &&
           *actual.size_bytes < *expected.size_bytes;
}

/// "12 bytes, with `more: u32` at offset 8": what a longer declaration has, and its first field that is new.
Difference newer(const Record& expected, const Record& actual) {
    Difference made{Rule::newer, "",     counted(*expected.size_bytes, "byte"), counted(*actual.size_bytes, "byte"),
                    nullptr,     nullptr};
    std::size_t count = 0;
    for (const auto& field : actual.fields) {
        if (!is_appended(expected, field)) continue;
        if (count++ == 0) made.actual_field = &field;
    }
    if (count == 0) return made;
    made.actual += ", with `" + made.actual_field->name + ": " + type_text(*made.actual_field) + "` at " +
                   offset_text(made.actual_field->offset_bits);
    if (count > 1) made.actual += " and " + std::to_string(count - 1) + " more";
    return made;
}

}  // namespace

bool is_required(const Record& expected, const Record& actual, const Field& field) {
    if (!is_shorter(expected, actual)) return true;
    return field.offset_bits < std::max(*actual.size_bytes, expected.min_size_bytes.value_or(0)) * 8;
}

bool is_appended(const Record& expected, const Field& actual) {
    return expected.grows_at_end && expected.size_bytes && actual.offset_bits >= *expected.size_bytes * 8;
}

void compare_sizes(const Record& expected, const Record& actual, std::vector<Difference>& differences) {
    if (!expected.size_bytes || !actual.size_bytes || *expected.size_bytes == *actual.size_bytes) return;
    if (is_longer(expected, actual)) return differences.push_back(newer(expected, actual));
    std::string wanted = counted(*expected.size_bytes, "byte");
    if (is_shorter(expected, actual)) {
        if (*actual.size_bytes >= expected.min_size_bytes.value_or(0)) return;
        wanted = "at least " + counted(*expected.min_size_bytes, "byte");
    }
    differences.push_back({Rule::size, "", std::move(wanted), counted(*actual.size_bytes, "byte"), nullptr, nullptr});
}

Record expected_at(const Record& expected, const Record& actual, const std::string& version,
                   std::vector<std::string>& early) {
    if (version.empty()) return expected;
    for (const auto& field : expected.fields) {
        const bool is_declared = std::ranges::find(actual.fields, field.name, &Field::name) != actual.fields.end();
        if (is_newer(field.since, version) && is_declared && !is_filler(field)) early.push_back(field.name);
    }
    return at_version(expected, version, early);
}

std::string growth_text(const Record& spec, const Record& actual, const std::string& version) {
    std::string text = version.empty() ? "" : "version " + version;
    std::string size;
    if (is_shorter(spec, actual)) {
        size = "prefix of " + std::to_string(*actual.size_bytes) + " of " + size_text(*spec.size_bytes * 8);
    } else if (is_longer(spec, actual)) {
        size = size_text(*actual.size_bytes * 8) + ", the spec has " + std::to_string(*spec.size_bytes);
    }
    return text + (text.empty() || size.empty() ? "" : ": ") + size;
}

void take_growth(const Layout& spec, Layout& layout) {
    for (auto& record : layout.records) {
        const Record* meant = find_record(spec, record.name);
        if (meant == nullptr) continue;
        record.grows_at_end = meant->grows_at_end;
        record.min_size_bytes = meant->min_size_bytes;
    }
}

}  // namespace abi
