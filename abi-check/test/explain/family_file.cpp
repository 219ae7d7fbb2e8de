// Files and disks: ELF (gABI), partition tables (UEFI 2.10), BMP, WAV and ZIP headers.
#include "test/explain/family.h"

namespace abi::explain_bench {
namespace {

const Value file_offset = growing(up_to(64, 64, 64), up_to(4000, 16, 16));

std::vector<Row> section_header() {
    return {
        u32("sh_name", growing(up_to(30, 1, 1), up_to(20, 1, 5))),
        // PROGBITS, SYMTAB, STRTAB, RELA, NOBITS, NOTE
        u32("sh_type", one_of({1, 1, 1, 1, 2, 3, 4, 7, 8})).of(numbers(0, 19)),
        u64("sh_flags", one_of({0, 0, 2, 3, 6, 0x30, 0x40})),
        u64("sh_addr", mostly(growing(up_to(64, 16, 0x1000), up_to(4000, 16, 16)), always(0))),
        u64("sh_offset", file_offset),
        u64("sh_size", up_to(5000, 1, 8)),
        u32("sh_link", one_of({0, 0, 0, 5, 28})),
        u32("sh_info", one_of({0, 0, 0, 1, 12})),
        u64("sh_addralign", one_of({1, 1, 4, 8, 8, 16, 32})),
        u64("sh_entsize", one_of({0, 0, 0, 1, 16, 24})),
    };
}

std::vector<Row> elf_header() {
    return {
        u8s("e_ident", 16, letters({"\177ELF\2\1\1\0\0\0\0\0\0\0\0\0", 16})),
        u16("e_type", one_of({1, 2, 3, 3})).of(numbers(0, 4)),
        u16("e_machine", one_of({62, 183, 243})).of({3, 8, 20, 21, 22, 40, 62, 183, 243, 247, 258}),
        u32("e_version", always(1)),
        u64("e_entry", mostly(up_to(1U << 12U, 16, 0x1000), always(0))),
        u64("e_phoff", always(64)),
        u64("e_shoff", up_to(1U << 17U, 8, 4096)),
        u32("e_flags", one_of({0, 0, 5})),
        u16("e_ehsize", always(64)),
        u16("e_phentsize", always(56)),
        u16("e_phnum", up_to(8, 1, 6)),
        u16("e_shentsize", always(64)),
        u16("e_shnum", up_to(20, 1, 20)),
        u16("e_shstrndx", up_to(20, 1, 19)),
    };
}

std::vector<Row> gpt_entry() {
    return {
        u8s("type_guid", 16, letters({"\x0f\x88\x9d\xa1\xfc\x05\x3b\x4d\xa0\x06\x74\x3f\x0f\x84\x91\x1e", 16})),
        u8s("unique_guid", 16, any(8)),
        u64("first_lba", growing(up_to(4, 2048, 2048), up_to(1000, 2048, 4096))),
        u64("last_lba", growing(up_to(4, 2048, 2048 * 1000 - 1), up_to(1000, 2048, 4096))),
        u64("attributes", one_of({0, 0, 0, 1, 4})),
        u16s("name", 36, text({"EFI System", "root", "Linux filesystem", "swap", "home", "Microsoft reserved"})),
    };
}

std::vector<Row> bitmap_header() {
    return {
        u32("size", always(40)),
        i32("width", one_of({16, 32, 48, 640, 800, 1024, 1920, 333})),
        i32("height", or_error(one_of({16, 32, 48, 480, 600, 768, 1080, 217}), {480, 1080})),
        u16("planes", always(1)),
        u16("bit_count", one_of({1, 4, 8, 24, 24, 32})),
        u32("compression", one_of({0, 0, 0, 1, 3})).of(numbers(0, 6)),
        u32("size_image", mostly(up_to(1U << 20U, 4), always(0))),
        i32("x_pixels_per_meter", one_of({0, 2835, 3780})),
        i32("y_pixels_per_meter", one_of({0, 2835, 3780})),
        u32("colors_used", one_of({0, 0, 16, 256})),
        u32("colors_important", one_of({0, 0, 16})),
    };
}

std::vector<Row> wave_header() {
    return {
        u8s("riff", 4, letters("RIFF")),
        u32("file_size", up_to(1U << 22U, 2, 36)),
        u8s("wave", 4, letters("WAVE")),
        u8s("fmt", 4, letters("fmt ")),
        u32("fmt_size", always(16)),
        u16("format", one_of({1, 1, 1, 3})).of({1, 2, 3, 6, 7, 0xFFFE}),
        u16("channels", one_of({1, 2, 2, 6})),
        u32("sample_rate", one_of({8000, 22050, 44100, 44100, 48000, 96000})),
        u32("byte_rate", one_of({16000, 44100, 88200, 176400, 192000, 288000})),
        u16("block_align", one_of({1, 2, 4, 6})),
        u16("bits_per_sample", one_of({8, 16, 16, 24, 32})),
        u8s("data", 4, letters("data")),
        u32("data_size", up_to(1U << 22U, 2)),
    };
}

std::vector<Row> zip_local_header() {
    return {
        u32("signature", always(0x04034B50)),
        u16("version", one_of({10, 20, 20, 45})),
        u16("flags", one_of({0, 0, 2, 8, 0x808})),
        u16("method", one_of({0, 8, 8, 8})).of({0, 1, 6, 8, 9, 12, 14, 93, 95, 98, 99}),
        u16("time", up_to(0xBF00)),
        u16("date", up_to(400, 1, 0x5A21)),
        u32("crc32", any(32)),
        u32("compressed_size", up_to(100'000)),
        u32("size", up_to(400'000)),
        u16("name_length", up_to(60, 1, 4)),
        u16("extra_length", one_of({0, 0, 28, 9})),
    };
}

}  // namespace

std::vector<Family> file_families() {
    const auto little = ByteOrder::little;
    const auto natural = Packing::natural;
    return {
        {"ELF", "Elf64_Ehdr", little, natural, elf_header(), "e_ehsize"},
        {"ELF", "Elf64_Shdr", little, natural, section_header()},
        {"partitions", "gpt_entry", little, natural, gpt_entry()},
        {"partitions",
         "mbr_partition",
         little,
         natural,
         {u8("status", one_of({0, 0, 0, 0x80})).of({0, 0x80}),
          u8s("chs_first", 3, one_of({0x20, 0x21, 0x00, 0xFE, 0xFF})),
          u8("type", one_of({0x83, 0x83, 0x82, 0x07, 0x0C, 0xEE})),
          u8s("chs_last", 3, one_of({0xFE, 0xFF, 0xFF, 0x3F})),
          u32("lba", growing(up_to(2, 2048, 2048), up_to(1000, 2048, 2048))), u32("sectors", up_to(2000, 2048, 2048))}},
        {"BMP", "BITMAPINFOHEADER", little, natural, bitmap_header(), "size"},
        {"WAV", "wave_header", little, natural, wave_header()},
        {"ZIP", "zip_local_header", little, Packing::packed, zip_local_header(), "", {0x04034B50}},
    };
}

}  // namespace abi::explain_bench
