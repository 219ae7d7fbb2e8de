// Splits a compile command into options, by the table of clang's driver.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "clang/Driver/Options.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"

namespace abi::clang_reader {

/// One option as the command spells it. It may take several words.
struct Option {
    std::unique_ptr<llvm::opt::Arg> parsed;  // null if its value is missing or the word is empty
    std::size_t begin = 0;                   // index of its first word
    std::size_t end = 0;
};

inline bool is_of(const Option& option, llvm::opt::Option::OptionClass kind) {
    return option.parsed && option.parsed->getOption().getKind() == kind;
}
inline bool is_file_name(const Option& option) {
    return is_of(option, llvm::opt::Option::InputClass);
}
inline bool is_unknown(const Option& option) {
    return is_of(option, llvm::opt::Option::UnknownClass);
}

/// Whether the option is this one, an alias of it, or a member of this group (clang::driver::options::OPT_…).
inline bool is(const Option& option, unsigned id) {
    return option.parsed && option.parsed->getOption().matches(id);
}
bool is_any(const Option& option, const auto& ids) {
    return std::ranges::any_of(ids, [&](unsigned id) { return is(option, id); });
}

/// The index of "--", or the number of words.
inline std::size_t end_of_options(const std::vector<std::string>& words) {
    return static_cast<std::size_t>(std::ranges::find(words, "--") - words.begin());
}

/// The options between the words `begin` and `end`. `visible`: options::ClangOption for those of the driver,
/// options::CC1Option for those of the front end.
inline std::vector<Option> options_in(const std::vector<std::string>& words, std::size_t begin, std::size_t end,
                                      unsigned visible = clang::driver::options::ClangOption) {
    std::vector<const char*> all;
    all.reserve(end);
    for (std::size_t at = 0; at < end; ++at) all.push_back(words[at].c_str());
    const llvm::opt::InputArgList list(all.data(), all.data() + all.size());
    const auto& table = clang::driver::getDriverOptTable();
    std::vector<Option> options;
    for (auto at = static_cast<unsigned>(begin); at < end;) {
        const unsigned first = at;
        auto parsed = table.ParseOneArg(list, at, llvm::opt::Visibility(visible));
        if (at == first) ++at;
        at = std::min(at, static_cast<unsigned>(end));
        options.push_back({std::move(parsed), first, at});
    }
    return options;
}

/// The options of a command. Its first word is the compiler's name; files behind "--" are not options.
inline std::vector<Option> options_of(const std::vector<std::string>& command) {
    return options_in(command, command.empty() ? 0 : 1, end_of_options(command));
}

}  // namespace abi::clang_reader
