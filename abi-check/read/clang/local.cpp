#include "read/clang/local.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "clang/Basic/SourceManager.h"
#include "read/clang/source_words.h"
#include "read/wanted_names.h"

namespace abi::clang_reader {
namespace {

constexpr std::array<std::string_view, 4> tag_words{"struct", "union", "class", "enum"};
constexpr std::string_view blanks = " \t\r\n\f\v\\";

bool ends_with_word(std::string_view text, std::string_view word) {
    return text.ends_with(word) && (text.size() == word.size() || !is_of_word(text[text.size() - word.size() - 1]));
}

/// "struct NAME {", "enum class NAME : int", "struct __attribute__((packed)) NAME {", "typedef struct { … } NAME;".
bool is_definition(std::string_view before, std::string_view after) {
    before = before.substr(0, before.find_last_not_of(blanks) + 1);
    after.remove_prefix(std::min(after.find_first_not_of(blanks), after.size()));
    if (before.empty() || after.empty()) return false;
    if (before.ends_with('}') && after.front() == ';') return true;
    const bool tagged = before.ends_with(')') || before.ends_with(']') ||
                        std::ranges::any_of(tag_words, [&](auto word) { return ends_with_word(before, word); });
    return tagged && (after.front() == '{' || after.front() == ':' || after.starts_with("final"));
}

bool has_definition(std::string_view text, std::string_view name) {
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
        const auto after = text.substr(at + name.size());
        if (at != 0 && is_of_word(text[at - 1])) continue;
        if (!after.empty() && is_of_word(after.front())) continue;
        if (is_definition(text.substr(0, at), after)) return true;
    }
    return false;
}

std::set<std::string_view> names_in(const UnitLayout& layout) {
    std::set<std::string_view> names;
    for (const auto& record : layout.records) names.insert(last_component(record.name));
    for (const auto& constant : layout.constants) names.insert(last_component(constant.name));
    for (const auto& one : layout.enums) {
        names.insert(last_component(one.name));
        for (const auto& enumerator : one.enumerators) names.insert(enumerator.name);
    }
    return names;
}

/// The texts of all files of the unit that are not system headers, each once.
std::vector<std::string_view> own_texts(clang::SourceManager& sources) {
    std::set<std::string_view> texts;
    for (unsigned at = 0; at < sources.local_sloc_entry_size(); ++at) {
        const auto& entry = sources.getLocalSLocEntry(at);
        if (!entry.isFile() || entry.getFile().getFileCharacteristic() != clang::SrcMgr::C_User) continue;
        if (const auto text = entry.getFile().getContentCache().getBufferDataIfLoaded()) texts.insert(*text);
    }
    return {texts.begin(), texts.end()};
}

}  // namespace

bool may_be_local(const std::vector<std::string>& names, const UnitLayout& found, clang::CompilerInstance& compiler) {
    const auto known = names_in(found);
    auto& identifiers = compiler.getASTContext().Idents;
    std::vector<std::string_view> missing;
    for (const auto& name : names) {
        const auto last = last_component(name);
        // Clang also puts the identifiers of skipped bodies into its table.
        if (!known.contains(last) && identifiers.find(last) != identifiers.end()) missing.push_back(last);
    }
    if (missing.empty()) return false;
    const auto texts = own_texts(compiler.getSourceManager());
    return std::ranges::any_of(missing, [&](auto name) {
        return std::ranges::any_of(texts, [&](auto text) { return has_definition(text, name); });
    });
}

}  // namespace abi::clang_reader
