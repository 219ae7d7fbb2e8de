#include "tool/laid_out.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "tool/paths_of.h"

namespace abi {
namespace {

/// Whether a path begins at `at` in a word, or at letters before it that an option consists of: "-I/work", "a=/work".
bool begins_path(std::string_view word, std::size_t at) {
    const auto before = word.substr(0, at);
    const auto separator = before.find_last_of("=:;, ");
    return before.substr(separator == std::string_view::npos ? 0 : separator + 1).find('/') == std::string_view::npos;
}

bool ends_part(std::string_view word, std::size_t end) {
    return end == word.size() || std::string_view("/=:;, ").find(word[end]) != std::string_view::npos;
}

void words_at(std::vector<std::string>& words, const std::string& folder, const std::string& root) {
    for (auto& word : words) word = word_at(word, folder, root);
}

void remove(const std::string& folder, std::string& text) {
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
        text.erase(at, folder.size());
}

/// Numbers that stand for what git has, so that the content need not be read.
constexpr std::uint64_t of_git = 1;
/// Numbers that never tell that nothing changed.
constexpr std::uint64_t always_young = ~0ULL >> 1U;

ContentHash hash_of_names(const Revision& revision, const std::string& path) {
    std::error_code error;
    std::vector<std::string> names;
    for (auto at = revision.files->dir_begin(path, error), end = llvm::vfs::directory_iterator(); !error && at != end;
         at.increment(error)) {
        names.push_back(at->path().substr(at->path().rfind('/') + 1).str());
    }
    std::ranges::sort(names);
    std::string words;
    for (const auto& name : names) words += name + '\0';
    return error ? ContentHash{} : hash_of(words);
}

PathState state_then(const Revision& revision, const std::string& path, Look::How how) {
    const auto then = revision.find(path);
    PathState state;
    if (then.origin == Origin::folder) state.kind = PathState::Kind::folder;
    if (then.origin == Origin::unknown) state.kind = PathState::Kind::other;
    if (then.origin == Origin::revision) {
        state.kind = PathState::Kind::file;
        if (const auto status = revision.files->status(path)) {
            state.size_bytes = status->getSize();
            state.number = status->getUniqueID().getFile();
            state.stamp.changed_ns = of_git;
        }
    }
    // Links are those of the revision: which file a path leads to decides what a compiler takes for one file.
    if (how == Look::How::link && state.kind != PathState::Kind::nothing) state.size_bytes = hash_of(then.path).low;
    const bool is_unknown = then.origin == Origin::unknown;
    if (is_unknown || (state.kind == PathState::Kind::folder && how == Look::How::entries)) {
        state.stamp.changed_ns = always_young;
    }
    return state;
}

}  // namespace

const std::vector<Problem>& LaidOut::write() {
    if (problems_) return *problems_;
    if (folder().empty()) {
        problems_ = {file_problem("(temporary folder)", "a private temporary folder", folder_.error)};
    } else {
        problems_ = revision_.lay_out(folder());
    }
    return *problems_;
}

PastFiles past_files(const Revision& revision, const std::string& folder) {
    return {.folder = folder,
            .on_disk = [revision](const std::string& path) -> std::optional<std::string> {
                auto then = revision.find(path);
                return then.origin == Origin::disk ? std::optional(std::move(then.path)) : std::nullopt;
            },
            .state = [revision](const std::string& path, Look::How how) { return state_then(revision, path, how); },
            .content =
                [revision](const std::string& path, const PathState& state) {
                    if (state.kind == PathState::Kind::folder) return hash_of_names(revision, path);
                    if (state.kind != PathState::Kind::file) return ContentHash{};
                    const auto buffer = revision.files->getBufferForFile(path);
                    return buffer ? hash_of(std::string_view((*buffer)->getBuffer())) : ContentHash{};
                }};
}

std::string word_at(const std::string& word, const std::string& folder, const std::string& root) {
    std::string made;
    std::size_t done = 0;
    for (auto at = word.find(root); at != std::string::npos; at = word.find(root, at + 1)) {
        if (!begins_path(word, at) || !ends_part(word, at + root.size())) continue;
        made += word.substr(done, at - done) + folder;
        done = at;
    }
    return made + word.substr(done);
}

probe::Request request_at(probe::Request request, const std::string& folder, const std::string& root) {
    for (auto& file : request.files) file = folder + file;
    request.root = folder + request.root;
    if (!request.zig_build.empty()) request.zig_build = folder + request.zig_build;
    if (!request.folder.empty()) request.folder = folder + request.folder;
    words_at(request.compiler, folder, root);
    words_at(request.flags, folder, root);
    words_at(request.target.flags, folder, root);
    request.target.sysroot = word_at(request.target.sysroot, folder, root);
    for (auto& [language, compiler] : request.target.compilers) {
        words_at(compiler.command, folder, root);
        words_at(compiler.flags, folder, root);
    }
    return request;
}

void show_as_in_work_tree(const std::string& folder, Reading& reading) {
    for_each_path(reading, [&](std::string& path) { remove(folder, path); });
    for (auto* problems : {&reading.problems, &reading.failed_assertions}) {
        for (auto& problem : *problems) {
            remove(folder, problem.expected);
            remove(folder, problem.found);
        }
    }
}

}  // namespace abi
