#include "membrane/libc_shim.h"

#include <algorithm>

#include "membrane/stop.h"

namespace membrane {
namespace {

std::uint64_t address_of(const void* place) {
    return reinterpret_cast<std::uint64_t>(place);
}

/// A command whose argument is the address of a record. The kernel reads the record and what it points to; the clobber
/// "memory" in ring_doorbell tells this to the compiler.
template <typename Record>
Reply call_with(Ion& ion, CmdKind kind, const Record& record) {
    return call(ion, kind, address_of(&record));
}

IoSpan span_of(const void* bytes, std::size_t length) {
    return {.address = address_of(bytes), .length = static_cast<std::uint32_t>(length)};
}

Launch launch_of(std::string_view path, std::string_view arguments) {
    return {.path = address_of(path.data()),
            .path_length = static_cast<std::uint32_t>(path.size()),
            .arguments = address_of(arguments.data()),
            .arguments_length = static_cast<std::uint32_t>(arguments.size())};
}

}  // namespace

Verdict write(Ion& ion, std::string_view text) {
    while (!text.empty()) {
        const Reply reply = call_with(ion, CMD_CONSOLE_WRITE, span_of(text.data(), text.size()));
        if (reply.verdict != VERDICT_OK) {
            return reply.verdict;
        }
        text.remove_prefix(reply.result);
    }
    return VERDICT_OK;
}

InputLine read_line(Ion& ion, std::span<char> buffer) {
    const Reply reply = call_with(ion, CMD_CONSOLE_READ, span_of(buffer.data(), buffer.size()));
    if (reply.verdict != VERDICT_OK) {
        return {};
    }
    std::string_view line(buffer.data(), reply.result);
    const bool ended = line.ends_with('\n');
    if (ended) {
        line.remove_suffix(1);
    }
    return {.text = line, .ended = ended};
}

Verdict exec(Ion& ion, std::string_view path, std::string_view arguments) {
    return call_with(ion, CMD_SYS_EXEC, launch_of(path, arguments)).verdict;
}

Reply spawn(Ion& ion, std::string_view path, std::string_view arguments, std::uint32_t flags, const Limits* limits) {
    Launch launch = launch_of(path, arguments);
    launch.flags = flags;
    launch.limits = address_of(limits);
    return call_with(ion, CMD_SYS_SPAWN, launch);
}

Ended wait_for_child(Ion& ion, std::uint32_t number) {
    const Reply answer = call(ion, CMD_SYS_WAIT, number);
    return {.verdict = answer.verdict,
            .number = static_cast<std::uint32_t>(answer.result >> 32),
            .status = static_cast<std::uint32_t>(answer.result)};
}

Verdict kill(Ion& ion, std::uint32_t number) {
    return call(ion, CMD_SYS_KILL, number).verdict;
}

Verdict sleep(Ion& ion, std::uint64_t nanoseconds) {
    return call(ion, CMD_SYS_SLEEP, nanoseconds).verdict;
}

Verdict yield(Ion& ion) {
    return call(ion, CMD_SYS_YIELD, 0).verdict;
}

void exit(Ion& ion, std::uint64_t status) {
    (void)call(ion, CMD_SYS_EXIT, status);  // never answered
    stop();
}

Reply open(Ion& ion, std::string_view path, std::uint32_t flags) {
    return call_with(
        ion, CMD_FILE_OPEN,
        FileOpen{
            .path = address_of(path.data()), .path_length = static_cast<std::uint32_t>(path.size()), .flags = flags});
}

Reply read(Ion& ion, std::uint32_t file, std::uint64_t offset, std::span<std::uint8_t> buffer) {
    return call_with(ion, CMD_FILE_READ,
                     FileIo{.address = address_of(buffer.data()),
                            .length = static_cast<std::uint32_t>(buffer.size()),
                            .file = file,
                            .offset = offset});
}

Verdict write(Ion& ion, std::uint32_t file, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const Reply reply = call_with(ion, CMD_FILE_WRITE,
                                      FileIo{.address = address_of(bytes.data()),
                                             .length = static_cast<std::uint32_t>(bytes.size()),
                                             .file = file,
                                             .offset = offset});
        if (reply.verdict != VERDICT_OK) {
            return reply.verdict;
        }
        offset += reply.result;
        bytes = bytes.subspan(reply.result);
    }
    return VERDICT_OK;
}

Verdict close(Ion& ion, std::uint32_t file) {
    return call(ion, CMD_FILE_CLOSE, file).verdict;
}

Verdict stat(Ion& ion, std::string_view path, FileStat& to) {
    return call_with(ion, CMD_FILE_STAT,
                     FileQuery{.path = address_of(path.data()),
                               .path_length = static_cast<std::uint32_t>(path.size()),
                               .to = address_of(&to)})
        .verdict;
}

Verdict remove(Ion& ion, std::string_view path) {
    return call_with(ion, CMD_FILE_REMOVE, span_of(path.data(), path.size())).verdict;
}

Verdict make_directory(Ion& ion, std::string_view path) {
    return call_with(ion, CMD_FILE_MAKE_DIRECTORY, span_of(path.data(), path.size())).verdict;
}

Reply list(Ion& ion, std::uint32_t file, std::uint64_t first, std::span<DirectoryEntry> entries) {
    Reply reply = call_with(ion, CMD_FILE_LIST,
                            FileIo{.address = address_of(entries.data()),
                                   .length = static_cast<std::uint32_t>(entries.size_bytes()),
                                   .file = file,
                                   .offset = first});
    reply.result /= sizeof(DirectoryEntry);
    return reply;
}

std::uint64_t now(Ion& ion) {
    return call(ion, CMD_SYS_TIME, 0).result;
}

Verdict system_stat(Ion& ion, SystemStat& to) {
    return call_with(ion, CMD_SYS_STAT, to).verdict;
}

Reply processes(Ion& ion, std::span<ProcessEntry> to) {
    Reply reply = call_with(ion, CMD_SYS_PROCESSES, span_of(to.data(), to.size_bytes()));
    reply.result /= sizeof(ProcessEntry);
    return reply;
}

std::string_view describe(Verdict verdict) {
    switch (verdict) {
    case VERDICT_OK: return "OK";
    case VERDICT_EBADTAG: return "EBADTAG: the tag or the sequence is not the expected one";
    case VERDICT_EPAD: return "EPAD: a padding byte is not zero";
    case VERDICT_EKIND: return "EKIND: no such command";
    case VERDICT_EFAULT: return "EFAULT: the caller may not access an address";
    case VERDICT_ENOENT: return "ENOENT: no such file";
    case VERDICT_ENOEXEC: return "ENOEXEC: it is not a program that can be loaded";
    case VERDICT_ENOMEM: return "ENOMEM: no page is free";
    case VERDICT_ESTALE: return "ESTALE: built against another spec";
    case VERDICT_EINVAL: return "EINVAL: a length or an argument is out of range";
    case VERDICT_EBADF: return "EBADF: no file with this number is open, or not for this use";
    case VERDICT_EISDIR: return "EISDIR: it is a directory";
    case VERDICT_ENOTDIR: return "ENOTDIR: it is not a directory";
    case VERDICT_EACCES: return "EACCES: not permitted";
    case VERDICT_ENOSPC: return "ENOSPC: no room in the file system";
    case VERDICT_ECHILD: return "ECHILD: no such child";
    case VERDICT_EAGAIN: return "EAGAIN: too many processes or open files";
    case VERDICT_ENAMETOOLONG: return "ENAMETOOLONG: the path is too long";
    case VERDICT_ELIMIT: return "ELIMIT: a limit of the program, or of one that started it, is reached";
    case VERDICT_EEXIST: return "EEXIST: the path already exists";
    case VERDICT_ENOTEMPTY: return "ENOTEMPTY: the directory has entries";
    }
    return "an unknown verdict";
}

}  // namespace membrane
