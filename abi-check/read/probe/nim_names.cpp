#include "read/probe/nim_names.h"

#include "read/probe/names.h"

namespace abi::probe {

bool is_nim_name(std::string_view name) {
    return is_plain_name(name) && name.find_first_of("<>,*& $-+:.") == std::string_view::npos &&
           !name.starts_with('_') && !name.ends_with('_') && name.find("__") == std::string_view::npos;
}

std::string last_nim_name(const std::string& name) {
    const auto at = name.find_last_of(".:");
    return at == std::string::npos ? name : name.substr(at + 1);
}

std::string nim_spelling(const std::string& name) {
    std::string made;
    for (const char c : name) {
        if (c != '_' || (!made.empty() && made.back() != '_')) made += c;
    }
    if (made.ends_with('_')) made.pop_back();
    return made.empty() ? name : made;
}

std::string c_name_of_nim(const std::string& name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool before_digit = i + 1 < name.size() && name[i + 1] >= '0' && name[i + 1] <= '9';
        if (name[i] != '_' || i == 0 || !before_digit) text += name[i];
    }
    return text;
}

}  // namespace abi::probe
