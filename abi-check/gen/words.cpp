#include "gen/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace abi::gen {

std::string as_identifier(std::string_view name) {
    std::string made;
    for (const char c : name) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        made += fits ? c : '_';
    }
    if (made.empty() || (made[0] >= '0' && made[0] <= '9')) made.insert(0, 1, '_');
    return made;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (const auto part : std::views::split(text, ' ')) {
        if (!part.empty()) words.emplace_back(part.begin(), part.end());
    }
    return words;
}

bool is_word_of(std::string_view text, std::string_view word) {
    const auto words = words_of(text);
    return std::ranges::find(words, word) != words.end();
}

const std::string& Names::of(const std::string& name) {
    const auto known = given_.find(name);
    if (known != given_.end()) return known->second;
    return given_.emplace(name, free(accept_(as_identifier(name)))).first->second;
}

std::string Names::free(const std::string& name) {
    // What is added to a name in quotes belongs between them.
    const bool is_quoted = name.ends_with('`') || name.ends_with('"');
    const auto end = name.size() - (is_quoted ? 1 : 0);
    std::string made = name;
    for (unsigned count = 2; !taken_.insert(key_(made)).second; ++count) {
        made = name.substr(0, end) + std::to_string(count) + name.substr(end);
    }
    return made;
}

std::string comment(std::string_view prefix, std::string_view text) {
    std::string made;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        // A backslash at the end of a line would make the next one a comment, too.
        if (line.ends_with('\\')) line += '.';
        for (char& c : line) {
            if (static_cast<unsigned char>(c) < ' ') c = ' ';
        }
        while (line.ends_with(' ')) line.pop_back();
        made += std::string(prefix) + (line.empty() ? "" : " ") + line + "\n";
    }
    return made;
}

std::string renamed(const std::string& spec_name, const std::string& language_name) {
    return spec_name == language_name ? "" : "The spec calls " + language_name + " \"" + spec_name + "\".";
}

std::vector<std::string> origin_lines(const GenRequest& request, std::string_view language) {
    std::vector<std::string> lines{fmt::format("Made by `abi-check gen {}` from {}. Do not edit: change the spec.",
                                               language, request.spec.origin)};
    if (!request.digest.empty()) lines.push_back("Spec \"" + request.name + "\", SHA-256 " + request.digest + ".");
    if (!request.spec.target.empty()) lines.push_back("For the target " + request.spec.target + ".");
    return lines;
}

std::vector<std::string> heading(const GenRequest& request, std::string_view language) {
    auto lines = origin_lines(request, language);
    if (request.spec.byte_order == ByteOrder::big) {
        lines.emplace_back(
            "The numbers are big-endian in memory: a little-endian machine swaps their bytes after reading "
            "and before writing.");
    }
    if (request.spec.byte_order == ByteOrder::native) {
        lines.emplace_back("The numbers have the byte order of the machine.");
    }
    const bool has_orders = std::ranges::any_of(request.spec.records, [](const Record& record) {
        return std::ranges::any_of(record.fields, [](const Field& field) { return field.byte_order.has_value(); });
    });
    if (has_orders) {
        lines.emplace_back("A comment names the byte order of a field that has its own: swap its bytes where needed.");
    }
    return lines;
}

Bits bits_of(const Integer& value) {
    if (!value.negative) return {value.low, value.high};
    const std::uint64_t low = ~value.low + 1;
    return {low, ~value.high + (low == 0 ? 1 : 0)};
}

Type element_of(const Type& type) {
    Type element = type;
    element.extents.clear();
    element.flexible_tail = false;
    return element;
}

std::string spelled(const Field& field) {
    const bool is_number = field.type.host_sized && field.type.kind != Kind::pointer;
    std::string text = to_string(element_of(field.type));
    if (is_number) text = field.type.kind == Kind::signed_integer ? "isize" : "usize";
    if (field.type.kind == Kind::byte) text = "bytes";
    if (field.type.flexible_tail) text += "[]";
    for (const auto extent : field.type.extents) text += fmt::format("[{}]", extent);
    return field.bit_width ? fmt::format("{}:{}", text, *field.bit_width) : text;
}

std::vector<std::string> bit_lines(std::span<const Field* const> fields, std::uint64_t begin_bits,
                                   std::uint64_t unit_bits, const std::string& unit, ByteOrder order) {
    std::vector<std::string> lines;
    for (const auto* field : fields) {
        const std::uint64_t first = field->offset_bits - begin_bits;
        const std::uint64_t shift = order == ByteOrder::little ? first : unit_bits - first - *field->bit_width;
        const std::uint64_t mask =
            *field->bit_width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << *field->bit_width) - 1;
        lines.push_back(fmt::format("{} ({}) is {} >> {} & {:#x}", field->name, spelled(*field), unit, shift, mask));
    }
    return lines;
}

std::vector<std::string> place_lines(std::span<const Field* const> fields) {
    std::vector<std::string> lines;
    for (const auto* field : fields) {
        std::string line = fmt::format("{} ({}) at byte {}", field->name, spelled(*field), field->offset_bits / 8);
        if (field->bit_width) line += fmt::format(", bit {}", field->offset_bits % 8);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace abi::gen
