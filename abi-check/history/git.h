// What `--diff` needs from git. Each function runs the program `git` with an argument list.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// One file of a revision.
struct GitBlob {
    std::string id;           // object name
    bool is_symlink = false;  // its content is the path that it points to
};

/// The files of one commit, by path relative to the root of the work tree.
struct GitTree {
    std::string root;    // absolute path of the work tree
    std::string commit;  // full object name
    std::map<std::string, GitBlob> files;
    std::set<std::string> folders;  // "" is the root
};

/// The root of the work tree that `folder` lies in.
Result<std::string> git_root(const std::string& folder);

/// The commit that `revision` names ("HEAD~1", a tag, an object name).
Result<std::string> git_commit(const std::string& root, const std::string& revision);

/// The newest common ancestor of HEAD and the main branch: origin's default branch, else main, else
/// master. On the main branch itself that is HEAD, so only uncommitted changes differ from it.
Result<std::string> git_merge_base(const std::string& root);

/// The commits of a range, oldest first. "A..B" is A and all later commits up to B; a single revision is itself.
/// Fails if there are more than `most`.
Result<std::vector<std::string>> git_range(const std::string& root, const std::string& range, std::size_t most);

Result<GitTree> git_tree(const std::string& root, const std::string& commit);

/// All files of the work tree that git does not ignore: tracked and untracked.
Result<std::set<std::string>> git_work_files(const std::string& root);

/// The contents of blobs, by object name. Fails if an object is missing.
Result<std::map<std::string, std::string>> git_blobs(const std::string& root, const std::vector<std::string>& ids);

}  // namespace abi
