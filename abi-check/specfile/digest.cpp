#include "specfile/digest.h"

#include <algorithm>
#include <set>
#include <vector>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

/// Pointers to `values`, by name.
template <typename Value>
std::vector<const Value*> by_name(const std::vector<Value>& values) {
    std::vector<const Value*> sorted;
    sorted.reserve(values.size());
    for (const auto& value : values) sorted.push_back(&value);
    std::ranges::stable_sort(sorted, {}, [](const Value* v) -> const std::string& { return v->name; });
    return sorted;
}

void write(std::string& text, const Constant& constant) {
    text += "constant " + spell(constant.type, {}) + " " + to_string(constant.value) + " " + constant.name + "\n";
}

void write(std::string& text, const Enum& each) {
    text += "enum " + spell(each.type, {}) + " " + each.name + "\n";
    for (const auto* value : by_name(each.enumerators)) {
        text += "value " + to_string(value->value) + " " + value->name + "\n";
    }
}

void write(std::string& text, const Record& record) {
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : "unknown"; };
    text += record.kind == RecordKind::union_ ? "record union " : "record struct ";
    text += number(record.size_bytes) + " " + number(record.align_bytes) + " " + record.name + "\n";
    if (record.packed) text += "packed\n";
    if (record.grows_at_end) text += "grows_at_end\n";
    if (record.pointer_bytes) text += "pointer_bytes " + std::to_string(*record.pointer_bytes) + "\n";
    for (const auto& target : std::set(record.targets.begin(), record.targets.end())) text += "target " + target + "\n";
    std::vector<const Field*> fields;
    fields.reserve(record.fields.size());
    for (const auto& field : record.fields) fields.push_back(&field);
    // The members of a union all begin at 0, so only their names give them an order.
    std::ranges::stable_sort(fields, {}, [](const Field* f) { return std::pair(f->offset_bits, f->name); });
    for (const auto* field : fields) {
        text += "field " + std::to_string(field->offset_bits) + " " + std::string(to_string(field->role)) + " " +
                spell(field->type, field->bit_width) + " " + field->name + "\n";
    }
}

std::string head(const Layout& layout) {
    return std::string("abi-spec 1\nbyte_order ") + (layout.byte_order == ByteOrder::big ? "big" : "little") + "\n";
}

std::string sha256(const std::string& text) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
    return llvm::toHex(llvm::SHA256::hash(llvm::ArrayRef<std::uint8_t>(begin, text.size())), /*LowerCase=*/true);
}

}  // namespace

std::string canonical_form(const Layout& layout) {
    std::string text = head(layout);
    for (const auto* constant : by_name(layout.constants)) write(text, *constant);
    for (const auto* each : by_name(layout.enums)) write(text, *each);
    for (const auto* record : by_name(layout.records)) write(text, *record);
    return text;
}

std::string digest(const Layout& layout) {
    return sha256(canonical_form(layout));
}

std::string record_digest(const Layout& layout, const Record& record) {
    // All that the record is made of, found from the outside in; each name once.
    Layout part{.byte_order = layout.byte_order, .records = {record}};
    std::set<std::string> seen{record.name};
    for (std::size_t i = 0; i < part.records.size(); ++i) {
        const std::vector<Field> fields = part.records[i].fields;  // the list of records grows below
        for (const auto& field : fields) {
            if (field.type.name.empty() || !seen.insert(field.type.name).second) continue;
            if (const Record* inner = find_record(layout, field.type.name)) part.records.push_back(*inner);
            if (const Enum* inner = find_enum(layout, field.type.name)) part.enums.push_back(*inner);
        }
    }
    return sha256(canonical_form(part));
}

}  // namespace abi
