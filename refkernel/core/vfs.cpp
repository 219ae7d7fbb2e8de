#include "core/vfs.h"

#include "core/cpio.h"

namespace core {
namespace {

constexpr std::uint32_t mode_type = 0170000;  // S_IFMT and S_IFREG of POSIX <sys/stat.h>
constexpr std::uint32_t mode_regular = 0100000;

std::string_view without_prefix(std::string_view path) {
    for (;;) {
        if (path.starts_with("/")) {
            path.remove_prefix(1);
        } else if (path.starts_with("./")) {
            path.remove_prefix(2);
        } else {
            return path;
        }
    }
}

}  // namespace

std::optional<File> find_file(const Vfs& vfs, std::string_view path) {
    const std::string_view wanted = without_prefix(path);
    std::size_t offset = 0;
    for (;;) {
        const CpioStep step = read_cpio_entry(vfs.archive, offset);
        if (step.error != CpioError::none || step.at_trailer) {
            return std::nullopt;
        }
        if ((step.entry.mode & mode_type) == mode_regular && without_prefix(step.entry.name) == wanted) {
            return File{.name = without_prefix(step.entry.name), .bytes = step.entry.data};
        }
        offset = step.next;
    }
}

}  // namespace core
