#include "read/probe/sources.h"

#include <algorithm>

namespace abi::probe {
namespace {

/// Below this many items a compile costs about as much as one of a few.
constexpr std::size_t few_items = 200;

/// "probe.rs", "probe1.rs" …: the name of the source of a part.
std::string source_name(const Dialect& dialect, std::size_t part) {
    const auto dot = dialect.source_name.rfind('.');
    return dialect.source_name.substr(0, dot) + (part == 0 ? "" : std::to_string(part)) +
           dialect.source_name.substr(dot);
}

}  // namespace

void Source::add(std::string_view lines, std::size_t item) {
    if (owners.empty()) owners.push_back(no_item);
    text += lines;
    if (!lines.ends_with('\n')) text += '\n';
    const auto count = std::ranges::count(lines, '\n') + (lines.ends_with('\n') ? 0 : 1);
    owners.insert(owners.end(), static_cast<std::size_t>(count), item);
}

Sources sources_of(const Plan& plan, const Dialect& dialect, const std::string& folder,
                   const std::set<std::size_t>& only) {
    std::vector<Source> parts(dialect.parts);
    parts.front().add(dialect.begin(plan.request));
    for (std::size_t item = 0; item < plan.items.size(); ++item) {
        if (!is_asked(plan, item) || (!only.empty() && !only.contains(item))) continue;
        auto& source = parts.at(dialect.part ? dialect.part(plan, item) : 0);
        if (source.text.empty()) source.add(dialect.begin(plan.request));
        source.add(dialect.question(plan, item), item);
    }
    Sources sources;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        if (!parts[part].text.empty() && !dialect.end.empty()) parts[part].add(dialect.end);
        sources.emplace(folder + "/" + source_name(dialect, part), std::move(parts[part]));
    }
    return sources;
}

std::optional<std::map<std::size_t, std::string>> refused_items(const CompilerRun& run, const Sources& sources,
                                                                std::string_view warning_mark) {
    std::map<std::size_t, std::string> refused;
    std::string pending;
    std::size_t last = no_item;
    for (const auto& message : compiler_messages(run.printed, warning_mark)) {
        if (message.is_error) {
            last = no_item;
            // An error without a place, as "aborting due to 3 previous errors", only counts others.
            if (!message.place.file.empty()) pending = message.text + "\n";
        } else if (last != no_item) {
            refused[last] += message.text + "\n";
        }
        const auto source = sources.find(message.place.file);
        if (pending.empty() || source == sources.end() || message.place.line >= source->second.owners.size()) continue;
        const auto item = source->second.owners[message.place.line];
        if (item == no_item) continue;
        refused[item] += pending;
        pending.clear();
        last = item;
    }
    // An error in the user's file may belong to a question ("struct R has virtual base classes", at R). It goes away
    // when that item is asked in another form. Any other error remains, and is reported when no item is refused.
    if (refused.empty()) return std::nullopt;
    return refused;
}

std::set<std::size_t> narrowed(const Plan& plan, const std::set<std::size_t>& refused) {
    const auto head = [&](std::size_t item) {
        return plan.items[item].owner == no_item ? item : plan.items[item].owner;
    };
    // A record, an enumeration or a constant, and all that belongs to it, are asked together.
    std::set<std::size_t> heads;
    for (const auto item : refused) heads.insert(head(item));
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        if (plan.items[i].what == Item::What::field && heads.contains(plan.items[i].inner)) heads.insert(head(i));
    }
    std::set<std::size_t> items;
    std::size_t asked = 0;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        if (!is_asked(plan, i)) continue;
        ++asked;
        if (!heads.contains(head(i))) continue;
        items.insert(i);
        if (plan.items[i].inner != no_item) items.insert(head(plan.items[i].inner));
    }
    if (asked < few_items || items.size() > asked / 2) items.clear();
    return items;
}

}  // namespace abi::probe
