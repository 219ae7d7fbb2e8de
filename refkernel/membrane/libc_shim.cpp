#include "membrane/libc_shim.h"

#include <algorithm>

#include "membrane/stop.h"

namespace membrane {
namespace {

// The kernel's limits of one command.
constexpr std::size_t max_write_bytes = 4096;
constexpr std::size_t max_line_bytes = 256;

/// A command whose argument is a span. The kernel reads the span through its address, hence "memory" in ring_doorbell.
CompletionPacket call_with_span(Ion& ion, CmdKind kind, const char* bytes, std::size_t length) {
    const IoSpan span{.address = reinterpret_cast<std::uint64_t>(bytes), .length = static_cast<std::uint32_t>(length)};
    return call(ion, kind, reinterpret_cast<std::uint64_t>(&span));
}

}  // namespace

Verdict write(Ion& ion, std::string_view text) {
    while (!text.empty()) {
        const std::size_t part = std::min(text.size(), max_write_bytes);
        const Verdict verdict = call_with_span(ion, CMD_CONSOLE_WRITE, text.data(), part).verdict;
        if (verdict != VERDICT_OK) {
            return verdict;
        }
        text.remove_prefix(part);
    }
    return VERDICT_OK;
}

InputLine read_line(Ion& ion, std::span<char> buffer) {
    const std::size_t length = std::min(buffer.size(), max_line_bytes);
    const CompletionPacket answer = call_with_span(ion, CMD_CONSOLE_READ, buffer.data(), length);
    if (answer.verdict != VERDICT_OK) {
        return {};
    }
    std::string_view line(buffer.data(), answer.result);
    const bool ended = line.ends_with('\n');
    if (ended) {
        line.remove_suffix(1);
    }
    return {.text = line, .ended = ended};
}

Verdict exec(Ion& ion, std::string_view path) {
    return call_with_span(ion, CMD_SYS_EXEC, path.data(), path.size()).verdict;
}

void exit(Ion& ion, std::uint64_t status) {
    (void)call(ion, CMD_SYS_EXIT, status);  // never answered
    stop();
}

std::string_view describe(Verdict verdict) {
    switch (verdict) {
    case VERDICT_OK: return "OK";
    case VERDICT_EBADTAG: return "EBADTAG: the tag or the sequence is not the one expected";
    case VERDICT_EPAD: return "EPAD: a padding byte is not zero";
    case VERDICT_EKIND: return "EKIND: no such command";
    case VERDICT_EFAULT: return "EFAULT: an address is not the caller's to use";
    case VERDICT_ENOENT: return "ENOENT: no such file";
    case VERDICT_ENOEXEC: return "ENOEXEC: not a program that can be loaded";
    case VERDICT_ENOMEM: return "ENOMEM: no page is free";
    case VERDICT_ESTALE: return "ESTALE: built against another spec";
    case VERDICT_EINVAL: return "EINVAL: a length or an argument is out of range";
    }
    return "an unknown verdict";
}

}  // namespace membrane
