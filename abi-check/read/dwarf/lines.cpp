#include "read/dwarf/lines.h"

#include <algorithm>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/object/bytes.h"
#include "read/source_path.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

struct EntryFormat {
    std::uint64_t content = 0;
    std::uint64_t form = 0;
};

struct Entry {
    std::string_view name;
    std::uint64_t directory = 0;
    std::optional<Md5> md5;
};

class LineHead {
  public:
    explicit LineHead(const Unit& unit)
        : unit_(unit), reader_(unit.line, unit.is_little), is_wide_(unit.format.Format == dw::DWARF64) {}

    SourceFiles read() {
        SourceFiles found;
        const auto version = read_version();
        if (version == 0) return found;
        found.counts_from_zero = version >= 5;
        version >= 5 ? read_tables(found) : read_lists(found);
        return found;
    }

    bool states_md5() {
        if (read_version() < 5) return false;
        read_table();  // of directories
        return std::ranges::any_of(read_formats(),
                                   [](const EntryFormat& one) { return one.content == dw::DW_LNCT_MD5; });
    }

  private:
    /// Reads the header as far as its tables. Returns its version, or 0 if no header can be read.
    std::uint16_t read_version() {
        if (!unit_.line_offset) return 0;
        reader_.seek(*unit_.line_offset);
        std::uint64_t length = reader_.u32();
        is_wide_ = length == 0xffffffff;
        if (is_wide_) length = reader_.u64();
        if (!reader_.ok() || length > reader_.left()) return 0;
        const auto version = reader_.u16();
        if (version < 2 || version > 5) return 0;
        if (version >= 5) reader_.skip(2);   // size of an address, of a segment selector
        reader_.skip(is_wide_ ? 8 : 4);      // header_length
        reader_.skip(version >= 4 ? 5 : 4);  // from minimum_instruction_length to line_range
        const std::uint8_t opcode_base = reader_.u8();
        if (opcode_base > 0) reader_.skip(opcode_base - 1U);
        return version;
    }

    /// DWARF 2 to 4: NUL-terminated, ended by an empty name; directory 0 is the unit's.
    void read_lists(SourceFiles& found) {
        std::vector<std::string_view> directories{unit_.comp_dir};
        for (auto name = reader_.text(); reader_.ok() && !name.empty(); name = reader_.text()) {
            directories.push_back(name);
        }
        for (auto name = reader_.text(); reader_.ok() && !name.empty(); name = reader_.text()) {
            const Entry entry{.name = name, .directory = reader_.uleb()};
            reader_.uleb();  // time
            reader_.uleb();  // size
            add(entry, directories, found);
        }
    }

    void read_tables(SourceFiles& found) {
        std::vector<std::string_view> directories;
        for (const auto& entry : read_table()) directories.push_back(entry.name);
        for (const auto& entry : read_table()) add(entry, directories, found);
    }

    std::vector<EntryFormat> read_formats() {
        std::vector<EntryFormat> formats(reader_.u8());
        for (auto& format : formats) {
            format.content = reader_.uleb();
            format.form = reader_.uleb();
        }
        return formats;
    }

    std::vector<Entry> read_table() {
        const auto formats = read_formats();
        const auto count = reader_.uleb();
        std::vector<Entry> entries;
        if (formats.empty()) return entries;
        for (std::uint64_t i = 0; i < count && !reader_.at_end(); ++i) {
            Entry entry;
            for (const auto& format : formats) read_part(format, entry);
            entries.push_back(entry);
        }
        return entries;
    }

    void read_part(const EntryFormat& format, Entry& entry) {
        std::string_view text;
        std::uint64_t number = 0;
        switch (format.form) {
        case dw::DW_FORM_string: text = reader_.text(); break;
        case dw::DW_FORM_line_strp: text = object::text_at(unit_.line_str, reader_.number_of(is_wide_ ? 8 : 4)); break;
        case dw::DW_FORM_strp: text = object::text_at(unit_.str, reader_.number_of(is_wide_ ? 8 : 4)); break;
        case dw::DW_FORM_udata: number = reader_.uleb(); break;
        case dw::DW_FORM_data1: number = reader_.u8(); break;
        case dw::DW_FORM_data2: number = reader_.u16(); break;
        case dw::DW_FORM_data4: number = reader_.u32(); break;
        case dw::DW_FORM_data8: number = reader_.u64(); break;
        case dw::DW_FORM_data16: {
            const auto bytes = reader_.take(16);
            if (format.content != dw::DW_LNCT_MD5 || bytes.empty()) break;
            entry.md5.emplace();
            std::ranges::transform(bytes, entry.md5->begin(), [](char c) { return static_cast<std::uint8_t>(c); });
            break;
        }
        case dw::DW_FORM_block: reader_.skip(reader_.uleb()); break;
        default: reader_.fail();
        }
        if (format.content == dw::DW_LNCT_path) entry.name = text;
        if (format.content == dw::DW_LNCT_directory_index) entry.directory = number;
    }

    void add(const Entry& entry, const std::vector<std::string_view>& directories, SourceFiles& found) const {
        const auto directory = entry.directory < directories.size()
                                   ? directories[static_cast<std::size_t>(entry.directory)]
                                   : std::string_view();
        found.files.push_back(
            {.unit_folder = unit_.comp_dir, .folder = directory, .name = entry.name, .md5 = entry.md5});
    }

    const Unit& unit_;
    object::ByteReader reader_;
    bool is_wide_;
};

}  // namespace

std::string path_of(const SourceFile& file) {
    return join_paths(join_paths(file.unit_folder, file.folder), file.name);
}

const SourceFile* SourceFiles::find(std::uint64_t decl_file) const {
    if (!counts_from_zero && decl_file == 0) return nullptr;
    const auto index = counts_from_zero ? decl_file : decl_file - 1;
    return index < files.size() ? &files[static_cast<std::size_t>(index)] : nullptr;
}

namespace {

/// A split unit uses the line table of its skeleton (DWARF 5, 3.1.3).
const Unit& owner_of_lines(const Unit& unit) {
    return !unit.line_offset && unit.skeleton != nullptr ? owner_of_lines(*unit.skeleton) : unit;
}

}  // namespace

SourceFiles read_source_files(const Unit& unit) {
    return LineHead(owner_of_lines(unit)).read();
}

bool states_md5(const Unit& unit) {
    return LineHead(owner_of_lines(unit)).states_md5();
}

}  // namespace abi::dwarf
