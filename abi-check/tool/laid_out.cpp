#include "tool/laid_out.h"

#include <string_view>

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

}  // namespace

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
