#include "read/dwarf/declared_at.h"

#include <algorithm>
#include <array>

namespace abi::dwarf {
namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Takes the next word or sign of a line from its front; empty at its end.
std::string_view take(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    const auto end = std::ranges::find_if_not(line, is_word) - line.begin();
    const auto word = line.substr(0, std::max<std::size_t>(static_cast<std::size_t>(end), 1));
    line.remove_prefix(word.size());
    return word;
}

/// Calls `use` with each line and its number, until it returns false.
template <typename Use>
void for_each_line(std::string_view text, std::size_t from, const Use& use) {
    auto number = static_cast<unsigned>(std::ranges::count(text.substr(0, from), '\n')) + 1;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        if (!use(text.substr(from, end - from), number++)) return;
        from = end + 1;
    }
}

bool is_one_of(std::string_view word, const auto& words) {
    return std::ranges::find(words, word) != words.end();
}

/// The name that a line of Go declares, if it declares a type of its own; in a group the line begins with the name.
std::string_view type_of_go(std::string_view line) {
    auto name = take(line);
    const bool stands_alone = name == "type";
    if (stands_alone) name = take(line);
    if (name.empty() || !is_word(name.front())) return {};
    const auto what = take(line);
    const bool is_type = what == "struct" || (stands_alone && !what.empty() && what != "=" && what != "(");
    return is_type ? name : std::string_view();
}

/// The name that a line of Rust declares: "pub(crate) struct Packet<T> {".
std::string_view type_of_rust(std::string_view line) {
    constexpr std::array<std::string_view, 7> before{"pub", "(", "crate", "super", "in", ")", "self"};
    constexpr std::array<std::string_view, 3> kinds{"struct", "union", "enum"};
    auto word = take(line);
    while (word == "#" || is_one_of(word, before)) {
        if (word == "#") line.remove_prefix(std::min(line.find(']'), line.size() - 1) + 1);
        word = take(line);
    }
    return is_one_of(word, kinds) ? take(line) : std::string_view();
}

/// The column of the field that a line declares: "a, b uint32" and "Embedded" of Go, "pub kind: u32," of Rust. 0: it
/// declares no field of this name.
unsigned column_of(std::string_view line, bool is_rust, std::string_view field) {
    constexpr std::array<std::string_view, 6> before{"pub", "(", "crate", "super", ")", "*"};
    const auto* const begin = line.data();
    for (auto word = take(line); !word.empty(); word = take(line)) {
        if (is_one_of(word, before) && word != field) continue;
        const auto next = take(line);
        if (word == field) return !is_rust || next == ":" ? static_cast<unsigned>(word.data() - begin) + 1 : 0;
        if (next != "," && next != ".") return 0;
    }
    return 0;
}

}  // namespace

std::vector<DeclaredType> declarations_of(std::string_view text, bool is_rust, std::string_view name) {
    std::vector<DeclaredType> found;
    for_each_line(text, 0, [&](std::string_view line, unsigned number) {
        const auto declared = is_rust ? type_of_rust(line) : type_of_go(line);
        if (declared != name || name.empty()) return true;
        const auto column = static_cast<unsigned>(declared.data() - line.data()) + 1;
        found.push_back({{number, column}, static_cast<std::size_t>(declared.data() - text.data()) + name.size()});
        return true;
    });
    return found;
}

TextPlace field_in(std::string_view text, const DeclaredType& type, bool is_rust, std::string_view field) {
    TextPlace place;
    int depth = 0;
    for_each_line(text, type.body, [&](std::string_view line, unsigned number) {
        const auto code = line.substr(0, line.find("//"));
        if (const auto column = depth == 1 ? column_of(code, is_rust, field) : 0; column != 0) {
            place = {number, column};
            return false;
        }
        depth += static_cast<int>(std::ranges::count(code, '{') - std::ranges::count(code, '}'));
        return depth > 0 || code.find('}') == std::string_view::npos;
    });
    return place;
}

}  // namespace abi::dwarf
