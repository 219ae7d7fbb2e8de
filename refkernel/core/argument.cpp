#include "core/argument.h"

namespace core {

Verdict read_path(const Process& process, std::uint64_t address, std::uint32_t length, Path& path) {
    if (length == 0) {
        return VERDICT_EINVAL;
    }
    if (length > max_path_bytes) {
        return VERDICT_ENAMETOOLONG;
    }
    path.length = length;
    return copy_in(process.image.space, {address, length}, path.bytes) ? VERDICT_OK : VERDICT_EFAULT;
}

Verdict read_launch(const Process& process, std::uint64_t address, LaunchArgument& launch) {
    const std::optional<Launch> record = copy_in_record<Launch>(process.image.space, address);
    if (!record) {
        return VERDICT_EFAULT;
    }
    if (record->_pad != 0) {
        return VERDICT_EPAD;
    }
    if (record->arguments_length > max_arguments_bytes || (record->flags & ~LAUNCH_BACKGROUND) != 0) {
        return VERDICT_EINVAL;
    }
    const UserSpan arguments{record->arguments, record->arguments_length};
    if (!copy_in(process.image.space, arguments, launch.arguments)) {
        return VERDICT_EFAULT;
    }
    launch.arguments_length = record->arguments_length;
    launch.background = (record->flags & LAUNCH_BACKGROUND) != 0;
    if (record->limits != 0) {
        const std::optional<Limits> limits = copy_in_record<Limits>(process.image.space, record->limits);
        if (!limits) {
            return VERDICT_EFAULT;
        }
        if (limits->_pad != 0) {
            return VERDICT_EPAD;
        }
        launch.limits = *limits;
        launch.limited = true;
    }
    return read_path(process, record->path, record->path_length, launch.path);
}

SpanArgument read_span(const Process& process, std::uint64_t address) {
    const std::optional<IoSpan> io = copy_in_record<IoSpan>(process.image.space, address);
    if (!io) {
        return {.verdict = VERDICT_EFAULT, .span = {}};
    }
    if (io->_pad != 0) {
        return {.verdict = VERDICT_EPAD, .span = {}};
    }
    return {.verdict = VERDICT_OK, .span = {io->address, io->length}};
}

}  // namespace core
