// What the name of a field suggests about its numbers. The tables have the words that names of fields of Linux's
// interfaces (/usr/include/linux) end in most often.
#pragma once

#include <string_view>

namespace abi {

enum class Quantity {
    any,
    small,    // fd, uid, priority, version, status …: few have more than 8 bits
    size,     // len, count, width, rate …: few have more than 17 bits
    place,    // offset, sector, start, time …: few are small
    address,  // addr, ptr, base …: 0, or at least a page
    check,    // checksum, crc, uuid …: all values are equally likely
    unused,   // reserved, pad, spare …: zero
};

/// By the last word of the last name in the path, without digits: "sh_offset", "payloadLength", "dma_addr2[1]". If it
/// is unknown, a word such as num or max before it makes the field a size: "num_queues".
Quantity quantity_of(std::string_view path);

}  // namespace abi
