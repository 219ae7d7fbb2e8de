// Reads numbers from untrusted bytes.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace abi::object {

/// Reading past the end returns 0 and sets `ok` to false for good. Nothing is read out of bounds.
class ByteReader {
  public:
    ByteReader(std::string_view bytes, bool is_little)
        : begin_(bytes.data()), size_(bytes.size()), swap_(is_little != host_is_little) {}

    bool ok() const { return ok_; }
    bool at_end() const { return !ok_ || at_ >= size_; }
    std::uint64_t offset() const { return at_; }
    std::uint64_t size() const { return size_; }
    std::uint64_t left() const { return ok_ ? size_ - at_ : 0; }

    void seek(std::uint64_t offset) {
        if (offset > size_) return fail();
        at_ = offset;
    }
    void skip(std::uint64_t count) {
        if (count > size_ - at_) return fail();
        at_ += count;
    }

    std::uint8_t u8() { return number<std::uint8_t>(); }
    std::uint16_t u16() { return number<std::uint16_t>(); }
    std::uint32_t u32() { return number<std::uint32_t>(); }
    std::uint64_t u64() { return number<std::uint64_t>(); }
    std::uint32_t u24() {
        const std::uint32_t a = u8();
        const std::uint32_t b = u8();
        const std::uint32_t c = u8();
        const bool little = swap_ != host_is_little;
        return little ? a | b << 8U | c << 16U : a << 16U | b << 8U | c;
    }
    /// 1, 2, 4 or 8 bytes.
    std::uint64_t number_of(unsigned bytes) {
        switch (bytes) {
        case 1: return u8();
        case 2: return u16();
        case 4: return u32();
        case 8: return u64();
        default: fail(); return 0;
        }
    }

    /// LEB128 (DWARF 5, 7.6). Bits past the 64th are dropped.
    std::uint64_t uleb() {
        if (at_ < size_) {  // most are one byte
            const auto byte = static_cast<std::uint8_t>(begin_[at_]);
            at_ += byte < 0x80U ? 1 : 0;
            if (byte < 0x80U) return byte;
        }
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::uint8_t byte = u8();
            if (shift < 64) value |= std::uint64_t{byte & 0x7fU} << shift;
            if ((byte & 0x80U) == 0) return value;
        }
    }
    std::int64_t sleb() {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::uint8_t byte = u8();
            if (shift < 64) value |= std::uint64_t{byte & 0x7fU} << shift;
            if ((byte & 0x80U) != 0) continue;
            if ((byte & 0x40U) != 0 && shift + 7 < 64) value |= ~std::uint64_t{0} << (shift + 7);
            return static_cast<std::int64_t>(value);
        }
    }

    std::string_view take(std::uint64_t count) {
        if (count > left()) {
            fail();
            return {};
        }
        const std::string_view bytes(begin_ + at_, static_cast<std::size_t>(count));
        at_ += count;
        return bytes;
    }
    /// Returns the bytes up to the next NUL, and skips the NUL.
    std::string_view text() {
        const auto* end = static_cast<const char*>(left() == 0 ? nullptr : std::memchr(begin_ + at_, 0, left()));
        if (end == nullptr) {
            fail();
            return {};
        }
        const std::string_view found(begin_ + at_, static_cast<std::size_t>(end - (begin_ + at_)));
        at_ += found.size() + 1;
        return found;
    }

    void fail() {
        ok_ = false;
        at_ = size_;
    }

  private:
    static constexpr bool host_is_little = std::endian::native == std::endian::little;

    template <typename T>
    T number() {
        if (size_ - at_ < sizeof(T)) {
            fail();
            return 0;
        }
        T value;
        std::memcpy(&value, begin_ + at_, sizeof(T));
        at_ += sizeof(T);
        if constexpr (sizeof(T) == 2) return swap_ ? __builtin_bswap16(value) : value;
        if constexpr (sizeof(T) == 4) return swap_ ? __builtin_bswap32(value) : value;
        if constexpr (sizeof(T) == 8) return swap_ ? __builtin_bswap64(value) : value;
        return value;
    }

    const char* begin_;
    std::uint64_t size_;
    std::uint64_t at_ = 0;
    bool swap_;
    bool ok_ = true;
};

/// Returns the text at `offset` of a string section, or "" if the section ends before its NUL.
inline std::string_view text_at(std::string_view section, std::uint64_t offset) {
    if (offset >= section.size()) return {};
    const auto rest = section.substr(static_cast<std::size_t>(offset));
    const auto end = rest.find('\0');
    return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

/// One ELF note (gABI, "Note Section"). The name includes its NUL.
struct ElfNote {
    std::string_view name;
    std::uint32_t type = 0;
    std::string_view content;
};

/// Returns nothing if the bytes end within the note. The next note starts at a multiple of four.
inline std::optional<ElfNote> read_note(ByteReader& reader) {
    const std::uint32_t name_bytes = reader.u32();
    const std::uint32_t content_bytes = reader.u32();
    ElfNote note;
    note.type = reader.u32();
    note.name = reader.take(name_bytes);
    reader.skip(-reader.offset() & 3U);
    note.content = reader.take(content_bytes);
    if (!reader.ok()) return std::nullopt;
    // The last note may have no padding.
    reader.skip(std::min<std::uint64_t>(-reader.offset() & 3U, reader.left()));
    return note;
}

}  // namespace abi::object
