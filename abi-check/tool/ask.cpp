#include "tool/ask.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <set>
#include <span>
#include <thread>

#include "check/match.h"
#include "model/reader_kind.h"
#include "read/btf/reader.h"
#include "read/clang/reader.h"
#include "read/dump/reader.h"
#include "read/dwarf/reader.h"
#include "read/object/request.h"
#include "read/probe/reader.h"
#include "tool/layer_files.h"
#include "tool/probe_question.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

bool matches_any(const std::vector<std::string>& globs, const std::string& name) {
    return std::ranges::any_of(globs, [&](const auto& glob) { return matches_glob(glob, name); });
}

/// A record that is asked for asks for those that it holds: their fields are its bytes, too.
void add_nested(const Layout& spec, const Record& record, std::set<std::string>& names) {
    if (!names.insert(record.name).second) return;
    for (const auto& field : record.fields) {
        const Record* nested = field.type.kind == Kind::record ? find_record(spec, field.type.name) : nullptr;
        if (nested != nullptr) add_nested(spec, *nested, names);
    }
}

std::vector<std::string> records_of(const Layout& spec, const Layer& layer) {
    std::set<std::string> names;
    for (const auto& record : spec.records) {
        if (matches_any(layer.records, record.name)) add_nested(spec, record, names);
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> constants_of(const Layout& spec, const Layer& layer) {
    std::vector<std::string> names;
    const auto take = [&](const std::string& name) {
        if (matches_any(layer.constants, name)) names.push_back(name);
    };
    for (const auto& constant : spec.constants) take(constant.name);
    for (const auto& one : spec.enums) {
        for (const auto& enumerator : one.enumerators) take(enumerator.name);
    }
    return names;
}

/// The names under which the layer's sources may declare what it was asked for.
std::vector<std::string> names_to_read(const Layout& spec, const Layer& layer, const WitnessAnswer& answer) {
    std::set<std::string> names(answer.records.begin(), answer.records.end());
    names.insert(answer.constants.begin(), answer.constants.end());
    for (const auto& one : spec.enums) names.insert(one.name);
    for (const auto& [alias, name] : layer.aliases) names.insert(alias);
    return {names.begin(), names.end()};
}

/// What one witness is asked on one target.
struct Asking {
    const Project& project;
    const Options& options;
    const Layer& layer;
    const Witness& witness;
    const Target& target;
    const Sources& sources;
    const Scope& scope;

    LayerFiles files() const { return files_of(project, layer, witness, target, sources); }
    unsigned jobs() const {
        return options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    }
    std::vector<std::string> names(const WitnessAnswer& answer) const {
        return scope.every_record ? std::vector<std::string>() : names_to_read(project.spec, layer, answer);
    }
};

void take(Reading reading, LayerFiles files, WitnessAnswer& answer) {
    answer.layout = std::move(reading.layout);
    answer.other_definitions = std::move(reading.other_definitions);
    answer.problems = std::move(files.problems);
    answer.problems.insert(answer.problems.end(), reading.problems.begin(), reading.problems.end());
    answer.stamps = std::move(reading.stamps);
    answer.changed = std::move(reading.changed);
}

/// Where units are kept between runs (XDG Base Directory Specification); empty: nowhere.
std::string cache_folder(const Options& options) {
    if (!options.use_cache) return "";
    const char* cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && fs::path(cache).is_absolute()) return std::string(cache) + "/abi-check";
    const char* home = std::getenv("HOME");
    return home != nullptr && fs::path(home).is_absolute() ? std::string(home) + "/.cache/abi-check" : "";
}

void read_by_clang(const Asking& ask, std::span<const WitnessAnswer> /*seen*/, WitnessAnswer& answer) {
    auto files = ask.files();
    clang_reader::Request request;
    request.files = files.paths;
    if (!ask.project.config.compile_commands.empty()) {
        request.compile_commands =
            (fs::path(ask.project.root) / ask.project.config.compile_commands).lexically_normal().string();
    }
    request.flags = ask.witness.flags;
    request.extra_args = ask.options.extra_args;
    request.target = ask.target;
    request.names = ask.names(answer);
    request.files_from = ask.sources.files;
    request.root = ask.project.root;
    request.jobs = ask.jobs();
    request.cache_folder = cache_folder(ask.options);
    take(clang_reader::read(request), std::move(files), answer);
}

void read_by_object(const Asking& ask, Reading (*read)(const object::Request&), WitnessAnswer& answer) {
    auto files = ask.files();
    object::Request request;
    request.files = files.paths;
    request.target = ask.target;
    request.names = ask.names(answer);
    request.root = ask.project.root;
    request.jobs = ask.jobs();
    take(files.paths.empty() ? Reading{} : read(request), std::move(files), answer);
}

void read_by_dwarf(const Asking& ask, std::span<const WitnessAnswer> /*seen*/, WitnessAnswer& answer) {
    read_by_object(ask, dwarf::read, answer);
}

void read_by_btf(const Asking& ask, std::span<const WitnessAnswer> /*seen*/, WitnessAnswer& answer) {
    read_by_object(ask, btf::read, answer);
}

void read_by_probe(const Asking& ask, std::span<const WitnessAnswer> seen, WitnessAnswer& answer) {
    auto files = ask.files();
    GeneratedNames generated{ask.witness.language, {}};
    for (const auto& spec : ask.project.specs) generated.specs.push_back(spec.name);
    const auto question = ask_for(ask.project.spec, ask.layer, answer, seen, generated);
    probe::Request request;
    request.language = ask.witness.language;
    request.compiler = ask.witness.compiler;
    request.flags = ask.witness.flags;
    request.files = files.paths;
    request.target = ask.target;
    request.records = question.records;
    request.constants = question.constants;
    request.root = ask.project.root;
    const bool nothing_to_ask = files.paths.empty() || (request.records.empty() && request.constants.empty());
    take(nothing_to_ask ? Reading{} : probe::read(request), std::move(files), answer);
}

Result<std::vector<Layout>> read_dump_in(llvm::vfs::FileSystem& files, const std::string& path,
                                         const std::string& shown) {
    const auto buffer = files.getBufferForFile(path);
    if (!buffer) return Problem{{shown, 0, 0, 0, 0}, "", "a file that can be read", buffer.getError().message()};
    return dump::parse(shown, (*buffer)->getBuffer().str());
}

/// A dump speaks for a target if it names it, or names none.
void read_by_dump(const Asking& ask, std::span<const WitnessAnswer> /*seen*/, WitnessAnswer& answer) {
    const auto files = ask.files();
    answer.problems = files.problems;
    for (const auto& path : files.paths) {
        const std::string shown = fs::path(path).lexically_relative(ask.project.root).string();
        auto layouts = ask.sources.files ? read_dump_in(*ask.sources.files, path, shown) : dump::read(path);
        answer.problems.insert(answer.problems.end(), layouts.problems.begin(), layouts.problems.end());
        if (!layouts) continue;
        for (auto& layout : *layouts) {
            if (!layout.target.empty() && layout.target != ask.target.name) continue;
            auto& into = answer.layout;
            into.byte_order = layout.byte_order;
            into.records.insert(into.records.end(), layout.records.begin(), layout.records.end());
            into.enums.insert(into.enums.end(), layout.enums.begin(), layout.enums.end());
            into.constants.insert(into.constants.end(), layout.constants.begin(), layout.constants.end());
        }
    }
}

void read_by(const Asking& ask, std::span<const WitnessAnswer> seen, WitnessAnswer& answer) {
#define READER(name, ...) \
    if (ask.witness.reader == #name) return read_by_##name(ask, seen, answer);
#include "model/readers.def"
#undef READER
}

/// Probes are asked last: the others tell them what to ask for.
std::vector<std::size_t> order_of_asking(const std::vector<Witness>& witnesses) {
    std::vector<std::size_t> order(witnesses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_partition(order, [&](std::size_t at) { return witnesses[at].reader != "probe"; });
    return order;
}

WitnessAnswers hear(const Project& project, const Options& options, const Layer& layer, const Target& target,
                    const Sources& sources, const Scope& scope) {
    WitnessAnswer asked;
    asked.layer = layer.name;
    asked.target = target.name;
    asked.records = records_of(project.spec, layer);
    asked.constants = constants_of(project.spec, layer);
    WitnessAnswers answers(layer.witnesses.size(), asked);
    const bool has_probe = std::ranges::any_of(layer.witnesses, [](const Witness& w) { return w.reader == "probe"; });
    std::vector<WitnessAnswer> seen;  // in the layer's own names
    for (const std::size_t at : order_of_asking(layer.witnesses)) {
        WitnessAnswer& answer = answers[at];
        answer.witness = layer.witnesses[at].reader;
        read_by({project, options, layer, layer.witnesses[at], target, sources, scope}, seen, answer);
        answer.layout.origin = layer.name;
        answer.layout.target = target.name;
        if (has_probe) seen.push_back(answer);
        if (scope.in_spec_names) use_spec_names(answer, project.spec, layer.aliases);
    }
    return answers;
}

}  // namespace

bool reads_sources(const Witness& witness) {
    const auto* const reader = find_reader(witness.reader);
    return reader != nullptr && reader->has_past;
}

std::vector<WitnessAnswers> ask_layers(const Project& project, const Options& options, const Sources& sources,
                                       const Scope& scope, const std::function<void(const std::string&)>& progress) {
    std::vector<WitnessAnswers> all_answers;
    for (const auto& layer : project.config.layers) {
        for (const auto& target : project.config.targets) {
            progress("layer " + layer.name + " on " + target.name);
            all_answers.push_back(hear(project, options, layer, target, sources, scope));
        }
    }
    return all_answers;
}

}  // namespace abi
