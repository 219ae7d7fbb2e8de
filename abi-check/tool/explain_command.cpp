// `abi-check explain`: finds the declaration that wrote some bytes.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <set>

#include "codec/bytes.h"
#include "codec/siphash.h"
#include "explain/hexdump.h"
#include "explain/story.h"
#include "history/git.h"
#include "model/order_names.h"
#include "model/problem.h"
#include "model/words.h"
#include "os/file.h"
#include "read/dump/reader.h"
#include "report/report.h"
#include "specfile/glob.h"
#include "tool/commands.h"
#include "tool/one_target.h"
#include "tool/past.h"
#include "tool/shown.h"

namespace abi {
namespace {

constexpr std::size_t most_revisions = 256;

/// The text of the bytes: from the command line, a file, or standard input.
struct Given {
    std::string name;
    std::string text;
};

/// The part of a file that is looked at, and one byte more, which shows that the file is longer.
Result<Given> read_given(const std::string& name, const std::string& path) {
    auto text = read_start(path, largest_input + 1);
    if (text) return Given{name, std::move(*text)};
    text.problems[0].place.file = name;
    return text.problems;
}

Result<Given> read_given(const Options& options) {
    const bool is_standard = options.words.empty() || (options.words.size() == 1 && options.words[0] == "-");
    if (is_standard) return read_given("standard input", "/dev/stdin");
    std::error_code error;
    if (options.words.size() == 1 && std::filesystem::exists(options.words[0], error)) {
        return read_given(options.words[0], options.words[0]);
    }
    std::string text = join(options.words, " ");
    const bool is_path = text.find_first_of("/.") != std::string::npos;
    if (is_path) return file_problem(text, "a file, or bytes in hexadecimal", "no such file");
    return Given{"command line", std::move(text)};
}

void state_orders(Record& record) {
    for (auto& field : record.fields) {
        if (!field.byte_order) field.byte_order = record.byte_order;
        if (field.byte_order == ByteOrder::native) field.byte_order.reset();
    }
    record.byte_order.reset();
    for (auto& old : record.history) state_orders(old);
}

/// Moves the byte orders of records into their fields. What is native has the order of the layout.
void state_orders(Layout& layout) {
    for (auto& record : layout.records) state_orders(record);
    if (layout.byte_order == ByteOrder::native) layout.byte_order = ByteOrder::little;
}

/// Sets the byte order of each field whose type states one by its name, or for which the spec states one: a program
/// that declares a plain uint32_t there must swap its bytes.
void take_field_orders(const Layout& spec, const OrderTypes& types, Layout& layout) {
    for (auto& record : layout.records) {
        const Record* meant = find_record(spec, record.name);
        for (auto& field : record.fields) {
            if (field.byte_order) continue;
            if (const auto named = order_stated_by(field.type, types)) field.byte_order = named->order;
            if (field.byte_order || meant == nullptr) continue;
            const auto own = std::ranges::find(meant->fields, field.name, &Field::name);
            if (own != meant->fields.end()) field.byte_order = own->byte_order;
        }
    }
}

/// Owns the layouts that candidates point to.
class Gathering {
  public:
    explicit Gathering(const Project& project) : spec_(project.spec), types_(project.config.byte_order_types) {
        state_orders(spec_);
    }

    /// A spec of native byte order is read as little-endian; `explain` tries both orders.
    void add(const std::string& name, Layout layout, bool is_spec) {
        if (layout.records.empty() && layout.constants.empty() && layout.enums.empty()) return;
        if (!is_spec) take_field_orders(spec_, types_, layout);
        state_orders(layout);
        layouts_.push_back(std::move(layout));
        sources_.push_back({name, &layouts_.back(), is_spec});
    }
    const std::vector<CandidateSource>& sources() const { return sources_; }

  private:
    Layout spec_;
    OrderTypes types_;
    std::deque<Layout> layouts_;
    std::vector<CandidateSource> sources_;
};

std::string on_target(const WitnessAnswer& answer) {
    return answer.layer + (answer.target.empty() ? "" : " on " + answer.target);
}

/// Adds the specs, each as it holds on the targets of the configuration. `at` is the revision: "@1a2b3c4", or "".
void add_specs(const Project& project, const std::string& at, bool is_spec, Gathering& gathering) {
    std::vector<std::string> targets;
    for (const auto& target : project.config.targets) targets.push_back(target.name);
    for (const auto& spec : project.specs) {
        for (auto& [names, layout] : specs_on_targets(spec.layout, targets)) {
            const std::string on = names.empty() ? "" : " on " + names;
            gathering.add("spec " + spec.name + on + at, std::move(layout), is_spec);
        }
    }
}

/// Prints why a layer cannot be read, and goes on without it: the others may still explain the bytes.
void add_today(const Project& project, const Options& options, Gathering& gathering) {
    add_specs(project, "", true, gathering);
    if (!options.specs.empty()) return;
    AllAnswers answers = ask_for_layouts(project, options);
    say(answers.problems);
    for (auto& combined : answers.combined) gathering.add(on_target(combined), std::move(combined.layout), false);
}

std::vector<Problem> add_revisions(const Project& project, const Options& options, Gathering& gathering) {
    if (options.revisions.empty()) return {};
    const auto root = git_root(project.root);
    if (!root) return root.problems;
    Project sources = project;
    keep_readers_of_sources(sources.config);
    for (const auto& range : options.revisions) {
        const auto commits = git_range(*root, range, most_revisions);
        if (!commits) return commits.problems;
        for (const auto& commit : *commits) {
            auto then = ask_revision(sources, options, *root, commit, {});
            const std::string at = "@" + commit.substr(0, 12);
            if (then.project) add_specs(*then.project, at, false, gathering);
            for (auto& combined : then.combined) {
                gathering.add(on_target(combined) + at, std::move(combined.layout), false);
            }
            say(then.problems);  // An older revision may not compile today. What could be read of it is used.
        }
    }
    return {};
}

std::vector<Problem> add_dumps(const Options& options, Gathering& gathering) {
    for (const auto& path : options.layouts) {
        auto layouts = dump::read(path, shown_here(path));
        if (!layouts) return layouts.problems;
        for (auto& layout : *layouts) {
            const std::string name = layout.origin + (layout.target.empty() ? "" : " on " + layout.target);
            gathering.add(name + " in " + path, std::move(layout), false);
        }
    }
    return {};
}

/// The project of the configuration. With --spec or --layouts no configuration is needed.
Result<Project> project_of(const Options& options) {
    Options asked = options;
    asked.words.clear();
    if (options.specs.empty() && (options.layouts.empty() || !find_config(options).empty())) return read_project(asked);
    Project project;
    project.root = std::filesystem::current_path().string();
    project.base = base_folder();
    for (const auto& target : options.targets) project.config.targets.push_back({.name = target, .triple = {}});
    for (const auto& path : options.specs) {
        auto spec = read_spec(path, shown_here(path));
        if (!spec) return spec.problems;
        project.specs.push_back(std::move(*spec));
    }
    if (auto merged = merge_specs(project.specs)) project.spec = std::move(*merged);
    return project;
}

/// Messages do not repeat the key, because it may be a secret.
Result<std::vector<SipKey>> keys_of(const Options& options) {
    std::vector<SipKey> keys;
    for (const auto& text : options.keys) {
        const Place place{options.keys.size() == 1 ? "--key" : "--key " + std::to_string(keys.size() + 1), 0, 0, 0, 0};
        const std::string expected = "a key of 16 bytes: 32 hexadecimal digits";
        const auto wrong = text.find_first_not_of("0123456789abcdefABCDEF");
        if (wrong != std::string::npos) {
            return Problem{place, "", expected, "another character, at position " + std::to_string(wrong + 1)};
        }
        SipKey key{};
        if (text.size() != 2 * key.size()) return Problem{place, "", expected, std::to_string(text.size()) + " digits"};
        std::ranges::copy(*parse_hex(text), key.begin());
        keys.push_back(key);
    }
    return keys;
}

/// The names of the records that --record names. A pattern that matches no record is an error.
Result<std::vector<std::string>> named_records(const Options& options, const std::vector<CandidateSource>& sources) {
    std::set<std::string> named;
    for (const auto& pattern : options.records) {
        bool is_known = false;
        for (const auto& source : sources) {
            for (const auto& record : source.layout->records) {
                if (!matches_glob(pattern, record.name)) continue;
                named.insert(record.name);
                is_known = true;
            }
        }
        if (is_known) continue;
        return Problem{Place{"--record", 0, 0, 0, 0}, "", "the name of a record that is known, or a pattern of names",
                       "no record matches " + pattern};
    }
    return std::vector<std::string>(named.begin(), named.end());
}

}  // namespace

Status run_explain(const Options& options) {
    const auto keys = keys_of(options);
    if (!keys) return say(keys.problems);
    const auto given = read_given(options);
    if (!given) return say(given.problems);
    const auto dump = read_hex_dump(given->name, given->text);
    if (!dump) return say(dump.problems);
    const auto project = project_of(options);
    if (!project) return say(project.problems);

    Gathering gathering(*project);
    add_today(*project, options, gathering);
    if (const auto problems = add_dumps(options, gathering); !problems.empty()) return say(problems);
    if (const auto problems = add_revisions(*project, options, gathering); !problems.empty()) return say(problems);
    std::vector<std::span<const std::uint8_t>> chunks;
    for (const auto& chunk : dump->chunks) chunks.emplace_back(chunk.bytes);
    const auto records = named_records(options, gathering.sources());
    if (!records) return say(records.problems);
    Story story = explain({.chunks = chunks,
                           .sources = gathering.sources(),
                           .reader = options.reader,
                           .keys = *keys,
                           .records = *records});
    if (story.candidates == 0) return say_error("explain: no record is known that could have written the bytes");
    story.input = given->name;
    story.format = to_string(dump->format);
    story.remarks = remarks(*dump);
    const Status status = write_story(story, options);
    return worse(status, story.certainty == Certainty::unlikely ? Status::findings : Status::conforms);
}

}  // namespace abi
