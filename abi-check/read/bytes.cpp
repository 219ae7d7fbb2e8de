#include "read/bytes.h"

namespace abi {

void put_number(std::string& bytes, std::uint64_t number) {
    while (number >= 0x80) {
        bytes += static_cast<char>(0x80 | (number & 0x7f));
        number >>= 7;
    }
    bytes += static_cast<char>(number);
}

void put_text(std::string& bytes, std::string_view text) {
    put_number(bytes, text.size());
    bytes += text;
}

std::uint64_t ByteSource::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; good && !rest.empty() && shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        value |= std::uint64_t{byte & 0x7fU} << shift;
        if (byte < 0x80) return value;
    }
    good = false;
    return 0;
}

std::string_view ByteSource::text() {
    const auto size = count();
    const auto text = rest.substr(0, size);
    rest.remove_prefix(size);
    return text;
}

std::size_t ByteSource::count() {
    const auto many = number();
    if (many > rest.size()) good = false;
    return good ? static_cast<std::size_t>(many) : 0;
}

std::string bytes_of(const Reading& reading) {
    ByteWriter writer;
    writer.part(reading);
    return std::move(writer.bytes);
}

std::optional<Reading> reading_of(std::string_view bytes) {
    ByteReader reader{.from = {.rest = bytes}};
    Reading reading;
    reader.part(reading);
    if (!reader.from.good || !reader.from.rest.empty()) return std::nullopt;
    return reading;
}

}  // namespace abi
