#include "core/cpio.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace core {
namespace {

constexpr std::size_t header_bytes = 110;
constexpr std::size_t magic_bytes = 6;
constexpr std::size_t number_digits = 8;
constexpr std::size_t number_count = 13;
constexpr std::size_t max_name_bytes = 4096;  // with the NUL; PATH_MAX, the limit of Linux
constexpr std::string_view trailer = "TRAILER!!!";

/// Indices of the header's numbers after the magic.
enum Number : std::size_t { number_mode = 1, number_links = 4, number_file_bytes = 6, number_name_bytes = 11 };

using Numbers = std::array<std::uint32_t, number_count>;

/// Reads all numbers of a header, also those that are not used: one damaged number means that others may be damaged.
std::optional<Numbers> read_numbers(std::span<const std::uint8_t> header) {
    Numbers numbers{};
    for (std::size_t at = 0; at < number_count * number_digits; ++at) {
        const std::optional<std::uint32_t> digit = hex_digit(static_cast<char>(header[magic_bytes + at]));
        if (!digit) {
            return std::nullopt;
        }
        numbers[at / number_digits] = numbers[at / number_digits] << 4 | *digit;
    }
    return numbers;
}

constexpr std::size_t align4(std::size_t offset) {
    return (offset + 3) & ~std::size_t{3};
}

/// Whether all bytes from `offset` to the next multiple of 4 are zero. The archive may end earlier.
bool is_padded(std::span<const std::uint8_t> bytes, std::size_t offset) {
    const std::size_t end = std::min(align4(offset), bytes.size());
    return std::ranges::all_of(bytes.subspan(offset, end - offset), [](std::uint8_t byte) { return byte == 0; });
}

CpioError check_name(std::span<const std::uint8_t> name) {
    if (name.back() != 0) {
        return CpioError::open_name;
    }
    return std::ranges::find(name, std::uint8_t{0}) == name.end() - 1 ? CpioError::none : CpioError::nul_in_name;
}

}  // namespace

CpioStep read_cpio_entry(std::span<const std::uint8_t> archive, std::size_t offset) {
    if (offset >= archive.size()) {
        return {.error = archive.empty() ? CpioError::no_bytes : CpioError::no_trailer};
    }
    const std::span<const std::uint8_t> rest = archive.subspan(offset);
    if (rest.size() < header_bytes) {
        return {.error = CpioError::truncated_header};
    }
    const std::string_view magic = as_text(rest.first(magic_bytes));
    if (magic != "070701") {
        return {.error = magic == "070702" ? CpioError::with_checksums : CpioError::bad_magic};
    }
    const std::optional<Numbers> numbers = read_numbers(rest);
    if (!numbers) {
        return {.error = CpioError::bad_digit};
    }
    const std::size_t name_bytes = (*numbers)[number_name_bytes];
    if (name_bytes < 2) {
        return {.error = CpioError::empty_name};
    }
    if (name_bytes > max_name_bytes) {
        return {.error = CpioError::long_name};
    }
    if (name_bytes > rest.size() - header_bytes) {
        return {.error = CpioError::truncated_name};
    }
    const std::span<const std::uint8_t> name = rest.subspan(header_bytes, name_bytes);
    if (const CpioError error = check_name(name); error != CpioError::none) {
        return {.error = error};
    }
    CpioStep step{.entry = {.name = as_text(name.first(name.size() - 1)),
                            .mode = (*numbers)[number_mode],
                            .links = (*numbers)[number_links],
                            .data = {}}};
    if (step.entry.name == trailer) {
        step.at_trailer = true;
        return step;
    }
    const std::size_t data_begin = align4(header_bytes + name_bytes);
    const std::size_t data_bytes = (*numbers)[number_file_bytes];
    if (data_begin > rest.size() || data_bytes > rest.size() - data_begin) {
        return {.error = CpioError::truncated_data};
    }
    if (!is_padded(rest, header_bytes + name_bytes) || !is_padded(rest, data_begin + data_bytes)) {
        return {.error = CpioError::bad_padding};
    }
    step.entry.data = rest.subspan(data_begin, data_bytes);
    step.next = offset + align4(data_begin + data_bytes);
    return step;
}

}  // namespace core
