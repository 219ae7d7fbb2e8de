#include "specfile/digest.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/SHA256.h"
#include "model/expression.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

/// Pointers to `values`, by name. Values of one name are for different targets, and sorted by these.
template <typename Value>
std::vector<const Value*> by_name(const std::vector<Value>& values) {
    std::vector<const Value*> sorted;
    sorted.reserve(values.size());
    for (const auto& value : values) sorted.push_back(&value);
    if constexpr (requires(const Value& value) { value.targets; }) {
        std::ranges::stable_sort(sorted, {},
                                 [](const Value* v) { return std::set(v->targets.begin(), v->targets.end()); });
    }
    std::ranges::stable_sort(sorted, {}, [](const Value* v) -> const std::string& { return v->name; });
    return sorted;
}

// Each function names every member of its value, so that it does not compile until somebody has decided whether a new
// one changes the bytes that are exchanged.

void write_targets(std::string& text, const std::vector<std::string>& targets) {
    for (const auto& target : std::set(targets.begin(), targets.end())) text += "target " + target + "\n";
}

/// A value that depends on the target has no number.
std::string value_text(const Expression& expression) {
    const auto& [form, direction, type, number, record, field, argument] = expression;
    if (form == "ioctl") {
        return "ioctl " + direction + " " + to_string(type) + " " + to_string(number) + " " + spell(argument, {});
    }
    return form + " " + record + (field.empty() ? "" : "." + field);
}

void write(std::string& text, const Constant& constant, const Layout& layout) {
    const auto& [name, type, value, doc, place, expression, targets] = constant;
    const bool is_open = expression && varies(*expression, layout);
    text += "constant " + spell(type, {}) + " " + (is_open ? value_text(*expression) : to_string(value)) + " " + name +
            "\n";
    write_targets(text, targets);
}

void write(std::string& text, const Enum& each) {
    const auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = each;
    text += "enum " + spell(type, {}) + " " + name + "\n";
    write_targets(text, targets);
    for (const auto* enumerator : by_name(enumerators)) {
        const auto& [value_name, value, value_doc, value_place] = *enumerator;
        text += "value " + to_string(value) + " " + value_name + "\n";
    }
}

void write(std::string& text, const Field& field) {
    const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] =
        field;
    text += "field " + std::to_string(offset_bits) + " " + std::string(to_string(role)) + " " +
            spell(type, bit_width, byte_order) + " " + name + "\n";
}

void write(std::string& text, const Record& record) {
    const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                 grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
                 history, doc, place] = record;
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : "unknown"; };
    text += kind == RecordKind::union_ ? "record union " : "record struct ";
    text += number(size_bytes) + " " + number(align_bytes) + " " + name + "\n";
    if (packed) text += "packed\n";
    if (grows_at_end) text += "grows_at_end\n";
    if (pointer_bytes) text += "pointer_bytes " + std::to_string(*pointer_bytes) + "\n";
    if (record_order) text += "byte_order " + std::string(to_string(*record_order)) + "\n";
    write_targets(text, targets);
    auto sorted = by_name(fields);
    // The members of a union all begin at 0, so only their names give them an order.
    std::ranges::stable_sort(sorted, {}, [](const Field* field) { return field->offset_bits; });
    for (const auto* field : sorted) write(text, *field);
}

std::string head(const Layout& layout) {
    return std::string("abi-spec 1\nbyte_order ") + std::string(to_string(layout.byte_order)) + "\n";
}

class Sha256 {
  public:
    void add(std::string_view text) { hash_.update(llvm::StringRef(text.data(), text.size())); }
    std::string hexadecimal() { return llvm::toHex(hash_.final(), /*LowerCase=*/true); }

  private:
    llvm::SHA256 hash_;
};

}  // namespace

std::string canonical_form(const Layout& layout) {
    std::string text = head(layout);
    for (const auto* constant : by_name(layout.constants)) write(text, *constant, layout);
    for (const auto* each : by_name(layout.enums)) write(text, *each);
    for (const auto* record : by_name(layout.records)) write(text, *record);
    return text;
}

std::string digest(const Layout& layout) {
    Sha256 hash;
    hash.add(canonical_form(layout));
    return hash.hexadecimal();
}

namespace {

/// The canonical forms of all records and enumerations, each written once, from which those of single records are made.
class Parts {
  public:
    explicit Parts(const Layout& layout) : head_(head(layout)) {
        // In the order of their names, so that a list of places is in that order when it is sorted.
        for (const auto* each : by_name(layout.enums)) write(part_of(each->name, enums_).text, *each);
        for (const auto* record : by_name(layout.records)) {
            auto& part = part_of(record->name, records_);
            write(part.text, *record);
            part.records.push_back(record);
        }
        for (std::size_t at = 0; at < enums_.size(); ++at) enum_at_.emplace(enums_[at].name, at);
        for (std::size_t at = 0; at < records_.size(); ++at) record_at_.emplace(records_[at].name, at);
        for (auto& part : records_) note_types(part);
        seen_.resize(records_.size());
    }

    /// The digest of the record and of all that it is made of.
    std::string digest_of(const std::string& record) {
        ++round_;
        found_records_.clear();
        found_enums_.clear();
        if (const auto at = record_at_.find(record); at != record_at_.end()) add_record(at->second);
        for (std::size_t next = 0; next < found_records_.size(); ++next) {
            const auto& part = records_[found_records_[next]];
            for (const auto at : part.held_records) add_record(at);
            for (const auto at : part.held_enums) {
                if (enums_[at].name != record) found_enums_.push_back(at);
            }
        }
        std::ranges::sort(found_records_);
        std::ranges::sort(found_enums_);
        const auto repeated = std::ranges::unique(found_enums_);
        found_enums_.erase(repeated.begin(), repeated.end());
        Sha256 hash;
        hash.add(head_);
        for (const auto at : found_enums_) hash.add(enums_[at].text);
        for (const auto at : found_records_) hash.add(records_[at].text);
        return hash.hexadecimal();
    }

  private:
    /// All values of one name.
    struct Part {
        std::string_view name;
        std::string text;
        std::vector<const Record*> records = {};
        std::vector<std::size_t> held_records = {}, held_enums = {};
    };

    static Part& part_of(const std::string& name, std::vector<Part>& parts) {
        if (parts.empty() || parts.back().name != name) parts.push_back({.name = name, .text = ""});
        return parts.back();
    }

    void note_types(Part& part) const {
        std::unordered_set<std::string_view> noted;
        for (const auto* record : part.records) {
            for (const auto& field : record->fields) {
                const auto& name = field.type.name;
                if (name.empty() || !noted.insert(name).second) continue;
                if (const auto at = record_at_.find(name); at != record_at_.end()) {
                    part.held_records.push_back(at->second);
                }
                if (const auto at = enum_at_.find(name); at != enum_at_.end()) part.held_enums.push_back(at->second);
            }
        }
    }

    void add_record(std::size_t at) {
        if (std::exchange(seen_[at], round_) != round_) found_records_.push_back(at);
    }

    std::string head_;
    std::vector<Part> enums_, records_;
    std::unordered_map<std::string_view, std::size_t> enum_at_, record_at_;
    std::vector<std::size_t> seen_;  // the round in which a record was found last
    std::size_t round_ = 0;
    std::vector<std::size_t> found_records_, found_enums_;
};

}  // namespace

std::string record_digest(const Layout& layout, const std::string& record) {
    return Parts(layout).digest_of(record);
}

std::vector<std::pair<std::string, std::string>> record_digests(const Layout& layout) {
    Parts parts(layout);
    std::vector<std::pair<std::string, std::string>> digests;
    std::unordered_set<std::string_view> seen;
    for (const auto& record : layout.records) {
        if (seen.insert(record.name).second) digests.emplace_back(record.name, parts.digest_of(record.name));
    }
    return digests;
}

std::map<std::string, std::string> record_digests(const Layout& layout, const std::set<std::string>& records) {
    std::map<std::string, std::string> digests;
    if (records.empty()) return digests;
    Parts parts(layout);
    for (const auto& record : layout.records) {
        if (!records.contains(record.name) || digests.contains(record.name)) continue;
        digests.emplace(record.name, parts.digest_of(record.name));
    }
    return digests;
}

}  // namespace abi
