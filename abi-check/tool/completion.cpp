#include "tool/completion.h"

#include <algorithm>
#include <array>

#include "gen/gen.h"
#include "model/finding.h"
#include "tool/commands.h"
#include "tool/docs_page.h"

namespace abi {
namespace {

constexpr std::array<std::string_view, 4> files{"FILE", "ELF", "CPIO", "[REV|DUMP.json]"};

Values list(std::vector<std::string> listed) {
    return {Values::Kind::listed, std::move(listed)};
}

std::vector<std::string> rule_ids(std::string_view behind) {
    std::vector<std::string> ids;
    for (const auto& row : rule_table()) ids.push_back(std::string(row.id) + std::string(behind));
    return ids;
}

}  // namespace

Values values_of(const OptionRow& row, Command command) {
    if (std::ranges::find(files, row.value) != files.end()) return {Values::Kind::files, {}};
    if (row.value == "FOLDER") return {Values::Kind::folders, {}};
    if (row.value == "ID=LEVEL") return list(rule_ids("="));
    if (row.value == "[=patch]") return list({"patch"});
    if (row.value != "FORMAT[=FILE]") return {};
    const auto formats = report_formats(command);
    return list({formats.begin(), formats.end()});
}

Values words_of(Command command) {
    std::vector<std::string> listed;
    switch (command) {
    case Command::gen:
        for (const auto& language : languages()) listed.emplace_back(language.name);
        return list(listed);
    case Command::rules:
        listed = rule_ids("");
        listed.emplace_back("all");
        return list(listed);
    case Command::docs:
        for (const auto& page : docs_pages()) listed.emplace_back(page.name);
        return list(listed);
    default: return {Values::Kind::files, {}};
    }
}

std::string_view name_in_script(Command command) {
    if (command == Command::gate) return "gate";
    const auto name = command_row(command).name;
    return name.substr(name.starts_with("--") ? 2 : 0);
}

std::string typed_names(std::string_view separator) {
    std::string names;
    for (const auto& row : typed_commands()) {
        if (!names.empty()) names += separator;
        names += row.name;
    }
    return names;
}

std::string options_with_value(std::string_view separator) {
    std::string names;
    std::vector<std::string> seen;
    for (const auto& row : option_table()) {
        const std::string name = spelling(row);
        if (row.value.empty() || row.value.starts_with('[') || std::ranges::find(seen, name) != seen.end()) continue;
        seen.push_back(name);
        if (!names.empty()) names += separator;
        names += name;
    }
    return names;
}

}  // namespace abi
