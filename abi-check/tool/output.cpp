#include "tool/output.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <unordered_set>

#include "os/file.h"
#include "report/escape.h"
#include "report/explain.h"
#include "report/report.h"

namespace abi {
namespace {

/// Whether control sequences mean something to what `stream` is connected to.
bool understands_control(int stream) {
    const char* terminal = std::getenv("TERM");
    return terminal != nullptr && std::string_view(terminal) != "dumb" && isatty(stream) != 0;
}

bool wants_color(const Options& options) {
    if (options.color) return *options.color;
    const char* none = std::getenv("NO_COLOR");
    return (none == nullptr || *none == '\0') && understands_control(STDOUT_FILENO);
}

/// How one kind of result is written.
template <typename WitnessAnswer>
struct Format {
    std::string_view name;
    std::string (*write)(const WitnessAnswer& result, const Options& options, bool to_terminal);
};

constexpr std::array formats{
    Format<Comparison>{"text",
                       [](const Comparison& c, const Options& o, bool to_terminal) {
                           return report_text(c, {.color = to_terminal && wants_color(o), .quiet = o.quiet});
                       }},
    Format<Comparison>{"json", [](const Comparison& c, const Options&, bool) { return report_json(c); }},
    Format<Comparison>{"sarif", [](const Comparison& c, const Options&, bool) { return report_sarif(c); }},
    Format<Comparison>{"html", [](const Comparison& c, const Options&, bool) { return report_html(c); }},
};

constexpr std::array story_formats{
    Format<Story>{"text",
                  [](const Story& s, const Options& o, bool to_terminal) {
                      return explain_text(s, {.color = to_terminal && wants_color(o), .quiet = o.quiet});
                  }},
    Format<Story>{"html", [](const Story& s, const Options&, bool) { return explain_html(s); }},
};

template <typename WitnessAnswer, std::size_t N>
Status write_all(const WitnessAnswer& result, const Options& options,
                 const std::array<Format<WitnessAnswer>, N>& known) {
    auto wanted = options.reports;
    const bool output_taken = std::ranges::any_of(wanted, [](const auto& r) { return r.file.empty(); });
    if (!output_taken) wanted.push_back({"text", ""});
    Status status = Status::conforms;
    for (const auto& report : wanted) {
        const auto format = std::ranges::find(known, report.format, &Format<WitnessAnswer>::name);
        if (format == known.end()) {
            std::string names;
            for (const auto& one : known) names += (names.empty() ? "" : ", ") + std::string(one.name);
            status = say_error("--report: expected " + names + ", found \"" + report.format + "\"");
            continue;
        }
        status = worse(status, write_result(report.file, format->write(result, options, report.file.empty())));
    }
    return status;
}

}  // namespace

Status worse(Status a, Status b) {
    return std::max(a, b);
}

Status say(std::span<const Problem> problems) {
    for (const auto& problem : problems) std::fprintf(stderr, "%s\n", escape_terminal(to_string(problem)).c_str());
    return problems.empty() ? Status::conforms : Status::failed;
}

std::vector<Problem> each_once(std::vector<Problem> problems) {
    std::unordered_set<std::string> seen;
    std::erase_if(problems, [&](const Problem& problem) { return !seen.insert(to_string(problem)).second; });
    return problems;
}

Status say_error(const std::string& sentence) {
    std::fprintf(stderr, "abi-check: error: %s\n", escape_terminal(sentence).c_str());
    return Status::failed;
}

Status write_result(const std::string& path, const std::string& content) {
    if (path.empty()) {
        const bool written = std::fwrite(content.data(), 1, content.size(), stdout) == content.size();
        return written && std::fflush(stdout) == 0 ? Status::conforms
                                                   : say_error("standard output could not be written");
    }
    std::error_code ignored;  // write_file says what is wrong with the path
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
    if (const auto problem = write_file(path, content)) return say({&*problem, 1});
    return Status::conforms;
}

Status write_reports(const Comparison& comparison, const Options& options) {
    return write_all(comparison, options, formats);
}

Status write_story(const Story& story, const Options& options) {
    return write_all(story, options, story_formats);
}

std::vector<std::string_view> report_formats(Command command) {
    std::vector<std::string_view> names;
    const auto add = [&](const auto& format) { names.push_back(format.name); };
    if (command == Command::explain) {
        std::ranges::for_each(story_formats, add);
    } else {
        std::ranges::for_each(formats, add);
    }
    return names;
}

Progress::Progress(bool quiet) : on_terminal_(!quiet && understands_control(STDERR_FILENO)) {}

Progress::~Progress() {
    show("");
}

void Progress::show(const std::string& line) {
    if (on_terminal_) std::fprintf(stderr, "\r\033[K%s", line.c_str());
}

}  // namespace abi
