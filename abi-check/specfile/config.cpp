#include "specfile/config.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>

#include "model/evolution.h"
#include "model/find.h"
#include "model/readers.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/document.h"
#include "specfile/exemptions.h"
#include "specfile/suggest.h"
#include "specfile/zig_package.h"

namespace abi {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

std::string text_at(const json& node, const char* key) {
    return node.value(key, std::string());
}
Strings strings_at(const json& node, const char* key) {
    return node.value(key, Strings());
}

/// Whether `text` is a day of the calendar such as "2026-02-28" (ISO 8601, Gregorian). "2026-02-30" is not.
bool is_date(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t begin, std::size_t length) -> std::optional<unsigned> {
        unsigned value = 0;
        const char* const first = text.data() + begin;
        const auto [end, error] = std::from_chars(first, first + length, value);
        if (error != std::errc{} || end != first + length) return std::nullopt;
        return value;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (!year || !month || !day) return false;
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                       std::chrono::day(*day))
        .ok();
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::string unknown_rule(const std::string& id) {
    Strings ids;
    for (const auto& row : rule_table()) ids.emplace_back(row.id);
    return in_quotes(id) + did_you_mean(id, ids);
}

/// Reads a document that is valid under the schema, and checks what a schema cannot express.
class ConfigReader {
  public:
    ConfigReader(const Places& places, std::vector<Problem>& problems) : places_(places), problems_(problems) {}

    /// The members of spec/abi-compare.schema.json.
    Exemptions read_exemptions(const json& root) {
        Exemptions read;
        if (root.contains("map")) {
            for (const auto& [name, meant] : root.at("map").items()) read.names.emplace(name, meant.get<std::string>());
        }
        read_rules(root, read.levels);
        read_waivers(root, "exempt", read.waivers);
        return read;
    }

    void read(const json& root, Config& config) {
        config.specs = strings_at(root, "specs");
        config.compile_commands = text_at(root, "compile_commands");
        config.baseline = text_at(root, "baseline");
        read_targets(root, config);
        read_layers(root, config);
        read_rules(root, config.levels);
        read_byte_order_types(root, config);
        read_waivers(root, "waivers", config.waivers);
    }

  private:
    void complain(const std::string& pointer, std::string expected, std::string found) {
        problems_.push_back({{}, pointer, std::move(expected), std::move(found)});
    }

    void once(std::set<std::string>& seen, const std::string& name, const std::string& pointer, const char* what) {
        if (!seen.insert(name).second) complain(pointer, what, in_quotes(name) + " again");
    }

    /// What a target gives for the compilers of single languages: a word for the target, or an object.
    std::map<std::string, TargetCompiler> read_compilers(const json& target) {
        std::map<std::string, TargetCompiler> compilers;
        for (const auto& language : probe_languages) {
            const auto own = target.find(std::string(language.name));
            if (own == target.end()) continue;
            auto& compiler = compilers[std::string(language.name)];
            if (own->is_string()) {
                compiler.target = own->get<std::string>();
            } else {
                compiler = {text_at(*own, "target"), strings_at(*own, "compiler"), strings_at(*own, "flags")};
            }
        }
        return compilers;
    }

    void read_targets(const json& root, Config& config) {
        std::set<std::string> seen;
        if (!root.contains("targets")) return;
        for (std::size_t i = 0; const auto& node : root.at("targets")) {
            const std::string at = "/targets/" + std::to_string(i++);
            config.targets.push_back({.name = text_at(node, "name"),
                                      .triple = text_at(node, "triple"),
                                      .sysroot = text_at(node, "sysroot"),
                                      .flags = strings_at(node, "flags"),
                                      .compilers = read_compilers(node)});
            target_names_.push_back(config.targets.back().name);
            once(seen, config.targets.back().name, at + "/name", "names of targets that differ");
        }
    }

    Input read_input(const json& node, const std::string& pointer) {
        if (node.is_string()) {
            if (node.get_ref<const std::string&>().empty()) complain(pointer, "a pattern of files", "\"\"");
            return {.files = node.get<std::string>(), .targets = {}};
        }
        return {.files = text_at(node, "files"), .targets = read_target_names(node, pointer)};
    }

    /// The member "targets" of a node; empty if it has none.
    Strings read_target_names(const json& node, const std::string& pointer) {
        Strings names = strings_at(node, "targets");
        for (std::size_t i = 0; const auto& name : names) {
            const std::string at = pointer + "/targets/" + std::to_string(i++);
            if (contains(target_names_, name)) continue;
            complain(at, "the name of a target under /targets", in_quotes(name) + did_you_mean(name, target_names_));
        }
        return names;
    }

    /// Gives each input that names no targets those of its witness or layer. The others must name some of them.
    void restrict_inputs(const Strings& targets, const std::string& pointer, const char* whose, Witness& witness) {
        if (targets.empty()) return;
        for (std::size_t i = 0; auto& input : witness.inputs) {
            const std::string at = pointer + "/inputs/" + std::to_string(i++) + "/targets";
            if (input.targets.empty()) input.targets = targets;
            for (const auto& name : input.targets) {
                if (contains(targets, name)) continue;
                complain(at, std::string("a target of the ") + whose + ": " + join(targets), in_quotes(name));
            }
        }
    }

    /// A package of Cargo is asked for by a probe of Rust. Its manifest is the input.
    void read_cargo(const json& node, const std::string& pointer, Witness& witness) {
        for (const auto& [key, meant] : {std::pair("reader", "probe"), std::pair("language", "rust")}) {
            if (!node.contains(key) || text_at(node, key) == meant) continue;
            complain(pointer + "/" + key, std::string("\"") + meant + "\" beside \"cargo\"",
                     in_quotes(text_at(node, key)));
        }
        witness.reader = "probe";
        witness.language = "rust";
        const auto& cargo = node.at("cargo");
        witness.inputs.push_back({cargo.is_string() ? cargo.get<std::string>() : text_at(cargo, "manifest"), {}});
        const auto& manifest = witness.inputs.back().files;
        if (std::filesystem::path(manifest).filename() != "Cargo.toml") {
            complain(pointer + "/cargo", "the path of a Cargo.toml", in_quotes(manifest));
        }
        if (cargo.is_string()) return;
        witness.cargo = {.package = text_at(cargo, "package"),
                         .features = strings_at(cargo, "features"),
                         .default_features = cargo.value("default_features", true),
                         .program = text_at(cargo, "bin")};
    }

    Witness read_witness(const json& node, const std::string& pointer, bool is_one_of_several) {
        Witness witness;
        witness.reader = node.value("reader", witness.reader);
        witness.exclude = strings_at(node, "exclude");
        witness.flags = strings_at(node, "flags");
        witness.language = text_at(node, "language");
        witness.compiler = strings_at(node, "compiler");
        witness.btf_base = text_at(node, "base");
        if (witness.reader != "btf" && node.contains("base")) {
            complain(pointer + "/base", "a key of the reader btf only", "it under " + witness.reader);
        }
        // The records of a layer without "witnesses" are those that it must declare.
        if (is_one_of_several) witness.records = node.value("records", witness.records);
        for (std::size_t i = 0; const auto& input : node.value("inputs", json::array())) {
            witness.inputs.push_back(read_input(input, pointer + "/inputs/" + std::to_string(i++)));
        }
        if (node.contains("cargo")) read_cargo(node, pointer, witness);
        if (is_one_of_several) restrict_inputs(read_target_names(node, pointer), pointer, "witness", witness);
        const auto* const reader = find_named(reader_kinds, witness.reader);
        const bool has_language = reader != nullptr && reader->has_language;
        if (has_language && witness.language.empty()) {
            complain(
                pointer,
                "the language of a probe: \"language\": " + list_names(probe_languages, "or", &ProbeLanguage::name),
                "none");
        }
        witness.zig_package = zig_package_at(node);
        for (const char* key : {"language", "compiler", "zig_package"}) {
            if (!has_language && node.contains(key)) {
                complain(pointer + "/" + key, "a key of the reader probe only", "it under " + witness.reader);
            }
        }
        return witness;
    }

    /// The keys of a single witness may stand in the layer itself, without "witnesses".
    void read_witnesses(const json& node, const std::string& at, Layer& layer) {
        if (!node.contains("witnesses")) {
            layer.witnesses.push_back(read_witness(node, at, false));
            return;
        }
        std::map<std::string, std::set<std::string>> seen;  // by target: the readers
        for (std::size_t i = 0; const auto& each : node.at("witnesses")) {
            const std::string pointer = at + "/witnesses/" + std::to_string(i++);
            const Witness& witness = layer.witnesses.emplace_back(read_witness(each, pointer, true));
            const auto is_known_on = [&](const std::string& target) {
                return has_inputs(witness, target) && !seen[target].insert(witness.reader).second;
            };
            Strings targets = target_names_;
            if (targets.empty()) targets.emplace_back();
            if (!std::ranges::any_of(targets, is_known_on)) continue;
            complain(pointer, "a reader once in a layer, or once on each target", in_quotes(witness.reader) + " again");
        }
    }

    /// A target on which the layer exists needs an input, or nothing is read there.
    void restrict_layer(const std::string& at, bool has_several, Layer& layer) {
        for (std::size_t i = 0; auto& witness : layer.witnesses) {
            const std::string own = has_several ? at + "/witnesses/" + std::to_string(i++) : at;
            restrict_inputs(layer.targets, own, "layer", witness);
        }
        for (std::size_t i = 0; const auto& target : layer.targets) {
            const std::string pointer = at + "/targets/" + std::to_string(i++);
            const auto has_some = [&](const Witness& witness) { return has_inputs(witness, target); };
            if (!contains(target_names_, target) || std::ranges::any_of(layer.witnesses, has_some)) continue;
            complain(pointer, "a target for which the layer has inputs", in_quotes(target));
        }
    }

    void read_layers(const json& root, Config& config) {
        std::set<std::string> seen;
        for (std::size_t i = 0; const auto& node : root.at("layers")) {
            const std::string at = "/layers/" + std::to_string(i++);
            Layer layer;
            layer.name = text_at(node, "name");
            layer.aliases = node.value("aliases", layer.aliases);
            layer.records = node.value("records", layer.records);
            layer.constants = node.value("constants", layer.constants);
            layer.version = text_at(node, "version");
            if (node.contains("version") && !is_version(layer.version)) {
                complain(at + "/version", version_words, in_quotes(layer.version));
            }
            layer.names_constants = node.contains("constants");
            layer.targets = read_target_names(node, at);
            layer.place = place_of(places_, at + "/name");
            read_witnesses(node, at, layer);
            restrict_layer(at, node.contains("witnesses"), layer);
            once(seen, layer.name, at + "/name", "names of layers that differ");
            config.layers.push_back(std::move(layer));
        }
    }

    void read_rules(const json& root, std::map<Rule, Level>& levels) {
        if (!root.contains("rules")) return;
        for (const auto& [id, level] : root.at("rules").items()) {
            const auto problem = set_level(id, level.get<std::string>(), levels);
            if (problem) complain("/rules/" + pointer_step(id), problem->expected, problem->found);
        }
    }

    static void read_byte_order_types(const json& root, Config& config) {
        if (!root.contains("byte_order_types")) return;
        for (const auto& [name, order] : root.at("byte_order_types").items()) {
            const auto& word = order.get_ref<const std::string&>();
            const auto one = word == "big" ? ByteOrder::big : word == "little" ? ByteOrder::little : ByteOrder::native;
            config.byte_order_types.emplace(name, one);
        }
    }

    void read_waivers(const json& root, const std::string& key, std::vector<Waiver>& waivers) {
        if (!root.contains(key)) return;
        for (std::size_t i = 0; const auto& node : root.at(key)) {
            const std::string at = "/" + key + "/" + std::to_string(i++);
            Waiver waiver{.rule = text_at(node, "rule"),
                          .record = text_at(node, "record"),
                          .field = text_at(node, "field"),
                          .layer = text_at(node, "layer"),
                          .target = text_at(node, "target"),
                          .witness = text_at(node, "witness"),
                          .reason = text_at(node, "reason"),
                          .expires = text_at(node, "expires"),
                          .place = place_of(places_, at)};
            if (!parse_rule(waiver.rule)) complain(at + "/rule", "the id of a rule", unknown_rule(waiver.rule));
            if (is_blank(waiver.reason)) complain(at + "/reason", "the reason why it is accepted", "blank text");
            if (node.contains("expires") && !is_date(waiver.expires)) {
                complain(at + "/expires", "a day of the calendar as YYYY-MM-DD", describe(node.at("expires")));
            }
            const Strings targets = read_target_names(node, at);
            if (targets.empty()) waivers.push_back(waiver);
            if (!targets.empty() && !waiver.target.empty()) {
                complain(at + "/targets", "either \"target\" or \"targets\"", "both");
            }
            for (const auto& target : targets) {  // each must cover a finding
                waiver.target = target;
                waivers.push_back(waiver);
            }
        }
    }

    const Places& places_;
    std::vector<Problem>& problems_;
    Strings target_names_;
};

template <typename Thing>
std::optional<Problem> keep_named(const std::vector<std::string>& names, const char* option,
                                  std::vector<Thing>& things) {
    if (names.empty()) return std::nullopt;
    for (const auto& name : names) {
        if (std::ranges::find(things, name, &Thing::name) != things.end()) continue;
        return Problem{{}, option, join(things, ", ", &Thing::name), in_quotes(name)};
    }
    std::erase_if(things, [&](const Thing& thing) { return std::ranges::find(names, thing.name) == names.end(); });
    return std::nullopt;
}

}  // namespace

bool has_inputs(const Witness& witness, const std::string& target) {
    return std::ranges::any_of(
        witness.inputs, [&](const Input& input) { return input.targets.empty() || contains(input.targets, target); });
}

namespace {

void set_path(const std::string& path, Config& config) {
    config.path = path;
    config.folder = std::filesystem::path(path).parent_path().string();
    if (config.folder.empty()) config.folder = ".";
}

}  // namespace

Result<Config> parse_config(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::config);
        if (!document) return document.problems;
        Config config;
        set_path(path, config);
        std::vector<Problem> problems;
        ConfigReader(document->places, problems).read(document->root, config);
        if (problems.empty()) return config;
        locate(problems, document->places);
        return for_reading(std::move(problems));
    } catch (const std::exception& error) {
        return file_problem(path, "a configuration", error.what());
    }
}

Result<Config> read_config(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, JsonLimits{}.bytes, name);
    if (!text) return text.problems;
    return parse_config_of(path, name, *text);
}

Result<Config> parse_config_of(const std::string& path, const std::string& shown, const std::string& text) {
    auto config = parse_config(shown, text);
    if (config) set_path(path, *config);
    return config;
}

std::optional<Problem> set_level(const std::string& rule, const std::string& level, std::map<Rule, Level>& levels) {
    const auto known = parse_rule(rule);
    const auto parsed = parse_level(level);
    if (!known) return Problem{{}, "", "the id of a rule", unknown_rule(rule)};
    if (!parsed) return Problem{{}, "", "off, note, warning or error as the level of " + rule, in_quotes(level)};
    if (*parsed == Level::off && !may_be_off(*known)) {
        return Problem{{},
                       "",
                       "note, warning or error: what " + rule + " reports was not seen, and that is no pass",
                       in_quotes(level)};
    }
    levels[*known] = *parsed;
    return std::nullopt;
}

Result<Exemptions> parse_exemptions(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::compare);
        if (!document) return document.problems;
        std::vector<Problem> problems;
        auto read = ConfigReader(document->places, problems).read_exemptions(document->root);
        if (problems.empty()) return read;
        locate(problems, document->places);
        return for_reading(std::move(problems));
    } catch (const std::exception& error) {
        return file_problem(path, "a file of exemptions", error.what());
    }
}

Result<Exemptions> read_exemptions(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, JsonLimits{}.bytes, name);
    if (!text) return text.problems;
    return parse_exemptions(name, *text);
}

std::optional<Problem> keep_only(const std::vector<std::string>& layers, const std::vector<std::string>& targets,
                                 Config& config) {
    if (auto problem = keep_named(layers, "--layer", config.layers)) return problem;
    return keep_named(targets, "--target", config.targets);
}

void use_build(const std::string& folder, Config& config) {
    const std::string own = std::filesystem::path(config.compile_commands + "/").lexically_normal().string();
    for (auto& layer : config.layers) {
        for (auto& witness : layer.witnesses) {
            for (auto& input : witness.inputs) {
                if (own.size() > 1 && input.files.starts_with(own)) {
                    input.files = (std::filesystem::path(folder) / input.files.substr(own.size())).string();
                }
            }
        }
    }
    config.compile_commands = folder;
}

}  // namespace abi
