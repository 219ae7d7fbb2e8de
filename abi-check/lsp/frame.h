// The frames of the Language Server Protocol 3.17 ("Base Protocol"): a header, an empty line, and a body of JSON.
//
//     Content-Length: 52\r\n
//     \r\n
//     {"jsonrpc":"2.0", ...
//
// The bytes come from another program and are not trusted. Lengths are bounded, and after bytes that are no frame the
// reader finds the next header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace abi::lsp {

struct FrameLimits {
    std::uint64_t header_bytes = 4096;
    std::uint64_t body_bytes = 64U << 20U;
};

struct Frame {
    std::string body;
    std::string error;  // what was wrong, as a sentence without a full stop; empty: `body` is the frame
};

/// Cuts a stream of bytes into frames. The parts in which the bytes arrive do not matter.
class FrameReader {
  public:
    explicit FrameReader(FrameLimits limits = {}) : limits_(limits) {}

    void feed(std::string_view bytes) { waiting_ += bytes; }

    /// The next frame or error; nothing: more bytes are needed.
    std::optional<Frame> next();

    /// Whether nothing of a frame waits.
    bool is_between_frames() const { return at_ == waiting_.size() && !length_ && header_bytes_ == 0 && skip_ == 0; }

  private:
    std::optional<std::string_view> take_line();
    std::optional<Frame> read_header_line(std::string_view line);
    std::optional<Frame> end_header();
    Frame fail(std::string error);
    void forget_read();

    FrameLimits limits_;
    std::string waiting_;
    std::size_t at_ = 0;                          // of the first byte that was not read
    std::uint64_t header_bytes_ = 0;              // of the header that is being read
    std::optional<std::uint64_t> stated_length_;  // by the header that is being read
    std::optional<std::uint64_t> length_;         // of the body that follows
    std::uint64_t skip_ = 0;                      // bytes of a body that is too long
    bool is_broken_ = false;                      // lines are left out until a header begins
};

/// The bytes of a frame with this body.
std::string framed(std::string_view body);

}  // namespace abi::lsp
