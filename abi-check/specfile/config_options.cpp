#include "specfile/config_options.h"

#include <algorithm>
#include <filesystem>

namespace abi {
namespace {

namespace fs = std::filesystem;

template <typename Thing>
std::optional<Problem> keep_named(const std::vector<std::string>& names, const char* option,
                                  std::vector<Thing>& things) {
    if (names.empty()) return std::nullopt;
    for (const auto& name : names) {
        if (std::ranges::find(things, name, &Thing::name) != things.end()) continue;
        std::string known;
        for (const auto& thing : things) known += (known.empty() ? "" : ", ") + thing.name;
        return Problem{{}, option, known, "\"" + name + "\""};
    }
    std::erase_if(things, [&](const Thing& thing) { return std::ranges::find(names, thing.name) == names.end(); });
    return std::nullopt;
}

}  // namespace

std::optional<Problem> keep_only(const std::vector<std::string>& layers, const std::vector<std::string>& targets,
                                 Config& config) {
    if (auto problem = keep_named(layers, "--layer", config.layers)) return problem;
    return keep_named(targets, "--target", config.targets);
}

void use_build(const std::string& folder, Config& config) {
    const std::string own = fs::path(config.compile_commands + "/").lexically_normal().string();
    for (auto& layer : config.layers) {
        for (auto& witness : layer.witnesses) {
            for (auto& input : witness.inputs) {
                if (own.size() > 1 && input.files.starts_with(own)) {
                    input.files = (fs::path(folder) / input.files.substr(own.size())).string();
                }
            }
        }
    }
    config.compile_commands = folder;
}

}  // namespace abi
