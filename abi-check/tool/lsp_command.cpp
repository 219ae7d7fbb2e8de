// The command `lsp`: a language server on standard input and output.
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>

#include "tool/commands.h"
#include "tool/lsp_server.h"

namespace abi {
namespace {

/// Whether bytes, or the end of input, can be read without waiting.
bool has_input() {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return poll(&input, 1, 0) > 0;
}

/// Reads what there is, and waits until there is something. False at the end of input.
bool read_some(lsp::FrameReader& frames) {
    std::array<char, 65536> buffer;  // NOLINT: filled by read
    ssize_t got = 0;
    do {
        got = read(STDIN_FILENO, buffer.data(), buffer.size());
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return false;
    frames.feed({buffer.data(), static_cast<std::size_t>(got)});
    return true;
}

}  // namespace

Status run_lsp(const Options& options) {
    if (!options.words.empty()) return say_error("lsp: expected no words; the editor names the files");
    bool can_write = true;
    LspServer server(options, [&](const std::string& body) {
        const auto frame = lsp::framed(body);
        can_write =
            can_write && std::fwrite(frame.data(), 1, frame.size(), stdout) == frame.size() && std::fflush(stdout) == 0;
    });
    lsp::FrameReader frames;
    bool is_open = true;
    while (can_write && !server.is_over()) {
        if (const auto frame = frames.next()) {
            server.handle(*frame);
        } else if (server.has_work() && !has_input()) {
            server.work();
        } else if (!is_open) {
            break;
        } else {
            is_open = read_some(frames);
        }
    }
    if (!can_write) return say_error("standard output could not be written");
    return server.was_shut_down() ? Status::conforms : Status::findings;
}

}  // namespace abi
