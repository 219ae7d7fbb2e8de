#include "replay/envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "replay/embedded.h"
#include "replay/protocol.h"
#include "specfile/read.h"

namespace abi {
namespace {

/// Adds what `layout` does not have yet.
template <typename Value>
void add_missing(std::vector<Value>& to, const std::vector<Value>& from, std::string_view leave_out = {}) {
    for (const auto& one : from) {
        if (one.name == leave_out || std::ranges::find(to, one.name, &Value::name) != to.end()) continue;
        to.push_back(one);
    }
}

void add_spec(Layout& layout, const Layout& spec, std::string_view leave_out = {}) {
    add_missing(layout.records, spec.records, leave_out);
    add_missing(layout.enums, spec.enums);
    add_missing(layout.constants, spec.constants);
}

Field word(std::string name, std::uint64_t offset_bytes) {
    Field field;
    field.name = std::move(name);
    field.type.kind = Kind::unsigned_integer;
    field.type.width_bits = 32;
    field.type.spelling = "u32";
    field.offset_bits = offset_bytes * 8;
    return field;
}

/// index, verdict, and the fields of the record after them.
Result<Record> plain_answer(const Record& record, const Enum* verdicts) {
    const Place& place = record.place;
    if (!record.size_bytes) return Problem{place, "", "a record " + record.name + " of known size", "an unknown size"};
    for (const auto& field : record.fields) {
        if (field.name != "index" && field.name != "verdict") continue;
        return Problem{place, "",
                       fmt::format("a record of results for {}, which \"result\" of the fixture file names: the plain "
                                   "answer has a field {} of its own",
                                   record.name, field.name),
                       "none"};
    }
    const std::uint64_t align = std::max<std::uint64_t>(record.align_bytes.value_or(1), 4);
    const auto up = [align](std::uint64_t bytes) { return (bytes + align - 1) / align * align; };
    const std::uint64_t begin = up(8);
    Record made;
    made.name = default_result;
    made.place = place;
    made.align_bytes = align;
    made.size_bytes = up(begin + *record.size_bytes);
    made.fields = {word("index", 0), word("verdict", 4)};
    if (verdicts != nullptr && verdicts->type.kind == Kind::signed_integer) {
        made.fields.back().type.kind = Kind::signed_integer;
        made.fields.back().type.spelling = "i32";
    }
    for (Field field : record.fields) {
        field.offset_bits += begin * 8;
        field.role = Role::data;  // a target returns the packet's padding as it read it
        made.fields.push_back(std::move(field));
    }
    return made;
}

}  // namespace

const Layout& built_in_protocol() {
    static const Layout layout = [] {
        const std::string text(embedded::replay_abi_json);
        return parse_spec("replay.abi.json", text)->layout;
    }();
    return layout;
}

std::string_view result_name(const std::string& asked) {
    return asked.empty() ? default_result : std::string_view(asked);
}

Result<Layout> make_envelope(const Layout& specs, const EnvelopeRequest& request) {
    Layout layout = specs;
    // A built-in record of results is used only if the fixture file names it.
    add_spec(layout, built_in_protocol(), request.result == default_result ? "" : default_result);
    if (find_record(layout, result_name(request.result)) != nullptr) return layout;
    if (!request.result.empty()) {
        return Problem{
            {.file = layout.origin}, "", "a record " + request.result + ", in which the target answers", "none"};
    }
    const Record* record = find_record(layout, request.record);
    if (record == nullptr) return Problem{{.file = layout.origin}, "", "a record " + request.record, "none"};
    auto plain = plain_answer(*record, find_enum(layout, request.verdicts));
    if (!plain) return plain.problems;
    layout.records.push_back(std::move(*plain));
    return layout;
}

}  // namespace abi
