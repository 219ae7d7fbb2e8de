// A temporary folder.
#pragma once

#include <string>
#include <string_view>

#include "os/interrupt.h"

namespace abi {

/// A folder that only its owner can read, removed with its content at the end of its scope. A signal that would end the
/// program is delayed until then.
struct TemporaryFolder {
    InterruptGuard guard;  // first, so that it is destroyed last
    std::string path;      // absolute; empty if it could not be made
    std::string error;     // why it could not be made

    /// Makes a folder whose name begins with "abi-check-" and `purpose`, in `parent` or, if that is empty, in the
    /// system's folder for temporary files.
    explicit TemporaryFolder(std::string_view purpose, const std::string& parent = {});
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

}  // namespace abi
