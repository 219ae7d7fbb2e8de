// The numbers of an ELF error: which program header, which values, and by how much they are wrong.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/elf.h"
#include "core/text.h"

namespace core {

/// Words and the number after each of them: ": program header ", 2, ", p_align ", 3.
struct ElfNumbers {
    struct Part {
        std::string_view words{};  // empty: the end
        std::uint64_t number = 0;

        /// The number as text: in hexadecimal, except the digits 0 to 9.
        ShortText text() const { return number < 10 ? decimal(number) : hexadecimal(number); }
    };
    std::array<Part, 9> parts{};
};

/// The numbers of the error. None if the error has no number.
ElfNumbers elf_numbers(const ElfCheck& check);

}  // namespace core
