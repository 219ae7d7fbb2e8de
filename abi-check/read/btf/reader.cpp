// The BTF reader: from files to one layout.
#include "read/btf/reader.h"

#include <memory>
#include <optional>
#include <utility>

#include "llvm/Support/MemoryBuffer.h"
#include "read/btf/core_relocations.h"
#include "read/btf/declarations.h"
#include "read/facts.h"
#include "read/merge.h"
#include "read/object/image.h"
#include "read/object/machine.h"
#include "read/source_path.h"

namespace abi::btf {
namespace {

/// Linux has the BTF of the running kernel, "vmlinux", and of its modules here.
constexpr std::string_view running_kernel = "/sys/kernel/btf/";

/// BTF names no source, so the place of a declaration is the file that holds the BTF.
void set_places(const std::string& file, UnitLayout& unit) {
    const Place place{.file = file};
    for (auto& record : unit.records) {
        record.place = place;
        for (auto& field : record.fields) field.place = place;
    }
    for (auto& one : unit.enums) {
        one.place = place;
        for (auto& value : one.enumerators) value.place = place;
    }
    for (auto& constant : unit.constants) constant.place = place;
}

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
        object::visit_file(path, name,
                           {.take_whole =
                                [&](std::string_view bytes) {
                                    if (!is_btf(bytes)) return false;
                                    read_section(name, bytes, base_for(path), {});
                                    return true;
                                },
                            .take =
                                [&](const object::Image& object) {
                                    if (object.btf.empty()) return false;
                                    read_object(object);
                                    return true;
                                },
                            .expected = "a section .BTF, which `pahole -J` adds and `clang --target=bpf -g` writes"},
                           [&](const auto&... problem) { complain(problem...); });
    }

    void read_object(const object::Image& object) {
        if (!machine_.accepts(object.machine)) {
            return complain(object.name, machine_.expected(), object::OneMachine::found(object.machine));
        }
        add_facts(object.name, object.facts, reading_);
        const Image known{.section = {},
                          .pointer_bytes = object.is_64_bit ? 8U : 4U,
                          .arch = object.arch,
                          .extension = object.btf_extension};
        if (!object.btf_base.empty()) {
            return complain(object.name, "BTF whose types refer to those of a kernel",
                            "a section .BTF.base, which has only the sizes of types; read the module as the kernel "
                            "has it, in /sys/kernel/btf");
        }
        read_section(object.name, object.btf, request_.btf_base, known);
    }

    /// The base of split BTF in a file: the one that was named or, of a module of the running kernel, the kernel's.
    std::string base_for(const std::string& path) const {
        const bool is_of_kernel = request_.btf_base.empty() && path.starts_with(running_kernel);
        return is_of_kernel ? std::string(running_kernel) + "vmlinux" : request_.btf_base;
    }

    /// Reads a section, behind the types of its base if it is split.
    void read_section(const std::string& name, std::string_view bytes, const std::string& base, const Image& known) {
        if (base.empty() || !is_split(bytes)) return read_unit(name, bytes, known);
        const auto types = types_of_base(base);
        if (!types) return complain(name, "its base", types.problems.front().found);
        auto joined = join_btf(*types, bytes);
        if (!joined) return complain(name, joined.problems.front().expected, joined.problems.front().found);
        const auto alone = parse_btf(*types);
        read_unit(name, *joined, known, alone ? static_cast<std::uint32_t>(alone->list.size()) : 1);
    }

    /// The BTF of a file that is BTF, or an object that has it.
    Result<std::string> types_of_base(const std::string& path) const {
        const auto name = below_root(request_.root, path);
        const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
        if (!buffer) return file_problem(name, "a file that can be read", name + ": " + buffer.getError().message());
        const std::string_view bytes((*buffer)->getBufferStart(), (*buffer)->getBufferSize());
        if (is_btf(bytes)) return std::string(bytes);
        std::string found;
        object::visit_objects((*buffer)->getMemBufferRef(), name,
                              [&](const object::Image& object) {
                                  if (found.empty()) found = object.btf;
                              },
                              [](const auto&...) {});
        if (found.empty()) return file_problem(name, "BTF", name + " without BTF");
        return found;
    }

    /// `known`: the image as far as it is known without the section.
    /// `first_own`: the first type that is not of the base.
    void read_unit(const std::string& name, std::string_view bytes, Image known, std::uint32_t first_own = 1) {
        auto section = parse_btf(bytes);
        if (!section) return complain(name, section.problems.front().expected, section.problems.front().found);
        known.section = std::move(*section);
        known.section.first_own = first_own;
        if (!request_.target.triple.empty() && known.section.is_little != triple_.isLittleEndian()) {
            return complain(name, "the byte order of " + request_.target.triple,
                            known.section.is_little ? "little-endian BTF" : "big-endian BTF");
        }
        auto relocated = relocated_records(known.section, known.extension);
        if (!relocated) return complain(name, relocated.problems.front().expected, relocated.problems.front().found);
        known.relocated = std::move(*relocated);
        const bool is_bare = known.pointer_bytes == 0;
        if (is_bare && !complete(name, known)) return;
        auto unit = read_declarations(known, request_.names);
        if (reading_.units.empty()) reading_.layout.byte_order = unit.byte_order;
        if (unit.byte_order != reading_.layout.byte_order) {
            return complain(name, "the byte order of the files before it", "the other byte order");
        }
        set_places(name, unit);
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
        reading_.problems.push_back(file_problem(file, std::move(expected), std::move(found)));
    }

    const object::Request& request_;
    llvm::Triple triple_;
    object::OneMachine machine_{request_.target.triple};
    Reading reading_;
    MergeIndex index_;
};

}  // namespace

Reading read(const object::Request& request) {
    return BtfReader(request).read();
}

}  // namespace abi::btf
