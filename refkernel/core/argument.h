// What a command's argument points to, read out of the caller's memory and checked.
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

/// Copies the caller's path. VERDICT_EINVAL: no bytes; VERDICT_ENAMETOOLONG; VERDICT_EFAULT.
Verdict read_path(const Process& process, std::uint64_t address, std::uint32_t length, Path& path);

/// A Launch, with everything that it points to.
struct LaunchArgument {
    Path path;
    std::array<std::uint8_t, max_arguments_bytes> arguments;
    std::size_t arguments_length = 0;
};

/// VERDICT_OK, or what is wrong with the Launch at `address`.
Verdict read_launch(const Process& process, std::uint64_t address, LaunchArgument& launch);

/// What the IoSpan at `address` says; its padding is checked here.
struct SpanArgument {
    Verdict verdict = VERDICT_OK;
    UserSpan span;
};
SpanArgument read_span(const Process& process, std::uint64_t address);

}  // namespace core
