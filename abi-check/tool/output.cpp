#include "tool/output.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "model/words.h"
#include "os/file.h"
#include "report/escape.h"
#include "report/report.h"
#include "tool/page_facts.h"

namespace abi {
namespace {

/// Standard output, or a file that appears when all of it was written.
class Output {
  public:
    explicit Output(const std::string& path) {
        if (path.empty()) return;
        std::error_code ignored;  // the file's problem tells what is wrong with the path
        const auto folder = std::filesystem::path(path).parent_path();
        if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
        file_.emplace(path);
    }
    void write(std::string_view part) {
        if (file_) return file_->write(part);
        is_written_ = is_written_ && std::fwrite(part.data(), 1, part.size(), stdout) == part.size();
    }
    Status finish() {
        if (!file_) {
            return is_written_ && std::fflush(stdout) == 0 ? Status::conforms
                                                           : say_error("standard output could not be written");
        }
        if (const auto problem = file_->commit()) return say({&*problem, 1});
        return Status::conforms;
    }

  private:
    std::optional<FileWriter> file_;
    bool is_written_ = true;
};

void write_one(const Format& format, const Comparison& comparison, const TextStyle& style, Output& output) {
    if (format.stream != nullptr) {
        format.stream(comparison, [&](std::string_view part) { output.write(part); });
    } else {
        output.write(format.report(comparison, style));
    }
}

void write_one(const Format& format, const Story& story, const TextStyle& style, Output& output) {
    output.write(format.explain(story, style));
}

void write_one(const Format& format, const Replayed& replayed, const TextStyle& style, Output& output) {
    output.write(format.replay(replayed, style));
}

/// Writes a result in each format that was asked for.
template <typename Result>
Status write_all(const Result& result, const Options& options) {
    const auto names = report_formats(options.command);
    auto wanted = options.reports;
    if (!std::ranges::any_of(wanted, &std::string::empty, &ReportOption::file)) wanted.push_back({"text", ""});
    const PageFacts page = writes_page(options) ? page_facts(options) : PageFacts{};
    Status status = Status::conforms;
    for (const auto& [name, file] : wanted) {
        if (std::ranges::find(names, name) == names.end()) {
            status = say_error("--report: expected " + join(names) + ", found " + in_quotes(name));
            continue;
        }
        const Format& format = *std::ranges::find(formats(), name, &Format::name);
        const TextStyle style{.color = file.empty() && wants_color(options),
                              .quiet = options.quiet,
                              .page = name == "html" ? page : PageFacts{},
                              .sarif_category = options.sarif_category};
        Output output(file);
        write_one(format, result, style, output);
        status = worse(status, output.finish());
    }
    return status;
}

}  // namespace

bool understands_control(int descriptor) {
    const char* terminal = std::getenv("TERM");
    return terminal != nullptr && std::string_view(terminal) != "dumb" && isatty(descriptor) != 0;
}

bool wants_color(const Options& options) {
    if (options.color) return *options.color;
    const char* none = std::getenv("NO_COLOR");
    return (none == nullptr || *none == '\0') && understands_control(STDOUT_FILENO);
}

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

void say_done(const std::string& sentence) {
    std::fprintf(stderr, "abi-check: %s\n", escape_terminal(sentence).c_str());
}

bool is_debugged(std::string_view topic) {
    const char* topics = std::getenv("ABI_CHECK_DEBUG");
    std::string_view rest = topics == nullptr ? "" : topics;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        if (rest.substr(0, end) == topic) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

Status write_result(const std::string& path, const std::string& content) {
    Output output(path);
    output.write(content);
    return output.finish();
}

Status write_result(const std::string& path, const std::function<void(const Sink&)>& write) {
    Output output(path);
    write([&](std::string_view part) { output.write(part); });
    return output.finish();
}

Status write_reports(const Comparison& comparison, const Options& options) {
    return write_all(comparison, options);
}

Status write_story(const Story& story, const Options& options) {
    return write_all(story, options);
}

Status write_replayed(const Replayed& replayed, const Options& options) {
    return write_all(replayed, options);
}

std::vector<std::string_view> report_formats(Command command) {
    std::vector<std::string_view> names;
    for (const auto& format : formats()) {
        if (command == Command::explain && format.explain == nullptr) continue;
        if (command == Command::replay && format.replay == nullptr) continue;
        names.push_back(format.name);
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
