// `abi-check init`: drafts a spec from existing sources.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "draft/draft.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/write.h"
#include "tool/ask.h"
#include "tool/commands.h"
#include "tool/init_questions.h"

namespace abi {
namespace {

/// "packet" of "spec/packet.abi.json" or "include/packet.h".
std::string name_of(const Options& options) {
    const std::string path = options.output.empty() ? options.words.front() : options.output;
    const std::string file = std::filesystem::path(path).filename().string();
    return file.substr(0, file.find('.', 1));
}

/// Prints on standard error, because the spec may go to standard output.
void say_questions(const Draft& draft) {
    for (const auto& question : draft.questions) std::fprintf(stderr, "%s\n", to_string(question).c_str());
    if (draft.aliases.empty()) return;
    std::fprintf(stderr, "abi-check: the layer needs these in .abi-check.json: \"aliases\": {");
    const char* separator = " ";
    for (const auto& [own, meant] : draft.aliases) {
        std::fprintf(stderr, "%s\"%s\": \"%s\"", separator, own.c_str(), meant.c_str());
        separator = ", ";
    }
    std::fprintf(stderr, " }\n");
}

/// `word` as a POSIX shell must see it: in quotes if it has a character that means something to the shell.
std::string shell_word(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+@%=";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

/// Whether writing the draft would replace a different file, which somebody may have edited.
bool would_lose(const std::string& path, const std::string& text) {
    std::error_code error;
    if (path.empty() || !std::filesystem::is_regular_file(path, error)) return false;
    const auto old = read_file(path);
    return !old || *old != text;
}

void say_done(const Draft& draft, const Options& options) {
    if (options.quiet || options.output.empty()) return;
    const Layout& made = draft.layout;
    std::fprintf(stderr, "abi-check: %s: %s, %s, %s, %s. Next: abi-check --spec %s %s …\n", options.output.c_str(),
                 counted(made.records.size(), "record").c_str(), counted(made.enums.size(), "enum").c_str(),
                 counted(made.constants.size(), "constant").c_str(),
                 counted(draft.questions.size(), "question").c_str(), shell_word(options.output).c_str(),
                 shell_word(options.words.front()).c_str());
}

}  // namespace

Status run_init(const Options& options) {
    if (options.words.empty()) return say_error("init: expected sources to draft a spec from");
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    AllAnswers answers = ask_layers(*project, options, {.every_record = true, .in_spec_names = false});
    Status status = say(each_once(answers.problems));
    Draft draft = draft_spec(layouts_of(answers), name_of(options));
    std::ranges::move(init_questions(answers.combined, draft), std::back_inserter(draft.questions));
    say_questions(draft);
    const Layout& made = draft.layout;
    if (made.records.empty() && made.enums.empty() && made.constants.empty()) {
        return say_error("init: nothing to write: no record, enumeration or constant of " + options.words.front() +
                         " can be in a spec");
    }
    const std::string text = write_spec({.name = draft.name, .doc = {}, .schema = {}}, made);
    if (would_lose(options.output, text)) {
        return say_error("init: " + options.output +
                         " is there already and differs from this draft; write to another file with -o, or remove it");
    }
    status = worse(status, write_result(options.output, text));
    if (status == Status::conforms) say_done(draft, options);
    return status;
}

}  // namespace abi
