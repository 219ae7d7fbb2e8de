// For tests: writes flattened device trees.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace core::test {

struct FdtWriter {
    std::vector<std::uint8_t> structure;
    std::string strings;
    std::vector<std::uint8_t> reservations;  // without the last entry, which is zero

    void begin(std::string_view name) {
        number(structure, 1);
        text(name);
    }
    void end() { number(structure, 2); }

    void property(std::string_view name, const std::vector<std::uint8_t>& value) {
        number(structure, 3);
        number(structure, static_cast<std::uint32_t>(value.size()));
        number(structure, static_cast<std::uint32_t>(strings.size()));
        strings += name;
        strings += '\0';
        structure.insert(structure.end(), value.begin(), value.end());
        pad();
    }
    void property(std::string_view name, std::string_view value) {
        std::vector<std::uint8_t> bytes(value.begin(), value.end());
        bytes.push_back(0);
        property(name, bytes);
    }

    static std::vector<std::uint8_t> cells(const std::vector<std::uint32_t>& values) {
        std::vector<std::uint8_t> bytes;
        for (const std::uint32_t value : values) {
            number(bytes, value);
        }
        return bytes;
    }

    /// Returns the whole tree. Call it once, after the last end().
    std::vector<std::uint8_t> write() {
        number(structure, 9);
        const auto structure_bytes = static_cast<std::uint32_t>(structure.size());
        const auto strings_bytes = static_cast<std::uint32_t>(strings.size());
        const std::uint32_t header = 40;
        const auto structure_offset = static_cast<std::uint32_t>(header + reservations.size() + 16);
        const std::uint32_t strings_offset = structure_offset + structure_bytes;
        std::vector<std::uint8_t> bytes = cells({0xd00dfeed, strings_offset + strings_bytes, structure_offset,
                                                 strings_offset, header, 17, 16, 0, strings_bytes, structure_bytes});
        bytes.insert(bytes.end(), reservations.begin(), reservations.end());
        bytes.resize(bytes.size() + 16);
        bytes.insert(bytes.end(), structure.begin(), structure.end());
        bytes.insert(bytes.end(), strings.begin(), strings.end());
        return bytes;
    }

  private:
    static void number(std::vector<std::uint8_t>& to, std::uint32_t value) {
        for (const unsigned shift : {24u, 16u, 8u, 0u}) {
            to.push_back(static_cast<std::uint8_t>(value >> shift));
        }
    }
    void text(std::string_view name) {
        structure.insert(structure.end(), name.begin(), name.end());
        structure.push_back(0);
        pad();
    }
    void pad() { structure.resize((structure.size() + 3) & ~std::size_t{3}); }
};

}  // namespace core::test
