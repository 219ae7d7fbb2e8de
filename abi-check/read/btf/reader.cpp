// The BTF reader: from files to one layout.
#include "read/btf/reader.h"

#include <memory>
#include <optional>
#include <utility>

#include "llvm/Support/MemoryBuffer.h"
#include "read/btf/declarations.h"
#include "read/facts.h"
#include "read/merge.h"
#include "read/object/image.h"
#include "read/object/machine.h"
#include "read/source_path.h"

namespace abi::btf {
namespace {

class BtfReader {
  public:
    explicit BtfReader(const object::Request& request) : request_(request), triple_(request.target.triple) {
        reading_.layout.target = request.target.name;
    }

    Reading read() {
        for (const auto& file : request_.files) read_file(file);
        return std::move(reading_);
    }

  private:
    void read_file(const std::string& path) {
        const auto name = below_root(request_.root, path);
        const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
        if (!buffer) return complain(name, "a readable file", buffer.getError().message());
        const std::string_view bytes((*buffer)->getBufferStart(), (*buffer)->getBufferSize());
        if (is_btf(bytes)) return read_unit(name, bytes, {});
        bool has_btf = false;
        const auto before = reading_.problems.size();
        object::visit_objects((*buffer)->getMemBufferRef(), name,
                              [&](const object::Image& object) {
                                  has_btf = has_btf || !object.btf.empty();
                                  if (!object.btf.empty()) read_object(object);
                              },
                              [&](const std::string& object, const std::string& expected, const std::string& found) {
                                  complain(object, expected, found);
                              });
        if (has_btf || reading_.problems.size() != before) return;
        complain(name, "a section .BTF, which `pahole -J` adds and `clang --target=bpf -g` writes", "none");
    }

    void read_object(const object::Image& object) {
        // Without a target the first object decides the machine, because a layout is for one machine only.
        const bool is_any = request_.target.triple.empty();
        if (!machine_) machine_ = is_any ? object.machine : triple_;
        if (!object::is_same_machine(*machine_, object.machine)) {
            return complain(object.name,
                            "an object for " + (is_any ? object::name_of_machine(*machine_) + ", as before it"
                                                       : request_.target.triple),
                            "one for " + object::name_of_machine(object.machine));
        }
        add_facts(object.name, object.facts, reading_);
        read_unit(object.name, object.btf, {.pointer_bytes = object.is_64_bit ? 8U : 4U, .arch = object.arch});
    }

    /// `known`: the image as far as it is known without the section.
    void read_unit(const std::string& name, std::string_view bytes, Image known) {
        auto section = parse_btf(bytes);
        if (!section) return complain(name, section.problems.front().expected, section.problems.front().found);
        known.section = std::move(*section);
        if (!request_.target.triple.empty() && known.section.is_little != triple_.isLittleEndian()) {
            return complain(name, "the byte order of " + request_.target.triple,
                            known.section.is_little ? "little-endian BTF" : "big-endian BTF");
        }
        const bool is_bare = known.pointer_bytes == 0;
        if (is_bare && !complete(name, known)) return;
        auto unit = read_declarations(known, request_.names);
        if (reading_.units.empty()) reading_.layout.byte_order = unit.byte_order;
        if (unit.byte_order != reading_.layout.byte_order) {
            return complain(name, "the byte order of the files before it", "the other byte order");
        }
        reading_.units.push_back(name);
        merge(std::move(unit), reading_, index_);
    }

    /// Completes BTF without an object, which names no machine: a pointer has the size of `long`. Returns false, with a
    /// problem, if it does not fit the target.
    bool complete(const std::string& name, Image& bare) {
        bare.pointer_bytes = pointer_bytes_by_long(bare.section);
        if (request_.target.triple.empty()) return true;
        bare.arch = triple_.getArch();
        const unsigned expected = triple_.getArchPointerBitWidth(bare.arch) / 8;
        if (bare.pointer_bytes == 0) bare.pointer_bytes = expected;
        if (bare.pointer_bytes == expected || has_short_pointers()) return true;
        complain(name, "pointers of " + std::to_string(expected) + " bytes, as " + request_.target.triple + " has",
                 "BTF of a machine whose pointers have " + std::to_string(bare.pointer_bytes) + " bytes");
        return false;
    }

    /// x32, n32 and similar: the registers of the machine are wider than its pointers.
    bool has_short_pointers() const {
        const auto environment = triple_.getEnvironment();
        return environment == llvm::Triple::GNUX32 || environment == llvm::Triple::MuslX32 ||
               environment == llvm::Triple::GNUABIN32 || environment == llvm::Triple::GNUILP32;
    }

    void complain(const std::string& file, std::string expected, std::string found) {
        reading_.problems.push_back(
            {.place = {.file = file}, .pointer = "", .expected = std::move(expected), .found = std::move(found)});
    }

    const object::Request& request_;
    llvm::Triple triple_;
    std::optional<llvm::Triple> machine_;  // of every object that is read
    Reading reading_;
    MergeIndex index_;
};

}  // namespace

Reading read(const object::Request& request) {
    return BtfReader(request).read();
}

}  // namespace abi::btf
