// For tests: writes newc archives, and reads whole ones.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "core/cpio.h"

namespace core::test {

struct ArchiveWriter {
    std::vector<std::uint8_t> bytes;

    /// Appends one entry with the format's padding.
    void add(std::string_view name, std::string_view data, std::uint32_t mode = 0100644, std::uint32_t links = 1) {
        const std::uint32_t numbers[13] = {1,
                                           mode,
                                           0,
                                           0,
                                           links,
                                           0,
                                           static_cast<std::uint32_t>(data.size()),
                                           0,
                                           0,
                                           0,
                                           0,
                                           static_cast<std::uint32_t>(name.size() + 1),
                                           0};
        append("070701");
        for (const std::uint32_t number : numbers) {
            char digits[9];
            (void)std::snprintf(digits, sizeof digits, "%08x", number);
            append(digits);
        }
        append(name);
        bytes.push_back(0);
        pad();
        append(data);
        pad();
    }

    void end() { add("TRAILER!!!", ""); }

  private:
    void append(std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }
    void pad() { bytes.resize((bytes.size() + 3) & ~std::size_t{3}); }
};

/// The result of a walk through the whole archive. `entries` does not count the trailer.
struct CpioCheck {
    CpioError error = CpioError::none;
    std::size_t offset = 0;  // of the last header, in bytes
    std::uint32_t entries = 0;
};

inline CpioCheck check_cpio(std::span<const std::uint8_t> archive) {
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

}  // namespace core::test
