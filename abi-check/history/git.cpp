#include "history/git.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <utility>

#include "model/words.h"
#include "os/child.h"

namespace abi {
namespace {

/// The standard output of git, or a problem with the first line of its standard error.
Result<std::string> git(const GitStore& store, std::vector<std::string> words, std::string input = "") {
    const std::string& folder = store.folder;
    ChildRequest request;
    if (store.is_module)
        request.command = {"env", "-u", "GIT_DIR", "-u", "GIT_INDEX_FILE", "-u", "GIT_WORK_TREE", "-u", "GIT_PREFIX"};
    // The configuration of a submodule names its work tree, which may be gone. --work-tree overrides it.
    const auto where = store.is_git_dir ? std::vector{"--git-dir=" + folder, "--work-tree=" + folder}
                                        : std::vector<std::string>{"-C", folder};
    request.command.emplace_back("git");
    request.command.insert(request.command.end(), where.begin(), where.end());
    request.command.insert(request.command.end(), words.begin(), words.end());
    request.input = std::move(input);
    request.output_limit = std::size_t{1} << 30U;
    ChildResult result = run_child(request);
    if (result.end == ChildResult::End::exited && result.status == 0) return std::move(result.output);
    std::string error = result.errors.substr(0, result.errors.find('\n'));
    if (error.empty()) error = "git " + words.front() + ": " + describe_end(result, request);
    return file_problem(folder, "", error);
}

Result<std::string> git(const std::string& folder, std::vector<std::string> words, std::string input = "") {
    return git(GitStore{folder}, std::move(words), std::move(input));
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

constexpr unsigned deepest_submodule = 16;

/// The names of submodules by their paths, from .gitmodules of a commit (gitmodules(5)).
std::map<std::string, std::string> submodule_names(const GitStore& store, const std::string& commit) {
    std::map<std::string, std::string> names;
    const auto text =
        git(store, {"config", "-z", "--blob", commit + ":.gitmodules", "--get-regexp", "^submodule\\..*\\.path$"});
    if (!text) return names;
    // Each entry: "submodule.<name>.path\n<path>".
    for_each_entry(*text, [&](std::string_view entry) {
        const auto end = entry.find('\n');
        if (end == std::string_view::npos || end < 15) return;
        names.emplace(entry.substr(end + 1), entry.substr(10, end - 15));
    });
    return names;
}

/// Where the objects of a submodule may be: its own repository in the work tree, or the one that git keeps inside of
/// the repository around it (git-submodule(1), "absorbgitdirs").
std::vector<GitStore> stores_of_submodule(const GitStore& around, const std::string& work_folder,
                                          const std::string& name) {
    std::vector<GitStore> stores;
    if (std::error_code error; std::filesystem::exists(work_folder + "/.git", error)) {
        if (auto folder = first_line(git(GitStore{work_folder, false, true}, {"rev-parse", "--absolute-git-dir"})))
            stores.push_back({*folder, true, true});
    }
    for (const char* kind : {"--git-dir", "--git-common-dir"}) {
        auto folder = first_line(git(around, {"rev-parse", "--path-format=absolute", kind}));
        if (folder) stores.push_back({*folder + "/modules/" + name, true, true});
    }
    return stores;
}

std::vector<Problem> add_tree(std::size_t store, const std::string& commit, const std::string& prefix, unsigned depth,
                              GitTree& tree);

void add_submodule(std::size_t around, const std::string& path, const std::string& name, const std::string& commit,
                   unsigned depth, GitTree& tree) {
    tree.folders.insert(path);
    add_folders(path, tree.folders);
    for (auto& store : stores_of_submodule(tree.stores[around], tree.root + "/" + path, name)) {
        tree.stores.push_back(std::move(store));
        if (depth < deepest_submodule && add_tree(tree.stores.size() - 1, commit, path + "/", depth + 1, tree).empty())
            return;
        tree.stores.pop_back();
    }
    tree.lost.insert(path);
}

/// Adds the files of a commit in a store. Adds nothing if git cannot read it, and returns why.
std::vector<Problem> add_tree(std::size_t store, const std::string& commit, const std::string& prefix, unsigned depth,
                              GitTree& tree) {
    const auto text = git(tree.stores[store], {"ls-tree", "-r", "-z", "--full-tree", commit});
    if (!text) return text.problems;
    std::vector<std::pair<std::string, std::string>> submodules;  // path within this tree, commit
    // Each entry: "<mode> <type> <object>\t<path>".
    for_each_entry(*text, [&](std::string_view entry) {
        const auto tab = entry.find('\t');
        const auto type = entry.find(' ');
        if (tab == std::string_view::npos || type == std::string_view::npos) return;
        const auto end = entry.find(' ', type + 1);
        if (end == std::string_view::npos || end > tab) return;
        const std::string id(entry.substr(end + 1, tab - end - 1));
        const std::string path(entry.substr(tab + 1));
        const auto kind = entry.substr(type + 1, end - type - 1);
        if (kind == "commit") submodules.emplace_back(path, id);
        if (kind != "blob") return;
        tree.files[prefix + path] = {id, entry.starts_with("120000"), store, entry.starts_with("100755")};
        add_folders(prefix + path, tree.folders);
    });
    if (submodules.empty()) return {};
    const auto names = submodule_names(tree.stores[store], commit);
    for (const auto& [path, id] : submodules) {
        const auto name = names.find(path);
        add_submodule(store, prefix + path, name == names.end() ? path : name->second, id, depth, tree);
    }
    return {};
}

std::vector<Problem> add_work_files(const std::string& root, const std::string& prefix, unsigned depth,
                                    std::set<std::string>& files) {
    const GitStore store{root + "/" + prefix, false, depth != 0};
    const auto text = git(store, {"ls-files", "-z", "--cached", "--others", "--exclude-standard"});
    if (!text) return text.problems;
    std::vector<std::string> submodules;
    for_each_entry(*text, [&](std::string_view path) {
        std::string full = prefix + std::string(path);
        std::error_code error;
        // Git lists a nested repository with a slash at its end, unless it is a submodule.
        if (!full.ends_with('/') && std::filesystem::exists(root + "/" + full + "/.git", error)) {
            submodules.push_back(full);
        } else {
            files.insert(std::move(full));
        }
    });
    if (depth == deepest_submodule) return {};
    for (const auto& path : submodules) {
        if (auto problems = add_work_files(root, path + "/", depth + 1, files); !problems.empty()) return problems;
    }
    return {};
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
    GitTree tree{.root = root, .commit = commit, .files = {}, .folders = {""}, .stores = {{root}}, .lost = {}};
    if (auto problems = add_tree(0, commit, "", 0, tree); !problems.empty()) return problems;
    return tree;
}

Result<std::set<std::string>> git_work_files(const std::string& root) {
    std::set<std::string> files;
    if (auto problems = add_work_files(root, "", 0, files); !problems.empty()) return problems;
    return files;
}

Result<bool> git_has_changes(const std::string& root) {
    // Without optional locks, git writes nothing (git(1)).
    const auto text = git(root, {"--no-optional-locks", "-c", "core.fsmonitor=false", "status", "--porcelain",
                                 "--untracked-files=no", "--ignore-submodules=dirty"});
    if (!text) return text.problems;
    return !text->empty();
}

Result<std::map<std::string, std::string>> git_blobs(const GitStore& store, const std::vector<std::string>& ids) {
    std::string input;
    for (const auto& id : ids) input += id + "\n";
    const auto text = git(store, {"cat-file", "--batch"}, std::move(input));
    if (!text) return text.problems;
    std::map<std::string, std::string> blobs;
    // Each answer: "<object> blob <size>\n<content>\n", or "<object> missing\n".
    std::string_view rest = *text;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        if (line.ends_with(" missing")) {
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            continue;
        }
        const auto last = line.rfind(' ');
        std::size_t size = 0;
        const auto number = last == std::string_view::npos ? "" : line.substr(last + 1);
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), size);
        const bool whole = parsed.ec == std::errc{} && parsed.ptr == number.data() + number.size() &&
                           rest.size() >= line.size() + size + 2;
        if (number.empty() || !whole) {
            return file_problem(store.folder, "an object of git", std::string(line));
        }
        blobs.emplace(line.substr(0, line.find(' ')), rest.substr(line.size() + 1, size));
        rest.remove_prefix(line.size() + size + 2);
    }
    return blobs;
}

}  // namespace abi
