#include "read/clang/wanted_words.h"

#include <algorithm>
#include <array>

#include "clang/Basic/CharInfo.h"
#include "read/wanted_names.h"

namespace abi::clang_reader {
namespace {

/// How the names of types begin that clang declares in every unit, without a token.
constexpr std::array<std::string_view, 10> implicit_beginnings{
    "__builtin", "__va_list", "__int128", "__uint128", "__NS", "__SV", "__clang", "_GUID", "align_val", "type_info"};

bool is_implicit(std::string_view word) {
    return std::ranges::any_of(implicit_beginnings, [&](auto beginning) { return word.starts_with(beginning); });
}

/// Cuts a name at the separators outside of arguments: "ns", "Ring" and "Slot" of "ns::Ring<ns::Cmd>::Slot".
std::vector<std::string_view> components_of(std::string_view name) {
    std::vector<std::string_view> components;
    std::size_t begin = 0;
    std::size_t depth = 0;
    for (std::size_t at = 0; at <= name.size(); ++at) {
        const bool is_end = at == name.size();
        if (!is_end && (name[at] == '<' || name[at] == '(')) ++depth;
        if (!is_end && (name[at] == '>' || name[at] == ')') && depth != 0) --depth;
        if (!is_end && (depth != 0 || (name[at] != ':' && name[at] != '.'))) continue;
        if (at != begin) components.push_back(last_component(name.substr(begin, at - begin)));
        begin = at + 1;
    }
    return components;
}

}  // namespace

WantedWords::WantedWords(const std::vector<std::string>& names) : are_known_(!names.empty()), names_(names) {
    for (const auto& name : names) {
        const auto components = components_of(name);
        std::vector<std::size_t> needed;
        for (const auto component : components) {
            // A scope like "(anonymous union)" is not a word. The last component must be one.
            if (clang::isValidAsciiIdentifier(component, /*AllowDollar=*/false)) needed.push_back(add(component));
        }
        if (components.empty() || !clang::isValidAsciiIdentifier(components.back(), /*AllowDollar=*/false)) {
            are_known_ = false;
        }
        words_of_names_.push_back(std::move(needed));
    }
    names_of_words_.resize(words_.size());
    of_every_unit_.resize(static_cast<unsigned>(words_.size()));
    for (std::size_t name = 0; name < words_of_names_.size(); ++name) {
        for (const auto word : words_of_names_[name]) names_of_words_[word].push_back(name);
    }
    for (std::size_t at = 0; at < words_.size(); ++at) {
        if (is_implicit(words_[at])) of_every_unit_.set(static_cast<unsigned>(at));
    }
}

std::size_t WantedWords::add(std::string_view word) {
    const auto [found, is_new] = indices_.try_emplace(word, words_.size());
    if (!is_new) return found->second;
    words_.emplace_back(word);
    if (word.size() < 2) {
        has_short_ = true;
    } else {
        first_two_.set(first_two(word));
    }
    return found->second;
}

bool WantedWords::may_be_in(std::size_t name, const llvm::BitVector& has, const llvm::BitVector& declared) const {
    const auto& words = words_of_names_[name];
    const auto in = [](const llvm::BitVector& set) {
        return [&set](auto word) { return set[static_cast<unsigned>(word)]; };
    };
    return std::ranges::all_of(words, in(has)) && in(declared)(words.back());
}

const std::string* WantedWords::name_with(std::size_t word, const llvm::BitVector& has,
                                          const llvm::BitVector& declared) const {
    for (const auto name : names_of_words_[word]) {
        if (may_be_in(name, has, declared)) return &names_[name];
    }
    return nullptr;
}

const std::string* WantedWords::first_name(const llvm::BitVector& has, const llvm::BitVector& declared) const {
    for (std::size_t name = 0; name < names_.size(); ++name) {
        if (may_be_in(name, has, declared)) return &names_[name];
    }
    return nullptr;
}

}  // namespace abi::clang_reader
