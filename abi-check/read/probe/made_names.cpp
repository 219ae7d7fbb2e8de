#include "read/probe/made_names.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <ranges>
#include <string_view>

#include "os/file.h"
#include "read/role_guess.h"

namespace abi::probe {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view maker = "Made by `abi-check gen ";
constexpr std::string_view words = "The spec calls ";

/// The name without what escapes it: `end` of Nim, r#fn of Rust.
std::string_view bare(std::string_view name) {
    if (name.starts_with("r#")) name.remove_prefix(2);
    if (name.size() > 2 && name.starts_with('`') && name.ends_with('`')) name = name.substr(1, name.size() - 2);
    return name;
}

void add_pair(std::string_view line, MadeNames& names) {
    const auto at = line.find(words);
    if (at == line.npos) return;
    const auto rest = line.substr(at + words.size());
    const auto quote = rest.find(" \"");
    const auto end = rest.rfind("\".");
    if (quote == rest.npos || end == rest.npos || end < quote + 2) return;
    const auto made = bare(rest.substr(0, quote));
    const auto spec = rest.substr(quote + 2, end - quote - 2);
    if (made == spec) return;
    auto& pairs = line.starts_with(' ') ? names.members : names.outer;
    pairs.emplace_back(spec, made);
}

/// The record that begins in the line of Rust, Nim or Zig; "" if none does.
std::string record_in(std::string_view line) {
    const auto word_at = [&](std::size_t at) {
        return std::string(bare(line.substr(at, line.find_first_of(" *", at) - at)));
    };
    for (const std::string_view begin : {"pub struct ", "pub union ", "pub const "}) {
        if (line.starts_with(begin)) return word_at(begin.size());
    }
    const auto name = line.find_first_not_of(' ');
    return name != line.npos && line.ends_with("= object") ? word_at(name) : "";
}

/// The text between two texts, behind `at`, which then is behind the second; nothing if they are not there.
std::optional<std::string> between(std::string_view line, std::string_view end, std::size_t& at) {
    const auto found = line.find(end, at);
    if (found == line.npos) return std::nullopt;
    auto text = std::string(line.substr(at, found - at));
    at = found + end.size();
    return text;
}

void add_bits(std::string_view line, const std::string& record, MadeNames& names) {
    const auto open = line.find(" (");
    if (open == line.npos || open == 0 || line.find(" >> ", open) == line.npos) return;
    auto at = line.rfind(' ', open - 1) + 1;
    const auto field = between(line, " (", at);
    const auto type = between(line, ") is ", at);
    const auto unit = type ? between(line, " >> ", at) : std::nullopt;
    const auto shift = unit ? between(line, " & 0x", at) : std::nullopt;
    if (!shift) return;
    unsigned number = 0;
    const auto* const end = shift->data() + shift->size();
    if (std::from_chars(shift->data(), end, number).ptr != end) return;
    names.bits.push_back({record, *field, *type, *unit, number});
}

/// The file that a line names: "own.h" of `#include "own.h"`, "own" of `import own` and `pub mod own;`.
std::optional<std::string> named_in(std::string_view line) {
    for (const std::string_view begin : {"#include \"", "import ", "include ", "mod ", "pub mod "}) {
        if (!line.starts_with(begin)) continue;
        auto name = line.substr(begin.size());
        return std::string(name.substr(0, name.find_first_of("\"; ,\r")));
    }
    return std::nullopt;
}

/// Calls `each` with each line.
void for_lines(std::string_view text, const auto& each) {
    for (const auto line : std::views::split(text, '\n')) each(std::string_view(line.begin(), line.end()));
}

/// The other name of `name` in the pairs; the name itself if it has none.
std::string translated(const Pairs& pairs, const std::string& name) {
    const auto found = std::ranges::find(pairs, name, &Pairs::value_type::first);
    return found == pairs.end() ? name : found->second;
}

Pairs all_of(const MadeNames& names) {
    Pairs all = names.members;
    all.insert(all.end(), names.outer.begin(), names.outer.end());
    return all;
}

/// The pairs for constants: those of the file's scope count before those of members.
Pairs outer_first(const MadeNames& names) {
    Pairs all = names.outer;
    all.insert(all.end(), names.members.begin(), names.members.end());
    return all;
}

/// The name in the source of a type, "spec::int_" for "spec::int". `last`: the pairs for the last component.
std::string source_name(const std::string& name, const MadeNames& names, const Pairs& last) {
    const auto begin = name.find_last_of(":.") + 1;
    const auto end = name.find_last_not_of(":.", begin == 0 ? 0 : begin - 1);
    if (begin == 0 || end == std::string::npos) return translated(last, name);
    const auto separator = name.substr(end + 1, begin - end - 1);
    return source_name(name.substr(0, end + 1), names, names.outer) + separator + translated(last, name.substr(begin));
}

/// Adds a copy under its name in the source of each part (field, value or constant) that has another there.
template <typename Part>
void add_other_names(const MadeNames& names, const Pairs& last, std::vector<Part>& parts) {
    const auto count = parts.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto made = source_name(parts[i].name, names, last);
        if (std::ranges::count(parts, made, &Part::name) != 0) continue;
        Part copy = parts[i];
        copy.name = made;
        parts.push_back(std::move(copy));
    }
}

/// Gives the parts that were found under their name in the source the name in `asked`.
template <typename Part>
void restore(const MadeNames& names, const Pairs& last, const std::vector<Part>& asked, std::vector<Part>& found) {
    const auto has = [](const std::vector<Part>& parts, const std::string& name) {
        return std::ranges::count(parts, name, &Part::name) != 0;
    };
    for (const auto& one : asked) {
        const auto made = source_name(one.name, names, last);
        if (made == one.name || has(asked, made) || has(found, one.name)) continue;
        const auto meant = std::ranges::find(found, made, &Part::name);
        if (meant != found.end()) meant->name = one.name;
    }
}

/// The name in the request of a type that the source calls `name`.
template <typename Asked>
std::string asked_name(const std::vector<Asked>& all, const std::string& name, const MadeNames& names) {
    const auto is_meant = [&](const Asked& one) { return source_name(one.name, names, names.outer) == name; };
    const auto asked = std::ranges::find_if(all, is_meant);
    return asked == all.end() ? name : asked->name;
}

/// Whether the comment is about this bit-field of this record.
bool is_about(const MadeBits& bits, const MadeNames& names, const std::string& record, const Field& field) {
    const auto own = source_name(record, names, names.outer);
    return field.bit_width && bits.field == field.name && bits.record == own.substr(own.find_last_of(":.") + 1) &&
           bits.type == to_string(field.type) + ":" + std::to_string(*field.bit_width);
}

/// Replaces the bit-fields that integers hold by these integers.
void ask_for_units(const MadeNames& names, Record& record) {
    for (const auto& bits : names.bits) {
        const auto is_held = [&](const Field& field) { return is_about(bits, names, record.name, field); };
        if (std::erase_if(record.fields, is_held) == 0) continue;
        if (std::ranges::count(record.fields, bits.unit, &Field::name) == 0)
            record.fields.push_back({.name = bits.unit});
    }
}

/// Makes bit-fields of the integers that hold them.
void restore_bits(const MadeNames& names, const Record& asked, ByteOrder order, Record& record) {
    std::vector<Field> made;
    for (const auto& bits : names.bits) {
        const auto unit = std::ranges::find(record.fields, bits.unit, &Field::name);
        const auto field = std::ranges::find_if(
            asked.fields, [&](const Field& one) { return is_about(bits, names, asked.name, one); });
        if (unit == record.fields.end() || field == asked.fields.end() || !unit->type.extents.empty()) continue;
        if (unit->type.kind != Kind::unsigned_integer || bits.shift + *field->bit_width > unit->type.width_bits)
            continue;
        Field one = *unit;
        one.name = field->name;
        one.type = field->type;
        one.bit_width = field->bit_width;
        one.role = guess_role(one.name);
        one.offset_bits +=
            order == ByteOrder::big ? unit->type.width_bits - bits.shift - *field->bit_width : bits.shift;
        made.push_back(std::move(one));
    }
    const auto is_unit = [&](const Field& field) {
        const auto from = field.offset_bits;
        return std::ranges::any_of(made, [&](const Field& one) {
            return one.offset_bits >= from && one.offset_bits < from + size_bits(field);
        });
    };
    std::erase_if(record.fields, is_unit);
    std::ranges::move(made, std::back_inserter(record.fields));
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
}

void restore_record(const Request& request, const MadeNames& names, ByteOrder order, Record& record) {
    record.name = asked_name(request.records, record.name, names);
    for (auto& field : record.fields) {
        auto& type = field.type.name;
        if (!type.empty()) type = asked_name(request.enums, asked_name(request.records, type, names), names);
    }
    const auto asked = std::ranges::find(request.records, record.name, &Record::name);
    if (asked == request.records.end()) return;
    restore(names, names.members, asked->fields, record.fields);
    restore_bits(names, *asked, order, record);
}

}  // namespace

MadeNames made_names_in(std::string_view text) {
    MadeNames names;
    if (text.substr(0, text.find('\n')).find(maker) == text.npos) return names;
    std::string record;
    for_lines(text, [&](std::string_view line) {
        if (auto begun = record_in(line); !begun.empty()) record = std::move(begun);
        add_pair(line, names);
        add_bits(line, record, names);
    });
    return names;
}

MadeNames made_names_of(const std::vector<std::string>& files) {
    MadeNames names;
    const auto add = [&](std::string_view text) {
        auto more = made_names_in(text);
        std::ranges::move(more.outer, std::back_inserter(names.outer));
        std::ranges::move(more.members, std::back_inserter(names.members));
        std::ranges::move(more.bits, std::back_inserter(names.bits));
    };
    for (const auto& file : files) {
        const auto text = read_file(file);
        if (!text) continue;
        add(*text);
        for_lines(*text, [&](std::string_view line) {
            const auto name = named_in(line);
            if (!name) return;
            auto beside = std::filesystem::path(file).parent_path() / *name;
            if (!beside.has_extension()) beside.replace_extension(std::filesystem::path(file).extension());
            if (const auto other = read_file(beside.string())) add(*other);
        });
    }
    return names;
}

Request with_made_names(Request request, const MadeNames& names) {
    for (auto& record : request.records) ask_for_units(names, record);
    const auto outer = [&](const std::string& name) { return source_name(name, names, names.outer); };
    for (auto& record : request.records) {
        record.name = outer(record.name);
        for (auto& field : record.fields) field.type.name = outer(field.type.name);
        add_other_names(names, names.members, record.fields);
    }
    const auto all = all_of(names);
    for (auto& one : request.enums) {
        one.name = outer(one.name);
        add_other_names(names, all, one.enumerators);
    }
    add_other_names(names, outer_first(names), request.constants);
    return request;
}

void restore_names(const Request& request, const MadeNames& names, Reading& reading) {
    const auto all = all_of(names);
    const auto order = reading.layout.byte_order;
    for (auto& record : reading.layout.records) restore_record(request, names, order, record);
    for (auto& record : reading.other_definitions) restore_record(request, names, order, record);
    for (auto& one : reading.layout.enums) {
        one.name = asked_name(request.enums, one.name, names);
        const auto asked = std::ranges::find(request.enums, one.name, &Enum::name);
        if (asked != request.enums.end()) restore(names, all, asked->enumerators, one.enumerators);
    }
    restore(names, outer_first(names), request.constants, reading.layout.constants);
}

}  // namespace abi::probe
