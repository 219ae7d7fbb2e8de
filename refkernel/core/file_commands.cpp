// CMD_FILE_*: a process's open files, and the tree of files.
#include <algorithm>

#include "core/argument.h"
#include "core/commands.h"
#include "core/kernel.h"

namespace core {
namespace {

constexpr std::size_t max_io_bytes = 4096;

/// A FileIo and its open file.
struct FileArgument {
    Verdict verdict = VERDICT_OK;
    FileIo io{};
    NodeIndex node = root_node;
};

OpenFile* find_file(Process& process, std::uint64_t number) {
    if (number >= process.files.size() || process.files[number].flags == 0) {
        return nullptr;
    }
    return &process.files[number];
}

FileArgument read_file_argument(Process& process, std::uint64_t arg, std::uint32_t needed) {
    const std::optional<FileIo> io = copy_in_record<FileIo>(process.image.space, arg);
    if (!io) {
        return {.verdict = VERDICT_EFAULT};
    }
    const OpenFile* const file = find_file(process, io->file);
    if (file == nullptr || (file->flags & needed) == 0) {
        return {.verdict = VERDICT_EBADF};
    }
    return {.io = *io, .node = file->node};
}

Answer read_regular(Kernel& kernel, const Process& process, const FileArgument& file) {
    std::array<std::uint8_t, max_io_bytes> bytes;
    const std::size_t wanted = std::min<std::size_t>(file.io.length, bytes.size());
    const std::size_t count = read_node(kernel.vfs, file.node, file.io.offset, std::span(bytes).first(wanted));
    if (!copy_out(process.image.space, file.io.address, std::span(bytes).first(count))) {
        return {.verdict = VERDICT_EFAULT};
    }
    return {.result = count};
}

Answer write_regular(Kernel& kernel, const Process& process, const FileArgument& file) {
    std::array<std::uint8_t, max_io_bytes> bytes;
    const std::size_t count = std::min<std::size_t>(file.io.length, bytes.size());
    if (!copy_in(process.image.space, {file.io.address, count}, bytes)) {
        return {.verdict = VERDICT_EFAULT};
    }
    const Written written =
        write_node(kernel.vfs, kernel.pages, file.node, file.io.offset, std::span(bytes).first(count), process.quota);
    if (written.unfinished) {
        return {.fate = Answer::Fate::unfinished};
    }
    return {.verdict = written.verdict, .result = written.bytes};
}

/// Reads or writes the open file in the FileIo at `arg`, by its kind.
Answer transfer(Kernel& kernel, Process& process, std::uint64_t arg, std::uint32_t needed,
                Answer (*regular)(Kernel&, const Process&, const FileArgument&),
                Answer (*console)(Kernel&, Process&, UserSpan)) {
    const FileArgument file = read_file_argument(process, arg, needed);
    if (file.verdict != VERDICT_OK) {
        return {.verdict = file.verdict};
    }
    switch (stat_node(kernel.vfs, file.node).kind) {
    case FILE_REGULAR: return regular(kernel, process, file);
    case FILE_DIRECTORY: return {.verdict = VERDICT_EISDIR};
    case FILE_CONSOLE: return console(kernel, process, {file.io.address, file.io.length});
    }
    return {.verdict = VERDICT_EBADF};
}

/// The path in the IoSpan at `arg`.
Verdict read_path_argument(const Process& process, std::uint64_t arg, Path& path) {
    const SpanArgument argument = read_span(process, arg);
    if (argument.verdict != VERDICT_OK) {
        return argument.verdict;
    }
    return read_path(process, argument.span.address, static_cast<std::uint32_t>(argument.span.bytes), path);
}

}  // namespace

Answer file_open(Kernel& kernel, Process& process, std::uint64_t arg) {
    const std::optional<FileOpen> open = copy_in_record<FileOpen>(process.image.space, arg);
    if (!open) {
        return {.verdict = VERDICT_EFAULT};
    }
    Path path;
    if (const Verdict verdict = read_path(process, open->path, open->path_length, path); verdict != VERDICT_OK) {
        return {.verdict = verdict};
    }
    const auto free = std::ranges::find(process.files, 0U, &OpenFile::flags);
    if (free == process.files.end()) {
        return {.verdict = VERDICT_EAGAIN};
    }
    const Opened opened = open_node(kernel.vfs, kernel.pages, path.text(), open->flags, process.quota);
    if (opened.verdict != VERDICT_OK) {
        return {.verdict = opened.verdict};
    }
    *free = {.flags = open->flags, .node = opened.node};
    return {.result = static_cast<std::uint64_t>(free - process.files.begin())};
}

Answer file_read(Kernel& kernel, Process& process, std::uint64_t arg) {
    return transfer(kernel, process, arg, OPEN_READ, read_regular, read_console);
}

Answer file_write(Kernel& kernel, Process& process, std::uint64_t arg) {
    return transfer(kernel, process, arg, OPEN_WRITE, write_regular, write_console);
}

Answer file_close(Kernel& kernel, Process& process, std::uint64_t arg) {
    OpenFile* const file = find_file(process, arg);
    if (file == nullptr) {
        return {.verdict = VERDICT_EBADF};
    }
    close_file(kernel, *file);
    return {};
}

Answer file_stat(Kernel& kernel, Process& process, std::uint64_t arg) {
    const std::optional<FileQuery> query = copy_in_record<FileQuery>(process.image.space, arg);
    if (!query) {
        return {.verdict = VERDICT_EFAULT};
    }
    if (query->_pad != 0) {
        return {.verdict = VERDICT_EPAD};
    }
    Path path;
    if (const Verdict verdict = read_path(process, query->path, query->path_length, path); verdict != VERDICT_OK) {
        return {.verdict = verdict};
    }
    const Opened found = find_node(kernel.vfs, path.text());
    if (found.verdict != VERDICT_OK) {
        return {.verdict = found.verdict};
    }
    const bool told = copy_out_record(process.image.space, query->to, stat_node(kernel.vfs, found.node));
    return {.verdict = told ? VERDICT_OK : VERDICT_EFAULT};
}

Answer file_list(Kernel& kernel, Process& process, std::uint64_t arg) {
    const FileArgument file = read_file_argument(process, arg, OPEN_READ);
    if (file.verdict != VERDICT_OK) {
        return {.verdict = file.verdict};
    }
    if (stat_node(kernel.vfs, file.node).kind != FILE_DIRECTORY) {
        return {.verdict = VERDICT_ENOTDIR};
    }
    std::uint64_t written = 0;
    for (std::uint64_t index = file.io.offset; file.io.length - written >= sizeof(DirectoryEntry); ++index) {
        const std::optional<DirectoryEntry> entry = list_node(kernel.vfs, file.node, index);
        if (!entry) {
            break;
        }
        if (!copy_out_record(process.image.space, file.io.address + written, *entry)) {
            return {.verdict = VERDICT_EFAULT};
        }
        written += sizeof(DirectoryEntry);
    }
    return {.result = written};
}

Answer file_remove(Kernel& kernel, Process& process, std::uint64_t arg) {
    Path path;
    const Verdict verdict = read_path_argument(process, arg, path);
    return {.verdict = verdict == VERDICT_OK ? remove_node(kernel.vfs, kernel.pages, path.text()) : verdict};
}

Answer file_make_directory(Kernel& kernel, Process& process, std::uint64_t arg) {
    Path path;
    const Verdict verdict = read_path_argument(process, arg, path);
    return {.verdict = verdict == VERDICT_OK ? make_directory(kernel.vfs, path.text(), process.quota) : verdict};
}

}  // namespace core
