#include "core/console.h"

#include <utility>

#include "core/byte_queue.h"
#include "hal/uart.h"

namespace core {
namespace {

constinit ByteQueue<16384> output;
constinit bool at_once = false;

/// The UART interrupts when it takes more, as long as there is output.
void ask_for_interrupts() {
    hal_uart_interrupt(HAL_UART_READY, output.count > 0 ? 1 : 0);
}

}  // namespace

void print(std::string_view text) {
    std::span more(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    for (more = more.subspan(output.add(more)); !more.empty(); more = more.subspan(output.add(more))) {
        (void)drain_console(more.size());
    }
    if (at_once) {
        flush_console();
    } else {
        ask_for_interrupts();
    }
}

void print_at_once() {
    at_once = true;
    flush_console();
}

std::size_t console_room() {
    return output.room();
}

bool drain_console(std::size_t bytes) {
    bool sent = false;
    while (bytes > 0 && output.count > 0) {
        const std::string_view oldest = as_text(output.oldest());
        const std::size_t taken = hal_uart_send(oldest.data(), std::min(bytes, oldest.size()));
        if (taken == 0) {
            break;
        }
        output.remove(taken);
        bytes -= taken;
        sent = true;
    }
    if (sent) {
        ask_for_interrupts();
    }
    return sent;
}

void flush_console() {
    while (output.count > 0) {
        (void)drain_console(output.count);
    }
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

void print(const Escaped& text) {
    for (const char character : text.text) {
        print(escaped(character));
    }
}

void print(const ElfNumbers& numbers) {
    for (const ElfNumbers::Part& part : numbers.parts) {
        if (!part.words.empty()) {
            print(part.words);
            print(part.text());
        }
    }
}

bool read_typed(LineInput& input) {
    while (input.ahead.room() > 0) {
        const int typed = hal_uart_read();
        if (typed < 0) {
            break;
        }
        receive(input, static_cast<std::uint8_t>(typed));
    }
    hal_uart_interrupt(HAL_UART_RECEIVED, input.ahead.room() > 0 ? 1 : 0);
    while (const std::optional<Echo> echo = next_echo(input)) {
        for (std::size_t i = 0; i < echo->erased; ++i) {
            print("\b \b");
        }
        if (echo->character != 0) {
            const char character = static_cast<char>(echo->character);
            print(std::string_view(&character, 1));
        }
    }
    return std::exchange(input.interrupted, false);
}

}  // namespace core
