#include "read/probe/rust_names.h"

#include <algorithm>
#include <array>
#include <ranges>

#include "model/words.h"
#include "read/probe/names.h"

namespace abi::probe {
namespace {

using Path = std::vector<std::string>;

/// Each one that is not the right one costs a run of the compiler.
constexpr std::size_t most_candidates = 8;

std::string written(const Path& path) {
    return join(path, "::", raw_identifier);
}

Path path_of(const std::string& name) {
    auto path = components_of(name);
    if (path.size() > 1 && path.front() == "crate") path.erase(path.begin());
    return path;
}

bool ends_with(const Path& path, const Path& end) {
    return path.size() >= end.size() && std::ranges::equal(path | std::views::drop(path.size() - end.size()), end);
}

/// The parts that declare the last component of a path, or, if none does, those that may do so by a macro. The module
/// that the path names comes first.
std::vector<std::size_t> declaring(const std::vector<RustPart>& parts, const Path& path) {
    const auto name = without_arguments(path.back());
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].declared.contains(name)) found.push_back(i);
    }
    for (std::size_t i = 0; i < parts.size() && found.empty(); ++i) {
        if (parts[i].maybe.contains(name)) found.push_back(i);
    }
    const Path module(path.begin(), path.end() - 1);
    std::ranges::stable_partition(found, [&](std::size_t part) { return parts[part].module == module; });
    if (found.size() > most_candidates) found.resize(most_candidates);
    return found;
}

void add_once(RustSpelling spelling, std::vector<RustSpelling>& all) {
    const bool is_known = std::ranges::any_of(all, [&](const RustSpelling& one) {
        return one.part == spelling.part && one.text == spelling.text && one.same == spelling.same;
    });
    if (!is_known) all.push_back(std::move(spelling));
}

/// The spellings of a path from the root. `tail` follows the name: "::FIRST".
void add_spellings(const std::vector<RustPart>& parts, const Path& path, const std::string& tail,
                   std::vector<RustSpelling>& all) {
    const Path module(path.begin(), path.end() - 1);
    const auto here = "super::" + raw_identifier(path.back()) + tail;
    const auto found = declaring(parts, path);
    const auto add = [&](std::size_t part, const std::string& same) { add_once({part, here, same}, all); };
    for (const auto part : found) {
        if (parts[part].module == module) add(part, "");
    }
    for (const auto part : found) {
        if (parts[part].module != module && tail.empty()) add(part, "crate::" + written(path));
    }
    add_once({0, "super::" + written(path) + tail, ""}, all);
    std::vector<std::size_t> meant;
    std::ranges::copy_if(found, std::back_inserter(meant),
                         [&](std::size_t part) { return ends_with(parts[part].module, module); });
    if (meant.size() == 1) add(meant.front(), "");
}

void add_all(const std::vector<RustPart>& parts, Path path, const std::string& tail, std::vector<RustSpelling>& all) {
    add_spellings(parts, path, tail, all);
    if (path.size() < 2) return;
    // In another crate, from edition 2018 on.
    add_once({0, "::" + written(path) + tail, ""}, all);
    path.erase(path.begin());
    add_spellings(parts, path, tail, all);
}

}  // namespace

std::string raw_identifier(const std::string& name) {
    constexpr std::array keywords{"abstract", "as",     "async",   "await",  "become",  "box",      "break", "const",
                                  "continue", "do",     "dyn",     "else",   "enum",    "extern",   "false", "final",
                                  "fn",       "for",    "gen",     "if",     "impl",    "in",       "let",   "loop",
                                  "macro",    "match",  "mod",     "move",   "mut",     "override", "priv",  "pub",
                                  "ref",      "return", "static",  "struct", "trait",   "true",     "try",   "type",
                                  "typeof",   "unsafe", "unsized", "use",    "virtual", "where",    "while", "yield"};
    return std::ranges::find(keywords, std::string_view(name)) == keywords.end() ? name : "r#" + name;
}

std::vector<RustSpelling> type_spellings(const std::vector<RustPart>& parts, const std::string& name) {
    std::vector<RustSpelling> all;
    add_all(parts, path_of(name), "", all);
    return all;
}

std::vector<RustSpelling> constant_spellings(const std::vector<RustPart>& parts, const std::string& name) {
    std::vector<RustSpelling> all;
    auto path = path_of(name);
    const auto tail = "::" + raw_identifier(path.back());
    const Path whole = path;
    path.pop_back();
    // If the path names a module that declares the constant, the constant belongs to no type.
    for (const auto part : declaring(parts, whole)) {
        if (parts[part].module == path) add_once({part, "super" + tail, ""}, all);
    }
    if (!path.empty()) add_spellings(parts, path, tail, all);
    add_all(parts, whole, "", all);
    std::erase_if(all, [](const RustSpelling& one) { return !one.same.empty(); });
    if (path.size() > 1) {
        path.erase(path.begin());
        add_spellings(parts, path, tail, all);
    }
    return all;
}

std::vector<std::string> rival_modules(const std::vector<RustPart>& parts, const std::string& name) {
    std::vector<std::string> modules;
    const auto path = path_of(name);
    const Path module(path.begin(), path.end() - 1);
    for (const auto part : declaring(parts, path)) {
        if (parts[part].module == module) return {};
        if (ends_with(parts[part].module, module)) modules.push_back(join(parts[part].module, "::"));
    }
    return modules.size() > 1 ? modules : std::vector<std::string>();
}

void add_wanted(const std::string& name, std::set<std::string>& wanted) {
    const auto path = path_of(name);
    wanted.insert(without_arguments(path.back()));
    if (path.size() > 1) wanted.insert(path[path.size() - 2]);
}

}  // namespace abi::probe
