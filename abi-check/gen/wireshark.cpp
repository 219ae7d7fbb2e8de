// A dissector for Wireshark in Lua (5.2 and later): tables of the records, and the helpers that read bytes by them.
#include <fmt/format.h>

#include <algorithm>

#include "gen/formats.h"
#include "gen/wireshark_helpers.h"

namespace abi {
namespace {

using namespace gen;

/// A text as Lua writes it: in quotes. A control character is written as its number, "\010".
std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') made += '\\';
        if (byte < ' ' || byte == 0x7f) {
            made += fmt::format("\\{:03}", byte);
        } else {
            made += c;
        }
    }
    return made + '"';
}

/// A documentation as one line, for the description of a field of Wireshark.
std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

std::string in_lower_case(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

/// The digits of a value of this width in two's complement: "ff" for -1 of 8 bits. The helpers look names up by them.
std::string digits_of(const Integer& value, std::uint64_t width_bits) {
    auto [low, high] = bits_of(value);
    if (width_bits <= 64) high = 0;
    if (width_bits < 64) low &= (std::uint64_t{1} << width_bits) - 1;
    return high == 0 ? fmt::format("{:x}", low) : fmt::format("{:x}{:016x}", high, low);
}

std::string enum_table(const Enum& one) {
    std::string text = comment("    --", one.doc) + fmt::format("    [{}] = {{\n", quoted(one.name));
    std::vector<std::string> seen;
    for (const auto& value : one.enumerators) {
        const std::string digits = digits_of(value.value, one.type.width_bits);
        const bool is_known = std::ranges::find(seen, digits) != seen.end();
        seen.push_back(digits);
        // Wireshark shows one name for a number: the first.
        text += fmt::format("        {}[\"{}\"] = {},\n", is_known ? "-- the same number: " : "", digits,
                            quoted(value.name));
    }
    return text + "    },\n";
}

std::string_view kind_word(const Layout& spec, const Type& type) {
    switch (type.kind) {
    case Kind::signed_integer: return "int";
    case Kind::floating: return "float";
    case Kind::boolean: return "bool";
    case Kind::byte:
    case Kind::unknown: return "bytes";
    case Kind::enumeration: {
        const Enum* one = find_enum(spec, type.name);
        return one != nullptr && one->type.kind == Kind::signed_integer ? "int" : "uint";
    }
    case Kind::unsigned_integer:
    case Kind::pointer:
    case Kind::record: break;
    }
    return "uint";
}

/// Arrays of raw bytes are shown row by row, so the last extent is the width of an element.
Type in_rows(Type type) {
    if (type.kind != Kind::byte || type.extents.empty()) return type;
    type.width_bits *= type.extents.back();
    type.extents.pop_back();
    return type;
}

/// "false" is the extent that is open: the number of elements follows from the length of the packet.
std::string extents_of(const Type& type) {
    std::string text = type.flexible_tail ? "false" : "";
    for (const auto extent : type.extents) text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return text;
}

std::string field_table(const Layout& spec, const Field& field) {
    const Type type = field.type.flexible_tail ? field.type : in_rows(field.type);
    std::string text = fmt::format("        {{ name = {}, type = {}, at = {}", quoted(field.name),
                                   quoted(spelled(field)), field.offset_bits);
    if (type.kind == Kind::record) {
        text += ", record = " + quoted(type.name);
    } else {
        text += fmt::format(", kind = \"{}\", width = {}, order = \"{}\"", kind_word(spec, type),
                            field.bit_width.value_or(static_cast<unsigned>(type.width_bits)),
                            to_string(field.byte_order.value_or(spec.byte_order)));
    }
    if (field.bit_width) text += ", is_bits = true";
    if (type.kind == Kind::enumeration) text += ", enum = " + quoted(type.name);
    if (type.kind == Kind::pointer) text += ", is_pointer = true";
    if (const std::string extents = extents_of(type); !extents.empty()) text += ", extents = { " + extents + " }";
    if (field.role != Role::data) text += fmt::format(", role = \"{}\"", to_string(field.role));
    if (!field.doc.empty()) text += ", doc = " + quoted(one_line(field.doc));
    return text + " },\n";
}

/// The comments about a field that a table cannot state.
std::string field_comments(const Layout& spec, const Record& record, const Field& field) {
    std::string text;
    const Type& type = field.type;
    const bool is_wide = type.width_bits > 64 && type.kind != Kind::record && type.kind != Kind::byte;
    if (is_wide) {
        text +=
            comment("        --", fmt::format("{}: Wireshark has no number of {} bits. These are its bytes, and the "
                                              "number in the label.",
                                              field.name, type.width_bits));
    }
    if (type.flexible_tail && &field != &record.fields.back() && !field.overlaps) {
        text += comment("        --", field.name + ": goes on behind the record.");
    }
    const Enum* one = type.kind == Kind::enumeration ? find_enum(spec, type.name) : nullptr;
    if (one == nullptr && type.kind == Kind::enumeration) text += comment("        --", field.name + ": no names.");
    return text;
}

std::string record_table(const Layout& spec, const Record& record, const std::string& filter) {
    std::string text = comment("    --", format_remarks(record));
    text += fmt::format("    {{\n        name = {}, filter = \"{}\", size = {},\n", quoted(record.name), filter,
                        record.size_bytes.value_or(0));
    if (!record.doc.empty()) text += fmt::format("        doc = {},\n", quoted(one_line(record.doc)));
    const bool has_tail = std::ranges::any_of(record.fields, [](const Field& f) { return f.type.flexible_tail; });
    if (has_tail) text += "        has_tail = true,\n";
    if (record.grows_at_end) text += "        grows = true,\n";
    if (record.min_size_bytes) text += fmt::format("        min_size = {},\n", *record.min_size_bytes);
    const auto size = std::ranges::find(record.fields, record.size_field, &Field::name);
    if (!record.size_field.empty() && size != record.fields.end()) {
        text += fmt::format("        size_field = {},  -- {}\n", size - record.fields.begin() + 1, size->name);
    }
    for (const auto& field : record.fields) {
        text += field_comments(spec, record, field) + field_table(spec, field);
    }
    return text + "    },\n";
}

std::string usage(const std::string& filter, const Record* main) {
    return fmt::format(
        "-- Use it with `tshark -X lua_script:FILE -r CAPTURE -V`, or copy it into Wireshark's folder of Lua plugins.\n"
        "-- A packet of link type USER0 (147) is {0}; `-o {1}.record:RECORD`, or the preferences, choose another "
        "record.\n"
        "-- For other packets, take Decode As: `-d udp.port==4000,{1}`, or {1}_RECORD in small letters.\n\n",
        main == nullptr ? "not dissected: the spec has no record" : main->name, filter);
}

}  // namespace

std::string gen_wireshark(const GenRequest& request) {
    const Layout& spec = request.spec;
    // Wireshark has some thousand protocols, so the name begins with what none of them has.
    const std::string filter = "abi_" + in_lower_case(as_identifier(request.name));
    const Record* main = main_record(spec);
    std::string text;
    for (const auto& line : origin_lines(request, "wireshark")) text += comment("--", line);
    text += usage(filter, main);
    text += fmt::format("local filter, title, main = \"{}\", {}, {}\n", filter, quoted(request.name),
                        main == nullptr ? "nil" : quoted(main->name));
    text += "local proto, newer_field, expert_padding, expert_reserved, expert_bool, expert_short\n\n";
    text += constants_comment(spec, "--");
    text += "-- Names of values, by the digits of the value in two's complement.\nlocal enums = {\n";
    for (const auto& one : spec.enums) text += enum_table(one);
    text += "}\n\n-- Places and widths are in bits, sizes in bytes.\nlocal records = {\n";
    Names filters([](const std::string& name) { return in_lower_case(name); });
    for (const auto& record : spec.records) text += record_table(spec, record, filters.of(record.name));
    return text + "}\n\n" + std::string(wireshark_helpers);
}

}  // namespace abi
