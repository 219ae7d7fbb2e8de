// Where results and messages go: results on standard output or in files, messages on standard error.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.h"
#include "model/finding.h"
#include "model/problem.h"
#include "model/replayed.h"
#include "report/report.h"
#include "tool/options.h"

namespace abi {

/// Exit status of the whole program. The larger one wins.
enum class Status { conforms = 0, findings = 1, failed = 2 };
Status worse(Status a, Status b);

/// Says each problem on standard error, in one line; gives `failed`, or `conforms` if there is none.
Status say(std::span<const Problem> problems);

/// Without those that read the same: a file that is missing is missing on every target.
std::vector<Problem> each_once(std::vector<Problem> problems);

/// Says one sentence that belongs to no file.
Status say_error(const std::string& sentence);

/// Says on standard error what was done. It is not a result and not an error.
void say_done(const std::string& sentence);

/// Whether control sequences mean something to what the descriptor is connected to.
bool understands_control(int descriptor);

/// Whether reports on standard output have colours.
bool wants_color(const Options& options);

/// Whether ABI_CHECK_DEBUG, a list with commas, has the topic.
bool is_debugged(std::string_view topic);

/// Writes all reports that were asked for; the text goes to standard output unless another report does.
/// `failed` when a format is unknown or a file cannot be written.
Status write_reports(const Comparison& comparison, const Options& options);

/// The same for an answer of `explain`: text or html.
Status write_story(const Story& story, const Options& options);

/// The same for the result of `replay`.
Status write_replayed(const Replayed& replayed, const Options& options);

/// The formats that --report takes with `command`: "text", "json", ...
std::vector<std::string_view> report_formats(Command command);

/// Writes to `path`, or to standard output when it is empty.
Status write_result(const std::string& path, const std::string& content);

/// The same, part by part: `write` gets the function that takes a part.
Status write_result(const std::string& path, const std::function<void(const Sink&)>& write);

/// One line on a terminal that is overwritten by the next; nothing elsewhere.
class Progress {
  public:
    explicit Progress(bool quiet);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void show(const std::string& line);

  private:
    bool on_terminal_;
};

}  // namespace abi
