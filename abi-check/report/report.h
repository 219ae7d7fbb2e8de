// The reports: one list of findings in several formats.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "model/explanation.h"
#include "model/finding.h"
#include "model/replayed.h"

namespace abi {

/// What a page tells about its origin, and where its places lead. What is empty is not known, and is not shown.
struct PageFacts {
    std::string revision;    // of the work tree: "0123456789ab", "0123456789ab with changes"
    std::string date;        // of the check, in UTC
    std::string command;     // the command line
    std::string source_url;  // a template of addresses: {path}, {line} and {rev} are replaced
    std::string commit;      // for {rev}: the full name of the revision

    /// The text of a file, by its path as reports print it. Empty: it cannot be read.
    std::function<std::string(const std::string& file)> read_source;
};

/// Options of the reports: the first two are for text, then one for pages and one for SARIF. Other formats ignore them.
struct TextStyle {
    bool color = false;
    bool quiet = false;  // findings only, no grid and no closing line
    PageFacts page{};
    std::string sarif_category{};  // services keep the results of two categories apart; empty: the title makes one
};

/// Takes the next part of a report that is written part by part.
using Sink = std::function<void(std::string_view)>;

// report_text      "file:line:col: error: … [rule-id]", as compilers print; then the grid and one closing line
// report_json      everything, with a stable shape ("abi_check_report": 1)
// report_sarif     SARIF 2.1.0 (OASIS), within GitHub's limits
// report_html      one page that needs no other file, with a byte map per record, layer and target
// report_junit     JUnit XML, as the schema junit-10.xsd of Jenkins has it
// report_github    workflow commands of GitHub Actions, at most 10 of each level
// report_gitlab    GitLab's code quality JSON
// report_markdown  CommonMark with GitHub's tables, at most 60,000 bytes
#define FORMAT(name, stream, explain, replay, purpose) \
    std::string report_##name(const Comparison& comparison, const TextStyle& style = {});
#include "report/formats.def"
#undef FORMAT

/// The same bytes as report_json, written part by part: the whole text of a large comparison may not fit in memory.
void stream_json(const Comparison& comparison, const Sink& sink);

/// The answer of `explain`: sentences, the evidence, the packets as writer and reader see them, and the other
/// candidates. Lines have at most 80 columns, unless a name is longer.
std::string explain_text(const Story& story, const TextStyle& style = {});

/// The same as one page that needs no other file.
std::string explain_html(const Story& story, const TextStyle& style = {});

/// The result of `replay`, in the formats that have a `replay` in formats.def.
std::string replay_text(const Replayed& replayed, const TextStyle& style = {});
std::string replay_json(const Replayed& replayed, const TextStyle& style = {});
std::string replay_junit(const Replayed& replayed, const TextStyle& style = {});
std::string replay_sarif(const Replayed& replayed, const TextStyle& style = {});
std::string replay_html(const Replayed& replayed, const TextStyle& style = {});

/// A row of the table of formats.
struct Format {
    std::string_view name;     // as in `--report json`
    std::string_view purpose;  // what it is for
    std::string (*report)(const Comparison& comparison, const TextStyle& style);
    std::string (*explain)(const Story& story, const TextStyle& style);       // null: not for `explain`
    void (*stream)(const Comparison& comparison, const Sink& sink);           // null: the format is written whole
    std::string (*replay)(const Replayed& replayed, const TextStyle& style);  // null: not for `replay`
};
std::span<const Format> formats();

}  // namespace abi
