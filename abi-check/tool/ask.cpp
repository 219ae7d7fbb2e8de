#include "tool/ask.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <span>
#include <thread>

#include "check/match.h"
#include "model/find.h"
#include "model/on_target.h"
#include "model/problem.h"
#include "model/readers.h"
#include "read/btf/reader.h"
#include "read/clang/file_units.h"
#include "read/clang/reader.h"
#include "read/codeview/reader.h"
#include "read/dump/reader.h"
#include "read/dwarf/reader.h"
#include "read/object/request.h"
#include "read/probe/files_behind.h"
#include "read/probe/reader.h"
#include "specfile/layer_request.h"
#include "tool/inputs.h"
#include "tool/kept_reading.h"
#include "tool/laid_out.h"
#include "tool/output.h"
#include "tool/probe_question.h"
#include "tool/probe_request.h"
#include "tool/share.h"
#include "tool/shown.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

/// A witness that is asked on one target, and all that it depends on.
struct Asking {
    const Project& project;
    const Options& options;
    const Layer& layer;
    const Witness& witness;
    const Target& target;
    const Sources& sources;
    const Scope& scope;
    KeptAnswers& kept;

    std::string name() const {
        return "layer " + layer.name + " on " + target.name + ": " + witness.reader +
               (witness.language.empty() ? "" : " " + witness.language);
    }
    LayerFiles files() const {
        auto files = files_of(project, layer, witness, target, sources);
        if (sources.files_read != nullptr) add_inputs(project, witness, files.paths, *sources.files_read);
        if (sources.seen != nullptr) see_inputs(files);
        return files;
    }
    void see_inputs(const LayerFiles& files) const {
        for (const auto& path : files.paths) sources.seen->add(path);
        for (const auto& path : files.missing) sources.seen->add(path);
        for (const auto& path : files.listed) sources.seen->add_list(path);
        if (!witness.btf_base.empty()) sources.seen->add((fs::path(project.root) / witness.btf_base).string());
    }
    unsigned jobs() const {
        return options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    }
    std::vector<std::string> names(const WitnessAnswer& answer) const {
        return scope.every_record ? std::vector<std::string>()
                                  : names_to_read(project.spec, layer, answer.records, answer.constants);
    }
};

void tell_choices(const Asking& ask, const std::vector<UnitChoice>& choices) {
    for (const auto& choice : choices) {
        say_done("filter: layer " + ask.layer.name + " on " + ask.target.name +
                 (choice.is_left_out ? ": left out " : ": parsed ") + choice.file + ": " + choice.why +
                 (choice.found_in.empty() ? "" : " in " + choice.found_in));
    }
}

/// What was read, with the paths that are printed.
Heard heard(const Asking& ask, Reading reading, LayerFiles files) {
    show_from(ask.project.root, ask.project.base, reading);
    return {std::move(reading), std::move(files.problems)};
}

void take(const Asking& ask, Heard heard, WitnessAnswer& answer) {
    auto& reading = heard.reading;
    answer.layout = std::move(reading.layout);
    answer.other_definitions = std::move(reading.other_definitions);
    answer.problems = std::move(heard.problems);
    answer.problems.insert(answer.problems.end(), reading.problems.begin(), reading.problems.end());
    answer.failed_assertions = std::move(reading.failed_assertions);
    answer.stamps = std::move(reading.stamps);
    answer.changed = std::move(reading.changed);
    if (is_debugged("filter")) tell_choices(ask, reading.choices);
    answer.unit_facts = std::move(reading.unit_facts);
}

clang_reader::Request request_of(const Asking& ask, const LayerFiles& files, const WitnessAnswer& answer) {
    auto request = clang_request(ask.project, ask.options, ask.witness, ask.target, files.paths);
    request.names = ask.names(answer);
    request.macros = ask.scope.macros;
    request.typedefs = ask.scope.typedefs;
    request.files_from = ask.sources.edited ? ask.sources.edited : ask.sources.then.files;
    if (ask.sources.files_read != nullptr) request.files_from = ask.sources.files_read->disk();
    request.jobs = ask.jobs();
    request.cache_folder = cache_folder(ask.options);
    request.filters = ask.options.filters_units;
    if (auto* const seen = ask.sources.seen; seen != nullptr && !request.files_from) {
        request.looked = [seen](const std::string& path, bool is_listed) { seen->add(path, is_listed); };
    }
    return request;
}

using Seen = std::span<const WitnessAnswer>;

Heard read_by_clang(const Asking& ask, Seen /*seen*/, const WitnessAnswer& answer) {
    auto files = ask.files();
    return heard(ask, clang_reader::read(request_of(ask, files, answer)), std::move(files));
}

template <Reading (*read)(const object::Request&)>
Heard read_by_object(const Asking& ask, Seen /*seen*/, const WitnessAnswer& answer) {
    auto files = ask.files();
    object::Request request;
    request.files = files.paths;
    request.target = ask.target;
    request.names = ask.names(answer);
    request.root = ask.project.root;
    request.jobs = ask.jobs();
    if (!ask.witness.btf_base.empty()) {
        request.btf_base = (fs::path(ask.project.root) / ask.witness.btf_base).lexically_normal().string();
    }
    Reading reading;
    if (!files.paths.empty()) reading = read_kept(ask.kept, ask.name(), ask.witness.reader, request, read);
    return heard(ask, std::move(reading), std::move(files));
}
constexpr auto read_by_dwarf = read_by_object<dwarf::read>;
constexpr auto read_by_btf = read_by_object<btf::read>;
constexpr auto read_by_codeview = read_by_object<codeview::read>;

probe::Request request_for(const Asking& ask, const LayerFiles& files, const ProbeQuestion& question) {
    auto request = probe_request(ask.project, ask.options, ask.witness, ask.target, files.paths);
    request.records = question.records;
    request.constants = question.constants;
    request.enums = question.enums;
    return request;
}

/// The request for the files of today or, if there is a revision, for those that were laid out.
probe::Request where_laid_out(const Asking& ask, probe::Request request) {
    if (ask.sources.laid_out == nullptr) return request;
    return request_at(std::move(request), ask.sources.laid_out->folder(), ask.sources.root);
}

/// Asks the compiler about the sources of today or, if there is a revision, about those that were laid out.
Reading ask_compiler(const Asking& ask, probe::Request request) {
    if (request.files.empty()) return {};
    if (request.records.empty() && request.constants.empty() && request.enums.empty()) return {};
    if (auto* const noted = ask.sources.files_read) {
        for (const auto& file : probe::files_behind(request)) noted->add(file);
    }
    bool knows_paths = false;
    auto reading = read_kept(ask.kept, ask.name(), request,
                             {.laid_out = ask.sources.laid_out, .root = ask.sources.root, .knows_paths = &knows_paths});
    if (ask.sources.seen != nullptr && ask.sources.laid_out == nullptr && !knows_paths) {
        for (const auto& file : probe::files_behind(request)) ask.sources.seen->add(file);
    }
    return reading;
}

Heard read_by_probe(const Asking& ask, Seen seen, const WitnessAnswer& answer) {
    auto files = ask.files();
    GeneratedNames generated{ask.witness.language, {}};
    for (const auto& spec : ask.project.specs) generated.specs.push_back(spec.name);
    const Layout spec = on_target(ask.project.spec, ask.target.name, ByteOrder::little, facts_of_target(answer));
    const bool has_spec = !spec.records.empty() || !spec.enums.empty() || !spec.constants.empty();
    const bool is_text_asked = ask.scope.every_record && !has_spec;
    if (is_text_asked && ask.sources.laid_out != nullptr) ask.sources.laid_out->write();
    const auto question = is_text_asked ? ask_for_text(where_laid_out(ask, request_for(ask, files, {})))
                                        : ask_for(spec, ask.layer, answer, seen, generated);
    auto request = request_for(ask, files, question);
    auto reading = ask_compiler(ask, request);
    const auto again = ask_again(spec, ask.layer, seen, question, reading.layout, generated);
    if (reading.problems.empty() && !again.records.empty()) {
        request.records = again.records;
        request.constants.clear();
        request.enums.clear();
        // Problems with names that the sources do not have are ignored.
        auto more = ask_compiler(ask, std::move(request));
        std::ranges::move(more.layout.records, std::back_inserter(reading.layout.records));
    }
    return heard(ask, std::move(reading), std::move(files));
}

Result<std::vector<Layout>> read_dump_in(llvm::vfs::FileSystem& files, const std::string& path,
                                         const std::string& shown) {
    const auto buffer = files.getBufferForFile(path);
    if (!buffer) return file_problem(shown, "a file that can be read", buffer.getError().message());
    return dump::parse(shown, (*buffer)->getBuffer().str());
}

/// Takes the layouts of a dump that are for this target or for all targets. Its paths are those that were printed.
Heard read_by_dump(const Asking& ask, Seen /*seen*/, const WitnessAnswer& /*answer*/) {
    const auto files = ask.files();
    Heard made{{}, files.problems};
    for (const auto& path : files.paths) {
        const std::string name = shown(ask.project, path);
        auto layouts =
            ask.sources.then.files ? read_dump_in(*ask.sources.then.files, path, name) : dump::read(path, name);
        made.problems.insert(made.problems.end(), layouts.problems.begin(), layouts.problems.end());
        if (!layouts) continue;
        for (auto& layout : *layouts) {
            if (!layout.target.empty() && layout.target != ask.target.name) continue;
            auto& into = made.reading.layout;
            into.byte_order = layout.byte_order;
            into.facts = layout.facts;
            into.records.insert(into.records.end(), layout.records.begin(), layout.records.end());
            into.enums.insert(into.enums.end(), layout.enums.begin(), layout.enums.end());
            into.constants.insert(into.constants.end(), layout.constants.begin(), layout.constants.end());
        }
    }
    return made;
}

Heard read_by(const Asking& ask, Seen seen, const WitnessAnswer& answer) {
#define READER(name, ...) \
    if (ask.witness.reader == #name) return read_by_##name(ask, seen, answer);
#include "model/readers.def"
#undef READER
    return {};
}

/// Reads the part of the witness that the shard has, and notes it. Nothing is judged.
void read_share(const Asking& ask, const WitnessKey& key, Seen seen, WitnessAnswer& answer) {
    Share& share = *ask.sources.share;
    if (share.has_whole(key)) {
        auto read = read_by(ask, seen, answer);
        share.note(key, read);
        return take(ask, std::move(read), answer);
    }
    const auto files = share.files_of(key);
    if (!files.empty()) share.note(key, clang_reader::read_units(request_of(ask, {files, {}}, answer)));
}

/// A file that the revision has and git cannot read may decide what is declared, so nothing that was read counts.
void add_unknown(const Project& project, const Sources& sources, WitnessAnswer& answer) {
    if (!sources.then.take_unknown) return;
    for (const auto& path : sources.then.take_unknown()) {
        answer.problems.push_back(file_problem(
            shown(project, path), "a file that git can read",
            "a submodule or an object that is not in this clone (git submodule update --init, git fetch)"));
    }
}

WitnessAnswers ask_witnesses(const Project& project, const Options& options, const Layer& layer, const Target& target,
                             const Sources& sources, const Scope& scope, const TargetFacts& column, KeptAnswers& kept) {
    WitnessAnswer asked;
    asked.layer = layer.name;
    asked.target = target.name;
    asked.records = records_of(project.spec, layer);
    asked.left_out = why_left_out(layer, target.name);
    if (!asked.left_out.empty()) return {asked};
    asked.constants = constants_of(project.spec, layer);
    asked.version = layer.version;
    asked.enums_left_out = enums_left_out(project.spec, layer);
    asked.column = column;
    asked.order_types = project.config.byte_order_types;
    const std::vector<Witness> witnesses = witnesses_on(layer, target.name);
    WitnessAnswers answers(witnesses.size(), asked);
    const bool has_probe = std::ranges::any_of(witnesses, [](const Witness& w) { return w.reader == "probe"; });
    std::vector<WitnessAnswer> seen;  // for probes, in the layer's own names
    for (const std::size_t at : order_of_asking(witnesses)) {
        WitnessAnswer& answer = answers[at];
        answer.witness = witnesses[at].reader;
        if (has_inputs(witnesses[at], target.name)) {
            answer.must_know = records_of(project.spec, layer, witnesses[at]);
        }
        const Asking ask{project, options, layer, witnesses[at], target, sources, scope, kept};
        const WitnessKey key{layer.name, target.name, at};
        if (sources.share != nullptr) {
            read_share(ask, key, seen, answer);
        } else {
            take(ask, sources.heard != nullptr ? sources.heard->at(key) : read_by(ask, seen, answer), answer);
        }
        add_unknown(project, sources, answer);
        answer.layout.origin = layer.name;
        answer.layout.target = target.name;
        if (has_probe) seen.push_back(answer);
        if (scope.in_spec_names) use_spec_names(answer, project.spec, aliases_of(layer, answer.layout));
    }
    return answers;
}

}  // namespace

clang_reader::Request clang_request(const Project& project, const Options& options, const Witness& witness,
                                    const Target& target, std::vector<std::string> files) {
    clang_reader::Request request;
    request.files = std::move(files);
    if (!project.config.compile_commands.empty()) {
        request.compile_commands =
            (fs::path(project.root) / project.config.compile_commands).lexically_normal().string();
    }
    request.flags = witness.flags;
    request.extra_args = options.extra_args;
    request.target = target;
    request.root = project.root;
    return request;
}

bool reads_sources(const Witness& witness) {
    const auto* const reader = find_named(reader_kinds, witness.reader);
    return reader != nullptr && reader->has_past;
}

namespace {

std::vector<WitnessAnswers> ask_all(const Project& project, const Options& options, const Scope& scope,
                                    const Sources& sources) {
    Progress progress(options.quiet);
    auto kept = kept_in(
        cache_folder(options),
        sources.laid_out == nullptr ? PastFiles{} : past_files(sources.then, sources.laid_out->folder()), sources.seen);
    std::vector<WitnessAnswers> by_witness;
    std::map<std::string, TargetFacts> columns;
    for (const auto& target : project.config.targets) columns[target.name] = clang_reader::facts_of_target(target);
    for (const auto& layer : project.config.layers) {
        for (const auto& target : project.config.targets) {
            progress.show("reading layer " + layer.name + " on " + target.name +
                          (sources.revision.empty() ? "" : " at " + sources.revision));
            by_witness.push_back(
                ask_witnesses(project, options, layer, target, sources, scope, columns[target.name], kept));
        }
    }
    return by_witness;
}

}  // namespace

AllAnswers ask_layers(const Project& project, const Options& options, const Scope& scope, const Sources& sources) {
    return combine_all(ask_all(project, options, scope, sources));
}

AllAnswers ask_for_layouts(const Project& project, const Options& options, const Scope& scope, const Sources& sources) {
    return combine_only(ask_all(project, options, scope, sources));
}

}  // namespace abi
