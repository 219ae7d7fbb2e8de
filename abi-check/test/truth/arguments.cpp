#include "test/truth/arguments.h"

#include <algorithm>
#include <charconv>

namespace abi::truth {

std::optional<std::uint64_t> number_of(const std::string& text) {
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return value;
}

std::optional<Piece> piece_of(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto index = number_of(text.substr(colon + 1));
    for (const auto language : all_languages) {
        if (index && text.substr(0, colon) == to_string(language)) return Piece{language, *index};
    }
    return std::nullopt;
}

std::string add_machines(const std::string& names, std::vector<const Machine*>& machines) {
    for (std::size_t at = 0; at <= names.size();) {
        const auto end = std::min(names.find(',', at), names.size());
        const auto name = names.substr(at, end - at);
        const auto found = std::ranges::find(all_machines(), name, [](const Machine& one) { return one.target.name; });
        if (found == all_machines().end()) return "there is no target \"" + name + "\"";
        machines.push_back(&*found);
        at = end + 1;
    }
    return "";
}

}  // namespace abi::truth
