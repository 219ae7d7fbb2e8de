#include "read/clang/settings.h"

#include <algorithm>

#include "clang/Driver/Options.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "model/words.h"

namespace abi::clang_reader {
namespace {

constexpr std::size_t most_told = 4;

bool is_macro(const std::string& setting) {
    return setting.starts_with("-D") || setting.starts_with("-U");
}

/// What `own` has and `other` lacks: macros first, else in the order of `own`.
Settings only_in(const Settings& own, const Settings& other) {
    Settings only;
    for (const auto& one : own) {
        const bool is_told = std::ranges::find(only, one) != only.end();
        if (!is_told && std::ranges::find(other, one) == other.end()) only.push_back(one);
    }
    std::ranges::stable_partition(only, is_macro);
    return only;
}

}  // namespace

Settings settings_of(const std::vector<std::string>& command) {
    std::vector<const char*> words;
    // Behind "--" are files only.
    for (std::size_t at = 1; at < command.size() && command[at] != "--"; ++at) words.push_back(command[at].c_str());
    unsigned missing_index = 0;
    unsigned missing_count = 0;
    const auto parsed = clang::driver::getDriverOptTable().ParseArgs(words, missing_index, missing_count);
    Settings settings;
    for (const auto* argument : parsed) {
        const auto& option = argument->getOption();
        if (option.getKind() == llvm::opt::Option::InputClass || option.matches(clang::driver::options::OPT_o))
            continue;
        const std::string name = argument->getSpelling().str();
        const bool is_joined = name == "-D" || name == "-U" || name == "-I";
        settings.push_back(is_joined ? name + argument->getValue() : argument->getAsString(parsed));
    }
    return settings;
}

std::string told_apart(const Settings& own, const Settings& other) {
    const auto with = only_in(own, other);
    const auto without = only_in(other, own);
    if (with.empty() && without.empty()) return "";
    std::string text;
    if (!with.empty()) text += "with " + join_some(with, most_told);
    if (!without.empty()) text += (text.empty() ? "" : ", ") + std::string("without ") + join_some(without, most_told);
    return " (" + text + ")";
}

}  // namespace abi::clang_reader
