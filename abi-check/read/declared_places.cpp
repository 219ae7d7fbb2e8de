#include "read/declared_places.h"

#include <filesystem>
#include <tuple>
#include <utility>

#include "llvm/Support/MemoryBuffer.h"
#include "read/source_path.h"

namespace abi {
namespace {

constexpr std::size_t largest_source = 16U << 20U;

/// Whether a file is a module of this name: a/ring.rs, ring/mod.rs and ring.zig are "ring".
bool is_module(const std::filesystem::path& path, const std::string& name) {
    const auto stem = path.stem().string();
    return stem == name || (stem == "mod" && path.parent_path().filename() == name);
}

}  // namespace

ScopedName scoped_name(const std::string& name) {
    const auto head = name.substr(0, name.find_first_of("<["));
    const auto mark = head.find_last_of(".:/");
    if (mark == std::string::npos) return {"", head};
    auto scope = head.substr(0, mark);
    while (scope.ends_with(':')) scope.pop_back();
    const auto before = scope.find_last_of(".:/");
    return {before == std::string::npos ? scope : scope.substr(before + 1), head.substr(mark + 1)};
}

const DeclaredText* DeclaredPlaces::text_of(const std::string& path) {
    const auto [known, is_new] = texts_.try_emplace(path);
    if (!is_new) return known->second.get();
    std::error_code error;
    const bool is_file = std::filesystem::is_regular_file(path, error);
    if (!is_file || std::filesystem::file_size(path, error) > largest_source || error) return nullptr;
    if (const auto bytes = llvm::MemoryBuffer::getFile(path))
        known->second = std::make_unique<DeclaredText>((*bytes)->getBuffer().str(), language_);
    return known->second.get();
}

/// The declaration that fits best, if there is only one that does.
std::optional<DeclaredPlaces::Found> DeclaredPlaces::find(const std::vector<std::string>& sources,
                                                          const std::string& name, Search search) {
    const auto [scope, last] = scoped_name(name);
    std::optional<Found> best;
    std::tuple<bool, bool, bool, bool> best_fit;
    bool is_alone = false;
    for (const auto& path : sources) {
        const auto* const text = text_of(path);
        if (text == nullptr) continue;
        for (const auto& one : (text->*search)(scope, last)) {
            const std::tuple fit(one.is_definition, one.is_in_scope, !scope.empty() && is_module(path, scope),
                                 one.is_at_file_level);
            if (best && fit < best_fit) continue;
            is_alone = !best || fit > best_fit;
            best = Found{text, path, one.word};
            best_fit = fit;
        }
    }
    return is_alone ? best : std::nullopt;
}

/// A type without a name of its own, or a value, has the name of the member that declares it: "R.arg", "Kind::Run".
std::optional<DeclaredPlaces::Found> DeclaredPlaces::find_member(const std::vector<std::string>& sources,
                                                                 const std::string& name) {
    const auto [scope, last] = scoped_name(name);
    if (scope.empty()) return std::nullopt;
    const auto owner_name = name.substr(0, name.rfind(scope) + scope.size());
    const auto owner = find(sources, owner_name, &DeclaredText::types);
    const auto word = owner ? owner->text->member(owner->word, last) : std::nullopt;
    return word ? std::optional(Found{owner->text, owner->path, *word}) : std::nullopt;
}

std::optional<DeclaredPlaces::Found> DeclaredPlaces::find_value(const std::vector<std::string>& sources,
                                                                const std::string& name) {
    const auto found = find(sources, name, &DeclaredText::constants);
    return found ? found : find_member(sources, name);
}

Place DeclaredPlaces::place_of(const Found& found) const {
    const auto [line, column] = found.text->place(found.word);
    return {.file = below_root(root_, found.path), .line = line, .column = column};
}

Place DeclaredPlaces::place_of_member(const Found& owner, const std::string& name) const {
    const auto word = owner.text->member(owner.word, scoped_name(name).last);
    return place_of(word ? Found{owner.text, owner.path, *word} : owner);
}

void DeclaredPlaces::set(const std::vector<std::string>& sources, Record& record) {
    auto found = find(sources, record.name, &DeclaredText::types);
    if (!found) found = find_member(sources, record.name);
    if (!found) return;
    record.place = place_of(*found);
    for (auto& field : record.fields) field.place = place_of_member(*found, field.name);
}

void DeclaredPlaces::set(const std::vector<std::string>& sources, Enum& one) {
    const auto found = find(sources, one.name, &DeclaredText::types);
    if (!found) return;
    one.place = place_of(*found);
    for (auto& value : one.enumerators) {
        const auto constant = language_ == "go" ? find(sources, value.name, &DeclaredText::constants) : std::nullopt;
        value.place = constant ? place_of(*constant) : place_of_member(*found, value.name);
    }
}

void DeclaredPlaces::set(const std::vector<std::string>& sources, Constant& constant) {
    if (const auto found = find_value(sources, constant.name)) constant.place = place_of(*found);
}

}  // namespace abi
