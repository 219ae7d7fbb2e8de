#include "read/probe/promise.h"

#include <algorithm>
#include <array>

#include "read/probe/names.h"
#include "read/probe/values.h"

namespace abi::probe {
namespace {

/// "P" for "crate::a::P<'static>".
std::string last_word(std::string name) {
    name.erase(std::min(name.find('<'), name.size()));
    return components_of(name).back();
}

/// Whether the lint names a type that has a layout, although C has no such type: a character, an integer, a pointer.
/// Option is such a type for pointers.
bool has_layout(const std::string& type) {
    constexpr std::array plain{"char", "str", "i128", "u128", "Option", "Box"};
    constexpr std::array beginnings{"*", "&", "[", "fn", "unsafe ", "extern ", "for<", "dyn "};
    const auto word = last_word(type);
    return std::ranges::find(plain, word) != plain.end() ||
           std::ranges::any_of(beginnings, [&](const char* begin) { return type.starts_with(begin); });
}

}  // namespace

std::string no_promise(const Plan& plan, std::size_t record) {
    const auto asked = std::ranges::find_if(
        plan.items, [&](const Item& item) { return item.what == Item::What::promise && item.owner == record; });
    constexpr std::string_view mark = "uses type `";
    const auto at = asked == plan.items.end() ? std::string::npos : asked->found.find(mark);
    if (at == std::string::npos) return "";
    const auto names = quoted_names(std::string_view(asked->found).substr(at), '`');
    if (names.empty()) return "";
    const auto& type = names.front();
    if (last_word(type) == last_word(record_of(plan, plan.items[record]).name)) {
        return "it has no `repr(C)`, `repr(transparent)` or `repr(C, packed)`";
    }
    if (has_layout(type)) return "";
    return "it holds `" + type + "`, for which Rust promises none";
}

}  // namespace abi::probe
