#include "specfile/digest.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
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

/// All values of each name, in their order.
template <typename Value>
class Namesakes {
  public:
    explicit Namesakes(const std::vector<Value>& all) {
        for (const auto& one : all) by_name_[one.name].push_back(&one);
    }
    void add(const std::string& name, std::vector<Value>& into) const {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return;
        for (const Value* one : found->second) into.push_back(*one);
    }

  private:
    std::unordered_map<std::string_view, std::vector<const Value*>> by_name_;
};

struct ByName {
    const Layout& layout;
    Namesakes<Record> records{layout.records};
    Namesakes<Enum> enums{layout.enums};
};

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

std::string sha256(const std::string& text) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
    return llvm::toHex(llvm::SHA256::hash(llvm::ArrayRef<std::uint8_t>(begin, text.size())), /*LowerCase=*/true);
}

}  // namespace

std::string canonical_form(const Layout& layout) {
    std::string text = head(layout);
    for (const auto* constant : by_name(layout.constants)) write(text, *constant, layout);
    for (const auto* each : by_name(layout.enums)) write(text, *each);
    for (const auto* record : by_name(layout.records)) write(text, *record);
    return text;
}

std::string digest(const Layout& layout) {
    return sha256(canonical_form(layout));
}

namespace {

/// The digest of all that the record is made of, found from the outside in; each name once.
std::string digest_of(const ByName& all, const std::string& record) {
    Layout part{.byte_order = all.layout.byte_order};
    all.records.add(record, part.records);
    std::set<std::string> seen{record};
    for (std::size_t i = 0; i < part.records.size(); ++i) {
        const std::vector<Field> fields = part.records[i].fields;  // the list of records grows below
        for (const auto& field : fields) {
            if (field.type.name.empty() || !seen.insert(field.type.name).second) continue;
            all.records.add(field.type.name, part.records);
            all.enums.add(field.type.name, part.enums);
        }
    }
    return sha256(canonical_form(part));
}

}  // namespace

std::string record_digest(const Layout& layout, const std::string& record) {
    return digest_of(ByName{layout}, record);
}

std::vector<std::pair<std::string, std::string>> record_digests(const Layout& layout) {
    const ByName all{layout};
    std::vector<std::pair<std::string, std::string>> digests;
    std::set<std::string_view> seen;
    for (const auto& record : layout.records) {
        if (seen.insert(record.name).second) digests.emplace_back(record.name, digest_of(all, record.name));
    }
    return digests;
}

}  // namespace abi
