#include "read/btf/section.h"

#include <optional>

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/object/bytes.h"

namespace abi::btf {
namespace {

/// Twice the limit of the kernel's symbols. It keeps texts made of names in proportion to the file.
constexpr std::size_t longest_name = 1024;

constexpr std::size_t longest_section = std::size_t{1} << 31U;

Problem problem(std::string expected, std::string found) {
    return {.place = {}, .pointer = "", .expected = std::move(expected), .found = std::move(found)};
}

std::string_view text(const Section& section, std::uint32_t offset) {
    return object::text_at(section.strings.substr(0, std::min<std::size_t>(section.strings.size(),
                                                                           std::size_t{offset} + longest_name + 1)),
                           offset);
}

/// The number of bytes that follow the part that all types have. Nothing if the kind is unknown.
std::optional<std::uint32_t> bytes_after(unsigned kind, std::uint32_t count) {
    switch (kind) {
    case llvm::BTF::BTF_KIND_PTR:
    case llvm::BTF::BTF_KIND_FWD:
    case llvm::BTF::BTF_KIND_TYPEDEF:
    case llvm::BTF::BTF_KIND_VOLATILE:
    case llvm::BTF::BTF_KIND_CONST:
    case llvm::BTF::BTF_KIND_RESTRICT:
    case llvm::BTF::BTF_KIND_FUNC:
    case llvm::BTF::BTF_KIND_FLOAT:
    case llvm::BTF::BTF_KIND_TYPE_TAG: return 0;
    case llvm::BTF::BTF_KIND_INT:
    case llvm::BTF::BTF_KIND_VAR:
    case llvm::BTF::BTF_KIND_DECL_TAG: return 4;
    case llvm::BTF::BTF_KIND_ARRAY: return llvm::BTF::BTFArraySize;
    case llvm::BTF::BTF_KIND_STRUCT:
    case llvm::BTF::BTF_KIND_UNION: return count * llvm::BTF::BTFMemberSize;
    case llvm::BTF::BTF_KIND_ENUM: return count * llvm::BTF::BTFEnumSize;
    case llvm::BTF::BTF_KIND_ENUM64: return count * llvm::BTF::BTFEnum64Size;
    case llvm::BTF::BTF_KIND_FUNC_PROTO: return count * llvm::BTF::BTFParamSize;
    case llvm::BTF::BTF_KIND_DATASEC: return count * llvm::BTF::BTFDataSecVarSize;
    default: return std::nullopt;
    }
}

bool refers_to_type(unsigned kind) {
    switch (kind) {
    case llvm::BTF::BTF_KIND_PTR:
    case llvm::BTF::BTF_KIND_TYPEDEF:
    case llvm::BTF::BTF_KIND_VOLATILE:
    case llvm::BTF::BTF_KIND_CONST:
    case llvm::BTF::BTF_KIND_RESTRICT:
    case llvm::BTF::BTF_KIND_TYPE_TAG: return true;
    default: return false;
    }
}

std::optional<Problem> read_header(std::string_view bytes, Section& section) {
    section.is_little = bytes.starts_with("\x9f");
    object::ByteReader reader(bytes, section.is_little);
    const std::uint16_t magic = reader.u16();
    const unsigned version = reader.u8();
    reader.skip(1);
    const std::uint32_t header_bytes = reader.u32();
    const std::uint32_t types_offset = reader.u32();
    const std::uint32_t types_bytes = reader.u32();
    const std::uint32_t strings_offset = reader.u32();
    const std::uint32_t strings_bytes = reader.u32();
    if (magic != llvm::BTF::MAGIC) return problem("BTF, which begins with the number 0xeb9f", "other bytes");
    if (!reader.ok()) return problem("a BTF header of 24 bytes", std::to_string(bytes.size()) + " bytes in all");
    if (version != llvm::BTF::VERSION) return problem("BTF of version 1", "version " + std::to_string(version));
    if (header_bytes < llvm::BTF::HeaderSize) return problem("a BTF header of 24 bytes", std::to_string(header_bytes));
    const auto slice = [&](std::uint32_t offset, std::uint32_t size) {
        object::ByteReader part(bytes, section.is_little);
        part.skip(std::uint64_t{header_bytes} + offset);
        const auto found = part.take(size);
        if (!part.ok()) reader.fail();
        return found;
    };
    section.types = slice(types_offset, types_bytes);
    section.strings = slice(strings_offset, strings_bytes);
    if (!reader.ok()) {
        return problem("BTF types and strings within " + std::to_string(bytes.size()) + " bytes",
                       "a header that places them beyond the end");
    }
    if (!section.strings.empty() && section.strings.back() != '\0')
        return problem("BTF strings that end with a zero byte", "a string that does not");
    return std::nullopt;
}

/// The first string of a complete section is empty. Split BTF continues the strings of its base.
bool is_complete(const Section& section) {
    return section.strings.starts_with('\0');
}

std::optional<Problem> read_types(Section& section) {
    object::ByteReader reader(section.types, section.is_little);
    section.list.emplace_back();
    while (!reader.at_end()) {
        Type type;
        type.name = reader.u32();
        const std::uint32_t info = reader.u32();
        type.size_or_type = reader.u32();
        type.rest = static_cast<std::uint32_t>(reader.offset());
        type.count = static_cast<std::uint16_t>(info & llvm::BTF::MAX_VLEN);
        type.kind = static_cast<std::uint8_t>(info >> 24U & 0x1fU);
        type.flag = info >> 31U != 0;
        const auto number = "type " + std::to_string(section.list.size());
        const auto bytes = bytes_after(type.kind, type.count);
        if (!reader.ok()) return problem("BTF types of 12 bytes and more", number + " is cut off");
        if (!bytes) {
            return problem("BTF kinds 1 to 19", number + " of kind " + std::to_string(type.kind) +
                                                    ", which this version of abi-check does not know");
        }
        reader.skip(*bytes);
        if (!reader.ok()) return problem("all bytes of " + number, "the end of the types");
        section.list.push_back(type);
    }
    return std::nullopt;
}

/// Whether everything that a type refers to lies in the section.
bool is_whole(const Section& section, const Type& type) {
    const auto names = [&](std::uint32_t offset) {
        return offset < section.strings.size() && (offset == 0 || text(section, offset).data() != nullptr);
    };
    const auto types = [&](std::uint32_t number) { return number < section.list.size(); };
    if (!names(type.name)) return false;
    if (refers_to_type(type.kind) && !types(type.size_or_type)) return false;
    object::ByteReader reader(section.types, section.is_little);
    reader.seek(type.rest);
    switch (type.kind) {
    case llvm::BTF::BTF_KIND_ARRAY: return types(array_of(section, type).element);
    case llvm::BTF::BTF_KIND_STRUCT:
    case llvm::BTF::BTF_KIND_UNION:
        for (unsigned i = 0; i < type.count; ++i) {
            if (!names(reader.u32()) || !types(reader.u32())) return false;
            reader.skip(4);
        }
        return true;
    case llvm::BTF::BTF_KIND_ENUM:
    case llvm::BTF::BTF_KIND_ENUM64:
        for (unsigned i = 0; i < type.count; ++i) {
            if (!names(reader.u32())) return false;
            reader.skip(type.kind == llvm::BTF::BTF_KIND_ENUM ? 4 : 8);
        }
        return true;
    default: return true;
    }
}

/// The part of a type that depends on its kind, from the piece at `index` on.
object::ByteReader pieces(const Section& section, const Type& type, std::uint64_t piece_bytes, unsigned index) {
    object::ByteReader reader(section.types, section.is_little);
    reader.seek(type.rest + piece_bytes * index);
    return reader;
}

abi::Integer integer(std::uint64_t bits, bool is_signed) {
    const bool is_negative = is_signed && bits >> 63U != 0;
    return {.low = is_negative ? -bits : bits, .high = 0, .negative = is_negative};
}

}  // namespace

bool is_btf(std::string_view bytes) {
    return bytes.starts_with("\x9f\xeb") || bytes.starts_with("\xeb\x9f");
}

bool is_split(std::string_view bytes) {
    Section section;
    return !read_header(bytes, section) && !is_complete(section);
}

Result<std::string> join_btf(std::string_view base, std::string_view split) {
    Section first;
    Section second;
    if (auto bad = read_header(base, first)) return *bad;
    if (auto bad = read_header(split, second)) return *bad;
    if (!is_complete(first)) return problem("a base whose BTF is complete by itself", "split BTF");
    if (first.is_little != second.is_little) return problem("a base of the same byte order", "the other byte order");
    const auto types = first.types.size() + second.types.size();
    const auto strings = first.strings.size() + second.strings.size();
    if (types + strings > longest_section) return problem("less than 2 GiB of BTF with its base", "more");
    std::string joined(llvm::BTF::HeaderSize, '\0');
    const auto put = [&](std::size_t at, std::size_t value, unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i)
            joined[at + i] = static_cast<char>(value >> 8U * (first.is_little ? i : bytes - 1 - i));
    };
    put(0, llvm::BTF::MAGIC, 2);
    put(2, llvm::BTF::VERSION, 1);
    put(4, llvm::BTF::HeaderSize, 4);
    put(12, types, 4);
    put(16, types, 4);
    put(20, strings, 4);
    for (const auto part : {first.types, second.types, first.strings, second.strings}) joined += part;
    return joined;
}

Result<Section> parse_btf(std::string_view bytes) {
    Section section;
    if (auto bad = read_header(bytes, section)) return *bad;
    if (!is_complete(section)) {
        return problem("BTF that is complete by itself, or its base: \"base\" of the witness, or --btf-base FILE",
                       "split BTF, as kernel modules have it: its types refer to those of a base in another file");
    }
    if (auto bad = read_types(section)) return *bad;
    for (std::size_t number = 1; number < section.list.size(); ++number) {
        if (is_whole(section, section.list[number])) continue;
        return problem("BTF that refers to its own types and names",
                       "type " + std::to_string(number) + ", which refers beyond them");
    }
    return section;
}

std::string_view name_of(const Section& section, const Type& type) {
    return text(section, type.name);
}

Integer integer_of(const Section& section, const Type& type) {
    const std::uint32_t word = pieces(section, type, 4, 0).u32();
    const std::uint32_t encoding = word >> 24U & 0xfU;
    return {.is_signed = (encoding & llvm::BTF::INT_SIGNED) != 0,
            .is_character = (encoding & llvm::BTF::INT_CHAR) != 0,
            .is_boolean = (encoding & llvm::BTF::INT_BOOL) != 0,
            .offset_bits = word >> 16U & 0xffU,
            .width_bits = word & 0xffU};
}

Array array_of(const Section& section, const Type& type) {
    auto reader = pieces(section, type, llvm::BTF::BTFArraySize, 0);
    Array array;
    array.element = reader.u32();
    reader.skip(4);  // the type of an index
    array.count = reader.u32();
    return array;
}

Member member_of(const Section& section, const Type& type, unsigned index) {
    auto reader = pieces(section, type, llvm::BTF::BTFMemberSize, index);
    Member member;
    member.name = text(section, reader.u32());
    member.type = reader.u32();
    member.offset_bits = reader.u32();
    if (type.flag) {
        member.width_bits = member.offset_bits >> 24U;
        member.offset_bits &= 0xffffffU;
    }
    return member;
}

Enumerator enumerator_of(const Section& section, const Type& type, unsigned index) {
    const bool is_wide = type.kind == llvm::BTF::BTF_KIND_ENUM64;
    auto reader = pieces(section, type, is_wide ? llvm::BTF::BTFEnum64Size : llvm::BTF::BTFEnumSize, index);
    Enumerator one;
    one.name = text(section, reader.u32());
    std::uint64_t bits = reader.u32();
    if (is_wide) {
        bits |= std::uint64_t{reader.u32()} << 32U;
    } else if (type.flag) {
        bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(bits)));
    }
    one.value = integer(bits, type.flag);
    return one;
}

}  // namespace abi::btf
