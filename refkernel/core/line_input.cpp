#include "core/line_input.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::uint8_t backspace = 0x08;
constexpr std::uint8_t del = 0x7f;
constexpr std::uint8_t control_c = 0x03;
constexpr std::uint8_t control_u = 0x15;
constexpr std::uint8_t control_w = 0x17;

Echo erase_to(LineInput& input, std::size_t count) {
    const Echo echo{.erased = input.count - count};
    input.count = count;
    return echo;
}

/// The index at which the last word begins.
std::size_t word_begin(const LineInput& input) {
    std::size_t at = input.count;
    while (at > 0 && input.bytes[at - 1] == ' ') {
        --at;
    }
    while (at > 0 && input.bytes[at - 1] != ' ') {
        --at;
    }
    return at;
}

}  // namespace

Echo feed(LineInput& input, std::uint8_t character) {
    switch (character) {
    case backspace:
    case del: return erase_to(input, input.count - std::min<std::size_t>(input.count, 1));
    case control_u: return erase_to(input, 0);
    case control_w: return erase_to(input, word_begin(input));
    case '\r': character = '\n'; break;  // a terminal sends this for the Enter key
    default: break;
    }
    input.bytes[input.count++] = character;
    input.complete = character == '\n' || input.count == input.bytes.size();
    return {.character = character};
}

void receive(LineInput& input, std::uint8_t character) {
    if (character == control_c) {
        input.interrupted = true;
        input.ahead.remove(input.ahead.count);
        input.complete = false;
        character = control_u;  // erases the line
    }
    (void)input.ahead.add({&character, 1});
}

std::optional<Echo> next_echo(LineInput& input) {
    if (input.complete || input.ahead.count == 0) {
        return std::nullopt;
    }
    const std::uint8_t character = input.ahead.oldest().front();
    input.ahead.remove(1);
    return feed(input, character);
}

std::size_t take_line(LineInput& input, std::span<std::uint8_t> to) {
    const std::size_t taken = std::min(input.count, to.size());
    const std::span all(input.bytes);
    std::ranges::copy(all.first(taken), to.begin());
    std::ranges::copy(all.subspan(taken, input.count - taken), all.begin());
    input.count -= taken;
    input.complete = input.count != 0;
    return taken;
}

}  // namespace core
