// The readings of probes and of compiled files, which are kept between runs (cache/kept.h).
#pragma once

#include <string>
#include <string_view>

#include "cache/kept.h"
#include "read/object/request.h"
#include "read/probe/reader.h"
#include "tool/laid_out.h"
#include "tool/paths_seen.h"

namespace abi {

/// The revision that a probe is asked about.
struct AskedPast {
    LaidOut* laid_out = nullptr;  // null: it is asked about the files of today
    std::string root{};           // of the work tree, absolute
    bool* knows_paths = nullptr;  // if given, it is set to what KeptAnswers::answer returns
};

/// `name`: of the question, for ABI_CHECK_DEBUG=cache. The request names the files as the work tree has them.
Reading read_kept(KeptAnswers& kept, const std::string& name, const probe::Request& request, const AskedPast& past);

/// The same for a reader of compiled files: `reader` is its name, `read` the reader.
Reading read_kept(KeptAnswers& kept, const std::string& name, std::string_view reader, const object::Request& request,
                  Reading (*read)(const object::Request&));

/// The answers that are kept in a folder ("": none). ABI_CHECK_DEBUG=cache tells of each whether it was kept, and why
/// not. `seen`: gets the paths on which answers depend; may be null.
KeptAnswers kept_in(std::string folder, PastFiles past, PathsSeen* seen);

}  // namespace abi
