// `abi-check init`: drafts a spec from existing sources.
//
//     sources ─► read_declared ─► keep_matching ─► draft_spec ─► a new spec, or an old one extended
//                                                            └─► next_step: the command, checked
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "draft/draft.h"
#include "draft/ioctls.h"
#include "draft/select.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/extend.h"
#include "specfile/write.h"
#include "tool/commands.h"
#include "tool/init_next.h"
#include "tool/init_questions.h"
#include "tool/init_sources.h"

namespace abi {
namespace {

/// "packet" of "spec/packet.abi.json" or "include/packet.h".
std::string name_of(const Options& options) {
    const std::string path = options.output.empty() ? options.words.front() : options.output;
    const std::string file = std::filesystem::path(path).filename().string();
    return file.substr(0, file.find('.', 1));
}

/// Prints on standard error, because the spec may go to standard output. A question about many declarations is asked
/// once.
void say_questions(const Draft& draft) {
    for (const auto& question : few_questions(draft.questions)) {
        std::fprintf(stderr, "%s\n", to_string(question).c_str());
    }
}

/// The text of the new spec, and what it adds to the file.
struct DraftText {
    std::string text;
    bool extends = false;
    std::size_t added = 0;
};

std::string counts_of(const Layout& made) {
    return counted(made.records.size(), "record") + ", " + counted(made.enums.size(), "enum") + ", " +
           counted(made.constants.size(), "constant");
}

/// The draft as a spec; if the output is a spec already, that spec with what it lacks.
Result<DraftText> text_of(const Draft& draft, const Options& options) {
    std::error_code error;
    const bool is_there = !options.output.empty() && std::filesystem::is_regular_file(options.output, error);
    if (!is_there) return DraftText{write_spec({.name = draft.name, .doc = {}, .schema = {}}, draft.layout)};
    const auto old = read_file(options.output);
    if (!old) return file_problem(options.output, "a spec that can be read", "no permission");
    auto extended = extend_spec(options.output, *old, draft.layout);
    if (!extended) return extended.problems;
    return DraftText{std::move(extended->text), true, extended->added};
}

void say_made(const Draft& draft, const DraftText& made, const Options& options) {
    std::string what = counts_of(draft.layout);
    if (made.extends) {
        what = made.added == 0 ? "has all that the sources declare"
                               : "extended by " + counted(made.added, "declaration") + "; what it had is as it was";
    }
    std::fprintf(stderr, "abi-check: %s: %s, %s\n", options.output.c_str(), what.c_str(),
                 counted(draft.questions.size(), "question").c_str());
}

/// Prints the command that checks the sources, and what it does not accept.
void say_next(const NextStep& next) {
    constexpr std::size_t most = 10;
    for (const auto& why : next.lenient) std::fprintf(stderr, "abi-check: %s\n", why.c_str());
    for (std::size_t i = 0; i < std::min(most, next.open.size()); ++i) {
        std::fprintf(stderr, "open: %s\n", next.open[i].c_str());
    }
    if (next.open.size() > most) {
        std::fprintf(stderr, "open: %s more\n", counted(next.open.size() - most, "error").c_str());
    }
    const auto how = next.open.empty() ? std::string("it accepts the sources as they are")
                                       : "it reports " + counted(next.open.size(), "error") + ", see above";
    std::fprintf(stderr, "abi-check: next (%s):\n  %s\n", how.c_str(), next.command.c_str());
}

/// The aliases of the layers. A probe asks for exactly the name that it is given, so it needs the whole name.
std::map<std::string, std::string> aliases_of(const Draft& draft, const Project& project) {
    auto aliases = draft.aliases;
    const bool has_probe = std::ranges::any_of(
        project.config.layers, [](const Layer& layer) { return layer.witnesses.front().reader == "probe"; });
    if (!has_probe) return aliases;
    for (const auto& [own, meant] : draft.names) {
        if (own != meant) aliases.emplace(own, meant);
    }
    return aliases;
}

/// Why the sources have nothing that a spec can hold, where a reason is known.
std::string nothing_found(const Options& options) {
    const bool has_system =
        std::ranges::any_of(options.flags, [](const std::string& flag) { return flag.starts_with("-isystem"); });
    return "init: nothing to write: no record, enumeration or constant of " + options.words.front() +
           " can be in a spec" +
           (has_system ? ". What the folders of -isystem declare is left out; name them with -I to draft it" : "");
}

/// Writes the spec, and says what to do next. Standard output and /dev/null are nothing that the next command could
/// name.
Status write_draft(const Draft& draft, const Project& project, const Options& options) {
    const auto made = text_of(draft, options);
    if (!made) return say(made.problems);
    const Status status = write_result(options.output, made->text);
    std::error_code error;
    const bool is_file = !options.output.empty() && std::filesystem::is_regular_file(options.output, error);
    if (status != Status::conforms || options.quiet || !is_file) return status;
    say_made(draft, *made, options);
    say_next(next_step(options, options.output, aliases_of(draft, project)));
    return status;
}

}  // namespace

Status run_init(const Options& options) {
    if (options.words.empty()) return say_error("init: expected sources to draft a spec from");
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    auto declared = read_declared(*project, options);
    const Status status = say(each_once(declared.answers.problems));
    for (const auto& pattern : without_match(options.records, declared.layouts)) {
        return say_error(
            "init: --record: expected a pattern that matches a record, an enumeration or a constant, found " +
            in_quotes(pattern));
    }
    for (auto& layout : declared.layouts) declared.taken.merge(keep_matching(options.records, layout));
    Draft draft = draft_spec(declared.layouts, name_of(options), declared.taken);
    draft_ioctls(declared.calls, declared.layouts, draft);
    drop_needless_aliases(declared.answers.combined, draft);
    std::ranges::move(init_questions(declared.answers.combined, draft), std::back_inserter(draft.questions));
    say_questions(draft);
    const Layout& made = draft.layout;
    if (made.records.empty() && made.enums.empty() && made.constants.empty()) {
        // A source that could not be read says nothing about what is in it, and its errors are printed already.
        return status == Status::conforms ? say_error(nothing_found(options)) : status;
    }
    return worse(status, write_draft(draft, *project, options));
}

}  // namespace abi
