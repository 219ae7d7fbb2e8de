#include "read/codeview/reader.h"

#include <utility>

#include "read/codeview/declarations.h"
#include "read/codeview/facts.h"
#include "read/codeview/object_file.h"
#include "read/codeview/pdb_file.h"
#include "read/facts.h"
#include "read/merge.h"
#include "read/object/image.h"
#include "read/object/machine.h"
#include "read/source_path.h"

namespace abi::codeview {
namespace {

class CodeViewReader {
  public:
    explicit CodeViewReader(const object::Request& request) : request_(request) {
        reading_.layout.target = request.target.name;
    }

    Reading read() {
        for (const auto& file : request_.files) read_file(file);
        std::vector<const std::string*> unknown(locals_.size(), nullptr);
        merge_local(std::move(locals_), unknown, reading_, index_);
        return std::move(reading_);
    }

  private:
    void read_file(const std::string& path) {
        const auto name = below_root(request_.root, path);
        object::visit_file(
            path, name,
            {.take_whole =
                 [&](std::string_view bytes) {
                     if (!is_pdb(bytes)) return false;
                     take(name, read_pdb_file(bytes, name));
                     return true;
                 },
             .take =
                 [&](const object::Image& object) {
                     if (!has_types(object)) return false;
                     take(object.name, read_object_file(object));
                     return true;
                 },
             .expected = "a section .debug$T, which /Z7 (clang-cl, cl) and -gcodeview (clang) write, or a PDB"},
            [&](const auto&... problem) { complain(problem...); });
    }

    void take(const std::string& name, Result<Image> image) {
        if (!image) return complain(name, image.problems.front().expected, image.problems.front().found);
        if (!fits(*image)) return;
        add_facts(name, facts_of_image(*image), reading_);
        auto unit = read_declarations(*image, request_.names, request_.root);
        locals_.push_back(std::move(unit.local));
        reading_.units.push_back(name);
        merge(std::move(unit), reading_, index_);
    }

    /// The PDB of a compiler does not name its machine.
    bool fits(const Image& image) {
        if (image.arch == llvm::Triple::UnknownArch) return true;
        const llvm::Triple own(llvm::Triple::getArchTypeName(image.arch));
        if (machine_.accepts(own)) return true;
        complain(image.name, machine_.expected(), object::OneMachine::found(own));
        return false;
    }

    void complain(const std::string& file, std::string expected, std::string found) {
        reading_.problems.push_back(file_problem(file, std::move(expected), std::move(found)));
    }

    const object::Request& request_;
    object::OneMachine machine_{request_.target.triple};
    std::vector<LocalDeclarations> locals_;
    Reading reading_;
    MergeIndex index_;
};

}  // namespace

Reading read(const object::Request& request) {
    return CodeViewReader(request).read();
}

}  // namespace abi::codeview
