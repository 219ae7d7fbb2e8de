// The readings of probes and of compiled files, which are kept between runs (cache/kept.h).
#pragma once

#include <string>
#include <string_view>

#include "cache/kept.h"
#include "read/object/request.h"
#include "read/probe/reader.h"

namespace abi {

/// `name`: of the question, for ABI_CHECK_DEBUG=cache.
Reading read_kept(KeptAnswers& kept, const std::string& name, const probe::Request& request);

/// The same for a reader of compiled files: `reader` is its name, `read` the reader.
Reading read_kept(KeptAnswers& kept, const std::string& name, std::string_view reader, const object::Request& request,
                  Reading (*read)(const object::Request&));

/// The answers that are kept in a folder ("": none). ABI_CHECK_DEBUG=cache tells of each whether it was kept, and why
/// not.
KeptAnswers kept_in(std::string folder);

}  // namespace abi
