#include "core/cpio.h"

namespace core {
namespace {

constexpr std::size_t header_bytes = 110;
constexpr std::size_t magic_bytes = 6;
constexpr std::size_t number_digits = 8;
constexpr std::string_view trailer = "TRAILER!!!";

/// Which of the header's numbers, in order after the magic.
enum Number : std::size_t { number_mode = 1, number_file_bytes = 6, number_name_bytes = 11 };

std::optional<std::uint32_t> read_number(std::span<const std::uint8_t> header, Number which) {
    std::uint32_t value = 0;
    for (const std::uint8_t letter : header.subspan(magic_bytes + which * number_digits, number_digits)) {
        std::uint32_t digit = 0;
        if (letter >= '0' && letter <= '9') {
            digit = letter - std::uint32_t{'0'};
        } else if (letter >= 'a' && letter <= 'f') {
            digit = letter - std::uint32_t{'a'} + 10;
        } else if (letter >= 'A' && letter <= 'F') {
            digit = letter - std::uint32_t{'A'} + 10;
        } else {
            return std::nullopt;
        }
        value = value << 4 | digit;
    }
    return value;
}

std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

constexpr std::size_t align4(std::size_t offset) {
    return (offset + 3) & ~std::size_t{3};
}

}  // namespace

std::string_view describe(CpioError error) {
    switch (error) {
    case CpioError::none: return "good";
    case CpioError::no_bytes: return "it has no bytes";
    case CpioError::truncated_header: return "truncated: it ends inside a header";
    case CpioError::bad_magic: return "bad magic: a newc header begins with 070701";
    case CpioError::bad_digit: return "a header's number is not hexadecimal";
    case CpioError::bad_name: return "a name is empty or does not end in NUL";
    case CpioError::truncated_name: return "truncated: a name goes past the end";
    case CpioError::truncated_data: return "truncated: a file goes past the end";
    case CpioError::no_trailer: return "truncated: it ends without TRAILER!!!";
    }
    return "unknown";
}

CpioStep read_cpio_entry(std::span<const std::uint8_t> archive, std::size_t offset) {
    if (offset >= archive.size()) {
        return {.error = archive.empty() ? CpioError::no_bytes : CpioError::no_trailer};
    }
    const std::span<const std::uint8_t> rest = archive.subspan(offset);
    if (rest.size() < header_bytes) {
        return {.error = CpioError::truncated_header};
    }
    if (as_text(rest.first(magic_bytes)) != "070701") {
        return {.error = CpioError::bad_magic};
    }
    const auto mode = read_number(rest, number_mode);
    const auto file_bytes = read_number(rest, number_file_bytes);
    const auto name_bytes = read_number(rest, number_name_bytes);
    if (!mode || !file_bytes || !name_bytes) {
        return {.error = CpioError::bad_digit};
    }
    if (*name_bytes > rest.size() - header_bytes) {
        return {.error = CpioError::truncated_name};
    }
    const std::span<const std::uint8_t> name = rest.subspan(header_bytes, *name_bytes);
    if (name.size() < 2 || name.back() != 0) {
        return {.error = CpioError::bad_name};
    }
    CpioStep step{.entry = {.name = as_text(name.first(name.size() - 1)), .mode = *mode, .data = {}}};
    if (step.entry.name == trailer) {
        step.at_trailer = true;
        return step;
    }
    const std::size_t data_begin = align4(header_bytes + name.size());
    if (data_begin > rest.size() || *file_bytes > rest.size() - data_begin) {
        return {.error = CpioError::truncated_data};
    }
    step.entry.data = rest.subspan(data_begin, *file_bytes);
    step.next = offset + align4(data_begin + *file_bytes);
    return step;
}

CpioCheck check_cpio(std::span<const std::uint8_t> archive) {
    CpioCheck check;
    for (;;) {
        const CpioStep step = read_cpio_entry(archive, check.offset);
        check.error = step.error;
        if (step.error != CpioError::none || step.at_trailer) {
            return check;
        }
        check.offset = step.next;
        ++check.entries;
    }
}

}  // namespace core
