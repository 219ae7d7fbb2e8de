#include "model/evolution.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/find.h"

namespace abi {
namespace {

/// Takes the number up to the next dot off the version, without leading zeros. Empty when nothing is left.
std::string_view take_number(std::string_view& version) {
    const auto dot = version.find('.');
    std::string_view number = version.substr(0, dot);
    version = dot == std::string_view::npos ? "" : version.substr(dot + 1);
    while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
    return number;
}

std::uint64_t end_bits(const Field& field) {
    return field.offset_bits + size_bits(field);
}

/// The size of the record if it ends behind its `kept` fields, in bytes.
std::uint64_t size_with(const Record& record, const std::vector<const Field*>& kept) {
    std::uint64_t end = 0;
    for (const auto* field : kept) end = std::max(end, (end_bits(*field) + 7) / 8);
    const std::uint64_t align = std::max<std::uint64_t>(record.align_bytes.value_or(1), 1);
    const std::uint64_t whole = (end + align - 1) / align * align;
    return std::min(std::max(whole, record.min_size_bytes.value_or(0)), record.size_bytes.value_or(whole));
}

/// A run of bits that no program may use at the version, as one field.
struct FreeRun {
    std::uint64_t begin_bits = 0;
    std::uint64_t end_bits = 0;
    const Field* named = nullptr;  // its first field that is reserved or padding today
    const Field* first = nullptr;
    bool holds_newer = false;
};

Field as_padding(const FreeRun& run) {
    Field made = run.named != nullptr ? *run.named : *run.first;
    if (run.named == nullptr) made.name = "reserved";
    const std::uint64_t bits = run.end_bits - run.begin_bits;
    const bool whole_bytes = run.begin_bits % 8 == 0 && bits % 8 == 0;
    made.type = Type{.kind = whole_bytes ? Kind::byte : Kind::unsigned_integer, .width_bits = 8};
    if (whole_bytes) made.type.extents = {bits / 8};
    made.offset_bits = run.begin_bits;
    made.bit_width.reset();
    if (!whole_bytes) {
        made.type.width_bits = 64;
        made.bit_width = static_cast<unsigned>(bits);
    }
    made.storage_bits.reset();
    made.role = Role::padding;
    made.since.clear();
    return made;
}

/// Merges newer fields with what is free beside them. Free runs without a newer field stay as they are.
std::vector<Field> with_free_runs(const std::vector<Field>& fields, const auto& is_kept) {
    std::vector<Field> made;
    std::vector<Field> pending;  // the fields of the run
    FreeRun run;
    const auto finish = [&] {
        if (run.holds_newer) {
            made.push_back(as_padding(run));
        } else {
            made.insert(made.end(), pending.begin(), pending.end());
        }
        pending.clear();
        run = {};
    };
    for (const auto& field : fields) {
        const bool newer = !is_kept(field);
        const bool unused = field.role == Role::reserved || field.role == Role::padding;
        if ((!newer && !unused) || (!pending.empty() && field.offset_bits > run.end_bits)) finish();
        if (!newer && !unused) {
            made.push_back(field);
            continue;
        }
        if (pending.empty()) run = {.begin_bits = field.offset_bits, .end_bits = field.offset_bits, .first = &field};
        pending.push_back(field);
        run.end_bits = std::max(run.end_bits, end_bits(field));
        run.holds_newer |= newer;
        if (unused && run.named == nullptr) run.named = &field;
    }
    finish();
    return made;
}

}  // namespace

bool is_version(std::string_view text) {
    char before = '.';
    for (const char c : text) {
        const bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && (c != '.' || before == '.')) return false;
        before = c;
    }
    return before != '.';
}

bool is_newer(std::string_view a, std::string_view b) {
    while (!a.empty() || !b.empty()) {
        const std::string_view one = take_number(a);
        const std::string_view other = take_number(b);
        if (one.size() != other.size()) return one.size() > other.size();
        if (one != other) return one > other;
    }
    return false;
}

std::vector<std::string> versions_of(const Record& record) {
    std::vector<std::string> versions;
    for (const auto& field : record.fields) {
        if (!field.since.empty() && !contains(versions, field.since)) versions.push_back(field.since);
    }
    std::ranges::sort(versions, [](const auto& a, const auto& b) { return is_newer(b, a); });
    return versions;
}

bool exists_at(const Record& record, std::string_view version) {
    const auto newer = [&](const Field& field) { return is_newer(field.since, version); };
    return version.empty() || record.fields.empty() || !std::ranges::all_of(record.fields, newer);
}

Record at_version(const Record& record, std::string_view version, const std::vector<std::string>& keep) {
    const auto is_kept = [&](const Field& field) {
        return !is_newer(field.since, version) || contains(keep, field.name);
    };
    std::vector<const Field*> kept;
    for (const auto& field : record.fields) {
        if (is_kept(field)) kept.push_back(&field);
    }
    Record made = record;
    if (record.grows_at_end) {
        made.size_bytes = size_with(record, kept);
        made.min_size_bytes = made.size_bytes;
        const auto behind_end = [&](const Field& field) {
            return !is_kept(field) && field.offset_bits >= *made.size_bytes * 8;
        };
        std::erase_if(made.fields, behind_end);
    }
    made.fields = with_free_runs(std::vector<Field>(std::move(made.fields)), is_kept);
    return made;
}

}  // namespace abi
