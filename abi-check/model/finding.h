// A finding is one fact about a layout that needs attention. A comparison makes one list of findings, and every report
// writes that same list.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/claim.h"
#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// `off` is a level of rules only: their findings are left out.
enum class Level { note, warning, error, off };
std::string_view to_string(Level level);
std::optional<Level> parse_level(std::string_view text);

enum class Rule {
#define RULE(identifier, id, level, title, why, example, mend) identifier,
#include "model/rules.def"
#undef RULE
};

/// A row of the rule table: the only source of ids, levels and help texts.
struct RuleRow {
    Rule rule;
    std::string_view id;       // kebab-case, such as "abi-offset"; users rely on it, so it never changes
    Level level;               // by default; a configuration may change it
    std::string_view title;    // one sentence without a full stop
    std::string_view why;      // why it matters
    std::string_view example;  // a declaration that it catches
    std::string_view mend;     // what to do about it
};
std::span<const RuleRow> rule_table();
const RuleRow& row_of(Rule rule);
std::optional<Rule> parse_rule(std::string_view id);

/// Whether a configuration may switch the rule off. Not a rule whose findings tell what was not seen, because unknown
/// is not a pass.
bool may_be_off(Rule rule);

/// What a change means for code that was compiled before the change (`--diff` only).
enum class Change { none, breaking, compatible, cosmetic };
std::string_view to_string(Change change);

/// Another place that belongs to a finding: the spec's line, the other definition.
struct Related {
    Place place;
    std::string message;
    std::string revision{};  // the revision of the file (--diff); empty: the work tree

    friend bool operator==(const Related&, const Related&) = default;
};

struct Finding {
    Rule rule{};
    Level level = Level::error;
    Change change = Change::none;
    std::string record;  // or the name of the enum or constant
    std::string field;   // or the enumerator; empty when the whole record is meant
    std::string layer;
    std::string target;   // empty: on every target
    std::string witness;  // the witness that it concerns; empty: the whole layer
    std::string expected;
    std::string actual;
    std::string message;  // a sentence: "size of CmdPacket: expected 32 bytes, found 28 bytes"
    std::string cause{};  // a sentence about what it follows from; findings of a layer with one cause are shown as one
    bool leads = false;   // of the findings with one cause: whose place, rule and remedy are shown
    std::string remedy;   // one line, empty when none is known
    Place place;          // the first field that differs, else its record, else the spec's line
    std::vector<Related> related;
    std::string waived;                // the reason of the waiver that covers it; such a finding does not fail the gate
    bool known = false;                // the baseline holds it; such a finding does not fail the gate
    std::uint64_t at = 0;              // for the order: 0 is the whole record, n + 1 its bit n or the n-th enumerator
    std::optional<Rule> instead_of{};  // of abi-unverified: the rule that may be broken; its level and waivers count
    std::optional<Claim> claim{};      // what an assertion can state of it; nothing: no assertion states it
    std::optional<Proof> proof{};      // of an error, with --prove

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Identifies a finding within a report: rule/record/field/layer/target, and /witness if the finding names one. It
/// holds no line number, so edits elsewhere in a file do not change it.
std::string key(const Finding& finding);

/// The same with another target.
std::string key(const Finding& finding, std::string_view target);

/// "CmdPacket.arg", or "CmdPacket".
std::string subject(const Finding& finding);

/// Whether a waiver or the baseline accepts it. Such a finding does not fail the gate.
bool is_accepted(const Finding& finding);

/// The order of findings of one level: by record, place in the record, layer, target, rule, message, file.
bool comes_before(const Finding& a, const Finding& b);

/// What alters the terms of the run first, then what is not accepted, then what the baseline holds, then what is
/// waived. Within these: worst first, then as `comes_before` says. This is the order of every report.
void sort_findings(std::vector<Finding>& findings);

/// The verdict on one cell of the grid: a record (or enum, or constant) in one layer on one target.
enum class Verdict {
    conforms,
    differs,         // at least one finding at error level that is not accepted
    unverified,      // could not be read: never a pass
    not_applicable,  // the spec does not declare it for this target
    waived,          // it differs or could not be read, and waivers cover every finding at error level
    known,           // the same, and the baseline covers at least one of them
};
std::string_view to_string(Verdict verdict);

/// What one witness of a cell sees.
enum class WitnessState {
    seen,            // it sees the record and its fields, and contradicts nothing
    contradicts,     // its layout differs from that of the first witness that sees the fields
    fields_unknown,  // it sees the record, but not its fields
    nothing,         // it does not see the record: it could not read it, or its inputs do not have it
    asked,           // it sees the fields that it was asked for; it cannot list others
    other_target,    // it answered for another target
};
std::string_view to_string(WitnessState state);

struct Evidence {
    std::string witness;  // "clang", "dwarf", "btf", "codeview", "probe", "dump"
    WitnessState state = WitnessState::nothing;
    std::string reason;  // why the state is not `seen`, in words

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Cell {
    std::string record;
    std::string layer;
    std::string target;
    Verdict verdict = Verdict::unverified;
    std::string reason;                // why unverified or not applicable, in words
    std::optional<Record> actual{};    // as the layer declares it
    std::vector<Evidence> evidence{};  // by witness, in the order of the configuration
};

/// What one witness of a layer answered for on one target.
struct WitnessFacts {
    std::string layer;
    std::string target;
    std::string witness;
    TargetFacts facts;

    friend bool operator==(const WitnessFacts&, const WitnessFacts&) = default;
};

/// What the compilers of the layers made of the errors (--prove).
struct Proofs {
    std::size_t proved = 0;
    std::size_t not_provable = 0;
    std::size_t dropped = 0;  // the compiler accepted what the finding claims to be false
};
struct Run;

/// The input of every report. `expected` is the spec (or, for --diff, the older side).
struct Comparison {
    std::string title;     // "spec/membrane.abi.json", "--diff HEAD~1"
    std::string asked_by;  // the file that states what is compared: the configuration, else a spec or a side
    bool is_diff = false;
    std::string first_side;  // compare A B: A as the user named it; empty: `expected` is not a side
    Layout expected;
    std::string digest;               // SHA-256 of the canonical spec, hexadecimal; empty for --diff
    std::vector<std::string> layers;  // in the order of the configuration
    std::vector<std::string> targets;
    std::vector<Cell> cells;           // by record, layer, target, in the orders above
    std::vector<Finding> findings;     // sorted
    std::string baseline;              // the path of the baseline that was applied; empty: none
    std::vector<WitnessFacts> facts;   // by layer, target and witness, in the order of the configuration
    std::vector<std::string> skipped;  // what was left out on purpose, in words
    std::vector<Problem> problems;     // what could not be read and is not among the findings (--diff)
    std::vector<std::string> unread;   // what was not compared because of `problems`: "layer hal on armv7, riscv64"
    std::optional<Proofs> proofs{};    // with --prove
    bool incomplete = false;           // a part of the request could not be done: exit status 2
    std::shared_ptr<const Run> run{};  // what `merge` needs (run.h); null: not a comparison of the gate
};

struct Totals {
    std::size_t errors = 0, warnings = 0, notes = 0, waived = 0, known = 0;
    std::size_t conforms = 0, differs = 0, unverified = 0, not_applicable = 0, waived_cells = 0, known_cells = 0;
};
Totals count(const Comparison& comparison);

}  // namespace abi
