// What `--diff` needs from git. Each function runs the program `git` with an argument list.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// Where git's objects are: those of the repository, or of one of its submodules.
struct GitStore {
    std::string folder;       // absolute
    bool is_git_dir = false;  // false: a folder of the work tree; true: what git calls GIT_DIR
    bool is_module = false;   // of a submodule: the variables that git sets for a hook name the repository around it
};

/// One file of a revision.
struct GitBlob {
    std::string id;           // object name
    bool is_symlink = false;  // its content is the path that it points to
    std::size_t store = 0;    // index into GitTree::stores
    bool is_program = false;  // a checkout may execute it
};

/// The files of one commit and of its submodules, by path relative to the root of the work tree. A submodule has the
/// files of the commit that this commit records for it.
struct GitTree {
    std::string root;    // absolute path of the work tree
    std::string commit;  // full object name
    std::map<std::string, GitBlob> files;
    std::set<std::string> folders;  // "" is the root
    std::vector<GitStore> stores;   // the first is the repository's
    std::set<std::string> lost;     // folders of submodules whose commit is not in any repository here
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

/// All files of the work tree that git does not ignore: tracked and untracked, also those of submodules.
Result<std::set<std::string>> git_work_files(const std::string& root);

/// Whether tracked files of the work tree differ from HEAD.
Result<bool> git_has_changes(const std::string& root);

/// The contents of blobs, by object name. A blob that the store does not have is left out.
Result<std::map<std::string, std::string>> git_blobs(const GitStore& store, const std::vector<std::string>& ids);

}  // namespace abi
