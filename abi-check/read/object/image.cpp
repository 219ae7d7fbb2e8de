#include "read/object/image.h"

#include <algorithm>
#include <array>
#include <utility>

#include "llvm/ADT/StringExtras.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/Binary.h"
#include "llvm/Object/Decompressor.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/MachOUniversal.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"
#include "read/object/bytes.h"
#include "read/object/machine.h"
#include "read/object/relocate.h"
#include "read/object_facts.h"

namespace abi::object {
namespace {

std::string text_of(llvm::Error error) {
    return llvm::toString(std::move(error));
}

/// Returns ".debug_info" for ".zdebug_info" (GNU's older compression) and for Mach-O's "__debug_info".
std::string plain_name(llvm::StringRef name) {
    if (name.consume_front("__")) {
        // A Mach-O section name holds 16 characters.
        return name == "debug_str_offs" ? ".debug_str_offsets" : "." + name.str();
    }
    if (name.starts_with(".zdebug_")) return ".debug_" + name.substr(8).str();
    return name.str();
}

std::string_view* place_of(const std::string& name, Image& image) {
    struct Row {
        std::string_view name;
        std::string_view* place;
    };
    const std::array<Row, 15> rows{{{".debug_abbrev", &image.whole.abbrev},
                                    {".debug_str", &image.whole.str},
                                    {".debug_line_str", &image.whole.line_str},
                                    {".debug_str_offsets", &image.whole.str_offsets},
                                    {".debug_line", &image.whole.line},
                                    {".debug_abbrev.dwo", &image.split.abbrev},
                                    {".debug_str.dwo", &image.split.str},
                                    {".debug_str_offsets.dwo", &image.split.str_offsets},
                                    {".debug_line.dwo", &image.split.line},
                                    {".debug_line_str.dwo", &image.split.line_str},
                                    {".debug_cu_index", &image.cu_index},
                                    {".debug_tu_index", &image.tu_index},
                                    {".BTF", &image.btf},
                                    {".BTF.ext", &image.btf_extension},
                                    {".BTF.base", &image.btf_base}}};
    const auto found = std::ranges::find(rows, std::string_view(name), &Row::name);
    return found == rows.end() ? nullptr : found->place;
}

std::vector<std::string_view>* list_of(const std::string& name, Image& image) {
    if (name == ".debug_info") return &image.whole.info;
    if (name == ".debug_types") return &image.whole.types;
    if (name == ".debug_info.dwo") return &image.split.info;
    if (name == ".debug_types.dwo") return &image.split.types;
    if (name == ".note.abi-check") return &image.notes;
    return nullptr;
}

std::string_view view(llvm::StringRef bytes) {
    return {bytes.data(), bytes.size()};
}

/// Decompresses, then relocates. On failure it reports a problem and returns nothing.
class SectionReader {
  public:
    SectionReader(const llvm::object::ObjectFile& object, Image& image, const ProblemSink& complain)
        : image_(image), complain_(complain), relocations_(object) {}

    std::optional<std::string_view> read(const llvm::object::SectionRef& section, llvm::StringRef name) {
        auto bytes = section.getContents();
        if (!bytes) return fail(name, text_of(bytes.takeError()));
        std::string_view content = view(*bytes);
        if (section.isCompressed() || name.starts_with(".zdebug_")) {
            const auto unpacked = unpack(name, *bytes);
            if (!unpacked) return std::nullopt;
            content = *unpacked;
        }
        if (!relocations_.concern(section)) return content;
        auto patched = std::make_shared<std::string>(content);
        if (const auto wrong = relocations_.apply(section, *patched)) {
            // The other sections have the same kind of relocations.
            if (!std::exchange(is_refused_, true))
                complain_(image_.name, "relocations of " + name.str() + " that can be applied", *wrong);
            return std::nullopt;
        }
        return keep(std::move(patched));
    }

  private:
    std::optional<std::string_view> unpack(llvm::StringRef name, llvm::StringRef packed) {
        auto unpacker = llvm::object::Decompressor::create(name, packed, image_.is_little, image_.is_64_bit);
        if (!unpacker) return fail(name, text_of(unpacker.takeError()));
        const auto size = unpacker->getDecompressedSize();
        // The best ratio of zlib is 1032 to 1. A greater one is an attempt to exhaust memory.
        if (size > largest_section || size / 1100 > packed.size())
            return fail(name, "it claims to unpack to " + std::to_string(size) + " bytes");
        auto bytes = std::make_shared<std::string>(static_cast<std::size_t>(size), '\0');
        auto error =
            unpacker->decompress({reinterpret_cast<std::uint8_t*>(bytes->data()), static_cast<std::size_t>(size)});
        if (error) return fail(name, text_of(std::move(error)));
        return keep(std::move(bytes));
    }

    std::string_view keep(std::shared_ptr<std::string> bytes) {
        const std::string_view content = *bytes;
        image_.owned.push_back(std::move(bytes));
        return content;
    }

    std::optional<std::string_view> fail(llvm::StringRef name, const std::string& found) {
        complain_(image_.name, "a readable section " + name.str(), found);
        return std::nullopt;
    }

    Image& image_;
    const ProblemSink& complain_;
    Relocations relocations_;
    bool is_refused_ = false;  // a problem says that relocations of this object cannot be applied
};

std::optional<DebugLink> read_debug_link(std::string_view bytes, bool is_little) {
    const auto end = bytes.find('\0');
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    ByteReader reader(bytes, is_little);
    reader.seek((end + 4) & ~std::uint64_t{3});
    DebugLink link{.file = std::string(bytes.substr(0, end)), .crc = reader.u32()};
    if (!reader.ok()) return std::nullopt;
    return link;
}

std::string hex_of(std::string_view bytes) {
    return llvm::toHex(llvm::StringRef(bytes.data(), bytes.size()), /*LowerCase=*/true);
}

/// NT_GNU_BUILD_ID (3) of the owner "GNU".
std::string read_build_id(std::string_view bytes, bool is_little) {
    ByteReader reader(bytes, is_little);
    while (!reader.at_end()) {
        const auto note = read_note(reader);
        if (!note) break;
        if (note->name == std::string_view("GNU\0", 4) && note->type == 3) {
            return hex_of(note->content);
        }
    }
    return {};
}

template <typename Elf>
void add_segments(const llvm::object::ELFObjectFile<Elf>& object, Image& image) {
    auto headers = object.getELFFile().program_headers();
    if (!headers) return llvm::consumeError(headers.takeError());
    const llvm::StringRef file = object.getData();
    for (const auto& header : *headers) {
        const std::uint64_t offset = header.p_offset;
        const std::uint64_t size = header.p_filesz;
        if (header.p_type != llvm::ELF::PT_NOTE || offset > file.size() || size > file.size() - offset) continue;
        image.notes.push_back(view(file.substr(offset, size)));
    }
}

/// Adds the notes of a program without section headers.
void add_note_segments(const llvm::object::ObjectFile& object, Image& image) {
    if (const auto* elf = llvm::dyn_cast<llvm::object::ELF64LEObjectFile>(&object)) add_segments(*elf, image);
    if (const auto* elf = llvm::dyn_cast<llvm::object::ELF32LEObjectFile>(&object)) add_segments(*elf, image);
    if (const auto* elf = llvm::dyn_cast<llvm::object::ELF64BEObjectFile>(&object)) add_segments(*elf, image);
    if (const auto* elf = llvm::dyn_cast<llvm::object::ELF32BEObjectFile>(&object)) add_segments(*elf, image);
}

/// The bytes as they are in the file; empty if they cannot be read.
std::string_view raw_bytes(const llvm::object::SectionRef& section) {
    auto bytes = section.getContents();
    if (bytes) return view(*bytes);
    llvm::consumeError(bytes.takeError());
    return {};
}

void add_codeview(const llvm::object::SectionRef& section, const std::string& name, CodeViewSections& codeview) {
    if (name == ".debug$S") codeview.symbols.push_back(raw_bytes(section));
    if ((name == ".debug$T" || name == ".debug$P") && codeview.types.empty()) codeview.types = raw_bytes(section);
}

void add_section(const llvm::object::SectionRef& section, SectionReader& reader, Image& image) {
    auto expected = section.getName();
    if (!expected) return llvm::consumeError(expected.takeError());
    if (section.isVirtual()) return;  // stripped: NOBITS
    const std::string name = plain_name(*expected);
    if (auto* place = place_of(name, image)) {
        if (!place->empty()) return;
        if (const auto bytes = reader.read(section, *expected)) *place = *bytes;
    } else if (auto* list = list_of(name, image)) {
        if (const auto bytes = reader.read(section, *expected)) list->push_back(*bytes);
    } else if (name.starts_with(".debug$")) {
        add_codeview(section, name, image.codeview);
    } else if (name == ".comment") {
        image.is_compiled = true;
    } else if (name == ".gnu_debuglink") {
        if (const auto bytes = reader.read(section, *expected)) image.link = read_debug_link(*bytes, image.is_little);
    } else if (name == ".gnu_debugaltlink") {
        const auto bytes = reader.read(section, *expected);
        if (!bytes) return;
        const auto end = bytes->find('\0');
        image.alt_file = std::string(bytes->substr(0, end));
        if (end != std::string_view::npos) image.alt_build_id = hex_of(bytes->substr(end + 1));
    } else if (name == ".note.gnu.build-id") {
        if (const auto bytes = reader.read(section, *expected)) image.build_id = read_build_id(*bytes, image.is_little);
    }
}

Image read_image(const llvm::object::ObjectFile& object, const std::string& name, const ProblemSink& complain) {
    Image image;
    image.name = name;
    image.arch = machine_of_object(object);
    image.machine = machine_of(object);
    image.is_little = object.isLittleEndian();
    image.is_64_bit = object.getBytesInAddress() == 8;
    image.facts = facts_of_object(object);
    SectionReader reader(object, image, complain);
    for (const auto& section : object.sections()) add_section(section, reader, image);
    if (image.notes.empty()) add_note_segments(object, image);
    return image;
}

class Visit {
  public:
    Visit(const Visitor& visit, const ProblemSink& complain) : visit_(visit), complain_(complain) {}

    void file(llvm::MemoryBufferRef bytes, const std::string& name, bool in_archive, unsigned depth) {
        auto binary = llvm::object::createBinary(bytes, /*Context=*/nullptr, /*InitContent=*/true);
        if (!binary) {
            auto found = text_of(binary.takeError());
            if (!in_archive) complain_(name, "an object, an archive or an executable", found);
            return;
        }
        if (auto* object = llvm::dyn_cast<llvm::object::ObjectFile>(binary->get())) {
            give(read_image(*object, name, complain_));
        } else if (auto* archive = llvm::dyn_cast<llvm::object::Archive>(binary->get())) {
            // A thin archive owns the files of its members.
            const std::shared_ptr<llvm::object::Binary> keep(binary->release());
            keep_.push_back(keep);
            members(*archive, name, depth);
            keep_.pop_back();
        } else if (auto* universal = llvm::dyn_cast<llvm::object::MachOUniversalBinary>(binary->get())) {
            slices(*universal, name);
        } else if (!in_archive) {
            complain_(name, "an object, an archive or an executable", "a file of another kind");
        }
    }

  private:
    void give(Image image) const {
        image.owned.insert(image.owned.end(), keep_.begin(), keep_.end());
        visit_(std::move(image));
    }

    void members(llvm::object::Archive& archive, const std::string& name, unsigned depth) {
        auto error = llvm::Error::success();
        std::size_t count = 0;
        for (const auto& child : archive.children(error)) {
            ++count;
            auto bytes = child.getMemoryBufferRef();
            if (!bytes) {
                complain_(name, "members that can be read", text_of(bytes.takeError()));
                continue;
            }
            // LLVM does not check the size that a member claims.
            if (!archive.isThin() && bytes->getBufferEnd() > archive.getData().end()) {
                complain_(name, "members that end within the archive", "one that is cut off");
                break;
            }
            std::string member = bytes->getBufferIdentifier().str();
            if (archive.isThin()) member = member.substr(member.rfind('/') + 1);
            if (depth < 4) file(*bytes, name + "(" + member + ")", /*in_archive=*/true, depth + 1);
        }
        if (error) {
            complain_(name, "an archive", text_of(std::move(error)));
        } else if (count == 0) {
            complain_(name, "an archive with members", "an empty archive");
        }
    }

    void slices(const llvm::object::MachOUniversalBinary& universal, const std::string& name) {
        for (const auto& slice : universal.objects()) {
            auto object = slice.getAsObjectFile();
            if (object) {
                auto image = read_image(**object, name + "(" + slice.getArchFlagName() + ")", complain_);
                image.is_slice = true;
                give(std::move(image));
            } else {
                llvm::consumeError(object.takeError());  // an archive or bitcode
            }
        }
    }

    const Visitor& visit_;
    const ProblemSink& complain_;
    std::vector<std::shared_ptr<void>> keep_;  // the archives around
};

}  // namespace

void visit_objects(llvm::MemoryBufferRef bytes, const std::string& name, const Visitor& visit,
                   const ProblemSink& complain) {
    Visit(visit, complain).file(bytes, name, /*in_archive=*/false, 0);
}

void visit_file(const std::string& path, const std::string& name, const FileVisitor& visitor,
                const ProblemSink& complain) {
    const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!buffer) return complain(name, "a file that can be read", buffer.getError().message());
    if (visitor.take_whole({(*buffer)->getBufferStart(), (*buffer)->getBufferSize()})) return;
    bool is_silent = true;
    visit_objects((*buffer)->getMemBufferRef(), name,
                  [&](const Image& object) {
                      if (visitor.take(object)) is_silent = false;
                  },
                  [&](const std::string& object, const std::string& expected, const std::string& found) {
                      is_silent = false;
                      complain(object, expected, found);
                  });
    if (is_silent) complain(name, visitor.expected, "none");
}

}  // namespace abi::object
