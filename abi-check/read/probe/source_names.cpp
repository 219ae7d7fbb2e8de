#include "read/probe/source_names.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "model/words.h"
#include "os/temporary_folder.h"
#include "read/probe/cargo.h"
#include "read/probe/names.h"
#include "read/probe/rust_command.h"
#include "read/probe/rust_crate.h"
#include "read/probe/target_words.h"

namespace abi::probe {
namespace {

constexpr std::string_view no_such_name = "abi_check_no_such_record";

void append(DeclaredNames from, DeclaredNames& all) {
    std::ranges::move(from.records, std::back_inserter(all.records));
    std::ranges::move(from.enums, std::back_inserter(all.enums));
    std::ranges::move(from.constants, std::back_inserter(all.constants));
    std::ranges::move(from.fields, std::back_inserter(all.fields));
}

/// Puts the modules that rustc found before the names of one file.
class InModules {
  public:
    InModules(const std::string& file, const std::vector<RustPart>& parts) {
        for (const auto& part : parts) {
            if (part.file == file) parts_.push_back(&part);
        }
    }

    /// The path of a name in the crate: "ring::P" for "P" in src/ring.rs. Nothing if no module of the file has it.
    std::optional<std::string> path(const std::string& name) const {
        auto own = components_of(name);
        const auto last = own.back();
        own.pop_back();
        const RustPart* found = nullptr;
        for (const auto* part : parts_) {
            const auto& module = part->module;
            const bool ends = module.size() >= own.size() && std::equal(own.rbegin(), own.rend(), module.rbegin());
            const bool is_declared = part->declared.contains(last) || part->maybe.contains(last);
            if (!ends || !is_declared || (found != nullptr && found->module.size() <= module.size())) continue;
            found = part;
        }
        if (found == nullptr) return std::nullopt;
        auto path = found->module;
        path.push_back(last);
        return join(path, "::");
    }

    void qualify(std::vector<std::string>& names) const {
        std::vector<std::string> kept;
        for (const auto& name : names) {
            if (auto whole = path(name)) kept.push_back(std::move(*whole));
        }
        names = std::move(kept);
    }

  private:
    std::vector<const RustPart*> parts_;
};

/// The names of a crate, or nothing if it does not compile.
std::optional<DeclaredNames> names_of_crate(const Request& asked) {
    const bool is_package = is_manifest(asked.files.front());
    auto request = is_package ? rustc_request(asked) : asked;
    if (rust_too_old(request) || choose_rust_target(request)) return std::nullopt;
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) return std::nullopt;
    const auto crate = is_package ? cargo_crate(asked, request, folder.path) : Result(crate_of_file(request));
    if (!crate) return std::nullopt;
    const auto files = find_rust_files(request, *crate, folder.path);
    if (!files) return std::nullopt;
    std::vector<DeclaredNames> found;
    std::set<std::string> wanted;
    for (const auto& file : *files) {
        const auto& names = found.emplace_back(declared_names(file.text, "rust"));
        for (const auto* list : {&names.records, &names.enums, &names.constants}) {
            for (const auto& name : *list) wanted.insert(components_of(name).back());
        }
    }
    const auto copy = copy_rust_crate(request, *crate, *files, wanted, "", folder.path);
    if (!copy) return std::nullopt;
    DeclaredNames all;
    for (std::size_t i = 0; i < files->size(); ++i) {
        const InModules modules((*files)[i].path, copy->parts);
        auto& names = found[i];
        for (auto* list : {&names.records, &names.enums, &names.constants}) modules.qualify(*list);
        for (auto& field : names.fields) field.record = modules.path(field.record).value_or(field.record);
        append(std::move(names), all);
    }
    return all;
}

}  // namespace

DeclaredNames source_names(const Request& request) {
    DeclaredNames all;
    for (const auto& file : request.files) {
        std::optional<DeclaredNames> names;
        if (request.language == "rust") {
            auto one = request;
            one.files = {file};
            names = names_of_crate(one);
            if (!names && is_manifest(file))
                names = {.records = {std::string(no_such_name)}, .enums = {}, .constants = {}};
        }
        append(names ? std::move(*names) : declared_names_in(file, request.language), all);
    }
    return all;
}

}  // namespace abi::probe
