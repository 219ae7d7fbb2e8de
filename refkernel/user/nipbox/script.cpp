// source: runs the lines of a file.
#include <algorithm>
#include <array>

#include "user/nipbox/nipbox.h"

namespace nipbox {

namespace {

constexpr unsigned max_depth = 8;

void obey_lines(Shell& shell, std::string_view rest) {
    with_file(shell, rest, membrane::OPEN_READ, [&](std::uint32_t number) {
        std::array<std::uint8_t, 256> buffer;  // room for the longest line with its end
        for (std::uint64_t offset = 0; !shell.leaves;) {
            const membrane::Reply read = membrane::read(shell.ion, number, offset, buffer);
            if (!succeeded(shell, rest, read.verdict) || read.result == 0) {
                break;
            }
            const std::string_view text(reinterpret_cast<const char*>(buffer.data()), read.result);
            const std::size_t end = text.find('\n');
            if (end == std::string_view::npos && read.result == buffer.size()) {
                complain(shell, rest, "a line is too long; 255 characters at most");
                break;
            }
            const std::size_t length = std::min(end, text.size());
            obey(shell, {text.data(), length});
            offset += length + 1;
        }
    });
}

}  // namespace

void source(Shell& shell, std::string_view rest) {
    if (shell.depth == max_depth) {
        complain(shell, rest, "scripts can be nested 8 deep at most");
        return;
    }
    ++shell.depth;
    obey_lines(shell, rest);
    --shell.depth;
}

}  // namespace nipbox
