#include "read/probe/made_names.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <ranges>
#include <string_view>

#include "os/file.h"

namespace abi::probe {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view maker = "Made by `abi-check gen ";
constexpr std::string_view words = "The spec calls ";

/// The name without what escapes it: `end` of Nim, r#fn of Rust.
std::string_view bare(std::string_view name) {
    if (name.starts_with("r#")) name.remove_prefix(2);
    if (name.size() > 2 && name.starts_with('`') && name.ends_with('`')) name = name.substr(1, name.size() - 2);
    return name;
}

void add_pair(std::string_view line, MadeNames& names) {
    const auto at = line.find(words);
    if (at == line.npos) return;
    const auto rest = line.substr(at + words.size());
    const auto quote = rest.find(" \"");
    const auto end = rest.rfind("\".");
    if (quote == rest.npos || end == rest.npos || end < quote + 2) return;
    const auto made = bare(rest.substr(0, quote));
    const auto spec = rest.substr(quote + 2, end - quote - 2);
    if (made == spec) return;
    auto& pairs = line.starts_with(' ') ? names.members : names.outer;
    pairs.emplace_back(spec, made);
}

/// The file that a line names: "own.h" of `#include "own.h"`, "own" of `import own` and `pub mod own;`.
std::optional<std::string> named_in(std::string_view line) {
    for (const std::string_view begin : {"#include \"", "import ", "include ", "mod ", "pub mod "}) {
        if (!line.starts_with(begin)) continue;
        auto name = line.substr(begin.size());
        return std::string(name.substr(0, name.find_first_of("\"; ,\r")));
    }
    return std::nullopt;
}

/// Calls `each` with each line.
void for_lines(std::string_view text, const auto& each) {
    for (const auto line : std::views::split(text, '\n')) each(std::string_view(line.begin(), line.end()));
}

/// The name in the source of a type; the name itself if it is not changed.
std::string outer_name(const std::string& name, const MadeNames& names) {
    const auto found = std::ranges::find(names.outer, name, &Pairs::value_type::first);
    return found == names.outer.end() ? name : found->second;
}

std::string asked_name(const std::string& name, const MadeNames& names) {
    const auto found = std::ranges::find(names.outer, name, &Pairs::value_type::second);
    return found == names.outer.end() ? name : found->first;
}

/// Adds a copy under its other name of each part (field, value or constant) that has one.
template <typename Part>
void add_other_names(const Pairs& pairs, std::vector<Part>& parts) {
    const auto count = parts.size();
    for (const auto& [spec, made] : pairs) {
        const auto end = parts.begin() + static_cast<std::ptrdiff_t>(count);
        const auto one = std::ranges::find(parts.begin(), end, spec, &Part::name);
        if (one == end || std::ranges::count(parts, made, &Part::name) != 0) continue;
        Part copy = *one;
        copy.name = made;
        parts.push_back(std::move(copy));
    }
}

/// Gives the parts that were found under their other name the name in `asked`.
template <typename Part>
void restore(const Pairs& pairs, const std::vector<Part>& asked, std::vector<Part>& found) {
    const auto has = [](const std::vector<Part>& parts, const std::string& name) {
        return std::ranges::count(parts, name, &Part::name) != 0;
    };
    for (const auto& [spec, made] : pairs) {
        if (!has(asked, spec) || has(asked, made) || has(found, spec)) continue;
        const auto one = std::ranges::find(found, made, &Part::name);
        if (one != found.end()) one->name = spec;
    }
}

Pairs all_of(const MadeNames& names) {
    Pairs all = names.members;
    all.insert(all.end(), names.outer.begin(), names.outer.end());
    return all;
}

void restore_record(const Request& request, const MadeNames& names, Record& record) {
    record.name = asked_name(record.name, names);
    for (auto& field : record.fields) field.type.name = asked_name(field.type.name, names);
    const auto asked = std::ranges::find(request.records, record.name, &Record::name);
    if (asked != request.records.end()) restore(names.members, asked->fields, record.fields);
}

}  // namespace

MadeNames made_names_in(std::string_view text) {
    MadeNames names;
    if (text.substr(0, text.find('\n')).find(maker) == text.npos) return names;
    for_lines(text, [&](std::string_view line) { add_pair(line, names); });
    return names;
}

MadeNames made_names_of(const std::vector<std::string>& files) {
    MadeNames names;
    const auto add = [&](std::string_view text) {
        auto more = made_names_in(text);
        std::ranges::move(more.outer, std::back_inserter(names.outer));
        std::ranges::move(more.members, std::back_inserter(names.members));
    };
    for (const auto& file : files) {
        const auto text = read_file(file);
        if (!text) continue;
        add(*text);
        for_lines(*text, [&](std::string_view line) {
            const auto name = named_in(line);
            if (!name) return;
            auto beside = std::filesystem::path(file).parent_path() / *name;
            if (!beside.has_extension()) beside.replace_extension(std::filesystem::path(file).extension());
            if (const auto other = read_file(beside.string())) add(*other);
        });
    }
    return names;
}

Request with_made_names(Request request, const MadeNames& names) {
    for (auto& record : request.records) {
        record.name = outer_name(record.name, names);
        for (auto& field : record.fields) field.type.name = outer_name(field.type.name, names);
        add_other_names(names.members, record.fields);
    }
    for (auto& one : request.enums) {
        one.name = outer_name(one.name, names);
        add_other_names(all_of(names), one.enumerators);
    }
    add_other_names(names.outer, request.constants);
    return request;
}

void restore_names(const Request& request, const MadeNames& names, Reading& reading) {
    for (auto& record : reading.layout.records) restore_record(request, names, record);
    for (auto& record : reading.other_definitions) restore_record(request, names, record);
    for (auto& one : reading.layout.enums) {
        one.name = asked_name(one.name, names);
        const auto asked = std::ranges::find(request.enums, one.name, &Enum::name);
        if (asked != request.enums.end()) restore(all_of(names), asked->enumerators, one.enumerators);
    }
    restore(names.outer, request.constants, reading.layout.constants);
}

}  // namespace abi::probe
