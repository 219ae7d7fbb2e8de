#include "read/probe/cargo_problem.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <vector>

namespace abi::probe {
namespace {

using Lines = std::vector<std::string>;

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return "";
    return std::string(text.substr(begin, text.find_last_not_of(blanks) + 1 - begin));
}

Lines lines_of(std::string_view text) {
    Lines lines;
    for (const auto line : std::views::split(text, '\n')) {
        lines.push_back(trimmed(std::string_view(line.begin(), line.end())));
    }
    return lines;
}

/// The text of the first line "error: …" or "error[E0412]: …".
std::string first_error(const Lines& lines) {
    for (const auto& line : lines) {
        if (line.starts_with("error") && line.find(": ") != std::string::npos) return line.substr(line.find(": ") + 2);
    }
    return "";
}

/// What stands under the last "Caused by:".
std::string last_cause(const Lines& lines) {
    std::string cause;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        if (lines[i] == "Caused by:") cause = lines[i + 1];
    }
    return cause;
}

/// "path:line:column" of the first line "--> path:line:column"; empty if there is none.
std::string first_place(const Lines& lines) {
    const auto arrow = std::ranges::find_if(lines, [](const std::string& line) { return line.starts_with("--> "); });
    return arrow == lines.end() ? "" : arrow->substr(4);
}

/// Whether cargo failed because it could not, or must not, get something from elsewhere.
bool needs_network(const std::string& printed) {
    constexpr std::array marks{"--offline was specified",
                               "offline mode",
                               "failed to download",
                               "Could not resolve host",
                               "Couldn't resolve host",
                               "spurious network error",
                               "failed to fetch",
                               "Unable to update registry",
                               "failed to query replaced source",
                               "attempting to make an HTTP"};
    return std::ranges::any_of(marks, [&](const char* mark) { return printed.find(mark) != std::string::npos; });
}

}  // namespace

Problem cargo_problem(const Request& request, const CompilerRun& run) {
    if (run.problem) return *run.problem;
    const auto lines = lines_of(run.printed);
    auto error = first_error(lines);
    const auto cause = last_cause(lines);
    const auto place = first_place(lines);
    if (needs_network(run.printed)) {
        return {first_file(request), "", "the crates that the package needs, on this machine (cargo fetch)",
                "that cargo needs the network: " + (cause.empty() ? error : cause)};
    }
    if (run.printed.find("can only be passed to one target") != std::string::npos) {
        return {first_file(request), "", "the name of one program of the package (\"bin\")", "several, and no library"};
    }
    if (run.printed.find("virtual manifest") != std::string::npos) {
        return {first_file(request), "", "the name of a package in the workspace (\"package\")", "none"};
    }
    if (error.empty()) error = lines.front().empty() ? "cargo failed without a word" : lines.front();
    if (!place.empty()) error += " (" + place + ")";
    if (!cause.empty()) error += ": " + cause;
    return {first_file(request), "", "a package that cargo compiles", error};
}

Problem refused_problem(const Request& request, const std::string& what) {
    return {first_file(request), "", "a package that cargo compiles without build scripts and procedural macros",
            what + ", which --no-build-scripts refuses to run"};
}

}  // namespace abi::probe
