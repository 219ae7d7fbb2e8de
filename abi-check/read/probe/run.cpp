#include "read/probe/run.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <ranges>
#include <system_error>

#include "llvm/Support/Program.h"
#include "os/child.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;

/// Compilers print pages; what they print first matters.
constexpr std::size_t printed_limit = 32U << 20U;

/// Takes a number and the colon behind it from the front of `text`; returns 0 if there are none.
unsigned take_number(std::string_view& text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || length == text.size() || text[length] != ':') return 0;
    text.remove_prefix(length + 1);
    return number;
}

/// Reads "error: text", "error[E0412]: text", "fatal error: text" or "note: text"; returns nothing for other text.
std::optional<CompilerMessage> message_of(std::string_view text, std::string_view warning_mark) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (text.starts_with("fatal ")) text.remove_prefix(6);
    CompilerMessage message;
    const bool is_marked = !warning_mark.empty() && text.find(warning_mark) != std::string_view::npos;
    message.is_error =
        text.starts_with("error") || text.starts_with("Error") || (text.starts_with("warning") && is_marked);
    if (!message.is_error && !text.starts_with("note")) return std::nullopt;
    const auto colon = text.find(':');
    if (colon > 20) return std::nullopt;  // also if there is none: npos is larger
    text.remove_prefix(colon + 1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    message.text = text;
    return message;
}

/// Reads "path:line:col: error: text", and Nim's "path(line, col) Error: text".
std::optional<CompilerMessage> parse_line(std::string_view line, std::string_view warning_mark) {
    if (auto bare = message_of(line, warning_mark)) return bare;  // "error: no such file or directory: 'x.h'"
    for (auto colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
        auto rest = line.substr(colon + 1);
        const unsigned number = take_number(rest);
        if (number == 0) continue;
        const unsigned column = take_number(rest);
        auto message = message_of(rest, warning_mark);
        if (!message) continue;
        message->place = {.file = std::string(line.substr(0, colon)), .line = number, .column = column};
        return message;
    }
    if (const auto bracket = line.find('('); bracket != std::string_view::npos) {
        const auto close = line.find(") ", bracket);
        if (close == std::string_view::npos) return std::nullopt;
        auto message = message_of(line.substr(close + 2), warning_mark);
        if (!message) return std::nullopt;
        unsigned number = 0;
        std::from_chars(line.data() + bracket + 1, line.data() + close, number);
        message->place = {.file = std::string(line.substr(0, bracket)), .line = number};
        return message;
    }
    return std::nullopt;
}

}  // namespace

std::string folder_of(const Request& request) {
    if (!request.folder.empty()) return request.folder;
    if (!request.root.empty() || request.files.empty()) return request.root;
    return fs::path(request.files.front()).parent_path().string();
}

std::vector<CompilerMessage> compiler_messages(const std::string& printed, std::string_view warning_mark) {
    std::vector<CompilerMessage> messages;
    for (const auto line : std::views::split(printed, '\n')) {
        if (auto message = parse_line({line.begin(), line.end()}, warning_mark))
            messages.push_back(std::move(*message));
    }
    return messages;
}

bool program_exists(const std::string& word, const std::string& folder) {
    if (word.empty()) return false;
    if (word.find('/') == std::string::npos) return static_cast<bool>(llvm::sys::findProgramByName(word));
    const auto path = fs::path(folder) / word;  // an absolute word stays as it is
    std::error_code code;
    return fs::is_regular_file(path, code) && access(path.c_str(), X_OK) == 0;
}

std::string shown_path(const std::string& root, const std::string& path) {
    if (root.empty() || path.empty()) return path;
    const auto relative = fs::path(path).lexically_normal().lexically_relative(fs::path(root).lexically_normal());
    if (relative.empty() || relative.begin()->string() == ".." || fs::path(path).is_relative()) return path;
    return relative.string();
}

Place first_file(const Request& request) {
    return {.file = request.files.empty() ? "" : shown_path(request.root, request.files.front())};
}

Problem no_folder(const TemporaryFolder& folder) {
    return {{.file = "(temporary folder)"}, "", "a private temporary folder", folder.error};
}

Reading failed(Problem problem) {
    Reading reading;
    reading.problems.push_back(std::move(problem));
    return reading;
}

std::vector<std::string> compiler_of(const Request& request, const std::string& usual) {
    return request.compiler.empty() ? std::vector{usual} : request.compiler;
}

void add_flags(const Request& request, std::vector<std::string>& command) {
    command.insert(command.end(), request.target.flags.begin(), request.target.flags.end());
    command.insert(command.end(), request.flags.begin(), request.flags.end());
}

CompilerRun run_compiler(const Request& request, const std::string& language, const std::vector<std::string>& command,
                         const std::vector<std::string>& environment) {
    ChildRequest child;
    child.folder = folder_of(request);
    if (command.empty() || !program_exists(command.front(), child.folder)) {
        const std::string word = command.empty() ? "" : command.front();
        const std::string where = word.find('/') == std::string::npos ? " on PATH" : "";
        return {false, "",
                Problem{first_file(request), "", "the " + language + " compiler (" + word + ")",
                        "no such program" + where + ": install it, or name another as the layer's compiler"}};
    }
    // The probe reads the messages, so they must not be translated.
    child.command = {"env", "LC_ALL=C", "NO_COLOR=1"};
    child.command.insert(child.command.end(), environment.begin(), environment.end());
    child.command.insert(child.command.end(), command.begin(), command.end());
    child.time_limit = std::chrono::seconds(request.time_limit_seconds);
    child.output_limit = printed_limit;
    auto result = run_child(child);
    CompilerRun run;
    run.succeeded = result.end == ChildResult::End::exited && result.status == 0;
    run.printed = std::move(result.errors) + result.output;
    if (result.end == ChildResult::End::exited) return run;
    run.problem =
        Problem{first_file(request), "", "an answer of the " + language + " compiler (" + command.front() + ")",
                "it " + describe_end(result, child)};
    return run;
}

Problem first_error(const Request& request, const CompilerRun& run, const std::string& folder) {
    if (run.problem) return *run.problem;
    for (auto& message : compiler_messages(run.printed)) {
        if (!message.is_error) continue;
        auto place = message.place;
        std::error_code code;
        const bool is_file = fs::exists(fs::path(folder_of(request)) / place.file, code);  // not "command line"
        const bool ours = place.file.empty() || place.file.starts_with(folder) || !is_file;
        place.file = shown_path(request.root, place.file);
        return {ours ? first_file(request) : place, "", "", message.text};
    }
    std::string printed = run.printed.substr(0, run.printed.find('\n'));
    if (printed.empty()) printed = "the compiler failed without a word";
    return {first_file(request), "", "", printed};
}

}  // namespace abi::probe
