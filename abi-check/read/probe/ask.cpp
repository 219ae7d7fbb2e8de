#include "read/probe/ask.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

#include "os/file.h"
#include "os/mirror_folder.h"
#include "os/temporary_folder.h"
#include "read/probe/claims.h"
#include "read/probe/layout.h"
#include "read/probe/promise.h"
#include "read/probe/rest.h"
#include "read/probe/run.h"
#include "read/probe/sources.h"
#include "read/probe/target_words.h"
#include "read/probe/values.h"

namespace abi::probe {
namespace {

/// Enough for every form of a field in a record of the last form, and for a compiler that stops at the first error of a
/// small source. A compiler that reports one error again and again is not run forever.
constexpr int most_rounds = 60;
constexpr int rounds_without_listings = 6;

bool holds_one_of(std::string_view text, const std::vector<std::string_view>& marks) {
    return std::ranges::any_of(marks, [text](std::string_view mark) { return text.find(mark) != text.npos; });
}

/// Whether the item may have been refused only because another was: its record, the record that it is compared with,
/// or, for a rest, a field that it names.
bool waits(const Plan& plan, const Item& item, const std::map<std::size_t, std::string>& refused) {
    if (refused.contains(item.owner) || refused.contains(item.inner)) return true;
    using enum Item::What;
    if (item.what != rest && item.what != slots && item.what != values) return false;
    return std::ranges::any_of(refused, [&](const auto& one) {
        const auto& other = plan.items[one.first];
        return (other.what == field || other.what == value) && other.owner == item.owner;
    });
}

/// Evaluates the error of a refused listing. A type that is not an enumeration counts as not declared.
void learn_listing(Plan& plan, const Listing& listing, std::size_t number, const std::string& text) {
    const auto names = listing.names(text);
    const bool is_whole = text.find(listing.whole_mark) != text.npos || text.find("duplicate case") != text.npos;
    learn_values(plan, number, names, names.empty() && is_whole);
    const auto owner = plan.items[number].owner;
    if (names.empty() && !is_whole && plan.items[number].form != 0) plan.items[owner].form = ~0U;
}

/// Evaluates the error of an item that is refused when it finds something. Returns whether it is one.
bool learn(Plan& plan, const Dialect& dialect, std::size_t number, const std::string& text) {
    auto& item = plan.items[number];
    switch (item.what) {
    case Item::What::rest:
        if (dialect.learn == nullptr) return false;
        dialect.learn(plan, number, text);  // may add items
        return true;
    case Item::What::values: learn_listing(plan, dialect.listing, number, text); return true;
    case Item::What::slots: learn_slots(plan, number, text); return true;
    case Item::What::promise:
    case Item::What::shape:
    case Item::What::claim:
        item.form = 1;
        item.found = text;
        return true;
    default: return false;
    }
}

/// Sets the next form of each item that was refused for its own sake.
void advance(Plan& plan, const Dialect& dialect, const std::map<std::size_t, std::string>& refused) {
    for (const auto& [number, text] : refused) {
        if (waits(plan, plan.items[number], refused)) continue;
        if (learn(plan, dialect, number, text)) continue;
        auto& item = plan.items[number];
        const bool is_part = item.what == Item::What::field && field_of(plan, item).name != "0" &&
                             !dialect.part_mark.empty() && text.find(dialect.part_mark) != text.npos;
        item.hidden = item.hidden || (!is_part && holds_one_of(text, dialect.hidden_marks));
        if (item.hidden && item.what == Item::What::field) continue;
        item.form = dialect.next_form != nullptr ? dialect.next_form(item, text) : item.form + 1;
    }
}

/// Asks for more extents of fields that have more than were asked for. Returns whether there is such a field.
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

/// The fields that have no answer although their question compiled: the compiler knows them, but not their place.
std::vector<std::size_t> without_answer(const Plan& plan, const Answers& answers) {
    std::set<std::size_t> answered;
    for (const auto& answer : answers.fields) answered.insert(answer.item);
    std::vector<std::size_t> silent;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        if (plan.items[i].what != Item::What::field || answered.contains(i)) continue;
        const auto& item = plan.items[i];
        if (is_asked(plan, item.hidden ? item.owner : i)) silent.push_back(i);
    }
    return silent;
}

Problem compile_problem(const Request& request, const Dialect& dialect, const CompilerRun& run,
                        const std::string& folder) {
    auto problem = first_error(request, run, folder);
    if (!run.problem && dialect.remedy != nullptr && run.printed.find(dialect.remedy_mark) != std::string::npos) {
        problem.expected = dialect.remedy(request);
    }
    return problem;
}

/// Reports the records that exist but that the probe cannot access: they are neither read nor missing.
void add_hidden_records(const Plan& plan, Reading& reading) {
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what != Item::What::record || !item.hidden || is_asked(plan, i)) continue;
        reading.problems.push_back({first_file(plan.request), "",
                                    "a record " + record_of(plan, item).name + " that the probe can see",
                                    "one that is private to its module: make it `pub`"});
    }
}

/// Adds a question about each record.
void add_for_each_record(Plan& plan, Item::What what) {
    const auto count = plan.items.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (plan.items[i].what != Item::What::record) continue;
        plan.items.push_back({.what = what, .record = plan.items[i].record, .owner = i});
    }
}

/// The first questions: all but those that depend on answers.
Plan first_plan(const Request& request, const Dialect& dialect) {
    auto plan = make_plan(request, dialect.forms);
    if (dialect.guess != nullptr) dialect.guess(plan);
    if (!request.claims.empty()) {
        add_claims(plan);
        return plan;
    }
    if (dialect.rest == RestSearch::patterns) add_for_each_record(plan, Item::What::rest);
    if (dialect.asks_promise) add_for_each_record(plan, Item::What::promise);
    if (dialect.asks_shape) add_for_each_record(plan, Item::What::shape);
    if (dialect.listing.names != nullptr && dialect.listing.show_warnings == nullptr) add_listings(plan);
    return plan;
}

/// Adds the questions that need warnings, after the others have answers. Returns whether it added one.
bool add_lists(Plan& plan, const Dialect& dialect, const Reading& reading) {
    const bool has_slots = dialect.rest == RestSearch::initializers && add_slots(plan, reading);
    return add_listings(plan) || has_slots;
}

/// Whether a question is asked that the compiler's warnings answer: for the values of an enumeration, or for what is
/// behind the last field of a record.
bool needs_warnings(const Plan& plan) {
    return std::ranges::any_of(plan.items, [](const Item& item) {
        const bool is_tail = item.what == Item::What::slots && item.inner != no_item;
        return (item.what == Item::What::values || is_tail) && item.form == 0;
    });
}

/// Drops the types that compiled as an enumeration but that no warning shows to be one, such as a typedef of an
/// integer.
void drop_unproven(Plan& plan, const Listing& listing) {
    for (const auto& item : plan.items) {
        if (item.what != Item::What::values || item.form != 0 || listing.needs_proof == nullptr) continue;
        if (listing.needs_proof(plan, plan.items[item.owner])) plan.items[item.owner].form = ~0U;
    }
}

/// Advances the refused items. Returns whether only questions without an answer were refused, and are not asked again:
/// then the last answers are all that there are.
bool advance_listings(Plan& plan, const Dialect& dialect, const std::map<std::size_t, std::string>& refused) {
    const auto count = plan.items.size();
    advance(plan, dialect, refused);
    return plan.items.size() == count && std::ranges::all_of(refused, [&](const auto& one) {
               const auto what = plan.items[one.first].what;
               return (what == Item::What::slots || what == Item::What::values) && !is_asked(plan, one.first);
           });
}

/// The reading, when no question is left.
Reading finished(const Plan& plan, const Answers& answers) {
    auto reading = lay_out(plan, answers, without_answer(plan, answers));
    add_hidden_records(plan, reading);
    for (const auto& file : plan.request.files) reading.units.push_back(shown_path(plan.request.root, file));
    return reading;
}

/// The reading of a request with claims, when no line of them is left that the compiler refuses.
Reading judged_reading(const Plan& plan) {
    Reading reading;
    reading.claims = judged(plan);
    for (const auto& file : plan.request.files) reading.units.push_back(shown_path(plan.request.root, file));
    return reading;
}

}  // namespace

Result<Answers> answers_in(const std::string& object, const Request& request, const std::string& language) {
    const auto place = first_file(request);
    const auto bytes = read_file(object);
    if (!bytes) return Problem{place, "", "an object file of the " + language + " compiler", "none"};
    auto answers = read_object(object, *bytes);
    for (auto& problem : answers.problems) problem.place = place;
    return answers;
}

namespace {

/// What asking has reached, from one attempt of the compiler to the next.
struct Progress {
    Plan plan;
    std::optional<Answers> answers;  // of the last source that compiled
    bool may_list = false;           // the compiler may be asked for listings by its warnings
    bool is_answered = false;        // only listings have no answer
    std::set<std::size_t> only{};    // the items of the next attempt; empty: all
};

/// The paths of one probe.
struct ProbePaths {
    std::string folder;
    std::string source;
    std::string object;
};

/// Whether all errors are assertions of the user's that fail. They hide nothing, and change no layout.
bool fails_only_assertions(const CompilerRun& run) {
    const auto messages = compiler_messages(run.printed);
    const auto is_other = [](const CompilerMessage& message) {
        const bool is_assertion =
            message.text.starts_with("static assertion failed") || message.text.starts_with("static_assert failed");
        return message.is_error && !is_assertion;
    };
    return !run.problem && !messages.empty() && std::ranges::none_of(messages, is_other);
}

/// Goes on after the compiler refused the source. Returns the reading if no attempt can add anything, or the failure.
std::optional<Reading> after_refusal(Progress& progress, const Request& request, const Dialect& dialect,
                                     const CompilerRun& run, const ProbePaths& paths, const Sources& sources,
                                     bool is_listing) {
    const auto refused = run.problem ? std::nullopt : refused_items(run, sources, dialect.warning_mark);
    if (!refused && !request.claims.empty() && fails_only_assertions(run)) return judged_reading(progress.plan);
    if (!refused && !is_listing) return failed(compile_problem(request, dialect, run, paths.folder));
    if (!refused) {  // a warning that the user's files make an error
        give_up_listings(progress.plan);
        progress.may_list = false;
        return std::nullopt;
    }
    const auto known = progress.plan.items.size();
    const bool is_last = advance_listings(progress.plan, dialect, *refused);
    if (progress.is_answered && is_last) {
        drop_unproven(progress.plan, dialect.listing);
        return finished(progress.plan, *progress.answers);
    }
    progress.is_answered = progress.is_answered && is_last;
    const auto items = *refused | std::views::keys;
    std::set<std::size_t> changed(items.begin(), items.end());
    for (auto item = known; item < progress.plan.items.size(); ++item) changed.insert(item);
    progress.only = is_listing ? std::set<std::size_t>() : narrowed(progress.plan, changed);
    return std::nullopt;
}

/// Takes the answers of a source that compiled. Returns the reading if they lead to no further question.
std::optional<Reading> after_answers(Progress& progress, const Dialect& dialect, Answers answers) {
    auto& plan = progress.plan;
    if (ask_deeper(plan, answers)) return std::nullopt;
    progress.answers = std::move(answers);
    const auto reading = lay_out(plan, *progress.answers, without_answer(plan, *progress.answers));
    const bool has_holes = add_holes(plan, dialect.rest, reading);
    hide_equal_values(plan, *progress.answers);
    const bool has_lists = progress.may_list && add_lists(plan, dialect, reading);
    progress.is_answered = !has_holes;
    if (has_lists || has_holes) return std::nullopt;
    return finished(plan, *progress.answers);
}

/// Compiles the questions of the plan once. Returns the reading if no question is left, or the failure.
std::optional<Reading> attempt(Progress& progress, const Request& request, const Dialect& dialect,
                               const ProbePaths& paths) {
    const auto sources = sources_of(progress.plan, dialect, paths.folder, progress.only);
    for (const auto& [path, source] : sources) {
        auto problem = write_file(path, with_section_name(request, source.text));
        if (problem) return failed(std::move(*problem));
    }
    auto command = dialect.command(request, paths.source, paths.object);
    const bool is_part = !progress.only.empty();
    const bool is_listing = !is_part && progress.answers && progress.may_list && needs_warnings(progress.plan);
    if (is_listing) dialect.listing.show_warnings(command);
    auto run = run_compiler(request, dialect.language, command, dialect.environment);
    if (!dialect.copies.empty()) run.printed = MirrorFolder(dialect.copies).real_paths(std::move(run.printed));
    if (!run.succeeded) return after_refusal(progress, request, dialect, run, paths, sources, is_listing);
    if (!dialect.warning_mark.empty()) {
        const auto refused = refused_items(run, sources, dialect.warning_mark);
        if (refused) {
            advance(progress.plan, dialect, *refused);
            return std::nullopt;
        }
    }
    progress.only.clear();
    if (is_part) return std::nullopt;
    if (!request.claims.empty()) return judged_reading(progress.plan);
    if (is_listing) drop_unproven(progress.plan, dialect.listing);
    auto answers = answers_in(paths.object, request, dialect.language);
    if (!answers) return failed(answers.problems.front());
    return after_answers(progress, dialect, std::move(*answers));
}

}  // namespace

Reading ask_compiler(const Request& request, const Dialect& dialect) {
    std::optional<TemporaryFolder> own;
    if (dialect.folder.empty()) own.emplace("probe");
    if (own && own->path.empty()) return failed(no_folder(*own));
    const auto folder = own ? own->path : dialect.folder;
    const ProbePaths paths{folder, folder + "/" + dialect.source_name, folder + "/probe.o"};
    Progress progress{.plan = first_plan(request, dialect),
                      .answers = {},
                      .may_list = dialect.listing.show_warnings != nullptr,
                      .is_answered = false};
    for (int round = 0; round < most_rounds; ++round) {
        if (round == most_rounds - rounds_without_listings) give_up_listings(progress.plan);
        if (auto reading = attempt(progress, request, dialect, paths)) return std::move(*reading);
    }
    return failed({first_file(request), "", "answers of the " + dialect.language + " compiler",
                   "none after " + std::to_string(most_rounds) + " attempts"});
}

Reading ask_files(const Request& request, const Dialect& dialect) {
    auto together = ask_compiler(request, dialect);
    const bool is_error = !together.problems.empty() && together.problems.front().place.line != 0;
    if (request.files.size() < 2 || !together.units.empty() || !is_error) return together;
    return ask_each_file(request, [&](const Request& one) { return ask_compiler(one, dialect); });
}

}  // namespace abi::probe
