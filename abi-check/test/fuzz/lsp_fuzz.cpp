// Any bytes of an editor, in any parts: the frames are the same, and each is a message or a failure with a code.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/frame.h"
#include "lsp/message.h"
#include "lsp/position.h"
#include "lsp/uri.h"

namespace {

constexpr abi::lsp::FrameLimits limits{.header_bytes = 256, .body_bytes = 4096};

/// The frames of the bytes in parts of `length` bytes; errors begin with "!".
std::vector<std::string> frames_of(std::string_view bytes, std::size_t length) {
    abi::lsp::FrameReader reader(limits);
    std::vector<std::string> frames;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(length, bytes.size()))) {
        reader.feed(bytes.substr(0, length));
        while (const auto frame = reader.next()) {
            if (!frame->error.empty() && !frame->body.empty()) std::abort();
            if (frame->body.size() > limits.body_bytes) std::abort();
            frames.push_back(frame->error.empty() ? frame->body : "!" + frame->error);
        }
    }
    return frames;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto frames = frames_of(bytes, std::max<std::size_t>(size, 1));
    if (size < 4096 && frames_of(bytes, 7) != frames) std::abort();
    for (const auto& frame : frames) {
        if (frame.starts_with('!')) continue;
        const auto parsed = abi::lsp::parse_message(frame);
        if (!parsed.message && parsed.failure.message.empty()) std::abort();
        if (parsed.message && !parsed.message->method.empty()) {
            const auto again =
                abi::lsp::parse_message(abi::lsp::notification(parsed.message->method, parsed.message->params));
            if (!again.message || again.message->method != parsed.message->method) std::abort();
        }
    }
    // The text of a file, and a name of one.
    const abi::lsp::Lines lines(bytes);
    for (std::size_t at = 0; at <= size; at += size / 16 + 1) {
        const auto position = lines.position(at);
        if (lines.offset(position["line"], position["character"]) > size) std::abort();
        lines.word_at(position["line"], at);
    }
    if (const auto path = abi::lsp::path_of_uri(bytes)) {
        if (abi::lsp::path_of_uri(abi::lsp::uri_of_path(*path)) != path) std::abort();
    }
    return 0;
}
