// The request for a probe that a witness of the configuration, or a side of `compare`, makes.
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"
#include "tool/project.h"

namespace abi {

/// The folder of the caches (XDG Base Directory Specification), or "" for no cache.
std::string cache_folder(const Options& options);

/// The request without questions. `files`: absolute.
probe::Request probe_request(const Project& project, const Options& options, const Witness& witness,
                             const Target& target, std::vector<std::string> files);

}  // namespace abi
