#include "cache/kept.h"

#include "cache/dependencies.h"
#include "cache/key.h"
#include "cache/store.h"

namespace abi {
namespace {

constexpr std::string_view magic = "abi-check answer 1\n";

std::string bytes_of(const std::vector<Dependency>& dependencies, std::string_view answer) {
    std::string bytes;
    put_dependencies(bytes, dependencies);
    put_text(bytes, answer);
    return bytes;
}

}  // namespace

bool KeptAnswers::answer(const Question& question) {
    const auto program = folder_.empty() ? "" : this_program();
    if (program.empty()) {
        if (question.prepare) question.prepare();
        question.ask();
        return false;
    }
    std::string words;
    put_text(words, program);
    put_text(words, question.words);
    const auto path = folder_ + "/" + digest_of(words) + ".answer";
    const auto stored = load_stored(path, magic);
    if (!stored) return ask(question, path, "no answer is kept");
    ByteSource from{.rest = stored->body};
    auto dependencies = take_dependencies(from);
    const auto bytes = from.text();
    if (!from.good || !from.rest.empty()) return ask(question, path, "the file is damaged");
    bool is_refreshed = false;
    const auto changed = first_changed(dependencies, disk_, is_refreshed);
    if (!changed.empty()) return ask(question, path, changed + " changed");
    if (!question.take(bytes)) return ask(question, path, "the file is damaged");
    if (is_refreshed) store(path, magic, bytes_of(dependencies, bytes));
    for (const auto& one : dependencies) tell_look(one.path, one.how);
    if (tell_) tell_(question.name + ": kept, " + std::to_string(dependencies.size()) + " paths as they were");
    return true;
}

/// A path of a revision does not change.
void KeptAnswers::tell_look(const std::string& path, Look::How how) const {
    if (looked_ && path.starts_with('/')) looked_({path, how});
}

bool KeptAnswers::ask(const Question& question, const std::string& path, const std::string& why) {
    if (question.prepare) question.prepare();
    Dependencies seen(disk_);
    const auto end = watch([&] { question.ask(); }, [&](const Look& look) { seen.add(look); });
    if (end.is_disturbed) question.ask();
    seen.for_each([&](const std::string& path, Look::How how) { tell_look(path, how); });
    std::vector<Dependency> dependencies;
    auto gap = end.gap;
    const auto bytes = gap.empty() ? question.bytes() : std::nullopt;
    if (gap.empty() && !bytes) gap = "the answer is not complete";
    if (gap.empty()) gap = seen.finish(dependencies);
    if (gap.empty()) store(path, magic, bytes_of(dependencies, *bytes));
    if (tell_) tell_(question.name + ": asked, " + why + (gap.empty() ? "" : "; not kept: " + gap));
    return end.gap.empty();
}

}  // namespace abi
