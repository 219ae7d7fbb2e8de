// The pages of `abi-check --help` and `abi-check COMMAND --help`.
#include <algorithm>
#include <sstream>

#include "tool/commands.h"
#include "tool/help_words.h"

namespace abi {
namespace {

constexpr std::size_t width = 80;

/// A line of two columns: what is typed, and what it does.
struct Entry {
    std::string label;
    std::string text;
};

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

std::string option_list(Command command) {
    std::vector<Entry> entries;
    for (const auto* row : options_of(command)) entries.push_back({label_of(*row), fill_in(row->help, command)});
    const bool is_gate = command == Command::gate;
    entries.push_back({is_gate ? "-h, --help, --version" : "-h, --help",
                       is_gate ? "Show this page, or the version" : "Show this page"});
    return columns(entries);
}

std::string commands() {
    std::vector<Entry> entries;
    for (const auto& row : command_table()) {
        if (row.command != Command::gate) entries.push_back({std::string(row.name), std::string(row.summary)});
    }
    return "\nCommands ('abi-check COMMAND --help' shows more):\n" + columns(entries);
}

/// "Usage: abi-check COMMAND", and its other lines below.
std::string usage_of(const CommandRow& row) {
    constexpr std::string_view indent = "  ";
    std::string lines;
    for (std::string_view rest = row.usage; !rest.empty();) {
        const auto end = std::min(rest.find('\n') + 1, rest.size());
        lines += (lines.empty() ? "Usage: " : "       ") + std::string(rest.substr(indent.size(), end - indent.size()));
        rest.remove_prefix(end);
    }
    return lines;
}

}  // namespace

std::string help_page(Command command) {
    const CommandRow& row = command_row(command);
    const bool is_gate = command == Command::gate;
    // The page of the gate has no line to spare.
    std::string page = usage_of(row) + (is_gate ? "" : "\n") + wrap("", 0, fill_in(row.about, command));
    if (is_gate) page += commands();
    page += (is_gate ? "\nOptions of the gate:\n" : "\nOptions:\n") + option_list(command);
    page += "\nExamples:\n" + std::string(row.examples);
    return page + "\nExit status:\n" + std::string(row.exit_status);
}

}  // namespace abi
