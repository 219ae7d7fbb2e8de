// Reads what a command's argument points to from the caller's memory, and checks it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/path.h"
#include "core/process.h"
#include "core/text.h"
#include "core/user_memory.h"

namespace core {

/// A path, in a private copy.
struct Path {
    std::array<std::uint8_t, max_path_bytes> bytes;
    std::size_t length = 0;

    std::string_view text() const { return as_text(std::span(bytes).first(length)); }
};

/// Copies the caller's path. Returns VERDICT_OK, VERDICT_EINVAL (no bytes), VERDICT_ENAMETOOLONG or VERDICT_EFAULT.
Verdict read_path(const Process& process, std::uint64_t address, std::uint32_t length, Path& path);

/// A Launch, with everything that it points to.
struct LaunchArgument {
    Path path;
    std::array<std::uint8_t, max_arguments_bytes> arguments;
    std::size_t arguments_length = 0;
    Limits limits{};
    bool limited = false;
    bool background = false;
};

/// Reads the Launch at `address`. Returns VERDICT_OK or the error.
Verdict read_launch(const Process& process, std::uint64_t address, LaunchArgument& launch);

/// The IoSpan at `address`, with its padding checked.
struct SpanArgument {
    Verdict verdict = VERDICT_OK;
    UserSpan span;
};
SpanArgument read_span(const Process& process, std::uint64_t address);

}  // namespace core
