#include "read/clang/gcc_options.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace abi::clang_reader {
namespace {

struct Row {
    std::string_view spelling;
    Effect effect;
    std::array<std::string_view, 2> instead;
};

constexpr Row rows[] = {
#define GCC_OPTION(spelling, effect) {spelling, Effect::effect, {}},
#define GCC_OPTION_AS(spelling, ...) {spelling, Effect::other_name, {__VA_ARGS__}},
#include "read/clang/gcc_options.def"
#undef GCC_OPTION
#undef GCC_OPTION_AS
};

/// The rows by spelling, without those that end in '*'.
const std::unordered_map<std::string_view, const Row*>& rows_by_spelling() {
    static const auto table = [] {
        std::unordered_map<std::string_view, const Row*> made;
        for (const auto& row : rows) {
            if (!row.spelling.ends_with('*')) made.emplace(row.spelling, &row);
        }
        return made;
    }();
    return table;
}

const Row* row_of(std::string_view word) {
    const auto& table = rows_by_spelling();
    if (const auto found = table.find(word); found != table.end()) return found->second;
    if (const auto found = table.find(std::string(word) + ' '); found != table.end()) return found->second;
    for (auto equals = word.find('='); equals != std::string_view::npos; equals = word.find('=', equals + 1)) {
        if (const auto found = table.find(word.substr(0, equals + 1)); found != table.end()) return found->second;
    }
    const auto* const family = std::ranges::find_if(rows, [&](const Row& row) {
        return row.spelling.ends_with('*') && word.starts_with(row.spelling.substr(0, row.spelling.size() - 1));
    });
    return family != std::end(rows) ? family : nullptr;
}

/// "-fx" of "-fno-x", and "" if the word is not an opposite.
std::string without_no(std::string_view word) {
    const bool is_opposite = word.starts_with("-fno-") || word.starts_with("-gno-") || word.starts_with("-mno-");
    return is_opposite ? std::string(word.substr(0, 2)) + std::string(word.substr(5)) : "";
}

GccOption option_of(const Row& row) {
    const auto words = static_cast<std::size_t>(
        std::ranges::count_if(row.instead, [](std::string_view word) { return !word.empty(); }));
    return {.spelling = row.spelling,
            .effect = row.effect,
            .instead = std::span(row.instead).first(words),
            .has_value = row.spelling.ends_with(' ')};
}

}  // namespace

GccOption find_gcc_option(std::string_view word, bool clang_knows) {
    if (const auto* row = row_of(word)) return option_of(*row);
    if (clang_knows) return {};
    const auto* opposite = row_of(without_no(word));
    if (opposite == nullptr) return {};
    auto option = option_of(*opposite);
    if (option.effect == Effect::macro || option.effect == Effect::other_name) {
        option.effect = Effect::obsolete;  // what clang does without the option
        option.instead = {};
    }
    return option;
}

std::string_view name_of(Effect effect) {
    switch (effect) {
    case Effect::layout: return "a layout";
    case Effect::macro: return "a macro";
    case Effect::search_path: return "where headers are sought";
    default: return "nothing that a layout depends on";
    }
}

}  // namespace abi::clang_reader
