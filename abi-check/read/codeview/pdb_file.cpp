#include "read/codeview/pdb_file.h"

#include <utility>

#include "llvm/BinaryFormat/COFF.h"
#include "llvm/DebugInfo/MSF/MSFCommon.h"
#include "llvm/DebugInfo/MSF/MappedBlockStream.h"
#include "llvm/DebugInfo/PDB/Native/PDBFile.h"
#include "llvm/DebugInfo/PDB/Native/RawConstants.h"
#include "llvm/DebugInfo/PDB/Native/RawTypes.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/BinaryByteStream.h"
#include "llvm/Support/BinaryStreamReader.h"
#include "read/facts.h"
#include "read/object/bytes.h"

namespace abi::codeview {
namespace {

namespace pdb = llvm::pdb;

constexpr std::uint16_t no_stream = 0xffff;

Problem damaged(std::string found) {
    return file_problem("", "a PDB that is whole", std::move(found));
}

/// Whether the sizes that the header claims fit the file. LLVM takes memory for them before it reads.
bool claims_fit(std::string_view bytes) {
    if (bytes.size() < sizeof(llvm::msf::SuperBlock)) return false;
    const auto* block = reinterpret_cast<const llvm::msf::SuperBlock*>(bytes.data());
    return block->NumDirectoryBytes <= bytes.size();
}

llvm::Triple::ArchType arch_of(std::uint16_t machine) {
    switch (machine) {
    case llvm::COFF::IMAGE_FILE_MACHINE_I386: return llvm::Triple::x86;
    case llvm::COFF::IMAGE_FILE_MACHINE_AMD64: return llvm::Triple::x86_64;
    case llvm::COFF::IMAGE_FILE_MACHINE_ARMNT: return llvm::Triple::thumb;
    case llvm::COFF::IMAGE_FILE_MACHINE_ARM64:
    case llvm::COFF::IMAGE_FILE_MACHINE_ARM64EC:
    case llvm::COFF::IMAGE_FILE_MACHINE_ARM64X: return llvm::Triple::aarch64;
    default: return llvm::Triple::UnknownArch;
    }
}

/// The container, and copies of its streams in one piece.
class Container {
  public:
    explicit Container(std::string_view bytes) : bytes_(bytes) {}

    std::optional<Problem> open(const std::string& name) {
        if (!claims_fit(bytes_)) return damaged("a directory larger than the file");
        auto stream = std::make_unique<llvm::BinaryByteStream>(bytes_of(bytes_), llvm::endianness::little);
        file_ = std::make_unique<pdb::PDBFile>(name, std::move(stream), *room_);
        auto error = file_->parseFileHeaders();
        if (!error) error = file_->parseStreamData();
        if (error) return damaged(llvm::toString(std::move(error)));
        return std::nullopt;
    }

    /// The bytes of a stream; empty if there is none. A problem if it claims more than the file has: blocks may be used
    /// twice, so that a small file could claim terabytes.
    Result<std::string_view> stream(std::uint32_t number) {
        if (number >= file_->getNumStreams()) return std::string_view();
        const auto size = file_->getStreamByteSize(number);
        if (size == no_bytes || size == 0) return std::string_view();
        if (size > bytes_.size() - std::min<std::size_t>(taken_, bytes_.size())) {
            return damaged("streams larger than the file");
        }
        taken_ += size;
        auto made = file_->safelyCreateIndexedStream(number);
        if (!made) return damaged(llvm::toString(made.takeError()));
        llvm::BinaryStreamReader reader(**made);
        llvm::ArrayRef<std::uint8_t> content;
        auto error = reader.readBytes(content, size);
        if (error) return damaged(llvm::toString(std::move(error)));
        return std::string_view(reinterpret_cast<const char*>(content.data()), content.size());
    }

    std::shared_ptr<void> room() const { return room_; }

  private:
    static constexpr std::uint32_t no_bytes = ~std::uint32_t{0};  // the size of a stream that was removed

    std::string_view bytes_;
    std::size_t taken_ = 0;
    std::shared_ptr<llvm::BumpPtrAllocator> room_ = std::make_shared<llvm::BumpPtrAllocator>();
    std::unique_ptr<pdb::PDBFile> file_;
};

/// The header of a stream, which lies at its begin.
template <typename Header>
const Header* header_of(std::string_view stream) {
    return stream.size() < sizeof(Header) ? nullptr : reinterpret_cast<const Header*>(stream.data());
}

/// The records of the stream TPI or IPI; none if the stream is empty.
Result<TypeStream> types_of(std::string_view stream, const char* name) {
    if (stream.empty()) return TypeStream();
    const auto* header = header_of<pdb::TpiStreamHeader>(stream);
    const bool is_known = header != nullptr && header->Version == pdb::PdbTpiV80 &&
                          header->TypeIndexBegin >= cv::TypeIndex::FirstNonSimpleIndex &&
                          header->HeaderSize >= sizeof *header && header->HeaderSize <= stream.size();
    if (!is_known) return damaged(std::string("a stream ") + name + " of another version, or cut off");
    const auto records = stream.substr(header->HeaderSize);
    if (header->TypeRecordBytes > records.size()) return damaged(std::string("a stream ") + name + " that is cut off");
    return TypeStream::parse(records.substr(0, header->TypeRecordBytes), header->TypeIndexBegin);
}

/// The number of the stream "/names" (LLVM, "The PDB Info Stream"): the names of streams, then a hash table of pairs.
std::uint32_t number_of_names(std::string_view info) {
    object::ByteReader reader(info, /*is_little=*/true);
    reader.skip(sizeof(pdb::InfoStreamHeader));
    const auto size = reader.u32();
    const auto names_at = reader.offset();
    reader.skip(size);
    const auto pairs = reader.u32();
    reader.skip(4);                                                                  // the capacity
    for (int set = 0; set < 2; ++set) reader.skip(std::uint64_t{reader.u32()} * 4);  // present and deleted entries
    for (std::uint32_t i = 0; i < pairs && !reader.at_end(); ++i) {
        const auto name = reader.u32();
        const auto stream = reader.u32();
        if (!reader.ok() || name >= size) return no_stream;
        const auto text = info.substr(names_at + name, size - name);
        if (text.substr(0, text.find('\0')) == "/names") return stream;
    }
    return no_stream;
}

/// The strings of the stream "/names".
std::string_view strings_of(std::string_view stream) {
    const auto* header = header_of<pdb::PDBStringTableHeader>(stream);
    if (header == nullptr || header->Signature != pdb::PDBStringTableSignature) return {};
    return stream.substr(sizeof *header, header->ByteSize);
}

/// Reads the machine of the program, and its global symbols.
std::optional<Problem> add_program(Container& file, Image& image) {
    auto stream = file.stream(pdb::StreamDBI);
    if (!stream) return stream.problems.front();
    const auto* header = header_of<pdb::DbiStreamHeader>(*stream);
    if (header == nullptr) return std::nullopt;  // the PDB of a compiler has no program
    image.arch = arch_of(header->MachineType);
    image.pointer_bytes = llvm::Triple::getArchPointerBitWidth(image.arch) / 8;
    image.facts[Fact::architecture] = architecture_word(image.arch);
    if (image.pointer_bytes != 0) image.facts[Fact::pointer_bits] = std::to_string(image.pointer_bytes * 8);
    if (header->SymRecordStreamIndex == no_stream) return std::nullopt;
    auto symbols = file.stream(header->SymRecordStreamIndex);
    if (!symbols) return symbols.problems.front();
    image.symbols.push_back(*symbols);
    return std::nullopt;
}

}  // namespace

bool is_pdb(std::string_view bytes) {
    return bytes.starts_with(std::string_view(llvm::msf::Magic, sizeof(llvm::msf::Magic)));
}

Result<Image> read_pdb_file(std::string_view bytes, const std::string& name) {
    Container file(bytes);
    if (auto bad = file.open(name)) return *bad;
    Image image;
    image.name = name;
    image.facts[Fact::system] = "windows";
    set_byte_order(/*is_little=*/true, image.facts);
    image.owned.push_back(file.room());
    auto types = file.stream(pdb::StreamTPI);
    auto ids = file.stream(pdb::StreamIPI);
    auto info = file.stream(pdb::StreamPDB);
    for (const auto* stream : {&types, &ids, &info}) {
        if (!*stream) return stream->problems;
    }
    auto parsed = types_of(*types, "TPI");
    if (!parsed) return parsed.problems;
    image.types = std::move(*parsed);
    auto parsed_ids = types_of(*ids, "IPI");
    if (!parsed_ids) return parsed_ids.problems;
    image.own_ids = std::move(*parsed_ids);
    if (auto bad = add_program(file, image)) return *bad;
    auto names = file.stream(number_of_names(*info));
    if (!names) return names.problems;
    image.names = strings_of(*names);
    return image;
}

}  // namespace abi::codeview
