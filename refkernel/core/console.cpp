#include "core/console.h"

#include "hal/uart.h"

namespace core {
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

void read_typed(LineInput& input) {
    while (!input.complete) {
        const int typed = hal_uart_read();
        if (typed < 0) {
            return;
        }
        const Echo echo = feed(input, static_cast<std::uint8_t>(typed));
        for (std::size_t i = 0; i < echo.erased; ++i) {
            print("\b \b");
        }
        if (echo.character != 0) {
            const char character = static_cast<char>(echo.character);
            print(std::string_view(&character, 1));
        }
    }
}

}  // namespace core
