// Asks a probe about a revision that was laid out in a folder (history/lay_out.h).
#pragma once

#include <string>

#include "read/probe/reader.h"

namespace abi {

/// The request with the revision's files. `folder`: where they are; `root`: the work tree, absolute. The sources, the
/// folder in which the compiler runs, and the paths in its command that lead into the work tree are those in `folder`.
probe::Request request_at(probe::Request request, const std::string& folder, const std::string& root);

/// A word of a command with `folder` before each path that leads into the work tree: "-I/home/me/inc" becomes
/// "-IFOLDER/home/me/inc".
std::string word_at(const std::string& word, const std::string& folder, const std::string& root);

/// Removes `folder` from all places, names of files and messages of an answer.
void show_as_in_work_tree(const std::string& folder, Reading& reading);

}  // namespace abi
