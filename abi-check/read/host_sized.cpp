#include "read/host_sized.h"

#include <algorithm>
#include <array>

namespace abi {
namespace {

constexpr std::array<std::string_view, 15> aliases{
    "size_t",   "ssize_t", "ptrdiff_t",       "intptr_t",         "uintptr_t",          "__intptr_t",
    "__size_t", "wchar_t", "__kernel_size_t", "__kernel_ssize_t", "__kernel_ptrdiff_t", "NI",
    "NU",  // Nim's int and uint
    "usize",    "isize"};
constexpr std::array<std::string_view, 12> bases{
    "long int", "long unsigned int", "long",         "unsigned long",    "long double", "wchar_t", "usize", "isize",
    "c_long",   "c_ulong",           "c_longdouble", "decltype(nullptr)"};
constexpr std::array<std::string_view, 5> widths{"8", "16", "32", "64", "128"};
constexpr std::array<std::string_view, 3> before_t{"int", "uint", "char"};                                // int64_t
constexpr std::array<std::string_view, 7> before_width{"__u", "__s", "__le", "__be", "__i", "NI", "NU"};  // __u64, NU32

bool holds(const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool is_host_sized_alias(std::string_view name) {
    return holds(aliases, name);
}

bool states_width(std::string_view name) {
    for (const auto prefix : before_width) {
        if (name.starts_with(prefix) && holds(widths, name.substr(prefix.size()))) return true;
    }
    name.remove_prefix(std::min(name.find_first_not_of('_'), name.size()));
    return std::ranges::any_of(before_t, [&](std::string_view prefix) {
        return name.starts_with(prefix) && name.ends_with("_t") && name.size() > prefix.size() + 2 &&
               holds(widths, name.substr(prefix.size(), name.size() - prefix.size() - 2));
    });
}

bool is_host_sized_base(std::string_view name) {
    return holds(bases, name);
}

}  // namespace abi
