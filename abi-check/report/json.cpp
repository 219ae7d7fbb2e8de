// The report as JSON, with everything a comparison knows. The shape is a contract, described in reports/README.md and
// spec/abi-report.schema.json: keys are added, never renamed; every place counts lines and columns from 1; bits and
// bytes are in the names; an integer of up to 128 bits is a string ("0x400"); what is unknown is null.
//
// The report is written value by value, because the tree of all values takes many times the memory of the comparison.
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "report/json_values.h"
#include "report/report.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

/// Writes an object member by member, and its lists element by element, with one space of indentation for each level.
class Stream {
  public:
    explicit Stream(const Sink& sink) : sink_(sink) {}

    void begin(std::string_view name = "") {
        member(name);
        open('{');
    }
    void end() { close('}'); }

    void add(std::string_view name, const Json& value) {
        member(name);
        write(value);
    }

    template <typename Values, typename ToJson>
    void add_list(std::string_view name, const Values& values, const ToJson& value_of) {
        member(name);
        open('[');
        for (const auto& value : values) {
            member("");
            write(value_of(value));
        }
        close(']');
    }
    template <typename T>
    void add_list(std::string_view name, const std::vector<T>& values) {
        add_list(name, values, [](const T& value) { return to_json(value); });
    }

  private:
    void open(char bracket) {
        sink_({&bracket, 1});
        ++level_;
        is_first_ = true;
    }
    void close(char bracket) {
        --level_;
        if (!is_first_) new_line();
        sink_({&bracket, 1});
        is_first_ = false;
    }
    void new_line() { sink_("\n" + std::string(level_, ' ')); }

    /// What stands before a member of an object, or before an element of a list, which has no name.
    void member(std::string_view name) {
        if (level_ == 0) return;
        if (!is_first_) sink_(",");
        is_first_ = false;
        new_line();
        if (!name.empty()) sink_("\"" + std::string(name) + "\": ");
    }

    void write(const Json& value) {
        const std::string text = value.dump(1, ' ', false, Json::error_handler_t::replace);
        // A line break of a string is escaped, so each one here begins a line of the tree.
        std::string_view rest = text;
        for (auto at = rest.find('\n'); at != std::string_view::npos; at = rest.find('\n')) {
            sink_(rest.substr(0, at));
            new_line();
            rest.remove_prefix(at + 1);
        }
        sink_(rest);
    }

    const Sink& sink_;
    std::size_t level_ = 0;
    bool is_first_ = true;
};

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

void write_layout(Stream& out, const Layout& layout) {
    out.begin("expected");
    out.add("origin", layout.origin);
    out.add("target", layout.target);
    out.add("byte_order", to_string(layout.byte_order));
    out.add_list("records", layout.records);
    out.add_list("enums", layout.enums);
    out.add_list("constants", layout.constants);
    out.end();
}

/// The cells by record, layer and target.
using CellIndex = std::unordered_map<std::string, const Cell*>;

std::string name_of_cell(const std::string& record, const std::string& layer, const std::string& target) {
    return record + '\0' + layer + '\0' + target;
}

Json to_json(const RecordForms& forms, const Layout& spec, const CellIndex& cells) {
    const std::string& record = spec.records.at(forms.number).name;
    Json groups = Json::array();
    for (const auto& group : forms.groups) {
        const auto cell = cells.find(name_of_cell(record, forms.layer, group.targets.front()));
        const bool has_record = cell != cells.end() && cell->second->actual;
        groups.push_back(form_json(group, has_record ? &*cell->second->actual : nullptr));
    }
    return {{"record", record}, {"number", forms.number}, {"layer", forms.layer}, {"groups", std::move(groups)}};
}

void write_run(Stream& out, const Comparison& comparison) {
    if (!comparison.run) return out.add("run", nullptr);
    const Run& run = *comparison.run;
    Json levels = Json::object();
    for (const auto& [rule, level] : run.levels) levels[std::string(row_of(rule).id)] = to_string(level);
    CellIndex cells;
    for (const auto& cell : comparison.cells) cells.emplace(name_of_cell(cell.record, cell.layer, cell.target), &cell);
    out.begin("run");
    out.add("layers", run.layers);
    out.add("targets", run.targets);
    out.add_list("checked", run.checked);
    out.add("checked_nothing", run.checked_nothing);
    out.add("has_unread", run.has_unread);
    out.add("today", run.today);
    out.add("levels", levels);
    out.add_list("waivers", run.waivers);
    out.add_list("baseline", run.baseline, entry_json);
    out.add_list("forms", run.forms,
                 [&](const RecordForms& forms) { return to_json(forms, comparison.expected, cells); });
    out.end();
}

}  // namespace

void stream_json(const Comparison& comparison, const Sink& sink) {
    Stream out(sink);
    out.begin();
    out.add("abi_check_report", 1);
    out.add("title", comparison.title);
    out.add("asked_by", or_null(comparison.asked_by));
    out.add("is_diff", comparison.is_diff);
    out.add("first_side", or_null(comparison.first_side));
    out.add("digest", or_null(comparison.digest));
    out.add("baseline", or_null(comparison.baseline));
    out.add("layers", comparison.layers);
    out.add("targets", comparison.targets);
    out.add("totals", to_json(count(comparison)));
    out.add_list("causes", group_findings(comparison));
    out.add_list("findings", comparison.findings);
    out.add_list("cells", comparison.cells);
    out.add_list("facts", comparison.facts);
    write_layout(out, comparison.expected);
    out.add("skipped", comparison.skipped);
    out.add("incomplete", comparison.incomplete);
    out.add_list("problems", comparison.problems);
    out.add("unread", comparison.unread);
    write_run(out, comparison);
    if (comparison.proofs) out.add("proofs", to_json(*comparison.proofs));
    out.end();
    sink("\n");
}

std::string report_json(const Comparison& comparison, const TextStyle&) {
    std::string text;
    stream_json(comparison, [&](std::string_view part) { text += part; });
    return text;
}

}  // namespace abi
