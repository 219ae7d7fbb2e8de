#include "read/dwarf/object_program.h"

#include <algorithm>

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "read/source_path.h"

namespace abi::dwarf {
namespace {

constexpr const char* debug_root = "/usr/lib/debug";

std::string folder_of(const std::string& path) {
    return llvm::sys::path::parent_path(path).str();
}

std::string file_of(std::string_view path) {
    return llvm::sys::path::filename(llvm::StringRef(path.data(), path.size())).str();
}

/// "/usr/lib/debug/.build-id/ab/cdef.debug"
std::string path_of_build_id(const std::string& id) {
    return std::string(debug_root) + "/.build-id/" + id.substr(0, 2) + "/" + id.substr(2) + ".debug";
}

class Loader {
  public:
    Loader(ObjectProgram& into, std::string path, const object::ProblemSink& complain)
        : into_(into), path_(std::move(path)), complain_(complain) {}

    void load(object::Image image) {
        into_.name = image.name;
        into_.images.push_back(std::move(image));
        const object::Image* whole = &into_.images.front();
        if (!describes(whole->whole) && !describes(whole->split)) {
            if (const auto* debug = find_debug_file(*whole)) whole = debug;
        }
        into_.has_debug = describes(whole->whole) || describes(whole->split);
        if (whole->alt_file) add_alternate(*whole);
        into_.program.add(*whole, complain_);
        if (describes(whole->split)) into_.program.add_split(*whole, complain_);
        add_split_files(*whole);
        into_.program.join();
    }

  private:
    static bool describes(const object::DebugSections& sections) {
        return !sections.info.empty() || !sections.types.empty();
    }

    /// Returns null if there is no such file, or no object in it.
    const object::Image* open(const std::string& path,
                              const std::function<bool(llvm::StringRef, const object::Image&)>& is_right) {
        auto buffer = open_file(path);
        if (!buffer) return nullptr;
        std::optional<object::Image> found;
        const auto ignore = [](const std::string&, const std::string&, const std::string&) {};
        object::visit_objects(
            buffer->getMemBufferRef(), path,
            [&](object::Image image) {
                if (!found) found = std::move(image);
            },
            ignore);
        if (!found || !is_right(buffer->getBuffer(), *found)) return nullptr;
        into_.buffers.push_back(std::move(buffer));
        into_.images.push_back(std::move(*found));
        return &into_.images.back();
    }

    const object::Image* find_debug_file(const object::Image& stripped) {
        if (stripped.build_id.size() > 2) {
            const auto same_id = [&](llvm::StringRef, const object::Image& image) {
                return image.build_id == stripped.build_id && describes(image.whole);
            };
            if (const auto* found = open(path_of_build_id(stripped.build_id), same_id)) return found;
        }
        if (!stripped.link) return nullptr;
        const auto same_crc = [&](llvm::StringRef bytes, const object::Image& image) {
            return describes(image.whole) && llvm::crc32(llvm::arrayRefFromStringRef(bytes)) == stripped.link->crc;
        };
        const auto folder = folder_of(path_);
        for (const auto& place : {folder, folder + "/.debug", debug_root + folder}) {
            if (const auto* found = open(join_paths(place, stripped.link->file), same_crc)) return found;
        }
        complain_(into_.name, "its debug information in " + stripped.link->file + ", as .gnu_debuglink says",
                  "no such file beside it, in .debug or below " + std::string(debug_root) + " with that CRC-32");
        return nullptr;
    }

    void add_alternate(const object::Image& image) {
        const auto is_right = [&](llvm::StringRef, const object::Image& other) {
            return image.alt_build_id.empty() || other.build_id == image.alt_build_id;
        };
        std::vector<std::string> places{join_paths(folder_of(path_), *image.alt_file),
                                        std::string(debug_root) + "/.dwz/" + file_of(*image.alt_file)};
        if (image.alt_build_id.size() > 2) places.push_back(path_of_build_id(image.alt_build_id));
        for (const auto& place : places) {
            if (const auto* found = open(place, is_right)) return into_.program.add_alternate(*found, complain_);
        }
        complain_(into_.name, "what dwz moved to " + *image.alt_file, "no such file with that build-id");
    }

    void add_split_files(const object::Image& image) {
        std::vector<const Unit*> skeletons;
        for (const auto& unit : into_.program.units()) {
            if (is_skeleton(unit) && !unit.is_alternate) skeletons.push_back(&unit);
        }
        if (skeletons.empty() || describes(image.split)) return;
        const auto any = [](llvm::StringRef, const object::Image& other) { return describes(other.split); };
        if (const auto* package = open(path_ + ".dwp", any)) into_.program.add_split(*package, complain_);
        std::size_t missing = 0;
        const Unit* first = nullptr;
        for (const auto* unit : skeletons) {
            if (into_.program.has_split(*unit->dwo_id) || open_split(*unit)) continue;
            if (first == nullptr) first = unit;
            ++missing;
        }
        if (missing == 0) return;
        const auto others = missing == 1 ? "" : ", and " + std::to_string(missing - 1) + " more";
        complain_(into_.name, "split debug information in " + std::string(first->dwo_name) + others,
                  "no such file of the same build; keep the .dwo files, or pack them into " + file_of(path_) + ".dwp");
    }

    bool open_split(const Unit& unit) {
        const std::string name(unit.dwo_name.substr(0, longest_path));
        const auto folder = folder_of(path_);
        const auto id = *unit.dwo_id;
        const auto any = [](llvm::StringRef, const object::Image& other) { return describes(other.split); };
        for (const auto& place : {join_paths(unit.comp_dir.substr(0, longest_path), name), join_paths(folder, name),
                                  join_paths(folder, file_of(name))}) {
            const auto* found = open(place, any);
            if (found == nullptr) continue;
            into_.program.add_split(*found, complain_);
            if (into_.program.has_split(id)) return true;
        }
        return false;
    }

    static constexpr std::size_t longest_path = 4096;

    ObjectProgram& into_;
    std::string path_;
    const object::ProblemSink& complain_;
};

}  // namespace

std::unique_ptr<llvm::MemoryBuffer> open_file(const std::string& path) {
    // The path comes from an untrusted file, so devices and pipes are not opened.
    if (!llvm::sys::fs::is_regular_file(path)) return nullptr;
    auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    return buffer ? std::move(*buffer) : nullptr;
}

std::unique_ptr<ObjectProgram> load_program(object::Image image, const std::string& path,
                                            const object::ProblemSink& complain) {
    auto made = std::make_unique<ObjectProgram>();
    Loader(*made, path, complain).load(std::move(image));
    return made;
}

}  // namespace abi::dwarf
