#include "os/temporary_folder.h"

#include <stdlib.h>  // NOLINT: mkdtemp is POSIX's

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace abi {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder(std::string_view purpose, const std::string& parent) {
    std::error_code code;
    auto base = parent.empty() ? fs::temp_directory_path(code) : fs::path(parent);
    if (code) base = "/tmp";
    path = (base / ("abi-check-" + std::string(purpose) + ".XXXXXX")).string();
    if (mkdtemp(path.data()) != nullptr) return;
    error = std::generic_category().message(errno);
    path.clear();
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code code;
    if (!path.empty()) fs::remove_all(path, code);
}

}  // namespace abi
