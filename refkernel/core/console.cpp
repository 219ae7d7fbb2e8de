#include "core/console.h"

#include "hal/timer.h"
#include "hal/uart.h"

namespace core {
namespace {

constexpr std::uint8_t backspace = 0x08;
constexpr std::uint8_t del = 0x7f;

std::uint8_t wait_for_character() {
    for (;;) {
        const int character = hal_uart_read();
        if (character >= 0) {
            return static_cast<std::uint8_t>(character);
        }
        hal_timer_rest();
    }
}

}  // namespace

void print(std::string_view text) {
    hal_uart_write(text.data(), text.size());
}

void print(const ShortText& text) {
    print(text.view());
}

void print(const HexDump& dump) {
    for (std::size_t i = 0; i < dump.bytes.size(); ++i) {
        if (dump.group != 0 && i != 0 && i % dump.group == 0) {
            print(" ");
        }
        const auto digits = hex_digits(dump.bytes[i]);
        print(std::string_view(digits.data(), digits.size()));
    }
}

std::size_t read_line(std::span<std::uint8_t> to) {
    std::size_t count = 0;
    while (count < to.size()) {
        std::uint8_t character = wait_for_character();
        if (character == backspace || character == del) {
            if (count > 0) {
                --count;
                print("\b \b");
            }
            continue;
        }
        if (character == '\r') {
            character = '\n';  // what the Enter key of a terminal sends
        }
        to[count++] = character;
        const char echo = static_cast<char>(character);
        print(std::string_view(&echo, 1));
        if (character == '\n') {
            break;
        }
    }
    return count;
}

}  // namespace core
