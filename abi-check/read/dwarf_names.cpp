#include "read/dwarf_names.h"

#include <algorithm>

namespace abi {

std::string_view spoken_name(std::string_view written) {
    constexpr std::string_view nim_object = "tyObject_";
    if (!written.starts_with(nim_object)) return written;
    const auto name = written.substr(nim_object.size());
    const auto end = name.rfind("__");
    return end == std::string_view::npos || end == 0 ? written : name.substr(0, end);
}

std::string_view last_component(std::string_view name) {
    // What follows the first bracket are arguments; a name that begins with one ("(u32, u8)", "[]u8") is no path.
    const auto head = name.substr(0, name.find_first_of("<("));
    if (head.empty() || name.front() == '&' || name.front() == '*' || name.front() == '[') return name;
    const auto separator = head.find_last_of(":.");
    return separator == std::string_view::npos ? head : head.substr(separator + 1);
}

bool is_noise(std::string_view scope) {
    return scope.starts_with('{');
}

WantedNames::WantedNames(const std::vector<std::string>& names) : names_(names.begin(), names.end()) {
    for (const auto name : names_) last_components_.insert(last_component(name));
}

}  // namespace abi
