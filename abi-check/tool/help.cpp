// The pages of `abi-check --help` and `abi-check COMMAND --help`.
#include <algorithm>
#include <sstream>

#include "gen/gen.h"
#include "model/words.h"
#include "tool/commands.h"

namespace abi {
namespace {

constexpr std::size_t width = 80;

/// A line of two columns: what is typed, and what it does.
struct Entry {
    std::string label;
    std::string text;
};

/// The names of other tables take their places in a text here.
std::string fill_in(std::string_view text, Command command) {
    std::string filled(text);
    for (const auto& [mark, list] :
         {std::pair{std::string_view("{languages}"), list_names(languages(), "or", &Language::name)},
          std::pair{std::string_view("{formats}"), list_names(report_formats(command), "or")}}) {
        if (const auto at = filled.find(mark); at != std::string::npos) filled.replace(at, mark.size(), list);
    }
    return filled;
}

/// Writes `text` behind `label`, and breaks it between words. All of its lines begin at column `indent`.
std::string wrap(const std::string& label, std::size_t indent, const std::string& text) {
    std::string page;
    std::string line = label;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (line.size() > indent && line.size() + 1 + word.size() > width) {
            page += line + "\n";
            line.clear();
        }
        if (line.size() < indent) {
            line.resize(indent, ' ');
        } else if (!line.empty()) {
            line += ' ';
        }
        line += word;
    }
    return page + line + "\n";
}

/// Entries with their texts side by side.
std::string columns(const std::vector<Entry>& entries) {
    std::size_t indent = 0;
    for (const auto& entry : entries) indent = std::max(indent, entry.label.size() + 4);
    std::string page;
    for (const auto& entry : entries) page += wrap("  " + entry.label, indent, entry.text);
    return page;
}

std::string label_of(const OptionRow& row) {
    if (std::holds_alternative<std::optional<bool> Options::*>(row.member)) return spelling(row) + "[=true|false]";
    return spelling(row) + (row.value.empty() ? "" : " ") + std::string(row.value);
}

std::string options_of(Command command) {
    std::vector<Entry> entries;
    for (const auto& row : option_table()) {
        if ((row.serves & command_bit(command)) == 0) continue;
        entries.push_back({label_of(row), fill_in(row.help, command)});
    }
    entries.push_back({"-h, --help", "Show this page"});
    if (command == Command::gate) entries.push_back({"--version", "Show the version"});
    return columns(entries);
}

std::string commands() {
    std::vector<Entry> entries;
    for (const auto& row : command_table()) {
        if (row.command != Command::gate) entries.push_back({std::string(row.name), std::string(row.summary)});
    }
    return "\nCommands ('abi-check COMMAND --help' shows more):\n" + columns(entries);
}

}  // namespace

std::string help_page(Command command) {
    const CommandRow& row = command_row(command);
    std::string page = "Usage:\n" + std::string(row.usage) + "\n" + wrap("", 0, fill_in(row.about, command));
    if (command == Command::gate) page += commands();
    page += (command == Command::gate ? "\nOptions of the gate:\n" : "\nOptions:\n") + options_of(command);
    page += "\nExamples:\n" + std::string(row.examples);
    return page + "\nExit status:\n" + std::string(row.exit_status);
}

}  // namespace abi
