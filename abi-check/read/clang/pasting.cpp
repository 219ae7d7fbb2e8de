#include "read/clang/pasting.h"

#include <algorithm>
#include <cstdint>

namespace abi::clang_reader {
namespace {

namespace tok = clang::tok;

bool is_of_word(const clang::Token& token, std::string_view spelling) {
    if (token.is(tok::raw_identifier)) return true;
    return token.is(tok::numeric_constant) && std::ranges::all_of(spelling, [](char c) {
               return clang::isAsciiIdentifierContinue(static_cast<unsigned char>(c));
           });
}

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return clang::isDigit(static_cast<unsigned char>(c)); });
}

}  // namespace

bool Pasting::Tokens::add(Number token) {
    if (has.size() <= token) has.resize(std::max(token + 1, has.size() * 2));
    if (has[token]) return false;
    has.set(token);
    list.push_back(token);
    return true;
}

Pasting::Pasting(const std::vector<const ScannedFile*>& files, const WantedWords& words)
    : count_(static_cast<unsigned>(words.count())) {
    for (const auto* file : files) add_macros(*file);
    follow_names();
    Tokens tokens;
    for (const auto* file : files) {
        auto parts = parts_of(*file);
        for (const auto part : parts) tokens.add(part);
        parts_.try_emplace(file, std::move(parts));
    }
    if (tokens.list.empty()) return;
    std::vector<Made> names;
    for (Number name = 0; name < macros_.size(); ++name) {
        if (macros_[name].is_defined) names.push_back(pieces_of(texts_[name], name));
    }
    std::erase_if(names, [](const Made& one) { return one.pieces.empty(); });
    close(tokens);
    has_balanced_names_ = add_made_macros(names, tokens);
    for (auto& name : names) {
        if (can_be_made(name, tokens)) made_macros_.push_back(std::move(name));
    }
    for (Number word = 0; word < words.count(); ++word) {
        auto pieces = pieces_of(words.word(word), word);
        if (can_be_made(pieces, tokens)) made_words_.push_back(std::move(pieces));
    }
}

llvm::BitVector Pasting::possible_in(const std::vector<const ScannedFile*>& files) const {
    llvm::BitVector found(count_);
    if (made_words_.empty() && has_balanced_names_) return found;
    Tokens tokens;
    for (const auto* file : files) {
        for (const auto part : parts_.find(file)->second) tokens.add(part);
    }
    close(tokens);
    if (!add_made_macros(made_macros_, tokens)) {
        found.set();
        return found;
    }
    for (const auto& word : made_words_) {
        if (can_be_made(word, tokens)) found.set(word.number);
    }
    return found;
}

Pasting::Number Pasting::number_of(std::string_view token) {
    const auto [found, is_new] = numbers_.try_emplace(token, static_cast<Number>(texts_.size()));
    if (is_new) {
        texts_.push_back(found->getKey());
        macros_.emplace_back();
    }
    return found->second;
}

void Pasting::add_macros(const ScannedFile& file) {
    for (const auto& text : file.macros) {
        std::vector<Number> value;
        value.reserve(text.words.size());
        for (const auto word : text.words) value.push_back(number_of(word));
        auto& macro = macros_[number_of(text.name)];
        macro.is_defined = true;
        macro.pastes |= text.pastes;
        macro.is_balanced &= text.is_balanced;
        macro.value.insert(macro.value.end(), value.begin(), value.end());
    }
}

/// A macro leads to `##` if its value names one that does. The same holds for parentheses that are not in pairs.
void Pasting::follow_names() {
    std::vector<std::vector<Number>> named_by(macros_.size());
    for (Number name = 0; name < macros_.size(); ++name) {
        for (const auto word : macros_[name].value) {
            if (macros_[word].is_defined) named_by[word].push_back(name);
        }
    }
    const auto spread = [&](auto has, auto give) {
        std::vector<Number> queue;
        for (Number name = 0; name < macros_.size(); ++name) {
            if (has(macros_[name])) queue.push_back(name);
        }
        for (std::size_t next = 0; next < queue.size(); ++next) {
            for (const auto user : named_by[queue[next]]) {
                if (has(macros_[user])) continue;
                give(macros_[user]);
                queue.push_back(user);
            }
        }
    };
    spread([](const Macro& macro) { return macro.pastes; }, [](Macro& macro) { macro.pastes = true; });
    spread([](const Macro& macro) { return !macro.is_balanced; }, [](Macro& macro) { macro.is_balanced = false; });
}

bool Pasting::names_pasting(const ScannedFile& file) const {
    bool names = false;
    const auto look = [&](std::string_view word) {
        const auto found = numbers_.find(word);
        names |= found != numbers_.end() && macros_[found->second].pastes;
    };
    for_each_word(file.text, look);
    if (!names) for_each_word(joined_words(file.text), look);
    return names;
}

/// The tokens of the parts of a text that may lead to `##`. All of its tokens, if its parentheses do not show where
/// such a part ends.
std::vector<Pasting::Number> Pasting::parts_of(const ScannedFile& file) {
    if (!names_pasting(file)) return {};
    std::vector<Number> all, parts, part;
    bool pastes = false;  // the present part
    bool is_irregular = false;
    bool is_directive = false;
    unsigned depth = 0;
    const auto end_part = [&] {
        if (pastes) parts.insert(parts.end(), part.begin(), part.end());
        all.insert(all.end(), part.begin(), part.end());
        part.clear();
        pastes = false;
    };
    for_each_token(file.text, [&](const clang::Token& token, std::string_view spelling) {
        if (token.isAtStartOfLine()) is_directive = token.is(tok::hash);
        if (is_directive) {
            is_irregular |= depth != 0;
            return;
        }
        if (is_of_word(token, spelling)) {
            const auto number = number_of(spelling);
            const auto& macro = macros_[number];
            pastes |= macro.pastes;
            is_irregular |= !macro.is_balanced;
            part.push_back(number);
        }
        if (token.is(tok::l_paren)) ++depth;
        if (token.is(tok::r_paren) && depth != 0) --depth;
        if (depth == 0 && token.isOneOf(tok::semi, tok::l_brace, tok::r_brace)) end_part();
    });
    end_part();
    auto found = is_irregular && !parts.empty() ? std::move(all) : std::move(parts);
    std::ranges::sort(found);
    const auto rest = std::ranges::unique(found);
    found.erase(rest.begin(), rest.end());
    return found;
}

/// Adds the values of the macros that the tokens name.
void Pasting::close(Tokens& tokens) const {
    for (std::size_t next = 0; next < tokens.list.size(); ++next) {
        for (const auto word : macros_[tokens.list[next]].value) tokens.add(word);
    }
}

Pasting::Made Pasting::pieces_of(std::string_view word, Number number) const {
    Made made{.number = number, .size = word.size(), .pieces = {}};
    llvm::SmallVector<bool, 64> reached(word.size() + 1, false);
    reached[0] = true;
    for (std::size_t begin = 0; begin < word.size(); ++begin) {
        if (!reached[begin]) continue;
        for (std::size_t end = begin + 1; end <= word.size(); ++end) {
            if (begin == 0 && end == word.size()) continue;
            const auto piece = word.substr(begin, end - begin);
            const auto known = numbers_.find(piece);
            const bool is_free = are_digits(piece);
            if (known == numbers_.end() && !is_free) continue;
            reached[end] = true;
            made.pieces.push_back({begin, end, is_free ? any_token : known->second});
        }
    }
    if (!reached[word.size()]) made.pieces.clear();
    return made;
}

/// The ends of pieces are bits of a number. What is too long for that is taken as made.
bool Pasting::can_be_made(const Made& made, const Tokens& tokens) {
    if (made.pieces.empty()) return false;
    if (made.size >= 64) return true;
    std::uint64_t reached = 1;
    for (const auto& [begin, end, token] : made.pieces) {
        if (reached >> begin == 0) return false;
        const bool has = (reached >> begin & 1) != 0 && (token == any_token || tokens.contains(token));
        if (has) reached |= std::uint64_t{1} << end;
    }
    return (reached >> made.size & 1) != 0;
}

/// A macro whose name `##` makes is used, too. Returns whether none of these has parentheses that are not in pairs:
/// they would move the ends of the parts.
bool Pasting::add_made_macros(const std::vector<Made>& names, Tokens& tokens) const {
    bool is_balanced = true;
    for (bool is_new = !tokens.list.empty(); is_new;) {
        is_new = false;
        for (const auto& name : names) {
            const auto& macro = macros_[name.number];
            if ((macro.is_balanced && tokens.contains(name.number)) || !can_be_made(name, tokens)) continue;
            is_balanced &= macro.is_balanced;
            is_new |= tokens.add(name.number);
        }
        if (is_new) close(tokens);
    }
    return is_balanced;
}

}  // namespace abi::clang_reader
