#include <array>

#include "tool/options.h"

namespace abi {
namespace {

constexpr unsigned gate = command_bit(Command::gate);
constexpr unsigned diff = command_bit(Command::diff);
constexpr unsigned compare = command_bit(Command::compare);
constexpr unsigned dump = command_bit(Command::dump);
constexpr unsigned docs = command_bit(Command::docs);
constexpr unsigned explain = command_bit(Command::explain);
constexpr unsigned fix = command_bit(Command::fix);
constexpr unsigned gen = command_bit(Command::gen);
constexpr unsigned init = command_bit(Command::init);
constexpr unsigned lsp = command_bit(Command::lsp);
constexpr unsigned merge = command_bit(Command::merge);
constexpr unsigned replay = command_bit(Command::replay);
constexpr unsigned rules = command_bit(Command::rules);
// Commands that read the layers of the configuration.
constexpr unsigned configured = gate | diff | fix | dump | explain | lsp;
constexpr unsigned reads_layouts = configured | takes_sources;

constexpr std::array table{
    OptionRow{"config", "FILE", "Default: .abi-check.json here or in a folder above", configured | replay,
              &Options::config},
    OptionRow{"config-from", "REV", "Configuration, specs and baseline of this revision", gate, &Options::config_from},
    OptionRow{"diff", "[REV|DUMP.json]", "Compare with a revision or a dump (default: the merge base)", diff,
              &Options::diff_against},
    OptionRow{"fix", "[=patch]", "Change the sources, or only write a patch", fix, &Options::fix_as},
    OptionRow{"spec", "FILE", "Use this spec, not the configuration's (repeatable)", configured | replay,
              &Options::specs},
    OptionRow{"spec", "FILE", "Spec whose declarations are written", gen, &Options::specs},
    OptionRow{"spec", "FILE", "Write a spec of what both sides agree on to this file", compare, &Options::specs},
    OptionRow{"map", "A=B", "A record, enumeration, typedef or constant of A that B calls otherwise (repeatable)",
              compare, &Options::names},
    OptionRow{"record", "PATTERN", "Compare only these records, and what they hold (repeatable)", compare,
              &Options::records},
    OptionRow{"exclude", "PATTERN", "Do not read the files that match (repeatable)", compare, &Options::exclude},
    OptionRow{"exempt", "FILE", "Accept the differences in this file, each with a reason", compare,
              &Options::exemptions},
    OptionRow{"a-flag", "FLAG", "Compiler flag for A only (repeatable)", compare, &Options::first_flags},
    OptionRow{"b-flag", "FLAG", "Compiler flag for B only (repeatable)", compare, &Options::second_flags},
    OptionRow{"layer", "NAME", "Read only this layer (repeatable)", configured, &Options::layers},
    OptionRow{"target", "NAME", "Only this target, or triple of SOURCES (repeatable)", gate | diff | fix | dump | lsp,
              &Options::targets},
    OptionRow{"target", "NAME", "Read only for this target (repeatable)", explain, &Options::targets},
    OptionRow{"target", "TRIPLE", "Read for this target triple (repeatable)", compare, &Options::targets},
    OptionRow{"target", "NAME", "Target of the spec, if a layout in it depends on the target", gen | replay,
              &Options::targets},
    OptionRow{"target", "TRIPLE", "Read only for this target triple (repeatable)", init, &Options::targets},
    OptionRow{"record", "NAME", "Generate cases of this record (default: that of the fixtures) (repeatable)", replay,
              &Options::records},
    OptionRow{"record", "PATTERN", "With SOURCES: only these records (repeatable)", gate | fix, &Options::records},
    OptionRow{"record", "PATTERN", "Draft only these records, enums and constants, with what they hold (repeatable)",
              init, &Options::records},
    OptionRow{"record", "PATTERN", "The bytes are packets of these records, unless they clearly are not (repeatable)",
              explain, &Options::records},
    OptionRow{"alias", "OWN=NAME", "With SOURCES: own name of a record (repeatable)", gate | diff | fix,
              &Options::aliases},
    OptionRow{"rule", "ID=LEVEL", "Level: off, note, warning or error (repeatable)", gate | fix | lsp, &Options::rules},
    OptionRow{"baseline", "FILE", "Accept the findings in this file as known", gate | fix | lsp, &Options::baseline},
    OptionRow{"write-baseline", "", "Write the present findings to the baseline", gate, &Options::writes_baseline},
    OptionRow{"prove", "", "Let the layers' compilers judge each error", gate, &Options::proves},
    OptionRow{"check-config", "", "Only find out whether a check could begin", gate, &Options::checks_config},
    OptionRow{"depfile", "TARGET=FILE", "Write the files that were read as a rule of Make", gate, &Options::depfile},
    OptionRow{"shard", "I/N", "Read part I of N only; 'abi-check merge' judges", gate, &Options::shard},
    OptionRow{"watch", "", "Check again whenever a file that was read changes", gate, &Options::watches},
    OptionRow{"p", "FOLDER", "Use compile_commands.json and objects of this build", configured, &Options::build_folder},
    OptionRow{"p", "FOLDER", "Folder of compile_commands.json", init | compare, &Options::build_folder},
    OptionRow{"extra-arg", "FLAG", "Add this flag to every compile command (repeatable)", reads_layouts,
              &Options::extra_args},
    OptionRow{"layouts", "FILE", "Also try the layouts of this dump (repeatable)", explain, &Options::layouts},
    OptionRow{"rev", "A..B", "Also try the layouts of these revisions, or of one (repeatable)", explain,
              &Options::revisions},
    OptionRow{"btf-base", "FILE", "Types that the BTF of kernel modules refers to", configured, &Options::btf_base},
    OptionRow{"reader", "NAME", "Layer that reads the bytes, or a part of its name (default: the spec)", explain,
              &Options::reader},
    OptionRow{"key", "HEX32", "SipHash-2-4 key; a tag that is valid under it counts as evidence (repeatable)", explain,
              &Options::keys},
    OptionRow{"kernel", "ELF", "Kernel to boot", replay, &Options::kernel},
    OptionRow{"initrd", "CPIO", "Initial RAM disk to boot with", replay, &Options::initrd},
    OptionRow{"machine-command", "COMMAND",
              "Command that runs a target; {blob} {ram} {append} {kernel} {initrd} are replaced (repeatable)", replay,
              &Options::machine_commands},
    OptionRow{"machine", "FILE", "Target with its command, addresses and boot arguments (repeatable)", replay,
              &Options::machines},
    OptionRow{"time-limit", "SECONDS", "Stop the machine after this time (default: 30; 0: never)", replay,
              &Options::time_limit_seconds},
    OptionRow{"generate", "SEED:COUNT", "Generate COUNT cases from the spec, with random seed SEED, and replay them",
              replay, &Options::generate},
    OptionRow{"report", "FORMAT[=FILE]", "Write {formats} to FILE or standard output (repeatable)",
              gate | diff | compare | explain | merge | replay, &Options::reports},
    OptionRow{"source-url", "TEMPLATE", "Links of the html page: https://.../{path}#L{line}", gate | diff | compare,
              &Options::source_url},
    OptionRow{"sarif-category", "NAME", "Category in the sarif report, to tell checks apart",
              gate | diff | compare | merge, &Options::sarif_category},
    OptionRow{"o", "FILE", "Write to this file instead of standard output", dump | gen | init | rules | docs,
              &Options::output},
    OptionRow{"o", "FILE", "With --fix=patch: write the patch to this file", fix, &Options::output},
    OptionRow{"o", "FILE", "Write the first generated case that fails to this file, as a fixture", replay,
              &Options::output},
    OptionRow{"show-console", "", "Print the console output of the machine", replay, &Options::show_console},
    OptionRow{"show-times", "", "Print how long each step took", replay, &Options::show_times},
    OptionRow{"j", "N", "Number of threads (default: 0, one per core)", reads_layouts, &Options::jobs, true},
    OptionRow{"no-cache", "", "Read every source again: do not use the cache", reads_layouts, &Options::use_cache,
              true},
    OptionRow{"no-filter", "", "Parse units that cannot name what is asked, too", configured, &Options::filters_units,
              true},
    OptionRow{"no-build-scripts", "", "Run no build.zig, cargo build scripts or macros", reads_layouts,
              &Options::runs_build_scripts, true},
    OptionRow{"quiet", "", "Print no progress and no summary", reads_layouts | merge | replay, &Options::quiet, true},
    OptionRow{"use-color", "", "Use colours (default: on a terminal only)", gate | diff | compare | explain | merge,
              &Options::color, true},
};

}  // namespace

std::span<const OptionRow> option_table() {
    return table;
}

std::optional<Command> command_of(const OptionRow& row) {
    if (row.name == "diff") return Command::diff;
    if (row.name == "fix") return Command::fix;
    return std::nullopt;
}

std::string spelling(const OptionRow& row) {
    return (row.name.size() == 1 ? "-" : "--") + std::string(row.name);
}

}  // namespace abi
