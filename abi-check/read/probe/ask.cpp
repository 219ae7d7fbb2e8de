#include "read/probe/ask.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/probe/layout.h"
#include "read/probe/rest.h"
#include "read/probe/run.h"

namespace abi::probe {
namespace {

/// Enough for every form of a field in a record of the last form, and for a compiler that stops at its first error
/// in a small source; a compiler that names nothing else each time is not asked for ever.
constexpr int most_rounds = 40;
constexpr std::size_t most_levels = 8;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool take_word(std::string_view& name) {
    if (name.empty() || !is_letter(name.front())) return false;
    const auto* const end = std::ranges::find_if_not(name, [](char c) { return is_letter(c) || is_digit(c); });
    name.remove_prefix(static_cast<std::size_t>(end - name.begin()));
    return true;
}

/// "<unsigned, 3>" at the front, if there is anything like it: balanced, and without a comment.
bool take_arguments(std::string_view& name) {
    constexpr std::string_view allowed = ":.,*& -+<>";
    if (!name.starts_with('<')) return true;
    int depth = 0;
    for (; !name.empty(); name.remove_prefix(1)) {
        const char c = name.front();
        if (!is_letter(c) && !is_digit(c) && allowed.find(c) == std::string_view::npos) return false;
        depth += (c == '<' ? 1 : 0) - (c == '>' ? 1 : 0);
        if (depth != 0) continue;
        name.remove_prefix(1);
        return true;
    }
    return false;
}

bool take_separator(std::string_view& name) {
    for (const std::string_view separator : {"::", ".", " "}) {
        if (!name.starts_with(separator)) continue;
        name.remove_prefix(separator.size());
        return true;
    }
    return false;
}

Plan make_plan(const Request& request) {
    Plan plan{request, {}};
    std::unordered_map<std::string_view, std::size_t> item_of_record;
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        if (!is_plain_name(request.records[r].name)) continue;
        if (!item_of_record.emplace(request.records[r].name, plan.items.size()).second) continue;
        plan.items.push_back({.what = Item::What::record, .record = r});
    }
    const std::size_t records = plan.items.size();
    for (std::size_t i = 0; i < records; ++i) {
        const auto r = plan.items[i].record;
        std::set<std::string_view> seen;
        for (std::size_t f = 0; f < request.records[r].fields.size(); ++f) {
            const auto& field = request.records[r].fields[f];
            if (!is_plain_name(field.name) || !seen.insert(field.name).second) continue;
            const auto inner = item_of_record.find(field.type.name);
            plan.items.push_back({.what = Item::What::field,
                                  .record = r,
                                  .field = f,
                                  .owner = i,
                                  .inner = inner == item_of_record.end() ? no_item : inner->second,
                                  .levels = std::min(field.type.extents.size() + 1, most_levels)});
        }
    }
    for (std::size_t c = 0; c < request.constants.size(); ++c) {
        if (!is_plain_name(request.constants[c].name)) continue;
        plan.items.push_back({.what = Item::What::constant, .record = c});
    }
    return plan;
}

/// The items whose lines the errors name; nothing when none is ours: then the user's files do not compile.
/// An error and the notes behind it are one: GCC places an error in a macro and notes where the macro was used.
std::optional<std::map<std::size_t, std::string>> refused_items(const CompilerRun& run, const std::string& path,
                                                                const Source& source) {
    std::map<std::size_t, std::string> refused;
    std::string pending;
    std::size_t last = no_item;
    for (const auto& message : compiler_messages(run.printed)) {
        if (message.is_error) {
            last = no_item;
            // "aborting due to 3 previous errors": a sum, not an error.
            if (!message.place.file.empty()) pending = message.text + "\n";
        } else if (last != no_item) {
            refused[last] += message.text + "\n";
        }
        if (pending.empty() || message.place.file != path || message.place.line >= source.owners.size()) continue;
        const auto item = source.owners[message.place.line];
        if (item == no_item) continue;
        refused[item] += pending;
        pending.clear();
        last = item;
    }
    // An error elsewhere may be but the cause of one of ours ("struct R has virtual base classes", where R stands):
    // then it is gone when that item is asked in another form. Else it is still there when no error is ours any more.
    if (refused.empty()) return std::nullopt;
    return refused;
}

bool holds_one_of(std::string_view text, const std::vector<std::string_view>& marks) {
    return std::ranges::any_of(marks, [text](std::string_view mark) { return text.find(mark) != text.npos; });
}

/// Whether an item may have been refused only because of another: its record, what it is compared with, or, for a
/// rest, a field that it names.
bool waits(const Plan& plan, const Item& item, const std::map<std::size_t, std::string>& refused) {
    if (refused.contains(item.owner) || refused.contains(item.inner)) return true;
    return item.what == Item::What::rest && std::ranges::any_of(refused, [&](const auto& one) {
               const auto& other = plan.items[one.first];
               return other.what == Item::What::field && other.owner == item.owner;
           });
}

/// What was refused for itself is asked in another form.
void advance(Plan& plan, const Dialect& dialect, const std::map<std::size_t, std::string>& refused) {
    for (const auto& [number, text] : refused) {
        if (waits(plan, plan.items[number], refused)) continue;
        if (plan.items[number].what == Item::What::rest && dialect.learn != nullptr) {
            dialect.learn(plan, number, text);  // may add items
            continue;
        }
        auto& item = plan.items[number];
        const bool is_part = item.what == Item::What::field && field_of(plan, item).name != "0" &&
                             !dialect.part_mark.empty() && text.find(dialect.part_mark) != text.npos;
        item.hidden = item.hidden || (!is_part && holds_one_of(text, dialect.hidden_marks));
        if (item.hidden && item.what == Item::What::field) continue;
        item.form = dialect.next_form != nullptr ? dialect.next_form(item, text) : item.form + 1;
    }
}

/// Fields with more extents than were asked for. True when there is one that can be asked again.
bool ask_deeper(Plan& plan, const Answers& answers) {
    bool any = false;
    for (const auto& answer : answers.fields) {
        if (!answer.too_deep || answer.item >= plan.items.size()) continue;
        auto& levels = plan.items[answer.item].levels;
        any = any || levels < most_levels;
        levels = most_levels;
    }
    return any;
}

/// Fields that gave no answer although they were asked for, in a form that compiled.
std::vector<std::size_t> without_answer(const Plan& plan, const Dialect& dialect, const Answers& answers) {
    std::set<std::size_t> answered;
    for (const auto& answer : answers.fields) answered.insert(answer.item);
    std::vector<std::size_t> silent;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        if (plan.items[i].what != Item::What::field || answered.contains(i)) continue;
        const auto& item = plan.items[i];
        if (is_asked(plan, dialect.forms, item.hidden ? item.owner : i)) silent.push_back(i);
    }
    return silent;
}

Problem compile_problem(const Request& request, const Dialect& dialect, const CompilerRun& run,
                        const std::string& folder) {
    const auto copy = dialect.copy == nullptr ? "" : folder + "/" + std::string(dialect.copy_name);
    auto problem = first_error(request, run, folder, copy);
    if (!run.problem && dialect.remedy != nullptr && run.printed.find(dialect.remedy_mark) != std::string::npos) {
        problem.expected = dialect.remedy(request);
    }
    return problem;
}

/// Records that exist where the probe may not see them: neither read nor missing.
void add_hidden_records(const Plan& plan, const Dialect& dialect, Reading& reading) {
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what != Item::What::record || !item.hidden || is_asked(plan, dialect.forms, i)) continue;
        reading.problems.push_back({{.file = shown_path(plan.request.root, plan.request.files.front())},
                                    "",
                                    "a record " + record_of(plan, item).name + " that the probe can see",
                                    "one that is private to its module: make it `pub`"});
    }
}

}  // namespace

void Source::add(std::string_view lines, std::size_t item) {
    if (owners.empty()) owners.push_back(no_item);
    text += lines;
    if (!lines.ends_with('\n')) text += '\n';
    const auto count = std::ranges::count(lines, '\n') + (lines.ends_with('\n') ? 0 : 1);
    owners.insert(owners.end(), static_cast<std::size_t>(count), item);
}

const Record& record_of(const Plan& plan, const Item& item) {
    return plan.request.records[item.record];
}
const Field& field_of(const Plan& plan, const Item& item) {
    return record_of(plan, item).fields[item.field];
}
const Constant& constant_of(const Plan& plan, const Item& item) {
    return plan.request.constants[item.record];
}

bool is_asked(const Plan& plan, unsigned (*forms)(const Plan&, const Item&), std::size_t number) {
    const auto& item = plan.items[number];
    if (item.form >= forms(plan, item)) return false;
    if (item.hidden && item.what == Item::What::field) return false;
    return item.owner == no_item || is_asked(plan, forms, item.owner);
}

bool is_plain_name(std::string_view name) {
    do {
        if (!take_word(name) || !take_arguments(name)) return false;
        if (name.empty()) return true;
    } while (take_separator(name));
    return false;
}

std::string quoted_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            quoted += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
            continue;
        }
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

std::vector<std::string> components_of(std::string_view name) {
    std::vector<std::string> parts{""};
    int depth = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '<') ++depth;
        if (name[i] == '>') --depth;
        if (depth == 0 && name.substr(i, 2) == "::") {
            parts.emplace_back();
            ++i;
        } else {
            parts.back() += name[i];
        }
    }
    return parts;
}

Result<Answers> answers_in(const std::string& object, const Request& request, const std::string& language) {
    const Place place{.file = request.files.empty() ? "" : shown_path(request.root, request.files.front())};
    const auto bytes = read_file(object);
    if (!bytes) return Problem{place, "", "an object file of the " + language + " compiler", "none"};
    auto answers = read_probe_object(object, *bytes);
    for (auto& problem : answers.problems) problem.place = place;
    return answers;
}

Reading ask_compiler(const Request& request, const Dialect& dialect) {
    Reading reading;
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) {
        reading.problems.push_back({{.file = "(temporary folder)"}, "", "a private temporary folder", folder.error});
        return reading;
    }
    const std::string path = folder.path + "/" + dialect.source_name;
    const std::string object = folder.path + "/probe.o";
    if (dialect.copy != nullptr) {
        const auto copy = dialect.copy(request);
        auto problem =
            copy.empty() ? std::nullopt : write_file(folder.path + "/" + std::string(dialect.copy_name), copy);
        if (problem) {
            reading.problems.push_back(std::move(*problem));
            return reading;
        }
    }
    auto plan = make_plan(request);
    if (dialect.guess != nullptr) dialect.guess(plan);
    if (dialect.rest == RestSearch::patterns) add_patterns(plan);
    for (int round = 0; round < most_rounds; ++round) {
        Source source;
        dialect.write(plan, source);
        if (auto problem = write_file(path, source.text)) {
            reading.problems.push_back(std::move(*problem));
            return reading;
        }
        const auto run = run_compiler(request, dialect.language, dialect.command(request, path, object));
        if (!run.succeeded) {
            const auto refused = run.problem ? std::nullopt : refused_items(run, path, source);
            if (!refused) {
                reading.problems.push_back(compile_problem(request, dialect, run, folder.path));
                return reading;
            }
            advance(plan, dialect, *refused);
            continue;
        }
        const auto answers = answers_in(object, request, dialect.language);
        if (!answers) {
            reading.problems = answers.problems;
            return reading;
        }
        if (ask_deeper(plan, *answers)) continue;
        reading.layout.records.clear();
        reading.layout.constants.clear();
        reading.layout.byte_order = answers->byte_order;
        lay_out(plan, *answers, without_answer(plan, dialect, *answers), reading);
        if (add_holes(plan, dialect.rest, reading)) continue;
        add_hidden_records(plan, dialect, reading);
        for (const auto& file : request.files) reading.units.push_back(shown_path(request.root, file));
        return reading;
    }
    reading.problems.push_back({{.file = request.files.empty() ? "" : shown_path(request.root, request.files.front())},
                                "",
                                "answers of the " + dialect.language + " compiler",
                                "none after " + std::to_string(most_rounds) + " attempts"});
    return reading;
}

Reading ask_files(const Request& request, const Dialect& dialect) {
    auto together = ask_compiler(request, dialect);
    const bool is_error = !together.problems.empty() && together.problems.front().place.line != 0;
    if (request.files.size() < 2 || !together.units.empty() || !is_error) return together;
    Reading reading;
    for (const auto& file : request.files) {
        auto one = request;
        one.files = {file};
        add_reading(ask_compiler(one, dialect), reading);
    }
    return reading;
}

}  // namespace abi::probe
