// Workflow commands of GitHub Actions (docs.github.com, "Workflow commands for GitHub Actions"): the runner reads them
// from the log of a step and shows each one at its line of the pull request.
//
//     ::error file=hal/channel.h,line=21,endLine=21,title=abi-width%3A CmdPacket.arg::expected u64 (8 bytes), …
#include <array>
#include <ranges>

#include "report/anchor.h"
#include "report/escape.h"
#include "report/group.h"
#include "report/report.h"
#include "report/words.h"

namespace abi {
namespace {

/// Annotations of one level: GitHub shows the first 10 of a kind for each step, and drops the others without a message.
struct Annotations {
    std::string_view name;
    std::size_t limit;
    std::size_t all = 0;
    std::string commands{};

    void add(const std::string& command) { add(command, commands); }
    void add(const std::string& command, std::string& into) {
        if (++all <= limit) into += command;
    }
};

std::string command(std::string_view kind, const Anchor& anchor, std::string_view title, std::string text) {
    if (!anchor.remark.empty()) text += "\n(" + anchor.remark + ")";
    std::string line = "::" + std::string(kind) + " ";
    if (!anchor.place.file.empty()) {
        line += "file=" + escape_property(anchor.place.file) + ",line=" + std::to_string(anchor.place.line) +
                ",endLine=" + std::to_string(anchor.place.end_line) + ",";
    }
    return line + "title=" + escape_property(title) + "::" + escape_command(text) + "\n";
}

/// A line of the log that is no command. The runner also obeys an older form, "##[error]", anywhere in a line.
std::string log_line(const std::string& text) {
    std::string line = escape_terminal(text);
    for (std::size_t at = line.find("##["); at != std::string::npos; at = line.find("##[", at))
        line.insert(at + 2, " ");
    return line + "\n";
}

std::string title_of(const Finding& finding) {
    const std::string of = subject(finding);
    return std::string(row_of(finding.rule).id) + (of.empty() ? "" : ": " + of);
}

}  // namespace

std::string report_github(const Comparison& comparison, const TextStyle&) {
    // By level. One notice is left for what is cut.
    std::array by_level{Annotations{"notice", 9}, Annotations{"warning", 10}, Annotations{"error", 10}};
    for (const auto& gap : gaps(comparison)) {
        by_level[2].add(command("error", anchor_of(comparison, gap.place), "abi-check: incomplete", gap.text));
    }
    // The worst first, which is the order of every report.
    const auto groups = group_findings(comparison);
    std::string out;  // what alters the terms comes before the errors
    for (const auto& group : groups) {
        if (is_accepted(*group.lead)) continue;
        Annotations& kind = by_level[static_cast<std::size_t>(group.level)];
        const bool is_first = group.lead->rule == Rule::altered_terms;
        kind.add(command(kind.name, anchor_of(comparison, *group.lead), title_of(*group.lead), whole_message(group)),
                 is_first ? out : kind.commands);
    }
    std::vector<std::string> cut;
    for (const Annotations& kind : by_level | std::views::reverse) {
        out += kind.commands;
        if (kind.all > kind.limit) {
            cut.push_back(std::to_string(kind.all - kind.limit) + " of " + counted(kind.all, kind.name));
        }
    }
    if (!cut.empty()) {
        out += command("notice", {}, "abi-check",
                       join(cut) +
                           " are not annotated, because GitHub shows 10 of a kind for a step; the other "
                           "formats of the report have them all");
    }
    return out + log_line("abi-check: " + closing_words(comparison, groups));
}

}  // namespace abi
