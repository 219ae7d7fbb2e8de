// A folder for a while.
#pragma once

#include <string>
#include <string_view>

#include "os/interrupt.h"

namespace abi {

/// A folder that nobody else can look into, gone with all that it holds at the end of its scope. A signal that would
/// end the program waits until then.
struct TemporaryFolder {
    InterruptGuard guard;  // first, so that it goes last
    std::string path;      // absolute; empty: could not be made
    std::string error;     // why

    /// Its name begins with "abi-check-" and `purpose`. It is made in `parent`; empty: where the system wants it.
    explicit TemporaryFolder(std::string_view purpose, const std::string& parent = {});
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

}  // namespace abi
