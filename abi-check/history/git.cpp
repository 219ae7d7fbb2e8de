#include "history/git.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "model/words.h"
#include "os/child.h"

namespace abi {
namespace {

/// The standard output of git, or a problem with the first line of its standard error.
Result<std::string> git(const std::string& folder, std::vector<std::string> words, std::string input = "") {
    ChildRequest request;
    request.command = {"git", "-C", folder};
    request.command.insert(request.command.end(), words.begin(), words.end());
    request.input = std::move(input);
    request.output_limit = std::size_t{1} << 30U;
    ChildResult result = run_child(request);
    if (result.end == ChildResult::End::exited && result.status == 0) return std::move(result.output);
    std::string error = result.errors.substr(0, result.errors.find('\n'));
    if (error.empty()) error = "git " + words.front() + ": " + describe_end(result, request);
    return file_problem(folder, "", error);
}

Result<std::string> first_line(Result<std::string> text) {
    if (!text) return text;
    return text->substr(0, text->find('\n'));
}

template <typename Take>
void for_each_entry(std::string_view text, Take&& take) {
    while (!text.empty()) {
        const auto end = text.find('\0');
        take(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

void add_folders(const std::string& path, std::set<std::string>& folders) {
    for (auto at = path.rfind('/'); at != std::string::npos && at != 0; at = path.rfind('/', at - 1)) {
        if (!folders.insert(path.substr(0, at)).second) return;
    }
}

}  // namespace

Result<std::string> git_root(const std::string& folder) {
    return first_line(git(folder.empty() ? "." : folder, {"rev-parse", "--show-toplevel"}));
}

Result<std::string> git_commit(const std::string& root, const std::string& revision) {
    auto found =
        first_line(git(root, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}));
    if (found) return found;
    return file_problem(root, "a revision of git", in_quotes(revision) + ", which names no commit");
}

Result<std::string> git_merge_base(const std::string& root) {
    for (const char* branch : {"refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master",
                               "refs/heads/main", "refs/heads/master"}) {
        if (!git(root, {"rev-parse", "--verify", "--quiet", std::string(branch) + "^{commit}"})) continue;
        if (auto base = first_line(git(root, {"merge-base", "HEAD", branch}))) return base;
        return file_problem(root, "a common ancestor of HEAD and " + std::string(branch),
                            "none; name a revision: --diff REV");
    }
    return file_problem(root, "a main branch to compare with (origin's default branch, main or master)",
                        "none; name a revision: --diff REV");
}

Result<std::vector<std::string>> git_range(const std::string& root, const std::string& range, std::size_t most) {
    const auto dots = range.find("..");
    const auto first = git_commit(root, range.substr(0, dots));
    if (!first) return first.problems;
    std::vector<std::string> commits{*first};
    if (dots == std::string::npos) return commits;
    const std::string end = range.substr(dots + 2);
    const auto last = git_commit(root, end.empty() ? "HEAD" : end);
    if (!last) return last.problems;
    const auto text =
        git(root, {"rev-list", "--reverse", "--max-count=" + std::to_string(most), *first + ".." + *last});
    if (!text) return text.problems;
    for (std::size_t at = 0; at < text->size();) {
        const auto line_end = std::min(text->find('\n', at), text->size());
        commits.push_back(text->substr(at, line_end - at));
        at = line_end + 1;
    }
    if (commits.size() > most) {
        return file_problem(root, "at most " + std::to_string(most) + " commits in " + range, "more");
    }
    return commits;
}

Result<GitTree> git_tree(const std::string& root, const std::string& commit) {
    const auto text = git(root, {"ls-tree", "-r", "-z", "--full-tree", commit});
    if (!text) return text.problems;
    GitTree tree{root, commit, {}, {""}};
    // Each entry: "<mode> <type> <object>\t<path>".
    for_each_entry(*text, [&](std::string_view entry) {
        const auto tab = entry.find('\t');
        const auto type = entry.find(' ');
        if (tab == std::string_view::npos || type == std::string_view::npos || entry.substr(type + 1, 5) != "blob ") {
            return;  // a submodule: its files are not in this repository
        }
        const std::string path(entry.substr(tab + 1));
        tree.files[path] = {std::string(entry.substr(type + 6, tab - type - 6)), entry.starts_with("120000")};
        add_folders(path, tree.folders);
    });
    return tree;
}

Result<std::set<std::string>> git_work_files(const std::string& root) {
    const auto text = git(root, {"ls-files", "-z", "--cached", "--others", "--exclude-standard"});
    if (!text) return text.problems;
    std::set<std::string> files;
    for_each_entry(*text, [&](std::string_view path) { files.emplace(path); });
    return files;
}

Result<std::map<std::string, std::string>> git_blobs(const std::string& root, const std::vector<std::string>& ids) {
    std::string input;
    for (const auto& id : ids) input += id + "\n";
    const auto text = git(root, {"cat-file", "--batch"}, std::move(input));
    if (!text) return text.problems;
    std::map<std::string, std::string> blobs;
    // Each answer: "<object> blob <size>\n<content>\n", or "<object> missing\n".
    std::string_view rest = *text;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        const auto last = line.rfind(' ');
        std::size_t size = 0;
        const auto number = last == std::string_view::npos ? "" : line.substr(last + 1);
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), size);
        const bool whole = parsed.ec == std::errc{} && parsed.ptr == number.data() + number.size() &&
                           rest.size() >= line.size() + size + 2;
        if (number.empty() || !whole) {
            return file_problem(root, "an object of git", std::string(line));
        }
        blobs.emplace(line.substr(0, line.find(' ')), rest.substr(line.size() + 1, size));
        rest.remove_prefix(line.size() + size + 2);
    }
    return blobs;
}

}  // namespace abi
